"""An HTML page to an article."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import _Element
from trafilatura.settings import Document
from trafilatura.utils import load_html

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .cautions import cautions_of
from .compose import Facts, compose
from .encoding import decode
from .markup import parts_of_body
from .page import Page, best_title, facts_of
from .parts import Part
from .plain import declared_charset
from .recovery import recovered, with_captions

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)


def read_html(raw: Raw, settings: ReadingSettings) -> Article:
    """Read a page; SourceError if no tree can be made of it."""
    tree = _parse(raw)
    base = raw.origin if raw.origin.startswith(("http://", "https://")) else ""
    page = facts_of(tree, base)
    document = _extract(tree, page.url)
    if document is None:
        raise SourceError(
            f"{raw.origin}: no article found in this page", "save the article's text alone and give narrate that file"
        )
    title = best_title(document.title or "", page, document.sitename or "", urlsplit(page.url).netloc)
    facts = Facts(
        title=title,
        author=document.author or "",
        date=document.date or "",
        language=page.language,
        site=document.sitename or "",
        url=page.url,
        image=page.image or document.image or "",
    )
    links = frozenset(piece.folded for piece in page.pieces if piece.linked)
    article = compose(_parts(document, page, title), facts, settings, raw.origin, links)
    said = "\n".join(piece.text for piece in page.pieces)
    return replace(article, warnings=tuple(cautions_of(article, page.types, page.locked, said)))


def _parse(raw: Raw) -> _Element:
    declared = declared_charset(raw)
    if not declared and (match := _META_CHARSET.search(raw.data[:4096])):
        declared = match[1].decode("ascii", "ignore")
    tree: _Element | None = load_html(decode(raw.data, declared))
    if tree is None:
        raise SourceError(f"{raw.origin}: this is no readable HTML", "open it in a browser and save its text")
    return tree


def _extract(tree: _Element, url: str) -> Document | None:
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=False,
    )
    return found if isinstance(found, Document) else None


def _parts(document: Document, page: Page, title: str) -> list[Part]:
    body = list(parts_of_body(document.body)) if document.body is not None else []
    parts = [Part("title", title, 1)] if title else []
    return parts + with_captions(recovered(body, page.pieces), page.pieces)
