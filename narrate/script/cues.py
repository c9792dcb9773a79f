"""Lines that play a sound from a file.

- sound: door.wav
  level: -6            dB against the voices
  pause: 300           milliseconds of silence before it
  under: true          speech goes on over it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from narrate.kinds import Flag, Kind, Real, Text, Whole
from narrate.located import Located, did_you_mean
from narrate.model import Clip, Line

SOUND: Literal["sound"] = "sound"
"""The key of such a line. Files are looked for beside the script."""
KEYS: dict[str, Kind] = {
    "level": Real(-40, 12, "dB against the voices"),
    "fade_in": Whole(0, 60_000, "milliseconds"),
    "fade_out": Whole(0, 60_000, "milliseconds"),
    "under": Flag(),
    "pause": Whole(0, 600_000, "milliseconds"),
    "skip": Flag(),
    "note": Text("for people"),
}
"""Keys below a sound."""


def read_sound(value: Located, rest: Sequence[tuple[str, Located]]) -> Line:
    """A line that plays the file `value`."""
    name = value.text.strip()
    if not name:
        raise value.error("a sound without a file", "write '- sound: door.wav'")
    found = {}
    for key, node in rest:
        if key not in KEYS:
            raise node.error("unknown key of a sound", did_you_mean(key, KEYS) + "; a new line begins with '- '")
        found[key] = KEYS[key](node)
    clip = Clip(
        str(Path(value.origin).parent / name),
        level_db=found.get("level", 0.0),
        fade_in_ms=found.get("fade_in", 0),
        fade_out_ms=found.get("fade_out", 0),
        where=value.place,
    )
    return Line(
        name,
        SOUND,
        pause_ms=found.get("pause"),
        skip=found.get("skip", False),
        note=found.get("note", ""),
        clip=clip,
        under=found.get("under", False),
    )


def facts_of(line: Line) -> Iterator[tuple[str, str]]:
    """Key and value of what is said of the sound itself, as they are written."""
    if line.clip is None:
        return
    if line.clip.level_db:
        yield "level", f"{line.clip.level_db:g}"
    if line.clip.fade_in_ms:
        yield "fade_in", str(line.clip.fade_in_ms)
    if line.clip.fade_out_ms:
        yield "fade_out", str(line.clip.fade_out_ms)
    if line.under:
        yield "under", "true"
