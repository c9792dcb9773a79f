"""A show and its episodes as RSS 2.0 with everything that Apple, Spotify, YouTube and PSP-1 ask for."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from narrate.publishing.elements import NAMESPACES, Element, add, canonical
from narrate.publishing.episodes import Episode
from narrate.publishing.feeditem import add_person, item_of, notice_of
from narrate.publishing.settings import Show
from narrate.publishing.text import clip, moment_of, one_line, rfc2822

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
_ITEMS_AT_A_TIME = 100
_NOTHING: Mapping[tuple[str, int], bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Links:
    """Where a page of a feed and its neighbours are (RFC 5005)."""

    own: str
    first: str = ""
    next: str = ""
    previous: str = ""
    last: str = ""


@dataclass(frozen=True)
class Kept:
    """What stood in the feed before and was not made by narrate: added by hand, and kept."""

    channel: tuple[Element, ...] = ()
    items: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)  # GUID -> further elements
    whole: tuple[tuple[str, Element], ...] = ()  # stamp, an item without a record
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.channel or self.items or self.whole)


def render(
    show: Show,
    guid: str,
    image: str,
    episodes: Sequence[Episode],
    links: Links,
    kept: Kept,
    printed: Mapping[tuple[str, int], bytes] = _NOTHING,
) -> bytes:
    """The feed's bytes.

    Parameters
    ----------
    show : Show
    guid : str
        The show's stored GUID.
    image : str
        The public address of the artwork; empty: none.
    episodes : sequence of Episode
        In any order; the feed has the newest first.
    links : Links
    kept : Kept
        Foreign elements of the feed that this one replaces.
    printed : mapping
        GUID and revision -> bytes of items that were made of the same records by the same settings.

    Returns
    -------
    bytes
        UTF-8 with an XML declaration; the same arguments give the same bytes.
    """
    ordered = sorted(episodes, key=lambda episode: (episode.published, episode.guid), reverse=True)
    channel = _empty_channel(kept)
    notice = next((line for episode in ordered if (line := notice_of(show, episode))), "")
    _identity(channel, show, guid, image, links, notice)
    _apple(channel, show, image)
    _podcasting20(channel, show)
    if ordered:
        add(channel, "pubDate", rfc2822(ordered[0].published_at))
        add(channel, "lastBuildDate", _last_build(ordered))
    for element in kept.channel:
        channel.append(copy.deepcopy(element))
    head, end = _written(channel)
    return b"".join([_DECLARATION, head, *_items(show, ordered, kept, printed), end])


def _empty_channel(kept: Kept) -> Element:
    others = {prefix: uri for prefix, uri in kept.prefixes.items() if prefix not in NAMESPACES}
    rss = etree.Element("rss", nsmap={**others, **NAMESPACES})
    rss.set("version", "2.0")
    return etree.SubElement(rss, "channel")


def _written(channel: Element) -> tuple[bytes, bytes]:
    """The document of a channel, cut before the end of the channel."""
    rss = channel.getroottree().getroot()
    for element in rss.iter():
        # Elements kept from the former feed bring line ends along, and lxml indents only where there are none.
        element.tail = None
    data = etree.tostring(rss, encoding="UTF-8", pretty_print=True, xml_declaration=False)
    end = data.rindex(b"  </channel>")
    return data[:end], data[end:]


def _items(
    show: Show, ordered: Sequence[Episode], kept: Kept, printed: Mapping[tuple[str, int], bytes]
) -> Iterator[bytes]:
    """The items in bytes, the newest first, some at a time: the tree of 5,000 takes 150 MB."""
    waiting: list[tuple[str, str, Episode | Element]] = [(e.published, e.guid, e) for e in ordered]
    waiting += [(date, "", item) for date, item in kept.whole]
    waiting.sort(key=lambda entry: entry[:2], reverse=True)
    some: list[Element] = []
    for _, guid, source in waiting:
        ready = printed.get((guid, source.revision)) if isinstance(source, Episode) else None
        if ready is None:
            item = item_of(show, source) if isinstance(source, Episode) else copy.deepcopy(source)
            _append_kept(item, kept.items.get(guid, ()))
            some.append(item)
        if some and (ready is not None or len(some) == _ITEMS_AT_A_TIME):
            yield _in_bytes(some, kept)
            some = []
        if ready is not None:
            yield ready
    if some:
        yield _in_bytes(some, kept)


def _in_bytes(items: Sequence[Element], kept: Kept) -> bytes:
    channel = _empty_channel(kept)
    for item in items:
        channel.append(item)
    data, _ = _written(channel)
    return data[data.index(b"<channel>\n") + len(b"<channel>\n") :]


def _append_kept(item: Element, elements: Sequence[Element]) -> None:
    """Add what is not there yet: an imported episode's further elements stand in its record and in the feed."""
    if not elements:
        return
    there = {canonical(child) for child in item}
    for element in elements:
        if canonical(element) not in there:
            item.append(copy.deepcopy(element))


