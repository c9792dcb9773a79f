"""Words that mark speech, people and names, by language: plain text files written for this project.

A file holds sections (`[name]`) of words separated by white space. `Lexicon` gives them as sets.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from narrate.model import Gender

_FOLDER = Path(__file__).parent
_CAPITAL_NOUNS = ("de", "lb")
_JOINING_NOUNS = ("de", "lb", "nl", "sv", "da", "no")
_SHORTEST_HEAD = 5  # letters: "mann" and "rat" end too many names
_VOWELS = "aeiou"
_BEFORE_NOUN = ("ex", "co", "then", "now", "soon")  # ex-nurse
_AFTER_NOUN = ("of", "in", "elect", "turned", "cum", "designate")  # mother-of-two, editor-in-chief, mayor-elect
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "den",
        "von",
        "van",
        "vom",
        "zu",
        "zur",
        "ten",
        "ter",
        "te",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "af",
        "av",
        "y",
    ]
)


class Compounds(dict[str, Gender]):
    """Nouns of a language that joins them, and whatever ends in one: a Gesundheitsminister is a minister."""

    def head(self, word: str) -> str:
        """The longest listed noun that `word` ends in, or the word itself."""
        if dict.__contains__(self, word):
            return word
        ends = (word[at:] for at in range(1, len(word) - _SHORTEST_HEAD + 1))
        return next((end for end in ends if dict.__contains__(self, end)), word)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and dict.__contains__(self, self.head(word))

    def __getitem__(self, word: str) -> Gender:
        return dict.__getitem__(self, self.head(word))

    def get(self, word: str, default: Gender = "") -> Gender:  # type: ignore[override]
        return dict.get(self, self.head(word), default)


class Hyphenated(dict[str, Gender]):
    """English nouns, and those that hyphens make of them: ex-nurse, singer-songwriter, mother-of-two, mayor-elect."""

    def noun(self, word: str) -> str:
        """The listed noun that a word with hyphens is a kind of, or the word itself."""
        if dict.__contains__(self, word) or "-" not in word:
            return word
        first, second, *_ = word.split("-")
        if second in _AFTER_NOUN:
            return first
        last = word[word.rindex("-") + 1 :]
        return last if first in _BEFORE_NOUN or dict.__contains__(self, first) else word

    def __contains__(self, word: object) -> bool:
        if dict.__contains__(self, word):
            return True
        return isinstance(word, str) and "-" in word and dict.__contains__(self, self.noun(word))

    def __getitem__(self, word: str) -> Gender:
        return dict.__getitem__(self, self.noun(word))

    def get(self, word: str, default: Gender = "") -> Gender:  # type: ignore[override]
        return dict.get(self, self.noun(word), default)


@dataclass(frozen=True)
class Lexicon:
    """The words of one language, lower case; `given` maps given names to the gender they mostly carry.

    `articles` tell the gender of their noun, `objects` are pronouns for those spoken to, `asides` tag
    words without a verb (", so Reuter").
    `function_words` are never part of a name; `openers` are none at the start of a sentence. `reported` holds verbs in
    the mood of reported speech, `sources` nouns that lead to one ("nach Ansicht"), `judging` verbs that attach a word
    to somebody's view ("nannte"). `epithets` stand for somebody named elsewhere ("the senator"), `anonymous` never do,
    `offices` follow "of" in a title ("Secretary of State"), `kin` come before a relative's name; `rubrics` are
    labels of lists.
    """

    language: str
    verbs: frozenset[str]
    strong_verbs: frozenset[str]
    other_verbs: frozenset[str]
    pronouns: dict[str, Gender]
    titles: dict[str, Gender]
    people: dict[str, Gender]
    epithets: frozenset[str]
    callings: frozenset[str]
    anonymous: frozenset[str]
    offices: frozenset[str]
    kin: frozenset[str]
    attributive: frozenset[str]
    sayings: frozenset[str]
    companies: frozenset[str]
    organisations: Collection[str]
    places: frozenset[str]
    calendar: frozenset[str]
    demonyms: frozenset[str]
    function_words: frozenset[str]
    openers: frozenset[str]
    adverbs: frozenset[str]
    documents: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    finite: frozenset[str]
    relatives: frozenset[str]
    object_verbs: frozenset[str]
    subject_pronouns: frozenset[str]
    nominative: frozenset[str]
    persons: frozenset[str]
    quoted_verbs: frozenset[str]
    naming: frozenset[str]
    so_called: frozenset[str]
    reported: frozenset[str]
    sources: frozenset[str]
    judging: frozenset[str]
    time_words: frozenset[str]
    phrasal_verbs: frozenset[tuple[str, ...]]
    according: tuple[tuple[str, ...], ...]
    definite: frozenset[str]
    articles: dict[str, Gender]
    objects: frozenset[str]
    asides: frozenset[str]
    adverb_endings: tuple[str, ...]
    someone: frozenset[str]
    given: dict[str, Gender]
    rubrics: frozenset[str]
    names_and_rubrics: frozenset[str]
    particles: frozenset[str] = _PARTICLES
    capital_nouns: bool = False  # every noun has a capital


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon for a BCP 47 language; English verbs and pronouns stand in where a language has no file."""
    code = language.split("-")[0].lower()
    sections = _sections(code if (_FOLDER / f"{code}.txt").is_file() else "en")
    english = sections if code == "en" else _sections("en")
    return Lexicon(
        language=code,
        verbs=frozenset(_verbs(sections)),
        strong_verbs=frozenset(sections.get("strong verbs", ())),
        other_verbs=frozenset(sections.get("other verbs", ())),
        pronouns=_gendered(sections, "pronouns male", "pronouns female", "pronouns other"),
        titles=_gendered(english, "titles male", "titles female", "titles")
        | _gendered(sections, "titles male", "titles female", "titles"),
        people=_people(code, _gendered(sections, "male nouns", "female nouns", "person nouns")),
        epithets=frozenset(sections.get("epithets", ())),
        callings=frozenset(
            () if code == "en" else (*sections.get("male nouns", ()), *sections.get("female nouns", ()))
        ),
        anonymous=frozenset(sections.get("anonymous", ())),
        offices=frozenset(sections.get("office words", ())),
        companies=frozenset(sections.get("companies", ())),
        attributive=frozenset(sections.get("attributive nouns", ())),
        sayings=frozenset(sections.get("sayings", ())),
        kin=frozenset(sections.get("kin", ())),
        organisations=_joined(
            code, dict.fromkeys((*english["organisation words"], *sections.get("organisation words", ())), "")
        ),
        places=frozenset(english["places"]) | frozenset(sections.get("places", ())),
        calendar=frozenset(sections.get("calendar", ())),
        demonyms=frozenset(sections.get("demonyms", ())),
        function_words=frozenset(sections["function words"]),
        openers=frozenset(sections.get("sentence openers", ())),
        adverbs=frozenset(sections.get("adverbs", ())),
        rubrics=frozenset(sections.get("rubrics", ())),
        names_and_rubrics=frozenset(sections.get("rubrics and names", ())),
        determiners=frozenset(sections.get("determiners", ())),
        prepositions=frozenset(sections.get("prepositions", ())),
        conjunctions=frozenset(sections.get("conjunctions", ())),
        auxiliaries=frozenset(sections.get("auxiliaries", ())),
        finite=frozenset(sections.get("finite", ())),
        relatives=frozenset(sections.get("relatives", ())),
        object_verbs=frozenset(sections.get("object verbs", ())),
        subject_pronouns=frozenset(sections.get("subject pronouns", ())),
        nominative=frozenset(sections.get("nominative", ())),
        persons=frozenset(sections.get("persons", ())),
        quoted_verbs=frozenset(sections.get("quoted verbs", ())),
        naming=frozenset(sections.get("naming", ())),
        so_called=frozenset(sections.get("so called", ())),
        reported=frozenset(sections.get("reported", ())),
        sources=frozenset(sections.get("sources", ())),
        judging=frozenset(sections.get("judging", ())),
        documents=frozenset(sections.get("documents", ())),
        time_words=frozenset(sections.get("time words", ())),
        phrasal_verbs=frozenset(_phrases(code, "phrasal verbs")),
        according=_phrases(code, "according"),
        definite=frozenset(sections.get("definite", ())),
        articles=_gendered(sections, "articles male", "articles female", ""),
        objects=frozenset(sections.get("objects", ())),
        asides=frozenset(sections.get("asides", ())),
        someone=frozenset(sections.get("someone", ())),
        adverb_endings=sections.get("adverb endings", ()),
        given=_given_names() if code == "en" else suggested_names(),
        capital_nouns=code in _CAPITAL_NOUNS,
    )


