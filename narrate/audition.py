"""One text in one voice, at once: for hearing a voice or a pronunciation, outside of any episode."""

from __future__ import annotations

import io
import warnings
from typing import Protocol, runtime_checkable

from narrate.model import CastVoice, Engine

FADE_IN_MS, FADE_OUT_MS = 3, 15


@runtime_checkable
class Spells(Protocol):
    """An engine that can tell the phonemes it would say."""

    def phonemes(self, text: str, voice: CastVoice) -> str: ...


def phonemes(text: str, voice: CastVoice, engine: Engine) -> str:
    """The phonemes that a voice would say, in IPA; empty where its engine cannot tell."""
    return engine.phonemes(text, voice) if isinstance(engine, Spells) else ""


def wav_of(text: str, voice: CastVoice, engine: Engine) -> bytes:
    """The text in the voice, as a WAV file that starts and ends without a click. VoiceError, EngineError."""
    speech = engine.speak(text, voice)
    with warnings.catch_warnings():
        # pydub warns that there is no ffmpeg, which WAV does not need, and on 3.12 that audioop will go.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    clip = AudioSegment(data=speech.pcm, sample_width=2, frame_rate=speech.sample_rate_hz, channels=1)
    file = io.BytesIO()
    clip.fade_in(FADE_IN_MS).fade_out(FADE_OUT_MS).export(file, format="wav")
    return file.getvalue()
