"""Numbers with units of measure."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import DASH, NUMBER, SIGN, English, next_word, sign_word, words_before
from narrate.speech.english.fractions import VULGAR, VULGARS, fraction_words
from narrate.speech.english.full_stops import stop_after
from narrate.speech.english.quantities import MAGNITUDES, counts_millions
from narrate.speech.rules import Rule, word_set

UNITS: dict[str, tuple[str, str]] = {
    unit: (one, many or one + "s")
    for unit, one, many in (
        ("km", "kilometer", ""), ("kms", "kilometer", ""), ("m", "meter", ""), ("cm", "centimeter", ""),
        ("mm", "millimeter", ""), ("nm", "nanometer", ""), ("µm", "micrometer", ""), ("μm", "micrometer", ""),
        ("mi", "mile", ""), ("ft", "foot", "feet"), ("yd", "yard", ""), ("yds", "yard", ""), ("in", "inch", "inches"),
        ("nmi", "nautical mile", ""), ("kg", "kilogram", ""), ("kgs", "kilogram", ""), ("g", "gram", ""),
        ("mg", "milligram", ""), ("µg", "microgram", ""), ("μg", "microgram", ""), ("mcg", "microgram", ""),
        ("lb", "pound", ""), ("lbs", "pound", ""), ("oz", "ounce", ""),
        ("fl oz", "fluid ounce", ""), ("fl. oz", "fluid ounce", ""), ("l", "liter", ""), ("L", "liter", ""),
        ("ml", "milliliter", ""), ("mL", "milliliter", ""), ("cl", "centiliter", ""), ("GL", "gigaliter", ""),
        ("ML", "megaliter", ""), ("kL", "kiloliter", ""), ("KL", "kiloliter", ""), ("gal", "gallon", ""),
        ("pt", "pint", ""), ("km/h", "kilometer per hour", "kilometers per hour"),
        ("kmh", "kilometer per hour", "kilometers per hour"), ("km/hr", "kilometer per hour", "kilometers per hour"),
        ("kph", "kilometer per hour", "kilometers per hour"), ("mph", "mile per hour", "miles per hour"),
        ("m/s", "meter per second", "meters per second"), ("km/s", "kilometer per second", "kilometers per second"),
        ("ft/s", "foot per second", "feet per second"), ("mpg", "mile per gallon", "miles per gallon"),
        ("kt", "knot", ""), ("kts", "knot", ""), ("m²", "square meter", ""), ("m2", "square meter", ""),
        ("km²", "square kilometer", ""), ("km2", "square kilometer", ""), ("cm²", "square centimeter", ""),
        ("ft²", "square foot", "square feet"), ("m³", "cubic meter", ""), ("m3", "cubic meter", ""),
        ("km³", "cubic kilometer", ""), ("cm³", "cubic centimeter", ""), ("sq ft", "square foot", "square feet"),
        ("sq. ft.", "square foot", "square feet"), ("sq. ft", "square foot", "square feet"),
        ("sqft", "square foot", "square feet"), ("sq m", "square meter", ""), ("sq. m", "square meter", ""),
        ("sqm", "square meter", ""), ("sq km", "square kilometer", ""), ("sq. km", "square kilometer", ""),
        ("sq mi", "square mile", ""), ("sq. mi", "square mile", ""), ("sq miles", "square mile", ""),
        ("sq. miles", "square mile", ""),
        ("sq feet", "square foot", "square feet"), ("sq. feet", "square foot", "square feet"),
        ("sq metres", "square meter", ""), ("mmHg", "millimeter of mercury", "millimeters of mercury"),
        ("mm Hg", "millimeter of mercury", "millimeters of mercury"),
        ("cu. ft", "cubic foot", "cubic feet"), ("cu. ft.", "cubic foot", "cubic feet"), ("cu m", "cubic meter", ""),
        ("cu ft", "cubic foot", "cubic feet"), ("ha", "hectare", ""), ("ac", "acre", ""),
        ("°C", "degree Celsius", "degrees Celsius"), ("ºC", "degree Celsius", "degrees Celsius"),
        ("°F", "degree Fahrenheit", "degrees Fahrenheit"), ("ºF", "degree Fahrenheit", "degrees Fahrenheit"),
        ("° C", "degree Celsius", "degrees Celsius"), ("° F", "degree Fahrenheit", "degrees Fahrenheit"),
        ("deg C", "degree Celsius", "degrees Celsius"), ("deg F", "degree Fahrenheit", "degrees Fahrenheit"),
        ("°", "degree", ""), ("º", "degree", ""), ("Hz", "hertz", "hertz"), ("kHz", "kilohertz", "kilohertz"),
        ("MHz", "megahertz", "megahertz"), ("GHz", "gigahertz", "gigahertz"), ("W", "watt", ""),
        ("kW", "kilowatt", ""), ("KW", "kilowatt", ""), ("MW", "megawatt", ""), ("GW", "gigawatt", ""),
        ("TW", "terawatt", ""), ("Wh", "watt hour", ""), ("kWh", "kilowatt hour", ""), ("KWh", "kilowatt hour", ""),
        ("MWh", "megawatt hour", ""), ("GWh", "gigawatt hour", ""), ("TWh", "terawatt hour", ""), ("V", "volt", ""),
        ("kV", "kilovolt", ""), ("mAh", "milliamp hour", ""), ("KB", "kilobyte", ""), ("kB", "kilobyte", ""),
        ("MB", "megabyte", ""), ("GB", "gigabyte", ""), ("TB", "terabyte", ""), ("PB", "petabyte", ""),
        ("kbps", "kilobit per second", "kilobits per second"), ("mbps", "megabit per second", "megabits per second"),
        ("Mbps", "megabit per second", "megabits per second"), ("Gbps", "gigabit per second", "gigabits per second"),
        ("gbps", "gigabit per second", "gigabits per second"), ("Mb/s", "megabit per second", "megabits per second"),
        ("dB", "decibel", ""), ("db", "decibel", ""), ("hPa", "hectopascal", ""), ("kPa", "kilopascal", ""),
        ("mbar", "millibar", ""), ("psi", "P.S.I", "P.S.I"), ("kcal", "kilocalorie", ""), ("cal", "calorie", ""),
        ("kJ", "kilojoule", ""), ("MJ", "megajoule", ""), ("ppm", "part per million", "parts per million"),
        ("ppb", "part per billion", "parts per billion"), ("rpm", "R.P.M", "R.P.M"),
        ("fps", "frame per second", "frames per second"), ("bpm", "beat per minute", "beats per minute"),
        ("hp", "horsepower", "horsepower"), ("bhp", "brake horsepower", "brake horsepower"), ("px", "pixel", ""),
        ("MP", "megapixel", ""),
        ("Gb", "gigabit", ""), ("Mb", "megabit", ""), ("atm", "atmosphere", ""),
        ("HR", "home run", ""), ("HRs", "home run", ""),
        ("eV", "electronvolt", ""), ("keV", "kiloelectronvolt", ""), ("MeV", "megaelectronvolt", ""),
        ("GeV", "gigaelectronvolt", ""), ("TeV", "teraelectronvolt", ""),
        ("cc", "C.C", "C.C"), ("kt", "knot", ""), ("Mt", "megaton", ""),
        ("mcg/L", "microgram per liter", "micrograms per liter"),
        ("mg/L", "milligram per liter", "milligrams per liter"),
        ("mg/dL", "milligram per deciliter", "milligrams per deciliter"), ("µSv", "microsievert", ""),
        ("mSv", "millisievert", ""), ("bpd", "barrel per day", "barrels per day"), ("ly", "light year", ""),
        ("min", "minute", ""), ("mins", "minute", ""), ("hr", "hour", ""), ("hrs", "hour", ""), ("sec", "second", ""),
        ("secs", "second", ""), ("yr", "year", ""), ("yrs", "year", ""), ("yo", "year old", "year old"),
        ("y/o", "year old", "year old"), ("wks", "week", ""), ("mo", "month", ""), ("mos", "month", ""),
        ("ms", "millisecond", ""),
        ("pts", "point", ""), ("pp", "page", ""), ("st", "stone", "stone"), ("tsp", "teaspoon", ""),
        ("tbsp", "tablespoon", ""),
    )
}  # fmt: skip
OTHER_CASE = {
    unit.upper(): names
    for unit, names in UNITS.items()
    if unit.isalpha() and unit in ("km", "kg", "cm", "mm", "lbs", "mph", "ft", "kph", "kmh", "oz")
}
ALL_UNITS = OTHER_CASE | UNITS
UNIT = "|".join(re.escape(u).replace(r"\ ", "[ -]") for u in sorted(ALL_UNITS, key=len, reverse=True))
ONLY_GLUED = word_set("mo in l L V ac pt st kt ms yo db MP cal pp")
"""Units that are also words or initials: taken where they touch the number or have a full stop inside a sentence."""


def measure(match: re.Match[str], en: English) -> str | None:
    """5km, 100 km/h, 25°C, 20-30kg, a 7.2-mm bullet, 4½ lbs."""
    unit, gap = match["unit"].replace("-", " "), match["gap"]
    number = match["number"]
    weighed = unit == "st" and WEIGHED.search(words_before(match, 24))
    if gap == " " and unit in ONLY_GLUED and not weighed and not match.group().endswith("."):
        return None
    after = match.string[match.end() : match.end() + 1]
    if (unit == "in" and gap == "-" and after == "-") or (unit == "W" and _is_road(match)):
        return None
    if match["first_unit"] and match["first_unit"] != unit:
        return None
    if unit == "m" and not match["by"] and counts_millions(match):
        return None
    if unit == "g" and not gap and after == "-":
        return None
    if unit == "cc" and match.string[match.end() : match.end() + 2] == "/s":
        return f"{en.numbers.decimal(number)} C.C per S"
    nautical = unit == "nm" and gap == " " and next_word(match) in SAILED
    one, many = ALL_UNITS["nmi" if nautical else unit]
    singular = (number == "1" and not match["upto"]) or _describes(match, gap)
    if unit in ("°", "º") and after == "&":
        singular = True
    words = f"{sign_word(match['sign'])}{_value(match, en)} {en.metric(one if singular else many)}"
    return words + _per(match, en) + (stop_after(match.string, match.end(), strong=True) if unit[-1] == "." else "")


WEIGHED = re.compile(r"\b(?:weigh(?:s|ed|ing)?|los[te]|lost|gained)(?: \w+)? \Z")
ROAD_BEFORE = re.compile(r"(?:[A-Z]-|\b(?:[Hh]ighway|[Rr]oute|[Ii]nterstate|Hwy\.?|Rte\.?|US) )\Z")


def _is_road(match: re.Match[str]) -> bool:
    """Whether the number is a road's: "I-70 W" leads west."""
    return ROAD_BEFORE.search(match.string[max(0, match.start() - 12) : match.start()]) is not None


