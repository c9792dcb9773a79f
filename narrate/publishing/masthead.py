"""What a feed says of its show, above the episodes: for RSS, Apple, Spotify, YouTube, PSP-1 and Podcasting 2.0."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from narrate.publishing.elements import NAMESPACES, Element, add
from narrate.publishing.episodes import Episode
from narrate.publishing.feeditem import add_person
from narrate.publishing.settings import Show
from narrate.publishing.text import clip, moment_of, one_line, rfc2822

_DESCRIPTION_BYTES = 4000  # Apple's limit


@dataclass(frozen=True)
class Links:
    """Where a page of a feed and its neighbours are (RFC 5005)."""

    own: str
    first: str = ""
    next: str = ""
    previous: str = ""
    last: str = ""


@dataclass(frozen=True)
class Masthead:
    """What a feed says above its episodes besides the settings of its show."""

    guid: str
    links: Links
    image: str = ""  # public address of the artwork
    newest: str = ""  # stamp: when the newest episode came out
    changed: str = ""  # stamp: when one of them was changed last
    notice: str = ""  # that the voices are synthetic
    trailers: tuple[Episode, ...] = ()


def channel_of_show(show: Show, head: Masthead, prefixes: dict[str, str] | None = None) -> Element:
    """The channel element, in a document of its own, without items; `prefixes` are further namespaces."""
    channel = empty_channel(prefixes or {})
    _identity(channel, show, head)
    _apple(channel, show, head.image)
    _podcasting20(channel, show)
    _more_of_podcasting20(channel, show)
    for trailer in head.trailers:
        _trailer(channel, show, trailer)
    if head.newest:
        add(channel, "pubDate", rfc2822(moment_of(head.newest)))
        add(channel, "lastBuildDate", rfc2822(moment_of(head.changed)))
    return channel


def empty_channel(prefixes: dict[str, str]) -> Element:
    """A channel in an rss element that declares the namespaces."""
    others = {prefix: uri for prefix, uri in prefixes.items() if prefix not in NAMESPACES}
    rss = etree.Element("rss", nsmap={**others, **NAMESPACES})
    rss.set("version", "2.0")
    return etree.SubElement(rss, "channel")


def _identity(channel: Element, show: Show, head: Masthead) -> None:
    add(channel, "title", show.title)
    add(channel, "atom:link", href=head.links.own, rel="self", type_="application/rss+xml")
    for rel in ("first", "next", "previous", "last"):
        address = getattr(head.links, rel)
        if address:
            add(channel, "atom:link", href=address, rel=rel, type_="application/rss+xml")
    for hub in () if show.private else show.hubs:
        add(channel, "atom:link", href=hub, rel="hub")
    add(channel, "link", show.link or show.url)
    room = _DESCRIPTION_BYTES - len(head.notice.encode()) - 1
    add(channel, "description", f"{clip(one_line(show.description), room)} {head.notice}".strip())
    add(channel, "language", show.language)
    if show.copyright:
        add(channel, "copyright", show.copyright)
    add(channel, "generator", "narrate")
    if head.image:
        picture = etree.SubElement(channel, "image")
        add(picture, "url", head.image)
        add(picture, "title", show.title)
        add(picture, "link", show.link or show.url)
    add(channel, "podcast:guid", head.guid)


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
    if show.unlisted:
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


def _more_of_podcasting20(channel: Element, show: Show) -> None:
    for txt in show.txt:
        add(channel, "podcast:txt", txt.text, purpose=txt.purpose)
    if show.location:
        place = show.location
        add(
            channel,
            "podcast:location",
            place.name,
            rel=place.rel,
            geo=place.geo,
            osm=place.osm,
            country=place.country,
        )
    for picture in show.pictures:
        shape = {"aspect-ratio": picture.aspect_ratio, "width": picture.width or "", "purpose": picture.purpose}
        add(channel, "podcast:image", href=picture.href, alt=picture.alt, **shape)
    if show.value:
        value = show.value
        payments = add(channel, "podcast:value", type_=value.type, method=value.method, suggested=value.suggested)
        for one in value.recipients:
            add(
                payments,
                "podcast:valueRecipient",
                name=one.name,
                type_=one.type,
                address=one.address,
                split=one.split,
                customKey=one.custom_key,
                customValue=one.custom_value,
                fee="true" if one.fee else "",
            )


def _trailer(channel: Element, show: Show, episode: Episode) -> None:
    """A trailer is an item as well; this names it to apps that show it above the list."""
    audio = episode.audio
    add(
        channel,
        "podcast:trailer",
        clip(one_line(episode.title), 128),
        url=audio.address(show.url),
        pubdate=rfc2822(episode.published_at),
        length=audio.bytes or "",
        type_=audio.media_type,
        season=episode.season or "",
    )
