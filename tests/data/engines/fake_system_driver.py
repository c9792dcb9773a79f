"""A pyttsx3 driver with a voice for everything that can go wrong with a system's speech service."""

import sys
import threading
import time
import wave

import pyttsx3.drivers  # noqa: F401
from pyttsx3.voice import Voice

sys.modules["pyttsx3.drivers.fake"] = sys.modules[__name__]

VOICES = [
    Voice("com.fake.Samantha", "Samantha", ["en_US"], "VoiceGenderFemale", 35),
    Voice("com.fake.Fred", "Fred", ["en_US"], "VoiceGenderMale", 70),
    Voice("com.fake.Junior", "Junior", [b"\x02en-gb"[1:]], None, 8),
    *(Voice(f"com.fake.{what}", what, ["en-US"], None, None) for what in ("mute", "empty", "torn", "late", "hangs")),
    *(Voice(f"com.fake.{what}", what, ["en-US"], "Female", "Adult") for what in ("raises", "dies", "deaf")),
]


def buildDriver(proxy):
    return FakeDriver(proxy)


class FakeDriver:
    def __init__(self, proxy):
        self._proxy = proxy
        self._looping = False
        self._settings = {"voice": "com.fake.Samantha", "rate": 200, "volume": 1.0}

    def startLoop(self):
        self._looping = True
        while self._looping:
            self._proxy.setBusy(False)
            time.sleep(0.01)

    def endLoop(self):
        self._looping = False

    def stop(self):
        pass

    def getProperty(self, name):
        return VOICES if name == "voices" else self._settings[name]

    def setProperty(self, name, value):
        if (name, value) != ("voice", "com.fake.deaf"):
            self._settings[name] = value

    def save_to_file(self, text, filename):
        print("Audio saved to", filename)
        what = self._settings["voice"].rpartition(".")[2]
        if what == "raises":
            raise OSError("the speech service is busy")
        if what == "dies":
            sys.stderr.write("Segmentation fault\n")
            sys.stderr.flush()
            import os

            os._exit(139)
        if what == "hangs":
            time.sleep(600)
        if what == "late":
            threading.Timer(0.3, self._write, (text, filename)).start()
        elif what == "empty":
            open(filename, "wb").close()
        elif what == "torn":
            self._write(text, filename)
            with open(filename, "r+b") as file:
                file.truncate(1000)
        elif what != "mute":
            self._write(text, filename)

    def _write(self, text, filename):
        with wave.open(filename, "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(b"\1\2" * (len(text) * 22050 * 10 // self._settings["rate"]))
