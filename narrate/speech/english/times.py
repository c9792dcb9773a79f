"""Times of day, durations and time zones."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import DASH, English, spelled, words_after, words_before
from narrate.speech.english.full_stops import stop_after
from narrate.speech.english.numbers import digits
from narrate.speech.rules import Rule

HALF = r"(?P<half>[ap]\.? ?m\b\.?|[AP]\.? ?M\b\.?)"
ZONES = [
    "EST",
    "EDT",
    "ET",
    "CST",
    "CDT",
    "CT",
    "MST",
    "MDT",
    "MT",
    "PST",
    "PDT",
    "PT",
    "GMT",
    "UTC",
    "BST",
    "CET",
    "CEST",
    "EET",
    "EEST",
    "MSK",
    "IST",
    "JST",
    "KST",
    "SGT",
    "HKT",
    "AEST",
    "AEDT",
    "ACST",
    "ACDT",
    "AWST",
    "NZST",
    "NZDT",
    "WAT",
    "EAT",
    "SAST",
    "AST",
    "ADT",
    "NST",
    "AKST",
    "HST",
    "WIB",
]
ZONE = r"(?P<zone> ?(?:" + "|".join(sorted(ZONES, key=len, reverse=True)) + r")\b| ?[ecmp]\.?[sd]\.?t\b\.?)?"
CLOCK = r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?"
TO_CLOCK = r"(?P<to_hour>[01]?\d|2[0-4])(?:[:.](?P<to_minute>[0-5]\d))?"


def clock(hour: str, minute: str | None, en: English, *, twelve: bool) -> str:
    """ "seven thirty", "fourteen oh five", "twelve o'clock" (a full hour of the 24-hour clock)."""
    said = en.numbers.cardinal(int(hour)) if int(hour) or twelve else "zero"
    if minute is None or (twelve and minute == "00"):
        return said
    if minute == "00":
        return "midnight" if hour in ("00", "24") else said + " o'clock"
    low = int(minute)
    return f"{said} {'oh ' if low < 10 else ''}{en.numbers.cardinal(low)}"


def half_of_day(text: str) -> str:
    return "A.M" if text[0] in "aA" else "P.M"


def zone_name(text: str | None) -> str:
    letters = re.sub(r"[^A-Za-z]", "", text or "")
    # espeak-ng reads "ET" as a word.
    return f" {spelled(letters) if letters.isupper() else letters.upper()}" if letters else ""


def ending(match: re.Match[str], group: str) -> str:
    """A full stop that ended the sentence together with "p.m." stays heard; "10 a.m. Friday" has none."""
    text = match[group]
    if match["zone"] or not text.endswith("."):
        return ""
    return stop_after(match.string, match.end(), strong="." not in text[:-1])


def time_of_day(match: re.Match[str], en: English) -> str | None:
    """7.30pm AEST, 9 a.m., 12:00 noon."""
    if not 1 <= int(match["hour"]) <= 24:
        return None
    words = clock(match["hour"].lstrip("0") or "0", match["minute"], en, twelve=True)
    joint = " to " if match["until"] else ""
    return f"{words} {half_of_day(match['half'])}{zone_name(match['zone'])}{joint or ending(match, 'half')}"


def time_range(match: re.Match[str], en: English) -> str | None:
    """10am-5pm, 4:00 am - 8:12 pm, 9-11 a.m."""
    first = clock(match["hour"].lstrip("0") or "0", match["minute"], en, twelve=True)
    if match["first_half"]:
        first += " " + half_of_day(match["first_half"])
    last = clock(match["to_hour"].lstrip("0") or "0", match["to_minute"], en, twelve=True)
    return f"{first} to {last} {half_of_day(match['half'])}{zone_name(match['zone'])}{ending(match, 'half')}"


def clock_time(match: re.Match[str], en: English) -> str | None:
    """14:05, 12:00, 9:30 GMT, 14:00-15:30."""
    words = clock(match["hour"].lstrip("0") or "00", match["minute"], en, twelve=False)
    if match["to_hour"]:
        words += " to " + clock(match["to_hour"].lstrip("0") or "00", match["to_minute"], en, twelve=False)
    return words + zone_name(match["zone"])


RACE = re.compile(r" at [A-Z]")
"""Horse races are called by their time: "the 2.40 at Ascot"."""


def dotted_time(match: re.Match[str], en: English) -> str | None:
    """14.05 after "at" or before a zone (British style)."""
    train = words_before(match, 4).endswith("the ") and re.match(
        r" (?:to|from|train|service|bus|ferry|flight)\b", words_after(match, 9)
    )
    train = train or (words_before(match, 4).endswith("the ") and RACE.match(match.string, match.end()))
    train = train or re.match(
        r" (?:program|bulletin|news|report|show|start|kick-?off|curfew|deadline)", words_after(match, 12)
    )
    if (
        not match["zone"]
        and not train
        and not re.search(r"\b(?:at|from|until|ko|kick-?off) \Z", words_before(match, 9))
    ):
        return None
    if match.string[match.end() : match.end() + 2].strip()[:1] == "%" or (
        int(match["hour"]) < 6 and not match["zone"] and not train
    ):
        return None
    return clock(match["hour"].lstrip("0") or "00", match["minute"], en, twelve=False) + zone_name(match["zone"])


def amount(value: str, unit: str, en: English) -> str:
    number = int(value)
    return f"{en.numbers.cardinal(number)} {unit}{'' if number == 1 else 's'}"


def duration(match: re.Match[str], en: English) -> str | None:
    """1:01:01, 2:03:59.5 (races), 14:10:30 p.m."""
    second = match["second"]
    words = f"{amount(match['hour'], 'hour', en)} {amount(match['minute'], 'minute', en)} and "
    if "." in second:
        words += f"{en.numbers.decimal(str(int(second.split('.')[0])) + '.' + second.split('.')[1])} seconds"
    else:
        words += amount(second, "second", en)
    if match["half"]:
        words += " " + half_of_day(match["half"])
    return words + zone_name(match["zone"])


def race_time(match: re.Match[str], en: English) -> str | None:
    """3:43.13: minutes and seconds with a fraction."""
    seconds = f"{en.numbers.cardinal(int(match['second']))} point {digits(match['hundredths'])}"
    return f"{amount(match['minute'], 'minute', en)} {seconds} seconds"


def hours_minutes(match: re.Match[str], en: English) -> str | None:
    """2h 30m, 1h23m45s."""
    parts = [(match["hours"], "hour"), (match["minutes"] or match["bare"], "minute"), (match["seconds"], "second")]
    return " ".join(amount(value, unit, en) for value, unit in parts if value)


def military(match: re.Match[str], en: English) -> str | None:
    """0600 hours, 1830 GMT, the 0715 from Crewe."""
    hour, minute = match["digits"][:2], match["digits"][2:]
    tail = " " if match.group().endswith(" ") else ""
    said = ("zero " if hour[0] == "0" and hour != "00" else "") + en.numbers.cardinal(int(hour))
    rest = "hundred" if minute == "00" else (("oh " if minute[0] == "0" else "") + en.numbers.cardinal(int(minute)))
    return f"{said} {rest}" + (" hours" if match["hours"] else zone_name(match["zone"])) + tail


TIME_RANGE = Rule(
    "time",
    re.compile(rf"{CLOCK} ?(?P<first_half>[ap]\.?m\.?|[AP]\.?M\.?)? ?(?:{DASH}| to ) ?{TO_CLOCK} ?{HALF}{ZONE}"),
    time_range,
)
TIME_OF_DAY = Rule(
    "time", re.compile(rf"{CLOCK} ?{HALF}{ZONE}(?P<until> ?{DASH} ?(?=(?:noon|midnight)\b))?"), time_of_day
)
CLOCK_TIME = Rule(
    "time",
    re.compile(
        rf"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?: ?{DASH} ?(?P<to_hour>[01]?\d|"
        rf"2[0-4]):(?P<to_minute>[0-5]\d))?(?![\d:])(?!\.\d){ZONE}"
    ),
    clock_time,
)
NOON: Rule[English] = Rule(
    "time", re.compile(rf"(?P<time>noon|midnight) ?{DASH} ?(?=\d)"), lambda match, en: f"{match['time']} to "
)
BROADCAST: Rule[English] = Rule(
    "time",
    re.compile(r"(?P<eastern>1[0-2]|[1-9])/(?P<central>1[0-2]|[1-9])c\b"),
    lambda match, en: (
        f"{en.numbers.cardinal(int(match['eastern']))}, {en.numbers.cardinal(int(match['central']))} central"
    ),
)
DOTTED_TIME = Rule(
    "time", re.compile(rf"(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)(?![\d.]\d|\d){ZONE}(?!\w)"), dotted_time
)
DURATION = Rule(
    "time",
    re.compile(rf"(?P<hour>\d{{1,3}}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)(?![\d:])(?: ?{HALF})?{ZONE}"),
    duration,
)
RACE_TIME = Rule(
    "time", re.compile(r"(?P<minute>\d{1,2}):(?P<second>[0-5]\d)\.(?P<hundredths>\d{1,3})(?!\d)"), race_time
)
HOURS_MINUTES = Rule(
    "time",
    re.compile(
        r"(?P<hours>\d{1,3})"
        r"(?:h(?=\d\d(?!\w))(?P<bare>\d\d)|h| h(?= \d{1,2} ?m)) ?(?:(?P<minutes>\d{1,2})(?:m| ?min)\b ?)?"
        r"(?:(?P<seconds>\d{1,2})s\b)?(?<! )(?!\w)"
    ),
    hours_minutes,
)
MILITARY = Rule(
    "time",
    re.compile(
        r"(?P<digits>(?:[01]\d|2[0-4])[0-5]\d)(?:(?P<hours> hours| hrs|hrs)\b|(?P<zone> ?(?:GMT|UTC|BST|CET|CEST|"
        r"AEST|AEDT)\b)|(?<=\b[Tt]he \d{4}) (?=(?:to|from) [A-Z]|(?:train|service|ferry|flight|departure)\b)|"
        r"(?:(?<=\bat 0\d{3})|(?<=\bby 0\d{3})|(?<=\bwas 0\d{3})|(?<=\bfrom 0\d{3})|(?<=\buntil 0\d{3}))(?![\w-]))"
    ),
    military,
)
