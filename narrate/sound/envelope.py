"""The envelope of a recording, for drawings: about a thousand levels, from the takes' loudness cells, not from samples.

The mix folds the cells of each take once and keeps them; placing them by the score costs a thousand additions, so a
run that finds everything in the cache has its envelope without reading a take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

POINTS = 1000
UNIT = 10_000
"""Full scale of a stored level."""
_FINER = 0.9  # cells are a little shorter than a point, so that every point inside a take gets one


def cell_seconds(total_seconds: float, shortest: float) -> float:
    """How long the folded cells of a recording of this length are."""
    return max(shortest, _FINER * total_seconds / POINTS)


def envelope(
    levels: Mapping[str, Sequence[int]],
    seconds: float,
    takes: Sequence[str],
    gains: Sequence[int],
    onsets: Sequence[int],
    frames: int,
    rate_hz: int,
) -> tuple[float, ...]:
    """The level over time, 0 to 1 of full scale, in at most a thousand points of equal length.

    Parameters
    ----------
    levels : take -> level of each of its folded cells, in 1/10,000 of full scale
    seconds : length of a folded cell
    takes, gains, onsets : one an utterance: key, tenths of a decibel, first frame in the recording
    frames, rate_hz : of the recording
    """
    step = max(1.0, seconds * rate_hz)
    count = max(1, min(POINTS, int(frames / step)))
    points = [0.0] * count
    for key, gain, onset in zip(takes, gains, onsets, strict=True):
        factor = 10 ** (gain / 200) / UNIT
        for index, level in enumerate(levels[key]):
            at = min(count - 1, int((onset + (index + 0.5) * step) * count / frames))
            points[at] = max(points[at], level * factor)
    return tuple(round(min(point, 1.0), 3) for point in points)
