"""Fetching, against a real server on this machine: what is refused, what is capped, what arrives."""

from __future__ import annotations

import datetime
import gzip
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrate import addresses
from narrate.addresses import is_public, target_of
from narrate.errors import SourceError
from narrate.reading.robots import rules_at
from narrate.reading.web import Fetcher, FetchLimits

PAGE = b"<html><body><p>The harbour is open.</p></body></html>"
QUICK = Fetcher(
    allow_private=True,
    limits=FetchLimits(total_s=2, packet_s=1, wire_bytes=200_000, decoded_bytes=1_000_000, retries=2, longest_wait_s=0),
)

Answer = Callable[[BaseHTTPRequestHandler], None]


def _send(handler: BaseHTTPRequestHandler, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    headers = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    for name, value in headers.items():
        handler.send_header(name, value)
    if "Content-Length" not in headers:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.2)


def _drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.2)


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"word " * 20_000)


BOMB = gzip.compress(b"\0" * 20_000_000, 1)


def _bomb(handler: BaseHTTPRequestHandler) -> None:
    _send(handler, BOMB, Content_Encoding="gzip")


def _busy_twice(handler: BaseHTTPRequestHandler) -> None:
    server = handler.server
    count = getattr(server, "asked", 0) + 1
    server.asked = count  # type: ignore[attr-defined]
    if count < 3:
        _send(handler, b"busy", 503, Retry_After="0")
    else:
        _send(handler)


def _conditional(handler: BaseHTTPRequestHandler) -> None:
    if handler.headers.get("If-None-Match") == '"v1"':
        _send(handler, b"", 304)
    else:
        _send(handler, ETag='"v1"', Last_Modified="Tue, 05 Mar 2024 10:00:00 GMT")


ANSWERS: dict[str, Answer] = {
    "/page": _send,
    "/gzip": lambda h: _send(h, gzip.compress(PAGE), Content_Encoding="gzip"),
    "/deflate": lambda h: _send(h, zlib.compress(PAGE), Content_Encoding="deflate"),
    "/half-gzip": lambda h: _send(h, gzip.compress(PAGE * 50)[:-30], Content_Encoding="gzip"),
    "/not-gzip": lambda h: _send(h, PAGE, Content_Encoding="gzip"),
    "/brotli": lambda h: _send(h, PAGE, Content_Encoding="br"),
    "/bomb": _bomb,
    "/drip": _drip,
    "/drip-headers": _drip_headers,
    "/endless": _endless,
    "/loop": lambda h: _send(h, b"", 302, Location="/loop"),
    "/metadata": lambda h: _send(h, b"", 302, Location=f"http://169.254.169.254:{h.server.server_address[1]}/latest/"),
    "/file": lambda h: _send(h, b"", 302, Location="file:///etc/passwd"),
    "/moved": lambda h: _send(h, b"", 301, Location="/page"),
    "/picture": lambda h: _send(h, b"\x89PNG", Content_Type="image/png"),
    "/huge": lambda h: _send(h, b"x", Content_Length="99000000000"),
    "/short": lambda h: _send(h, b"x", Content_Length="5000"),
    "/missing": lambda h: _send(h, b"no", 404),
    "/busy": _busy_twice,
    "/always-busy": lambda h: _send(h, b"busy", 503),
    "/conditional": _conditional,
    "/agent": lambda h: _send(h, (h.headers["User-Agent"] + "|" + h.headers["Host"]).encode()),
    "/robots.txt": lambda h: _send(h, b"User-agent: *\nDisallow: /private/\n", Content_Type="text/plain"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        try:
            ANSWERS.get(self.path, ANSWERS["/missing"])(self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            return

    def log_message(self, format: str, *args: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/gzip", "/deflate", "/moved"])
def test_a_page_arrives_whole(server: str, path: str) -> None:
    answer = QUICK.fetch(server + path)
    assert answer.data == PAGE
    assert answer.status == 200


def test_a_redirect_gives_the_address_it_led_to(server: str) -> None:
    assert QUICK.fetch(server + "/moved").url == server + "/page"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/bomb", "larger than"),
        ("/endless", "larger than"),
        ("/huge", "larger than"),
        ("/drip", "did not arrive within 2 s"),
        ("/drip-headers", "did not arrive within 2 s"),
        ("/loop", "redirects more than 5 times"),
        ("/file", "only http and https"),
        ("/picture", "image/png, not an article"),
        ("/missing", "404"),
        ("/always-busy", "503"),
        ("/brotli", "not asked for"),
        ("/half-gzip", "broke off"),
        ("/not-gzip", "damaged"),
        ("/short", "/short: "),
    ],
)
def test_what_does_not_arrive_is_one_clear_line(server: str, path: str, what: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=what) as caught:
        QUICK.fetch(server + path)
    assert time.monotonic() - started < 10  # far under what a drip or an endless body would take
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_busy_server_is_asked_again(server: str) -> None:
    assert QUICK.fetch(server + "/busy").data == PAGE


def test_a_copy_that_is_still_good_is_not_sent_again(server: str) -> None:
    first = QUICK.fetch(server + "/conditional")
    assert (first.etag, first.last_modified) == ('"v1"', "Tue, 05 Mar 2024 10:00:00 GMT")
    assert QUICK.fetch(server + "/conditional", etag=first.etag).status == 304


def test_the_fetch_says_who_it_is(server: str) -> None:
    agent, host = QUICK.fetch(server + "/agent").data.decode().split("|")
    assert agent.startswith("narrate/")
    assert host == server.removeprefix("http://")


def test_robots_are_obeyed_where_asked(server: str) -> None:
    rules = rules_at(server + "/page", QUICK)
    assert rules.allow(server + "/page")
    assert not rules.allow(server + "/private/page")


def test_private_addresses_are_refused_by_default(server: str) -> None:
    for url in (server + "/page", "http://127.0.0.1/", "http://[::1]/", "http://localhost/"):
        with pytest.raises(SourceError, match=r"not a public address|not a web port"):
            replace(QUICK, allow_private=False).fetch(url)


def test_a_redirect_to_the_metadata_service_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # This test's own server must count as public, or the first hop would be refused already.
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    monkeypatch.setattr(addresses, "_PORTS", {"http": int(server.rsplit(":", 1)[1]), "https": 443})
    public = replace(QUICK, allow_private=False)
    assert public.fetch(server + "/page").data == PAGE
    with pytest.raises(SourceError, match=r"169\.254\.169\.254"):
        public.fetch(server + "/metadata")


def test_a_name_is_resolved_once_and_the_checked_address_is_used(server: str) -> None:
    port = int(server.rsplit(":", 1)[1])
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    fetcher = replace(QUICK, resolver=lambda host, port: next(answers))
    assert fetcher.fetch(f"http://rebinding.example:{port}/page").data == PAGE
    assert next(answers) == ["10.0.0.1"]


def test_any_private_address_among_the_public_ones_is_enough() -> None:
    with pytest.raises(SourceError, match=r"10\.0\.0\.7"):
        target_of("http://mixed.example/", False, lambda host, port: ["93.184.215.14", "10.0.0.7"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1",
        "fe80::1%eth0", "not an address",
    ],
)  # fmt: skip
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a", "file:///etc/passwd", "http://user:secret@example.com/", "http:///nothing",
        "http://example.com:99999/", "http://example.com:22/", "http://exa mple.com/", "http://[::1/", "gopher://x/",
        "http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://①②⑦.0.0.1/", "http://\x00/",
    ],
)  # fmt: skip
def test_strange_addresses_are_refused(url: str) -> None:
    with pytest.raises(SourceError) as caught:
        target_of(url, False)
    assert caught.value.hint


