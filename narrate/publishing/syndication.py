"""Bringing the feeds of a show up to its records: by compare-and-swap, read again and redone if somebody was faster."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from narrate.errors import PublishError
from narrate.publishing.channel import Channel, FeedFile
from narrate.publishing.episodes import Episode
from narrate.publishing.feed import Kept, Links, render
from narrate.publishing.imprints import Printed, imprint_of, keep_imprint
from narrate.publishing.standing import BrokenFeed, Standing, guid_of, refuse_foreign_feed, standing_of
from narrate.publishing.targets import Changed, Stored, Upload

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


@dataclass(frozen=True)
class _Before:
    """The pages of a feed as they stand on the target."""

    pages: dict[str, Stored]  # key -> bytes and tag
    shown: frozenset[str]
    kept: Kept
    printed: Printed


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
        Whether to go on if the feed on the target is broken; a copy of it is kept in any case.

    Returns
    -------
    list of FeedChange
        One a feed.

    Raises
    ------
    PublishError
        If the feed there is not ours or is broken. Nothing was changed then.
    """
    guid = channel.claim()
    image = channel.artwork()
    changes = [_refresh_one(channel, feed, guid, image, now, diff, rebuild) for feed in channel.feeds]
    if channel.show.private:
        _revoke_others(channel)
    channel.records.save_catalog()
    return changes


def check_ours(channel: Channel) -> None:
    """Refuse before anything is written if the feed on the target is not ours or is broken. PublishError."""
    for feed in channel.feeds:
        stored = channel.target.get(feed.key)
        if stored is not None and imprint_of(channel, feed.key, stored) is None:
            _standing(channel, feed, stored, (), rebuild=False)


def shown_in(channel: Channel, feed: FeedFile) -> frozenset[str]:
    """The GUIDs that a feed names now, in all of its pages; none if it is not there or broken."""
    shown: set[str] = set()
    for key, stored in _stored_pages(channel, feed).items():
        imprint = imprint_of(channel, key, stored)
        with contextlib.suppress(BrokenFeed):
            shown |= imprint.guids if imprint else standing_of(stored.data, ()).shown
    return frozenset(shown)


def _refresh_one(
    channel: Channel, feed: FeedFile, guid: str, image: str, now: datetime, diff: bool, rebuild: bool
) -> FeedChange:
    first: dict[str, Stored] | None = None
    for _ in range(_ATTEMPTS):
        with channel.target.exclusive():
            # The feed before the records: whoever adds a record after this will change the feed after this.
            before = _read(channel, feed, rebuild)
            first = before.pages if first is None else first
            episodes = channel.shown(list(channel.records.all().values()), before.shown, now)
            pages = _pages(channel, feed, guid, image, episodes, before)
            wanted = {key: data for key, (data, _) in pages.items()}
            if _write(channel, before, wanted):
                if not before.kept:
                    for key, (data, part) in pages.items():
                        if key not in before.pages or before.pages[key].data != data or not before.printed:
                            keep_imprint(channel, key, data, part)
                changed = any(first.get(key) is None or first[key].data != data for key, data in wanted.items())
                text = _difference(first, wanted) if diff else ""
                return FeedChange(channel.show.name, feed.url, changed, len(episodes), feed.subscriber, text)
    raise PublishError(f"{feed.url}: other publishers keep changing the feed", "publish again when they have ended")


def _write(channel: Channel, before: _Before, wanted: dict[str, bytes]) -> bool:
    """Swap every page that differs, older pages first; False if somebody else was faster."""
    try:
        for key, data in wanted.items():
            stored = before.pages.get(key)
            if stored is None or stored.data != data:
                upload = Upload(data, _MEDIA_TYPE, immutable=False)
                channel.target.replace(key, upload, stored.tag if stored else None)
                back = channel.target.get(key)
                if back is None or back.data != data:
                    return False
    except Changed:
        return False
    for key in before.pages.keys() - wanted.keys():
        channel.target.remove(key)
    return True


def _read(channel: Channel, feed: FeedFile, rebuild: bool) -> _Before:
    pages = _stored_pages(channel, feed)
    channel.records.look_again()
    known = channel.records.all().keys()
    shown: set[str] = set()
    printed: dict[tuple[str, int], bytes] = {}
    kept: list[Kept] = []
    for key, stored in pages.items():
        imprint = None if rebuild else imprint_of(channel, key, stored)
        if imprint is not None:
            shown |= imprint.guids
            printed |= imprint.printed
            kept.append(Kept())
        else:
            standing = _standing(channel, feed, stored, known, rebuild)
            shown |= standing.shown
            kept.append(standing.kept)
    together = _kept_of(kept)
    return _Before(pages, frozenset(shown), together, {} if together else printed)


