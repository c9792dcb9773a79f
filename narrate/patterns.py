"""Regular expressions of users, kept from blowing up."""

from __future__ import annotations

import re

LONGEST = 200
MOST_REPEATS = 4
QUANTIFIER = re.compile(r"(?:[*+?]|\{(?P<low>\d*)(?:,(?P<high>\d*))?\})[?+]?")
BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


class PatternError(ValueError):
    """Why a pattern is refused, as the end of a sentence, with a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def check_pattern(pattern: str) -> None:
    """Refuse patterns that Python cannot compile, or whose time could grow out of hand on a long line.

    Refused are a repeat of something that itself repeats or offers alternatives, such as `(a+)+` and `(a|aa)*`
    (exponential), two open-ended repeats in a row, such as `\\d+\\d+`, and more than four in all (polynomial of that
    degree), and references back to a group.

    Raises
    ------
    PatternError
    """
    if len(pattern) > LONGEST:
        raise PatternError(f"is longer than {LONGEST} characters", "match fewer things with it")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(
            f"cannot be read: {error}", "test it at https://regex101.com with the flavour Python"
        ) from None
    if BACK_REFERENCE.search(pattern):
        raise PatternError("refers back to a group, which can take for ever", "spell the words out")
    _check_repeats(pattern)


def _check_repeats(pattern: str) -> None:
    groups: list[bool] = [False]  # for each open group: does it repeat or branch inside?
    total = 0
    last_open_ended = False
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "(":
            groups.append(False)
            at = _after_group_head(pattern, at)
            last_open_ended = False
            continue
        if sign == "|":
            groups[-1] = True
            at += 1
            last_open_ended = False
            continue
        inner = groups.pop() if sign == ")" and len(groups) > 1 else False
        at = _after_atom(pattern, at)
        found = QUANTIFIER.match(pattern, at)
        many, open_ended = _reach(found)
        if many and inner:
            raise PatternError(
                "repeats something that repeats or branches itself", "it could take for ever: simplify it"
            )
        if open_ended and last_open_ended:
            raise PatternError("has two open-ended repeats in a row", "join them into one")
        total += open_ended
        groups[-1] = groups[-1] or many or inner
        last_open_ended = open_ended
        at = found.end() if found else at
    if total > MOST_REPEATS:
        raise PatternError(f"has more than {MOST_REPEATS} open-ended repeats", "use {0,20} instead of * where you can")


def _after_group_head(pattern: str, at: int) -> int:
    head = re.compile(r"\((?:\?(?:P<\w+>|[aiLmsux-]*:|<?[=!]|>|#[^)]*|[aiLmsux]+(?=\))))?").match(pattern, at)
    return head.end() if head else at + 1


def _after_atom(pattern: str, at: int) -> int:
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        close = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]").match(pattern, at)
        return close.end() if close else at + 1
    return at + 1


def _reach(quantifier: re.Match[str] | None) -> tuple[bool, bool]:
    """Whether a quantifier repeats at all, and whether without a small end."""
    if quantifier is None or quantifier.group()[0] == "?":
        return False, False
    if quantifier.group()[0] in "*+":
        return True, True
    low, high = quantifier["low"], quantifier["high"]
    most = low if high is None else high
    return (not most or int(most) > 1), (not most or int(most) > 100)
