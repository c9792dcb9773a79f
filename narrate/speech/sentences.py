"""Where sentences end, and where a long one may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from narrate.speech.languages import grammar_for
from narrate.speech.rules import Grammar, word_set

END = re.compile(r"(?:[.!?…]+[\"'”’)\]»]*|[。！？]+[」』”’）]*)(?:(?=\s)\s+|(?<=[。！？」』])|\Z)|\n[ \t]*\n\s*")
WORD_BEFORE = re.compile(r"(?:[^\W_]+\.)*[^\W_]+\Z")
OPENING = "\"'“‘«([—-–"
CUE_AFTER = re.compile(
    r"[\"“]?(?:[A-Z][\w'’.-]*\s+){0,4}(?:said|says|asked|asks|cried|shouted|yelled|replied|wrote|added|told|exclaimed|"
    r"demanded|wondered|tweeted|posted|chanted|continued|answered|joked|recalled|quipped|screamed)\b"
)
NUMBERED = word_set("no nos p pp vol vols ch fig figs sec art ed ep v c ca par op rm apt tel ext min max")
"""Abbreviations that stand before a figure; elsewhere "no." ends a sentence."""
CLAUSES = (
    r"[;:]\s+",
    r"(?<!\s)\s+[—–-]\s+|—",
    r",\s+",
    r"(?<!\s)\s+(?=(?:and|but|or|which|who|that|because|while|when|und|aber|et|mais|y|pero)\b)",
    r"(?<!\s)\s+",
)
"""Places to cut a long sentence, best first."""


def split_sentences(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """Half-open stretches, one a sentence, that tile the text; blanks belong to the sentence before them.

    A quotation of several sentences is split inside; abbreviations ("Dr. Smith", "the U.S. Army"), initials, decimal
    points and "Stop!" before "she said" end nothing.
    """
    cuts = [0, *(at for at in _ends(text, language) if 0 < at < len(text)), len(text)]
    return tuple((a, b) for a, b in pairwise(cuts) if b > a)


def _ends(text: str, language: str) -> Iterator[int]:
    grammar = grammar_for(language)
    for match in END.finditer(text):
        marks = match.group().rstrip()
        if not marks or marks[0] in "。！？" or _ends_here(text, match, marks, grammar):
            yield match.end()


def _ends_here(text: str, match: re.Match[str], marks: str, grammar: Grammar) -> bool:
    rest = text[match.end() : match.end() + 80]
    first = rest.lstrip(OPENING)[:1]
    if not first:
        return False
    if first.islower():
        return False
    quoted = marks[-1] in "\"'”’»"
    if marks[0] == "." and not quoted and marks.strip("\"'”’)]»") == ".":
        return _full_stop_ends(text[max(0, match.start() - 24) : match.start()], rest, grammar)
    return not (quoted and marks[0] in "!?…" and CUE_AFTER.match(rest))


def _full_stop_ends(before: str, rest: str, grammar: Grammar) -> bool:
    found = WORD_BEFORE.search(before)
    if found is None:
        return True
    word = found.group().lower()
    next_word = re.match(r"\W*([^\W\d_]*)", rest)
    following = next_word.group(1).lower() if next_word else ""
    starts = following in grammar.starters
    figure = rest.lstrip(OPENING)[:1].isdigit()
    if word[-1].isdigit():
        return following not in grammar.dated
    if word in NUMBERED:
        return not figure
    if len(word) == 1 and word.isalpha():
        # "John F. Kennedy", but "Plan B. The next day"; "I" is the pronoun more often than an initial at such a place.
        return starts and word != "j"
    if "." in word or (word in grammar.abbreviations and not figure):
        return starts
    return not (word in grammar.abbreviations and figure)


def cut_points(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places where text[start:end] may be cut, with their rank: 0 is best."""
    for rank, pattern in enumerate(CLAUSES):
        for match in re.finditer(pattern, text[start:end]):
            at = start + match.end()
            if start < at < end:
                yield at, rank
