"""From a source to its articles: one for most, several for a feed's entries or a book's chapters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from narrate import folder, reading
from narrate.errors import SourceError
from narrate.model import Article, Raw, Settings


@dataclass(frozen=True)
class Intake:
    """What to take of a source, and how strictly."""

    newest: int | None = None  # entries of a feed; None: one, or with `since` all
    since: str = ""  # ISO 8601; entries of a feed that are older stay out
    chapters: bool = False  # one article for every chapter of a book, instead of one for the book
    strict: bool = False  # a warning about the article is an error
    allow_private: bool = False  # addresses of this machine and its network may be fetched
    robots: bool | None = None  # obey robots.txt everywhere, or nowhere; None: as the settings say
    copies: Path | None = None  # folder for copies of feeds, so that what has not changed is not sent again


@dataclass(frozen=True)
class Found:
    """An article of a source, not read yet: feeds are long, and what is built already needs no reading."""

    origin: str
    read: Callable[[], Article]
    of_a_feed: bool = False  # feeds are visited again and again: what is built stays as it is


def find_articles(source: str, settings: Settings, intake: Intake) -> Iterator[Found]:
    """The articles of a source, in the order they should be made. SourceError."""
    visitor = visitor_of(settings, intake)
    raw = _fetched(source, settings, intake, visitor)
    kind = reading.kind_of(raw)
    if kind == "feed":
        for entry in reading.feed_entries(raw, intake.newest or (None if intake.since else 1), intake.since):
            yield Found(entry.address, partial(_entry, entry, settings, intake, visitor), of_a_feed=True)
    elif kind == "epub" and intake.chapters:
        for chapter in reading.epub_chapters(raw, settings.reading):
            yield Found(chapter.origin, partial(_checked, chapter, intake))
    else:
        yield Found(source, lambda: _checked(reading.read(raw, settings.reading), intake))


def read_article(source: str, settings: Settings, intake: Intake | None = None) -> Article:
    """The article of a source; of a feed the newest entry. SourceError."""
    return next(find_articles(source, settings, intake or Intake())).read()


def built_already(out: Path) -> frozenset[str]:
    """The origins of the editions in a folder."""
    origins = set()
    for record in out.glob(f"*/{folder.EDITION}"):
        try:
            origins.add(str(json.loads(record.read_text(encoding="utf-8")).get("origin", "")))
        except (OSError, ValueError, AttributeError):
            continue  # not an edition of ours: it says nothing about what is built
    return frozenset(origins)


def visitor_of(settings: Settings, intake: Intake) -> reading.Visitor:
    """Who fetches feeds and the pages of their entries; keep one for all the feeds of a run."""
    obeys = settings.reading.robots != "never" if intake.robots is None else intake.robots
    return reading.Visitor(reading.Fetcher(allow_private=intake.allow_private), intake.copies, robots=obeys)


def _fetched(source: str, settings: Settings, intake: Intake, visitor: reading.Visitor) -> Raw:
    if not source.lower().startswith(("http://", "https://")):
        return reading.fetch(source)
    always = settings.reading.robots == "always" if intake.robots is None else intake.robots
    return visitor.open(source, asked_for=not always)[0]


def _entry(entry: reading.FeedEntry, settings: Settings, intake: Intake, visitor: reading.Visitor) -> Article:
    return _checked(visitor.article(entry, settings.reading), intake)


def _checked(article: Article, intake: Intake) -> Article:
    if intake.strict and article.warnings:
        hint = "leave out --strict to build it all the same"
        raise SourceError(f"{article.origin}: {article.warnings[0]}", hint)
    return article
