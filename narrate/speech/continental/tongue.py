"""What the rules need to know of one language of the continent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from narrate.speech.continental.initialisms import Initialisms
from narrate.speech.languages import Emoji, Urls
from narrate.speech.rules import Rule

Noun = tuple[str, str, str]
"""One, many, gender: ("Meile", "Meilen", "f")."""


@dataclass(frozen=True)
class Tongue:
    """One language as it is written and said in one country.

    Parameters
    ----------
    cardinal, year : functions
        Words for a whole number, with the gender of the noun behind it, and for a year.
    mark : str
        The decimal mark; the other one of comma and full stop parts thousands.
    digitwise : bool
        Decimals are read figure by figure.
    joined : function
        A magnitude and a currency as one: "millions d'euros".
    agree : function
        The gender to count with, guessed from the word that follows.
    inflect : function
        From the text before a number and that gender to what `cardinal` takes, where there are cases.
    rules : tuple of Rule
        Tried first at figures: dates, times and ordinals, which every language writes in its own way.
    """

    code: str
    cardinal: Callable[[int, str], str]
    year: Callable[[int], str]
    mark: str
    point: str
    digitwise: bool
    minus: str
    plus: str
    per: str
    upto: str
    percent: str
    digits: tuple[str, ...]
    magnitudes: Mapping[str, tuple[str, str]]
    joined: Callable[[str, str], str]
    currencies: Mapping[str, Noun]
    cents: str
    units: Mapping[str, Noun]
    fractions: Mapping[str, str]
    half: str  # joined to a whole number: "et demi"
    abbreviations: Mapping[str, str]
    starters: frozenset[str]
    dated: frozenset[str]
    agree: Callable[[str], str]
    regnal: Callable[[int, str], str]
    chapters: frozenset[str]
    web: tuple[str, str]  # how "." and "@" of an address are called
    both: str  # "&"
    initialisms: Initialisms
    rules: tuple[Rule[Tongue], ...] = ()
    inflect: Callable[[str, str], str] = lambda before, gender: gender
    romans: tuple[Rule[Tongue], ...] = ()  # tried at Roman numerals: "XIXe"
    urls: Urls = "domain"
    emoji: Emoji = "drop"

    @property
    def number(self) -> str:
        """A number as written: groups parted by blank or the other mark, and decimals."""
        group = "." if self.mark == "," else ","
        decimals = rf"(?:{re.escape(self.mark)}\d+)?"
        return rf"(?:\d{{1,3}}(?:[{group} ']\d{{3}})+(?!\d){decimals}|\d+{decimals})"

    def say(self, written: str, gender: str = "") -> str:
        """Words for a number as written."""
        whole, _, fraction = written.partition(self.mark)
        plain = re.sub(r"\D", "", whole)
        if len(plain) > LONGEST or (len(plain) > 1 and plain[0] == "0"):
            return self.spell(plain + fraction)
        if not fraction:
            return self.cardinal(int(plain), gender)
        return f"{self.cardinal(int(plain), '')} {self.point} {self._decimals(fraction)}"

    def _decimals(self, fraction: str) -> str:
        zeros = len(fraction) - len(fraction.lstrip("0"))
        if self.digitwise or len(fraction) - zeros > 2 or zeros == len(fraction):
            return self.spell(fraction)
        return " ".join([*[self.digits[0]] * zeros, self.cardinal(int(fraction), "")])

    def spell(self, figures: str) -> str:
        """Each figure by its name."""
        return " ".join(self.digits[int(c)] for c in figures if c.isdecimal())


LONGEST = 12
"""More digits are an account or a serial number."""
