"""Figures that are part of a name: CO2, G7, H.264, house numbers."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, spelled
from narrate.speech.english.numbers import digits, plural
from narrate.speech.rules import LETTER_A, Rule


def house(match: re.Match[str], en: English) -> str | None:
    """The number of a house before the name of a street."""
    number = match["number"]
    tail = " " if match.string[match.end()].isalpha() else ""
    return (digits(number) if len(number) == 5 or number[0] == "0" else en.numbers.in_pairs(int(number))) + tail


AIRLINER = re.compile("7[0-8]7|1080|720")


def glued(match: re.Match[str], en: English) -> str | None:
    """Digits stuck to letters: CO2, G7, F-16, 9to5, U21s, 98.6F."""
    text, start, end = match.string, match.start(), match.end()
    before, number = text[start - 1 : start], match["number"]
    lead = " " if before.isalpha() else ""
    tail = " " if text[end : end + 1].isalpha() else ""
    words = _as_name(number, en, named=bool(lead) or before == "-" or AIRLINER.fullmatch(number) is not None)
    return lead + (plural(words) if match["plural"] else words) + tail


def _as_name(number: str, en: English, *, named: bool) -> str:
    if "," in number:
        return en.numbers.of_digits(number)
    if number.count(".") == 1:
        return en.numbers.decimal(number)
    if "." in number:
        return " point ".join(en.numbers.of_digits(part) for part in number.split("."))
    if len(number) > 4 or (number[0] == "0" and len(number) > 1):
        return digits(number)
    return en.numbers.in_pairs(int(number)) if named and len(number) >= 3 else en.numbers.cardinal(int(number))


def nickname(match: re.Match[str], en: English) -> str | None:
    """49ers, 76ers: forty niners, seventy sixers."""
    words = en.numbers.of_digits(match["number"])
    return words + ("r" if words.endswith("e") else "er") + match["plural"]


def serial(match: re.Match[str], en: English) -> str | None:
    """F-150, GPT-4, CVE-2024-3094: figures after letters and a hyphen are named, not counted."""
    return " ".join(_as_name(part, en, named=True) for part in match.group().split("-"))


def subdivision(match: re.Match[str], en: English) -> str | None:
    """230(c)(1): the parts of a section of the law."""
    parts = re.findall(r"\w+", match["parts"])
    said = " ".join(en.numbers.cardinal(int(p)) if p.isdigit() else LETTER_A if p in "aA" else p.upper() for p in parts)
    number = " ".join(_as_name(part, en, named=True) for part in re.split("[-.]", match["number"]))
    return f"{number} {said}"


def pension(match: re.Match[str], en: English) -> str | None:
    """401k, 403b: plans named after a section of the law."""
    return f"{en.numbers.in_pairs(int(match['number']))} {match['letter'].upper()}"


def lineage(match: re.Match[str], en: English) -> str | None:
    """B.1.1.7, XBB.1.5, H.264: letters, then numbers without a point."""
    numbers = " ".join(en.numbers.in_pairs(int(n)) for n in match["numbers"].strip(".").split("."))
    return f"{spelled(match['letters'])} {numbers}"


def docket(match: re.Match[str], en: English) -> str | None:
    """21-1234 after "No.": the number of a case or a law."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if not re.search(r"(?:\bNos?\.?|\b[Cc]ase|\b[Ff]ile|\b[Dd]ocket|\bLaw|\bBill) \Z", before):
        return None
    return f"{_as_name(match['first'], en, named=True)} {_as_name(match['second'], en, named=True)}"


HOUSE = Rule(
    "address",
    re.compile(
        r"(?P<number>\d{3,5})(?=[A-Z]? (?:[NSEW]\.? )?(?:[A-Z0-9][\w'-]*\.? ){1,4}"
        r"(?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Blvd|Boulevard|Ln|Lane|Ct|Court|Hwy|Highway|Expy|Pkwy|Parkway|Way|"
        r"Place|Pl|Terrace|Crescent|Square)\b)"
    ),
    house,
)
GLUED = Rule(
    "glued", re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?=[A-Za-z])|\d+(?:\.\d+){0,4})(?P<plural>s\b)?"), glued
)
CONSONANTS: Rule[English] = Rule(
    "code", re.compile(r"[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-z](?=-\d)"), lambda match, en: spelled(match.group().upper())
)
PENSION = Rule("code", re.compile(r"(?P<number>401|403|457)(?P<letter>[kKbB])(?![\w])"), pension)
NICKNAME = Rule("plural", re.compile(r"(?P<number>\d{1,4})er(?P<plural>s?)\b"), nickname)
SERIAL = Rule("code", re.compile(r"(?:\d{3,4})(?:-\d{1,5}){0,2}(?![\w%]|[-.,/]\d)"), serial)
SUBDIVISION = Rule(
    "code", re.compile(r"(?P<number>\d{1,4}(?:[-.]\d{1,4})?)(?P<parts>(?:\((?:[a-zA-Z]|\d{1,2})\)){1,4})"), subdivision
)
LINEAGE = Rule("code", re.compile(r"(?P<letters>[A-Z]{1,3})(?P<numbers>(?:\.\d{1,4}){1,5})(?![\w%]|\.\d)"), lineage)
DOCKET = Rule("code", re.compile(r"(?P<first>\d{2,4})-(?P<second>\d{3,5})(?![\w-])"), docket)