PLURAL = re.compile(r"\A(?!always|perhaps|across|towards|upwards|downwards|inwards|outwards|less|plus)[a-z]{3,}s\Z")


DETERMINED = re.compile(r"\b(?:a|an|the|his|her|its|their|this|men's|women's)(?: \d[\d.,]*-[a-z]+,)?(?: [a-z-]+)? \Z")
ACRONYM = re.compile(r"[A-Z]{2,5}s?")
ADJECTIVES = re.compile(r", (?:\d[\d.,]*-?[A-Za-z]+(?:-[a-z]+)?|[a-z]+-[a-z]+) [a-z]")
"""Another one before the noun: "a 3kg, 40cm-long trout"."""
SAILED = word_set("of off from north south east west offshore away")
"""After these "40 nm" are nautical miles, not billionths of a meter."""
EQUIPMENT = word_set(
    "pistol pistols handgun handguns gun guns rifle rifles shell shells cannon howitzer howitzers mortar mortars "
    "ammunition ammo bullet bullets round rounds lens lenses film camera battery batteries charger outlet socket bulb "
    "bulbs engine turbine turbines reactor plant farm cable race run walk track course trail zone limit screen "
    "display phone bottle bottles can cans jar bag bags tank tanks pool fence wall pipe pipes tower bridge drop swell "
    "exclusion radius"
)
"""Things that a measure before them describes, determiner or not: "12V battery"."""
MOVING = word_set("winds wind gusts gust limit limits zone zones speed speeds serve serves fastball pitch crash chase")
"""What a speed before it describes, determiner or not."""


