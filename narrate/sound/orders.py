"""What workers are told: small values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate.errors import NarrateError
from narrate.model import CastVoice
from narrate.sound.layers import Item
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
class EffectOrder:
    """Effects to put on a finished take."""

    key: str
    take: str
    effects: tuple[str, ...]


@dataclass(frozen=True)
class ClipOrder:
    """A file to decode."""

    key: str
    file: Path
    where: str  # file and line that ask for it, for messages


@dataclass(frozen=True)
class MixOrder:
    """Takes and music to measure."""

    key: str
    parts: tuple[Part, ...]
    end_pause_ms: int  # as asked for, like the pauses of the parts: without room for music
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class EncodeOrder:
    """A piece to encode."""

    key: str
    piece: Piece
    audio_ms: int  # its length, for progress


Order = SpeakOrder | EffectOrder | ClipOrder | MixOrder | EncodeOrder

KINDS: dict[type[Order], str] = {
    SpeakOrder: "takes",
    EffectOrder: "takes",
    ClipOrder: "clips",
    MixOrder: "mixes",
    EncodeOrder: "pieces",
}
"""What comes of an order, as the store names it."""


def blame(order: SpeakOrder, error: NarrateError) -> NarrateError:
    """The error with the line it is about."""
    words = order.text if len(order.text) <= 40 else order.text[:39] + "…"
    where = f"line {order.line + 1} ({words!r}), voice {order.voice.name!r}, engine {order.voice.engine!r}"
    return type(error)(f"{where}: {error.message}", error.hint)