def _joined(code: str, nouns: dict[str, Gender]) -> dict[str, Gender]:
    return Compounds(nouns) if code in _JOINING_NOUNS else nouns


def _people(code: str, nouns: dict[str, Gender]) -> dict[str, Gender]:
    return Hyphenated(nouns) if code == "en" else _joined(code, nouns)


def head_of(word: str, nouns: Collection[str]) -> str:
    """The noun that a compound ends in, else the word."""
    return nouns.head(word) if isinstance(nouns, Compounds) else word


@cache
def _lines(name: str) -> tuple[tuple[str, str], ...]:
    section, found = "", []
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return tuple(found)


@cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for section, line in _lines(name):
        words.setdefault(section, []).extend(line.split())
    return {section: tuple(found) for section, found in words.items()}


def listed(language: str, section: str) -> frozenset[str]:
    """The words of a section that only one language has."""
    return frozenset(_sections(language).get(section, ()))


def _phrases(code: str, wanted: str) -> tuple[tuple[str, ...], ...]:
    name = code if (_FOLDER / f"{code}.txt").is_file() else "en"
    return tuple(tuple(line.split()) for section, line in _lines(name) if section == wanted)


def _verbs(sections: dict[str, tuple[str, ...]]) -> set[str]:
    found = set(sections.get("irregular verbs", ())) | set(sections.get("strong verbs", ()))
    for base in sections.get("regular verbs", ()):
        found.update(_english_forms(base))
    return found


