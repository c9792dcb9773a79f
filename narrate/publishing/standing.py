"""The feed that stands on a target: is it ours, what does it show, and what in it was added by hand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from narrate.errors import PublishError
from narrate.publishing.elements import (
    NAMESPACES,
    OLD_PODCAST,
    Absent,
    Element,
    Malformed,
    children_of,
    outer_xml,
    parse,
    qualified,
)
from narrate.publishing.feed import Kept, Whole
from narrate.publishing.masthead import Links, Masthead, channel_of_show
from narrate.publishing.settings import Show
from narrate.publishing.text import stamp

# Everything else that podcast.yaml can say is ours only where it says so: what an old feed says besides stays.
_CHANNEL_NAMES = """
title link description language generator image pubDate lastBuildDate item itunes:image itunes:category itunes:explicit
itunes:type itunes:block itunes:complete itunes:new-feed-url podcast:guid podcast:locked podcast:medium podcast:block
podcast:podping podcast:trailer
"""
_ITEM_NAMES = """
title link guid pubDate description content:encoded enclosure itunes:title itunes:duration itunes:author
itunes:episodeType itunes:explicit itunes:season itunes:episode itunes:image itunes:block podcast:transcript
podcast:chapters podcast:soundbite podcast:season podcast:episode podcast:person podcast:contentLink
podcast:alternateEnclosure psc:chapters
"""
_TXT, _ATOM_LINK, _GUID = qualified("podcast:txt"), qualified("atom:link"), qualified("podcast:guid")
_LINKS = frozenset(f"{_ATOM_LINK} {rel}" for rel in ("self", "first", "next", "previous", "last", "hub"))
_ALWAYS = frozenset({f"{_TXT} ai-content"}) | _LINKS
CHANNEL = frozenset(map(qualified, _CHANNEL_NAMES.split())) | _ALWAYS
ITEM = frozenset(map(qualified, _ITEM_NAMES.split())) | _ALWAYS
_UNDATED = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Standing:
    """What a feed says of itself."""

    guid: str = ""
    shown: frozenset[str] = frozenset()  # GUIDs
    kept: Kept = field(default_factory=Kept)


class BrokenFeed(PublishError):
    """A feed that is not well-formed RSS; the message says why."""


def ours_of(show: Show) -> frozenset[str]:
    """Signatures of what narrate writes into the channel of a show."""
    return CHANNEL | {signature(element) for element in channel_of_show(show, Masthead("", Links("")))}


def standing_of(file: Iterable[bytes], known: Container[str], ours: frozenset[str] = CHANNEL) -> Standing:
    """Read a feed an item at a time.

    Parameters
    ----------
    file : iterable of bytes
        The feed in pieces, none of which ends within a namespace's address: lines, say.
    known : container of str
        The GUIDs that have records.
    ours : set of str
        Signatures of the channel's elements that narrate writes.

    Raises
    ------
    BrokenFeed
        If it is not RSS.
    """
    guid = ""
    shown: set[str] = set()
    further: list[str] = []
    items: dict[str, tuple[str, ...]] = {}
    whole: list[Whole] = []
    prefixes: dict[str, str] = {}
    for child in channel_parts(file):
        prefixes = prefixes or _prefixes(child.getparent())
        if child.tag == "item":
            name = guid_of(child)
            shown.add(name)
            if name not in known:
                whole.append(Whole(date_of(child), name, outer_xml(child)))
            elif added := tuple(outer_xml(one) for one in child if is_foreign(one)):
                items[name] = added
        elif child.tag == _GUID:
            guid = (child.text or "").strip()
        elif is_foreign(child, ours):
            further.append(outer_xml(child))
    return Standing(guid, frozenset(shown), Kept(tuple(further), items, tuple(whole), prefixes))


def channel_parts(file: Iterable[bytes]) -> Iterator[Element]:
    """The children of the channel, in today's namespaces, each forgotten when the next one is asked for.

    Parameters
    ----------
    file : iterable of bytes
        The feed in pieces that break within no tag, such as lines or `pieces`.
    """
    old, new = OLD_PODCAST.encode(), NAMESPACES["podcast"].encode()
    try:
        yield from children_of((piece.replace(old, new) for piece in file), ("rss", "channel"))
    except Absent as error:
        raise BrokenFeed("not an RSS 2.0 feed") from error
    except Malformed as error:
        raise BrokenFeed(str(error)) from error


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


def signature(element: Element) -> str:
    """The tag, and what tells elements of one tag apart: the purpose of a text, the relation of a link."""
    if element.tag == _TXT:
        return f"{_TXT} {element.get('purpose', '')}"
    if element.tag == _ATOM_LINK:
        return f"{_ATOM_LINK} {element.get('rel', 'alternate')}"
    return str(element.tag)


def is_foreign(element: Element, ours: frozenset[str] = ITEM) -> bool:
    """Whether narrate does not write such an element; comments and processing instructions it never writes."""
    return not isinstance(element.tag, str) or signature(element) not in ours


def _prefixes(root: Element | None) -> dict[str, str]:
    known = set(NAMESPACES.values())
    found = root.nsmap if root is not None else {}
    return {prefix: uri for prefix, uri in found.items() if prefix and uri not in known}


def refuse_foreign_feed(where: str, why: str) -> PublishError:
    """The error for a feed that narrate did not make."""
    hint = "narrate import FEED takes it over with its GUIDs, or give the show another feed name"
    return PublishError(f"{where}: {why}", hint)
