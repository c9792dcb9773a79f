"""Which addresses a fetch may reach: public ones, checked before the connection and pinned to it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from narrate.errors import SourceError

# Python 3.11's is_global calls some of these global: shared, benchmark, reserved, NAT64, 6to4 and Teredo space lead to
# hosts that are not what their prefix says.
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "100::/64", "fec0::/10", "5f00::/16",
    )
)  # fmt: skip
_PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Target:
    """One hop of a fetch: the URL, and the addresses that its host had when they were checked."""

    url: str
    scheme: str
    host: str  # ASCII, without brackets
    port: int
    path: str  # with the query, percent-encoded
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def target_of(url: str, allow_private: bool, resolver: Resolve = resolve) -> Target:
    """Check a URL and resolve its host once.

    Raises
    ------
    SourceError
        Another scheme, a user name, a strange port, a host that does not exist, or one with any address that is not
        public (unless `allow_private`).
    """
    parts = _parts(url)
    host = _host(parts, url)
    port = parts.port or _PORTS[parts.scheme]
    if not allow_private and port != _PORTS[parts.scheme]:
        raise SourceError(f"{url}: port {port} is not a web port", "use --allow-private for servers of your own")
    addresses = _resolved(host, port, url, resolver)
    for address in addresses:
        if not allow_private and not is_public(address):
            raise SourceError(
                f"{url}: leads to {address}, which is not a public address",
                "use --allow-private if this is a server of your own",
            )
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    return Target(urlunsplit(parts), parts.scheme, host, port, path + query, tuple(addresses))


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise SourceError(f"{url}: this is no address", "check it for typing errors") from None
    if parts.scheme not in _PORTS:
        raise SourceError(f"{url}: only http and https addresses are fetched", "save the article and give its file")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"{url}: addresses with a user name are not fetched", "save the page and give its file")
    if any(ord(character) < 33 for character in url.strip()):
        raise SourceError(f"{url!r}: an address holds no spaces or control characters", "check it for typing errors")
    return parts


def _host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not host or "%" in host:
        raise SourceError(f"{url}: there is no host in this address", "check it for typing errors")
    return host


def _resolved(host: str, port: int, url: str, resolver: Resolve) -> list[str]:
    try:
        addresses = resolver(host, port)
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise SourceError(f"{url}: no server called {host} was found", "check the address and your connection")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return not any(ip.version == block.version and ip in block for block in _SPECIAL)
