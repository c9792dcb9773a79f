"""The weights of the four small linear models, as trained by benchmarks/train_dialogue.py (see PROVENANCE.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Weights:
    """Feature -> weight of the models, and the points that turn belief into calibrated confidence."""

    speech: Mapping[str, float]  # is the run a whole utterance?
    quoted: Mapping[str, float]  # are the words somebody's at all, or a term?
    speaker: Mapping[str, float]
    referent: Mapping[str, float]
    calibration: tuple[tuple[float, float], ...]

    def confidence(self, belief: float) -> float:
        """Belief to the share of right answers measured at that belief (piecewise linear)."""
        points = self.calibration
        if not points or belief <= points[0][0]:
            return points[0][1] if points else belief
        for (x0, y0), (x1, y1) in pairwise(points):
            if belief <= x1:
                return y0 + (y1 - y0) * (belief - x0) / (x1 - x0)
        return points[-1][1]


@cache
def weights() -> Weights:
    """The weights that ship with the package."""
    data = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return Weights(
        data["speech"],
        data["quoted"],
        data["speaker"],
        data["referent"],
        tuple((x, y) for x, y in data.get("calibration", [])),
    )
