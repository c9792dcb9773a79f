"""Whom a label or a signature names, found without reading the whole list of people each time."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.people import NAMESAKES, Person, are_compatible


class Roster:
    """Everyone in the article by name; the list of people may grow while it is read."""

    def __init__(self, people: list[Person], lexicon: Lexicon) -> None:
        self._people = people
        self._titles = lexicon.titles
        self._entered = 0
        self._aliases: dict[str, int] = {}  # to the first of that name
        self._families: dict[str, int] = {}  # the last word as it is written, to the first who bears it
        self._namesakes: dict[str, list[int]] = {}  # full names by their last word in small letters

    def number_of(self, label: str) -> int:
        """The person whom a label names, with title or without; entered as somebody new if nobody else does."""
        self._enter()
        words = tuple(label.split())
        while len(words) > 1 and words[0].lower().rstrip(".") in self._titles:
            words = words[1:]
        found = [number for number in (self._aliases.get(" ".join(words)), self._bearer(words)) if number is not None]
        if found:
            return min(found)
        self._people.append(Person(len(self._people), words))
        self._people[-1].aliases[label] += 1
        return len(self._people) - 1

    def _bearer(self, words: tuple[str, ...]) -> int | None:
        """Who has the label as the last word of a name, or a full name that goes with it."""
        if len(words) == 1:
            return self._families.get(words[0])
        namesakes = self._namesakes.get(words[-1].lower(), ())
        return next((n for n in namesakes if are_compatible(self._people[n].words, words)), None)

    def _enter(self) -> None:
        for person in self._people[self._entered :]:
            for alias in person.aliases:
                self._aliases.setdefault(alias, person.number)
            if not person.nominal:
                self._families.setdefault(person.words[-1], person.number)
            namesakes = self._namesakes.setdefault(person.words[-1].lower(), [])
            if not person.nominal and len(person.words) > 1 and len(namesakes) < NAMESAKES:
                namesakes.append(person.number)
        self._entered = len(self._people)
