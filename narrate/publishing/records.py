"""The records of a show on its target: one immutable file a revision, so that creating it is the compare-and-swap."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from narrate.errors import NarrateError, PublishError
from narrate.publishing.episodes import Episode, from_facts, from_json, record_id, to_facts, to_json
from narrate.publishing.targets import Changed, Target, Unreachable, Upload

_NAME = re.compile(r"([0-9a-f]{24})\.(\d{6})\.json")
_WORTH_A_CATALOG = 50  # records to read one by one before a common file pays


class Records:
    """Reads and adds the records of one show.

    Every change to an episode is a file with the next number, made only if there is none: two publishers cannot both
    make revision 4. A catalog holds copies of all of them, so that a target far away is asked once and not 5,000
    times; as a file's name stands for its content for ever, the catalog can lack records but never be wrong.
    """

    def __init__(self, target: Target, state: str) -> None:
        self._target = target
        self._folder = f"{state}/episodes"
        self._catalog = f"{state}/catalog.json"
        self._read: dict[str, Episode] = {}
        self._in_catalog: frozenset[str] = frozenset()
        self._names: dict[str, str] | None = None  # record id -> name of its newest revision

    def look_again(self) -> None:
        """See what other publishers have added since; a listing of 5,000 takes several requests."""
        self._names = None

    def all(self) -> dict[str, Episode]:
        """The newest record of every episode, by GUID."""
        names = list(self._newest().values())
        missing = {name for name in names if name not in self._read}
        if len(missing) > _WORTH_A_CATALOG:
            self._load_catalog(missing)
        episodes = (self._one(name) for name in names)
        return {episode.guid: episode for episode in episodes}

    def get(self, guid: str) -> Episode | None:
        """The newest record of one episode."""
        name = self._newest().get(record_id(guid))
        return self._one(name) if name else None

    def put(self, episode: Episode) -> None:
        """Add a revision. `Changed` if another publisher has made the same revision with other content."""
        name = f"{record_id(episode.guid)}.{episode.revision:06d}.json"
        data = to_json(episode)
        key = f"{self._folder}/{name}"
        if not self._target.put_new(key, Upload(data, "application/json")):
            stored = self._target.get(key)
            if stored is None or stored.data != data:
                self.look_again()
                raise Changed(key)
        self._read[name] = episode
        self._newest()[record_id(episode.guid)] = name

    def save_catalog(self) -> None:
        """Write the catalog anew if much is missing from it; failing to is no harm."""
        known = {name: self._read[name] for name in self._newest().values() if name in self._read}
        if len(known.keys() - self._in_catalog) <= _WORTH_A_CATALOG:
            return
        with contextlib.suppress(Changed, Unreachable, NarrateError):
            before = self._target.get(self._catalog)
            shown = {name: to_facts(episode) for name, episode in known.items()}
            data = json.dumps({"version": 1, "records": shown}, separators=(",", ":"), sort_keys=True).encode()
            upload = Upload(data, "application/json", immutable=False)
            self._target.replace(self._catalog, upload, before.tag if before else None)

    def _newest(self) -> dict[str, str]:
        if self._names is None:
            self._names = {}
            for key in self._target.keys(self._folder):
                name = key.rpartition("/")[2]
                if match := _NAME.fullmatch(name):
                    self._names[match[1]] = name  # keys come sorted: the last revision stays
        return self._names

    def _one(self, name: str) -> Episode:
        if name not in self._read:
            where = f"{self._target.where}/{self._folder}/{name}"
            stored = self._target.get(f"{self._folder}/{name}")
            if stored is None:
                raise PublishError(f"{where}: the record has vanished while it was read", "publish again")
            self._read[name] = from_json(stored.data, where)
        return self._read[name]

    def _load_catalog(self, wanted: set[str]) -> None:
        stored = self._target.get(self._catalog)
        if stored is None:
            return
        # A damaged catalog only costs time: the records themselves are read instead.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, PublishError):
            found: dict[str, Any] = json.loads(stored.data)["records"]
            for name in wanted & found.keys():
                self._read[name] = from_facts(found[name], self._catalog)
            self._in_catalog = frozenset(found)