def _stored_pages(channel: Channel, feed: FeedFile) -> dict[str, Stored]:
    pages: dict[str, Stored] = {}
    head = channel.target.get(feed.key)
    if head is not None:
        pages[feed.key] = head
    number = 1
    while (page := channel.target.get(_page_key(feed.key, number))) is not None:
        pages[_page_key(feed.key, number)] = page
        number += 1
    return pages


def _kept_of(parts: Sequence[Kept]) -> Kept:
    """What was added by hand anywhere: to the channel in the first page, to items in all of them."""
    if not parts:
        return Kept()
    items = {guid: further for part in parts for guid, further in part.items.items()}
    whole = {guid_of(item): (date, item) for part in parts for date, item in part.whole}
    return Kept(parts[0].channel, items, tuple(whole.values()), parts[0].prefixes)


def _standing(channel: Channel, feed: FeedFile, stored: Stored, known: Iterable[str], rebuild: bool) -> Standing:
    where = f"{channel.target.where}/{feed.key}"
    try:
        standing = standing_of(stored.data, known)
    except BrokenFeed as error:
        copy = _keep_copy(channel, stored.data)
        if rebuild:
            return Standing()
        hint = f"a copy is in {copy}; narrate publish --rebuild makes the feed again from its records"
        raise PublishError(f"{where}: the feed there is broken: {error}", hint) from error
    ours = channel.guid()
    if not ours:
        raise refuse_foreign_feed(where, "there is a feed that narrate has not made")
    if standing.guid and standing.guid.lower() != ours.lower():
        raise refuse_foreign_feed(where, f"the feed there is of another show (podcast:guid {standing.guid})")
    return standing


def _keep_copy(channel: Channel, data: bytes) -> str:
    key = f"{channel.state}/broken/feed-{hashlib.sha256(data).hexdigest()[:12]}.xml"
    channel.target.put_new(key, Upload(data, "application/xml"))
    return f"{channel.target.where}/{key}"


# ------------------------------------------------------------------------------------------------------------ pages


def _page_key(key: str, number: int) -> str:
    stem, dot, suffix = key.rpartition(".")
    return f"{stem}.{number}.{suffix}" if dot and "/" not in suffix else f"{key}.{number}"


def _pages(
    channel: Channel, feed: FeedFile, guid: str, image: str, episodes: Sequence[Episode], before: _Before
) -> dict[str, tuple[bytes, Sequence[Episode]]]:
    """Key -> bytes and episodes of every page, the oldest first and the feed itself last.

    Full pages are counted from the oldest episode on, so that a new one changes only the feed itself.
    """
    size = channel.show.page
    archived = max(0, len(episodes) // size - 1) if size else 0
    keys = [_page_key(feed.key, number) for number in range(1, archived + 1)] + [feed.key]
    urls = [urljoin(channel.show.url, key) for key in keys]
    made: dict[str, tuple[bytes, Sequence[Episode]]] = {}
    for index, key in enumerate(keys):
        part = episodes[index * size : (index + 1) * size] if index < archived else episodes[archived * size :]
        kept = before.kept if index == archived else replace(before.kept, whole=())
        data = render(channel.show, guid, image, part, _links(urls, index), kept, before.printed)
        made[key] = data, part
    return made


def _links(urls: Sequence[str], index: int) -> Links:
    if len(urls) == 1:
        return Links(urls[0])
    return Links(
        own=urls[index],
        first=urls[-1],
        last=urls[0],
        next=urls[index - 1] if index > 0 else "",
        previous=urls[index + 1] if index + 1 < len(urls) else "",
    )


def _difference(before: dict[str, Stored], wanted: dict[str, bytes]) -> str:
    lines: list[str] = []
    for key in sorted(before.keys() | wanted.keys()):
        old = before[key].data.decode("utf-8", "replace").splitlines() if key in before else []
        new = wanted.get(key, b"").decode().splitlines()
        lines += difflib.unified_diff(old, new, f"{key} (now)", f"{key} (then)", n=2, lineterm="")
    return "\n".join(lines)


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
            while channel.target.stat(page := _page_key(feed.key, number) if number else feed.key) is not None:
                channel.target.remove(page)
                number += 1
            channel.target.remove(key)


def _name_in(data: bytes) -> str:
    try:
        return str(json.loads(data)["name"])
    except (ValueError, KeyError, TypeError):
        return ""  # damaged: whose feed it was cannot be known
