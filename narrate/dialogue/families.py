"""People of one family: Emil and Jonas Teller share a name that stands once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from narrate.dialogue.lexicon import Lexicon, suggested_names
from narrate.dialogue.names import Name
from narrate.dialogue.people import Person
from narrate.dialogue.tokens import Paragraph

_AND = frozenset(["and", "&", "und", "et", "y", "e", "i", "en", "och", "og", "и"])
_FULL = 2  # words of a name with given name


def with_family_names(names: Sequence[Name], paragraphs: Mapping[int, Paragraph], lexicon: Lexicon) -> list[Name]:
    """The names of an article, in order, a given name before "and" and a full name with the family name of that.

    Not where somebody else has the word as a part of a full name: Lind and Ana Ruiz.
    """
    parts = {word.lower() for name in names if len(name.words) >= _FULL for word in name.words}
    found = list(names)
    for at, (name, full) in enumerate(pairwise(names)):
        word = name.words[0].lower()
        if name.paragraph != full.paragraph or full.first != name.last + 2 or word in parts or name.title:
            continue
        between = paragraphs[name.paragraph].tokens[name.last + 1]
        alone = len(name.words) == 1 and not name.possessive and (name.given or word in suggested_names())
        if alone and between.lower in _AND and len(full.words) == _FULL and _is_somebody(full):
            gender = name.gender or suggested_names().get(word, "")
            found[at] = replace(name, words=(name.words[0], full.words[1]), given=True, gender=gender, group=False)
    return found


def _is_somebody(full: Name) -> bool:
    return not full.group and (full.given or full.words[0].lower() in suggested_names())


def relative_of(speaker: Person, noun_gender: str, people: Sequence[Person]) -> int | None:
    """The only one of the speaker's family name who is a man or a woman as the noun tells: said his wife."""
    if speaker.nominal or len(speaker.words) < _FULL or not noun_gender:
        return None
    family = speaker.words[-1].lower()
    found = [
        person.number
        for person in people
        if person.number != speaker.number
        and not person.nominal
        and len(person.words) >= _FULL
        and person.words[-1].lower() == family
        and person.gender == noun_gender
    ]
    return found[0] if len(found) == 1 else None
