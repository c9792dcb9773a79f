"""Copying the files of imported episodes to the show's own target, so that the old host may go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from narrate.errors import NarrateError, PublishError
from narrate.publishing.channel import Channel
from narrate.publishing.episodes import Asset, Episode
from narrate.publishing.media import SUFFIXES
from narrate.publishing.reports import Action, Outcome
from narrate.publishing.targets import Digest, Upload
from narrate.publishing.text import ascii_name, one_line, short_hash, stamp
from narrate.publishing.web import Client

_LARGEST = 2_000_000_000


def elsewhere(channel: Channel, episode: Episode) -> list[Asset]:
    """The files of an episode that do not live below the show's own address."""
    return [asset for asset in episode.assets if asset.url and not asset.url.startswith(channel.show.url)]


def relocate(channel: Channel, guid: str, client: Client, now: datetime) -> Outcome:
    """Copy an episode's files to the show's target and name them there; GUID and date stay.

    A file that cannot be fetched stays where it is, and the outcome says why.
    """
    episode = channel.records.get(guid)
    assert episode is not None, "an episode has a record before its files are copied"
    copied: dict[str, Asset] = {}
    failed: list[str] = []
    for asset in elsewhere(channel, episode):
        try:
            copied[asset.url] = _copied(channel, episode, asset, client)
        except NarrateError as error:
            failed.append(error.message)

    def moved(old: Episode) -> Episode | None:
        assets = tuple(copied.get(asset.url, asset) for asset in old.assets)
        return replace(old, assets=assets, changed=stamp(now)) if assets != old.assets else None

    revised = channel.revise(guid, moved) or episode
    note = "; ".join([f"{len(copied)} file{'' if len(copied) == 1 else 's'} copied", *failed])
    action: Action = "refused" if failed else "copied"
    url = revised.audio.address(channel.show.url)
    return Outcome(channel.show.name, revised.slug, action, guid, one_line(revised.title), url, note)


def _copied(channel: Channel, episode: Episode, asset: Asset, client: Client) -> Asset:
    path = channel.temporary()
    try:
        with path.open("wb") as file:
            digest = Digest(file)
            answer = client.ask(asset.url, most_bytes=_LARGEST, into=digest)
        if answer.status != 200:
            raise PublishError(f"{asset.url}: the server answers {answer.status}")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        if not digest.bytes or (kind == "text/html" and asset.media_type != kind):
            raise PublishError(f"{asset.url}: a page or nothing came instead of the file")
        name = f"{ascii_name(episode.title)}-{short_hash(episode.guid, digest.hex)}{_suffix(asset)}"
        moved = replace(asset, bytes=digest.bytes, sha256=digest.hex, key=f"{channel.media}/{name}", url="")
        channel.upload(moved, Upload(path, asset.media_type))
    finally:
        path.unlink()
    return moved


def _suffix(asset: Asset) -> str:
    if asset.media_type in SUFFIXES:
        return SUFFIXES[asset.media_type]
    suffix = PurePosixPath(urlsplit(asset.url).path).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() else ".bin"


def relocations(channel: Channel, dry_run: bool, client: Client, now: datetime) -> Iterator[Outcome]:
    """Copy the files of every episode that has some elsewhere."""
    for entry in list(channel.records.entries().values()):
        episode = next(channel.records.read([entry]))
        files = elsewhere(channel, episode) if entry.live else []
        if files and dry_run:
            note = f"{len(files)} file{'' if len(files) == 1 else 's'}"
            url = episode.audio.address(channel.show.url)
            title = one_line(episode.title)
            yield Outcome(channel.show.name, episode.slug, "copied", episode.guid, title, url, note)
        elif files:
            yield relocate(channel, entry.guid, client, now)
