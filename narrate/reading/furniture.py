"""Lines inside and around an article that nobody wants to hear: adverts, links, credits, bylines, dates."""

from __future__ import annotations

import re

from .draft import Draft
from .passages import Passage

_URL = re.compile(r"(?:https?://|www\.)\S+$|[\w.+-]+@[\w-]+\.[\w.]+$", re.IGNORECASE)
_TAGS = re.compile(r"(?:[#@][\w-]+[\s,|·]*)+$")
_NUMBER_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_OUTRO_FROM = 0.6  # share of the prose before a closing line of the desk
_CREDIT_WORDS = 60


def drop_furniture(draft: Draft) -> None:
    """Drop page furniture among the kept passages."""
    total = max(1, draft.prose_words())
    heard = 0
    seen: set[str] = set()
    for index, passage in list(draft.kept()):
        if index == draft.title:
            continue
        reason = _why_furniture(draft, passage) or _by_place(draft, passage, heard, total)
        if reason:
            draft.drop(index, reason, "metadata" if reason in ("byline", "date line") else "boilerplate")
            continue
        if passage.is_prose:
            heard += passage.words
        if passage.words >= 12 and passage.is_sentence and draft.blocks[index].kind == "paragraph":
            if passage.folded in seen:
                draft.drop(index, "said before, word for word")
            seen.add(passage.folded)


def _why_furniture(draft: Draft, passage: Passage) -> str:
    text, phrases = passage.text, draft.phrases
    if not passage.words or (passage.folded and not passage.phrase and passage.words == 1):
        return "no words"
    if passage.words <= 14 and passage.phrase and phrases.asides.fullmatch(passage.phrase):
        return "page furniture"
    if _URL.match(text):
        return "bare address"
    if _TAGS.match(text):
        return "tags"
    if passage.words <= 45 and phrases.junk.match(text):
        return "page furniture"
    if match := phrases.credits.match(text):
        limit = _CREDIT_WORDS if match[0].rstrip().endswith((":", "|", "/")) else 12
        if passage.words <= limit:
            return "picture credit"
    return ""


def _by_place(draft: Draft, passage: Passage, heard: int, total: int) -> str:
    if heard >= _OUTRO_FROM * total and passage.words <= 45 and draft.phrases.outro.match(passage.text):
        return "closing line of the desk"
    if passage.words > 16 or (passage.is_sentence and passage.words > 8):
        return ""
    if is_date_line(draft, passage):
        return "date line"
    if heard <= 60 and draft.phrases.byline.match(passage.text) and not passage.is_sentence:
        return "byline"
    return ""


def is_date_line(draft: Draft, passage: Passage) -> bool:
    """Whether a short line says nothing but when: "Published 3 May 2024, 10:15"."""
    text = passage.text
    dated = _NUMBER_DATE.search(text) or (draft.phrases.months.search(text) and re.search(r"\b(?:19|20)\d\d\b", text))
    if not dated or passage.words > 14:
        return False
    digits = sum(word.isdigit() for word in passage.folded.split())
    others = [word for word in passage.phrase.split() if not draft.phrases.months.fullmatch(word)]
    return digits >= 2 and (len(others) <= 4 or (len(others) <= 7 and bool(_CLOCK.search(text))))
