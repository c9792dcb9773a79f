"""German: "am 13. Mai", "3,4 Mrd. €", "14.30 Uhr", "z. B."."""

from __future__ import annotations

import re

from narrate.speech.continental import german_nouns, german_numbers, initialisms
from narrate.speech.continental.grammar import stop_behind
from narrate.speech.continental.tongue import Tongue
from narrate.speech.numerals import value_of
from narrate.speech.rules import Rule, word_set

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
MONTH_NAMES = {m.lower(): m for m in MONTHS} | {
    "jan": "Januar", "feb": "Februar", "mär": "März", "mrz": "März", "apr": "April", "jun": "Juni", "jul": "Juli",
    "aug": "August", "sep": "September", "sept": "September", "okt": "Oktober", "nov": "November", "dez": "Dezember",
    "jänner": "Jänner",
}  # fmt: skip
OBLIQUE = re.compile(
    r"(?i:\b(?:am|vom|zum|beim|im|dem|den|des|seit|bis|ab|nach|vor|einem|einen|eines|diesem|diesen|seinem|seinen|"
    r"ihrem|ihren|jedem|jeden|zur|einer|dieser|seiner|ihrer|bis zum|"
    r"(?:in|mit|von|bei|nach|seit|aus|zu|an|auf|vor|unter|über|neben|hinter|während|wegen|trotz|ab|innerhalb|außerhalb)"
    r" (?:der|jeder)) )\Z"
)
"""Words after which an ordinal ends in -ten."""
STRONG = re.compile(r"(?i:\b(?:ein|sein|ihr|mein|unser|kein) )\Z")
WEAK = re.compile(r"(?i:\b(?:der|die|das|eine|seine|ihre|diese|jede|jeder|dieses) )\Z")
FEMININE_OBLIQUE = re.compile(r"(?i:\bder )\Z")
"""Before a feminine noun: of, to or in her."""
REACH = 24
ORDERED = word_set(
    "jahrhundert jahrhunderts weltkrieg weltkriegs platz runde spieltag minute geburtstag jahrestag mal auflage "
    "bundesliga liga etage stock klasse kapitel halbzeit satz tag woche jahr quartal quartals preis rang lauf sieg tor "
    "bezirk senat strafsenat armee division staffel folge bürgermeister vorsitzender vorsitzende generation infanterie"
)
ORDERED_NOUNS = "|".join(sorted(map(str.capitalize, ORDERED)))


def ending(match: re.Match[str], noun: str = "", *, date: bool = False) -> str:
    """The end of an ordinal by the words around it: "am dreizehnten", "der dreizehnte", "dreizehnter Mai"."""
    before = match.string[max(0, match.start() - REACH) : match.start()]
    if OBLIQUE.search(before) or (FEMININE_OBLIQUE.search(before) and german_nouns.gender(noun) == "f"):
        return "n"
    return "" if WEAK.search(before) or (not date and not STRONG.search(before)) else "r"


def day_month(match: re.Match[str], de: Tongue) -> str | None:
    """13. Mai 2024, 1.-3. Mai, 13.5.2024"""
    month = match["month"].rstrip(".")
    number = int(month) if month.isdigit() else 0
    if number > 12:
        return None
    name = MONTHS[number - 1] if number else MONTH_NAMES[month.lower()]
    end = ending(match, date=True)
    words = german_numbers.ordinal(int(match["day"])) + end
    if match["to_day"]:
        words += f" bis {german_numbers.ordinal(int(match['to_day']))}{'n' if end != 'n' else end}"
    year = match["year"]
    return f"{words} {name}" + (f" {german_numbers.year(int(year))}" if year else stop_behind(match, de))


def iso_date(match: re.Match[str], de: Tongue) -> str | None:
    """2024-05-13"""
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    words = german_numbers.ordinal(day) + ending(match, date=True)
    return f"{words} {MONTHS[month - 1]} {german_numbers.year(int(match['year']))}"


SCALE = re.compile(r"(?:[Mm]aßstab|[Vv]erhältnis)(?: von)? \Z")


