"""What pages and transcripts say besides the article, by language: one JSON file each, with the keys of en.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

_ALIASES = {"no": "nb", "nn": "nb", "iw": "he"}
"""Languages whose readers are at home in another file; `iw` is the code that Java writes for Hebrew."""


def words_of(language: str) -> Mapping[str, str]:
    """Return the words for a BCP 47 language, in English where there are none for it."""
    return _read(words_language(language))


def words_language(language: str) -> str:
    """Return the language in which `words_of` answers, as a code of two letters."""
    primary = language.strip().lower().replace("_", "-").split("-")[0]
    code = _ALIASES.get(primary, primary)
    return code if code in _codes() else "en"


def speaks(language: str) -> bool:
    """Return whether there are words for a language itself."""
    return words_language(language) != "en" or language.strip().lower().startswith("en")


@cache
def _codes() -> frozenset[str]:
    return frozenset(
        entry.name.removesuffix(".json")
        for entry in resources.files("narrate.episode.words").iterdir()
        if entry.name.endswith(".json")
    )


@cache
def _read(code: str) -> dict[str, str]:
    text = resources.files("narrate.episode.words").joinpath(f"{code}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found
