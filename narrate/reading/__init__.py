"""The reading room: any source in, an article out, and nothing read that is not the article."""

from __future__ import annotations

from collections.abc import Callable

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .kinds import kind_of

__all__ = ["fetch", "read"]


def fetch(source: str, *, allow_private: bool = False) -> Raw:
    """Fetch a source: a path, a URL, or "-" for standard input. SourceError if that fails."""
    from .source import fetch as fetch_source

    return fetch_source(source, allow_private=allow_private)


def read(raw: Raw, settings: ReadingSettings | None = None) -> Article:
    """Read a fetched source as one article. SourceError if there is none in it."""
    article = _READERS[kind_of(raw)](raw, settings or ReadingSettings())
    _refuse_empty(article)
    return article


def _plain(raw: Raw, settings: ReadingSettings) -> Article:
    from .plain import read_plain

    return read_plain(raw)


def _html(raw: Raw, settings: ReadingSettings) -> Article:
    from .html import read_html

    return read_html(raw, settings)


_READERS: dict[str, Callable[[Raw, ReadingSettings], Article]] = {"plain": _plain, "html": _html}


def _refuse_empty(article: Article) -> None:
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    if not kept or (len(kept) < len(article.blocks) and not any(_says_something(text) for text in kept)):
        raise SourceError(
            f"{article.origin}: no article in it: nothing but page furniture ({len(article.blocks)} lines)",
            "give narrate the article's own text, its HTML file or its URL",
        )


def _says_something(text: str) -> bool:
    return len(text.split()) >= 8 or text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))
