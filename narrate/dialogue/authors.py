"""Texts and who wrote them: where the author stands in the phrase that a text is the head of."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mentions import Mention, Scene, is_adverb
from narrate.dialogue.tokens import Token

_MAX_REACH = 8  # tokens of "published on Monday evening" before "by"
_MAKING = listed("en", "making")
_CREDITING = ("credited", "attributed", "ascribed")  # to somebody
_PASSIVE = ("was", "were", "is", "are", "had", "has", "been")
_RELATIVES = ("that", "which")
_BEARING = frozenset([  # words that somebody made, for whoever passes by
    "sign", "banner", "poster", "placard", "plaque", "shirt", "t-shirt", "hat", "graffiti", "inscription",
])  # fmt: skip
_GETTING = frozenset([
    "got", "gets", "received", "receives", "obtained", "obtains", "found", "finds", "saw", "sees", "opened", "opens",
    "read", "reads", "intercepted", "discovered",
])  # fmt: skip
_MAX_OBJECT = 5  # tokens of "a long angry email"


def author_at(scene: Scene, text: Mention, lexicon: Lexicon) -> int | None:
    """The token at which a text's author begins: a letter from Ruiz; a memo written in May by Ruiz; one Ruiz sent.

    None for a memo obtained by Ruiz, a letter to Ruiz, a sign held by Ruiz.
    """
    tokens = scene.paragraph.tokens
    at = text.last + 1
    at += at < len(tokens) and tokens[at].text == ","
    if at + 1 >= len(tokens):
        return None
    sender = scene.beginning.get(at + (tokens[at].lower in _RELATIVES))
    if sender is not None and sender.kind == "name" and not sender.possessive:
        return sender.first if _makes(tokens, sender.last + 1) else None
    if tokens[at].lower == "to" and (to := scene.beginning.get(at + 1)) is not None:
        at = to.last + 1  # a letter to Lind from Ruiz
    if at < len(tokens) and tokens[at].lower in ("from", "by"):
        return at + 1
    if tokens[at].lower in _RELATIVES and tokens[at + 1].lower in _PASSIVE:
        at += 1  # a letter, which had been signed by Ruiz
        while at + 1 < len(tokens) and tokens[at].lower in _PASSIVE:
            at += 1
    while at < len(tokens) and is_adverb(tokens[at].lower):
        at += 1
    if not _makes(tokens, at):
        return None
    by = "to" if tokens[at].lower in _CREDITING else "by"
    for here in range(at + 1, min(at + _MAX_REACH, len(tokens))):
        if tokens[here].lower == by:
            return here + 1
        if not tokens[here].is_word or tokens[here].run >= 0 or tokens[here].lower in lexicon.verbs:
            return None
    return None


def _makes(tokens: list[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].lower in ("had", "has", "have", "once", "later", "then"):
        at += 1
    return at < len(tokens) and tokens[at].lower in _MAKING


def speaks_for_itself(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the words of the text at token `at` are not those of who has it: got an email saying, wore a hat reading.

    Not: sent out a statement saying.
    """
    if lexicon.language != "en" or tokens[at].lower in _BEARING:
        return lexicon.language == "en"
    first = at
    while first > max(0, at - _MAX_OBJECT) and tokens[first].lower not in lexicon.determiners:
        first -= 1
    return first > 0 and tokens[first].lower in ("a", "an", "another") and tokens[first - 1].lower in _GETTING
