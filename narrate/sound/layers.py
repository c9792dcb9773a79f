"""Layers: sounds from files along the recording, mixed under or between what is spoken. Whole frames, no samples.

All that is heard of a layer at some time follows from that time alone, so that each piece of the score renders its
part by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from narrate.model import Clip

ATTACK_MS, HOLD_MS, RELEASE_MS = 350, 250, 900
"""How music makes way for speech: it is down when the first word sounds, stays for a breath, and comes back slowly."""
_TOGETHER_MS = 1000  # a pause under this does not bring the music back
_SOFT_EDGE_MS = 5  # at least, for files that start or end in the middle of a sound
_CROSSFADE_MS = 1500  # where a bed begins again, and at most a quarter of it

Role = Literal["intro", "bed", "insert", "outro"]


@dataclass(frozen=True)
class Item:
    """A sound from a file as the recording needs it."""

    role: Role
    key: str  # of the clip in the cache
    clip: Clip
    frames: int  # its whole length
    channels: int
    before: int = 0  # inserts: index of an utterance, or their number
    pause_ms: int = 0
    under: bool = False

    def milliseconds(self, rate_hz: int) -> int:
        return -(-self.frames * 1000 // rate_hz)


@dataclass(frozen=True)
class Layer:
    """An item on the timeline."""

    key: str
    channels: int
    start: int
    frames: int  # heard; a loop is heard for longer than its file lasts
    gain_tenths: int  # of a decibel
    fade_in: int
    fade_out: int
    duck_tenths: int
    period: int = 0  # frames until it begins again; 0: it is played once
    crossfade: int = 0


@dataclass(frozen=True)
class Timeline:
    """When utterances sound, in frames, and the silence that they asked for before room was made for music."""

    onsets: Sequence[int]
    ends: Sequence[int]
    frames: int
    pauses_ms: Sequence[int]
    end_pause_ms: int
    rate_hz: int

    def of(self, milliseconds: int) -> int:
        return milliseconds * self.rate_hz // 1000


def make_room(items: Sequence[Item], pauses_ms: Sequence[int], end_ms: int, rate_hz: int) -> tuple[list[int], int]:
    """The pauses before utterances and at the end, as long as what is heard in them needs."""
    pauses, last = list(pauses_ms), len(pauses_ms)
    between = dict.fromkeys((0, last), 0)
    for item in items:
        if item.role == "insert" and not item.under:
            between[item.before] = between.get(item.before, 0) + item.pause_ms + item.milliseconds(rate_hz)
    for item in items:
        length = item.milliseconds(rate_hz)
        if item.role == "intro":
            pauses[0] = max(0, length - item.clip.overlap_ms) if item.clip.overlap_ms else pauses[0] + length
        elif item.role == "outro":
            end_ms = max(end_ms, length - item.clip.overlap_ms) if item.clip.overlap_ms else end_ms + length
        elif item.under and item.before == last:
            end_ms = max(end_ms, item.pause_ms + length)
    for index, added in between.items():
        if index < last:
            pauses[index] += added
    return pauses, end_ms + between[last]


def layers_of(items: Sequence[Item], gains_tenths: Sequence[int], time: Timeline) -> tuple[Layer, ...]:
    """Where every item is heard."""
    layers = []
    for item, start, gain in zip(items, _starts(items, time), gains_tenths, strict=True):
        stop = start + item.frames
        if item.role == "bed":
            stop = time.ends[-1] + time.of(max(item.clip.fade_out_ms, HOLD_MS))
        start, stop = max(0, start), min(stop, time.frames)
        if start < stop:
            layers.append(_layer(item, start, stop - start, gain, time))
    return tuple(layers)


def _starts(items: Sequence[Item], time: Timeline) -> list[int]:
    """Start of each item: before an utterance counted back from it, after the last one on from its end."""
    count, end = len(time.onsets), time.ends[-1]
    before = {item.before: time.onsets[item.before] for item in items if item.role == "insert" and item.before < count}
    edges = {index: onset - _own_pause(index, items, time) for index, onset in before.items()}
    starts = [0] * len(items)
    for index, item in reversed(list(enumerate(items))):
        if item.role == "insert" and not item.under and item.before < count:
            starts[index] = edges[item.before] - item.frames
            edges[item.before] = starts[index] - time.of(item.pause_ms)
    for index, item in enumerate(items):
        if item.under:
            starts[index] = (time.ends[item.before - 1] if item.before else time.onsets[0]) + time.of(item.pause_ms)
        elif item.role == "insert" and item.before == count:
            starts[index] = end + time.of(item.pause_ms)
            end = starts[index] + item.frames
        elif item.role == "bed":
            starts[index] = time.onsets[0] - time.of(item.clip.fade_in_ms)
        elif item.role == "outro":  # the last of the items
            apart = -item.clip.overlap_ms if item.clip.overlap_ms else time.end_pause_ms
            starts[index] = end + time.of(apart)
    return starts


def _own_pause(index: int, items: Sequence[Item], time: Timeline) -> int:
    overlapped = any(item.role == "intro" and item.clip.overlap_ms for item in items)
    return 0 if index == 0 and overlapped else time.of(time.pauses_ms[index])


def _layer(item: Item, start: int, frames: int, gain: int, time: Timeline) -> Layer:
    clip = item.clip
    edge = time.of(_SOFT_EDGE_MS)
    fade_in, fade_out = max(edge, time.of(clip.fade_in_ms)), max(edge, time.of(clip.fade_out_ms))
    if fade_in + fade_out > frames:
        fade_in = frames * fade_in // (fade_in + fade_out)
        fade_out = frames - fade_in
    layer = Layer(item.key, item.channels, start, frames, gain, fade_in, fade_out, round(clip.duck_db * 10))
    if item.role != "bed":
        return layer
    crossfade = min(time.of(_CROSSFADE_MS), item.frames // 4)
    return replace(layer, period=item.frames - crossfade, crossfade=crossfade)


def spoken_stretches(time: Timeline) -> list[tuple[int, int]]:
    """Where somebody speaks, pauses between words and sentences included."""
    stretches: list[tuple[int, int]] = []
    for start, stop in zip(time.onsets, time.ends, strict=True):
        if start == stop:
            continue
        if stretches and start - stretches[-1][1] < time.of(_TOGETHER_MS):
            stretches[-1] = stretches[-1][0], stop
        else:
            stretches.append((start, stop))
    return stretches


def reach_ms() -> int:
    """How far speech is felt in the music around it."""
    return ATTACK_MS + HOLD_MS + RELEASE_MS


def within(layers: Sequence[Layer], first: int, stop: int, origin: int) -> Iterator[Layer]:
    """The layers that sound between `first` and `stop`, counted from `origin`.

    What a layer does outside of that is forgotten, so that a piece keeps its key when something far from it changes.
    """
    for layer in layers:
        if layer.start >= stop or layer.start + layer.frames <= first:
            continue
        turns = (first - layer.start) // layer.period - 1 if layer.period else 0
        if turns > 0 and layer.start + layer.fade_in <= first:
            gone = turns * layer.period
            layer = replace(layer, start=layer.start + gone, frames=layer.frames - gone, fade_in=0)
        if layer.start + layer.frames - layer.fade_out > stop:
            layer = replace(layer, frames=stop - layer.start, fade_out=0)
        yield replace(layer, start=layer.start - origin)
