"""A pyttsx3 driver on the espeak-ng that espeakng-loader ships: synchronous, complete, with word times.

    from narrate.engines import pyttsx3_driver
    engine = pyttsx3.init(pyttsx3_driver.register())
    engine.save_to_file("Good morning.", "morning.wav")
    engine.runAndWait()

pyttsx3's own espeak driver keeps one pending file, so that of five queued files four are lost, returns before the sound
is made, and mixes up rates and voices between utterances (pyttsx3 issues 402, 419, 440). Here a file is whole when
`finished-utterance` says so, and properties belong to the utterances queued after them.

Properties, besides pyttsx3's own `voice`, `voices`, `rate` and `volume`: `pitch` (0 to 100, 50 is
the voice's own), `ipa` (whether `[[...]]` is spoken as IPA), and of the last utterance `pcm` (bytes, s16le mono,
22,050 Hz) and `words` (a tuple of WordTime).
"""

from __future__ import annotations

import io
import os
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pyttsx3.voice import Voice

from narrate.engines.espeak import SAMPLE_RATE_HZ, Parameters, Sound, synthesize
from narrate.engines.espeak_voices import data_folder, listed, parsed_id
from narrate.engines.spoken_text import Prepared, prepared, word_times

NAME = "narrate_espeak"
DEFAULT_VOICE = "en-us+f2"

_IDLE_S = 0.01  # between two looks at the queue when the user's code runs the loop

_LIMITS = {"rate": (80, 450), "volume": (0.0, 1.0), "pitch": (0, 100)}


def register() -> str:
    """Make the driver known to pyttsx3, and return its name for `pyttsx3.init`."""
    import pyttsx3.drivers  # noqa: F401 - `import_module` looks in sys.modules only below an imported parent

    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def buildDriver(proxy: Any) -> EspeakDriver:
    """pyttsx3's entry point. `proxy` is not ready for use before the driver is returned."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """The contract, with its names, is pyttsx3's docs/drivers.rst."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._ended = False
        self._settings: dict[str, Any] = {"voice": DEFAULT_VOICE, "rate": 145, "volume": 1.0, "pitch": 50, "ipa": False}
        self._last = ("", Prepared(""), Sound(b"", ()))

    def startLoop(self) -> None:
        # An idle proxy runs endLoop, queued by `runAndWait`, before startLoop: the end must be remembered.
        while not self._ended:
            self._proxy.setBusy(False)
            if not self._ended:
                time.sleep(_IDLE_S)
        self._ended = False

    def endLoop(self) -> None:
        self._ended = True

    def iterate(self) -> Iterator[None]:
        while True:
            self._proxy.setBusy(False)
            yield

    def stop(self) -> None:
        """Between two commands of a synchronous driver nothing sounds."""

    def say(self, text: str) -> None:
        raise NotImplementedError("narrate_espeak writes files and has no sound device: use save_to_file")

    def save_to_file(self, text: str, filename: str | os.PathLike[str] | BinaryIO) -> None:
        """Speak into a WAV file: a path, or an open binary file."""
        # Events in between must find the engine busy, and `setBusy(False)` must wait: it would pump the queue from
        # within itself, and of 2,000 queued utterances 800 end in a RecursionError that pyttsx3 swallows.
        self._proxy.setBusy(True)
        completed = False
        self._proxy.notify("started-utterance")
        try:
            self._speak(text)
            _write_wav(filename, self._last[2].pcm)
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy._busy = False

    def _speak(self, text: str) -> None:
        ready = prepared(text, ipa=self._settings["ipa"])
        parameters = Parameters(
            rate=round(self._settings["rate"]),
            pitch=min(99, round(self._settings["pitch"])),
            volume=self._settings["volume"],
        )
        sound = synthesize(ready.text, self._settings["voice"], parameters, phonemes=ready.has_phonemes)
        self._last = text, ready, sound
        for mark in sound.marks:
            if mark.is_word:
                self._proxy.notify("started-word", location=ready.given(mark.position), length=mark.length)

    def getProperty(self, name: str) -> Any:
        if name == "voices":
            return [
                Voice(voice.id, voice.name, list(voice.languages), voice.gender, voice.age)
                for voice in listed(data_folder())
            ]
        if name == "pcm":
            return self._last[2].pcm
        if name == "words":
            return word_times(*self._last)
        return self._settings[name]

    def setProperty(self, name: str, value: Any) -> None:
        """KeyError for a name that is unknown, VoiceError for such a voice; numbers out of range are clipped."""
        if name == "voice":
            parsed_id(value, data_folder())
        elif name in _LIMITS:
            low, high = _LIMITS[name]
            value = min(max(value, low), high)
        elif name not in self._settings:
            raise KeyError(name)
        self._settings[name] = value


def _write_wav(target: str | os.PathLike[str] | BinaryIO, pcm: bytes) -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(pcm)
    if not isinstance(target, str | os.PathLike):
        target.write(buffer.getvalue())
        return
    part = Path(f"{os.fspath(target)}.part")
    try:
        part.write_bytes(buffer.getvalue())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
