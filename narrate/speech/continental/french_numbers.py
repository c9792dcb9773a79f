"""Numbers as French words."""

from __future__ import annotations

ONES = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
SCALES = ("million", "milliard", "billion", "billiard")
IRREGULAR = {"un": "unième", "cinq": "cinquième", "neuf": "neuvième", "une": "unième"}


SOUNDED = (*range(2, 10), 11)
"""After these espeak-ng sounds the silent t of "quatre-vingt-quatre"; "quatre-vingts quatre" it says right."""


def cardinal(value: int, gender: str = "") -> str:
    """Words for a whole number; `gender` "f": "vingt et une heures"."""
    rest, small = divmod(value, 1_000_000)
    words = []
    for name in SCALES:
        rest, group = divmod(rest, 1000)
        if group:
            words.append(f"{_below_thousand(group)} {name}{'s' * (group > 1)}")
    words.reverse()
    if small or not words:
        words.append(_below_million(small))
    said = " ".join(words)
    return said + "e" if gender == "f" and said.split("-")[-1].split(" ")[-1] == "un" else said


def _below_million(value: int) -> str:
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _below_thousand(rest)
    words = _below_thousand(thousands)
    # "quatre-vingts" and "deux cents" lose their s before "mille".
    head = "mille" if thousands == 1 else f"{words.removesuffix('s') if thousands % 100 in (0, 80) else words} mille"
    return f"{head} {_below_thousand(rest)}" if rest else head


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = "cent" if hundreds == 1 else f"{ONES[hundreds]} cent{'s' * (rest == 0)}"
    return f"{head} {_below_hundred(rest)}" if rest else head


def _below_hundred(value: int) -> str:
    if value < 20:
        return ONES[value]
    tens, ones = divmod(value, 10)
    if tens in (7, 9):
        tens, ones = tens - 1, ones + 10
    if not ones:
        return TENS[tens] + ("s" if tens == 8 else "")
    if ones in (1, 11) and tens != 8:
        return f"{TENS[tens]} et {ONES[ones]}"
    if tens == 8 and ones in SOUNDED:
        return f"quatre-vingts {ONES[ones]}"
    return f"{TENS[tens]}-{ONES[ones]}"


def ordinal(value: int, gender: str = "m") -> str:
    """ "premier", "première", "vingt et unième"."""
    if value == 1:
        return "premier" if gender == "m" else "première"
    words = cardinal(value)
    for ending, said in IRREGULAR.items():
        if words == ending or words.endswith((f" {ending}", f"-{ending}")):
            return words.removesuffix(ending) + said
    return words.removesuffix("s" if words.endswith(("vingts", "cents")) else "e") + "ième"
