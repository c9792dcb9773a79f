"""The gender that the narrator tells of a name: where nobody but one can be meant by he or she.

Read before names become people, so that who is a man all through the article does not turn into the Miss Lund who is
his mother, and no neighbour of his is taken for the one man in the room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.names import Name
from narrate.dialogue.nicknames import plain
from narrate.dialogue.tokens import Paragraph
from narrate.model import Gender

_TOLD: Mapping[str, Gender] = {"he": "male", "she": "female"}
_OWN: Mapping[str, Gender] = {"his": "male", "her": "female"}
_FULL = 2  # words of a name with given name
# Measured on 170 names whose given name tells the gender: he and she told another one in one of 100, his and her, which
# may be somebody else's, in four.
_CERTAIN = 2  # weight of a he or a she, and what has to be told; his and her weigh one
_AGAINST = 4  # what has to be told against a given name
_CLEARLY = 3  # times as often as the other gender
_OPENING = 6  # tokens before the subject: "Two days later the harbour pilot Bo Lind"
_REACH = 40  # tokens from a name to its pronoun
_NEXT = 2  # sentences: the one after the name's own, or the tag of a quotation between them

_Key = tuple[str, str]


def with_told_genders(names: Sequence[Name], paragraphs: Mapping[int, Paragraph], lexicon: Lexicon) -> list[Name]:
    """The names of an article, in order, full ones with the gender that pronouns tell beyond doubt.

    A subject is meant by the pronoun of its own sentence, and by one that begins the next or stands beside the
    quotation there, if nobody else comes between: Pinder Vale runs the ferry. "It leaks," she said.
    """
    if lexicon.language != "en":
        return list(names)  # der Löffel, la table: elsewhere pronouns stand for things, too
    keys = _keys(names)
    told: dict[_Key, Counter[Gender]] = {}
    by_paragraph: dict[int, list[Name]] = {}
    for name in names:
        by_paragraph.setdefault(name.paragraph, []).append(name)
    for index, found in by_paragraph.items():
        for name, gender, weight in _told_in(paragraphs[index], found, lexicon):
            if key := _key(name, keys):
                told.setdefault(key, Counter())[gender] += weight
    return [_with_gender(name, told[key]) if (key := _key(name, keys)) in told else name for name in names]


def _keys(names: Sequence[Name]) -> dict[str, _Key | None]:
    """Full names by each word that may stand for them; None where several share it."""
    keys: dict[str, _Key | None] = {}
    for name in names:
        if len(name.words) >= _FULL and not name.group:
            key = (plain(name.words[0]), plain(name.words[-1]))
            for word in key:
                keys[word] = key if keys.get(word, key) == key else None
    return keys


def _key(name: Name, keys: Mapping[str, _Key | None]) -> _Key | None:
    if len(name.words) >= _FULL:
        return (plain(name.words[0]), plain(name.words[-1]))
    return keys.get(plain(name.words[0])) if not name.title else None


def _with_gender(name: Name, told: Counter[Gender]) -> Name:
    (gender, often), *others = told.most_common()
    rare = others[0][1] if others else 0
    needed = _AGAINST if name.gender else _CERTAIN
    if len(name.words) < _FULL or name.group or name.title or often < needed or often <= _CLEARLY * rare:
        return name
    return replace(name, gender=gender)


def _told_in(paragraph: Paragraph, names: Sequence[Name], lexicon: Lexicon) -> Iterator[tuple[Name, Gender, int]]:
    """Each subject of a paragraph whom a pronoun can only mean, with its gender and what that weighs."""
    if paragraph.kind in ("title", "heading", "caption"):
        return
    sentences = paragraph.sentences
    for at, name in enumerate(names):
        sentence = sentences[name.first]
        before = names[at - 1] if at and sentences[names[at - 1].last] >= sentence - 1 else name
        if plain(before.words[-1]) != plain(name.words[-1]):
            continue  # somebody else may be meant
        following = names[at + 1].first if at + 1 < len(names) else len(paragraph.tokens)
        if not name.group and not name.possessive and _is_subject(paragraph, name, lexicon):
            gender, weight = _pronoun_after(paragraph, name, min(following, name.last + _REACH), lexicon)
            if weight:
                yield name, gender, weight


def _is_subject(paragraph: Paragraph, name: Name, lexicon: Lexicon) -> bool:
    """Whether nothing stands before the name but a few words that are neither verb nor preposition."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    first = name.first
    while first > 0 and sentences[first - 1] == sentences[name.first]:
        first -= 1
        if name.first - first > _OPENING or tokens[first].run >= 0:
            return False
        if tokens[first].lower in lexicon.finite or tokens[first].lower in lexicon.verbs:
            return False
    before = tokens[name.first - 1].lower if name.first > first else ""
    return before not in lexicon.prepositions and before not in lexicon.conjunctions


def _pronoun_after(paragraph: Paragraph, name: Name, stop: int, lexicon: Lexicon) -> tuple[Gender, int]:
    """The gender of the first he, she, his or her that goes on from the subject, and what it weighs."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    own = sentences[name.first]
    for at in range(name.last + 1, stop):
        word = tokens[at].lower.split("'")[0]
        if tokens[at].run >= 0:
            continue
        if word in lexicon.people or word in lexicon.someone:
            break  # somebody without a name
        if word in _OWN and sentences[at] == own:
            return _OWN[word], 1
        if word in _TOLD:
            begins = sentences[at - 1] != sentences[at] or tokens[at - 1].run >= 0
            near = sentences[at] == own or (begins and sentences[at] - own <= _NEXT)
            return (_TOLD[word], _CERTAIN) if near else ("", 0)
    return "", 0
