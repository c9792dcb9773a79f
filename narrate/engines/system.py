"""The voices of macOS and Windows, through pyttsx3's own drivers in a process for each file."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.engines.programs import Programs
from narrate.engines.recordings import NotARecording, recording
from narrate.errors import EngineError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Gender, Speech

_DRIVERS = {"darwin": ("nsss", ".aiff"), "win32": ("sapi5", ".wav")}
_GRACE_S = 5.0  # the macOS driver may return before its file is complete
_LIST_S = 60.0
_SPEAK_S = 30.0
_SPEAK_S_PER_CHARACTER = 0.2  # slower than reading aloud, and these drivers are faster


class SystemEngine:
    """Engine `system`: nsss on macOS, sapi5 on Windows.

    Parameters
    ----------
    driver : str
        Another driver of pyttsx3 than the system's own.
    suffix : str
        Name ending of the files it writes.
    prepare : str
        A module to import first, for drivers that must be registered.
    """

    name = "system"
    capabilities = Capabilities(parallel=True)

    def __init__(self, driver: str = "", suffix: str = ".wav", prepare: str = "") -> None:
        if not driver:
            if sys.platform not in _DRIVERS:
                raise EngineError(
                    f"engine 'system' speaks with the voices of macOS and Windows; this is {platform.system()}",
                    "write engine: pyttsx3",
                )
            driver, suffix = _DRIVERS[sys.platform]
        self._driver, self._suffix, self._prepare = driver, suffix, prepare
        self._programs = Programs()

    def fingerprint(self, voice: CastVoice) -> str:
        """The release of the operating system: its voices change with it."""
        release = platform.mac_ver()[0] or platform.version()
        return f"{self._driver} {platform.system()} {release}"

    def voices(self) -> Sequence[EngineVoice]:
        """What the system has installed. EngineError if its speech service does not answer."""
        return _installed(self._driver, self._prepare)

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Say `text`; no word times, no pitch.

        Raises
        ------
        VoiceError
            The system has no voice of this id.
        EngineError
            The speech service fails, hangs, or writes no sound.
        """
        if not any(voice.id == offered.id for offered in self.voices()):
            raise VoiceError(f"engine 'system' has no voice {voice.id!r}", "`narrate voices --engine system` lists all")
        what = f"engine 'system', voice {voice.name!r}, text {text[:40]!r}"
        with tempfile.TemporaryDirectory(prefix="narrate-system-", ignore_cleanup_errors=True) as folder:
            file = Path(folder, f"speech{self._suffix}")
            request = {"text": text, "file": str(file), "voice": voice.id, "rate": voice.rate, "grace_s": _GRACE_S}
            limit_s = _SPEAK_S + _SPEAK_S_PER_CHARACTER * len(text)
            _asked(self._programs, self._driver, self._prepare, request, limit_s=limit_s, what=what)
            try:
                return recording(file.read_bytes())
            except FileNotFoundError as error:
                raise EngineError(f"{what}: the speech service wrote no file") from error
            except NotARecording as error:
                raise EngineError(f"{what}: the speech service wrote no recording: {error}") from error

    def close(self) -> None:
        """End the speech process under way."""
        self._programs.end()


@lru_cache(maxsize=4)
def _installed(driver: str, prepare: str) -> tuple[EngineVoice, ...]:
    answer = _asked(Programs(), driver, prepare, {}, limit_s=_LIST_S, what="engine 'system', list of voices")
    return tuple(_described(voice) for voice in answer["voices"])


def _asked(
    programs: Programs, driver: str, prepare: str, request: dict[str, Any], *, limit_s: float, what: str
) -> dict[str, Any]:
    given = json.dumps({"driver": driver, "prepare": prepare, **request}).encode()
    output = programs.run(
        [sys.executable, "-m", "narrate.engines.system_child"], given=given, limit_s=limit_s, what=what
    )
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise EngineError(f"{what}: the speech process ended without an answer") from error
    if "error" in answer:
        raise EngineError(f"{what}: {answer['error']}")
    return answer


def _described(voice: dict[str, Any]) -> EngineVoice:
    # "VoiceGenderFemale", "Female" or None; "en_US", "en-US"; 35, "Adult" or None: each driver has its own way.
    gender = str(voice["gender"] or "").removeprefix("VoiceGender").lower()
    known: Gender = "female" if gender == "female" else "male" if gender == "male" else ""
    languages = tuple(tag.replace("_", "-").lower() for tag in voice["languages"] if tag)
    return EngineVoice(str(voice["id"]), str(voice["name"]), languages, known, _age(voice["age"]))


def _age(age: Any) -> str:
    if isinstance(age, int | float):
        return "child" if age < 16 else "senior" if age >= 60 else "adult"
    return {"child": "child", "teen": "child", "senior": "senior"}.get(str(age or "").lower(), "adult" if age else "")
