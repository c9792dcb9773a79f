"""Editions, artwork and podcast.yaml for the tests of publishing, as `narrate build` and people write them."""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import os
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

SHOW = """shows:
  evening:
    title: The Evening Edition
    description: The day's articles, read aloud.
    language: en-gb
    author: Northfield Herald
    owner: {name: Editor A, email: editor@example.org}
    category: [News > Daily News, Society & Culture]
    link: https://example.org/
    image: cover.png
    url: https://example.org/podcast/
    target: ./public
"""


def optional(name: str) -> Any:
    """A package that only these tests need; where CI is set, a missing one fails."""
    return importlib.import_module(name) if "CI" in os.environ else pytest.importorskip(name)


def program(name: str) -> str:
    """A program that only these tests need; where CI is set, a missing one fails."""
    path = shutil.which(name)
    if path is None:
        assert "CI" not in os.environ, f"{name} is missing"
        pytest.skip(f"{name} is not installed")
    return path


@functools.cache
def png(pixels: int) -> bytes:
    """A square RGB picture."""
    rows = (b"\0" + b"\x10\x40\x80" * pixels) * pixels
    header = struct.pack(">IIBBBBB", pixels, pixels, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    body = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def podcast_file(folder: Path, text: str = SHOW, **more: str) -> Path:
    """podcast.yaml with artwork beside it; `more` are further lines of the show."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "cover.png").exists():
        (folder / "cover.png").write_bytes(png(1400))
    extra = "".join(f"    {key}: {value}\n" for key, value in more.items())
    path = folder / "podcast.yaml"
    path.write_text(text + extra, encoding="utf-8")
    return path


def edition(folder: Path, slug: str = "council-library", **changes: Any) -> Path:
    """A finished edition: real bytes, true sizes and hashes."""
    place = folder / slug
    place.mkdir(parents=True, exist_ok=True)
    audio = changes.pop("audio", b"ID3" + slug.encode() * 2000)
    contents = {
        "transcript.vtt": ("text/vtt", b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Narrator>Good evening.\n"),
        "transcript.json": ("application/json", b'{"version": "1.0.0", "segments": []}'),
        "chapters.json": ("application/json+chapters", b'{"version": "1.2.0", "chapters": []}'),
    } | changes.pop("contents", {})
    (place / "episode.mp3").write_bytes(audio)
    for name, (_, data) in contents.items():
        (place / name).write_bytes(data)
    facts = {
        "version": 1,
        "slug": slug,
        "title": f"Council keeps the library open ({slug})",
        "author": "Author A",
        "date": "2026-11-20",
        "language": "en-gb",
        "site": "Northfield Herald",
        "url": f"https://example.org/{slug}",
        "image": "",
        "summary": "After two months of protest the council voted to keep the library open.\n\nThe vote was close.",
        "audio": _entry(audio, "audio/mpeg") | {"file": "episode.mp3", "duration_ms": 183_400},
        "files": {name: _entry(data, media_type) for name, (media_type, data) in contents.items()},
        "speakers": [],
        "chapters": [
            {"start_ms": 0, "end_ms": 9_000, "title": "Council keeps the library open"},
            {"start_ms": 9_000, "end_ms": 60_000, "title": "The vote"},
            {"start_ms": 60_000, "end_ms": 183_400, "title": "What comes next"},
        ],
        "cues": [],
        "removed": [],
        "proof": {},
        "versions": {},
    }
    (place / "edition.json").write_text(json.dumps(facts | changes), encoding="utf-8")
    return place


def _entry(data: bytes, media_type: str) -> dict[str, Any]:
    return {"type": media_type, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
