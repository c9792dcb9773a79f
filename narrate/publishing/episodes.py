"""The record of one episode: small, in JSON, and the truth from which every feed can be made again."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

from narrate.errors import PublishError
from narrate.publishing.text import moment_of, one_line

Role = Literal["audio", "transcript", "chapters", "image", "alternate"]


@dataclass(frozen=True)
class Asset:
    """A file that an episode names: `key` on the target, or, for imported episodes, a `url` elsewhere."""

    role: Role
    media_type: str
    bytes: int
    sha256: str = ""
    key: str = ""
    url: str = ""
    language: str = ""

    def address(self, base: str) -> str:
        """The public address, below `base` unless the file lives elsewhere."""
        return self.url or base + self.key


@dataclass(frozen=True)
class Soundbite:
    """A stretch worth sharing."""

    start_ms: int
    duration_ms: int
    title: str = ""


def parse_soundbite(text: str) -> Soundbite:
    """A soundbite as people type it: START+SECONDS=TITLE, "1:05+30=The vote". PublishError otherwise."""
    match = re.fullmatch(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})\+(\d{1,4})(?:=(.*))?", text.strip(), re.ASCII)
    if not match:
        raise PublishError(f"'{text}' is not a soundbite", "START+SECONDS=TITLE, such as 1:05+30=The vote")
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    return Soundbite((hours * 3600 + minutes * 60 + seconds) * 1000, int(match[4]) * 1000, one_line(match[5] or ""))


@dataclass(frozen=True)
class Retired:
    """A file that no feed names any more; it is removed after a grace period."""

    key: str
    since: str  # stamp


@dataclass(frozen=True)
class Episode:
    """One episode of one show. Its GUID and its date never change; every change is a new revision."""

    guid: str
    slug: str
    title: str
    published: str  # stamp: pubDate
    changed: str  # stamp of this revision
    revision: int = 1
    state: Literal["live", "withdrawn"] = "live"
    scheduled: bool = False  # in the feed from `published` on, not before
    fingerprint: str = ""  # of the edition; empty for imported episodes
    summary: str = ""
    link: str = ""
    author: str = ""
    language: str = ""
    site: str = ""
    duration_ms: int = 0
    assets: tuple[Asset, ...] = ()
    chapters: tuple[tuple[int, str], ...] = ()
    kind: Literal["full", "trailer", "bonus"] = "full"
    season: int = 0
    number: int = 0
    soundbites: tuple[Soundbite, ...] = ()
    explicit: bool | None = None  # None: as its show
    synthetic: bool = True  # read by synthetic voices: disclosed in the feed
    notice: str = ""  # the words that disclose it, in the edition's language
    retired: tuple[Retired, ...] = ()
    foreign: tuple[str, ...] = ()  # XML of an imported item that narrate does not write itself

    @property
    def published_at(self) -> datetime:
        return moment_of(self.published)

    @property
    def audio(self) -> Asset:
        return next(asset for asset in self.assets if asset.role == "audio")

    def with_role(self, role: Role) -> list[Asset]:
        return [asset for asset in self.assets if asset.role == role]

    def due(self, now: datetime) -> bool:
        """Whether its time has come. An episode published at once is due even where another clock runs behind."""
        return not self.scheduled or self.published_at <= now


_DEFAULTS = {one.name: one.default for one in fields(Episode)}


def record_id(guid: str) -> str:
    """A file name for a GUID: GUIDs of imported feeds may hold any character and differ only in case."""
    return hashlib.sha256(guid.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def to_facts(episode: Episode) -> dict[str, Any]:
    """The record as JSON holds it, without what stands at its default."""
    return {"version": 1} | {key: value for key, value in asdict(episode).items() if value != _DEFAULTS.get(key)}


def to_json(episode: Episode) -> bytes:
    """The record as bytes; the same record gives the same bytes."""
    return json.dumps(to_facts(episode), ensure_ascii=True, indent=1, sort_keys=True).encode() + b"\n"


def from_json(data: bytes, where: str) -> Episode:
    """The record of these bytes. PublishError if it is damaged or of a later narrate."""
    try:
        facts = json.loads(data)
    except ValueError as error:
        raise _damaged(where) from error
    return from_facts(facts, where)


def from_facts(facts: Any, where: str) -> Episode:
    """The record as JSON holds it, checked. PublishError if it is damaged or of a later narrate."""
    try:
        if facts["version"] != 1:
            raise PublishError(f"{where}: a record of version {facts['version']}", "update narrate")
        return _episode(facts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(where) from error


def _damaged(where: str) -> PublishError:
    hint = "put back a copy of the file from a backup; nothing was changed"
    return PublishError(f"{where}: the episode's record is damaged", hint)


def _episode(facts: dict[str, Any]) -> Episode:
    values = {key: value for key, value in facts.items() if key in _DEFAULTS}
    for key, make in (("assets", Asset), ("soundbites", Soundbite), ("retired", Retired)):
        values[key] = tuple(make(**entry) for entry in values.get(key, ()))
    values["chapters"] = tuple((int(start), str(title)) for start, title in values.get("chapters", ()))
    values["foreign"] = tuple(values.get("foreign", ()))
    episode = Episode(**values)
    moment_of(episode.published)
    moment_of(episode.changed)
    return episode