def _describes(match: re.Match[str], gap: str) -> bool:
    """Whether the measure is an adjective: "a 10-km run", "a 5km race", "the 100m final"."""
    if gap == "-" and "mm" not in match["unit"]:
        return True
    after = match.string[match.end() : match.end() + 1]
    if after == "-":
        return True
    if "per hour" in ALL_UNITS[match["unit"].replace("-", " ")][0] and next_word(match) in MOVING:
        return True
    if after == " " and next_word(match) in EQUIPMENT:
        return True
    if not DETERMINED.search(words_before(match, 32)):
        return gap == "-" or (gap == "" and after == " " and PLURAL.search(next_word(match)) is not None)
    word = next_word(match)
    verbs_and_joints = {
        "of", "to", "in", "from", "and", "or", "away", "long", "wide", "tall", "deep", "high", "above", "below", "per",
        "north", "south", "east", "west", "at", "on", "up", "off", "he", "she", "it", "they", "we", "is", "was", "a",
        "between", "for", "by", "an", "every", "each", "into", "along", "down", "out", "that", "which", "with",
        "further", "more", "less", "closer", "before", "after", "the", "but",
    }  # fmt: skip
    if after == "," and ADJECTIVES.match(match.string, match.end()):
        return True
    return after == " " and (word.islower() or ACRONYM.fullmatch(word) is not None) and word not in verbs_and_joints


