"""Bytes to characters, and characters to clean text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from narrate.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CP1252_MOST_HIGH_BYTES = 0.08  # above this share of bytes over 0x7f a text is rarely Western: measured on news pages
_NOT_TEXT = 0.01  # share of control characters above which a file is no text
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")


def decode(data: bytes, declared: str = "") -> str:
    """Decode by byte order mark, strict UTF-8, the declared encoding, Windows-1252, then by statistics.

    Raises
    ------
    SourceError
        The bytes are no text in any encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if unmarked := _unmarked_utf16(data):
        return data.decode(unmarked, "replace")
    for encoding in ("utf-8", declared):
        text = _strictly(data, encoding)
        if text is not None:
            return text
    high = sum(byte > 0x7F for byte in data[:1_000_000]) / max(1, len(data[:1_000_000]))
    western = _strictly(data, "cp1252") if high <= _CP1252_MOST_HIGH_BYTES else None
    return western if western is not None else _by_statistics(data)


def _unmarked_utf16(data: bytes) -> str:
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if pairs < 8 or max(even, odd) < 0.4 * pairs or min(even, odd) > 0.02 * pairs:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):  # ValueError: an encoding name with a NUL
        return None


def _by_statistics(data: bytes) -> str:
    from charset_normalizer import from_bytes  # 30 ms to import; rarely needed

    best = from_bytes(data[:200_000]).best()
    encoding = best.encoding if best else "cp1252"
    return data.decode(encoding, "replace")


def refuse_binary(text: str, origin: str) -> None:
    """Raise SourceError for decoded bytes that are no text."""
    sample = text[:100_000]
    # A byte order mark in the middle joins files, or words: odd, but text.
    odd = len(_CONTROLS.findall(sample)) - sample.count("\ufeff") + sample.count("\ufffd")
    if "\x00" in sample or odd > max(2, _NOT_TEXT * len(sample)):
        raise SourceError(
            f"{origin}: this is a binary file, not text",
            "give narrate a text, HTML, Markdown, EPUB, PDF or DOCX file, or a URL",
        )


def clean(text: str) -> str:
    r"""The text as offsets count it.

    Line ends of every kind become "\n". Every kind of space becomes " ", one for one. C1 control characters are read
    as Windows-1252, as browsers do; other control characters and byte order marks are dropped: nothing can speak
    them, and an MP3's transcript may not hold them. Zero-width characters stay: they shape words in some scripts.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _C1.sub(_windows, text)
    text = _CONTROLS.sub("", text)
    return _SPACES.sub(" ", text)


def _windows(match: re.Match[str]) -> str:
    return bytes([ord(match[0])]).decode("cp1252", "ignore")


_SPACES = re.compile("[\t" + "".join(chr(c) for c in range(0xA0, 0x3001) if unicodedata.category(chr(c)) == "Zs") + "]")
