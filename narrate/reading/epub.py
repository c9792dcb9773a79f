"""EPUB books: one article for each chapter, or one with the chapters as headings."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .archives import damaged, entry_of, opened, xml_of
from .compose import Facts, compose
from .encoding import decode
from .parts import Part
from .passages import fold
from .xhtml import parts_of_markup

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # obfuscated fonts, not locked text
_FEWEST_WORDS = 25  # of a chapter; covers and half titles have fewer
_NO_CHAPTER = re.compile(
    r"(?:cover|toc|nav|titlepage|title|copyright|colophon|imprint|dedication|index|contents)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Chapter:
    title: str
    parts: tuple[Part, ...]


def epub_chapters(raw: Raw, settings: ReadingSettings) -> list[Article]:
    """Every chapter as an article of its own, in reading order. SourceError as for `read_epub`."""
    facts, chapters = _book(raw)
    return [
        compose(
            [Part("title", chapter.title, 1), *chapter.parts],
            replace(facts, title=chapter.title, site=facts.title),
            settings,
            f"{raw.origin}#{number}",
        )
        for number, chapter in enumerate(chapters, 1)
    ]


def read_epub(raw: Raw, settings: ReadingSettings) -> Article:
    """The whole book as one article; chapter titles are headings of level 2.

    Raises
    ------
    SourceError
        Damaged, locked by DRM, a bomb, or without text.
    """
    facts, chapters = _book(raw)
    parts = [Part("title", facts.title, 1)] if facts.title else []
    for chapter in chapters:
        parts.append(Part("heading", chapter.title, 2))
        parts.extend(chapter.parts)
    return compose(parts, facts, settings, raw.origin)


def _book(raw: Raw) -> tuple[Facts, list[_Chapter]]:
    with opened(raw.data, raw.origin) as archive:
        _refuse_locked(archive, raw.origin)
        package_name = _package_name(archive, raw.origin)
        package = xml_of(entry_of(archive, package_name, raw.origin), raw.origin)
        facts = _facts(package)
        pages = list(_pages(archive, package, package_name, raw.origin))
    chapters = [_titled(parts) for fewest, parts in pages if _words(parts) >= fewest]
    chapters = chapters or [_titled(parts) for _, parts in pages if _words(parts)]  # a leaflet
    if not chapters:
        raise SourceError(f"{raw.origin}: there is no text in this book", "books of pictures cannot be read aloud")
    return facts, chapters


def _refuse_locked(archive: zipfile.ZipFile, origin: str) -> None:
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    root = xml_of(entry_of(archive, "META-INF/encryption.xml", origin), origin)
    methods = {str(e.get("Algorithm", "")) for e in root.iter("{*}EncryptionMethod")}
    if methods - set(_FONTS):
        raise SourceError(f"{origin}: this book is locked (DRM)", "narrate reads books without copy protection only")


def _package_name(archive: zipfile.ZipFile, origin: str) -> str:
    root = xml_of(entry_of(archive, "META-INF/container.xml", origin), origin)
    for rootfile in root.iter("{*}rootfile"):
        name = str(rootfile.get("full-path", ""))
        if name in archive.namelist():
            return name
    raise damaged(origin)


def _facts(package: Any) -> Facts:
    def first(name: str) -> str:
        found = next(package.iter("{http://purl.org/dc/elements/1.1/}" + name), None)
        return " ".join((found.text or "").split()) if found is not None else ""

    return Facts(title=first("title"), author=first("creator"), date=first("date"), language=first("language").lower())


def _words(parts: list[Part]) -> int:
    return sum(len(part.text.split()) for part in parts)


def _pages(archive: zipfile.ZipFile, package: Any, package_name: str, origin: str) -> Iterator[tuple[int, list[Part]]]:
    """What each file of the book holds, in reading order, and the words from which on it is a chapter."""
    folder = posixpath.dirname(package_name)
    items = {str(item.get("id")): item for item in package.iter("{*}item")}
    names = set(archive.namelist())
    for reference in package.iter("{*}itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None or reference.get("linear") == "no" or "nav" in str(item.get("properties", "")).split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(str(item.get("href", "")))))
        if name not in names or "html" not in str(item.get("media-type", "html")):
            continue
        fewest = _FEWEST_WORDS * 4 if _NO_CHAPTER.match(posixpath.basename(name)) else _FEWEST_WORDS
        yield fewest, parts_of_markup(decode(entry_of(archive, name, origin)))


def _titled(parts: list[Part]) -> _Chapter:
    """A chapter's title is its first headings joined: "Chapter 1" and "The lamp"."""
    heads: list[Part] = []
    while len(heads) < len(parts) and parts[len(heads)].kind == "heading" and len(heads) < 3:
        heads.append(parts[len(heads)])
    rest = [replace(part, level=max(3, part.level)) if part.kind == "heading" else part for part in parts[len(heads) :]]
    title = ". ".join(dict.fromkeys(head.text.rstrip(". ") for head in heads if fold(head.text)))
    if not title:
        title = " ".join(rest[0].text.split()[:8]) + "…"
    return _Chapter(title, tuple(rest))