def clock(match: re.Match[str], de: Tongue) -> str | None:
    """14.30 Uhr, 14:30, 9 bis 17.30 Uhr by its last part."""
    before = match.string[max(0, match.start() - REACH) : match.start()]
    if not match["uhr"] and ("." in match.group() or SCALE.search(before)):
        return None
    return _hour(match["hour"], match["minute"])


def opening_hours(match: re.Match[str], de: Tongue) -> str | None:
    """12.30-13.45 Uhr"""
    return f"{_hour(match['hour'], match['minute'])} bis {_hour(match['to_hour'], match['to_minute'])}"


def _hour(hour: str, minute: str) -> str:
    past = f" {german_numbers.cardinal(int(minute))}" if int(minute) else ""
    return f"{german_numbers.cardinal(int(hour), 'm')} Uhr{past}"


def ordinal(match: re.Match[str], de: Tongue) -> str | None:
    """3. Platz, der 2. Weltkrieg, im 19. Jahrhundert; not the end of a sentence."""
    before = match.string[max(0, match.start() - REACH) : match.start()]
    word = match["noun"].lower()
    known = word in ORDERED
    determined = (OBLIQUE.search(before) or WEAK.search(before) or STRONG.search(before)) and word not in de.starters
    if not known and not determined:
        return None
    return german_numbers.ordinal(int(match["number"])) + ending(match, match["noun"])


def stoppage(match: re.Match[str], de: Tongue) -> str | None:
    """in der 90.+2 Minute"""
    words = german_numbers.ordinal(int(match["number"])) + ending(match, "Minute")
    return f"{words} plus {german_numbers.cardinal(int(match['more']))}"


def roman_ordinal(match: re.Match[str], de: Tongue) -> str | None:
    """der II. Weltkrieg, im XX. Jahrhundert"""
    return german_numbers.ordinal(value_of(match["roman"])) + ending(match)


def emergency(match: re.Match[str], de: Tongue) -> str | None:
    """Notruf 112: figure by figure."""
    return de.spell(match.group())


def times(match: re.Match[str], de: Tongue) -> str | None:
    """2x täglich"""
    return german_numbers.cardinal(int(match["number"]), "m") + "mal"


def decade(match: re.Match[str], de: Tongue) -> str | None:
    """die 1980er Jahre, in den 80ern"""
    return german_numbers.year(int(match["number"])) + "er"


def one_described(match: re.Match[str], de: Tongue) -> str | None:
    """1 weitere Person, mit 1 neuen Frau: as the noun behind the adjective has it."""
    return german_numbers.cardinal(
        1, german_nouns.inflected(match.string[: match.start()], german_nouns.gender(match["noun"]))
    )


def compound(match: re.Match[str], de: Tongue) -> str | None:
    """35-jährige, 20-köpfig, 3-mal, 100-prozentig, 5fach: one word with what follows."""
    return de.say(match["number"], "m")


def year(match: re.Match[str], de: Tongue) -> str | None:
    """1989: by hundreds; also what is counted may be said so."""
    return german_numbers.year(int(match.group()))


def product(match: re.Match[str], de: Tongue) -> str | None:
    """3 x 2 Meter"""
    return f"{de.say(match['left'])} mal {de.say(match['right'])}"


def duration(match: re.Match[str], de: Tongue) -> str | None:
    """2:28:13, 31:05 min: hours, minutes and seconds of a run."""
    parts = zip((match["hours"], match["minutes"], match["seconds"]), ("Stunde", "Minute", "Sekunde"), strict=True)
    named = ((int(number), name) for number, name in parts if number)
    words = " ".join(f"{german_numbers.cardinal(n, 'f')} {name}{'n' * (n != 1)}" for n, name in named)
    return words + stop_behind(match, de)


def measured(match: re.Match[str], de: Tongue) -> str | None:
    """der 100-m-Lauf"""
    return f"{de.say(match['number'], 'm')}-{de.units[match['unit']][0]}-"


def round_sum(match: re.Match[str], de: Tongue) -> str | None:
    """5,-- Euro, 3,– €"""
    one, many, gender = de.currencies[match["currency"]]
    return f"{de.say(match['number'], gender)} {one if match['number'] == '1' else many}"


