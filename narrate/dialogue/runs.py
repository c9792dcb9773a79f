"""Marks to runs: which marks belong together, what is nested, what stays open at the end of a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.marks import Mark, marks_in
from narrate.dialogue.repairs import lost_start
from narrate.dialogue.strays import stray_marks

_MAX_DEPTH = 6
_SIGNATURE = 16  # words in a line that names the speaker
_BARE_NAME = 5  # words in a line that is a name and nothing else
MAX_BETWEEN = 6  # captions between two paragraphs of a quotation
_MAX_SILENT_BLOCKS = 2  # paragraphs without any mark inside a quotation whose opening mark is not repeated


@dataclass(slots=True)
class Run:
    """Words between a pair of marks, marks included, within one block."""

    block: int  # index into the kept blocks
    start: int
    end: int
    closed: bool = True
    opened: bool = True
    family: str = "double"  # double | single | angle | angle1 | dash | label | block
    continues: int | None = None  # index of the run in an earlier block that this one goes on from
    name: tuple[int, int] | None = None  # a label's words, for the family "label"


@dataclass(slots=True)
class _Open:
    mark: Mark
    depth: int


def runs_in(
    text: str, block: int, start: int, end: int, language: str, repeated: str = "", resumed: bool = False
) -> tuple[list[Run], list[Mark]]:
    """The outermost runs of one block, and closing marks that nothing opened, in order.

    `repeated` is the opening mark that the next block begins with, or empty; `resumed` tells that this one begins with
    the mark of a quotation which the block before left open.
    """
    marks = marks_in(text, start, end, language)
    strays = stray_marks(text, marks, (start, end), language, repeated, resumed)
    if strays:
        marks = [mark for mark in marks if mark.start not in strays]
    ahead = _marks_ahead(marks)
    stack: list[_Open] = []
    runs: list[Run] = []
    orphans: list[Mark] = []
    for index, mark in enumerate(marks):
        _take(mark, index, marks, ahead, stack, runs, orphans, block, start)
    if stack:
        runs.append(Run(block, stack[0].mark.start, end, closed=False, family=stack[0].mark.family))
    return runs, orphans


def _take(
    mark: Mark,
    index: int,
    marks: list[Mark],
    ahead: list[tuple[int, int]],
    stack: list[_Open],
    runs: list[Run],
    orphans: list[Mark],
    block: int,
    block_start: int,
) -> None:
    at = _open_at(stack, mark.family)
    if at is not None and mark.closes and not _apostrophe(mark, index, marks, ahead):
        if at == 0:
            runs.append(Run(block, stack[0].mark.start, mark.end, family=stack[0].mark.family))
        del stack[at:]
    elif mark.opens and _may_open(mark, index, marks, ahead, stack, block_start):
        if at == 0 and not _nests(index, marks, stack[0].mark):
            closer = _wrong_closer(marks, stack[0].mark, index)
            end = mark.start if closer is None else closer.end
            runs.append(Run(block, stack[0].mark.start, end, closed=closer is not None, family=mark.family))
            stack.clear()
        if len(stack) < _MAX_DEPTH:
            stack.append(_Open(mark, len(stack)))
    elif mark.closes and at is None and mark.family != "single":
        if not stack:
            orphans.append(mark)
        elif _closes_single(mark, index, marks, ahead, stack):
            runs.append(Run(block, stack[0].mark.start, mark.end, family=mark.family))
            stack.clear()


def _wrong_closer(marks: list[Mark], outer: Mark, index: int) -> Mark | None:
    """The single mark after a full stop that closes `outer` by mistake, before the opening mark at `index`.

    “Let it rain.’ Ruiz, the star of “Low Tide”, laughed.
    """
    inner = 0
    for mark in marks[bisect_right(marks, outer.start, key=lambda mark: mark.start) : index]:
        if mark.family != "single":
            continue
        if mark.closes and mark.firm and not inner:
            return mark
        inner += 1 if mark.opens else -(mark.closes and inner > 0)
    return None


def _closes_single(mark: Mark, index: int, marks: list[Mark], ahead: list[tuple[int, int]], stack: list[_Open]) -> bool:
    """Whether a double mark closes what a single one opened by mistake: ‘It rained all day,” said Ruiz."""
    close, open_ = ahead[index]
    alone = len(stack) == 1 and stack[0].mark.sign == "‘"
    return alone and mark.firm and (close == len(marks) or open_ < close)


def _open_at(stack: list[_Open], family: str) -> int | None:
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].mark.family == family:
            return depth
    return None


def _marks_ahead(marks: list[Mark]) -> list[tuple[int, int]]:
    """For each mark, the index of the next single mark that closes and of the next that opens (or the length)."""
    close = open_ = len(marks)
    found: list[tuple[int, int]] = []
    for index in range(len(marks) - 1, -1, -1):
        found.append((close, open_))
        mark = marks[index]
        if mark.family == "single":
            close = index if mark.closes else close
            open_ = index if mark.opens and not mark.closes else open_
    return found[::-1]


def _apostrophe(mark: Mark, index: int, marks: list[Mark], ahead: list[tuple[int, int]]) -> bool:
    """A plural possessive, if a better closing mark follows before the next opening one."""
    if not mark.plural:
        return False
    close, open_ = ahead[index]
    return close < open_ and close < len(marks)


def _may_open(
    mark: Mark, index: int, marks: list[Mark], ahead: list[tuple[int, int]], stack: list[_Open], block_start: int
) -> bool:
    if mark.family != "single":
        return True
    if _open_at(stack, "single") is not None:
        return False
    close, _ = ahead[index]
    return close < len(marks) or mark.hangs or (mark.sign == "‘" and (mark.start == block_start or mark.capital))


def _nests(index: int, marks: list[Mark], outer: Mark) -> bool:
    """Whether the opening mark at `index` stands inside a run of its own family: two closing marks must follow.

    After a straight mark a curly pair is enough: "We watched “Low Tide” all night.
    """
    family = marks[index].family
    following = [mark for mark in marks[index + 1 : index + 12] if mark.family == family][:2]
    if outer.sign == '"' and marks[index].sign == "“" and following and following[0].sign == "”":
        return True
    return len(following) == 2 and all(mark.closes for mark in following)


def link_blocks(
    text: str, runs: list[Run], orphans: list[Mark], starts: list[tuple[int, int]], lexicon: Lexicon
) -> list[Run]:
    """Link quotations that go on over several blocks, and add the pieces whose opening mark is not repeated.

    Parameters
    ----------
    text : str
        The article's text.
    runs : list of Run
        All runs of the article, in order.
    orphans : list of Mark
        Closing marks without an opening one, in order.
    starts : list of (int, int)
        Offsets of every kept block.
    lexicon : Lexicon
    """
    runs = runs + _reopened(text, runs, orphans, starts)
    unopened = _unopened(text, runs, orphans, starts, lexicon)
    runs = sorted([run for run in runs if not _lies_in(run, unopened)] + unopened, key=lambda run: run.start)
    last: dict[int, int] = {}
    first: dict[int, int] = {}
    for index, run in enumerate(runs):
        last[run.block] = index
        first.setdefault(run.block, index)
    for block, index in first.items():
        run = runs[index]
        before = last.get(_block_above(text, starts, block))
        at_start = run.start - starts[run.block][0] <= 1
        if before is None or not at_start or runs[before].family != run.family:
            continue
        if text[runs[before].start] == '"' and text[run.start] == "“":
            continue
        if not runs[before].closed or run.family == "block":
            run.continues = before
    return runs


def _block_above(text: str, starts: list[tuple[int, int]], block: int) -> int:
    """The block before, without the captions between: a line that ends in a word is no paragraph of the article."""
    above = block - 1
    while above > max(0, block - 1 - MAX_BETWEEN) and text[starts[above][1] - 1].isalnum():
        above -= 1
    return above


def _reopened(text: str, runs: list[Run], orphans: list[Mark], starts: list[tuple[int, int]]) -> list[Run]:
    """Runs for paragraphs that go on without an opening mark up to a closing mark that nothing opened."""
    if not orphans:
        return []
    unclosed = {run.block: run for run in runs if not run.closed}
    with_runs: dict[int, int] = {}
    for run in runs:
        with_runs.setdefault(run.block, run.start)
    added: list[Run] = []
    block = 0
    for mark in orphans:
        while starts[block][1] < mark.end:
            block += 1
        if with_runs.get(block, mark.end) < mark.start:
            continue
        origin = next(
            (b for b in range(block - 1, max(-1, block - 2 - _MAX_SILENT_BLOCKS), -1) if b in with_runs), None
        )
        if origin is None or origin not in unclosed or unclosed[origin].family != mark.family:
            continue
        if _is_signature(text[starts[block][0] : mark.start]) or not _ends_words(text, mark, starts[block][1]):
            continue
        for between in range(origin + 1, block):
            added.append(Run(between, *starts[between], closed=False, opened=False, family=mark.family))
        added.append(Run(block, starts[block][0], mark.end, opened=False, family=mark.family))
        with_runs[block] = starts[block][0]
    return added


def _unopened(
    text: str, runs: list[Run], orphans: list[Mark], starts: list[tuple[int, int]], lexicon: Lexicon
) -> list[Run]:
    """Runs up to a closing mark that nothing opened, where the text shows their beginning: We lost,” she said."""
    added: list[Run] = []
    if lexicon.language != "en":
        return added
    ends = sorted((run.start, run.end) for run in runs if run.family != "single")
    block = 0
    for mark in orphans:
        while starts[block][1] < mark.end:
            block += 1
        at = bisect_right(ends, (mark.start, mark.end)) - 1
        before = max(ends[at][1] if at >= 0 else 0, added[-1].end if added else 0)
        if mark.family != "double" or before >= mark.end:
            continue
        first = before <= starts[block][0]
        if first and _is_led_up_to(text, block, mark, starts):
            begun: int | None = starts[block][0]
        else:
            begun = lost_start(text, max(before, starts[block][0]), mark.start, mark.end, first, lexicon)
        if begun is not None:
            added.append(Run(block, begun, mark.end, opened=False, family=mark.family))
    return added


def _is_led_up_to(text: str, block: int, mark: Mark, starts: list[tuple[int, int]]) -> bool:
    """Whether a closing mark ends a block that the one above leads up to with a colon: She wrote: / We lost.”"""
    return block > 0 and mark.firm and mark.end == starts[block][1] and text[starts[block - 1][1] - 1] == ":"


def _ends_words(text: str, mark: Mark, end: int) -> bool:
    """Whether a sentence or a clause ends here: a stray mark after a word closes nothing."""
    return mark.firm or mark.end == end or text[mark.end] in ".,;:?!"


def _lies_in(run: Run, others: list[Run]) -> bool:
    at = bisect_right(others, run.start, key=lambda other: other.start) - 1
    return at >= 0 and run.start < others[at].end


def _is_signature(line: str) -> bool:
    """Ana Ruiz, Institute of Tides: a line within the marks that names the speaker."""
    words = line.split()
    if 2 <= len(words) <= _BARE_NAME and all(word[:1].isupper() for word in words):
        return True
    return (
        len(words) <= _SIGNATURE
        and "," in line
        and words[0][:1].isupper()
        and words[1:2] != []
        and words[1][0].isupper()
    )
