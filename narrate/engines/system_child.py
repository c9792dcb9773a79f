"""The process in which engine `system` lets pyttsx3 speak: one request from standard input, one engine, one file.

pyttsx3's drivers for macOS and Windows keep state, run loops and COM objects that go wrong from the second file on
(pyttsx3 issues 402, 419, 440); a process of its own for each file has no second file.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import Any

_LOOK_S = 0.05


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """Carry out one request: list the voices, or speak `text` into `file`."""
    if request.get("prepare"):
        importlib.import_module(request["prepare"])
    import pyttsx3

    engine = pyttsx3.init(request["driver"])
    if "file" not in request:
        return {"voices": [_plain(voice) for voice in engine.getProperty("voices")]}
    failures: list[str] = []
    engine.connect("error", lambda exception, **_: failures.append(f"{type(exception).__name__}: {exception}"))
    engine.setProperty("rate", request["rate"])
    engine.setProperty("voice", request["voice"])
    engine.save_to_file(request["text"], request["file"])
    engine.runAndWait()
    if failures:
        return {"error": failures[0]}
    chosen = engine.getProperty("voice")
    if chosen != request["voice"]:
        return {"error": f"it speaks with the voice {chosen!r} instead"}
    _wait_for(request["file"], request["grace_s"])
    return {}


def _plain(voice: Any) -> dict[str, Any]:
    languages = [tag.decode("utf-8", "replace") if isinstance(tag, bytes) else str(tag) for tag in voice.languages]
    return {"id": voice.id, "name": voice.name, "languages": languages, "gender": voice.gender, "age": voice.age}


def _wait_for(file: str, grace_s: float) -> None:
    deadline = time.monotonic() + grace_s
    size = -1
    while time.monotonic() < deadline:
        now = os.path.getsize(file) if os.path.exists(file) else 0
        if now == size and now > 0:
            return
        size = now
        time.sleep(_LOOK_S)


def main() -> None:
    """Answer the request on standard input with one line of JSON on the real standard output."""
    request = json.loads(sys.stdin.buffer.read())
    answer_to = os.dup(1)
    os.dup2(2, 1)  # drivers print what they do
    try:
        answer = answered(request)
    except Exception as error:  # noqa: BLE001 - whatever the driver raises is the answer
        answer = {"error": f"{type(error).__name__}: {error}"}
    os.write(answer_to, json.dumps(answer).encode())


if __name__ == "__main__":
    main()