def score(match: re.Match[str], de: Tongue) -> str | None:
    """3:1, with 2:0 at half-time"""
    return f"{de.say(match['left'])} zu {de.say(match['right'])}"


def regnal(value: int, name: str) -> str:
    """Charles III: der Dritte; Elisabeth II: die Zweite."""
    article = "die" if re.search(r"(?:a|beth|the|e)\Z", name) and name not in ("George", "Andre") else "der"
    return f"{article} {german_numbers.ordinal(value).capitalize()}"


MONTH = "|".join(
    sorted(
        (rf"{m.capitalize()}\b" + r"\.?" * (m.capitalize() not in MONTHS) for m in MONTH_NAMES), key=len, reverse=True
    )
)
HOUR = r"(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)"
RULES: tuple[Rule[Tongue], ...] = (
    Rule("date", re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"), iso_date),
    Rule(
        "date",
        re.compile(
            r"(?P<day>0?[1-9]|[12]\d|3[01])\.(?: ?(?:-|–|bis|/) ?(?P<to_day>0?[1-9]|[12]\d|3[01])\.)? ?"
            rf"(?P<month>{MONTH}|(?<=\.)(?:0?[1-9]|1[0-2])\.)(?: ?(?P<year>[12]\d{{3}})(?!\d))?(?![\d])"
        ),
        day_month,
    ),
    Rule(
        "time",
        re.compile(
            r"(?:(?P<hours>\d{1,2}):(?=\d\d:))?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)"
            r"(?(hours)(?: ?(?:Std\.|Stunden|h)(?!\w))?| ?(?:Min\.|Minuten|min)(?!\w))(?![\d:.,]\d|\d)"
        ),
        duration,
    ),
    Rule(
        "time",
        re.compile(rf"{HOUR}(?: ?Uhr)? ?[-–—] ?{HOUR.replace('<', '<to_')} ?Uhr\b"),
        opening_hours,
    ),
    Rule("time", re.compile(rf"{HOUR}(?P<uhr> ?Uhr\b)?(?![\d:.,]\d|\d)"), clock),
    Rule("score", re.compile(r"(?P<left>\d{1,3})(?: : |:)(?P<right>\d{1,3}(?:\.\d{3})*)(?![\d:])"), score),
    Rule("ordinal", re.compile(r"(?P<number>\d{1,3})\. ?\+ ?(?P<more>\d{1,2})\.?(?= (?:Spielm|M)inute)"), stoppage),
    Rule("product", re.compile(r"(?P<left>\d+(?:,\d+)?) ?[x×] ?(?P<right>\d+(?:,\d+)?)(?!\w)"), product),
    Rule(
        "money", re.compile(r"(?P<number>\d{1,6}),(?:--|[-–—]) ?(?P<currency>€|Euro|EUR|CHF|Fr\.|DM)(?!\w)"), round_sum
    ),
    Rule("measure", re.compile(r"(?P<number>\d{1,5})-(?P<unit>k?m|cm|kg|t|l|°C|kW|[MG]W)-(?=[A-ZÄÖÜ])"), measured),
    Rule("decade", re.compile(r"(?P<number>(?:1[1-9]|20)?\d0)er(?=\b|n\b|-)"), decade),
    Rule("ordinal", re.compile(r"(?P<number>\d{1,3})\.(?= (?P<noun>[A-ZÄÖÜa-zäöü][\wäöüß]+))"), ordinal),
    Rule(
        "number",
        re.compile(
            r"(?P<number>\d{1,3}(?:\.\d{3})*|\d+)(?:-(?=[a-zäöü])|(?=jähr|köpf|fach|mal\b|prozent|stünd|täg|minüt|stell))"
        ),
        compound,
    ),
    Rule("cardinal", re.compile(r"1(?= [a-zäöüß]{2,}e[mnrs]? (?P<noun>[A-ZÄÖÜ][\wäöüß]+))"), one_described),
    Rule("telephone", re.compile(r"(?<=ruf )1\d\d\b|(?<=rufnummer )1\d\d(?:\d{3})?\b"), emergency),
    Rule("number", re.compile(r"(?P<number>\d{1,2})[x×](?= [a-zäöü])"), times),
    Rule("year", re.compile(r"1[1-9]\d\d(?![\d.,]*\d|\w|[-–—/]\d)"), year),
)
STARTERS = word_set(
    "der die das ein eine er sie es wir ihr ich in im am an auf bei mit nach von vor zu für und aber oder doch auch "
    "als "
    "wenn weil dass so da dann dort hier nun jetzt man viele alle den dem des dies diese dieser noch nur schon seit "
    "laut trotz während wegen was wer wie wo warum zudem außerdem danach damit dabei insgesamt beide kein keine sein "
    "seine ihre ihr unser nicht sowohl sondern denn zunächst zuletzt später heute gestern morgen am um bis durch"
)
GERMAN = Tongue(
    code="de",
    cardinal=german_numbers.cardinal,
    year=german_numbers.year,
    mark=",",
    point="Komma",
    digitwise=True,
    minus="minus",
    plus="plus",
    per="pro",
    upto="bis",
    percent="Prozent",
    digits=tuple(german_numbers.ONES[:10]),
    magnitudes={
        "Mio.": ("Million", "Millionen"), "Mio": ("Million", "Millionen"), "Mrd.": ("Milliarde", "Milliarden"),
        "Mrd": ("Milliarde", "Milliarden"), "Bio.": ("Billion", "Billionen"), "Tsd.": ("tausend", "tausend"),
        "Million": ("Million", "Million"), "Millionen": ("Millionen", "Millionen"),
        "Milliarde": ("Milliarde", "Milliarde"), "Milliarden": ("Milliarden", "Milliarden"),
        "Billionen": ("Billionen", "Billionen"),
    },
    joined=lambda magnitude, currency: f"{magnitude} {currency}",
    currencies={
        "€": ("Euro", "Euro", "m"), "EUR": ("Euro", "Euro", "m"), "$": ("Dollar", "Dollar", "m"),
        "US$": ("U.S-Dollar", "U.S-Dollar", "m"), "USD": ("U.S-Dollar", "U.S-Dollar", "m"),
        "£": ("Pfund", "Pfund", "n"), "GBP": ("Pfund", "Pfund", "n"),
        "CHF": ("Schweizer Franken", "Schweizer Franken", "m"),
        "Fr.": ("Franken", "Franken", "m"), "¥": ("Yen", "Yen", "m"), "DM": ("Mark", "Mark", "f"),
        "Euro": ("Euro", "Euro", "m"), "Dollar": ("Dollar", "Dollar", "m"),
        "US-Dollar": ("U.S-Dollar", "U.S-Dollar", "m"), "Franken": ("Franken", "Franken", "m"),
        "ct": ("Cent", "Cent", "m"), "Ct": ("Cent", "Cent", "m"), "Ct.": ("Cent", "Cent", "m"),
    },
    cents="",
    units={
        "s": ("Sekunde", "Sekunden", "f"),
        "km": ("Kilometer", "Kilometer", "m"), "m": ("Meter", "Meter", "m"), "cm": ("Zentimeter", "Zentimeter", "m"),
        "mm": ("Millimeter", "Millimeter", "m"), "km/h": ("Kilometer pro Stunde", "Kilometer pro Stunde", "m"),
        "m/s": ("Meter pro Sekunde", "Meter pro Sekunde", "m"), "kg": ("Kilogramm", "Kilogramm", "n"),
        "g": ("Gramm", "Gramm", "n"), "mg": ("Milligramm", "Milligramm", "n"), "t": ("Tonne", "Tonnen", "f"),
        "l": ("Liter", "Liter", "m"), "ml": ("Milliliter", "Milliliter", "m"), "ha": ("Hektar", "Hektar", "n"),
        "m²": ("Quadratmeter", "Quadratmeter", "m"), "qm": ("Quadratmeter", "Quadratmeter", "m"),
        "km²": ("Quadratkilometer", "Quadratkilometer", "m"), "m³": ("Kubikmeter", "Kubikmeter", "m"),
        "°C": ("Grad Celsius", "Grad Celsius", "m"), "°": ("Grad", "Grad", "m"), "h": ("Stunde", "Stunden", "f"),
        "min": ("Minute", "Minuten", "f"), "Std.": ("Stunde", "Stunden", "f"), "Min.": ("Minute", "Minuten", "f"),
        "Sek.": ("Sekunde", "Sekunden", "f"), "kW": ("Kilowatt", "Kilowatt", "n"), "MW": ("Megawatt", "Megawatt", "n"),
        "GW": ("Gigawatt", "Gigawatt", "n"), "kWh": ("Kilowattstunde", "Kilowattstunden", "f"),
        "TWh": ("Terawattstunde", "Terawattstunden", "f"), "MWh": ("Megawattstunde", "Megawattstunden", "f"),
        "PS": ("P S", "P S", "m"), "GB": ("Gigabyte", "Gigabyte", "n"), "MB": ("Megabyte", "Megabyte", "n"),
        "dB": ("Dezibel", "Dezibel", "n"), "ppm": ("Teil pro Million", "Teile pro Million", "m"),
    },
    half="einhalb",
    fractions={"1/2": "ein halb", "1/3": "ein Drittel", "2/3": "zwei Drittel", "1/4": "ein Viertel",
               "3/4": "drei Viertel", "1/5": "ein Fünftel", "1/10": "ein Zehntel"},
    abbreviations={
        "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem", "o. ä.": "oder ähnlich",
        "i. d. R.": "in der Regel", "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "u. U.": "unter Umständen",
        "usw.": "und so weiter", "bzw.": "beziehungsweise", "ca.": "circa", "Dr.": "Doktor", "Prof.": "Professor",
        "Nr.": "Nummer", "St.": "Sankt", "evtl.": "eventuell", "ggf.": "gegebenenfalls", "inkl.": "inklusive",
        "max.": "maximal", "vgl.": "vergleiche", "sog.": "sogenannt", "geb.": "geboren", "gest.": "gestorben",
        "Str.": "Straße", "Abs.": "Absatz", "Art.": "Artikel", "Hrsg.": "Herausgeber", "Jh.": "Jahrhundert",
        "Tel.": "Telefon", "Mio.": "Millionen", "Mrd.": "Milliarden", "mind.": "mindestens", "etc.": "et cetera",
        "Ing.": "Ingenieur", "Dipl.": "Diplom", "Hbf.": "Hauptbahnhof", "Hbf": "Hauptbahnhof", "§§": "Paragrafen",
        "§": "Paragraf", "ggü.": "gegenüber", "a. D.": "außer Dienst", "m²": "Quadratmeter", "km²": "Quadratkilometer",
        "°C": "Grad Celsius", "Hr.": "Herr", "rd.": "rund", "Kap.": "Kapitel", "Abb.": "Abbildung",
        "bspw.": "beispielsweise",
        "v. a.": "vor allem", "zzgl.": "zuzüglich", "exkl.": "exklusive", "MwSt.": "Mehrwertsteuer", "Ziff.": "Ziffer",
        "Mag.": "Magister", "Bd.": "Band", "s. o.": "siehe oben", "s. u.": "siehe unten", "z. T.": "zum Teil",
        "n. V.": "nach Verlängerung", "i. E.": "im Elfmeterschießen", "a. M.": "am Main", "Az.": "Aktenzeichen",
        "Stv.": "Stellvertreter", "Feb.": "Februar", "Apr.": "April", "Aug.": "August", "Sept.": "September",
        "Okt.": "Oktober", "Nov.": "November", "Dez.": "Dezember", "Min.": "Minute",
    },
    starters=STARTERS,
    dated=frozenset((*(m.lower() for m in MONTHS), "jänner", *ORDERED)),
    agree=german_nouns.gender,
    inflect=german_nouns.inflected,
    regnal=regnal,
    chapters=word_set("hartz agenda kapitel band teil akt artikel bowl klasse stufe phase abschnitt anhang"),
    web=("Punkt", "ät"),
    both="und",
    initialisms=initialisms.GERMAN,
    rules=RULES,
    romans=(Rule("roman", re.compile(rf"(?P<roman>[IVX]{{1,5}})\.(?= (?:{ORDERED_NOUNS})\b)"), roman_ordinal),),
)  # fmt: skip
