"""The reading room: any source in, an article out, and nothing read that is not the article."""

from __future__ import annotations

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

__all__ = ["fetch", "read"]


def fetch(source: str, *, allow_private: bool = False) -> Raw:
    """Fetch a source: a path, a URL, or "-" for standard input. SourceError if that fails."""
    from .source import fetch as fetch_source

    return fetch_source(source, allow_private=allow_private)


def read(raw: Raw, settings: ReadingSettings | None = None) -> Article:
    """Read a fetched source as one article. SourceError if there is none in it."""
    from .plain import read_plain

    article = read_plain(raw)
    _refuse_empty(article)
    return article


def _refuse_empty(article: Article) -> None:
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    if not kept or (len(kept) < len(article.blocks) and not any(_says_something(text) for text in kept)):
        raise SourceError(
            f"{article.origin}: no article in it: nothing but page furniture ({len(article.blocks)} lines)",
            "give narrate the article's own text, its HTML file or its URL",
        )


def _says_something(text: str) -> bool:
    return len(text.split()) >= 8 or text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))
