"""How loud an episode is with its music: cells of takes and clips under the gains that they will have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from narrate.sound.blend import envelope
from narrate.sound.cache import Store
from narrate.sound.clips import cells_in
from narrate.sound.layers import Layer, Timeline, layers_of, make_room, spoken_stretches
from narrate.sound.loudness import CELL_SECONDS, DUAL_MONO_LU, Meter, integrated_lufs
from narrate.sound.orders import MixOrder

_GAIN_LIMIT_DB = 40.0

Cells = NDArray[np.float32]


class Furnished:
    """An episode's takes and music on one timeline, before anything is rendered.

    Parameters
    ----------
    lengths : frames of every take, at `rate_hz`
    cells : loudness cells of every take
    """

    def __init__(
        self, cache: Store, order: MixOrder, lengths: Mapping[str, int], cells: Mapping[str, Cells], rate_hz: int
    ) -> None:
        self._order = order
        self._rate_hz = rate_hz
        self._cells = cells
        self.music = {item.key: cells_in(cache.head("clips", item.key)) for item in order.items}
        asked = [part.pause_ms for part in order.parts]
        pauses, end_ms = make_room(order.items, asked, order.end_pause_ms, rate_hz)
        steps = [(pause * rate_hz // 1000, lengths[part.take]) for pause, part in zip(pauses, order.parts, strict=True)]
        ends = list(accumulate(pause + length for pause, length in steps))
        onsets = [end - length for end, (_, length) in zip(ends, steps, strict=True)]
        self._time = Timeline(onsets, ends, ends[-1] + end_ms * rate_hz // 1000, asked, order.end_pause_ms, rate_hz)

    def measured(self, trims: Sequence[float], target_lufs: float) -> tuple[list[int], float]:
        """Gains of the items in tenths of a decibel, and the loudness of the whole as heard.

        `trims` are the gains of the takes, in decibels.
        """
        gains = [round(self._gain(item.key, target_lufs + item.clip.level_db) * 10) for item in self._order.items]
        rate_hz = self._rate_hz
        meter = Meter(self._time.frames / rate_hz)
        for part, trim, onset in zip(self._order.parts, trims, self._time.onsets, strict=True):
            meter.add(onset / rate_hz, self._cells[part.take], 10 ** (trim / 20))
        spoken = spoken_stretches(self._time)
        for layer in layers_of(self._order.items, gains, self._time):
            meter.add(layer.start / rate_hz, self._layer_cells(layer, spoken))
        return gains, meter.integrated_lufs() + DUAL_MONO_LU

    def _gain(self, key: str, wanted_lufs: float) -> float:
        lufs = integrated_lufs([self.music[key]]) + DUAL_MONO_LU
        return min(wanted_lufs - lufs, _GAIN_LIMIT_DB) if np.isfinite(lufs) else 0.0

    def _layer_cells(self, layer: Layer, spoken: Sequence[tuple[int, int]]) -> Cells:
        cells = self.music[layer.key]
        size = round(CELL_SECONDS * self._rate_hz)
        count = -(-layer.frames // size)
        middles = layer.start + size * np.arange(count, dtype=np.int64) + size // 2
        turn = max(1, layer.period // size) if layer.period else len(cells)
        gain = envelope(layer, middles, spoken, self._rate_hz) * 10 ** (layer.gain_tenths / 200)
        heard = cells[np.arange(count) % turn if layer.period else np.minimum(np.arange(count), len(cells) - 1)]
        return np.asarray(heard * gain**2, dtype=np.float32)
