"""Telephone numbers, IP addresses, social-security and postal numbers."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, words_before
from narrate.speech.english.numbers import digits
from narrate.speech.rules import Rule

CONTEXT = re.compile(
    r"\b(?:phone|tel|telephone|call|calls|called|calling|text|mobile|cell|fax|ring|dial|hotline|helpline|contact|"
    r"lifeline|whatsapp|on|number|at)\b[^.;]{0,24}\Z"
)
PAIRS = re.compile(r"13(?: [1-9]\d){2}")
"""Australian numbers of six figures are known and said by their pairs: "thirteen, eleven, fourteen"."""
KEYPAD_WORD = r"[A-Z]{1,8}"


def telephone(match: re.Match[str], en: English) -> str | None:
    """555-123-4567, (02) 6123 4567, +1 (123) 123-5678, +85512345678."""
    text = match.group()
    count = sum(c.isdigit() for c in text)
    if not 7 <= count <= 16:
        return None
    plus = "plus " if text[0] == "+" else ""
    lead = re.match(r"\+1 ?(?=\()|\+\d{1,3}\b", text)
    if lead and lead.group() == text:
        return None
    return plus + ", ".join(digits(g) for g in re.findall(r"\d+", text))


def bare_telephone(match: re.Match[str], en: English) -> str | None:
    """Spaced or unspaced digits after "call", "phone", "on" and the like: 0800 123 456, 13 11 14."""
    text = match.group()
    if not CONTEXT.search(words_before(match, 40)) or sum(c.isdigit() for c in text) < 6:
        return None
    if text.isdigit() and text[0] != "0" and len(text) < 10:
        return None
    if en.country == "au" and PAIRS.fullmatch(text):
        return ", ".join(en.numbers.cardinal(int(g)) for g in text.split(" "))
    return ", ".join(digits(g) for g in re.findall(r"\d+", text))


def keypad(match: re.Match[str], en: English) -> str | None:
    """1-800-GO-U-HAUL"""
    first, code, rest = match["first"], match["code"], match["rest"]
    said = "eight hundred" if code == "800" else digits(code)
    groups = [digits(g) if g.isdigit() else g for g in rest.split("-")]
    words = " ".join(groups) if all(not g.isdigit() for g in rest.split("-")) else _keypad_groups(groups)
    return f"{digits(first)}, {said}, {words}" if first else f"{said}, {words}"


def _keypad_groups(groups: list[str]) -> str:
    return groups[0] + "".join(f" {g}" if g[0].islower() else f", {g}" for g in groups[1:])


def address(match: re.Match[str], en: English) -> str | None:
    """192.168.0.1, version 1.2.3"""
    return " dot ".join(
        digits(part) if len(part) > 2 else en.numbers.of_digits(part) if len(part) == 1 else digits(part)
        for part in match.group().split(".")
    )


def version(match: re.Match[str], en: English) -> str | None:
    """1.2.3: a version of a program."""
    return " point ".join(en.numbers.of_digits(part) for part in match.group().split("."))


def postal(match: re.Match[str], en: English) -> str | None:
    """IL 62290, after the name of a state."""
    if not ZIP_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    return digits(match.group().replace("-", ""))


TELEPHONE = Rule(
    "telephone",
    re.compile(
        r"\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){0,3}[ .-]\d{2,6}(?![\w-]|\.\d)"
        r"|\+\d{7,15}(?!\d)"
        r"|\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}(?!\d)"
        r"|\(0\d{1,4}\) ?\d{3,4}[ -]?\d{3,4}(?!\d)"
        r"|(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?:-\d{1,5})?(?![\w-]|\.\d)"
        r"|555-\d{4}(?![\w-])"
        r"|\d{3}-\d{2}-\d{4}(?![\w-])"
        r"|0\d{4} \d{5,6}(?!\d)|0\d{2,4} \d{3,4} \d{3,4}(?!\d)|1[38]00 (?:\d{3} \d{3}|\d\d \d{4})(?!\d)"
    ),
    telephone,
)
BARE_TELEPHONE = Rule(
    "telephone",
    re.compile(r"\d{2,5}(?:[ -]\d{2,4}){1,3}(?![\w-]|[.,]\d)|\d{7,12}(?![\w,]|\.\d)|\d{3}-\d{4}(?![\w-])"),
    bare_telephone,
)
KEYPAD = Rule(
    "telephone",
    re.compile(
        rf"(?:(?P<first>1)-)?(?P<code>8\d\d|900)-(?P<rest>(?=[\d-]{{0,12}}[A-Z])(?:{KEYPAD_WORD}|"
        rf"\d{{1,7}})(?:-(?:{KEYPAD_WORD}|\d{{1,4}})){{0,5}})(?![\w-])"
    ),
    keypad,
)
IP_ADDRESS = Rule("address", re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.]\d|\d)"), address)
VERSION = Rule("version", re.compile(r"\d{1,3}(?:\.\d{1,3}){2,4}(?![\w.]\d|\d)"), version)
ZIP_BEFORE = re.compile(r"(?:\b[A-Z]{2},? |, [A-Z][a-z]+ )\Z")
POSTAL = Rule("postal", re.compile(r"\d{5}(?:-\d{4})?(?![\w,.]\d|\d)"), postal)
