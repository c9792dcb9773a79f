"""What was heard against what should be said: word errors, the longest run of them, and which lines are bad."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from narrate.errors import SoundError

_ALIKE = 0.8
"""Letters in common of two words that count as one: "harbour" and "harbor", a name as a recogniser spells it."""
_MISHEARD = 0.5
"""Letters in common of words that a recogniser heard for others; of words that have nothing in common, 0.3 to 0.45."""
_USUAL_RUN, _SHORT = 3.0, 3
_SURE = 0.005


@dataclass(frozen=True)
class Heard:
    """A line of an edition, the words it should say, and those that were heard."""

    line: int  # index into Script.lines
    speaker: str
    voice: str
    said: str
    heard: str


@dataclass(frozen=True)
class Verdict:
    """How far a line is off."""

    heard: Heard
    words: int  # that should be said
    errors: int  # words left out, put in, or said otherwise
    longest_run: int  # words on end that differ, on the side that has more of them, and do not sound alike either
    missing: str  # the words of that run that should have been said
    instead: str  # those that were heard
    bad: bool = False


@dataclass(frozen=True)
class VoiceSummary:
    """All lines of one voice."""

    voice: str
    lines: int
    words: int
    errors: int
    longest_run: int
    bad: int

    @property
    def word_error(self) -> float:
        """Errors by words, 0 to 1 and above; 0 for a voice that says nothing."""
        return self.errors / self.words if self.words else 0.0


def judge(lines: Iterable[Heard]) -> tuple[Verdict, ...]:
    """A verdict for each line.

    A recogniser mishears; how often, depends on the voice. A line is bad when so many words on end differ as by the
    voice's own rate of errors would happen in one line of two hundred; and never for fewer than four.
    """
    verdicts = [_compared(each) for each in lines]
    rates = {each.voice: each.word_error for each in summaries(verdicts)}
    return tuple(
        Verdict(
            each.heard,
            each.words,
            each.errors,
            each.longest_run,
            each.missing,
            each.instead,
            each.longest_run > _bearable_run(rates[each.heard.voice], each.words),
        )
        for each in verdicts
    )


def summaries(verdicts: Sequence[Verdict]) -> tuple[VoiceSummary, ...]:
    """Every voice, those that say most first."""
    of_voice: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        of_voice.setdefault(verdict.heard.voice, []).append(verdict)
    found = [
        VoiceSummary(
            voice,
            len(each),
            sum(verdict.words for verdict in each),
            sum(verdict.errors for verdict in each),
            max(verdict.longest_run for verdict in each),
            sum(verdict.bad for verdict in each),
        )
        for voice, each in of_voice.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.words))


def words_of(text: str) -> list[str]:
    """Words as they sound alike however they are written: lower case, no accents, no punctuation."""
    if "[[" in text:
        text = re.sub(r"\[\[.*?\]\]", " ", text, flags=re.S)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub(r"['’‘]", "", plain))


def _bearable_run(rate: float, words: int) -> float:
    """Errors on end that chance gives one line in two hundred, of independent errors at this rate."""
    rate = min(0.95, max(0.01, rate))
    by_chance = math.log(_SURE / max(1, words) / (1 - rate)) / math.log(rate) if words else 0.0
    return max(_USUAL_RUN, by_chance)


def _compared(heard: Heard) -> Verdict:
    said, found = words_of(heard.said), words_of(heard.heard)
    if len(said) * len(found) > 4_000_000:
        raise SoundError(
            f"line {heard.line + 1} is too long to be compared: {len(said)} words", "split it in the script"
        )
    errors = 0
    longest: tuple[int, list[str], list[str]] = (0, [], [])
    for missing, instead in _runs(said, found):
        size = max(len(missing), len(instead))
        errors += size
        # A word heard as two ("everyone", "every one") is no error.
        if "".join(missing) == "".join(instead):
            errors -= size
        elif size > longest[0] and not _misheard(missing, instead):
            longest = (size, missing, instead)
    run, left_out, put_in = longest
    return Verdict(heard, len(said), errors, run, " ".join(left_out), " ".join(put_in))


def _misheard(missing: Sequence[str], instead: Sequence[str]) -> bool:
    """Whether other words have much the same letters: "Harrowmere admitted", heard as "her own merit but to"."""
    return SequenceMatcher(None, "".join(missing), "".join(instead), autojunk=False).ratio() > _MISHEARD


def _runs(said: Sequence[str], found: Sequence[str]) -> Iterable[tuple[list[str], list[str]]]:
    """Stretches that differ, from the cheapest way to make one sequence the other (Levenshtein)."""
    missing: list[str] = []
    instead: list[str] = []
    for one, other in _aligned(said, found):
        if one is not None and other is not None and _same(one, other):
            if missing or instead:
                yield missing, instead
                missing, instead = [], []
            continue
        missing += [one] if one is not None else []
        instead += [other] if other is not None else []
    if missing or instead:
        yield missing, instead


def _aligned(said: Sequence[str], found: Sequence[str]) -> list[tuple[str | None, str | None]]:
    width = len(found) + 1
    costs = [list(range(width))]
    for row, word in enumerate(said, 1):
        before = costs[-1]
        now = [row]
        for column, other in enumerate(found, 1):
            replaced = before[column - 1] + (not _same(word, other))
            now.append(min(replaced, before[column] + 1, now[column - 1] + 1))
        costs.append(now)
    pairs: list[tuple[str | None, str | None]] = []
    row, column = len(said), len(found)
    while row or column:
        here = costs[row][column]
        if row and column and here == costs[row - 1][column - 1] + (not _same(said[row - 1], found[column - 1])):
            row, column = row - 1, column - 1
            pairs.append((said[row], found[column]))
        elif row and here == costs[row - 1][column] + 1:
            row -= 1
            pairs.append((said[row], None))
        else:
            column -= 1
            pairs.append((None, found[column]))
    return pairs[::-1]


@lru_cache(maxsize=1 << 16)
def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORT:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
