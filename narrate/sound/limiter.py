"""True peak and a look-ahead limiter, both sparse: they look only where samples come near the ceiling.

Speech at the podcast level peaks some decibels under it, so that most takes pass untouched.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_OVERSAMPLING = 4  # BS.1770-4, annex 2
_HALF_TAPS = 12
_NEAR = 0.7  # an inter-sample peak exceeds its samples by at most 3 dB for what stays under a quarter of the rate
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


def _peaks_near(samples: Floats, at: NDArray[np.intp]) -> Floats:
    """The highest magnitude between each sample of `at` and its next, both included."""
    padded = np.pad(samples, _HALF_TAPS)
    windows = padded[at[:, None] + np.arange(1, 2 * _HALF_TAPS + 1)[None, :]]
    inside = np.abs(windows @ _between()).max(axis=1, initial=0.0)
    return np.asarray(np.maximum(inside, np.abs(windows[:, _HALF_TAPS - 1 : _HALF_TAPS + 1]).max(axis=1, initial=0.0)))


def true_peak(samples: Floats) -> float:
    """The highest magnitude of the signal between its samples too, in the samples' own unit."""
    magnitude = np.abs(samples)
    top = float(magnitude.max(initial=0.0))
    if top == 0.0:
        return 0.0
    near = np.flatnonzero(magnitude >= _NEAR * top)
    near = np.union1d(near, np.maximum(near - 1, 0))
    return max(float(_peaks_near(samples, part).max()) for part in np.array_split(near, 1 + len(near) // 65536))


def reach_frames(rate_hz: int) -> int:
    """How far to each side a peak can change the gain, or a sample the estimate of a peak."""
    return 2 * _half_window(rate_hz) + 2 * _HALF_TAPS


def limit(samples: Floats, ceiling: float, rate_hz: int) -> Floats:
    """`samples` with every true peak at or under `ceiling`; the very same array when none is over it.

    Around each peak the gain follows the least gain needed nearby, smoothed by a window just as long: it arrives
    at the peak in time and never exceeds what the peak allows.
    """
    near = np.flatnonzero(np.abs(samples) >= _NEAR * ceiling)
    if not len(near):
        return samples
    near = np.union1d(near, np.maximum(near - 1, 0))
    peaks = _peaks_near(samples, near)
    over = peaks > ceiling
    if not over.any():
        return samples
    needed = np.ones(len(samples))
    for offset in (0, 1):  # a peak between two samples binds both
        at = np.minimum(near[over] + offset, len(samples) - 1)
        np.minimum.at(needed, at, ceiling / peaks[over])
    return _apply(samples, needed, _half_window(rate_hz))


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
