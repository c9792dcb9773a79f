"""Whose second verb it is where a description has the first: Lind was asleep when an officer came and said."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mainclause import skips
from narrate.dialogue.mentions import Mention, Scene, is_verb
from narrate.dialogue.phrases import nominal
from narrate.dialogue.tokens import Token

_OPENERS = frozenset(["when", "while", "as", "after", "before", "if", "once", "since", "although", "though", "because"])
_REMEMBERING = frozenset([
    "recalled", "recalls", "remembered", "remembers", "recounted", "recounts", "described", "describes",
])  # fmt: skip
_LASTING = ("was", "were", "had")  # was asleep when, had just sat down when
_MAX_CLAUSE = 24  # tokens from the subject to "and"
_MAX_ADJECTIVES = 3


def described_subject(scene: Scene, found: Mention | None, at: int, lexicon: Lexicon) -> Mention | None:
    """The waiter in "Lind was eating when a waiter came up and": who begins the clause before "and" at token `at`.

    `found` is the nearest name or pronoun that is a subject. Where both could go on, the description is left out:
    Lind smiled as the crowd cheered and said.
    """
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if lexicon.language != "en":
        return None
    nearest = -1 if found is None else found.last
    for first in range(at - 3, max(nearest, at - _MAX_CLAUSE), -1):
        if tokens[first].run >= 0 or sentences[first] != sentences[at]:
            return None
        if tokens[first].lower not in lexicon.determiners or not _opens_clause(scene, found, first, lexicon):
            continue
        head = _head(tokens, first, at, lexicon)
        if head is None:
            continue
        opens = (first == 0 or sentences[first - 1] != sentences[first]) and tokens[head + 1].lower == "who"
        if opens or _has_verb(tokens, head + 1, at, lexicon):
            return nominal(scene, first, head, lexicon)
    return None


def _head(tokens: list[Token], first: int, stop: int, lexicon: Lexicon) -> int | None:
    for at in range(first + 1, min(first + 2 + _MAX_ADJECTIVES, stop)):
        if not tokens[at].is_word or not tokens[at].text[0].islower() or tokens[at].lower in lexicon.prepositions:
            return None
        person = tokens[at].lower in lexicon.people and tokens[at].lower not in lexicon.documents
        if person and tokens[at + 1].lower not in lexicon.people:
            return at
    return None


def _has_verb(tokens: list[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    while at < stop and skips(tokens[at], lexicon):
        if tokens[at].lower in lexicon.finite or tokens[at].lower in lexicon.other_verbs:
            return True
        at += 1
    if at >= stop or not tokens[at].is_word:
        return False
    word = tokens[at].lower
    return is_verb(tokens[at], lexicon) or word in lexicon.other_verbs or word.endswith("ed") or word in lexicon.finite


def _opens_clause(scene: Scene, found: Mention | None, first: int, lexicon: Lexicon) -> bool:
    """Whether the clause that begins at `first` is one that "and" goes on with."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if first == 0 or sentences[first - 1] != sentences[first]:
        return found is None
    before = tokens[first - 1]
    start = first - 1
    while start > max(0, first - _MAX_CLAUSE) and sentences[start - 1] == sentences[first]:
        start -= 1
    opened = tokens[start].lower in _OPENERS or tokens[start].lower in lexicon.prepositions
    if start == first - 1:
        return opened  # If a customer comes in and says
    if before.text == ",":
        return opened  # While Lind slept, his wife opened the letter and cried
    if before.lower in ("and", "but", "so"):
        return tokens[first - 2].text == ","
    if before.lower == "when":
        return found is not None and tokens[found.last + 1].lower in _LASTING
    return before.lower == "until" or (before.lower in ("that", "how") and tokens[first - 2].lower in _REMEMBERING)
