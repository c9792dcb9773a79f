"""Podcast feeds and where they live.

`podcast.yaml` describes shows. An edition becomes an episode: its files get immutable names, one small JSON record
says what they are, and the feed is made from the records. The order never changes: files, record, feed, notices; and
the other way round to remove. A feed is only ever swapped against the one that was read.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrate.publishing.adoption import import_feed, propose_show
    from narrate.publishing.episodes import Soundbite, parse_soundbite
    from narrate.publishing.inspection import check, check_url
    from narrate.publishing.opml import export_opml
    from narrate.publishing.reports import FeedAddress, Finding, Listed, Outcome, PublishReport, describe
    from narrate.publishing.settings import Podcast, Show, example_podcast, load_podcast, podcast_schema
    from narrate.publishing.text import parse_time
    from narrate.publishing.verbs import (
        feed_urls,
        list_episodes,
        publish,
        publish_due,
        rebuild,
        replace,
        unpublish,
    )

__all__ = [
    "FeedAddress",
    "Finding",
    "Listed",
    "Outcome",
    "Podcast",
    "PublishReport",
    "Show",
    "Soundbite",
    "check",
    "check_url",
    "describe",
    "example_podcast",
    "export_opml",
    "feed_urls",
    "import_feed",
    "list_episodes",
    "load_podcast",
    "parse_soundbite",
    "parse_time",
    "podcast_schema",
    "propose_show",
    "publish",
    "publish_due",
    "rebuild",
    "replace",
    "unpublish",
]

_MODULES = {
    "adoption": ("import_feed", "propose_show"),
    "inspection": ("check", "check_url"),
    "opml": ("export_opml",),
    "episodes": ("Soundbite", "parse_soundbite"),
    "reports": ("FeedAddress", "Finding", "Listed", "Outcome", "PublishReport", "describe"),
    "settings": ("Podcast", "Show", "example_podcast", "load_podcast", "podcast_schema"),
    "text": ("parse_time",),
    "verbs": ("feed_urls", "list_episodes", "publish", "publish_due", "rebuild", "replace", "unpublish"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    # lxml and PyYAML are loaded by the first call, not by `narrate --help`.
    if name not in _HOME:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
