"""One text in one voice, at once: for hearing a voice or a pronunciation, outside of any episode."""

from __future__ import annotations

import io
import wave
from typing import Protocol, runtime_checkable

from narrate import engines
from narrate.model import CastVoice


@runtime_checkable
class Spells(Protocol):
    """An engine that can tell the phonemes it would say."""

    def phonemes(self, text: str, voice: CastVoice) -> str: ...


def takes_ipa(voice: CastVoice) -> bool:
    """Whether the voice's engine takes [[ipa]] in the text."""
    return engines.load(voice.engine).capabilities.ipa


def phonemes(text: str, voice: CastVoice) -> str:
    """The phonemes that a voice would say, in IPA; empty where its engine cannot tell."""
    engine = engines.load(voice.engine)
    return engine.phonemes(text, voice) if isinstance(engine, Spells) else ""


def wav_of(text: str, voice: CastVoice) -> bytes:
    """The text in the voice, as a WAV file. VoiceError, EngineError."""
    speech = engines.load(voice.engine).speak(text, voice)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(speech.sample_rate_hz)
        out.writeframes(speech.pcm)
    return file.getvalue()
