"""Is a run speech, a quoted fragment in the narrator's sentence, or a term? A small linear model decides."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from narrate.dialogue.clauses import MARKS, SENTENCE_BREAK, clause_features, shape_of, word_class
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.runs import Run
from narrate.dialogue.tokens import Paragraph, Token, words_of

_ABBREVIATED = re.compile(r"\s?\(\w*[^\W\d_a-zäöü]{2}[\w-]*\)")
_DATED = re.compile(r"\s?\((?:[^()\n]{,40}\D)?[12]\d{3}\)")  # a work or a poster: “Low Tide” (2003)
_COMPOUND = re.compile(r"[-‑]\w")
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
_TITLE_WORDS = re.compile(
    r"(?:(?:[A-Z0-9][\w’'&.-]*|&)(?:[ :,!?]+|$)|(?:of|the|and|a|in|on|for|to|is|by|at|with)[ ]+)+"
)
_REFLEXIVE = "sich"  # German: who calls itself something says its name
_LIST_GAP = 4  # tokens between two runs of a list
_REACH = 80  # tokens on each side: a sentence may be a whole book
_MAX_TITLE = 90  # characters


def kind_features(text: str, run: Run, paragraph: Paragraph, at: int, lexicon: Lexicon) -> list[str]:
    """What tells speech from terms: length, ending, persons, and the words on both sides.

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
    words = [token.lower for token in words_of(inner, 0, min(len(inner), 400), lexicon.language) if token.is_word]
    found = ["bias", *_inside(inner, words, lexicon), *_around(paragraph, at, lexicon)]
    found += clause_features(inner, words, paragraph, at, lexicon)
    before, after = _neighbours(paragraph.tokens, at)
    ending = _ending(inner, after)
    found.append(f"end={ending}")
    short = _length(len(words))
    shape = shape_of(inner)
    found += [f"len={short}", f"len={short}|end={ending}", f"family={run.family}"]
    found += [f"{shape}|{short}", f"{shape}|before={word_class(before, lexicon)}", f"{shape}|end={ending}"]
    if _DATED.match(text, run.end):
        found.append("dated")
    if run.continues is not None or not run.closed:
        found.append("multi")
    if before is None and after is None:
        found.append("alone")
        found.append(f"alone|{paragraph.kind}")
    if lexicon.reported:
        # Each feature a second time, for this language alone (Daumé III 2007, "Frustratingly Easy Domain Adaptation"):
        # a capital says little of a German word, and what sets terms apart there is not what does in English.
        found += _by_grammar(text, run, words, paragraph, at, lexicon)
        found += [f"{lexicon.language}:{feature}" for feature in found]
    return found


def _by_grammar(text: str, run: Run, words: list[str], paragraph: Paragraph, at: int, lexicon: Lexicon) -> list[str]:
    """What a language with cases and moods tells: the article before the mark, reported speech, names in brackets."""
    tokens, sentence = paragraph.tokens, paragraph.sentences[at]
    found = []
    inner = text[run.start : run.end].strip(MARKS)
    shape = shape_of(inner)
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and _is_small(before.lower, lexicon):
        found += [f"word={before.lower}", f"word={before.lower}|{shape}"]
        found.append(f"word={before.lower}|after={word_class(after, lexicon)}")
    if any(token.lower == _REFLEXIVE for token in tokens[max(0, at - 4) : at]):
        found.append(f"reflexive|{shape}")
    first, last = bisect_left(paragraph.sentences, sentence), bisect_right(paragraph.sentences, sentence)
    near = tokens[max(first, at - _REACH) : min(last, at + _REACH)]
    outside = {token.lower for token in near if token.run < 0}
    for name, listed in (("reported", lexicon.reported), ("source", lexicon.sources), ("judging", lexicon.judging)):
        if not listed.isdisjoint(outside):
            found += [name, f"{name}|{shape}"]
    if _ABBREVIATED.match(text, run.end):
        found.append("abbreviated")
    if any(_is_listed(paragraph, here, lexicon) for here in (at, at + 1)):
        found.append(f"listed|{shape}")
    if any(token.lower in lexicon.naming for token in tokens[at + 1 : at + 4] if token.run < 0):
        found.append("naming-after")
    if before is not None and before.run < 0 and before.text[0].isupper() and before.is_word and at > 1:
        found.append(f"after-noun|{shape}")
    return found


