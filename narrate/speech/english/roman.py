"""Roman numerals: of kings and popes, wars, chapters and games; never initials."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, words_before
from narrate.speech.numerals import value_of
from narrate.speech.rules import Rule, word_set

REGNAL = word_set(
    "king queen pope emperor tsar czar prince princess duke kaiser sultan shah pharaoh charles louis henry "
    "george edward "
    "william elizabeth james richard john paul pius benedict leo francis nicholas alexander catherine frederick philip "
    "philippe ferdinand napoleon peter ivan haakon harald gustaf gustav adolf carl karl christian margrethe juan "
    "felipe alfonso albert leopold baudouin wilhelm franz joseph otto rama mohammed hassan abdullah mehmed selim murad "
    "suleiman ramesses rameses ramses thutmose amenhotep cleopatra ptolemy darius xerxes cyrus gregory clement "
    "innocent urban sixtus boniface celestine adrian alexei michael constantine victor emmanuel umberto robert david "
    "malcolm edmund harold mary anne matilda theodore tawadros shenouda kirill bartholomew aram karekin ignatius "
    "bashir abbas akbar jahangir bhumibol vajiralongkorn norodom jigme letsie mswati moshoeshoe tupou taufa'ahau "
    "birendra gyanendra zog boris simeon ferdinand carol"
)
GIVEN = word_set(
    "sam samuel thomas tom joe joseph dan daniel matthew mark luke anthony tony steven stephen andrew ken "
    "kenneth kevin "
    "brian ronald ron larry frank scott eric gary jeffrey jeff jacob walter harry arthur roger fred ralph eugene "
    "russell "
    "howard carlos jack billy bob jim jimmy mike nick bill will ben benjamin"
)
"""Given names that a bare numeral makes a person of a line, not a sequel."""
NAMED = word_set(
    "war bowl chapter part volume vol act scene book section title article type phase stage class level grade "
    "tier category world olympiad wrestlemania ufc rocky godfather apollo saturn mark group appendix annex schedule "
    "schengen round episode final fantasy hearts thrones vatican plan column figure table division schedule season "
    "factor mk henry richard generation gen diabetes bipolar trial pillar protocol convention soyuz nostromo amendment"
) - {"henry", "richard"}
SINGLE_AFTER = word_set(
    "chapter part volume vol act book phase stage type scene title war division class level bowl schedule tier grade "
    "category factor article appendix annex pillar"
)
CLASSED = word_set("type phase stage class level tier grade schedule category factor")
"""What a small letter classes by a numeral: "type I error"; after others, "the book I read", stands the pronoun."""
VERB_AFTER = re.compile(
    r"'|[,;]? (?:(?:am|was|have|had|has|will|would|could|can|should|shall|may|might|must|do|did|don|didn|couldn|wouldn|"
    r"wasn|never|always|just|really|also|still|then|once|first|ever|only|actually|see|saw|read|take|took|wear|wore|win|"
    r"won|get|got|want|need|love|like|hate|know|knew|think|thought|wr[io]te|make|made|meet|met|lead|led|say|said|go|"
    r"went|come|came|g[ia]ve|bring|brought|buy|bought|sell|sold|teach|taught|hold|held|find|found|feel|felt|tell|told|"
    r"stand|stood|run|ran|play|put|set|hit|cut|chose|choose|grew|grow|fight|fought|leave|left|lose|lost|keep|kept|sit|"
    r"sat|began|begin|hope|believe|enjoy|remember|understand|understood|use|watch|mean|meant|spoke|speak|spend|"
    r"spent|ask|call|work|try|start|live|learn|care|look|talk|share|show|do)\b|[a-z]{2,}ed\b)"
)
SEQUELS = word_set("II III IV VI VII VIII IX")
PREVIOUS = re.compile(r"([\w'-]+)\.?[ ]\Z")
NAME_BEFORE = re.compile(r"\b(?!The )[A-Z][a-z]+(?: [A-Z]\.)? [A-Z][a-z]+,? \Z")


def roman(match: re.Match[str], en: English) -> str | None:
    """Charles III the third, World War II two, Super Bowl LVIII fifty eight; Malcolm X stays."""
    numeral = match["numeral"]
    number = value_of(numeral)
    if (
        len(numeral) > 1
        and number
        and ORDERED.match(match.string, match.end())
        and (before_is_the(match) or len(numeral) > 2)
    ):
        return en.numbers.ordinal(number)
    if len(numeral) > 1 and number and re.search(r"\d(?:st|nd|rd|th) \Z", match.string[: match.start()][-5:]):
        return en.numbers.cardinal(number)
    before = match.string[max(0, match.start() - 40) : match.start()]
    previous = PREVIOUS.search(before)
    if not number or previous is None:
        return None
    word = previous.group(1)
    low = word.lower().removesuffix("s") if word.lower() not in REGNAL else word.lower()
    tail = match["tail"] or ""
    if low in NAMED or word.lower() in NAMED:
        if numeral == "I" and _is_pronoun(match, word, low):
            return None
        if len(numeral) == 1 and low not in SINGLE_AFTER and numeral not in "IVX":
            return None
        if len(numeral) == 1 and numeral in "IX" and low not in SINGLE_AFTER:
            return None
        return en.numbers.cardinal(number) + tail
    if number > 39 or not word[:1].isupper():
        return None
    if word.isupper() and low not in REGNAL:
        return en.numbers.cardinal(number) if len(word) > 1 and numeral in SEQUELS else None
    if low in REGNAL and (len(numeral) > 1 or (numeral in "IV" and _is_regnal(match, before, numeral))):
        return f"the {en.numbers.ordinal(number)}{tail}"
    if NAME_BEFORE.search(before) and numeral in ("II", "III", "IV") and low not in SERIES:
        return f"the {en.numbers.ordinal(number)}{tail}"
    if (
        numeral in SEQUELS
        and low not in DETERMINERS
        and not (numeral == "IV" and DRIP.match(match.string, match.end()))
    ):
        return (f"the {en.numbers.ordinal(number)}" if _looks_like_name(word) else en.numbers.cardinal(number)) + tail
    return None


ORDERED = re.compile(
    r" (?:Legion|Corps|Amendment|Century|century|Olympiad|Dynasty|Army|Summit|Congress|Airborne|"
    r"Olympic|Paralympic|Commonwealth Games|Pan American|Asian Games|(?:Winter|Summer) (?:Olympic|Paralympic|Games))"
)


def _is_pronoun(match: re.Match[str], word: str, low: str) -> bool:
    """Whether I speaks of the writer: "the book I read", "every class I took"; not in "type I error"."""
    if match["tail"] or (low == "war" and words_before(match, 12).endswith("world war ")):
        return False
    verb = VERB_AFTER.match(match.string, match.end())
    if verb and (word.islower() or not verb.group().endswith(("ed", "began", "set", "start"))):
        return True
    return word.islower() and low not in CLASSED and re.match(" [a-z]", match.string[match.end() :][:2]) is not None


def before_is_the(match: re.Match[str]) -> bool:
    """Whether "the" stands before: "the XIII Legion"."""
    return words_before(match, 5).endswith("the ")


def _is_regnal(match: re.Match[str], before: str, numeral: str) -> bool:
    """Whether a single I or V after a name is a numeral: not the pronoun in "Charles I know"."""
    if numeral == "V" or match["tail"] or re.match(r" of [A-Z]|[.,;)]|\Z", match.string[match.end() :][:5]):
        return True
    if (
        re.search(r"\b(?:King|Queen|Pope|Emperor|Tsar|Czar|Elizabeth|Napoleon|Kaiser) (?:[A-Z][a-z]+ )?\Z", before)
        is None
    ):
        return False
    after = match.string[match.end() :]
    return not re.match(
        r"(?:'(?:m|ve|d|ll)\b| (?:am|was|have|had|know|think|saw|met|will|would|can|could|do|did)\b)", after
    )


def _looks_like_name(word: str) -> bool:
    return word.lower() in REGNAL or word.lower() in GIVEN


SERIES = word_set(
    "trek war wars story gun hard park cup game games man night knight souls duty kombat evil fighter effect raider "
    "space quest warcraft craft battlefront dead weapon academy factory machine force house day legacy forum summit"
)
"""What ends the name of a film, a game or an event rather than of a person: "Star Trek IV"."""
DETERMINERS = word_set("the a an this that his her their its our my in on by of and or with no")
DRIP = re.compile(r" (?:bags?|drips?|fluids?|lines?|poles?|drugs?|therapy|treatments?|antibiotics|access|infusions?)\b")


def _is_double_king(match: re.Match[str], name: str, first: int, last: int) -> bool:
    """James VI and I: one king of two realms; "George V and I met" are two people."""
    after = match.string[match.end() :][:4]
    return (
        name.lower() in REGNAL
        and match["joint"] == " and "
        and first != last
        and re.match(r"[.,;)']|\Z| of ", after) is not None
    )


def listed(match: re.Match[str], en: English) -> str | None:
    """World Wars I and II; Parts I-III."""
    first, last = value_of(match["first"]), value_of(match["last"])
    previous = PREVIOUS.search(words_before(match, 24))
    if first and last and previous is not None and _is_double_king(match, previous.group(1), first, last):
        return f"the {en.numbers.ordinal(first)} and {en.numbers.ordinal(last)}"
    if not first or not last or previous is None or previous.group(1).removesuffix("s") not in NAMED:
        return None
    joint = " to " if match["joint"].strip() in ("-", "–") else match["joint"]
    return f"{en.numbers.cardinal(first)}{joint}{en.numbers.cardinal(last)}"


WORLD_WAR: Rule[English] = Rule(
    "roman",
    re.compile(r"WW ?(?:(?P<two>II|2)|I|1)(?!\w)"),
    lambda match, en: f"World War {'two' if match['two'] else 'one'}",
)
ROMAN_LIST = Rule(
    "roman", re.compile(r"(?P<first>[IVXLC]+)(?P<joint> and | & | or | to |-|–)(?P<last>[IVXLC]+)\b"), listed
)
ROMAN_ORDINAL: Rule[English] = Rule(
    "roman",
    re.compile(r"(?P<numeral>[IVXLC]{2,})(?:st|nd|rd|th|[eè]me)(?!\w)"),
    lambda match, en: en.numbers.ordinal(value_of(match["numeral"])) if value_of(match["numeral"]) else None,
)
ROMAN = Rule("roman", re.compile(r"(?P<numeral>[IVXLCDM]+)(?P<tail>'s)?(?![\w]|\.[A-Z]|-[A-Za-z])"), roman)
