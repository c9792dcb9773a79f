"""ZIP containers (EPUB, DOCX) opened with limits: bombs are refused before they unfold."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from narrate.errors import SourceError

MOST_ENTRIES = 10_000
MOST_BYTES = 400 * 1024 * 1024  # of all entries, unpacked, as the directory declares them
MOST_ENTRY_BYTES = 24 * 1024 * 1024  # of one text entry, counted while unpacking
_ENCRYPTED = 1  # bit of an entry's flags
MOST_RATIO = 500  # of an entry over a megabyte; prose packs to a third, blank pages of XML to a fiftieth


@contextmanager
def opened(data: bytes, origin: str) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP in memory; SourceError for a damaged one or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, origin)
            yield archive
    except _DAMAGE:
        raise damaged(origin) from None


_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, KeyError)


def damaged(origin: str) -> SourceError:
    """The error for a container that cannot be read to its end."""
    return SourceError(f"{origin}: this EPUB or DOCX is damaged or cut short", "fetch or export the file again")


def _refuse_bombs(archive: zipfile.ZipFile, origin: str) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise SourceError(f"{origin}: this EPUB or DOCX is locked by a password", "save it without a password")
    large = [entry for entry in entries if entry.file_size > 1_000_000]
    if (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > MOST_BYTES
        or any(entry.file_size > MOST_RATIO * max(1, entry.compress_size) for entry in large)
    ):
        raise SourceError(f"{origin}: unpacks to far more than a book holds", "do not open this file; it is an attack")


def entry_of(archive: zipfile.ZipFile, name: str, origin: str) -> bytes:
    """One entry, unpacked up to the limit."""
    with archive.open(name) as file:
        data = file.read(MOST_ENTRY_BYTES + 1)
    if len(data) > MOST_ENTRY_BYTES:
        raise SourceError(f"{origin}: {name} unpacks to more than a chapter holds", "do not open this file")
    return data


def xml_of(data: bytes, origin: str) -> Any:
    """Parse XML without entities, network or patience; returns an lxml element."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise damaged(origin)
    return root
