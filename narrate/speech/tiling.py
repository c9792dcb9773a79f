"""Displayed text and spoken text as one sequence of spans, and what is built from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from narrate.model import Spoken, SpokenSpan


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters start to end are spoken as something else, by a named rule."""

    start: int
    end: int
    spoken: str
    rule: str


def apply_edits(text: str, edits: Iterable[Edit]) -> Spoken:
    """Spoken form of `text` under disjoint edits in order; what no edit touches stays as it is."""
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    done = spoken = 0
    for edit in edits:
        if edit.start > done:
            parts.append(text[done : edit.start])
            spans.append(SpokenSpan(done, edit.start, spoken, spoken + edit.start - done))
            spoken += edit.start - done
        parts.append(edit.spoken)
        spans.append(SpokenSpan(edit.start, edit.end, spoken, spoken + len(edit.spoken), edit.rule))
        spoken += len(edit.spoken)
        done = edit.end
    if done < len(text):
        parts.append(text[done:])
        spans.append(SpokenSpan(done, len(text), spoken, spoken + len(text) - done))
    return Spoken("".join(parts), tuple(spans))


def compose(first: Spoken, second: Spoken) -> Spoken:
    """One map from the displayed text of `first` to the spoken text of `second`, which speaks `first.text`.

    Edited spans of either that overlap are joined into one, because inside them characters no longer correspond.
    No span of `first` may be empty on its spoken side, unless its whole spoken text is.
    """
    if all(not span.rule for span in first.spans) or not second.spans:
        return Spoken(second.text, second.spans or tuple(replace(s, spoken_start=0, spoken_end=0) for s in first.spans))
    outer = _Side(tuple((s.spoken_start, s.spoken_end, s.start, s.end, s.rule) for s in first.spans))
    inner = _Side(tuple((s.start, s.end, s.spoken_start, s.spoken_end, s.rule) for s in second.spans))
    cuts = sorted(
        at
        for at in {*outer.starts, *inner.starts, outer.rows[-1][1]}
        if not outer.cuts_through(at) and not inner.cuts_through(at)
    )
    spans = []
    for low, high in pairwise(cuts):
        rule = inner.rules_in(low, high) or outer.rules_in(low, high)
        spans.append(SpokenSpan(outer.across(low), outer.across(high), inner.across(low), inner.across(high), rule))
    return Spoken(second.text, tuple(spans))


class _Side:
    """One map seen from the middle text: rows of (middle start, middle end, other start, other end, rule)."""

    def __init__(self, rows: tuple[tuple[int, int, int, int, str], ...]) -> None:
        self.rows = rows
        self.starts = [row[0] for row in rows]

    def across(self, at: int) -> int:
        """The other text's place for a place of the middle text that is not inside an edited row."""
        start, _, other_start, other_end, rule = self._row(at)
        if at == start:
            return other_start
        return other_end if rule else other_start + at - start

    def cuts_through(self, at: int) -> bool:
        start, end, _, _, rule = self._row(at)
        return bool(rule) and start < at < end

    def rules_in(self, low: int, high: int) -> str:
        """The first rule between two cuts."""
        first, last = bisect_right(self.starts, low) - 1, bisect_left(self.starts, high)
        return next((row[4] for row in self.rows[first:last] if row[4]), "")

    def _row(self, at: int) -> tuple[int, int, int, int, str]:
        return self.rows[bisect_right(self.starts, at) - 1]


def displayed_span(spoken: Spoken, start: int, end: int) -> tuple[int, int]:
    """Displayed characters that the spoken characters start to end stand for.

    Inside a stretch that was changed the whole stretch is given.
    """
    touched = [s for s in spoken.spans if s.spoken_start < end and s.spoken_end > start]
    if not touched:
        at = next(
            (s.start for s in spoken.spans if s.spoken_start >= start), spoken.spans[-1].end if spoken.spans else 0
        )
        return at, at
    first, last = touched[0], touched[-1]
    low = first.start if first.rule else first.start + max(0, start - first.spoken_start)
    high = last.end if last.rule else last.end - max(0, last.spoken_end - end)
    return low, high


class Parts:
    """Pieces of one spoken line, by displayed characters."""

    def __init__(self, spoken: Spoken) -> None:
        self._spoken = spoken
        self._starts = [s.start for s in spoken.spans]

    def inside_edit(self, at: int) -> bool:
        """Whether a place lies within a changed stretch, where no cut can be made."""
        place = bisect_right(self._starts, at) - 1
        span = self._spoken.spans[place] if place >= 0 else None
        return span is not None and bool(span.rule) and span.start < at < span.end

    def text(self, start: int, end: int) -> str:
        """Spoken characters for displayed characters start to end."""
        return self._spoken.text[self._across(start) : self._across(end)]

    def length(self, start: int, end: int) -> int:
        """How many spoken characters stand for displayed characters start to end."""
        return self._across(end) - self._across(start)

    def part(self, start: int, end: int) -> Spoken:
        """The piece for displayed characters start to end, its spans counted from `start`."""
        if end <= start:
            return Spoken("", ())
        first, last = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)
        base = self._across(start)
        cut = (_clipped(s, start, end) for s in self._spoken.spans[max(first, 0) : last])
        spans = tuple(
            SpokenSpan(s.start - start, s.end - start, s.spoken_start - base, s.spoken_end - base, s.rule) for s in cut
        )
        return Spoken(self.text(start, end), spans)

    def _across(self, at: int) -> int:
        place = bisect_right(self._starts, at) - 1
        if place < 0:
            return 0
        span = self._spoken.spans[place]
        if at >= span.end:
            return span.spoken_end
        return span.spoken_start + (0 if span.rule else at - span.start)


def _clipped(span: SpokenSpan, start: int, end: int) -> SpokenSpan:
    if span.rule or (span.start >= start and span.end <= end):
        return span
    low, high = max(span.start, start), min(span.end, end)
    move = span.spoken_start - span.start
    return SpokenSpan(low, high, low + move, high + move)
