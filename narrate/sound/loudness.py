"""Loudness after ITU-R BS.1770-4, from energies per cell so that an episode is measured without its samples.

A take is measured once: K-weighted energy per 40 ms. Voices and episodes are sums of such cells under a gain.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CELL_SECONDS = 0.04  # a whole number of samples at every usual rate, 11,025 Hz included
HOP_SECONDS = 0.1
_HOPS_PER_BLOCK = 4  # gating blocks of 400 ms, 75 % overlap
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691
DUAL_MONO_LU = 3.01  # one channel heard from two speakers: EBU R 128 s2, ffmpeg's ebur128 dualmono=true

Floats = NDArray[np.float64]


@lru_cache(maxsize=16)
def _k_weights(count: int, rate_hz: int) -> Floats:
    """|H(f)|² of the K filter at the bins of a real FFT of `count` samples.

    The filter is the one BS.1770 gives for 48 kHz, taken at the true frequencies: re-deriving it for a low engine
    rate would bend its shelf.
    """
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(count, 1 / rate_hz) / 48000)
    shelf = (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
    high_pass = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)
    response = np.ones_like(z)
    for above, below in (shelf, high_pass):
        response *= (above[0] + above[1] * z + above[2] * z**2) / (below[0] + below[1] * z + below[2] * z**2)
    weights: Floats = np.abs(response) ** 2 * 2 / count
    weights[0] /= 2
    if count % 2 == 0:
        weights[-1] /= 2
    return weights


def cells_of(samples: NDArray[np.int16], rate_hz: int) -> NDArray[np.float32]:
    """K-weighted energy of each cell of 40 ms, in full scale squared times seconds; Parseval instead of filtering."""
    count = max(1, round(CELL_SECONDS * rate_hz))
    if not samples.any():
        return np.zeros(-(-len(samples) // count), np.float32)
    cells = []
    for start in range(0, len(samples), count * 48):
        part = samples[start : start + count * 48].astype(np.float32) / np.float32(32768)
        part = np.pad(part, (0, -len(part) % count)).reshape(-1, count)
        spectrum = np.fft.rfft(part, axis=1)
        power = spectrum.real**2 + spectrum.imag**2
        cells.append((power @ _k_weights(count, rate_hz) / rate_hz).astype(np.float32))
    return np.concatenate(cells)


class Meter:
    """Sums cells on a grid of 100 ms and gates them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._hops: Floats = np.zeros(int(seconds / HOP_SECONDS) + 3)

    def add(self, start_seconds: float, cells: NDArray[np.float32], gain: float = 1.0) -> None:
        """Add a take's cells where it starts; a cell across two hops is shared by its overlap."""
        if not len(cells):
            return
        knots = start_seconds + CELL_SECONDS * np.arange(len(cells) + 1)
        total = np.concatenate(([0.0], np.cumsum(cells, dtype=np.float64)))
        first, last = int(knots[0] / HOP_SECONDS), int(knots[-1] / HOP_SECONDS) + 1
        edges = HOP_SECONDS * np.arange(first, last + 1)
        self._hops[first:last] += gain**2 * np.diff(np.interp(edges, knots, total))

    def integrated_lufs(self) -> float:
        """Gated loudness of one channel; -inf for silence."""
        blocks = self._blocks()
        loud = blocks[blocks > _power(_ABSOLUTE_GATE)]
        if not len(loud):
            return float("-inf")
        gate = _lufs(float(loud.mean())) + _RELATIVE_GATE
        return _lufs(float(loud[loud > _power(gate)].mean()))

    def _blocks(self) -> Floats:
        """Mean power of each gating block; what is shorter than one is one."""
        whole = int(self._seconds / HOP_SECONDS + 1e-6)
        if whole < _HOPS_PER_BLOCK:
            return np.array([self._hops.sum() / max(self._seconds, CELL_SECONDS)])
        sums = np.convolve(self._hops[:whole], np.ones(_HOPS_PER_BLOCK), "valid")
        return sums / (_HOPS_PER_BLOCK * HOP_SECONDS)


def integrated_lufs(runs: Iterable[NDArray[np.float32]]) -> float:
    """Loudness of takes one after the other, without pauses: how loud a voice is."""
    joined = np.concatenate([*runs, np.zeros(0, np.float32)])
    meter = Meter(len(joined) * CELL_SECONDS)
    meter.add(0.0, joined)
    return meter.integrated_lufs()


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


def _lufs(power: float) -> float:
    return float(_OFFSET + 10 * np.log10(power))
