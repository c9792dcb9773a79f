"""ID3v2.3 tags: written by mutagen, chapters put in time order, the same bytes for the same edition."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from narrate.episode.captions import spoken_text
from narrate.episode.languages import disclosure, three_letters
from narrate.episode.outline import MOST_CHAPTERS, chapter_address
from narrate.episode.record import summary
from narrate.episode.wording import one_line, web_address
from narrate.episode.words import words_of
from narrate.errors import OutputError
from narrate.model import Chapter, Edition

_UTF16 = 1  # ID3v2.3 knows latin-1 and UTF-16 only
_NO_OFFSET = 0xFFFFFFFF  # a chapter is found by its time, not by its byte
_DATE = re.compile(r"(\d{4})(-\d\d(-\d\d)?)?")
_HEADER_BYTES = 10
_ID3V1_BYTES = 128
_CHUNK_BYTES = 1 << 20
_NONE: Mapping[int, bytes] = {}


def tag(
    mp3: Path,
    edition: Edition,
    cover: bytes | None = None,
    *,
    chapter_pictures: Mapping[int, bytes] = _NONE,
) -> None:
    """Write ID3v2.3 tags into an MP3, in the place of those it has.

    Version 2.3, because Apple Podcasts loses chapters whose titles pass about 51 characters in version 2.4. The bytes
    depend on the arguments alone: no padding, no date of today.

    Parameters
    ----------
    mp3 : Path
        Replaced by its tagged copy, which stands beside it until it is whole; of any length, it never fills memory.
    edition : Edition
    cover : bytes or None
        JPEG or PNG.
    chapter_pictures : Mapping[int, bytes]
        JPEG or PNG by the chapter's index.

    Raises
    ------
    OutputError
        A file that cannot be read or written.
    """
    copy = mp3.with_name(f"{mp3.name}.tagged")
    try:
        with mp3.open("rb") as untagged, copy.open("wb") as tagged:
            start, end = audio_between_tags(untagged)
            tagged.write(tag_bytes(edition, cover, chapter_pictures))
            _copy(untagged, start, end, tagged)
        copy.replace(mp3)
    except OSError as error:
        raise OutputError(
            f"{mp3}: cannot be tagged: {error.strerror}", "check the folder and the space on it"
        ) from error


def tag_bytes(
    edition: Edition,
    cover: bytes | None = None,
    chapter_pictures: Mapping[int, bytes] = _NONE,
) -> bytes:
    """Return the whole ID3v2.3 tag of an edition."""
    tags = _mutagen().ID3()
    for frame in (*_text_frames(edition), *_comment_frames(edition), *_chapter_frames(edition, chapter_pictures)):
        tags.add(frame)
    if edition.track:
        tags.add(_mutagen().TRCK(encoding=_UTF16, text=[str(edition.track)]))
    if cover:
        tags.add(_picture(cover))
    return in_time_order(_saved(tags))


def audio_between_tags(mp3: BinaryIO) -> tuple[int, int]:
    """Return where the frames of an MP3 start and end: after its ID3v2 tags, before an ID3v1 tag."""
    end = mp3.seek(0, SEEK_END)
    mp3.seek(max(0, end - _ID3V1_BYTES))
    if mp3.read(3) == b"TAG" and end >= _ID3V1_BYTES:
        end -= _ID3V1_BYTES
    start = 0
    while True:
        mp3.seek(start)
        header = mp3.read(_HEADER_BYTES)
        if header[:3] != b"ID3" or len(header) < _HEADER_BYTES:
            return min(start, end), end
        footer = _HEADER_BYTES if header[5] & 0x10 else 0
        start += _HEADER_BYTES + _syncsafe(header[6:10]) + footer


def _copy(source: BinaryIO, start: int, end: int, target: BinaryIO) -> None:
    source.seek(start)
    left = end - start
    while chunk := source.read(min(left, _CHUNK_BYTES)):
        target.write(chunk)
        left -= len(chunk)


def in_time_order(tag: bytes) -> bytes:
    """Return an ID3v2.3 tag with its chapters by start time and its picture last, length unchanged.

    mutagen sorts frames of a kind by size, so that a short "Sign-off" comes before a long introduction; players that
    trust the order of the file, ffmpeg's among them, then show chapters in the wrong order.
    """
    body = tag[_HEADER_BYTES:]
    frames: list[bytes] = []
    at = 0
    while at + _HEADER_BYTES <= len(body) and body[at] != 0:
        size = _HEADER_BYTES + int.from_bytes(body[at + 4 : at + 8], "big")
        frames.append(body[at : at + size])
        at += size
    frames.sort(key=_place)
    return tag[:_HEADER_BYTES] + b"".join(frames) + body[at:]


def _place(frame: bytes) -> tuple[int, int]:
    kind = frame[:4]
    if kind == b"CHAP":
        start = frame.index(0, _HEADER_BYTES) + 1
        return 2, int(struct.unpack(">I", frame[start : start + 4])[0])
    return {b"CTOC": 1, b"APIC": 3}.get(kind, 0), 0


def _syncsafe(size: bytes) -> int:
    return size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]


def _mutagen() -> Any:
    """Return mutagen's ID3 module: imported late, and Any because its constructors carry no types."""
    from mutagen import id3

    return id3


