"""Names in an article whose pronunciation an engine has to guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.model import Pronunciation
from narrate.speech.lexicon.files import shipped_lexicon
from narrate.speech.matching import Matcher
from narrate.speech.rules import word_set
from narrate.speech.sentences import split_sentences

NAME = re.compile(r"(?<![\w.@#/])(?:[A-ZÀ-ÖØ-ÞŁŚŠŽĐİ][^\W\d_]*(?:['’-][^\W\d_]+)*)")
LINE_START = re.compile(r"(?m)^[^\w\n]*")
UNUSUAL = re.compile(
    r"(?i)[^a-z'’-]|sz|cz|zh|kh|tsk|dj|nj|aa|ii|uu|yy|q(?!u)|\bx|\b(?:ng|mb|nd|nk|ts|dz|sr|vl|hr|hv|mw|kw|gb|kp|ll)|"
    r"[iuj]\b|(?:ek|uk|yk|ov|ev|yev|iy|yy|shvili|adze|ić|ic|oğlu|oglu|escu|eanu|sson|datter|poulos|akis|ian|yan)\b|"
    r"oe|ae|eij|ij|uy|ouw|eau|gn|ngh|nguy|tch|vr"
)
"""Letters and endings from outside English, where engines guess worst."""
FAMILIAR = re.compile(
    r"(?:son|ton|man|ley|field|ford|wood|land|berg|stein|er|ing|day|town|ville|shire|hampton|worth)\Z"
)
COMMON = word_set(
    "i mr mrs ms dr sir lord lady the a an monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december god christmas easter english british "
    "american "
    "french german italian spanish russian chinese japanese indian african european australian canadian irish scottish "
    "welsh london paris england britain america france germany italy spain russia china japan india africa europe "
    "australia canada ireland scotland wales york washington state states united kingdom north south east west new "
    "president minister prime senator governor professor police court house street party republican democrat labour "
    "conservative government parliament congress senate university college school john james robert michael william "
    "david richard joseph thomas charles mary patricia jennifer linda elizabeth barbara susan jessica sarah karen "
    "daniel paul mark donald george kenneth steven edward brian ronald anthony kevin jason jeff matthew gary timothy "
    "andrew peter simon christopher nancy lisa betty margaret sandra ashley kim emily donna michelle carol amanda "
    "eastern western northern southern russians ukraine ukrainian ukrainians russian internet olympics "
    "smith johnson williams brown jones miller davis wilson anderson taylor moore jackson martin lee thompson white "
    "harris clark lewis robinson walker young allen king wright scott green baker adams nelson hill"
)


@dataclass(frozen=True)
class Suggestion:
    """A name that may need an entry."""

    name: str
    count: int
    start: int  # of the first mention in the text
    unusual: bool  # letters or endings that English does not have


def suggest_names(text: str, language: str = "en", entries: Sequence[Pronunciation] = ()) -> tuple[Suggestion, ...]:
    """Names of a text that no entry covers, the unusual ones first, then by how often they occur.

    A word counts as a name if it is written with a capital inside a sentence and never without one.
    """
    known = Matcher(language, entries, shipped_lexicon(language), ipa=True)
    covered = bytearray(len(text))
    for hit in known.hits(text):
        covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    small = set(re.findall(r"(?<![\w'’])[a-z][\w'’-]*", text))
    starts = {_first_letter(text, a) for a, _ in split_sentences(text, language)}
    starts |= {match.end() for match in LINE_START.finditer(text)}  # a heading has no full stop
    found: dict[str, list[int]] = {}
    inside: set[str] = set()
    for match in NAME.finditer(text):
        name = re.sub(r"['’]s?\Z", "", match.group())
        if len(name) < 3 or name.isupper() or covered[match.start()] or not _is_candidate(name, small):
            continue
        found.setdefault(name, []).append(match.start())
        if match.start() not in starts:
            inside.add(name)
    names = [
        Suggestion(name, len(places), places[0], bool(UNUSUAL.search(name)))
        for name, places in found.items()
        if name in inside or UNUSUAL.search(name)
    ]
    return tuple(sorted(names, key=lambda s: (not s.unusual, -s.count, s.start)))


def _is_candidate(name: str, small: set[str]) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    low = name.lower()
    if re.split("['’]", low)[0] in ("i", "you", "we", "they", "he", "she", "it", "that", "there", "who"):
        return False
    return low not in small and low not in COMMON and not (plain == name and FAMILIAR.search(low) and len(name) < 10)


def _first_letter(text: str, at: int) -> int:
    found = re.compile(r"[^\W\d_]").search(text, at)
    return found.start() if found else at