def _last_build(episodes: Sequence[Episode]) -> str:
    return rfc2822(moment_of(max(episode.changed for episode in episodes)))


def _identity(channel: Element, show: Show, guid: str, image: str, links: Links, notice: str) -> None:
    add(channel, "title", show.title)
    add(channel, "atom:link", href=links.own, rel="self", type_="application/rss+xml")
    for rel in ("first", "next", "previous", "last"):
        address = getattr(links, rel)
        if address:
            add(channel, "atom:link", href=address, rel=rel, type_="application/rss+xml")
    for hub in () if show.private else show.hubs:
        add(channel, "atom:link", href=hub, rel="hub")
    add(channel, "link", show.link or show.url)
    room = 4000 - len(notice.encode()) - 1  # Apple's limit
    add(channel, "description", f"{clip(one_line(show.description), room)} {notice}".strip())
    add(channel, "language", show.language)
    if show.copyright:
        add(channel, "copyright", show.copyright)
    add(channel, "generator", "narrate")
    if image:
        picture = etree.SubElement(channel, "image")
        add(picture, "url", image)
        add(picture, "title", show.title)
        add(picture, "link", show.link or show.url)
    add(channel, "podcast:guid", guid)


def _apple(channel: Element, show: Show, image: str) -> None:
    if show.author:
        add(channel, "itunes:author", show.author)
    if show.owner:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", show.owner.name)
        add(owner, "itunes:email", show.owner.email)
    if image:
        add(channel, "itunes:image", href=image)
    for top, sub in show.categories:
        category = add(channel, "itunes:category", text=top)
        if sub:
            add(category, "itunes:category", text=sub)
    add(channel, "itunes:explicit", "true" if show.explicit else "false")
    add(channel, "itunes:type", show.type)
    if show.private:
        add(channel, "itunes:block", "Yes")
        add(channel, "podcast:block", "yes")
    if show.complete:
        add(channel, "itunes:complete", "Yes")
    if show.new_feed_url:
        add(channel, "itunes:new-feed-url", show.new_feed_url)


def _podcasting20(channel: Element, show: Show) -> None:
    add(channel, "podcast:locked", "yes" if show.locked else "no", owner=show.owner.email if show.owner else "")
    add(channel, "podcast:medium", show.medium)
    for funding in show.funding:
        add(channel, "podcast:funding", funding.text, url=funding.url)
    for person in show.persons:
        add_person(channel, person)
    if show.license:
        add(channel, "podcast:license", show.license.name, url=show.license.url)
    if show.update_frequency:
        often = show.update_frequency
        complete = "true" if often.complete else ""
        add(channel, "podcast:updateFrequency", often.text, rrule=often.rrule, dtstart=often.start, complete=complete)
    if show.podroll:
        podroll = add(channel, "podcast:podroll")
        for other in show.podroll:
            add(podroll, "podcast:remoteItem", feedGuid=other.guid, feedUrl=other.url, title=other.title)
    if show.ai_disclosure:
        add(channel, "podcast:txt", "true", purpose="ai-content")
    if show.podping and not show.private:
        add(channel, "podcast:podping", usesPodping="true")
