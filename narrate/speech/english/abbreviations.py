"""Titles and other abbreviations, with the full stop kept where it also ends a sentence."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, spelled, spelled_with_s
from narrate.speech.english.full_stops import kept_stop, stop_after, words
from narrate.speech.english.places import (
    COUNTY_AFTER,
    DOTTED_STATES,
    NEWS_STATES,
    OFFICE_AFTER,
    STATES,
    STREETS,
    is_street,
)
from narrate.speech.rules import LETTER_A, Rule, word_set

TITLES = {
    "mr": "Mister", "mrs": "Misses", "ms": "Ms",
    "messrs": "Messers", "dr": "Doctor", "drs": "Doctors", "prof": "Professor",
    "profs": "Professors", "rev": "Reverend", "revd": "Reverend", "hon": "Honorable", "gov": "Governor",
    "govs": "Governors", "sen": "Senator", "sens": "Senators", "rep": "Representative", "reps": "Representatives",
    "gen": "General", "lt": "Lieutenant", "col": "Colonel", "maj": "Major", "capt": "Captain", "cpl": "Corporal",
    "sgt": "Sergeant", "sgts": "Sergeants", "ssgt": "Staff Sergeant", "cmdr": "Commander", "cdr": "Commander",
    "adm": "Admiral", "brig": "Brigadier", "pvt": "Private", "pfc": "Private First Class", "pte": "Private",
    "pres": "President", "supt": "Superintendent", "det": "Detective", "insp": "Inspector", "const": "Constable",
    "msgr": "Monsignor", "fr": "Father", "amb": "Ambassador", "atty": "Attorney", "asst": "Assistant",
    "mt": "Mount", "ft": "Fort", "st": "Saint", "sts": "Saints", "ste": "Saint", "vp": "Vice President",
    "mme": "Madame", "mlle": "Mademoiselle", "sr": "Senior", "dep": "Deputy", "treas": "Treasurer",
    "spc": "Specialist", "br": "Brother", "snr": "Senior", "cnr": "Corner", "sec": "Secretary", "wm": "William",
    "chas": "Charles", "geo": "George", "thos": "Thomas",
    "flt": "Flight", "wg": "Wing", "ldr": "Leader", "sqn": "Squadron", "pt": "Point",
    "ald": "Alderman", "del": "Delegate", "cllr": "Councillor", "ch": "Chief", "rt": "Right",
}  # fmt: skip
BARE_TITLES = word_set(
    "cllr mr mrs messrs dr prof rev revd sgt cpl capt cmdr lt maj mt st pfc pvt ssgt supt msgr mme mlle"
)
"""Titles that British style writes without a full stop, safe to expand before a capital letter."""
BRITISH_BARE_TITLES = BARE_TITLES | word_set(
    "flt wg ldr sqn gen col brig cdr adm det insp const asst ch rt pte snr cnr"
)
ONLY_BEFORE = {"ch": re.compile(" (?:Insp|Supt)"), "rt": re.compile(" (?:Rev|Hon)"), "sqn": re.compile(" Ldr")}
GENERATION = re.compile(r" (?:[XYZ]\b(?!\.)|Alpha|Beta)")
AFTER_NAME = {
    "jr": "Junior", "sr": "Senior", "inc": "Incorporated", "ltd": "Limited", "corp": "Corporation", "co": "Company",
    "bros": "Brothers", "esq": "Esquire", "cos": "Companies", "pty": "Proprietary", "assn": "Association",
    "univ": "University", "dept": "Department", "intl": "International", "mfg": "Manufacturing", "hosp": "Hospital",
    "btn": "Battalion", "bn": "Battalion", "bde": "Brigade", "regt": "Regiment", "sqn": "Squadron", "coy": "Company",
    "div": "Division", "inf": "Infantry", "abn": "Airborne",
}  # fmt: skip
BEFORE_NUMBER = {
    "no": "number", "nos": "numbers", "p": "page", "pp": "pages", "vol": "volume", "vols": "volumes", "ch": "chapter",
    "chap": "chapter", "fig": "figure", "figs": "figures", "sec": "section", "sect": "section", "art": "article",
    "ed": "edition", "ep": "episode", "ver": "version", "v": "version", "par": "paragraph", "c": "circa",
    "ca": "circa", "tel": "telephone", "ext": "extension", "apt": "apartment", "rm": "room", "op": "opus",
    "min": "minimum", "max": "maximum", "rt": "route", "rte": "route", "mk": "mark", "s": "section", "ss": "sections",
    "cat": "category", "prop": "proposition", "b": "born", "d": "died",
}  # fmt: skip
ANYWHERE = {
    "vs": "versus", "etc": "et cetera", "approx": "approximately", "dept": "department", "est": "established",
    "govt": "government", "ie": "that is", "eg": "for example", "cf": "compare", "al": "al", "misc": "miscellaneous",
    "incl": "including", "excl": "excluding", "tel": "telephone", "temp": "temperature", "avg": "average",
    "assoc": "associate", "natl": "national", "intl": "international", "assn": "association", "mgmt": "management",
    "mgr": "manager",
    "hrs": "hours", "mins": "minutes", "secs": "seconds", "yrs": "years", "ques": "question", "ref": "reference",
    "exec": "executive",
    "ph": "phone", "univ": "university", "admin": "administration", "sgt": "sergeant", "capt": "captain",
    "reps": "reps", "viz": "namely", "orig": "originally", "esp": "especially", "attn": "attention", "ret": "retired",
    "hwy": "highway", "adj": "adjusted", "tsp": "teaspoon", "tbsp": "tablespoon", "aka": "also known as", "nr": "near",
    "aet": "after extra time", "pcm": "per calendar month", "yr": "year", "wk": "week", "dist": "district",
    "dem": "democratic", "wkts": "wickets", "wkt": "wicket",
}  # fmt: skip
DOTLESS = word_set("vs etc govt mgmt hrs mins secs yrs natl intl tsp tbsp aka nr aet pcm wkts wkt")
DOTTED = {
    "e.g": "for example", "i.e": "that is", "a.k.a": "also known as", "et al": "and others", "n.b": "note well",
    "y.o": "years old",
}  # fmt: skip


def title(match: re.Match[str], en: English) -> str | None:
    """Dr Smith, Lt. Col. Smith, St. Paul, Mt Everest."""
    word = match["word"].lower()
    bare = BARE_TITLES if en.american else BRITISH_BARE_TITLES
    if match["word"][0].islower() or (not match["dot"] and word not in bare):
        return None
    after = match.string[match.end() : match.end() + 6]
    if word == "gen" and GENERATION.match(after):
        return "Gen"
    if word in ONLY_BEFORE and not ONLY_BEFORE[word].match(after):
        return None
    pair = word in ("mr", "mrs", "dr", "sir") and re.match(r" (?:and|or|&|&amp;) [A-Z]", match.string[match.end() :])
    if not pair and not re.match(r" ?[\"'(]?[A-ZÀ-ÞŁŽŠ]| \(ret|-(?:elec|desi|Gen|Col|Gov)", after):
        return None
    if word in STREETS and is_street(match):
        return None
    if word == "sec" and not re.match(r" [A-Z][a-z]", after):
        return None
    if word == "hon" and not en.american:
        return "Honourable"
    if word == "sr" and not re.search(r"[A-Z][\w'.-]*,? \Z", match.string[max(0, match.start() - 20) : match.start()]):
        return "Sister"
    if word == "sr" or (word == "ft" and not match["dot"]):
        return None
    return TITLES[word]


UNITS = word_set("Btn Bn Bde Regt Sqn Coy Div Inf Abn")
BARE_AFTER_NAME = word_set("Jr Sr Inc Ltd Corp Bros Pty") | UNITS


def after_name(match: re.Match[str], en: English) -> str | None:
    """Acme Inc., Smith Jr., Warner Bros."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    if (
        not match["word"][0].isupper()
        or not re.search(r"(?:[\w)&.]),? \Z", before)
        or (not match["dot"] and match["word"] not in BARE_AFTER_NAME)
    ):
        return None
    if match["word"] == "Co" and COUNTY_AFTER.match(match.string, match.end()):
        return "County"
    if match["word"] in UNITS and not re.search(r"\b\d+(?:st|nd|rd|th) (?:[A-Z]\w+\.? )?\Z", before):
        return None
    if match["word"] not in UNITS and not re.search(r"\b[A-Z][\w'.&-]*,? \Z", before):
        return None
    return AFTER_NAME[match["word"].lower()] + kept_stop(match)


