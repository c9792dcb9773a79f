"""What differs between English-speaking countries, and what every rule may ask about the words around a match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from narrate.speech.english.numbers import Numbers
from narrate.speech.languages import Emoji, Urls
from narrate.speech.rules import word_set


@dataclass(frozen=True)
class English:
    """English as written and spoken in one country.

    Parameters
    ----------
    country : str
        "us", "gb" or "au".
    urls, emoji
        As in the settings.
    """

    country: str = "us"
    urls: Urls = "domain"
    emoji: Emoji = "drop"

    @property
    def american(self) -> bool:
        return self.country == "us"

    @property
    def numbers(self) -> Numbers:
        return AMERICAN if self.american else BRITISH

    @property
    def nil(self) -> str:
        """Nothing, in a score."""
        return "zero" if self.american else "nil"

    @property
    def percent(self) -> str:
        return "percent" if self.american else "per cent"

    def metric(self, unit: str) -> str:
        """A unit's American spelling in the country's own: metre, litre."""
        if self.american:
            return unit
        return METER.sub(lambda m: m.group(1) + "tre" + m.group(2), unit)


AMERICAN = Numbers(linking_and=False)
BRITISH = Numbers(linking_and=True)
METER = re.compile(r"\b(\w*(?:me|li))ter(s?)\b")

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
"""A number as written, with or without group commas and a decimal point."""
WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
SIGN = r"(?P<sign>[-−–+±~≈]?)"
DASH = r"(?:-|–|—|−)"
END = r"(?![\w])"

NEXT_WORD = re.compile(r"[ -]?([A-Za-z][\w'-]*)")


def words_before(match: re.Match[str], characters: int = 40) -> str:
    """Up to `characters` in lower case that stand before the match in the same stretch of text."""
    start = match.start()
    return match.string[max(0, start - characters) : start].lower()


def words_after(match: re.Match[str], characters: int = 40) -> str:
    """Up to `characters` in lower case that follow the match."""
    end = match.end()
    return match.string[end : end + characters].lower()


def next_word(match: re.Match[str]) -> str:
    """The word after the match, after at most one blank or hyphen, as written; empty if there is none."""
    found = NEXT_WORD.match(match.string, match.end())
    return found.group(1) if found else ""


def set_off(match: re.Match[str], word: str) -> str:
    """The word with blanks where the match touches letters."""
    text, start, end = match.string, match.start(), match.end()
    lead = " " if start and not text[start - 1].isspace() and text[start - 1] not in "(\"'[" else ""
    tail = " " if end < len(text) and not text[end].isspace() and text[end] not in ".,;:!?)\"']" else ""
    return f"{lead}{word}{tail}"


def sign_word(sign: str) -> str:
    """ "minus " and so on; a sign is a sign only where a number starts."""
    return {"-": "minus ", "−": "minus ", "–": "minus ", "+": "plus ", "±": "plus or minus "}.get(
        sign, "about " if sign else ""
    )


UNDOTTED_WORDS = word_set("IS OR ID IV AS AT IN ON NO DO GO TO SO BE BY HE ME MY WE UP AN IF OF")


def spelled_with_s(letters: str) -> str:
    """Letters with "'s" behind them, a plural or possessive.

    espeak-ng reads "M.P's" as "M dot P's" where there are just two letters; "MP's" it says right.
    """
    if len(letters) != 2:
        return spelled(letters) + "'s"
    return f"{letters[0]} {letters[1]}'s" if letters in UNDOTTED_WORDS else letters + "'s"


@lru_cache(maxsize=4096)
def spelled(letters: str) -> str:
    """Letters one by one: "A.B.C", the form that espeak-ng and neural engines alike read as letters.

    Without the last full stop, because espeak-ng takes "U.S. Army" for two sentences.
    """
    return ".".join(c.upper() for c in letters if c.isalnum())
