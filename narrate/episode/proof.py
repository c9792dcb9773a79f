"""The proof that every character of the article is spoken, or removed with a reason, or white space."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from narrate.errors import ScriptError
from narrate.model import Line, Script, TimedLine

_WORDLESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[\W_]+")
_BLOCK_GAP = 2  # a blank line
_HINT = "write the script anew with: narrate script ARTICLE"


@dataclass(frozen=True)
class Removed:
    """Characters of the article that are not heard."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    kind: Literal["cue", "removed", "white space"]
    index: int = 0
    text: str | None = None  # the article's characters, where known
    paragraph: int = -1


def prove(script: Script, lines: Sequence[TimedLine]) -> dict[str, Any]:
    """Return the proof that an edition leaves out nothing in silence.

    The tiling covers the article from 0 to its last character, in order, exactly once. Each known text must have the
    length of its span and, where it is unedited, its own digest. If all texts are known, the article is put together
    again and its SHA-256 compared ("verified": "article"); after edits by hand the spans alone are ("spans").

    Parameters
    ----------
    script : Script
    lines : Sequence[TimedLine]
        What is heard.

    Returns
    -------
    dict
        characters, sha256, spoken, removed, white_space (counts that add up to characters), verified, tiling: lists of
        start, end and "cue N", "removed N" or "white space".

    Raises
    ------
    ScriptError
        Spans overlap or leave the article, a text does not fit its span, or a line with words is not heard.
    """
    tiles = _tiled(script, lines, removals(script, lines))
    counts = {"cue": 0, "removed": 0, "white space": 0}
    for tile in tiles:
        counts[tile.kind] += tile.end - tile.start
    return {
        "characters": script.article_characters,
        "sha256": script.article_sha256,
        "spoken": counts["cue"],
        "removed": counts["removed"],
        "white_space": counts["white space"],
        "verified": "article" if _is_article(tiles, script) else "spans",
        "tiling": [
            [tile.start, tile.end, tile.kind if tile.kind == "white space" else f"{tile.kind} {tile.index}"]
            for tile in tiles
        ],
    }


def removals(script: Script, lines: Sequence[TimedLine]) -> tuple[Removed, ...]:
    """Return everything of the article that is not heard, in order: by reading, by hand, or for want of words."""
    found = [
        Removed(removal.start, removal.end, text, removal.reason)
        for removal, text in zip(script.removed, script.removed_texts, strict=False)
    ]
    found += [
        Removed(removal.start, removal.end, "", removal.reason)
        for removal in script.removed[len(script.removed_texts) :]
    ]
    heard = {timed.line.start for timed in lines if timed.line.end > timed.line.start}
    for number, line in enumerate(script.lines, start=1):
        if line.start < line.end and line.start not in heard:
            found.append(Removed(line.start, line.end, line.text, _unheard(line, number)))
    for timed in lines:
        if timed.line.start < timed.line.end and not timed.line.edited:
            found += _silent_words(timed)
    found += _deleted(script)
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def _unheard(line: Line, number: int) -> str:
    if line.skip:
        return "skipped in the script"
    if _WORDLESS.sub("", line.text) and not line.say:
        raise ScriptError(f"line {number} of the script is not in the recording: {line.text[:40]!r}", "build again")
    return "no words to speak"


def _silent_words(timed: TimedLine) -> list[Removed]:
    """Return words that nothing is said for, such as an emoji or an address that the settings drop."""
    line = timed.line
    return [
        Removed(line.start + word.start, line.start + word.end, line.text[word.start : word.end], "not pronounced")
        for word in timed.words
        if word.start_ms == word.end_ms and not word.estimated
    ]


def _deleted(script: Script) -> list[Removed]:
    """Return gaps too wide for white space: lines that a person took out of the script."""
    if _is_article(_with_gaps(_known(script), script), script):
        return []
    known = _with_gaps(_known(script), script)
    return [
        Removed(tile.start, tile.end, "", "deleted in the script")
        for before, tile, after in zip([None, *known], known, [*known[1:], None], strict=False)
        if tile.kind == "white space" and tile.end - tile.start > _widest_gap(before, after)
    ]


