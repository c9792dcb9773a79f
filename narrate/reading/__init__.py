"""The reading room: any source in, an article out, and nothing read that is not the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .kinds import is_outline, kind_of

if TYPE_CHECKING:
    from .epub import epub_chapters
    from .feed import FeedEntry, feed_entries, read_entry
    from .outline import dump_outline, load_outline, outline_of
    from .visits import Visitor
    from .web import Fetcher

__all__ = [
    "FeedEntry",
    "Fetcher",
    "Visitor",
    "dump_outline",
    "epub_chapters",
    "feed_entries",
    "fetch",
    "fetch_picture",
    "is_outline",
    "kind_of",
    "load_outline",
    "outline_of",
    "read",
    "read_entry",
]

_NAME_WORDS = 10
_HOMES = {
    "FeedEntry": "feed",
    "Fetcher": "web",
    "Visitor": "visits",
    "dump_outline": "outline",
    "epub_chapters": "epub",
    "feed_entries": "feed",
    "load_outline": "outline",
    "outline_of": "outline",
    "read_entry": "feed",
}
_READERS = {
    "html": ("html", "read_html"),
    "markdown": ("markdown", "read_markdown"),
    "feed": ("feed", "read_newest"),
    "epub": ("epub", "read_epub"),
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: lxml, pdfminer and the rest take half a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def fetch(source: str, *, allow_private: bool = False) -> Raw:
    """Fetch a source: a path, a URL, or "-" for standard input. SourceError if that fails."""
    from .source import fetch as fetch_source

    return fetch_source(source, allow_private=allow_private)


def fetch_picture(source: str, *, allow_private: bool = False) -> Raw:
    """Fetch a picture: a path or a URL. SourceError if that fails."""
    from .source import fetch_picture as fetch_picture_source

    return fetch_picture_source(source, allow_private=allow_private)


def read(raw: Raw, settings: ReadingSettings | None = None) -> Article:
    """Read a fetched source as one article.

    Of a feed this is the newest entry, of a book the whole; an edited outline is taken as it stands.

    Raises
    ------
    SourceError
        There is no article in it.
    """
    kind = kind_of(raw)
    if kind == "outline":
        from .outline import load_outline
        from .plain import decoded_text

        article = load_outline(decoded_text(raw), raw.origin)
    elif kind == "plain":
        from .plain import read_plain

        article = read_plain(raw)
    else:
        module, function = _READERS[kind]
        reader: Callable[[Raw, ReadingSettings], Article] = getattr(import_module(f".{module}", __name__), function)
        article = reader(raw, settings or ReadingSettings())
    _refuse_empty(article, kind)
    return article if article.title else replace(article, title=_first_words(article))


def _first_words(article: Article) -> str:
    """A name for an article without a headline: files, tags and feeds need one."""
    first = next(article.text[block.start : block.end] for block in article.blocks if block.kept)
    words = first.split()
    return " ".join(words[:_NAME_WORDS]) + ("…" if len(words) > _NAME_WORDS else "")


def _refuse_empty(article: Article, kind: str) -> None:
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    if kind not in ("plain", "outline") and all(block.kind == "title" for block in article.blocks if block.kept):
        raise SourceError(f"{article.origin}: there is no text in it to read", "narrate outline shows what was dropped")
    if not kept or (len(kept) < len(article.blocks) and not any(_says_something(text) for text in kept)):
        raise SourceError(
            f"{article.origin}: no article in it: nothing but page furniture ({len(article.blocks)} lines)",
            "give narrate the article's own text, its HTML file or its URL",
        )


def _says_something(text: str) -> bool:
    return len(text.split()) >= 8 or text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))
