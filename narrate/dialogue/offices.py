"""Offices with a phrase of their own before the name of who holds them."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.nameparts import FULL, bare, ends_name, is_name_word, is_title
from narrate.dialogue.tokens import Paragraph, Token

_LEADING = frozenset(["chief", "head", "dean", "envoy", "agent", "assistant", "rapporteur", "coordinator", "counselor"])
SPHERED = ("of", "for", "in", "to", "at", "on")
# Said Bishop to Ana Ruiz: what may be a family name takes no listener for its sphere.
_SENT = frozenset([
    "ambassador", "adviser", "advisor", "assistant", "counsel", "counselor", "envoy", "secretary", "undersecretary",
    "professor", "rapporteur", "representative", "director", "minister", "chief", "president", "candidate",
])  # fmt: skip
_SAINTS = ("st", "st.", "san", "santa", "saint", "los", "las", "fort", "mount")
_BEFORE = 5  # words of "White House Deputy Assistant"
_SPHERE = 14  # tokens from the office to the end of the name


def office_before_name(paragraph: Paragraph, at: int, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """Where an office that begins at `at` leads to its holder: its noun, the name's first token, and its end.

    U.S. Attorney for the District of Elm Ana Ruiz, Chief of Staff to the Governor Bo Lind. A bare office with a
    capital is nobody, so that the words which follow its sphere without a comma must be the name.
    """
    tokens = paragraph.tokens
    if lexicon.language != "en" or not tokens[at].text[0].isupper() or tokens[at].run >= 0:
        return None
    noun = at
    while noun - at < _BEFORE and noun + 1 < len(tokens) and tokens[noun + 1].lower not in SPHERED:
        if not _is_capital(tokens[noun + 1]) or ends_name(tokens[noun]) or tokens[noun].lower in lexicon.given:
            return None
        noun += 1
    if not _is_office(tokens, noun, lexicon) or (at and _goes_before(tokens[at - 1], lexicon)):
        return None
    return _holder(paragraph, noun, lexicon)


def _is_capital(token: Token) -> bool:
    return token.run < 0 and token.text[0].isupper()


def _goes_before(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word before shows that the office has begun already or that a clause owns it."""
    return _is_capital(token) and token.lower not in lexicon.function_words and not ends_name(token)


def _is_office(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    if at + 2 >= len(tokens) or tokens[at + 1].lower not in SPHERED or tokens[at].text != bare(tokens[at].text):
        return False
    word = tokens[at].lower
    if tokens[at + 1].lower in ("to", "at", "on"):
        return word in _SENT
    return word in _LEADING or word in lexicon.people or is_title(tokens[at], lexicon)


def _holder(paragraph: Paragraph, noun: int, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """The name that ends the capitals, and the small words between them, which follow an office."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    last = noun + 1
    for at in range(noun + 1, min(len(tokens), noun + _SPHERE)):
        if tokens[at].run >= 0 or sentences[at] != sentences[noun]:
            break
        if _is_capital(tokens[at]):
            last = at + 1
        elif tokens[at].lower not in (*SPHERED, "the", "and"):
            break
        elif tokens[at].lower == "and" and at + 1 < len(tokens) and _is_somebody(tokens[at + 1], lexicon):
            break  # Secretary of State Ana Ruiz and Senator Bo Lind
        elif last == at and (first := _known_name(tokens, noun, at, lexicon)):
            return noun, first, at  # said Secretary of State for Trade Ana Ruiz to Bo Lind
    first = _known_name(tokens, noun, last, lexicon) or _unknown_name(tokens, noun, last, lexicon)
    return (noun, first, last) if first else None


def _known_name(tokens: Sequence[Token], noun: int, stop: int, lexicon: Lexicon) -> int:
    """Where a name with a known given name or a title begins in the capitals that end at `stop`, or 0."""
    begin = _first_capital(tokens, noun, stop, lexicon)
    for at in range(stop - FULL, begin, -1):
        if tokens[at].lower in lexicon.given and tokens[at - 1].lower not in _SAINTS:
            while at - 1 > begin and tokens[at - 1].lower in lexicon.given:
                at -= 1
            return at
        if is_title(tokens[at], lexicon):
            return at + 1
    return 0


def _unknown_name(tokens: Sequence[Token], noun: int, stop: int, lexicon: Lexicon) -> int:
    """Where the last two words of the capitals begin, with an initial between them three, or 0."""
    initial = len(tokens[stop - FULL].text.rstrip(".")) == 1
    first = stop - FULL - initial
    named = first > _first_capital(tokens, noun, stop, lexicon) and _may_name(tokens[first], lexicon)
    return first if named else 0


def _first_capital(tokens: Sequence[Token], noun: int, stop: int, lexicon: Lexicon) -> int:
    """Where the capitals that end at `stop` begin; `stop` itself where they end no name."""
    begin = stop
    while begin - 1 > noun and tokens[begin - 1].text[0].isupper():
        begin -= 1
    if begin == stop or not _may_name(tokens[stop - 1], lexicon):
        return stop
    aide = tokens[begin - 1].lower in ("for", "to") and _is_somebody(tokens[begin], lexicon)
    return stop if aide else begin  # Lawyer for Ana Maria Ruiz, Aide to Mayor Ana Ruiz


def _is_somebody(token: Token, lexicon: Lexicon) -> bool:
    return is_title(token, lexicon) or (token.lower in lexicon.given and token.lower not in lexicon.places)


def _may_name(token: Token, lexicon: Lexicon) -> bool:
    word = bare(token.lower)
    bodies = (lexicon.organisations, lexicon.offices, lexicon.places, lexicon.people)
    return is_name_word(token, lexicon) and not any(word in words for words in bodies)
