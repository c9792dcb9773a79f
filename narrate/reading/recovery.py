"""What the extraction lost although it stands among what it found, and the captions it always leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.model import BlockKind

from .page import Piece
from .parts import Part
from .passages import fold

_FEWEST_FOUND = 3  # pieces of one place that the extraction took, to trust the place
_SHARE_FOUND = 0.5  # of the headings of one place, the same
_NEARLY_ALL = 0.8  # of the paragraphs of one place, the same
_MOST_LINKS = 0.5  # of their characters; "Don't miss: ..." holds labels between its links
_SHORTEST = 12  # words of a paragraph worth recovering
_SHORTEST_QUOTE = 4
_SHORTEST_HEADING, _LONGEST_HEADING = 3, 20  # "Trending" and "Related articles" are shorter
_WORTH = 0.12  # of the words found: less than this is an aside, not a lost half
_MOST_PIECES = 20_000  # of a page; the longest live blogs have 3,000, and each lost one is looked for in the whole text
_HEADINGS = ("h2", "h3", "h4")


def recovered(parts: Sequence[Part], pieces: Sequence[Piece]) -> list[Part]:
    """Parts with what stands in the page among them put back: paragraphs, then quotations and headings between those.

    Extractors stop at advertisement breaks that cut an article into several containers of one class.
    """
    if len(pieces) > _MOST_PIECES:
        return list(parts)
    known = _Known({fold(part.text) for part in parts}, " ".join(fold(part.text) for part in parts))
    lost: list[Piece] = []
    for search in (_lost_paragraphs, _short_paragraphs, _lost_quotes, _headings_between, _headings_of_a_kind):
        more = search(pieces, known)
        known = known.with_more(more)
        lost += more
    return _inserted(parts, pieces, {id(piece) for piece in lost}) if lost else list(parts)


@dataclass(frozen=True)
class _Known:
    """What is found so far: folded blocks, and all of it in a row, where blocks were cut otherwise."""

    blocks: set[str]
    everything: str

    def has(self, piece: Piece) -> bool:
        return piece.folded in self.blocks or piece.folded in self.everything

    def with_more(self, pieces: Sequence[Piece]) -> _Known:
        texts = [piece.folded for piece in pieces]
        return _Known(self.blocks | set(texts), " ".join([self.everything, *texts]))


def _lost_paragraphs(pieces: Sequence[Piece], known: _Known) -> list[Piece]:
    """Paragraphs that share their place in the page with several of those found."""
    places = Counter(piece.place for piece in pieces if piece.tag == "p" and piece.folded in known.blocks)
    lost = [
        piece
        for piece in pieces
        if piece.tag == "p"
        and places[piece.place] >= _FEWEST_FOUND
        and not piece.linked
        and len(piece.folded.split()) >= _SHORTEST
        and not known.has(piece)
    ]
    words = sum(len(text.split()) for text in known.blocks)
    return lost if sum(len(piece.folded.split()) for piece in lost) >= _WORTH * words else []


def _between(pieces: Sequence[Piece], known: _Known) -> Sequence[Piece]:
    """The pieces from the first paragraph found to the last."""
    places = [index for index, piece in enumerate(pieces) if piece.tag == "p" and piece.folded in known.blocks]
    return pieces[places[0] : places[-1]] if places else ()


def _short_paragraphs(pieces: Sequence[Piece], known: _Known) -> list[Piece]:
    """Paragraphs of any length between those found, in places that nearly all were taken from."""
    places = Counter(piece.place for piece in pieces if piece.tag == "p")
    found = Counter(piece.place for piece in pieces if piece.tag == "p" and known.has(piece))
    trusted = {place for place, count in found.items() if count >= max(_FEWEST_FOUND, _NEARLY_ALL * places[place])}
    return [
        piece
        for piece in _between(pieces, known)
        if piece.tag == "p" and piece.place in trusted and piece.links < _MOST_LINKS and not known.has(piece)
    ]


def _lost_quotes(pieces: Sequence[Piece], known: _Known) -> list[Piece]:
    """Quotations that stand between paragraphs found: extractors take quoted posts for widgets."""
    quotes = [piece for piece in _between(pieces, known) if piece.tag == "blockquote" and not known.has(piece)]
    return [piece for piece in quotes if len(piece.folded.split()) >= _SHORTEST_QUOTE]


def _headings_of_a_kind(pieces: Sequence[Piece], known: _Known) -> list[Piece]:
    """Headings of a place that most others are known from."""
    places = Counter((piece.tag, piece.place) for piece in pieces if piece.tag in _HEADINGS)
    found = Counter((p.tag, p.place) for p in pieces if p.tag in _HEADINGS and p.folded in known.blocks)
    trusted = {place for place, n in found.items() if n >= max(_FEWEST_FOUND, _SHARE_FOUND * places[place])}
    return [
        piece
        for piece in _between(pieces, known)
        if (piece.tag, piece.place) in trusted and not piece.linked and piece.folded not in known.blocks
    ]


def _headings_between(pieces: Sequence[Piece], known: _Known) -> list[Piece]:
    """Headings directly between two paragraphs found: extractors drop those that stand in a box of their own."""
    shown = [piece for piece in pieces if piece.tag not in ("figcaption", "blockquote")]
    lost = [
        heading
        for above, heading, below in zip(shown, shown[1:], shown[2:], strict=False)
        if heading.tag in _HEADINGS
        and not heading.linked
        and not known.has(heading)
        and _SHORTEST_HEADING <= len(heading.folded.split()) <= _LONGEST_HEADING
        and above.tag == below.tag == "p"
        and above.folded in known.blocks
        and below.folded in known.blocks
    ]
    return lost if len(lost) >= _FEWEST_FOUND else []  # a single one is a box between two paragraphs


def _inserted(parts: Sequence[Part], pieces: Sequence[Piece], lost: set[int]) -> list[Part]:
    behind: dict[str, list[Part]] = {}
    anchor = ""
    found = {fold(part.text) for part in parts}
    heading: Piece | None = None
    for piece in pieces:
        if id(piece) in lost:
            if piece.tag in _HEADINGS:
                behind.setdefault(anchor, []).append(Part("heading", piece.text, int(piece.tag[1])))
                continue
            if heading is not None:
                behind.setdefault(anchor, []).append(Part("heading", heading.text, int(heading.tag[1])))
            kind: BlockKind = "block_quote" if piece.tag == "blockquote" else "paragraph"
            behind.setdefault(anchor, []).append(Part(kind, piece.text))
        elif piece.folded in found:
            anchor = piece.folded
        is_heading = piece.tag in _HEADINGS and piece.folded not in found and not piece.linked
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
    known = {words for piece in pieces if piece.tag == "figcaption" for words in (piece.folded, *piece.inside)}
    known -= {piece.folded for piece in pieces if piece.tag == "p" and not piece.captioned}
    result: list[Part] = []
    for part in parts:
        words = fold(part.text)
        if words in known and part.kind == "paragraph":
            continue
        result.append(part)
        result.extend(Part("caption", piece.text, image=piece.image) for piece in captions.pop(words, ()) if words)
    return result
