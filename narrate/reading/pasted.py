"""A whole web page pasted as text: finding the article in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .clutter import thread_at
from .draft import Draft
from .furniture import is_credited, is_date_line
from .passages import Passage

_ABOVE = 40  # passages over the text where its headline may stand
_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_SHORT_LINES = 20
_JUNK_LINES = 6
_FEWEST_CHROME = 4  # of them, all different: the sections of a prize list are called "Film" and "Music" too
_TOP_LINES = 60
_HEAD_LINES = 8  # an article begins within them: headline, standfirst, byline, date
_MANY_LINES = 60
_FEWEST_WORDS = 55
_BULLETED = 0.3  # browsers paste teasers of other articles as lists
_LEAD_LINES = 15
_NO_TEASER = 26  # words of a paragraph too long to be one
_ALONE = 0.5
_ROW = 1.0
_ROWS = 6  # of the shortest table
_NEAR = 2  # passages on either side
_MENU_WORDS = 12
_LONG_HEADLINE = 12  # words; more are rather a standfirst
_SIGNED_WITHIN = 6  # passages under the headline
_STANDFIRST_WORDS = 50
_STANDFIRST = 3  # passages over a standfirst, among which its headline stands
_NEARLY = 0.6  # of the standfirst's score
_HEAD_OF_STRETCH = 12  # passages at its start among which the headline may stand


def is_whole_page(draft: Draft, known: bool = True) -> bool:
    """Evidence of site chrome: short lines, navigation phrases. Recipes, tables and prize lists are articles.

    `known` says that the text is in a language of the lexicons: then a page without navigation phrases is no page.
    """
    short = [p for p in draft.passages if not p.is_prose]
    prose = len(draft.passages) - len(short)
    if len(short) < _SHORT_LINES or len(short) <= prose:
        return False
    first = next((i for i, p in enumerate(draft.passages) if p.is_long and _value(draft, p) > 0), 0)
    above = sum(_is_chrome(draft, p) for p in draft.passages[: min(max(first, _HEAD_LINES), _TOP_LINES)])
    chrome = [p.folded for p in short if _is_chrome(draft, p)]
    if known and len(set(chrome)) < _FEWEST_CHROME:
        return False
    if above >= 2 and len(chrome) >= _JUNK_LINES:
        return True
    head = draft.passages[:first]
    if first >= _LEAD_LINES and sum(p.words <= 3 for p in head) * 3 >= first * 2:
        return True
    listed = sum(p.words <= 4 for p in draft.passages[:_HEAD_LINES]) * 3 >= _HEAD_LINES * 2
    return listed and len(short) >= _MANY_LINES and len(short) >= 3 * prose and _recurring(short) >= 4


def _recurring(lines: list[Passage]) -> int:
    return sum(count > 1 for count in Counter(p.folded for p in lines if p.words).values())


def _is_chrome(draft: Draft, passage: Passage) -> bool:
    phrases, phrase = draft.phrases, passage.phrase
    if passage.words > 14 or not phrase:
        return False
    return any((phrases.chrome.fullmatch(phrase), phrases.asides.fullmatch(phrase), phrases.junk.match(passage.text)))


def _is_menu(text: str) -> bool:
    """Whether a line is a menu whose entries run together: nearly every word begins with a capital."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) >= _MENU_WORDS and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _value(draft: Draft, passage: Passage) -> float:
    phrases = draft.phrases
    if phrases.junk.match(passage.text) or _is_chrome(draft, passage):
        return -2.0
    if passage.phrase and phrases.anchors.fullmatch(passage.phrase):
        return -3.0
    if not passage.is_sentence and _is_menu(passage.text):
        return -2.0
    if passage.is_prose:
        return min(12.0, passage.words / 8) * (_BULLETED if passage.text[0] in "*+•" else 1)
    return -0.9


def _values(draft: Draft) -> list[float]:
    """What each passage adds to a stretch; prose alone among short lines is most likely a teaser of another article."""
    prose = [passage.is_prose for passage in draft.passages]
    values = [_value(draft, passage) for passage in draft.passages]
    for index, passage in enumerate(draft.passages):
        around = prose[max(0, index - _NEAR) : index] + prose[index + 1 : index + 1 + _NEAR]
        if prose[index] and passage.words < _NO_TEASER and not any(around):
            values[index] = min(values[index], _ALONE * values[index])
    for start, end in _tables(draft):
        values[start:end] = [_ROW] * (end - start)
    return values


def _tables(draft: Draft) -> Iterator[tuple[int, int]]:
    """Runs of lines with numbers in them: tables of results and calendars are the article of some pages."""
    start = 0
    for index, passage in enumerate([*draft.passages, None]):
        if passage is None or not _is_row(passage):
            if index - start >= _ROWS:
                yield start, index
            start = index + 1


