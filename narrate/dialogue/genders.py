"""The gender that a person's given name suggests, where the article does not tell it: for the choice of a voice alone.

Whom a "she" stands for is found without it: there a wrong guess would cost a speaker, here it costs a voice.
"""

from __future__ import annotations

from narrate.dialogue.lexicon import suggested_names
from narrate.dialogue.people import Person
from narrate.model import Gender

_FEMALE_ENDINGS = ("a", "ette", "elle", "trud", "hild", "gard")
_MALE_ENDINGS = ("o", "us", "os", "bert", "ald", "ard", "fried", "slav", "sław", "mir", "olf", "ulf", "helm", "brand")
_SHORTEST = 4  # letters of a name that an ending may judge
_PARTS = 2  # words of a name whose first is a given name, most likely


def suggested_gender(person: Person) -> Gender:
    """The gender that is known, else the one that the given name suggests; empty where neither says anything."""
    if person.gender or person.group or person.nominal:
        return person.gender
    words = [word.lower() for word in person.words[:-1] or person.words]
    for name in (part for word in words for part in (word, word.split("-")[0])):
        if name in suggested_names():
            return suggested_names()[name]
    return _by_ending(words[0]) if _is_full_name(person) else ""


def _is_full_name(person: Person) -> bool:
    return len(person.words) >= _PARTS and all(word[:1].isupper() for word in (person.words[0], person.words[-1]))


def _by_ending(name: str) -> Gender:
    """Right for five in six of the names that are listed, many of which are listed because their ending misleads."""
    if len(name) < _SHORTEST or not name.isalpha():
        return ""
    # "gard" before "ard": Irmgard is a woman.
    if name.endswith(_FEMALE_ENDINGS):
        return "female"
    # "ko" ends the names of Japanese women and of Slavic men.
    return "male" if name.endswith(_MALE_ENDINGS) and not name.endswith("ko") else ""
