"""Marks of a block that neither open nor close a quotation, and single ones that open it for the blocks to come."""

from __future__ import annotations

from narrate.dialogue.lexicon import lexicon_of
from narrate.dialogue.marks import Mark
from narrate.dialogue.repairs import SENTENCE_END, has_tag, is_tagged

_CLAUSE = 2  # words before a pair of marks within another
_TERM = 4  # words that a pair of single marks may hold as a term: 'hungry ghosts' are
_MAX_HELD = 1200  # characters of a quotation before a title within it
_FINAL = (".", "?", "!", "…", "")


def stray_marks(
    text: str, marks: list[Mark], block: tuple[int, int], language: str, repeated: str, resumed: bool
) -> set[int]:
    """Offsets of marks to leave out; a single mark that opens a quotation which a later block closes is told so.

    Parameters
    ----------
    text : str
        The article's text.
    marks : list of Mark
        All marks of the block, in order.
    block : (int, int)
        Half-open offsets of the block.
    language : str
        BCP 47, lower case.
    repeated : str
        The opening mark that the next block begins with, or empty.
    resumed : bool
        Whether the block begins with the mark of a quotation which the block before left open.
    """
    start, end = block
    strays = _held_pairs(text, marks, end, language, repeated in ("“", '"'))
    strays |= _named_within(text, [mark for mark in marks if mark.family == "double"], language)
    if repeated in ("‘", "'"):
        strays |= _hang(text, marks, start, end, resumed)
    if resumed and marks[0].start == start:
        strays |= _stray_closers(text, marks, end)
    return strays


def _hang(text: str, marks: list[Mark], start: int, end: int, resumed: bool) -> set[int]:
    """Let the last single mark open a quotation that the next block goes on with: Ruiz said: 'We wait.

    The marks after it are possessives then: 'We paid the drivers' wages.
    """
    single = [mark for mark in marks if mark.family == "single"]
    first = next((at for at in range(len(single) - 1, -1, -1) if single[at].opens and single[at].capital), None)
    if first is None or text[end - 1] not in _FINAL:
        return set()
    opener, after = single[first], single[first + 1 :]
    before = text[start : opener.start].rstrip()[-1:]
    resumes = before == "." and any(mark.closes and mark.firm for mark in single[:first])  # 'We wait,' he said. 'It is
    if (before not in ("", ",", ":") and not resumes) or not all(mark.plural for mark in after):
        return set()
    if after and not (resumed and opener.start == start) and len(text[opener.end : after[0].start].split()) <= _TERM:
        return set()
    opener.hangs = True
    return {mark.start for mark in after}


def _stray_closers(text: str, marks: list[Mark], end: int) -> set[int]:
    """Closing marks after a word where the sentence goes on, in a block that the quotation's own mark ends.

    “Though some said No” we stayed. We stay.”
    """
    same = [mark for mark in marks[1:] if mark.family == marks[0].family]
    if not same or same[-1].end != end or not same[-1].firm or any(mark.opens for mark in same):
        return set()
    return {mark.start for mark in same[:-1] if not mark.firm and text[mark.end + 1 : mark.end + 2].islower()}


def _held_pairs(text: str, marks: list[Mark], end: int, language: str, goes_on: bool) -> set[int]:
    """Offsets of pairs that stand within a quotation of their own family that the block never closes.

    “They use the words “late” and “never” a lot.
    A pair after a tag, or one that a tag follows, is no part of it: “They are late, she said. “Never,” he said.
    """
    pairs = [mark for mark in marks if mark.family == "double"]
    first = next((at for at in range(0, len(pairs) - 1, 2) if pairs[at].opens and pairs[at + 1].opens), len(pairs))
    outer, inner = pairs[first : first + 1], pairs[first + 1 :]
    if not outer or not inner or len(inner) % 2:
        return set()
    return set() if _is_narrated(text, outer[0], inner, end, language, goes_on) else {mark.start for mark in inner}


def _named_within(text: str, marks: list[Mark], language: str) -> set[int]:
    """Opening marks of a title within a quotation whose mark alone closes both: “He wrote a book called “Low Tide.”"""
    lexicon = lexicon_of(language)
    strays: set[int] = set()
    outer: Mark | None = None
    for at, mark in enumerate(marks):
        if not mark.opens or mark.closes:
            outer = None
        elif outer is None or mark.start - outer.end > _MAX_HELD:
            outer = mark
        else:
            before = text[outer.end : mark.start]
            named = before[-1:] == " " and before.strip().rpartition(" ")[2].lower() in lexicon.naming
            alone = len(marks) == at + 2 or (len(marks) > at + 2 and marks[at + 2].opens)
            if named and alone and not has_tag(text, outer.end, mark.start, lexicon):
                strays.add(mark.start)
    return strays


def _is_narrated(text: str, outer: Mark, inner: list[Mark], end: int, language: str, goes_on: bool) -> bool:
    """Whether the narrator speaks between the unclosed mark and the pairs after it."""
    lexicon = lexicon_of(language)
    if any(mark.closes for mark in [outer, *inner[::2]]) or any(mark.opens for mark in inner[1::2]):
        return True
    before = text[outer.end : inner[0].start].rstrip()
    if has_tag(text, outer.end, inner[0].start, lexicon) or before[-1:] in _FINAL or len(before.split()) < _CLAUSE:
        return True
    if before.endswith(",") and before.rstrip(" ,").rpartition(" ")[2] not in lexicon.strong_verbs:
        return True
    if not goes_on and (SENTENCE_END.search(before) or not text[inner[-1].end : end].strip(".,;:!? ")):
        return True
    return any(is_tagged(text, mark.start, mark.end, lexicon) for mark in inner[1::2])
