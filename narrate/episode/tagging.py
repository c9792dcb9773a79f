"""Tags by the format of the recording: ID3 in MP3, atoms in M4A, Vorbis comments in Opus and FLAC; WAV bears none.

mutagen carries no types: its modules are imported by name.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from narrate.episode import id3
from narrate.episode.captions import spoken_text
from narrate.episode.languages import disclosure
from narrate.episode.record import summary
from narrate.episode.wording import one_line, web_address
from narrate.errors import OutputError
from narrate.model import Edition

_COVER_FRONT = 3  # as in ID3
_JPEG, _PNG = 13, 14  # picture formats of an M4A atom
_NONE: Mapping[int, bytes] = {}


def tag(
    path: Path,
    edition: Edition,
    cover: bytes | None = None,
    *,
    chapter_pictures: Mapping[int, bytes] = _NONE,
) -> None:
    """Write the tags that a recording's format has, in the place of those in it; see `narrate.episode.id3.tag`.

    Pictures of chapters stand in MP3 alone. OutputError.
    """
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        id3.tag(path, edition, cover, chapter_pictures=chapter_pictures)
        return
    try:
        _WRITERS[suffix](path, edition, cover)
    except OSError as error:
        hint = "check the folder and the space on it"
        raise OutputError(f"{path}: cannot be tagged: {error.strerror}", hint) from error


def _facts(edition: Edition) -> dict[str, str]:
    script = edition.script
    return {
        "title": one_line(script.title) or edition.slug,
        "artist": one_line(script.author or script.site) or "narrate",
        "album": one_line(edition.settings.show or script.site) or "narrate",
        "genre": one_line(edition.settings.genre),
        "date": script.date[:10],
        "description": f"{summary(edition)} {disclosure(script.language)}".strip(),
        "lyrics": spoken_text(edition),
        "url": web_address(script.url),
    }


def _tag_m4a(path: Path, edition: Edition, cover: bytes | None) -> None:
    mp4: Any = import_module("mutagen.mp4")
    names = {
        "title": "\xa9nam",
        "artist": "\xa9ART",
        "album": "\xa9alb",
        "genre": "\xa9gen",
        "date": "\xa9day",
        "description": "desc",
        "lyrics": "\xa9lyr",
    }
    tags: dict[str, Any] = {names[name]: [value] for name, value in _facts(edition).items() if value and name in names}
    if edition.track:
        tags["trkn"] = [(edition.track, 0)]
    if cover:
        tags["covr"] = [mp4.MP4Cover(cover, _PNG if cover[:4] == b"\x89PNG" else _JPEG)]
    file = mp4.MP4(path)
    if file.tags is None:
        file.add_tags()
    file.tags.clear()
    file.tags.update(tags)
    file.save(padding=lambda _: 0)


def _tag_vorbis(path: Path, edition: Edition, cover: bytes | None) -> None:
    mutagen: Any = import_module("mutagen")
    mutagen.File(path).delete()
    file = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    for name, value in (*_facts(edition).items(), *_chapters(edition)):
        if value:
            file[name] = value
    if edition.track:
        file["tracknumber"] = str(edition.track)
    if cover and path.suffix.lower() == ".flac":
        file.clear_pictures()
        file.add_picture(_picture(cover))
    elif cover:
        file["metadata_block_picture"] = base64.b64encode(_picture(cover).write()).decode("ascii")
    file.save(padding=lambda _: 0)


def _chapters(edition: Edition) -> Iterator[tuple[str, str]]:
    """Chapters as players of Vorbis comments know them: https://wiki.xiph.org/Chapter_Extension."""
    for number, chapter in enumerate(edition.chapters, start=1):
        seconds, milliseconds = divmod(chapter.start_ms, 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{milliseconds:03d}"
        yield f"chapter{number:03d}", clock
        yield f"chapter{number:03d}name", one_line(chapter.title)


def _picture(cover: bytes) -> Any:
    flac: Any = import_module("mutagen.flac")
    picture = flac.Picture()
    picture.type = _COVER_FRONT
    picture.mime = "image/png" if cover[:4] == b"\x89PNG" else "image/jpeg"
    picture.desc = "Cover"
    picture.data = cover
    return picture


def _leave_bare(path: Path, edition: Edition, cover: bytes | None) -> None:
    """Tags of WAV are read by few programs, and stop some that expect nothing after the sound."""


_WRITERS: dict[str, Callable[[Path, Edition, bytes | None], None]] = {
    ".m4a": _tag_m4a,
    ".opus": _tag_vorbis,
    ".flac": _tag_vorbis,
    ".wav": _leave_bare,
}
