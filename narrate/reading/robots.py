"""robots.txt, for fetches that no person asked for one by one: feeds and schedules."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from narrate.errors import SourceError

from .web import Fetcher


def may_fetch(url: str, fetcher: Fetcher) -> bool:
    """Whether the site's robots.txt lets narrate fetch a URL; a site without one lets everybody.

    Fetches made by a person's own command need no such leave: Google's user-triggered fetchers ignore robots.txt too
    (https://developers.google.com/search/docs/crawling-indexing/google-user-triggered-fetchers).
    """
    parts = urlsplit(url)
    try:
        answer = fetcher.fetch(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")))
    except SourceError:
        return True
    rules = RobotFileParser()
    rules.parse(answer.data.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(fetcher.user_agent.split("/")[0], url)
