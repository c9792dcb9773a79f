"""Numbers as German words."""

from __future__ import annotations

ONES = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
TENS = ["null", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
SCALES = (
    ("Million", "Millionen"),
    ("Milliarde", "Milliarden"),
    ("Billion", "Billionen"),
    ("Billiarde", "Billiarden"),
)
ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}


ONE = {"": "eins", "m": "ein", "n": "ein", "f": "eine", "m dative": "einem", "n dative": "einem", "f dative": "einer",
       "m accusative": "einen", "hour": "ein"}  # fmt: skip
"""By gender and case of what is counted."""


def cardinal(value: int, gender: str = "") -> str:
    """Words for a whole number; `gender` one of `ONE` where a noun follows: "ein Euro", "mit einer Minute"."""
    if value == 1 and gender:
        return ONE[gender]
    rest, small = divmod(value, 1_000_000)
    words = []
    for one, many in SCALES:
        rest, group = divmod(rest, 1000)
        if group:
            words.append(
                f"{ONE['f dative'] if gender.endswith('dative') else 'eine'} {one}"
                if group == 1
                else f"{_below_thousand(group)} {many}"
            )
    words.reverse()
    if small or not words:
        words.append(_below_million(small))
    return " ".join(words)


def _below_million(value: int) -> str:
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _below_thousand(rest)
    head = "tausend" if thousands == 1 else _inside(_below_thousand(thousands)) + "tausend"
    if not rest:
        return head
    # "zweitausendeinhundert", but "tausendhundert" would be heard as two numbers.
    return head + ("ein" if 100 <= rest < 200 else "") + _below_thousand(rest)


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = "hundert" if hundreds == 1 else ONES[hundreds] + "hundert"
    return head + (_below_hundred(rest) if rest else "")


def _below_hundred(value: int) -> str:
    if value < 20:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return f"{_inside(ONES[ones])}und{TENS[tens]}" if ones else TENS[tens]


def _inside(words: str) -> str:
    """Before another part: "einundzwanzig", not "einsundzwanzig"."""
    return words[:-1] if words.endswith("eins") else words


def ordinal(value: int) -> str:
    """The weak form, "dreizehnte"; endings are added to it."""
    if value in ORDINALS:
        return ORDINALS[value]
    head, last = value - value % 100, value % 100
    if head and last in ORDINALS:
        return cardinal(head) + ORDINALS[last]
    return cardinal(value) + ("te" if 0 < last < 20 else "ste")


def year(value: int) -> str:
    """ "neunzehnhundertneunundneunzig", "zweitausendvierundzwanzig"."""
    century, rest = divmod(value, 100)
    if 11 <= century <= 19:
        return f"{ONES[century]}hundert{_below_hundred(rest) if rest else ''}"
    return cardinal(value)
