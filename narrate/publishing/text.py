"""Words, dates and names as feeds take them."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from datetime import UTC, datetime
from email.utils import format_datetime

from narrate.errors import PublishError

# XML 1.0, section 2.2: everything outside of Char. lxml refuses these, ElementTree writes them and breaks the feed.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# XML 1.0 discourages the C1 controls. Where they turn up, Windows-1252 was read as Latin-1, and browsers and feedparser
# show what was meant; those without a meaning there are dropped.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def clean(text: str) -> str:
    """The text without characters that XML cannot hold, its line ends as an XML parser returns them."""
    if text.isascii() and text.isprintable():
        return text  # nearly always: a long archive has millions of values
    return _ILLEGAL.sub("", text).translate(_C1).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Clean text in one line, white space made single."""
    return " ".join(clean(text).split())


def clip(text: str, max_bytes: int) -> str:
    """The text in at most `max_bytes` of UTF-8, cut between words where it can be, with an ellipsis."""
    if len(text.encode()) <= max_bytes:
        return text
    room = text.encode()[: max_bytes - len("…".encode())].decode(errors="ignore")
    head, space, _ = room.rpartition(" ")
    return (head if space and len(head) > len(room) // 2 else room).rstrip() + "…"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, each in one line."""
    return [line for line in (one_line(part) for part in re.split(r"\n\s*\n", clean(text))) if line]


def markup(text: str) -> str:
    """Plain text for a place that is read as HTML."""
    return html.escape(text, quote=False)


def ascii_name(text: str, longest: int = 60) -> str:
    """A file name of a-z, 0-9 and hyphens: Apple wants ASCII in every URL."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:longest].strip("-") or "episode"


def short_hash(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def utc(moment: datetime) -> datetime:
    """The moment in UTC, to the second; a moment without a zone is local time."""
    return moment.astimezone(UTC).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC: sorts as text."""
    return utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """The moment of a stamp."""
    if not _STAMP.fullmatch(text):
        raise ValueError(f"'{text}' is not a stamp")
    return datetime.fromisoformat(text)


def parse_time(text: str, now: datetime) -> datetime:
    """A moment as people type it: "now" or ISO 8601, local time unless a zone is given. PublishError otherwise."""
    if text.strip().lower() == "now":
        return utc(now)
    try:
        moment = utc(datetime.fromisoformat(text.strip()))
        if not 1990 <= moment.year <= 2199:
            raise ValueError(f"the year {moment.year}")
        return moment
    except (ValueError, OverflowError) as error:
        hint = "ISO 8601 such as 2026-11-23T07:00 or 2026-11-23T07:00+01:00"
        raise PublishError(f"'{text}' is not a time", hint) from error


def rfc2822(moment: datetime) -> str:
    """The date as pubDate wants it: right weekday, 24 hours, +0000."""
    return format_datetime(utc(moment))


def clock(ms: int, *, milliseconds: bool = False) -> str:
    """hh:mm:ss, or hh:mm:ss.mmm."""
    seconds, rest = divmod(ms, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if milliseconds else text
