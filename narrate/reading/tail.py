"""Runs of scraped metadata, and the tail that begins where the article ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from .draft import Draft

_FEWEST_KEYS = 3
_LONGEST_GAP = 2  # short lines without a key inside a run, such as "Author information"
_ANCHOR_WORDS = 14
_LONGEST_VALUE = 60  # words of scraped metadata; "Name: ..." before a longer one is a portrait
_TAIL_SHARE = 0.25  # of the prose words, at most, may follow an anchor
_FARM_SHARE = 0.4  # the same where the headline recurs at the end or metadata follows
_TALK_SHARE = 0.85  # the same where the tail is readers' comments
_TALK = re.compile(
    r"(?:\bsays\s*:?$|^reply$|^antworten$|^répondre$|^responder$|\bago$|\bschreibt\s*:?$|^vor \d|^il y a \d|^hace \d"
    r"|\bat \d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?$|^(?:reply|like|report|flag|share)\b.{0,30}$)",
    re.IGNORECASE,
)
_HEADED_WORDS = 25
_NUMBERED = re.compile(r"\d{1,2}[.)] \S")
_MUCH_TALK = 6  # lines like "Jo says:": a thread of comments may be longer than its article
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s*\d{4}|copyright\b.{0,20}\d{4})", re.IGNORECASE)


def drop_metadata(draft: Draft) -> list[int]:
    """Drop runs of at least three known keys at the edges of the article; return where each run starts.

    Unknown keys never count: "Christopher D. Battin: dealing in ..." in a police blotter is text.
    """
    starts = []
    words = [0, *accumulate(p.words if b.kept and p.is_prose else 0 for p, b in draft.judged())]
    for run in _key_runs(draft):
        first, last = run[0], run[-1]
        before, after = words[first], words[-1] - words[last + 1]
        if before > 60 and after > 0.4 * (before + after):
            continue  # a fact box inside an article is text
        for index in range(first, last + 1):
            if draft.is_kept(index) and index != draft.title:
                draft.drop(index, "key: value run", "metadata")
        if before > after:
            starts.append(first)
    return starts


def _key_runs(draft: Draft) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    gap = 0
    for index, passage in draft.kept():
        if passage.key and draft.phrases.keys.fullmatch(passage.key):
            runs[-1].append(index)
            gap = 0
        elif passage.is_prose or passage.words > 8 or gap == _LONGEST_GAP:
            runs.append([])
            gap = 0
        else:
            gap += 1
    return [run for run in runs if len(run) >= _FEWEST_KEYS]


def drop_tail(draft: Draft, repeats: list[int], metadata: list[int]) -> None:
    """Drop everything after the first line that only stands where an article has ended."""
    known = dict.fromkeys(repeats[-1:], "the headline again") | dict.fromkeys(metadata, "metadata")
    ending = _ending_of(draft)
    for index, passage in enumerate(draft.passages):
        if index == draft.title or not (draft.is_kept(index) or index in known):
            continue
        why = known.get(index) or _anchor(draft, index)
        if why and _article_ends(ending, index, len(known) > 0):
            reason = f"after tail anchor ({passage.text[:40].strip() if index not in known else why})"
            for later in range(index, len(draft.passages)):
                if draft.is_kept(later) and later != draft.title:
                    draft.drop(later, reason)
            return


def drop_boxes(draft: Draft, longest: int = 10) -> None:
    """Drop "Related articles" and up to `longest` teasers under it where the article goes on below."""
    kept = [index for index, _ in draft.kept()]
    for place, index in enumerate(kept):
        if index == draft.title or not _anchor(draft, index):
            continue
        box = []
        for later in kept[place + 1 : place + 1 + longest]:
            if draft.passages[later].is_prose or draft.blocks[later].kind not in ("paragraph", "list_item"):
                break
            box.append(later)
        following = kept[place + 1 + len(box) : place + 2 + len(box)]
        emptied = draft.blocks[index].kind == "heading" and not all(b.kept for b in draft.blocks[index + 1 : index + 2])
        if (box or emptied) and len(box) < longest and following:
            for member in (index, *box):
                draft.drop(member, f"box inside the article ({draft.passages[index].text[:40].strip()})")


def _anchor(draft: Draft, index: int) -> str:
    passage = draft.passages[index]
    if passage.words > _ANCHOR_WORDS or _NUMBERED.match(passage.text):
        return ""
    if passage.phrase and draft.phrases.anchors.fullmatch(passage.phrase) and not _heads_prose(draft, index):
        return passage.phrase
    return "copyright" if _COPYRIGHT.match(passage.text) else ""


def _heads_prose(draft: Draft, index: int) -> bool:
    """Whether a single word ("Sources", "Comments") stands over a long paragraph, as a heading of the article does."""
    if " " in draft.passages[index].phrase:
        return False
    following = draft.next_kept(index)
    return following is not None and following.is_long and following.words >= _HEADED_WORDS


@dataclass(frozen=True)
class _Ending:
    """What stands before and after each passage, counted once: a hostile text has an anchor on every line."""

    prose_before: list[int]  # passages
    words_after: list[int]  # in prose, without key: value lines, like the rest
    lines_after: list[int]
    talk_after: list[int]
    pairs_after: list[int]  # of long paragraphs in a row
    total: int  # words in prose


def _ending_of(draft: Draft) -> _Ending:
    count = len(draft.passages)
    before = [0, *accumulate(int(b.kept and p.is_prose) for p, b in draft.judged())]
    words, lines, talk, pairs = ([0] * (count + 1) for _ in range(4))
    previous_long = False
    for index in range(count - 1, -1, -1):
        passage = draft.passages[index]
        is_value = passage.words <= _LONGEST_VALUE and bool(draft.phrases.keys.fullmatch(passage.key))
        counts = draft.is_kept(index) and not is_value
        words[index] = words[index + 1] + (passage.words if counts and passage.is_prose else 0)
        lines[index] = lines[index + 1] + counts
        says = counts and passage.words <= 12 and bool(_TALK.search(passage.text))
        talk[index] = talk[index + 1] + says
        pairs[index] = pairs[index + 1] + (counts and previous_long and passage.is_long)
        previous_long = passage.is_long if counts else previous_long
    return _Ending(before, words, lines, talk, pairs, draft.prose_words())


def _article_ends(ending: _Ending, index: int, farm: bool) -> bool:
    """Whether what follows is a tail: little prose, never two long paragraphs of it in a row."""
    after = index + 1
    if ending.prose_before[index] < 2:
        return False
    words, talk = ending.words_after[after], ending.talk_after[after]
    if talk >= 2 and talk * 8 >= ending.lines_after[after]:
        return words < (_TALK_SHARE if talk < _MUCH_TALK else 1.0) * ending.total
    if words >= (_FARM_SHARE if farm else _TAIL_SHARE) * ending.total:
        return False
    # After headline repeats and fake biographies the template is known: its sections are prose too.
    return farm or not ending.pairs_after[after]
