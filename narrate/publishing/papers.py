"""What players make of an episode's transcript and chapters: faults that a validator of the feed cannot see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_TIME = r"(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_EMPTY_S = 5  # AntennaPod's parser dies of an empty body after a segment of this length


def faults_of(media_type: str, data: bytes) -> list[str]:
    """What is wrong with a WebVTT or JSON transcript or with chapters; of other types nothing is known."""
    kind = media_type.partition(";")[0].strip()
    try:
        if kind == "text/vtt":
            return list(_webvtt(data.decode("utf-8-sig")))
        if kind == "application/json+chapters":
            return list(_chapters(json.loads(data)))
        if kind == "application/json":
            return list(_segments(json.loads(data)))
    except UnicodeDecodeError:
        return ["is not UTF-8"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return [f"is not what its type says ({type(error).__name__})"]
    return []


def _webvtt(text: str) -> Iterator[str]:
    if not re.match(r"WEBVTT(?:[ \t\n\r]|$)", text):
        yield "does not begin with WEBVTT"
    before = 0
    for line in text.splitlines():
        if "-->" not in line:
            continue
        found = _TIMING.fullmatch(line.strip())
        if found is None:
            yield f"has a line of times that cannot be read: '{line[:60]}'"
            return
        start, end = (_milliseconds(found.groups()[at : at + 4]) for at in (0, 4))
        if end <= start or start < before:
            yield f"has a cue that ends before it begins, or begins before the last one: '{line[:60]}'"
            return
        before = start


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _chapters(facts: dict[str, Any]) -> Iterator[str]:
    starts = [float(chapter["startTime"]) for chapter in facts["chapters"]]
    if not facts.get("version"):
        yield "has no version"
    if starts != sorted(set(starts)):
        yield "has chapters that do not follow each other in time"
    if any(not str(chapter.get("title", "")).strip() for chapter in facts["chapters"] if chapter.get("toc", True)):
        yield "has a chapter without a title"


def _segments(facts: dict[str, Any]) -> Iterator[str]:
    segments = facts["segments"]
    if any("endTime" not in segment for segment in segments):
        yield "has a segment without endTime; AntennaPod leaves it out"
    long = [float(segment.get("endTime", 0)) - float(segment.get("startTime", 0)) >= _EMPTY_S for segment in segments]
    empty = [not str(segment.get("body", "")) for segment in segments]
    if any(was_long and is_empty for was_long, is_empty in zip(long, empty[1:], strict=False)):
        yield "has an empty segment after a long one; AntennaPod dies of it"
