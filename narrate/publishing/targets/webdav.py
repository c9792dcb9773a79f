"""A WebDAV server with locks (class 2): Apache, Nextcloud, wsgidav and the like.

User and password come from NARRATE_WEBDAV_USER and NARRATE_WEBDAV_PASSWORD, or from ~/.netrc.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import netrc
import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from narrate.errors import PublishError
from narrate.publishing.elements import Element, Malformed, parse
from narrate.publishing.settings import TargetSettings
from narrate.publishing.targets.base import (
    STATE,
    Changed,
    Digest,
    Fetching,
    Found,
    Sink,
    Unreachable,
    Upload,
    check_key,
)
from narrate.publishing.targets.turns import Turn

_TIMEOUT_S = 60
_LOCK_S = 120  # the server lifts the lock of a killed publisher after this
_LOCK_WAIT_S = 300
_TEMPORARY = ".narrate-part-"
_STALE_PART_S = 86_400
_LOCK_BODY = (
    b'<?xml version="1.0" encoding="utf-8"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope>'
    b"<D:locktype><D:write/></D:locktype><D:owner>narrate</D:owner></D:lockinfo>"
)
_PROPFIND_BODY = (
    b'<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>'
)
_PROPFIND_DATES = _PROPFIND_BODY.replace(b"<D:resourcetype/>", b"<D:resourcetype/><D:getlastmodified/>")


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class WebdavTarget(Fetching):
    """Uploads under another name, then MOVE, all under one lock: readers never get half a file."""

    def __init__(self, settings: TargetSettings, base: Path) -> None:
        self._root = settings.path.rstrip("/")
        self._parts = urlsplit(self._root)
        self._authorization = _authorization(self._parts.hostname or "")
        self._folders: set[str] = set()
        self._turn = Turn(self._acquire, self._release)
        self._token = ""

    @property
    def where(self) -> str:
        return self._root

    def fetch(self, key: str, into: Sink) -> str | None:
        digest = Digest(into)
        answer = self._ask("GET", key, absent=True, into=digest)
        return digest.hex if answer.status == 200 else None

    def stat(self, key: str) -> Found | None:
        answer = self._ask("HEAD", key, absent=True)
        if answer.status != 200:
            return None
        return Found(int(answer.headers.get("content-length", "-1")), answer.headers.get("content-type", ""))

    def put_new(self, key: str, upload: Upload) -> bool:
        if self.stat(key) is not None:
            return False
        with self._written(key, upload) as part:
            return self._move(part, key, overwrite=False)

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        with self._written(key, upload) as part, self.exclusive():
            if (self.sha256(key) or None) != tag or not self._lock_lives():
                raise Changed(key)
            self._move(part, key, overwrite=True)

    def remove(self, key: str) -> None:
        self._ask("DELETE", key, absent=True)

    def keys(self, folder: str) -> list[str]:
        names = [name for name, _ in self._entries(folder, _PROPFIND_BODY) if not name.startswith(_TEMPORARY)]
        return sorted(f"{folder}/{name}" for name in names)

    def settle(self) -> None:
        return None

    def sweep(self) -> None:
        """Remove what killed publishers left in the folders that this run wrote to."""
        for folder in sorted(self._folders):
            told = [(name, _modified(entry)) for name, entry in self._entries(folder, _PROPFIND_DATES)]
            dated = [(name, date) for name, date in told if date is not None]
            newest = max((date for _, date in dated), default=0.0)  # the server's clock
            for name, date in dated:
                if name.startswith(_TEMPORARY) and newest - date > _STALE_PART_S:
                    self.remove(f"{folder}/{name}")

    def close(self) -> None:
        return None

    # ---------------------------------------------------------------------------------------------------- the lock

    def exclusive(self) -> AbstractContextManager[None]:
        return self._turn

    def _release(self) -> None:
        with contextlib.suppress(Unreachable, PublishError):
            self._ask("UNLOCK", f"{STATE}/lock", {"Lock-Token": self._token}, absent=True)
        self._token = ""

    def _acquire(self) -> None:
        self._make_folder(f"{STATE}/lock")
        headers = {"Timeout": f"Second-{_LOCK_S}", "Depth": "0", "Content-Type": "application/xml"}
        give_up = time.monotonic() + _LOCK_WAIT_S
        while time.monotonic() < give_up:
            answer = self._ask("LOCK", f"{STATE}/lock", headers, _LOCK_BODY, accept=(405, 423, 501))
            if answer.status in (405, 501):
                raise PublishError(f"{self._root}: the server has no locks (WebDAV class 2)", "use sftp: or folder:")
            if answer.status in (200, 201) and answer.headers.get("lock-token"):
                self._token = answer.headers["lock-token"]
                return
            time.sleep(0.03 + secrets.randbelow(60) / 1000)
        raise PublishError(f"{self._root}: another publisher holds the lock", "wait for it to end, then try again")

    def _lock_lives(self) -> bool:
        """Renew the lock: false if it ran out and somebody else may have it."""
        headers = {"If": f"({self._token})", "Timeout": f"Second-{_LOCK_S}", "Depth": "0"}
        return self._ask("LOCK", f"{STATE}/lock", headers, accept=(400, 412, 423)).status == 200

    # --------------------------------------------------------------------------------------------------- the requests

    def _entries(self, folder: str, properties: bytes) -> Iterator[tuple[str, Element]]:
        """The names of the files directly below a folder, with what the server tells of them."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        answer = self._ask("PROPFIND", f"{folder}/", headers, properties, absent=True)
        if answer.status != 207:
            return
        try:
            root = parse(answer.body)
        except Malformed as error:
            raise Unreachable(f"{self._root}/{folder}: {error}") from error
        for response in root.iterfind("{DAV:}response"):
            path = unquote(urlsplit(response.findtext("{DAV:}href") or "").path)
            name = path.rpartition("/")[2]  # empty for folders, whose paths end with a slash
            if name and response.find(".//{DAV:}collection") is None:
                yield name, response

    @contextlib.contextmanager
    def _written(self, key: str, upload: Upload) -> Iterator[str]:
        self._make_folder(key)
        folder = key.rpartition("/")[0]
        name = f"{_TEMPORARY}{secrets.token_hex(8)}"
        part = f"{folder}/{name}" if folder else name
        try:
            self._ask("PUT", part, {"Content-Type": upload.media_type}, upload)
            yield part
        finally:
            with contextlib.suppress(Unreachable, PublishError):
                self._ask("DELETE", part, absent=True)

    def _move(self, part: str, key: str, *, overwrite: bool) -> bool:
        destination = f"{self._root}/{quote(check_key(key))}"
        headers = {"Destination": destination, "Overwrite": "T" if overwrite else "F"}
        answer = self._ask("MOVE", part, headers, accept=(412,))
        return answer.status != 412

    def _make_folder(self, key: str) -> None:
        folders = key.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            folder = "/".join(folders[:depth])
            if folder not in self._folders:
                self._ask("MKCOL", f"{folder}/", accept=(405, 409, 301))
                self._folders.add(folder)

    def _ask(
        self,
        method: str,
        key: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Upload | None = None,
        *,
        absent: bool = False,
        accept: tuple[int, ...] = (),
        into: Sink | None = None,
    ) -> _Answer:
        where = f"{self._root}/{key}"
        path = f"{self._parts.path}/{quote(_checked(key))}"
        answer = self._sent(method, path, dict(headers or {}), body, where, into)
        if 200 <= answer.status < 300 or answer.status in accept or (absent and answer.status in (404, 410)):
            return answer
        if answer.status >= 500 or answer.status in (404, 408, 409, 423, 425, 429):
            raise Unreachable(f"{where}: {method} {answer.status}")
        hint = "NARRATE_WEBDAV_USER and NARRATE_WEBDAV_PASSWORD, or ~/.netrc" if answer.status in (401, 403) else ""
        raise PublishError(f"{where}: the server answers {answer.status} to {method}", hint)

    def _sent(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | Upload | None,
        where: str,
        into: Sink | None,
    ) -> _Answer:
        secure = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=_TIMEOUT_S)
        if self._authorization:
            headers["Authorization"] = self._authorization
        if isinstance(body, Upload):
            headers["Content-Length"] = str(body.length)
        try:
            connection.request(method, path, body.chunks() if isinstance(body, Upload) else body, headers)
            response = connection.getresponse()
            data = _copied(response, into, where) if into and response.status == 200 else response.read()
            return _Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, data)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{where}: {error or type(error).__name__}") from error
        finally:
            connection.close()


def _copied(response: http.client.HTTPResponse, into: Sink, where: str) -> bytes:
    """Copy what is served, a piece at a time."""
    length, arrived = response.getheader("Content-Length"), 0
    while piece := response.read(1 << 18):
        into.write(piece)
        arrived += len(piece)
    if length is not None and int(length) != arrived:
        raise Unreachable(f"{where}: the answer was cut short")
    return b""


def _modified(entry: Element) -> float | None:
    """When a file was written, in seconds; None if the server does not tell."""
    try:
        return parsedate_to_datetime(entry.findtext(".//{DAV:}getlastmodified") or "").timestamp()
    except (ValueError, OverflowError):
        return None


def _checked(key: str) -> str:
    return f"{check_key(key[:-1])}/" if key.endswith("/") else check_key(key)


def _authorization(host: str) -> str:
    user, password = os.environ.get("NARRATE_WEBDAV_USER", ""), os.environ.get("NARRATE_WEBDAV_PASSWORD", "")
    if not user:
        with contextlib.suppress(OSError, netrc.NetrcParseError):
            known = netrc.netrc().authenticators(host)
            user, password = (known[0], known[2] or "") if known else ("", "")
    if not user or re.search(r"[\x00-\x1f]", user + password):
        return ""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
