"""Fetching over http(s): addresses pinned, everything capped, errors in one line."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from narrate.addresses import Resolve, Target, resolve, target_of
from narrate.errors import SourceError
from narrate.model import Raw

USER_AGENT = "narrate/1 (article reader started by a person)"
_REDIRECTS = {301, 302, 303, 307, 308}
_RETRIED = {429, 500, 502, 503, 504}
_ACCEPTED = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom", "application/rdf",
             "application/json", "application/feed+json", "application/epub", "application/pdf",
             "application/octet-stream", "application/vnd.openxmlformats-officedocument.wordprocessingml",
             "application/zip")  # fmt: skip
_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Kind:
    """What a fetch is for: the media types that will do, and how they are asked for."""

    accepted: tuple[str, ...] = _ACCEPTED
    accept: str = _ACCEPT  # the header
    noun: str = "an article"
    hint: str = "give narrate the page of the article"


ARTICLE = Kind()
PICTURE = Kind(
    ("image/", "application/octet-stream", "binary/octet-stream"),
    "image/jpeg, image/png, image/webp;q=0.9, image/*;q=0.5",
    "a picture",
    "give a JPEG or PNG",
)


@dataclass(frozen=True)
class FetchLimits:
    """Every bound of one fetch."""

    wire_bytes: int = 8 * 1024 * 1024  # as sent
    decoded_bytes: int = 24 * 1024 * 1024  # after gzip or deflate
    document_bytes: int = 64 * 1024 * 1024  # of EPUB, PDF and DOCX, which are sent as they are
    redirects: int = 5
    packet_s: int = 8  # to connect, and between two packets
    total_s: int = 30  # over all redirects and retries
    retries: int = 2  # after 429 and 5xx
    longest_wait_s: int = 8  # before a retry


@dataclass(frozen=True)
class Fetched:
    """A response: `status` 304 means that the copy with the given ETag or date is still good."""

    url: str  # after redirects
    status: int
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        return self.headers.get("last-modified", "")


@dataclass(frozen=True)
class Fetcher:
    """The rules of one fetch and what tests replace: certificates, name resolution, the clock's sleep."""

    limits: FetchLimits = FetchLimits()
    allow_private: bool = False
    ca_certs: str | None = None  # None: certifi's
    resolver: Resolve = resolve
    user_agent: str = USER_AGENT
    kind: Kind = ARTICLE

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """Fetch a URL, following redirects and checking every hop.

        Raises
        ------
        SourceError
            Anything but a complete answer within the limits.
        """
        answer = self.ask(url, etag, last_modified)
        if answer.status != 200 and not (answer.status == 304 and (etag or last_modified)):
            raise SourceError(f"{url}: the server answered {answer.status}{_meaning(answer.status)}", _advice(answer))
        return answer

    def ask(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """The server's last word about a URL, whatever its status; SourceError where none comes within the limits."""
        deadline = time.monotonic() + self.limits.total_s
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        for attempt in range(self.limits.retries + 1):
            answer = self._follow(url, headers, deadline)
            if answer.status not in _RETRIED:
                break
            wait = self._wait(answer, attempt)
            if attempt == self.limits.retries or time.monotonic() + wait > deadline:
                break
            time.sleep(wait)
        return answer

    def _wait(self, answer: Fetched, attempt: int) -> float:
        asked = answer.headers.get("retry-after", "")
        if asked.isdigit():
            return min(float(asked), self.limits.longest_wait_s + 1.0)
        try:
            seconds = parsedate_to_datetime(asked).timestamp() - time.time() if asked else 0.0
        except (ValueError, OverflowError, TypeError):
            seconds = 0.0
        return float(min(max(seconds, 0.5 * 2**attempt), self.limits.longest_wait_s))

    def _follow(self, url: str, headers: Mapping[str, str], deadline: float) -> Fetched:
        current, secure = url, False
        for _ in range(self.limits.redirects + 1):
            target = target_of(current, self.allow_private, self.resolver)
            if secure and target.scheme != "https":
                raise SourceError(f"{url}: redirects from https to http", "give narrate the address it leads to")
            secure = target.scheme == "https"
            answer = self._get(target, headers, deadline)
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            try:
                current = urljoin(current, location)
            except ValueError:
                raise SourceError(f"{url}: redirects to no address: {location[:80]}", "check the address") from None
        raise SourceError(f"{url}: redirects more than {self.limits.redirects} times", "open it in a browser first")

    def _get(self, target: Target, headers: Mapping[str, str], deadline: float) -> Fetched:
        problem = ""
        for address in target.addresses[:4]:  # the next address where one is down, as browsers do
            try:
                return self._get_from(address, target, headers, deadline)
            except (NewConnectionError, ConnectTimeoutError) as error:
                problem = _plain(error)
            except (HTTPError, HTTPException, OSError) as error:
                late = time.monotonic() >= deadline
                why = f"did not arrive within {self.limits.total_s} s" if late else _plain(error)
                raise SourceError(f"{target.url}: {why}", "try again, or save the page") from None
        raise SourceError(f"{target.url}: {problem}", "check the address and your connection")

    def _get_from(self, address: str, target: Target, headers: Mapping[str, str], deadline: float) -> Fetched:
        connection = self._connection(address, target)
        with closing(connection):
            connection.connect()
            # Socket timeouts bound each packet only: a server that drips its headers byte by byte needs a clock.
            clock = threading.Timer(max(0.01, deadline - time.monotonic()), _hang_up, [connection.sock])
            clock.daemon = True
            clock.start()
            try:
                sent = {**self._headers(target), **headers}
                connection.request("GET", target.path, headers=sent, preload_content=False, decode_content=False)
                with closing(connection.getresponse()) as response:
                    return self._answer(response, target, deadline)
            finally:
                clock.cancel()

    def _headers(self, target: Target) -> dict[str, str]:
        default = (target.scheme, target.port) in (("http", 80), ("https", 443))
        host = f"[{target.host}]" if ":" in target.host else target.host
        return {
            "Host": host if default else f"{host}:{target.port}",
            "User-Agent": self.user_agent,
            "Accept": self.kind.accept,
            "Accept-Encoding": "gzip, deflate",
        }

    def _connection(self, address: str, target: Target) -> HTTPConnection:
        timeout = self.limits.packet_s
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=timeout)
        return HTTPSConnection(
            address,
            target.port,
            timeout=timeout,
            cert_reqs="CERT_REQUIRED",
            ca_certs=self.ca_certs or certifi.where(),
            server_hostname=target.host,
        )

    def _answer(self, response: HTTPResponse, target: Target, deadline: float) -> Fetched:
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Fetched(target.url, response.status, b"", headers)
        if response.status != 200:
            return answer
        media = headers.get("content-type", "").lower()
        if media and not media.startswith(self.kind.accepted):
            raise SourceError(f"{target.url}: is {media.split(';')[0]}, not {self.kind.noun}", self.kind.hint)
        return replace(answer, data=self._body(response, headers, target, deadline))

    def _body(self, response: HTTPResponse, headers: Mapping[str, str], target: Target, deadline: float) -> bytes:
        encoding = headers.get("content-encoding", "").lower().strip()
        most = self._most(headers, encoding)
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > most:
            raise _too_large(target, most)
        decoder = _decoder(encoding, target)
        pieces: list[bytes] = []
        wire = decoded = 0
        while chunk := response.read1(_CHUNK, decode_content=False):
            wire += len(chunk)
            room = self.limits.decoded_bytes - decoded + 1
            piece = chunk if decoder is None else _decoded(decoder, chunk, room, target)
            decoded += len(piece)
            if wire > most or (decoder is not None and decoded > self.limits.decoded_bytes):
                raise _too_large(target, most if wire > most else self.limits.decoded_bytes)
            if time.monotonic() > deadline:
                raise TimeoutError
            pieces.append(piece)
        if time.monotonic() >= deadline:  # hung up by the clock: what arrived may look complete
            raise TimeoutError
        if declared.isdigit() and wire < int(declared):
            raise SourceError(f"{target.url}: broke off after {wire} of {declared} bytes", "try again")
        if decoder is not None and not decoder.eof:
            raise SourceError(f"{target.url}: its compressed answer broke off", "try again")
        return b"".join(pieces)

    def _most(self, headers: Mapping[str, str], encoding: str) -> int:
        media = headers.get("content-type", "").lower()
        text = media.startswith("text/") or "xml" in media.split(";")[0].rsplit("/", 1)[-1][:9] or "json" in media
        return self.limits.wire_bytes if text or encoding or not media else self.limits.document_bytes


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):  # closed in the meantime
        connected.shutdown(socket.SHUT_RDWR)


