"""A show on its target: its identity, its files and its feeds."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import UUID, uuid5

from narrate.errors import ConfigError, PublishError
from narrate.publishing.episodes import Asset, Episode
from narrate.publishing.privacy import secret_of, token
from narrate.publishing.records import Entry, Records
from narrate.publishing.settings import Show, is_url
from narrate.publishing.targets import Changed, Found, Target, Upload
from narrate.publishing.targets.base import STATE
from narrate.publishing.text import moment_of, short_hash, stamp

_PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast-namespace, docs/tags/guid.md


@dataclass(frozen=True)
class FeedFile:
    """A feed of a show; private shows have one a subscriber."""

    key: str
    url: str
    subscriber: str = ""


def podcast_guid(feed_url: str) -> str:
    """The podcast:guid of a feed: UUIDv5 of its address without scheme and trailing slashes."""
    return str(uuid5(_PODCAST_NAMESPACE, feed_url.partition("://")[2].rstrip("/")))


def is_uuid(text: str) -> bool:
    """Whether a text can be a podcast:guid; some feeds hold a word of their own there, which identifies nothing."""
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text))


class Channel:
    """A show, its target and its records."""

    def __init__(self, show: Show, target: Target, folder: Path) -> None:
        self.show = show
        self.target = target
        self._folder = folder
        self._secret = secret_of(folder) if show.private else b""
        self.media = token(self._secret, show.name, "\0media") if show.private else show.name
        self.state = f"{STATE}/{show.name}"
        if show.private:
            # Records name the files of the audio, and GUIDs can be computed from what is known of a show.
            self.state += "-" + token(self._secret, show.name, "\0state")
        self._scratch = tempfile.TemporaryDirectory(prefix="narrate-feed-")
        self.records = Records(target, self.state, Path(self._scratch.name))
        self._guid = ""
        self._identity_key = f"{self.state}/show.json"

    def close(self) -> None:
        """Remove temporary files, and leave the target."""
        self.records.close()
        self._scratch.cleanup()
        self.target.close()

    def temporary(self) -> Path:
        """A new file that is removed when the channel is closed."""
        handle, name = tempfile.mkstemp(dir=self._scratch.name)
        os.close(handle)
        return Path(name)

    @property
    def feeds(self) -> list[FeedFile]:
        if not self.show.private:
            return [FeedFile(self.show.feed, self.show.feed_url)]
        return [self.feed_of(name) for name in self.show.private]

    def feed_of(self, subscriber: str) -> FeedFile:
        """A subscriber's secret feed."""
        key = f"{token(self._secret, self.show.name, subscriber)}/{self.show.feed}"
        return FeedFile(key, urljoin(self.show.url, key), subscriber)

    # ------------------------------------------------------------------------------------------------- identity

    def guid(self) -> str:
        """The show's GUID, stored with the first publish: it stays when the feed moves. '' if never published."""
        if self._guid:
            return self._guid
        stored = self.target.get(self._identity_key)
        if stored is None:
            return ""
        try:
            self._guid = str(json.loads(stored.data)["guid"])
            return self._guid
        except (ValueError, KeyError, TypeError) as error:
            message = f"{self.target.where}/{self._identity_key}: damaged"
            raise PublishError(message, "put it back from a backup; it holds the show's GUID") from error

    def claim(self, guid: str = "") -> str:
        """The stored GUID; on the first call `guid`, or that of podcast.yaml, or the one of the feed's address."""
        stored = self.guid()
        if not stored:
            first = guid or self.show.guid or podcast_guid(self.show.feed_url)
            data = json.dumps({"version": 1, "guid": first}).encode()
            self.target.put_new(f"{STATE}/.htaccess", Upload(b"Require all denied\n", "text/plain"))
            self.target.put_new(self._identity_key, Upload(data, "application/json"))
            stored = self.guid()
        if self.show.guid and stored.lower() != self.show.guid.lower():
            message = f"show '{self.show.name}': podcast.yaml says guid {self.show.guid}, it was published as {stored}"
            raise ConfigError(message, f"guid: {stored} (a show keeps its GUID for life)")
        return stored

    def episode_guid(self, slug: str, generation: int = 1) -> str:
        """The GUID of an edition's episode: never that of its audio, the same for every publisher."""
        suffix = f"#{generation}" if generation > 1 else ""
        return str(uuid5(UUID(self.claim()), f"{slug}{suffix}"))

    # ---------------------------------------------------------------------------------------------------- files

    def upload(self, asset: Asset, upload: Upload) -> None:
        """Put a file under its immutable name and read it back. PublishError if something else is there."""
        if self.holds(asset):
            return
        self.target.put_new(asset.key, upload)
        if self.target.sha256(asset.key) == asset.sha256:
            return
        # Cut short by a killed publisher on a target without atomic creation: nothing names it yet.
        self.target.remove(asset.key)
        self.target.put_new(asset.key, upload)
        if self.target.sha256(asset.key) != asset.sha256:
            message = f"{self.target.where}/{asset.key}: what was uploaded does not come back"
            raise PublishError(message, "check the target's disk or service, then publish again")

    def holds(self, asset: Asset) -> bool:
        """Whether the target has a file of this name and length."""
        found: Found | None = self.target.stat(asset.key)
        return found is not None and found.bytes == asset.bytes

    def artwork(self) -> str:
        """The public address of the show's artwork, uploaded at need: new art gets a new name."""
        image = self.show.image
        if not image or is_url(image):
            return image
        path = self._folder / image
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}", "image: in podcast.yaml") from error
        suffix = Path(urlsplit(image).path).suffix.lower()
        key = f"{self.media}/cover-{short_hash(data.hex())}{suffix}"
        media_type = "image/png" if suffix == ".png" else "image/jpeg"
        if self.target.stat(key) is None:
            self.target.put_new(key, Upload(data, media_type))
        return urljoin(self.show.url, key)

    # ------------------------------------------------------------------------------------------------- episodes

    def shown(self, entries: Iterable[Entry], before: Container[str], now: datetime) -> list[Entry]:
        """The episodes that belong into the feed now, oldest first.

        One that stands in the feed already stays: another machine's clock may run ahead of this one's.
        """
        moment = stamp(now)
        live = [e for e in entries if e.live and (not e.scheduled or e.published <= moment or e.guid in before)]
        live.sort(key=lambda entry: (entry.published, entry.guid))
        if self.show.keep_days:
            live = [e for e in live if (now - moment_of(e.published)).days < self.show.keep_days]
        if self.show.keep_episodes:
            live = live[-self.show.keep_episodes :]
        return live

    def revise(self, guid: str, change: Callable[[Episode], Episode | None]) -> Episode | None:
        """Make the next revision of a record, again if another publisher was faster; None: nothing to change."""
        while True:
            current = self.records.get(guid)
            if current is None:
                return None
            wanted = change(current)
            if wanted is None:
                return None
            try:
                revised = replace(wanted, revision=current.revision + 1)
                self.records.put(revised)
            except Changed:
                continue
            return revised
