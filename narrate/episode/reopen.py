"""edition.json read back, so that a finished episode can be tagged and packed again without speaking it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from narrate.episode.outline import MOST_CHAPTERS
from narrate.episode.record import PEAK_UNIT, SCRIPT_FACTS, AudioFile
from narrate.errors import SourceError
from narrate.model import (
    NARRATOR,
    Chapter,
    Edition,
    EpisodeSettings,
    Gender,
    Line,
    LineKind,
    Removal,
    Script,
    Speaker,
    TimedLine,
    TimedWord,
    digest_of,
)

_Kind = TypeVar("_Kind")
_FOUND_AGAIN = ("not pronounced", "deleted in the script")
"""Reasons of removals that the proof finds by itself, from word times and gaps."""
_HINT = "build the edition again: narrate build script.yaml"
_OF_OTHER_WORDS = "edited"
"""Stands for the digest of the article's words where a record holds only the words that replaced them."""
_LINE_KINDS = ("title", "heading", "narration", "quote")


def read_record(data: bytes, settings: EpisodeSettings, *, where: str = "edition.json") -> Edition:
    """Return the edition that an edition.json describes.

    Title, author, date, site, address and chapters may have been changed by hand; they are taken as they stand.

    Parameters
    ----------
    data : bytes
        Content of edition.json, version 1.
    settings : EpisodeSettings
        Show and genre, which the record does not hold.
    where : str
        The file, for messages.

    Raises
    ------
    SourceError
        No JSON, another version, or a field that is missing or of the wrong kind, with its path.
    """
    record = _opened(data, where)
    audio = record.node("audio")
    lines = tuple(_timed_line(each) for each in record.entries("cues"))
    return Edition(
        script=_script(record, lines),
        lines=lines,
        chapters=_chapters(record),
        settings=settings,
        versions={str(name): str(value) for name, value in record.get("versions", dict).items()},
        peaks=tuple(peak / PEAK_UNIT for peak in record.numbers("peaks")) if "peaks" in record.value else (),
        audio=audio.get("file", str),
        track=record.get("track", int) if "track" in record.value else 0,
        **record.every(str, "slug"),
        **audio.every(int, "duration_ms"),
        **audio.every((int, float), "loudness_lufs", "true_peak_dbtp"),
    )


def read_audio(data: bytes, *, where: str = "edition.json") -> AudioFile:
    """Return the facts of the MP3 as an edition.json has them; tagging again changes its size and hash.

    Raises
    ------
    SourceError
        As `read_record`.
    """
    audio = _opened(data, where).node("audio")
    size = audio.get("bytes", int)
    numbers = audio.every(int, "duration_ms", "sample_rate_hz", "bitrate_kbps", "channels")
    return AudioFile(size=size, **audio.every(str, "file", "sha256"), **numbers)


def _opened(data: bytes, where: str) -> _Node:
    try:
        content = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SourceError(f"{where}: not JSON: {error}", _HINT) from error
    record = _Node(content, where)
    if record.get("version", int) != 1:
        raise SourceError(f"{where}: version: only 1 is known", "use the version of narrate that made it")
    return record


@dataclass(frozen=True)
class _Node:
    """A JSON value and its path, for messages."""

    value: Any
    path: str

    def get(self, key: str, kind: type[_Kind] | tuple[type[_Kind], ...]) -> _Kind:
        found = self.value.get(key) if isinstance(self.value, dict) else None
        if not isinstance(found, kind) or isinstance(found, bool) is not (kind is bool):
            raise SourceError(f"{self.path}: {key}: missing or of the wrong kind", _HINT)
        return found

    def every(self, kind: type[_Kind] | tuple[type[_Kind], ...], *keys: str) -> dict[str, Any]:
        """Return the values of several keys, all of one kind."""
        return {key: self.get(key, kind) for key in keys}

    def node(self, key: str) -> _Node:
        return _Node(cast(Mapping[str, Any], self.get(key, dict)), f"{self.path}: {key}")

    def entries(self, key: str) -> list[_Node]:
        return [_Node(each, f"{self.path}: {key}[{index}]") for index, each in enumerate(self.get(key, list))]

    def numbers(self, key: str | None, count: int | None = None) -> list[int]:
        """Return a list of whole numbers, not negative: the value itself, or the one under a key."""
        found = self.value if key is None else self.get(key, list)
        whole = isinstance(found, list) and all(type(number) is int and number >= 0 for number in found)
        if not whole or (count is not None and len(found) != count):
            raise SourceError(f"{self.path}: {key or 'entry'}: {count or 'only'} whole numbers expected", _HINT)
        return cast("list[int]", found)


