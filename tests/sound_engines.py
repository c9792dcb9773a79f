"""Engines for the tests of the sound room: bursts of tone shaped like speech, and every way an engine goes wrong."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from narrate import sound
from narrate.errors import EngineError, VoiceError
from narrate.model import (
    Capabilities,
    CastVoice,
    Engine,
    EngineVoice,
    Furniture,
    Recording,
    Report,
    SoundSettings,
    Speech,
    Spoken,
    Utterance,
    WordTime,
)
from narrate.workers import Here, Processes, finish

LEVELS = {"low": 0.05, "mid": 0.2, "high": 0.6}


def tones(text: str, voice: CastVoice, rate_hz: int) -> Speech:
    """Syllables of a buzzing tone; pitch and level by voice, melody by text, 14 letters a second."""
    seed = int.from_bytes(hashlib.sha256(f"{text}|{voice.id}|{voice.pitch}".encode()).digest()[:4], "big")
    random = np.random.default_rng(seed)
    words, parts, position = [], [np.zeros(rate_hz // 50)], rate_hz // 50
    offset = 0
    for word in text.split():
        offset = text.index(word, offset)
        count = max(rate_hz // 25, len(word) * rate_hz * 145 // (14 * max(voice.rate, 1)))
        seconds = np.arange(count) / rate_hz
        pitch = random.uniform(90, 220)
        tone = sum(np.sin(2 * np.pi * pitch * n * seconds) / n for n in range(1, 12))
        parts.append(np.asarray(tone) * np.sin(np.pi * np.arange(count) / count) ** 0.5 * random.uniform(0.7, 1.0))
        words.append(WordTime(offset, offset + len(word), position, position + count))
        position += count
        offset += len(word)
    parts.append(np.zeros(rate_hz // 4))
    sound = np.concatenate(parts)
    sound *= LEVELS.get(voice.id, 0.3) / max(float(np.abs(sound).max()), 1e-9)
    return Speech(np.rint(sound * 32767).astype("<i2").tobytes(), rate_hz, tuple(words))


class ToneEngine:
    """Pure: the same words and voice give the same bytes."""

    capabilities = Capabilities(word_times=True, parallel=True)
    rate_hz = 22050

    def __init__(self, name: str) -> None:
        self.name = name

    def fingerprint(self, voice: CastVoice) -> str:
        return "tone 1"

    def voices(self) -> Sequence[EngineVoice]:
        return [EngineVoice(name, name, ("en",)) for name in LEVELS]

    def speak(self, text: str, voice: CastVoice) -> Speech:
        log = os.environ.get("NARRATE_TEST_SPOKEN")
        if log:
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        return tones(text, voice, self.rate_hz)


class Telephone(ToneEngine):
    rate_hz = 8000


class Studio(ToneEngine):
    rate_hz = 48000


class SilentEngine(ToneEngine):
    capabilities = Capabilities(parallel=True, silent=True)

    def speak(self, text: str, voice: CastVoice) -> Speech:
        return Speech(bytes(len(tones(text, voice, self.rate_hz).pcm)), self.rate_hz)


class ChattyEngine(ToneEngine):
    """Prints, and starts a program that reads and prints."""

    def speak(self, text: str, voice: CastVoice) -> Speech:
        print("speaking", flush=True)
        subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read())"], check=True)
        return tones(text, voice, self.rate_hz)


class SerialEngine(ToneEngine):
    capabilities = Capabilities()

    def speak(self, text: str, voice: CastVoice) -> Speech:
        with Path(os.environ["NARRATE_TEST_PIDS"]).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
        return tones(text, voice, self.rate_hz)


class CrowdEngine(ToneEngine):
    """Speaks only when four threads of one process ask it at once."""

    capabilities = Capabilities(parallel=True, network=True, concurrency=4)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._together = threading.Barrier(4)

    def speak(self, text: str, voice: CastVoice) -> Speech:
        self._together.wait(timeout=20)
        speech = tones(text, voice, self.rate_hz)
        return Speech(speech.pcm, speech.sample_rate_hz)


class DearEngine(ToneEngine):
    """A thousandth a character; a run may spend as much as 100 characters cost."""

    capabilities = Capabilities(word_times=True, parallel=True, price_per_million=1000.0, max_cost=0.1)


class FaultyEngine(ToneEngine):
    """Goes wrong, in the way its name says, over every text that holds the word "bad"."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._calls = 0

    def speak(self, text: str, voice: CastVoice) -> Speech:
        good = tones(text, voice, self.rate_hz)
        self._calls += 1
        if "bad" not in text or (self.name == "flaky" and self._calls > 1):
            return good
        return FAULTS[self.name](good)


