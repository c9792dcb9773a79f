"""Is a word a verb of speech here? By a list, by its particle, by its place beside a quotation; unless it is a noun."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, is_adverb
from narrate.dialogue.nameparts import bare, is_code
from narrate.dialogue.tokens import Token

_STANDING = (
    "that",
    "one",
    "both",
    "some",
    "many",
    "most",
    "other",
    "others",
    "another",
    "all",
    "few",
)  # alone: "another said"
_MAX_CALLING = 3  # words of "night nurse" before a name
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "both")
_PAIR = 3  # tokens: earning whistles and
_NOISES = frozenset(
    ["boos", "calls", "chants", "cheers", "cries", "gasps", "groans", "jeers", "laughs", "roars", "shouts"]
)
_SHORTEST_VERB = 4  # letters of a verb of speech that no list holds


def is_reporting(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Whether a word is a verb of speech: by itself, with its particle, or by its place beside a quotation."""
    tokens = scene.paragraph.tokens
    if tokens[at].lower in lexicon.asides:
        return at > 0 and (tokens[at - 1].run >= 0 or not tokens[at - 1].is_word)
    if tokens[at].lower in lexicon.verbs:
        return not _tells_of_being(tokens, at)
    if lexicon.language != "en":
        return _may_tag(scene, at, lexicon)
    if at + 1 < len(tokens) and (tokens[at].lower, tokens[at + 1].lower) in lexicon.phrasal_verbs:
        return True
    if tokens[at].lower in ("went", "goes"):
        return _goes_on(tokens, at)
    return _may_be_verb(tokens[at], lexicon) and _stands_as_tag(scene, at, lexicon)


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Whether somebody goes on to speak: "Q," he went on. Ruiz went on: "Q"."""
    if at + 1 >= len(tokens) or tokens[at + 1].lower != "on":
        return False
    after = tokens[at + 2 : at + 4]
    if len(after) > 1 and after[0].text in ",:" and after[1].run >= 0:
        return True
    spoken = any(_hangs(token) for token in tokens[max(0, at - _MAX_CALLING - 1) : at])
    return spoken and (not after or not after[0].is_word)


def is_relayed(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Whether the verb tells only who passed the words on: according to Ruiz, as quoted by the Gazette.

    So does a memo, first reported by the Gazette.
    """
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if at > 1 and tokens[at].lower in ("reported", "quoted", "cited") and tokens[at + 1 :][:1]:
        back = at - 1 - (tokens[at - 1].lower in ("first", "also", "earlier", "previously"))
        back -= tokens[back].text == ","
        if tokens[at + 1].lower == "by" and back >= 0 and tokens[back].lower in lexicon.documents:
            return True
    if at == 0 or at + 1 >= len(tokens) or tokens[at - 1].lower != "as" or tokens[at + 1].lower not in ("by", "in"):
        return False
    before = scene.tags[-1] if scene.tags else None
    return before is not None and before.verb < at and sentences[before.verb] == sentences[at]


def _tells_of_being(tokens: list[Token], at: int) -> bool:
    """There is, there was: es gab nur 26 Fouls."""
    beside = {token.lower for token in tokens[max(0, at - 1) : at + 2]}
    return tokens[at].lower in ("gibt", "gab", "gaben") and "es" in beside


