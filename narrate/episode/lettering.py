"""Type set into a box, as large as it fits, in a font that has the letters. Imports Pillow: import late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import ImageDraw, ImageFont, features

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_BUILT_IN = ""
_FONTS = (
    _BUILT_IN,
    "DejaVuSans-Bold.ttf",
    "NotoSans-Bold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansHebrew-Bold.ttf",
    "NotoSansCJK-Bold.ttc",
    "msgothic.ttc",
    "Arial Unicode.ttf",
    "Hiragino Sans GB.ttc",
)
"""Tried in this order. Pillow's own font comes first, so that a title in plain letters looks the same on every machine;
it has ASCII and typographic marks only."""
_MISSING = "\uffff"
_SMALLEST = 0.045
_LARGEST = 0.16
"""Type sizes as shares of the picture's width."""
_LEADING = 1.16


@dataclass(frozen=True)
class Setting:
    """Lines of type that fit their box."""

    lines: tuple[str, ...]
    font: Font
    size: int
    stroke: int  # thickens Pillow's own font, which comes in one weight

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * _LEADING)


def set_type(text: str, width: int, height: int, picture: int, *, largest: float = _LARGEST) -> Setting | None:
    """Return `text` in the largest size whose lines fit into the box; None if no font here has its letters.

    Parameters
    ----------
    text : str
        One line; characters that the best font lacks are left out if they are few (an emoji in a headline).
    width, height : int
        The box in pixels.
    picture : int
        Width of the whole picture in pixels, which the type sizes follow.
    largest : float
        Largest size as a share of the picture.
    """
    path, shown = _best_font(text)
    if not shown:
        return None
    size = round(picture * largest)
    while size >= picture * _SMALLEST:
        setting = _set(shown, path, size, width)
        if setting.height <= height and all(_length(setting.font, line) <= width for line in setting.lines):
            return setting
        size = size * 94 // 100
    return _cut(_set(shown, path, size, width), height)


def draw_type(draw: ImageDraw.ImageDraw, setting: Setting, left: int, top: int, width: int, fill: str) -> None:
    """Draw the lines from `top` downwards, at the right edge of the box for scripts that run that way."""
    for number, line in enumerate(setting.lines):
        backwards = _runs_backwards(line)
        place = (left + width if backwards else left, top + round(number * setting.size * _LEADING))
        draw.text(
            place,
            line,
            fill=fill,
            font=setting.font,
            anchor="ra" if backwards else "la",
            stroke_width=setting.stroke,
            stroke_fill=fill,
        )


def _set(text: str, path: str, size: int, width: int) -> Setting:
    font = _font(path, size)
    lines = _wrapped(text, lambda line: _length(font, line) <= width)
    return Setting(tuple(lines), font, size, size // 36 if path == _BUILT_IN else 0)


def _cut(setting: Setting, height: int) -> Setting:
    most = max(int(height / (setting.size * _LEADING)), 1)
    if len(setting.lines) <= most:
        return setting
    kept = [*setting.lines[: most - 1], setting.lines[most - 1].rstrip(" ,;:") + "…"]
    return Setting(tuple(kept), setting.font, setting.size, setting.stroke)


def _wrapped(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return lines broken at spaces; a word too long for a line is broken inside."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if fits(joined):
            lines[-1] = joined
            continue
        lines.append("")
        for character in word:
            if lines[-1] and not fits(lines[-1] + character):
                lines.append("")
            lines[-1] += character
    return [line for line in lines if line]


def _length(font: Font, text: str) -> float:
    return float(font.getlength(text))


def _best_font(text: str) -> tuple[str, str]:
    """Return the first font that has all letters, or else most of them, and the text without those it lacks."""
    if _runs_backwards(text) and not features.check("raqm"):
        return _BUILT_IN, ""  # without a shaping engine Arabic and Hebrew come out in pieces, in the wrong order
    best = (_BUILT_IN, "")
    for path in _FONTS:
        if _font_or_none(path) is None:
            continue
        shown = "".join(character for character in text if character == " " or _has(path, character))
        if len(shown) > len(best[1]):
            best = (path, shown)
        if len(shown) == len(text):
            break
    path, shown = best
    letters = sum(character.isalnum() for character in text)
    kept = sum(character.isalnum() for character in shown)
    return (path, " ".join(shown.split())) if kept and kept >= letters * 0.9 else (path, "")


def _runs_backwards(text: str) -> bool:
    import unicodedata

    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


@cache
def _has(path: str, character: str) -> bool:
    font = _font(path, 40)
    return _drawn(font, character) != _drawn(font, _MISSING)


def _drawn(font: Font, character: str) -> tuple[Any, bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)


def _font(path: str, size: int) -> Font:
    return _font_at(path, size)


@cache
def _font_or_none(path: str) -> Font | None:
    try:
        return _font_at(path, 40)
    except OSError:
        return None


def _font_at(path: str, size: int) -> Font:
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
