"""True peak and a look-ahead limiter, both sparse: they look only where samples come near the ceiling.

Speech at the podcast level peaks some decibels under it, so that most takes pass untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_OVERSAMPLING = 4  # BS.1770-4, annex 2
_HALF_TAPS = 12
_NEAR = 0.87  # speech peaks by less than 1.2 dB between its samples: its peaks are vowels, far under half the rate
_HIGHEST = 24  # crests looked at to find the highest peak of a block
_LOOK_AHEAD_SECONDS = 0.006  # and as long after the peak: short against a syllable, long against a pitch period

Floats = NDArray[np.float64]


@lru_cache(maxsize=1)
def _between() -> Floats:
    """Interpolation filters (taps, phases) for the three points between two samples."""
    phases = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    distance = np.arange(1 - _HALF_TAPS, _HALF_TAPS + 1)[:, None] - phases[None, :]
    taps = np.sinc(distance) * np.cos(np.pi * distance / (2 * _HALF_TAPS)) ** 2
    taps = np.rint(taps / taps.sum(axis=0) * 2.0**22) / 2.0**22
    return np.asarray(taps)


def _crests(magnitude: Floats, level: float) -> NDArray[np.intp]:
    """Samples at or over `level` that no neighbour exceeds: a true peak lies within one sample of such a crest."""
    at = np.flatnonzero(magnitude >= level)
    before, after = magnitude[np.maximum(at - 1, 0)], magnitude[np.minimum(at + 1, len(magnitude) - 1)]
    return at[(magnitude[at] >= before) & (magnitude[at] >= after)]


def _peaks_near(samples: Floats, at: NDArray[np.intp]) -> Floats:
    """The highest magnitude within one sample of each of `at`, between samples too."""
    if not len(at):
        return np.zeros(0)
    offsets = np.arange(-_HALF_TAPS, _HALF_TAPS + 1)
    around = samples[np.clip(at[:, None] + offsets, 0, len(samples) - 1)]
    before, after = np.abs(around[:, :-1] @ _between()), np.abs(around[:, 1:] @ _between())
    return np.asarray(np.maximum(np.abs(samples[at]), np.maximum(before.max(axis=1), after.max(axis=1))))


def true_peak(samples: Floats, known: float = 0.0) -> float:
    """The highest magnitude of the signal between its samples too, in the samples' own unit, or `known` if higher."""
    top = _top(samples)
    if top <= _NEAR * known:
        return known
    magnitude = np.abs(samples)
    near = _crests(magnitude, _NEAR * top)
    if len(near) > _HIGHEST:
        near = near[np.argpartition(magnitude[near], -_HIGHEST)[-_HIGHEST:]]
    return max(known, float(_peaks_near(samples, near).max(initial=0.0)))


def _top(samples: Floats) -> float:
    return max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))


def reach_frames(rate_hz: int) -> int:
    """How far to each side a peak can change the gain, or a sample the estimate of a peak."""
    return 2 * _half_window(rate_hz) + 2 * _HALF_TAPS


def limit(samples: Floats, ceiling: float, rate_hz: int, known: float = 0.0) -> tuple[Floats, float]:
    """`samples` with every true peak at or under `ceiling`, and the highest of them, or `known` if that is higher.

    Around each peak the gain follows the least gain needed nearby, smoothed by a window just as long: it arrives
    at the peak in time and never exceeds what the peak allows. Where nothing is over the ceiling, the very same array
    comes back.
    """
    (limited,), peak = limit_together([samples], ceiling, rate_hz, known)
    return limited, peak


def limit_together(
    channels: Sequence[Floats], ceiling: float, rate_hz: int, known: float = 0.0
) -> tuple[Sequence[Floats], float]:
    """Channels of one length under `ceiling`, all with the same gain: turned down alone, one would move the image."""
    needed: Floats | None = None
    highest = known
    for samples in channels:
        if _top(samples) < _NEAR * ceiling:
            highest = true_peak(samples, highest)
            continue
        near = _crests(np.abs(samples), _NEAR * ceiling)
        peaks = _peaks_near(samples, near)
        over = peaks > ceiling
        highest = max(highest, float(np.minimum(peaks, ceiling).max(initial=0.0)))
        if over.any():
            needed = np.ones(len(samples)) if needed is None else needed
            for offset in (-1, 0, 1):  # a peak beside a sample binds its neighbours too
                np.minimum.at(needed, np.clip(near[over] + offset, 0, len(samples) - 1), ceiling / peaks[over])
    if needed is None:
        return channels, highest
    return [_apply(samples, needed, _half_window(rate_hz)) for samples in channels], highest


def _apply(samples: Floats, needed: Floats, half: int) -> Floats:
    window = np.hanning(2 * half + 3)[1:-1]
    window /= window.sum()
    limited = samples.copy()
    for start, stop in _stretches(np.flatnonzero(needed < 1.0), 2 * half, len(samples)):
        padded = np.pad(needed[start:stop], 2 * half, constant_values=1.0)
        least = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).min(axis=1)
        limited[start:stop] *= np.convolve(least, window, "valid")
    return limited


def _stretches(at: NDArray[np.intp], reach: int, length: int) -> list[tuple[int, int]]:
    """Disjoint stretches that hold every index of `at` with `reach` to both sides."""
    breaks = np.flatnonzero(np.diff(at) > 2 * reach + 1)
    starts, stops = np.concatenate((at[:1], at[breaks + 1])), np.concatenate((at[breaks], at[-1:]))
    return [
        (max(0, int(start) - reach), min(length, int(stop) + reach + 1))
        for start, stop in zip(starts, stops, strict=True)
    ]


def _half_window(rate_hz: int) -> int:
    return max(1, round(_LOOK_AHEAD_SECONDS * rate_hz))
