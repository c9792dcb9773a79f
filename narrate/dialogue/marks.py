"""Quotation marks in one block: what each mark may do, judged by its shape, its neighbours and the language."""

from __future__ import annotations

import re
from dataclasses import dataclass

# UTF-8 read as Windows-1252 turns one mark into two or three characters; they act as the mark they once were.
_MOJIBAKE = {
    "â€œ": "“",
    "â€\x9d": "”",
    "â€ž": "„",
    "â€˜": "‘",
    "â€™": "’",
    "Â«": "«",
    "Â»": "»",
}
_CUT = r"â€(?=[\s,.;:!?)]|$)"  # the third character of a closing mark is a control sign that cleaning takes out
_MARK = re.compile("|".join(_MOJIBAKE) + rf"|{_CUT}|``|''|[\"“”„‟«»″〝〞＂'‘’‚‛‹›`]")
_FAMILY = dict.fromkeys(["“", "”", "„", "‟", '"', "″", "〝", "〞", "＂", "``", "''"], "double")
_FAMILY |= dict.fromkeys(["‘", "’", "‚", "‛", "'", "`"], "single")
_FAMILY |= {"«": "angle", "»": "angle", "‹": "angle1", "›": "angle1"}

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u00ad"
_OPENS_AFTER = " \t\r\n\u00a0\u2009\u200a\u202f([{<-–—―/=>*_|:…¿¡"
_CLOSES_BEFORE = " \t\r\n\u00a0\u2009\u200a\u202f)]}<>-–—―/.,;:!?…*_|"
_SPACES = " \t\r\n\u00a0\u2009\u200a\u202f"
_AFTER_CLOSING = ".,;:!?)]"  # French sets a space before its closing mark: « On reste », dit-elle
_ENDING = ".,;:!?…—–-)]*"
_ELIDED = re.compile(
    r"(?:\d\ds?|n|em|im|er|til|till|tis|twas|twere|twill|cause|cos|cuz|bout|round|neath|ere|un|uns|s|t|ad|ave|ow|ome|ouse)\b",
    re.I,
)
_CONTRACTED = re.compile(r"(?:s|t|d|m|re|ve|ll)(?!\w)")  # the country"s bridges
_FEET = re.compile(r"\d['’′] ?\d{1,2}½?\Z")  # and inches: 6'4"
_FEET_LENGTH = 6  # characters
# <post author="Ana Ruiz">: marks of an attribute, whose closing one may stand in a later block, or of a lost tag's end
_ATTRIBUTE = re.compile(r"(?<=[A-Za-z]=)[\"“”](?:[^\"“”<>\n]*[\"“”])?|[\"“”](?=/?>)")
_CLOSED_BY_LOW_FORM = {"de", "cs", "sk", "sl", "bg", "ru", "uk", "lt", "et", "is", "hr"}
_ANGLES_INWARD = {"de", "da", "hr", "sl"}
_SAME_BOTH_SIDES = {"sv", "fi"}


@dataclass(slots=True)
class Mark:
    """One quotation mark or apostrophe: half-open offsets, family, and which of the two jobs it may do."""

    start: int
    end: int
    sign: str
    family: str
    opens: bool = False
    closes: bool = False
    firm: bool = False  # the words before it end in punctuation: a closing mark, hardly an apostrophe
    capital: bool = False  # a capital follows: hardly an elision ('tis, 'em)
    hangs: bool = False  # a single mark whose quotation a later block closes
    plural: bool = False  # closes only if no better mark follows: "the drivers' wages"


def marks_in(text: str, start: int, end: int, language: str) -> list[Mark]:
    """All marks of text[start:end] that may open or close a quotation; apostrophes inside words are left out.

    Parameters
    ----------
    text : str
        The article's text.
    start, end : int
        Half-open offsets of the block.
    language : str
        BCP 47, lower case.
    """
    found = [_mark(text, match) for match in _MARK.finditer(text, start, end)]
    found = _without_inches(text, _without_attributes(text, found, start, end), start)
    lefts = _characters_before(text, found, start)
    rights = _characters_after(text, found, end)
    kept = []
    for mark, left, right in zip(found, lefts, rights, strict=True):
        if _inside_word(text, mark, start, end) and (mark.family == "single" or _CONTRACTED.match(text, mark.end)):
            continue
        _judge(mark, left, right, language)
        if mark.family == "single":
            _judge_apostrophe(text, mark, start, end)
        kept.append(mark)
    _turn_first(kept, start)
    return kept


def _without_attributes(text: str, marks: list[Mark], start: int, end: int) -> list[Mark]:
    """Without the marks that belong to what is left of markup."""
    values = {at for match in _ATTRIBUTE.finditer(text, start, end) for at in (match.start(), match.end() - 1)}
    return [mark for mark in marks if mark.start not in values] if values else marks