def _authority(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """A test authority, and a certificate for `name` that it signed."""
    x509 = pytest.importorskip("cryptography.x509", reason="needs cryptography to make a test certificate")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def subject(common: str) -> object:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    start = datetime.datetime(2020, 1, 1)
    end = datetime.datetime(2099, 1, 1)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def builder(common: str, public: object) -> object:
        made = x509.CertificateBuilder().subject_name(subject(common)).issuer_name(subject("Test Authority"))
        made = made.public_key(public).serial_number(x509.random_serial_number())
        return made.not_valid_before(start).not_valid_after(end)

    root = builder("Test Authority", root_key.public_key())
    other = "digital_signature content_commitment key_encipherment data_encipherment key_agreement crl_sign"
    may = dict.fromkeys(f"{other} encipher_only decipher_only".split(), False)
    # Python 3.13 verifies strictly: an authority must say that it may sign, and who it is.
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    root = root.add_extension(x509.KeyUsage(key_cert_sign=True, **may), True)
    root = root.add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
    root = root.sign(root_key, hashes.SHA256())
    leaf = builder(name, key.public_key())
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = leaf.add_extension(signer, False).sign(root_key, hashes.SHA256())
    paths = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(root.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[2].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return paths


def test_tls_to_a_pinned_address_checks_the_name_of_the_host(tmp_path: Path) -> None:
    authority, certificate, key = _authority(tmp_path, "harbour.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    port = server.server_address[1]
    fetcher = replace(QUICK, ca_certs=str(authority), resolver=lambda host, port: ["127.0.0.1"])
    try:
        assert fetcher.fetch(f"https://harbour.example:{port}/page").data == PAGE
        with pytest.raises(SourceError, match="certificate"):
            fetcher.fetch(f"https://other.example:{port}/page")
        with pytest.raises(SourceError, match="certificate"):
            replace(fetcher, ca_certs=None).fetch(f"https://harbour.example:{port}/page")
    finally:
        server.shutdown()
        server.server_close()
