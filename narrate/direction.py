"""Lines -> utterances: which sentence is said when, in which voice, after how much silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Protocol

from narrate.cast import Casting
from narrate.model import CastVoice, Clip, Insert, Line, Pauses, Script, Spoken, SpokenSpan, Utterance

BLEEP_MS_A_CHARACTER = 70
"""About what a character takes to say at news pace, so that a bleep lasts as long as the word it hides."""
SHORTEST_BLEEP_MS = 200
LONGEST_CALL = 2000
"""Characters of one call where an engine sets no limit: what is longer is a list, or no sentence at all, and a whole
book in one call would fill memory and keep one processor busy while the others wait."""
_BREATH = LONGEST_CALL // 2
"""Characters after which a voice pauses as after a sentence, whatever ends them."""
_CLOSING = "\"'”’»)]"
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")


class Verbalizer(Protocol):
    """Written text to spoken words; the speech room's class of this name."""

    def say(self, text: str, voice: str = "") -> Spoken: ...
    def utterances(
        self, text: str, voice: str = "", max_characters: int = 0
    ) -> tuple[tuple[int, int, Spoken | None], ...]: ...


@dataclass(frozen=True)
class Direction:
    """What it takes to direct a script: the cast, its engines' voices, and the words to say."""

    casting: Casting
    voice_named: Callable[[str], CastVoice]
    max_characters: Callable[[str], int]  # of one call of an engine, by its name
    verbalizer: Verbalizer
    pauses: Pauses
    pans: Mapping[str, int] = field(default_factory=dict)  # speaker -> -100 (left) to 100; others in the middle


_PLACES = (-1.0, 1.0, -0.5, 0.5, -0.75, 0.75, -0.25, 0.25)
"""Of the way to the sides, one speaker after the other: the first two, who talk most, stand furthest apart."""


def places_of(script: Script, placement: int) -> dict[str, int]:
    """Where each speaker stands between left and right, in the order of the cast."""
    names = [speaker.name for speaker in script.speakers] if placement else []
    return {name: round(placement * place) for name, place in zip(names, cycle(_PLACES), strict=False)}


def utter(script: Script, direction: Direction) -> Iterator[Utterance]:
    """Every sentence to say, in order, with its voice and the silence before it."""
    before: tuple[Line, CastVoice] | None = None
    for i, line in enumerate(script.lines):
        if line.skip or line.kind == "sound":
            continue
        name = direction.casting.voice_of(line)
        voice = direction.voice_named(name)
        if line.rate is not None:
            voice = replace(voice, rate=line.rate)
        if line.take != 1:
            voice = replace(voice, take=line.take)
        if line.speaker is None and line.kind != "quote":
            voice = replace(voice, effects=())
        pan = direction.pans.get(line.speaker or "", 0)
        pause_ms = pause_before(line, voice, before, direction.pauses)
        most = direction.max_characters(voice.engine) or LONGEST_CALL
        for start, end, spoken in _sentences(line, name, most, direction.verbalizer):
            if spoken is None:
                yield Utterance(i, start, end, _silent(end - start), voice, pause_ms, _bleep_ms(end - start), pan)
                pause_ms = 0
                continue
            yield Utterance(i, start, end, spoken, voice, pause_ms, pan=pan)
            long = end - start > _BREATH
            pause_ms = direction.pauses.sentence if long else pause_after(line.text[start:end], direction.pauses)
        before = line, voice


def inserts_of(
    script: Script, utterances: Sequence[Utterance], sting: Clip | None, pauses: Pauses
) -> tuple[Insert, ...]:
    """The sounds between or under utterances, in order: those of the script, and a sting before each section."""
    firsts: dict[int, int] = {}
    for index, utterance in enumerate(utterances):
        firsts.setdefault(utterance.line, index)
    inserts = []
    following = len(utterances)
    for i, line in reversed(list(enumerate(script.lines))):
        following = firsts.get(i, following)
        if line.clip is not None and not line.skip:
            pause_ms = line.pause_ms if line.pause_ms is not None else 0 if line.under else pauses.paragraph
            inserts.append(Insert(line.clip, following, pause_ms, line.under))
        elif sting is not None and i in firsts and _opens_section(script.lines, i):
            inserts.append(Insert(sting, following, pauses.heading))
    return tuple(reversed(inserts))


def _opens_section(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a heading, and the first of the lines that make up one that quotes somebody."""
    line = lines[index]
    before = lines[index - 1] if index else None
    together = before is not None and before.kind == "heading" and before.paragraph == line.paragraph
    return line.kind == "heading" and not together


def pause_before(line: Line, voice: CastVoice, before: tuple[Line, CastVoice] | None, pauses: Pauses) -> int:
    """The silence before a line, by its reason; where several hold, the longest."""
    if line.pause_ms is not None:
        return line.pause_ms
    if before is None:
        return pauses.start
    last, last_voice = before
    if line.paragraph == last.paragraph:
        if last_voice.id != voice.id:
            return pauses.speaker
        return pause_after(last.text, pauses)
    kinds = {last.kind, line.kind}
    reasons = [pauses.paragraph]
    if "title" in kinds:
        reasons.append(pauses.title)
    if "heading" in kinds:
        reasons.append(pauses.heading)
    return max(reasons)


def pause_after(words: str, pauses: Pauses) -> int:
    """The silence after words that the same voice goes on from, by the punctuation that ends them."""
    ended = words.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
    return pauses.sentence if ended else pauses.clause


def _sentences(
    line: Line, voice: str, max_characters: int, verbalizer: Verbalizer
) -> Iterator[tuple[int, int, Spoken | None]]:
    if line.say:
        spoken = verbalizer.say(line.say, voice)
        spans = (SpokenSpan(0, len(line.text), 0, len(spoken.text), "say"),)
        yield 0, len(line.text), Spoken(spoken.text, spans)
        return
    for start, end, sentence in verbalizer.utterances(line.text, voice, max_characters):
        if sentence is None or any(map(str.isalnum, sentence.text)):
            yield start, end, sentence


def _silent(characters: int) -> Spoken:
    return Spoken("", (SpokenSpan(0, characters, 0, 0, "bleep"),))


def _bleep_ms(characters: int) -> int:
    return max(SHORTEST_BLEEP_MS, BLEEP_MS_A_CHARACTER * characters)
