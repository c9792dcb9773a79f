"""Layers to samples: level, fades, loops, and how music makes way for speech."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrate.sound.clips import Reel
from narrate.sound.layers import ATTACK_MS, HOLD_MS, RELEASE_MS, Layer

Floats = NDArray[np.float64]


def rise(share: Floats) -> Floats:
    """Half a raised cosine from 0 at 0 to 1 at 1, and flat beyond."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0)))


def speech_presence(at: NDArray[np.int64], spoken: Sequence[tuple[int, int]], rate_hz: int) -> Floats:
    """How far down music is at each of the ascending frames `at`: 1 while somebody speaks, 0 far from it."""
    presence = np.zeros(len(at))
    attack, hold, release = (milliseconds * rate_hz // 1000 for milliseconds in (ATTACK_MS, HOLD_MS, RELEASE_MS))
    for start, stop in spoken:
        first, low, high, last = np.searchsorted(at, (start - attack, start, stop + hold, stop + hold + release))
        coming, going = (
            rise((at[first:low] - start + attack) / attack),
            rise((stop + hold + release - at[high:last]) / release),
        )
        presence[first:low] = np.maximum(presence[first:low], coming)
        presence[low:high] = 1.0
        presence[high:last] = np.maximum(presence[high:last], going)
    return presence


def envelope(layer: Layer, at: NDArray[np.int64], spoken: Sequence[tuple[int, int]], rate_hz: int) -> Floats:
    """The gain of a layer at each of the ascending frames `at`, its level aside."""
    since = np.asarray(at - layer.start + 0.5, dtype=np.float64)
    gain = _ducked(layer, at, spoken, rate_hz) if layer.duck_tenths else np.ones(len(at))
    coming = int(np.searchsorted(since, layer.fade_in))
    gain[:coming] *= rise(since[:coming] / max(layer.fade_in, 0.5))
    going = int(np.searchsorted(since, layer.frames - layer.fade_out))
    gain[going:] *= rise((layer.frames - since[going:]) / max(layer.fade_out, 0.5))
    return gain


def _ducked(layer: Layer, at: NDArray[np.int64], spoken: Sequence[tuple[int, int]], rate_hz: int) -> Floats:
    presence = speech_presence(at, spoken, rate_hz)
    gain = np.where(presence > 0.0, 10 ** (-layer.duck_tenths / 200), 1.0)
    between = (presence > 0.0) & (presence < 1.0)  # a small part: most of a recording is speech
    gain[between] = 10 ** (-layer.duck_tenths / 200 * presence[between])
    return gain


def sound_of(
    layer: Layer, reel: Reel, start: int, stop: int, spoken: Sequence[tuple[int, int]], rate_hz: int
) -> Floats:
    """A layer from frame `start` to `stop`, in units of 16 bit, of shape (frames, channels)."""
    at = np.arange(start, stop, dtype=np.int64)
    samples = _looped(layer, reel, start - layer.start, stop - layer.start)
    gain = envelope(layer, at, spoken, rate_hz) * 10 ** (layer.gain_tenths / 200)
    return np.asarray(samples * gain[:, None])


def _looped(layer: Layer, reel: Reel, start: int, stop: int) -> Floats:
    if not layer.period:
        return reel.samples(start, stop)
    parts = []
    while start < stop:
        turn, offset = divmod(start, layer.period)
        end = min(stop, (turn + 1) * layer.period)
        part = reel.samples(offset, offset + end - start)
        if turn > 0 and offset < layer.crossfade:
            # The end of the last turn sounds on while the next one begins; equal power, as the two are unrelated.
            blend = min(layer.crossfade, offset + end - start) - offset
            share = (np.arange(offset, offset + blend)[:, None] + 0.5) / layer.crossfade * np.pi / 2
            before = reel.samples(layer.period + offset, layer.period + offset + blend)
            part[:blend] = part[:blend] * np.sin(share) + before * np.cos(share)
        parts.append(part)
        start = end
    return np.concatenate(parts)
