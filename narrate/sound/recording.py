"""Utterances to one finished MP3: speak, mix, encode, assemble. Only what the cache does not hold is made.

This module stays free of numpy: a run that finds everything in the cache reads some hundred small files and is done.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.errors import SoundError
from narrate.model import Capabilities, CastVoice, Cue, Engine, Furniture, Recording, SoundSettings, Utterance, WordTime
from narrate.sound.assembly import assemble
from narrate.sound.cache import Cache, Unusable
from narrate.sound.contract import Contract
from narrate.sound.desk import Desk, Hands
from narrate.sound.envelope import envelope
from narrate.sound.formats import encoder_of, refuse_unwritable
from narrate.sound.keys import heard_key, level_group, mix_key, piece_key, take_key
from narrate.sound.layers import Item, Layer, Timeline, layers_of, make_room, spoken_stretches
from narrate.sound.mp3 import layout_of
from narrate.sound.orders import EffectOrder, EncodeOrder, MixOrder, Part, SpeakOrder
from narrate.sound.props import Props
from narrate.sound.purse import Purse
from narrate.sound.score import Grid, Score, Sound, arrange, with_layers
from narrate.sound.upkeep import tend
from narrate.tasks import Job

_FLOOR_LUFS, _FLOOR_DBTP = -70.0, -96.3  # the absolute gate of BS.1770; one step of 16 bits
NO_FURNITURE = Furniture()
_REPAIRS = 3  # times the same entry is made again before the disk is given up


Finish = Callable[[Job[Recording]], Recording]


def record(
    utterances: Sequence[Utterance],
    load_engine: Callable[[str], Engine],
    settings: SoundSettings,
    target: Path,
    *,
    cache: Path,
    finish: Finish,
    end_pause_ms: int = 0,
    furniture: Furniture = NO_FURNITURE,
    purse: Purse | None = None,
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
    finish : callable
        Drives the job: `narrate.workers.finish`, with the workers it should have.
    end_pause_ms : int
        Silence after the last utterance.
    furniture : Furniture
        Music and other sounds from files.
    purse : Purse, optional
        What the run has spent so far, where it makes several recordings.

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
    engines = Engines(load_engine)
    ways = Ways(engines.fingerprint, engines.capabilities, purse or Purse())
    session = Session(utterances, Contract(load_engine, settings, Cache(cache)), ways, target, end_pause_ms, furniture)
    return finish(session.job())


class Engines:
    """The engines as this process knows them: to be asked, not to speak; each made once."""

    def __init__(self, load_engine: Callable[[str], Engine]) -> None:
        self._named = lru_cache(None)(load_engine)

    def fingerprint(self, voice: CastVoice) -> str:
        return self._named(voice.engine).fingerprint(voice)

    def capabilities(self, name: str) -> Capabilities:
        return self._named(name).capabilities


@dataclass(frozen=True)
class Ways:
    """What a session must know of engines that it does not call itself."""

    fingerprint: Callable[[CastVoice], str]
    capabilities: Callable[[str], Capabilities]
    purse: Purse = field(default_factory=Purse)


class Session:
    """One recording in the making, whoever does the work."""

    def __init__(
        self,
        utterances: Sequence[Utterance],
        contract: Contract,
        ways: Ways,
        target: Path,
        end_pause_ms: int = 0,
        furniture: Furniture = NO_FURNITURE,
        hands: Hands | None = None,  # carry out the orders in this process
    ) -> None:
        settings = contract.settings
        if not utterances:
            raise SoundError("there is nothing to record", "give at least one line that is spoken")
        refuse_unwritable(settings)
        layout = layout_of(settings.sample_rate_hz, settings.bitrate_kbps, settings.channels)
        self.utterances = utterances
        self.settings = settings
        self.store = contract.store
        self.target = target
        self.grid = Grid(settings.sample_rate_hz, layout.samples)
        self.end_pause_ms = end_pause_ms
        self._desk = Desk(contract, ways.capabilities, ways.purse, hands)
        self._props = Props(furniture, settings, self.store, self._desk)
        self._fingerprint = ways.fingerprint
        self._dry: list[str] = []
        self._layers: tuple[Layer, ...] = ()
        self._spoken = self._damaged = 0

    def job(self) -> Job[Recording]:
        """Speak, mix, encode; in the end the recording, which then stands at `target`. Errors are those of `record`."""
        repairs: Counter[tuple[str, str]] = Counter()
        while True:
            try:
                return (yield from self._attempt())
            except Unusable as unusable:
                # Damaged on the disk, or pruned by another process meanwhile: what is missing is made again.
                self._damaged += unusable.damaged
                repairs[unusable.kind, unusable.key] += 1
                if repairs[unusable.kind, unusable.key] == _REPAIRS:
                    raise SoundError(
                        f"the cache loses what is written to it: {unusable.kind}/{unusable.key} in {self.store}",
                        "check the disk, or give another folder with --cache",
                    ) from unusable

    def _attempt(self) -> Job[Recording]:
        items = yield from self._props.fetched()
        self._dry = self._take_keys()
        takes = [
            key if utterance.bleep_ms else heard_key(key, utterance.voice.effects)
            for key, utterance in zip(self._dry, self.utterances, strict=True)
        ]
        mix = yield from self._mix(takes, items)
        score = self._score(takes, mix, items)
        pieces = yield from self._encode(takes, score)
        peak = assemble(self.target, self.store, pieces, score.frames, self.settings)
        if isinstance(self.store, Cache):
            tend(self.store.root)
        return Recording(
            cues=tuple(self._cues(takes, mix, score)),
            frames=score.frames,
            sample_rate_hz=self.grid.rate_hz,
            loudness_lufs=_FLOOR_LUFS if mix["lufs"] is None else mix["lufs"],
            true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else _FLOOR_DBTP,
            spoken=self._spoken,
            cached=len(set(takes)) - self._spoken,
            peaks=self._peaks(takes, mix, score),
            damaged=self._damaged,
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

    def _mix(self, takes: Sequence[str], items: tuple[Item, ...]) -> Job[dict[str, Any]]:
        key = mix_key(takes, self.utterances, self.end_pause_ms, self.settings, items)
        if not self.store.has("mixes", key):
            yield from self._speak(set(takes), takes)
            parts = tuple(
                Part(take, level_group(utterance), utterance.pause_ms, utterance.voice.volume_db)
                for take, utterance in zip(takes, self.utterances, strict=True)
            )
            yield from self._desk.have_done("levelling", [MixOrder(key, parts, self.end_pause_ms, items)])
        return self.store.head("mixes", key)

    def _speak(self, needed: set[str], takes: Sequence[str]) -> Job[None]:
        """See that the takes of these keys are in the cache; one that several utterances share is spoken once."""
        missing = {key for key in needed if not self.store.has("takes", key)}
        orders: dict[str, SpeakOrder] = {}
        treated: dict[str, EffectOrder] = {}
        for key, dry, utterance in zip(takes, self._dry, self.utterances, strict=True):
            if key not in missing:
                continue
            if key != dry:
                treated[key] = EffectOrder(key, dry, utterance.voice.effects)
            if key == dry or not self.store.has("takes", dry):
                spoken = utterance.spoken.text
                orders.setdefault(dry, SpeakOrder(dry, utterance.line, spoken, utterance.voice, utterance.bleep_ms))
        self._spoken += yield from self._desk.have_done("speaking", list(orders.values()))
        yield from self._desk.have_done("treating", list(treated.values()))

    def _score(self, takes: Sequence[str], mix: dict[str, Any], items: tuple[Item, ...]) -> Score:
        lengths = mix["takes"]
        sounds = []
        wide = self.settings.channels == 2
        for key, gain, utterance in zip(takes, mix["gains"], self.utterances, strict=True):
            frames, lead, tail, _ = lengths[key]
            sounds.append(Sound(key, frames, lead, tail, gain, utterance.pan if wide else 0))
        pauses = [utterance.pause_ms for utterance in self.utterances]
        if not items:
            return arrange(sounds, pauses, self.end_pause_ms, self.grid)
        roomy, end_ms = make_room(items, pauses, self.end_pause_ms, self.grid.rate_hz)
        score = arrange(sounds, roomy, end_ms, self.grid)
        ends = [onset + sound.frames for onset, sound in zip(score.onsets, sounds, strict=True)]
        time = Timeline(score.onsets, ends, score.frames, pauses, self.end_pause_ms, self.grid.rate_hz)
        self._layers = layers_of(items, mix["music"], time)
        return with_layers(score, self._layers, spoken_stretches(time), self.grid)

    def _encode(self, takes: Sequence[str], score: Score) -> Job[list[str]]:
        encoder = encoder_of(self.settings)
        keys = [piece_key(piece, self.grid, self.settings, encoder) for piece in score.pieces]
        missing = {
            key: piece for key, piece in zip(keys, score.pieces, strict=True) if not self.store.has("pieces", key)
        }
        yield from self._speak({placed.sound.key for piece in missing.values() for placed in piece.placed}, takes)
        # The longest first, so that no worker is left alone with one at the end.
        longest_first = sorted(missing.items(), key=lambda entry: -entry[1].frames)
        rate_hz = self.grid.rate_hz
        orders = [EncodeOrder(key, piece, piece.frames * 1000 // rate_hz) for key, piece in longest_first]
        yield from self._desk.have_done("encoding", orders)
        return keys

    def _peaks(self, takes: Sequence[str], mix: dict[str, Any], score: Score) -> tuple[float, ...]:
        seconds = mix["level_seconds"]
        rate_hz = self.grid.rate_hz
        played = [layer for layer in self._layers if not layer.period]  # a bed is too soft to be seen
        keys = [*takes, *(layer.key for layer in played)]
        gains = [*mix["gains"], *(layer.gain_tenths for layer in played)]
        onsets = [*score.onsets, *(layer.start for layer in played)]
        return envelope(mix["levels"], seconds, keys, gains, onsets, score.frames, rate_hz)

    def _cues(self, takes: Sequence[str], mix: dict[str, Any], score: Score) -> list[Cue]:
        cues = []
        for index, (key, onset) in enumerate(zip(takes, score.onsets, strict=True)):
            frames, _, _, words = mix["takes"][key]
            times = tuple(WordTime(start, end, onset + first, onset + last) for start, end, first, last in words)
            cues.append(Cue(index, onset, onset + frames, times))
        return cues
