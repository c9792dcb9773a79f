"""What stands between the paragraphs of an article when its whole page was pasted: teasers, clocks, captions."""

from __future__ import annotations

import re
import statistics
from itertools import pairwise

from .draft import Draft
from .furniture import is_date_line
from .passages import Passage

LONGEST_BOX = 24
"""Lines under "Most read" on a page; in a text that somebody chose, so many are rather a list of the article."""

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2} ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
_PLACE = re.compile(r"\d{1,3} ?(?:/|of|von|sur|de|di|van) ?\d{1,3}$", re.IGNORECASE)
_UNDER_HEADLINE = 8  # passages with byline, date and buttons; a table or list may follow them
_BUTTON = 4  # words of a line that recurs under every comment
_COMMENTS = 6  # such lines in a thread
_LONGEST_COMMENT = 75  # words between two of them, in the median; sections of an article are longer
_FEWEST_WORDS = 100  # of the article before the thread
_CAPITALS = 9  # words of a link to another article; the headings of this one are shorter, or not in capitals
_TEASER = 5  # words of the shortest
_TEASERS = 3  # in a row: two may be a heading and its subheading
_TEASER_WORDS = 6.5  # on average: items of a list in the article are shorter


def drop_clutter(draft: Draft) -> None:
    """Drop lines that only a pasted page holds among what is kept of it."""
    run: list[int] = []
    headed = draft.title is not None
    for index, passage in list(draft.kept()):
        if index == draft.title:
            continue
        headed = headed and not passage.is_long and index - (draft.title or 0) <= _UNDER_HEADLINE
        if headed and not passage.is_prose:
            draft.drop(index, "between headline and text")
            continue
        if _CLOCK.match(passage.text) or _PLACE.match(passage.text):
            draft.drop(index, "number of a picture or time of a post")
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
    return sum(letter.isupper() for letter in letters) > 0.9 * len(letters) and not re.search(r"\d\D+\d", text)


def _drop_run(draft: Draft, run: list[int]) -> None:
    words = sum(draft.passages[index].words for index in run)
    if len(run) >= _TEASERS and words >= _TEASER_WORDS * len(run):
        for index in run:
            draft.drop(index, "headlines of other articles")


def thread_at(draft: Draft, start: int, end: int) -> int:
    """Where a thread of comments begins in a stretch, or the end of the stretch: in whatever language it is.

    Under each comment stand the same few words ("Reply", "3 h"), among other short lines, with little prose between.
    """
    places: dict[str, list[int]] = {}
    for index in range(start + 1, end - 1):
        passage = draft.passages[index]
        among = draft.passages[index - 1].is_prose and draft.passages[index + 1].is_prose
        if among or passage.is_prose or not passage.folded or _CLOCK.match(passage.text):
            continue
        masked = re.sub(r"\d+", "0", passage.folded)
        if passage.words <= _BUTTON or is_date_line(draft, passage):
            places.setdefault(masked, []).append(index)
    for found in sorted(places.values()):
        if len(found) < _COMMENTS:
            continue
        between = [_prose_words(draft, one, other) for one, other in pairwise(found)]
        if statistics.median(between) <= _LONGEST_COMMENT and _prose_words(draft, start, found[0]) >= _FEWEST_WORDS:
            return max(index + 1 for index in range(start, found[0]) if draft.passages[index].is_prose)
    return end


def _prose_words(draft: Draft, start: int, end: int) -> int:
    return sum(passage.words for passage in draft.passages[start:end] if passage.is_prose)
