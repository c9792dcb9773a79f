"""Dates, years and decades."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import DASH, English, next_word, words_before
from narrate.speech.english.full_stops import stop_after
from narrate.speech.english.numbers import digits
from narrate.speech.rules import Rule, word_set

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = {m.lower(): m for m in MONTHS} | {m[:3].lower(): m for m in MONTHS} | {"sept": "September"}
WEEKDAY_NAMES = {d[:3].lower(): d for d in WEEKDAYS} | {
    "tues": "Tuesday", "wednes": "Wednesday", "thur": "Thursday", "thurs": "Thursday",
}  # fmt: skip
FULL = "January February March April May June July August September October November December"
ANY_CASE = [f"{m}|{m.lower()}|{m.upper()}" for m in FULL.split()]
SHORT = "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
ANY_SHORT = [f"{m}|{m.lower()}|{m.upper()}" for m in SHORT.split()]
MONTH = rf"(?P<month>(?:{'|'.join(ANY_CASE)})\b|(?:{'|'.join(ANY_SHORT)})\b\.?)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
TO_DAY = rf"(?: ?{DASH} ?(?P<to_day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\d,.%]*\d)(?!\w)"
ANY_YEAR = r"(?:1\d{3}|20\d\d)"
ERA = r"(?: ?(?P<era>B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?))\b\.?"

QUANTITY_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|over|than|almost|approximately|least|most|roughly|exactly|another|only|just|these|"
    r"those|"
    r"an extra|additional|estimated|of the|all|its|their|his|her|or|killed|injured|paid|cost|costs|worth)|[~≈]) ?\Z"
)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:a\.?d\.?|in|since|by|until|till|from|during|early|late|mid|of|before|after|circa|around|the|year|spring|summer|"
    r"autumn|fall|winter|through|between|and|to|for|an?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december),? |[(\"']|\b(?:mid|pre|post|early|late)-)\Z"
)
COUNTED = word_set("people men women children troops police staff square cubic feet dead percent tonnes tons")
PLURAL = re.compile(r"\A[a-z]{2,}[^siu']s\Z")
NOT_COUNTED = word_set(
    "was is has as its his this elections olympics games was's finals championships playoffs primaries paralympics "
    "riots attacks protests hits charts sales results figures estimates levels less perhaps always sometimes across "
    "us was yes series news olympians campaigns midterms bombings killings floods bushfires wildfires works does says"
)


PREPOSITION = re.compile(r"(?:\b(?:on|the|by|until|from|of|since|before|after) |\A)\Z")


def names_year(after: str) -> bool:
    """Whether the next word is the name of something of that year: "the 1861 Act"."""
    return after in NAMED_AFTER_YEAR


NAMED_AFTER_YEAR = word_set("Act Constitution Treaty Convention Revolution Olympics Games World Cup Charter Agreement")


DEADLINE = re.compile(r"\b(?:by|in|until|till|before|after|since|year|of) \Z")
"""Before years that have not come yet: "by 2100"."""


def year_or_count(match: re.Match[str], en: English) -> str | None:
    """A bare number from 1100 to 2099: a year, unless what stands around it counts something."""
    value = int(match["year"])
    before, after = words_before(match, 24), next_word(match)
    if names_year(after):
        return en.numbers.year(value)
    plural_noun = after in COUNTED or (PLURAL.search(after) is not None and after not in NOT_COUNTED)
    recent = 1900 <= value <= 2099
    if value < 1100 and not YEAR_BEFORE.search(before):
        return None
    if value > 2099 and not DEADLINE.search(before):
        return None
    if plural_noun and not (recent and YEAR_BEFORE.search(before)):
        return None
    if QUANTITY_BEFORE.search(before) and (
        not recent or plural_noun or re.search(r"(?:than|nearly|almost) \Z", before)
    ):
        return None
    return en.numbers.year(value)


def ordinal_day(day: str, en: English) -> str:
    return en.numbers.ordinal(int(day))


def month_name(text: str) -> str:
    return MONTH_NAMES[text.rstrip(".").lower()]


def month_day(match: re.Match[str], en: English) -> str | None:
    """May 13, Sept. 11, July 4, 2023, May 13-15."""
    month = match["month"]
    if month in ("may", "march") and not match["year"] and not PREPOSITION.search(words_before(match, 8)):
        return None
    words = f"{month_name(month)} {ordinal_day(match['day'], en)}"
    if match["to_day"]:
        words += f" to {ordinal_day(match['to_day'], en)}"
    if match["year"]:
        words += f"{match['comma'].strip()} {en.numbers.year(int(match['year']))}"
    if match["and_day"]:
        if match["year"] or match["until"] or int(match["and_day"]) <= int(match["day"]):
            return None
        words += f" and {ordinal_day(match['and_day'], en)}"
    return words + (" to " if match["until"] else "")


def day_month(match: re.Match[str], en: English) -> str | None:
    """13 May, 4 July 2023, 25th of December."""
    month = match["month"]
    before = words_before(match, 8)
    verb = month.rstrip(".") in ("may", "march", "mar") and not match["year"] and match.end() < len(match.string)
    verb = verb and not PREPOSITION.search(before)
    if verb or (month == "May" and MODAL_AFTER.match(match.string, match.end())):
        return None
    article = "" if re.search(r"(?:\bthe|'s|s') \Z", before) else "the "
    words = f"{article}{ordinal_day(match['day'], en)}"
    if match["last_day"]:
        if int(match["last_day"]) <= int(match["day"]) or not DAYS_BEFORE.search(before):
            return None
        words += f" {match['joint']} {ordinal_day(match['last_day'], en)}"
    if match["next_day"]:
        if int(match["next_day"]) != int(match["day"]) + 1:
            return None
        words += f" and {ordinal_day(match['next_day'], en)}"
    if match["to_day"]:
        words += f" to {ordinal_day(match['to_day'], en)}"
    words += f" of {month_name(month)}"
    if match["year"] is None and month.endswith("."):
        words += stop_after(match.string, match.end())
    if match["year"]:
        words += f"{match['comma'].strip()} {en.numbers.year(int(match['year']))}"
    return words


def month_year(match: re.Match[str], en: English) -> str | None:
    """Nov. 2023, July 1876, Dec '23."""
    if match["short"]:
        figures = digits(match["short"]) if match["short"][0] == "0" else en.numbers.cardinal(int(match["short"]))
        return f"{month_name(match['month'])} {figures}"
    return f"{month_name(match['month'])}{match['comma'].strip()} {en.numbers.year(int(match['year']))}"


