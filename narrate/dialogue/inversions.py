"""Subjects after their verb: who stands after "said" or "according to"."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, begins_clause
from narrate.dialogue.nameparts import is_title
from narrate.dialogue.phrases import (
    begins_reduced_relative,
    head_of_phrase,
    is_genitive,
    is_oblique,
    is_participle,
    nominal,
    phrase_stop,
)
from narrate.dialogue.tokens import Token

_MAX_BEFORE_NAME = 10  # tokens between the end of a description and the comma before its name
_MAX_ADJUNCT = 5  # tokens of "vor der versammelten Presse"


def subject_after(scene: Scene, at: int, lexicon: Lexicon, oblique: bool = False) -> Mention | None:
    """The noun phrase that begins at token `at`, as after "said" or "according to"; in any case with `oblique`."""
    tokens = scene.paragraph.tokens
    while at < len(tokens) and tokens[at].lower in ("also", "then", "again"):
        at += 1
    if lexicon.language != "en":
        at = _after_adjuncts(scene, at, lexicon)
        if at + 1 < len(tokens) and tokens[at].lower == "l'" and tokens[at + 1].lower in lexicon.someone:
            at += 1  # avoue l'un d'eux
    if at >= len(tokens) or tokens[at].run >= 0 or not tokens[at].is_word:
        return None
    if lexicon.capital_nouns and tokens[at].lower in lexicon.nominative and at in scene.beginning:
        return scene.beginning[at]  # würdigte er Reuters Arbeit
    stop = phrase_stop(scene, at, lexicon)
    ending = scene.ending.get(stop - 1)
    owns = ending is not None and _is_owner(tokens, ending, at, lexicon)
    if ending is not None and ending.kind == "name" and ending.first >= at and not owns:
        return ending
    pronoun = scene.beginning.get(at)
    if (
        pronoun is not None
        and pronoun.kind == "pronoun"
        and (stop == at + 1 or not _owns(pronoun, tokens[at], lexicon))
    ):
        return pronoun if tokens[at].lower not in ("him", "them", "who", "himself", "herself") else None
    if stop == at or (is_oblique(tokens[at], lexicon) and not oblique):
        return None
    if lexicon.language != "en" and not lexicon.capital_nouns:
        named = next((scene.beginning[here] for here in range(at, stop) if here in scene.beginning), None)
        if named is not None and named.kind == "name":
            return named  # dijo la alcaldesa Teresa Ibarra el lunes
    apposed = _apposed(scene, stop, lexicon)
    if apposed is not None and apposed.kind == "name" and begins_clause(tokens, apposed):
        apposed = None
    text = tokens[stop - 1].lower in lexicon.documents  # according to the lawsuit, Ruiz Works hired nobody
    if apposed is not None and apposed.kind == "name" and tokens[at].lower in lexicon.determiners and not text:
        return apposed
    names = [here for here in range(at, stop) if here in scene.beginning]
    alone = lexicon.capital_nouns and stop == at + 1 and tokens[at].text[0].isupper()
    if tokens[at].lower in lexicon.someone and (stop == at + 1 or tokens[at + 1].lower in lexicon.prepositions):
        return nominal(scene, at, at, lexicon)
    described = any(here < stop and tokens[here].lower in lexicon.people for here in (at, stop - 1))
    if tokens[at].lower in lexicon.determiners or described or names or alone:
        head = stop - 1 if lexicon.definite else head_of_phrase(tokens, at, stop - 1, lexicon)
        if head > at and _is_followed_by_adjective(tokens, head - 1, lexicon):
            head -= 1
        told = (here - 1 for here in range(at + 1, head) if begins_reduced_relative(tokens, here, lexicon))
        head = next(told, head)
        while head > at and is_participle(tokens[head]) and tokens[head].lower not in lexicon.people:
            head -= 1
        mention = nominal(scene, at, head, lexicon)
        if mention is not None:
            mention.end = max(mention.end, tokens[stop - 1].end)  # a diver involved in the search
        return mention
    return None


def _is_owner(tokens: list[Token], name: Mention, at: int, lexicon: Lexicon) -> bool:
    """Sagte die Leiterin der Neuen Zeitung: the body whose she is, or whom she told, is no subject."""
    return name.first > at + 1 and is_genitive(tokens, name.first - 1, lexicon) and not name.gender


def _is_followed_by_adjective(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """One person close to the mayor, an aide familiar with it: the noun at `at` is the head."""
    if tokens[at].lower not in lexicon.people or at + 2 >= len(tokens) or tokens[at + 1].text[0].isupper():
        return False
    return tokens[at + 1].lower not in lexicon.people and tokens[at + 2].lower in ("to", "with")


def _after_adjuncts(scene: Scene, at: int, lexicon: Lexicon) -> int:
    """Sagte gestern in Lund der Sprecher: the token after the words that tell when, where and to whom."""
    tokens = scene.paragraph.tokens
    while at < len(tokens) and tokens[at].is_word:
        word = tokens[at].lower
        dated = at + 1 < len(tokens) and word in lexicon.determiners and tokens[at + 1].lower in lexicon.calendar
        told = word in lexicon.objects and not _is_subject_pronoun(scene, at)
        if dated or told or any(word in words for words in (lexicon.adverbs, lexicon.time_words, lexicon.calendar)):
            at += 1
        elif word in lexicon.prepositions and word not in lexicon.determiners:
            after = _after_noun(scene, at, lexicon)
            if after is None:
                return at
            at = after
        else:
            return at
    return at


def _is_subject_pronoun(scene: Scene, at: int) -> bool:
    """Whether nobody else can be the subject: said she; said to her the mayor has another."""
    tokens = scene.paragraph.tokens
    return at in scene.beginning and (at + 1 >= len(tokens) or not tokens[at + 1].is_word)


def _after_noun(scene: Scene, at: int, lexicon: Lexicon) -> int | None:
    """The token after the noun of a phrase that begins with a preposition, if words follow."""
    tokens = scene.paragraph.tokens
    reach = range(at + 1, min(at + _MAX_ADJUNCT, len(tokens)))
    if lexicon.capital_nouns:
        noun = next((here for here in reach if tokens[here].is_word and tokens[here].text[0].isupper()), None)
    else:
        noun = next((here for here in reach if tokens[here].lower not in lexicon.determiners), None)
        noun = None if noun is None else (scene.beginning[noun].last if noun in scene.beginning else noun)
        if noun is None or noun + 1 >= len(tokens):
            return None
        if noun + 1 not in scene.beginning and tokens[noun + 1].lower not in lexicon.determiners:
            return None
    return None if noun is None or noun + 1 >= len(tokens) or not tokens[noun + 1].is_word else noun + 1


def _apposed(scene: Scene, stop: int, lexicon: Lexicon) -> Mention | None:
    """What stands after the comma that ends a description: the head of the works in the harbour, Ana Ruiz."""
    tokens = scene.paragraph.tokens
    comma = stop
    while lexicon.language != "en" and comma < min(stop + _MAX_BEFORE_NAME, len(tokens)) and tokens[comma].is_word:
        if tokens[comma].lower in lexicon.verbs or tokens[comma].lower in lexicon.finite:
            return None
        comma += 1
    if comma >= len(tokens) or tokens[comma].text != ",":
        return None
    titled = comma + 1 < len(tokens) and is_title(tokens[comma + 1], lexicon)
    return scene.beginning.get(comma + 1) or (scene.beginning.get(comma + 2) if titled else None)


def _owns(pronoun: Mention, token: Token, lexicon: Lexicon) -> bool:
    """His publisher, her landlord, zijn vader."""
    if lexicon.language != "en":
        return token.lower in lexicon.determiners
    return pronoun.possessive or token.lower == "her"
