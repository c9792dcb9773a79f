"""Paragraphs as tokens: words, punctuation, and one token for every quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narrate.dialogue.runs import Run

_ABBREVIATIONS = re.split(
    r"\s+",
    "Mr Mrs Ms Mx Dr Prof Sen Rep Gov Gen Col Capt Lt Sgt Rev Hon St Jr Sr Supt Cllr Maj Adm Cpl Pte Det Insp Mme Mlle "
    "Sens Reps Gov Pres Msgr Sra Dra Hr Frl Inc Corp Ltd vs Bros Jan Feb Aug Sept Oct Nov Dec Atty Asst Dep "
    "Ft Mt Ave Blvd Dept Univ Brig Cmdr Cpt Pvt Dir Ald Ofc Hon Fla Calif Mass Pa Va Md Ga Wis Minn Mich Conn Tenn "
    "Pfc Spc Rt Dist Comdr Cmdt Ens Amb Ven Messrs Profs Drs",
)


# An accent may stand after its letter (decomposed Unicode), and UTF-8 read as Windows-1252 makes two signs of a letter:
# JosÃ©. Either way the name is one word.
_LETTER = r"(?:\w|[\u0300-\u036f]|(?<=[ÃÂ])[\u0080-\u00bf]|(?<=A[\u0302\u0303])[\u0080-\u00bf])"


def _word_pattern(hyphen: str) -> str:
    """Tokens as a regular expression; `hyphen` is what joins the parts of a word."""
    return (
        r"(?P<abbreviation>(?:" + "|".join(sorted(set(_ABBREVIATIONS), key=len, reverse=True)) + r")\.)"
        r"(?=[\s,;)]|[A-ZÀ-Þ][a-zß-ÿ])"  # Sen.Ruiz: the space is forgotten
        r"|(?P<initials>(?:[^\W\d_]\.){2,}|[A-ZÀ-ÞА-Я]\.(?=\s?[A-ZÀ-ÞА-Я]))"
        rf"|(?P<word>[@#$€£]?{_LETTER}+"
        rf"(?:(?:[’'&*\u2010\u2011]|(?<=\d)[,:](?=\d)|{hyphen}|\.(?![A-ZÀ-Þ][a-zß-ÿ])){_LETTER}+)*"
        r"(?:(?<=s)[’'](?=\s\w)|\*)?)"
        r"|(?P<dash>--+|[—–―])|(?P<dots>\.\.+|…)|(?P<mark>\S)"
    )


_WORD = re.compile(_word_pattern("-"))
# L'avocate, dell'accusa: the elided word stands by itself. L'Oréal, D'Angelo: a name's own letter does not.
# Ajoute-t-elle: so does the pronoun.
_ELIDING = ("fr", "it", "ca")
_PRONOUN = r"(?:t-)?(?:il|elle|ils|elles|on|je|tu)\b"
_WORD_OR_ELISION = re.compile(
    r"(?P<elision>\b(?:[ldcjmnst]|qu|lorsqu|puisqu|jusqu|un|(?:[dn]e|a|da|su)ll|quest|quell)['’](?=\w)"
    r"|\b(?:[LDCJMNST]|Qu|Lorsqu|Puisqu|Un|(?:[DN]e|A|Da|Su)ll|Quest|Quell)['’](?=[a-zà-ÿœ]))"
    rf"|(?P<clitic>(?<=\w)-{_PRONOUN})|" + _word_pattern(f"-(?!{_PRONOUN})")
)
_STATES = frozenset([
    "Calif.", "Conn.", "Fla.", "Ga.", "Mass.", "Md.", "Mich.", "Minn.", "Pa.", "Tenn.", "Va.", "Wis.",
    "D.C.", "N.C.", "N.D.", "N.H.", "N.J.", "N.M.", "N.Y.", "R.I.", "S.C.", "S.D.",
])  # fmt: skip
_VERSE = re.compile(r"\d{1,3}:\d{1,3}(?:-\d{1,3})?")
_MAX_ASIDE = 120  # tokens in brackets
_SENTENCE_ENDS = frozenset(".!?…") | {"..", "...", "...."}


class Token(NamedTuple):
    """A word, a punctuation mark, or a whole quotation (`run` is its index, otherwise -1)."""

    start: int
    end: int
    text: str
    lower: str  # with straight apostrophes, as in the lexicons
    run: int = -1

    @property
    def is_word(self) -> bool:
        return self.run < 0 and (self.text[0].isalnum() or self.text[0] in "@#$€£")


@dataclass(slots=True)
class Paragraph:
    """One kept block: its tokens, with quotations as single tokens, and the sentence each token stands in."""

    index: int
    kind: str
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # parallel to `tokens`
    quotes: list[int] = field(default_factory=list)  # indices of the tokens that are quotations


def paragraph_of(
    text: str, index: int, kind: str, span: tuple[int, int], runs: Sequence[tuple[int, Run]], language: str = "en"
) -> Paragraph:
    """Tokens of one block; `runs` are (index, run) of the quotations in it."""
    paragraph = Paragraph(index, kind, *span)
    word = _WORD_OR_ELISION if language in _ELIDING else _WORD
    at = span[0]
    for number, run in runs:
        _words(text, at, run.start, paragraph.tokens, word)
        paragraph.tokens.append(Token(run.start, run.end, text[run.start : run.end], "", number))
        at = run.end
    _words(text, at, span[1], paragraph.tokens, word)
    paragraph.sentences = _sentences(paragraph.tokens)
    paragraph.quotes = [at for at, token in enumerate(paragraph.tokens) if token.run >= 0]
    return paragraph


def words_of(text: str, start: int, end: int, language: str = "en") -> list[Token]:
    """The tokens of any stretch of text."""
    found: list[Token] = []
    _words(text, start, end, found, _WORD_OR_ELISION if language in _ELIDING else _WORD)
    return found


def _words(text: str, start: int, end: int, tokens: list[Token], word: re.Pattern[str]) -> None:
    for match in word.finditer(text, start, end):
        found = match.group().replace("’", "'") if match.lastgroup == "elision" else match.group()
        start = match.start()
        if match.lastgroup == "clitic":
            start = match.end() - len(found.rsplit("-", 1)[1])
            found = text[start : match.end()]
        tokens.append(Token(start, match.end(), found, found.lower().replace("’", "'")))


def _sentences(tokens: list[Token]) -> list[int]:
    numbers: list[int] = []
    number = 0
    for at, token in enumerate(tokens):
        numbers.append(number)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        number += _closes_sentence(token, following) if token.run >= 0 else _ends_sentence(token, following)
        number += following is not None and following.text[0].isupper() and is_state(tokens, at)
        number += token.text == ")" and _closes_aside(tokens, at, numbers)
    return numbers


def _closes_aside(tokens: list[Token], at: int, numbers: list[int]) -> bool:
    """Whether a bracket closes that holds whole sentences: It rained. (She said, “Stay.”) In May she left."""
    inside = tokens[at - 1] if at else None
    last = "" if inside is None else inside.text.rstrip("\"”’'»“ ")[-1:]
    if at + 1 == len(tokens) or last not in (".", "?", "!") or not last:
        return False
    if tokens[at + 1].run < 0 and not tokens[at + 1].text[0].isupper():
        return False
    opens = next((back for back in range(at - 1, max(-1, at - _MAX_ASIDE), -1) if tokens[back].text == "("), None)
    return opens is not None and (opens == 0 or numbers[opens - 1] != numbers[opens])


def is_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is a state after its town: in Erie, Pa. The full stop before a capital ends the sentence too."""
    return at > 0 and tokens[at].text in _STATES and tokens[at - 1].text == ","


def is_verse(token: Token) -> bool:
    """Whether a token is chapter and verse: Proverbs 3:5 says."""
    return _VERSE.fullmatch(token.text) is not None


def _ends_sentence(token: Token, following: Token | None) -> bool:
    """Not the full stop of "(R-Me.)" or of "Inc., a maker of"."""
    if token.text == "|":
        return True  # the caption | the name of the photographer
    if token.text not in _SENTENCE_ENDS:
        return False
    return token.text != "." or following is None or following.text not in (",", ")", ";")


def _closes_sentence(quote: Token, following: Token | None) -> bool:
    """A quotation that ends in a full stop ends its sentence, unless the sentence plainly goes on."""
    if following is None or following.run >= 0:
        return True
    last = quote.text.rstrip("\"”’'»“ )\u00a0")[-1:]
    return last == "." and following.text[0].isupper()
