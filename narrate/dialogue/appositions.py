"""Appositions: the phrase before the comma that opens one, and who is named inside of it."""

from __future__ import annotations

from narrate.dialogue.clauses import MARKS, SENTENCE_BREAK
from narrate.dialogue.kinds import is_title_case
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mainclause import phrase_first
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import bare
from narrate.dialogue.phrases import phrase_ending
from narrate.dialogue.tokens import Token

_MAX_APPOSITION = 45  # tokens
_MAX_PHRASE = 14
_MAX_TITLE = 8  # words
_MAX_LIST = 5  # works named one after another
_BELONGING = ("of", "from", "at", "with")


def is_named_in_marks(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """“Low Tide” in "a producer of “Low Tide,” said": a noun of the narrator's sentence, not what somebody says."""
    for _ in range(_MAX_LIST):
        if at < 1 or tokens[at].run < 0 or not (tokens[at - 1].run >= 0 or tokens[at - 1].text == "and"):
            break
        at -= 1 if tokens[at - 1].run >= 0 or tokens[at - 2].run < 0 else 2  # “Low Tide,” “High Tide,” and “Salt”
        if tokens[at].run < 0:
            return False
    inner = tokens[at].text.strip(MARKS)
    if tokens[at].run < 0 or at < 2 or len(inner.split()) > _MAX_TITLE or SENTENCE_BREAK.search(inner):
        return False
    titled = is_title_case(inner.rstrip(","))
    if not titled and not lexicon.quoted_verbs.isdisjoint(inner.lower().split()):
        return False
    before = tokens[at - 1] if tokens[at - 1].text != "," or not titled else tokens[at - 2]
    if before.lower in lexicon.naming or before.lower in lexicon.so_called or before.lower == "as":
        return True
    small = before.text.islower() and before.lower not in lexicon.conjunctions and before.lower not in lexicon.adverbs
    return before.is_word and before.lower not in lexicon.verbs and (small or bare(before.text) != before.text)


def _ends_in_comma(token: Token) -> bool:
    return token.run >= 0 and token.text.rstrip(MARKS).endswith(",")


def before_marks(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The subject of a verb after a name in marks: Ruiz in "Ana Ruiz, who wrote “Low Tide,” said", or "a fan of" it."""
    tokens = scene.paragraph.tokens
    named = scene.beginning.get(at + 2)
    if lexicon.language != "en" or (named is not None and named.kind == "name"):
        return None  # a copy of “Low Tide,” said Ana Ruiz
    if _ends_in_comma(tokens[at]):
        return over_apposition(scene, at + 1, lexicon, {","})
    back = at - 1
    while back > 0 and (tokens[back].run >= 0 or tokens[back].lower in ("and", *lexicon.prepositions)):
        back -= 1
    return phrase_ending(scene, back, lexicon)


def before_bracket(tokens: list[Token], at: int) -> int:
    back = at - 1
    while back >= 0 and tokens[back].text != "(" and at - back < 15:
        back -= 1
    return back - 1


def over_apposition(scene: Scene, comma: int, lexicon: Lexicon, signs: set[str]) -> Mention | None:
    """NAME, [anything], VERB: the phrase before the comma that opens the apposition."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    best: Mention | None = None
    inner_end = before_bracket(tokens, comma - 1) if tokens[comma - 1].text == ")" else comma - 1
    inner = phrase_ending(scene, inner_end, lexicon)
    back = comma - 1
    while back > 0 and comma - back < _MAX_APPOSITION and sentences[back] == sentences[comma]:
        if tokens[back].run >= 0 and not is_named_in_marks(tokens, back, lexicon):
            break
        if tokens[back].text in signs and tokens[back + 1].lower not in ("and", "or"):
            if (holder := _apposed_holder(scene, back, lexicon)) is not None:
                return holder
            end = before_bracket(tokens, back - 1) if tokens[back - 1].text == ")" else back - 1
            outer = phrase_ending(scene, end, lexicon)
            if outer is not None and _is_described(tokens, outer, back + 1, lexicon):
                best = outer
                if outer.kind == "name" and not outer.group:
                    break
        back -= 1
    if inner is not None and inner.kind == "name" and not inner.group and inner.first >= back + 1:
        whole = phrase_first(tokens, inner, lexicon) - 1
        opens = whole >= 0 and (tokens[whole].text in signs or _ends_in_comma(tokens[whole]))
        if opens and (best is None or best.kind == "nominal"):
            return inner
    return best


def _apposed_holder(scene: Scene, comma: int, lexicon: Lexicon) -> Mention | None:
    """Ruiz in "his lawyer, Ana Ruiz of Reed & Hale, said": a name after its description, with more behind it."""
    tokens = scene.paragraph.tokens
    name = scene.beginning.get(comma + 1)
    if name is None or name.kind != "name" or name.group or name.possessive or comma == 0:
        return None
    if tokens[comma - 1].lower not in lexicon.people or tokens[name.last + 1].lower not in _BELONGING:
        return None
    first = comma - 1  # Bo Lind, a friend of the senator, Ana Ruiz of Elm, said: Lind did
    while (
        first
        and scene.paragraph.sentences[first - 1] == scene.paragraph.sentences[comma]
        and (tokens[first - 1].is_word and tokens[first - 1].run < 0)
    ):
        first -= 1
        if tokens[first].lower in lexicon.prepositions:
            return None
    return name if first == 0 or tokens[first - 1].text != "," else None


def _is_described(tokens: list[Token], outer: Mention, at: int, lexicon: Lexicon) -> bool:
    """Whether the words from token `at` on are an apposition or relative clause of the mention."""
    if outer.possessive or is_adjunct(tokens, outer, lexicon):
        return False
    return _opens_apposition(tokens, at, outer, lexicon)


def is_adjunct(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """In a statement, after the vote: a phrase that begins with a preposition is no subject."""
    at = mention.first - 1
    while at >= max(0, mention.first - _MAX_PHRASE) and _may_precede(tokens[at], lexicon):
        if tokens[at].lower in lexicon.prepositions:
            return True
        at -= 1
    return at >= 0 and tokens[at].lower in lexicon.prepositions


def _may_precede(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.determiners or (token.is_word and token.text[0].isupper())


def _opens_apposition(tokens: list[Token], at: int, outer: Mention, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if token.lower in lexicon.relatives or token.text[0].isdigit() or token.text[0].islower() or token.text[0] in "@#":
        return True
    return outer.kind == "name" and not outer.group
