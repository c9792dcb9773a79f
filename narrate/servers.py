"""Requests to speech servers: patient with a busy one, strict with a strange one."""

from __future__ import annotations

import email.utils
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from narrate.errors import EngineError

LARGEST_ANSWER = 256 * 1024 * 1024
_PIECE = 1 << 16
_TOLD = 200
_BOUNDARY = "narrate-7f0c9a1e5b3d4826"
_RETRIED = (408, 425, 429, 500, 502, 503, 504, 529)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead text and key to another host, or to an address inside the network."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Refused(Exception):
    """An answer that another attempt would not change."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"status {status}: {said}")
        self.status = status
        self.said = said


@dataclass(frozen=True)
class Form:
    """Fields and one file, as a browser would send them."""

    fields: Mapping[str, str]
    name: str
    file: bytes
    media_type: str = "audio/wav"

    def encoded(self) -> bytes:
        def part(head: str, content: bytes) -> bytes:
            return f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"

        parts = [part(f'name="{name}"', value.encode()) for name, value in self.fields.items()]
        parts.append(part(f'name="file"; filename="{self.name}"\r\nContent-Type: {self.media_type}', self.file))
        return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class Server:
    """A server, and how patiently it is asked.

    Parameters
    ----------
    attempts : int
        How often a request is sent at most.
    timeout_s : float
        For one attempt, from the first byte sent to the last one received.
    longest_wait_s : float
        Between two attempts; a server that asks for more is not waited for.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 5
    timeout_s: float = 120.0
    longest_wait_s: float = 60.0
    sleep: Callable[[float], None] = time.sleep

    def ask(self, url: str, body: Mapping[str, object] | Form | None, what: str) -> bytes:
        """Send one request and return the whole answer.

        Parameters
        ----------
        url : str
            http or https.
        body : mapping or Form, optional
            Sent by POST, a mapping as JSON; without it the request is a GET.
        what : str
            Subject of messages: engine, voice and the text's beginning.

        Raises
        ------
        Refused
            The server says that the request itself is wrong (status 400 to 499, or a redirect).
        EngineError
            It cannot be reached, stays busy, or breaks off, after all attempts.
        """
        trouble = ""
        for attempt in range(self.attempts):
            wait_s = 2.0**attempt
            try:
                return self._answer(url, body)
            except urllib.error.HTTPError as error:
                with error:
                    said = _redirected(error) or _said(error)
                if error.code not in _RETRIED:
                    raise Refused(error.code, said) from error
                trouble = f"status {error.code} {said}".strip()
                wait_s = _retry_after_s(error.headers.get("Retry-After", ""), wait_s)
            except (OSError, http.client.HTTPException) as error:
                trouble = _described(error)
            if wait_s > self.longest_wait_s:
                raise EngineError(f"{what}: the server asks to wait {wait_s:.0f} s: {trouble}", "try again later")
            if attempt + 1 < self.attempts:
                self.sleep(wait_s)
        raise EngineError(
            f"{what}: no answer from {url} in {self.attempts} attempts: {trouble}", "is the server running?"
        )

    def _answer(self, url: str, body: Mapping[str, object] | Form | None) -> bytes:
        headers = {"User-Agent": "narrate", "Accept": "*/*", **self.headers}
        data = None
        if isinstance(body, Form):
            data = body.encoded()
            headers["Content-Type"] = f"multipart/form-data; boundary={_BOUNDARY}"
        elif body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, data=data, headers=headers)
        deadline = time.monotonic() + self.timeout_s
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=self.timeout_s) as answer:
            return _whole(answer, deadline)


def _whole(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise Refused(answer.status, f"the answer is larger than {LARGEST_ANSWER >> 20} MB")
        if time.monotonic() > deadline:
            raise TimeoutError("the answer came too slowly")
    # `read1` does not notice that a connection ends before the promised length.
    promised = answer.getheader("Content-Length")
    if promised is not None and promised.isdigit() and size < int(promised):
        raise http.client.IncompleteRead(b"", int(promised) - size)
    return b"".join(pieces)


def _said(error: urllib.error.HTTPError) -> str:
    try:
        text = error.read(2000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    try:
        answer = json.loads(text)
        detail = answer.get("error", answer.get("detail", answer))
        text = str(detail.get("message", detail) if isinstance(detail, dict) else detail)
    except (ValueError, AttributeError):
        pass
    return " ".join(text.split())[:_TOLD]


def _redirected(error: urllib.error.HTTPError) -> str:
    target = error.headers.get("Location", "")
    return f"it redirects to {target!r}, which is not followed" if 300 <= error.code < 400 else ""


def _retry_after_s(header: str, otherwise_s: float) -> float:
    if header.strip().isdigit():
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return otherwise_s
    return max(0.0, moment.timestamp() - time.time())


def _described(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    return str(reason) or type(error).__name__
