"""The words that names are made of, one at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.tokens import Token
from narrate.model import Gender

FULL = 2  # words of a name with given name
WOMENS = ("ska", "cka", "dzka", "ová", "ова", "ева", "ёва", "ина", "ская", "цкая")
MENS = ("ski", "cki", "dzki", "ов", "ев", "ёв", "ин", "ский", "цкий")
_OFFICES = frozenset(["ceo", "cfo", "coo", "cto", "vp", "mp", "mep", "md"])
_DESCRIBING = re.compile(
    r"-(?:born|based|led|style|backed|owned|run|era|wide|leaning|controlled)$|^[RDI]-[A-Z]"
    r"|^(?:Ex|Then|Vice|(?:Grand)?(?:[Mm]other|[Ff]ather)-of|M[ou]m-of|Dad-of)-(?:\w{3}|[A-Z]{2})"  # not Ex-Im
)


NATIONALS = listed("en", "nationals")  # the Dane
_ARTICLES = ("the", "a", "an", "another", "this", "that", "former")
_AGED = re.compile(r"\d{1,3}-years?-old")


def bare(word: str) -> str:
    """A word without a possessive ending."""
    if len(word) > 2 and word[-2] in "'’" and word[-1] in "sS":
        return word[:-2]
    return word.rstrip("'’*")


def is_name_word(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be part of a name, by its capital: no small word, month, nationality or description."""
    text = token.text
    if token.run >= 0 or not text[0].isalnum():
        return text[0] == "@" and len(text) > 2 and token.run < 0
    if text[0].isupper():
        word = bare(token.lower)
        if (text.isupper() and word in _OFFICES) or _DESCRIBING.search(text):
            return False
        return word not in lexicon.function_words and word not in lexicon.calendar and word not in lexicon.demonyms
    return len(text) > 3 and text[2] == "-" and text[3].isupper() and text[:2].lower() == "al"


def ends_name(token: Token) -> bool:
    """Whether a name cannot go on after the word: Ruiz's."""
    return bare(token.text) != token.text or token.run >= 0


def is_letter(token: Token) -> bool:
    """Whether a word is a single capital."""
    word = bare(token.text)
    return token.run < 0 and len(word) == 1 and word.isupper()


def is_number(token: Token) -> bool:
    """Whether a word is a number in figures."""
    return token.run < 0 and bare(token.text).isdigit()


def pair_of(tokens: Sequence[Token], at: int) -> str:
    """A word and the one before it, in small letters."""
    return f"{tokens[at - 1].lower} {bare(tokens[at].lower)}"


def is_national(word: str, lexicon: Lexicon) -> bool:
    """Whether a noun tells where somebody is from: a Dane, an American; not a Danish, French or Chinese one."""
    return lexicon.language == "en" and (word in NATIONALS or (word in lexicon.demonyms and word[-1] == "n"))


def is_title(token: Token, lexicon: Lexicon) -> bool:
    """Mr, Sen., Captain."""
    return token.run < 0 and token.lower.rstrip(".") in lexicon.titles


def is_code(word: str) -> bool:
    """Whether a word is a letter or a number that tells code names apart: Soldier X."""
    return len(word.rstrip(".")) == 1 or word.isdigit()


def is_office_alone(tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether a capital word is an office by its article: the Bishop said, the Bishop Of Elm."""
    if stop - at > 1 or at == 0 or lexicon.language != "en":
        return False
    if tokens[at].lower in NATIONALS and (tokens[at - 1].lower in _ARTICLES or _AGED.fullmatch(tokens[at - 1].lower)):
        return True  # the Dane said, the 29-year-old Dane said
    if tokens[at - 1].lower != "the":
        return False
    return is_title(tokens[at], lexicon) and bare(tokens[at].lower) in lexicon.titles


def gender_of_surname(words: tuple[str, ...], lexicon: Lexicon) -> Gender:
    """Women's surnames in Polish and Russian end in -ska and -ова; in Russian a man's genitive does too."""
    if len(words) < FULL or lexicon.language not in ("pl", "ru", "uk", "bg", "cs", "sk"):
        return ""
    if words[-1].lower().endswith(WOMENS):
        return "female"
    return "male" if words[-1].lower().endswith(MENS) else ""