def _without_inches(text: str, marks: list[Mark], start: int) -> list[Mark]:
    """Without double marks that stand for inches: “He is 5’2”. I saw him.” The last one closes what is left open."""
    double = [mark for mark in marks if mark.family == "double"]
    inches = {mark.start for mark in double if _FEET.search(text, max(start, mark.start - _FEET_LENGTH), mark.start)}
    if inches and double[-1].start in inches and (len(double) - len(inches)) % 2:
        inches.remove(double[-1].start)
    return [mark for mark in marks if mark.start not in inches] if inches else marks


def _turn_first(marks: list[Mark], start: int) -> None:
    """A closing mark that begins a block opens a quotation, if the next of its kind closes one: ”… left,” he said."""
    if not marks or marks[0].start > start or marks[0].opens:
        return
    following = next((mark for mark in marks[1:] if mark.family == marks[0].family), None)
    if following is not None and following.closes and not following.opens:
        marks[0].opens, marks[0].closes = True, False


def _mark(text: str, match: re.Match[str]) -> Mark:
    sign = "”" if match.group() == "â€" else _MOJIBAKE.get(match.group(), match.group())
    return Mark(match.start(), match.end(), sign, _FAMILY[sign])


def _characters_before(text: str, found: list[Mark], start: int) -> list[str]:
    """For each mark the visible character before it, looking through marks that touch it."""
    result: list[str] = []
    for index, mark in enumerate(found):
        at = _skip_invisible_back(text, mark.start, start)
        if index and found[index - 1].end == at:
            result.append(result[-1])
        else:
            result.append(text[at - 1] if at > start else " ")
    return result


def _characters_after(text: str, found: list[Mark], end: int) -> list[str]:
    result: list[str] = []
    for index in range(len(found) - 1, -1, -1):
        at = found[index].end
        while at < end and text[at] in _INVISIBLE:
            at += 1
        if index + 1 < len(found) and found[index + 1].start == at:
            result.append(result[-1])
        else:
            result.append(text[at] if at < end else " ")
    return result[::-1]


def _skip_invisible_back(text: str, at: int, start: int) -> int:
    while at > start and text[at - 1] in _INVISIBLE:
        at -= 1
    return at


def _inside_word(text: str, mark: Mark, start: int, end: int) -> bool:
    return start < mark.start and mark.end < end and text[mark.start - 1].isalnum() and text[mark.end].isalnum()


def _judge(mark: Mark, left: str, right: str, language: str) -> None:
    code = language.split("-")[0]
    opens = left in _OPENS_AFTER and right not in _SPACES
    closes = left not in _SPACES and right in _CLOSES_BEFORE
    mark.firm = left in _ENDING
    leaning = _leaning(mark.sign, code)
    if leaning == "open" and not (closes and not opens):
        opens, closes = True, False
    elif leaning == "close" and (closes or not opens or right in _AFTER_CLOSING):
        opens, closes = False, True
    elif opens and closes and right in _AFTER_CLOSING:
        opens = False
    elif not opens and not closes:
        opens = closes = True
    mark.opens, mark.closes = opens, closes


def _leaning(sign: str, code: str) -> str:
    if sign in "„‚〝" or sign == "``":
        return "open"
    if sign in "“‘" and code in _CLOSED_BY_LOW_FORM:
        return ""
    if sign in "”’" and code in _SAME_BOTH_SIDES:
        return ""
    if sign in "«»‹›":
        inward = code in _ANGLES_INWARD
        return "" if inward or code in _SAME_BOTH_SIDES else ("open" if sign in "«‹" else "close")
    return {"“": "open", "‘": "open", "‟": "open", "”": "close", "’": "close", "〞": "close"}.get(sign, "")


def _judge_apostrophe(text: str, mark: Mark, start: int, end: int) -> None:
    """Elisions ('90s, rock 'n' roll) never open; a mark after a plural s may be a possessive."""
    elided = _ELIDED.match(text, mark.end, min(end, mark.end + 8))
    if mark.opens and elided and (mark.sign != "‘" or elided.group()[0].isdigit()):
        mark.opens = False
        mark.closes = mark.closes and text[mark.start - 1 : mark.start] not in _SPACES
    mark.capital = mark.opens and not elided and text[mark.end : mark.end + 1].isupper()
    before = text[mark.start - 1 : mark.start] if mark.start > start else ""
    if mark.closes and not mark.firm:
        follows = text[mark.end : mark.end + 2]
        mark.plural = before in "szSZxn" and len(follows) == 2 and follows[0] == " " and follows[1].isalnum()
        if before == "n" and text[mark.start - 2 : mark.start - 1] in "'’‘":
            mark.closes = False
