"""Titles and other abbreviations, with the full stop kept where it also ends a sentence."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, spelled
from narrate.speech.rules import Rule, word_set

TITLES = {
    "mr": "Mister", "mrs": "Misses", "messrs": "Messers", "dr": "Doctor", "drs": "Doctors", "prof": "Professor",
    "profs": "Professors", "rev": "Reverend", "revd": "Reverend", "hon": "Honorable", "gov": "Governor",
    "govs": "Governors", "sen": "Senator", "sens": "Senators", "rep": "Representative", "reps": "Representatives",
    "gen": "General", "lt": "Lieutenant", "col": "Colonel", "maj": "Major", "capt": "Captain", "cpl": "Corporal",
    "sgt": "Sergeant", "sgts": "Sergeants", "ssgt": "Staff Sergeant", "cmdr": "Commander", "cdr": "Commander",
    "adm": "Admiral", "brig": "Brigadier", "pvt": "Private", "pfc": "Private First Class", "pte": "Private",
    "pres": "President", "supt": "Superintendent", "det": "Detective", "insp": "Inspector", "const": "Constable",
    "msgr": "Monsignor", "fr": "Father", "amb": "Ambassador", "atty": "Attorney", "asst": "Assistant",
    "mt": "Mount", "ft": "Fort", "st": "Saint", "sts": "Saints", "ste": "Saint", "vp": "Vice President",
    "mme": "Madame", "mlle": "Mademoiselle", "sr": "Senior", "dep": "Deputy", "treas": "Treasurer",
    "ald": "Alderman", "del": "Delegate", "cllr": "Councillor", "ch": "Chief", "rt": "Right",
}  # fmt: skip
BARE_TITLES = word_set(
    "cllr mr mrs messrs dr prof rev revd sgt cpl capt cmdr lt maj mt st pfc pvt ssgt supt msgr mme mlle"
)
"""Titles that British style writes without a full stop, safe to expand before a capital letter."""
BRITISH_BARE_TITLES = BARE_TITLES | word_set("gen col brig cdr adm det insp const asst ch rt")
ONLY_BEFORE = {"ch": re.compile(" (?:Insp|Supt)"), "rt": re.compile(" (?:Rev|Hon)")}
GENERATION = re.compile(r" (?:[XYZ]\b|Alpha|Beta)")
STREETS = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "blvd": "Boulevard", "rd": "Road", "dr": "Drive", "ln": "Lane",
    "hwy": "Highway", "expy": "Expressway", "pkwy": "Parkway", "ct": "Court", "pl": "Place", "sq": "Square",
    "ter": "Terrace", "cres": "Crescent", "cir": "Circle", "fwy": "Freeway", "tpke": "Turnpike", "jct": "Junction",
}  # fmt: skip
AFTER_NAME = {
    "jr": "Junior", "sr": "Senior", "inc": "Incorporated", "ltd": "Limited", "corp": "Corporation", "co": "Company",
    "bros": "Brothers", "esq": "Esquire", "cos": "Companies", "pty": "Proprietary", "assn": "Association",
    "univ": "University", "dept": "Department", "intl": "International", "mfg": "Manufacturing", "hosp": "Hospital",
}  # fmt: skip
BEFORE_NUMBER = {
    "no": "number", "nos": "numbers", "p": "page", "pp": "pages", "vol": "volume", "vols": "volumes", "ch": "chapter",
    "chap": "chapter", "fig": "figure", "figs": "figures", "sec": "section", "sect": "section", "art": "article",
    "ed": "edition", "ep": "episode", "ver": "version", "v": "version", "par": "paragraph", "c": "circa",
    "ca": "circa", "tel": "telephone", "ext": "extension", "apt": "apartment", "rm": "room", "op": "opus",
    "min": "minimum", "max": "maximum", "rt": "route", "rte": "route", "mk": "mark",
}  # fmt: skip
ANYWHERE = {
    "vs": "versus", "etc": "et cetera", "approx": "approximately", "dept": "department", "est": "established",
    "govt": "government", "ie": "that is", "eg": "for example", "cf": "compare", "al": "al", "misc": "miscellaneous",
    "incl": "including", "excl": "excluding", "tel": "telephone", "temp": "temperature", "avg": "average",
    "assoc": "associate", "natl": "national", "intl": "international", "mgmt": "management", "mgr": "manager",
    "hrs": "hours", "mins": "minutes", "secs": "seconds", "yrs": "years", "ques": "question", "ref": "reference",
    "exec": "executive",
    "ph": "phone", "univ": "university", "admin": "administration", "sgt": "sergeant", "capt": "captain",
    "reps": "reps", "viz": "namely", "orig": "originally", "esp": "especially", "attn": "attention", "ret": "retired",
}  # fmt: skip
DOTLESS = word_set("vs etc govt mgmt hrs mins secs yrs natl intl")
DOTTED_STATES = word_set("n.y n.j n.c s.c n.m n.h n.d s.d r.i w.va d.c")
DOTTED = {
    "e.g": "for example", "i.e": "that is", "a.k.a": "also known as", "et al": "and others", "n.b": "note well",
    "w/o": "without", "c/o": "care of",
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
PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent", "Lab": "Labour", "Con": "Conservative"}
COMPASS = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}

SENTENCE_STARTERS = word_set(
    "the a an he she it they we you i this that these those there here his her its their our my your but and or so yet "
    "in on at by for from with after before when while if as what who why how where then now however meanwhile "
    "although though since because until despite during some many most all both no not one two three several each "
    "every police officials according earlier later last next to of is was were are has had have will would do did "
    "also still only even yesterday today tomorrow another other instead once"
)
"""Words that, written with a capital after an abbreviation's full stop, begin a new sentence."""
NEXT_TOKEN = re.compile(r"[\"')\]]*(\s+)[\"'(\[]*([A-Za-z]+)?")


