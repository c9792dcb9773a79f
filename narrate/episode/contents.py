"""The files beside the MP3: a table of names and the functions that make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from narrate.episode.captions import chapters_json, transcript_json, transcript_text, webvtt
from narrate.model import Edition

FILES: Mapping[str, Callable[[Edition], bytes]] = {
    "transcript.vtt": webvtt,
    "transcript.json": transcript_json,
    "transcript.txt": transcript_text,
    "chapters.json": chapters_json,
}


def package(edition: Edition) -> dict[str, bytes]:
    """Return the files that stand beside the MP3, name to bytes; no chapters.json without chapters."""
    return {name: make(edition) for name, make in FILES.items() if name != "chapters.json" or edition.chapters}
