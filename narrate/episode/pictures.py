"""The waveform as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

BARS = 250
"""Enough for a drawing as wide as a page, and 6 kB small."""


def waveform(peaks: Sequence[float], *, width: int = 1000, height: int = 120) -> bytes:
    """Return waveform.svg: bars mirrored at the middle, in the colour of the text around it.

    Parameters
    ----------
    peaks : Sequence[float]
        Loudness over time, 0 to 1, any number; values outside are clipped.
    width, height : int
        Size in pixels.
    """
    drawn = waveform_path(peaks, width=width, height=height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="Waveform"><path fill="currentColor" d="{drawn}"/></svg>\n'
    ).encode("ascii")


def waveform_path(peaks: Sequence[float], *, width: int, height: int) -> str:
    """Return the bars as SVG path data, at most `BARS` of them."""
    bars = _folded(peaks, BARS)
    if not bars:
        return ""
    step = width / len(bars)
    loudest = max(bars) or 1.0
    parts = []
    for index, peak in enumerate(bars):
        tall = max(peak / loudest * height, 1.0)
        parts.append(f"M{index * step:.1f} {(height - tall) / 2:.1f}h{step * 0.7:.1f}v{tall:.1f}h-{step * 0.7:.1f}z")
    return "".join(parts)


def _folded(peaks: Sequence[float], count: int) -> list[float]:
    """Return at most `count` values, each the mean of its share of the peaks: the highest of each is the same for all
    speech of an hour, and no pause would be seen."""
    clipped = [min(max(peak, 0.0), 1.0) for peak in peaks]
    if len(clipped) <= count:
        return clipped
    bounds = [index * len(clipped) // count for index in range(count + 1)]
    return [sum(clipped[start:end]) / (end - start) for start, end in pairwise(bounds)]
