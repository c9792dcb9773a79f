"""narrate verify: a finished edition is listened to, and what is bad may be said anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate import desk, flow, folder, hearing, script, sound
from narrate.errors import EngineError, ScriptError
from narrate.lookup import engines_of
from narrate.model import Recording, Report, Script, Settings
from narrate.tasks import Job, Stage, Task, TasksFailed
from narrate.workers import Processes, finish

TRIES = 3
"""How often a bad line is said anew at most."""


@dataclass(frozen=True)
class Passage:
    """A line, where it sounds, and the words that should be heard."""

    line: int  # index into Script.lines
    speaker: str
    voice: str
    engine: str
    said: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Verification:
    """What was heard of an edition."""

    home: Path
    ear: str
    verdicts: tuple[hearing.Verdict, ...]
    respoken: tuple[int, ...] = ()  # lines that have another take now
    fixed: tuple[int, ...] = ()  # engines that have no other take: their bad lines

    @property
    def bad(self) -> tuple[hearing.Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.bad)

    def described(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "edition": str(self.home),
            "recogniser": self.ear,
            "voices": [
                {
                    "voice": each.voice,
                    "lines": each.lines,
                    "words": each.words,
                    "word_error": round(each.word_error, 4),
                    "longest_run": each.longest_run,
                    "bad": each.bad,
                }
                for each in hearing.summaries(self.verdicts)
            ],
            "lines": [_row(verdict) for verdict in self.verdicts],
            "respoken": [index + 1 for index in self.respoken],
        }


def _row(verdict: hearing.Verdict) -> dict[str, Any]:
    heard = verdict.heard
    return {
        "line": heard.line + 1,
        "speaker": heard.speaker,
        "voice": heard.voice,
        "words": verdict.words,
        "errors": verdict.errors,
        "longest_run": verdict.longest_run,
        "bad": verdict.bad,
        "said": heard.said,
        "heard": heard.heard,
    }


def verify(
    home: Path,
    settings: Settings,
    ear: hearing.Ear,
    *,
    workers: int | None = None,
    report: Report | None = None,
) -> Verification:
    """Listen to a finished edition.

    Parameters
    ----------
    home : folder of the edition: its recording, edition.json and the script.yaml it was built from
    settings : those it was built with; they decide how its words are said
    ear : the recogniser

    Raises
    ------
    ScriptError
        The script was edited since the edition was built.
    EngineError
        The recogniser is missing, or does not answer.
    SoundError
        The recording cannot be read.
    """
    _, written = _script_of(home, settings)
    ear.check(written.language)
    passages = _passages(home, written, settings)
    return Verification(home, ear.name, _listened(home, written, passages, ear, workers, report))


def respeak(
    checked: Verification,
    settings: Settings,
    ear: hearing.Ear,
    *,
    cache: Path,
    workers: int | None = None,
    report: Report | None = None,
) -> Verification:
    """Have bad lines said anew, from another seed each time, and keep of each line the best take.

    The takes' numbers go into script.yaml, so that every later build gives the same sound. Errors are those of
    `verify` and `flow.perform`.
    """
    home = checked.home
    text, written = _script_of(home, settings)
    able = _with_takes(_passages(home, written, settings), settings)
    first = {line: written.lines[line].take for line in able}
    verdicts, purse = checked.verdicts, sound.Purse()
    takes: dict[int, int] = {}  # as they are in the edition now
    best: dict[int, tuple[int, int, int]] = {}
    # A line may turn out bad only when the others of its voice are better.
    while wanted := _next_takes(verdicts, first, takes):
        best.update(
            {line: score for line, score in _scores(verdicts, first).items() if line in wanted.keys() - best.keys()}
        )
        takes |= wanted
        _performed(home, _retaken(text, home, written, _chosen(best) | takes), settings, cache, workers, report, purse)
        verdicts = _heard_again(home, settings, ear, verdicts, wanted, workers, report)
        best.update(
            {line: min(best[line], score) for line, score in _scores(verdicts, takes).items() if line in wanted}
        )
    chosen = _chosen(best)
    if chosen != takes:
        _performed(home, _retaken(text, home, written, chosen), settings, cache, workers, report, purse)
        verdicts = _heard_again(home, settings, ear, verdicts, chosen, workers, report)
    respoken = tuple(line for line, take in chosen.items() if take != first[line])
    fixed = tuple(verdict.heard.line for verdict in verdicts if verdict.bad and verdict.heard.line not in able)
    return Verification(home, checked.ear, verdicts, respoken, fixed)


def _next_takes(
    verdicts: Sequence[hearing.Verdict], first: Mapping[int, int], takes: Mapping[int, int]
) -> dict[int, int]:
    """The takes that bad lines shall have next; none for lines that have had all their tries."""
    bad = [verdict.heard.line for verdict in verdicts if verdict.bad and verdict.heard.line in first]
    return {line: now + 1 for line in bad if (now := takes.get(line, first[line])) < first[line] + TRIES}


def _scores(verdicts: Sequence[hearing.Verdict], takes: Mapping[int, int]) -> dict[int, tuple[int, int, int]]:
    """Line -> how bad it is, and in which take: the least is the best, the earlier one where two are equal."""
    return {
        verdict.heard.line: (verdict.longest_run, verdict.errors, takes[verdict.heard.line])
        for verdict in verdicts
        if verdict.heard.line in takes
    }


def _retaken(text: str, home: Path, written: Script, takes: Mapping[int, int]) -> str:
    """The script with other takes; a line that keeps its own is left as it stands."""
    changed = {line: take for line, take in takes.items() if take != written.lines[line].take}
    return script.retake(text, str(home / desk.SCRIPT), changed) if changed else text


def _chosen(best: Mapping[int, tuple[int, int, int]]) -> dict[int, int]:
    return {line: take for line, (_, _, take) in best.items()}


def _script_of(home: Path, settings: Settings) -> tuple[str, Script]:
    file = desk.open_script(home / desk.SCRIPT)
    return file.text, desk.load_script(file.text, str(file.path), settings)


def _passages(home: Path, written: Script, settings: Settings) -> list[Passage]:
    cues = _cues(home)
    plan = flow.plan(written, settings)
    said: dict[int, list[str]] = {}
    for utterance in plan.utterances:
        said.setdefault(utterance.line, []).append("" if utterance.bleep_ms else utterance.spoken.text)
    engine_of = {utterance.line: utterance.voice.engine for utterance in plan.utterances}
    if len(cues) != len(said) or any(
        _plain(cue["text"]) != _plain(written.lines[line].text) for cue, line in zip(cues, said, strict=True)
    ):
        hint = f"narrate build {home / desk.SCRIPT}"
        raise ScriptError(f"{home / desk.SCRIPT}: is not the script that this edition was built from", hint)
    return [
        Passage(
            line,
            cue["speaker"],
            cue["voice"],
            engine_of[line],
            " ".join(words),
            int(cue["start_ms"]),
            int(cue["end_ms"]),
        )
        for cue, (line, words) in zip(cues, said.items(), strict=True)
    ]


def _audio(home: Path) -> Path:
    try:
        return home / Path(str(json.loads(folder.read_record(home))["audio"]["file"])).name
    except (ValueError, KeyError, TypeError) as error:
        raise ScriptError(f"{home / folder.EDITION}: is damaged: {error!r}", "build the edition again") from error


def _cues(home: Path) -> Sequence[Mapping[str, Any]]:
    try:
        cues: list[dict[str, Any]] = json.loads(folder.read_record(home))["cues"]
        for cue in cues:
            str(cue["text"]), cue["speaker"], cue["voice"], int(cue["start_ms"]), int(cue["end_ms"])
    except (ValueError, KeyError, TypeError) as error:
        raise ScriptError(f"{home / folder.EDITION}: is damaged: {error!r}", "build the edition again") from error
    return cues


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _listened(
    home: Path,
    written: Script,
    passages: Sequence[Passage],
    ear: hearing.Ear,
    workers: int | None,
    report: Report | None,
) -> tuple[hearing.Verdict, ...]:
    audio = _audio(home)
    with Processes(workers) as pool:
        texts = finish(_listening(audio, passages, ear, written.language), pool, report)
    return hearing.judge(
        hearing.Heard(each.line, each.speaker, each.voice, each.said, text)
        for each, text in zip(passages, texts, strict=True)
    )


def _listening(audio: Path, passages: Sequence[Passage], ear: hearing.Ear, language: str) -> Job[list[str]]:
    tasks = [
        Task(
            hearing.transcript,
            (ear, audio, each.start_ms, each.end_ms, language),
            kind=f"hear {ear.name}",
            audio_ms=each.end_ms - each.start_ms,
            threads=ear.concurrency,
        )
        for each in passages
    ]
    try:
        texts: list[str] = yield Stage("listening", tasks)
    except TasksFailed as failed:
        _, error = failed.faults[0]
        raise error if not isinstance(error, OSError) else EngineError(str(error)) from failed
    return texts


def _heard_again(
    home: Path,
    settings: Settings,
    ear: hearing.Ear,
    verdicts: Sequence[hearing.Verdict],
    lines: Mapping[int, int],
    workers: int | None,
    report: Report | None,
) -> tuple[hearing.Verdict, ...]:
    """Verdicts on the whole edition, of which only some lines are listened to."""
    _, written = _script_of(home, settings)
    passages = [each for each in _passages(home, written, settings) if each.line in lines]
    with Processes(workers) as pool:
        texts = finish(_listening(_audio(home), passages, ear, written.language), pool, report)
    new = {each.line: text for each, text in zip(passages, texts, strict=True)}
    heard = (verdict.heard for verdict in verdicts)
    return hearing.judge(
        hearing.Heard(each.line, each.speaker, each.voice, each.said, new.get(each.line, each.heard)) for each in heard
    )


def _with_takes(passages: Sequence[Passage], settings: Settings) -> set[int]:
    engine_named = engines_of(settings)
    return {each.line for each in passages if engine_named(each.engine).capabilities.takes}


def _performed(
    home: Path,
    text: str,
    settings: Settings,
    cache: Path,
    workers: int | None,
    report: Report | None,
    purse: sound.Purse,
) -> Recording:
    written = desk.load_script(text, str(home / desk.SCRIPT), settings)
    result = flow.perform(
        written, settings, home.parent, cache=cache, script_text=text, workers=workers, report=report, purse=purse
    )
    if result.home.resolve() != home.resolve():
        raise ScriptError(f"{home}: was renamed; its lines were said anew in {result.home}", f"verify {result.home}")
    return result.recording