def _script(record: _Node, lines: tuple[TimedLine, ...]) -> Script:
    proof = record.node("proof")
    removed = [each for each in record.entries("removed") if each.get("reason", str) not in _FOUND_AGAIN]
    return Script(
        lines=tuple(timed.line for timed in lines),
        speakers=tuple(_speaker(each) for each in record.entries("speakers")),
        removed=tuple(Removal(**each.every(int, "start", "end"), **each.every(str, "reason")) for each in removed),
        removed_texts=tuple(each.get("text", str) for each in removed),
        article_sha256=proof.get("sha256", str),
        article_characters=proof.get("characters", int),
        **record.every(str, *SCRIPT_FACTS),
    )


def _speaker(entry: _Node) -> Speaker:
    gender = entry.get("gender", str)
    return Speaker(
        name=entry.get("name", str),
        aliases=tuple(str(alias) for alias in entry.get("aliases", list)),
        gender=cast(Gender, gender if gender in ("female", "male") else ""),
    )


def _timed_line(cue: _Node) -> TimedLine:
    kind, text = cue.get("kind", str), cue.get("text", str)
    if kind not in _LINE_KINDS:
        raise SourceError(f"{cue.path}: kind: one of {', '.join(_LINE_KINDS)} expected", _HINT)
    start, end = cue.numbers("article", 2)
    label = cue.get("speaker", str)
    line = Line(
        text=text,
        kind=cast(LineKind, kind),
        speaker=None if label in (NARRATOR, "unknown") else label,
        start=start,
        end=end,
        digest=_OF_OTHER_WORDS if cue.get("edited", bool) else digest_of(text),
        **cue.every(int, "paragraph", "level"),
        **cue.every(bool, "unsure"),
    )
    return TimedLine(line, words=_words(cue), **cue.every(str, "voice"), **cue.every(int, "start_ms", "end_ms"))


def _words(cue: _Node) -> tuple[TimedWord, ...]:
    estimated = {each.value for each in cue.entries("estimated")}
    words = []
    for index, each in enumerate(cue.entries("words")):
        start, end, start_ms, end_ms = each.numbers(None, 4)
        words.append(TimedWord(start, end, start_ms, end_ms, estimated=index in estimated))
    return tuple(words)


def _chapters(record: _Node) -> tuple[Chapter, ...]:
    """Return the chapters in order of time; ends follow from starts, so that a start can be changed alone."""
    found = sorted((_chapter(each) for each in record.entries("chapters")), key=lambda chapter: chapter.start_ms)
    duration_ms = record.node("audio").get("duration_ms", int)
    starts = [chapter.start_ms for chapter in found]
    if len(found) > MOST_CHAPTERS:
        raise SourceError(
            f"{record.path}: chapters: {len(found)}, at most {MOST_CHAPTERS} can be tagged", "leave some out"
        )
    if found and (starts[0] != 0 or starts[-1] >= duration_ms or len(set(starts)) != len(starts)):
        raise SourceError(f"{record.path}: chapters: the first starts at 0, all others later, within the audio", _HINT)
    ends = [*starts[1:], duration_ms]
    return tuple(replace(chapter, end_ms=end) for chapter, end in zip(found, ends, strict=False))


def _chapter(entry: _Node) -> Chapter:
    start_ms, title = entry.get("start_ms", int), entry.get("title", str)
    links = {key: entry.get(key, str) for key in ("url", "image") if key in entry.value}
    return Chapter(start_ms, 0, title, **links)
