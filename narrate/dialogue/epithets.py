"""Which nouns may stand for somebody who was never called so: the Texan, the 43-year-old, the mother of two."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.nameparts import bare, is_national
from narrate.dialogue.phrases import AGE

_NUMBERS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
_PARENTS = frozenset(["mother", "father", "mom", "mum", "dad", "grandmother", "grandfather", "parent"])
_PLAIN = frozenset(["man", "woman", "boy", "girl"])


def tells(mention: Mention, scene: Scene, spoke: bool, lexicon: Lexicon) -> bool:
    """Whether a description tells something of a person who is already known, rather than bring in somebody."""
    tokens = scene.paragraph.tokens
    head, before = bare(tokens[mention.last].lower), tokens[mention.first : mention.last]
    if head in lexicon.epithets or AGE.fullmatch(head) or any(AGE.fullmatch(token.lower) for token in before):
        return True
    former = head.startswith("ex-") or any(token.lower == "former" for token in before)
    if head in lexicon.people and (former or "-of-" in head or head.split("-")[0] in lexicon.epithets):
        return True
    if spoke and is_national(head, lexicon):
        return True
    return (tokens[mention.first].lower == "this" and head in _PLAIN) or _is_parent(mention, scene)


def _is_parent(mention: Mention, scene: Scene) -> bool:
    """The mother of two; not the mother of the boy."""
    tokens, after = scene.paragraph.tokens, mention.last + 1
    if tokens[mention.last].lower not in _PARENTS or after + 1 >= len(tokens) or tokens[after].lower != "of":
        return False
    return tokens[after + 1].lower in _NUMBERS or tokens[after + 1].text.isdigit()
