"""An entry as bytes: one line that says how long its parts are and what their digests, a JSON head, a binary body."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

_MAGIC = b"narrate-1"
LINE_BYTES = 200  # more than any first line has


def digest(data: bytes | memoryview) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def packed(head: dict[str, Any], body: bytes | memoryview) -> tuple[bytes, bytes, bytes | memoryview]:
    """The parts of an entry, in order."""
    encoded = json.dumps(head, separators=(",", ":")).encode("ascii")
    line = b"%s %d %d %s %s\n" % (
        _MAGIC, len(encoded), len(body), digest(encoded).encode("ascii"), digest(body).encode("ascii"),
    )  # fmt: skip
    return line, encoded, body


def body_at(data: bytes | memoryview) -> int:
    """Where the body of a packed entry begins."""
    line = bytes(data[:LINE_BYTES]).partition(b"\n")[0]
    return len(line) + 1 + int(line.split()[1])


def opened(
    line: bytes, read: Callable[[int], bytes], size: int, with_body: bool = True
) -> tuple[dict[str, Any], memoryview]:
    """Head and body after their first line, checked. ValueError for what is no entry, cut short or damaged."""
    magic, head_length, body_length, head_digest, body_digest = line.split()
    head_bytes, body_bytes = int(head_length), int(body_length)
    if magic != _MAGIC or size != len(line) + head_bytes + body_bytes:
        raise ValueError("not an entry, or cut short")
    encoded = read(head_bytes)
    body = read(body_bytes) if with_body else b""
    if digest(encoded) != head_digest.decode("ascii") or (with_body and digest(body) != body_digest.decode("ascii")):
        raise ValueError("the digest does not match")
    head: dict[str, Any] = json.loads(encoded)
    return head, memoryview(body)