def stop_after(text: str, end: int, *, strong: bool = False) -> str:
    """ "." where the full stop before `end` also ends the sentence, else nothing.

    `strong`: a street or company name, after which any capitalised word begins a sentence.
    """
    if not text[end:].strip(" \"')]"):
        return "."
    found = NEXT_TOKEN.match(text, end)
    if found is None or not found.group(2):
        return ""
    word = found.group(2)
    if not word[0].isupper():
        return ""
    return "." if strong or word.lower() in SENTENCE_STARTERS else ""


def _dot(match: re.Match[str], *, strong: bool = False) -> str:
    return stop_after(match.string, match.end(), strong=strong) if match["dot"] else ""


def title(match: re.Match[str], en: English) -> str | None:
    """Dr Smith, Lt. Col. Smith, St. Paul, Mt Everest."""
    word = match["word"].lower()
    bare = BARE_TITLES if en.american else BRITISH_BARE_TITLES
    if match["word"][0].islower() or (not match["dot"] and word not in bare):
        return None
    after = match.string[match.end() : match.end() + 6]
    if (word == "gen" and GENERATION.match(after)) or (word in ONLY_BEFORE and not ONLY_BEFORE[word].match(after)):
        return None
    pair = word in ("mr", "mrs", "dr", "sir") and re.match(r" (?:and|or|&|&amp;) [A-Z]", match.string[match.end() :])
    if not pair and not re.match(r" ?[\"'(]?[A-ZÀ-ÞŁŽŠ]| \(ret", after):
        return None
    if word in STREETS and _is_street(match):
        return None
    if word == "hon" and not en.american:
        return "Honourable"
    if word == "sr" or (word == "ft" and not match["dot"]):
        return None
    return TITLES[word]


def street(match: re.Match[str], en: English) -> str | None:
    """Main St., 1428 Elm Dr., Fifth Ave."""
    if match["word"].isupper() or not _is_street(match):
        return None
    return STREETS[match["word"].lower()] + _dot(match, strong=True)


NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w'-]+|\b\d+(?:st|nd|rd|th)) \Z")
HOUSE_BEFORE = re.compile(r"\b\d+ (?:[NSEW] )?(?:[\w'-]+ ){1,4}\Z")


def _is_street(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 40) : start]
    if not NAME_BEFORE.search(before):
        return False
    word = match["word"].lower()
    house = bool(HOUSE_BEFORE.search(before))
    if not match["dot"] and not house and word not in ("ave", "blvd", "hwy", "expy", "pkwy", "rd", "tpke"):
        return False
    if re.search(r"(?:^|[.!?] )(?:On|In|At|From|The|By|For|Of|To|And|But|With|Near|When|As|After|Before) \Z", before):
        return False
    after = text[end : end + 24]
    if word in ("st", "dr", "ct", "pl", "sq", "av", "ter") and not house:
        # "St. Paul" after a capitalised word is a saint; "Main St." before a small letter or the end is a street.
        return not re.match(r" [A-Z]", after) or re.match(r" ([A-Z][a-z]*)", after)[1].lower() in SENTENCE_STARTERS  # type: ignore[index]
    return True


