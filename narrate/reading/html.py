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
from .draft import Draft
from .encoding import decode
from .furniture import drop_furniture
from .headline import cut_suffix, drop_repeats
from .language import language_of
from .markup import parts_of_body
from .page import Page, best_title, facts_of
from .parts import Part, draft_of
from .plain import declared_charset
from .recovery import recovered, with_captions
from .sections import drop_empty_sections, drop_links, drop_standfirst
from .tail import drop_boxes, drop_metadata, drop_tail

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
    parts = _parts(document, page, title)
    language = page.language or language_of(" ".join(part.text for part in parts))
    draft = draft_of(parts, language, settings)
    judge(draft, page)
    article = _article(raw, draft, document, page, title, language)
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


def judge(draft: Draft, page: Page) -> None:
    """The reading rules for text whose format already told headings from paragraphs."""
    cut_suffix(draft)
    repeats = drop_repeats(draft)
    drop_standfirst(draft)
    drop_links(draft, frozenset(piece.folded for piece in page.pieces if piece.linked))
    drop_tail(draft, repeats, drop_metadata(draft))
    drop_boxes(draft)
    drop_furniture(draft)
    drop_empty_sections(draft)


def _article(raw: Raw, draft: Draft, document: Document, page: Page, title: str, language: str) -> Article:
    return Article(
        text=draft.text,
        blocks=tuple(draft.blocks),
        cuts=tuple(draft.cuts),
        title=title,
        author=document.author or "",
        date=document.date or "",
        language=language,
        site=document.sitename or "",
        url=page.url,
        image=page.image or document.image or "",
        origin=raw.origin,
    )
