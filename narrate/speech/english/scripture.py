"""References to scripture: Matt. 5:3, 1 Cor. 13:4-7."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English
from narrate.speech.rules import Rule

BOOKS = {
    "Gen": "Genesis", "Ex": "Exodus", "Exod": "Exodus", "Lev": "Leviticus", "Num": "Numbers", "Deut": "Deuteronomy",
    "Josh": "Joshua", "Judg": "Judges", "Neh": "Nehemiah", "Esth": "Esther", "Ps": "Psalm", "Pss": "Psalms",
    "Prov": "Proverbs", "Eccl": "Ecclesiastes", "Eccles": "Ecclesiastes", "Isa": "Isaiah", "Jer": "Jeremiah",
    "Lam": "Lamentations", "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea", "Mic": "Micah", "Hab": "Habakkuk",
    "Zech": "Zechariah", "Mal": "Malachi", "Matt": "Matthew", "Mt": "Matthew", "Mk": "Mark", "Lk": "Luke",
    "Jn": "John", "Rom": "Romans", "Gal": "Galatians", "Eph": "Ephesians", "Phil": "Philippians",
    "Col": "Colossians", "Heb": "Hebrews", "Jas": "James", "Rev": "Revelation",
}  # fmt: skip
NUMBERED = {
    "Sam": "Samuel", "Samuel": "Samuel", "Kgs": "Kings", "Kings": "Kings", "Chron": "Chronicles", "Chr": "Chronicles",
    "Chronicles": "Chronicles", "Cor": "Corinthians", "Corinthians": "Corinthians", "Thess": "Thessalonians",
    "Thessalonians": "Thessalonians", "Tim": "Timothy", "Timothy": "Timothy", "Pet": "Peter", "Peter": "Peter",
    "Jn": "John", "John": "John",
}  # fmt: skip
VERSE = r"(?P<chapter>\d{1,3}):(?P<verse>\d{1,3})(?:[-–](?P<upto>\d{1,3}))?(?![\w:])"


def _place(match: re.Match[str], en: English) -> str:
    words = en.numbers.in_pairs(int(match["chapter"]))
    if match["verse"]:
        words += ", " + en.numbers.in_pairs(int(match["verse"]))
    return words + (f" to {en.numbers.in_pairs(int(match['upto']))}" if match["upto"] else "")


def verse(match: re.Match[str], en: English) -> str | None:
    """Matt. 5:3, Rev 21:1-4"""
    return f"{BOOKS[match['book']]} {_place(match, en)}"


def numbered_verse(match: re.Match[str], en: English) -> str | None:
    """1 Cor. 13, 2 Tim. 3:16"""
    return f"{en.numbers.ordinal(int(match['rank']))} {NUMBERED[match['book']]} {_place(match, en)}"


def _any(books: dict[str, str]) -> str:
    return "(?P<book>" + "|".join(sorted(books, key=len, reverse=True)) + ")"


BOOK = Rule("scripture", re.compile(rf"{_any(BOOKS)}\.? {VERSE}"), verse)
NUMBERED_BOOK = Rule(
    "scripture",
    re.compile(
        rf"(?P<rank>[123]) {_any(NUMBERED)}(?:\.? (?=\d+:)|\. (?=\d{{1,2}}(?![\w:])))"
        r"(?P<chapter>\d{1,3})(?::(?P<verse>\d{1,3})(?:[-–](?P<upto>\d{1,3}))?)?(?![\w:])"
    ),
    numbered_verse,
)
