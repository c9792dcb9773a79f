"""A folder of editions on this machine's own web address: byte ranges, HEAD, ETag, correct types, nothing more."""

from __future__ import annotations

import html
import json
import os
import re
import sys
import urllib.parse
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from narrate.episode.record import media_type
from narrate.episode.templates import ICON, filled, policy, template
from narrate.episode.wording import one_line, spoken_clock
from narrate.errors import OutputError

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK_BYTES = 1 << 16
_OWN_NAMES = ("127.0.0.1", "localhost", "::1")
_BROWSER_TYPES = {"text/html", "text/plain", "text/vtt", "application/json", "application/json+chapters"}


class EditionServer(ThreadingHTTPServer):
    """Serves one folder; `url` is where. Use as a context manager and call `serve_forever`."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # on Windows it would let two servers share a port

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.folder = folder
        super().__init__((host, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when a browser hangs up, which it does at every seek; report anything else."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 0) -> EditionServer:
    """Return a server for a folder of editions, or for one edition, bound but not yet running.

    Parameters
    ----------
    folder : Path
    host : str
        This machine alone unless told otherwise.
    port : int
        0: any free port.

    Raises
    ------
    OutputError
        The folder is not there, or the port is taken.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise OutputError(f"{folder}: no such folder", "build an edition first: narrate build ARTICLE")
    try:
        return EditionServer(root, host, port)
    except OSError as error:
        raise OutputError(f"{host}:{port}: {error.strerror}", "choose another port") from error


def listing(folder: Path) -> bytes:
    """Return a page that lists the editions of a folder, newest first; an edition.json that is broken is named."""
    rows = [_row(child) for child in sorted(folder.iterdir()) if (child / "edition.json").is_file()]
    rows.sort(key=lambda row: row[0], reverse=True)
    editions = "".join(row for _, row in rows)
    style = template("page.css")
    values = {
        "policy": policy("", style),
        "icon": ICON,
        "style": style,
        "editions": f"<ul>{editions}</ul>" if rows else "<p>No editions here yet.</p>",
    }
    return filled("listing.html", values).encode("utf-8")


def _row(folder: Path) -> tuple[str, str]:
    address = html.escape(urllib.parse.quote(folder.name) + "/")
    try:
        record = json.loads((folder / "edition.json").read_bytes())
        title, date, length = one_line(str(record["title"])), str(record["date"]), int(record["audio"]["duration_ms"])
    except (OSError, ValueError, KeyError, TypeError):
        name = html.escape(folder.name)
        return "", f'<li><a href="{address}">{name}</a><p>edition.json cannot be read</p></li>'
    facts = " · ".join(html.escape(fact) for fact in (one_line(date), spoken_clock(length)) if fact)
    shown = html.escape(title) or html.escape(folder.name)
    return date, f'<li><a href="{address}"><bdi>{shown}</bdi></a><p>{facts}</p></li>'


@dataclass(frozen=True)
class _Answer:
    status: HTTPStatus
    start: int = 0
    end: int = 0  # half-open


def _asked_range(value: str, size: int) -> _Answer:
    """Return which bytes a Range header asks for; one range only, as RFC 9110 section 14.2 allows."""
    match = _RANGE.fullmatch(value.strip())
    if not match or match.groups() == ("", ""):
        return _Answer(HTTPStatus.OK, 0, size)
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size or start >= end:
        return _Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    return _Answer(HTTPStatus.PARTIAL_CONTENT, start, end)


class _Handler(BaseHTTPRequestHandler):
    server: EditionServer
    protocol_version = "HTTP/1.1"
    server_version = "narrate"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: the terminal belongs to the command."""

    def _reply(self, *, with_body: bool) -> None:
        try:
            if not self._asked_by_name():
                self._send_text(HTTPStatus.MISDIRECTED_REQUEST, "asked under another name", with_body)
                return
            target = self._target()
            if target is None:
                self._send_text(HTTPStatus.NOT_FOUND, "not found", with_body)
            elif target.is_dir():
                self._send_folder(target, with_body)
            else:
                self._send_file(target, with_body)
        except ValueError:  # from urllib, for a host or path such as "//["
            self._send_text(HTTPStatus.BAD_REQUEST, "not understood", with_body)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _asked_by_name(self) -> bool:
        """Refuse other host names: a page on the net could otherwise reach this server by DNS rebinding."""
        bound = str(self.server.server_address[0])
        if bound not in _OWN_NAMES:
            return True
        name = urllib.parse.urlsplit("//" + self.headers.get("Host", bound)).hostname
        return name in _OWN_NAMES

    def _target(self) -> Path | None:
        """Return the file or folder asked for, if it is inside the folder served and not hidden."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
            return None
        try:
            target = self.server.folder.joinpath(*parts).resolve()
            there = target.is_dir() or target.is_file()
        except OSError:  # a name longer than the file system takes
            return None
        return target if there and target.is_relative_to(self.server.folder) else None

    def _send_folder(self, folder: Path, with_body: bool) -> None:
        path = urllib.parse.urlsplit(self.path).path
        if not path.endswith("/"):
            # One slash: a Location of "//name/" would name another host.
            self._send_text(HTTPStatus.MOVED_PERMANENTLY, "moved", with_body, Location="/" + path.strip("/") + "/")
        elif (folder / "index.html").is_file():
            self._send_file(folder / "index.html", with_body)
        else:
            self._send_bytes(HTTPStatus.OK, listing(folder), "text/html; charset=utf-8", with_body)

    def _send_file(self, path: Path, with_body: bool) -> None:
        try:
            file = path.open("rb")
        except OSError:
            self._send_text(HTTPStatus.NOT_FOUND, "not readable", with_body)
            return
        with file:
            facts = os.fstat(file.fileno())
            tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
            answer = self._answer(facts.st_size, tag)
            self.send_response(answer.status)
            self._send_file_headers(path, facts, tag, answer)
            if with_body:
                file.seek(answer.start)
                self._copy(file, answer.end - answer.start)

    def _answer(self, size: int, tag: str) -> _Answer:
        known = [each.strip().removeprefix("W/") for each in self.headers.get("If-None-Match", "").split(",")]
        if tag in known or "*" in known:
            return _Answer(HTTPStatus.NOT_MODIFIED)
        asked = self.headers.get("Range", "")
        if asked and self.headers.get("If-Range", tag) == tag:
            return _asked_range(asked, size)
        return _Answer(HTTPStatus.OK, 0, size)

    def _send_file_headers(self, path: Path, facts: os.stat_result, tag: str, answer: _Answer) -> None:
        kind = media_type(path.name)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind in _BROWSER_TYPES else kind)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(facts.st_mtime, usegmt=True))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {answer.start}-{answer.end - 1}/{facts.st_size}")
        elif answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.send_header("Content-Range", f"bytes */{facts.st_size}")
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(answer.end - answer.start))
        self.end_headers()

    def _copy(self, file: Any, count: int) -> None:
        while count > 0:
            chunk = file.read(min(_CHUNK_BYTES, count))
            if not chunk:
                self.close_connection = True  # the file shrank: the length promised cannot be kept
                return
            self.wfile.write(chunk)
            count -= len(chunk)

    def _send_text(self, status: HTTPStatus, text: str, with_body: bool, **headers: str) -> None:
        self._send_bytes(status, f"{text}\n".encode(), "text/plain; charset=utf-8", with_body, **headers)

    def _send_bytes(self, status: HTTPStatus, data: bytes, kind: str, with_body: bool, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)
