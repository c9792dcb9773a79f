"""What a language's rules look like, and how they are tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from narrate.speech.tiling import Edit

T = TypeVar("T")

LETTER_A = "\ue000"
"""Stands in the words of a rule for the letter A, which engines read as the article: "Vitamin A is". It becomes
phonemes where an engine takes them, else a plain A. No text holds this character: it is
of those that are cleaned away first."""


def word_set(words: str) -> frozenset[str]:
    """Words separated by blanks."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One named way of saying one kind of written form; `pattern` is tried at the place a trigger was found."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], T], str | None]


def first_edit(rules: Sequence[Rule[T]], text: str, at: int, stop: int, language: T) -> Edit | None:
    """The edit of the first rule that applies at `at` without reaching beyond `stop`."""
    for rule in rules:
        match = rule.pattern.match(text, at, stop)
        if match is not None and match.end() > at:
            words = rule.say(match, language)
            if words is not None:
                return Edit(at, match.end(), words, rule.name)
    return None


class Grammar(Protocol):
    """Everything that is particular to one language."""

    @property
    def abbreviations(self) -> frozenset[str]:
        """Words, in lower case and without their full stop, after which a full stop ends no sentence."""
        ...

    @property
    def starters(self) -> frozenset[str]:
        """Words, in lower case, that begin a new sentence when they follow such a full stop with a capital."""
        ...

    @property
    def dated(self) -> frozenset[str]:
        """Words, in lower case, that go on after a figure with a full stop: the months of "3. Mai"."""
        ...

    def edits(self, text: str, start: int, stop: int) -> Iterator[Edit]:
        """Disjoint edits in order for text[start:stop]; the text around may be looked at."""
        ...
