"""Cover art: the article's picture cut square, or a cover drawn from title and show. Imports Pillow: import late."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from narrate.episode.lettering import draw_type, set_type
from narrate.episode.wording import one_line, shortened
from narrate.errors import SourceError
from narrate.model import Edition

SIDE = 3000
"""Apple Podcasts: square, 1400 to 3000 pixels, JPEG or PNG, RGB."""
SMALLEST_SIDE = 1400
EMBEDDED_SIDE = 1400
CHAPTER_SIDE = 800
_FEED_BYTES = 512_000  # NPR One and Spotify, by PRX's advice
_EMBEDDED_BYTES = 200_000  # players that read covers from files keep them in memory
_CHAPTER_BYTES = 100_000
_MOST_PIXELS = 100_000_000  # more than any camera of the press; 300 MB once decoded
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
_TITLE_CHARACTERS = 100
_GROUNDS = (
    ("#7a1f14", "#ffd9a0"),
    ("#0f4c5c", "#ffd166"),
    ("#3d2463", "#f7b2d9"),
    ("#14442c", "#f4e285"),
    ("#1d3461", "#ffb997"),
    ("#5c1a3c", "#ffd1a8"),
    ("#3c3a12", "#fbe7a1"),
    ("#222a35", "#8ce0d2"),
)
"""Ground and accent; white on each ground has a contrast of at least 9 to 1."""


def draw_cover(edition: Edition, image: bytes | None = None, *, where: str = "the cover") -> bytes:
    """Return a square JPEG for feeds and directories, at most 512 kB.

    Parameters
    ----------
    edition : Edition
        Its show, or else site, decides the colours, so that all episodes of a show look related.
    image : bytes or None
        A picture to use instead of a drawn cover: cut square around its upper middle, turned as its EXIF data say,
        first frame of an animation, transparent parts on white.
    where : str
        What `image` is, for messages.

    Raises
    ------
    SourceError
        `image` is no picture, is broken, or has more than 100 million pixels.
    """
    picture = _drawn(edition) if image is None else _squared(image, where)
    return _jpeg(picture, [picture.width, 2400, 2000, SMALLEST_SIDE], _FEED_BYTES)


def embedded_cover(cover: bytes) -> bytes:
    """Return a cover for the tags of an MP3: JPEG, at most 1400 pixels wide and 200 kB."""
    with Image.open(BytesIO(cover)) as picture:
        picture.draft(
            "RGB", (EMBEDDED_SIDE, EMBEDDED_SIDE)
        )  # a JPEG decodes at half its size in a quarter of the memory
        rgb = picture if picture.mode == "RGB" else picture.convert("RGB")
        return _jpeg(rgb, [EMBEDDED_SIDE, 1000, 800, 600], _EMBEDDED_BYTES)


def chapter_picture(image: bytes, *, where: str = "the picture") -> bytes:
    """Return a picture for a chapter in the tags: JPEG of its own shape, at most 800 pixels and 100 kB. SourceError."""
    picture = _opened(image, where)
    picture.thumbnail((CHAPTER_SIDE, CHAPTER_SIDE), Image.Resampling.LANCZOS)
    for quality in (85, 75, 60, 40):
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality, dpi=(72, 72))
        if buffer.tell() <= _CHAPTER_BYTES:
            break
    return buffer.getvalue()


def _jpeg(picture: Image.Image, sides: list[int], most_bytes: int) -> bytes:
    """Return the largest and best JPEG within a number of bytes."""
    data = b""
    for side in (side for side in sides if side <= picture.width):
        # As sharp as Lanczos' filter where little is taken away, in half the time; a tenth of all work on an article.
        smaller = picture if side == picture.width else picture.resize((side, side), Image.Resampling.HAMMING)
        for quality in (88, 80, 70):
            buffer = BytesIO()
            # Neither progressive nor optimized: both hold the whole picture's coefficients, 60 MB at 3000 pixels.
            smaller.save(buffer, "JPEG", quality=quality, dpi=(72, 72))
            data = buffer.getvalue()
            if len(data) <= most_bytes:
                return data
    return data


def _squared(image: bytes, where: str) -> Image.Image:
    picture = _opened(image, where)
    side = min(max(min(picture.size), SMALLEST_SIDE), SIDE)
    return ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))


def _opened(image: bytes, where: str) -> Image.Image:
    """Return a picture in RGB, the right way up."""
    Image.init()
    known = [name for name in _FORMATS if name in Image.OPEN]  # AVIF came to Pillow with 11.3
    with _clear_errors(where), Image.open(BytesIO(image), formats=known) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise Image.DecompressionBombError
        opened.seek(0)
        return _in_rgb(ImageOps.exif_transpose(opened))


@contextmanager
def _clear_errors(where: str) -> Iterator[None]:
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd EXIF data and of half a bomb; we have a limit
            yield
    except Image.DecompressionBombError as error:
        raise SourceError(f"{where}: over 100 million pixels", "make it smaller; 3000 by 3000 is enough") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError) as error:
        raise SourceError(f"{where}: not a picture that can be read", "use a JPEG or PNG of 3000 by 3000") from error


def _in_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # 16 bits a pixel: convert() would clip them to white.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    return picture.convert("RGB")


def _drawn(edition: Edition) -> Image.Image:
    """Return a cover with a large quotation mark, which is what a listener sees at 60 pixels, title and show."""
    show = one_line(edition.settings.show or edition.script.site)
    ground, accent = _GROUNDS[hashlib.sha256(show.encode("utf-8")).digest()[0] % len(_GROUNDS)]
    picture = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(picture)
    margin = SIDE * 8 // 100
    width = SIDE - 2 * margin
    title = set_type(shortened(edition.script.title, _TITLE_CHARACTERS), width, SIDE * 46 // 100, SIDE)
    _draw_quotation_mark(draw, margin, margin, SIDE * (24 if title else 48) // 100, accent)
    if title:
        draw_type(draw, title, margin, SIDE * 80 // 100 - title.height, width, "white")
    draw.rectangle((margin, SIDE * 845 // 1000, margin + SIDE * 12 // 100, SIDE * 853 // 1000), fill=accent)
    name = set_type(shortened(show, 40), width, SIDE * 8 // 100, SIDE, largest=0.055)
    if name:
        draw_type(draw, name, margin, SIDE * 875 // 1000, width, accent)
    return picture


def _draw_quotation_mark(draw: ImageDraw.ImageDraw, left: int, top: int, size: int, fill: str) -> None:
    """Draw an opening quotation mark from circles and arcs: no font is as bold as it has to be at 60 pixels."""
    for shift in (0, size * 62 // 100):
        x = left + shift
        ball = size // 2
        draw.pieslice((x, top, x + 2 * ball, top + 2 * ball * 12 // 10), 180, 270, fill=fill)
        draw.ellipse((x, top + size * 42 // 100, x + ball, top + size * 42 // 100 + ball), fill=fill)
        draw.rectangle((x, top + ball * 11 // 10, x + ball, top + size * 42 // 100 + ball // 2), fill=fill)
