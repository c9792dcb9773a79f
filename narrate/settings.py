"""What voices.yaml decides: the types of its sections, with the defaults. `model` offers them to the rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Gender = Literal["female", "male", ""]
Level = Literal["article", "show", "user"]
Style = Literal["per-speaker", "one-quote-voice", "narrator-only"]


@dataclass(frozen=True)
class Voice:
    """A wish for a voice: exact names by engine where wanted, otherwise language, gender and age decide."""

    name: str
    language: str = "en"
    gender: Gender = ""
    age: str = ""  # child | adult | senior
    names: Mapping[str, str] = field(default_factory=dict)  # engine -> its own name for the voice
    engine: str = ""  # empty: the engine of the settings
    rate: int = 145  # words a minute
    pitch: int = 50  # 0..100, 50 is the voice's own
    volume_db: float = 0.0  # relative to the matched level
    effects: tuple[str, ...] = ()  # on what it says for others than the narrator: telephone | room
    where: str = field(default="", compare=False)  # file and line, for messages


@dataclass(frozen=True)
class CastEntry:
    """A speaker that voices.yaml names."""

    speaker: str
    voice: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pauses:
    """Silence in milliseconds, by its reason."""

    start: int = 500
    clause: int = 140  # between pieces of one sentence in the same voice
    sentence: int = 260
    speaker: int = 320  # when another voice takes over within a paragraph
    paragraph: int = 620
    heading: int = 900  # before and after a heading
    title: int = 1100  # after the headline
    end: int = 1000


@dataclass(frozen=True)
class SoundSettings:
    """The finished recording."""

    sample_rate_hz: int = 44100
    channels: int = 1
    bitrate_kbps: int = 96
    placement: int = 0  # of two channels: how far to the sides speakers stand, 0 to 100
    format: Literal["mp3", "m4a", "opus", "flac", "wav"] = "mp3"
    quality: int = 5  # LAME 0..9, lower is slower and better; 5 is the measured balance for speech
    loudness_lufs: float = -16.0  # as heard: a mono file plays on two speakers (dual mono)
    true_peak_dbtp: float = -1.0


@dataclass(frozen=True)
class Clip:
    """A sound from a file, and how it is played."""

    file: str
    level_db: float = 0.0  # against the voices: at 0 it is as loud as they are
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    overlap_ms: int = 0  # of an intro and an outro: how long speech and music sound together
    duck_db: float = 0.0  # so much softer while somebody speaks
    where: str = field(default="", compare=False)  # file and line, for messages


@dataclass(frozen=True)
class MusicSettings:
    """The furniture round the speech; None: there is none."""

    intro: Clip | None = None  # before the first word
    outro: Clip | None = None  # after the last
    bed: Clip | None = None  # under all that is said, repeated as often as needed
    sting: Clip | None = None  # before each section heading


@dataclass(frozen=True)
class ReadingSettings:
    """What of an article is read aloud."""

    captions: Literal["read", "announce", "skip"] = "skip"
    tables: Literal["read", "announce", "skip"] = "announce"
    code: Literal["read", "announce", "skip"] = "skip"
    standfirst: Literal["read", "skip"] = "skip"  # the summary between headline and text
    robots: Literal["feeds", "always", "never"] = "feeds"  # robots.txt: for feeds and schedules, for every address ...


@dataclass(frozen=True)
class DialogueSettings:
    """Which quoted words get a voice of their own."""

    headings: Literal["speaker", "narrator"] = "speaker"  # headings that quote someone
    fragments: Literal["speaker", "narrator"] = "narrator"  # quoted words inside the narrator's sentence
    labels: Literal["first", "always", "never"] = "first"  # "Name:" before an answer: does the narrator say it?
    min_confidence: float = 0.5  # below it the words go to the quote voice, reported as unsure
    review_below: float = 0.7  # below it they keep their speaker, and a person is asked to look


@dataclass(frozen=True)
class Pronunciation:
    """One entry of a pronunciation lexicon."""

    match: tuple[str, ...]
    regex: bool = False
    case: Literal["smart", "exact", "ignore"] = "smart"
    say: str = ""
    ipa: str = ""
    spell: bool = False
    keep: bool = False
    before: str = ""  # regular expression on the words before
    after: str = ""  # regular expression on the words after
    voice: str = ""
    language: str = ""
    first_only: bool = False
    note: str = ""
    where: str = field(default="", compare=False)  # file and line, for messages
    level: Level = field(default="show", compare=False)  # whose entry it is: the article's goes before the show's


@dataclass(frozen=True)
class SpeechSettings:
    """How written text becomes spoken words."""

    profanity: Literal["say", "soften", "bleep", "as-written"] = "say"
    urls: Literal["domain", "skip", "full"] = "domain"
    emoji: Literal["drop", "name"] = "drop"
    pronunciations: tuple[Pronunciation, ...] = ()  # those of an article are laid over them


@dataclass(frozen=True)
class EpisodeSettings:
    """The package round the recording."""

    show: str = ""  # album; empty: the article's site
    genre: str = "Podcast"
    chapters: bool = True
    cover: Literal["draw", "image", "none"] = "draw"  # image: the article's own, or else drawn
    base_url: str = ""  # where the folder of editions stands on the web, ending in a slash; for embed.json
    chapter_images: bool = False  # the article's pictures in the tags, each with its chapter
    disclosure: Literal["start", "end", "none"] = "end"  # where it is said that the voices are synthetic
    intro: str = "none"  # words before the headline: "none", "standard", or a template
    outro: str = "none"  # and after the last line


@dataclass(frozen=True)
class ClusterSettings:
    """Workers on other machines."""

    address: str = ""  # of the Dask scheduler; empty: this machine's processors
    cache: str = ""  # s3://bucket/prefix that all of them share; empty: this machine keeps the takes


@dataclass(frozen=True)
class Settings:
    """voices.yaml, checked."""

    engine: str
    voices: Mapping[str, Voice]
    narrator: str
    quote: str  # for words whose speaker is unsure
    pool: tuple[str, ...]
    fallback: str = ""  # speaks for voices that are missing; empty: a missing voice stops the build
    cast: tuple[CastEntry, ...] = ()
    lexicons: tuple[str, ...] = ()  # files with pronunciations, below those of voices.yaml itself
    engines: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # engine -> its own options
    style: Style = "per-speaker"
    pauses: Pauses = field(default_factory=Pauses)
    sound: SoundSettings = field(default_factory=SoundSettings)
    music: MusicSettings = field(default_factory=MusicSettings)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    dialogue: DialogueSettings = field(default_factory=DialogueSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    episode: EpisodeSettings = field(default_factory=EpisodeSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)
    origin: str = ""  # the file, for messages
