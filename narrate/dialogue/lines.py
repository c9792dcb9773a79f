"""Quotations to lines: every kept paragraph cut into stretches of one voice, no character lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from narrate.model import Article, Block, Dialogue, DialogueSettings, Line, LineKind, Quotation, Removal, digest_of

WRITER = "the author"
"""Stands for the writer who quotes herself ("I asked"): her words stay in the narrator's voice."""

_LABEL_END = ":： \t\u00a0*_"
_Ranged = TypeVar("_Ranged", Quotation, Removal)


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    quotation: Quotation | None = None


def write_lines(
    article: Article, dialogue: Dialogue, settings: DialogueSettings
) -> tuple[tuple[Line, ...], tuple[Removal, ...]]:
    """Cut the kept blocks into lines of one voice each.

    Parameters
    ----------
    article : Article
    dialogue : Dialogue
        The quotations of this article, as `find_quotations` gives them.
    settings : DialogueSettings
        Decides whether headings and fragments are voiced and whether "Name:" labels are said.

    Returns
    -------
    lines : tuple of Line
        In order; with `removals` and `article.cuts` they tile the kept blocks exactly.
    removals : tuple of Removal
        Labels that are not said.
    """
    removals = _unsaid_labels(article, dialogue, settings)
    gaps = sorted([*article.cuts, *removals], key=lambda gap: gap.start)
    voiced = [quotation for quotation in dialogue.quotations if _is_voiced(quotation, settings)]
    lines: list[Line] = []
    kept = [block for block in article.blocks if block.kept and block.end > block.start]
    at_gap = at_quote = 0
    for paragraph, block in enumerate(kept):
        at_gap = _advance(gaps, at_gap, block.start)
        at_quote = _advance(voiced, at_quote, block.start)
        pieces = _cut(block, _within(voiced, at_quote, block.end), _within(gaps, at_gap, block.end))
        lines.extend(
            _line(article.text, piece, block, paragraph, settings) for piece in _speakable(article.text, pieces)
        )
    return tuple(lines), tuple(removals)


def _advance(items: Sequence[Quotation] | Sequence[Removal], at: int, start: int) -> int:
    while at < len(items) and items[at].end <= start:
        at += 1
    return at


def _within(items: Sequence[_Ranged], at: int, end: int) -> Iterable[_Ranged]:
    while at < len(items) and items[at].start < end:
        yield items[at]
        at += 1


def _is_voiced(quotation: Quotation, settings: DialogueSettings) -> bool:
    if quotation.speaker == WRITER:
        return False
    if quotation.kind == "speech":
        return True
    if quotation.speaker is None:
        return False
    choice = {"headline": settings.headings, "fragment": settings.fragments}.get(quotation.kind, "narrator")
    return choice == "speaker"


def _cut(block: Block, quotations: Iterable[Quotation], gaps: Iterable[Removal]) -> list[_Piece]:
    """Pieces of a block between quotations and around gaps."""
    pieces: list[_Piece] = []
    at = block.start
    for quotation in quotations:
        start, end = max(quotation.start, at), min(quotation.end, block.end)
        if start >= end:
            continue
        if start > at:
            pieces.append(_Piece(at, start))
        pieces.append(_Piece(start, end, quotation))
        at = end
    if at < block.end:
        pieces.append(_Piece(at, block.end))
    for gap in gaps:
        pieces = [part for piece in pieces for part in _without(piece, gap)]
    return pieces


def _without(piece: _Piece, gap: Removal) -> list[_Piece]:
    if gap.end <= piece.start or piece.end <= gap.start:
        return [piece]
    parts = [replace(piece, end=min(piece.end, gap.start)), replace(piece, start=max(piece.start, gap.end))]
    return [part for part in parts if part.start < part.end]


def _speakable(text: str, pieces: Iterable[_Piece]) -> list[_Piece]:
    """Pieces joined where voices agree, and where a remainder has no word of its own."""
    joined: list[_Piece] = []
    for piece in _moved_spaces(text, pieces):
        last = joined[-1] if joined else None
        if last is None or last.end != piece.start:
            joined.append(piece)
        elif _voice(last) == _voice(piece) or not _has_word(text, piece):
            joined[-1] = replace(last, end=piece.end)
        elif not _has_word(text, last):
            joined[-1] = replace(piece, start=last.start)
        else:
            joined.append(piece)
    return joined


def _moved_spaces(text: str, pieces: Iterable[_Piece]) -> list[_Piece]:
    """White space at the start of a piece goes to the end of the piece before."""
    moved: list[_Piece] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        lead = len(words) - len(words.lstrip())
        if lead and moved and moved[-1].end == piece.start:
            moved[-1] = replace(moved[-1], end=piece.start + lead)
            piece = replace(piece, start=piece.start + lead)
        if piece.start < piece.end:
            moved.append(piece)
    return moved


def _voice(piece: _Piece) -> tuple[bool, str | None, bool]:
    quotation = piece.quotation
    return (False, None, False) if quotation is None else (True, quotation.speaker, quotation.kind == "headline")


def _has_word(text: str, piece: _Piece) -> bool:
    return any(character.isalnum() for character in text[piece.start : piece.end])


def _line(text: str, piece: _Piece, block: Block, paragraph: int, settings: DialogueSettings) -> Line:
    words = text[piece.start : piece.end]
    quotation = piece.quotation
    unsure = quotation is not None and (quotation.speaker is None or quotation.confidence < settings.review_below)
    heading: dict[str, LineKind] = {"title": "title", "heading": "heading"}
    kind = heading.get(block.kind, "narration" if quotation is None else "quote")
    return Line(
        text=words,
        kind=kind,
        speaker=quotation.speaker if quotation is not None else None,
        paragraph=paragraph,
        level=block.level if kind == "heading" else 0,
        start=piece.start,
        end=piece.end,
        digest=digest_of(words),
        confidence=quotation.confidence if quotation is not None else 1.0,
        evidence=quotation.evidence if quotation is not None else "",
        candidates=_candidates(quotation) if unsure else (),
        unsure=unsure,
    )


def _candidates(quotation: Quotation | None) -> tuple[str, ...]:
    """Who may have said what nobody is sure of."""
    return tuple(name for name, _ in quotation.candidates) if quotation is not None else ()


def _unsaid_labels(article: Article, dialogue: Dialogue, settings: DialogueSettings) -> list[Removal]:
    """Labels such as "Brink:" that the speaker's own voice makes needless."""
    removals: list[Removal] = []
    said: set[str | None] = set()
    for quotation in dialogue.quotations:
        label = quotation.mention
        if quotation.evidence != "labelled" or label is None or label[1] > quotation.start:
            continue
        if article.text[label[1] : quotation.start].strip(_LABEL_END):
            continue
        if settings.labels == "never" or (settings.labels == "first" and quotation.speaker in said):
            removals.append(Removal(label[0], quotation.start, "label: the speaker's own voice says who speaks"))
        said.add(quotation.speaker)
    return removals