def _is_row(passage: Passage) -> bool:
    numbers = sum(any(letter.isdigit() for letter in word) for word in passage.text.split())
    return not passage.is_prose and passage.words >= 4 and numbers >= 2


def drop_page(draft: Draft) -> bool:
    """Keep the stretch of the page that adds up to most prose, and its headline; False if no stretch stands out."""
    start, last = _best_stretch(_values(draft))
    ends = (end for end in (thread_at(draft, start, last), last) if _holds_enough(draft, start, end, last))
    end = next(ends, None)
    if end is None:
        return False  # a list of prizes, a timetable: what is not prose is the article
    draft.title = _headline_near(draft, start, end)
    if draft.title is not None:
        start = max(start, draft.title + 1, _signature_after(draft, draft.title))
    for index in range(len(draft.passages)):
        if index == draft.title:
            draft.label(index, "title", "headline-like line near the start of the text", level=1)
        elif not start <= index < end:
            draft.drop(index, "outside of the article (page furniture)")
    return True


def _holds_enough(draft: Draft, start: int, end: int, last: int) -> bool:
    """Whether a stretch that goes on to `last` as comments is most of the prose that remains without them."""
    total = sum(p.words for p in draft.passages[:end] + draft.passages[last:] if p.is_prose)
    inside = sum(p.words for p in draft.passages[start:end] if p.is_prose)
    return inside >= max(_FEWEST_WORDS, 0.35 * total)


def _best_stretch(values: list[float]) -> tuple[int, int]:
    best, best_span = 0.0, (0, 0)
    current, start = 0.0, 0
    for index, value in enumerate(values):
        if current <= 0:
            current, start = 0.0, index
        current += value
        if current > best:
            best, best_span = current, (start, index + 1)
    return best_span


def _headline_near(draft: Draft, start: int, end: int) -> int | None:
    """The line above the text that says most of what the text says; recurrence and a byline below it count."""
    occurrences = Counter(passage.folded for passage in draft.passages)
    body = {word for p in draft.passages[start:end] if p.is_prose for word in p.folded.split()}
    first = next((i for i in range(start, end) if draft.passages[i].is_prose), start)
    scores: dict[int, float] = {}
    for index in range(max(0, start - _ABOVE), max(min(first, start + _HEAD_OF_STRETCH), start + 1)):
        passage = draft.passages[index]
        if not _may_be_headline(draft, passage):
            continue
        words = [word for word in passage.folded.split() if len(word) > 3]
        shared = sum(word in body for word in words) / max(3, len(words))
        signed = any(_is_signature(draft, p) for p in draft.passages[index + 1 : index + 4])
        scores[index] = 8 * shared + 2 * (occurrences[passage.folded] > 1) + 2 * signed - 0.1 * abs(start - index)
        scores[index] += 0.2 * min(passage.words, 10) - (2 if passage.words < 4 else 0)
    if not scores:
        return None
    best = max(scores, key=lambda index: scores[index])
    length = draft.passages[best].words
    if length < _LONG_HEADLINE:
        return best
    above = [
        index
        for index in range(best - _STANDFIRST, best)
        if scores.get(index, 0) >= _NEARLY * scores[best] and 4 <= draft.passages[index].words < length
    ]
    return above[-1] if above else best


def _signature_after(draft: Draft, title: int) -> int:
    """Behind the byline and date that stand within a few passages of the headline: only a standfirst is above them."""
    near = range(title + 1, min(len(draft.passages), title + 1 + _SIGNED_WITHIN))
    signed = [i for i in near if _is_signature(draft, draft.passages[i])]
    above = draft.passages[title + 1 : signed[-1]] if signed else []
    return signed[-1] + 1 if signed and sum(p.words for p in above if p.is_prose) <= _STANDFIRST_WORDS else 0


def _may_be_headline(draft: Draft, passage: Passage) -> bool:
    phrases, text = draft.phrases, passage.text.rstrip()
    if (
        not 2 <= passage.words <= 32
        or text.endswith((":", ",", ".", ".”", '."'))
        or text[0] in "*+-•|[({@"
        or any(mark in text for mark in (" > ", " » ", "[", "://"))
        or _NUMBERED.match(text)
    ):
        return False
    if _is_signature(draft, passage) or _CLOCK.search(text) or _is_chrome(draft, passage):
        return False
    patterns = (
        phrases.credits.match(text),
        phrases.keys.fullmatch(passage.key),
        phrases.anchors.fullmatch(passage.phrase),
    )
    return not any(patterns) and not is_credited(text)


def _is_signature(draft: Draft, passage: Passage) -> bool:
    return bool(passage.words <= 16 and draft.phrases.byline.match(passage.text)) or is_date_line(draft, passage)
