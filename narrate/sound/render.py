"""Pieces of the score to samples: takes and layers, levelled, faded, summed and limited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.model import SoundSettings
from narrate.sound.blend import rise, sound_of
from narrate.sound.cache import Store
from narrate.sound.clips import Reel
from narrate.sound.limiter import limit_together, reach_frames
from narrate.sound.resample import ratio_of, resample
from narrate.sound.score import Piece, Placed

LAME_SCALE = 0.95  # LAME multiplies CBR input by this (lame.c, lame_init_params), in every wrapper
_CODEC_MARGIN_DB = 1.0  # how far a decoded peak may rise over the one that was encoded
_HEADROOM = 0.98  # whatever the settings allow, nothing may wrap around in 16 bits
_FADE_MS = 2  # at least, where a take is joined without a margin
_BLOCK_FRAMES = 1 << 15  # what a processor's second-level cache holds, filter windows included
_TAKES_AT_HAND = 4

Floats = NDArray[np.float64]
Channels = Sequence[Floats]


@dataclass(frozen=True)
class Block:
    """Some frames of a piece in units of 16 bit, one array or one a channel, and the true peak so far."""

    channels: Channels
    peak: float

    def pcm(self, width: int) -> bytes:
        """Interleaved s16le of `width` channels; a single one is heard from all."""
        rounded = [np.rint(channel).astype("<i2") for channel in self.channels]
        if len(rounded) == width:
            return (rounded[0] if width == 1 else np.stack(rounded, axis=1)).tobytes()
        return np.repeat(rounded[0], width).tobytes()


class Renderer:
    """Renders any stretch of a piece.

    Parameters
    ----------
    scale : what the encoder multiplies its input by; it is made good here
    """

    def __init__(self, piece: Piece, cache: Store, settings: SoundSettings, scale: float = LAME_SCALE) -> None:
        self._piece = piece
        self._settings = settings
        self._scale = scale
        self._take = lru_cache(maxsize=_TAKES_AT_HAND)(lambda key: _take(key, cache))
        self._reels = {layer.key: Reel(layer.key, cache) for layer in piece.layers}
        wide = any(placed.sound.pan for placed in piece.placed) or any(layer.channels > 1 for layer in piece.layers)
        self._width = 2 if settings.channels == 2 and wide else 1

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """All frames from `first` to `last` in order; the piece has none before 0 but those of its layers."""
        rate_hz = self._settings.sample_rate_hz
        ceiling = 32768 * min(10 ** ((self._settings.true_peak_dbtp - _CODEC_MARGIN_DB) / 20) / self._scale, _HEADROOM)
        reach = reach_frames(rate_hz)
        peak = 0.0
        for start in range(first, last, _BLOCK_FRAMES):
            stop = min(start + _BLOCK_FRAMES, last)
            dry = self._sum(start - reach, stop + reach)
            if dry is None:
                yield Block([np.zeros(stop - start)], peak)
                continue
            limited, peak = limit_together(dry, ceiling, rate_hz, peak)
            yield Block([channel[reach : reach + stop - start] for channel in limited], peak)

    def _sum(self, left: int, right: int) -> Channels | None:
        """All that sounds between two frames; None: nothing does."""
        channels: list[Floats] = []
        for placed in self._piece.placed:
            start, stop = placed.onset - placed.lead, placed.onset + placed.sound.frames + placed.tail
            low, high = max(start, left), min(stop, right)
            if low < high:
                channels = channels or [np.zeros(right - left) for _ in range(self._width)]
                voice = self._voice(placed, low - start, high - start)
                for channel, gain in zip(channels, _pan_gains(placed.sound.pan, self._width), strict=True):
                    channel[low - left : high - left] += voice * gain if gain != 1.0 else voice
        for layer in self._piece.layers:
            low, high = max(layer.start, left), min(layer.start + layer.frames, right)
            if low < high:
                channels = channels or [np.zeros(right - left) for _ in range(self._width)]
                reel, rate_hz = self._reels[layer.key], self._settings.sample_rate_hz
                sound = sound_of(layer, reel, low, high, self._piece.spoken, rate_hz)
                for index, channel in enumerate(channels):
                    channel[low - left : high - left] += sound[:, min(index, sound.shape[1] - 1)] / self._scale
        return channels or None

    def _voice(self, placed: Placed, start: int, stop: int) -> Floats:
        """A stretch of a take with its margins, levelled and faded."""
        samples, in_hz, lead = self._take(placed.sound.key)
        rate_hz = self._settings.sample_rate_hz
        first = round(lead * ratio_of(in_hz, rate_hz)) - placed.lead
        length = placed.lead + placed.sound.frames + placed.tail
        block = resample(samples, in_hz, rate_hz, first + start, first + stop)
        block *= 10 ** (placed.sound.gain_tenths / 200) / self._scale
        fade_in, fade_out = _fades(placed.lead, placed.tail, length, rate_hz)
        _fade(block, start, length, fade_in, fade_out)
        return block


def _take(key: str, cache: Store) -> tuple[NDArray[np.int16], int, int]:
    head: dict[str, Any]
    head, body = cache.read("takes", key)
    return np.frombuffer(body, "<i2"), head["rate"], head["lead"]


def _pan_gains(pan: int, width: int) -> tuple[float, ...]:
    """Gains of left and right, of constant power: a voice is as loud at the side as in the middle."""
    if width == 1:
        return (1.0,)
    angle = (pan + 100) / 200 * np.pi / 2
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))


@lru_cache(maxsize=16)
def _rise(frames: int) -> Floats:
    return rise((np.arange(frames) + 0.5) / max(frames, 1))


def _fades(lead: int, tail: int, length: int, rate_hz: int) -> tuple[Floats, Floats]:
    shortest = min(rate_hz * _FADE_MS // 1000, length // 2)
    return _rise(max(lead, shortest)), _rise(max(tail, shortest))[::-1]


def _fade(block: Floats, left: int, length: int, fade_in: Floats, fade_out: Floats) -> None:
    """Fade in place the part of the sound's edges that lies in a block which starts at `left`."""
    if left < len(fade_in):
        part = fade_in[left : left + len(block)]
        block[: len(part)] *= part
    falls = length - len(fade_out) - left
    if falls < len(block):
        block[max(falls, 0) :] *= fade_out[max(-falls, 0) :][: len(block) - max(falls, 0)]
