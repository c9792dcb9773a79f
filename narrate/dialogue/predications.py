"""Nouns that the article gives to somebody by a verb: Ruiz became a preacher, who works as a welder, she is a nurse."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, is_adverb
from narrate.dialogue.places import is_age
from narrate.dialogue.tokens import Token

_REACH = 24  # tokens of ", a former clerk who stayed for years and then became"
_NOUNS = 6  # tokens of "a star radio host"
_BEING = frozenset(["is", "was", "became", "becomes", "become", "been", "remains", "remained", "be"])
_SERVING = frozenset([
    "works", "worked", "working", "serves", "served", "serving", "elected", "named", "appointed", "hired", "began",
    "started", "sworn", "turned", "nominated", "confirmed", "chosen", "crowned", "reelected", "re-elected",
])  # fmt: skip
_HELPING = ("was", "is", "has", "had", "been", "also", "later", "then")
_CHOSEN = frozenset(
    ["turned", "elected", "named", "appointed", "crowned", "reelected", "re-elected"]
)  # elected president
_DENYING = frozenset(["not", "never", "neither", "nor", "hardly", "if", "like", "no"])
_VAGUE = frozenset(
    ["man", "woman", "boy", "girl", "person", "gentleman", "lady", "guy", "child", "kid", "friend", "fan"]
)
_ACCUSED = ("suspect", "defendant")
_SUFFERED = {  # by whom it was done to
    **dict.fromkeys(["arrested", "charged", "indicted", "accused", "detained"], _ACCUSED),
    **dict.fromkeys(
        ["attacked", "assaulted", "stabbed", "robbed", "raped", "mugged", "beaten", "abducted"], ("victim",)
    ),
}
_DONE = {"survived": "survivor", "founded": "founder", "sued": "plaintiff", "retired": "retiree"}
_RUNNING = ("run", "runs", "running", "ran")
_BEHIND = ("abroad", "here", "there", "overseas", "again", "too", "himself", "herself")
_SEATS = ("office", "re-election", "reelection", "congress")
_RELATIVE = ("who", "that")


def nouns_given(scene: Scene, mention: Mention, lexicon: Lexicon) -> Iterator[Token]:
    """The nouns that verbs with this subject give to it, in its own clause and in the relative clauses after it."""
    if lexicon.language != "en" or mention.possessive or mention.plural:
        return
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    subject = True
    for at in range(mention.last + 1, min(mention.last + _REACH, len(tokens) - 1)):
        token = tokens[at]
        other = scene.beginning.get(at)
        if token.run >= 0 or sentences[at] != sentences[mention.last] or token.lower in _DENYING:
            return
        if other is not None and other.kind == "name":
            return  # Ruiz, whose brother Lind is a welder
        if token.lower in _RELATIVE:
            subject = tokens[at - 1].text == "," or tokens[at - 1].lower in lexicon.people
        elif token.lower in _BEING or token.lower in _SERVING:
            noun = _noun_after(tokens, at, lexicon) if subject else None
            if noun is not None:
                yield noun
        elif token.lower in lexicon.conjunctions and token.lower not in ("and", "then", "so", "as"):
            return


def nouns_earned(scene: Scene, mention: Mention, lexicon: Lexicon) -> Iterator[str]:
    """What somebody is by what is told: police arrested Ruiz, Lind was robbed, who founded the firm, runs for mayor."""
    tokens, before = scene.paragraph.tokens, mention.first - 1
    if lexicon.language != "en" or mention.possessive or mention.plural:
        return
    if before > 0 and tokens[before - 1].lower not in ("was", "were", "been", "not", "never"):
        yield from _SUFFERED.get(tokens[before].lower, ())
    at = mention.last + 1
    if is_age(tokens[at + 1 : at + 3]) and tokens[at].text == ",":
        at += 3
    if at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].lower == "who":
        at += 2
    while at < len(tokens) and (is_adverb(tokens[at].lower) or tokens[at].lower in _HELPING):
        at += 1
    if at + 1 >= len(tokens) or tokens[at].run >= 0:
        return
    verb, suffers = tokens[at].lower, tokens[at - 1].lower in ("was", "been")
    if suffers:
        yield from _SUFFERED.get(verb, ())
    elif verb in _DONE:
        yield _DONE[verb]
    seats = (lexicon.people, lexicon.titles, lexicon.organisations, _SEATS)
    runs = verb in _RUNNING and tokens[at + 1].lower == "for"
    if runs and any(token.lower in words for token in tokens[at + 2 : at + 5] for words in seats):
        yield "candidate"


def _noun_after(tokens: list[Token], verb: int, lexicon: Lexicon) -> Token | None:
    """The head of the noun phrase behind the verb, if it is a noun for one person."""
    at = verb + 1
    while at < len(tokens) and (is_adverb(tokens[at].lower) or tokens[at].lower in ("in", "out", "once", "then")):
        at += 1
    article = at < len(tokens) and tokens[at].lower in ("a", "an", "the")
    if tokens[verb].lower in _SERVING:
        if at < len(tokens) and tokens[at].lower == "as":
            at += 1
        elif tokens[verb].lower not in _CHOSEN or article:
            return None
    elif not article:
        return None
    head: Token | None = None
    for token in tokens[at : at + _NOUNS]:
        if not token.is_word or token.run >= 0 or token.lower in lexicon.prepositions:
            break
        if token.lower in lexicon.conjunctions or token.lower in lexicon.finite or token.lower in _DENYING:
            break
        if head is not None and (token.lower in lexicon.time_words or token.lower in _BEHIND):
            break
        head = token
    if head is None or head.lower in _VAGUE or head.lower.endswith("s"):
        return None
    return head if head.lower in lexicon.people else None
