"""From a source to its articles: one for most, several for a feed's entries or a book's chapters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from narrate import folder, reading
from narrate.errors import SourceError
from narrate.model import Article, Settings


@dataclass(frozen=True)
class Intake:
    """What to take of a source, and how strictly."""

    newest: int = 1  # entries of a feed
    since: str = ""  # ISO 8601; entries of a feed that are older stay out
    chapters: bool = False  # one article for every chapter of a book, instead of one for the book
    strict: bool = False  # a warning about the article is an error
    allow_private: bool = False  # addresses of this machine and its network may be fetched


@dataclass(frozen=True)
class Found:
    """An article of a source, not read yet: feeds are long, and what is built already needs no reading."""

    origin: str
    read: Callable[[], Article]
    of_a_feed: bool = False  # feeds are visited again and again: what is built stays as it is


def find_articles(source: str, settings: Settings, intake: Intake) -> Iterator[Found]:
    """The articles of a source, in the order they should be made. SourceError."""
    raw = reading.fetch(source, allow_private=intake.allow_private)
    kind = reading.kind_of(raw)
    if kind == "feed":
        for entry in reading.feed_entries(raw, None if intake.since else intake.newest, intake.since):
            origin = entry.url or f"{raw.origin}#{entry.id}"
            yield Found(origin, partial(_entry, entry, origin, settings, intake), of_a_feed=True)
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


def _entry(entry: reading.FeedEntry, origin: str, settings: Settings, intake: Intake) -> Article:
    if entry.is_teaser and entry.url:
        raw = reading.fetch(entry.url, allow_private=intake.allow_private)
        article = reading.read(raw, settings.reading)
    else:
        article = reading.read_entry(entry, settings.reading)
    return _checked(replace(article, origin=origin), intake)


def _checked(article: Article, intake: Intake) -> Article:
    if intake.strict and article.warnings:
        hint = "leave out --strict to build it all the same"
        raise SourceError(f"{article.origin}: {article.warnings[0]}", hint)
    return article
