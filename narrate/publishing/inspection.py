"""`narrate check`: a feed and everything it names, through the target or as an app sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from narrate.errors import NarrateError
from narrate.publishing import papers
from narrate.publishing.artwork import faults_of
from narrate.publishing.channel import Channel, FeedFile
from narrate.publishing.elements import Element, qualified
from narrate.publishing.reports import Finding, Level
from narrate.publishing.rules import Looked, findings_of
from narrate.publishing.settings import Podcast
from narrate.publishing.standing import BrokenFeed, channel_of, guid_of
from narrate.publishing.targets.base import STATE
from narrate.publishing.text import one_line, utc
from narrate.publishing.web import Answer, Client

_MOST_ITEMS = 200  # asked for over the network, the newest first
_WORTH_PACKING = 100_000
_ARTWORK_BYTES = 512_000  # PRX: NPR One and Spotify want less


@dataclass(frozen=True)
class Named:
    """A file that a feed names."""

    kind: str  # audio, transcript, chapters, artwork
    url: str
    label: str  # the episode
    length: int = 0  # as the feed says; 0: it does not
    media_type: str = ""


def check(podcast: Podcast, *, shows: Sequence[str] = (), now: datetime | None = None) -> tuple[Finding, ...]:
    """Check the feeds of shows through their targets: text, files, sizes, artwork, and files nobody names.

    Returns
    -------
    tuple of Finding
        Errors first.
    """
    from narrate.publishing.verbs import opened

    parts = (text.partition(": ") for text in podcast.warnings)
    found = [Finding("warning", "settings", file, text) for file, _, text in parts]
    for show in podcast.chosen(list(shows)):
        with opened(show, podcast, dry_run=True) as channel:
            for feed in channel.feeds:
                found += _through_target(channel, feed, utc(now or datetime.now(UTC)))
    return _sorted(found)


def check_url(url: str, *, allow_private: bool = False, now: datetime | None = None) -> tuple[Finding, ...]:
    """Check a feed as an app sees it: also status, types, byte ranges, CORS and caching of what it names.

    Parameters
    ----------
    url : str
    allow_private : bool
        Also ask machines of one's own network.
    now : datetime, optional

    Returns
    -------
    tuple of Finding
        Errors first.
    """
    client = Client(allow_private)
    answer = client.ask(url)
    if answer.status != 200:
        return (Finding("error", "feed", url, f"the server answers {answer.status}"),)
    try:
        channel = channel_of(answer.body)
    except BrokenFeed as error:
        return (Finding("error", "feed", url, str(error)),)
    found = list(findings_of(Looked(url, channel, utc(now or datetime.now(UTC)))))
    found += _served(client, answer, url)
    if (more := len(channel.findall("item")) - _MOST_ITEMS) > 0:
        found.append(Finding("note", "limit", url, f"the files of the {more:,} oldest episodes were not asked for"))
    found += _further_page(client, channel, url)
    for named in named_in(channel, _MOST_ITEMS):
        found += _over_network(client, named)
    return _sorted(found)


def _sorted(found: Sequence[Finding]) -> tuple[Finding, ...]:
    order: dict[Level, int] = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: order[finding.level]))


def named_in(channel: Element, most_items: int = 1_000_000) -> Iterator[Named]:
    """Every file that a feed names."""
    image = channel.find(qualified("itunes:image"))
    if image is not None and image.get("href"):
        yield Named("artwork", str(image.get("href")), "the show")
    for kind, name in (("picture", "podcast:image"), ("picture", "podcast:person"), ("trailer", "podcast:trailer")):
        for element in channel.iterfind(qualified(name)):
            address = str(element.get("href" if name == "podcast:image" else "img" if kind == "picture" else "url", ""))
            if address:
                yield Named(kind, address, "the show", media_type=str(element.get("type", "")))
    for index, item in enumerate(channel.iterfind("item")):
        if index == most_items:
            return
        label = one_line(item.findtext("title") or "") or guid_of(item)
        for kind, name in (
            ("audio", "enclosure"),
            ("transcript", "podcast:transcript"),
            ("chapters", "podcast:chapters"),
            ("artwork of the episode", "itunes:image"),
        ):
            for element in item.iterfind(qualified(name)):
                yield _named(kind, str(element.get("url") or element.get("href") or ""), label, element)
        for alternate in item.iterfind(qualified("podcast:alternateEnclosure")):
            for source in alternate.iterfind(qualified("podcast:source")):
                yield _named("other audio", str(source.get("uri", "")), label, alternate)


def _named(kind: str, url: str, label: str, element: Element) -> Named:
    length = str(element.get("length", ""))
    size = int(length) if length.isdecimal() and length.isascii() else 0
    return Named(kind, url, label, size, str(element.get("type", "")))


# ------------------------------------------------------------------------------------------------ through the target


def _through_target(channel: Channel, feed: FeedFile, now: datetime) -> list[Finding]:
    where = feed.url if not feed.subscriber else f"private feed of {feed.subscriber}"
    stored = channel.target.get(feed.key)
    if stored is None:
        return [Finding("error", "feed", where, "there is no feed yet", "narrate publish EDITION")]
    try:
        root = channel_of(stored.data)
    except BrokenFeed as error:
        return [Finding("error", "feed", where, str(error), "narrate publish --rebuild")]
    looked = Looked(feed.url, root, now, bool(feed.subscriber))
    found = [replace(one, where=one.where.replace(feed.url, where)) for one in findings_of(looked)]
    base = channel.show.url
    named = [one for one in named_in(root) if one.url.startswith(base)]
    for one in named:
        found += _stored(channel, one, one.url.removeprefix(base))
    found += _forgotten(channel, where)
    return found


def _stored(channel: Channel, named: Named, key: str) -> Iterator[Finding]:
    where = f"{named.label}: {named.kind}"
    try:
        there = channel.target.stat(key)
    except NarrateError as error:
        yield Finding("error", "file", where, error.message, error.hint)
        return
    if there is None:
        yield Finding("error", "file", where, f"{named.url} is not there", "publish the edition again: it is put back")
        return
    if named.length and named.length != there.bytes:
        message = f"the feed says {named.length:,} bytes, the file has {there.bytes:,}"
        yield Finding("error", "length", where, message, "narrate publish --rebuild, or publish the edition again")
    if there.media_type:
        yield from _type(named, there.media_type, where)
    if named.kind in ("artwork", "transcript", "chapters"):
        stored = channel.target.get(key)
        yield from _content(named, where, stored.data if stored else b"")


def _forgotten(channel: Channel, where: str) -> Iterator[Finding]:
    """Files of the show that no record names: left by a publisher that was killed, or put there by hand."""
    known = {
        key
        for episode in channel.records.read(channel.records.entries().values())
        for key in (*(asset.key for asset in episode.assets), *(entry.key for entry in episode.retired))
    }
    for key in channel.target.keys(channel.media):
        if key not in known and "/cover-" not in key and not key.endswith(".xml"):
            yield Finding("note", "forgotten", where, f"{key} belongs to no episode", "it may be removed")


def _content(named: Named, where: str, data: bytes) -> Iterator[Finding]:
    if named.kind == "artwork":
        yield from _artwork(where, data, named.url)
        return
    for fault in papers.faults_of(named.media_type, data):
        yield Finding("error", named.kind, where, f"the file {fault}", "publish the edition again, or replace it")


def _artwork(where: str, data: bytes, url: str) -> Iterator[Finding]:
    for fault in faults_of(data, urlsplit(url).path):
        yield Finding("error", "artwork", where, f"the picture {fault}", "image: in podcast.yaml")
    if len(data) > _ARTWORK_BYTES:
        yield Finding("note", "artwork", where, f"the picture has {len(data):,} bytes; 512,000 at most are advised")


# ------------------------------------------------------------------------------------------------- over the network


def _served(client: Client, answer: Answer, url: str) -> Iterator[Finding]:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in ("application/rss+xml", "application/xml", "text/xml"):
        yield Finding("warning", "serving", url, f"served as '{kind}'", "application/rss+xml")
    if client.ask(urljoin(url, f"{STATE}/.htaccess"), "HEAD").status == 200:
        message = f"the records of episodes in {STATE}/ are served, scheduled ones too"
        yield Finding("warning", "serving", url, message, f"deny /{STATE}/ in the web server or the bucket's policy")
    packed = client.ask(url, "HEAD", {"Accept-Encoding": "gzip"}).headers.get("content-encoding", "")
    if len(answer.body) > _WORTH_PACKING and not packed:
        yield Finding("note", "serving", url, f"{len(answer.body):,} bytes are served without gzip")
    tag, date = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    if not tag and not date:
        yield Finding("warning", "serving", url, "neither ETag nor Last-Modified: every app loads it whole every hour")
        return
    asked = {"If-None-Match": tag} if tag else {"If-Modified-Since": date}
    if client.ask(url, headers=asked).status != 304:
        yield Finding("note", "serving", url, "the server does not answer 304 to a feed that has not changed")


def _further_page(client: Client, channel: Element, url: str) -> Iterator[Finding]:
    """The next page of a long archive (RFC 5005), if the feed names one."""
    for link in channel.iterfind(qualified("atom:link")):
        if link.get("rel") != "next":
            continue
        address = urljoin(url, str(link.get("href", "")))
        try:
            answer = client.ask(address)
            if answer.status == 200:
                channel_of(answer.body)
            else:
                yield Finding("error", "page", url, f"{address}: the server answers {answer.status}")
        except NarrateError as error:
            yield Finding("error", "page", url, f"{address}: {error.message}", error.hint)


def _over_network(client: Client, named: Named) -> Iterator[Finding]:
    where = f"{named.label}: {named.kind}"
    try:
        yield from _asked(client, named, where)
    except NarrateError as error:
        yield Finding("error", "file", where, error.message, error.hint)


def _asked(client: Client, named: Named, where: str) -> Iterator[Finding]:
    head = client.ask(named.url, "HEAD")
    if head.status != 200:
        yield Finding("error", "file", where, f"{named.url}: the server answers {head.status} to HEAD")
        if head.status == 404:
            return
    yield from _headers(named, head, where)
    if named.kind in ("audio", "other audio"):
        part = client.ask(named.url, headers={"Range": "bytes=0-99"}, most_bytes=500_000_000)
        if part.status != 206 or len(part.body) != 100:
            yield Finding("error", "range", where, "the server does not serve byte ranges; Apple requires them")
    if named.kind in ("artwork", "transcript", "chapters"):
        yield from _content(named, where, client.ask(named.url, most_bytes=20_000_000).body)


def _type(named: Named, served_as: str, where: str) -> Iterator[Finding]:
    kind = served_as.partition(";")[0].strip()
    if named.media_type and kind != named.media_type:
        # A plain web server goes by the ending .json, and apps read that too.
        level: Level = "note" if (named.kind, kind) == ("chapters", "application/json") else "warning"
        yield Finding(level, "type", where, f"served as '{kind}', the feed says '{named.media_type}'")


def _headers(named: Named, head: Answer, where: str) -> Iterator[Finding]:
    length = head.headers.get("content-length", "")
    if named.length and length and int(length) != named.length:
        message = f"the feed says {named.length:,} bytes, the server {int(length):,}"
        yield Finding("error", "length", where, message)
    yield from _type(named, head.headers.get("content-type", ""), where)
    if head.headers.get("access-control-allow-origin") != "*" and named.kind in ("transcript", "chapters", "audio"):
        message = "no CORS header: players in web pages cannot read it"
        level: Level = "note" if named.kind == "audio" else "warning"  # an <audio> element plays without
        yield Finding(level, "cors", where, message, "Access-Control-Allow-Origin: *")
