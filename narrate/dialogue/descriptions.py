"""Descriptions: whom the senator, the 43-year-old, the company, the statement stand for."""

from __future__ import annotations

from collections.abc import Mapping

from narrate.dialogue.authors import author_at
from narrate.dialogue.bodies import CALLED
from narrate.dialogue.callings import apposed_name, name_given
from narrate.dialogue.epithets import tells
from narrate.dialogue.families import relative_of
from narrate.dialogue.focus import ELLIPTIC, Attention, Resolution
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import bare
from narrate.dialogue.parties import clash, parties_in
from narrate.dialogue.people import Person
from narrate.dialogue.roles import RANKS, rank_of
from narrate.dialogue.tokens import Token
from narrate.dialogue.turns import asker_of

_HOLDER = 0.8  # belief that a role stands for the only one in the article who is given it
_BODY = 0.8  # belief that a noun for a body means the one just named
_JUST = 2  # paragraphs
_GIVEN = 0.8  # belief that a role stands for who was given it last
_FITTING = 0.6  # share of the belief from which whom a description means is what it tells
_LATEST = 0.75  # belief that "the coach went on" is who spoke last
_GOING_ON = frozenset(["continued", "continues", "added", "adds", "concluded"])
_AUTHOR = 0.9  # belief that a text speaks for whom it is from
_BEFORE_AUTHOR = 5  # tokens of "the town's mayor" before the name
_COUNTING = ("one", "a", "an", "another", "some")
_EPITHET = 0.9  # share of the belief that an epithet means anybody named at all
_OWNERS = ("his", "her", "their")
_BODIES_ALONE = ("police", "authorities", "prosecutors", "investigators")  # the same ones wherever they are named
_CROWDS = frozenset(
    ["police", "people", "men", "women", "children", "kids", "crowd", "staff", "crew", "public", "others"]
)


