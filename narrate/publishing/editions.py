"""An edition folder, read and verified: nothing unfinished is ever published."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.errors import PublishError
from narrate.publishing.text import clean, one_line

_LARGEST_DESCRIPTION = 64_000_000


PLAYED = ("audio/mpeg", "audio/x-m4a", "audio/mp4", "audio/aac")
"""What podcast apps play as the recording of an episode."""


@dataclass(frozen=True)
class EditionFile:
    """A file of an edition; its size and hash were compared with edition.json."""

    name: str
    path: Path
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class FinishedEdition:
    """What publishing needs to know of an edition."""

    folder: Path
    slug: str
    title: str
    audio: EditionFile
    duration_ms: int
    files: tuple[EditionFile, ...] = ()
    author: str = ""
    date: str = ""
    language: str = "en"
    site: str = ""
    url: str = ""
    summary: str = ""
    notice: str = ""  # that the voices are synthetic
    chapters: tuple[tuple[int, str], ...] = ()  # start_ms, title

    @property
    def fingerprint(self) -> str:
        """Stands for everything a listener could notice; two editions with one fingerprint are the same."""
        words = [self.title, self.author, self.date, self.language, self.site, self.url, self.summary]
        files = [[file.name, file.media_type, file.sha256] for file in (self.audio, *self.files)]
        content = json.dumps([words, files, self.chapters, self.duration_ms], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()


def read_edition(folder: str | Path) -> FinishedEdition:
    """Read `edition.json` and compare every file it names with its size and SHA-256.

    Raises
    ------
    PublishError
        If the folder is no edition, or one that was never finished or was changed afterwards.
    """
    place = Path(folder)
    if place.name == "edition.json":
        place = place.parent
    facts = _description(place)
    try:
        return _edition(place, facts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unfinished(place, f"edition.json is not as expected ({type(error).__name__}: {error})") from error


def _unfinished(place: Path, why: str) -> PublishError:
    return PublishError(f"{place}: not a finished edition: {why}", "run narrate build again, then publish")


def _description(place: Path) -> Mapping[str, Any]:
    if not place.is_dir():
        raise PublishError(f"{place}: there is no such edition folder", "narrate build ARTICLE makes one below out/")
    path = place / "edition.json"
    if not path.is_file():
        raise _unfinished(place, "edition.json is missing")
    if path.stat().st_size > _LARGEST_DESCRIPTION:
        raise _unfinished(place, "edition.json is too large")
    try:
        facts = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _unfinished(place, "edition.json is broken") from error
    if not isinstance(facts, dict):
        raise _unfinished(place, "edition.json is not an object")
    if facts.get("version") != 1:
        message = f"{place}: edition.json has version {facts.get('version')!r}; this narrate knows version 1"
        raise PublishError(message, "update narrate, or build the edition again")
    return facts


def _edition(place: Path, facts: Mapping[str, Any]) -> FinishedEdition:
    audio = facts["audio"]
    slug, title = _words(facts, "slug"), _words(facts, "title")
    if not slug or not title.strip():
        raise _unfinished(place, "it has no slug or no title")
    if not str(audio["type"]).startswith("audio/"):
        raise _unfinished(place, f"{audio['file']} is {audio['type']}, not audio")
    if audio["type"] not in PLAYED:
        message = f"{place}: {audio['file']} is {audio['type']}, which podcast apps do not play"
        raise PublishError(message, "build it as MP3 or M4A: 'sound: format: mp3' in voices.yaml")
    address = _words(facts, "url")
    duration_ms = int(audio["duration_ms"])
    if duration_ms <= 0:
        raise _unfinished(place, "the recording has no length")
    return FinishedEdition(
        folder=place,
        slug=slug,
        title=title,
        audio=_file(place, audio["file"], audio),
        duration_ms=duration_ms,
        files=tuple(_file(place, name, entry) for name, entry in sorted(facts.get("files", {}).items())),
        author=_words(facts, "author"),
        date=_words(facts, "date"),
        language=_words(facts, "language") or "en",
        site=_words(facts, "site"),
        url=address if re.fullmatch(r"https?://[^\s<>\"]+", address) else "",
        summary=_words(facts, "summary"),
        notice=_words(facts, "disclosure"),
        chapters=tuple((int(entry["start_ms"]), one_line(str(entry["title"]))) for entry in facts.get("chapters", [])),
    )


def _words(facts: Mapping[str, Any], key: str) -> str:
    value = facts.get(key) or ""
    if not isinstance(value, str):
        raise ValueError(f"'{key}' is not text")
    return clean(value)


def _file(place: Path, name: str, entry: Mapping[str, Any]) -> EditionFile:
    # A name from edition.json must not lead out of the folder: what it names is put on a public server.
    if not re.fullmatch(r"[^/\\\x00-\x1f:]+", name) or name.startswith("."):
        raise _unfinished(place, f"'{name}' is not a plain file name")
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", str(entry["type"])):
        raise _unfinished(place, f"{name} has no media type")
    path = place / name
    try:
        status = path.lstat()
    except OSError as error:
        raise _unfinished(place, f"{name} is missing") from error
    if not stat.S_ISREG(status.st_mode):
        raise _unfinished(place, f"{name} is not a regular file")
    if status.st_size != entry["bytes"]:
        raise _unfinished(place, f"{name} has {status.st_size:,} bytes, edition.json says {entry['bytes']:,}")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != str(entry["sha256"]).lower():
        raise _unfinished(place, f"{name} is not the file that edition.json describes (SHA-256 differs)")
    return EditionFile(name, path, str(entry["type"]), status.st_size, digest)
