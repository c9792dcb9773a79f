"""From a BCP 47 language to its grammar."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from narrate.speech.rules import Grammar

Emoji = Literal["drop", "name"]
Urls = Literal["domain", "skip", "full"]

COUNTRIES = {
    "us": "us", "ca": "us", "ph": "us", "gb": "gb", "uk": "gb", "ie": "gb", "in": "gb", "sg": "gb", "hk": "gb",
    "au": "au", "nz": "au", "za": "gb",
}  # fmt: skip
"""Country of the language tag -> whose habits are followed; English without a country is American."""


@lru_cache(maxsize=64)
def grammar_for(language: str, urls: Urls = "domain", emoji: Emoji = "drop") -> Grammar:
    """The grammar of a language; without rules of its own, one that only removes what no engine can say.

    Rules are imported here, because compiling their regular expressions takes a tenth of a second.
    """
    tags = language.lower().replace("_", "-").split("-")
    if tags[0] not in ("en", ""):
        from narrate.speech.plain import PlainGrammar

        return PlainGrammar(tags[0], emoji)
    from narrate.speech.english.dialect import English
    from narrate.speech.english.grammar import EnglishGrammar

    country = next((COUNTRIES[t] for t in tags[1:] if t in COUNTRIES), "us")
    return EnglishGrammar(English(country, urls, emoji))
