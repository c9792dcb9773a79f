"""The weights of the five small linear models, as trained by benchmarks/train_dialogue.py (see PROVENANCE.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Weights:
    """Feature -> weight of the models."""

    speech: Mapping[str, float]  # is the run a whole utterance?
    quoted: Mapping[str, float]  # are the words somebody's at all, or a term?
    speaker: Mapping[str, float]
    floating: Mapping[str, float]  # the speaker of a paragraph that is a quotation alone
    referent: Mapping[str, float]


@cache
def weights() -> Weights:
    """The weights that ship with the package."""
    data = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return Weights(data["speech"], data["quoted"], data["speaker"], data["floating"], data["referent"])
