"""Any server that speaks as OpenAI's does: POST {base_url}/audio/speech.

OpenAI, Kokoro-FastAPI, Speaches, LocalAI, Kokoros and others. Voices are the server's own names ("alloy", "af_heart").
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from narrate.engines.recordings import NotARecording, recording
from narrate.errors import EngineError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech, WordTime
from narrate.servers import Refused, Server

_OPENAI = "https://api.openai.com/v1"
_USUAL_RATE = 160
"""Words a minute at speed 1. Neural voices read news at 150 to 170; the exact pace is the server's."""


@dataclass(frozen=True)
class OpenAIEngine:
    """Engine `openai`."""

    base_url: str = _OPENAI
    model: str = "gpt-4o-mini-tts"
    key_env: str = ""
    """Name of the environment variable that holds the key; empty: OPENAI_API_KEY for OpenAI, none for other servers."""
    format: str = "wav"
    """wav, or pcm: samples of 16 bits without a header"""
    pcm_rate_hz: int = 24000
    """Of format pcm, which does not say it itself."""
    instructions: str = ""
    """How to speak, for models that take it."""
    word_times: bool = False
    """Ask Kokoro-FastAPI's /dev/captioned_speech, which times every word."""
    max_characters: int = 4096
    timeout_s: float = 120.0
    attempts: int = 5
    concurrency: int = 4
    """Requests under way at once."""
    price_per_million: float = 0.0
    """Of a million characters, for estimates and for max_cost."""
    max_cost: float = 0.0
    """A run stops before it costs more; what is finished is kept. 0: no cap"""
    seed: bool = False
    """Send `seed`, the number of the take: for servers that know it. OpenAI does not, and speaks differently anyway."""

    name = "openai"

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EngineError(
                f"engine 'openai': base_url {self.base_url!r} is no web address", "e.g. http://localhost:8880/v1"
            )
        if self.format not in ("wav", "pcm"):
            raise EngineError(f"engine 'openai': format {self.format!r} is not supported", "formats: wav, pcm")
        if self.max_cost and self.price_per_million <= 0:
            raise EngineError("engine 'openai': max_cost needs price_per_million", "the price of a million characters")
        if min(self.max_cost, self.price_per_million) < 0:
            raise EngineError("engine 'openai': prices are not negative", "price_per_million: 15, max_cost: 2.50")
        if not 1 <= self.concurrency <= 64:
            raise EngineError(f"engine 'openai': concurrency {self.concurrency} is out of range", "1 to 64")

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            word_times=self.word_times,
            parallel=True,
            network=True,
            max_characters=self.max_characters,
            takes=True,
            price_per_million=self.price_per_million,
            max_cost=self.max_cost,
            # One thread more than requests: while it looks at its take, no request waits for it.
            concurrency=self.concurrency + 1,
        )

    def fingerprint(self, voice: CastVoice) -> str:
        """Server, model and instructions; a server that changes a model keeps that to itself."""
        return json.dumps(["openai 1", self.base_url, self.model, self.format, self.instructions, self.word_times])

    def voices(self) -> Sequence[EngineVoice]:
        """What the server lists at /audio/voices. Servers that list nothing have voices all the same."""
        try:
            once = replace(self._server(), attempts=1)
            answer = json.loads(once.ask(f"{self._base}/audio/voices", None, "engine 'openai', list of voices"))
        except (Refused, ValueError):
            return ()
        listed = answer.get("voices", ()) if isinstance(answer, dict) else answer
        if not isinstance(listed, list):
            return ()
        names = [entry.get("id") or entry.get("name") if isinstance(entry, dict) else entry for entry in listed]
        return tuple(EngineVoice(str(name), str(name), ("mul",)) for name in names if name)

    def find(self, voice_id: str) -> EngineVoice | None:
        """A voice of this name; whether the server has it shows when it speaks."""
        return EngineVoice(voice_id, voice_id, ("mul",)) if voice_id.strip() else None

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Let the server say `text`.

        Raises
        ------
        VoiceError
            The server does not know the voice.
        EngineError
            No key, no server, a server that refuses, breaks off or hands over no recording.
        """
        what = f"engine 'openai', voice {voice.name!r} ({voice.id}), text {text[:40]!r}"
        body: dict[str, object] = {
            "model": self.model,
            "input": text.encode("utf-8", "replace").decode(),
            "voice": voice.id,
            "response_format": self.format,
            "speed": round(min(4.0, max(0.25, voice.rate / _USUAL_RATE)), 3),
        }
        if self.seed:
            body["seed"] = voice.take
        if self.instructions:
            body["instructions"] = self.instructions
        try:
            if self.word_times:
                return self._captioned(text, body, what)
            return self._sound(self._asked(f"{self._base}/audio/speech", body, what))
        except Refused as refusal:
            raise _refusal(refusal, voice, what) from refusal
        except NotARecording as error:
            raise EngineError(f"{what}: what the server sent is no recording: {error}") from error

    @property
    def _base(self) -> str:
        return self.base_url.rstrip("/")

    def _server(self) -> Server:
        headers: Mapping[str, str] = {}
        # OpenAI's key goes to nobody else unless the settings say so.
        name = self.key_env or ("OPENAI_API_KEY" if self._base == _OPENAI else "")
        if name:
            key = os.environ.get(name, "").strip()
            if not key:
                raise EngineError(
                    f"engine 'openai': the environment variable {name} holds no key", f"export {name}=..."
                )
            headers = {"Authorization": f"Bearer {key}"}
        return Server(headers, attempts=self.attempts, timeout_s=self.timeout_s)

    def _asked(self, url: str, body: Mapping[str, object], what: str) -> bytes:
        with _turns(self._base, self.concurrency):
            return self._server().ask(url, body, what)

    def _sound(self, data: bytes) -> Speech:
        if self.format == "wav":
            return recording(data)
        if not data or len(data) % 2 or data[:1] in (b"{", b"<"):
            raise NotARecording(f"{len(data)} bytes that begin with {data[:12]!r} are no samples of 16 bits")
        return Speech(data, self.pcm_rate_hz)

    def _captioned(self, text: str, body: dict[str, object], what: str) -> Speech:
        url = f"{self._base.removesuffix('/v1')}/dev/captioned_speech"
        answer = self._asked(url, {**body, "stream": False, "return_timestamps": True}, what)
        try:
            parsed = json.loads(answer)
            data = base64.b64decode(parsed["audio"], validate=True)
            timestamps = [
                (str(word["word"]), float(word["start_time"]), float(word["end_time"])) for word in parsed["timestamps"]
            ]
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise NotARecording(f"its captions are damaged ({type(error).__name__})") from error
        speech = self._sound(data)
        words = tuple(_timed(text, timestamps, speech.sample_rate_hz, len(speech.pcm) // 2))
        return Speech(speech.pcm, speech.sample_rate_hz, words)


@lru_cache(maxsize=16)
def _turns(base_url: str, concurrency: int) -> threading.Semaphore:
    """Of the requests to one server that this process may have under way."""
    return threading.Semaphore(concurrency)


def _refusal(refusal: Refused, voice: CastVoice, what: str) -> EngineError | VoiceError:
    if refusal.status in (401, 403):
        return EngineError(
            f"{what}: the server refuses the key (status {refusal.status})", "check the key and `key_env`"
        )
    if refusal.status in (400, 404, 422) and re.search(r"\bvoice", refusal.said, re.IGNORECASE):
        return VoiceError(f"{what}: the server has no such voice: {refusal.said}", "narrate voices --engine openai")
    return EngineError(f"{what}: the server refuses with status {refusal.status}: {refusal.said}")


def _timed(text: str, timestamps: Iterable[tuple[str, float, float]], rate_hz: int, frames: int) -> Iterable[WordTime]:
    at = 0
    before = 0
    for word, start_s, end_s in timestamps:
        found = text.find(word, at) if re.search(r"\w", word) else -1
        if found < 0:
            continue  # punctuation, and words that the server rewrote ("Dr." as "Doctor")
        start, end = (min(frames, max(before, round(seconds * rate_hz))) for seconds in (start_s, max(start_s, end_s)))
        yield WordTime(found, found + len(word), start, end)
        at, before = found + len(word), end
