"""What decides a take, a mix and a piece: the keys of the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple

from narrate.errors import SoundError
from narrate.model import CastVoice, Clip, SoundSettings, Utterance
from narrate.sound.cache import key_of
from narrate.sound.layers import Item
from narrate.sound.score import Grid, Piece

_TAKE_VERSION = 2  # raised whenever the code behind an entry changes what it stores
_EFFECT_VERSION = 1
_CLIP_VERSION = 1
_MIX_VERSION = 3
_PIECE_VERSION = 5
BLEEP = "bleep"


def is_speakable(text: str) -> bool:
    """Whether there is anything to say: punctuation and spaces alone are a take of length zero."""
    return any(character.isalnum() for character in text)


def take_key(utterance: Utterance, fingerprint: str) -> str:
    """The words, the voice and the engine; never a file, a position or a speaker."""
    if utterance.bleep_ms > 0:
        return key_of(BLEEP, _TAKE_VERSION, utterance.bleep_ms)
    if not is_speakable(utterance.spoken.text):
        return key_of("nothing", _TAKE_VERSION)
    again = [] if utterance.voice.take == 1 else [utterance.voice.take]
    return key_of("take", _TAKE_VERSION, utterance.spoken.text, *_voice_parts(utterance.voice), fingerprint, *again)


def heard_key(take: str, effects: Sequence[str]) -> str:
    """A take under effects; without any, the take itself."""
    return key_of("effects", _EFFECT_VERSION, take, effects) if effects else take


def clip_key(clip: Clip, settings: SoundSettings) -> str:
    """The content of a file, whatever its name, and what it is decoded to. SoundError."""
    try:
        with open(clip.file, "rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        place = f"{clip.where}: " if clip.where else ""
        raise SoundError(f"{place}{clip.file}: {reason}", "name a file that is there") from error
    return key_of("clip", _CLIP_VERSION, content, settings.sample_rate_hz, settings.channels)


def stretch_key(clip: str, index: int) -> str:
    """One of the stretches that a clip is kept in."""
    return key_of("stretch", clip, index)


def level_group(utterance: Utterance) -> str:
    """Utterances of one group share a gain: one voice as the engine is asked for it."""
    if utterance.bleep_ms > 0:
        return BLEEP
    effects = utterance.voice.effects
    return key_of(*_voice_parts(utterance.voice), *([effects] if effects else []))


def _voice_parts(voice: CastVoice) -> tuple[str | int, ...]:
    return voice.engine, voice.id, voice.language, voice.rate, voice.pitch


def mix_key(
    takes: Sequence[str],
    utterances: Sequence[Utterance],
    end_pause_ms: int,
    settings: SoundSettings,
    items: Sequence[Item] = (),
) -> str:
    """Everything that decides lengths and gains."""
    lines = [
        (key, utterance.pause_ms, utterance.voice.volume_db, level_group(utterance))
        for key, utterance in zip(takes, utterances, strict=True)
    ]
    music = [(item.role, item.key, item.before, item.pause_ms, item.under, _clip_parts(item)) for item in items]
    levels = settings.sample_rate_hz, settings.loudness_lufs
    return key_of("mix", _MIX_VERSION, lines, end_pause_ms, *levels, *([music] if music else []))


def _clip_parts(item: Item) -> tuple[float, ...]:
    clip = item.clip
    return clip.level_db, clip.fade_in_ms, clip.fade_out_ms, clip.overlap_ms, clip.duck_db


def piece_key(piece: Piece, grid: Grid, settings: SoundSettings, encoder: str) -> str:
    """Everything that decides the bytes of an encoded piece; nothing about where it stands."""
    placed = [
        (p.sound.key, p.sound.frames, p.sound.gain_tenths, p.sound.pan, p.onset, p.lead, p.tail) for p in piece.placed
    ]
    coding = (settings.bitrate_kbps, settings.quality) if settings.format == "mp3" else ("lossless", 0)
    stream = (grid.rate_hz, settings.channels, *coding, settings.true_peak_dbtp)
    music = [[astuple(layer) for layer in piece.layers], piece.spoken] if piece.layers else []
    return key_of("piece", _PIECE_VERSION, placed, piece.frames, piece.last, stream, encoder, *music)
