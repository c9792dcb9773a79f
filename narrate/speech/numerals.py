"""Roman numerals."""

from __future__ import annotations

import re

VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")


def value_of(numeral: str) -> int:
    """The number a Roman numeral stands for; 0 if it is not well formed."""
    if not numeral or not SHAPE.match(numeral):
        return 0
    total = 0
    for here, after in zip(numeral, numeral[1:] + " ", strict=True):
        value = VALUES[here]
        total += -value if VALUES.get(after, 0) > value else value
    return total