def after_name(match: re.Match[str], en: English) -> str | None:
    """Acme Inc., Smith Jr., Warner Bros."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    if (
        not match["word"][0].isupper()
        or not re.search(r"(?:[\w)&.]),? \Z", before)
        or (not match["dot"] and match["word"] not in ("Jr", "Sr", "Inc", "Ltd", "Corp", "Bros", "Pty"))
    ):
        return None
    if not re.search(r"\b[A-Z][\w'.&-]*,? \Z", before):
        return None
    return AFTER_NAME[match["word"].lower()] + _dot(match)


SAID_NO = re.compile(r"\b(?:said|says?|saying|vot(?:e|es|ed|ing)|answer(?:s|ed)?|replie[sd]|told \w+),? ['\"]?\Z")


def before_number(match: re.Match[str], en: English) -> str | None:
    """No. 10, pp. 12, vol. 3, c. 1850."""
    word = match["word"]
    if not match["dot"] and word not in ("No", "Nos", "pp", "Rte", "Mk"):
        return None
    if word == "no" and SAID_NO.search(match.string[max(0, match.start() - 16) : match.start()]):
        return None
    if not re.match(r" ?(?:\d|[IVXLC]+\b)", match.string[match.end() : match.end() + 8]) or (
        word.lower() == "no" and not word[0].isupper() and not match["dot"]
    ):
        return None
    if word == "No" and not match["dot"] and not re.search(r"[a-z,]'? ['\"]?\Z", match.string[: match.start()][-4:]):
        return None
    said = BEFORE_NUMBER[word.lower()]
    gap = "" if match.string[match.end() : match.end() + 1] == " " else " "
    return (said.capitalize() if word[0].isupper() else said) + gap


def anywhere(match: re.Match[str], en: English) -> str | None:
    """approx., vs., etc., dept."""
    word = match["word"]
    if (not match["dot"] and word.lower() not in DOTLESS) or word.isupper():
        return None
    said = ANYWHERE[word.lower()]
    if word.lower() in (
        "temp",
        "ref",
        "exec",
        "admin",
        "reps",
        "ph",
        "est",
        "sgt",
        "capt",
        "al",
        "esp",
        "tel",
        "misc",
    ) and stop_after(match.string, match.end(), strong=True):
        return None
    return (said.capitalize() if word[0].isupper() else said) + _dot(match)


def court_case(match: re.Match[str], en: English) -> str | None:
    """Roe v. Wade, England v Australia."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    if not re.search(r"[A-Z][\w'.]*\.? \Z", before) or not re.match(
        r" [A-Z\d]", match.string[match.end() : match.end() + 2]
    ):
        return None
    return "versus"


def state(match: re.Match[str], en: English) -> str | None:
    """Carterhaven, IL 62290; Austin, Texas keeps; Tampa, Fla."""
    word = match["word"]
    before = match.string[max(0, match.start() - 24) : match.start()]
    bracketed = match["dot"] and before.endswith("(") and match.string[match.end() : match.end() + 1] == ")"
    if (
        not bracketed
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
    name = PROVINCES.get(word, "") if en.country == "au" or code not in STATES else STATES[code]
    return name + _dot(match, strong=word in STATES) if name else None


def party(match: re.Match[str], en: English) -> str | None:
    """(D-CA), (R-Texas), (D-N.Y.)"""
    name = PARTIES.get(match["party"])
    place = match["place"]
    if name is None:
        return None
    key = place.replace(".", "").replace(" ", "")
    code = NEWS_STATES.get(key, key)
    where = STATES.get(code) or (place if len(place) > 3 and place.isalpha() else "")
    tail = match.string[match.end() : match.end() + 1]
    if not match.group().lstrip().startswith("("):
        return f"{name} of {where}" if where and match.string[match.start() - 2 : match.start()] == ", " else None
    comma = "" if not tail or tail in ",.;:!?" else ","
    return f", {name} of {where}{comma}" if where else None


def compass(match: re.Match[str], en: English) -> str | None:
    """1211 E Arques Ave: a letter of the compass in an address."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    after = match.string[match.end() : match.end() + 3]
    numbered = re.match(r" \d+(?:st|nd|rd|th)\b", match.string[match.end() : match.end() + 8])
    if (not numbered and not re.search(r"\b\d{1,5} \Z", before)) or not re.match(r" (?:[A-Z][a-z]|\d)", after):
        return None
    return COMPASS[match["word"]]


def dotted(match: re.Match[str], en: English) -> str | None:
    """U.S., e.g., a.k.a., Ph.D., J.K. Rowling."""
    text = match.group()
    if match["plural"]:
        return spelled(text[:-1]) + "'s"
    bare = text.rstrip(".")
    place = STATES.get(bare.replace(".", "").upper()) if bare.lower() in DOTTED_STATES else None
    if place and re.search(r"(?:[A-Za-z], |\(|\b[DRI]-)\Z", match.string[max(0, match.start() - 4) : match.start()]):
        return place + stop_after(match.string, match.end())
    ends = stop_after(match.string, match.end()) if text.endswith(".") else ""
    known = DOTTED.get(bare.lower())
    if known:
        return known + ends
    return spelled(bare) + ends


def initials(match: re.Match[str], en: English) -> str | None:
    """John F. Kennedy, C. S. Lewis: without the full stops, which engines take for ends of sentences."""
    letters = re.sub(r"[^A-Z]", "", match.group())
    before = match.string[max(0, match.start() - 16) : match.start()].rstrip()
    if before.endswith((" and", " versus")) and len(letters) == 1 and stop_after(match.string, match.end()):
        return None
    if len(letters) == 1:
        if stop_after(match.string, match.end()) or re.search(
            r"\b(?:vitamin|plan|option|group|hepatitis|section|level)\Z", before, re.I
        ):
            return None
        return "Ay" if letters == "A" else letters
    return spelled(letters)


def letter_a(match: re.Match[str], en: English) -> str | None:
    """Vitamin A, hepatitis A: the letter, which engines take for the article."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    if not re.search(
        r"\b(?:[Vv]itamin|[Pp]lan|[Oo]ption|[Gg]roup|[Hh]epatitis|[Cc]lass|[Cc]ategory|[Gg]rade|[Ll]eague|[Tt]ype|"
        r"[Ii]nfluenza|[Ss]erie|[Pp]oint|[Tt]eam|[Ss]tudent|[Pp]atient|[Ww]itness|[Ss]oldier) \Z",
        before,
    ):
        return None
    return "Ay"


