"""What grammar settles before the model is asked: quoted words that complete the narrator's sentence, or answer it.

The shares are those of labelled news: of a hundred runs that begin with a verb after a noun, none is speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from narrate.dialogue.appellations import appellation_kind
from narrate.dialogue.clauses import MARKS, SENTENCE_BREAK, shape_of
from narrate.dialogue.kinds import is_title_case, tag_follows
from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.nameparts import bare
from narrate.dialogue.runs import Run
from narrate.dialogue.sayings import is_said_to_be
from narrate.dialogue.tokens import Paragraph, Token
from narrate.model import QuotationKind

_THAT = {
    "en": ("that",),
    "de": ("dass", "daß"),
    "fr": ("que", "qu'"),
    "es": ("que",),
    "pt": ("que",),
    "it": ("che",),
    "nl": ("dat",),
    "sv": ("att",),
    "da": ("at",),
    "no": ("at",),
}
_SUBORDINATING = frozenset(
    ["because", "if", "when", "while", "although", "though", "since", "unless", "until", "whether"]
)
_DEPENDING = frozenset(["because", "which", "who", "whose", "whom", "although", "unless", "whereas"])
_COORDINATED = re.compile(r", (?:and|but|yet|or|so)\s")
_COMPOUND = 12  # words of a sentence with two clauses that nobody takes for a title
_CLAUSE_WORDS = 12  # within which a clause shows its verb
_SHORTEST_CLAUSE = 3  # tokens before the run
_REACH = 60  # tokens
_TITLED = frozenset(["on", "in", "of", "from", "called"])  # on “Harbour Tonight”
_ASKING = frozenset(["who", "what", "why", "how", "where", "when", "which", "whose", "is", "are", "isn't", "aren't"])
_VERSE = re.compile(r"[.,]? ?\((?:[1-4] )?[A-Z][\w. ]{1,24} \d{1,3}[:,] ?\d{1,3}[-–\d, ]*\)")
_CITED = re.compile(r"\s(?P<source>[^()“”\"\n]{2,60})\)")  # (“Harbour reopens,” elmnews.com, Thursday)
_SITE = re.compile(r"[\w-]+\.(?:com|org|net|gov|edu|info|co)")
_CHANTING = frozenset(["chanted", "chanting", "chants", "shouted", "shouting", "yelled", "yelling", "screamed"])
_CALLS = frozenset(["chant", "chants", "cheer", "cheers", "cry", "cries", "shout", "shouts", "yell", "yells"])
_READING = frozenset(["read", "reads", "reading"])
_BEARER = 7  # tokens from what bears an inscription to the run
_SIGNED = re.compile(r"\s?(?:[―—–]|--?)\s?[A-ZÀ-Þ][^\W\d.]*(?:[ ,.’'-]+[^\W\d.]+){0,8}\.?\s*\Z")
_SIGNATURE = 90  # characters
_WORKS = listed("en", "works")  # and what else bears a name of its own: a motto
_DATING = frozenset(["on", "of", "in", "from", "last", "this", "aug.", "sept.", "oct.", "nov.", "dec.", "jan.", "feb."])
_DATE = 6  # tokens between a work and the comma before its name: in her column on Aug. 10, “Low Water,”
_SENTENCE = 30  # tokens
_TOPIC = 10  # tokens from a work to the comma: a song about the long strike in the port, “Low Water,”
_TAKING = listed("en", "taking")
_QUESTIONING = frozenset(["asked", "asks", "asking", "wondered"])
_ANSWERS = frozenset(["yes", "no", "maybe"])
_OCCASIONS = frozenset(["when", "after", "as", "while"])
_RELATIVES = ("who", "which", "that")
_SCRAP = 4  # words
_MAX_SCRAP = 90  # characters
_UTTERANCE = 2  # words
_ADDRESSEE = 6  # tokens from the verb to the run
_TIMES = frozenset(
    ["day", "night", "moment", "minute", "week", "month", "year", "time", "same", "first", "last", "next"]
)
_MAX_TITLE = 7  # words


def settled_kind(text: str, run: Run, paragraph: Paragraph, at: int, lexicon: Lexicon) -> QuotationKind | None:
    """The kind of a run that its place in the sentence leaves no doubt of.

    Parameters
    ----------
    text : str
        The article's text.
    run : Run
    paragraph : Paragraph
        The paragraph with the run as token `at`.
    at : int
    lexicon : Lexicon
    """
    inner = text[run.start : run.end].strip(MARKS)
    before = paragraph.tokens[at - 1] if at else None
    following = paragraph.tokens[at + 1] if at + 1 < len(paragraph.tokens) else None
    if _is_signed(text, run, paragraph, at):
        return "speech"
    named = _is_subject(inner, paragraph, at, following, lexicon) or _is_asked_about(inner, paragraph, at, lexicon)
    if named or _is_scripture(text, run, before) or _is_cited(text, run, lexicon):
        return "term"
    found = appellation_kind(text, run, paragraph, at, lexicon) if lexicon.language == "de" else None
    if found is not None or before is None or before.run >= 0:
        return found
    if lexicon.language != "en" and _is_scrap(inner, paragraph, at, lexicon):
        return "fragment"
    if run.continues is not None or not run.closed:
        return None
    if _is_clause(inner, before, lexicon):
        return "fragment"
    if lexicon.language != "en":
        return None
    if _is_predicate(inner, paragraph, at, lexicon) or _is_dependent(inner, paragraph, at, lexicon):
        return "fragment"
    if _is_inscribed(inner, paragraph, at, lexicon):
        return "speech"
    if _is_object(inner, before, lexicon):
        return "fragment"
    if _opens_clause(inner, paragraph.tokens, at, lexicon):
        return "fragment"
    if _is_programme(inner, before) or _is_work(inner, paragraph, at, lexicon):
        return "term"
    spoken = _is_utterance(inner, paragraph, at, lexicon) or _is_compound(inner, paragraph, at, lexicon)
    return "speech" if spoken else None


def _is_scripture(text: str, run: Run, before: Token | None) -> bool:
    """Whether a verse stands by itself with its place: “Be still.” (Psalm 46:10)."""
    opens = before is None or before.text in (".", "!", "?", "…")
    return opens and _VERSE.match(text, run.end) is not None


def _is_cited(text: str, run: Run, lexicon: Lexicon) -> bool:
    """Whether a bracket holds a title with its source; not: (“We lost,” Ruiz told the Courier)."""
    match = _CITED.match(text, run.end) if text[max(0, run.start - 1)] == "(" else None
    if match is None:
        return False
    words = [word.strip(".,") for word in match.group("source").lower().split()]
    if any(word in lexicon.verbs for word in words):
        return False
    return any(_SITE.fullmatch(word) or word in lexicon.calendar or word in lexicon.organisations for word in words)


def _is_clause(inner: str, before: Token, lexicon: Lexicon) -> bool:
    """Whether the run is a clause of the narrator's sentence: said only that “every choice was made.”

    In labelled news all of sixty quotations after "that" are clauses of the sentence around them.
    """
    if not inner.lstrip("([")[:1].islower() or SENTENCE_BREAK.search(inner):
        return False
    if before.lower in _THAT.get(lexicon.language, ()):
        return True
    if lexicon.language != "en" or not before.is_word:
        return False
    words = inner.lower().split()
    if words[0] == "that" and len(words) > 1:
        return _is_noun(words[1], lexicon)
    return before.lower in _SUBORDINATING


def _is_compound(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a long sentence of two clauses speaks after "said that": said that “The pier is old, and we know it.”"""
    tokens = paragraph.tokens
    if at < 3 or tokens[at - 1].lower != "that" or tokens[at - 2].lower not in lexicon.verbs:
        return False
    if tokens[at - 3].lower in lexicon.determiners:
        return False  # the claim that “The pier is old, and we know it”
    first, *others = _COORDINATED.split(inner)
    if shape_of(inner) != "upper" or inner[-1:] not in ".!?" or len(inner.split()) < _COMPOUND or not others:
        return False
    opening = first.split(maxsplit=1)[0].lower()
    if opening in lexicon.prepositions or opening in lexicon.conjunctions:
        return False
    return all(_has_verb(part, lexicon) for part in (first, others[-1]))


