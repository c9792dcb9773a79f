"""What workers are told: small values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.errors import NarrateError
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
    audio_ms: int  # its length, for progress


Order = SpeakOrder | MixOrder | EncodeOrder

KINDS: dict[type[Order], str] = {SpeakOrder: "takes", MixOrder: "mixes", EncodeOrder: "pieces"}
"""What comes of an order, as the store names it."""


def blame(order: SpeakOrder, error: NarrateError) -> NarrateError:
    """The error with the line it is about."""
    words = order.text if len(order.text) <= 40 else order.text[:39] + "…"
    where = f"line {order.line + 1} ({words!r}), voice {order.voice.name!r}, engine {order.voice.engine!r}"
    return type(error)(f"{where}: {error.message}", error.hint)
