"""What stands between a text and espeak: characters that must not reach it, and words found again in its events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from narrate.engines.espeak import Mark
from narrate.model import WordTime

# A curly-quoted word gets an event of length 0; one character for one, so that positions stay.
_CHARACTERS = {ord(mark): '"' for mark in "“”„‟«»"}
# Control characters are commands to espeak ("\x0150P" sets the pitch), NUL ends the text, a lone surrogate is no text.
_CHARACTERS |= dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), " ")

_WORD = re.compile(r"[$£€]?\w+(?:[.,:/&@'’‑-]\w+)*")


@dataclass(frozen=True)
class Prepared:
    """A text as espeak gets it, character for character as long as the text given."""

    text: str


def prepared(text: str) -> Prepared:
    return Prepared(text.translate(_CHARACTERS))


def word_times(text: str, marks: Iterable[Mark], frames: int) -> tuple[WordTime, ...]:
    """The words of `text` with the time of their first event; several events may fall in one word ("42,000")."""
    times = sorted(marks, key=lambda mark: mark.frame)
    starts: dict[tuple[int, int], int] = {}
    words = [match.span() for match in _WORD.finditer(text)]
    index = 0
    for mark in times:
        if not mark.is_word:
            continue
        while index < len(words) and words[index][1] <= mark.position:
            index += 1
        if index < len(words):
            starts.setdefault(words[index], mark.frame)
    boundaries = sorted({mark.frame for mark in times} | {frames})
    return tuple(_timed(starts, boundaries))


def _timed(starts: dict[tuple[int, int], int], boundaries: list[int]) -> Iterable[WordTime]:
    spans = list(starts.items())
    for index, ((start, end), frame) in enumerate(spans):
        until = spans[index + 1][1] if index + 1 < len(spans) else boundaries[-1]
        yield WordTime(start, end, frame, until)
