"""What a picture file says of itself: kind, size and colours, from its first bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

EXTENSIONS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_SOF = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}  # JPEG: start of frame


@dataclass(frozen=True)
class Picture:
    """A picture's media type, size in pixels and number of colour channels."""

    media_type: str
    width: int
    height: int
    channels: int  # 1 grey, 3 RGB or YCbCr, 4 CMYK


def picture_of(data: bytes) -> Picture | None:
    """Read the header of a JPEG or PNG; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 26:
        width, height, _, colour = struct.unpack(">IIBB", data[16:26])
        return Picture("image/png", width, height, 1 if colour in (0, 4) else 3)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return None


def _jpeg(data: bytes) -> Picture | None:
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:  # fill bytes before a marker
            position += 1
            continue
        if marker in _SOF:
            height, width, channels = struct.unpack(">HHB", data[position + 5 : position + 10])
            return Picture("image/jpeg", width, height, channels)
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def faults_of(data: bytes, name: str) -> list[str]:
    """What Apple says of a show's artwork; empty if nothing.

    Source: Apple, "Artwork requirements" (podcasters.apple.com/support/896): square, 1400 to 3000 pixels, JPEG or
    PNG, RGB, and a file extension that tells the truth.
    """
    picture = picture_of(data)
    if picture is None:
        return ["is neither JPEG nor PNG"]
    declared = EXTENSIONS.get("." + name.rsplit(".", 1)[-1].lower())
    size = f"{picture.width} x {picture.height} pixels"
    rules = [
        (declared != picture.media_type, f"is {picture.media_type}, but its name says otherwise"),
        (picture.width != picture.height, f"is not square ({size})"),
        (min(picture.width, picture.height) < 1400, f"is {size}; Apple wants at least 1400 x 1400"),
        (max(picture.width, picture.height) > 3000, f"is {size}; Apple takes at most 3000 x 3000"),
        (picture.channels != 3, "is not RGB"),
    ]
    return [text for wrong, text in rules if wrong]
