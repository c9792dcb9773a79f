"""Whose opinion a sentence ends with, before a quotation without a tag: They must pay, an idea Ruiz finds odd. "Q."."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mainclause import skips
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.tokens import Token

_IDEAS = frozenset([
    "accusation", "allegation", "approach", "argument", "assertion", "assessment", "characterization", "charge",
    "choice", "claim", "comparison", "concept", "conclusion", "criticism", "decision", "demand", "explanation", "idea",
    "interpretation", "label", "measure", "move", "notion", "opinion", "plan", "policy", "position", "possibility",
    "practice", "premise", "proposal", "prospect", "request", "scenario", "sentiment", "step", "suggestion", "theory",
    "view", "viewpoint", "thought", "something", "which",
])  # fmt: skip
_FINDING = frozenset([
    "find", "finds", "found", "consider", "considers", "considered", "call", "calls", "called", "deem", "deems",
    "deemed", "see", "sees", "regard", "regards", "regarded", "view", "views", "viewed", "describe", "describes",
    "described", "dismiss", "dismisses", "dismissed", "reject", "rejects", "rejected", "oppose", "opposes", "opposed",
    "dispute", "disputes", "disputed", "deny", "denies", "denied", "support", "supports", "supported", "back", "backs",
    "backed", "favor", "favors", "favored", "favour", "favours", "endorse", "endorses", "endorsed", "welcome",
    "welcomes", "welcomed", "applaud", "applauds", "applauded", "condemn", "condemns", "condemned", "criticize",
    "criticizes", "criticized", "share", "shares", "shared", "regret", "regrets", "regretted", "resent", "resents",
    "hate", "hates", "hated", "love", "loves", "loved", "like", "likes", "dislike", "dislikes", "fear", "fears",
    "mock", "mocks", "mocked", "ridicule", "ridicules", "ridiculed", "echo", "echoes", "echoed",
])  # fmt: skip
_MARKS = (",", "—", "–", "-", "--", "―")
_REACH = 24  # tokens of the end of the sentence
_NOUN = 4  # tokens of "a rather odd idea"
_SUBJECT = 8  # tokens from the noun to the verb


def whose_opinion(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the relative clause of opinion at the end of the sentence before token `at`."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if lexicon.language != "en" or at < _NOUN or tokens[at - 1].text != ".":
        return None
    for mark in range(at - _NOUN, max(-1, at - _REACH), -1):
        if sentences[mark] != sentences[at - 1] or tokens[mark].run >= 0:
            return None
        idea = _idea_after(tokens, mark, at, lexicon) if tokens[mark].text in _MARKS else None
        if idea is not None:
            return _finder(scene, idea + 1, at, lexicon)
    return None


def _idea_after(tokens: list[Token], mark: int, stop: int, lexicon: Lexicon) -> int | None:
    """The noun that sums up what the clause before the comma or dash tells."""
    first = tokens[mark + 1].lower
    if first in ("which", "something"):
        return mark + 1
    if first not in lexicon.determiners:
        return None
    for here in range(mark + 2, min(mark + 2 + _NOUN, stop)):
        if not tokens[here].is_word or tokens[here].lower in lexicon.prepositions:
            return None
        if tokens[here].lower in _IDEAS:
            return here
    return None


def _finder(scene: Scene, first: int, stop: int, lexicon: Lexicon) -> Mention | None:
    tokens = scene.paragraph.tokens
    if tokens[first].lower in _FINDING and tokens[first + 1].lower == "by":  # a view shared by Ruiz
        return next(
            (scene.beginning[at] for at in range(first + 2, min(first + 5, stop)) if at in scene.beginning), None
        )
    first += tokens[first].lower in ("that", "which")
    verb = next((at for at in range(first + 1, min(first + _SUBJECT, stop)) if tokens[at].lower in _FINDING), None)
    if verb is None:
        return None
    last = verb - 1
    while last > first and (skips(tokens[last], lexicon) or tokens[last].lower in ("not", "n't")):
        last -= 1
    named = [mention for at in range(first, last + 1) if (mention := scene.beginning.get(at)) is not None]
    plain = bool(named) and (named[0].last == last or tokens[last].text == ",")
    return named[0] if plain and not named[0].possessive else None
