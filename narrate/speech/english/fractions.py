"""Fractions, ratios, and other figures with a stroke or colon between."""

from __future__ import annotations

import re

from narrate.speech.english.dates import MONTHS
from narrate.speech.english.dialect import WHOLE, English, next_word, words_before
from narrate.speech.english.numbers import plural
from narrate.speech.rules import Rule

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
VULGARS = "".join(VULGAR)


def fraction_words(top: int, bottom: int, en: English, bare: bool = True) -> str:
    """ "one half", "three quarters", "two and a half" (bare=False: after a whole number)."""
    name = {2: "half", 4: "quarter"}.get(bottom) or en.numbers.ordinal(bottom)
    if top == 1:
        return f"one {name}" if bare else ("a " + name)
    return f"{en.numbers.cardinal(top)} " + ("halves" if bottom == 2 else plural(name))


ODDS_BEFORE = re.compile(r"\b(?:odds(?: of| at)?|priced at|priced|bet at) \Z")


NAMED_PAIRS = frozenset(("24/7", "9/11", "7/7", "20/20"))


MEETING = re.compile(r"\b(?:on|since|until|from|before|after|by|through|due|dated) \Z")


def slashed_date(match: re.Match[str], top: int, bottom: int, en: English) -> str | None:
    """10/15 after "on" and the like: month and day, or day and month outside of America."""
    if not MEETING.search(words_before(match, 10)) or next_word(match) in ("of", "the", "a", "to", "or"):
        return None
    month, day = (top, bottom) if en.american else (bottom, top)
    if not (1 <= month <= 12 and 4 < day <= 31):
        return None
    name, ordinal_words = MONTHS[month - 1], en.numbers.ordinal(day)
    return f"{name} {ordinal_words}" if en.american else f"the {ordinal_words} of {name}"


def fraction(match: re.Match[str], en: English) -> str | None:
    """1/2, 3 1/4, but 24/7 and 9/11 are names."""
    top, bottom = int(match["top"]), int(match["bottom"])
    whole = match["whole"]
    if "0" in (match["top"][0], match["bottom"][0]):
        return None
    if not whole and (match.group() in NAMED_PAIRS or top + bottom == 100):
        return f"{en.numbers.cardinal(top)} {en.numbers.cardinal(bottom)}"
    date = None if whole else slashed_date(match, top, bottom, en)
    if date:
        return date
    if not whole and (top, bottom) == (1, 2) and next_word(match) in ("a", "an", "the"):
        return "half"
    if not whole and bottom <= 100 and ODDS_BEFORE.search(words_before(match, 16)):
        return f"{en.numbers.cardinal(top)} to {en.numbers.cardinal(bottom)}"
    if bottom in (0, 1) or len(match["top"]) > 5 or len(match["bottom"]) > 5:
        over = f"{en.numbers.cardinal(top)} over {en.numbers.cardinal(bottom)}"
        return f"{en.numbers.of_digits(whole)} and {over}" if whole else over
    if not whole and bottom == 10 and top < 10 and (match["suffix"] or next_word(match) == "of"):
        return fraction_words(top, bottom, en)
    if not whole and 59 < top < 300 and 29 < bottom < top and not match["suffix"]:
        # A blood pressure, or the size of a tyre: no one says "eightieths".
        return f"{en.numbers.cardinal(top)} over {en.numbers.cardinal(bottom)}"
    if (not whole and bottom == 10 and top <= 10) or (not whole and top == bottom):
        return f"{en.numbers.cardinal(top)} out of {en.numbers.cardinal(bottom)}"
    words = fraction_words(top, bottom, en, bare=not whole)
    return f"{en.numbers.of_digits(whole)} and {words}" if whole else words


def slashed(match: re.Match[str], en: English) -> str | None:
    """60/30/10 and other rows that are no date."""
    return " ".join(en.numbers.of_digits(part) for part in match.group().split("/"))


def vulgar_fraction(match: re.Match[str], en: English) -> str | None:
    """½, 3½, ¾"""
    top, bottom = VULGAR[match["vulgar"]]
    if match["whole"]:
        return f"{en.numbers.of_digits(match['whole'])} and {fraction_words(top, bottom, en, bare=False)}"
    if next_word(match) in ("a", "an", "of", "the") and (top, bottom) == (1, 2):
        return "half"
    return fraction_words(top, bottom, en)


def ratio(match: re.Match[str], en: English) -> str | None:
    """10:1, 3:2 where it is no time of day."""
    left, right = match["left"], match["right"]
    if not en.american and left == "2" and right in "12" and words_before(match, 3).endswith(" a "):
        return f"two {en.numbers.cardinal(int(right))}"  # the class of a degree
    if len(right) == 2 and int(right) < 60 and int(left) < 25:
        return None
    if re.search(r"\b[A-Z][a-z]+ \Z", match.string[max(0, match.start() - 16) : match.start()]):
        return f"{en.numbers.in_pairs(int(left))} {en.numbers.in_pairs(int(right))}"
    joint = " " if left == right else " to "
    return f"{en.numbers.of_digits(left)}{joint}{en.numbers.of_digits(right)}"


SLASHED = Rule("slashes", re.compile(r"\d{1,4}(?:/\d{1,4}){2,5}(?![\w/-])"), slashed)
FRACTION = Rule(
    "fraction",
    re.compile(r"(?:(?P<whole>\d+)[ -])?(?P<top>\d+) ?/ ?(?P<bottom>\d+)(?P<suffix>th|TH|rd|RD|nd|st)?s?(?![\w/]|-\d)"),
    fraction,
)
VULGAR_FRACTION = Rule("fraction", re.compile(rf"(?P<whole>{WHOLE})?[ -]?(?P<vulgar>[{VULGARS}])"), vulgar_fraction)
RATIO = Rule("ratio", re.compile(r"(?P<left>\d+):(?P<right>\d+)(?![\d:])"), ratio)
