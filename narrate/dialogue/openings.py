"""The first word of a sentence has its capital from its place: is it a name all the same?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.dialogue.habits import Habits, starts_sentence
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import is_adverb
from narrate.dialogue.nameparts import bare, is_name_word, pair_of
from narrate.dialogue.tokens import Paragraph, Token, is_verse

_NAMING = frozenset(["united", "allied", "associated", "sacred", "consolidated", "integrated", "advanced", "applied"])
_CAMEL = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")  # AnaRuiz, McBride
IMPERATIVES = ("meet", "take", "consider", "ask", "enter", "picture", "imagine")
_SHORT = 5  # letters: King, Ming, Young
_PRO_DROP = ("es", "it", "pt", "pl", "ro", "ca")  # a verb after the first word of a sentence proves no name


def may_start(paragraph: Paragraph, at: int, lexicon: Lexicon, habits: Habits) -> bool:
    if not starts_sentence(paragraph, at):
        return True
    token = paragraph.tokens[at]
    word = bare(token.lower)
    if word in lexicon.given or word in habits.inner or word.rstrip(".") in lexicon.titles:
        return lexicon.language == "en" or word in lexicon.given or not _is_office(paragraph, at, lexicon)
    if word in lexicon.adverbs and word not in ("first", "early"):
        return False  # Later Soldier X ran
    following = paragraph.tokens[at + 1] if at + 1 < len(paragraph.tokens) else None
    if following is not None and pair_of(paragraph.tokens, at + 1) in habits.codes:
        return True
    if word in IMPERATIVES and lexicon.language == "en" and _is_pair(paragraph.tokens, at + 1, lexicon):
        return False
    if following is not None and is_name_word(following, lexicon):
        return not _only_opens(word, following, lexicon, habits)
    if word in habits.common or word in lexicon.people or word in lexicon.openers or lexicon.language in _PRO_DROP:
        return False
    if following is None or following.run >= 0:
        return False
    if following.text == ",":
        return _is_described(paragraph.tokens, at + 2) or _CAMEL.search(token.text) is not None
    return following.lower in lexicon.verbs or is_verse(following)


def _is_pair(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether two words of a name stand at token `at`: Ana Ruiz in "Meet Ana Ruiz"."""
    pair = tokens[at : at + 2]
    return len(pair) > 1 and all(is_name_word(token, lexicon) for token in pair)


def _is_described(tokens: Sequence[Token], at: int) -> bool:
    """Whether an age or a relative clause begins at a token: Lind, 61, and Lind, who."""
    if at + 1 >= len(tokens):
        return False
    return tokens[at].lower in ("who", "whose") or (tokens[at].text.isdigit() and tokens[at + 1].text == ",")


def _only_opens(word: str, following: Token, lexicon: Lexicon, habits: Habits) -> bool:
    """Whether a word has its capital from its place alone: Perhaps Ruiz, Says Lind, Hosting Ruiz; not Time Warner."""
    after = bare(following.lower)
    if after not in lexicon.given and after not in habits.inner:
        return False
    if after in lexicon.organisations or after in lexicon.people or after.rstrip(".") in lexicon.titles:
        return False
    if len(word) > _SHORT and word.endswith("ed") and word not in _NAMING:
        return True  # Stunned Ruiz
    known = (lexicon.openers, lexicon.verbs, lexicon.other_verbs, lexicon.adverbs, habits.common)
    return is_adverb(word) or (len(word) > _SHORT and word.endswith("ing")) or any(word in words for words in known)


def _is_office(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether an office stands for itself at the start of a sentence: Пресс-секретарь мэрии сообщила."""
    following = paragraph.tokens[at + 1] if at + 1 < len(paragraph.tokens) else None
    office = paragraph.tokens[at].lower.rstrip(".") in lexicon.titles
    return office and (following is None or not is_name_word(following, lexicon))
