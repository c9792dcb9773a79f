"""Parties: the Democratic nominee is not whom the article calls a Republican."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrate.dialogue.tokens import Token

_PARTIES = {
    "republican": "republican",
    "gop": "republican",
    "democratic": "democratic",
    "democrat": "democratic",
    "libertarian": "libertarian",
    "green": "green",
    "conservative": "conservative",
    "tory": "conservative",
    "labour": "labour",
}
_BRACKETED = re.compile(r"([RDI])-[A-Z]")  # (D-Elm)
_LETTERS = {"R": "republican", "D": "democratic", "I": "independent"}


def parties_in(tokens: Iterable[Token]) -> set[str]:
    """The parties that the words of a description name."""
    found = {_PARTIES[token.lower] for token in tokens if token.run < 0 and token.lower in _PARTIES}
    letters = (_BRACKETED.match(token.text) for token in tokens if token.run < 0)
    return found | {_LETTERS[letter[1]] for letter in letters if letter is not None}


def clash(one: set[str], other: set[str]) -> bool:
    """Whether two descriptions are of people of different parties."""
    return bool(one) and bool(other) and not one & other