def month_alone(match: re.Match[str], en: English) -> str | None:
    """Sept. without a day."""
    after = match.string[match.end() :].strip(" \"')")
    ends = not after or (match.string[match.end()] == " " and after[0].isupper())
    if ends and after and not IN_MONTH.search(words_before(match, 9)):
        return None
    return month_name(match["month"]) + ("." if not after else stop_after(match.string, match.end()) if ends else "")


def numeric_date(match: re.Match[str], en: English) -> str | None:
    """1999-08-15, 2016/07/03, 10/06/2005, 15.01.2020, 11/17/05."""
    groups = match.groupdict()
    day_first = not en.american
    if groups.get("iso_year"):
        year, month, day = groups["iso_year"], int(groups["iso_month"]), int(groups["iso_day"])
    else:
        year, first, second = groups["last_year"], int(groups["first"]), int(groups["second"])
        month, day = (second, first) if day_first else (first, second)
        if month > 12:
            month, day = day, month
            day_first = not day_first
        if len(year) == 2 and groups["mark"] == "-":
            return None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if len(year) == 4:
        said = en.numbers.year(int(year))
    else:
        said = digits(year) if year[0] == "0" else en.numbers.cardinal(int(year))
    name, ordinal = MONTHS[month - 1], en.numbers.ordinal(day)
    return f"the {ordinal} of {name} {said}" if day_first else f"{name} {ordinal} {said}"


def month_dash_day(match: re.Match[str], en: English) -> str | None:
    """Jan-15, Jan-15-2020."""
    words = f"{month_name(match['month'])} {ordinal_day(match['day'], en)}"
    return f"{words} {en.numbers.year(int(match['year']))}" if match["year"] else words


def year_range(match: re.Match[str], en: English) -> str | None:
    """1939-1945, 2019-21, 2019/20."""
    start, end = match["year"], match["upto"]
    numbers = en.numbers
    last = numbers.year(int(end)) if len(end) == 4 else (("oh " if end[0] == "0" else "") + numbers.cardinal(int(end)))
    if len(end) == 4 and not 0 < int(end) - int(start) <= 300:
        return None
    if len(end) == 1 and int(end) != int(start[3]) + 1:
        return None
    if len(end) == 2 and int(end) <= int(start[2:]) and not (start[2:] == "99" and end == "00"):
        return None
    joint = " " if match["mark"] == "/" else " to "
    return numbers.year(int(start)) + joint + last


def decade(match: re.Match[str], en: English) -> str | None:
    """the 1980s, '80s, 1960s-80s, mid-1980s."""
    text = match["decade"]
    words = en.numbers.decade(int(text))
    if match["upto"]:
        words += " to " + en.numbers.decade(int(match["upto"]))
    return words


