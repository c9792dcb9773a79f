"""Headings that quote someone: matched, paraphrased too, to what is said in the body."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_ENOUGH = 0.5
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "e", "y", "s")  # a heading tells in another tense or number
_STEM = 3  # letters that a word keeps
_SMALL = 3  # letters of words that tell little: are, not
_HELPING = frozenset(["will", "would", "have", "been", "were", "this", "that", "they", "with", "from", "what", "there"])
_LITTLE = 0.4  # of the weight of others
_SAME = 0.9  # share from which small words alone are enough: "I did it"


class Echo:
    """Finds the body quotation that a heading repeats, by the rare words they share."""

    def __init__(self, quotations: Sequence[str]) -> None:
        self._words = [Counter(_words(quotation)) for quotation in quotations]
        self._frequency = Counter(word for words in self._words for word in words)
        self._weights = {word: self._rarity(word) for word in self._frequency}
        self._holders: dict[str, list[int]] = {}
        for index, words in enumerate(self._words):
            for word in words:
                self._holders.setdefault(word, []).append(index)

    def match(self, heading: str) -> tuple[int, float] | None:
        """Index of the quotation that the heading repeats, and the share of the heading's words found in it."""
        words = set(_words(heading))
        if not words:
            return None
        total = sum(self._weight(word) for word in words)
        shares: dict[int, float] = {}
        for word in words:
            for index in self._holders.get(word, ())[:200]:
                shares[index] = shares.get(index, 0.0) + self._weight(word)
        if not shares:
            return None
        best, weight = max(shares.items(), key=lambda item: (item[1], -item[0]))
        share = weight / total
        if share < _SAME and not any(self._words[best][word] and not _is_small(word) for word in words):
            return None
        return (best, min(share, 1.0)) if share >= _ENOUGH else None

    def _weight(self, word: str) -> float:
        return self._weights.get(word) or self._rarity(word)

    def _rarity(self, word: str) -> float:
        rarity = math.log(1 + (len(self._words) + 1) / (1 + self._frequency[word]))
        return _LITTLE * rarity if _is_small(word) else rarity


def _words(text: str) -> list[str]:
    return [_stem(match.group().lower().replace("’", "'")) for match in _WORD.finditer(text)]


def _is_small(word: str) -> bool:
    return len(word) <= _SMALL or word in _HELPING


def _stem(word: str) -> str:
    """What leave, leaves and leaving have in common: headings change tense and number."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: len(word) - len(ending)]
    return word
