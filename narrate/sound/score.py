"""The score: which take sounds when, cut into pieces that are encoded on their own. Whole frames, no samples.

A piece starts and ends inside a pause, on the border of an MP3 frame, and holds nothing that depends on where in the
episode it stands: after an edit, the pieces around it stay as they are. To make every piece a whole number of MP3
frames its pauses give way by a millisecond or so each, never by more than `_GIVE_MS`. Where to cut is decided by the
takes' keys, so that the cuts fall where they fell before once an edit is past.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from narrate.sound.layers import Layer, reach_ms, within

LEAD_MS, TAIL_MS = 20, 50  # kept around the sound: soft onsets and decays, heard inside the pauses
_GIVE_MS = 4
_ELASTIC_MS = 60  # a pause under this is left as it is
_PIECE_MS = (8_000, 40_000)  # at least, and where a cut is taken at the next chance
_CUT_CHANCE = 4  # one pause in four, between the two lengths
_HEAD_FRAMES = 2  # MP3 frames before the first sound of a piece: they fill the bit reservoir for its onset
_JOIN_FRAMES = 3  # MP3 frames of digital silence at the end of a piece: nothing of it rings into the next
_BESIDE_MS = 250  # heard by the encoder and the limiter on both sides of a piece with layers


@dataclass(frozen=True)
class Grid:
    """The raster of the recording: its sample rate and the samples of one MP3 frame."""

    rate_hz: int
    mp3_frame: int

    def frames(self, milliseconds: int) -> int:
        return milliseconds * self.rate_hz // 1000


@dataclass(frozen=True)
class Sound:
    """A take as it will sound: its length and its quiet margins, in frames of the recording; its gain."""

    key: str
    frames: int
    lead: int
    tail: int
    gain_tenths: int  # of a decibel
    pan: int = 0  # -100 far left, 100 far right


@dataclass(frozen=True)
class Placed:
    """A take in a piece. It is heard from `onset` on, for `frames`; its margins lie outside of that."""

    sound: Sound
    onset: int  # from the start of the piece
    lead: int
    tail: int


@dataclass(frozen=True)
class Piece:
    """A stretch of the recording that is encoded on its own."""

    placed: tuple[Placed, ...]
    frames: int
    last: bool  # only the last one may end anywhere
    layers: tuple[Layer, ...] = ()  # from the start of the piece
    spoken: tuple[tuple[int, int], ...] = ()  # where layers are ducked


@dataclass(frozen=True)
class Score:
    """All pieces, and where each utterance sounds."""

    pieces: tuple[Piece, ...]
    onsets: tuple[int, ...]  # frames from the start of the recording, one an utterance
    frames: int


def arrange(sounds: Sequence[Sound], pauses_ms: Sequence[int], end_pause_ms: int, grid: Grid) -> Score:
    """Lay out `sounds`, each after its pause, and cut the whole into pieces.

    A piece's first sound stands a fixed way after the piece's start, whatever came before; the very first stands
    after its own pause.
    """
    after = [grid.frames(max(0, pause)) for pause in (*pauses_ms[1:], end_pause_ms)]
    opening = grid.frames(max(0, pauses_ms[0]))
    pieces: list[Piece] = []
    onsets: list[int] = []
    position, standard_head = 0, _HEAD_FRAMES * grid.mp3_frame
    for start, stop in _cuts(sounds, after, opening, grid):
        last = stop == len(sounds)
        head = standard_head if start else opening
        closing = 0 if last else standard_head
        gaps = after[start:stop] if last else _stretched(sounds[start:stop], after[start:stop], head - closing, grid)
        piece = _piece(sounds[start:stop], head, gaps, closing, grid)
        onsets.extend(position + placed.onset for placed in piece.placed)
        pieces.append(piece)
        position += piece.frames
    return Score(tuple(pieces), tuple(onsets), position)


def with_layers(score: Score, layers: Sequence[Layer], spoken: Sequence[tuple[int, int]], grid: Grid) -> Score:
    """The score with every piece's share of the layers.

    Parameters
    ----------
    spoken : where somebody speaks, in frames of the recording, ascending
    """
    pieces = []
    position, beside, far = 0, grid.frames(_BESIDE_MS), grid.frames(_BESIDE_MS + reach_ms())
    for piece in score.pieces:
        end = position + piece.frames
        heard = tuple(within(layers, position - beside, end + beside, position))
        if heard:
            near = _clipped(spoken, position - far, end + far, position)
            piece = replace(piece, layers=heard, spoken=tuple(near))
        pieces.append(piece)
        position = end
    return replace(score, pieces=tuple(pieces))


def _clipped(stretches: Sequence[tuple[int, int]], first: int, stop: int, origin: int) -> Iterator[tuple[int, int]]:
    at = max(0, bisect_left(stretches, (first,)) - 1)
    for start, end in takewhile(lambda stretch: stretch[0] < stop, islice(stretches, at, None)):
        if end > first:
            yield max(start, first) - origin, min(end, stop) - origin


def _cuts(sounds: Sequence[Sound], after: Sequence[int], opening: int, grid: Grid) -> Iterator[tuple[int, int]]:
    """Half-open ranges of sounds, one a piece."""
    shortest, longest = map(grid.frames, _PIECE_MS)
    join = grid.frames(TAIL_MS + _GIVE_MS) + (_HEAD_FRAMES + _JOIN_FRAMES) * grid.mp3_frame
    start, length, elastic = 0, opening - _HEAD_FRAMES * grid.mp3_frame, 0
    for index, sound in enumerate(sounds[:-1]):
        length += sound.frames + after[index]
        elastic += after[index] >= grid.frames(_ELASTIC_MS)
        wanted = length >= longest or (length >= shortest and _chance(sounds[index + 1].key))
        if wanted and after[index] >= join and abs(_excess(length, grid)) <= elastic * grid.frames(_GIVE_MS):
            yield start, index + 1
            start, length, elastic = index + 1, 0, 0
    yield start, len(sounds)


def _chance(key: str) -> bool:
    return int(key[:8], 16) % _CUT_CHANCE == 0


def _excess(length: int, grid: Grid) -> int:
    """What must be added for a whole number of MP3 frames; negative: taken away."""
    half = grid.mp3_frame // 2
    return half - (length + half) % grid.mp3_frame


def _stretched(sounds: Sequence[Sound], gaps: Sequence[int], extra: int, grid: Grid) -> list[int]:
    """The gaps, with what is missing to a whole number of MP3 frames shared among the elastic ones."""
    missing = _excess(extra + sum(gaps) + sum(sound.frames for sound in sounds), grid)
    elastic = [index for index, gap in enumerate(gaps) if gap >= grid.frames(_ELASTIC_MS)]
    stretched = list(gaps)
    for turn, index in enumerate(elastic):
        stretched[index] += missing * (turn + 1) // len(elastic) - missing * turn // len(elastic)
    return stretched


def _piece(sounds: Sequence[Sound], head: int, gaps: Sequence[int], closing: int, grid: Grid) -> Piece:
    placed = []
    position = head
    for index, sound in enumerate(sounds):
        lead, _ = _margins(head if index == 0 else gaps[index - 1], index == 0, grid)
        _, tail = _margins(gaps[index], index == len(sounds) - 1, grid)
        tail = _ringing(tail, sound, gaps[index], grid) if index < len(sounds) - 1 or closing == 0 else tail
        placed.append(Placed(sound, position, min(lead, sound.lead), min(tail, sound.tail)))
        position += sound.frames + gaps[index]
    return Piece(tuple(placed), position - closing, closing == 0)


def _ringing(tail: int, sound: Sound, gap: int, grid: Grid) -> int:
    """A tail that is longer than others, as in a room, has all of the pause but the lead of what follows."""
    return max(tail, min(sound.tail, gap - grid.frames(LEAD_MS)))


def _margins(gap: int, alone: bool, grid: Grid) -> tuple[int, int]:
    """How much of a gap the lead after it and the tail before it may take; `alone`: only one of them is in it."""
    lead, tail = grid.frames(LEAD_MS), grid.frames(TAIL_MS)
    if alone:
        return min(lead, gap), min(tail, gap)
    if gap >= lead + tail:
        return lead, tail
    return gap * lead // (lead + tail), gap * tail // (lead + tail)
