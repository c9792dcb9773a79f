"""The headline, its repeats, and the number a scraper glued to it."""

from __future__ import annotations

import re
from collections import Counter

from narrate.model import Removal

from .draft import Draft
from .passages import Passage, fold

_SUFFIX = re.compile(r"\s*\((\d{1,4})\)\s*$")
_MOST_WORDS = 32
_LOOK_AT = 4  # passages from the start
_ALIKE = 0.92  # Dice coefficient of the words


def stem_of(text: str) -> str:
    return fold(_SUFFIX.sub("", text))


def suffix_of(text: str) -> str:
    match = _SUFFIX.search(text)
    return match[1] if match else ""


def find_title(draft: Draft) -> None:
    """Label the headline: the first headline-like passage near the top, or one that recurs."""
    stems = Counter(stem_of(p.text) for _, p in draft.kept() if p.words <= _MOST_WORDS)
    best: tuple[float, int] | None = None
    for rank, (index, passage) in enumerate(list(draft.kept())[:_LOOK_AT]):
        score = _headline_score(draft, passage, stems[stem_of(passage.text)]) - rank
        if score > 0 and (best is None or score > best[0]):
            best = score, index
        if passage.is_long:
            break
    if best is not None:
        draft.title = best[1]
        draft.label(best[1], "title", "first headline-like line", level=1)


def _headline_score(draft: Draft, passage: Passage, occurrences: int) -> float:
    text, phrase, phrases = passage.text.rstrip(), passage.phrase, draft.phrases
    if not phrase or passage.words > _MOST_WORDS:
        return 0
    if phrases.byline.match(text) or phrases.asides.fullmatch(phrase) or phrases.anchors.fullmatch(phrase):
        return 0
    if phrases.keys.fullmatch(passage.key) or phrases.credits.match(text) or phrases.junk.match(text):
        return 0
    recurs = occurrences > 1 and passage.words >= 3
    if text.endswith((".", ",", ";", ":")) and not recurs:
        return 0
    if phrases.chrome.fullmatch(passage.phrase) or passage.words == 1:
        return 4.5 if recurs else 0.5 if passage.words > 1 else _LOOK_AT - 3.9
    return 20.0 if recurs else 10.0


def cut_suffix(draft: Draft) -> None:
    """Cut "(2024)" off the headline if the headline recurs with another number or none; "Dune (2021)" keeps its own."""
    if draft.title is None:
        return
    passage = draft.passages[draft.title]
    match = _SUFFIX.search(passage.text)
    if not match:
        return
    stem = stem_of(passage.text)
    others = (p.text for i, p in draft.kept() if i != draft.title and stem_of(p.text) == stem)
    if any(suffix_of(other) != match[1] for other in others):
        draft.cuts.append(
            Removal(passage.start + match.start(), passage.end, "number that a scraper added to the headline")
        )


def drop_repeats(draft: Draft) -> list[int]:
    """Drop repeats of the headline; return the indices of those that are no picture captions, in order."""
    if draft.title is None:
        return []
    title = draft.passages[draft.title]
    stem = stem_of(title.text)
    repeats: list[int] = []
    for index, passage in draft.kept():
        if index == draft.title or not _alike(stem, passage):
            continue
        number = suffix_of(passage.text)
        if number and int(number) < 1000:
            draft.drop(index, "headline with a counter (image caption)", "caption")
        else:
            draft.drop(index, "headline repeated")
            repeats.append(index)
    return repeats


def _alike(stem: str, passage: Passage) -> bool:
    words = stem.split()
    if passage.words > 2 * len(words) + 4:
        return False
    other = stem_of(passage.text)
    if other == stem:
        return True
    theirs = other.split()
    if len(words) < 5 or not theirs:
        return False
    common = sum((Counter(words) & Counter(theirs)).values())
    return 2 * common / (len(words) + len(theirs)) >= _ALIKE