def _is_small(word: str, lexicon: Lexicon) -> bool:
    small = (lexicon.determiners, lexicon.prepositions, lexicon.naming, lexicon.conjunctions)
    return any(word in listed for listed in small)


def is_name(text: str, run: Run, paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the marks hold a name by their form: an address, part of a compound, or after "so-called"."""
    inner = text[run.start : run.end].strip(MARKS)
    if _ADDRESS.fullmatch(inner) or _COMPOUND.match(text, run.end):
        return True
    before = paragraph.tokens[at - 1] if at else None
    return before is not None and before.lower in lexicon.so_called


def _is_listed(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a run that ends or begins at `at` stands in a list with one before it: “A”, “B” and the “C”."""
    tokens = paragraph.tokens
    here = at if at < len(tokens) and tokens[at].run >= 0 else at - 1
    back = here - 1
    while back > 0 and here - back <= _LIST_GAP and tokens[back].run < 0:
        if tokens[back].text != "," and tokens[back].lower not in lexicon.conjunctions | lexicon.determiners:
            return False
        back -= 1
    return (
        back >= 0
        and back < here - 1
        and tokens[back].run >= 0
        and paragraph.sentences[back] == paragraph.sentences[here]
    )


def is_title_case(inner: str) -> bool:
    """Whether every word but the small ones has a capital."""
    return inner[:1].isupper() and len(inner) < _MAX_TITLE and _TITLE_WORDS.fullmatch(inner) is not None


def _inside(inner: str, words: list[str], lexicon: Lexicon) -> list[str]:
    found = []
    if shape_of(inner) == "upper":
        found.append("upper")
    if lexicon.persons.intersection(words):
        found.append("person")
    if lexicon.quoted_verbs.intersection(words):
        found.append("finite")
    if len(words) > 1 and is_title_case(inner):
        found.append("title-case")
    if inner[-1:] in "?!":
        found.append("exclaims")
    if SENTENCE_BREAK.search(inner):
        found.append("sentences")
    return found


def _length(count: int) -> str:
    for limit, name in ((1, "1"), (2, "2"), (3, "3"), (5, "5"), (8, "8"), (14, "14")):
        if count <= limit:
            return name
    return "long"


def _ending(inner: str, after: Token | None) -> str:
    last = inner[-1:]
    if last == ",":
        return "comma"
    if last in ".?!…—-":
        return "stop"
    if after is None:
        return "bare-end"
    if after.text == ",":
        return "comma-out"
    return "stop-out" if after.text in ".;" else "bare"


def _neighbours(tokens: list[Token], at: int) -> tuple[Token | None, Token | None]:
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return before, after


def _around(paragraph: Paragraph, at: int, lexicon: Lexicon) -> list[str]:
    tokens = paragraph.tokens
    before, after = _neighbours(tokens, at)
    found = [f"before={word_class(before, lexicon)}", f"after={word_class(after, lexicon)}"]
    found.append(f"both={word_class(before, lexicon)}|{word_class(after, lexicon)}")
    sentence = paragraph.sentences[at]
    near = [t.lower for t in tokens[max(0, at - 6) : at] if t.run < 0]
    if lexicon.naming.intersection(near[-3:]):
        found.append("naming")
    around = range(max(0, at - 14), min(len(tokens), at + 15))
    if any(tokens[i].lower in lexicon.verbs and paragraph.sentences[i] == sentence for i in around if i != at):
        found.append("verb-in-sentence")
    if after is not None and after.run < 0 and tag_follows(tokens, at, lexicon):
        found.append("tag-follows")
    return found


def tag_follows(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech stands soon after the run."""
    return any(token.lower in lexicon.verbs for token in tokens[at + 1 : at + 7] if token.run < 0)


def probability(features: list[str], weights: Mapping[str, float]) -> float:
    """Logistic score of the features."""
    score = sum(weights.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
