"""Where a clause begins: after the clause before it, times, and the phrases that lead up to its subject."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mentions import Scene, is_adverb, is_verb
from narrate.dialogue.tokens import Token

_MAX_SENTENCE = 70  # tokens
_LEADING = frozenset(["but", "and", "yet", "so", "or", "still", "then"])  # a clause may begin with them and a subject
TIMES = listed("en", "times")
_DATING = listed("en", "dating")


def clause_start(scene: Scene, at: int) -> int | None:
    """Where the clause begins in which token `at` stands, or None if it is too long to be read."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    start = at
    while start > 0 and sentences[start - 1] == sentences[at] and tokens[start - 1].text not in (";", ":"):
        start -= 1
        if at - start > _MAX_SENTENCE:
            return None
    while start < at and tokens[start].run >= 0:
        start += 1
    shouted = all(token.text.isupper() and len(token.text) > 1 for token in tokens[start : start + 2])
    return None if shouted else start  # HARLAN BANS GOATS The board said


def subject_start(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the subject begins in the clause that begins at token `start`, or `stop` if no word may head it."""
    while start < stop and (tokens[start].lower in _LEADING or _is_loose_adverb(tokens, start, lexicon)):
        start += 1
    start = _after_time(tokens, start, stop, lexicon)
    if start < stop and _is_opener(tokens[start], lexicon):
        start = _after_opener(tokens, start, stop, lexicon)
    return start


def _after_time(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the clause begins after a time: Two weeks ago, Ruiz; last month the mayor; hours after Ruiz left."""
    dating, timed = _DATING | lexicon.time_words, TIMES | lexicon.calendar
    at = start
    while at < stop and (tokens[at].lower in dating or tokens[at].lower in timed):
        at += 1
    if at >= stop or not any(token.lower in timed for token in tokens[start:at]):
        return start
    if tokens[at].text == ",":
        return at + 1
    return at if _may_head(tokens, at, lexicon) or _is_opener(tokens[at], lexicon) else start


def _after_opener(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the clause begins after a phrase that leads up to it and may hold an apposition: With Bo Lind, a host,."""
    heads = [at + 1 for at in range(start, stop - 1) if tokens[at].text == "," and _may_head(tokens, at + 1, lexicon)]
    first = heads[0] if heads else stop
    apposed = len(heads) > 1 and tokens[first].lower in ("a", "an") and tokens[first - 2].text[0].isupper()
    return heads[1] if apposed and tokens[heads[1]].lower not in ("a", "an") else first


def _is_loose_adverb(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Meanwhile, however, on its own before a comma or the subject."""
    word = tokens[at].lower
    known = word in lexicon.adverbs or is_adverb(word) or word in ("meanwhile", "however", "instead", "later")
    return tokens[at].text == "," or (known and word not in lexicon.determiners and word not in lexicon.prepositions)


def _is_opener(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower
    if word in lexicon.determiners or word in lexicon.people or word in lexicon.nominative:
        return False
    return (
        word in lexicon.prepositions
        or word in lexicon.conjunctions
        or (word in lexicon.openers and not word.endswith("s"))
        or word.endswith(("ing", "ed"))
        or word in ("like", "unlike", "despite")
    )


def _may_head(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a subject may begin here: not Norway in "in Tarn, Norway, the mayor"."""
    token = tokens[at]
    if token.run >= 0 or (token.lower in lexicon.places and at + 1 < len(tokens) and tokens[at + 1].text == ","):
        return False
    if token.text.islower() and token.lower in lexicon.people and not is_verb(token, lexicon):
        return True  # after the vote, police in Tarn said
    return (token.text[0].isupper() and token.is_word) or token.lower in lexicon.nominative | lexicon.determiners
