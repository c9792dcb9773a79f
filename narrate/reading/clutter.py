"""What stands between the paragraphs of an article when its whole page was pasted: teasers, clocks, captions."""

from __future__ import annotations

import re

from .draft import Draft
from .passages import Passage

LONGEST_BOX = 24
"""Lines under "Most read" on a page; in a text that somebody chose, so many are rather a list of the article."""

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2} ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
_CAPITALS = 9  # words of a link to another article; the headings of this one are shorter, or not in capitals
_TEASER = 5  # words of the shortest
_TEASERS = 3  # in a row: two may be a heading and its subheading
_TEASER_WORDS = 6.5  # on average: items of a list in the article are shorter


def drop_clutter(draft: Draft) -> None:
    """Drop lines that only a pasted page holds among what is kept of it."""
    run: list[int] = []
    for index, passage in list(draft.kept()):
        if index == draft.title:
            continue
        if _CLOCK.match(passage.text):
            draft.drop(index, "time of a post")
            continue
        if passage.words >= _CAPITALS and _in_capitals(passage.text):
            draft.drop(index, "link to another article, in capitals")
            continue
        if _is_teaser(passage):
            run.append(index)
            continue
        _drop_run(draft, run)
        run = []
    _drop_run(draft, run)


def _is_teaser(passage: Passage) -> bool:
    """Whether a line may be the headline of another article: no stop, no table, no label."""
    text = passage.text
    digits = sum(word.isdigit() for word in passage.folded.split())
    if passage.is_prose or passage.is_sentence or passage.words < _TEASER or digits > 1:
        return False
    return text[0] not in "*+•-" and not text[0].islower() and not text.endswith((":", ",", ";"))


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.9 * len(letters)


def _drop_run(draft: Draft, run: list[int]) -> None:
    words = sum(draft.passages[index].words for index in run)
    if len(run) >= _TEASERS and words >= _TEASER_WORDS * len(run):
        for index in run:
            draft.drop(index, "headlines of other articles")
