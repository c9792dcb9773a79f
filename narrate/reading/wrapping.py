"""Lines of plain text to passages: blank lines, hard wraps, double spacing, or one paragraph a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from .passages import Passage

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_TERMINAL = re.compile(r"[.!?:;…][\"'’”»“)\]]*$")
_WRAPPED_SHARE = 0.3  # of adjacent line pairs: below it, lower-case line starts are style, not wrapping
_SHORTEST, _LONGEST = 40, 110  # characters of a full line; e-mail and typescript wrap at 60 to 100
_BULLET = re.compile(r"(?:[-*•‣▪●◦–—·]|\d{1,3}[.)])\s+\S")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    gap: int  # newlines since the line before


def passages_of(text: str) -> tuple[str, list[Passage]]:
    """Cut clean text into passages; newlines inside of them become spaces, one for one.

    Returns
    -------
    text : str
        The same length as given.
    passages : list of Passage
        In order, disjoint, without white space at their edges, covering everything else.
    """
    lines = _lines(text)
    joined = _joined(lines)
    characters: list[str] | None = list(text) if any(joined) else None
    groups: list[list[_Line]] = []
    for line, joins in zip(lines, joined, strict=True):
        if not joins:
            groups.append([line])
            continue
        groups[-1].append(line)
        assert characters is not None
        _bridge(characters, groups[-1][-2], line)
    result = "".join(characters) if characters is not None else text
    return result, [Passage(g[0].start, g[-1].end, result[g[0].start : g[-1].end]) for g in groups]


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    previous = 0
    for match in _LINE.finditer(text):
        content = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        lines.append(_Line(start, start + len(content), content, text.count("\n", previous, match.start())))
        previous = match.end()
    return lines


def _bridge(characters: list[str], above: _Line, below: _Line) -> None:
    characters[above.end : below.start] = " " * (below.start - above.end)
    if above.text.endswith("-") and above.text[-2:-1].isalpha() and below.text[:1].islower():
        # "well-\nknown" stays one word: word joiners keep the offsets and are never spoken.
        characters[above.end : below.start] = "\u2060" * (below.start - above.end)
    elif above.text.endswith("\u00ad"):
        characters[above.end : below.start] = "\u2060" * (below.start - above.end)


def _joined(lines: list[_Line]) -> list[bool]:
    """For each line, whether it goes on with the sentence of the line before."""
    step = _line_step(lines)
    pairs = list(pairwise(lines))
    wrapped = [(above, below) for above, below in pairs if below.gap <= step and _looks_wrapped(above, below)]
    adjacent = sum(below.gap <= step and len(above.text) >= _SHORTEST for above, below in pairs)
    if len(wrapped) < 3 or len(wrapped) < _WRAPPED_SHARE * adjacent:
        return [False] * len(lines)
    widths = sorted(len(above.text) for above, _ in wrapped)
    width = widths[int(0.97 * (len(widths) - 1))]
    return [False, *(below.gap <= step and _goes_on(above, below, width) for above, below in pairs)]


def _line_step(lines: list[_Line]) -> int:
    """Newlines between the lines of one paragraph: 1, or 2 in a double-spaced typescript."""
    close = sum(line.gap == 1 for line in lines[1:])
    apart = [(a, b) for a, b in pairwise(lines) if b.gap == 2 and len(a.text) >= _SHORTEST]
    double = sum(_looks_wrapped(above, below) for above, below in apart)
    return 2 if double > 3 * close and double >= max(3, _WRAPPED_SHARE * len(apart)) else 1


def _looks_wrapped(above: _Line, below: _Line) -> bool:
    return _SHORTEST <= len(above.text) <= _LONGEST and not _TERMINAL.search(above.text) and below.text[:1].islower()


def _goes_on(above: _Line, below: _Line, width: int) -> bool:
    if _BULLET.match(below.text):
        return False
    if len(above.text) >= _SHORTEST // 2 and below.text[:1].islower() and not _TERMINAL.search(above.text):
        return True
    # A greedy wrapper breaks a line only where the next word would not have fitted.
    first_word = below.text.split(None, 1)[0]
    return len(above.text) + 1 + len(first_word) > width and len(above.text) <= width + 20
