"""The pictures of an edition: had by the reading room's rules, cut by the episode room.

The article's own pictures are wishes: one that cannot be had is a warning, and the cover is drawn. A picture that
somebody named must be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from narrate.errors import SourceError
from narrate.model import Edition

COVER = "cover.jpg"
MOST_CHAPTER_BYTES = 2_000_000
"""Of all chapter pictures together: players read the whole tag before the first sound."""
_WEB = ("http://", "https://")


@dataclass(frozen=True)
class Artwork:
    """The pictures of one edition, ready to be written."""

    cover: bytes | None = None  # for feeds
    embedded: bytes | None = None  # in the recording
    chapters: Mapping[int, bytes] = field(default_factory=dict)  # by the chapter's index
    warnings: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, bytes]:
        """What stands beside the recording."""
        return {COVER: self.cover} if self.cover else {}


def draw(
    edition: Edition, origin: str, *, picture: str = "", kept: bytes | None = None, private: bool = False
) -> Artwork:
    """The pictures of an edition, as its settings wish.

    Parameters
    ----------
    origin : the article's file or address, by which the places of its pictures are understood
    picture : a file or an address for the cover, whatever the settings say
    kept : the picture that is the cover so far, where the article's own cannot be had
    private : whether addresses of this machine and its network may be asked

    Raises
    ------
    SourceError
        `picture` cannot be had, or is no picture.
    """
    from narrate.episode.cover import draw_cover, embedded_cover

    chapters, warnings = _chapters(edition, origin, private)
    if picture:
        cover: bytes | None = draw_cover(edition, _bytes(picture, private), where=picture)
    elif edition.settings.cover == "none":
        cover = None
    elif edition.settings.cover == "image" and edition.script.image:
        place = place_of(edition.script.image, origin)
        try:
            cover = draw_cover(edition, _bytes(place, private), where=place)
        except SourceError as error:
            warnings.append(f"{error.message}; the cover is {'kept' if kept else 'drawn'}")
            cover = kept or draw_cover(edition)
    else:
        cover = kept if kept and edition.settings.cover == "image" else draw_cover(edition)
    return Artwork(cover, embedded_cover(cover) if cover else None, chapters, tuple(warnings))


def place_of(picture: str, origin: str) -> str:
    """Where a picture is that an article names: beside the article, if it does not say more.

    An article from the net never names a file of this machine.
    """
    if picture.lower().startswith(_WEB):
        return picture
    if origin.lower().startswith(_WEB):
        return urljoin(origin, picture)
    return str(Path(origin).parent / picture)


def _chapters(edition: Edition, origin: str, private: bool) -> tuple[dict[int, bytes], list[str]]:
    from narrate.episode.cover import chapter_picture

    made: dict[int, bytes] = {}
    warnings: list[str] = []
    if not edition.settings.chapter_images:
        return made, warnings
    for index, chapter in enumerate(edition.chapters):
        if not chapter.image:
            continue
        place = place_of(chapter.image, origin)
        try:
            made[index] = chapter_picture(_bytes(place, private), where=place)
        except SourceError as error:
            warnings.append(f"{error.message}; the chapter '{chapter.title}' has no picture")
        if sum(map(len, made.values())) > MOST_CHAPTER_BYTES:
            del made[index]
            warnings.append(f"the pictures of the chapters from '{chapter.title}' on would make the tag too large")
            break
    return made, warnings


def _bytes(place: str, private: bool) -> bytes:
    from narrate import reading

    return reading.fetch_picture(place, allow_private=private).data
