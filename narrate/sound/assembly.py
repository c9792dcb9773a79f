"""Encoded pieces to one file; of an MP3, with the Info frame in front."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence
from pathlib import Path

from narrate.errors import OutputError
from narrate.model import SoundSettings
from narrate.sound.cache import Store
from narrate.sound.mp3 import info_bytes, info_frame, layout_of


def assemble(target: Path, cache: Store, pieces: Sequence[str], samples: int, settings: SoundSettings) -> float:
    """Write the recording of `samples` samples at `target`, whole or not at all; give its true peak.

    Raises
    ------
    OutputError
        The file cannot be written.
    Unusable
        A piece is absent or damaged; nothing is written.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        peak = _write(temporary, cache, pieces, samples, settings)
        temporary.replace(target)
    except OSError as error:
        raise _trouble(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return peak


def _write(temporary: Path, cache: Store, pieces: Sequence[str], samples: int, settings: SoundSettings) -> float:
    if settings.format != "mp3":
        from narrate.sound import lossless  # brings numpy, which a recording in the cache need not

        return lossless.write(temporary, cache, pieces, settings)
    layout = layout_of(settings.sample_rate_hz, settings.bitrate_kbps, settings.channels)
    first, frames, audio_bytes, peak = b"", 0, 0, 0.0
    with temporary.open("xb") as file:
        file.write(bytes(info_bytes(layout)))  # its numbers are known last
        for key in pieces:
            head, body = cache.read("pieces", key)
            first = first or bytes(body[:4])
            file.write(body)
            frames += head["frames"]
            audio_bytes += len(body)
            peak = max(peak, head["peak"])
        file.seek(0)
        file.write(info_frame(layout, first, frames, audio_bytes, samples, settings.quality))
    return peak


def _trouble(error: OSError, target: Path) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(f"no space left to write {target}", "make room or give another folder")
    return OutputError(f"{target} cannot be written: {error.strerror or error}", "give another folder")
