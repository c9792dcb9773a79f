"""When every line and every displayed word is heard."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

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
    spans = word_spans(shown.text)
    words: list[TimedWord] = []
    for utterance, cue in pieces:
        low, high = (bisect_left(spans, at, key=lambda span: span[0]) for at in (utterance.start, utterance.end))
        inside = spans[low:high]
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
    earliest = cue.start_frames
    for (start, end), claim, heard in zip(spans, claims, _heard(claims, clock), strict=True):
        begins = min(max(heard.start, earliest), cue.end_frames)
        ends = min(max(heard.end, begins), cue.end_frames)
        earliest = ends
        estimated = not claim.silent and (claim.shared or not heard.told)
        timed.append(TimedWord(start, end, milliseconds(begins, rate), milliseconds(ends, rate), estimated))
    return timed


@dataclass(frozen=True)
class _Claim:
    """Where a displayed word stands in the spoken text; between characters where a rewritten span is shared."""

    first: float
    last: float
    shared: bool = False

    @property
    def silent(self) -> bool:
        return self.last <= self.first


@dataclass(frozen=True)
class _Heard:
    start: int  # frames
    end: int
    told: bool  # by the engine


def _heard(claims: list[_Claim], clock: _Clock) -> list[_Heard]:
    """Return when each word is heard; words that one event of the engine covers together share its time."""
    heard: list[_Heard] = []
    claimed = 0.0
    for claim in claims:
        heard.append(clock.heard(claim, claimed))
        claimed = max(claimed, claim.last)
    for first in (index for index, each in enumerate(heard) if each.told and not claims[index].silent):
        last = first
        while last + 1 < len(claims) and not claims[last + 1].silent and not heard[last + 1].told:
            last += 1
        if last > first:
            heard[first : last + 1] = _shared_out(heard[first : last + 1], claims[first : last + 1], clock)
    return heard


def _shared_out(heard: list[_Heard], claims: list[_Claim], clock: _Clock) -> list[_Heard]:
    """Divide the time of a word's event with the words after it that have none, if too little is left for them.

    espeak-ng gives one event for "on the" or "of a", as long as both words.
    """
    start, end = heard[0].start, max(each.end for each in heard)
    weights = [clock.weight_of(claim) for claim in claims]
    fair = (end - start) * sum(weights[1:]) / (sum(weights) or 1.0)
    if end - heard[0].end >= fair / 2:
        return heard
    bounds = [start + round((end - start) * part / sum(weights)) for part in accumulate(weights, initial=0.0)]
    return [_Heard(low, high, each.told) for (low, high), each in zip(pairwise(bounds), heard, strict=True)]


def _spoken_range(spoken: Spoken, start: int, end: int) -> _Claim:
    """Return where displayed characters stand in the spoken text.

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
    return _Claim(first, last, shared) if first < last else _Claim(-1.0, -1.0)


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

    def heard(self, claim: _Claim, claimed: float) -> _Heard:
        """Return when a word is heard, by the engine's events or else by its place between them.

        An engine's word may begin with a quotation mark that the displayed word leaves out, so it may start before
        the claim, but not before `claimed`, where the word before ends: such an event is that word's.
        """
        if claim.silent:
            return _Heard(0, 0, told=True)
        events = self.cue.words
        low, high = (bisect_left(events, at, key=lambda word: word.start) for at in (claimed, claim.last))
        told = [word for word in events[low:high] if max(word.end, word.start + 1) > claim.first]
        if told:
            return _Heard(told[0].start_frames, told[-1].end_frames, told=True)
        return _Heard(self.frames_at(claim.first), self.frames_at(claim.last), told=False)

    def weight_of(self, claim: _Claim) -> float:
        return self._weight(claim.last) - self._weight(claim.first)

    def frames_at(self, position: float) -> int:
        weight = self._weight(position)
        after = min(max(bisect_right(self.known, (weight, self.cue.end_frames)), 1), len(self.known) - 1)
        (low, low_frames), (high, high_frames) = self.known[after - 1], self.known[after]
        share = (weight - low) / (high - low) if high > low else 0.0
        return round(low_frames + (high_frames - low_frames) * min(max(share, 0.0), 1.0))

    def _weight(self, position: float) -> float:
        whole = min(int(position), len(self.weights) - 1)
        beyond = min(whole + 1, len(self.weights) - 1)
        return self.weights[whole] + (self.weights[beyond] - self.weights[whole]) * (position - whole)
