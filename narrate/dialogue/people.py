"""Everyone whom an article names: which names are the same person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from narrate.dialogue.bodies import JOINING, is_body
from narrate.dialogue.nameparts import is_code
from narrate.dialogue.names import Name
from narrate.dialogue.nicknames import is_short_for, plain
from narrate.dialogue.tokens import Paragraph
from narrate.model import Gender

_SWAPPED = 2  # letters
_SPELT = 5  # letters of a family name in which a slip is told from another name
_NAMED_ALIKE = 20  # people of one given name that are compared
NAMESAKES = 200  # people of one family name that are compared, so that a list of thousands takes no quadratic time


_LOCATIVE = frozenset(["in", "near", "from", "outside", "across", "throughout", "around", "inside"])
_ACRONYM = 3  # letters: the LPA is the Lund Port Authority


@dataclass(slots=True)
class Person:
    """Everyone and everything that a name stands for in this article."""

    number: int
    words: tuple[str, ...]  # the fullest name
    aliases: Counter[str] = field(default_factory=Counter)
    gender: Gender = ""
    given: bool = False
    titled: bool = False
    group: bool = False
    aged: bool = False  # "Ana Ruiz, 61," is somebody, whatever the name; and so is "a wherryman who"
    suffix: str = ""  # Jr.: somebody else than the father of the same name
    nominal: bool = False  # known by a description only: "a neighbour"
    located: bool = False  # named after "in" and the like alone: a town that no list holds
    roles: set[str] = field(default_factory=set)  # nouns that describe the person: "mayor"
    parties: set[str] = field(default_factory=set)  # "Republican", before or after the name

    @property
    def name(self) -> str:
        return " ".join([*self.words, self.suffix] if self.suffix else self.words)


def people_of(names: Sequence[Name]) -> tuple[list[Person], list[int]]:
    """Everyone named, and for each of `names` the number of the person.

    Full names make people; a single word is the last person of that family name (or given name) seen so far, else the
    first who comes later; who is known by the given name alone, as a relative or as an owner ("Tom Holt's debts") does
    not take the family name over.
    Names that end in one letter or a number ("Soldier X") are the same only if all words agree.
    """
    people: list[Person] = []
    known: dict[str, list[int]] = {}
    full = [_full(name, people, known) if len(name.words) > 1 else -1 for name in names]
    seen: dict[int, int] = {}
    chosen: list[int] = []
    relatives: set[int] = set()
    named: dict[str, int] = {}  # by family name, who was last named in full
    heads = {}
    for word, name in _heads_of_families(names, full).items():
        heads[word] = len(people)
        people.append(Person(len(people), name.words, aged=True))
    for index, name in enumerate(names):
        head = heads.get(plain(name.words[0]), -1) if full[index] < 0 and not name.title else -1
        number = head if head >= 0 else full[index] if full[index] >= 0 else _single(name, people, known, seen)
        if name.elder:
            number = named.get(plain(name.words[0]), number)
        elif full[index] >= 0:
            named[plain(name.words[-1])] = number
        if name.kin:
            relatives.add(number)
        passing = number in relatives or bool(name.suffix) or (name.possessive and len(name.words) > 1)
        family = plain(name.words[-1]) == plain(people[number].words[-1]) and not passing
        behind = 2 * len(names) if number in relatives else len(names)
        seen[number] = index if family else seen.get(number, index - behind)
        _join(people[number], name)
        chosen.append(number)
    return people, chosen


def _heads_of_families(names: Sequence[Name], full: Sequence[int]) -> dict[str, Name]:
    """Family names of those who have no other here, in order: Lind in "Lind and his wife, Ana Lind", not Ana."""
    kin = {number for name, number in zip(names, full, strict=True) if name.kin}
    named = {
        plain(name.words[-1]) for name, number in zip(names, full, strict=True) if number >= 0 and number not in kin
    }
    found: dict[str, Name] = {}
    alone: dict[str, Name] = {}
    for name in names:
        word = plain(name.words[-1])
        if len(name.words) == 1:
            alone.update({} if name.title else {word: name})
        elif name.kin and word not in named and word in alone and alone[word].paragraph == name.paragraph:
            found[word] = alone[word]
    return found


def locate(
    people: Sequence[Person], names: Sequence[Name], numbers: Sequence[int], paragraphs: Mapping[int, Paragraph]
) -> None:
    """Note who is only ever named as a place is: a baker from Altoona, born near Altoona."""
    elsewhere: set[int] = set()
    for name, number in zip(names, numbers, strict=True):
        before = paragraphs[name.paragraph].tokens[name.first - 1].lower if name.first else ""
        if before not in _LOCATIVE or name.possessive:
            elsewhere.add(number)
    for person in people:
        named = person.given or person.titled
        person.located = person.number not in elsewhere and not named and not person.nominal


def _full(name: Name, people: list[Person], known: dict[str, list[int]]) -> int:
    code = is_code(name.words[-1]) or any(word in JOINING for word in name.words)
    key = plain(" ".join(name.words) if code else name.words[-1])
    for number in reversed(known.get(key, ())[-NAMESAKES:]):
        if code or (are_compatible(people[number].words, name.words) and people[number].suffix == name.suffix):
            if len(name.words) > len(people[number].words) and not all(word.isupper() for word in name.words):
                people[number].words = name.words
            return number
    misspelt = None if code else _misspelt(name, people, known)
    if misspelt is not None:
        known.setdefault(key, []).append(misspelt)
        return misspelt
    people.append(Person(len(people), name.words, gender=name.gender, given=name.given, titled=bool(name.title)))
    people[-1].suffix = name.suffix
    if initials := _initials(name):
        known.setdefault(initials, []).append(len(people) - 1)
    for word in {key} if code else {key, plain(name.words[0])}:
        known.setdefault(word, []).append(len(people) - 1)
    return len(people) - 1


def _misspelt(name: Name, people: list[Person], known: dict[str, list[int]]) -> int | None:
    """Who is meant by Karla Lunds in an article about Karla Lund."""
    family = name.words[-1].lower()
    if name.group or len(family) < _SPELT:
        return None
    for number in reversed(known.get(plain(name.words[0]), ())[-_NAMED_ALIKE:]):
        person, words = people[number], people[number].words
        alike = len(words) > 1 and words[0].lower() == name.words[0].lower() and person.suffix == name.suffix
        if alike and not person.group and _is_slip(words[-1].lower(), family):
            return number
    return None


def _is_slip(known: str, new: str) -> bool:
    """Whether one letter is added or left out at the end, or two neighbours have changed places."""
    if len(known) != len(new):
        return known + "s" == new or new + "s" == known
    apart = [at for at in range(len(new)) if known[at] != new[at]]
    if len(apart) != _SWAPPED or apart[1] - apart[0] != 1:
        return False
    return known[apart[0]] == new[apart[1]] and known[apart[1]] == new[apart[0]]


def _initials(name: Name) -> str:
    """LPA of the Lund Port Authority; not HRC of Helen R. Clark, nor DNC of a convention."""
    if name.given or name.title or not is_body(name.words):
        return ""
    initials = "".join(word[0] for word in name.words if word[0].isupper())
    return initials if len(initials) >= _ACRONYM else ""


def are_compatible(known: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether two full names may be the same person's: Ana Ruiz, A. Ruiz, Ana Maria Ruiz; Bill Lind, William Lind."""
    if plain(known[-1]) != plain(new[-1]):
        return False
    a, b = plain(known[0]).rstrip("."), plain(new[0]).rstrip(".")
    if is_short_for(a, b):
        return True
    if a[:3] == b[:3] or (min(len(a), len(b)) == 1 and a[0] == b[0]):
        return True
    return a in (plain(word) for word in new[:-1]) or b in (plain(word) for word in known[:-1])


