"""One episode as an item of a feed."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from lxml import etree

from narrate.publishing.elements import Element, add, add_html, fragment, qualified
from narrate.publishing.episodes import Asset, Episode
from narrate.publishing.settings import Person, Show
from narrate.publishing.text import clip, clock, markup, one_line, paragraphs, rfc2822

_DESCRIPTION_BYTES = 4000  # Apple's limit for the description of an episode
_SUMMARY_BYTES = 2400  # of these: the rest is for the notice and the chapter lines
_NOTICE = "This episode is read by synthetic voices made with AI."
_FEWEST_CHAPTER_LINES = 3  # Apple reads chapters from a description only from three on


def item_of(show: Show, episode: Episode) -> Element:
    """The item's element.

    Parameters
    ----------
    show : Show
        Gives the base address and what an episode takes over from its show.
    episode : Episode

    Returns
    -------
    lxml.etree._Element
    """
    item = etree.Element("item")
    add(item, "title", clip(one_line(episode.title), 1000))
    if episode.link:
        add(item, "link", episode.link)
    add_guid(item, episode.guid)
    add(item, "pubDate", rfc2822(episode.published_at))
    _words(item, show, episode)
    audio = episode.audio
    add(item, "enclosure", url=audio.address(show.url), length=audio.bytes, type_=audio.media_type)
    _apple(item, show, episode)
    _podcasting20(item, show, episode)
    _imported(item, [fragment(xml) for xml in episode.foreign])
    return item


def _imported(item: Element, elements: Sequence[Element]) -> None:
    """What an imported item said in its own words stands instead of what narrate would say."""
    instead = {element.tag for element in elements} - {qualified("podcast:txt")}
    for child in list(item):
        if child.tag in instead:
            item.remove(child)
    item.extend(elements)


def notice_of(show: Show, episode: Episode) -> str:
    """The words that say the voices are synthetic; empty if they are not, or the show does not say so."""
    if not (show.ai_disclosure and episode.synthetic):
        return ""
    return one_line(show.ai_notice or episode.notice or _NOTICE)


def add_guid(item: Element, guid: str) -> None:
    """The GUID exactly as it is: an imported one may hold spaces, and it must never change."""
    element = add(item, "guid", isPermaLink="false")
    element.text = guid


def add_person(parent: Element, person: Person) -> None:
    """A podcast:person."""
    name = clip(one_line(person.name), 128)
    add(parent, "podcast:person", name, role=person.role, group=person.group, img=person.img, href=person.href)


def _words(item: Element, show: Show, episode: Episode) -> None:
    """The description in Apple's limit, and the whole of it in content:encoded where it was too long."""
    summary = paragraphs(episode.summary)
    notice = notice_of(show, episode)
    end = _source_line(episode) + (_html([notice]) if notice else "")
    chapters = _chapter_lines(episode)
    whole = _html(summary) + end + chapters
    brief = whole
    for room in (_SUMMARY_BYTES, _SUMMARY_BYTES // 6, 0):  # escaping can make text five times as long
        if len(brief.encode()) <= _DESCRIPTION_BYTES:
            break
        short = _html(clip("\n".join(summary), room).splitlines()) if room else ""
        brief = short + end + chapters
        if len(brief.encode()) > _DESCRIPTION_BYTES:
            brief = short + end
    if len(brief.encode()) > _DESCRIPTION_BYTES:
        brief = _html([notice])
    add_html(item, "description", brief)
    if brief != whole:
        add_html(item, "content:encoded", whole)


def _html(lines: list[str]) -> str:
    return "".join(f"<p>{markup(line)}</p>" for line in lines)


def _chapter_lines(episode: Episode) -> str:
    if len(episode.chapters) < _FEWEST_CHAPTER_LINES:
        return ""
    lines = (f"<li>{clock(start)} {markup(one_line(title))}</li>" for start, title in episode.chapters)
    return f"<ul>{''.join(lines)}</ul>"


def _source_line(episode: Episode) -> str:
    if not episode.link:
        return ""
    address = markup(episode.link).replace('"', "&quot;")
    by = ", ".join(markup(one_line(name)) for name in (episode.author, episode.site) if name)
    return f'<p><a href="{address}">{markup(one_line(episode.title))}</a>{f" ({by})" if by else ""}</p>'


def _apple(item: Element, show: Show, episode: Episode) -> None:
    add(item, "itunes:title", clip(one_line(episode.title), 1000))
    if episode.duration_ms:
        # Whole seconds: decimals broke validators (audiobookshelf, issue 3866).
        add(item, "itunes:duration", str(max(1, round(episode.duration_ms / 1000))))
    author = episode.author or show.author
    if author:
        add(item, "itunes:author", author)
    add(item, "itunes:episodeType", episode.kind)
    explicit = show.explicit if episode.explicit is None else episode.explicit
    add(item, "itunes:explicit", "true" if explicit else "false")
    if episode.season:
        add(item, "itunes:season", str(episode.season))
    if episode.number:
        add(item, "itunes:episode", str(episode.number))
    for picture in episode.with_role("image")[:1]:
        add(item, "itunes:image", href=picture.address(show.url))
    if show.private:
        add(item, "itunes:block", "Yes")


def _podcasting20(item: Element, show: Show, episode: Episode) -> None:
    for asset in episode.with_role("transcript"):
        address = asset.address(show.url)
        add(item, "podcast:transcript", url=address, type_=asset.media_type, language=asset.language)
    for asset in episode.with_role("chapters")[:1]:
        add(item, "podcast:chapters", url=asset.address(show.url), type_=asset.media_type)
    _simple_chapters(item, episode)
    for bite in episode.soundbites:
        start, length = (f"{value / 1000:.3f}" for value in (bite.start_ms, bite.duration_ms))
        add(item, "podcast:soundbite", clip(one_line(bite.title), 128), startTime=start, duration=length)
    if episode.season:
        add(item, "podcast:season", str(episode.season), name=dict(show.seasons).get(episode.season, ""))
    if episode.number:
        add(item, "podcast:episode", str(episode.number))
    if episode.author:
        # An item's persons replace those of the channel, so that these have to stand here again.
        for person in (*show.persons, Person(episode.author, role="author", group="writing")):
            add_person(item, person)
    if notice_of(show, episode):
        add(item, "podcast:txt", "true", purpose="ai-content")
    if episode.link:
        add(item, "podcast:contentLink", "Read the article", href=episode.link)
    for asset in episode.with_role("alternate"):
        _alternate(item, show, episode, asset)


def _simple_chapters(item: Element, episode: Episode) -> None:
    if not episode.chapters:
        return
    chapters = add(item, "psc:chapters", version="1.2")
    for start, title in episode.chapters:
        add(chapters, "psc:chapter", start=clock(start, milliseconds=True), title=title)


def _alternate(item: Element, show: Show, episode: Episode, asset: Asset) -> None:
    bitrate = round(asset.bytes * 8000 / episode.duration_ms) if episode.duration_ms else ""
    more: dict[str, Any] = {"bitrate": bitrate, "length": asset.bytes}
    alternate = add(item, "podcast:alternateEnclosure", type_=asset.media_type, **more)
    add(alternate, "podcast:source", uri=asset.address(show.url))
    digest = base64.b64encode(bytes.fromhex(asset.sha256)).decode()
    add(alternate, "podcast:integrity", type_="sri", value=f"sha256-{digest}")