def _value(match: re.Match[str], en: English) -> str:
    words = en.numbers.decimal(match["number"])
    if match["vulgar"]:
        top, bottom = VULGAR[match["vulgar"]]
        words += " and " + fraction_words(top, bottom, en, bare=False)
    elif match["top"]:
        words += " and " + fraction_words(int(match["top"]), int(match["bottom"]), en, bare=False)
    if match["big"]:
        words += " " + MAGNITUDES[match["big"]]
    if match["upto"]:
        words += f" to {en.numbers.decimal(match['upto'])}"
    if match["plus"]:
        words += " plus"
    if match["by"]:
        words += f" by {en.numbers.decimal(match['by'])}"
        if match["by_again"]:
            words += f" by {en.numbers.decimal(match['by_again'])}"
    return words


def _per(match: re.Match[str], en: English) -> str:
    per = match["per"]
    if not per:
        return ""
    return " per " + (en.metric(ALL_UNITS[per][0]) if per in ALL_UNITS else {"s": "second", "h": "hour"}.get(per, per))


def feet_inches(match: re.Match[str], en: English) -> str | None:
    """6ft 2in, 6'2", 5-foot-10 stays as it is."""
    feet, inches = match["feet"], match["inches"]
    words = f"{en.numbers.cardinal(int(feet))} foot"
    if inches:
        words += " " + en.numbers.decimal(inches)
        if match["vulgar"]:
            top, bottom = VULGAR[match["vulgar"]]
            words += " and " + fraction_words(top, bottom, en, bare=False)
    return words


def feet_by_feet(match: re.Match[str], en: English) -> str | None:
    """12' x 14'"""
    unit = "feet" if match["mark"] == "'" else "inches"
    return f"{en.numbers.decimal(match['number'])} {unit} by {en.numbers.decimal(match['by'])} {unit}"


def stones(match: re.Match[str], en: English) -> str | None:
    """12st 4lb"""
    pounds = en.numbers.cardinal(int(match["pounds"]))
    return f"{en.numbers.cardinal(int(match['stones']))} stone {pounds} pound{'' if pounds == 'one' else 's'}"


LONGEST_QUOTATION = 2000
ARTICLE_BEFORE = re.compile(r"\b(?:an?|the) \Z")
JOINTS = word_set("of by in and or x to on at is was")
OPENING = re.compile(r"(?<!\d)\"")