def short_decade(match: re.Match[str], en: English) -> str | None:
    """'80s and the 80s; in his 30s."""
    return en.numbers.decade(int(match["decade"]) or 2000)


def short_year(match: re.Match[str], en: English) -> str | None:
    """the class of '99, summer of '69."""
    text = match["short"]
    joint = " to " if match["until"] else ""
    return ("oh " if text[0] == "0" else "") + en.numbers.cardinal(int(text)) + joint


def era_year(match: re.Match[str], en: English) -> str | None:
    """44 BC, 340 A.D., 1200 BCE."""
    value = match["number"].replace(",", "")
    era = ".".join(c for c in match["era"] if c.isalpha())
    if match.group().endswith("."):
        era += stop_after(match.string, match.end())
    words = en.numbers.year(int(value)) if len(value) <= 4 else en.numbers.of_digits(value)
    if len(value) == 3 and value[1:] != "00":
        words = en.numbers.in_pairs(int(value))
    return f"{words} {era}"


def quarter(match: re.Match[str], en: English) -> str | None:
    """2Q22, Q3 2024, H1."""
    number, kind = int(match["number"]), match["kind"]
    if number > (4 if kind == "Q" else 2):
        return None
    name = f"{en.numbers.ordinal(number)} {'quarter' if kind == 'Q' else 'half'}"
    if match["year"]:
        year = match["year"]
        return f"{_the(match)}{name} of {en.numbers.year(int('20' + year[-2:]))}"
    alone = IN_QUARTER.search(words_before(match, 8)) and next_word(match).lower() not in QUARTERLY
    return f"{_the(match) if alone else ''}{name}"


IN_QUARTER = re.compile(r"\b(?:in|for|during|of|by|since|until|from|to|than) \Z")
QUARTERLY = word_set("results earnings sales revenue profit profits figures growth numbers reports guidance data gdp")


def _the(match: re.Match[str]) -> str:
    return "" if re.search(r"\b(?:the|its|their|his|our|last|this|next|a) \Z", words_before(match, 8)) else "the "


GOES_ON = r"[,.;:)]|\Z| (?:in|at|on|for|when|as|after|before|to|but|with|this|last|next|of)\b"
MODAL_AFTER = re.compile(r" (?:not|be|have|well|soon|yet|also|never|still|say|want)\b")
DAYS_BEFORE = re.compile(r"(?:\b(?:between|on|from|the|of|both|for|since|until)|\A) ?\Z")
IN_MONTH = re.compile(r"\b(?:in|since|until|till|by|last|this|next|of|from|late|early) \Z")
COMMA = r"(?P<comma>,? )"
MONTH_FOLLOWS = rf"(?:{'|'.join(ANY_CASE + ANY_SHORT)})\b\.? \d"
MONTH_DAY = Rule(
    "date",
    re.compile(
        rf"{MONTH} {DAY}{TO_DAY}(?!\w|[.,:]\d|%| ?(?:am|pm|a\.m|p\.m)\b)(?:{COMMA}{YEAR})?"
        rf"(?P<until> ?{DASH} ?(?={MONTH_FOLLOWS}))?"
        rf"(?: and (?P<and_day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?={GOES_ON}))?"
    ),
    month_day,
)
MONTH_YEAR = Rule("date", re.compile(rf"{MONTH}{COMMA}(?:{YEAR}|'(?P<short>\d\d)(?!\w))"), month_year)
MONTH_DASH_DAY = Rule("date", re.compile(rf"{MONTH}-{DAY}(?:-{YEAR})?(?!\w)"), month_dash_day)
MONTH_ABBREVIATED = Rule(
    "date",
    re.compile(r"(?P<month>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)(?= [A-Za-z0-9(]|[,;:)]|\Z)"),
    month_alone,
)
DAY_MONTH = Rule(
    "date",
    re.compile(
        rf"{DAY}(?:/(?P<next_day>[1-3]?\d))?{TO_DAY}"
        rf"(?: (?P<joint>and|or|to) (?P<last_day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
        rf"(?: of)? {MONTH}(?:{COMMA}{YEAR})?(?![\w])"
    ),
    day_month,
)
ISO_DATE = Rule(
    "date",
    re.compile(r"(?P<iso_year>1\d{3}|20\d\d)(?P<mark>[-/.])(?P<iso_month>\d\d?)(?P=mark)(?P<iso_day>\d\d?)(?![\d-])"),
    numeric_date,
)
NUMERIC_DATE = Rule(
    "date",
    re.compile(
        r"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)(?P<last_year>(?:1[89]|20)\d\d|"
        r"\d\d)(?![\d/.-]\d|\d|\w)"
    ),
    numeric_date,
)
YEAR_RANGE = Rule(
    "year",
    re.compile(rf"(?P<year>{ANY_YEAR})(?P<mark> ?{DASH} ?|/)(?P<upto>{ANY_YEAR}|\d\d|(?<=/)\d)(?![\w%]|[-–,./]\d)"),
    year_range,
)
DECADE = Rule(
    "decade",
    re.compile(r"(?P<decade>[12]\d\d0) ?'?s(?:(?: ?(?:-|–|—) ?| to )'?(?P<upto>(?:[12]\d)?\d0)'?s)?\b"),
    decade,
)
SHORT_DECADE = Rule("decade", re.compile(r"'(?P<decade>\d0)'?s\b"), short_decade)
SHORT_YEAR = Rule("year", re.compile(r"'(?P<short>\d\d)(?![\w'\"]|[.,:]\d)(?P<until>[-–](?='\d\d))?"), short_year)
ERA_YEAR = Rule("year", re.compile(rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}){ERA}"), era_year)
BARE_YEAR = Rule("year", re.compile(YEAR.replace("20", "2[01]")), year_or_count)
QUARTER = Rule("date", re.compile(r"(?P<number>[1-4])(?P<kind>[QH])(?P<year>(?:20)?\d\d)?\b"), quarter)
LETTER_QUARTER = Rule(
    "date", re.compile(r"(?P<kind>[QH])(?P<number>[1-4])(?: ?(?P<year>20\d\d|'?\d\d))?(?![\w-])"), quarter
)


