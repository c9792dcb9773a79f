"""DOCX documents to articles, by mammoth's reading of their styles."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import mammoth  # type: ignore[import-untyped]

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .archives import damaged, entry_of, opened, xml_of
from .compose import Facts, compose
from .parts import Part
from .xhtml import parts_of_markup

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
"""


def read_docx(raw: Raw, settings: ReadingSettings) -> Article:
    """Read a Word document; SourceError if it is damaged, a bomb or empty."""
    with opened(raw.data, raw.origin) as archive:
        _refuse_entities(archive, raw.origin)
        facts = _facts(archive, raw.origin)
    parts = parts_of_markup(_markup(raw))
    if not parts:
        raise SourceError(f"{raw.origin}: there is no text in this document", "pictures of text cannot be read aloud")
    first = parts[0]
    if first.kind == "heading" and (first.level == 1 or not facts.title):
        facts = Facts(first.text, facts.author, facts.date, facts.language)
        parts = [Part("title", first.text, 1), *parts[1:]]
    elif facts.title:
        parts = [Part("title", facts.title, 1), *parts]
    return compose(parts, facts, settings, raw.origin)


def _markup(raw: Raw) -> str:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(raw.data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {})
        )
    except Exception as error:
        raise damaged(raw.origin) from error
    return str(result.value)


def _refuse_entities(archive: ZipFile, origin: str) -> None:
    """mammoth parses by xml.dom, which expands entities; Word never writes a document type."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in entry_of(archive, name, origin)[:4096]:
            raise SourceError(f"{origin}: {name} declares entities, as attacks do", "do not open this file")


def _facts(archive: ZipFile, origin: str) -> Facts:
    if "docProps/core.xml" not in archive.namelist():
        return Facts()
    core: Any = xml_of(entry_of(archive, "docProps/core.xml", origin), origin)

    def first(name: str) -> str:
        found = next(core.iter("{*}" + name), None)
        return " ".join((found.text or "").split()) if found is not None else ""

    return Facts(title=first("title"), date=first("modified") or first("created"), language=first("language").lower())