def _quoted(text: str, end: int) -> bool:
    """Whether a quotation is open at `end`; marks after a figure close one if it is open, else they are inches."""
    start = max(0, end - LONGEST_QUOTATION)
    if OPENING.search(text, start, end) is None:
        return False
    is_open = False
    for mark in re.finditer('"', text[start:end]):
        is_open = not is_open and not re.search(r"\d\Z", mark.string[: mark.start()][-1:])
    return is_open


def inches(match: re.Match[str], en: English) -> str | None:
    """12", 6-10" of snow, where no quotation is open."""
    if _quoted(match.string, match.start()):
        return None
    words = en.numbers.decimal(match["number"])
    if match["upto"]:
        words += f" to {en.numbers.decimal(match['upto'])}"
    described = re.match(r" [a-z]", match.string[match.end() :][:2]) and ARTICLE_BEFORE.search(words_before(match, 8))
    single = (match["number"] == "1" and not match["upto"]) or (described and next_word(match) not in JOINTS)
    return f"{words} inch{'' if single else 'es'}"


def seconds(match: re.Match[str], en: English) -> str | None:
    """10.72s, 20.5sec"""
    return f"{en.numbers.decimal(match['number'])} seconds"


def temperature(match: re.Match[str], en: English) -> str | None:
    """-12C, "highs of 35C"; a seat 12C is none."""
    if match["gap"] and not OVEN.search(words_before(match, 50)):
        return None
    if not match["sign"] and "." not in match["number"]:
        if CODED_BEFORE.search(words_before(match, 12)):
            return None
        placed = AT_DEGREES.search(words_before(match, 8)) and not re.match(" [A-Z]", match.string[match.end() :][:2])
        warm = match["unit"] == "C" and next_word(match) in WARM
        if not placed and not warm and not _alone(match, en) and not WEATHER.search(words_before(match, 50)):
            return None
    unit = "degrees Celsius" if match["unit"] == "C" else "degrees Fahrenheit"
    words = sign_word(match["sign"]) + en.numbers.decimal(match["number"])
    return f"{words} to {en.numbers.decimal(match['upto'])} {unit}" if match["upto"] else f"{words} {unit}"


def per_unit(match: re.Match[str], en: English) -> str | None:
    """12/kg"""
    return f"{en.numbers.decimal(match['number'])} per {en.metric(ALL_UNITS[match['unit']][0])}"


def coordinates(match: re.Match[str], en: English) -> str | None:
    """51°30'N, 0.1°W"""
    side = {"N": "north", "S": "south", "E": "east", "W": "west"}[match["side"]]
    words = f"{en.numbers.decimal(match['number'])} degrees"
    if match["minutes"]:
        words += f" {en.numbers.cardinal(int(match['minutes']))} minutes"
    return f"{words} {side}"


