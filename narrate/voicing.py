"""What engines take and give: the types of the contract that built-in engines and plug-ins use. `model` offers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from narrate.settings import Gender


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """A stretch of displayed text and the spoken words it became. Spans tile both texts in order."""

    start: int  # in the displayed text
    end: int
    spoken_start: int  # in the spoken text
    spoken_end: int
    rule: str = ""  # the rule that changed it; empty: one to one, character for character


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words to say for a displayed text, and the exact map back.

    `text` may hold `[[ipa]]` for engines that take it; the article's own double brackets never reach an engine.
    """

    text: str
    spans: tuple[SpokenSpan, ...]


@dataclass(frozen=True)
class EngineVoice:
    """A voice that an engine offers."""

    id: str
    name: str
    languages: tuple[str, ...]  # BCP 47, lower case, best first
    gender: Gender = ""
    age: str = ""


@dataclass(frozen=True)
class CastVoice:
    """A voice as an engine is asked for it."""

    name: str  # its name in voices.yaml
    engine: str
    id: str  # the engine's own name
    language: str = "en"
    rate: int = 145  # words a minute
    pitch: int = 50  # 0..100
    volume_db: float = 0.0  # applied by the mix, not by the engine
    take: int = 1  # from 2 on: said anew, from another seed where the engine draws random numbers
    stands_in_for: str = ""  # the voice of voices.yaml that should speak and is missing
    effects: tuple[str, ...] = ()  # applied to finished takes, not by the engine


@dataclass(frozen=True, slots=True)
class WordTime:
    """When a word sounds: characters of the spoken text, frames of the recording."""

    start: int
    end: int
    start_frames: int
    end_frames: int


@dataclass(frozen=True)
class Speech:
    """What an engine returns: s16le mono PCM with its sample rate, and word times where it has them."""

    pcm: bytes
    sample_rate_hz: int
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do; the rest of the program asks here and nowhere else."""

    word_times: bool = False
    pitch: bool = False
    ipa: bool = False  # takes [[ipa]] in the text
    parallel: bool = False  # may run in several processes at once
    network: bool = False
    silent: bool = False  # silence is what it makes: its takes are not trimmed, nor refused for being silent
    max_characters: int = 0  # of one call; 0: no limit
    price_per_million: float = 0.0  # characters, in whatever currency the settings mean; 0: it costs nothing
    max_cost: float = 0.0  # of one run, in that currency; 0: no cap
    takes: bool = False  # the same words sound otherwise with another CastVoice.take
    concurrency: int = 0
    """Over 0: the engine mostly waits, for a server. `speak` is called by so many threads of one process at once; the
    crew reads it. 0: one call at a time in each process, and as many processes as there are processors."""


class Engine(Protocol):
    """Words to sound. Built-in engines and plug-ins use nothing else."""

    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...
    def fingerprint(self, voice: CastVoice) -> str:
        """What, besides text and voice settings, decides the sound: versions of library, data and model."""
        ...

    def voices(self) -> Sequence[EngineVoice]: ...
    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Say `text`; the same arguments give the same bytes in every process. VoiceError, EngineError."""
        ...


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    done: int
    total: int
    audio_ms: int = 0
    stage: str = ""


Report = Callable[[Progress], None]
