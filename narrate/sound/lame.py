"""Pieces to MP3 frames: LAME, and the cut that makes the frames of a piece stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lameenc

from narrate.errors import SoundError
from narrate.model import SoundSettings
from narrate.sound.cache import Store
from narrate.sound.mp3 import Layout, bit_rates, frame_ends, frames_for, layout_of
from narrate.sound.render import LAME_SCALE, Renderer
from narrate.sound.reservoir import Frame, frames_of, laid_out
from narrate.sound.score import Piece

_ROLL_SAMPLES = 1728  # before a piece with music: what its first frame overlaps with, filters of the encoder included
_BEYOND_SAMPLES = 3456  # after it: what the encoder looks at before it gives the last frame
_BRIDGE_FRAMES = 16  # at most this many give up bits until the reservoir holds what the others borrow


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
    silent = not piece.layers and all(cache.head("takes", placed.sound.key)["silent"] for placed in piece.placed)
    if silent:
        return Encoded(_silence(settings, layout, wanted), wanted, 0.0)
    make = _with_music if piece.layers else _between_silences
    data, peak = make(piece, Renderer(piece, cache, settings), settings, layout, wanted)
    return Encoded(data, wanted, peak * LAME_SCALE / 32768)


def _between_silences(
    piece: Piece, renderer: Renderer, settings: SoundSettings, layout: Layout, wanted: int
) -> tuple[bytes, float]:
    """A piece of speech alone: it starts and ends in silence, as an encoder does."""
    encoder = _encoder(settings, settings.bitrate_kbps)
    stream = bytearray()
    peak = 0.0
    for block in renderer.blocks(0, piece.frames):
        peak = block.peak
        stream += encoder.encode(block.pcm(settings.channels))
    stream += encoder.flush()
    ends = [end for end, _ in zip(frame_ends(stream, layout), range(wanted), strict=False)]
    _refuse_shortfall(len(ends), wanted)
    return (bytes(stream[: ends[-1]]) if ends else b""), peak


def _with_music(
    piece: Piece, renderer: Renderer, settings: SoundSettings, layout: Layout, wanted: int
) -> tuple[bytes, float]:
    """A piece that music runs through. Its encoder begins before it and ends after it.

    Both neighbours encode the same samples round the join, so that the overlap of their frames adds up to the music;
    the frames are laid out anew, as the bits that the first of them borrow are in the frames that are cut off.
    """
    roll = -(-_ROLL_SAMPLES // layout.samples)
    beyond = 0 if piece.last else _BEYOND_SAMPLES
    encoder = _encoder(settings, settings.bitrate_kbps)
    bridge_bytes = (roll + _BRIDGE_FRAMES) * layout.samples * 2 * settings.channels
    bridge_bytes += _BEYOND_SAMPLES * 2 * settings.channels
    stream, opening, peak = bytearray(), bytearray(), 0.0
    for block in renderer.blocks(-roll * layout.samples, piece.frames + beyond):
        pcm, peak = block.pcm(settings.channels), block.peak
        opening += pcm[: max(0, bridge_bytes - len(opening))]
        stream += encoder.encode(pcm)
    stream += encoder.flush()
    frames = frames_of(stream, layout)[roll : roll + wanted]
    _refuse_shortfall(len(frames), wanted)
    for contents in _less_and_less(frames, bytes(opening), roll, settings, layout):
        if (data := laid_out(frames, contents, layout)) is not None:
            return data, peak
    raise SoundError("music needs more bits than the bit rate has", "sound: bitrate: choose a higher one")


def _less_and_less(
    frames: list[Frame], opening: bytes, roll: int, settings: SoundSettings, layout: Layout
) -> Iterator[list[Frame]]:
    """The frames as they are, then with the first ones of lower and lower bit rates until nothing is borrowed."""
    yield frames
    for kbps in sorted((kbps for kbps in bit_rates(layout.version) if 0 < kbps < settings.bitrate_kbps), reverse=True):
        encoder = _encoder(settings, kbps)
        stream = encoder.encode(opening) + encoder.flush()
        lower = Layout(layout.version, layout.rate_hz, kbps, layout.channels)
        bridge = frames_of(stream, lower)[roll : roll + _BRIDGE_FRAMES][: len(frames)]
        yield bridge + frames[len(bridge) :]


def _refuse_shortfall(found: int, wanted: int) -> None:
    if found < wanted:
        raise SoundError(f"the encoder gave {found} frames instead of {wanted}")


def _encoder(settings: SoundSettings, kbps: int) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(settings.sample_rate_hz)
    encoder.set_out_sample_rate(settings.sample_rate_hz)
    encoder.set_channels(settings.channels)
    encoder.set_bit_rate(kbps)
    encoder.set_quality(settings.quality)
    return encoder


def _silence(settings: SoundSettings, layout: Layout, frames: int) -> bytes:
    """Frames of digital silence, all like the first one of an encoder: a dry run with a silent engine costs nothing.

    That frame refers to none before it and holds no main data; padding keeps the average bit rate.
    """
    encoder = _encoder(settings, settings.bitrate_kbps)
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
