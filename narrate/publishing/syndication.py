"""Bringing the feeds of a show up to its records: by compare-and-swap, read again and redone if somebody was faster."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from narrate.errors import PublishError
from narrate.publishing.channel import Channel, FeedFile, is_uuid
from narrate.publishing.difference import difference
from narrate.publishing.feed import Kept
from narrate.publishing.feeditem import notice_of
from narrate.publishing.imprints import Imprint, Page, Printed, forget_imprint, imprint_of, keep_imprint, printed_bytes
from narrate.publishing.masthead import Links, Masthead
from narrate.publishing.pages import Before, fetch_page, fetch_pages, make_pages, page_key
from narrate.publishing.records import Entry
from narrate.publishing.standing import CHANNEL, BrokenFeed, Standing, ours_of, refuse_foreign_feed, standing_of
from narrate.publishing.targets import Changed, Upload

_ATTEMPTS = 200  # each failed swap means that another publisher succeeded
_MEDIA_TYPE = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class FeedChange:
    """What became of one feed."""

    show: str
    url: str
    changed: bool
    items: int
    subscriber: str = ""
    diff: str = ""  # of a dry run


def refresh(channel: Channel, now: datetime, *, diff: bool = False, rebuild: bool = False) -> list[FeedChange]:
    """Make every feed of a show say what its records say.

    Parameters
    ----------
    channel : Channel
    now : datetime
        Decides which scheduled episodes are due.
    diff : bool
        Whether to tell the difference line by line.
    rebuild : bool
        Whether to make every item anew, and to go on if the feed on the target is broken; a copy of it is kept.

    Returns
    -------
    list of FeedChange
        One a feed.

    Raises
    ------
    PublishError
        If the feed there is not ours or is broken. Nothing was changed then.
    """
    head = Masthead(channel.claim(), Links(""), channel.artwork())
    changes = [_refresh_one(channel, feed, head, now, diff, rebuild) for feed in channel.feeds]
    if channel.show.private:
        _revoke_others(channel)
    channel.records.save_catalog()
    return changes


def check_ours(channel: Channel) -> None:
    """Refuse before anything is written if the feed on the target is not ours or is broken. PublishError."""
    for feed in channel.feeds:
        found = channel.target.stat(feed.key)
        if found is None or found.bytes == printed_bytes(channel, feed.key):
            continue  # most likely as it was made; before it is changed it is looked at closely
        page = fetch_page(channel, feed.key)
        if page and imprint_of(channel, feed.key, page.sha256) is None:
            _standing(channel, feed.key, page, (), rebuild=False)


def shown_in(channel: Channel, feed: FeedFile) -> frozenset[str]:
    """The GUIDs that a feed names now, in all of its pages; none if it is not there or broken."""
    shown: set[str] = set()
    for key, page in fetch_pages(channel, feed).items():
        imprint = imprint_of(channel, key, page.sha256)
        with contextlib.suppress(BrokenFeed):
            shown |= _guids(imprint) if imprint else _read_standing(page, (), CHANNEL).shown
    return frozenset(shown)


def named_in_feeds(channel: Channel, keys: Iterable[str]) -> set[str]:
    """Those of the keys that a page of a feed names."""
    wanted = {key.encode(): key for key in keys}
    found: set[str] = set()
    for feed in channel.feeds:
        for page in fetch_pages(channel, feed).values():
            with page.path.open("rb") as file:
                found |= {key for line in file for name, key in wanted.items() if name in line}
    return found


def _refresh_one(
    channel: Channel, feed: FeedFile, head: Masthead, now: datetime, diff: bool, rebuild: bool
) -> FeedChange:
    first: Mapping[str, Page] | None = None
    for _ in range(_ATTEMPTS):
        with channel.target.exclusive():
            # The feed before the records: whoever adds a record after this will change the feed after this.
            before = _read(channel, feed, rebuild)
            first = before.pages if first is None else first
            entries = channel.shown(channel.records.entries().values(), before.shown, now)
            before = replace(before, kept=_still_kept(before.kept, channel, entries))
            pages = make_pages(channel, feed, _told(channel, head, entries), entries, before)
            if _write(channel, before, pages):
                changed = any(key not in first or first[key].sha256 != page.sha256 for key, page in pages.items())
                text = _difference(first, pages) if diff else ""
                return FeedChange(channel.show.name, feed.url, changed, len(entries), feed.subscriber, text)
        for path in {page.path for page in (*pages.values(), *before.pages.values())} - {
            p.path for p in first.values()
        }:
            path.unlink(missing_ok=True)
    raise PublishError(f"{feed.url}: other publishers keep changing the feed", "publish again when they have ended")


def _told(channel: Channel, head: Masthead, entries: Sequence[Entry]) -> Masthead:
    """The show says of its voices what the newest episode with synthetic ones says."""
    synthetic = (entry for entry in reversed(entries) if entry.synthetic)
    episode = next(channel.records.read(synthetic), None)
    notice = notice_of(channel.show, episode) if episode else ""
    return Masthead(head.guid, head.links, head.image, notice=notice)


def _write(channel: Channel, before: Before, wanted: Mapping[str, Page]) -> bool:
    """Swap every page that differs, older pages first; False if somebody else was faster."""
    try:
        for key, page in wanted.items():
            stored = before.pages.get(key)
            if stored is None or stored.sha256 != page.sha256:
                upload = Upload(page.path, _MEDIA_TYPE, immutable=False)
                channel.target.replace(key, upload, stored.tag if stored else None)
                if channel.target.sha256(key) != page.sha256:
                    return False
            if stored is not page:
                keep_imprint(channel, key, page, before.kept)
    except Changed:
        return False
    for key in before.pages.keys() - wanted.keys():
        channel.target.remove(key)
        forget_imprint(channel, key)
    return True


def _read(channel: Channel, feed: FeedFile, rebuild: bool) -> Before:
    pages = fetch_pages(channel, feed)
    channel.records.look_again()
    known = channel.records.entries()
    shown: set[str] = set()
    printed: dict[str, tuple[Path, Printed]] = {}
    kept: list[Kept] = []
    for key, page in pages.items():
        imprint = imprint_of(channel, key, page.sha256)
        if imprint is None:
            standing = _standing(channel, key, page, known, rebuild)
            shown |= standing.shown
            kept.append(standing.kept)
            continue
        shown |= _guids(imprint)
        kept.append(imprint.kept)
        if imprint.current and not rebuild:
            printed |= {item.guid: (page.path, item) for item in imprint.items}
            pages[key] = replace(page, recipe=imprint.recipe)
    together = _kept_of(kept)
    alike = all(part.prefixes.items() <= together.prefixes.items() for part in kept)
    return Before(pages, frozenset(shown), together, printed if alike else {})


def _guids(imprint: Imprint) -> frozenset[str]:
    return frozenset(item.guid for item in imprint.items)


def _kept_of(parts: Sequence[Kept]) -> Kept:
    """What was added by hand anywhere: to the channel in the first page, to items in all of them."""
    if not parts:
        return Kept()
    items = {guid: further for part in parts for guid, further in part.items.items()}
    whole = {one.guid: one for part in parts for one in part.whole}
    prefixes = {prefix: uri for part in reversed(parts) for prefix, uri in part.prefixes.items()}
    return Kept(parts[0].channel, items, tuple(whole.values()), prefixes)


def _still_kept(kept: Kept, channel: Channel, entries: Sequence[Entry]) -> Kept:
    """Without items that have been imported since, and without what was added to episodes that are gone."""
    known, shown = channel.records.entries(), {entry.guid for entry in entries}
    whole = tuple(one for one in kept.whole if one.guid not in known)
    return replace(kept, whole=whole, items={guid: xml for guid, xml in kept.items.items() if guid in shown})


def _standing(channel: Channel, key: str, page: Page, known: Container[str], rebuild: bool) -> Standing:
    where = f"{channel.target.where}/{key}"
    try:
        standing = _read_standing(page, known, ours_of(channel.show))
    except BrokenFeed as error:
        copy = _keep_copy(channel, page)
        if rebuild:
            return Standing()
        hint = f"a copy is in {copy}; narrate publish --rebuild makes the feed again from its records"
        raise PublishError(f"{where}: the feed there is broken: {error}", hint) from error
    ours = channel.guid()
    if not ours:
        raise refuse_foreign_feed(where, "there is a feed that narrate has not made")
    if is_uuid(standing.guid) and standing.guid.lower() != ours.lower():
        raise refuse_foreign_feed(where, f"the feed there is of another show (podcast:guid {standing.guid})")
    return standing


def _read_standing(page: Page, known: Container[str], ours: frozenset[str]) -> Standing:
    with page.path.open("rb") as file:
        return standing_of(file, known, ours)


def _keep_copy(channel: Channel, page: Page) -> str:
    key = f"{channel.state}/broken/feed-{page.sha256[:12]}.xml"
    channel.target.put_new(key, Upload(page.path, "application/xml"))
    return f"{channel.target.where}/{key}"


def _difference(before: Mapping[str, Page], wanted: Mapping[str, Page]) -> str:
    told = []
    for key in sorted(before.keys() | wanted.keys()):
        old, new = (page.path if page else None for page in (before.get(key), wanted.get(key)))
        told.append(difference(old, new, key))
    return "\n".join(filter(None, told))


# ------------------------------------------------------------------------------------------------------ subscribers


def _revoke_others(channel: Channel) -> None:
    """Remove the feeds of subscribers whom podcast.yaml no longer names, and remember those it does."""
    folder = f"{channel.state}/subscribers"
    for name in channel.show.private:
        key = f"{folder}/{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"
        if channel.target.stat(key) is None:
            channel.target.put_new(key, Upload(json.dumps({"name": name}).encode(), "application/json"))
    for key in channel.target.keys(folder):
        stored = channel.target.get(key)
        name = _name_in(stored.data) if stored else ""
        if name and name not in channel.show.private:
            feed = channel.feed_of(name)
            number = 0
            while channel.target.stat(page := page_key(feed.key, number)) is not None:
                channel.target.remove(page)
                forget_imprint(channel, page)
                number += 1
            channel.target.remove(key)


def _name_in(data: bytes) -> str:
    try:
        return str(json.loads(data)["name"])
    except (ValueError, KeyError, TypeError):
        return ""  # damaged: whose feed it was cannot be known
