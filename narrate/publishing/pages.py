"""The pages of a feed (RFC 5005): as they stand on the target, and as the records want them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

from narrate.publishing.channel import Channel, FeedFile
from narrate.publishing.episodes import Episode
from narrate.publishing.feed import Kept, Whole, render
from narrate.publishing.imprints import Page, Printed, maker_of
from narrate.publishing.masthead import Links, Masthead
from narrate.publishing.records import Entry


@dataclass(frozen=True)
class Before:
    """A feed as it stands on the target."""

    pages: Mapping[str, Page]  # by key
    shown: frozenset[str]  # GUIDs
    kept: Kept
    printed: Mapping[str, tuple[Path, Printed]]  # by GUID: items that can be used again


def fetch_pages(channel: Channel, feed: FeedFile) -> dict[str, Page]:
    """Every page of a feed, the feed itself first."""
    pages: dict[str, Page] = {}
    number = 0
    while (page := fetch_page(channel, key := page_key(feed.key, number))) is not None or number == 0:
        if page is not None:
            pages[key] = page
        number += 1
    return pages


def fetch_page(channel: Channel, key: str) -> Page | None:
    """A page as it stands on the target; None if there is none."""
    path = channel.temporary()
    with path.open("w+b") as file:
        tag = channel.target.fetch(key, file)
        if tag is None:
            return None
        file.seek(0)
        return Page(path, hashlib.file_digest(file, "sha256").hexdigest(), tag)


def page_key(key: str, number: int) -> str:
    """The key of an archived page, counted from 1; 0: the feed itself."""
    if not number:
        return key
    stem, dot, suffix = key.rpartition(".")
    return f"{stem}.{number}.{suffix}" if dot and "/" not in suffix else f"{key}.{number}"


def make_pages(
    channel: Channel, feed: FeedFile, head: Masthead, entries: Sequence[Entry], before: Before
) -> dict[str, Page]:
    """Key -> page, the oldest first and the feed itself last.

    Full pages are counted from the oldest episode on, so that a new one changes only the feed itself.

    Parameters
    ----------
    entries : sequence of Entry
        What belongs into the feed, the oldest first.
    """
    size = channel.show.page
    archived = max(0, len(entries) // size - 1) if size else 0
    keys = [page_key(feed.key, number) for number in range(1, archived + 1)] + [feed.key]
    urls = [urljoin(channel.show.url, key) for key in keys]
    made: dict[str, Page] = {}
    for index, key in enumerate(keys):
        part = entries[index * size : (index + 1) * size] if index < archived else entries[archived * size :]
        kept = before.kept if index == archived else replace(before.kept, whole=())
        told = _dated(channel, head, _links(urls, index), part)
        recipe = _recipe(channel, told, part, kept)
        stored = before.pages.get(key)
        made[key] = stored if stored and stored.recipe == recipe else _make(channel, told, part, kept, before, recipe)
    return made


def _recipe(channel: Channel, head: Masthead, part: Sequence[Entry], kept: Kept) -> str:
    """Stands for all that decides a page's bytes: as long as it is the same, there is nothing to make."""
    digest = hashlib.sha256(f"{maker_of(channel)}\n{head!r}\n{kept!r}\n".encode())
    for entry in part:
        digest.update(f"{entry.guid}\0{entry.revision}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _dated(channel: Channel, head: Masthead, links: Links, part: Sequence[Entry]) -> Masthead:
    if not part:
        return replace(head, links=links)
    trailers = tuple(channel.records.read(entry for entry in part if entry.kind == "trailer"))
    changed = max(entry.changed for entry in part)
    return replace(head, links=links, newest=part[-1].published, changed=changed, trailers=trailers[::-1])


def _make(channel: Channel, head: Masthead, part: Sequence[Entry], kept: Kept, before: Before, recipe: str) -> Page:
    path = channel.temporary()
    order: list[Entry | Whole] = sorted([*part, *kept.whole], key=_place, reverse=True)
    pieces = render(channel.show, head, _sources(channel, order, before), kept)
    printed: list[Printed] = []
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for number, piece in enumerate(pieces):
            if 0 < number <= len(order):
                source = order[number - 1]
                revision = source.revision if isinstance(source, Entry) else 0
                printed.append(Printed(source.guid, revision, file.tell(), len(piece)))
            digest.update(piece)
            file.write(piece)
    return Page(path, digest.hexdigest(), recipe=recipe, items=tuple(printed))


def _place(source: Entry | Whole) -> tuple[str, str]:
    return (source.published, source.guid if isinstance(source, Entry) else "")


def _sources(channel: Channel, order: Iterable[Entry | Whole], before: Before) -> Iterator[Episode | Whole | bytes]:
    for source in order:
        if isinstance(source, Whole):
            yield source
            continue
        path, ready = before.printed.get(source.guid, (None, None))
        if path is not None and ready is not None and ready.revision == source.revision:
            with path.open("rb") as file:
                file.seek(ready.start)
                yield file.read(ready.length)
        else:
            yield from channel.records.read([source])


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