def _single(name: Name, people: list[Person], known: dict[str, list[int]], seen: dict[int, int]) -> int:
    word = plain(name.words[0])
    meant = known.get(word, ()) or _abbreviated(name.words[0], known)
    matches = [number for number in meant[-NAMESAKES:] if _genders_agree(people[number], name)]
    matches = [number for number in matches if people[number].suffix == name.suffix] or matches
    families = [number for number in matches if plain(people[number].words[-1]) == word] or matches
    if name.title and name.gender:  # Mrs. Lind is Ana Lind before she is Bo Lind, of whom nothing is known
        families = [number for number in families if people[number].gender == name.gender] or families
    before = [number for number in families if number in seen]
    if before:
        return max(before, key=lambda number: seen[number])
    if families:
        return families[0]
    people.append(Person(len(people), name.words))
    known.setdefault(word, []).append(len(people) - 1)
    return len(people) - 1


def _abbreviated(word: str, known: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """The body that goes by the initials, unless another body has the same ones."""
    bodies = known.get(word, ())
    return bodies if len(bodies) == 1 else ()


def _genders_agree(person: Person, name: Name) -> bool:
    return not (person.gender and name.gender and name.title and person.gender != name.gender)


def _join(person: Person, name: Name) -> None:
    person.aliases[" ".join(name.words)] += 1
    person.gender = person.gender or name.gender
    person.given = person.given or name.given
    person.titled = person.titled or bool(name.title)
    person.group = (person.group or name.group) and not person.given and not person.titled
