"""report.json: what a build made each line from, and why it spoke a line again.

The record of the last build stands in the edition folder; it is compared with what the next one is about to say.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narrate.cast import Casting
from narrate.model import CastVoice, Edition, Line, Recording, Script, Utterance, digest_of

REPORT = "report.json"
NEW = "new line"
LOST = "not in the cache any more"


@dataclass(frozen=True)
class Source:
    """What decides how one line sounds."""

    text: str  # as displayed
    speaker: str
    voice: str  # its name in voices.yaml
    engine: str
    id: str  # the engine's own name for the voice
    language: str
    rate: int
    pitch: int
    words: str  # digest of the spoken words
    fingerprint: str  # digest of the engine's: versions of library, data and model
    take: int = 1
    stands_in_for: str = ""  # the voice that should speak and is missing


@dataclass(frozen=True)
class Provenance:
    """Where an edition comes from, so that the next run knows whether there is anything to do."""

    origin: str = ""
    source: str = ""  # digest of the source's content; empty: not known
    article: str = ""  # digest of the article's text
    made_from: str = ""  # digest of all that decides the edition: source, settings, version of narrate


@dataclass(frozen=True)
class Again:
    """A line that had to be spoken, and why."""

    line: int  # index into Script.lines
    reason: str


def sources_of(
    written: Script, utterances: Sequence[Utterance], casting: Casting, fingerprint: Callable[[CastVoice], str]
) -> dict[int, Source]:
    """What every line that is spoken is made from, by its index in the script."""
    parts: dict[int, list[Utterance]] = {}
    for utterance in utterances:
        parts.setdefault(utterance.line, []).append(utterance)
    return {
        index: _source(written.lines[index], spoken, casting, digest_of(fingerprint(spoken[0].voice)))
        for index, spoken in parts.items()
    }


def _source(line: Line, spoken: Sequence[Utterance], casting: Casting, fingerprint: str) -> Source:
    voice = spoken[0].voice
    words = digest_of("\0".join(f"{utterance.spoken.text}{utterance.bleep_ms}" for utterance in spoken))
    name = voice.name if voice.stands_in_for else casting.voice_of(line)
    facts = (voice.engine, voice.id, voice.language, voice.rate, voice.pitch)
    return Source(line.text, line.label, name, *facts, words, fingerprint, voice.take, voice.stands_in_for)


def read(home: Path) -> tuple[Source, ...] | None:
    """What the last build in this edition folder spoke its lines from; None where no record can be read."""
    try:
        content = json.loads((home / REPORT).read_text(encoding="utf-8"))
        rows = [{key: row[key] for key in Source.__dataclass_fields__ if key in row} for row in content["lines"]]
        return tuple(Source(**row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def provenance(home: Path) -> Provenance:
    """Where the edition in this folder comes from, as far as its record tells."""
    try:
        content = json.loads((home / REPORT).read_text(encoding="utf-8"))["provenance"]
        return Provenance(**{key: str(content[key]) for key in Provenance.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        return Provenance()


def why(sources: Mapping[int, Source], before: Sequence[Source] | None, spoken: frozenset[int]) -> tuple[Again, ...]:
    """Why each line of `spoken` is not the recording of the last build; nothing where there was none."""
    if before is None:
        return ()
    order = list(sources)
    pairs = dict(_pairs([sources[index].text for index in order], [source.text for source in before]))
    return tuple(
        Again(index, _reason(sources[index], before[pairs[at]] if at in pairs else None))
        for at, index in enumerate(order)
        if index in spoken
    )


def _pairs(new: Sequence[str], old: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which line was which: those of the same words first, between them in order."""
    for _, i0, i1, j0, j1 in difflib.SequenceMatcher(None, new, old).get_opcodes():
        yield from zip(range(i0, i1), range(j0, j1), strict=False)


def _reason(now: Source, before: Source | None) -> str:
    if before is None:
        return NEW
    if now.text != before.text:
        return "other words"
    if (now.engine, now.id, now.language) != (before.engine, before.id, before.language):
        names = f"{before.voice} → {now.voice}"
        return f"another voice: {names if now.voice != before.voice else f'{before.id} → {now.id}'}"
    if now.rate != before.rate:
        return f"another rate: {before.rate} → {now.rate} words a minute"
    if now.pitch != before.pitch:
        return f"another pitch: {before.pitch} → {now.pitch}"
    if now.take != before.take:
        return f"another take: {before.take} → {now.take}"
    if now.words != before.words:
        return "said otherwise: pronunciations or 'say' changed"
    return "the engine changed" if now.fingerprint != before.fingerprint else LOST


def describe(
    edition: Edition,
    recording: Recording,
    casting: Casting,
    sources: Mapping[int, Source],
    again: Sequence[Again],
    spoken: frozenset[int],
    provenance: Provenance,
    stand_ins: Sequence[str] = (),
) -> dict[str, Any]:
    """The content of report.json, version 1."""
    reasons = {each.line: each.reason for each in again}
    rows = []
    for (index, source), timed in zip(sources.items(), edition.lines, strict=True):
        state = "spoken" if index in spoken else "cached"
        seconds = (timed.end_ms - timed.start_ms) / 1000
        facts = {"line": index + 1, "seconds": seconds, "from": state, "why": reasons.get(index, "")}
        rows.append({**facts, **asdict(source)})
    return {
        "version": 1,
        "slug": edition.slug,
        "provenance": asdict(provenance),
        "seconds": edition.duration_ms / 1000,
        "loudness_lufs": _measured(recording.loudness_lufs),
        "true_peak_dbtp": _measured(recording.true_peak_dbtp),
        "takes": {"spoken": recording.spoken, "cached": recording.cached},
        "speakers": dict(casting.speakers),
        "warnings": [*_warnings(edition.script, casting), *stand_ins],
        "versions": dict(edition.versions),
        "lines": rows,
    }


def stand_ins(sources: Mapping[int, Source], missing: Mapping[str, str]) -> tuple[str, ...]:
    """For each voice that is missing (name -> why): which voice spoke which lines in its place."""
    lines: dict[tuple[str, str], list[str]] = {}
    for index, source in sources.items():
        if source.stands_in_for:
            lines.setdefault((source.stands_in_for, source.voice), []).append(str(index + 1))
    return tuple(
        f"the voice {wanted} is missing, {voice} speaks line{'s' * (len(numbers) > 1)} {', '.join(numbers)}: "
        f"{missing.get(wanted, '')}"
        for (wanted, voice), numbers in lines.items()
    )


def _measured(level: float) -> float | None:
    """Silence has no level, and JSON has no infinity."""
    return round(level, 2) if math.isfinite(level) else None


def _warnings(written: Script, casting: Casting) -> Iterator[str]:
    yield from written.warnings
    unsure = [str(index + 1) for index, line in enumerate(written.lines) if line.unsure and not line.skip]
    if unsure:
        yield f"unsure speakers: lines {', '.join(unsure)}"
    if casting.shared:
        yield f"share a voice with somebody else: {', '.join(casting.shared)}"
