"""The feed that stands on a target: is it ours, what does it show, and what in it was added by hand."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from narrate.errors import PublishError
from narrate.publishing.elements import NAMESPACES, OLD_PODCAST, Element, Malformed, parse, qualified
from narrate.publishing.feed import Kept
from narrate.publishing.text import stamp

_CHANNEL_NAMES = """
title link description language copyright generator image pubDate lastBuildDate item itunes:author itunes:owner
itunes:image itunes:category itunes:explicit itunes:type itunes:block itunes:complete itunes:new-feed-url podcast:guid
podcast:locked podcast:medium podcast:funding podcast:person podcast:license podcast:updateFrequency podcast:podroll
podcast:block podcast:podping
"""
_ITEM_NAMES = """
title link guid pubDate description content:encoded enclosure itunes:title itunes:duration itunes:author
itunes:episodeType itunes:explicit itunes:season itunes:episode itunes:image itunes:block podcast:transcript
podcast:chapters podcast:soundbite podcast:season podcast:episode podcast:person podcast:contentLink
podcast:alternateEnclosure psc:chapters
"""
_CHANNEL = frozenset(map(qualified, _CHANNEL_NAMES.split()))
_ITEM = frozenset(map(qualified, _ITEM_NAMES.split()))
_UNDATED = "1970-01-01T00:00:00Z"
_RELATIONS = {"self", "first", "next", "previous", "last", "hub"}
_TXT, _ATOM_LINK, _GUID = qualified("podcast:txt"), qualified("atom:link"), qualified("podcast:guid")


@dataclass(frozen=True)
class Standing:
    """What a feed says of itself."""

    guid: str = ""
    shown: frozenset[str] = frozenset()  # GUIDs
    kept: Kept = field(default_factory=Kept)


class BrokenFeed(PublishError):
    """A feed that is not well-formed RSS; the message says why."""


def standing_of(data: bytes, known: Iterable[str]) -> Standing:
    """Read a feed. `known` are the GUIDs that have records. BrokenFeed if it is not RSS."""
    channel = channel_of(data)
    recorded = frozenset(known)
    shown: list[str] = []
    items: dict[str, tuple[Element, ...]] = {}
    whole: list[tuple[str, Element]] = []
    for item in channel.iterfind("item"):
        guid = guid_of(item)
        shown.append(guid)
        if guid in recorded:
            further = tuple(copy.deepcopy(child) for child in item if is_foreign(child, _ITEM))
            if further:
                items[guid] = further
        else:
            whole.append((date_of(item), copy.deepcopy(item)))
    before = tuple(copy.deepcopy(child) for child in channel if is_foreign(child, _CHANNEL))
    kept = Kept(before, items, tuple(whole), _prefixes(channel.getparent()))
    return Standing((channel.findtext(_GUID) or "").strip(), frozenset(shown), kept)


def channel_of(data: bytes) -> Element:
    """The channel of an RSS feed. BrokenFeed if there is none."""
    try:
        root = parse(data.replace(OLD_PODCAST.encode(), NAMESPACES["podcast"].encode()))
    except Malformed as error:
        raise BrokenFeed(str(error)) from error
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise BrokenFeed("not an RSS 2.0 feed")
    return channel


def guid_of(item: Element) -> str:
    """The item's GUID, or its audio's address where it has none: what apps take for it."""
    guid = item.findtext("guid")
    if guid and guid.strip():
        return guid.strip()
    enclosure = item.find("enclosure")
    return str(enclosure.get("url", "")) if enclosure is not None else ""


def date_of(item: Element) -> str:
    """The item's date as a stamp; the beginning of time if it has none that can be read."""
    try:
        moment = parsedate_to_datetime(item.findtext("pubDate") or "")
        if moment.year < 1970:
            return _UNDATED
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return _UNDATED


def is_foreign(element: Element, ours: frozenset[str] = _ITEM) -> bool:
    """Whether narrate never writes such an element."""
    if not isinstance(element.tag, str):  # a comment or processing instruction
        return True
    if element.tag == _TXT:
        return element.get("purpose") != "ai-content"
    if element.tag == _ATOM_LINK:
        return element.get("rel", "alternate") not in _RELATIONS
    return element.tag not in ours


def _prefixes(root: Element | None) -> dict[str, str]:
    known = set(NAMESPACES.values())
    found = root.nsmap if root is not None else {}
    return {prefix: uri for prefix, uri in found.items() if prefix and uri not in known}


def refuse_foreign_feed(where: str, why: str) -> PublishError:
    """The error for a feed that narrate did not make."""
    hint = "narrate import FEED takes it over with its GUIDs, or give the show another feed name"
    return PublishError(f"{where}: {why}", hint)
