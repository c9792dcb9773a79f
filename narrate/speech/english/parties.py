"""Parties and constituencies of politicians."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English
from narrate.speech.english.places import NEWS_STATES, STATES
from narrate.speech.rules import Rule

PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent", "Lab": "Labour", "Con": "Conservative"}
ALONE = PARTIES | {"LD": "Liberal Democrat", "Lib Dem": "Liberal Democrat", "Ind": "Independent", "Grn": "Green"}
CANDIDATE = re.compile(r"\b(?:[A-Z][\w'-]+|[A-Z]\.) [A-Z][\w'-]+\Z")


def party(match: re.Match[str], en: English) -> str | None:
    """(D-CA), (R-Texas), (D-N.Y.)"""
    name = PARTIES.get(match["party"])
    where = _constituency(match["place"])
    if name is None or not where:
        return None
    return f", {name} of {where}{_comma(match)}"


def _constituency(place: str) -> str:
    key = place.replace(".", "").replace(" ", "")
    return STATES.get(NEWS_STATES.get(key, key)) or (place if len(place) > 3 and key.isalpha() else "")


def _comma(match: re.Match[str]) -> str:
    tail = match.string[match.end() : match.end() + 1]
    return "" if not tail or tail in ",.;:!?)" else ","


def party_bare(match: re.Match[str], en: English) -> str | None:
    """Smith, R-Texas, and Jones, D-Calif.; both D-Calif."""
    before = match.string[max(0, match.start() - 7) : match.start()]
    plural = re.search(r"\b(?:both|all) \Z", before)
    where = _constituency(match["place"])
    if not where or not (plural or before.endswith(", ")):
        return None
    return f"{PARTIES[match['party']]}{'s' if plural else ''} of {where}"


def party_alone(match: re.Match[str], en: English) -> str | None:
    """Ann Lee (D), Cllr Jo Ward (Lab); not the letter of a list."""
    if not CANDIDATE.search(match.string[max(0, match.start() - 40) : match.start()]):
        return None
    if en.american != (len(match["party"]) == 1):
        return None
    return f", {ALONE[match['party']]}{_comma(match)}"


PARTY = Rule("abbreviation", re.compile(r" ?\((?P<party>[A-Z][a-z]{0,2})[-–](?P<place>[A-Z][A-Za-z. ]{1,14})\)"), party)
PARTY_BARE = Rule(
    "abbreviation",
    re.compile(
        r"(?P<party>[DRI])[-–](?P<place>[A-Z][a-z]{1,13}(?:\.| [A-Z][a-z]{2,12})?|[A-Z]{2}\b|(?:[A-Z]\.){2})"
        r"(?=[,;)]|\.?\Z)"
    ),
    party_bare,
)
PARTY_ALONE = Rule("abbreviation", re.compile(rf" \((?P<party>{'|'.join(ALONE)})\)"), party_alone)
