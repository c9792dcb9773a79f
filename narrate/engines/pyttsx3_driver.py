"""A pyttsx3 driver on the espeak-ng that espeakng-loader ships: synchronous, complete, with word times.

    import narrate.engines.pyttsx3_driver as driver
    driver.register()
    engine = pyttsx3.init("narrate_espeak")

pyttsx3's own espeak driver keeps one pending file, so that of five queued files four are lost, returns before the sound
is made, and mixes up rates and voices between utterances. Here `save_to_file` has written its file when it is over.
"""

from __future__ import annotations

import sys
import time
import wave
from typing import Any

from pyttsx3.voice import Voice

from narrate.engines.espeak import SAMPLE_RATE_HZ, Parameters, Sound, synthesize
from narrate.engines.espeak_voices import data_folder, listed, parsed_id
from narrate.engines.spoken_text import prepared

NAME = "narrate_espeak"

DEFAULT_VOICE = "en-us+f2"

_IDLE_S = 0.01  # between two looks at the queue when code of the user runs the loop


def register() -> str:
    """Make the driver known to pyttsx3 and return the name for `pyttsx3.init`."""
    import pyttsx3.drivers  # noqa: F401 - the parent must exist for `import_module` to find a child in sys.modules

    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def buildDriver(proxy: Any) -> EspeakDriver:
    """pyttsx3's entry point; `proxy` is not ready for use before the driver is returned."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """The contract is pyttsx3's docs/drivers.rst; method names are pyttsx3's."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._ended = False
        self._voice = DEFAULT_VOICE
        self._parameters = {"rate": 145, "volume": 1.0, "pitch": 50}
        self._sound = Sound(b"", ())

    def startLoop(self) -> None:
        # An idle proxy runs endLoop, queued by `runAndWait`, before startLoop: the end must be remembered.
        while not self._ended:
            self._proxy.setBusy(False)
            if not self._ended:
                time.sleep(_IDLE_S)
        self._ended = False

    def endLoop(self) -> None:
        self._ended = True

    def iterate(self) -> Any:
        while True:
            self._proxy.setBusy(False)
            yield

    def stop(self) -> None:
        """Nothing sounds between two commands of a synchronous driver."""

    def say(self, text: str) -> None:
        raise NotImplementedError("narrate_espeak has no sound device: use save_to_file")

    def save_to_file(self, text: str, filename: Any) -> None:
        """Write `text` as a WAV file (a path or an open binary file), and tell the events."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        completed = False
        try:
            plain = prepared(text)
            self._sound = synthesize(plain.text, self._voice, self._espeak_parameters())
            for mark in self._sound.marks:
                if mark.is_word:
                    self._proxy.notify("started-word", location=mark.position, length=mark.length)
            with wave.open(filename, "wb") as file:
                file.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", "not compressed"))
                file.writeframes(self._sound.pcm)
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            # Not setBusy(False): that would pump the queue from within itself, and 2,000 queued utterances end in a
            # RecursionError that pyttsx3 swallows.
            self._proxy._busy = False

    def _espeak_parameters(self) -> Parameters:
        volume = round(200 * self._parameters["volume"])
        return Parameters(int(self._parameters["rate"]), min(99, int(self._parameters["pitch"])), volume)

    def getProperty(self, name: str) -> Any:
        if name == "voices":
            return [
                Voice(voice.id, voice.name, list(voice.languages), voice.gender, voice.age)
                for voice in listed(data_folder())
            ]
        if name == "voice":
            return self._voice
        if name == "sound":
            return self._sound
        return self._parameters[name]

    def setProperty(self, name: str, value: Any) -> None:
        if name == "voice":
            parsed_id(value, data_folder())
            self._voice = value
        elif name in self._parameters:
            self._parameters[name] = value
        else:
            raise KeyError(name)
