"""Sums of money in the world's currencies."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import DASH, NUMBER, English, next_word, set_off, words_before
from narrate.speech.english.quantities import MAGNITUDES
from narrate.speech.rules import Rule, word_set

DOLLAR = ("dollar", "dollars", "cent", "cents")
PESO = ("peso", "pesos", "centavo", "centavos")
Names = tuple[str, str, str, str]
"""One, many, one hundredth, many hundredths; empty where no hundredth is in use."""


def _of(country: str, names: Names) -> Names:
    return f"{country} {names[0]}", f"{country} {names[1]}", names[2], names[3]


SYMBOLS: dict[str, Names] = {
    "$": DOLLAR,
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "", ""),
    "₽": ("ruble", "rubles", "kopek", "kopeks"),
    "₺": ("lira", "lira", "kurus", "kurus"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₱": PESO,
    "₫": ("dong", "dong", "", ""),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "฿": ("baht", "baht", "satang", "satang"),
    "₿": ("bitcoin", "bitcoin", "", ""),
    "₸": ("tenge", "tenge", "", ""),
    "₾": ("lari", "lari", "tetri", "tetri"),
    "₼": ("manat", "manat", "qapik", "qapik"),
    "₵": ("cedi", "cedis", "pesewa", "pesewas"),
    "₡": ("colon", "colones", "", ""),
    "₲": ("guarani", "guaranis", "", ""),
    "₭": ("kip", "kip", "", ""),
    "₮": ("tugrik", "tugriks", "", ""),
    "֏": ("dram", "dram", "", ""),
}
PREFIXED: dict[str, Names] = {
    "US$": _of("U.S", DOLLAR),
    "A$": _of("Australian", DOLLAR),
    "AU$": _of("Australian", DOLLAR),
    "AUD$": _of("Australian", DOLLAR),
    "C$": _of("Canadian", DOLLAR),
    "CA$": _of("Canadian", DOLLAR),
    "CAD$": _of("Canadian", DOLLAR),
    "Can$": _of("Canadian", DOLLAR),
    "CDN$": _of("Canadian", DOLLAR),
    "USD$": _of("U.S", DOLLAR),
    "NZD$": _of("New Zealand", DOLLAR),
    "HKD$": _of("Hong Kong", DOLLAR),
    "SGD$": _of("Singapore", DOLLAR),
    "MXN$": _of("Mexican", PESO),
    "NZ$": _of("New Zealand", DOLLAR),
    "HK$": _of("Hong Kong", DOLLAR),
    "S$": _of("Singapore", DOLLAR),
    "NT$": _of("Taiwan", DOLLAR),
    "J$": _of("Jamaican", DOLLAR),
    "EC$": _of("East Caribbean", DOLLAR),
    "TT$": _of("Trinidad and Tobago", DOLLAR),
    "FJ$": _of("Fijian", DOLLAR),
    "R$": ("Brazilian real", "Brazilian reais", "centavo", "centavos"),
    "MX$": _of("Mexican", PESO),
    "E£": _of("Egyptian", ("pound", "pounds", "piastre", "piastres")),
    "CN¥": ("yuan", "yuan", "", ""),
}
CODES: dict[str, Names] = {
    "USD": PREFIXED["US$"],
    "AUD": PREFIXED["A$"],
    "CAD": PREFIXED["C$"],
    "NZD": PREFIXED["NZ$"],
    "HKD": PREFIXED["HK$"],
    "SGD": PREFIXED["S$"],
    "TWD": PREFIXED["NT$"],
    "BRL": PREFIXED["R$"],
    "MXN": PREFIXED["MX$"],
    "EGP": PREFIXED["E£"],
    "EUR": SYMBOLS["€"],
    "GBP": SYMBOLS["£"],
    "JPY": SYMBOLS["¥"],
    "CNY": ("yuan", "yuan", "", ""),
    "RMB": ("renminbi", "renminbi", "", ""),
    "INR": _of("Indian", SYMBOLS["₹"]),
    "PKR": _of("Pakistani", SYMBOLS["₹"]),
    "LKR": _of("Sri Lankan", SYMBOLS["₹"]),
    "BDT": ("taka", "taka", "", ""),
    "RUB": SYMBOLS["₽"],
    "UAH": SYMBOLS["₴"],
    "KRW": SYMBOLS["₩"],
    "ILS": SYMBOLS["₪"],
    "NIS": SYMBOLS["₪"],
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "SEK": ("Swedish krona", "Swedish kronor", "", ""),
    "NOK": ("Norwegian krone", "Norwegian kroner", "", ""),
    "DKK": ("Danish krone", "Danish kroner", "", ""),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
    "CZK": ("Czech koruna", "Czech korunas", "", ""),
    "HUF": ("forint", "forints", "", ""),
    "ZAR": ("rand", "rand", "cent", "cents"),
    "AED": ("dirham", "dirhams", "", ""),
    "SAR": ("Saudi riyal", "Saudi riyals", "", ""),
    "QAR": ("Qatari riyal", "Qatari riyals", "", ""),
    "THB": SYMBOLS["฿"],
    "IDR": ("Indonesian rupiah", "Indonesian rupiah", "", ""),
    "MYR": ("ringgit", "ringgit", "sen", "sen"),
    "VND": SYMBOLS["₫"],
    "NGN": SYMBOLS["₦"],
    "KES": ("Kenyan shilling", "Kenyan shillings", "", ""),
    "UGX": ("Ugandan shilling", "Ugandan shillings", "", ""),
    "TZS": ("Tanzanian shilling", "Tanzanian shillings", "", ""),
    "GHS": SYMBOLS["₵"],
    "ARS": _of("Argentine", PESO),
    "CLP": _of("Chilean", PESO),
    "BTC": SYMBOLS["₿"],
    "ETH": ("ether", "ether", "", ""),
    "Rs": SYMBOLS["₹"],
    "Rs.": SYMBOLS["₹"],
    "Rp": ("rupiah", "rupiah", "", ""),
    "Tk": ("taka", "taka", "", ""),
    "Kč": ("koruna", "korunas", "", ""),
    "zł": ("zloty", "zlotys", "", ""),
    "RM": ("ringgit", "ringgit", "sen", "sen"),
}
MARKS = "".join(SYMBOLS)
PERIODS = {
    "mo": "month", "month": "month", "yr": "year", "year": "year", "y": "year", "wk": "week", "week": "week",
    "d": "day", "day": "day", "hr": "hour", "hour": "hour", "h": "hour", "kg": "kilogram", "lb": "pound",
    "oz": "ounce", "t": "tonne", "tonne": "tonne", "ton": "ton", "l": "liter", "litre": "litre", "liter": "liter",
    "gal": "gallon", "bbl": "barrel", "barrel": "barrel", "MWh": "megawatt hour", "kWh": "kilowatt hour",
    "min": "minute",
    "pcm": "calendar month", "pa": "annum", "pw": "week", "p.a.": "annum",
    "sqft": "square foot", "night": "night", "person": "person", "head": "head", "share": "share",
}  # fmt: skip
MAGNITUDE = r"(?:lakh crore|thousand|million|billion|trillion|crore|lakh|bln|mln|trn|bn|mn|mm|tn|cr|[kKmMbBtT])"
AMOUNT = rf"(?P<number>{NUMBER})(?:(?P<gap>[ -]?)(?P<first_unit>{MAGNITUDE})(?!\w))?"
DETERMINER = re.compile(
    r"(?:\b(?:a|an|the|his|her|its|their|our|my|this|that|another|each|every|no|per|new)|'s|s')(?: [a-z-]+)? \Z"
)
FUNCTION_WORDS = word_set(
    "of in and to for from a an the per on with that which was is were are had has have over by at or more less worth "
    "when who if as but than each apiece it he she they we you i his her its their this into last next while because "
    "so before after since until during between under above below would will could should can may might not also plus "
    "ago now then compared versus vs up down off out about annually yearly monthly weekly daily today yesterday"
)
ACRONYM = re.compile("[A-Z]{2,6}")
PRICED = word_set(
    "deal loan contract fund bond lawsuit fine bailout package budget project plan bill debt loss profit investment "
    "grant prize bid offer settlement ticket house home mansion programme program stimulus rescue reward bounty "
    "donation gift market industry company startup business stake hole shortfall deficit surplus note coin"
)
"""What a sum before it describes, determiner or not."""


def money(match: re.Match[str], en: English) -> str | None:
    """$3.4bn, £1.20, A$5m, -$5m, $250-$300, $5-10m, $20/mo, a $5 bill."""
    names = _named(match["currency"], en)
    if names is None:
        return None
    sign = "minus " if match["sign"] in ("-", "−", "–") else "plus " if match["sign"] == "+" else ""
    upto = match["upto"]
    unit = _magnitude(match["unit"] if upto else match["first_unit"])
    if not upto:
        words = _sum(match["number"], unit, names, en, adjective=_describes(match))
    elif match["currency_again"] or match["first_unit"]:
        first_unit = _magnitude(match["first_unit"])
        # "$10-$15m" means ten million: the first sum borrows the magnitude unless it is larger than the second.
        if unit and not first_unit and float(match["number"].replace(",", "")) < float(upto.replace(",", "")):
            first_unit = unit
        last = _sum(upto, unit, names, en, adjective=_describes(match))
        words = f"{_from(match['number'], first_unit, unit, names, en)} to {last}"
    else:
        words = f"{en.numbers.decimal(match['number'])} to {_sum(upto, unit, names, en, adjective=_describes(match))}"
    apart = " " if match.string[match.end() : match.end() + 1].isalpha() else ""
    lead = " " if match.string[match.start() - 1 : match.start()].isalnum() else ""
    return lead + sign + words + _per(match, en) + apart


def _from(number: str, first_unit: str, unit: str, names: Names, en: English) -> str:
    """The lower end of a range: "four to six million dollars" names a shared magnitude and its currency once."""
    if first_unit and first_unit == unit:
        return en.numbers.decimal(number)
    return _sum(number, first_unit, names, en)


def money_after(match: re.Match[str], en: English) -> str | None:
    """20€, 5 million USD, 3.5bn EUR, 50¢, 100 USD."""
    names = _named(match["currency"], en)
    if names is None:
        return None
    if match["currency"] in ("Rs", "RM", "Tk"):
        return None
    return _sum(match["number"], _magnitude(match["unit"]), names, en)


def money_code(match: re.Match[str], en: English) -> str | None:
    """EUR 5m, USD 500, Rs. 5 crore."""
    return money(match, en)


def cents(match: re.Match[str], en: English) -> str | None:
    """50p, 99¢, and 50c in Australia."""
    mark, number = match["mark"], match["number"]
    if mark == "p" and (number in ("240", "360", "480", "720") or (len(number) > 3 and number.isdigit())):
        return f"{en.numbers.in_pairs(int(number))} P"
    if mark == "c" and en.country != "au":
        return None
    one, many = ("penny", "pence") if mark == "p" else ("cent", "cents")
    words = en.numbers.decimal(number)
    return f"{words} {one if number == '1' else many}"


def loss(match: re.Match[str], en: English) -> str | None:
    """$(12.4) million: bookkeepers bracket what is lost."""
    names = SYMBOLS[match["currency"]]
    return "minus " + _sum(match["number"], _magnitude(match["unit"]), names, en)


def rand(match: re.Match[str], en: English) -> str | None:
    """R5 million, R1.2bn"""
    return f"{en.numbers.decimal(match['number'])} {_magnitude(match['unit'])} rand"


def bare_mark(match: re.Match[str], en: English) -> str | None:
    """A currency mark without a sum: "the $ fell"; in A$AP and Ke$ha it is an S."""
    text, start, end = match.string, match.start(), match.end()
    if match["currency"] == "$" and text[start - 1 : start].isalpha() and text[end : end + 1].isalpha():
        return "s" if text[end].islower() else "S"
    names = SYMBOLS.get(match["currency"])
    return set_off(match, names[0]) if names else None


def _named(currency: str, en: English) -> Names | None:
    currency = currency.strip()
    if currency[0] == "$" and len(currency) > 1:  # Australian style: $US50
        currency = currency[1:] + "$"
    names = PREFIXED.get(currency) or SYMBOLS.get(currency) or CODES.get(currency)
    if names is None and currency[-1:] in SYMBOLS:
        return SYMBOLS[currency[-1]]
    if en.american or names is None or names[0] != "ruble":
        return names
    return ("rouble", "roubles", "kopek", "kopeks")


def _magnitude(unit: str | None) -> str:
    return MAGNITUDES[unit.lower()] if unit else ""


def _sum(number: str, unit: str, names: Names, en: English, *, adjective: bool = False) -> str:
    one, many, minor_one, minor_many = names
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    if unit:
        return f"{en.numbers.decimal(number)} {unit} {one if adjective else many}"
    value = int(whole.replace(",", "") or 0)
    if not fraction:
        return f"{en.numbers.cardinal(value)} {one if value == 1 or adjective else many}"
    if len(fraction) > 2 or not minor_one:
        return f"{en.numbers.decimal(whole + '.' + fraction)} {one if adjective else many}"
    hundredths = int(fraction.ljust(2, "0"))
    minor = f"{en.numbers.cardinal(hundredths)} {minor_one if hundredths == 1 else minor_many}"
    if not value:
        return minor
    if adjective:
        if minor_one == "penny":
            return f"{en.numbers.cardinal(value)} {one} {en.numbers.cardinal(hundredths)}"
        return f"{en.numbers.cardinal(value)} {one} and {en.numbers.cardinal(hundredths)} {minor_one}"
    major = f"{en.numbers.cardinal(value)} {one if value == 1 else many}"
    return f"{major} {minor}" if minor_many == "pence" else f"{major} and {minor}"


def _describes(match: re.Match[str]) -> bool:
    """Whether the sum is an adjective: "a $5 bill", "the $10-million deal", "$4-a-day coffee"."""
    after = match.string[match.end() : match.end() + 1]
    word = next_word(match)
    if match["gap"] == "-" or after == "-":
        return word != "worth"
    if after == " " and word in PRICED:
        return True
    if after != " " or not (word.islower() or ACRONYM.fullmatch(word)) or word in FUNCTION_WORDS:
        return False
    return bool(DETERMINER.search(words_before(match, 30)))


def _per(match: re.Match[str], en: English) -> str:
    period = match["period"] or match["rent"]
    return f" per {en.metric(PERIODS.get(period) or PERIODS.get(period.lower(), period))}" if period else ""


LOSS = Rule(
    "money",
    re.compile(rf"(?P<currency>[{MARKS}])\((?P<number>{NUMBER})\)(?: ?(?P<unit>{MAGNITUDE})(?!\w))?"),
    loss,
)
RAND = Rule("money", re.compile(rf"R ?(?P<number>{NUMBER})[ -]?(?P<unit>million|billion|trillion|bn|m|tn)(?!\w)"), rand)
PERIOD = (
    r"(?:(?:/(?P<period>(?i:" + "|".join(map(re.escape, sorted(PERIODS, key=len, reverse=True))) + r"))| ?"
    r"(?P<rent>pcm|pa|pw|p\.a\.))(?!\w)(?:(?:(?<=/gal)|(?<=/lb)|(?<=/oz)|(?<=/yr)|(?<=/mo))"
    r"\.(?=[,;)]| [a-z]))?(?!\w))?"
)
PREFIX = r"(?:(?<![A-Za-z])(?:USD|US|AUD|AU|A|CAD|CDN|Can|CA|C|NZD|NZ|HKD|HK|SGD|MXN|SG?|NT|J|EC|TT|FJ|R|MX|E|CN))?"
CURRENCY = rf"(?P<currency>\$(?:US|AU?|NZ|CA?|HK|S)(?=\d)|{PREFIX}[{MARKS}])"
UPTO = rf"(?P<upto>{NUMBER})(?:[ -]?(?P<unit>{MAGNITUDE})(?!\w))?"
SUM = rf"{AMOUNT}(?: ?{DASH} ?(?P<currency_again>[A-Z]{{0,3}}[{MARKS}])?{UPTO})?{PERIOD}"
MONEY = Rule("money", re.compile(rf"(?P<sign>[-−–+]?){CURRENCY}(?P<minus>-?) ?{SUM}(?![\d])"), money)
CODE = "|".join(sorted((c for c in CODES if c not in ("Kč", "zł")), key=len, reverse=True)).replace(".", r"\.")
MONEY_CODE = Rule(
    "money",
    re.compile(rf"(?P<sign>)(?P<currency>(?:{CODE}) |(?:Rs\.?|R[MMp]|USD|EUR|GBP|Tk)(?=\d)){SUM}(?!\w)"),
    money_code,
)
MONEY_AFTER = Rule(
    "money",
    re.compile(
        rf"(?P<number>{NUMBER})(?:(?P<gap>[ -]?)(?P<unit>{MAGNITUDE})(?!\w))? ?(?P<currency>[{MARKS}](?!\d)|"
        rf"(?:{CODE}|Kč|zł)\b)"
    ),
    money_after,
)
CENTS = Rule("money", re.compile(r"(?P<number>\d{1,4}(?:\.\d)?)(?P<mark>p|c|¢)(?![\w.]\w|\w)"), cents)
BARE_MARK = Rule("money", re.compile(rf"(?P<currency>[{MARKS}])"), bare_mark)