DOT = r"(?P<dot>\.?)(?!\w|@)"


def words(table: dict[str, str]) -> str:
    return r"(?P<word>(?i:" + "|".join(sorted(table, key=len, reverse=True)) + r"))" + DOT


TITLE = Rule("abbreviation", re.compile(words(TITLES)), title)
STREET = Rule("abbreviation", re.compile(words(STREETS)), street)
AFTER = Rule("abbreviation", re.compile(words(AFTER_NAME)), after_name)
NUMBERED = Rule(
    "abbreviation",
    re.compile(
        r"(?P<word>(?i:" + "|".join(sorted(BEFORE_NUMBER, key=len, reverse=True)) + r"))(?P<dot>\.?)(?!\w*[A-Za-z])"
    ),
    before_number,
)
ANY = Rule("abbreviation", re.compile(words(ANYWHERE)), anywhere)
ET_AL: Rule[English] = Rule("abbreviation", re.compile(r"et al\.?(?!\w)"), lambda match, en: "and others")
CASE = Rule("abbreviation", re.compile(r"v\.?(?= )"), court_case)
STATE = Rule(
    "abbreviation",
    re.compile(r"(?P<word>" + "|".join(sorted({*STATES, *NEWS_STATES, *PROVINCES}, key=len, reverse=True)) + ")" + DOT),
    state,
)
PARTY = Rule("abbreviation", re.compile(r" ?\((?P<party>[A-Z][a-z]{0,2})[-–](?P<place>[A-Z][A-Za-z. ]{1,14})\)"), party)
PARTY_BARE = Rule(
    "abbreviation",
    re.compile(r"(?P<party>[DRI])[-–](?P<place>[A-Z][a-z]{1,13}\.?|[A-Z]{2}\b|(?:[A-Z]\.){2})(?=[,;)]|\.?\Z)"),
    party,
)
POINT = Rule("abbreviation", re.compile(r"(?P<word>[NS][EW]|[NSEW])\.?(?= )"), compass)
DOTTED_LETTERS = Rule(
    "acronym",
    re.compile(r"W\.Va\.|(?:[A-Za-z]\.){2,}(?:(?P<plural>s)\b|[A-Za-z](?![\w]))?|Ph\.D\b\.?|[BM]\.(?:Sc|Phil|Ed)\b\.?"),
    dotted,
)
INITIALS = Rule("initials", re.compile(r"[A-Z]\.(?:[ -]?[A-Z]\.)*(?= ?[A-Z][\w'])"), initials)
LETTER_A = Rule("letter", re.compile(r"A(?=[ ,;:)]|\.? )(?!\.[A-Z])"), letter_a)
DATE_WORDS = word_set("jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun")
ALL_ABBREVIATIONS = DATE_WORDS.union(
    TITLES, STREETS, AFTER_NAME, BEFORE_NUMBER, ANYWHERE, (s.lower() for s in NEWS_STATES)
) - {"al", "sr", "sun", "sat", "mar", "wed"}
