"""Numbers as Spanish words."""

from __future__ import annotations

ONES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
TENS = {3: "treinta", 4: "cuarenta", 5: "cincuenta", 6: "sesenta", 7: "setenta", 8: "ochenta", 9: "noventa"}
HUNDREDS = [
    "_",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
SCALES = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"))
ORDINALS = [
    "_",
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "undécimo",
    "duodécimo",
    "decimotercero",
    "decimocuarto",
    "decimoquinto",
    "decimosexto",
    "decimoséptimo",
    "decimoctavo",
    "decimonoveno",
    "vigésimo",
]


def cardinal(value: int, gender: str = "") -> str:
    """Words for a whole number; before a noun "veintiún euros" (`gender` "m") and "doscientas horas" ("f")."""
    rest, small = divmod(value, 1_000_000)
    words = []
    for one, many in SCALES:
        rest, group = divmod(rest, 1_000_000)
        if group:
            words.append(f"un {one}" if group == 1 else f"{_agreed(_below_million(group), 'm')} {many}")
    words.reverse()
    if small or not words:
        words.append(_agreed(_below_million(small), gender))
    return " ".join(words)


def _agreed(words: str, gender: str) -> str:
    if gender == "f":
        words = words.replace("cientos", "cientas").replace("quinientos", "quinientas")
        return words[:-1] + "a" if words.endswith("uno") else words
    if gender == "m" and words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if gender == "m" and words.endswith("uno") else words


def _below_million(value: int) -> str:
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _below_thousand(rest)
    head = "mil" if thousands == 1 else f"{_agreed(_below_thousand(thousands), 'm')} mil"
    return f"{head} {_below_thousand(rest)}" if rest else head


def _below_thousand(value: int) -> str:
    if value == 100:
        return "cien"
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest)
    return f"{HUNDREDS[hundreds]} {_below_hundred(rest)}" if rest else HUNDREDS[hundreds]


def _below_hundred(value: int) -> str:
    if value < 30:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return f"{TENS[tens]} y {ONES[ones]}" if ones else TENS[tens]


def ordinal(value: int, gender: str = "m", *, before_noun: bool = False) -> str:
    """ "primero", "primera", "primer" before a masculine noun; beyond twenty the cardinal, as people say."""
    if value >= len(ORDINALS):
        return cardinal(value)
    word = ORDINALS[value]
    if gender == "f":
        return word[:-1] + "a"
    return word[:-1] if before_noun and value in (1, 3) else word
