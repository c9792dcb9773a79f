"""RSS, Atom and JSON feeds: entries, newest first, each an article or the address of one."""

from __future__ import annotations

import calendar
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import feedparser  # type: ignore[import-untyped]

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .archives import xml_of
from .compose import Facts, compose
from .parts import Part
from .xhtml import parts_of_markup

_WHOLE = 150  # words: an entry with fewer is a teaser, and its page holds the article


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed."""

    id: str  # stable: the feed's own, else the address, the title, or the place in the feed
    title: str
    url: str
    date: str  # ISO 8601 in UTC; empty if the feed gives none
    author: str
    site: str  # the feed's title
    language: str
    markup: str  # HTML of the content or summary
    origin: str

    @property
    def address(self) -> str:
        """What identifies the entry for good, and what edition.json records as its `origin`: its URL, else feed#id."""
        return self.url or f"{self.origin}#{self.id}"

    @property
    def is_teaser(self) -> bool:
        """Whether the article stands on the entry's page rather than in the feed."""
        return sum(len(part.text.split()) for part in parts_of_markup(self.markup)) < _WHOLE


def feed_entries(raw: Raw, newest: int | None = None, since: str = "") -> list[FeedEntry]:
    """Entries of a feed, newest first.

    Parameters
    ----------
    raw : Raw
        RSS, Atom or JSON Feed bytes, fetched by `fetch`.
    newest : int, optional
        At most so many.
    since : str
        ISO 8601 date or time, UTC unless it says otherwise; older entries are left out, undated ones stay.

    Raises
    ------
    SourceError
        No feed, an empty one, or `since` is no date.
    """
    since = _since(since)
    entries = _json_entries(raw) if raw.data.lstrip()[:1] == b"{" else _xml_entries(raw)
    if not entries:
        raise SourceError(f"{raw.origin}: this feed has no entries", "check the address of the feed")
    dated = sorted((e for e in entries if e.date), key=lambda entry: entry.date, reverse=True)
    ordered = [*dated, *(e for e in entries if not e.date)]
    kept = [entry for entry in ordered if not since or not entry.date or entry.date >= since]
    return kept[:newest]


def _since(text: str) -> str:
    """A moment as entries give theirs; a day alone stays one, and sorts before each of its moments."""
    moment = _iso(text)
    if text and not moment:
        raise SourceError(f"{text!r} is no date", "write it as 2026-11-20 or 2026-11-20T07:00")
    return text if len(text) == len("2026-11-20") else moment


def read_entry(entry: FeedEntry, settings: ReadingSettings) -> Article:
    """The article that an entry carries itself."""
    title = [Part("title", entry.title, 1)] if entry.title else []
    facts = Facts(entry.title, entry.author, entry.date, entry.language, entry.site, entry.url)
    return compose([*title, *_body(entry)], facts, settings, entry.url or entry.origin)


def _body(entry: FeedEntry) -> list[Part]:
    return [
        Part("heading", part.text, max(2, part.level)) if part.kind == "heading" else part
        for part in parts_of_markup(entry.markup)
    ]


def read_newest(raw: Raw, settings: ReadingSettings) -> Article:
    """The newest entry of a feed; SourceError if that is only a teaser."""
    entry = feed_entries(raw, 1)[0]
    if entry.is_teaser:
        raise SourceError(
            f"{raw.origin}: this feed holds only the beginnings of its articles",
            f"give narrate the article's address: {entry.url}" if entry.url else "give narrate an article's address",
        )
    return read_entry(entry, settings)


def _xml_entries(raw: Raw) -> list[FeedEntry]:
    if b"<!ENTITY" in raw.data[:65536]:
        raise SourceError(f"{raw.origin}: this feed declares entities, as attacks do", "check the address of the feed")
    xml_of(raw.data, raw.origin)  # refuses what is no XML at all before feedparser guesses
    parsed = feedparser.parse(raw.data, response_headers={"content-location": raw.origin})
    feed = parsed.get("feed", {})
    return [_entry(raw, feed, entry, number) for number, entry in enumerate(parsed.get("entries", []), 1)]


def _entry(raw: Raw, feed: Mapping[str, Any], entry: Mapping[str, Any], number: int) -> FeedEntry:
    contents = [str(c.get("value", "")) for c in entry.get("content", [])] + [str(entry.get("summary", ""))]
    link = _web(entry.get("link"))
    title = _text(entry.get("title"))
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return FeedEntry(
        id=str(entry.get("id") or link or title or number),
        title=title,
        url=link,
        date=_stamp(stamp),
        author=_text(entry.get("author")),
        site=_text(feed.get("title")),
        language=_text(feed.get("language")).lower(),
        markup=max(contents, key=len),
        origin=raw.origin,
    )


def _stamp(stamp: Any) -> str:
    try:
        moment = datetime.datetime.fromtimestamp(calendar.timegm(stamp), datetime.UTC)
        return moment.isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError, OverflowError, OSError):
        return ""


def _text(value: Any) -> str:
    """Plain words of a title that may hold markup."""
    words = str(value or "")
    if "<" in words or "&" in words:
        words = " ".join(part.text for part in parts_of_markup(words))
    return " ".join(words.split())


def _web(value: Any) -> str:
    address = str(value or "").strip()
    return address if address.startswith(("http://", "https://")) else ""


def _json_entries(raw: Raw) -> list[FeedEntry]:
    try:
        feed = json.loads(raw.data)
        items = feed["items"]
        return [_json_entry(raw, feed, item, number) for number, item in enumerate(items, 1) if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError(f"{raw.origin}: this JSON feed is damaged", "check the address of the feed") from None


def _json_entry(raw: Raw, feed: Mapping[str, Any], item: Mapping[str, Any], number: int) -> FeedEntry:
    authors = [a for a in item.get("authors") or feed.get("authors") or [] if isinstance(a, dict)]
    text = str(item.get("content_text") or item.get("summary") or "")
    paragraphs = "".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n") if line.strip())
    return FeedEntry(
        id=str(item.get("id") or item.get("url") or item.get("title") or number),
        title=_text(item.get("title")),
        url=_web(item.get("url")),
        date=_iso(str(item.get("date_published") or item.get("date_modified") or "")),
        author=", ".join(str(author.get("name", "")) for author in authors),
        site=_text(feed.get("title")),
        language=str(item.get("language") or feed.get("language") or "").lower(),
        markup=str(item.get("content_html") or paragraphs),
        origin=raw.origin,
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _iso(text: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