def _english_forms(base: str) -> tuple[str, ...]:
    """Base, third person, past and participle of a regular English verb."""
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if re.search(r"(?:s|sh|ch|x|z)$", base):
        return base, base + "es", base + "ed", base + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bgmnpt]|\w*(?:quip|admit|infer|refer)", base):
        return base, base + "s", base + base[-1] + "ed", base + base[-1] + "ing"
    return base, base + "s", base + "ed", base + "ing"


def _gendered(sections: dict[str, tuple[str, ...]], male: str, female: str, other: str) -> dict[str, Gender]:
    found: dict[str, Gender] = dict.fromkeys(sections.get(other, ()), "")
    men, women = sections.get(male, ()), sections.get(female, ())
    found.update(dict.fromkeys(men, "male"))
    found.update(dict.fromkeys(women, "female"))
    return found | dict.fromkeys(set(men) & set(women), "")  # le juge, la juge


@cache
def suggested_names() -> dict[str, Gender]:
    """Given names of many countries and the gender they suggest, those of `Lexicon.given` included."""
    return _genders_of("given") | _given_names()


@cache
def _given_names() -> dict[str, Gender]:
    return _genders_of("names")


def _genders_of(name: str) -> dict[str, Gender]:
    sections = _sections(name)
    female, male = ({name.lower() for name in sections[gender]} for gender in ("female", "male"))
    found: dict[str, Gender] = dict.fromkeys(female & male, "")
    return found | dict.fromkeys(female - male, "female") | dict.fromkeys(male - female, "male")
