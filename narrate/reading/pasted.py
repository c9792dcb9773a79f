"""A whole web page pasted as text: finding the article in it."""

from __future__ import annotations

import re
from collections import Counter

from .draft import Draft
from .furniture import is_date_line
from .passages import Passage

_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_SHORT_LINES = 20
_JUNK_LINES = 6
_MANY_LINES = 60
_LEAD_LINES = 15


def is_whole_page(draft: Draft) -> bool:
    """Evidence of site chrome: short lines, navigation phrases. Recipes, tables and prize lists are articles."""
    short = [p for p in draft.passages if not p.is_prose]
    prose = len(draft.passages) - len(short)
    if len(short) < _SHORT_LINES or len(short) <= prose:
        return False
    if sum(_is_chrome(draft, p) for p in short) >= _JUNK_LINES:
        return True
    first = next((i for i, p in enumerate(draft.passages) if p.is_prose), 0)
    if first >= _LEAD_LINES and sum(p.words <= 3 for p in draft.passages[:first]) * 3 >= first * 2:
        return True
    if len(short) >= _MANY_LINES and len(short) >= 3 * prose and _recurring(short) >= 4:
        return True
    return first >= _LEAD_LINES and sum(_is_chrome(draft, p) for p in draft.passages[:first]) >= 2


def _recurring(lines: list[Passage]) -> int:
    return sum(count > 1 for count in Counter(p.folded for p in lines if p.words).values())


def _is_chrome(draft: Draft, passage: Passage) -> bool:
    phrases, phrase = draft.phrases, passage.phrase
    if passage.words > 14 or not phrase:
        return False
    return any((phrases.chrome.fullmatch(phrase), phrases.asides.fullmatch(phrase), phrases.junk.match(passage.text)))


def _value(draft: Draft, passage: Passage) -> float:
    phrases = draft.phrases
    if phrases.junk.match(passage.text) or _is_chrome(draft, passage):
        return -2.0
    if passage.phrase and phrases.anchors.fullmatch(passage.phrase):
        return -3.0
    if passage.is_prose:
        return min(12.0, passage.words / 8)
    return -0.9


def drop_page(draft: Draft) -> bool:
    """Keep the stretch of the page that adds up to most prose, and its headline; False if no stretch stands out."""
    values = [_value(draft, p) for p in draft.passages]
    start, end = _best_stretch(values)
    total = sum(p.words for p in draft.passages if p.is_prose)
    inside = sum(p.words for p in draft.passages[start:end] if p.is_prose)
    if not total or inside < 0.35 * total:
        return False
    draft.title = _headline_near(draft, start)
    for index in range(len(draft.passages)):
        if index == draft.title:
            draft.label(index, "title", "headline-like line near the start of the text", level=1)
        elif not start <= index < end:
            draft.drop(index, "outside of the article (page furniture)")
    return True


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


def _headline_near(draft: Draft, start: int) -> int | None:
    folded: dict[str, int] = {}
    for passage in draft.passages:
        folded[passage.folded] = folded.get(passage.folded, 0) + 1
    best: tuple[float, int] | None = None
    for index in range(max(0, start - 25), min(len(draft.passages), start + 3)):
        passage = draft.passages[index]
        if not 3 <= passage.words <= 32 or passage.text.rstrip().endswith((".", ":", ",")):
            continue
        if passage.text[0] in "*+-•|[({" or is_date_line(draft, passage) or _CLOCK.search(passage.text):
            continue
        if _is_chrome(draft, passage) or draft.phrases.byline.match(passage.text):
            continue
        if draft.phrases.keys.fullmatch(passage.key) or draft.phrases.anchors.fullmatch(passage.phrase):
            continue
        score = min(passage.words, 10) + 6 * (folded[passage.folded] > 1) - 0.6 * abs(start - index)
        if best is None or score > best[0]:
            best = score, index
    return best[1] if best else None
