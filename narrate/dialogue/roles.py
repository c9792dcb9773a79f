"""Who is given which role: the words before a name and after its comma."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narrate.dialogue.callings import callings_of
from narrate.dialogue.lexicon import head_of
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import NATIONALS
from narrate.dialogue.page import Page
from narrate.dialogue.parties import parties_in
from narrate.dialogue.places import is_age, nouns_serving, words_describing
from narrate.dialogue.predications import nouns_earned, nouns_given
from narrate.dialogue.tokens import Token

_OFFICES = {
    "sen": "senator",
    "sens": "senator",
    "govs": "governor",
    "reps": "congressman",
    "gov": "governor",
    "rep": "congressman",
    "prof": "professor",
    "capt": "captain",
    "dr": "doctor",
}
RANKS = frozenset([  # the vice president is not the president
    "vice", "deputy", "prime", "first", "assistant", "associate", "lieutenant",
])  # fmt: skip
_ONCE = ("former", "ex")  # President Ruiz is the president, former President Lind is not


def rank_of(token: Token) -> str:
    """The word before an office: lieutenant of Lt. Gov."""
    word = token.lower.rstrip(".")
    return "lieutenant" if word == "lt" else word


class Roles:
    """What an article says of the people it names, learnt as it is read."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.latest: dict[str, int] = {}  # role -> who was given it last
        self.bearers: dict[str, set[int]] = {}  # role -> everyone who was given it so far
        self.called: set[int] = set()  # everyone who was given any role so far
        self.served: dict[str, set[int]] = {}  # noun -> whose such a one the article tells of: a Ruiz aide
        self._holders: dict[str, set[int]] = {}  # role -> everyone who is given it anywhere, once asked for

    def learn(self, mention: Mention, scene: Scene) -> None:
        """Note the roles that stand beside a name, and the age."""
        tokens = scene.paragraph.tokens
        person = self.page.people[mention.person]
        if mention.last + 1 < len(tokens) and tokens[mention.last + 1].text == ",":
            age = tokens[mention.last + 2 : mention.last + 4]
            person.aged = person.aged or is_age(age)
            if is_age(age):
                self.give(f"{age[0].text}-year-old", mention.person)
        people = self.page.lexicon.people
        describing = words_describing(tokens, mention, self.page.lexicon)
        bracket = tokens[mention.last + 1 : mention.last + 3]
        person.parties |= parties_in(describing) | parties_in(bracket if bracket and bracket[0].text == "(" else ())
        for token in describing:
            role = self.role(token)
            if role and token.lower in people:
                person.roles.add(role)
                person.gender = person.gender or people[role]
        for noun in nouns_serving(tokens, mention, self.page.lexicon):
            self.served.setdefault(noun, set()).add(mention.person)
        for role in self._given_by(describing):
            self.latest[head_of(role, people)] = mention.person
            self.give(role, mention.person)
        self.predicate(mention, scene, mention.person)
        if self.page.lexicon.language != "en":
            for calling in callings_of(tokens, mention, self.page.lexicon):
                self.latest[calling] = self.latest[head_of(calling, people)] = mention.person

    def predicate(self, mention: Mention, scene: Scene, number: int) -> None:
        """Note what verbs tell that somebody is."""
        for noun in nouns_given(scene, mention, self.page.lexicon):
            self.give(self.role(noun), number)
        for earned in nouns_earned(scene, mention, self.page.lexicon):
            self.give(earned, number)

    def give(self, noun: str, number: int) -> None:
        """Note that somebody is what the noun says."""
        if noun:
            self.latest[noun] = number
            self.bearers.setdefault(noun, set()).add(number)
            self.called.add(number)

    def serves(self, noun: str, number: int) -> bool:
        """Whether the article tells of such a one of somebody's, so that he is not meant: the Ruiz aide is not Ruiz."""
        return number in self.served.get(noun, ()) and number not in self.bearers.get(noun, ())

    def holder(self, role: str) -> int | None:
        """Who alone in the whole article is given the role: the principal, before Principal Ana Ruiz is named."""
        if not self._holders:
            self._holders[""] = set()
            for scene in self.page.scenes:
                for mention in scene.mentions:
                    if mention.kind == "name" and not mention.group:
                        for given in self._given_by(
                            words_describing(scene.paragraph.tokens, mention, self.page.lexicon)
                        ):
                            self._holders.setdefault(given, set()).add(mention.person)
        holders = self._holders.get(role, set()) if role else set()
        return next(iter(holders)) if len(holders) == 1 else None

    def _given_by(self, words: Iterable[Token]) -> Iterator[str]:
        """The roles that words give: minister and finance minister, of a vice president only that."""
        before: Token | None = None
        for token in words:
            role = self.role(token)
            joined = role and before is not None and before.end + 1 == token.start
            if joined and before is not None and before.lower not in self.page.lexicon.determiners:
                yield f"{rank_of(before)} {role}"
            if role and not (joined and before is not None and rank_of(before) in {*RANKS, *_ONCE}):
                yield role
            before = token

    def _is_attached(self, noun: str) -> bool:
        """Whether the article tells of somebody's staffers and calls nobody one: the staffer is one of them."""
        people = [self.page.people[number] for number in self.served.get(noun, ())]
        return noun not in self.bearers and any(not person.group and not person.located for person in people)

    def may_name(self, noun: str) -> bool:
        """The principal, the baker: a role that somebody may have who is named; not a source, who may be anybody."""
        lexicon = self.page.lexicon
        if self._is_attached(noun):
            return False
        if not lexicon.anonymous:
            return False
        return noun in lexicon.people and noun not in lexicon.anonymous and not self.is_thing(noun) and noun[-1] != "s"

    def is_thing(self, noun: str) -> bool:
        """Whether the noun is a text or a body."""
        return noun in self.page.lexicon.documents or noun in self.page.lexicon.organisations

    def role(self, token: Token) -> str:
        """The noun or title that a word gives to whom it describes, or an empty string."""
        word = token.lower.rstrip(".")
        if token.lower in self.page.lexicon.people and not self.is_thing(token.lower):
            return token.lower
        if word in NATIONALS and self.page.lexicon.language == "en":
            return word
        return _OFFICES.get(word, word) if word in self.page.lexicon.titles else ""
