"""Fetching from addresses that others wrote: only http(s), only public machines, in limits of size and time."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from narrate.addresses import Resolve, Target, resolve, target_of
from narrate.errors import PublishError
from narrate.publishing.targets import Sink

_PACKET_S = 20
_ASKED_S = 60  # for a whole answer
_FILE_S = 1800  # for a whole file that is wanted
_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_MACHINES = 4  # addresses of one host that are tried
_AGENT = "narrate (podcast feed check)"


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""


@dataclass(frozen=True)
class _Request:
    method: str
    headers: Mapping[str, str]
    most_bytes: int
    into: Sink | None
    deadline: float


@dataclass(frozen=True)
class Client:
    """Asks servers; `allow_private` also machines of one's own network."""

    allow_private: bool = False
    resolver: Resolve = resolve

    def ask(
        self,
        url: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        most_bytes: int = 64_000_000,
        into: Sink | None = None,
    ) -> Answer:
        """Ask for an address and follow redirects, each one checked anew; a body that is wanted goes `into` a file.

        Raises
        ------
        PublishError
            No answer in time, a redirect from https to http, or more than `most_bytes`.
        SourceError
            An address that must not be asked.
        """
        deadline = time.monotonic() + (_FILE_S if into else _ASKED_S)
        request = _Request(method, headers or {}, most_bytes, into, deadline)
        current, secure = url, False
        for _ in range(_REDIRECTS + 1):
            target = target_of(current, self.allow_private, self.resolver)
            if secure and target.scheme != "https":
                raise PublishError(f"{url}: redirects from https to http", "name the address it leads to")
            secure = target.scheme == "https"
            answer = _answer(target, request)
            location = answer.headers.get("location", "")
            if answer.status not in _MOVED or not location:
                return answer
            try:
                current = urljoin(current, location)
            except ValueError as error:
                raise PublishError(f"{url}: redirects to no address: {location[:80]}") from error
        raise PublishError(f"{url}: more than {_REDIRECTS} redirects")


def _answer(target: Target, request: _Request) -> Answer:
    """The answer of the first machine of a host that can be reached, as browsers do it."""
    problem: Exception | None = None
    for address in target.addresses[:_MACHINES]:
        connection = _connection(target, address)
        try:
            connection.connect()
        except (OSError, ValueError) as error:
            problem = error
            connection.close()
            continue
        return _told(connection, target, request)
    raise PublishError(f"{target.url}: no answer: {problem}") from problem


def _told(connection: http.client.HTTPConnection, target: Target, request: _Request) -> Answer:
    sent = {"Host": _host(target), "User-Agent": _AGENT, "Accept-Encoding": "identity", **request.headers}
    with contextlib.closing(connection), _clock(connection, request.deadline):
        try:
            connection.request(request.method, target.path, headers=sent)
            response = connection.getresponse()
            if request.into is not None and response.status == 200:
                _copy(response, request.into, request.most_bytes, target.url)
            body = response.read(request.most_bytes + 1)
            if time.monotonic() >= request.deadline:  # hung up by the clock: what arrived may look complete
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= request.deadline
            why = "it took too long" if late else str(error) or type(error).__name__
            raise PublishError(f"{target.url}: no answer: {why}") from error
    if len(body) > request.most_bytes:
        raise PublishError(f"{target.url}: larger than {request.most_bytes:,} bytes")
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(target.url, response.status, headers, body)


@contextlib.contextmanager
def _clock(connection: http.client.HTTPConnection, deadline: float) -> Iterator[None]:
    """Hang up in the end: a time limit for every packet alone lets a server drip its answer for ever."""

    def hang_up() -> None:
        with contextlib.suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(0.01, deadline - time.monotonic()), hang_up)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _copy(response: http.client.HTTPResponse, into: Sink, most_bytes: int, url: str) -> None:
    """Copy what is served, a piece at a time, and make sure that all of it came."""
    length, arrived = response.getheader("Content-Length", ""), 0
    while piece := response.read(1 << 18):
        arrived += len(piece)
        if arrived > most_bytes:
            raise PublishError(f"{url}: larger than {most_bytes:,} bytes")
        into.write(piece)
    if length.isdecimal() and int(length) != arrived:
        raise PublishError(f"{url}: cut short after {arrived:,} of {int(length):,} bytes")


def _host(target: Target) -> str:
    default = (target.scheme, target.port) in (("http", 80), ("https", 443))
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if default else f"{host}:{target.port}"


def _connection(target: Target, address: str) -> http.client.HTTPConnection:
    if target.scheme == "http":
        return http.client.HTTPConnection(address, target.port, timeout=_PACKET_S)
    return _PinnedHTTPS(target.host, address, target.port)


class _PinnedHTTPS(http.client.HTTPSConnection):
    """TLS to one IP address, with the certificate of the name that was asked for."""

    def __init__(self, host: str, machine: str, port: int) -> None:
        super().__init__(host, port, timeout=_PACKET_S, context=ssl.create_default_context())
        self._machine = machine
        self._tls = ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._machine, self.port), _PACKET_S)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
