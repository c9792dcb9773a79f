"""Headings and list items of plain text."""

from __future__ import annotations

import re
from collections import Counter

from narrate.model import Removal

from .draft import Draft
from .passages import Passage

_BULLET = re.compile(r"[-*•‣▪●◦–—·]\s+(?=\S)")
_STOPPED = re.compile(r"[.,;:…][\"'’”»“)\]]*$")
_OPENERS = "\"'“‘«„»‹¿¡"
_CLOSERS = "\"'”’»“«›"
_MOST_WORDS = 14
_MOST_CHARACTERS = 100


def label_list_items(draft: Draft) -> None:
    """Label bulleted passages, and cut their bullets; numbers stay, they are read."""
    bulleted = [i for i, p in draft.kept() if i != draft.title and _BULLET.match(p.text)]
    dashes = [i for i in bulleted if draft.passages[i].text[0] in "–—-"]
    if dashes and any(draft.passages[i].text[0] in "–—" for i in dashes) and len(dashes) < 2:
        bulleted = [i for i in bulleted if i not in dashes]  # one dash may open a dialogue line
    for index in bulleted:
        passage = draft.passages[index]
        if passage.text[0] in "–—" and passage.is_sentence:
            continue  # dialogue in French, Spanish and Polish style
        match = _BULLET.match(passage.text)
        assert match is not None
        draft.label(index, "list_item")
        draft.cuts.append(_bullet_cut(passage, match.end()))


def _bullet_cut(passage: Passage, length: int) -> Removal:
    return Removal(passage.start, passage.start + length, "list bullet")


def label_headings(draft: Draft) -> None:
    """Label short lines without a full stop that stand before prose."""
    kept = [i for i, _ in draft.kept() if i != draft.title]
    labels = Counter(draft.passages[i].key for i in kept)
    short = {i: _may_be_heading(draft, draft.passages[i], labels) for i in kept}
    for place, index in enumerate(kept):
        if not short[index] or draft.blocks[index].kind != "paragraph":
            continue
        following = kept[place + 1 : place + 3]
        if not following:
            continue
        alone = not (place and short[kept[place - 1]] and draft.blocks[kept[place - 1]].kind != "heading")
        if _introduces(draft, following[0]) and alone:
            draft.label(index, "heading", "short, no full stop, prose after it", level=2)
        elif short[following[0]] and len(following) == 2 and draft.passages[following[1]].is_long and alone:
            draft.label(index, "heading", "short, no full stop, a subheading after it", level=2)


def _introduces(draft: Draft, index: int) -> bool:
    passage = draft.passages[index]
    return passage.is_prose or (passage.is_sentence and passage.words >= 4) or draft.blocks[index].kind == "list_item"


def _may_be_heading(draft: Draft, passage: Passage, labels: Counter[str]) -> bool:
    text = passage.text.rstrip()
    if not passage.words or passage.words > _MOST_WORDS or len(text) > _MOST_CHARACTERS:
        return False
    if _STOPPED.search(text):
        return False
    if text.endswith("!") and passage.words > 5:
        return False
    if passage.key and labels[passage.key] > 1:
        return False  # who asks in an interview
    if draft.phrases.keys.fullmatch(passage.key) or _opens_dialogue(text):
        return False
    first = text.lstrip(_OPENERS + " (")[:1]
    return bool(first) and (first.isupper() or first.isdigit() or not (first.islower() or first.isspace()))


def _opens_dialogue(text: str) -> bool:
    """A quotation that does not close, or closes with its own stop, is speech; 'I saw it' whole is a heading."""
    if text[:1] not in _OPENERS[:7]:
        return False
    return text[-1:] not in _CLOSERS and not any(mark in text[1:] for mark in _CLOSERS)
