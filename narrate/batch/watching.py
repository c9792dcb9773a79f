"""Feeds and folders that are looked at again and again: what is new is built once, and published once.

What was seen stands in a file beside the editions, written whole after every article. A watcher holds a lock that the
system takes back when its process ends, however it ends: there are no stale locks.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from narrate import folder, intake
from narrate.batch.orders import Orders
from narrate.batch.rows import Row
from narrate.batch.sources import Source, gather
from narrate.errors import NarrateError, OutputError

STATE = ".watch.json"
LOCK = ".watch.lock"
SETTLE_SECONDS = 2.0
"""A file that changed within them may still be written."""
MOST_TRIES = 5  # of an article that fails, until it changes
_EVERY_ENTRY = 1_000_000

Work = Source | intake.Found


@dataclass
class Memory:
    """What a watcher has seen and still has to do."""

    path: Path
    seen: dict[str, str] = field(default_factory=dict)  # source -> what it looked like then; entries of feeds: ""
    feeds: list[str] = field(default_factory=list)  # that were visited before
    failed: dict[str, int] = field(default_factory=dict)  # source -> times
    unpublished: list[str] = field(default_factory=list)  # names of edition folders

    def save(self) -> None:
        facts = {key: value for key, value in vars(self).items() if key != "path"}
        folder.write_whole(self.path, json.dumps({"version": 1, **facts}, ensure_ascii=False).encode("utf-8"))


def memory_in(out: Path) -> Memory:
    """The memory of the watchers of this folder. OutputError if it cannot be understood."""
    path = out / STATE
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        facts.pop("version")
        return Memory(path, **facts)
    except FileNotFoundError:
        return Memory(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "remove it, and what stands in the feeds now counts as new"
        raise OutputError(f"{path}: cannot be understood: {error}", hint) from None


@contextlib.contextmanager
def lock(out: Path) -> Iterator[None]:
    """Be the only watcher that builds into this folder. OutputError if there is another one."""
    path = out / LOCK
    with folder.explained(path):
        out.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    with file:
        if not _locked(file):
            file.seek(1)
            who = file.read(200).decode("utf-8", "replace").strip() or "another process"
            hint = "one watcher is enough for any number of feeds and folders; name them all"
            raise OutputError(f"{out}: {who} is watching already", hint)
        file.truncate(1)
        file.seek(1)
        file.write(f" process {os.getpid()} on {platform.node()}\n".encode())
        file.flush()
        yield


def _locked(file: BinaryIO) -> bool:
    """Lock the first byte of a file, which holds nothing: on Windows a locked byte cannot be read."""
    file.seek(0)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Look:
    """What one look found."""

    new: tuple[Work, ...]
    troubles: tuple[tuple[str, NarrateError], ...]  # places that could not be looked at


class Watch:
    """Places that are watched."""

    def __init__(self, places: Sequence[str], orders: Orders, taking: intake.Intake, memory: Memory) -> None:
        self._places = places
        self._orders = orders
        self._taking = taking
        self._memory = memory
        self._looks: dict[str, str] = {}  # file -> what it looked like in this round

    def look(self, sleep: Callable[[float], None] = time.sleep) -> Look:
        """What is new in all places, and whole: files that are still being written wait for the next look."""
        new: list[Work] = []
        troubles = []
        for place in self._places:
            try:
                new += self._in_folder(place, sleep) if Path(place).is_dir() else self._in_feed(place)
            except NarrateError as error:
                troubles.append((place, error))
        return Look(tuple(new), tuple(troubles))

    def _in_folder(self, place: str, sleep: Callable[[float], None]) -> list[Work]:
        found = [source for source in gather([place], self._orders.out) if not source.skipped]
        looks = {source.name: _look_of(source.name) for source in found}
        fresh = [source for source in found if looks[source.name] and self._wants(source.name, looks[source.name])]
        if any(_age(source.name) < SETTLE_SECONDS for source in fresh):
            sleep(SETTLE_SECONDS)
        self._looks |= looks
        return [source for source in fresh if _look_of(source.name) == looks[source.name]]

    def _in_feed(self, place: str) -> list[Work]:
        first = place not in self._memory.feeds
        every = replace(self._taking, newest=_EVERY_ENTRY, since="")
        found = list(intake.find_articles(place, self._orders.settings, every))
        if first:
            self._begin_with(place, found)
        return [each for each in found if self._wants(each.origin, "")]

    def _begin_with(self, place: str, found: Sequence[intake.Found]) -> None:
        """Of a feed that was never visited, only the newest entries count as new."""
        for old in found[self._taking.newest or 1 :]:
            self._memory.seen.setdefault(old.origin, "")
        self._memory.feeds.append(place)
        self._memory.save()

    def _wants(self, source: str, look: str) -> bool:
        if self._memory.failed.get(f"{source} {look}".strip(), 0) >= MOST_TRIES:
            return False
        return self._memory.seen.get(source) != look

    def note(self, row: Row, publish: bool) -> None:
        """Remember what became of an article."""
        look = self._looks.get(row.source, "")
        if row.state == "failed":
            name = f"{row.source} {look}".strip()
            self._memory.failed[name] = self._memory.failed.get(name, 0) + 1
        else:
            self._memory.seen[row.source] = look
            if publish and row.state == "built" and row.slug not in self._memory.unpublished:
                self._memory.unpublished.append(row.slug)
        self._memory.save()


def _look_of(name: str) -> str:
    """Changes when the file does; empty if it is gone."""
    try:
        status = os.stat(name)
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"


def _age(name: str) -> float:
    try:
        return time.time() - os.stat(name).st_mtime
    except OSError:
        return SETTLE_SECONDS
