"""Taking over a feed that somebody else made: every episode keeps its GUID, its date and its audio's address."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from lxml import etree

from narrate.errors import PublishError
from narrate.publishing.categories import CATEGORIES
from narrate.publishing.channel import Channel, is_uuid
from narrate.publishing.elements import Element, outer_xml, pieces, qualified
from narrate.publishing.episodes import Asset, Episode, Role
from narrate.publishing.podcastkeys import EMAIL
from narrate.publishing.relocation import relocations
from narrate.publishing.reports import Outcome, PublishReport
from narrate.publishing.settings import Podcast, is_url
from narrate.publishing.standing import BrokenFeed, channel_of, channel_parts, date_of, guid_of, is_foreign
from narrate.publishing.syndication import refresh
from narrate.publishing.targets import Changed, Upload
from narrate.publishing.text import one_line, paragraphs, stamp, utc
from narrate.publishing.web import Client

_LARGEST = 64_000_000
_MOST_PAGES = 1000
_NO_FEED = "is it the address of the feed itself?"


def import_feed(
    source: str | Path,
    podcast: Podcast,
    *,
    show: str = "",
    copy: bool = False,
    dry_run: bool = False,
    allow_private: bool = False,
    now: datetime | None = None,
) -> PublishReport:
    """Make records of every item of an existing feed, all of its pages, then write the feed of the show anew.

    Parameters
    ----------
    source : str or Path
        The address of the feed, or a file.
    podcast : Podcast
    show : str
        The show that takes it over; may be left out if there is only one.
    copy : bool
        Copy audio, transcripts, chapters and pictures to the show's target; otherwise they stay where they are.
    dry_run : bool
    allow_private : bool
        Also fetch from machines of one's own network.
    now : datetime, optional

    Raises
    ------
    PublishError
        If the source is no feed, or the show has a feed already that is another one.
    """
    from narrate.publishing.verbs import opened

    names = [show] if show else list(podcast.shows)
    if len(names) != 1:
        raise PublishError("which show takes the feed over?", f"--show, one of: {', '.join(podcast.shows)}")
    (chosen,) = podcast.chosen(names)
    moment = utc(now or datetime.now(UTC))
    client = Client(allow_private)
    found = _whole(source, client, moment)
    with opened(chosen, podcast, dry_run) as channel:
        _claim(channel, found, source)
        outcomes = [_adopt(channel, episode) for episode in found.episodes]
        outcomes += relocations(channel, dry_run, client, moment) if copy else ()
        feeds = refresh(channel, moment, diff=dry_run)
        channel.target.settle()
    warnings = (f"{found.left_out} items without audio stay in the feed as they are",) if found.left_out else ()
    return PublishReport(tuple(outcomes), tuple(feeds), warnings, dry_run)


def propose_show(source: str | Path, *, allow_private: bool = False) -> str:
    """podcast.yaml for an existing feed, to be completed by hand where it says so."""
    found = _channel(_data(source, Client(allow_private)), source)
    categories = [
        " > ".join(part for part in (top.get("text", ""), sub.get("text", "") if sub is not None else "") if part)
        for top in found.iterfind(qualified("itunes:category"))
        for sub in [top.find(qualified("itunes:category"))]
        if top.get("text") in CATEGORIES
    ]
    image = found.find(qualified("itunes:image"))
    owner = {
        key: one_line(found.findtext(f"{qualified('itunes:owner')}/{qualified(f'itunes:{key}')}") or "")
        for key in ("name", "email")
    }
    values = {
        "title": one_line(found.findtext("title") or ""),
        "description": one_line(found.findtext("description") or ""),
        "language": (found.findtext("language") or "en").strip(),
        "author": one_line(found.findtext(qualified("itunes:author")) or ""),
        "owner": owner if owner["name"] and re.fullmatch(EMAIL, owner["email"]) else {},
        "copyright": one_line(found.findtext("copyright") or ""),
        "type": "serial" if (found.findtext(qualified("itunes:type")) or "").strip() == "serial" else "",
        "category": categories or ["News"],
        "explicit": (found.findtext(qualified("itunes:explicit")) or "").strip().lower() in ("true", "yes", "explicit"),
        "link": (found.findtext("link") or "").strip(),
        "image": str(image.get("href", "")) if image is not None else "",
        "guid": (found.findtext(qualified("podcast:guid")) or "").strip(),
        "ai_disclosure": True,
        "url": "https://example.org/podcast/",
        "target": "./public",
    }
    # JSON values are YAML values: nothing in a foreign feed can break out of its quotation marks.
    lines = [
        f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value not in ("", {})
    ]
    return (
        "shows:\n  imported:  # set url and target, then: narrate import FEED --show imported\n"
        + "\n".join(lines)
        + "\n"
    )


@dataclass
class _Found:
    """What the pages of a feed hold, item by item; the items themselves are not kept."""

    guid: str = ""
    episodes: list[Episode] = field(default_factory=list)
    guids: set[str] = field(default_factory=set)
    left_out: int = 0
    pages: list[bytes] = field(default_factory=list)

    def read(self, data: bytes, source: str | Path, now: datetime) -> str:
        """Take in a page; the address of the next one."""
        self.pages.append(data)
        following = ""
        for part in _parts(data, source):
            if part.tag == "item":
                self._take(part, now)
            elif part.tag == qualified("podcast:guid") and len(self.pages) == 1:
                self.guid = (part.text or "").strip()
            elif part.tag == qualified("atom:link") and part.get("rel") == "next":
                following = following or str(part.get("href", ""))
        return following if is_url(following) else ""

    def _take(self, item: Element, now: datetime) -> None:
        self.guids.add(guid_of(item))
        episode = episode_of_item(item, now)
        if episode is None:
            self.left_out += 1
        else:
            self.episodes.append(episode)

    def joined(self, source: str | Path) -> bytes:
        """One feed with the items of all pages."""
        if len(self.pages) == 1:
            return self.pages[0]
        whole = _channel(self.pages[0], source)
        for page in self.pages[1:]:
            whole.extend(_channel(page, source).findall("item"))
        return etree.tostring(whole.getroottree(), encoding="UTF-8")


def _whole(source: str | Path, client: Client, now: datetime) -> _Found:
    """The items of all pages of a feed (RFC 5005)."""
    found = _Found()
    address = found.read(_data(source, client), source, now)
    seen: set[str | Path] = {source}
    while address and len(seen) < _MOST_PAGES:
        following = _beside(source, address)
        if following in seen:
            break
        seen.add(following)
        address = found.read(_data(following, client), following, now)
    return found


def _parts(data: bytes, source: str | Path) -> Iterator[Element]:
    try:
        yield from channel_parts(pieces(data))
    except BrokenFeed as error:
        raise PublishError(f"{source}: {error}", _NO_FEED) from error


def _beside(source: str | Path, address: str) -> str | Path:
    """Where a further page is: at its address, or for a feed in a file, in another file beside it."""
    if isinstance(source, str) and is_url(source):
        return address
    path = Path(source).with_name(PurePosixPath(urlsplit(address).path).name or "feed.xml")
    if not path.is_file():
        raise PublishError(
            f"{source}: the feed goes on at {address}", f"import its address, or save that page as {path}"
        )
    return path


def _data(source: str | Path, client: Client) -> bytes:
    if isinstance(source, str) and is_url(source):
        answer = client.ask(source, most_bytes=_LARGEST)
        if answer.status != 200:
            raise PublishError(f"{source}: the server answers {answer.status}")
        return answer.body
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise PublishError(f"{source}: cannot be read: {error.strerror}", "a file or https://...") from error


def _channel(data: bytes, source: str | Path) -> Element:
    try:
        return channel_of(data)
    except BrokenFeed as error:
        raise PublishError(f"{source}: {error}", _NO_FEED) from error


def _claim(channel: Channel, found: _Found, source: str | Path) -> None:
    """Take over the feed's GUID; a feed that stands there is kept as a copy and must be the one that is imported.

    Where none stands, the imported feed itself is put there first: what narrate does not write is kept from it.
    """
    guid = found.guid
    known = channel.guid()
    if known and is_uuid(guid) and known.lower() != guid.lower():
        message = f"show '{channel.show.name}' was published as {known}, the feed is {guid}"
        raise PublishError(message, "give the imported feed a show of its own")
    for feed in channel.feeds:
        stored = channel.target.get(feed.key)
        if stored is not None and not known:
            there = _guids(stored.data, f"{channel.target.where}/{feed.key}")
            lost = there - found.guids
            if lost:
                message = f"{channel.target.where}/{feed.key}: {len(lost)} of its episodes are not in the imported feed"
                raise PublishError(message, "import that feed itself, or give the show another feed name")
            key = f"{channel.state}/imported/feed-{stored.tag[:12].strip(chr(34))}.xml"
            channel.target.put_new(re.sub(r"[^A-Za-z0-9_./-]", "", key), Upload(stored.data, "application/xml"))
        elif stored is None:
            upload = Upload(found.joined(source), "application/rss+xml", immutable=False)
            with contextlib.suppress(Changed):
                channel.target.replace(feed.key, upload, None)
    channel.claim(guid if is_uuid(guid) else "")


def _guids(data: bytes, where: str) -> set[str]:
    try:
        return {guid_of(part) for part in channel_parts(pieces(data)) if part.tag == "item"}
    except BrokenFeed as error:
        raise PublishError(f"{where}: the feed there is broken: {error}", "move it away, then import again") from error


def _adopt(channel: Channel, episode: Episode) -> Outcome:
    known = channel.records.get(episode.guid)
    action = "unchanged"
    if known is None:
        try:
            channel.records.put(episode)
            action = "imported"
        except Changed:
            action = "unchanged"  # another publisher imported it just now
    title, url = one_line(episode.title), episode.audio.address(channel.show.url)
    return Outcome(channel.show.name, episode.slug, action, episode.guid, title, url)  # type: ignore[arg-type]


# -------------------------------------------------------------------------------------------------------- one item


def episode_of_item(item: Element, now: datetime) -> Episode | None:
    """The record of an item; None if it has no audio."""
    enclosure = item.find("enclosure")
    guid = guid_of(item)
    if enclosure is None or not enclosure.get("url") or not guid:
        return None
    published = date_of(item)
    link = (item.findtext("link") or "").strip()
    episode = Episode(
        guid=guid,
        slug="",
        title=one_line(item.findtext("title") or "") or guid,
        published=published,
        changed=published,
        scheduled=published > stamp(now),
        summary=_plain(item.findtext(qualified("content:encoded")) or item.findtext("description") or ""),
        link=link if re.fullmatch(r"https?://[^\s<>\"]+", link) else "",
        author=one_line(item.findtext(qualified("itunes:author")) or ""),
        duration_ms=_milliseconds(item.findtext(qualified("itunes:duration")) or ""),
        assets=tuple(_assets(item, enclosure)),
        chapters=tuple(_chapters(item)),
        season=_number(item, "itunes:season"),
        number=_number(item, "itunes:episode"),
        explicit=_explicit(item),
        synthetic=any(txt.get("purpose") == "ai-content" for txt in item.iterfind(qualified("podcast:txt"))),
        foreign=tuple(outer_xml(child) for child in item if isinstance(child.tag, str) and _is_kept(child)),
    )
    kind = (item.findtext(qualified("itunes:episodeType")) or "").strip().lower()
    return replace(episode, kind=kind) if kind in ("trailer", "bonus") else episode  # type: ignore[arg-type]


_OWN_WORDS = """
description content:encoded itunes:title itunes:author itunes:block podcast:person podcast:soundbite podcast:season
podcast:episode podcast:contentLink podcast:alternateEnclosure psc:chapters
"""
_KEPT = frozenset(map(qualified, _OWN_WORDS.split()))


def _is_kept(element: Element) -> bool:
    """Whether an imported element goes into the record as it is: the record has no words for all it may say."""
    return is_foreign(element) or element.tag in _KEPT


def _plain(markup: str) -> str:
    """The words of HTML, its paragraphs kept."""
    if "<" not in markup:
        return "\n\n".join(paragraphs(html.unescape(markup)))
    broken = re.sub(r"(?i)</(?:p|li|div|h\d|ul|ol)>|<br\s*/?>", "\n\n", markup)
    bare = re.sub(r"(?s)<(?:script|style)\b.*?</(?:script|style)>|<[^<>]+>", "", broken)
    return "\n\n".join(paragraphs(html.unescape(bare)))


def _milliseconds(duration: str) -> int:
    parts = duration.strip().split(":")
    if not all(re.fullmatch(r"\d{1,6}(\.\d+)?", part) for part in parts) or len(parts) > 3:
        return 0
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)


def _number(item: Element, name: str) -> int:
    text = (item.findtext(qualified(name)) or "").strip()
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0


def _explicit(item: Element) -> bool | None:
    said = (item.findtext(qualified("itunes:explicit")) or "").strip().lower()
    return said in ("true", "yes", "explicit") if said else None


def _assets(item: Element, enclosure: Element) -> Sequence[Asset]:
    length = str(enclosure.get("length", "")).strip()
    size = int(length) if re.fullmatch(r"\d{1,15}", length, re.ASCII) else 0
    url, media_type = str(enclosure.get("url")).strip(), str(enclosure.get("type", "")) or "audio/mpeg"
    found = [Asset("audio", media_type, size, url=url)]
    roles: dict[str, Role] = {
        "podcast:transcript": "transcript",
        "podcast:chapters": "chapters",
        "itunes:image": "image",
    }
    for name, role in roles.items():
        for element in item.iterfind(qualified(name)):
            address = str(element.get("url") or element.get("href") or "").strip()
            kind = str(element.get("type", "image/jpeg"))
            if address:
                found.append(Asset(role, kind, 0, url=address, language=str(element.get("language", ""))))
    return found


def _chapters(item: Element) -> list[tuple[int, str]]:
    found = []
    for chapter in item.iterfind(f"{qualified('psc:chapters')}/{qualified('psc:chapter')}"):
        start = str(chapter.get("start", ""))
        found.append((_milliseconds(start), one_line(str(chapter.get("title", "")))))
    return found
