"""Compressed streams of a PDF, unpacked far enough to see that none of them is a bomb."""

from __future__ import annotations

import re
import zlib

from narrate.errors import SourceError

MOST_STREAM_BYTES = 48 * 1024 * 1024  # the text commands of one page take kilobytes, an embedded font a few megabytes
_STREAM = re.compile(rb"<<([^\x00]{0,2000}?)>>\s*stream\r?\n")
_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
_STEP = 4 * 1024 * 1024


def refuse_stream_bombs(data: bytes, origin: str) -> None:
    """Raise SourceError for a PDF whose streams unpack without end; pdfminer would unpack them whole.

    Pictures are left out: they are large by nature, and nobody decodes them for their text.
    """
    for match in _STREAM.finditer(data):
        head = match[1].rsplit(b"obj", 1)[-1]
        if b"/Image" in head:
            continue
        if _TWICE.search(head) or (b"/Fl" in head and _unpacks_too_far(data, match.end())):
            raise SourceError(
                f"{origin}: unpacks to far more than a PDF holds", "do not open this file; it is an attack"
            )


def _unpacks_too_far(data: bytes, start: int) -> bool:
    decoder = zlib.decompressobj()
    size, piece = 0, data[start : start + 65536]
    position = start + len(piece)
    while piece and size <= MOST_STREAM_BYTES and not decoder.eof:
        try:
            size += len(decoder.decompress(piece, _STEP))
        except zlib.error:
            return False
        piece = decoder.unconsumed_tail
        if not piece:
            piece = data[position : position + 65536]
            position += len(piece)
    return size > MOST_STREAM_BYTES
