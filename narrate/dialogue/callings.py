"""Offices and callings beside a name in languages other than English: l'infirmière Nadia Lefort."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, begins_clause
from narrate.dialogue.tokens import Token

_CALLED = frozenset([
    "who", "gave", "gives", "would", "give", "identified", "introduced", "himself", "herself", "themselves", "asked",
    "asks", "wanted", "wants", "agreed", "to", "be", "called", "known", "named", "goes", "went", "his", "her", "their",
    "the", "a", "first", "last", "name", "nickname", "only", "just", "simply", "as", "by",
])  # fmt: skip
_MAX_OFFICE = 11  # tokens of "the head of the works in the harbour," before its name


def callings_of(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> Iterator[str]:
    """The nouns that describe a name from before it, whether a list holds them or not."""
    before = mention.first - 1
    if before >= 0 and _is_calling(tokens, before, lexicon):
        yield tokens[before].lower
    if before >= 0 and tokens[before].text == ",":
        for at in range(before - 1, max(-1, before - _MAX_OFFICE), -1):
            word = tokens[at].lower
            if word in lexicon.people:
                yield word
                return
            if not tokens[at].is_word or word in lexicon.finite or word in lexicon.verbs:
                return


def _is_calling(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word before a name is a noun: after an article, with a capital in German, first in its sentence."""
    token = tokens[at]
    if not token.is_word or token.lower in lexicon.given:
        return False
    small = (lexicon.function_words, lexicon.prepositions, lexicon.conjunctions, lexicon.adverbs, lexicon.calendar)
    if any(token.lower in words for words in (*small, lexicon.organisations, lexicon.documents)):
        return False
    if lexicon.capital_nouns:
        return token.text[0].isupper()
    if token.lower in lexicon.people:
        return True
    return token.text[0].islower() and at > 0 and tokens[at - 1].lower in lexicon.definite


def apposed_name(scene: Scene, mention: Mention, lexicon: Lexicon) -> Mention | None:
    """The name that a description leads up to: sa voisine, Nadia Lefort, ..."""
    tokens, at = scene.paragraph.tokens, mention.last + 1
    while at < min(mention.last + _MAX_OFFICE, len(tokens)) and tokens[at].is_word:
        if tokens[at].lower in lexicon.verbs or tokens[at].lower in lexicon.finite:
            return None
        at += 1
    if at + 2 >= len(tokens) or tokens[at].text != ",":
        return None
    name = scene.beginning.get(at + 1) or _named_within(scene, at + 1, lexicon)
    if name is None or name.kind != "name" or name.group or begins_clause(tokens, name):
        return None
    after = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
    return name if after is None or not after.is_word else None


def _named_within(scene: Scene, first: int, lexicon: Lexicon) -> Mention | None:
    """Piet in "her neighbour, a retired farmer named Piet,": the name at the end of an apposition."""
    tokens = scene.paragraph.tokens
    if lexicon.language != "en" or tokens[first].lower not in ("a", "an"):
        return None
    for at in range(first + 2, min(first + _MAX_OFFICE, len(tokens) - 1)):
        if not tokens[at].is_word or tokens[at].lower in lexicon.finite or tokens[at].lower in lexicon.strong_verbs:
            return None
        gives = tokens[at].lower in ("named", "called", "nicknamed") or tuple(
            token.lower for token in tokens[at - 1 : at + 1]
        ) in (("known", "as"), ("name", "of"))
        if gives:
            return scene.beginning.get(at + 1)
    return None


def name_given(scene: Scene, mention: Mention) -> Mention | None:
    """The name that somebody gives: a farmer who gave his name only as Piet, a man known as Piet."""
    tokens, at = scene.paragraph.tokens, mention.last + 1
    while at < min(mention.last + _MAX_OFFICE, len(tokens)) and tokens[at].lower in _CALLED:
        at += 1
    name = scene.beginning.get(at)
    named = name is not None and name.kind == "name" and not name.group
    bare = at == mention.last + 2 and tokens[at - 1].lower == "named"  # a man named Piet
    given = bare or (at > mention.last + 2 and tokens[at - 1].lower in ("as", "by", "called", "named"))
    return name if named and given else None