def _has_verb(words: str, lexicon: Lexicon) -> bool:
    """Whether a subject and its verb stand among the words."""
    found = [word.strip(",.").replace("’", "'") for word in words.lower().split()][1:_CLAUSE_WORDS]
    listed = (lexicon.finite, lexicon.quoted_verbs, lexicon.other_verbs, lexicon.verbs)
    return any(word in verbs for word in found for verbs in listed)


def _is_dependent(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a clause after a comma depends on the narrator's: left the party, “which has lost its way.”

    Not what goes on after a tag: “We left,” she said, “because it rained.” Nor what has a tag of its own.
    """
    tokens, sentences = paragraph.tokens, paragraph.sentences
    words = inner.lower().split(maxsplit=1)
    if at < _SHORTEST_CLAUSE or tokens[at - 1].text != "," or not inner[:1].islower() or SENTENCE_BREAK.search(inner):
        return False
    if words[0] not in _DEPENDING or inner.endswith("?") or tokens[at - 2].lower in lexicon.verbs:
        return False
    if inner[-1] not in ".!" and tag_follows(tokens, at, lexicon):
        return False
    told = False
    for back in range(at - 1, max(-1, at - _REACH), -1):
        if tokens[back].run >= 0 or sentences[back] != sentences[at - 1]:
            return tokens[back].run < 0 or not told
        told = told or tokens[back].lower in lexicon.verbs
    return True


def _is_subject(inner: str, paragraph: Paragraph, at: int, following: Token | None, lexicon: Lexicon) -> bool:
    """Whether the run is the subject of the narrator's sentence: “No ferry, no peace” has become a slogan."""
    if lexicon.language != "en" or following is None or not following.text[:1].islower() or inner[-1:] in ",.?!…—-:;":
        return False
    if at and paragraph.sentences[at - 1] == paragraph.sentences[at]:
        return False
    word = following.lower
    return word in lexicon.finite or (word in lexicon.other_verbs and word not in lexicon.verbs)


def _is_asked_about(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the mark within belongs to the narrator's question: Is this what they call “Harbour Days?”"""
    if lexicon.language != "en" or not inner.endswith("?") or len(inner.split()) > _UTTERANCE:
        return False
    if at == 0 or not paragraph.tokens[at - 1].is_word or paragraph.sentences[at - 1] != paragraph.sentences[at]:
        return False
    if paragraph.tokens[at - 1].lower in lexicon.verbs:
        return False  # When Ruiz asked "Why not?" Lind left
    first = paragraph.tokens[bisect_left(paragraph.sentences, paragraph.sentences[at])].lower
    return first in lexicon.finite or first in _ASKING


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    return word not in lexicon.quoted_verbs and word not in lexicon.finite and word not in lexicon.other_verbs


def _is_predicate(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the run is what the narrator's subject does: said the ferry “has never been late,” she “knows why.”"""
    tokens = paragraph.tokens
    before = tokens[at - 1]
    if shape_of(inner) == "upper" or inner.endswith("?") or before.lower in lexicon.verbs:
        return False
    first = inner.split(maxsplit=1)[0].rstrip(",.").replace("’", "'")
    if first in lexicon.finite:
        return before.is_word
    named = before.text[0].isupper() and not before.lower.endswith("'s")
    told = at > 1 and tokens[at - 2].lower in lexicon.object_verbs
    acts = before.is_word and first.endswith("s") and (first in lexicon.other_verbs or first in lexicon.verbs)
    return acts and (before.lower in lexicon.nominative or (named and not told))


def _is_object(inner: str, before: Token, lexicon: Lexicon) -> bool:
    """Whether the run is a thing that somebody names or gives: calls the bridge “the worst thing I have ever seen.”"""
    if before.lower not in _TAKING or SENTENCE_BREAK.search(inner):
        return False
    return inner.split(maxsplit=1)[0] in lexicon.determiners


def _opens_clause(inner: str, tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the narrator goes on with what a few words begin: said “no trace” the boat had sunk, “dark forces” want.

    Not: said “no comment” the day the bridge fell.
    """
    words = [word.strip(MARKS) for word in inner.lower().split()]
    if at + 2 >= len(tokens) or not inner[:1].islower() or inner[-1:] in ",.?!…—-:;" or len(words) > _SCRAP:
        return False
    if tokens[at - 1].lower not in lexicon.verbs or any(_is_acting(word, lexicon) for word in words):
        return False
    if any(token.lower in _RELATIVES for token in tokens[max(0, at - _SENTENCE) : at]):
        return False  # the boys who shouted “no mill” ran along
    following, second = tokens[at + 1], tokens[at + 2]
    if following.run >= 0 or not following.text[0].islower():
        return False
    if following.lower == "of" or _is_acting(following.lower, lexicon):
        return True
    timed = second.lower in lexicon.calendar or second.lower in lexicon.time_words or second.lower in _TIMES
    led = following.lower in ("the", "a", "an") or following.lower in lexicon.nominative
    ahead = tokens[at + 2 : at + _ADDRESSEE]
    return led and not timed and any(_is_acting(token.lower, lexicon) for token in ahead if token.is_word)


def _is_acting(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.finite or word in lexicon.quoted_verbs or word in lexicon.other_verbs


def _is_programme(inner: str, before: Token) -> bool:
    """Whether a title stands where a name would: said on Channel 6’s “Harbour Tonight.”"""
    if not is_title_case(inner) or not 1 < len(inner.split()) <= _MAX_TITLE or inner[-1:] in "?!":
        return False
    led = before.lower in _TITLED or before.lower.endswith(("'s", "’s", "s'", "s’"))
    return led and before.is_word


def _is_work(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a name follows what it names: her new poem, “Hull,”; not: he wrote in his poem, “The river is mine.”"""
    tokens, noun = paragraph.tokens, at - 2
    if tokens[at - 1].text != "," or shape_of(inner) != "upper" or SENTENCE_BREAK.search(inner) or inner[-1:] in "?!":
        return False
    while noun > max(0, at - _DATE) and (
        tokens[noun].lower in lexicon.calendar | _DATING or tokens[noun].text.isdigit()
    ):
        noun -= 1
    if len(inner.split()) > _MAX_TITLE:
        return False
    if is_title_case(inner) and _is_work_with_topic(tokens, at, lexicon):
        return True
    if noun < 0 or tokens[noun].lower not in _WORKS:
        return False
    first = bisect_left(paragraph.sentences, paragraph.sentences[at])
    told = tokens[max(first, at - _SENTENCE) : noun]
    return any(token.run >= 0 for token in told) or not any(token.lower in lexicon.verbs for token in told)


def _is_work_with_topic(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a work stands before the comma, with what it is about: a song about the strike, “Pay the Crew,”."""
    for noun in range(at - 3, max(0, at - _TOPIC), -1):
        word = tokens[noun]
        if not word.is_word or word.run >= 0 or word.lower in lexicon.finite or word.lower in lexicon.nominative:
            return False
        if word.lower in _WORKS:
            led = tokens[noun - 1]
            owned = led.lower in lexicon.determiners or bare(led.text) != led.text or led.text.islower()
            wrote_in = any(token.lower in ("in", "on") for token in tokens[max(0, noun - 3) : noun])
            return tokens[noun + 1].lower in lexicon.prepositions and owned and not wrote_in
    return False


def _is_signed(text: str, run: Run, paragraph: Paragraph, at: int) -> bool:
    """Whether a paragraph is a quotation and who said it: “The best ferry there ever was.” — Bo Lind, baker"""
    inner = text[run.start : run.end].strip(MARKS)
    if at or paragraph.end - run.end > _SIGNATURE or inner[-1:] not in ".!?…" or inner.count(" ") < _SCRAP:
        return False
    return _SIGNED.match(text, run.end, paragraph.end) is not None


def _is_inscribed(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a sign, a hat or a post reads it: wore a hat reading, “Row on Harlan”, to chants of “Go! Go!”."""
    tokens = paragraph.tokens
    if at > 1 and tokens[at - 1].lower == "of" and tokens[at - 2].lower in _CALLS:
        return "!" in inner
    verb = at - 2 if tokens[at - 1].text == "," else at - 1
    if verb < 1 or tokens[verb].lower not in _READING or len(inner.split()) < _UTTERANCE:
        return False
    if tokens[verb - 1].lower in lexicon.finite or tokens[verb - 1].lower in lexicon.nominative:
        return False  # he was reading
    bearers = (token for token in tokens[max(0, verb - _BEARER) : verb] if token.run < 0)
    return any(token.lower in lexicon.documents for token in bearers)


def _is_utterance(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether somebody says a word or two, smiled and said, “Marvellous,” or asks and exclaims: asked them “Why us?”"""
    tokens = paragraph.tokens
    led = tokens[at - 1].lower
    if shape_of(inner) == "upper" and inner[-1:] in ".,?!…" and is_said_to_be(paragraph, at, lexicon):
        return True
    if (led in _CHANTING or (led in _QUESTIONING and inner.endswith("?"))) and len(inner.split()) >= _UTTERANCE:
        return True
    if at < 2 or shape_of(inner) != "upper":
        return at > 1 and _is_answer(inner, tokens, at, lexicon)
    count = len(inner.split())
    if count > _UTTERANCE and inner[-1:] in "?!":
        return _is_asked(paragraph, at, lexicon)
    if tokens[at - 1].text not in (",", ":") or inner[-1:] not in ",.?!…":
        return False
    verb = tokens[at - 2].lower
    return verb in lexicon.strong_verbs and not verb.startswith("wr") and count <= _UTTERANCE


def _is_answer(inner: str, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether somebody says yes or no on an occasion: said “no” when asked; not: said “no” to the bridge."""
    if inner not in _ANSWERS or at + 1 >= len(tokens) or tokens[at - 1].lower not in lexicon.strong_verbs:
        return False
    return tokens[at + 1].lower in _OCCASIONS


def _is_asked(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether only whom it is said to stands between a verb of speech and the run: asked the whole hall “Why us?”"""
    for back in range(at - 1, max(-1, at - _ADDRESSEE), -1):
        token = paragraph.tokens[back]
        if token.run >= 0 or not token.is_word or paragraph.sentences[back] != paragraph.sentences[at]:
            return False
        if token.lower in lexicon.strong_verbs:
            return True
    return False


def _is_scrap(inner: str, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a few words in lower case without a tag stand in the narrator's sentence: il dénonce « un bricolage ».

    The model knows that from English; German has features of its own.
    """
    if lexicon.reported or not inner[:1].islower() or inner[-1:] in ".,?!…":
        return False
    short = len(inner) < _MAX_SCRAP and len(inner.split()) <= _SCRAP
    following = paragraph.tokens[at + 1] if at + 1 < len(paragraph.tokens) else None
    return short and (following is None or following.text in ".;" or not tag_follows(paragraph.tokens, at, lexicon))