def _may_tag(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Whether a word that is not listed stands between a quotation and a name: „Q“, zeigte sich Alma Reuter ..."""
    tokens = scene.paragraph.tokens
    token, back = tokens[at], at - 1
    while back >= 0 and (tokens[back].lower in lexicon.auxiliaries or tokens[back].text in ",—–-"):
        back -= 1
    if (
        back < 0
        or tokens[back].run < 0
        or not token.text.isalpha()
        or not token.text.islower()
        or len(token.text) < _SHORTEST_VERB
    ):
        return False
    small = (lexicon.function_words, lexicon.prepositions, lexicon.conjunctions, lexicon.auxiliaries, lexicon.adverbs)
    if any(token.lower in words for words in (*small, lexicon.people, lexicon.finite)):
        return False
    after = at + 1
    while after < len(tokens) and tokens[after].lower in lexicon.objects:
        after += 1
    name = scene.beginning.get(after)
    if name is not None:
        return name.kind == "name"
    if not lexicon.definite and after < len(tokens) and tokens[after].lower in lexicon.people:
        return True  # сокрушается учительница Анна Волкова
    noun = tokens[after + 1 : after + 4] if after < len(tokens) and tokens[after].lower in lexicon.determiners else []
    return any(word.lower in lexicon.people for word in noun)


def _may_be_verb(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower
    if not word.endswith(("ed", "s")) or len(word) < 5 or not token.text.isalpha() or not token.text.islower():
        return False
    known = (lexicon.function_words, lexicon.prepositions, lexicon.conjunctions, lexicon.auxiliaries, lexicon.people)
    return not any(word in words for words in (*known, lexicon.other_verbs, lexicon.adverbs, lexicon.documents))


def _stands_as_tag(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Where only a verb of speech can stand: "Q," exhorted Ana Ruiz. "Q," Ruiz exhorted. Ruiz exhorted, "Q."."""
    tokens = scene.paragraph.tokens
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if at and _hangs(tokens[at - 1]):
        return at + 1 in scene.beginning
    subject = scene.ending.get(at - 1)
    if subject is None or subject.possessive or subject.kind == "nominal" or after is None:
        return False
    if subject.first and _hangs(tokens[subject.first - 1]):
        return after.text in ".,;:" or after.lower.endswith("ly")
    return after.text in ",:" and at + 2 < len(tokens) and tokens[at + 2].run >= 0 and subject.first == 0


def _hangs(token: Token) -> bool:
    """Whether a quotation ends in a way that asks for a tag."""
    return token.run >= 0 and token.text.rstrip("\"”’'»“ ")[-1:] in ",?!—–-"


def is_noun(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """The claim, a report, his answer, a Facebook post: the same letters, no verb."""
    tokens = scene.paragraph.tokens
    named = scene.ending.get(at - 1)
    if at == 0 or (named is not None and is_code(bare(tokens[at - 1].text))):
        return False  # Stoker A explains
    if named is not None and named.kind == "name" and _describes(tokens, named, at, lexicon):
        return True
    before = tokens[at - 1]
    if before.run >= 0:
        return False  # 'Q,' said: the mark is no possessive
    if tokens[at].lower in lexicon.documents and before.text[0].isupper() and before.lower not in lexicon.nominative:
        return True
    if before.lower in lexicon.determiners and before.lower not in _STANDING and not _counts(tokens, at - 1, lexicon):
        return before.lower != "her" or tokens[at].lower[-1] != "d"
    if _is_joined_noise(tokens, at, lexicon) or _is_singular(tokens, at, lexicon):
        return True
    possessive = lexicon.language == "en" and bare(before.text) != before.text and before.text[-1] in "sS'’"
    return possessive and not tokens[at].lower.endswith("ed")


def _describes(tokens: list[Token], name: Mention, at: int, lexicon: Lexicon) -> bool:
    """Whether a noun for people follows its body: a Row for Lund volunteer, Row for Lund volunteer Bo Lind."""
    led = name.first > 0 and tokens[name.first - 1].lower in lexicon.determiners
    leads = name.group and at + 1 < len(tokens) and tokens[at + 1].run < 0 and tokens[at + 1].text[0].isupper()
    return tokens[at].lower in lexicon.people and (led or leads)


def _is_joined_noise(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Earning whistles and cheers from the hall, met with songs and cheers: the second of two nouns."""
    if tokens[at].lower not in _NOISES or at < _PAIR or tokens[at - 1].lower not in ("and", "or"):
        return False
    noun, before = tokens[at - 2], tokens[at - 3]
    led = before.lower.endswith("ing") or before.lower in lexicon.prepositions or before.lower in lexicon.determiners
    goes_on = (
        at + 1 < len(tokens) and tokens[at + 1].lower not in lexicon.prepositions and tokens[at + 1].text not in ",."
    )
    return noun.text.isalpha() and noun.text.islower() and led and not goes_on


def _counts(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """The mother of three replied: the number belongs to the noun before it."""
    return (
        at > 1 and tokens[at].lower in _NUMBERS and tokens[at - 1].lower == "of" and tokens[at - 2].lower in lexicon.kin
    )


_SINGLING = frozenset(["a", "an", "his", "her", "their", "its", "our", "my"])


def _is_singular(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """The rampant blame, a sharp reply: after an article and a word that is no plural, a verb would end in s."""
    graded = at > 2 and is_adverb(tokens[at - 2].lower)  # his oddly small boast
    if lexicon.language != "en" or at < 2 or tokens[at - 2 - graded].lower not in lexicon.definite | _SINGLING:
        return False
    word, before = tokens[at].lower, tokens[at - 1]
    base = (f"{word}s" in lexicon.verbs or f"{word[:-1]}ies" in lexicon.verbs) and word not in ("read", "put")
    small = before.is_word and before.text.islower() and not before.lower.endswith("s")
    return base and small and before.lower not in lexicon.people and before.lower not in lexicon.organisations


def is_passive(tokens: list[Token], at: int) -> bool:
    """Ruiz was asked: the subject is spoken to."""
    if not tokens[at].lower.endswith(("ed", "told")) or tokens[at].lower == "quoted":
        return False
    back = at - 1
    while back > 0 and (tokens[back].lower.endswith("ly") or tokens[back].lower in ("also", "then", "not", "once")):
        back -= 1
    return back >= 0 and tokens[back].lower in ("was", "were", "been", "being", "be", "is", "are")
