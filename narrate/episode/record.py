"""edition.json: what is known of a finished edition, for publishing and for people."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, overload

from narrate.episode.languages import disclosure
from narrate.episode.proof import prove, removals
from narrate.episode.timing import word_spans
from narrate.episode.wording import one_line, opening, sound_text, web_address
from narrate.model import NARRATOR, Chapter, Edition, TimedLine

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".yaml": "application/yaml",
    ".xml": "application/rss+xml",
}
SCRIPT_FACTS = ("title", "author", "date", "language", "site", "url", "image")
"""What edition.json repeats of the script, under the same names."""
PEAK_UNIT = 1000
"""Full scale of a peak in edition.json."""
_SUMMARY_CHARACTERS = 320
_NUMBERS = re.compile(rb"\[\n\s*([-\d,\s]*?)\n\s*\]")
_TILE = re.compile(rb'\[\n\s*(\d+),\n\s*(\d+),\n\s*("(?:cue|removed) \d+"|"white space")\n\s*\]')


@dataclass(frozen=True)
class AudioFile:
    """The finished, tagged MP3."""

    file: str
    size: int  # bytes
    sha256: str
    duration_ms: int
    sample_rate_hz: int
    bitrate_kbps: int
    channels: int

    @classmethod
    def of(
        cls, file: str, data: bytes, duration_ms: int, *, sample_rate_hz: int, bitrate_kbps: int, channels: int
    ) -> AudioFile:
        """Return the facts of MP3 bytes."""
        digest = hashlib.sha256(data).hexdigest()
        return cls(file, len(data), digest, duration_ms, sample_rate_hz, bitrate_kbps, channels)


@dataclass(frozen=True, eq=False)
class Cues(Sequence[dict[str, Any]]):
    """The cues of edition.json, each made when it is asked for: all at once, those of ten hours take 20 MB."""

    lines: Sequence[TimedLine]

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | Sequence[dict[str, Any]]:
        return Cues(self.lines[index]) if isinstance(index, slice) else _cue(self.lines[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def describe(edition: Edition, audio: AudioFile, files: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Return the content of edition.json, version 1.

    Parameters
    ----------
    edition : Edition
    audio : AudioFile
    files : Mapping[str, bytes] or None
        The files beside the MP3, as `package` returns them.

    Raises
    ------
    ScriptError
        A character of the article is neither spoken, removed with a reason, nor white space: see `prove`.
    """
    script = edition.script
    return {
        "version": 1,
        "slug": edition.slug,
        **{name: one_line(getattr(script, name)) for name in SCRIPT_FACTS},
        "url": web_address(script.url),
        "image": web_address(script.image),
        "summary": summary(edition),
        "disclosure": disclosure(script.language),
        "audio": _audio(edition, audio),
        "files": {name: _file(name, data) for name, data in (files or {}).items()},
        "speakers": _speakers(edition),
        "chapters": [_chapter(each) for each in edition.chapters],
        "cues": Cues(edition.lines),
        "removed": [
            {"start": each.start, "end": each.end, "text": each.text, "reason": each.reason}
            for each in removals(script, edition.lines)
        ],
        "proof": prove(script, edition.lines),
        "versions": dict(edition.versions),
        "track": edition.track,
        "peaks": [round(peak * PEAK_UNIT) for peak in edition.peaks],
    }


def dump_json(content: Mapping[str, Any]) -> bytes:
    """Return UTF-8 JSON with short lists of numbers and tiles on one line each.

    A list at the top is written item by item: the lines of a ten-hour edition, encoded at once, take 50 MB.
    """
    made = BytesIO(b"{")
    made.seek(1)
    for number, (key, value) in enumerate(content.items()):
        made.write((b",\n " if number else b"\n ") + _encoded(key, b"") + b": ")
        if isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
            for index, item in enumerate(value):
                made.write((b",\n  " if index else b"[\n  ") + _encoded(item, b"  "))
            made.write(b"\n ]")
        else:
            made.write(_encoded(value, b" "))
    made.write(b"\n}\n")
    return made.getvalue()


def _encoded(value: Any, indent: bytes) -> bytes:
    data = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    # A line break inside a JSON string is written \n, so these patterns match structure only.
    data = _NUMBERS.sub(lambda match: b"[" + b" ".join(match.group(1).split()) + b"]", data)
    return _TILE.sub(rb"[\1, \2, \3]", data).replace(b"\n", b"\n" + indent)


def summary(edition: Edition) -> str:
    """Return the opening of the article, whole sentences where they fit."""
    texts: list[str] = []
    paragraph = None
    for timed in edition.lines:
        if timed.line.kind in ("title", "heading") or paragraph not in (None, timed.line.paragraph):
            if texts:
                break
            continue
        paragraph = timed.line.paragraph
        texts.append(timed.line.text)
    return opening(" ".join(texts), _SUMMARY_CHARACTERS)


def media_type(name: str) -> str:
    """Return the MIME type of a file of an edition, exactly as podcast apps compare it."""
    if name.endswith("chapters.json"):
        return "application/json+chapters"
    suffix = "." + name.rpartition(".")[2].lower()
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


def _audio(edition: Edition, audio: AudioFile) -> dict[str, Any]:
    return {
        "file": audio.file,
        "type": media_type(audio.file),
        "bytes": audio.size,
        "sha256": audio.sha256,
        "duration_ms": audio.duration_ms,
        "sample_rate_hz": audio.sample_rate_hz,
        "bitrate_kbps": audio.bitrate_kbps,
        "channels": audio.channels,
        "loudness_lufs": round(edition.loudness_lufs, 2),
        "true_peak_dbtp": round(edition.true_peak_dbtp, 2),
    }


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"type": media_type(name), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    links = {"url": web_address(chapter.url), "image": one_line(chapter.image)}
    known = {key: value for key, value in links.items() if value}
    return {"start_ms": chapter.start_ms, "end_ms": chapter.end_ms, "title": one_line(chapter.title), **known}


def _speakers(edition: Edition) -> list[dict[str, Any]]:
    """Return who is heard, the narrator first, the others as they come in."""
    known = {speaker.name: speaker for speaker in edition.script.speakers}
    labels = dict.fromkeys(timed.line.label for timed in edition.lines)
    order = sorted(labels, key=lambda label: label != NARRATOR)
    rows = []
    for label in order:
        heard = [timed for timed in edition.lines if timed.line.label == label]
        person = known.get(label)
        rows.append(
            {
                "name": label,
                "aliases": list(person.aliases) if person else [],
                "gender": person.gender if person else "",
                "voice": heard[0].voice,
                "lines": len(heard),
                "words": sum(len(word_spans(timed.line.text)) for timed in heard),
                "ms": sum(timed.end_ms - timed.start_ms for timed in heard),
            }
        )
    return rows


def _cue(timed: TimedLine) -> dict[str, Any]:
    line = timed.line
    return {
        "start_ms": timed.start_ms,
        "end_ms": timed.end_ms,
        "kind": line.kind,
        "speaker": line.label,
        "voice": timed.voice,
        "paragraph": line.paragraph,
        "level": line.level,
        "article": [line.start, line.end],
        "text": sound_text(line.text),
        "edited": line.edited,
        "unsure": line.unsure,
        "estimated": [number for number, word in enumerate(timed.words) if word.estimated],
        "words": [[word.start, word.end, word.start_ms, word.end_ms] for word in timed.words],
    }
