"""How one article writes its words, which tells names from words with a capital."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.nameparts import bare, ends_name, is_letter, is_name_word, is_number, pair_of
from narrate.dialogue.tokens import Paragraph, Token

_SMALL = 3  # letters of the shortest word that may be a family name although it is a small word
_MONTH_NAMES = frozenset(["may", "june", "april", "august", "march"])


@dataclass(frozen=True, slots=True)
class Habits:
    """How one article writes its words."""

    common: set[str]  # also in lower case: at the start of a sentence they are no names
    inner: set[str]  # with a capital inside of sentences: at the start of a sentence they may be names
    surnames: set[str]  # small words that are family names here: From, May, Will
    codes: set[str]  # a noun and a letter or a number, plainly used as a name: "witness a", "doe 3"


def habits_of(paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> Habits:
    """How the article writes its words, learnt from all of its paragraphs."""
    common = {token.text for paragraph in paragraphs for token in paragraph.tokens if token.text[:1].islower()}
    codes = {
        pair_of(paragraph.tokens, at)
        for paragraph in paragraphs
        if paragraph.kind not in ("title", "heading")
        for at in range(1, len(paragraph.tokens))
        if _is_plain_code(paragraph.tokens, at, lexicon)
    }
    surnames = {
        bare(paragraph.tokens[at].lower)
        for paragraph in paragraphs
        if paragraph.kind not in ("title", "heading")
        for at in range(1, len(paragraph.tokens))
        if is_small_surname(paragraph.tokens, at, lexicon)
    }
    return Habits(common, _inner_capitals(paragraphs), surnames, codes)


def _inner_capitals(paragraphs: Iterable[Paragraph]) -> set[str]:
    """Words capitalised in the middle of a sentence."""
    return {
        bare(token.text).lower()
        for paragraph in paragraphs
        if paragraph.kind not in ("title", "heading")
        for at, token in enumerate(paragraph.tokens)
        if token.text[:1].isupper() and not starts_sentence(paragraph, at)
    }


def starts_sentence(paragraph: Paragraph, at: int) -> bool:
    """Whether the token is the first of its sentence, of its paragraph, or follows a quotation or a colon."""
    if at == 0 or paragraph.sentences[at - 1] != paragraph.sentences[at]:
        return True
    before = paragraph.tokens[at - 1]
    return before.run >= 0 or before.text in ":;-–—--•*("


def is_small_surname(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Al From, Theresa May, George Will: a small word with a capital after a given name."""
    token, before = tokens[at], tokens[at - 1]
    if not token.text[0].isupper() or token.text[1:] != token.text[1:].lower():
        return False
    word = bare(token.lower)
    if len(word) < _SMALL or not (word in lexicon.function_words or word in _MONTH_NAMES):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if before.run >= 0 or not before.text[0].isupper() or before.lower not in lexicon.given:
        return False
    return following is None or not (following.text.isdigit() or is_name_word(following, lexicon))


def _is_plain_code(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word is a letter here: Witness A —, Player I says; not "as Mayor I was", "Such A Day".

    A number has to tell something: Jane Doe 3 says, not the list that ends in Lind 3.
    """
    token, before = tokens[at], tokens[at - 1]
    if (
        token.text[0].islower()
        or not (is_letter(token) or is_number(token))
        or not is_name_word(before, lexicon)
        or ends_name(before)
        or is_letter(before)
    ):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if is_number(token):
        return following is not None and following.run < 0 and following.lower in lexicon.verbs
    if following is None or bare(token.text) != token.text:
        return True
    if following.run >= 0 or not following.is_word:
        return following.run < 0
    verb = (
        following.lower in lexicon.verbs or following.lower in lexicon.finite or following.lower in lexicon.auxiliaries
    )
    if bare(token.lower) in lexicon.persons:
        return verb and following.lower.endswith("s") and following.lower != "was"
    return verb and following.text[0].islower()