class Descriptions:
    """Everyone whom an article describes, with a name or without, as far as it is read."""

    def __init__(self, attention: Attention, persons: Mapping[int, int]) -> None:
        self.attention = attention
        self.page = attention.page
        self.people = attention.people
        self.roles = attention.roles
        self.persons = persons  # by identity of the mention
        self._described: dict[str, int] = {}
        self._latest = ""  # noun of the last one of many: one reader, a voter
        self.issued: dict[str, int] = {}  # "in a statement": whose

    def person(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution:
        head = _head_with_rank(mention, scene)
        determiner = scene.paragraph.tokens[mention.first].lower
        apposed = apposed_name(scene, mention, self.page.lexicon) or name_given(scene, mention)
        if apposed is not None and self._may_bear(head, self.people[apposed.person]):
            self._described[head] = apposed.person
            return Resolution(apposed.person, 0.95, how="role")
        definite = determiner in self.page.lexicon.definite or self._is_bare(mention, determiner)
        found = self._known_by(head, mention, scene, definite, spoke) or self._kin(head, mention, determiner)
        if found is None and definite and head not in CALLED:
            found = self._by_epithet(mention, scene, spoke)
        if found is None and determiner == "the":
            found = (self._by_role(head, mention) or self._going_on(head, mention, scene)) if spoke else None
            if found is None and head not in self.page.lexicon.companies:
                found = self._by_body(head, mention)
        found = found or self._newly_described(head, mention, scene)
        described = self.people[found.person]
        if found.share > _FITTING and not described.parties:
            described.parties = _parties_of(mention, scene)
        return found

    def _may_bear(self, head: str, person: Person) -> bool:
        """Whether a name after a comma may be what a description means: no text is, and no body is somebody."""
        if head in self.page.lexicon.documents:
            return False
        return head not in self.page.lexicon.organisations or self.attention.nature(person) != "human"

    def _known_by(self, head: str, mention: Mention, scene: Scene, definite: bool, spoke: bool) -> Resolution | None:
        """Whom the article has described with the noun before, or whose words it stands for."""
        if mention.first == mention.last and head in _BODIES_ALONE and head in self._described:
            return Resolution(self._described[head], 0.9, how="description")
        if definite and mention.last - mention.first <= 3:
            given = self._given(head, mention, scene, spoke)
            if given is not None:
                return given
        owner = scene.beginning.get(mention.first)
        if owner is not None and owner.kind == "name" and owner.possessive and head in self.page.lexicon.documents:
            return Resolution(owner.person, 0.9, how="owner")
        author = self._author(mention, scene) if head in self.page.lexicon.documents else None
        if author is not None:
            return Resolution(author, _AUTHOR, how="owner")
        if definite and head in self.issued:
            return Resolution(self.issued[head], 0.85, how="owner")
        if definite and head in self._described and self._suits(self._described[head], mention, scene):
            return Resolution(self._described[head], 0.9, how="description")
        return None

    def _kin(self, head: str, mention: Mention, determiner: str) -> Resolution | None:
        """His wife, her brother: who was called so before, or the only one of the speaker's name who may be."""
        if determiner not in _OWNERS or head not in self.page.lexicon.kin or mention.last - mention.first > 1:
            return None
        called = self.roles.bearers.get(head, set())
        if len(called) == 1:
            return Resolution(next(iter(called)), _GIVEN, how="role")
        speaker = self.attention.speaker
        if called or speaker not in self.attention.focus:
            return None
        relative = relative_of(self.people[speaker], mention.gender, [self.people[n] for n in self.attention.focus])
        return None if relative is None else Resolution(relative, _GIVEN, how="kin")

    def _author(self, mention: Mention, scene: Scene) -> int | None:
        """Whose text it is: Ruiz in "a statement released by Mayor Ana Ruiz", then in "the letter from the mayor"."""
        tokens = scene.paragraph.tokens
        at = author_at(scene, mention, self.page.lexicon)
        if at is None:
            return None
        for here in range(at, min(at + _BEFORE_AUTHOR, len(tokens))):
            name = scene.beginning.get(here)
            if name is not None and name.kind == "name":
                person = self.people[name.person]
                if name.possessive and any(token.text == "," for token in tokens[here : at + _BEFORE_AUTHOR]):
                    continue  # by Lind's mother, Ana Ruiz
                return name.person if not name.possessive and self._may_write(person, here > at) else None
            holds = tokens[here].lower in self.page.lexicon.people and here + 1 not in scene.beginning
            if holds and tokens[here].lower in self.roles.latest:
                return self.roles.latest[tokens[here].lower]
            if tokens[here].text == "," and here > at and tokens[here - 1].lower in self.page.lexicon.people:
                continue  # by his mother, Ana Ruiz
            if not tokens[here].is_word or tokens[here].lower in self.page.lexicon.prepositions:
                return None
        return None

    def _given(self, head: str, mention: Mention, scene: Scene, spoke: bool) -> Resolution | None:
        """Who was given the role before; of several the one whom a pronoun would mean."""
        before = rank_of(scene.paragraph.tokens[mention.last - 1]) if mention.last > mention.first else ""
        if f"{before} {head}" in self.roles.latest:
            head = f"{before} {head}"  # the finance minister; of a vice president the rank is in the head
        latest = self.roles.latest.get(head)
        if latest is None:
            return None
        holders = {n for n in (latest, *self.roles.bearers.get(head, ())) if n in self.attention.focus}
        holders = {number for number in holders if self._suits(number, mention, scene)}
        every = self.attention.options(mention, scene, "", spoke) if len(holders) > 1 and spoke else {}
        options = {number: found for number, found in every.items() if number in holders}
        if options:
            best, share, rivals = self.attention.weighed(options, mention, spoke)
            return Resolution(best, _GIVEN * share, [*rivals], how="role")
        return Resolution(latest, _GIVEN, how="role") if latest in holders else None

    def _may_write(self, person: Person, described: bool) -> bool:
        nature = self.attention.nature(person)
        return nature == "human" or (described and nature == "likely" and len(person.words) > 1)

    def _suits(self, number: int, mention: Mention, scene: Scene) -> bool:
        head = scene.paragraph.tokens[mention.last].lower
        return not self.roles.serves(head, number) and not clash(
            self.people[number].parties, _parties_of(mention, scene)
        )

    def _is_above(self, number: int, mention: Mention, scene: Scene) -> bool:
        """Whether somebody holds the office that a rank makes another: the president is not the vice president."""
        head, ranked = scene.paragraph.tokens[mention.last].lower, _head_with_rank(mention, scene)
        bearers = self.roles.bearers
        return ranked != head and number in bearers.get(head, ()) and number not in bearers.get(ranked, ())

    def _has_other_office(self, number: int, head: Token) -> bool:
        """Whether somebody has an office, and another one is spoken of: President Ruiz is not the General."""
        titles, roles = self.page.lexicon.titles, self.people[number].roles
        if head.text[0].islower() or head.lower not in titles or head.lower in roles:
            return False
        return any(role in titles for role in roles)

    def _going_on(self, head: str, mention: Mention, scene: Scene) -> Resolution | None:
        """The coach continued: who spoke last, if nobody else was ever described so."""
        tokens, speaker = scene.paragraph.tokens, self.attention.speaker
        if not any(tokens[tag.verb].lower in _GOING_ON for tag in scene.tagged.get(id(mention), ())):
            return None
        if speaker not in self.attention.focus or not self.roles.may_name(head) or not self._may_be(speaker, mention):
            return None
        return Resolution(speaker, _LATEST, how="epithet")

    def _by_role(self, head: str, mention: Mention) -> Resolution | None:
        """The only holder of a role in the article, or the body just named."""
        holder = self.roles.holder(head)
        if (
            holder is not None
            and not self.roles.serves(head, holder)
            and mention.gender in ("", self.people[holder].gender or mention.gender)
        ):
            return Resolution(holder, _HOLDER, how="role")
        return self._by_body(head, mention)

    def _by_body(self, head: str, mention: Mention) -> Resolution | None:
        body = self._body(head, mention.paragraph)
        return None if body is None else Resolution(body, _BODY, how="role")

    def _newly_described(self, head: str, mention: Mention, scene: Scene) -> Resolution:
        """Somebody whom the article knows by the description alone."""
        words = tuple(self.page.text[mention.start : scene.paragraph.tokens[mention.last].end].split())
        words = (*words[:-1], bare(words[-1]))
        person = Person(len(self.people), words, gender=mention.gender, nominal=True)
        person.aliases[" ".join(words)] += 1
        person.group = mention.plural or head in _CROWDS
        person.aged = [token.lower for token in scene.paragraph.tokens[mention.last + 1 : mention.last + 2]] == ["who"]
        self.people.append(person)
        if scene.paragraph.kind not in ("title", "heading"):
            self._described[head] = person.number
            if self._is_another(head, mention, scene):
                self.roles.latest.pop(head, None)
            self._count(head, scene.paragraph.tokens[mention.first].lower, person.number)
        return Resolution(person.number, 1.0, how="description")

    def _is_another(self, head: str, mention: Mention, scene: Scene) -> bool:
        """An aide of Ruiz said: from now on the aide; not "Lind, an aide of Ruiz,"."""
        tokens, first = scene.paragraph.tokens, mention.first
        if tokens[first].lower not in _COUNTING or head in self.page.lexicon.titles:
            return False
        return first < 2 or tokens[first - 1].text != "," or first - 2 not in scene.ending

    def _count(self, head: str, determiner: str, number: int) -> None:
        """One reader wrote, another said: from now on "the reader" is the other one."""
        if head in ELLIPTIC and self._latest:
            self._described[self._latest] = number
        elif determiner in _COUNTING and head in self.page.lexicon.people:
            self._latest = head

    def _body(self, head: str, paragraph: int) -> int | None:
        """The company, the ministry: the last one named that may be called so, or a company that has just spoken."""
        companies, kinds = head in self.page.lexicon.companies, CALLED.get(head, frozenset())
        if not companies and head not in self.page.lexicon.organisations and not kinds:
            return None
        for number in reversed(self.attention.focus):
            person, focus = self.people[number], self.attention.focus[number]
            if person.nominal or self.attention.nature(person) == "human":
                continue
            words = [word.lower() for word in person.words]
            if head in words:
                return number
            if paragraph - focus.paragraph <= _JUST and not kinds.isdisjoint(words):
                return number  # the Elm Herald is the newspaper, the Harbour League is the group
            if companies and focus.spoke and paragraph - focus.paragraph <= _JUST:
                return number
        return None

    def _by_epithet(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution | None:
        """The senator, the former nurse, the 43-year-old: somebody in focus, not who speaks in the same sentence."""
        tokens, lexicon = scene.paragraph.tokens, self.page.lexicon
        head = bare(tokens[mention.last].lower)
        calling = self._is_calling(head)
        telling = calling or tells(mention, scene, spoke, lexicon)
        if not telling and not self.roles.may_name(head):
            return None
        sentence = scene.paragraph.sentences[mention.first]
        others = {
            self.persons.get(id(tag.mention), -1)
            for tag in scene.tags
            if tag.verb < mention.first and scene.paragraph.sentences[tag.verb] == sentence
        }
        asker = asker_of(mention, scene, self.page) if spoke else None
        others.add(-1 if asker is None else self.persons.get(id(asker), asker.person))
        fitting = {
            number: found
            for number, found in self.attention.options(mention, scene, "", spoke).items()
            if self._may_be(number, mention)
            and self._suits(number, mention, scene)
            and not self._is_above(number, mention, scene)
            and not self._has_other_office(number, tokens[mention.last])
            and (not calling or self.attention.is_introduced(number, mention.paragraph))
        }
        options = {number: found for number, found in fitting.items() if number not in others}
        if not options and telling and not calling:  # Ruiz said it was late, and when pressed the 43-year-old said why
            options = {n: found for n, found in fitting.items() if self.people[n].gender == mention.gender != ""}
        here = {
            n: found
            for n, found in options.items()
            if self.attention.focus[n].sentence == self.attention.sentences + sentence
        }
        options = here or options
        if not telling and len(options) > 1:
            options = {} if self.roles.holder(head) is not None else self._uncalled(options, mention)
        if not options:
            return None
        best, share, rivals = self.attention.weighed(options, mention, spoke)
        if len(options) > 1 and not telling and not self.attention.focus[best].leads:
            return None
        return Resolution(best, _EPITHET * share, [*rivals], how="epithet")

    def _uncalled(self, options: Mapping[int, list[str]], mention: Mention) -> dict[int, list[str]]:
        """Who may be the retiree: of several nobody who is called something else, or whom only earlier parts name."""
        free = {n: found for n, found in options.items() if n not in self.roles.called} or dict(options)
        near = {n: f for n, f in free.items() if mention.paragraph - self.attention.focus[n].paragraph <= 1}
        return near or free

    def _is_calling(self, noun: str) -> bool:
        """Whether a noun may stand for somebody named just before, whose calling it tells: the writer, the pensioner.

        An office is somebody else's unless it was given before.
        """
        lexicon = self.page.lexicon
        return noun in lexicon.callings and noun not in lexicon.titles and not self.roles.is_thing(noun)

    def _may_be(self, number: int, mention: Mention) -> bool:
        person = self.people[number]
        nature = self.attention.nature(person)
        proper = not self.page.lexicon.capital_nouns or (
            number in self.attention.focus and self.attention.focus[number].spoke
        )
        named = nature == "likely" and len(person.words) > 1 and proper
        known = nature == "human" or named
        return known and mention.gender in ("", person.gender or mention.gender)

    def _is_bare(self, mention: Mention, word: str) -> bool:
        """Whether a role stands by itself where a language has no articles."""
        lexicon = self.page.lexicon
        return not lexicon.definite and mention.first == mention.last and word in lexicon.people

    def writer(self) -> Resolution:
        number = self._described.get("\0writer")
        if number is None:
            number = len(self.people)
            self.people.append(Person(number, ("the", "author"), nominal=True, group=True))
            self._described["\0writer"] = number
        return Resolution(number, 0.9, how="writer")


def _head_with_rank(mention: Mention, scene: Scene) -> str:
    """The noun of a description, with the rank that makes it another office: vice president."""
    tokens = scene.paragraph.tokens
    before = rank_of(tokens[mention.last - 1]) if mention.last > mention.first else ""
    noun = bare(tokens[mention.last].lower)
    return f"{before} {noun}" if before in RANKS else noun


def _parties_of(mention: Mention, scene: Scene) -> set[str]:
    return parties_in(scene.paragraph.tokens[mention.first : mention.last + 1])
