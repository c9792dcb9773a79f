"""French: "le 1er mai", "3,4 Mds€", "14h30", "le XIXe siècle"."""

from __future__ import annotations

import re

from narrate.speech.continental import french_numbers, initialisms
from narrate.speech.continental.tongue import Tongue
from narrate.speech.numerals import value_of
from narrate.speech.rules import Rule, word_set

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT_MONTHS = {
    "janv": "janvier", "févr": "février", "avr": "avril", "juil": "juillet", "sept": "septembre", "oct": "octobre",
    "nov": "novembre", "déc": "décembre",
}  # fmt: skip
FEMININE = word_set(
    "personne personnes heure heures minute minute minutes seconde secondes semaine semaines année années fois femme "
    "femmes voix page pages ville villes tonne tonnes livre livres victime victimes voiture voitures journée nuit "
    "étoile étoiles place places équipe équipes entreprise entreprises"
)


def spoken_date(day: int, month: str, year: str | None) -> str:
    words = f"{'premier' if day == 1 else french_numbers.cardinal(day)} {month}"
    return words + (f" {french_numbers.cardinal(int(year))}" if year else "")


def date(match: re.Match[str], fr: Tongue) -> str | None:
    """13/05/2024, 2024-05-13, 1 mai"""
    month = match["month"]
    if month.isdigit():
        if not 1 <= int(month) <= 12:
            return None
        return spoken_date(int(match["day"]), MONTHS[int(month) - 1], match["year"])
    name = SHORT_MONTHS.get(month.rstrip("."), month)
    return spoken_date(int(match["day"]), name, match["year"])


def clock(match: re.Match[str], fr: Tongue) -> str | None:
    """14h30, 9 h 05, 14:30, 8h"""
    hour, minute = int(match["hour"]), int(match["minute"] or match["minute_after_colon"] or 0)
    words = f"{french_numbers.cardinal(hour, 'f')} heure{'s' * (hour > 1)}"
    return words + (f" {french_numbers.cardinal(minute)}" if minute else "")


def ordinal(match: re.Match[str], fr: Tongue) -> str | None:
    """1er, 1re, 2e, 21ème, 2nde"""
    suffix = match["suffix"]
    value = int(match["number"])
    if suffix.startswith("nd"):
        return "seconde" if suffix.startswith("nde") else "second"
    if value == 1 and suffix in ("e", "ème"):
        return None
    return french_numbers.ordinal(
        value, "f" if suffix in ("re", "ère", "res", "ères") else "m"
    ) + "s" * suffix.endswith("s")


def roman_ordinal(match: re.Match[str], fr: Tongue) -> str | None:
    """XIXe siècle, François Ier, Elizabeth Ire"""
    value = value_of(match["roman"])
    if not value:
        return None
    return french_numbers.ordinal(value, "f" if match["suffix"] in ("re", "ère") else "m")


def regnal(value: int, name: str) -> str:
    """Louis XIV: quatorze; François I: premier."""
    return "premier" if value == 1 else french_numbers.cardinal(value)


def joined(magnitude: str, currency: str) -> str:
    """millions d'euros, mille euros"""
    if magnitude == "mille":
        return f"mille {currency}"
    return f"{magnitude} {'d’' if currency[0] in 'aeiouyéè' else 'de '}{currency}".replace("’", "'")


DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
YEAR = r"(?: (?P<year>[12]\d{3})(?!\d))?"
MONTH = "|".join([*MONTHS, *(rf"{m}\." for m in SHORT_MONTHS)])
ROMAN_ORDINAL: Rule[Tongue] = Rule(
    "roman", re.compile(r"(?P<roman>[IVXL]+)(?P<suffix>ères?|ère|re|er|èmes?|es?)\b"), roman_ordinal
)
RULES: tuple[Rule[Tongue], ...] = (
    Rule("date", re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"), date),
    Rule("date", re.compile(rf"{DAY}[/.](?P<month>0?[1-9]|1[0-2])[/.](?P<year>[12]\d{{3}})(?!\d)"), date),
    Rule("date", re.compile(rf"{DAY}(?:er)? (?P<month>{MONTH})(?!\w){YEAR}"), date),
    Rule(
        "time",
        re.compile(
            r"(?P<hour>[01]?\d|2[0-4])"
            r"(?: ?h(?: ?(?P<minute>[0-5]\d))?(?![\w/])|:(?P<minute_after_colon>[0-5]\d)(?![\d:]))"
        ),
        clock,
    ),
    Rule("ordinal", re.compile(r"(?P<number>\d{1,4})(?P<suffix>ères?|ers?|res?|ndes?|nds?|èmes?|ième|es?)\b"), ordinal),
)


FRENCH = Tongue(
    code="fr",
    cardinal=french_numbers.cardinal,
    year=lambda value: french_numbers.cardinal(value),
    mark=",",
    point="virgule",
    digitwise=False,
    minus="moins",
    plus="plus",
    per="par",
    upto="à",
    percent="pour cent",
    digits=tuple(french_numbers.ONES[:10]),
    magnitudes={
        "M": ("million", "millions"), "Md": ("milliard", "milliards"), "Mds": ("milliard", "milliards"),
        "Mrd": ("milliard", "milliards"), "k": ("mille", "mille"), "million": ("million", "million"),
        "millions": ("millions", "millions"), "milliard": ("milliard", "milliard"),
        "milliards": ("milliards", "milliards"),
    },
    joined=joined,
    currencies={
        "€": ("euro", "euros", "m"), "EUR": ("euro", "euros", "m"), "$": ("dollar", "dollars", "m"),
        "US$": ("dollar américain", "dollars américains", "m"), "USD": ("dollar américain", "dollars américains", "m"),
        "C$": ("dollar canadien", "dollars canadiens", "m"), "£": ("livre", "livres", "f"),
        "CHF": ("franc suisse", "francs suisses", "m"), "F": ("franc", "francs", "m"), "¥": ("yen", "yens", "m"),
    },
    cents="",
    units={
        "s": ("seconde", "secondes", "f"),
        "km": ("kilomètre", "kilomètres", "m"), "m": ("mètre", "mètres", "m"), "cm": ("centimètre", "centimètres", "m"),
        "mm": ("millimètre", "millimètres", "m"), "km/h": ("kilomètre-heure", "kilomètres-heure", "m"),
        "m/s": ("mètre par seconde", "mètres par seconde", "m"), "kg": ("kilo", "kilos", "m"),
        "g": ("gramme", "grammes", "m"), "mg": ("milligramme", "milligrammes", "m"), "t": ("tonne", "tonnes", "f"),
        "l": ("litre", "litres", "m"), "L": ("litre", "litres", "m"), "ml": ("millilitre", "millilitres", "m"),
        "ha": ("hectare", "hectares", "m"), "m²": ("mètre carré", "mètres carrés", "m"),
        "m2": ("mètre carré", "mètres carrés", "m"), "km²": ("kilomètre carré", "kilomètres carrés", "m"),
        "km2": ("kilomètre carré", "kilomètres carrés", "m"), "m³": ("mètre cube", "mètres cubes", "m"),
        "m3": ("mètre cube", "mètres cubes", "m"), "°C": ("degré Celsius", "degrés Celsius", "m"),
        "°": ("degré", "degrés", "m"), "min": ("minute", "minutes", "f"), "kW": ("kilowatt", "kilowatts", "m"),
        "MW": ("mégawatt", "mégawatts", "m"), "GW": ("gigawatt", "gigawatts", "m"),
        "kWh": ("kilowattheure", "kilowattheures", "m"), "MWh": ("mégawattheure", "mégawattheures", "m"),
        "TWh": ("térawattheure", "térawattheures", "m"), "Go": ("gigaoctet", "gigaoctets", "m"),
        "Mo": ("mégaoctet", "mégaoctets", "m"), "dB": ("décibel", "décibels", "m"),
    },
    half=" et demi",
    fractions={"1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart", "3/4": "trois quarts",
               "1/5": "un cinquième", "1/10": "un dixième"},
    abbreviations={
        "M.": "Monsieur", "MM.": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames", "Mlle": "Mademoiselle",
        "Dr": "docteur", "Pr": "professeur", "Me": "maître", "n°": "numéro", "nº": "numéro", "N°": "numéro",
        "etc.": "et cetera", "env.": "environ", "av. J.-C.": "avant Jésus-Christ", "apr. J.-C.": "après Jésus-Christ",
        "p. ex.": "par exemple", "bd": "boulevard", "bd.": "boulevard", "Bd": "boulevard", "St-": "Saint-",
        "Ste-": "Sainte-", "art.": "article", "tél.": "téléphone", "c.-à-d.": "c'est-à-dire", "hab.": "habitants",
        "§": "paragraphe", "m²": "mètre carré", "km²": "kilomètre carré",
    },
    starters=word_set(
        "le la les l un une des il elle ils elles on nous vous je ce cette ces c qui que quand si dans en au aux à "
        "de du d par pour sur avec sans mais et ou or donc car puis alors selon après avant depuis pendant son sa "
        "ses leur leurs mon ma mes notre nos tout toute tous comme plus pas aucun chaque deux trois ici là"
    ),
    dated=frozenset(),
    agree=lambda noun: "f" if noun.lower() in FEMININE else "m" if noun.islower() else "",
    regnal=regnal,
    chapters=word_set("chapitre tome acte article bowl partie livre titre annexe classe phase volume"),
    web=("point", "arobase"),
    both="et",
    initialisms=initialisms.FRENCH,
    rules=RULES,
    romans=(ROMAN_ORDINAL,),
)  # fmt: skip
