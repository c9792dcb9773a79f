"""Who is in focus: how present everyone named is to the reader, and who of them may be meant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import repeat

from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import is_national
from narrate.dialogue.page import Page
from narrate.dialogue.people import Person
from narrate.dialogue.places import PLACES, distance_of
from narrate.dialogue.roles import Roles

ELLIPTIC = frozenset(
    ["one", "another", "other", "second", "third", "fourth", "fifth"]
)  # whose noun stands before: a third said
_KEPT = 14  # people in focus at once
_HERE = 1.5  # for a subject of the pronoun's own paragraph, against speakers of the paragraphs before
_JUST = 0.8  # for the subject of the sentence before
_UNHEARD = 1.5  # against who has said nothing yet, and whom somebody who may be meant has told of
_MANY = 2.0  # for more than one person, where the pronoun is they


@dataclass(slots=True)
class Focus:
    """How present a person is to the reader."""

    sentence: int
    paragraph: int
    place: str  # one of PLACES: where the latest mention stands in its sentence
    spoke: bool
    count: int = 0
    leads: bool = False  # subject of a sentence of this paragraph, and named since then as an owner alone: in her eyes


@dataclass(slots=True)
class Resolution:
    """Whom a mention stands for; `rivals` are others with their share of the belief."""

    person: int
    share: float
    rivals: list[tuple[int, float]] = field(default_factory=list)
    how: str = "name"  # name | role | description | recent | ahead


class Attention:
    """Everyone in focus, the latest last."""

    def __init__(self, page: Page, weights: Mapping[str, float]) -> None:
        self.page = page
        self.weights = weights
        self.people = page.people
        self.roles = Roles(page)
        self.focus: dict[int, Focus] = {}
        self.speaker = -1
        self.sentences = 0  # read so far

    def attend(self, number: int, mention: Mention, sentence: int, place: str, spoke: bool) -> None:
        known = self.focus.pop(number, None)
        if known is not None and known.sentence == sentence and PLACES.index(known.place) < PLACES.index(place):
            place = known.place
        spoke = spoke or (known is not None and known.paragraph == mention.paragraph and known.spoke)
        owns = mention.kind == "pronoun" and place == "owner" and known is not None
        led = known is not None and known.leads and known.sentence == sentence - 1
        leads = place in ("topic", "main") or (owns and led)
        self.focus[number] = Focus(sentence, mention.paragraph, place, spoke, known.count + 1 if known else 1, leads)
        if len(self.focus) > _KEPT:
            self.focus.pop(next(iter(self.focus)))

    def options(self, mention: Mention, scene: Scene, word: str, spoke: bool) -> dict[int, list[str]]:
        """The people in focus who may be meant, each with features, the latest first."""
        sentence = self.sentences + scene.paragraph.sentences[mention.first]
        found: dict[int, list[str]] = {}
        subjects = 0
        for number in reversed(self.focus):
            if not self.agrees(number, mention, word):
                continue
            focus = self.focus[number]
            found[number] = self._features(number, focus, mention, sentence, len(found), subjects, spoke)
            subjects += focus.place in ("topic", "main")
        return found

    def weighed(
        self, options: Mapping[int, list[str]], mention: Mention, spoke: bool, goes_on: bool = False
    ) -> tuple[int, float, list[tuple[int, float]]]:
        """The likeliest of the options, its share of the belief, and its rivals with theirs.

        Who goes on (`goes_on`: he added) has spoken before, so that a subject of the paragraph is not preferred.
        """
        scores = {n: sum(map(self.weights.get, found, repeat(0.0))) for n, found in options.items()}
        if spoke and (mention.gender or mention.unsaid or mention.kind == "nominal"):
            here = [number for number in options if self.is_introduced(number, mention.paragraph)]
            spoken = [n for n in options if goes_on and (n == self.speaker or self._has_spoken(n))]
            here = [number for number in here if number in spoken] if spoken else here
            told_of = self._told_of(options, mention)
            for number in options:
                scores[number] -= _UNHEARD * ((bool(spoken) and number not in spoken) or number in told_of)
            for number in here:
                scores[number] += _HERE
                # Ruiz wrote back the same day. "Q," he said: nearer still, whatever the name tells of a gender.
                scores[number] += _JUST if "distance=1" in options[number] else 0.0
            if here and self.page.lexicon.language != "en":
                scores[here[0]] += _HERE  # options come latest first
        if mention.plural:
            for number in options:
                scores[number] += _MANY * self._are_many(number)
        order = sorted(scores, key=lambda number: -scores[number])
        raised = [math.exp(max(-50.0, scores[number] - scores[order[0]])) for number in order]
        shares = [(number, part / sum(raised)) for number, part in zip(order, raised, strict=True)]
        return *shares[0], shares[1:4]

    def _told_of(self, options: Mapping[int, list[str]], mention: Mention) -> set[int]:
        """Whom the sentence before only tells of, where its subject says something: Ruiz said that Holm was late."""
        if not mention.gender or self.page.lexicon.language != "en":
            return set()
        just = [number for number in options if "distance=1" in options[number]]
        tells = [n for n in just if self.focus[n].spoke and self.focus[n].place in ("topic", "main")]
        tells = [number for number in tells if self._is_named_human(number)]
        known = any(self.people[number].gender for number in tells)
        inner = [n for n in just if not self.focus[n].spoke and self.focus[n].place != "asked"] if tells else []
        return {number for number in inner if known or not self.people[number].gender}

    def _has_spoken(self, number: int) -> bool:
        return self.focus[number].spoke and self._is_named_human(number)

    def _is_named_human(self, number: int) -> bool:
        person = self.people[number]
        nature = self.nature(person)
        return not person.nominal and (nature == "human" or (nature == "likely" and len(person.words) > 1))

    def _are_many(self, number: int) -> bool:
        """The hosts, two villagers; not the ministry."""
        person = self.people[number]
        head = person.words[-1].lower()
        return person.nominal and person.group and head not in self.page.lexicon.organisations

    def is_introduced(self, number: int, paragraph: int) -> bool:
        """Whether somebody is a subject of this paragraph: nearer than who spoke in an earlier one."""
        focus = self.focus[number]
        # Elsewhere a subject mostly follows its verb: „Q“, sagte Alma Reuter am Montag.
        subject = focus.leads or (focus.spoke and self.page.lexicon.language != "en")
        if focus.paragraph != paragraph or not subject:
            return False
        if self.people[number].nominal:
            return focus.spoke and self.nature_of(number) == "role"
        return self._is_named_human(number)

    def agrees(self, number: int, mention: Mention, word: str) -> bool:
        person = self.people[number]
        if mention.gender:
            fits = not person.gender or person.gender == mention.gender
            return fits and self.nature(person) not in ("thing", "group")
        if mention.unsaid:
            return self.nature(person) != "thing"
        if word == "it":
            return not person.gender and not person.given and not person.titled
        return True

    def _features(
        self, number: int, focus: Focus, mention: Mention, sentence: int, rank: int, subjects: int, spoke: bool
    ) -> list[str]:
        person = self.people[number]
        number_class = "one" if mention.gender or mention.unsaid else "any"
        distance = distance_of(sentence - focus.sentence)
        act = "said" if spoke else "told"
        last = "speaker" if number == self.speaker else "other"
        paragraphs = min(mention.paragraph - focus.paragraph, 3)
        nature = self.nature(person)
        return [
            f"distance={distance}",
            f"place={focus.place}",
            f"above={min(subjects, 3)}",
            last,
            f"spoke={focus.spoke}",
            f"count={min(focus.count, 6)}",
            f"known={bool(person.gender)}|{number_class}",
            f"{nature}|{number_class}",
            f"distance={distance}|{focus.place}|{act}",
            f"rank={min(rank, 4)}|{act}",
            f"{focus.place}|above={min(subjects, 3)}|{act}",
            f"{last}|par={paragraphs}|{focus.place}",
            f"{last}|above={min(subjects, 2)}|{act}",
            f"spoke={focus.spoke}|par={paragraphs}|{act}",
        ]

    def _is_somebody(self, noun: str) -> bool:
        """A pilot, a Dane, an American, a Scotswoman."""
        lexicon = self.page.lexicon
        return noun in lexicon.people or is_national(noun, lexicon) or noun.endswith(("man", "woman"))

    def nature_of(self, number: int) -> str:
        """What kind of speaker a person is, by number."""
        return self.nature(self.people[number]) if number < len(self.people) else "human"

    def nature(self, person: Person) -> str:
        """One of human (by name, title or role), role (a description), likely (some name), group, thing."""
        lexicon = self.page.lexicon
        head = person.words[-1].lower()
        if person.nominal:
            if person.words[-1].lower() in ELLIPTIC:
                return "role"
            if not (person.aged or self._is_somebody(head)) or self.roles.is_thing(head):
                return "group" if head in lexicon.organisations else "thing"
            return "group" if person.group else "role"
        if person.given or person.titled or person.aged or person.roles or (person.gender and not person.group):
            return "human"
        if person.words[0].lower() in lexicon.people and len(person.words) > 1 and not person.group:
            return "human"  # Rider Lund; not Riders for Lund
        if len(person.words) > 1 and person.aliases[person.words[-1]] and not person.group:
            return "human"  # only people go on by the last word of their names
        return "group" if person.group else ("thing" if person.located else "likely")
