"""An HTML page to an article."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import _Element
from trafilatura.settings import Document, set_date_params
from trafilatura.utils import load_html

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .cautions import cautions_of
from .compose import Facts, compose
from .encoding import decode
from .language import believed
from .markup import parts_of_body
from .page import Page, best_title, facts_of
from .parts import Part
from .plain import declared_charset
from .recovery import recovered, with_captions
from .second import second_opinion

MOST_BYTES = 16 * 1024 * 1024  # pages with their pictures inside reach a few megabytes
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)


def read_html(raw: Raw, settings: ReadingSettings) -> Article:
    """Read a page; SourceError if there is no article in it."""
    markup = _decoded(raw)
    tree: _Element | None = load_html(markup)
    if tree is None:
        raise SourceError(f"{raw.origin}: this is no readable HTML", "open it in a browser and save its text")
    page = facts_of(tree, raw.origin if raw.origin.startswith(("http://", "https://")) else "")
    document = _extract(tree, page.url)
    body = list(parts_of_body(document.body)) if document is not None and document.body is not None else []
    body = second_opinion(markup, body)
    if not body:
        raise SourceError(
            f"{raw.origin}: no article found in this page", "save the article's text alone and give narrate that file"
        )
    page = replace(page, language=believed(page.language, " ".join(part.text for part in body)))
    facts = _facts(document or Document(), page)
    title = [Part("title", facts.title, 1)] if facts.title else []
    parts = title + with_captions(recovered(body, page.pieces), page.pieces)
    links = frozenset(piece.folded for piece in page.pieces if piece.linked)
    article = compose(parts, facts, settings, raw.origin, links)
    said = "\n".join(piece.text for piece in page.pieces)
    return replace(article, warnings=tuple(cautions_of(article, page.types, page.locked, said)))


def _decoded(raw: Raw) -> str:
    if len(raw.data) > MOST_BYTES:
        raise SourceError(
            f"{raw.origin}: {len(raw.data):,} bytes of HTML are too many for one article (limit {MOST_BYTES:,})",
            "save the article's page alone, without its pictures inside",
        )
    declared = declared_charset(raw)
    if not declared and (match := _META_CHARSET.search(raw.data[:4096])):
        declared = match[1].decode("ascii", "ignore")
    return decode(raw.data, declared)


def _facts(document: Document, page: Page) -> Facts:
    return Facts(
        title=best_title(document.title or "", page, document.sitename or "", urlsplit(page.url).netloc),
        author=document.author or "",
        date=document.date or "",
        language=page.language,
        site=document.sitename or "",
        url=page.url,
        image=page.image or document.image or "",
    )


def _extract(tree: _Element, url: str) -> Document | None:
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=False,
        # Else any year in the text becomes the day of publication: "since 2019" made it 1 January 2019.
        date_extraction_params=set_date_params(extensive=False),
        fast=True,  # its fallbacks cost a quarter of the time; `second_opinion` and `recovered` do their work
    )
    return found if isinstance(found, Document) else None