def _widest_gap(before: _Piece | None, after: _Piece | None) -> int:
    inside = before is not None and after is not None and before.paragraph == after.paragraph >= 0
    return 1 if inside else _BLOCK_GAP


def _known(script: Script) -> list[_Piece]:
    """Return lines and removals by place, checked against each other."""
    pieces = [
        _Piece(line.start, line.end, "cue", index, None if line.edited else line.text, line.paragraph)
        for index, line in enumerate(script.lines)
        if line.start < line.end
    ]
    for index, removal in enumerate(script.removed):
        text = script.removed_texts[index] if index < len(script.removed_texts) else None
        if removal.start < removal.end:
            # The words of a line that was deleted by hand are gone with it: no text, only its place.
            pieces.append(_Piece(removal.start, removal.end, "removed", index, text or None))
    return sorted(pieces, key=lambda piece: (piece.start, piece.end))


def _tiled(script: Script, lines: Sequence[TimedLine], removed: Sequence[Removed]) -> list[_Piece]:
    pieces = [
        _Piece(
            timed.line.start,
            timed.line.end,
            "cue",
            index,
            None if timed.line.edited else timed.line.text,
            timed.line.paragraph,
        )
        for index, timed in enumerate(lines)
        if timed.line.start < timed.line.end
    ]
    holes = [_Piece(each.start, each.end, "removed", index, each.text or None) for index, each in enumerate(removed)]
    return _with_gaps(_punched(pieces, holes), script)


def _punched(cues: list[_Piece], holes: list[_Piece]) -> list[_Piece]:
    """Return the cues without the words in them that are not pronounced, and all holes, by place."""
    pieces: list[_Piece] = []
    for cue in cues:
        at = cue.start
        for hole in holes:
            if cue.start <= hole.start and hole.end <= cue.end and (hole.start, hole.end) != (cue.start, cue.end):
                pieces += [_part(cue, at, hole.start)] if at < hole.start else []
                at = hole.end
        if at < cue.end:
            pieces.append(_part(cue, at, cue.end))
    return sorted([*pieces, *holes], key=lambda piece: (piece.start, piece.end))


def _part(cue: _Piece, start: int, end: int) -> _Piece:
    text = None if cue.text is None else cue.text[start - cue.start : end - cue.start]
    return _Piece(start, end, "cue", cue.index, text, cue.paragraph)


def _with_gaps(pieces: list[_Piece], script: Script) -> list[_Piece]:
    """Return the pieces with the gaps between them as white space; overlaps and misfits are errors."""
    tiles: list[_Piece] = []
    at = 0
    for piece in pieces:
        if piece.start < at:
            raise ScriptError(f"two parts of the script claim characters {piece.start} to {min(at, piece.end)}", _HINT)
        if piece.text is not None and len(piece.text) != piece.end - piece.start:
            raise ScriptError(f"the text at characters {piece.start} to {piece.end} has another length", _HINT)
        if piece.start > at:
            tiles.append(_Piece(at, piece.start, "white space"))
        tiles.append(piece)
        at = piece.end
    if at > script.article_characters:
        raise ScriptError(f"character {at} is outside of the article of {script.article_characters}", _HINT)
    if at < script.article_characters:
        tiles.append(_Piece(at, script.article_characters, "white space"))
    return tiles


def _is_article(tiles: Sequence[_Piece], script: Script) -> bool:
    """Whether the tiles, put together again, have the article's SHA-256."""
    if any(tile.text is None and tile.kind != "white space" for tile in tiles):
        return False
    for between in ("\n", " "):
        text = "".join(_text_of(tiles, index, between) for index in range(len(tiles)))
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == script.article_sha256:
            return True
    return False


def _text_of(tiles: Sequence[_Piece], index: int, between: str) -> str:
    tile = tiles[index]
    if tile.text is not None:
        return tile.text
    before = tiles[index - 1] if index else None
    after = tiles[index + 1] if index + 1 < len(tiles) else None
    inside = before is not None and after is not None and before.paragraph == after.paragraph >= 0
    return (" " if inside else between) * (tile.end - tile.start)
