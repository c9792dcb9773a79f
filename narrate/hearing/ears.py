"""Recognisers: pocketsphinx on this machine, or a server that transcribes as OpenAI's does."""

from __future__ import annotations

import io
import json
import os
import subprocess
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from narrate.errors import EngineError, SoundError
from narrate.servers import Form, Refused, Server

SAMPLE_RATE_HZ = 16000
_MARGIN_MS = 120
_OPENAI = "https://api.openai.com/v1"


class Ear(Protocol):
    """Speech to words."""

    @property
    def name(self) -> str: ...
    @property
    def concurrency(self) -> int:
        """Calls that it wants under way at once because it mostly waits; 0: one in each process."""
        ...

    def check(self, language: str) -> None:
        """EngineError if it cannot hear this language here."""
        ...

    def hear(self, pcm: bytes, language: str) -> str:
        """The words in s16le mono PCM at 16 kHz. EngineError."""
        ...


@dataclass(frozen=True)
class PocketsphinxEar:
    """The recogniser of the extra `verify`, with the model of US English that comes with it."""

    name = "pocketsphinx"
    concurrency = 0

    def check(self, language: str) -> None:
        if language.split("-")[0] != "en":
            raise EngineError(
                f"pocketsphinx hears English, not {language!r}", "--server ADDRESS asks a server that transcribes"
            )
        _decoder()

    def hear(self, pcm: bytes, language: str) -> str:
        decoder = _decoder()
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return str(found.hypstr) if found else ""


@lru_cache(maxsize=1)
def _decoder() -> Any:
    try:
        from pocketsphinx import Decoder  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        hint = "pip install 'narrate-audio[verify]', or --server ADDRESS"
        raise EngineError(f"pocketsphinx is not installed: {error}", hint) from error
    return Decoder(samprate=float(SAMPLE_RATE_HZ), loglevel="FATAL")


@dataclass(frozen=True)
class ServerEar:
    """Any server with `/v1/audio/transcriptions`: OpenAI, Speaches, LocalAI, whisper.cpp and others."""

    base_url: str = _OPENAI
    model: str = "whisper-1"
    key_env: str = ""
    """Name of the environment variable that holds the key; empty: OPENAI_API_KEY for OpenAI, none for others."""
    concurrency: int = 4
    attempts: int = 5
    timeout_s: float = 120.0

    @property
    def name(self) -> str:
        return f"{self.model} at {self.base_url}"

    def check(self, language: str) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EngineError(f"{self.base_url!r} is no web address", "e.g. --server http://localhost:8000/v1")
        self._server()

    def hear(self, pcm: bytes, language: str) -> str:
        fields = {"model": self.model, "response_format": "json", "temperature": "0"}
        form = Form(fields | {"language": language.split("-")[0]}, "line.wav", _wav(pcm))
        try:
            answer = self._server().ask(f"{self.base_url.rstrip('/')}/audio/transcriptions", form, self.name)
            text = json.loads(answer)["text"]
        except Refused as refusal:
            raise EngineError(
                f"{self.name}: the server refuses with status {refusal.status}: {refusal.said}"
            ) from refusal
        except (ValueError, KeyError, TypeError) as error:
            raise EngineError(f"{self.name}: what the server sent is no transcript") from error
        if not isinstance(text, str):
            raise EngineError(f"{self.name}: what the server sent is no transcript")
        return text

    def _server(self) -> Server:
        # OpenAI's key goes to nobody else unless the options say so.
        name = self.key_env or ("OPENAI_API_KEY" if self.base_url.rstrip("/") == _OPENAI else "")
        key = os.environ.get(name, "").strip() if name else ""
        if name and not key:
            raise EngineError(f"the environment variable {name} holds no key", f"export {name}=...")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return Server(headers, attempts=self.attempts, timeout_s=self.timeout_s)


def transcript(ear: Ear, audio: Path, start_ms: int, end_ms: int, language: str) -> str:
    """What a recogniser hears in a stretch of an audio file. EngineError, SoundError."""
    return ear.hear(_excerpt(audio, start_ms, end_ms), language)


def _excerpt(audio: Path, start_ms: int, end_ms: int) -> bytes:
    import numpy as np
    import soundfile

    if audio.suffix == ".m4a":
        return _excerpt_of_m4a(audio, max(0, start_ms - _MARGIN_MS), end_ms + _MARGIN_MS)
    try:
        with soundfile.SoundFile(audio) as file:
            start = max(0, start_ms - _MARGIN_MS) * file.samplerate // 1000
            file.seek(min(start, file.frames))
            wanted = (end_ms + _MARGIN_MS) * file.samplerate // 1000 - start
            samples = file.read(wanted, dtype="float32", always_2d=True).mean(axis=1)
            rate_hz = file.samplerate
    except (soundfile.SoundFileError, OSError) as error:
        raise SoundError(f"{audio}: cannot be read as sound: {error}", "build the edition again") from error
    if not len(samples):
        raise SoundError(f"{audio}: ends before {start_ms / 1000:.1f} s", "build the edition again")
    # A stretch at a time: its Fourier transform, cut off where 16 kHz ends, is the whole resampler.
    count = len(samples) * SAMPLE_RATE_HZ // rate_hz
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    lower = np.fft.irfft(spectrum, count) * (count / len(samples))
    pcm: bytes = np.clip(np.rint(lower * 32767), -32768, 32767).astype("<i2").tobytes()
    return pcm


def _excerpt_of_m4a(audio: Path, start_ms: int, end_ms: int) -> bytes:
    """By ffmpeg, without which there would be no such file."""
    reach = ["-ss", f"{start_ms / 1000:.3f}", "-t", f"{(end_ms - start_ms) / 1000:.3f}"]
    shape = ["-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-f", "s16le", "-"]
    try:
        done = subprocess.run(
            ["ffmpeg", "-v", "error", *reach, "-i", str(audio), *shape],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise SoundError(f"{audio}: ffmpeg cannot read it: {error}", "install ffmpeg, or build it as MP3") from error
    return done.stdout


def _wav(pcm: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        file.writeframes(pcm)
    return buffer.getvalue()