def _saved(tags: Any) -> bytes:
    buffer = BytesIO()
    tags.update_to_v23()  # without it TDRC stays in a v2.3 tag, which exiftool -validate flags
    tags.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()


def _text_frames(edition: Edition) -> list[Any]:
    id3 = _mutagen()
    script = edition.script
    date = _DATE.match(script.date)
    version = edition.versions.get("narrate", "")
    texts = {
        id3.TIT2: one_line(script.title) or edition.slug,
        id3.TPE1: one_line(script.author or script.site) or "narrate",
        id3.TALB: one_line(edition.settings.show or script.site) or "narrate",
        id3.TCON: one_line(edition.settings.genre),
        id3.TDRC: date.group() if date else "",
        id3.TLAN: three_letters(script.language),
        id3.TLEN: str(edition.duration_ms),
        id3.TSSE: f"narrate {version}".strip(),
    }
    frames: list[Any] = [kind(encoding=_UTF16, text=[text]) for kind, text in texts.items() if text]
    url = web_address(script.url)
    if url:
        frames += [id3.WOAF(url=url), id3.WXXX(encoding=_UTF16, desc="Article", url=url)]
    return frames


def _comment_frames(edition: Edition) -> list[Any]:
    id3 = _mutagen()
    language = three_letters(edition.script.language)
    notice = disclosure(edition.script.language)
    comment = f"{summary(edition)} {notice}".strip()
    return [
        id3.COMM(encoding=_UTF16, lang=language, desc="", text=[comment]),
        id3.USLT(encoding=_UTF16, lang=language, desc="", text=spoken_text(edition)),
        id3.TXXX(encoding=_UTF16, desc="ai-content", text=["true"]),
        id3.TXXX(encoding=_UTF16, desc="synthetic voices", text=[notice]),
    ]


def _chapter_frames(edition: Edition, pictures: Mapping[int, bytes]) -> list[Any]:
    if not edition.chapters:
        return []
    if len(edition.chapters) > MOST_CHAPTERS:
        raise OutputError(f"{len(edition.chapters)} chapters: a tag holds {MOST_CHAPTERS}", "leave some out")
    id3 = _mutagen()
    names = [f"chp{index}" for index in range(len(edition.chapters))]
    frames: list[Any] = [
        id3.CTOC(
            element_id="toc",
            flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,  # Apple Podcasts needs the top-level flag
            child_element_ids=names,
            sub_frames=[id3.TIT2(encoding=_UTF16, text=[words_of(edition.script.language)["contents"]])],
        )
    ]
    for index, (name, chapter) in enumerate(zip(names, edition.chapters, strict=True)):
        shown = [_picture(pictures[index], chapter.title)] if index in pictures else []
        frames.append(
            id3.CHAP(
                element_id=name,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=_chapter_facts(edition, chapter) + shown,
            )
        )
    return frames


def _chapter_facts(edition: Edition, chapter: Chapter) -> list[Any]:
    id3 = _mutagen()
    facts = [id3.TIT2(encoding=_UTF16, text=[one_line(chapter.title)])]
    address = chapter_address(edition.script, chapter)
    if address:
        facts.append(id3.WXXX(encoding=_UTF16, desc="Article", url=address))
    return facts


def _picture(data: bytes, chapter: str | None = None) -> Any:
    """Return the cover's frame, or that of a chapter: of type "other", or players take it for the cover."""
    id3 = _mutagen()
    media_type = "image/png" if data[:4] == b"\x89PNG" else "image/jpeg"
    if chapter is None:
        return id3.APIC(encoding=0, mime=media_type, type=id3.PictureType.COVER_FRONT, desc="Cover", data=data)
    return id3.APIC(encoding=_UTF16, mime=media_type, type=id3.PictureType.OTHER, desc=one_line(chapter), data=data)
