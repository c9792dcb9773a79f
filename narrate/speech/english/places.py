"""States, streets and points of the compass in addresses and datelines."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English
from narrate.speech.english.full_stops import DOT, SENTENCE_STARTERS, kept_stop, stop_after, words
from narrate.speech.rules import Rule, word_set

STREETS = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "blvd": "Boulevard", "rd": "Road", "dr": "Drive", "ln": "Lane",
    "hwy": "Highway", "expy": "Expressway", "pkwy": "Parkway", "ct": "Court", "pl": "Place", "sq": "Square",
    "ter": "Terrace", "cres": "Crescent", "cir": "Circle", "fwy": "Freeway", "tpke": "Turnpike", "jct": "Junction",
}  # fmt: skip
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "D.C", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
NEWS_STATES = {
    "Ala": "AL", "Ariz": "AZ", "Ark": "AR", "Calif": "CA", "Colo": "CO", "Conn": "CT", "Del": "DE", "Fla": "FL",
    "Ga": "GA", "Ill": "IL", "Ind": "IN", "Kan": "KS", "Ky": "KY", "La": "LA", "Md": "MD", "Mass": "MA",
    "Mich": "MI", "Minn": "MN", "Miss": "MS", "Mo": "MO", "Mont": "MT", "Neb": "NE", "Nev": "NV", "Okla": "OK",
    "Ore": "OR", "Pa": "PA", "Tenn": "TN", "Tex": "TX", "Va": "VA", "Vt": "VT", "Wash": "WA", "Wis": "WI",
    "Wyo": "WY",
}  # fmt: skip
PROVINCES = {
    "NSW": "New South Wales", "VIC": "Victoria", "QLD": "Queensland", "SA": "South Australia",
    "WA": "Western Australia", "TAS": "Tasmania", "NT": "Northern Territory", "ACT": "A.C.T",
    "Vic": "Victoria", "Qld": "Queensland", "Tas": "Tasmania",
    "ON": "Ontario", "QC": "Quebec", "BC": "British Columbia", "AB": "Alberta", "ONT": "Ontario",
}  # fmt: skip
DOTTED_STATES = word_set("n.y n.j n.c s.c n.m n.h n.d s.d r.i w.va d.c")
COMPASS = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
    "NNE": "North-Northeast",
    "ENE": "East-Northeast",
    "ESE": "East-Southeast",
    "SSE": "South-Southeast",
    "SSW": "South-Southwest",
    "WSW": "West-Southwest",
    "WNW": "West-Northwest",
    "NNW": "North-Northwest",
}


def street(match: re.Match[str], en: English) -> str | None:
    """Main St., 1428 Elm Dr., Fifth Ave."""
    if match["word"].isupper() or not is_street(match):
        return None
    if match["word"] == "Cir" and re.search(r"\d(?:st|nd|rd|th) \Z", match.string[: match.start()][-5:]):
        return "Circuit" + kept_stop(match)
    quarter = QUARTER.match(match.string, match.end())
    return STREETS[match["word"].lower()] + ("" if quarter else kept_stop(match, strong=True))


QUARTER = re.compile(r" (?:[NS]\.?[EW]|[NSEW])\b")
"""A part of town behind the street: "Constitution Ave. NW"."""
OFFICE_AFTER = re.compile(
    r" (?:Gov|Sens?|Reps?|AG|Atty|Lt\. Gov|Governor|Senators?|Attorney|Secretary|Democrats?|Republicans?|Supreme|State|"
    r"House|Senate|Legislature|lawmakers?|Rep)\b"
)
"""After these a state is named without its town: "N.J. Gov. Smith"."""
COUNTY_AFTER = re.compile(
    r"\.? (?:officials?|[Ss]heriff\w*|residents|[Cc]ommission\w*|prosecutors?|deput\w+|[Ff]air|[Ss]chools?|[Jj]ail|"
    r"[Cc]ourt\w*|executive|[Jj]udge|[Cc]lerk|supervisors?|[Bb]oard|voters|[Cc]oroner|D\.?A|[Dd]istrict)\b"
)
"""What a county has and a company has not: "Orange Co. deputies"."""
NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w'-]+(?: [A-Z])?|\b[JS]r\.|\b\d+(?:st|nd|rd|th)) \Z")
HOUSE_BEFORE = re.compile(r"\b\d+ (?:[NSEW] )?(?:[\w'-]+ ){1,4}\Z")


def is_street(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 40) : start]
    if not NAME_BEFORE.search(before):
        return False
    word = match["word"].lower()
    if word == "st" and re.match(r" (?:Mall|Station|Bridge|Market|Studios|Pier)\b", text[end : end + 12]):
        return True
    house = bool(HOUSE_BEFORE.search(before))
    surely = house or word in ("ave", "blvd", "hwy", "expy", "pkwy", "rd", "tpke")
    if (
        not match["dot"]
        and not surely
        and (word not in ("st", "dr", "sq", "ln") or text[end : end + 2].strip()[:1].isupper())
    ):
        return False
    if re.search(r"(?:^|[.!?] )(?:On|In|At|From|The|By|For|Of|To|And|But|With|Near|When|As|After|Before) \Z", before):
        return False
    after = text[end : end + 24]
    if word in ("st", "dr", "ct", "pl", "sq", "av", "ter") and not house:
        # "St. Paul" after a capitalised word is a saint; "Main St." before a small letter or the end is a street.
        if QUARTER.match(text, end):
            return True
        following = re.match(r" ([A-Z][a-z]*)", after)
        return following is None or following[1].lower() in SENTENCE_STARTERS
    return True


def state(match: re.Match[str], en: English) -> str | None:
    """Carterhaven, IL 62290; Austin, Texas keeps; Tampa, Fla."""
    word = match["word"]
    before = match.string[max(0, match.start() - 24) : match.start()]
    bracketed = match["dot"] and before.endswith("(") and match.string[match.end() : match.end() + 1] == ")"
    office = match["dot"] and OFFICE_AFTER.match(match.string, match.end())
    if (
        match["dot"]
        and word in NEWS_STATES
        and (LISTED.search(before) or CAPITAL_AFTER.match(match.string, match.end()))
    ):
        return STATES[NEWS_STATES[word]] + stop_after(match.string, match.end())
    if (
        not bracketed
        and not office
        and not re.search(r"[a-z.], \Z", before)
        and not (en.country == "au" and re.search(r"[a-z] \Z", before))
    ):
        return None
    if (
        not match["dot"]
        and word in ("IN", "OR", "ME", "OK", "OH", "HI", "LA", "ID")
        and not re.match(r"(?: \d{5}|[.,;)]|\Z)", match.string[match.end() :])
    ):
        return None
    if not re.search(r"\b[A-Z][\w'.]*, \Z", before) and word in STATES:
        return None
    if match["dot"] and not match.string[match.end() :].strip(" \"')]") and word in STATES:
        return STATES[word] + "."
    code = NEWS_STATES.get(word, word)
    if word in NEWS_STATES and not match["dot"]:
        return None
    if office:
        return STATES[code]
    name = PROVINCES.get(word, "") if en.country == "au" or code not in STATES else STATES[code]
    return name + kept_stop(match, strong=word in STATES) if name else None


LISTED = re.compile(r"\b(?:in|across) \Z|\b(?:" + "|".join(NEWS_STATES) + r")\.,?(?: and| or)? \Z")
"""Where states are named without a town: "in Pa., Mich. and Wis."."""
CAPITAL_AFTER = re.compile(r", D\.?C\b")
PARTS = {
    "N": re.compile(r" (?:Korean?s?|Carolina|Dakota|Ireland|Macedonia|Yorks(?:hire)?|Wales|Africa)\b"),
    "S": re.compile(r" (?:Korean?s?|Carolina|Dakota|African?s?|Sudan|Australian?|America|Yorks(?:hire)?|Wales)\b"),
    "W": re.compile(r" (?:Virginian?|Africa|Yorks(?:hire)?|Australian?|Sussex|Midlands)\b"),
    "E": re.compile(r" (?:Timor|Africa|Sussex|Jerusalem|Germany|Anglia|Yorks(?:hire)?)\b"),
}
"""Countries and regions named after a point of the compass: "N. Korea"."""
STREET_NAMES = "|".join(sorted((w.capitalize() for w in STREETS), key=len, reverse=True))
STREET_FOLLOWS = re.compile(
    rf"\.? (?:[A-Z0-9][\w'-]* ){{1,3}}(?:{STREET_NAMES}|Street|Avenue|Road|Drive|Boulevard|Lane|Court|Place|Highway)\b"
)
MILES_BEFORE = re.compile(r"\b(?:miles?|mi\.?|km|kms|kilomet(?:er|re)s?) \Z")
ADDRESS_BEFORE = re.compile(r"\b(?:\d{1,5}|block of) \Z")
ROAD_BEFORE = re.compile(
    r"(?:\b(?:I|US|SR|Route|Highway|Interstate|Hwy\.?|Rte\.?|A|M)[- ]?\d{1,4}|"
    r"\b(?:Avenue|Street|Ave|St|Rd|Blvd|Dr|Road|Drive|Boulevard|Place|Pl)\.?) \Z"
)


def compass(match: re.Match[str], en: English) -> str | None:
    """1211 E Arques Ave, W. Madison St., Constitution Ave. NW, I-70 W: a letter of the compass in an address."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    after = match.string[match.end() : match.end() + 8]
    point = COMPASS[match["word"]]
    if PARTS.get(match["word"]) and PARTS[match["word"]].match(match.string, match.end()):
        return point
    if MILES_BEFORE.search(before) and re.match(r" of\b", match.string[match.end("word") :][:4]):
        return point
    if ROAD_BEFORE.search(before):
        stop = match.group().endswith(".")
        return point + (stop_after(match.string, match.end()) if stop else "")
    numbered = re.match(r" \d+(?:st|nd|rd|th)\b", after)
    addressed = ADDRESS_BEFORE.search(before) and re.match(r" (?:[A-Z][a-z]|\d)", after)
    named = re.search(r"\b[A-Z][a-z]+ \Z", before) and not re.search(r"\b(?:On|At|From|Near|In) \Z", before)
    if named:
        return None
    if numbered or addressed or (en.american and STREET_FOLLOWS.match(match.string, match.end("word"))):
        return point
    return None


STREET = Rule("abbreviation", re.compile(words(STREETS)), street)
STATE = Rule(
    "abbreviation",
    re.compile(r"(?P<word>" + "|".join(sorted({*STATES, *NEWS_STATES, *PROVINCES}, key=len, reverse=True)) + ")" + DOT),
    state,
)
POINT = Rule(
    "abbreviation", re.compile(r"(?P<word>[NSEW][NS][EW]|[NS][EW]|[NSEW])(?:\.(?=\W|\Z)|(?![\w.'-]))"), compass
)
