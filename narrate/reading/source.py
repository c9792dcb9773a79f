"""Where an article comes from: a file, standard input or a URL, to bytes."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from narrate.errors import SourceError
from narrate.model import Raw

MOST_BYTES = 64 * 1024 * 1024
"""Of any source: an illustrated EPUB fits; half an hour of speech is 30 kB of text."""

MOST_PICTURE_BYTES = 32 * 1024 * 1024
"""Of a picture: photographs of the press have 10 MB."""


def fetch(source: str, *, allow_private: bool = False, most_bytes: int = MOST_BYTES) -> Raw:
    """Read a source whole.

    Parameters
    ----------
    source : str
        A path, an http(s) URL, or "-" for standard input.
    allow_private : bool
        Whether a URL may lead to private or special addresses.
    most_bytes : int
        The cap; larger sources are refused without reading them to the end.

    Raises
    ------
    SourceError
        Missing, a folder, unreadable, empty or too large; for URLs see `narrate.reading.web`.
    """
    if source == "-":
        return Raw("-", _read_at_most(sys.stdin.buffer, most_bytes, "standard input"))
    if source.lower().startswith(("http://", "https://")):
        from . import web

        return web.fetch_url(source, allow_private=allow_private)
    return Raw(source, _read_file(source, most_bytes))


def fetch_picture(source: str, *, allow_private: bool = False) -> Raw:
    """Read a picture whole, from a path or an http(s) URL; SourceError as in `fetch`."""
    if source.lower().startswith(("http://", "https://")):
        from . import web

        return web.fetch_picture_url(source, MOST_PICTURE_BYTES, allow_private=allow_private)
    return Raw(source, _read_file(source, MOST_PICTURE_BYTES))


def _read_file(source: str, most_bytes: int) -> bytes:
    path = Path(source)
    try:
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            raise SourceError(f"{source}: is a folder", "give narrate one file; run it once for each article")
        with open(path, "rb") as file:
            return _read_at_most(file, most_bytes, source)
    except FileNotFoundError:
        raise SourceError(f"{source}: no such file", _nearby(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"{source}: cannot be read: {why}", "check the name and its permissions") from None


def _nearby(path: Path) -> str:
    import difflib

    try:
        names = [entry.name for entry in os.scandir(path.parent)]
    except (OSError, ValueError):
        return f"the folder {path.parent} does not exist either" if not path.parent.exists() else "check the name"
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {path.parent / close[0]}?" if close else "check the name"


def _read_at_most(file: BinaryIO, most_bytes: int, name: str) -> bytes:
    data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        limit = most_bytes // (1024 * 1024)
        raise SourceError(f"{name}: is larger than {limit} MB", "cut it into articles; narrate reads one at a time")
    if not data.strip():
        raise SourceError(f"{name}: is empty", "give narrate a file with an article in it")
    return data
