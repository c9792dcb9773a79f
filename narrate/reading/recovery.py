"""What the extraction lost although it stands among what it found, and the captions it always leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from narrate.model import BlockKind

from .page import Piece
from .parts import Part
from .passages import fold

_FEWEST_FOUND = 3  # pieces of one place that the extraction took, to trust the place
_SHORTEST = 12  # words of a paragraph worth recovering
_SHORTEST_QUOTE = 4
_SHORTEST_HEADING, _LONGEST_HEADING = 3, 20  # "Trending" and "Related articles" are shorter
_WORTH = 0.12  # of the words found: less than this is an aside, not a lost half


def recovered(parts: Sequence[Part], pieces: Sequence[Piece]) -> list[Part]:
    """Parts with the paragraphs put back that share their place in the page with those found.

    Extractors stop at advertisement breaks that cut an article into several containers of one class.
    """
    found = {fold(part.text) for part in parts}
    places = Counter(piece.place for piece in pieces if piece.tag == "p" and piece.folded in found)
    trusted = {place for place, count in places.items() if count >= _FEWEST_FOUND}
    everything = " ".join(fold(part.text) for part in parts)
    lost = [piece for piece in pieces if _is_lost(piece, trusted, everything)]
    words = sum(len(fold_.split()) for fold_ in found)
    if sum(len(piece.folded.split()) for piece in lost) < _WORTH * words:
        lost = []
    lost += _lost_quotes(pieces, found, everything)
    lost += _lost_headings(pieces, found, everything)
    return _inserted(parts, pieces, {id(piece) for piece in lost}) if lost else list(parts)


def _lost_headings(pieces: Sequence[Piece], found: set[str], everything: str) -> list[Piece]:
    """Headings directly between two paragraphs found: extractors drop those that stand in a box of their own."""
    shown = [piece for piece in pieces if piece.tag not in ("figcaption", "blockquote")]
    lost = [
        heading
        for above, heading, below in zip(shown, shown[1:], shown[2:], strict=False)
        if heading.tag in ("h2", "h3", "h4")
        and not heading.linked
        and heading.folded not in everything
        and _SHORTEST_HEADING <= len(heading.folded.split()) <= _LONGEST_HEADING
        and above.tag == below.tag == "p"
        and above.folded in found
        and below.folded in found
    ]
    return lost if len(lost) >= _FEWEST_FOUND else []  # a single one is a box between two paragraphs


def _lost_quotes(pieces: Sequence[Piece], found: set[str], everything: str) -> list[Piece]:
    """Quotations that stand between paragraphs found: extractors take quoted posts for widgets."""
    places = [index for index, piece in enumerate(pieces) if piece.folded in found and piece.tag == "p"]
    if not places:
        return []
    between = pieces[places[0] : places[-1]]
    quotes = [piece for piece in between if piece.tag == "blockquote" and piece.folded not in everything]
    return [piece for piece in quotes if len(piece.folded.split()) >= _SHORTEST_QUOTE]


def _is_lost(piece: Piece, trusted: set[str], everything: str) -> bool:
    if piece.tag != "p" or piece.place not in trusted or piece.linked:
        return False
    return len(piece.folded.split()) >= _SHORTEST and piece.folded not in everything


def _inserted(parts: Sequence[Part], pieces: Sequence[Piece], lost: set[int]) -> list[Part]:
    behind: dict[str, list[Part]] = {}
    anchor = ""
    found = {fold(part.text) for part in parts}
    heading: Piece | None = None
    for piece in pieces:
        if id(piece) in lost:
            if piece.tag in ("h2", "h3", "h4"):
                behind.setdefault(anchor, []).append(Part("heading", piece.text, int(piece.tag[1])))
                continue
            if heading is not None:
                behind.setdefault(anchor, []).append(Part("heading", heading.text, int(heading.tag[1])))
            kind: BlockKind = "block_quote" if piece.tag == "blockquote" else "paragraph"
            behind.setdefault(anchor, []).append(Part(kind, piece.text))
        elif piece.folded in found:
            anchor = piece.folded
        is_heading = piece.tag in ("h2", "h3", "h4") and piece.folded not in found and not piece.linked
        heading = piece if is_heading else None
    result = behind.pop("", [])
    for part in parts:
        result.append(part)
        result.extend(behind.pop(fold(part.text), ()))
    return result


def with_captions(parts: Sequence[Part], pieces: Sequence[Piece]) -> list[Part]:
    """Parts with the page's captions behind the part that precedes each, and nowhere else."""
    captions: dict[str, list[Piece]] = {}
    found = {fold(part.text) for part in parts}
    before = ""
    for piece in pieces:
        if piece.tag == "figcaption":
            captions.setdefault(before, []).append(piece)
        elif piece.folded in found:
            before = piece.folded
    known = {piece.folded for piece in pieces if piece.tag == "figcaption"}
    result: list[Part] = []
    for part in parts:
        words = fold(part.text)
        if words in known and part.kind == "paragraph":
            continue
        result.append(part)
        result.extend(Part("caption", piece.text) for piece in captions.pop(words, ()) if words)
    return result
