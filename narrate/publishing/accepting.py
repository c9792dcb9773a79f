"""Which editions belong to which show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from narrate.publishing.editions import FinishedEdition
from narrate.publishing.settings import Accept


def accepts(rules: Accept, edition: FinishedEdition) -> bool:
    """Whether an edition agrees with every list that is given."""
    host = (urlsplit(edition.url).hostname or "").removeprefix("www.")
    return (
        _one_of(rules.sites, edition.site, host)
        and _one_of(rules.authors, edition.author)
        and _language(rules.languages, edition.language)
        and _matches(rules.titles, edition.title)
        and _matches(rules.urls, edition.url)
    )


def _one_of(wanted: Sequence[str], *values: str) -> bool:
    known = {value.casefold() for value in values if value}
    return not wanted or any(word.casefold().removeprefix("www.") in known for word in wanted)


def _language(wanted: Sequence[str], language: str) -> bool:
    given = language.lower().replace("_", "-")
    return not wanted or any(given == code or given.startswith(f"{code}-") for code in wanted)


def _matches(patterns: Sequence[str], text: str) -> bool:
    return not patterns or any(re.search(pattern, text) for pattern in patterns)
