"""Visits to feeds and to the pages of their entries: fetches that no person asked for one by one, so made politely."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from narrate.errors import SourceError
from narrate.model import Raw

from .copies import FeedCopy, load_copy, save_copy
from .kinds import kind_of
from .robots import Rules, rules_at
from .web import Fetched, Fetcher, raw_of

_RULES_AGE_S = 3600.0  # for which a site's robots.txt is remembered; RFC 9309 allows a day


@dataclass
class Visitor:
    """Fetches for feeds and schedules. Keep one for a run, or for the life of a schedule: it remembers what it asked.

    - robots.txt is obeyed (`robots=False` only where the user said so), with its Crawl-delay;
    - a host is asked at most once in `pause_s` seconds;
    - a feed is sent again only if it changed: ETag, Last-Modified and the last copy are kept in `copies`.

    Example: what is new in a feed, and the page of each entry::

        visitor = Visitor(Fetcher(), copies=cache / "feeds")
        raw, changed = visitor.open("https://harbour.example/feed.xml")
        for entry in feed_entries(raw, newest=5):
            if entry.address not in built:  # edition.json records it as `origin`
                page = visitor.page(entry.url)
    """

    fetcher: Fetcher
    copies: Path | None = None  # folder; None: nothing is kept
    robots: bool = True
    pause_s: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    _rules: dict[str, tuple[float, Rules]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def open(self, url: str, asked_for: bool = False) -> tuple[Raw, bool]:
        """Fetch an address that may be a feed; whether it changed since the last visit comes second.

        `asked_for` says that a person typed this address: a page needs no leave of robots.txt then, a feed does.
        SourceError where it cannot be fetched or robots.txt does not allow it.
        """
        copy = load_copy(self.copies, url) if self.copies else None
        if copy is not None or not asked_for:
            self._mind(url)
        answer = self.fetcher.fetch(url, copy.etag, copy.last_modified) if copy else self.fetcher.fetch(url)
        if copy is not None and answer.status == 304:
            return copy.raw, False
        raw = raw_of(answer, url)
        if kind_of(raw) == "feed":
            if copy is None and asked_for:
                self._mind(url)
            self._keep(url, answer, raw)
        return raw, copy is None or copy.data != raw.data

    def page(self, url: str) -> Raw:
        """Fetch the page of an entry. SourceError, also where robots.txt does not allow it."""
        self._mind(url)
        return raw_of(self.fetcher.fetch(url), url)

    def _keep(self, url: str, answer: Fetched, raw: Raw) -> None:
        if self.copies is not None:
            copy = FeedCopy(url, raw.origin, raw.data, raw.media_type, answer.etag, answer.last_modified)
            save_copy(self.copies, copy)

    def _mind(self, url: str) -> None:
        """Ask the site's robots.txt, and wait until its host may be asked again."""
        site = "//".join(urlsplit(url)[:2])
        rules = self._rules_of(site, url)
        if not rules.allow(url):
            raise SourceError(
                f"{url}: the site's robots.txt does not allow programs to fetch this",
                "save the page and give narrate the file, or use --ignore-robots if the site is yours",
            )
        now = time.monotonic()
        wait = self._asked.get(site, -1e9) + max(self.pause_s, rules.delay_s) - now
        if wait > 0:
            self.sleep(wait)
        self._asked[site] = now + max(0.0, wait)

    def _rules_of(self, site: str, url: str) -> Rules:
        if not self.robots:
            return Rules()
        read, rules = self._rules.get(site, (-1e9, Rules()))
        if time.monotonic() - read > _RULES_AGE_S:
            rules = rules_at(url, self.fetcher)
            self._rules[site] = time.monotonic(), rules
        return rules
