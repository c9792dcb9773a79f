"""Spanish: "el 13 de mayo", "3,5 millones de €", "14:30 h", "el siglo XX"."""

from __future__ import annotations

import re
from dataclasses import replace

from narrate.speech.continental import initialisms, spanish_numbers
from narrate.speech.continental.tongue import Tongue
from narrate.speech.rules import Rule, word_set

MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
MASCULINE = word_set(
    "días problemas programas temas sistemas mapas planetas idiomas guardias poemas climas policías "
    "turistas periodistas artistas futbolistas"
)
POINTED = word_set("mx us pr gt hn ni sv pa do 419")
"""Countries that write a decimal point."""


def date(match: re.Match[str], es: Tongue) -> str | None:
    """13/05/2024, 2024-05-13"""
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{spanish_numbers.cardinal(day)} de {MONTHS[month - 1]} de {spanish_numbers.cardinal(int(match['year']))}"


def clock(match: re.Match[str], es: Tongue) -> str | None:
    """14:30, 14.30 h, a las 8:05 horas"""
    if "." in match.group()[:4] and not match["hours"]:
        return None
    hour, minute = int(match["hour"]), match["minute"]
    words = spanish_numbers.cardinal(hour, "f")
    if minute and minute != "00":
        zero = "cero " if minute[0] == "0" else ""
        words += f" {zero}{spanish_numbers.cardinal(int(minute))}"
    return words + (" horas" if match["hours"] else "")


def ordinal(match: re.Match[str], es: Tongue) -> str | None:
    """1.º, 2.ª, 3er, 1ro"""
    suffix = match["suffix"]
    gender = "f" if suffix in ("ª", "a", "ra", "da", "ta") else "m"
    return spanish_numbers.ordinal(int(match["number"]), gender, before_noun=suffix == "er")


def regnal(value: int, name: str) -> str:
    """Felipe VI: sexto; Isabel II: segunda; Alfonso XIII: trece."""
    feminine = name.endswith("a") or name in ("Isabel", "Beatriz")
    return spanish_numbers.ordinal(value, "f" if feminine else "m") if value <= 10 else spanish_numbers.cardinal(value)


def agree(noun: str) -> str:
    """The gender to count a noun with: "veintiuna personas", "veintiún años"; none where no noun follows."""
    word = noun.lower()
    if not word or word in FUNCTION_WORDS or not noun.islower():
        return ""
    feminine = word.endswith(("as", "a", "iones", "ión", "dades", "dad")) and word not in MASCULINE and word != "día"
    return "f" if feminine else "m"


def joined(magnitude: str, currency: str) -> str:
    """millones de euros, mil euros"""
    return f"{magnitude} {currency}" if magnitude == "mil" else f"{magnitude} de {currency}"


FUNCTION_WORDS = word_set(
    "de del en y o a al con por para que se es son fue han ha más menos sobre entre desde hasta según como pero ni el "
    "la los las un una su sus lo no si ya también cuando donde porque sin ante bajo tras durante era eran hay"
)
RULES: tuple[Rule[Tongue], ...] = (
    Rule("date", re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"), date),
    Rule(
        "date",
        re.compile(
            r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[/.-])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>[12]\d{3})(?!\d)"
        ),
        date,
    ),
    Rule(
        "time",
        re.compile(
            r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?![\d:.]\d|\d)"
            r"(?P<hours> ?(?:h|hs|horas)\b(?:\.(?= [a-z]))?)?)"
        ),
        clock,
    ),
    Rule("ordinal", re.compile(r"(?P<number>\d{1,2})\.?(?P<suffix>[ºª°](?!C)|er\b|r[oa]\b|d[oa]\b|t[oa]\b)"), ordinal),
)
CALLED = re.compile(r"(?i:\b(?:al|tel[eé]fonos?|llam\w+|n[uú]meros?|o al|whatsapp)[ :])[^.;]{0,12}\Z")


def telephone(match: re.Match[str], es: Tongue) -> str | None:
    """900 123 456 after "llame al" and the like."""
    if not CALLED.search(match.string[max(0, match.start() - 28) : match.start()]):
        return None
    return ", ".join(es.spell(group) for group in match.group().split(" "))


