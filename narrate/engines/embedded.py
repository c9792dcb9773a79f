"""The default engine: the espeak-ng that comes with the installation, spoken to through pyttsx3."""

from __future__ import annotations

import atexit
import hashlib
import io
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.engines.espeak_library import library_path
from narrate.engines.espeak_voices import VoiceFile, data_folder, described, listed, parsed_id
from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech

REVISION = "2"
"""Counted up when this engine makes other sound of the same text and voice; takes cached before are then not used."""

_RATE_OF_PACE = 0.84
"""espeak's RATE for one word a minute: seven voices at RATE 125 read twelve news sentences, with 400 ms between two, at
146 to 156 words a minute, and the ratio holds within 4 % from 90 to 260."""

_lock = threading.Lock()  # one pyttsx3 engine has one queue


class EmbeddedEngine:
    """Engine `pyttsx3`: espeak-ng with every accent and variant, word times and IPA."""

    name = "pyttsx3"
    capabilities = Capabilities(word_times=True, pitch=True, ipa=True, parallel=True)

    def fingerprint(self, voice: CastVoice) -> str:
        """A digest of the library, the phoneme data, the accent's dictionary and the voice's own files."""
        data = data_folder()
        accent, variant = parsed_id(voice.id, data)
        return f"espeak-ng {REVISION} {_digest(data, accent, variant)}"

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

        Text without a letter, digit or symbol is 50 ms of silence. Rates below 95 and above 535 words a minute are
        spoken at these.

        Raises
        ------
        VoiceError
            espeak has no such voice.
        EngineError
            espeak is missing, or fails.
        """
        from narrate.engines.espeak import SAMPLE_RATE_HZ
        from narrate.engines.spoken_text import is_speakable

        if not is_speakable(text):
            return Speech(bytes(2 * (SAMPLE_RATE_HZ // 20)), SAMPLE_RATE_HZ)
        with _lock:
            engine = _pyttsx3_engine()
            _run(engine, text, voice)
            return Speech(engine.getProperty("pcm"), SAMPLE_RATE_HZ, engine.getProperty("words"))

    def phonemes(self, text: str, voice: CastVoice) -> str:
        """What would be said, in IPA; `[[ipa]]` in the text stands for itself. VoiceError, EngineError."""
        from narrate.engines.espeak import transcribe

        pieces = re.split(r"\[\[(.*?)\]\]", text)
        said = [piece.strip() if i % 2 else transcribe(piece, voice.id) for i, piece in enumerate(pieces)]
        return " ".join(piece for piece in said if piece)


def _run(engine: Any, text: str, voice: CastVoice) -> None:
    failures: list[Exception] = []
    token = engine.connect("error", lambda name, exception: failures.append(exception))
    try:
        engine.setProperty("voice", voice.id)
        engine.setProperty("rate", round(voice.rate * _RATE_OF_PACE))
        engine.setProperty("pitch", voice.pitch)
        engine.setProperty("ipa", True)
        engine.save_to_file(text, io.BytesIO())
        engine.runAndWait()
    except BaseException:
        _pyttsx3_engine.cache_clear()  # Ctrl-C leaves an engine that believes its loop is still running
        raise
    engine.disconnect(token)
    if failures:
        raise _told(failures[0], text, voice) from failures[0]


@lru_cache(maxsize=1)
def _pyttsx3_engine() -> Any:
    from pyttsx3.engine import Engine

    from narrate.engines.pyttsx3_driver import register

    # pyttsx3's destructor needs its modules: left to the end of the process it prints an AttributeError.
    atexit.register(_pyttsx3_engine.cache_clear)
    # Not pyttsx3.init: it would hand out an engine which code outside of narrate may hold, with that code's queue.
    return Engine(register())


def _told(error: Exception, text: str, voice: CastVoice) -> NarrateError:
    if isinstance(error, NarrateError):
        return error
    what = f"{type(error).__name__}: {error}"
    return EngineError(f"engine 'pyttsx3', voice {voice.name!r} ({voice.id}), cannot say {text[:40]!r}: {what}")


def _digest(data: Path, accent: VoiceFile, variant: VoiceFile | None) -> str:
    # By content: a cache of takes then outlives a new installation of the same espeak-ng.
    files = [library_path(), data / "lang" / accent.identifier, data / f"{accent.dictionary}_dict"]
    files += [data / name for name in ("phontab", "phonindex", "phondata", "intonations")]
    files += [data / "voices" / "!v" / variant.identifier] if variant else []
    return hashlib.sha256(b"".join(map(_content, files))).hexdigest()[:16]


@lru_cache(maxsize=256)
def _content(file: Path) -> bytes:
    # All voices share the large files; a fully cached build asks for fifteen fingerprints and has no time for more.
    return hashlib.sha256(file.read_bytes() if file.is_file() else b"").digest()