SAID_NO = re.compile(r"\b(?:said|says?|saying|vot(?:e|es|ed|ing)|answer(?:s|ed)?|replie[sd]|told \w+),? ['\"]?\Z")


FIGURE = re.compile(r" ?(?:\d|[IVXLC]+\b)")
MONTH_DAY = re.compile(r" ?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)")
DOWNING_STREET = re.compile(
    r" 1[01](?:'s\b| (?:said|says|has|have|had|is|was|will|would|did|could|insist\w*|declined|confirmed|refused|"
    r"sources?|spokes\w+|officials?|aides?|staff|denied|added|wants?|believes?)\b)"
)
"""A bare "No" at the beginning of a sentence is the answer, unless Downing Street speaks."""


def before_number(match: re.Match[str], en: English) -> str | None:
    """No. 10, pp. 12, vol. 3, c. 1850."""
    word = match["word"]
    if not match["dot"] and word not in ("No", "Nos", "pp", "Rte", "Mk", "ext"):
        return None
    if word == "no" and SAID_NO.search(match.string[max(0, match.start() - 16) : match.start()]):
        return None
    followed = MONTH_DAY if word in ("b", "d") else FIGURE
    if not followed.match(match.string, match.end()) or (
        word.lower() == "no" and not word[0].isupper() and not match["dot"]
    ):
        return None
    before = match.string[max(0, match.start() - 4) : match.start()]
    bare_number = word == "No" and not match["dot"] and not re.search(r"[a-z,]'? ['\"]?\Z", before)
    named = not en.american and re.match(r" \d{1,3} [A-Z]", match.string[match.end() :][:6])
    if bare_number and not named and not DOWNING_STREET.match(match.string, match.end()):
        return None
    if word in ("S", "SS", "B", "D") or (word in ("s", "ss", "b", "d") and before and before[-1] not in " ("):
        return None
    said = BEFORE_NUMBER[word.lower()]
    gap = "" if match.string[match.end() : match.end() + 1] == " " else " "
    return (said.capitalize() if word[0].isupper() else said) + gap


