"""From a mention to a person: names, roles, and pronouns by gender, number, recency, subject position and turn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from narrate.dialogue.callings import apposed_name
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import bare
from narrate.dialogue.page import Page
from narrate.dialogue.people import Person
from narrate.dialogue.phrases import AGE
from narrate.dialogue.places import PLACES, distance_of, place_of, statements_in, subjects_of
from narrate.dialogue.roles import Roles
from narrate.dialogue.turns import asker_of, hearer_of

_KEPT = 14  # people in focus at once
_AHEAD = 12  # paragraphs looked through for a name that comes after its pronoun
_SECTION = 4  # sentences that a heading counts for: a new section may be about somebody else
_HERE = 1.5  # for a subject of the pronoun's own paragraph, against speakers of the paragraphs before
_HOLDER = 0.8  # belief that a role stands for the only one in the article who is given it
_BODY = 0.8  # belief that a noun for a body means the one just named
_JUST = 2  # paragraphs
_EPITHET = 0.9  # share of the belief that an epithet means anybody named at all
_MANY = 2.0  # for more than one person, where the pronoun is they
_SURE = 0.6  # share from which a pronoun tells the gender of a person
_CROWDS = frozenset(
    ["police", "people", "men", "women", "children", "kids", "crowd", "staff", "crew", "public", "others"]
)


@dataclass(slots=True)
class Focus:
    """How present a person is to the reader."""

    sentence: int
    paragraph: int
    place: str  # one of PLACES: where the latest mention stands in its sentence
    spoke: bool
    count: int = 0


@dataclass(slots=True)
class Resolution:
    """Whom a mention stands for; `rivals` are others with their share of the belief."""

    person: int
    share: float
    rivals: list[tuple[int, float]] = field(default_factory=list)
    how: str = "name"  # name | role | description | recent | ahead


class Reader:
    """Reads paragraph by paragraph and knows at every point who is in focus."""

    def __init__(self, page: Page, weights: Mapping[str, float]) -> None:
        self.page = page
        self.weights = weights
        self.people = page.people
        self.focus: dict[int, Focus] = {}
        self.resolved: dict[int, Resolution] = {}  # by identity of the mention
        self.persons: dict[int, int] = {}  # the same, the person alone
        self.leads: list[list[Mention]] = []  # by paragraph: the mentions that look like subjects
        self.speaker = -1
        self._sentences = 0
        self._named_ahead: dict[tuple[int, str], int | None] = {}
        self.roles = Roles(page)
        self._described: dict[str, int] = {}
        self._issued: dict[str, int] = {}  # "in a statement": whose

    def read(self, scene: Scene) -> None:
        """Resolve the mentions of the next paragraph."""
        spoken = {id(tag.mention) for tag in scene.tags}
        sentences = scene.paragraph.sentences
        places = {id(mention): place_of(scene, mention, self.page.lexicon) for mention in scene.mentions}
        subjects = subjects_of(scene, self.page.lexicon)
        statements = statements_in(scene, self.page.lexicon)
        self.leads.append([mention for mention in scene.mentions if id(mention) in subjects])
        for mention in scene.mentions:
            resolution = self._resolve(mention, scene, id(mention) in spoken)
            if resolution is not None:
                self.resolved[id(mention)] = resolution
                self.persons[id(mention)] = resolution.person
                sentence = self._sentences + sentences[mention.first]
                self._attend(resolution.person, mention, sentence, places[id(mention)], id(mention) in spoken)
                if id(mention) in subjects and sentences[mention.first] in statements:
                    self._issued[statements[sentences[mention.first]]] = resolution.person
        heading = scene.paragraph.kind in ("title", "heading")
        self._sentences += _SECTION if heading else (sentences[-1] if sentences else 0) + 1

    def heard(self, person: int) -> None:
        """Note who spoke last."""
        self.speaker = person

    def _attend(self, number: int, mention: Mention, sentence: int, place: str, spoke: bool) -> None:
        known = self.focus.pop(number, None)
        if known is not None and known.sentence == sentence and PLACES.index(known.place) < PLACES.index(place):
            place = known.place
        spoke = spoke or (known is not None and known.paragraph == mention.paragraph and known.spoke)
        self.focus[number] = Focus(sentence, mention.paragraph, place, spoke, known.count + 1 if known else 1)
        if len(self.focus) > _KEPT:
            self.focus.pop(next(iter(self.focus)))

    def _resolve(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution | None:
        if mention.kind == "name":
            if not mention.group:
                self.roles.learn(mention, scene)
            return Resolution(mention.person, 1.0)
        if mention.kind == "nominal":
            return self._described_person(mention, scene, spoke)
        word = self.page.text[mention.start : mention.end].lower()
        if word in ("i", "we", "my", "our", "who"):
            return self._writer() if spoke and word in ("i", "we") else None
        return self._referent(mention, scene, word, spoke)

    def _described_person(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution:
        head = scene.paragraph.tokens[mention.last].lower
        determiner = scene.paragraph.tokens[mention.first].lower
        apposed = apposed_name(scene, mention, self.page.lexicon)
        if apposed is not None:
            self._described[head] = apposed.person
            return Resolution(apposed.person, 0.95, how="role")
        definite = determiner in self.page.lexicon.definite or self._is_bare(mention, determiner)
        found = self._known_by(head, mention, scene, definite)
        if found is None and definite:
            found = self._by_epithet(mention, scene, spoke)
        if found is None and spoke and determiner == "the":
            found = self._by_role(head, mention)
        return found or self._newly_described(head, mention, scene)

    def _known_by(self, head: str, mention: Mention, scene: Scene, definite: bool) -> Resolution | None:
        """Whom the article has described with the noun before, or whose words it stands for."""
        role = self.roles.latest.get(head)
        if definite and mention.last - mention.first <= 3 and role is not None and role in self.focus:
            return Resolution(role, 0.8, how="role")
        owner = scene.beginning.get(mention.first)
        if owner is not None and owner.kind == "name" and owner.possessive and head in self.page.lexicon.documents:
            return Resolution(owner.person, 0.9, how="owner")
        if definite and head in self._issued:
            return Resolution(self._issued[head], 0.85, how="owner")
        if definite and head in self._described:
            return Resolution(self._described[head], 0.9, how="description")
        return None

    def _by_role(self, head: str, mention: Mention) -> Resolution | None:
        """The only holder of a role in the article, or the body just named."""
        holder = self.roles.holder(head)
        if holder is not None and mention.gender in ("", self.people[holder].gender or mention.gender):
            return Resolution(holder, _HOLDER, how="role")
        body = self._body(head, mention.paragraph)
        return None if body is None else Resolution(body, _BODY, how="role")

    def _newly_described(self, head: str, mention: Mention, scene: Scene) -> Resolution:
        """Somebody whom the article knows by the description alone."""
        words = tuple(self.page.text[mention.start : scene.paragraph.tokens[mention.last].end].split())
        words = (*words[:-1], bare(words[-1]))
        person = Person(len(self.people), words, gender=mention.gender, nominal=True)
        person.aliases[" ".join(words)] += 1
        person.group = mention.plural or head in _CROWDS
        self.people.append(person)
        if scene.paragraph.kind not in ("title", "heading"):
            self._described[head] = person.number
        return Resolution(person.number, 1.0, how="description")

    def _body(self, head: str, paragraph: int) -> int | None:
        """The company, the ministry: the last one named that bears the noun, or a company that has just spoken."""
        companies = head in self.page.lexicon.companies
        if not companies and head not in self.page.lexicon.organisations:
            return None
        for number in reversed(self.focus):
            person, focus = self.people[number], self.focus[number]
            if person.nominal or self._nature(person) == "human":
                continue
            if head in (word.lower() for word in person.words):
                return number
            if companies and focus.spoke and paragraph - focus.paragraph <= _JUST:
                return number
        return None

    def _by_epithet(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution | None:
        """The senator, the former nurse, the 43-year-old: somebody in focus, not who speaks in the same sentence."""
        tokens, lexicon = scene.paragraph.tokens, self.page.lexicon
        head = tokens[mention.last].lower
        former = any(token.lower == "former" for token in tokens[mention.first : mention.last])
        calling = self._is_calling(head)
        telling = head in lexicon.epithets or AGE.fullmatch(head) or (former and head in lexicon.people) or calling
        if not telling and not (spoke and self.roles.may_name(head)):
            return None
        sentence = scene.paragraph.sentences[mention.first]
        others = {
            self.persons.get(id(tag.mention), -1)
            for tag in scene.tags
            if tag.verb < mention.first and scene.paragraph.sentences[tag.verb] == sentence
        }
        options = {
            number: found
            for number, found in self.options(mention, scene, "", spoke).items()
            if number not in others
            and self._may_be(number, mention)
            and (not calling or self._is_introduced(number, mention.paragraph))
        }
        here = {n: found for n, found in options.items() if self.focus[n].sentence == self._sentences + sentence}
        options = here or options
        if not options or (len(options) > 1 and not telling):
            return None
        best, share, rivals = self._weighed(options, mention, spoke)
        return Resolution(best, _EPITHET * share, [*rivals], how="epithet")

    def _is_calling(self, noun: str) -> bool:
        """Whether a noun may stand for somebody named just before, whose calling it tells: the writer, the pensioner.

        An office is somebody else's unless it was given before.
        """
        lexicon = self.page.lexicon
        return noun in lexicon.callings and noun not in lexicon.titles and not self.roles.is_thing(noun)

    def _may_be(self, number: int, mention: Mention) -> bool:
        person = self.people[number]
        nature = self._nature(person)
        proper = not self.page.lexicon.capital_nouns or (number in self.focus and self.focus[number].spoke)
        named = nature == "likely" and len(person.words) > 1 and proper
        known = nature == "human" or named
        return known and mention.gender in ("", person.gender or mention.gender)

    def _is_bare(self, mention: Mention, word: str) -> bool:
        """Whether a role stands by itself where a language has no articles."""
        lexicon = self.page.lexicon
        return not lexicon.definite and mention.first == mention.last and word in lexicon.people

    def _writer(self) -> Resolution:
        number = self._described.get("\0writer")
        if number is None:
            number = len(self.people)
            self.people.append(Person(number, ("the", "author"), nominal=True, group=True))
            self._described["\0writer"] = number
        return Resolution(number, 0.9, how="writer")

    def _referent(self, mention: Mention, scene: Scene, word: str, spoke: bool) -> Resolution | None:
        options = self.options(mention, scene, word, spoke)
        for other in (hearer_of(mention, scene), asker_of(mention, scene, self.page)) if spoke else ():
            if other is not None and len(options) > 1:
                options.pop(self.persons.get(id(other), other.person), None)
        if not options:
            ahead = self._foreseen(mention, word) if mention.gender and spoke else None
            return None if ahead is None else Resolution(ahead, 0.6, how="ahead")
        best, share, rivals = self._weighed(options, mention, spoke)
        if mention.gender and not self.people[best].gender and share > _SURE:
            self.people[best].gender = mention.gender
        return Resolution(best, share, rivals, how="recent")

    def _weighed(
        self, options: Mapping[int, list[str]], mention: Mention, spoke: bool
    ) -> tuple[int, float, list[tuple[int, float]]]:
        """The likeliest of the options, its share of the belief, and its rivals with theirs."""
        scores = {n: sum(self.weights.get(f, 0.0) for f in found) for n, found in options.items()}
        if spoke and (mention.gender or mention.unsaid or mention.kind == "nominal"):
            here = [number for number in options if self._is_introduced(number, mention.paragraph)]
            for number in here:
                scores[number] += _HERE
            if here and self.page.lexicon.language != "en":
                scores[here[0]] += _HERE  # options come latest first
        if mention.plural:
            for number in options:
                scores[number] += _MANY * self._are_many(number)
        order = sorted(scores, key=lambda number: -scores[number])
        raised = [math.exp(max(-50.0, scores[number] - scores[order[0]])) for number in order]
        shares = [(number, part / sum(raised)) for number, part in zip(order, raised, strict=True)]
        return *shares[0], shares[1:4]

    def _are_many(self, number: int) -> bool:
        """The hosts, two villagers; not the ministry."""
        person = self.people[number]
        head = person.words[-1].lower()
        return person.nominal and person.group and head not in self.page.lexicon.organisations

    def _is_introduced(self, number: int, paragraph: int) -> bool:
        """Whether somebody is a subject of this paragraph: nearer than who spoke in an earlier one."""
        focus, person = self.focus[number], self.people[number]
        # Elsewhere a subject mostly follows its verb: „Q“, sagte Alma Reuter am Montag.
        subject = focus.place in ("topic", "main") or (focus.spoke and self.page.lexicon.language != "en")
        if focus.paragraph != paragraph or not subject or person.nominal:
            return False
        nature = self._nature(person)
        return nature == "human" or (nature == "likely" and len(person.words) > 1)

    def options(self, mention: Mention, scene: Scene, word: str, spoke: bool) -> dict[int, list[str]]:
        """The people in focus who may be meant, each with features, the latest first."""
        sentence = self._sentences + scene.paragraph.sentences[mention.first]
        found: dict[int, list[str]] = {}
        subjects = 0
        for number in reversed(self.focus):
            if not self._agrees(number, mention, word):
                continue
            focus = self.focus[number]
            found[number] = self._features(number, focus, mention, sentence, len(found), subjects, spoke)
            subjects += focus.place in ("topic", "main")
        return found

    def _agrees(self, number: int, mention: Mention, word: str) -> bool:
        person = self.people[number]
        if mention.gender:
            fits = not person.gender or person.gender == mention.gender
            return fits and self._nature(person) not in ("thing", "group")
        if mention.unsaid:
            return self._nature(person) != "thing"
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
        nature = self._nature(person)
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

    def nature_of(self, number: int) -> str:
        """What kind of speaker a person is, by number."""
        return self._nature(self.people[number]) if number < len(self.people) else "human"

    def _nature(self, person: Person) -> str:
        """One of human (by name, title or role), role (a description), likely (some name), group, thing."""
        lexicon = self.page.lexicon
        head = person.words[-1].lower()
        if person.nominal:
            if head not in lexicon.people or self.roles.is_thing(head):
                return "group" if head in lexicon.organisations else "thing"
            return "group" if person.group else "role"
        if person.given or person.titled or person.aged or person.roles or (person.gender and not person.group):
            return "human"
        if person.words[0].lower() in lexicon.people and len(person.words) > 1:
            return "human"
        return "group" if person.group else "likely"

    def _foreseen(self, mention: Mention, word: str) -> int | None:
        key = (mention.paragraph, word)
        if key not in self._named_ahead:
            self._named_ahead[key] = self._ahead(mention, word)
        return self._named_ahead[key]

    def _ahead(self, mention: Mention, word: str) -> int | None:
        """A pronoun before any name (cataphora): the first fitting person who is named further on."""
        stop = min(len(self.page.scenes), mention.paragraph + _AHEAD)
        for scene in self.page.scenes[mention.paragraph : stop]:
            if scene.paragraph.kind in ("title", "heading"):
                continue
            subjects = subjects_of(scene, self.page.lexicon)
            for later in scene.mentions:
                if later.kind != "name" or later.possessive or id(later) not in subjects:
                    continue
                person = self.people[later.person]
                if self._agrees(later.person, mention, word) and not person.group:
                    return later.person
        return None
