"""What a listener would hear differently in one script than in another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from narrate.model import Line, Script
from narrate.script.cues import facts_of

Change = Literal["added", "removed", "words", "said", "voice", "rate", "pause", "take", "sound", "name"]
_SIMILAR = 0.5


@dataclass(frozen=True)
class Difference:
    """One difference. Lines count from 1; 0: there is none on that side. `before` and `after` are for people."""

    change: Change
    old_line: int
    new_line: int
    speaker: str
    before: str
    after: str

    @property
    def heard(self) -> bool:
        """A name is read in the transcript and not heard."""
        return self.change != "name"


@dataclass(frozen=True)
class _Heard:
    line: Line
    number: int
    voice: str = ""
    said: str = ""

    @property
    def words(self) -> str:
        return self.line.say or self.line.text


def compare(
    old: Script,
    new: Script,
    old_voice: Callable[[Line], str],
    new_voice: Callable[[Line], str],
    old_said: Callable[[Line], str] | None = None,
    new_said: Callable[[Line], str] | None = None,
) -> tuple[Difference, ...]:
    """Differences in order of the new script.

    Parameters
    ----------
    old_voice, new_voice : a line -> the name of the voice that says it
    old_said, new_said : a line -> the words as they are spoken, where pronunciations may differ
    """
    before, after = _heard(old, old_voice, old_said), _heard(new, new_voice, new_said)
    # autojunk stays on: without it a thousand lines "Yes." cost a million steps.
    matcher = difflib.SequenceMatcher(None, [each.words for each in before], [each.words for each in after])
    found: list[Difference] = []
    for tag, i0, i1, j0, j1 in matcher.get_opcodes():
        if tag == "equal":
            pairs: list[tuple[_Heard | None, _Heard | None]] = list(zip(before[i0:i1], after[j0:j1], strict=True))
        else:
            pairs = _paired(before[i0:i1], after[j0:j1])
        for one, other in pairs:
            found.extend(_differences(one, other))
    return tuple(found)


def _heard(script: Script, voice_of: Callable[[Line], str], said: Callable[[Line], str] | None) -> list[_Heard]:
    numbered = [(line, number) for number, line in enumerate(script.lines, 1) if not line.skip]
    return [
        _Heard(line, number)
        if line.kind == "sound"
        else _Heard(line, number, voice_of(line), said(line) if said else "")
        for line, number in numbered
    ]


def _paired(old: Sequence[_Heard], new: Sequence[_Heard]) -> list[tuple[_Heard | None, _Heard | None]]:
    """Changed lines beside what they were; the others alone, in order."""
    pairs: list[tuple[_Heard | None, _Heard | None]] = []
    at = 0
    for other in new:
        like = next((i for i in range(at, len(old)) if _alike(old[i], other)), None)
        if like is None:
            pairs.append((None, other))
            continue
        pairs.extend((gone, None) for gone in old[at:like])
        pairs.append((old[like], other))
        at = like + 1
    return [*pairs, *((gone, None) for gone in old[at:])]


def _alike(one: _Heard, other: _Heard) -> bool:
    old, new = (re.findall(r"\w+", each.words.casefold()) for each in (one, other))
    return difflib.SequenceMatcher(a=old, b=new).ratio() >= _SIMILAR


def _differences(old: _Heard | None, new: _Heard | None) -> Iterator[Difference]:
    if new is None:
        if old is not None:
            yield Difference("removed", old.number, 0, old.line.label, old.words, "")
        return
    if old is None:
        yield Difference("added", 0, new.number, new.line.label, "", new.words)
        return
    kinds: dict[Change, tuple[str, str]] = {
        "words": (old.words, new.words),
        "said": (old.said, new.said) if old.words == new.words else ("", ""),
        "voice": (old.voice, new.voice),
        "rate": (_shown(old.line.rate, "words a minute"), _shown(new.line.rate, "words a minute")),
        "sound": (_shown_sound(old.line), _shown_sound(new.line)),
        "pause": (_shown(old.line.pause_ms, "ms"), _shown(new.line.pause_ms, "ms")),
        "take": (str(old.line.take), str(new.line.take)),
        "name": (old.line.label, new.line.label),
    }
    for change, (before, after) in kinds.items():
        if before != after:
            yield Difference(change, old.number, new.number, new.line.label, before, after)


def _shown_sound(line: Line) -> str:
    return ", ".join(f"{key} {value}" for key, value in facts_of(line)) or "as it is"


def _shown(value: int | None, unit: str) -> str:
    return "as set" if value is None else f"{value} {unit}"
