"""When every line and every displayed word is heard."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from narrate.errors import SoundError
from narrate.model import Cue, Recording, Script, Spoken, TimedLine, TimedWord, Utterance

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u2013\u2014\u2026\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_EDGES = "\"'“”„‟‘’‚‛«»‹›()[]{}<>.,;:!?¡¿-‐‑`´。、，！？「」『』（）"
_WEIGHTS = {" ": 0.5, ",": 3.0, ";": 4.0, ":": 4.0, ".": 6.0, "!": 6.0, "?": 6.0, "—": 4.0, "–": 3.0, "…": 5.0}
"""Share of the time a spoken character takes where no word times exist; a letter is 1. Pauses at punctuation as in
espeak-ng at 150 words a minute: a comma lasts about three letters, a full stop about six."""


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the displayed words of `text` as half-open spans, without the punctuation at their edges.

    Han characters and kana count one by one: such text has no spaces to go by.
    """
    spans = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        start = token.start() + len(word) - len(word.lstrip(_EDGES))
        end = start + len(word.strip(_EDGES))
        if start < end:
            spans.append((start, end))
    return spans


def time_lines(script: Script, utterances: Sequence[Utterance], recording: Recording) -> tuple[TimedLine, ...]:
    """Return the lines that are heard, in the order in which they sound, with their words.

    Parameters
    ----------
    script : Script
    utterances : Sequence[Utterance]
        What was asked of the engines; `Utterance.line` counts into `script.lines`.
    recording : Recording
        Its cues count into `utterances`; frames at `recording.sample_rate_hz`.

    Returns
    -------
    tuple of TimedLine
        Times in milliseconds, ordered, not overlapping, within the recording. Words are spans of `line.text`; a word
        that nothing is said for (an emoji that is dropped, say) has no length. `estimated` marks words whose time the
        engine did not give.

    Raises
    ------
    SoundError
        An utterance without a cue: a missing sentence must never be published.
    """
    cues = {cue.utterance: cue for cue in recording.cues}
    parts: dict[int, list[tuple[Utterance, Cue]]] = {}
    for index, utterance in enumerate(utterances):
        if index not in cues:
            raise SoundError(
                f"line {utterance.line + 1} of the script is not in the recording: {utterance.spoken.text[:40]!r}",
                "build again; finished takes come from the cache",
            )
        parts.setdefault(utterance.line, []).append((utterance, cues[index]))
    timed = [_timed_line(script, line, pieces, recording) for line, pieces in parts.items()]
    return tuple(sorted(timed, key=lambda each: (each.start_ms, each.end_ms)))


def milliseconds(frames: int, sample_rate_hz: int) -> int:
    """Return frames as the nearest whole millisecond."""
    return (frames * 2000 + sample_rate_hz) // (2 * sample_rate_hz)


def _timed_line(script: Script, line: int, pieces: list[tuple[Utterance, Cue]], recording: Recording) -> TimedLine:
    rate = recording.sample_rate_hz
    shown = script.lines[line]
    words: list[TimedWord] = []
    for utterance, cue in pieces:
        inside = [span for span in word_spans(shown.text) if utterance.start <= span[0] < utterance.end]
        words += _timed_words(inside, utterance, cue, rate)
    return TimedLine(
        line=shown,
        voice=pieces[0][0].voice.name,
        start_ms=milliseconds(min(cue.start_frames for _, cue in pieces), rate),
        end_ms=milliseconds(max(cue.end_frames for _, cue in pieces), rate),
        words=tuple(words),
    )


def _timed_words(spans: list[tuple[int, int]], utterance: Utterance, cue: Cue, rate: int) -> list[TimedWord]:
    clock = _Clock.of(utterance.spoken, cue)
    offset = utterance.start
    claims = [_spoken_range(utterance.spoken, start - offset, end - offset) for start, end in spans]
    timed: list[TimedWord] = []
    earliest, claimed = cue.start_frames, 0.0
    for (start, end), (first, last, shared) in zip(spans, claims, strict=True):
        begins, ends, known = clock.heard(first, last, claimed)
        begins = min(max(begins, earliest), cue.end_frames)
        ends = min(max(ends, begins), cue.end_frames)
        earliest, claimed = ends, max(claimed, last)
        estimated = last > first and (shared or not known)
        timed.append(TimedWord(start, end, milliseconds(begins, rate), milliseconds(ends, rate), estimated))
    return timed


def _spoken_range(spoken: Spoken, start: int, end: int) -> tuple[float, float, bool]:
    """Return where displayed characters stand in the spoken text, and whether they share a rewritten span.

    A span that a rule rewrote as a whole ("$42 million") is divided among its words by their characters.
    """
    first, last, shared = float("inf"), float("-inf"), False
    for span in spoken.spans:
        low, high = max(start, span.start), min(end, span.end)
        if low >= high or span.spoken_start == span.spoken_end:
            continue
        if span.rule and (low, high) != (span.start, span.end):
            shared = True
        scale = (span.spoken_end - span.spoken_start) / (span.end - span.start)
        first = min(first, span.spoken_start + (low - span.start) * scale)
        last = max(last, span.spoken_start + (high - span.start) * scale)
    return (first, last, shared) if first < last else (-1.0, -1.0, False)


@dataclass(frozen=True)
class _Clock:
    """Spoken characters to frames, straight lines between the points that are known."""

    weights: tuple[float, ...]  # running sum over the spoken text, one more than its characters
    known: tuple[tuple[float, int], ...]  # weight, frames: ascending
    cue: Cue

    @classmethod
    def of(cls, spoken: Spoken, cue: Cue) -> _Clock:
        weights = (0.0, *accumulate(_WEIGHTS.get(character, 1.0) for character in spoken.text))
        points = [(0.0, cue.start_frames)]
        marks = [
            (at, frames)
            for word in cue.words
            for at, frames in ((word.start, word.start_frames), (word.end, word.end_frames))
            if 0 <= at < len(weights)
        ]
        for at, frames in [*marks, (len(spoken.text), cue.end_frames)]:
            if weights[at] >= points[-1][0] and points[-1][1] <= frames <= cue.end_frames:
                points.append((weights[at], frames))
        return cls(weights, tuple(points), cue)

    def heard(self, first: float, last: float, claimed: float) -> tuple[int, int, bool]:
        """Return first frame, end frame, and whether the engine told them.

        An engine's word may begin with a quotation mark that the displayed word leaves out, so it may start before
        `first`, but not before `claimed`, where the word before ends: such an event covers both words.
        """
        if first < 0:
            return 0, 0, True
        told = [
            word for word in self.cue.words if claimed <= word.start < last and max(word.end, word.start + 1) > first
        ]
        if told:
            return told[0].start_frames, told[-1].end_frames, True
        return self.frames_at(first), self.frames_at(last), False

    def frames_at(self, position: float) -> int:
        whole = min(int(position), len(self.weights) - 1)
        beyond = min(whole + 1, len(self.weights) - 1)
        weight = self.weights[whole] + (self.weights[beyond] - self.weights[whole]) * (position - whole)
        after = min(max(bisect_right(self.known, (weight, self.cue.end_frames)), 1), len(self.known) - 1)
        (low, low_frames), (high, high_frames) = self.known[after - 1], self.known[after]
        share = (weight - low) / (high - low) if high > low else 0.0
        return round(low_frames + (high_frames - low_frames) * min(max(share, 0.0), 1.0))
