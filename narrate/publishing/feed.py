"""A show and its episodes as RSS 2.0, a piece at a time: a feed of 5,000 episodes is never whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from narrate.publishing.elements import Element, canonical, fragment
from narrate.publishing.episodes import Episode
from narrate.publishing.feeditem import item_of
from narrate.publishing.masthead import Masthead, channel_of_show, empty_channel
from narrate.publishing.settings import Show

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"


class Whole(NamedTuple):
    """An item that stands in the feed and has no record: somebody wrote it by hand."""

    published: str  # stamp
    guid: str
    xml: str


@dataclass(frozen=True)
class Kept:
    """What stood in the feed before and was not made by narrate: added by hand, and kept."""

    channel: tuple[str, ...] = ()  # XML of further elements
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # GUID -> XML of further elements
    whole: tuple[Whole, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "channel": self.channel,
            "items": dict(self.items),
            "whole": self.whole,
            "prefixes": dict(self.prefixes),
        }

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Kept:
        """From what `facts` gave."""
        return cls(
            tuple(facts["channel"]),
            {guid: tuple(further) for guid, further in facts["items"].items()},
            tuple(Whole(*one) for one in facts["whole"]),
            facts["prefixes"],
        )


def render(show: Show, head: Masthead, items: Iterable[Episode | Whole | bytes], kept: Kept) -> Iterator[bytes]:
    """The feed in pieces: what comes before the items, each item, and what comes after them.

    Parameters
    ----------
    show : Show
    head : Masthead
    items : iterable
        The newest first: records, items written by hand, and bytes of items that were made before.
    kept : Kept
        Foreign elements of the feed that this one replaces.

    Yields
    ------
    bytes
        Together UTF-8 with an XML declaration; the same arguments give the same bytes.
    """
    prefixes = dict(kept.prefixes)
    channel = channel_of_show(show, head, prefixes)
    for xml in kept.channel:
        channel.append(fragment(xml))
    start, end = _cut(channel)
    yield _DECLARATION + start
    for item in items:
        if isinstance(item, bytes):
            yield item
        else:
            yield _in_bytes(_element(show, item, kept.items), prefixes)
    yield end


def _element(show: Show, source: Episode | Whole, further: Mapping[str, Sequence[str]]) -> Element:
    if isinstance(source, Whole):
        return fragment(source.xml)
    item = item_of(show, source)
    if source.guid in further:
        # An imported episode's further elements stand in its record and in the feed.
        there = {canonical(child) for child in item}
        for element in map(fragment, further[source.guid]):
            if canonical(element) not in there:
                item.append(element)
    return item


def _in_bytes(item: Element, prefixes: dict[str, str]) -> bytes:
    channel = empty_channel(prefixes)
    channel.append(item)
    data, _ = _cut(channel)
    return data[data.index(b"<channel>\n") + len(b"<channel>\n") :]


def _cut(channel: Element) -> tuple[bytes, bytes]:
    """The document of a channel, cut before the end of the channel."""
    rss = channel.getroottree().getroot()
    for element in rss.iter():
        # Elements kept from the former feed bring line ends along, and lxml indents only where there are none.
        element.tail = None
    data = etree.tostring(rss, encoding="UTF-8", pretty_print=True, xml_declaration=False)
    end = data.rindex(b"  </channel>")
    return data[:end], data[end:]