def anywhere(match: re.Match[str], en: English) -> str | None:
    """approx., vs., etc., dept."""
    word = match["word"]
    if (not match["dot"] and word.lower() not in DOTLESS) or not (word.islower() or word.istitle()):
        return None
    if word == "Dem" and not re.match(r" [a-z]", match.string[match.end() : match.end() + 2]):
        return None
    if word == "nr" and not re.match(r"\.? [A-Z]", match.string[match.end() : match.end() + 3]):
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
    return (said.capitalize() if word[0].isupper() else said) + kept_stop(match)


def court_case(match: re.Match[str], en: English) -> str | None:
    """Roe v. Wade, England v Australia."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    if not re.search(r"(?:[A-Z][\w'.]*\.?|\d%?) \Z", before) or not re.match(
        r" [A-Z\d]", match.string[match.end() : match.end() + 2]
    ):
        return None
    return "versus"


def dotted(match: re.Match[str], en: English) -> str | None:
    """U.S., e.g., a.k.a., Ph.D., J.K. Rowling."""
    text = match.group()
    if match["plural"]:
        return spelled_with_s(re.sub(r"[^A-Z]", "", text[:-1].upper()))
    bare = text.rstrip(".")
    if len(bare) == 3 and match.string.startswith("'s", match.end()):
        return spelled_with_s(bare.replace(".", "").upper()).removesuffix("'s")
    place = STATES.get(bare.replace(".", "").upper()) if bare.lower() in DOTTED_STATES else None
    if place and OFFICE_AFTER.match(match.string, match.end()):
        return place
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
        return LETTER_A if letters == "A" else letters
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
    return LETTER_A


CONTRACTED = {"gov't": "government", "int'l": "international", "nat'l": "national", "dep't": "department",
              "ass'n": "association", "sec'y": "secretary", "cont'd": "continued", "req'd": "required"}  # fmt: skip


def contracted(match: re.Match[str], en: English) -> str | None:
    """Gov't officials, Int'l."""
    said = CONTRACTED[match.group().lower()]
    return said.capitalize() if match.group()[0].isupper() else said


CONTRACTION = Rule("abbreviation", re.compile(r"(?i:" + "|".join(CONTRACTED) + r")(?!\w)"), contracted)
IRISH = word_set(
    "Antrim Armagh Carlow Cavan Clare Cork Derry Donegal Down Dublin Durham Fermanagh Galway Kerry Kildare Kilkenny "
    "Laois Leitrim Limerick Londonderry Longford Louth Mayo Meath Monaghan Offaly Roscommon Sligo Tipperary Tyrone "
    "Waterford Westmeath Wexford Wicklow"
)
IRISH_COUNTY: Rule[English] = Rule(
    "abbreviation", re.compile(rf"Co\.? (?=(?:{'|'.join(sorted(IRISH))})\b)"), lambda match, en: "County "
)
SPELT_OUT = {"jr": "junior", "hep": "hepatitis", "feat": "featuring", "ft": "featuring"}


def written_out(match: re.Match[str], en: English) -> str | None:
    """Hep. C; a song feat. or ft. someone."""
    word = match.group().rstrip(".")
    said = SPELT_OUT[word.lower()]
    return said.capitalize() if word[0].isupper() else said


WRITTEN_OUT = Rule(
    "abbreviation",
    re.compile(
        r"[Hh]ep\.?(?= [A-E]\b)|[Jj]r\.?(?= (?:high|college|varsity)\b)|"
        r"(?:(?<=[A-Za-z'\"’”] )|(?<=\())(?<!sq )(?<!cu )(?:feat|ft)\.?(?= [A-Z])"
    ),
    written_out,
)
TITLE = Rule("abbreviation", re.compile(words(TITLES)), title)
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
DOTTED_LETTERS = Rule(
    "acronym",
    re.compile(r"W\.Va\.|(?:[A-Za-z]\.){2,}(?:(?P<plural>s)\b|[A-Za-z](?![\w]))?|Ph\.D\b\.?|[BM]\.(?:Sc|Phil|Ed)\b\.?"),
    dotted,
)
INITIALS = Rule("initials", re.compile(r"[A-Z]\.(?:[ -]?[A-Z]\.){0,6}(?= ?[A-Z][\w'])"), initials)
SINGLE_A = Rule("letter", re.compile(r"A(?=[ ,;:)]|\.? )(?!\.[A-Z])"), letter_a)
DATE_WORDS = word_set("jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun")
ALL_ABBREVIATIONS = DATE_WORDS.union(
    TITLES, STREETS, AFTER_NAME, BEFORE_NUMBER, ANYWHERE, (s.lower() for s in NEWS_STATES)
) - {"al", "sr", "sun", "sat", "mar", "wed"}