def _hang(_: Speech) -> Speech:
    time.sleep(600)
    raise AssertionError


def _die(_: Speech) -> Speech:
    os._exit(7)


def _raise(error: Exception) -> Callable[[Speech], Speech]:
    def raise_it(_: Speech) -> Speech:
        raise error

    return raise_it


def _cut(speech: Speech) -> Speech:
    """End it in the middle of a vowel."""
    samples = np.abs(np.frombuffer(speech.pcm, "<i2").astype(float))
    smooth = np.convolve(samples, np.ones(40), "same")[: len(samples) * 3 // 4]
    smooth[: len(samples) // 2] = 0
    return Speech(speech.pcm[: 2 * int(smooth.argmax() + 20)], speech.sample_rate_hz)


def _scaled(speech: Speech, factor: float) -> Speech:
    samples = np.clip(np.frombuffer(speech.pcm, "<i2") * factor, -32768, 32767)
    return Speech(samples.astype("<i2").tobytes(), speech.sample_rate_hz)


FAULTS: dict[str, Callable[[Speech], Speech]] = {
    "mute": lambda speech: _scaled(speech, 0.0),
    "flaky": lambda speech: _scaled(speech, 0.0),
    "clipped": lambda speech: _scaled(speech, 40.0),
    "odd": lambda speech: Speech(speech.pcm[:-1], speech.sample_rate_hz),
    "empty": lambda speech: Speech(b"", speech.sample_rate_hz),
    "half": lambda speech: Speech(speech.pcm[: len(speech.pcm) // 16 * 2], speech.sample_rate_hz),
    "cut": _cut,
    "endless": lambda speech: Speech(speech.pcm * 60, speech.sample_rate_hz),
    "none": lambda speech: None,  # type: ignore[arg-type, return-value]
    "rateless": lambda speech: Speech(speech.pcm, 0),
    "raises": _raise(RuntimeError("synthesis went wrong")),
    "refuses": _raise(EngineError("the server says no", "ask again later")),
    "voiceless": _raise(VoiceError("no voice 'mid' here", "voices: none")),
    "hangs": _hang,
    "dies": _die,
}


def load(name: str) -> ToneEngine:
    kinds: dict[str, type[ToneEngine]] = {
        "telephone": Telephone,
        "studio": Studio,
        "serial": SerialEngine,
        "silent": SilentEngine,
        "chatty": ChattyEngine,
        "crowd": CrowdEngine,
        "dear": DearEngine,
    }
    if name in FAULTS:
        return FaultyEngine(name)
    return kinds.get(name, ToneEngine)(name)


_WORDS = """council harbour evening letter minister bridge quiet northern window answer market river after morning
question number paper because station winter decided several"""
WORDS = _WORDS.split()


def sentence(number: int, words: int = 9) -> str:
    """A sentence of its own for every number."""
    return (
        " ".join(WORDS[(number * 7 + index * (number % 5 + 1)) % len(WORDS)] for index in range(words)) + f" {number}."
    )


def utterance(text: str, line: int = 0, pause_ms: int = 300, **voice: object) -> Utterance:
    """One utterance; keyword arguments describe its voice, `bleep_ms` aside."""
    bleep_ms = int(str(voice.pop("bleep_ms", 0)))
    wish = {"name": "anyone", "engine": "tone", "id": "mid"} | voice
    return Utterance(line, 0, len(text), Spoken(text, ()), CastVoice(**wish), pause_ms, bleep_ms)  # type: ignore[arg-type]


def article(lines: int, first: int = 0) -> list[Utterance]:
    """Lines of three voices of very different level, with pauses of different length."""
    names = list(LEVELS)
    return [
        utterance(sentence(number), number - first, (500, 260, 620, 420)[number % 4], id=names[number // 2 % 3])
        for number in range(first, first + lines)
    ]


def record(
    utterances: Sequence[Utterance],
    load_engine: Callable[[str], Engine],
    settings: SoundSettings,
    target: Path,
    *,
    cache: Path,
    workers: int = 0,
    report: Report | None = None,
    end_pause_ms: int = 0,
    furniture: Furniture | None = None,
) -> Recording:
    """A recording by so many worker processes, or by this one."""
    with Processes(workers) if workers else Here() as pool:
        return sound.record(
            utterances,
            load_engine,
            settings,
            target,
            cache=cache,
            finish=lambda job: finish(job, pool, report),
            end_pause_ms=end_pause_ms,
            furniture=furniture or Furniture(),
        )
