"""What workers are told: small values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.model import CastVoice
from narrate.sound.score import Piece


@dataclass(frozen=True)
class Part:
    """One utterance as the mix sees it."""

    take: str
    group: str
    pause_ms: int
    volume_db: float


@dataclass(frozen=True)
class SpeakOrder:
    """One take to make."""

    key: str
    line: int  # index of the line, for messages
    text: str
    voice: CastVoice
    bleep_ms: int = 0


@dataclass(frozen=True)
class MixOrder:
    """Takes to measure."""

    key: str
    parts: tuple[Part, ...]
    end_pause_ms: int


@dataclass(frozen=True)
class EncodeOrder:
    """A piece to encode."""

    key: str
    piece: Piece


Order = SpeakOrder | MixOrder | EncodeOrder
