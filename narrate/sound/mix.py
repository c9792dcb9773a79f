"""The mix: how loud every voice and the whole episode are, and the gains that make them what they should be.

Each voice is measured over all it says in this episode, so that voices match in what is heard and not in some text
for calibration; then one gain for all of it brings the episode to its loudness. Gains are whole tenths of a decibel:
one changed word hardly ever moves one, and what is encoded stays valid.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.sound.cache import Store
from narrate.sound.envelope import UNIT, cell_seconds
from narrate.sound.furnished import Furnished
from narrate.sound.keys import BLEEP
from narrate.sound.loudness import CELL_SECONDS, DUAL_MONO_LU, Meter, integrated_lufs
from narrate.sound.orders import MixOrder, Part
from narrate.sound.resample import frames_after, ratio_of
from narrate.sound.score import LEAD_MS
from narrate.sound.takes import cells_in

_BLEEP_DB = -3.0  # a tone seems louder than speech of its loudness
_GAIN_LIMIT_DB = 40.0
_TOLERANCE_LU = 0.3  # how far music may take an episode from its loudness before all of it is turned


def measure(cache: Store, order: MixOrder, rate_hz: int, target_lufs: float) -> dict[str, Any]:
    """Lengths of all takes and gains of all parts.

    Returns
    -------
    JSON values: `takes` (key -> frames, lead and tail at `rate_hz`, words), `gains` (tenths of a decibel, one a part),
    `music` (the same, one an item), `lufs` (of the episode with these gains, as heard; null for silence), `levels` and
    `level_seconds` (see envelope).
    """
    parts = order.parts
    lengths, cells = {}, {}
    for key in dict.fromkeys(part.take for part in parts):
        head = cache.head("takes", key)
        lengths[key], cells[key] = _lengths(head, rate_hz), cells_in(head)
    voices = _voice_gains(parts, cells, target_lufs)
    trims = [voices[part.group] + part.volume_db for part in parts]
    plain = _episode_lufs(parts, cells, trims, order.end_pause_ms)
    overall = round(target_lufs - plain, 1) if np.isfinite(plain) else 0.0
    lufs, shift, music, tunes = plain + overall, 0.0, list[int](), dict[str, NDArray[np.float32]]()
    if order.items:
        heard = Furnished(cache, order, {key: length[0] for key, length in lengths.items()}, cells, rate_hz)
        music, lufs = heard.measured([trim + overall for trim in trims], target_lufs)
        shift, tunes = _correction(lufs, target_lufs), heard.music
    step = cell_seconds(_total_seconds(parts, cells, order.end_pause_ms), CELL_SECONDS)
    return {
        "takes": lengths,
        "gains": [round((trim + overall + shift) * 10) for trim in trims],
        "music": [gain + round(shift * 10) for gain in music],
        "lufs": round(lufs + shift, 2) if np.isfinite(lufs) else None,
        "levels": {key: _levels(found, step) for key, found in (cells | tunes).items()},
        "level_seconds": step,
    }


def _correction(lufs: float, target_lufs: float) -> float:
    """What brings an episode with music near enough to its loudness; the voices stay as they are where they can."""
    if not np.isfinite(lufs) or abs(target_lufs - lufs) <= _TOLERANCE_LU:
        return 0.0
    missing = target_lufs - lufs
    return round(missing - math.copysign(_TOLERANCE_LU, missing), 1)


def _voice_gains(
    parts: Sequence[Part], cells: Mapping[str, NDArray[np.float32]], target_lufs: float
) -> dict[str, float]:
    said: dict[str, list[str]] = {}
    for part in parts:
        said.setdefault(part.group, []).append(part.take)
    gains = {}
    for group, keys in said.items():
        lufs = integrated_lufs(cells[key] for key in keys) + DUAL_MONO_LU
        wanted = target_lufs + (_BLEEP_DB if group == BLEEP else 0.0) - lufs
        gains[group] = round(min(wanted, _GAIN_LIMIT_DB), 1) if np.isfinite(lufs) else 0.0
    return gains


def _episode_lufs(
    parts: Sequence[Part], cells: Mapping[str, NDArray[np.float32]], trims: Sequence[float], end_pause_ms: int
) -> float:
    meter = Meter(_total_seconds(parts, cells, end_pause_ms))
    position = 0.0
    for part, trim in zip(parts, trims, strict=True):
        position += part.pause_ms / 1000
        meter.add(position, cells[part.take], 10 ** (trim / 20))
        position += _seconds(cells[part.take])
    return meter.integrated_lufs() + DUAL_MONO_LU


def _total_seconds(parts: Sequence[Part], cells: Mapping[str, NDArray[np.float32]], end_pause_ms: int) -> float:
    return sum(part.pause_ms / 1000 + _seconds(cells[part.take]) for part in parts) + end_pause_ms / 1000


def _levels(cells: NDArray[np.float32], step: float) -> list[int]:
    """The loudest cell of each stretch of `step` seconds, as a level."""
    if not len(cells):
        return []
    stretches = int(np.ceil(_seconds(cells) / step - 1e-6))
    starts = (np.arange(stretches) * step / CELL_SECONDS + 1e-6).astype(int)
    loudest = np.maximum.reduceat(cells, starts)
    return [round(float(level)) for level in np.sqrt(loudest / CELL_SECONDS) * UNIT]


def _seconds(cells: NDArray[np.float32]) -> float:
    return len(cells) * CELL_SECONDS


def _lengths(head: dict[str, Any], rate_hz: int) -> tuple[int, int, int, list[tuple[int, int, int, int]]]:
    in_hz, frames = head["rate"], frames_after(head["frames"], head["rate"], rate_hz)
    ratio = ratio_of(in_hz, rate_hz)
    lead = min(int(head["lead"] * ratio), rate_hz * LEAD_MS // 1000)
    tail = int(head["tail"] * ratio)
    words = [
        (start, end, min(round(first * ratio), frames), min(round(last * ratio), frames))
        for start, end, first, last in head["words"]
    ]
    return frames, lead, tail, words
