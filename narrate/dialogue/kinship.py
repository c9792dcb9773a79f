"""Relatives beside a name: his wife Ana Ruiz, the son of Bo Lind, the elder Lind."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.nameparts import is_title
from narrate.dialogue.tokens import Token

_CHILDREN = frozenset(["child", "children", "son", "sons", "daughter", "daughters", "grandson", "granddaughter"])
_WEDDING = ("married", "marries", "marrying", "wed")
OLDER = ("elder", "older", "senior")
MAX_RELATION = 5  # tokens of "wife, the former Mayor" before a name


def relation(before: Sequence[Token], lexicon: Lexicon) -> str:
    """The noun of a relative before a name: his wife Ana Ruiz, his wife, the former Mayor Ana Ruiz."""
    at = len(before) - 1
    while at >= 0 and (is_title(before[at], lexicon) or before[at].lower in ("former", "the")):
        at -= 1
    at = _before_other(before, at)
    at -= at > 0 and before[at].text == ","
    return before[at].lower if at >= 0 and before[at].lower in lexicon.kin else ""


def is_parent(before: Sequence[Token]) -> bool:
    """Whether somebody else is told of by a parent or a spouse: the son of Bo Lind, a child of Ana and Bo Lind."""
    at = _before_other(before, len(before) - 1)
    if at >= 0 and before[at].lower in _WEDDING:
        return True
    return at > 0 and before[at].lower == "of" and before[at - 1].lower in _CHILDREN


def _before_other(before: Sequence[Token], at: int) -> int:
    """The token before another name and "and": his sons, Ivo and Bo Lind."""
    joined = at > 1 and before[at].lower == "and" and before[at - 1].text[0].isupper()
    return at - 2 if joined else at
