"""The lines of a PDF page in reading order: words put back into lines, columns found by the gutters between them."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pdfminer.layout import LTAnno, LTChar, LTPage, LTTextBox, LTTextLineHorizontal

_FEWEST_ROWS = 5  # on either side of a gutter
_CROSSING = 0.25  # of the rows of a side: headlines and wide pictures may lie across a gutter
_SIDE_BY_SIDE = 0.5  # of the lower side's height, which both sides share
_EDGE_ROWS = 2  # at the top and at the bottom, where running heads stand
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_BOLD = re.compile("bold|black|heavy|semibold", re.IGNORECASE)
_MOST_PIECES = 4000  # of a page; a full page of small print in narrow columns has 1,500
_STEP = 2.0  # points between the places looked at for a gutter


@dataclass(frozen=True)
class PageLine:
    """One line of one column. Points, from the lower left corner of the page."""

    page: int
    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    bold: bool = False
    left: float = 0.0  # of its column
    right: float = 0.0
    edge: bool = False  # among the first or last rows of its page


def lines_of(page: LTPage, number: int) -> list[PageLine]:
    """The lines of a page in reading order: column after column between the lines that span them all."""
    pieces = list(_pieces(page, number))
    gutters = _gutters(pieces)
    rows = [_merged(row) for row in _rows(piece for piece in pieces if _crosses(piece, gutters))]
    ordered: list[PageLine] = []
    rest = [piece for piece in pieces if not _crosses(piece, gutters)]
    for wide in [*sorted(rows, key=lambda row: -row.y1), None]:
        above = [piece for piece in rest if wide is None or piece.y0 >= wide.y0]
        rest = [piece for piece in rest if wide is not None and piece.y0 < wide.y0]
        ordered.extend(_columns(above, gutters))
        if wide is not None:
            ordered.append(wide)
    return _with_edges(ordered)


def _pieces(page: LTPage, number: int) -> Iterator[PageLine]:
    for box in page:
        for line in box if isinstance(box, LTTextBox) else ():
            if isinstance(line, LTTextLineHorizontal) and (text := _text(line)):
                sizes = [character.size for character in line if isinstance(character, LTChar)]
                size = round(statistics.median(sizes), 1) if sizes else 0.0
                fonts = [character.fontname for character in line if isinstance(character, LTChar)]
                bold = sum(bool(_BOLD.search(font)) for font in fonts) > len(fonts) / 2
                yield PageLine(number, text, line.x0, line.x1, line.y0, line.y1, size, bold)


def _text(line: LTTextLineHorizontal) -> str:
    """The words of a line; a space that the next letter covers is a soft hyphen, as browsers print it."""
    characters = list(line)
    letters = []
    for character, following in zip(characters, [*characters[1:], None], strict=True):
        both = isinstance(character, LTChar) and isinstance(following, LTChar)
        if both and character.get_text().isspace() and _covers(following, character):
            continue
        letters.append(character.get_text() if isinstance(character, (LTChar, LTAnno)) else "")
    text = " ".join("".join(letters).split())
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _covers(letter: Any, space: Any) -> bool:
    return bool(letter.x0 < (space.x0 + space.x1) / 2)


def _gutters(pieces: Sequence[PageLine]) -> list[float]:
    """Where columns part: nearly nothing lies across, and text stands side by side."""
    if not 2 * _FEWEST_ROWS <= len(pieces) <= _MOST_PIECES:
        return []
    start, end = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    runs: list[list[float]] = [[]]
    x = start
    while x < end:
        if _parts_columns(x, pieces):
            runs[-1].append(x)
        elif runs[-1]:
            runs.append([])
        x += _STEP
    return [(run[0] + run[-1]) / 2 for run in runs if run]


def _parts_columns(x: float, pieces: Sequence[PageLine]) -> bool:
    left = [piece for piece in pieces if piece.x1 <= x]
    right = [piece for piece in pieces if piece.x0 >= x]
    fewest = min(_count_rows(left), _count_rows(right))
    if fewest < _FEWEST_ROWS or len(pieces) - len(left) - len(right) > _CROSSING * fewest:
        return False
    low = max(min(p.y0 for p in left), min(p.y0 for p in right))
    high = min(max(p.y1 for p in left), max(p.y1 for p in right))
    heights = [max(p.y1 for p in side) - min(p.y0 for p in side) for side in (left, right)]
    return high - low >= _SIDE_BY_SIDE * min(heights)


def _count_rows(pieces: Sequence[PageLine]) -> int:
    return len({round(piece.y0) for piece in pieces})


def _crosses(piece: PageLine, gutters: Sequence[float]) -> bool:
    return any(piece.x0 < gutter < piece.x1 for gutter in gutters)


def _columns(pieces: Sequence[PageLine], gutters: Sequence[float]) -> Iterator[PageLine]:
    bounds = [float("-inf"), *gutters, float("inf")]
    for start, end in pairwise(bounds):
        column = [_merged(row) for row in _rows(p for p in pieces if start <= p.x0 < end)]
        if column:
            left, right = min(line.x0 for line in column), max(line.x1 for line in column)
            yield from (replace(line, left=left, right=right) for line in column)


def _rows(pieces: Iterable[PageLine]) -> list[list[PageLine]]:
    """Pieces that stand beside each other, from the top down."""
    rows: list[list[PageLine]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.y0 + piece.y1)):
        if rows and _overlap(rows[-1][0], piece) > 0.5:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _overlap(one: PageLine, other: PageLine) -> float:
    """The share of the lower line's height that both have in common."""
    common = min(one.y1, other.y1) - max(one.y0, other.y0)
    return common / max(0.1, min(one.y1 - one.y0, other.y1 - other.y0))


def _merged(row: Sequence[PageLine]) -> PageLine:
    row = sorted(row, key=lambda piece: piece.x0)
    longest = max(row, key=lambda piece: len(piece.text))
    x0, x1 = row[0].x0, max(piece.x1 for piece in row)
    text = " ".join(piece.text for piece in row)
    return replace(longest, text=text, x0=x0, x1=x1, left=x0, right=x1)


def _with_edges(lines: list[PageLine]) -> list[PageLine]:
    heights = sorted({round(line.y0) for line in lines})
    edges = {*heights[:_EDGE_ROWS], *heights[-_EDGE_ROWS:]}
    return [replace(line, edge=round(line.y0) in edges) for line in lines]
