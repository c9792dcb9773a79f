"""What kind of document some bytes are: from the content first, from the name where content says nothing."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from narrate.errors import SourceError
from narrate.model import Raw

Kind = Literal["plain", "html", "markdown", "feed", "epub", "pdf", "docx", "outline"]

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|meta|title|script|section)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
_HEADING = re.compile(rb"^#{1,6} +[^#\s]", re.MULTILINE)
_LINK = re.compile(rb"\[[^\]\n]+\]\([^)\s]+\)|^```|\*\*\w", re.MULTILINE)
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:[\w-]+[ \t]*:.*\r?\n|[ \t-].*\r?\n)+(?:---|\.\.\.)[ \t]*\r?\n")
_YAML = re.compile(rb"(?:#.*\n)*[a-z]+:")
_BLOCKS = re.compile(
    rb"^blocks:[ \t]*\r?\n *- (?:title|heading|paragraph|list_item|block_quote|caption|table|code|boilerplate|metadata)"
    rb":",
    re.MULTILINE,
)
_NAMES: dict[str, Kind] = {".md": "markdown", ".markdown": "markdown", ".mdown": "markdown"}
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file or an encrypted DOCX", "save it as plain DOCX"),
    (b"{\\rtf", "an RTF file", "save it as DOCX or plain text"),
    (b"\x89PNG", "a picture", "give narrate text"),
    (b"\xff\xd8\xff", "a picture", "give narrate text"),
    (b"GIF8", "a picture", "give narrate text"),
    (b"ID3", "a sound file", "give narrate the article, not its recording"),
    (b"RIFF", "a sound, film or picture file", "give narrate text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an XZ archive", "unpack it first"),
    (b"SQLite format 3", "a database", "give narrate text"),
    (b"\x7fELF", "a program", "give narrate text"),
    (b"BOOKMOBI", "a Kindle book", "convert it to EPUB"),
)  # fmt: skip


def kind_of(raw: Raw) -> Kind:
    """The kind of a document.

    Raises
    ------
    SourceError
        Its first bytes are those of a format that narrate does not read.
    """
    data = raw.data
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(raw)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, what, hint in _REFUSED:
        if data.startswith(magic) or (magic == b"BOOKMOBI" and data[60:68] == magic):
            raise SourceError(f"{raw.origin}: this is {what}, which narrate does not read", hint)
    return _text_kind(raw)


def is_outline(data: bytes) -> bool:
    """Whether a file is an outline: by its first line, or without it by its blocks."""
    head = _ascii_head(data).lstrip()
    return head.startswith(b"# narrate outline") or bool(_YAML.match(head) and _BLOCKS.search(head))


def _zipped(raw: Raw) -> Kind:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            names = set(archive.namelist()[:10_000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise SourceError(
            f"{raw.origin}: this EPUB or DOCX is damaged or cut short", "fetch or export the file again"
        ) from None
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names or "mimetype" in names:
        return "epub"
    raise SourceError(f"{raw.origin}: this is a ZIP archive without an article that narrate knows", "unpack it first")


def _text_kind(raw: Raw) -> Kind:
    head = _ascii_head(raw.data)
    start = head.lstrip()[:600]
    if is_outline(raw.data):
        return "outline"
    if _FEED.search(start) and b"<html" not in start.lower():
        return "feed"
    if start.startswith(b"{") and _JSON_FEED.search(head):
        return "feed"
    if start[:1] == b"<" and (_MARKUP.search(head) or b"html" in start.lower()):
        return "html"
    name = urlsplit(raw.origin).path if "://" in raw.origin else raw.origin
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _NAMES or "markdown" in raw.media_type:
        return _NAMES.get(suffix, "markdown")
    if b"<" in head and (suffix in (".html", ".htm", ".xhtml") or "html" in raw.media_type):
        return "html"
    return _by_marks(head, suffix)


def _ascii_head(data: bytes) -> bytes:
    head = data[:65536]
    if head[:3] == b"\xef\xbb\xbf":
        return head[3:]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:2] == b"\x00" or head[:1] == b"\x00":
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head


def _by_marks(head: bytes, suffix: str) -> Kind:
    if len(_MARKUP.findall(head)) >= 4 and head.count(b"</") >= 3:
        return "html"
    if suffix == ".txt":
        return "plain"
    if _FRONT_MATTER.match(head):
        return "markdown"
    if len(_HEADING.findall(head)) >= 2 or (_HEADING.search(head) and _LINK.search(head)):
        return "markdown"
    return "plain"