def fiscal_year(match: re.Match[str], en: English) -> str | None:
    """FY2025, FY25"""
    year = match["year"]
    return f"fiscal year {en.numbers.year(int(year)) if len(year) == 4 else en.numbers.cardinal(int(year))}"


FISCAL_YEAR = Rule("year", re.compile(r"FY ?'?(?P<year>20\d\d|\d\d)(?!\w|[-/]\d)"), fiscal_year)


def month_range(match: re.Match[str], en: English) -> str | None:
    """Jan-Mar sales, Sept.–Nov."""
    return f"{month_name(match['first'])} to {month_name(match['last'])}"


def weekday_range(match: re.Match[str], en: English) -> str | None:
    """Mon-Fri, Tues.–Thurs."""
    first, last = (WEEKDAY_NAMES[match[g].lower()] for g in ("first", "last"))
    return f"{first} to {last}" + (stop_after(match.string, match.end()) if match["dot"] else "")


def weekday(match: re.Match[str], en: English) -> str | None:
    """Mon, Nov. 18; (Tue.)"""
    return WEEKDAY_NAMES[match["weekday"].rstrip(".").lower()]


WEEKDAY = Rule(
    "date",
    re.compile(
        r"(?P<weekday>(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
        r"(?=,? (?:\d|noon\b|midnight\b|[JFMASOND][a-z]{2,8}\.? \d)|[)])"
    ),
    weekday,
)
SURE_DAY = word_set("Mon Tue Tues Wed Thu Thur Thurs Fri")
DAY_BEFORE = re.compile(
    r"\b(?:on|closed|open|until|till|every|next|last|this|late|early|from|through) \Z"
    r"|\b(?:Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat)\.?(?:,| and| or| &) \Z"
)


def weekday_alone(match: re.Match[str], en: English) -> str | None:
    """closed Mon., Sat. at 8 p.m.; the Sun. is none."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    comma = match.string[match.end() : match.end() + 1] == ","
    if match["weekday"] not in SURE_DAY and not comma and not DAY_BEFORE.search(before):
        return None
    return WEEKDAY_NAMES[match["weekday"].lower()] + stop_after(match.string, match.end())


SHORT_MONTHS, SHORT_DAYS = SHORT.replace(" ", "|"), "Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun"
MONTH_RANGE = Rule(
    "date", re.compile(rf"(?P<first>{SHORT_MONTHS})\.?[-–](?P<last>{SHORT_MONTHS})\b\.?(?! \d{{1,2}}\b)"), month_range
)
WEEKDAY_RANGE = Rule(
    "date", re.compile(rf"(?P<first>{SHORT_DAYS})\.?[-–](?P<last>{SHORT_DAYS})\b(?P<dot>\.?)"), weekday_range
)
WEEKDAY_ALONE = Rule("date", re.compile(rf"(?P<weekday>{SHORT_DAYS})\.(?!\w)"), weekday_alone)