TOP_BOTTOM = r" (?P<top>\d{1,2})/(?P<bottom>\d{1,2})"
BIG = r"(?: ?(?P<big>million|billion|trillion|thousand|(?:m|bn)(?= (?:sq|km|tonnes|cu|bpd|yrs)\b)))?"
MEASURE = Rule(
    "measure",
    re.compile(
        rf"{SIGN}(?P<number>{NUMBER})(?:{TOP_BOTTOM}| ?(?P<vulgar>[{VULGARS}]))?{BIG}"
        rf"(?:(?P<first_unit>°[CF]?|[A-Za-z]{{1,4}}?)? ?{DASH} ?(?P<upto>{NUMBER})"
        rf"| ?[x×] ?(?P<by>{NUMBER})(?: ?[x×] ?(?P<by_again>{NUMBER}))?)?"
        rf"(?P<plus>\+?)(?P<gap>[ -]?)(?P<unit>{UNIT})(?:/(?P<per>m[23²³]|kg|s|h|l|L|ha|km))?"
        r"(?![\w²³])(?!'[a-rt-z])(?:(?<=[a-z])\.(?= [a-z(\d]|(?<=-lb\.) [A-Z]|(?<=-in\.) [A-Z]|"
        r"(?<=-ft\.) [A-Z]| [NSEW]{1,2}\b|[,;)]))?"
    ),
    measure,
)
FEET_INCHES = Rule(
    "measure",
    re.compile(
        rf"(?P<feet>\d{{1,2}})(?:[ -]?ft\.?|')[ -]?(?P<inches>\d{{1,2}}(?:\.\d)?)(?P<vulgar>[{VULGARS}])?(?:[ "
        rf"-]?in(?:s|ches)?\b\.?|\"|''|(?<=\dft\d)|"
        r"(?:(?<=[4-7]ft \d)|(?<=[4-7] ft \d)|(?<=[4-7]ft 1[01])|(?<=[4-7] ft 1[01]))"
        r"(?=[.,;)]|\Z| (?:and|but|tall|with)\b)|(?<=[4-7]'\d)|(?<=[4-7]'1[01]))(?!\w)"
    ),
    feet_inches,
)
FEET_BY_FEET = Rule(
    "measure",
    re.compile(rf"(?P<number>{NUMBER})(?P<mark>['\"]) ?[x×] ?(?P<by>{NUMBER})(?P=mark)"),
    feet_by_feet,
)
STONES = Rule("measure", re.compile(r"(?P<stones>\d{1,2}) ?st (?P<pounds>\d{1,2}) ?lbs?\b"), stones)
INCHES = Rule("measure", re.compile(rf"(?P<number>{NUMBER})(?:\"? ?{DASH} ?(?P<upto>{NUMBER}))?\""), inches)
SECONDS = Rule("measure", re.compile(r"(?P<number>\d{1,3}\.\d{1,3})s(?!\w)"), seconds)
CODED_BEFORE = re.compile(
    r"\b(?:flat|unit|seat|row|room|class|apartment|gate|block|bus|route|no\.?|number|section|rule|article|year|form|"
    r"schedule|part|appendix|table|figure|bay|stand|hall|pier|platform|junction|channel|stage|model|type|group) \Z"
)
GOES_ON = re.compile(r"[.,;)]|\Z| (?:in|and|on|by|or|with|this|today|tomorrow)\b")


def _alone(match: re.Match[str], en: English) -> bool:
    """Whether 20C is degrees for a British or Australian reader: not a seat, a flat or a class."""
    if en.american or match["unit"] != "C" or len(match["number"]) != 2 or CODED_BEFORE.search(words_before(match, 12)):
        return False
    return GOES_ON.match(match.string, match.end()) is not None


WEATHER = re.compile(
    r"\b(?:temperatures?|temps?|heat|highs?|lows?|reach(?:ed|es|ing)?|hits?|hitting|topp(?:ed|ing)|climb(?:ed|ing)?|"
    r"soar(?:ed|ing)?|"
    r"dropp(?:ed|ing)|fell|warm(?:ing|ed|er)?|cool(?:er|ed)?|hot(?:ter|test)?|cold(?:er|est)?|above|below|"
    r"freezing|record|degrees)\b|\b(?:mon|tues?|wed|thu|thurs?|fri|sat|sun)(?:day)? \Z|\bit(?:'s| is| was) |\d[cf] \(\Z"
)
WARM = word_set("heat heatwave day days weather temperatures warmth cold water scorcher mark barrier wash")
OVEN = re.compile(r"\b(?:bake|oven|heat|preheat|roast|cook|temperatures?)\b")
AT_DEGREES = re.compile(r"\b(?:at|around|about|nearly|than|under|over) \Z")
TEMPERATURE = Rule(
    "measure",
    re.compile(rf"{SIGN}(?P<number>\d{{1,3}}(?:\.\d)?)(?:-(?P<upto>\d{{1,3}}))?(?P<gap> ?)(?P<unit>[CF])(?!\w|-\d)"),
    temperature,
)
PER_UNIT = Rule("measure", re.compile(rf"(?P<number>{NUMBER})/(?P<unit>kg|km|h|g|ml|lb|oz)\b"), per_unit)
COORDINATES = Rule(
    "measure", re.compile(rf"(?P<number>{NUMBER})°(?:(?P<minutes>\d{{1,2}})')? ?(?P<side>[NSEW])\b"), coordinates
)
