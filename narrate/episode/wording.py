"""Text made fit for tags, captions and pages: one clean line, cut where a reader would cut it."""

from __future__ import annotations

import re

from narrate.episode.words import speaks, words_of
from narrate.model import NARRATOR, Edition

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_URL = re.compile(r"https?://[^\s<>\"'`\\]+\Z", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])([T ]|\Z)|\Z)")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»']*(?=\s)|[。！？](?!\Z)")


def sound_text(text: str) -> str:
    """Return `text` with every control character a space and every lone surrogate U+FFFD, length unchanged.

    NUL ends an ID3 string early; XML and WebVTT forbid most other controls; a lone surrogate has no UTF-8 form.
    """
    clean = _CONTROL.sub(" ", text)
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in clean)


def one_line(text: str) -> str:
    """Return `text` on one line, without control characters, with single spaces."""
    return " ".join(sound_text(text).split())


def shortened(text: str, limit: int) -> str:
    """Return one line of at most `limit` characters, cut between words and marked with an ellipsis when cut."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    space = head.rfind(" ")
    if space > limit // 2:
        head = head[:space]
    return head.rstrip(" ,;:–—-") + "…"


def opening(text: str, limit: int) -> str:
    """Return the whole sentences that fit into `limit` characters, or a shortened first one."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line) if match.end() <= limit]
    return line[: ends[-1]] if ends and ends[-1] >= limit // 4 else shortened(line, limit)


def web_address(url: str) -> str:
    """Return `url` if it is a plain http or https address in ASCII form, otherwise an empty string.

    Addresses come from pages on the net: `javascript:` and `data:` must not reach a link.
    """
    from urllib.parse import quote

    if not _URL.match(url.strip()):
        return ""
    return quote(url.strip(), safe=":/?#[]@!$&()*+,;=%~-._")


def home_address(edition: Edition) -> str:
    """Return where an edition's folder stands on the web, ending in a slash; empty where that is not known."""
    from urllib.parse import quote

    base = web_address(edition.settings.base_url)
    return f"{base}{quote(edition.slug)}/" if base else ""


def shown_name(label: str, language: str) -> str:
    """Return a line's label as captions show it: `narrator` and `unknown` are words of ours, not names."""
    words = words_of(language)
    names = {NARRATOR: words["narrator"], "unknown": words["unknown"]}
    return names.get(label) or one_line(label) or words["unknown"]


def spoken_clock(milliseconds: int) -> str:
    """Return a time as listeners read it, m:ss or h:mm:ss."""
    seconds = milliseconds // 1000
    minutes = f"{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{seconds // 3600}:{minutes}" if seconds >= 3600 else minutes.removeprefix("0")


def is_iso_date(date: str) -> bool:
    """Return whether a date starts as ISO 8601 wants, year-month-day or year-month."""
    return _ISO_DATE.match(date) is not None


def long_date(date: str, language: str) -> str:
    """Return an ISO 8601 date in words, in a language that we have words for; otherwise as year-month-day."""
    from datetime import date as calendar_date

    if not speaks(language):
        return date[:10]
    try:
        day = calendar_date.fromisoformat(date[:10])
    except ValueError:
        return date
    words = words_of(language)
    month = words["months"].split()[day.month - 1]
    return words["date"].format(day=day.day, month=month, year=day.year)
