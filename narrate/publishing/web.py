"""Fetching from addresses that others wrote: only http(s), only public machines, in limits of size and time."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from narrate.errors import PublishError
from narrate.publishing.targets import Sink

_TIMEOUT_S = 20
_REDIRECTS = 5
_AGENT = "narrate (podcast feed check)"


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""


class Client:
    """Asks servers; `allow_private` also machines of one's own network."""

    def __init__(self, allow_private: bool = False) -> None:
        self._allow_private = allow_private

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
            No answer, an address that must not be asked, or more than `most_bytes`.
        """
        for _ in range(_REDIRECTS + 1):
            answer = self._once(url, method, headers or {}, most_bytes, into)
            location = answer.headers.get("location", "")
            if answer.status not in (301, 302, 303, 307, 308) or not location:
                return answer
            url = urljoin(url, location)
        raise PublishError(f"{url}: more than {_REDIRECTS} redirects")

    def _once(self, url: str, method: str, headers: Mapping[str, str], most_bytes: int, into: Sink | None) -> Answer:
        parts = _parts(url)
        machine = self._machine(parts, url)
        connection = _connection(parts, machine)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(
                method,
                path,
                headers={"Host": parts.netloc, "User-Agent": _AGENT, "Accept-Encoding": "identity", **headers},
            )
            response = connection.getresponse()
            if into is not None and response.status == 200:
                _copy(response, into, most_bytes, url)
            body = response.read(most_bytes + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PublishError(f"{url}: no answer: {error}") from error
        finally:
            connection.close()
        if len(body) > most_bytes:
            raise PublishError(f"{url}: larger than {most_bytes:,} bytes")
        return Answer(url, response.status, {key.lower(): value for key, value in response.getheaders()}, body)

    def _machine(self, parts: SplitResult, url: str) -> str:
        """The IP address to connect to. It is looked up once, so that no second answer can lead elsewhere."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PublishError(f"{url}: there is no machine '{host}'") from error
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if not self._allow_private and not _is_public(address):
                raise PublishError(f"{url}: {host} is in a private network", "--allow-private if it is yours")
        return addresses[0]


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


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or not url.isascii() or not url.isprintable() or " " in url:
        raise PublishError(f"'{url}' is not a web address", "https://...")
    if parts.username or parts.password:
        raise PublishError(f"{parts.hostname}: addresses with a user name are not asked")
    return parts


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _connection(parts: SplitResult, machine: str) -> http.client.HTTPConnection:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme == "http":
        return http.client.HTTPConnection(machine, port, timeout=_TIMEOUT_S)
    return _PinnedHTTPS(parts.hostname or "", machine, port)


class _PinnedHTTPS(http.client.HTTPSConnection):
    """TLS to one IP address, with the certificate of the name that was asked for."""

    def __init__(self, host: str, machine: str, port: int) -> None:
        super().__init__(host, port, timeout=_TIMEOUT_S, context=ssl.create_default_context())
        self._machine = machine
        self._tls = ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._machine, self.port), _TIMEOUT_S)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
