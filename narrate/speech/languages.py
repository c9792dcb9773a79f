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
    if tags[0] in ("de", "fr", "es"):
        return _continental(tags, urls, emoji)
    if tags[0] not in ("en", ""):
        from narrate.speech.plain import PlainGrammar

        return PlainGrammar(tags[0], emoji)
    from narrate.speech.english.dialect import English
    from narrate.speech.english.grammar import EnglishGrammar

    country = next((COUNTRIES[t] for t in tags[1:] if t in COUNTRIES), "us")
    return EnglishGrammar(English(country, urls, emoji))


def _continental(tags: list[str], urls: Urls, emoji: Emoji) -> Grammar:
    from dataclasses import replace

    from narrate.speech.continental.french import FRENCH
    from narrate.speech.continental.german import GERMAN
    from narrate.speech.continental.grammar import ContinentalGrammar
    from narrate.speech.continental.spanish import spanish_of

    country = tags[1] if len(tags) > 1 else ""
    tongue = {"de": GERMAN, "fr": FRENCH}.get(tags[0]) or spanish_of(country)
    return ContinentalGrammar(replace(tongue, urls=urls, emoji=emoji))
