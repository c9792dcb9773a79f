"""Voices from the net: `narrate voices install piper:en_US-lessac-medium`.

A voice arrives whole or not at all: a broken download goes on where it stopped, size and hash are checked against the
repository's index, and a file takes its name only when it is complete.
"""

from __future__ import annotations

import difflib
import hashlib
import http.client
import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.engines.models import models_folder
from narrate.errors import EngineError, OutputError, VoiceError

PIPER_VOICES = "https://huggingface.co/rhasspy/piper-voices/resolve/main"

_ATTEMPTS = 6
_TIMEOUT_S = 60.0
_PIECE = 1 << 18
_ROOM = 16 << 20  # left free on the disk
_LARGEST_INDEX = 64 << 20

Advance = Callable[[int, int], None]
"""Told how many bytes of how many have arrived."""


@dataclass(frozen=True)
class RemoteFile:
    """A file of a voice, as the index promises it."""

    url: str
    size: int
    md5: str


def install(
    name: str, advance: Advance = lambda done, total: None, *, source: str = PIPER_VOICES, folder: Path | None = None
) -> Path:
    """Download a voice into the user's folder for voices.

    Parameters
    ----------
    name : str
        Engine and voice, such as "piper:en_US-lessac-medium".
    advance : callable
        Told the bytes that have arrived and the bytes of the whole voice.
    source : str
        Address of the repository of voices.
    folder : Path, optional
        Another place than the user's folder.

    Returns
    -------
    Path
        The model. Its configuration and its card, which states the licence, lie beside it.

    Raises
    ------
    VoiceError
        There is no such voice, or no engine that installs voices.
    EngineError
        The repository does not answer, or what it sends is not what its index promises.
    OutputError
        The folder cannot be written, or the disk is full.
    """
    engine, _, voice = name.partition(":")
    if engine != "piper" or not voice:
        raise VoiceError(f"cannot install {name!r}", "narrate voices install piper:en_US-lessac-medium")
    home = folder or models_folder(engine)
    files = _files(voice, source.rstrip("/"))
    missing = {home / target: file for target, file in files.items() if not _is_complete(home / target, file)}
    total = sum(file.size for file in missing.values())
    try:
        home.mkdir(parents=True, exist_ok=True)
        _check_room(home, missing)
        done = 0
        # The model last: without it the voice does not count as installed.
        for target, file in sorted(missing.items(), key=lambda entry: entry[1].size):
            _fetch(file, target, lambda arrived, before=done: advance(before + arrived, total))  # type: ignore[misc]
            done += file.size
    except OSError as error:
        raise OutputError(f"cannot write the voice into {home}: {error.strerror or error}") from error
    return home / f"{voice}.onnx"


def _files(voice: str, source: str) -> dict[str, RemoteFile]:
    index = _index(f"{source}/voices.json")
    if voice not in index:
        near = difflib.get_close_matches(voice, index, n=3, cutoff=0.5)
        raise VoiceError(f"there is no Piper voice {voice!r}", f"did you mean {' or '.join(near)}?" if near else "")
    found: dict[str, RemoteFile] = {}
    try:
        for path, facts in index[voice]["files"].items():
            own = path.rpartition("/")[2]
            if own in (f"{voice}.onnx", f"{voice}.onnx.json", "MODEL_CARD"):
                target = f"{voice}.MODEL_CARD" if own == "MODEL_CARD" else own
                found[target] = RemoteFile(f"{source}/{path}", int(facts["size_bytes"]), str(facts["md5_digest"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(f"the index of Piper's voices has no such entries as expected: {error!r}") from error
    if not {f"{voice}.onnx", f"{voice}.onnx.json"} <= set(found):
        raise EngineError(f"the index of Piper's voices names no model and configuration for {voice}")
    return found


def _index(url: str) -> Mapping[str, Any]:
    data = bytearray()
    _patiently(url, lambda: _read(url, data))
    try:
        index = json.loads(data)
    except ValueError as error:
        raise EngineError(f"{url} is no index of voices: {error}") from error
    if not isinstance(index, dict):
        raise EngineError(f"{url} is no index of voices")
    return index


def _read(url: str, data: bytearray) -> None:
    data.clear()
    with urllib.request.urlopen(_request(url), timeout=_TIMEOUT_S) as answer:
        data += answer.read(_LARGEST_INDEX)


def _is_complete(target: Path, file: RemoteFile) -> bool:
    return target.is_file() and target.stat().st_size == file.size and _md5(target) == file.md5


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _check_room(home: Path, missing: Mapping[Path, RemoteFile]) -> None:
    needed = sum(file.size for file in missing.values())
    free = shutil.disk_usage(home).free
    if missing and free < needed + _ROOM:
        raise OutputError(f"the disk of {home} has {free >> 20} MB left; the voice needs {needed >> 20} MB")


def _fetch(file: RemoteFile, target: Path, advance: Callable[[int], None]) -> None:
    part = target.with_name(f"{target.name}.part")
    _patiently(file.url, lambda: _continue(file, part, advance))
    if part.stat().st_size != file.size or _md5(part) != file.md5:
        part.unlink()
        raise EngineError(
            f"{file.url} is not the file that the index promises", "try again; it may just have been replaced"
        )
    part.replace(target)


def _continue(file: RemoteFile, part: Path, advance: Callable[[int], None]) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= file.size:
        have = 0
    request = _request(file.url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
        if have and not re.match(rf"bytes {have}-", answer.headers.get("Content-Range", "")):
            have = 0  # a server without ranges sends everything again
        with part.open("r+b" if have else "wb") as stream:
            stream.seek(have)
            while (piece := answer.read(_PIECE)) and have <= file.size:
                stream.write(piece)
                have += len(piece)
                advance(min(have, file.size))
    if have < file.size:
        raise http.client.IncompleteRead(b"", file.size - have)


def _patiently(url: str, attempt: Callable[[], None]) -> None:
    trouble = ""
    for number in range(_ATTEMPTS):
        if number:
            _pause(min(30.0, 2.0**number))
        try:
            return attempt()
        except urllib.error.HTTPError as error:
            with error:
                trouble = f"status {error.code}"
            if error.code in (401, 403, 404, 410):
                break
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            trouble = "it breaks off" if isinstance(error, http.client.IncompleteRead) else str(error)
    raise EngineError(f"cannot download {url}: {trouble}", "try again: what has arrived is kept")


def _pause(seconds: float) -> None:
    time.sleep(seconds)


def _request(url: str) -> urllib.request.Request:
    return urllib.request.Request(url, headers={"User-Agent": "narrate"})
