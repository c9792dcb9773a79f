"""Utterances to one finished MP3: speak, mix, encode, assemble. Only what the cache does not hold is made.

This module stays free of numpy: a run that finds everything in the cache reads some hundred small files and is done.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from narrate.errors import SoundError
from narrate.model import CastVoice, Cue, Engine, Progress, Recording, Report, SoundSettings, Utterance, WordTime
from narrate.sound.assembly import assemble
from narrate.sound.cache import Cache, Unusable
from narrate.sound.crew import Crew
from narrate.sound.keys import level_group, mix_key, piece_key, take_key
from narrate.sound.mp3 import layout_of
from narrate.sound.orders import EncodeOrder, MixOrder, Order, Part, SpeakOrder
from narrate.sound.score import Grid, Score, Sound, arrange

_FLOOR_LUFS, _FLOOR_DBTP = -70.0, -96.3  # the absolute gate of BS.1770; one step of 16 bits
_REPAIRS = 3  # times a damaged entry is made again before the disk is given up

Stages = Generator[Sequence[Order], None, Recording]


def record(
    utterances: Sequence[Utterance],
    load_engine: Callable[[str], Engine],
    settings: SoundSettings,
    target: Path,
    *,
    cache: Path,
    end_pause_ms: int = 0,
    workers: int | None = None,
    report: Report | None = None,
) -> Recording:
    """Speak what is not cached, level and join it, and write an MP3 without tags.

    Parameters
    ----------
    utterances : sequence of Utterance
        In order; each names its engine in `voice.engine`.
    load_engine : callable
        Name -> engine; picklable, since worker processes call it too.
    target : Path
        The MP3; it appears whole or not at all.
    cache : Path
        Folder of takes and encoded pieces, shared by all articles and safe to share between processes.
    end_pause_ms : int
        Silence after the last utterance.
    workers : int, optional
        Processes at most; by default as many as the machine has processors, and none where there is little to do.
    report : callable, optional
        Called with a Progress now and then.

    Returns
    -------
    Recording
        `true_peak_dbtp` is that of the mix before encoding. Digital silence has the lowest figures that meters show.

    Raises
    ------
    EngineError, VoiceError
        A line cannot be spoken; its number is in the message. What was spoken stays in the cache.
    SoundError
        Nothing to record, or settings that MP3 does not know.
    OutputError
        The cache or the target cannot be written.
    """
    if not utterances:
        raise SoundError("there is nothing to record", "give at least one line that is spoken")
    with Crew(load_engine, settings, cache, workers, report or _unheard) as crew:
        session = Session(
            utterances,
            lambda voice: crew.engine(voice.engine).fingerprint(voice),
            settings,
            target,
            cache=cache,
            end_pause_ms=end_pause_ms,
        )
        return _drive(session.stages(), crew.carry_out)


def _drive(stages: Stages, carry_out: Callable[[Sequence[Order]], None]) -> Recording:
    """Have the orders of each stage carried out, until the recording stands."""
    try:
        orders = next(stages)
        while True:
            try:
                carry_out(orders)
            except Unusable as unusable:
                orders = stages.throw(unusable)
            else:
                orders = next(stages)
    except StopIteration as finished:
        recording: Recording = finished.value
        return recording


def _unheard(progress: Progress) -> None:
    return None


class Session:
    """One recording in the making: a generator of orders, whoever carries them out.

    `stages` gives lists of orders and is to be resumed when all of a list are done; the next list may depend on them.
    An Unusable that stopped an order is thrown into it: what is missing is made again. Parameters and errors are those
    of `record`; `fingerprint` is the engine's, of a voice.
    """

    def __init__(
        self,
        utterances: Sequence[Utterance],
        fingerprint: Callable[[CastVoice], str],
        settings: SoundSettings,
        target: Path,
        *,
        cache: Path,
        end_pause_ms: int = 0,
    ) -> None:
        if not utterances:
            raise SoundError("there is nothing to record", "give at least one line that is spoken")
        layout = layout_of(settings.sample_rate_hz, settings.bitrate_kbps, settings.channels)
        self.utterances = utterances
        self.settings = settings
        self.target = target
        self.grid = Grid(settings.sample_rate_hz, layout.samples)
        self.cache = Cache(cache)
        self.end_pause_ms = end_pause_ms
        self._fingerprint = fingerprint
        self._spoken = 0

    def stages(self) -> Stages:
        """Orders, a list for each stage; in the end the recording, which then stands at `target`."""
        for attempt in range(_REPAIRS):
            try:
                return (yield from self._attempt())
            except Unusable as unusable:
                # Damaged on the disk, or pruned by another process meanwhile: what is missing is made again.
                if attempt == _REPAIRS - 1:
                    raise SoundError(
                        f"the cache loses what is written to it: {unusable.kind}/{unusable.key} in {self.cache.root}",
                        "check the disk, or give another folder with --cache",
                    ) from unusable
        raise AssertionError("every attempt returns or raises")

    def _attempt(self) -> Stages:
        takes = self._take_keys()
        mix = yield from self._mix(takes)
        score = self._score(takes, mix)
        pieces = yield from self._encode(takes, score)
        peak = assemble(self.target, self.cache, pieces, score.frames, self.settings)
        return Recording(
            cues=tuple(self._cues(takes, mix, score)),
            frames=score.frames,
            sample_rate_hz=self.grid.rate_hz,
            loudness_lufs=_FLOOR_LUFS if mix["lufs"] is None else mix["lufs"],
            true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else _FLOOR_DBTP,
            spoken=self._spoken,
            cached=len(set(takes)) - self._spoken,
        )

    def _take_keys(self) -> list[str]:
        keys = []
        fingerprints: dict[CastVoice, str] = {}
        for utterance in self.utterances:
            voice = utterance.voice
            if utterance.bleep_ms <= 0 and voice not in fingerprints:
                fingerprints[voice] = self._fingerprint(voice)
            keys.append(take_key(utterance, fingerprints.get(voice, "")))
        return keys

    def _mix(self, takes: Sequence[str]) -> Generator[Sequence[Order], None, dict[str, Any]]:
        key = mix_key(takes, self.utterances, self.end_pause_ms, self.settings)
        if not self.cache.has("mixes", key):
            yield from self._speak(set(takes), takes)
            parts = tuple(
                Part(take, level_group(utterance), utterance.pause_ms, utterance.voice.volume_db)
                for take, utterance in zip(takes, self.utterances, strict=True)
            )
            yield [MixOrder(key, parts, self.end_pause_ms)]
        return self.cache.head("mixes", key)

    def _speak(self, needed: set[str], takes: Sequence[str]) -> Generator[Sequence[Order], None, None]:
        """See that the takes of these keys are in the cache; one that several utterances share is spoken once."""
        missing = {key for key in needed if not self.cache.has("takes", key)}
        orders = []
        for key, utterance in zip(takes, self.utterances, strict=True):
            if key in missing:
                missing.remove(key)
                spoken = utterance.spoken.text
                orders.append(SpeakOrder(key, utterance.line, spoken, utterance.voice, utterance.bleep_ms))
        if orders:
            yield orders
            self._spoken += len(orders)

    def _score(self, takes: Sequence[str], mix: dict[str, Any]) -> Score:
        lengths = mix["takes"]
        sounds = []
        for key, gain in zip(takes, mix["gains"], strict=True):
            frames, lead, tail, _ = lengths[key]
            sounds.append(Sound(key, frames, lead, tail, gain))
        pauses = [utterance.pause_ms for utterance in self.utterances]
        return arrange(sounds, pauses, self.end_pause_ms, self.grid)

    def _encode(self, takes: Sequence[str], score: Score) -> Generator[Sequence[Order], None, list[str]]:
        from importlib.metadata import version  # 10 ms that a worker, which imports this module too, need not pay

        encoder = f"lameenc {version('lameenc')}"
        keys = [piece_key(piece, self.grid, self.settings, encoder) for piece in score.pieces]
        missing = {
            key: piece for key, piece in zip(keys, score.pieces, strict=True) if not self.cache.has("pieces", key)
        }
        yield from self._speak({placed.sound.key for piece in missing.values() for placed in piece.placed}, takes)
        if missing:
            # The longest first, so that no worker is left alone with one at the end.
            longest_first = sorted(missing.items(), key=lambda entry: -entry[1].frames)
            yield [EncodeOrder(key, piece, piece.frames * 1000 // self.grid.rate_hz) for key, piece in longest_first]
        return keys

    def _cues(self, takes: Sequence[str], mix: dict[str, Any], score: Score) -> list[Cue]:
        cues = []
        for index, (key, onset) in enumerate(zip(takes, score.onsets, strict=True)):
            frames, _, _, words = mix["takes"][key]
            times = tuple(WordTime(start, end, onset + first, onset + last) for start, end, first, last in words)
            cues.append(Cue(index, onset, onset + frames, times))
        return cues
