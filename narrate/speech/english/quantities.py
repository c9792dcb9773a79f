"""Cardinals, ordinals, decimals, fractions, percentages and plain ranges."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import (
    DASH,
    END,
    NUMBER,
    SIGN,
    WHOLE,
    English,
    next_word,
    sign_word,
    words_before,
)
from narrate.speech.english.full_stops import stop_after
from narrate.speech.english.numbers import digits, plural
from narrate.speech.rules import Rule, word_set

MAGNITUDES = {
    "k": "thousand",
    "thousand": "thousand",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "mm": "million",
    "mil": "million",
    "million": "million",
    "b": "billion",
    "bn": "billion",
    "bln": "billion",
    "billion": "billion",
    "t": "trillion",
    "tn": "trillion",
    "trn": "trillion",
    "trillion": "trillion",
    "lakh": "lakh",
    "crore": "crore",
    "lakh crore": "lakh crore",
    "cr": "crore",
    "hundred": "hundred",
    "dozen": "dozen",
}
PAIRED_BEFORE = re.compile(
    r"(?:\b(?:rooms?|flights?|highway|route|interstate|boeing|airbus|cessna|suite|apartment|apt\.?|unit|channel|area|bus|"
    r"train|box|locker|cell|form|resolution|proposition|h\.r\.|hwy\.?|rte\.?)\s(?:no\. ?)?|\bboeing's |\b[im]-)\Z"
)
"""Words after which three digits are a name, not a count: "Room 101", "Boeing 737"."""
AIRCRAFT_BEFORE = re.compile(r"\b(?:boeing|airbus)(?:'s)? \Z")
EMERGENCY_AFTER = re.compile(
    r"[ -](?:call|dispatcher|operator|emergency|tape|recording|hotline|helpline|system|center|centre|service)s?\b"
)
EMERGENCY = {"911", "999", "000", "112", "111", "311", "988", "101", "211", "411", "511", "611", "811"}
CALL_VERB = re.compile(r"\b(?:dial|call|phone|rang|ring|text)\w* (?:the )?\Z")
CALLED_ON = re.compile(
    r"\b(?:dial|call|phon|telephon|ring|text|reach|contact|police|officers|samaritans|lifeline|nhs)\w*"
    r"(?: [\w-]+){0,3} (?:on|at|to|or) \Z|\d{4} or \Z"
)
CALL_ENDS = re.compile(r"[.,;:)!?\"']|\Z| (?:or|and|with|if|to|quoting|immediately|when|from|for|before|but)\b")
LONGEST_UNGROUPED = 12
"""More digits in a row without commas are an account or serial number."""
MODEL_BEFORE = re.compile(r"\b(?!US|UK|EU|UN|UAE|AND|THE|OF|IN|TO|BY|AT|ON|FOR|GMT|A\b)[A-Z]{2,5} \Z")
"""A name in capitals before four figures is a product or a flight: "GTX 1060"."""
CARD_BEFORE = re.compile(
    r"\b(?:ending(?: in)?|pin(?: code)?(?: is)?|code(?: is)?|otp is|number(?: is)?:?|extension|ext\.?|badge|"
    r"zip(?: code)?|text(?:ing)?(?: [\"'\w]+)? to) \Z"
)


EXTENSION_BEFORE = re.compile(r"\b(?:ext\.?|extension) \Z")
TEXTED = re.compile(r"\btext(?:ing)? \Z")
CALIBER = re.compile(r"\.(?:17|22|25|30|32|38|40|44|45|50|270|308|357|380)")
GUNS = word_set(
    "caliber calibre cal handgun revolver pistol rifle magnum gun semiautomatic special rounds round bullets"
)
BATTED = re.compile(r"\.[1-9]\d\d")
BATTING = re.compile(r"\b(?:average|batting|batt?ed|bats|hit|hits|hitting|slugging|on-base)\b[^.;\d]{0,24}\Z")
"""An average in baseball has three places and no point: ".305" is "three oh five"."""
AN_BEFORE = re.compile(r"\ban \Z")
HUNDREDS_AFTER_AN = re.compile(r"1,?[18]\d\d")
"""The article tells how the writer said it: "an 1,100-strong crowd" is eleven hundred strong."""


BLOCK = re.compile(r"[1-9]\d00")
FLYING = word_set("Max MAX Dreamliner jet jets airliner plane planes passenger freighter fleet aircraft")


def _is_called(match: re.Match[str], before: str) -> bool:
    """Whether 911, 999 and the like are a telephone number here."""
    if CALL_VERB.search(before) or EMERGENCY_AFTER.match(match.string, match.end()):
        return True
    return bool(CALLED_ON.search(before) and CALL_ENDS.match(match.string, match.end()))


def cardinal(match: re.Match[str], en: English) -> str | None:
    """1,740; -5; 3.5; .25"""
    number = match["number"]
    before = words_before(match, 40)
    if "." in number:
        if CALIBER.fullmatch(number) and next_word(match).lower() in GUNS:
            return en.numbers.in_pairs(int(number[1:]))
        if BATTED.fullmatch(number) and BATTING.search(before):
            return en.numbers.in_pairs(int(number[1:]))
        return sign_word(match["sign"]) + en.numbers.decimal(number)
    if number in EMERGENCY and _is_called(match, before):
        return digits(number)
    if HUNDREDS_AFTER_AN.fullmatch(number) and AN_BEFORE.search(before) and not match["sign"]:
        return en.numbers.in_hundreds(int(number.replace(",", "")))
    airliner = AIRLINER.fullmatch(number) and next_word(match) in FLYING
    if BLOCK.fullmatch(number) and next_word(match) == "block":
        return en.numbers.in_pairs(int(number))
    if len(number) in (3, 4) and number.isdigit() and (airliner or PAIRED_BEFORE.search(before)):
        return en.numbers.in_pairs(int(number))
    if (
        len(number) == 4
        and number.isdigit()
        and MODEL_BEFORE.search(match.string[max(0, match.start() - 8) : match.start()])
    ):
        return en.numbers.in_pairs(int(number))
    if number.isdigit() and (
        (len(number) > 2 and EXTENSION_BEFORE.search(before)) or (len(number) in (5, 6) and TEXTED.search(before))
    ):
        return digits(number)
    if "," not in number and len(number) >= 4 and (CARD_BEFORE.search(before) or len(number) > LONGEST_UNGROUPED):
        return digits(number)
    return sign_word(match["sign"]) + en.numbers.of_digits(number)


def ordinal(match: re.Match[str], en: English) -> str | None:
    """21st, 1,000th; 21th is not one."""
    number = int(match["number"].replace(",", ""))
    suffix = match["suffix"].lower()
    if match["number"].startswith("00"):
        return f"{digits(match['number'])} {suffix}"
    teen = number // 10 % 10 == 1
    right = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    if suffix == "st" != right and not en.american and 3 < number < 40:
        return None
    if suffix != right and not (suffix == "d" and right in ("nd", "rd")):
        return f"{en.numbers.of_digits(match['number'])} {suffix}"
    words = en.numbers.ordinal(number)
    if match["century"]:
        return f"{words} century{stop_after(match.string, match.end())}"
    return plural(words) if match["plural"] else words


RACES = ("3", "5", "8", "10", "15")
RUN_BEFORE = re.compile(r"\b(?:r[au]n|runs|running|jog(?:ged|s)?|raced|parkrun) (?:a |the |his |her |my )?\Z")
COUNTED_IN_THOUSANDS = word_set(
    "people users followers jobs workers homes residents members tons tonnes views likes fans dollars euros pounds"
)


def magnitude(match: re.Match[str], en: English) -> str | None:
    """500k, 1.5m, 3bn, 10-15m, 2-3 million."""
    unit = match["unit"]
    if unit in ("b", "t", "B", "T", "M", "K", "m") and " " in match["gap"]:
        return None
    if unit.lower() in ("m", "t", "b") and not counts_millions(match):
        return None
    if unit in "kK" and match["number"] in RACES and RUN_BEFORE.search(words_before(match, 16)):
        return f"{en.numbers.decimal(match['number'])} K"
    if unit == "K" and match["number"] in ("2", "4", "5", "8") and next_word(match) not in COUNTED_IN_THOUSANDS:
        return f"{en.numbers.decimal(match['number'])} K"
    if unit.lower() == "k" and next_word(match) in (
        "run",
        "race",
        "walk",
        "resolution",
        "race",
        "TV",
        "video",
        "display",
        "screen",
    ):
        return f"{en.numbers.decimal(match['number'])} K"
    if match["first_unit"] and match["first_unit"] != unit:
        return None
    number = range_words(match, en)
    name = "hundred" if unit == "hundred" else MAGNITUDES[unit.lower()]
    return f"{sign_word(match['sign'])}{number} {name}"


LENGTH_AFTER = {
    "tall", "long", "wide", "deep", "high", "away", "from", "above", "below", "sprint", "race", "final", "finals",
    "freestyle", "hurdles", "backstroke", "breaststroke", "butterfly", "medley", "relay", "dash", "swim", "by", "x",
    "radius", "diameter", "telescope", "yacht", "ship", "statue", "tower", "wall", "fence", "wave", "waves", "drop",
    "platform", "springboard", "champion", "title", "gold", "silver", "bronze", "distance", "exclusion", "off", "down",
    "up", "outside", "inside", "behind", "ahead", "apart", "underwater", "at", "heats", "event",
}  # fmt: skip


COUNTED_BEFORE = re.compile(
    r"\b(?:population|audience|circulation|following|electorate|workforce|total) of"
    r"(?: (?:about|some|around|over|nearly))? \Z|"
    r"\b(?:sold|(?:watched|viewed|streamed|downloaded|used) by)(?: (?:about|some|around|over|nearly))? \Z"
)
OIL = word_set("bpd boe bbl yrs sq")
SECOND_MILLIONS = re.compile(r"(?: to | and | or |-|–)\d+(?:\.\d+)?m (people|[a-z]{3,}s\b)")


def counts_millions(match: re.Match[str]) -> bool:
    """Whether "5m" counts millions: a plural noun follows, rather than an adjective of length."""
    if COUNTED_BEFORE.search(words_before(match, 24)):
        return True
    word = next_word(match)
    if word in ("to", "and", "or") or match.string[match.end() : match.end() + 1] in "-–":
        again = SECOND_MILLIONS.match(match.string, match.end())
        return again is not None and again.group(1) not in LENGTH_AFTER
    if word.lower() in LENGTH_AFTER or match.string[match.end() : match.end() + 1] == "-":
        return False
    return (
        word
        in (
            "people",
            "women",
            "men",
            "children",
            "of",
            "more",
            "fewer",
            "new",
            "jobless",
            "unemployed",
            "a",
        )
        or re.fullmatch("[A-Z]{2,5}s?", word) is not None
        or word in OIL
        or (word.endswith("s") and (word.islower() or word.istitle()) and len(word) > 3)
    )


def range_words(match: re.Match[str], en: English) -> str:
    """A number, or "ten to fifteen" if the match has a group `upto`."""
    words = en.numbers.decimal(match["number"])
    upto = match["upto"]
    return f"{words} to {en.numbers.decimal(upto)}" if upto else words


def percent(match: re.Match[str], en: English) -> str | None:
    """5%, 10-15%, -0.4%, 0.5pp, 25bps"""
    name = {"%": en.percent, "pc": en.percent,
            "pct": en.percent, "‰": "per mille", "pp": "percentage points", "ppt": "percentage points",
            "ppts": "percentage points", "bp": "basis points",
            "bps": "basis points"}[match["unit"].lower()]  # fmt: skip
    if match["unit"] == "pp" and match["gap"] and "." not in match["number"]:
        name = "pages"
    if match["gap"] == "-":
        name = name.removesuffix("s")
    if name.endswith("s") and match["number"] == "1" and not match["upto"]:
        name = name[:-1]
    return f"{sign_word(match['sign'])}{range_words(match, en)} {name}"


AIRLINER = re.compile("7[0-8]7|3[1-8]0")
AIRLINER_VARIANT = re.compile("[1-9]|[1-9]00")
SPLIT = word_set("rule split principle partnership chance odds proposition deal ratio basis toss-up tie call")
"""After these a pair that makes a hundred has no "to": "the eighty twenty rule"."""


def plain_range(match: re.Match[str], en: English) -> str | None:
    """18-24, 12–15: up to."""
    left, right = match["number"], match["upto"]
    if (left[0] == "0" or right[0] == "0") and left != "0" and "." not in left + right:
        return None
    falling = float(left.replace(",", "")) > max(199.0, float(right.replace(",", "")))
    before = words_before(match, 24)
    airliner = AIRCRAFT_BEFORE.search(before) or (AIRLINER.fullmatch(left) and AIRLINER_VARIANT.fullmatch(right))
    shares = left.isdigit() and right.isdigit() and int(left) + int(right) == 100
    named = shares and next_word(match) in SPLIT
    joint = " " if left == right or falling or airliner or named else " to "
    if left.isdigit() and (airliner or PAIRED_BEFORE.search(before)):
        return joint.join(en.numbers.in_pairs(int(number)) for number in (left, right))
    return f"{en.numbers.decimal(left)}{joint}{en.numbers.decimal(right)}"


ROUND_PLURALS = {10: "tens", 100: "hundreds", 1000: "thousands", 10_000: "tens of thousands"}


def number_plural(match: re.Match[str], en: English) -> str | None:
    """747s, "in his 30s": the plural of a number; "4s" is a model."""
    value = int(match["number"].replace(",", ""))
    if value in ROUND_PLURALS:
        return ROUND_PLURALS[value]
    if value > 9999:
        return plural(en.numbers.cardinal(value))
    if value < 10 and not match.string[: match.start()].endswith(("-", "No. ", "no. ")):
        return f"{en.numbers.cardinal(value)} S"
    tens = value % 10 == 0 and value < 100
    return plural(en.numbers.cardinal(value) if tens or value < 100 else en.numbers.in_pairs(value))


COMPARING = word_set(
    "per as more the a its his their faster higher better bigger larger stronger cheaper smaller slower less longer"
)


def multiplied(match: re.Match[str], en: English) -> str | None:
    """4x, 2.5×, 2x8, 4x4."""
    if match["sign"] == "X" and AIRLINER.fullmatch(match["number"]) and not match["right"]:
        return en.numbers.in_pairs(int(match["number"])) + " X"
    left = en.numbers.decimal(match["number"])
    if match["right"]:
        return f"{left} by {en.numbers.decimal(match['right'])}"
    return f"{left} times" if match["sign"] == "×" or next_word(match) in COMPARING else f"{left} x"


def sum_of(match: re.Match[str], en: English) -> str | None:
    """1-2=5, 2+3"""
    signs = {"+": "plus", "-": "minus", "−": "minus", "=": "equals", "×": "times", "÷": "divided by", "/": "over"}
    parts = re.split(r" ?([-−+=×÷/]) ?", match.group())
    return " ".join(signs.get(p) or en.numbers.decimal(p) for p in parts)


def long_number(match: re.Match[str], en: English) -> str | None:
    """More digits than a name exists for, or a leading zero: digit by digit."""
    if match.string[match.end() : match.end() + 1].isalpha():
        return None
    return digits(match.group())


PERCENT_RANGE = rf"(?P<number>{NUMBER})(?:%? ?{DASH} ?(?P<upto>{NUMBER})(?= ?[%‰p]))?"
PERCENT = Rule(
    "percent", re.compile(rf"{SIGN}{PERCENT_RANGE}(?P<gap>[ -]?)(?P<unit>[%‰]|(?:ppts?|pp|pct|pc|bps?|BPS)\b)"), percent
)
ORDINAL = Rule(
    "ordinal",
    re.compile(rf"(?P<number>{WHOLE})(?P<suffix>st|nd|rd|th|ST|ND|RD|TH|d)(?P<plural>s?){END}(?P<century> C\.)?"),
    ordinal,
)
MAGNITUDE = Rule(
    "magnitude",
    re.compile(
        rf"{SIGN}(?P<number>{NUMBER})(?:(?P<first_unit>[kKmMbB]n?)?(?: ?{DASH} ?)(?P<upto>{NUMBER}))?(?P<gap>[ -]?)"
        rf"(?P<unit>thousand|million|billion|trillion|crore|lakh|mln|bln|mn|bn|tn|trn|[kKmMbBtT]){END}"
    ),
    magnitude,
)
SPACED: Rule[English] = Rule(
    "cardinal",
    re.compile(r"[1-9]\d{0,2}(?:(?: \d{3}){2,4}|(?: 000){1,3})(?![\w%]|[ ,.:/-]\d)(?= [a-z])"),
    lambda match, en: en.numbers.of_digits(match.group().replace(" ", "")),
)
PLAIN_RANGE = Rule(
    "range", re.compile(rf"(?P<number>{NUMBER})(?:-|–|—)(?P<upto>{NUMBER})(?![\w%-]|[-–—.]\d)"), plain_range
)
NUMBER_PLURAL = Rule("plural", re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4})s\b"), number_plural)
MULTIPLIED = Rule(
    "times", re.compile(rf"(?P<number>{NUMBER}) ?(?P<sign>[x×X])(?: ?(?P<right>{NUMBER})|(?![\w])){END}"), multiplied
)
SIGNED = rf"(?: ?[-−+×÷] ?{NUMBER})"
SUM = Rule(
    "sum",
    re.compile(rf"{NUMBER}{SIGNED}{{0,6}} ?= ?-?{NUMBER}{END}|{NUMBER} ?[+×÷] ?{NUMBER}{SIGNED}{{0,6}}{END}"),
    sum_of,
)
LONG_NUMBER = Rule("digits", re.compile(rf"\d{{{37},}}|0\d+(?!\.\d)"), long_number)
CARDINAL = Rule("cardinal", re.compile(rf"{SIGN}(?P<number>{NUMBER}){END}(?!\.\d)"), cardinal)
