"""Pieces of the score to samples to MP3 frames: level, fades, limiter, LAME."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lameenc
import numpy as np
from numpy.typing import NDArray

from narrate.errors import SoundError
from narrate.model import SoundSettings
from narrate.sound.cache import Store
from narrate.sound.limiter import limit, reach_frames
from narrate.sound.mp3 import Layout, frame_ends, frames_for, layout_of
from narrate.sound.resample import ratio_of, resample
from narrate.sound.score import Piece, Placed

_LAME_SCALE = 0.95  # LAME multiplies CBR input by this (lame.c, lame_init_params), in every wrapper
_CODEC_MARGIN_DB = 1.0  # how far a decoded peak may rise over the one that was encoded
_HEADROOM = 0.98  # whatever the settings allow, nothing may wrap around in 16 bits
_FADE_MS = 2  # at least, where a take is joined without a margin
_BLOCK_FRAMES = 1 << 15  # what a processor's second-level cache holds, filter windows included

Pcm = NDArray[np.int16]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Encoded:
    """A piece as MP3 frames."""

    data: bytes
    frames: int  # MP3 frames
    peak: float  # true peak before encoding, of full scale


def encode(piece: Piece, cache: Store, settings: SoundSettings) -> Encoded:
    """Render a piece and encode it; every piece but the last gives exactly as many frames as its length holds."""
    layout = layout_of(settings.sample_rate_hz, settings.bitrate_kbps, settings.channels)
    wanted = frames_for(piece.frames, layout) if piece.last else piece.frames // layout.samples
    if all(cache.head("takes", placed.sound.key)["silent"] for placed in piece.placed):
        return Encoded(_silence(settings, layout, wanted), wanted, 0.0)
    encoder = _encoder(settings)
    stream = bytearray()
    peak = 0.0
    for block, block_peak in _blocks(piece, cache, settings):
        peak = max(peak, block_peak)
        stream += encoder.encode(_interleaved(_sixteen_bits(block), settings.channels))
    stream += encoder.flush()
    ends = [end for end, _ in zip(frame_ends(stream, layout), range(wanted), strict=False)]
    if len(ends) < wanted:
        raise SoundError(f"the encoder gave {len(ends)} frames instead of {wanted}")
    return Encoded(bytes(stream[: ends[-1]]) if ends else b"", wanted, peak * _LAME_SCALE / 32768)


def _encoder(settings: SoundSettings) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(settings.sample_rate_hz)
    encoder.set_out_sample_rate(settings.sample_rate_hz)
    encoder.set_channels(settings.channels)
    encoder.set_bit_rate(settings.bitrate_kbps)
    encoder.set_quality(settings.quality)
    return encoder


def _silence(settings: SoundSettings, layout: Layout, frames: int) -> bytes:
    """Frames of digital silence, all like the first one of an encoder: a dry run with a silent engine costs nothing.

    That frame refers to none before it and holds no main data; padding keeps the average bit rate.
    """
    encoder = _encoder(settings)
    stream = encoder.encode(bytes(8 * layout.samples * settings.channels)) + encoder.flush()
    header, rest = bytes(stream[:4]), bytes(stream[4 : 4 + layout.side_bytes])
    kbits = layout.samples // 8 * settings.bitrate_kbps * 1000
    made = []
    for index in range(1, frames + 1):
        padding = (
            index * kbits // layout.rate_hz - (index - 1) * kbits // layout.rate_hz - layout.frame_bytes(layout.kbps)
        )
        flagged = bytes((*header[:2], header[2] & ~2 | padding << 1, header[3]))
        made.append((flagged + rest).ljust(layout.frame_bytes(layout.kbps, padding), b"\0"))
    return b"".join(made)


def _blocks(piece: Piece, cache: Store, settings: SoundSettings) -> Iterator[tuple[Floats, float]]:
    """All samples of a piece in order, in units of 16 bit, scaled for LAME; with the true peak of each block."""
    position = 0
    for placed in piece.placed:
        yield np.zeros(placed.onset - placed.lead - position), 0.0
        yield from _sound(placed, cache, settings)
        position = placed.onset + placed.sound.frames + placed.tail
    yield np.zeros(piece.frames - position), 0.0


def _sound(placed: Placed, cache: Store, settings: SoundSettings) -> Iterator[tuple[Floats, float]]:
    """A take with its margins, levelled, faded and limited."""
    head, body = cache.read("takes", placed.sound.key)
    samples = np.frombuffer(body, "<i2")
    rate_hz = settings.sample_rate_hz
    gain = 10 ** (placed.sound.gain_tenths / 200) / _LAME_SCALE
    ceiling = 32768 * min(10 ** ((settings.true_peak_dbtp - _CODEC_MARGIN_DB) / 20) / _LAME_SCALE, _HEADROOM)
    first = round(head["lead"] * ratio_of(head["rate"], rate_hz)) - placed.lead
    length = placed.lead + placed.sound.frames + placed.tail
    fade_in, fade_out = _fades(placed, length, rate_hz)
    reach = reach_frames(rate_hz)
    peak = 0.0
    for start in range(0, length, _BLOCK_FRAMES):
        stop = min(start + _BLOCK_FRAMES, length)
        left, right = max(0, start - reach), min(length, stop + reach)
        block = resample(samples, head["rate"], rate_hz, first + left, first + right)
        block *= gain
        _fade(block, left, length, fade_in, fade_out)
        limited, peak = limit(block, ceiling, rate_hz, peak)
        yield limited[start - left : stop - left], peak


def _fades(placed: Placed, length: int, rate_hz: int) -> tuple[Floats, Floats]:
    shortest = min(rate_hz * _FADE_MS // 1000, length // 2)
    fade_in, fade_out = max(placed.lead, shortest), max(placed.tail, shortest)
    return _rise(fade_in), _rise(fade_out)[::-1]


def _rise(frames: int) -> Floats:
    """Half a raised cosine from 0 to 1."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / max(frames, 1)))


def _fade(block: Floats, left: int, length: int, fade_in: Floats, fade_out: Floats) -> None:
    """Fade in place the part of the sound's edges that lies in a block which starts at `left`."""
    if left < len(fade_in):
        part = fade_in[left : left + len(block)]
        block[: len(part)] *= part
    falls = length - len(fade_out) - left
    if falls < len(block):
        block[max(falls, 0) :] *= fade_out[max(-falls, 0) :][: len(block) - max(falls, 0)]


def _sixteen_bits(block: Floats) -> Pcm:
    np.rint(block, out=block)
    return block.astype("<i2")


def _interleaved(block: Pcm, channels: int) -> bytes:
    return (block if channels == 1 else np.repeat(block, channels)).tobytes()
