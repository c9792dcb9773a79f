"""Numbers as English words."""

from __future__ import annotations

from dataclasses import dataclass

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = (
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
    "decillion",
)
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MOST_DIGITS = 3 * len(SCALES)
"""Longer numbers have no name and are read digit by digit."""


@dataclass(frozen=True)
class Numbers:
    """Number words of one English-speaking country.

    Parameters
    ----------
    linking_and : bool
        "one hundred and one" (British, Australian) rather than "one hundred one" (American).
    """

    linking_and: bool = False

    def cardinal(self, value: int) -> str:
        """Words for a whole number; digit by digit beyond the largest name."""
        if value < 0:
            return "minus " + self.cardinal(-value)
        if value < 20:
            return ONES[value]
        if value >= 10**MOST_DIGITS:
            return digits(str(value))
        groups: list[str] = []
        rest, scale = value, 0
        while rest:
            rest, group = divmod(rest, 1000)
            if group:
                words = self._below_thousand(group, last=scale == 0 and rest > 0)
                groups.append(f"{words} {SCALES[scale]}".rstrip())
            scale += 1
        return " ".join(reversed(groups))

    def _below_thousand(self, value: int, last: bool) -> str:
        hundreds, rest = divmod(value, 100)
        words = [ONES[hundreds] + " hundred"] if hundreds else []
        if rest:
            if self.linking_and and (hundreds or last):
                words.append("and")
            words.append(_below_hundred(rest))
        return " ".join(words)

    def of_digits(self, text: str) -> str:
        """Words for a run of digits that may hold group commas; leading zeros are read out."""
        plain = text.replace(",", "").replace(" ", "")
        if len(plain) > MOST_DIGITS or (len(plain) > 1 and plain[0] == "0"):
            return digits(plain)
        return self.cardinal(int(plain))

    def decimal(self, text: str) -> str:
        """Words for "1,234.50" or ".5": what follows the point digit by digit."""
        whole, _, fraction = text.partition(".")
        words = self.of_digits(whole) if whole else ""
        return f"{words} point {digits(fraction)}".strip() if fraction else words

    def ordinal(self, value: int) -> str:
        """ "twenty first" for 21."""
        return to_ordinal(self.cardinal(value))

    def year(self, value: int) -> str:
        """A year as it is said: "nineteen oh five", "two thousand five", "twenty twelve"."""
        century, rest = divmod(value, 100)
        if value < 1000 or value > 9999 or (century % 10 == 0 and rest < 10):
            if 100 < value < 1000 and rest:
                middle = "oh " if rest < 10 else ""
                return f"{ONES[century]} {middle}{_below_hundred(rest)}"
            return self.cardinal(value)
        if rest == 0:
            return f"{_below_hundred(century)} hundred"
        return f"{_below_hundred(century)} {'oh ' if rest < 10 else ''}{_below_hundred(rest)}"

    def decade(self, value: int) -> str:
        """ "nineteen eighties" for 1980, "eighties" for 80, "two thousands" for 2000."""
        return plural(self.year(value) if value >= 100 else self.cardinal(value))

    def in_hundreds(self, value: int) -> str:
        """1100 to 9999 without thousands: "eleven hundred and fifty"."""
        high, low = divmod(value, 100)
        words = f"{_below_hundred(high)} hundred"
        return words + (f"{' and' if self.linking_and else ''} {_below_hundred(low)}" if low else "")

    def in_pairs(self, value: int) -> str:
        """A house or flight number: 2788 "twenty seven eighty eight", 101 "one oh one", 700 "seven hundred"."""
        if value < 100 or value > 9999 or value % 1000 == 0:
            return self.cardinal(value)
        high, low = divmod(value, 100)
        if low == 0:
            return f"{_below_hundred(high)} hundred"
        return f"{_below_hundred(high)} {'oh ' if low < 10 else ''}{_below_hundred(low)}"


def _below_hundred(value: int) -> str:
    if value < 20:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return f"{TENS[tens]} {ONES[ones]}" if ones else TENS[tens]


def digits(text: str, zero: str = "zero") -> str:
    """Each digit by its name; other characters are passed over."""
    return " ".join(zero if c == "0" else ONES[int(c)] for c in text if c.isdecimal())


def to_ordinal(words: str) -> str:
    """The ordinal of cardinal words: "one hundred one" becomes "one hundred first"."""
    head, space, last = words.rpartition(" ")
    if last in ORDINALS:
        last = ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return head + space + last


def plural(words: str) -> str:
    """The plural of number words: "eighties", "sixes", "two thousands"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")
