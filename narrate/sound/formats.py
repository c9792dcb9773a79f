"""The formats of a recording, and what each of them needs."""

from __future__ import annotations

import shutil

from narrate.errors import SoundError
from narrate.model import SoundSettings

FFMPEG_CODECS = {
    "m4a": ("-c:a", "aac", "-f", "ipod", "-movflags", "+faststart"),
    "opus": ("-c:a", "libopus", "-f", "opus"),
}


def refuse_unwritable(settings: SoundSettings) -> None:
    """SoundError, before anything is spoken, for a format that needs a program which is not here."""
    if settings.format in FFMPEG_CODECS and shutil.which("ffmpeg") is None:
        raise SoundError(
            f"format {settings.format} needs ffmpeg, which is not installed",
            "install ffmpeg, or set 'sound: format:' to mp3, flac or wav",
        )


def encoder_of(settings: SoundSettings) -> str:
    """What, besides the settings, decides the bytes of an encoded piece."""
    if settings.format != "mp3":
        return "flac"  # without loss, whoever wrote it
    from importlib.metadata import version  # 10 ms that a worker, which comes by here too, need not pay

    return f"lameenc {version('lameenc')}"
