"""From what was named on the command line to sources: folders are walked, and what is no article is told apart."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from narrate import desk, folder, reading
from narrate.errors import NarrateError
from narrate.model import Raw

ARTICLES = frozenset(
    (
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".mdown",
        ".html",
        ".htm",
        ".xhtml",
        ".epub",
        ".pdf",
        ".docx",
        ".rss",
        ".atom",
    )
)
"""Endings of files that a folder is searched for."""
PERHAPS = frozenset((".xml", ".json"))
"""Endings of feeds, and of much else."""
_HEAD_BYTES = 65536


@dataclass(frozen=True)
class Source:
    """A file, an address, or "-"."""

    name: str
    skipped: str = ""  # why nobody tries to read it


def gather(names: Iterable[str], out: Path) -> Iterator[Source]:
    """The sources that were named, in order, and those in folders that were named, by their names; each once.

    Hidden files, editions and the folder `out` are passed over in silence; a file in a folder whose name does not say
    that it is an article is given as skipped. What was named itself is always tried.
    """
    seen: set[str] = set()
    for name in names:
        if name == "-" or "://" in name or not Path(name).is_dir():
            found: Iterable[Source] = [Source(name)]
        else:
            found = _in_folder(Path(name), os.path.realpath(out))
        for source in found:
            place = source.name if source.name == "-" or "://" in source.name else os.path.realpath(source.name)
            if place not in seen:
                seen.add(place)
                yield source


def _in_folder(top: Path, out: str) -> Iterator[Source]:
    for path, folders, files in os.walk(top):
        if os.path.realpath(path) == out or folder.EDITION in files:
            folders.clear()  # what narrate made itself: transcripts and pages are no articles
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                place = os.path.join(path, name)
                yield Source(place, _objection(Path(place)))


def _objection(path: Path) -> str:
    """Why a file that nobody named is left out; empty: it is tried."""
    ending = path.suffix.lower()
    if ending in ARTICLES:
        return ""
    if ending in PERHAPS:
        return "" if _is_feed(path) else "no feed"
    if ending in (".yaml", ".yml"):
        return "" if desk.script_text(str(path)) is not None and _is_script(path) else "no script"
    return f"{ending} is no kind of article" if ending else "its name does not say what it is"


def _is_feed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return reading.kind_of(Raw(str(path), file.read(_HEAD_BYTES))) == "feed"
    except (OSError, NarrateError):
        return False


def _is_script(path: Path) -> bool:
    from narrate import script

    try:
        with path.open("rb") as file:
            return script.is_script(file.read(4096).decode("utf-8", "ignore"))
    except OSError:
        return False
