"""What the key before a line's words says: who speaks, and what kind of line it is."""

from __future__ import annotations

import re

from narrate.model import NARRATOR, Line, LineKind

UNKNOWN = "unknown"
"""The speaker of a quotation that nobody could be found for."""
OVERRIDES = ("voice", "say", "rate", "pause", "skip", "note", "take", "image")
RESERVED = frozenset({NARRATOR, UNKNOWN, "title", "heading", "sound", "speaker", "text", *OVERRIDES})
_HEADING = re.compile(r"(title|heading)(?: ([2-6]))?(\?)?(?: \((.+)\))?", re.S)


def key_of(line: Line) -> str | None:
    """The key of a line, or None where the name itself would be taken for something else."""
    doubt = "?" if line.unsure else ""
    if line.kind in ("title", "heading"):
        level = f" {line.level}" if line.kind == "heading" and line.level != 2 else ""
        return f"{line.kind}{level}{doubt}" + (f" ({line.speaker})" if line.speaker else "")
    if line.kind == "sound":
        return line.kind
    if line.kind == "narration":
        return NARRATOR + doubt
    if line.speaker is None:
        return UNKNOWN + doubt
    if line.speaker.casefold() in RESERVED or line.speaker.endswith("?") or _HEADING.fullmatch(line.speaker):
        return None
    return line.speaker + doubt


def parse_key(key: str) -> tuple[LineKind, str | None, int, bool]:
    """Kind, speaker, heading level and whether a question mark says that somebody should look."""
    if match := _HEADING.fullmatch(key):
        word, level, doubt, speaker = match.groups()
        if word == "title":
            return "title", speaker, 1, bool(doubt)
        return "heading", speaker, int(level or 2), bool(doubt)
    if key == "sound":
        return "sound", None, 0, False
    name, unsure = (key[:-1].rstrip(), True) if key.endswith("?") else (key, False)
    if name == NARRATOR:
        return "narration", None, 0, unsure
    if name == UNKNOWN:
        return "quote", None, 0, unsure
    return "quote", name, 0, unsure
