"""A web server on 127.0.0.1 that is as good as podcast apps need it, or as bad as a test wants it."""

from __future__ import annotations

import contextlib
import re
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

TYPES = {
    ".xml": "application/rss+xml",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt",
    ".png": "image/png",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
}


class Served(BaseHTTPRequestHandler):
    """A web server as good as podcast apps need it: HEAD, ranges, ETag, CORS; `faults` switch parts off."""

    folder: Path
    faults: frozenset[str] = frozenset()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.folder / self.path.lstrip("/")
        hidden = ".narrate" in path.parts and "records" not in self.faults
        if hidden or not path.is_file() or (self.command == "HEAD" and "no-head" in self.faults):
            self.send_error(404)
            return
        data, status = path.read_bytes(), 200
        tag = f'"{hash(data):x}"'
        if self.headers.get("If-None-Match") == tag and "no-304" not in self.faults:
            data, status = b"", 304
        if (
            wanted := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        ) and "no-range" not in self.faults:
            data, status = data[int(wanted[1]) : int(wanted[2]) + 1], 206
        self.send_response(status)
        kind = next((kind for suffix, kind in TYPES.items() if path.name.endswith(suffix)), "text/plain")
        self.send_header("Content-Type", "text/plain" if "types" in self.faults else kind)
        self.send_header("Content-Length", str(len(data)))
        if "no-tag" not in self.faults:
            self.send_header("ETag", tag)
        if "no-cors" not in self.faults:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return None


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextlib.contextmanager
def web(folder: Path) -> Iterator[str]:
    """The address below which a folder is served."""
    handler = type("Handler", (Served,), {"folder": folder})
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