def _decoder(encoding: str, target: Target) -> zlib._Decompress | None:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(wbits=31)
    if encoding == "deflate":
        return zlib.decompressobj(wbits=15)
    raise SourceError(f"{target.url}: answers in an encoding that was not asked for ({encoding[:40]})", "save the page")


def _decoded(decoder: zlib._Decompress, chunk: bytes, room: int, target: Target) -> bytes:
    try:
        return decoder.decompress(decoder.unconsumed_tail + chunk, max(1, room))
    except zlib.error:
        raise SourceError(f"{target.url}: its compressed answer is damaged", "try again, or save the page") from None


def _too_large(target: Target, most: int) -> SourceError:
    return SourceError(f"{target.url}: is larger than {most // (1024 * 1024)} MB", "save the article's text instead")


def _plain(error: Exception) -> str:
    text = str(getattr(error, "reason", None) or error)
    for mark, words in (
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not valid"),
        ("certificate", "its certificate is for another host"),
        ("timed out", "the server does not answer in time"),
        ("refused", "the server refuses the connection"),
        ("SSL", "no secure connection is possible"),
    ):
        if mark.lower() in text.lower():
            return words
    return "the connection failed (" + text.split(">:")[-1].strip(" :")[:120] + ")"


def _meaning(status: int) -> str:
    known = {401: "log in", 402: "pay", 403: "forbidden", 404: "no such page", 410: "gone", 429: "too many requests",
             451: "withheld for legal reasons", 503: "not available"}  # fmt: skip
    return f" ({known[status]})" if status in known else ""


def _advice(answer: Fetched) -> str:
    if answer.status in (404, 410):
        return "check the address"
    if answer.status in _RETRIED:
        return "try again later"
    return "open it in a browser, save the page and give narrate the file"


def fetch_url(url: str, *, allow_private: bool = False) -> Raw:
    """Fetch the page of one article that a person asked for."""
    return raw_of(Fetcher(allow_private=allow_private).fetch(url), url)


def fetch_picture_url(url: str, most_bytes: int, *, allow_private: bool = False) -> Raw:
    """Fetch one picture of an article."""
    limits = FetchLimits(document_bytes=most_bytes)
    return raw_of(Fetcher(limits, allow_private=allow_private, kind=PICTURE).fetch(url), url)


def raw_of(answer: Fetched, url: str) -> Raw:
    """An answer as a source; SourceError if nothing came."""
    if not answer.data.strip():
        raise SourceError(f"{url}: the server sent an empty page", "open it in a browser, save it and give the file")
    return Raw(answer.url, answer.data, answer.headers.get("content-type", ""))