RULES = (Rule("telephone", re.compile(r"[6-9]\d\d(?: \d{2,3}){2,3}(?![\w,])"), telephone), *RULES)
DOLLAR = ("dólar", "dólares", "m")
SPANISH = Tongue(
    code="es",
    cardinal=spanish_numbers.cardinal,
    year=lambda value: spanish_numbers.cardinal(value),
    mark=",",
    point="coma",
    digitwise=False,
    minus="menos",
    plus="más",
    per="por",
    upto="a",
    percent="por ciento",
    digits=tuple(spanish_numbers.ONES[:10]),
    magnitudes={
        "M": ("millón", "millones"), "mill.": ("millón", "millones"), "mdd": ("millón", "millones"),
        "mil": ("mil", "mil"), "millón": ("millón", "millón"), "millones": ("millones", "millones"),
        "mil millones": ("mil millones", "mil millones"), "billones": ("billones", "billones"),
    },
    joined=joined,
    currencies={
        "€": ("euro", "euros", "m"), "EUR": ("euro", "euros", "m"), "$": DOLLAR, "US$": DOLLAR, "USD": DOLLAR,
        "£": ("libra", "libras", "f"), "GBP": ("libra", "libras", "f"), "¥": ("yen", "yenes", "m"),
        "R$": ("real", "reales", "m"), "MXN": ("peso mexicano", "pesos mexicanos", "m"),
        "CHF": ("franco suizo", "francos suizos", "m"),
    },
    cents="con ",
    units={
        "s": ("segundo", "segundos", "m"),
        "km": ("kilómetro", "kilómetros", "m"), "m": ("metro", "metros", "m"), "cm": ("centímetro", "centímetros", "m"),
        "mm": ("milímetro", "milímetros", "m"), "km/h": ("kilómetro por hora", "kilómetros por hora", "m"),
        "m/s": ("metro por segundo", "metros por segundo", "m"), "kg": ("kilo", "kilos", "m"),
        "g": ("gramo", "gramos", "m"), "mg": ("miligramo", "miligramos", "m"), "t": ("tonelada", "toneladas", "f"),
        "l": ("litro", "litros", "m"), "ml": ("mililitro", "mililitros", "m"), "ha": ("hectárea", "hectáreas", "f"),
        "m²": ("metro cuadrado", "metros cuadrados", "m"), "m2": ("metro cuadrado", "metros cuadrados", "m"),
        "km²": ("kilómetro cuadrado", "kilómetros cuadrados", "m"),
        "km2": ("kilómetro cuadrado", "kilómetros cuadrados", "m"), "m³": ("metro cúbico", "metros cúbicos", "m"),
        "°C": ("grado Celsius", "grados Celsius", "m"), "ºC": ("grado Celsius", "grados Celsius", "m"),
        "°": ("grado", "grados", "m"), "º": ("grado", "grados", "m"), "h": ("hora", "horas", "f"),
        "min": ("minuto", "minutos", "m"), "kW": ("kilovatio", "kilovatios", "m"),
        "MW": ("megavatio", "megavatios", "m"), "GW": ("gigavatio", "gigavatios", "m"),
        "kWh": ("kilovatio hora", "kilovatios hora", "m"), "MWh": ("megavatio hora", "megavatios hora", "m"),
        "GB": ("gigabyte", "gigabytes", "m"), "dB": ("decibelio", "decibelios", "m"),
    },
    half=" y medio",
    fractions={"1/2": "medio", "1/3": "un tercio", "2/3": "dos tercios", "1/4": "un cuarto", "3/4": "tres cuartos",
               "1/5": "un quinto", "1/10": "un décimo"},
    abbreviations={
        "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos", "EEUU": "Estados Unidos", "Sr.": "señor",
        "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Dr.": "doctor", "Dra.": "doctora", "D.": "don",
        "D.ª": "doña", "Dña.": "doña", "n.º": "número", "nº": "número", "N.º": "número", "núm.": "número",
        "pág.": "página", "págs.": "páginas", "a. C.": "antes de Cristo", "d. C.": "después de Cristo",
        "etc.": "etcétera", "p. ej.": "por ejemplo", "Ud.": "usted", "Uds.": "ustedes", "art.": "artículo",
        "aprox.": "aproximadamente", "tel.": "teléfono", "avda.": "avenida", "Avda.": "avenida", "Sta.": "santa",
        "Sto.": "santo", "Prof.": "profesor", "Gral.": "general", "vs.": "contra", "§": "párrafo",
        "m²": "metro cuadrado", "km²": "kilómetro cuadrado", "C/": "calle",
    },
    starters=word_set(
        "el la los las un una unos unas él ella ellos ellas nosotros yo tú usted ustedes este esta estos estas ese "
        "esa eso esto aquel en a al de del con por para sin sobre entre desde hasta según pero y o no ni si cuando "
        "donde como que quien su sus mi tu también además así entonces luego después antes ayer hoy mañana todo "
        "todos toda todas cada muchos algunos más menos se lo le les hay es son fue era está están"
    ),
    dated=frozenset(),
    agree=agree,
    regnal=regnal,
    chapters=word_set("capítulo tomo acto artículo bowl siglo siglos parte libro título fase volumen"),
    web=("punto", "arroba"),
    both="y",
    initialisms=initialisms.SPANISH,
    rules=RULES,
)  # fmt: skip


def spanish_of(country: str) -> Tongue:
    """Spanish as a country writes it: decimal point and "pesos" in Mexico, comma and euros in Spain."""
    tongue = SPANISH
    if country in POINTED:
        tongue = replace(tongue, mark=".", point="punto")
    if country in ("mx", "ar", "cl", "co", "uy", "do", "cu"):
        tongue = replace(tongue, currencies={**tongue.currencies, "$": ("peso", "pesos", "m")})
    return tongue
