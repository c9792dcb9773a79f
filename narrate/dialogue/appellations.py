"""What German grammar says of quoted words: names, bynames and glosses are nobody's, the words after "Worten" are."""

from __future__ import annotations

from functools import cache

from narrate.dialogue.clauses import MARKS, SENTENCE_BREAK, shape_of
from narrate.dialogue.lexicon import Compounds, Lexicon, listed
from narrate.dialogue.runs import Run
from narrate.dialogue.tokens import Paragraph, Token
from narrate.model import QuotationKind

_CALLING = frozenset(["nennt", "nannte", "nennen", "nannten", "heißt", "bezeichnet"])
_REPUTED = frozenset(["gilt", "galt", "gelten", "galten", "gelte"])
_GERMAN = frozenset(["deutsch", "dt", "dt.", "übersetzt"])
_NEAR = 5  # tokens between a verb and the name that it gives
_ALIAS = 2  # words of a name that stands for somebody
_SAYING = 3  # words from which quoted words after "Parole" are an utterance


def appellation_kind(text: str, run: Run, paragraph: Paragraph, at: int, lexicon: Lexicon) -> QuotationKind | None:
    """The kind of a German run whose place in the sentence leaves no doubt, else None.

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
    before = _sentence_before(paragraph, at)
    after = [token for token in paragraph.tokens[at + 1 : at + 1 + _NEAR] if token.run < 0]
    if _is_uttered(inner, before):
        return "speech" if inner[-1:] in ".!?" and SENTENCE_BREAK.search(inner) else "fragment"
    if _is_called(before, after) or _is_apposed(inner, before) or _is_gloss(before):
        return "term"
    return "term" if not before and _is_alias(inner, after, lexicon) else None


@cache
def _nouns(section: str) -> Compounds:
    return Compounds(dict.fromkeys(listed("de", section), ""))


def _sentence_before(paragraph: Paragraph, at: int) -> list[Token]:
    """The last tokens of the narrator's in the sentence before the run."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    first = at
    while first > max(0, at - _NEAR) and sentences[first - 1] == sentences[at] and tokens[first - 1].run < 0:
        first -= 1
    return tokens[first:at]


def _is_uttered(inner: str, before: list[Token]) -> bool:
    """Whether a noun of speaking leads up to it: mit den Worten „Wir kommen wieder“, Rufe wie „Wir sind da“."""
    noun = before[-2:-1] if before and before[-1].lower == "wie" else before[-1:]
    return (
        bool(noun)
        and noun[0].lower in _nouns("utterances")
        and shape_of(inner) == "upper"
        and len(inner.split()) >= _SAYING
    )


def _is_called(before: list[Token], after: list[Token]) -> bool:
    """Whether people at large call it so, or it itself: das nennt man „Spindel“, er gilt als „Löwe von Weil“."""
    words = [token.lower for token in before]
    following = [token.lower for token in after]
    if words[-1:] == ["als"]:
        return not _REPUTED.isdisjoint(words) or following[:2] in (["bezeichnet", "wird"], ["bezeichnet", "werden"])
    calls = not _CALLING.isdisjoint([*words, *following[:2]])
    return calls and ("man" in words or words[-1:] == ["sich"])


def _is_apposed(inner: str, before: list[Token]) -> bool:
    """Whether it is the name of what the noun before says: die Kinderzeitung „Krake“, im Bereich „Obst und Gemüse“."""
    if not before or not before[-1].text[0].isupper():
        return False
    word = before[-1].lower
    if word in _nouns("categories"):
        return True
    return word in _nouns("apposed") and (shape_of(inner) == "upper" or len(inner.split()) == 1)


def _is_gloss(before: list[Token]) -> bool:
    """Whether it says in German what stood there in another language: „Low Tide“ (auf Deutsch: „Ebbe“)."""
    words = [token.lower.strip("().:") for token in before if token.text != ":"]
    return len(before) > 1 and before[-1].text == ":" and bool(words) and words[-1] in _GERMAN


def _is_alias(inner: str, after: list[Token], lexicon: Lexicon) -> bool:
    """Whether it is who speaks: „Falke7“ schrieb auch, not „Nein“ sagte Lind."""
    if (
        len(after) < _ALIAS
        or len(inner.split()) > _ALIAS
        or inner[-1:] in ".,!?…"
        or after[0].lower not in lexicon.verbs
    ):
        return False
    follows = after[1]
    taken = follows.lower in lexicon.determiners or follows.lower in lexicon.pronouns
    return not taken and not (follows.is_word and follows.text[0].isupper())
