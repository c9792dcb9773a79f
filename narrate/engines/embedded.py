"""The default engine: espeak-ng, carried inside the installation, spoken to through pyttsx3."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.engines.espeak_voices import data_folder, described, listed, parsed_id
from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech

REVISION = "1"
"""Counted up when this engine makes other sound of the same text and voice; takes cached before are then not used."""

_lock = threading.Lock()


class EmbeddedEngine:
    """Engine `pyttsx3`."""

    name = "pyttsx3"
    capabilities = Capabilities(word_times=True, pitch=True, ipa=False, parallel=True)

    def fingerprint(self, voice: CastVoice) -> str:
        """A digest of the library, its phoneme data, the accent's dictionary and the voice's own files."""
        data = data_folder()
        accent, variant = parsed_id(voice.id, data)
        return f"espeak-ng {REVISION} {_digest(data, accent.identifier, variant.identifier if variant else '')}"

    def voices(self) -> Sequence[EngineVoice]:
        """Every accent, plain and with the recommended variants; `find` knows all others."""
        return listed(data_folder())

    def find(self, voice_id: str) -> EngineVoice | None:
        """The voice of an id such as "en-gb-scotland+Annie", or None."""
        try:
            return described(*parsed_id(voice_id, data_folder()))
        except VoiceError:
            return None

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Say `text`: the same bytes whatever was said before, in every process.

        Raises
        ------
        VoiceError
            espeak has no such voice.
        EngineError
            espeak is missing, or fails.
        """
        from narrate.engines.espeak import SAMPLE_RATE_HZ
        from narrate.engines.spoken_text import word_times

        with _lock:
            sound = _through_pyttsx3(text, voice)
        return Speech(sound.pcm, SAMPLE_RATE_HZ, word_times(text, sound.marks, len(sound.pcm) // 2))


def _through_pyttsx3(text: str, voice: CastVoice) -> Any:
    engine = _pyttsx3_engine()
    failures: list[Exception] = []
    token = engine.connect("error", lambda name, exception: failures.append(exception))
    for key, value in (("voice", voice.id), ("rate", espeak_rate(voice.rate)), ("pitch", voice.pitch)):
        engine.setProperty(key, value)
    engine.save_to_file(text or " ", io.BytesIO())
    engine.runAndWait()
    engine.disconnect(token)
    if failures:
        raise _told(failures[0], text, voice)
    return engine.getProperty("sound")


@lru_cache(maxsize=1)
def _pyttsx3_engine() -> Any:
    from pyttsx3.engine import Engine

    from narrate.engines.pyttsx3_driver import register

    # Not pyttsx3.init: that would hand out an engine which code outside of narrate may hold, with its own queue.
    return Engine(register())


def _told(error: Exception, text: str, voice: CastVoice) -> NarrateError:
    if isinstance(error, NarrateError):
        return error
    return EngineError(f"voice {voice.name!r} ({voice.id}) cannot say {text[:40]!r}: {error}", "")


def espeak_rate(words_a_minute: int) -> int:
    """espeak's RATE that is heard as so many words a minute."""
    return max(80, min(450, round(words_a_minute * 140 / 159)))


@lru_cache(maxsize=64)
def _digest(data: Path, accent: str, variant: str) -> str:
    import espeakng_loader

    language = accent.rpartition("/")[2].split("-")[0]
    files = [Path(espeakng_loader.get_library_path()), data / "lang" / accent]
    files += [data / name for name in ("phontab", "phonindex", "phondata", "intonations", f"{language}_dict")]
    files += [data / "voices" / "!v" / variant] if variant else []
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]
