"""robots.txt (RFC 9309), for fetches that no person asked for one by one: feeds, their entries' pages, schedules.

`urllib.robotparser` takes the first rule that fits and knows no wildcards; the RFC, and the sites, mean the longest
rule that fits, with `*` and a final `$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from narrate.errors import SourceError

from .web import Fetcher

MOST_BYTES = 500 * 1024  # RFC 9309, section 2.5: at least so much is parsed
LONGEST_DELAY_S = 30.0  # of a Crawl-delay; some sites ask for hours
_LINE = re.compile(r"\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,6}(?:\.\d{1,3})?")
_MOST_STARS = 8  # of one rule; more make the search slow and are no rule of a site


@dataclass(frozen=True)
class _Rule:
    allows: bool
    pattern: str

    @cached_property
    def fits(self) -> re.Pattern[str]:
        body, end = (self.pattern[:-1], r"\Z") if self.pattern.endswith("$") else (self.pattern, "")
        return re.compile(".*?".join(re.escape(_escaped(piece)) for piece in body.split("*")) + end, re.DOTALL)


@dataclass(frozen=True)
class Rules:
    """What one site's robots.txt says to one program."""

    rules: tuple[_Rule, ...] = ()
    delay_s: float = 0.0  # asked for between two fetches

    def allow(self, url: str) -> bool:
        """Whether a URL of the site may be fetched: the longest rule that fits decides, and Allow wins a tie."""
        parts = urlsplit(url)
        path = _escaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(rule.pattern), rule.allows) for rule in self.rules if rule.fits.match(path)]
        return max(fitting, default=(0, True))[1]


NOTHING = Rules((_Rule(False, "/"),))


def rules_of(text: str, program: str) -> Rules:
    """The rules of a robots.txt for a program: those of the groups that name it, else those for everybody (`*`)."""
    groups = list(_groups(text))
    named = [lines for names, lines in groups if program.lower() in names]
    lines = [line for group in named or [lines for names, lines in groups if "*" in names] for line in group]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and _SECONDS.fullmatch(value)]
    rules = [_Rule(key == "allow", value) for key, value in lines if key != "crawl-delay" and value]
    return Rules(
        tuple(rule for rule in rules if rule.pattern.count("*") <= _MOST_STARS),
        min(max(delays, default=0.0), LONGEST_DELAY_S),
    )


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Names of programs, lower case, and the lines that are for them."""
    names: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if not (match := _LINE.match(line)):
            continue
        key, value = match[1].lower(), match[2].strip()
        if key != "user-agent":
            lines.append((key, value))
            continue
        if lines:  # several User-agent lines in a row share the lines that follow
            yield names, lines
            names, lines = set(), []
        names.add(value.lower())
    yield names, lines


def _escaped(path: str) -> str:
    """One way of writing a path: "/%7Ejo" and "/~jo" are the same."""
    return quote(unquote_to_bytes(path), safe="/?&=*$:@!'()+,;~")


def rules_at(url: str, fetcher: Fetcher) -> Rules:
    """The rules of the site that a URL belongs to.

    A site without a robots.txt allows everything; one whose server fails to say allows nothing (RFC 9309, 2.3.1).
    Fetches made by a person's own command need no such leave: Google's user-triggered fetchers ignore robots.txt too
    (https://developers.google.com/search/docs/crawling-indexing/google-user-triggered-fetchers).
    """
    parts = urlsplit(url)
    try:
        answer = fetcher.ask(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
    except SourceError:
        return NOTHING
    if answer.status != 200:
        return NOTHING if answer.status >= 500 or answer.status == 429 else Rules()
    return rules_of(answer.data[:MOST_BYTES].decode("utf-8", "replace"), fetcher.user_agent.split("/")[0])
