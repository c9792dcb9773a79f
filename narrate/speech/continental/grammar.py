"""Which rules are tried at which sign of a German, French or Spanish text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.speech.continental.tongue import Tongue
from narrate.speech.numerals import value_of
from narrate.speech.plain import SIGN, PlainGrammar
from narrate.speech.rules import Rule, first_edit
from narrate.speech.tiling import Edit

Rules = tuple[Rule[Tongue], ...]

DASH = r"(?:-|–|—|−)"
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}
NEXT_WORD = re.compile(r" ([^\W\d_]+)")
NAME_BEFORE = re.compile(r"([^\W\d_]+)[  ]\Z")
HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|org|net|info|eu|de|at|ch|fr|be|es|mx|ar|cl|co|tv|io|gov|edu)"
WEB = re.compile(rf"(?:https?://|www\.)?(?P<user>[\w.+-]{{1,64}}@)?(?P<host>{HOST})(?P<path>/[^\s<>\"]*)?(?![\w@])")


def next_word(match: re.Match[str]) -> str:
    """The word behind a match, as written."""
    following = NEXT_WORD.match(match.string, match.end())
    return following.group(1) if following else ""


def percent(match: re.Match[str], tongue: Tongue) -> str | None:
    """5 %, 3,5-4 %"""
    return f"{_range(match, tongue, 'n' if tongue.code == 'de' else '')} {tongue.percent}"


def _sign(match: re.Match[str], tongue: Tongue) -> str:
    sign = match["sign"]
    return "" if not sign else f"{tongue.plus if sign == '+' else tongue.minus} "


def _range(match: re.Match[str], tongue: Tongue, gender: str = "") -> str:
    inflected = tongue.inflect(match.string[: match.start()], gender)
    words = _sign(match, tongue) + tongue.say(match["number"], "" if match["upto"] else inflected)
    return f"{words} {tongue.upto} {tongue.say(match['upto'], gender)}" if match["upto"] else words


def money(match: re.Match[str], tongue: Tongue) -> str | None:
    """20 €, 3,4 Mrd. €, $50, 4,99 €"""
    return _sum(match, tongue) + _per(match, tongue)


def _per(match: re.Match[str], tongue: Tongue) -> str:
    unit = match["per"]
    return f" {tongue.per} {tongue.units[unit][0]}" if unit else ""


def _sum(match: re.Match[str], tongue: Tongue) -> str:
    one, many, gender = tongue.currencies[match["currency"]]
    number = match["upto"] or match["number"]
    if match["unit"]:
        of_one, of_many = tongue.magnitudes[match["unit"]]
        magnitude = of_one if number == "1" else of_many
        return f"{_range(match, tongue, _gender_of_scale(tongue))} {tongue.joined(magnitude, many)}"
    whole, _, fraction = number.partition(tongue.mark)
    if len(fraction) != 2 or match["upto"]:
        return f"{_range(match, tongue, gender)} {one if number == '1' else many}"
    words = (
        _sign(match, tongue)
        + tongue.say(whole, tongue.inflect(match.string[: match.start()], gender))
        + f" {one if whole == '1' else many}"
    )
    return words + (f" {tongue.cents}{tongue.cardinal(int(fraction), '')}" if int(fraction) else "")


def measure(match: re.Match[str], tongue: Tongue) -> str | None:
    """5 km, 20-25 °C, 120 km/h"""
    one, many, gender = tongue.units[match["unit"]]
    words = f"{_range(match, tongue, gender)} {one if match['number'] == '1' and not match['upto'] else many}"
    return words + stop_behind(match, tongue)


def magnitude(match: re.Match[str], tongue: Tongue) -> str | None:
    """3,4 Mrd., 5 M; the words that follow stay."""
    one, many = tongue.magnitudes[match["unit"]]
    return f"{_range(match, tongue, _gender_of_scale(tongue))} {one if match['number'] == '1' else many}"


def _gender_of_scale(tongue: Tongue) -> str:
    return "f" if tongue.code == "de" else "m"


def plain_range(match: re.Match[str], tongue: Tongue) -> str | None:
    """18-24, 2019-2021, 3-1"""
    left, right = match["number"], match["upto"]
    if (left[0] == "0" and left != "0") or (right[0] == "0" and right != "0"):
        return None
    return f"{_year_or_number(left, tongue)} {tongue.upto} {_year_or_number(right, tongue, next_word(match))}"


def _year_or_number(written: str, tongue: Tongue, noun: str = "") -> str:
    if re.fullmatch(r"1[1-9]\d\d", written):
        return tongue.year(int(written))
    return tongue.say(written, tongue.agree(noun) if noun else "")


def fraction(match: re.Match[str], tongue: Tongue) -> str | None:
    """1/2, 3 3/4; 2023/24 and other pairs are two numbers."""
    pair, whole = match["pair"], match["whole"]
    said = tongue.fractions.get(pair)
    if said is None:
        left, right = pair.split("/")
        pieces = [part for part in (whole, left, right) if part]
        return " ".join(_year_or_number(part, tongue) for part in pieces)
    if not whole:
        return said
    words = tongue.say(whole)
    return words + tongue.half if pair == "1/2" else f"{words} {said}"


def race_time(match: re.Match[str], tongue: Tongue) -> str | None:
    """14:38,2 of a runner"""
    return f"{tongue.say(match['minute'])} {tongue.say(match['second'].replace('.', ',').replace(',', tongue.mark))}"


def telephone(match: re.Match[str], tongue: Tongue) -> str | None:
    """0800 123 456, +49 30 123456: figure by figure."""
    groups = re.findall(r"\d+", match.group())
    if sum(map(len, groups)) < 6:
        return None
    return ("plus " if match.group()[0] == "+" else "") + ", ".join(map(tongue.spell, groups))


def cardinal(match: re.Match[str], tongue: Tongue) -> str | None:
    """1.740, 3,5, -7"""
    gender = tongue.inflect(match.string[: match.start()], tongue.agree(next_word(match)))
    return _sign(match, tongue) + tongue.say(match["number"], gender)


def and_more(match: re.Match[str], tongue: Tongue) -> str | None:
    """65+, 18+: that and more."""
    return f"{tongue.say(match['number'])} {tongue.plus}"


def version(match: re.Match[str], tongue: Tongue) -> str | None:
    """1.2.3"""
    return f" {tongue.web[0]} ".join(tongue.say(part) for part in match.group().split("."))


def stop_behind(match: re.Match[str], tongue: Tongue) -> str:
    """ "." where the full stop of an abbreviation ends the sentence as well."""
    if not match.group().endswith("."):
        return ""
    rest = match.string[match.end() :]
    if not rest.strip(" \"')»"):
        return "."
    following = re.match(r"[\"')»]*\s+[\"'(«]*([^\W\d_]+)", rest)
    starts = following and following.group(1)[0].isupper() and following.group(1).lower() in tongue.starters
    return "." if starts else ""


def number_rules(tongue: Tongue) -> Rules:
    """The rules for figures, compiled for the way a language writes its numbers."""
    number = tongue.number
    span = rf"(?P<sign>[-−–+]?)(?P<number>{number})(?: ?{DASH} ?(?P<upto>{number}))?"
    units = _any(tongue.units)
    scales = _any(tongue.magnitudes)
    marks = _any(tongue.currencies)
    return (
        Rule(
            "telephone",
            re.compile(r"\+\d{1,3}(?:[ ()/.-]{1,2}\d{2,8}){1,6}|\(?0\d{1,5}\)?(?:[ /-]{1,3}\d{2,8}){1,5}"),
            telephone,
        ),
        Rule("version", re.compile(r"\d{1,3}(?:\.\d{1,2}){2,3}(?![\w.]\d|\d)"), version),
        Rule("time", re.compile(r"(?P<minute>\d{1,2}):(?P<second>[0-5]\d[,.]\d{1,3})(?!\w)"), race_time),
        *tongue.rules,
        Rule("percent", re.compile(rf"{span} ?%"), percent),
        Rule(
            "money",
            re.compile(rf"{span}(?: ?(?P<unit>{scales}))? ?(?P<currency>{marks})(?:/(?P<per>{units}))?(?![\w/²³])"),
            money,
        ),
        Rule("measure", re.compile(rf"{span} ?(?P<unit>{units})(?![\w/²³])"), measure),
        Rule("plus", re.compile(r"(?P<number>\d{1,3})\+(?![\w+])"), and_more),
        Rule(
            "magnitude",
            re.compile(rf"{span} ?(?P<unit>{_any(k for k in tongue.magnitudes if k != 'mil')})(?!\w)"),
            magnitude,
        ),
        Rule("fraction", re.compile(r"(?:(?P<whole>\d{1,3}) )?(?P<pair>\d{1,4}/\d{1,4})(?![\w/])"), fraction),
        Rule("range", re.compile(rf"(?P<number>{number}){DASH}(?P<upto>{number})(?![\w%-])"), plain_range),
        *([Rule("version", re.compile(r"\d{1,4}\.\d{1,2}(?![\w.,]\d|\w)"), version)] if tongue.mark == "," else []),
        Rule("cardinal", re.compile(rf"(?P<sign>[-−–+]?)(?P<number>{number})(?!\w)"), cardinal),
    )


def _any(forms: object) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True)).replace(r"\ ", " ?")  # type: ignore[call-overload]


class ContinentalGrammar:
    """The rules of one of these languages; signs go as in languages without rules."""

    def __init__(self, tongue: Tongue) -> None:
        plain = PlainGrammar(tongue.code, tongue.emoji)
        self.abbreviations = plain.abbreviations
        self.starters = tongue.starters
        self.dated = tongue.dated or plain.dated
        self._tongue = tongue
        self._plain = plain
        self._numbers = number_rules(tongue)
        marks = _any(m for m in tongue.currencies if not m[-1].isalpha())
        abbreviations = {_capital(form): _capital(said) for form, said in tongue.abbreviations.items() if _begins(form)}
        abbreviations |= tongue.abbreviations
        self._money = Rule(
            "money",
            re.compile(
                rf"(?P<sign>[-−–+]?)(?P<currency>{marks}) ?"
                rf"(?P<number>{tongue.number})(?: ?{DASH} ?(?P<upto>{tongue.number}))?"
                rf"(?: ?(?P<unit>{_any(tongue.magnitudes)}))?(?:/(?P<per>{_any(tongue.units)}))?(?![\w²³])"
            ),
            money,
        )
        self._token = re.compile(
            rf"(?P<money>(?<!\w)(?:{marks})(?= ?\d))|(?P<number>(?<![\w.,)])[-−–+](?=\d)|\((?=0\d)|\d)"
            rf"|(?P<web>(?:https?://|www\.|[\w.+-]{{1,64}}@)(?=\w)|(?<![\w.])[A-Za-z0-9-]{{2,63}}\.(?=[a-z]{{2,4}}\b))"
            rf"|(?P<abbreviation>(?<![\w])(?:{_any(abbreviations)})(?!\w))"
            r"|(?P<roman>(?<=[^\W\d_] )[IVXL]{1,7}(?=\b|er?\b|ème|ère|re\b))|(?P<vulgar>[½⅓⅔¼¾])"
            rf"|(?P<capitals>{tongue.initialisms.pattern})"
            rf"|(?P<other>{SIGN.pattern})"
        )
        self._forms = {re.sub(" ", "", form): said for form, said in abbreviations.items()}

    def edits(self, text: str, start: int, stop: int) -> Iterator[Edit]:
        """Disjoint edits in order for text[start:stop]."""
        at = start
        while (match := self._token.search(text, at, stop)) is not None:
            edit = self._edit(text, match, stop)
            if edit is not None:
                yield edit
                at = max(edit.end, match.end())
            else:
                at = _after_figures(text, match)

    def _edit(self, text: str, match: re.Match[str], stop: int) -> Edit | None:
        kind, at = match.lastgroup, match.start()
        if kind == "number":
            return self._figures(text, at, stop)
        if kind == "money":
            return first_edit((self._money,), text, at, stop, self._tongue)
        if kind == "web":
            return self._address(text, at, stop)
        if kind == "abbreviation":
            said = self._forms[match.group().replace(" ", "")]
            return Edit(at, match.end(), said + stop_behind(match, self._tongue), "abbreviation")
        if kind == "roman":
            return self._roman(text, match, stop)
        if kind == "capitals":
            letters = self._tongue.initialisms.say(match, self._tongue.starters)
            return Edit(at, match.end(), letters, "acronym") if letters else None
        if kind == "vulgar":
            said = self._tongue.fractions[VULGAR[match.group()]]
            return Edit(at, match.end(), f" {said}" if at and text[at - 1].isdigit() else said, "fraction")
        return self._plain.edit(text, match, stop)

    def _figures(self, text: str, at: int, stop: int) -> Edit | None:
        """Figures that touch letters belong to a name ("A8", "G-7", "U21"): engines read those."""
        before = text[at - 1 : at]
        if before.isalnum() or (before in "-.,/" and text[at - 2 : at - 1].isalnum() and before):
            return None
        return first_edit(self._numbers, text, at, stop, self._tongue)

    def _address(self, text: str, at: int, stop: int) -> Edit | None:
        match = WEB.match(text, at, stop)
        if match is None:
            return None
        dot, sign = self._tongue.web
        if self._tongue.urls == "skip":
            return Edit(at, match.end(), "", "web")
        user = match["user"].removesuffix("@").replace(".", f" {dot} ") + f" {sign} " if match["user"] else ""
        host = match["host"].removeprefix("www.").replace(".", f" {dot} ")
        return Edit(at, match.end(), user + host, "web")

    def _roman(self, text: str, match: re.Match[str], stop: int) -> Edit | None:
        before = NAME_BEFORE.search(text, max(0, match.start() - 24), match.start())
        value = value_of(match.group())
        if not value or before is None:
            return None
        edit = first_edit(self._tongue.romans, text, match.start(), stop, self._tongue)
        if edit is not None or text[match.end() : match.end() + 1].isalpha():
            return edit
        name = before.group(1)
        if name.lower() in self._tongue.chapters:
            return Edit(match.start(), match.end(), self._tongue.cardinal(value, ""), "roman")
        if not name[0].isupper() or name.isupper() or value > 39 or (len(match.group()) == 1 and name not in KINGS):
            return None
        stop_too = text[match.end() : match.end() + 2] == ". " and self._tongue.code == "de"
        return Edit(match.start(), match.end() + stop_too, self._tongue.regnal(value, name), "roman")


KINGS = frozenset(
    [
        "Karl",
        "Charles",
        "Wilhelm",
        "Friedrich",
        "Heinrich",
        "Ludwig",
        "Georg",
        "Otto",
        "Leopold",
        "Franz",
        "Johannes",
        "Paul",
        "Benedikt",
        "Leo",
        "Pius",
        "Philipp",
        "Harald",
        "Juan",
        "Carlos",
        "Felipe",
        "Alfonso",
        "Fernando",
        "Isabel",
        "Enrique",
        "Pedro",
        "Carlos",
        "Louis",
        "Henri",
        "François",
        "Philippe",
        "Napoléon",
        "Napoleon",
        "Jean",
        "Benoît",
        "Léon",
        "Pie",
        "Jorge",
        "Jacobo",
        "Guillermo",
        "Nikolaus",
        "Nicolas",
        "Nicolás",
        "Alexander",
        "Alejandro",
        "Peter",
    ]
)
"""Names after which a single I, V or X is a numeral."""


def _begins(form: str) -> bool:
    """Whether a sentence may begin with this; "P." for "p." is somebody's name."""
    return form[0].islower() and "." in form and len(form) > 2


def _capital(words: str) -> str:
    """As at the beginning of a sentence: "Ca." for "ca."."""
    return words[0].upper() + words[1:]


def _after_figures(text: str, match: re.Match[str]) -> int:
    figures = re.compile(r"\d+").match(text, match.start())
    return figures.end() if figures else match.end()
