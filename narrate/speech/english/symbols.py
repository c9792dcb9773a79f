"""Signs that are neither letters nor figures."""

from __future__ import annotations

import html
import re
import unicodedata

from narrate.speech.characters import cleaned
from narrate.speech.english.dialect import English, set_off
from narrate.speech.rules import Rule, word_set

NAMED = {
    "&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "#": "hash", "§": "section", "°": "degrees",
    "×": "times", "÷": "divided by", "±": "plus or minus", "≈": "about", "≠": "is not", "≤": "at most",
    "≥": "at least", "√": "square root of", "∞": "infinity", "π": "pi", "µ": "micro", "<": "less than",
    ">": "greater than", "−": "minus", "№": "number", "℃": "degrees Celsius", "℉": "degrees Fahrenheit",
    "‰": "per mille", "¢": "cents", "→": "to",
}  # fmt: skip
PAIRED = word_set("he/she she/he his/her her/his him/her himself/herself she/they he/they s/he yes/no true/false")
PERIODS = word_set("second minute hour day week month year night person household head game mile kilometre")
UNSPEAKABLE = frozenset("<>[]{}\\^|_*~©®™•·‣▪■□●○◆★☆†‡¶«»¨¸¦¬¡¿")


def named(match: re.Match[str], en: English) -> str | None:
    """A sign by its name, set off by blanks."""
    sign = match.group()
    if sign == "&":
        return set_off(match, "and")
    if sign in "<>" and not COMPARED.search(match.string[max(0, match.start() - 2) : match.end() + 2]):
        return ""
    if sign in "<>" and MORE_THAN.search(match.string[max(0, match.start() - 1) : match.end() + 3]):
        return set_off(match, "more than" if sign == ">" else "less than")
    word = en.percent if sign == "%" else NAMED[sign]
    return set_off(match, word)


def plus_minus(match: re.Match[str], en: English) -> str | None:
    """+/- 3%: an error of so much either way."""
    return "plus or minus "


def times_sign(match: re.Match[str], en: English) -> str | None:
    """2*8: times; an asterisk elsewhere has no sound."""
    return " times "


def entity(match: re.Match[str], en: English) -> str | None:
    """&amp; left over from a page."""
    sign = cleaned(html.unescape(match.group()))
    if sign == "&":
        return set_off(match, "and")
    return " " if sign.isspace() else sign if sign in "'\"-–—…" else ""


def slash(match: re.Match[str], en: English) -> str | None:
    """he/she, and/or, actor/director, Reuters/Ipsos."""
    text, start, end = match.string, match.start(), match.end()
    left = re.search(r"([\w']+) ?\Z", text[max(0, start - 24) : start])
    right = re.match(r" ?([\w']+)", text[end : end + 24])
    if left is None or right is None:
        return set_off(match, "") or " "
    pair = (left.group(1).lower(), right.group(1).lower())
    if "/".join(pair) in PAIRED:
        return " or "
    if pair[0] in left.group() and len(pair[0]) > 1 and match.string.startswith(" ratio", end + right.end()):
        return " to "
    if pair[1] in PERIODS and left.group(1).islower() and left.group(1) not in PERIODS:
        return " per "
    if pair[0] in ("and", "either") or not (left.group(1).islower() or right.group(1).islower()) or (pair[1] == "or"):
        return " "
    return " slash "


def by(match: re.Match[str], en: English) -> str | None:
    """12 ft x 10 ft"""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return (
        "by"
        if re.search(r"(?:\d|\b(?:ft|feet|in|inches|m|km|mi|yd|cm|mm|metres|meters|miles|yards))\.? \Z", before)
        else None
    )


def dash(match: re.Match[str], en: English) -> str | None:
    """-- and a hyphen between blanks: a dash, which engines read as a pause."""
    return " — "


def omission(match: re.Match[str], en: English) -> str | None:
    """[...], (…)"""
    return "…"


def tag(match: re.Match[str], en: English) -> str | None:
    """<b>, <a href="...">: markup is never spoken nor handed to an engine; <A Title> is no markup."""
    return set_off(match, "").strip(" ") or (" " if set_off(match, "") == "  " else "")


def dropped(match: re.Match[str], en: English) -> str | None:
    """Signs without a sound; a blank stays where words would run together."""
    text, start, end = match.string, match.start(), match.end()
    between = start and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
    return " " if between and match.group()[0] not in "[]{}*" else ""


def emoji(match: re.Match[str], en: English) -> str | None:
    """😀: dropped with the blank before it, or named."""
    if en.emoji == "drop":
        return ""
    names = emoji_names(match.group())
    lead, tail = re.match(r"( ?).*?( ?)\Z", match.group(), re.DOTALL).groups()  # type: ignore[union-attr]
    return lead + set_off(match, names).strip(" " if lead or tail else "") + tail


def emoji_names(text: str) -> str:
    """Names of the pictures in `text`, each once in a row."""
    names: list[str] = []
    for sign in text:
        name = unicodedata.name(sign, "").lower()
        name = name.replace("regional indicator symbol letter ", "").removeprefix("emoji modifier ").replace("-", " ")
        if not name or "fitzpatrick" in name or "selector" in name or "joiner" in name or name in names[-1:]:
            continue
        if not sign.isspace():
            names.append(name)
    return " ".join(names)


PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u20e3\u231a-\u23ff"
EMOJI = Rule("emoji", re.compile(f" ?(?:[{PICTURES}] ?)*[{PICTURES}]"), emoji)
OMISSION = Rule("omission", re.compile(r"[\[(](?:\.{3}|…|\. \. \.)[\])]"), omission)
COMPARED = re.compile(r"[\w)] ?[<>] ?[\d(]|[\w)] [<>] ")
MORE_THAN = re.compile(r"(?:\A|[ (])[<>] ?[$£€]?\d")
ENTITY = Rule("markup", re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5});"), entity)
TAG = Rule(
    "markup",
    re.compile(r"</?[a-z][a-z0-9:-]{0,20}(?:\s+[a-z:-]{1,20}=[^<>]{0,200}|=[^<>\s]{1,20})?\s?/?>|<!--[^<>]{0,200}-->"),
    tag,
)
SLASHED = {
    "/mo": " per month", "/yr": " per year", "/wk": " per week", "/hr": " per hour",
    "w/o": "without", "w/": "with", "b/w": "between", "y/e": "year ending", "y/y": "year on year",
    "y-o-y": "year on year", "Y/Y": "year on year", "y/o": "year-old",
}  # fmt: skip
SLASHED_LETTERS: Rule[English] = Rule(
    "abbreviation",
    re.compile(r"(?:" + "|".join(SLASHED) + r")(?![\w/-])"),
    lambda match, en: SLASHED[match.group()],
)
DASHES = Rule("dash", re.compile(r" ?--+ ?| [-–] "), dash)
SLASH = Rule("slash", re.compile(r" ?/ ?"), slash)
PLUS_MINUS = Rule("sign", re.compile(r"\+/[-−–] ?(?=\d)"), plus_minus)
NAMED_SIGN = Rule("sign", re.compile("[" + re.escape("".join(NAMED)) + "]"), named)
BY = Rule("sign", re.compile(r"[xX](?= \d)"), by)
TIMES = Rule("sign", re.compile(r"(?<=\d) ?\* ?(?=\d)"), times_sign)
DROPPED = Rule("dropped", re.compile("[" + re.escape("".join(UNSPEAKABLE)) + "]+"), dropped)
