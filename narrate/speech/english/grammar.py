"""English: which rules are tried at which sign of the text, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.speech.english import (
    abbreviations,
    acronyms,
    codes,
    dates,
    fractions,
    measures,
    money,
    parties,
    places,
    quantities,
    roman,
    scores,
    scripture,
    symbols,
    telephones,
    times,
    web,
)
from narrate.speech.english.dialect import English
from narrate.speech.english.full_stops import SENTENCE_STARTERS
from narrate.speech.rules import Rule, first_edit, word_set
from narrate.speech.tiling import Edit

Rules = tuple[Rule[English], ...]

TOKEN = re.compile(
    rf"(?P<money>(?:(?<![\w)])[-−–+])?{money.PREFIX}[{money.MARKS}])"
    r"|(?P<number>(?:(?<![\w).,%])[-−–+±~≈](?=\.?\d))|(?<!\w)'(?=\d)|(?<!\w)\((?=\d{3}\)|0\d)|(?<![\w.])\.(?=\d)|\d|["
    + fractions.VULGARS
    + r"])"
    r"|(?P<letters>(?<![\w.])(?:[A-Za-z]\.)(?=[A-Za-z]\b|[ -]?[A-Z]))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>\.{3}|--+| [-–](?= )| ?\((?=[A-Z][A-Za-z ]{0,6}[-–)]|\.|…)| ?/|_+|[^\w\s.,;:!?'\"()\-–—…])"
)

BARE = word_set(
    "x hwy expy pkwy blvd ave vs v etc govt mgmt natl intl et tsp tbsp aka nr aet feat ft w mRNA tRNA siRNA eVTOL b y"
)
"""Words without a capital or full stop that are abbreviations all the same."""
CONTRACTED = frozenset(c.split("'")[0] for c in abbreviations.CONTRACTED)
NOT_BARE = "(?!(?:" + "|".join(sorted(BARE, key=len, reverse=True)) + r")\b)"
PLAIN_WORDS = re.compile(rf"(?:[,;]? ?{NOT_BARE}[a-z]+(?=[,;]? [^\W\d_]))*")
"""Words that no rule wants, skipped in one go: four fifths of a news text."""

NUMBER_RULES: Rules = (
    scripture.NUMBERED_BOOK,
    telephones.KEYPAD,
    dates.ISO_DATE,
    telephones.TELEPHONE,
    telephones.IP_ADDRESS,
    dates.NUMERIC_DATE,
    telephones.VERSION,
    telephones.POSTAL,
    scores.ROUNDS,
    scores.SETS,
    scores.BEHINDS,
    scores.WICKETS,
    codes.HOUSE,
    codes.DOCKET,
    codes.SUBDIVISION,
    codes.NICKNAME,
    codes.PENSION,
    web.NUMBERED,
    times.TIME_RANGE,
    times.TIME_OF_DAY,
    times.DURATION,
    times.RACE_TIME,
    times.CLOCK_TIME,
    times.BROADCAST,
    times.HOURS_MINUTES,
    times.MILITARY,
    dates.SHORT_DECADE,
    dates.SHORT_YEAR,
    dates.DECADE,
    dates.ERA_YEAR,
    dates.YEAR_RANGE,
    dates.DAY_MONTH,
    dates.QUARTER,
    quantities.PERCENT,
    measures.STONES,
    measures.FEET_BY_FEET,
    quantities.ORDINAL,
    money.MONEY_AFTER,
    money.CENTS,
    measures.SECONDS,
    measures.COORDINATES,
    measures.TEMPERATURE,
    measures.FEET_INCHES,
    measures.MEASURE,
    measures.PER_UNIT,
    measures.INCHES,
    times.DOTTED_TIME,
    quantities.MAGNITUDE,
    fractions.VULGAR_FRACTION,
    fractions.SLASHED,
    fractions.FRACTION,
    scores.SCORE,
    quantities.SUM,
    quantities.MULTIPLIED,
    fractions.RATIO,
    telephones.BARE_TELEPHONE,
    dates.BARE_YEAR,
    quantities.SPACED,
    quantities.PLAIN_RANGE,
    quantities.NUMBER_PLURAL,
    quantities.LONG_NUMBER,
    quantities.CARDINAL,
    codes.GLUED,
)
MONEY_RULES: Rules = (money.LOSS, money.MONEY, money.BARE_MARK)
LETTER_RULES: Rules = (
    places.POINT,
    abbreviations.DOTTED_LETTERS,
    abbreviations.INITIALS,
    abbreviations.CASE,
    abbreviations.NUMBERED,
)
SIGN_RULES: Rules = (
    parties.PARTY,
    parties.PARTY_ALONE,
    symbols.OMISSION,
    symbols.ENTITY,
    symbols.TAG,
    symbols.DASHES,
    web.HANDLE,
    web.HASHTAG,
    symbols.EMOJI,
    symbols.SLASHED_LETTERS,
    symbols.SLASH,
    symbols.TIMES,
    symbols.PLUS_MINUS,
    symbols.NAMED_SIGN,
    symbols.DROPPED,
)
WEB_RULES: Rules = (web.URL, web.EMAIL, web.PATHED, web.DOMAIN)
CAPITAL_RULES: Rules = (
    codes.CONSONANTS,
    codes.LINEAGE,
    parties.PARTY_BARE,
    roman.ROMAN_LIST,
    roman.ROMAN_ORDINAL,
    roman.ROMAN,
    acronyms.CONTRACTION,
    acronyms.GRADES,
    acronyms.JOINED,
    acronyms.ACRONYM,
)
MONTH_RULES: Rules = (
    dates.MONTH_RANGE,
    dates.MONTH_DAY,
    dates.MONTH_YEAR,
    dates.MONTH_DASH_DAY,
    dates.MONTH_ABBREVIATED,
)


def _word_rules() -> dict[str, Rules]:
    """Lower-case word -> the rules that may apply where it stands."""
    table: dict[str, list[Rule[English]]] = {}

    def enter(words: object, *rules: Rule[English]) -> None:
        for word in words:  # type: ignore[attr-defined]
            table.setdefault(word.lower().strip("."), []).extend(rules)

    enter(dates.MONTH_NAMES, *MONTH_RULES)
    enter(dates.WEEKDAY_NAMES, dates.WEEKDAY_RANGE, dates.WEEKDAY, dates.WEEKDAY_ALONE)
    enter(("noon", "midnight"), times.NOON)
    enter("qh", dates.LETTER_QUARTER)
    enter(["fy"], dates.FISCAL_YEAR)
    enter(money.CODES, money.MONEY_CODE)
    enter(places.STREETS, places.STREET)
    enter({*places.NEWS_STATES, *places.STATES, *places.PROVINCES}, places.STATE)
    enter(scripture.BOOKS, scripture.BOOK)
    enter(abbreviations.TITLES, abbreviations.TITLE)
    enter(("hep", "jr", "feat", "ft"), abbreviations.WRITTEN_OUT)
    enter(["co"], abbreviations.IRISH_COUNTY)
    enter((c.split("'")[0] for c in abbreviations.CONTRACTED), abbreviations.CONTRACTION)
    enter(abbreviations.AFTER_NAME, abbreviations.AFTER)
    enter(abbreviations.BEFORE_NUMBER, abbreviations.NUMBERED)
    enter(abbreviations.ANYWHERE, abbreviations.ANY)
    enter(places.COMPASS, places.POINT)
    enter("v", abbreviations.CASE)
    enter("r", money.RAND)
    enter("x", symbols.BY)
    enter(("w", "b", "y"), symbols.SLASHED_LETTERS)
    enter(["et"], abbreviations.ET_AL)
    enter("ivx", roman.ROMAN_LIST, roman.ROMAN)
    enter("a", abbreviations.SINGLE_A)
    enter(("ph", "m", "b"), abbreviations.DOTTED_LETTERS)
    enter(["ww", "wwi", "wwii"], roman.WORLD_WAR)
    enter(("phd", "phds", "dphil", "bsc", "msc", "mrna", "trna", "sirna", "mep", "evtol"), acronyms.MIXED)
    return {word: tuple(rules) for word, rules in table.items()}


WORD_RULES = _word_rules()


class EnglishGrammar:
    """The rules of English for one country."""

    def __init__(self, language: English) -> None:
        self.abbreviations = abbreviations.ALL_ABBREVIATIONS
        self.starters = SENTENCE_STARTERS
        self.dated: frozenset[str] = frozenset()
        self._language = language

    def edits(self, text: str, start: int, stop: int) -> Iterator[Edit]:
        """Disjoint edits in order for text[start:stop]."""
        search, skip, at = TOKEN.search, PLAIN_WORDS.match, start
        while (match := search(text, skip(text, at, stop).end(), stop)) is not None:  # type: ignore[union-attr]
            at = match.end()
            kind = match.lastgroup
            if kind == "word":
                edit = self._at_word(text, match.group(), match.start(), at, stop)
            else:
                edit = first_edit(_rules(kind or "", text, match.start()), text, match.start(), stop, self._language)
            if edit is not None:
                yield edit
                at = edit.end

    def _at_word(self, text: str, word: str, start: int, end: int, stop: int) -> Edit | None:
        after = text[end : end + 1]
        if after in WEB_MARKS and (after in ":0123456789" or text[end + 1 : end + 2].isalnum()):
            edit = first_edit(WEB_RULES, text, start, stop, self._language)
            if edit is not None:
                return edit
        rules = (
            WORD_RULES.get(word.lower())
            if word[0].isupper()
            or after in "."
            or word in BARE
            or dated(text, end)
            or (after == "'" and word in CONTRACTED)
            else None
        )
        if rules is not None and (start == 0 or not text[start - 1].isdigit()):
            edit = first_edit(rules, text, start, stop, self._language)
            if edit is not None:
                return edit
        coded = after == "-" and len(word) == 2 and text[end + 1 : end + 2].isdigit()
        capitals = word[0].isupper() and (word[1:2].isupper() or coded or (len(word) == 1 and after in ".-*'"))
        if capitals or after == "&":
            return first_edit(CAPITAL_RULES, text, start, stop, self._language)
        return None


def dated(text: str, end: int) -> bool:
    """Whether a figure follows, as in "july 4" and "no 5"."""
    return text[end : end + 1] in " -" and text[end + 1 : end + 2].isdigit()


SERIAL_KINDS = frozenset(("measure", "ordinal", "percent", "plural", "digits", "cardinal", "glued"))
WEB_MARKS = frozenset(".@:-_+0123456789")
RULES: dict[str, Rules] = {
    "money": MONEY_RULES,
    "number": NUMBER_RULES,
    "letters": LETTER_RULES,
    "sign": SIGN_RULES,
}
PREFIX = re.compile(r"(?:mid|pre|post|early|late|[Mm]id|[Pp]re|[Pp]ost|non|anti)-\Z")
CLOCK_AHEAD = re.compile(r"\d{1,2}(?::\d\d| ?[ap]\.?m)")
CODE_BEFORE = re.compile(r"[A-Za-z]\d{1,3}-\Z")
AFTER_LETTER: Rules = (codes.GLUED,)
IN_SERIAL: Rules = (
    codes.SERIAL,
    dates.DECADE,
    dates.SHORT_DECADE,
    *(r for r in NUMBER_RULES if r.name in SERIAL_KINDS),
)


def _rules(kind: str, text: str, at: int) -> Rules:
    """Figures stuck to a letter ("CO2", "G7") are part of a name, whatever they look like."""
    if kind != "number" or not at or not text[at].isdigit():
        return RULES[kind]
    if text[at - 1].isalpha():
        return AFTER_LETTER
    if text[at - 1] == "-" and CODE_BEFORE.search(text, max(0, at - 6), at):
        return IN_SERIAL
    if text[at - 1] == "/" and CLOCK_AHEAD.match(text, at):
        return RULES[kind]
    if text[at - 1] not in "-/" or not text[at - 2 : at - 1].isalpha() or PREFIX.search(text, max(0, at - 7), at):
        return RULES[kind]
    return IN_SERIAL
