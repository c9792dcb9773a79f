"""Frames of one encoder cut out of their stream and laid into another, although each borrows bits from those before it.

An MP3 frame may begin its data up to 511 bytes ahead of its own place, in room that earlier frames left: the bit
reservoir (ISO 11172-3, 2.4.3.4). Frames that are to stand alone in a piece are laid out anew, the first of them
borrowing nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.errors import SoundError
from narrate.sound.mp3 import Layout, frame_ends

_HEADER_BYTES = 4


@dataclass(frozen=True)
class Frame:
    """One frame: header, side information, and its data wherever that stood."""

    header: bytes
    side: bytes
    data: bytes
    room: int  # bytes for data between its side information and its end


def frames_of(stream: bytes | bytearray, layout: Layout) -> list[Frame]:
    """The whole frames of an encoder's output, from its very first on."""
    frames: list[Frame] = []
    pool = bytearray()  # the data parts of all frames so far, one after the other
    start = 0
    for end in frame_ends(stream, layout):
        header = bytes(stream[start : start + _HEADER_BYTES])
        side = bytes(stream[start + _HEADER_BYTES : start + _HEADER_BYTES + layout.side_bytes])
        own = stream[start + _HEADER_BYTES + layout.side_bytes : end]
        first = len(pool) - _borrowed(side, layout)
        pool += own
        length = _data_bytes(side, layout)
        if first < 0 or first + length > len(pool):
            raise SoundError("the encoder gave a frame whose data is elsewhere")
        frames.append(Frame(header, side, bytes(pool[first : first + length]), len(own)))
        start = end
    return frames


def laid_out(places: Sequence[Frame], contents: Sequence[Frame], layout: Layout) -> bytes | None:
    """Frames with the headers and lengths of `places` and the sound of `contents`; None where it does not fit."""
    reach = _furthest(layout)
    pool = bytearray()
    starts, room = [], 0
    for place, content in zip(places, contents, strict=True):
        first = max(len(pool), room - reach)
        pool.extend(bytes(first - len(pool)))
        pool += content.data
        starts.append(room - first)
        room += place.room
        if len(pool) > room:
            return None
    pool.extend(bytes(room - len(pool)))
    return b"".join(_written(places, contents, starts, pool, layout))


def _written(
    places: Sequence[Frame], contents: Sequence[Frame], borrowed: Sequence[int], pool: bytearray, layout: Layout
) -> Iterator[bytes]:
    at = 0
    for place, content, back in zip(places, contents, borrowed, strict=True):
        yield place.header + _borrowing(content.side, back, layout) + pool[at : at + place.room]
        at += place.room


def _furthest(layout: Layout) -> int:
    """The field that says how far ahead the data begins has nine bits, in MPEG-2 eight."""
    return 511 if layout.version == 3 else 255


def _borrowed(side: bytes, layout: Layout) -> int:
    return side[0] << 1 | side[1] >> 7 if layout.version == 3 else side[0]


def _borrowing(side: bytes, back: int, layout: Layout) -> bytes:
    if layout.version == 3:
        return bytes((back >> 1, (back & 1) << 7 | side[1] & 0x7F)) + side[2:]
    return bytes((back,)) + side[1:]


def _data_bytes(side: bytes, layout: Layout) -> int:
    """Length of a frame's data: the sum of the lengths in bits that each granule and channel states first."""
    bits = int.from_bytes(side, "big")
    total = 8 * len(side)
    mono = layout.channels == 1
    if layout.version == 3:
        offset, granules, step = (18 if mono else 20), 2 * layout.channels, 59
    else:
        offset, granules, step = (9 if mono else 10), layout.channels, 63
    lengths = (bits >> (total - offset - index * step - 12) & 0xFFF for index in range(granules))
    return -(-sum(lengths) // 8)
