"""Pieces without loss, for every format but MP3: kept as FLAC, joined and written as WAV or FLAC, or by ffmpeg."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from narrate.errors import SoundError
from narrate.model import SoundSettings
from narrate.sound.cache import Store
from narrate.sound.clips import sound_files
from narrate.sound.formats import FFMPEG_CODECS
from narrate.sound.lame import Encoded
from narrate.sound.render import Renderer
from narrate.sound.score import Piece

# Without dates, random serial numbers and versions the same recording is the same file.
_PLAIN = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1")
_LEVEL = 5 / 8  # of FLAC's compression: what flac itself takes


def encode(piece: Piece, cache: Store, settings: SoundSettings) -> Encoded:
    """Render a piece and keep it without loss."""
    soundfile = sound_files()
    file, peak = BytesIO(), 0.0
    with soundfile.SoundFile(
        file, "w", settings.sample_rate_hz, settings.channels, "PCM_16", format="FLAC", compression_level=_LEVEL
    ) as flac:
        for block in Renderer(piece, cache, settings, scale=1.0).blocks(0, piece.frames):
            flac.buffer_write(block.pcm(settings.channels), "int16")
            peak = block.peak
    return Encoded(file.getvalue(), 0, peak / 32768)


def write(target: Path, cache: Store, pieces: Sequence[str], settings: SoundSettings) -> float:
    """Join pieces into a file of the format that the settings name; give the true peak."""
    peaks: list[float] = []
    _WRITERS[settings.format](target, _blocks(cache, pieces, peaks), settings)
    return max(peaks, default=0.0)


def _blocks(cache: Store, pieces: Sequence[str], peaks: list[float]) -> Iterator[bytes]:
    soundfile = sound_files()
    for key in pieces:
        head, body = cache.read("pieces", key)
        peaks.append(head["peak"])
        samples = soundfile.read(BytesIO(body), dtype="int16")[0]
        yield np.ascontiguousarray(samples, "<i2").tobytes()


def _write_wav(target: Path, blocks: Iterator[bytes], settings: SoundSettings) -> None:
    with target.open("xb") as file, wave.open(file, "wb") as made:
        made.setnchannels(settings.channels)
        made.setsampwidth(2)
        made.setframerate(settings.sample_rate_hz)
        for block in blocks:
            made.writeframesraw(block)


def _write_flac(target: Path, blocks: Iterator[bytes], settings: SoundSettings) -> None:
    soundfile = sound_files()
    form: dict[str, Any] = {"format": "FLAC", "subtype": "PCM_16", "compression_level": _LEVEL}
    with soundfile.SoundFile(target, "w", settings.sample_rate_hz, settings.channels, **form) as made:
        for block in blocks:
            made.buffer_write(block, "int16")


def _write_by_ffmpeg(target: Path, blocks: Iterator[bytes], settings: SoundSettings) -> None:
    form = ("-f", "s16le", "-ar", str(settings.sample_rate_hz), "-ac", str(settings.channels))
    rate = ("-b:a", f"{settings.bitrate_kbps}k")
    coding = (*_PLAIN, *rate, *FFMPEG_CODECS[settings.format])
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *form, "-i", "pipe:0", *coding, str(target)]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said) as process:
            assert process.stdin is not None
            try:
                for block in blocks:
                    process.stdin.write(block)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it says why below
            except BaseException:
                process.kill()
                raise
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip().splitlines()
    if process.returncode:
        reason = words[-1] if words else f"exit code {process.returncode}"
        raise SoundError(f"ffmpeg made no {settings.format}: {reason}", _FFMPEG_HINT)


_FFMPEG_HINT = "this ffmpeg may lack the codec; set sound: format: to mp3, flac or wav"
_WRITERS: dict[str, Callable[[Path, Iterator[bytes], SoundSettings], None]] = {
    "wav": _write_wav,
    "flac": _write_flac,
    "m4a": _write_by_ffmpeg,
    "opus": _write_by_ffmpeg,
}
