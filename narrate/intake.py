"""From a source to its articles: one for most, several for a feed's entries or a book's chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from narrate import reading
from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings, Settings


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
class Content:
    """What an article will be read from; it can be read in another process."""

    origin: str
    of: Raw | reading.FeedEntry | Article

    @property
    def digest(self) -> str:
        """Changes when anything about it does."""
        if isinstance(self.of, Raw):
            return sha256(self.of.data).hexdigest()
        return sha256(repr(self.of).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Found:
    """An article of a source, not read yet: feeds are long, and what is built already needs no reading."""

    origin: str
    fetch: Callable[[], Content]
    settings: ReadingSettings
    strict: bool = False
    of_a_feed: bool = False  # feeds are visited again and again: what is built stays as it is
    host: str = ""  # that `fetch` asks

    def read(self) -> Article:
        """SourceError."""
        return read_content(self.fetch(), self.settings, self.strict)


def find_articles(source: str, settings: Settings, intake: Intake) -> Iterator[Found]:
    """The articles of a source, in the order they should be made. SourceError."""
    raw, visitor = _fetched(source, settings, intake)
    kind = reading.kind_of(raw)
    if kind == "feed":
        visitor = visitor or visitor_of(settings, intake)
        for entry in reading.feed_entries(raw, intake.newest or (None if intake.since else 1), intake.since):
            host = urlsplit(entry.url).netloc if entry.url and entry.is_teaser else ""
            fetch = partial(_entry, entry, visitor)
            yield Found(entry.address, fetch, settings.reading, intake.strict, of_a_feed=True, host=host)
    elif kind == "epub" and intake.chapters:
        for chapter in reading.epub_chapters(raw, settings.reading):
            content = Content(chapter.origin, chapter)
            yield Found(chapter.origin, partial(_same, content), settings.reading, intake.strict)
    else:
        yield Found(source, partial(_same, Content(raw.origin, raw)), settings.reading, intake.strict)


def read_article(source: str, settings: Settings, intake: Intake | None = None) -> Article:
    """The article of a source; of a feed the newest entry. SourceError."""
    return next(find_articles(source, settings, intake or Intake())).read()


def visitor_of(settings: Settings, intake: Intake) -> reading.Visitor:
    """Who fetches feeds and the pages of their entries; keep one for all the feeds of a run."""
    obeys = settings.reading.robots != "never" if intake.robots is None else intake.robots
    return reading.Visitor(reading.Fetcher(allow_private=intake.allow_private), intake.copies, robots=obeys)


def _fetched(source: str, settings: Settings, intake: Intake) -> tuple[Raw, reading.Visitor | None]:
    """What stands at a path or an address; the visitor, which takes 70 ms to load, where it took one."""
    if not source.lower().startswith(("http://", "https://")):
        return reading.fetch(source), None
    visitor = visitor_of(settings, intake)
    always = settings.reading.robots == "always" if intake.robots is None else intake.robots
    return visitor.open(source, asked_for=not always)[0], visitor


def read_content(content: Content, settings: ReadingSettings, strict: bool = False) -> Article:
    """The article of what was fetched; `strict` takes a warning about it for an error. SourceError."""
    article = _article(content, settings)
    if strict and article.warnings:
        hint = "leave out --strict to build it all the same"
        raise SourceError(f"{article.origin}: {article.warnings[0]}", hint)
    return article


def _article(content: Content, settings: ReadingSettings) -> Article:
    if isinstance(content.of, Article):
        return content.of
    read = reading.read if isinstance(content.of, Raw) else reading.read_entry
    article = replace(read(content.of, settings), origin=content.origin)  # type: ignore[arg-type]
    if not article.lexicons:
        return article
    from narrate.lookup import with_lexicons

    return with_lexicons(article)


def _same(content: Content) -> Content:
    return content


def _entry(entry: reading.FeedEntry, visitor: reading.Visitor) -> Content:
    return Content(entry.address, visitor.page(entry.url) if entry.is_teaser and entry.url else entry)
