"""Files of models from the net: resumed where they broke off, checked, and whole or not there at all."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from narrate.addresses import is_public, resolve
from narrate.errors import EngineError, OutputError

_ATTEMPTS = 6
_TIMEOUT_S = 60.0
_SLOWEST = 1 << 14  # bytes in the time of a timeout: a server that sends less is asked anew
_PIECE = 1 << 18
_ROOM = 16 << 20  # left free on the disk
_LARGEST_INDEX = 64 << 20

Advance = Callable[[int, int], None]
"""Told how many bytes of how many have arrived."""


@dataclass(frozen=True)
class RemoteFile:
    """A file of a model, as the index promises it."""

    url: str
    size: int
    hash: str  # "md5:..." or "sha256:..."; empty where the index promises none, and the size alone is checked


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows where files really are, but not into the network of this machine and not from https to http."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if old.scheme == "https" and new.scheme != "https":
            raise EngineError(f"{req.full_url} redirects to {newurl}, which is not https")
        if new.hostname != old.hostname and not _is_public(new.hostname or ""):
            raise EngineError(f"{req.full_url} redirects to {newurl}, which is inside of your own network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_public(host: str) -> bool:
    try:
        return all(map(is_public, resolve(host, 443)))
    except (OSError, UnicodeError):
        return False


def read_index(url: str) -> Mapping[str, Any]:
    """A JSON object from the net. EngineError if there is none."""
    data = bytearray()
    _patiently(url, lambda: _read(url, data))
    try:
        index = json.loads(data)
    except ValueError as error:
        raise EngineError(f"{url} is no index of voices: {error}") from error
    if not isinstance(index, dict):
        raise EngineError(f"{url} is no index of voices")
    return index


def fetch_all(files: Mapping[Path, RemoteFile], home: Path, advance: Advance) -> None:
    """Download what is not there yet, the largest file last.

    Raises
    ------
    EngineError
        A server does not answer, or what it sends is not what the index promises.
    OutputError
        The folder cannot be written, or the disk is full.
    """
    try:
        missing = {target: file for target, file in files.items() if not _is_complete(target, file)}
        total = sum(file.size for file in missing.values())
        home.mkdir(parents=True, exist_ok=True)
        _check_room(home, missing)
        done = 0
        # The model last: without it the voice does not count as installed.
        for target, file in sorted(missing.items(), key=lambda entry: entry[1].size):
            _fetch(file, target, lambda arrived, before=done: advance(before + arrived, total))  # type: ignore[misc]
            done += file.size
    except OSError as error:
        raise OutputError(f"cannot write the voice into {home}: {error.strerror or error}") from error


def _read(url: str, data: bytearray) -> None:
    data.clear()
    with _opened(urllib.request.Request(url)) as answer:
        data += answer.read(_LARGEST_INDEX)


def _opened(request: urllib.request.Request) -> Any:
    request.add_header("User-Agent", "narrate")
    return urllib.request.build_opener(_Redirects).open(request, timeout=_TIMEOUT_S)


def _is_complete(target: Path, file: RemoteFile) -> bool:
    return target.is_file() and target.stat().st_size == file.size and _is_promised(target, file)


def _is_promised(path: Path, file: RemoteFile) -> bool:
    algorithm, _, digest = file.hash.partition(":")
    if not digest:
        return True
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest() == digest


def _check_room(home: Path, missing: Mapping[Path, RemoteFile]) -> None:
    needed = sum(file.size for file in missing.values())
    free = shutil.disk_usage(home).free
    if missing and free < needed + _ROOM:
        raise OutputError(f"the disk of {home} has {free >> 20} MB left; the voice needs {needed >> 20} MB")


def _fetch(file: RemoteFile, target: Path, advance: Callable[[int], None]) -> None:
    part = target.with_name(f"{target.name}.part")
    _patiently(file.url, lambda: _continue(file, part, advance))
    if part.stat().st_size != file.size or not _is_promised(part, file):
        part.unlink()
        raise EngineError(
            f"{file.url} is not the file that the index promises", "try again; it may just have been replaced"
        )
    part.replace(target)


def _continue(file: RemoteFile, part: Path, advance: Callable[[int], None]) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= file.size:
        have = 0
    request = urllib.request.Request(file.url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    with _opened(request) as answer:
        if have and not re.match(rf"bytes {have}-", answer.headers.get("Content-Range", "")):
            have = 0  # a server without ranges sends everything again
        with part.open("r+b" if have else "wb") as stream:
            stream.seek(have)
            for piece in _pieces(answer):
                stream.write(piece)
                have += len(piece)
                advance(min(have, file.size))
                if have > file.size:
                    break
    if have < file.size:
        raise http.client.IncompleteRead(b"", file.size - have)


def _pieces(answer: Any) -> Iterator[bytes]:
    mark, arrived = time.monotonic(), 0
    while piece := answer.read1(_PIECE):
        yield piece
        arrived += len(piece)
        if time.monotonic() - mark > _TIMEOUT_S:
            if arrived < _SLOWEST:
                raise TimeoutError("it sends next to nothing")
            mark, arrived = time.monotonic(), 0


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
