"""From a BCP 47 language to its grammar."""

from __future__ import annotations

from functools import lru_cache

from narrate.speech.english.dialect import Emoji, English, Urls
from narrate.speech.english.grammar import EnglishGrammar
from narrate.speech.plain import PlainGrammar
from narrate.speech.rules import Grammar

COUNTRIES = {
    "gb": "gb",
    "uk": "gb",
    "ie": "gb",
    "au": "au",
    "nz": "au",
    "za": "gb",
    "in": "gb",
    "sg": "gb",
    "us": "us",
    "ca": "us",
}
"""Country of the language tag -> whose habits are followed; English without a country is American."""


@lru_cache(maxsize=64)
def grammar_for(language: str, urls: Urls = "domain", emoji: Emoji = "drop") -> Grammar:
    """The grammar of a language; without rules of its own, one that only removes what no engine can say."""
    tags = language.lower().replace("_", "-").split("-")
    if tags[0] in ("en", ""):
        country = next((COUNTRIES[t] for t in tags[1:] if t in COUNTRIES), "us")
        return EnglishGrammar(English(country, urls, emoji))
    return PlainGrammar(tags[0], emoji)
