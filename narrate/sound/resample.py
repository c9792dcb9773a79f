"""Sample-rate conversion by a polyphase filter, as one matrix product per stretch of a take.

Taps are whole multiples of 2**-22 and samples are whole numbers, so every product and every sum is exact in float64:
the result is the same on every processor, whatever order its BLAS adds in.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

_ZERO_CROSSINGS = 32  # each side, with the two below: passband to 0.86 of the lower Nyquist frequency, images -70 dB
_CUTOFF = 0.93
_KAISER_BETA = 7.0
_TAP_UNIT = 2.0**22
_STRETCH = 24  # input samples a row; larger wastes products on zeros, smaller copies more

Floats = NDArray[np.float64]


def ratio_of(in_hz: int, out_hz: int) -> Fraction:
    """Output samples per input sample; an odd rate is met within a millionth."""
    return Fraction(out_hz, in_hz).limit_denominator(1000)


def frames_after(frames: int, in_hz: int, out_hz: int) -> int:
    """Length of `frames` input samples at the output rate."""
    return ceil(frames * ratio_of(in_hz, out_hz))


@lru_cache(maxsize=8)
def _matrix(up: int, down: int) -> tuple[Floats, int, int, int]:
    """Filter matrix (window, outputs), with input samples and outputs a row, and the reach to each side."""
    periods = max(1, _STRETCH // down)
    step, outputs = down * periods, up * periods
    cutoff = _CUTOFF * min(1.0, up / down)  # of the input's Nyquist frequency
    reach = ceil(_ZERO_CROSSINGS / min(1.0, up / down))
    distance = np.arange(-reach, step + reach)[:, None] - np.arange(outputs)[None, :] * (down / up)
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - (distance / reach) ** 2, 0, None))) / np.i0(_KAISER_BETA)
    taps = np.where(np.abs(distance) < reach, cutoff * np.sinc(cutoff * distance) * window, 0.0)
    taps /= taps.sum(axis=0)
    return np.rint(taps * _TAP_UNIT) / _TAP_UNIT, step, outputs, reach


def resample(samples: NDArray[np.int16], in_hz: int, out_hz: int, start: int, stop: int) -> Floats:
    """Output samples start..stop, where output 0 falls on input sample 0 and all beyond the ends is silence.

    Returns
    -------
    float64 of shape (stop - start,), in units of the input.
    """
    ratio = ratio_of(in_hz, out_hz)
    if ratio == 1:
        return _slice(samples, start, stop)
    matrix, step, outputs, reach = _matrix(ratio.numerator, ratio.denominator)
    first_row, last_row = start // outputs, -(-stop // outputs)
    rows = last_row - first_row
    width = step + 2 * reach
    window = _slice(samples, first_row * step - reach, first_row * step - reach + (rows - 1) * step + width)
    view = np.lib.stride_tricks.as_strided(window, (rows, width), (step * window.itemsize, window.itemsize))
    result = (np.ascontiguousarray(view) @ matrix).reshape(-1)
    return result[start - first_row * outputs : stop - first_row * outputs]


def _slice(samples: NDArray[np.int16], start: int, stop: int) -> Floats:
    inside = samples[max(0, start) : max(0, stop)].astype(np.float64)
    before = min(max(0, -start), stop - start)
    return np.pad(inside, (before, stop - start - before - len(inside)))
