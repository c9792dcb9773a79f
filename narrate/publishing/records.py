"""The records of a show on its target: one immutable file a revision, so that creating it is the compare-and-swap."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from narrate.errors import NarrateError, PublishError
from narrate.publishing.episodes import Episode, from_facts, from_json, record_id, to_facts, to_json
from narrate.publishing.targets import Changed, Digest, Target, Unreachable, Upload

_NAME = re.compile(r"([0-9a-f]{24})\.(\d{6})\.json")
_WORTH_A_CATALOG = 50  # records to read one by one before a common file pays


class Entry(NamedTuple):
    """What has to be known of every episode at once; a long archive has 5,000 of them."""

    guid: str
    slug: str
    published: str
    changed: str
    revision: int
    live: bool
    scheduled: bool
    synthetic: bool
    kind: str
    season: int
    number: int
    retired: str  # when the first of its files retired; empty: none has
    at: int = -1  # where its record stands in the catalog


def entry_of(episode: Episode, at: int = -1) -> Entry:
    """The entry of a record."""
    return Entry(
        episode.guid,
        episode.slug,
        episode.published,
        episode.published if episode.changed == episode.published else episode.changed,
        episode.revision,
        episode.state == "live",
        episode.scheduled,
        episode.synthetic,
        episode.kind,
        episode.season,
        episode.number,
        min((entry.since for entry in episode.retired), default=""),
        at,
    )


class Records:
    """Reads and adds the records of one show, one at a time: in memory is an index.

    Every change to an episode is a file with the next number, made only if there is none: two publishers cannot both
    make revision 4. A catalog holds copies of all of them, a line each, so that a target far away is asked once and
    not 5,000 times; as a file's name stands for its content for ever, the catalog can lack records but never be wrong.
    """

    def __init__(self, target: Target, state: str, scratch: Path) -> None:
        self._target = target
        self._scratch = scratch
        self._folder = f"{state}/episodes"
        self._catalog = f"{state}/catalog.jsonl.gz"
        self._entries: dict[str, Entry] = {}  # by GUID
        self._listed = False
        self._copy: IO[bytes] | None = None  # of the catalog, in a temporary file
        self._fresh: dict[str, Episode] = {}  # added by this run

    def look_again(self) -> None:
        """See what other publishers have added since; a listing of 5,000 takes several requests."""
        self._listed = False

    def entries(self) -> Mapping[str, Entry]:
        """The newest entry of every episode, by GUID."""
        if not self._listed:
            self._read_index()
        return self._entries

    def get(self, guid: str) -> Episode | None:
        """The newest record of one episode."""
        entry = self.entries().get(guid)
        return self._episode(entry) if entry else None

    def read(self, entries: Iterable[Entry]) -> Iterator[Episode]:
        """The records of these entries, read one by one."""
        return (self._episode(entry) for entry in entries)

    def put(self, episode: Episode) -> None:
        """Add a revision. `Changed` if another publisher has made the same revision with other content."""
        data = to_json(episode)
        key = self._key(record_id(episode.guid), episode.revision)
        if not self._target.put_new(key, Upload(data, "application/json")):
            stored = self._target.get(key)
            if stored is None or stored.data != data:
                self.look_again()
                raise Changed(key)
        self._fresh[episode.guid] = episode
        self._entries[episode.guid] = entry_of(episode)

    def save_catalog(self) -> None:
        """Write the catalog anew if much is missing from it; failing to is no harm."""
        entries = sorted(self.entries().values())
        if sum(entry.at < 0 for entry in entries) <= _WORTH_A_CATALOG:
            return
        path = self._scratch / "catalog.new"
        with contextlib.suppress(Changed, Unreachable, NarrateError, OSError):
            before = self._target.fetch(self._catalog, Digest())
            with path.open("wb") as packed, gzip.GzipFile("", "wb", 6, packed, mtime=0) as file:
                for episode in self.read(entries):
                    line = json.dumps(to_facts(episode), separators=(",", ":"), sort_keys=True)
                    file.write(line.encode() + b"\n")
            self._target.replace(self._catalog, Upload(path, "application/gzip", immutable=False), before)

    def close(self) -> None:
        """Let go of the copy of the catalog."""
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    # --------------------------------------------------------------------------------------------------- the index

    def _read_index(self) -> None:
        missing: dict[str, int] = {}  # record id -> newest revision
        for key in self._target.keys(self._folder):
            if match := _NAME.fullmatch(key.rpartition("/")[2]):
                missing[match[1]] = int(match[2])  # keys come sorted: the last revision stays
        for guid, entry in list(self._entries.items()):
            revision = missing.get(name := record_id(guid))
            if revision is None:
                del self._entries[guid]
            elif revision == entry.revision:
                del missing[name]
        if len(missing) > _WORTH_A_CATALOG and self._copy is None:
            self._read_catalog(missing)
        for name, revision in missing.items():
            episode = self._stored(name, revision)
            self._entries[episode.guid] = entry_of(episode)
        self._listed = True

    def _read_catalog(self, missing: dict[str, int]) -> None:
        """Take what the catalog has of the missing records. A damaged one only costs time: the records are read."""
        self._copy = (self._scratch / "catalog").open("w+b")
        if not self._unpacked(self._copy):
            return
        self._copy.seek(0)
        at = 0
        for line in self._copy:
            with contextlib.suppress(ValueError, PublishError):
                episode = from_facts(json.loads(line), self._catalog)
                if missing.get(name := record_id(episode.guid)) == episode.revision:
                    self._entries[episode.guid] = entry_of(episode, at)
                    del missing[name]
            at += len(line)

    def _unpacked(self, copy: IO[bytes]) -> bool:
        path = self._scratch / "catalog.gz"
        with path.open("w+b") as packed:
            if self._target.fetch(self._catalog, packed) is None:
                return False
            packed.seek(0)
            with contextlib.suppress(EOFError, gzip.BadGzipFile, zlib.error), gzip.open(packed) as lines:
                shutil.copyfileobj(lines, copy)
        path.unlink()
        return True

    # --------------------------------------------------------------------------------------------------- one record

    def _episode(self, entry: Entry) -> Episode:
        fresh = self._fresh.get(entry.guid)
        if fresh is not None and fresh.revision == entry.revision:
            return fresh
        if entry.at >= 0 and self._copy is not None:
            self._copy.seek(entry.at)
            return from_facts(json.loads(self._copy.readline()), self._catalog)
        return self._stored(record_id(entry.guid), entry.revision)

    def _stored(self, name: str, revision: int) -> Episode:
        key = self._key(name, revision)
        where = f"{self._target.where}/{key}"
        stored = self._target.get(key)
        if stored is None:
            raise PublishError(f"{where}: the record has vanished while it was read", "publish again")
        return from_json(stored.data, where)

    def _key(self, name: str, revision: int) -> str:
        return f"{self._folder}/{name}.{revision:06d}.json"
