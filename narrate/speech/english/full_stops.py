"""Full stops of abbreviations: kept in speech where they end a sentence as well."""

from __future__ import annotations

import re

from narrate.speech.rules import word_set

SENTENCE_STARTERS = word_set(
    "the a an he she it they we you i this that these those there here his her its their our my your but and or so yet "
    "in on at by for from with after before when while if as what who why how where then now however meanwhile "
    "although though since because until despite during some many most all both no not one two three several each "
    "every police officials according earlier later last next to of is was were are has had have will would do did "
    "also still only even yesterday today tomorrow another other instead once"
)
"""Words that, written with a capital after an abbreviation's full stop, begin a new sentence."""
NEXT_TOKEN = re.compile(r"[\"')\]]*(\s+)[\"'(\[]*([A-Za-z]+)?")


def stop_after(text: str, end: int, *, strong: bool = False) -> str:
    """ "." where the full stop before `end` also ends the sentence, else nothing.

    `strong`: a street or company name, after which any capitalised word begins a sentence.
    """
    if not text[end:].strip(" \"')]"):
        return "."
    found = NEXT_TOKEN.match(text, end)
    if found is None or not found.group(2):
        return ""
    word = found.group(2)
    if not word[0].isupper():
        return ""
    return "." if strong or word.lower() in SENTENCE_STARTERS else ""


def kept_stop(match: re.Match[str], *, strong: bool = False) -> str:
    return stop_after(match.string, match.end(), strong=strong) if match["dot"] else ""


DOT = r"(?P<dot>\.?)(?!\w|@)"


def words(table: dict[str, str]) -> str:
    return r"(?P<word>(?i:" + "|".join(sorted(table, key=len, reverse=True)) + r"))" + DOT
