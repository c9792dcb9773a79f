"""Sample-rate conversion by a polyphase filter, as one matrix product per stretch of a take.

Taps are whole multiples of 2**-22 and samples are whole numbers, so every product and every sum is exact in float64:
the result is the same on every processor, whatever order its BLAS adds in.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

_ZERO_CROSSINGS = 32  # each side, with beta: flat to 0.93 of the lower Nyquist frequency, -70 dB from 1.07 of it on
_KAISER_BETA = 7.0
_TAP_UNIT = 2.0**22
_STRETCH = 24  # input samples a row; larger wastes products on zeros, smaller copies more

Floats = NDArray[np.float64]


@lru_cache(maxsize=64)
def ratio_of(in_hz: int, out_hz: int) -> Fraction:
    """Output samples per input sample; an odd rate is met within a millionth."""
    return Fraction(out_hz, in_hz).limit_denominator(1000)


def frames_after(frames: int, in_hz: int, out_hz: int) -> int:
    """Length of `frames` input samples at the output rate."""
    return ceil(frames * ratio_of(in_hz, out_hz))


@dataclass(frozen=True)
class _Filter:
    """Some periods of output samples from one window of input samples."""

    step: int  # input samples from one window to the next
    reach: int  # input samples on each side of the step
    periods: int
    up: int
    copied: int  # 1: the first sample of a period falls on an input sample and is that sample; 0: all are filtered
    taps: Floats  # (window, filtered outputs)


@lru_cache(maxsize=8)
def _filter(up: int, down: int) -> _Filter:
    periods = max(1, _STRETCH // down)
    step = down * periods
    cutoff = min(1.0, up / down)  # of the input's Nyquist frequency
    reach = ceil(_ZERO_CROSSINGS / cutoff)
    copied = int(up >= down)  # there the filter is a sinc whose zeros fall on all other input samples
    outputs = np.arange(up * periods).reshape(periods, up)[:, copied:].reshape(-1)
    distance = np.arange(-reach, step + reach)[:, None] - outputs[None, :] * (down / up)
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - (distance / reach) ** 2, 0, None))) / np.i0(_KAISER_BETA)
    taps = np.where(np.abs(distance) < reach, cutoff * np.sinc(cutoff * distance) * window, 0.0)
    taps = np.rint(taps / taps.sum(axis=0) * _TAP_UNIT) / _TAP_UNIT
    return _Filter(step, reach, periods, up, copied, taps)


def resample(samples: NDArray[np.int16], in_hz: int, out_hz: int, start: int, stop: int) -> Floats:
    """Output samples start..stop, where output 0 falls on input sample 0 and all beyond the ends is silence.

    Returns
    -------
    float64 of shape (stop - start,), in units of the input.
    """
    ratio = ratio_of(in_hz, out_hz)
    if ratio == 1:
        return _slice(samples, start, stop)
    shape = _filter(ratio.numerator, ratio.denominator)
    outputs = shape.up * shape.periods
    first_row, last_row = start // outputs, -(-stop // outputs)
    rows, width = last_row - first_row, shape.step + 2 * shape.reach
    begin = first_row * shape.step - shape.reach
    window = _slice(samples, begin, begin + (rows - 1) * shape.step + width)
    result = np.zeros((rows, shape.periods, shape.up))
    if window.any():
        strides = (shape.step * window.itemsize, window.itemsize)
        view = np.lib.stride_tricks.as_strided(window, (rows, width), strides)
        filtered = np.ascontiguousarray(view) @ shape.taps
        result[:, :, shape.copied :] = filtered.reshape(rows, shape.periods, shape.up - shape.copied)
        if shape.copied:
            result[:, :, 0] = view[:, shape.reach : shape.reach + shape.step : shape.step // shape.periods]
    return result.reshape(-1)[start - first_row * outputs : stop - first_row * outputs]


def _slice(samples: NDArray[np.int16], start: int, stop: int) -> Floats:
    """Samples start..stop, with silence beyond the ends."""
    found = np.zeros(stop - start)
    first, last = max(start, 0), min(stop, len(samples))
    if last > first:
        found[first - start : last - start] = samples[first:last]
    return found
