"""What a person is asked about an unsure line: the lines around it, and who might have said it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.model import Line, Script

_CONTEXT = 2
"""Lines shown on either side: enough to see who is spoken of, few enough for a small terminal."""


@dataclass(frozen=True)
class Question:
    """An unsure line with its neighbours, and the speakers who come into question, best first."""

    index: int
    line: Line
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    candidates: tuple[str, ...]


def unsure(script: Script) -> list[int]:
    """The lines that a person should look at, in order."""
    return [i for i, line in enumerate(script.lines) if line.unsure and not line.skip]


def question(script: Script, index: int) -> Question:
    """What to ask about one line."""
    return Question(
        index,
        script.lines[index],
        script.lines[max(0, index - _CONTEXT) : index],
        script.lines[index + 1 : index + 1 + _CONTEXT],
        tuple(dict.fromkeys(_candidates(script, index))),
    )


def answered(line: Line, speaker: str | None, *, narrator: bool = False) -> Line:
    """The line as somebody's for sure; without a speaker it stays a quotation that nobody could name."""
    if line.kind in ("title", "heading"):
        return replace(line, speaker=speaker, unsure=False)
    return replace(line, kind="narration" if narrator else "quote", speaker=speaker, unsure=False)


def _candidates(script: Script, index: int) -> Iterator[str]:
    line = script.lines[index]
    if line.speaker is not None:
        yield line.speaker
    known = {name: speaker.name for speaker in script.speakers for name in (speaker.name, *speaker.aliases)}
    yield from (known.get(name, name) for name in line.candidates)
    paragraph = [other.text for other in script.lines if other.paragraph == line.paragraph and other is not line]
    for text in (line.evidence, *paragraph):
        for speaker in script.speakers:
            if any(re.search(rf"\b{re.escape(name)}\b", text) for name in (speaker.name, *speaker.aliases)):
                yield speaker.name
    for other in sorted(range(len(script.lines)), key=lambda i: (abs(i - index), i)):
        name = script.lines[other].speaker
        if name is not None:
            yield name
    yield from (speaker.name for speaker in script.speakers)
