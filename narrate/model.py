"""Every type that passes between rooms: frozen dataclasses, no behaviour beyond small properties.

Offsets are half-open Python string indices into one clean text, `Article.text`. Times are integer milliseconds
(`_ms`) at the edges and integer frames (`_frames`) inside the sound room; never float seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from narrate.settings import (
    CastEntry as CastEntry,
    Clip as Clip,
    DialogueSettings as DialogueSettings,
    EpisodeSettings as EpisodeSettings,
    Gender as Gender,
    MusicSettings as MusicSettings,
    Pauses as Pauses,
    Pronunciation as Pronunciation,
    ReadingSettings as ReadingSettings,
    Settings as Settings,
    SoundSettings as SoundSettings,
    SpeechSettings as SpeechSettings,
    Style as Style,
    Voice as Voice,
)
from narrate.voicing import (
    Capabilities as Capabilities,
    CastVoice as CastVoice,
    Engine as Engine,
    EngineVoice as EngineVoice,
    Progress as Progress,
    Report as Report,
    Speech as Speech,
    Spoken as Spoken,
    SpokenSpan as SpokenSpan,
    WordTime as WordTime,
)

NARRATOR = "narrator"
"""The name that stands for the narrator in scripts, tables and cues. `Line.speaker` is None for the narrator."""

BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "block_quote", "caption", "table", "code", "boilerplate", "metadata"
]
QuotationKind = Literal[
    "speech",  # a whole utterance: voiced by its speaker
    "fragment",  # quoted words inside the narrator's sentence: the narrator's unless a setting says otherwise
    "headline",  # a heading, headline or caption that quotes someone
    "term",  # scare quotes, titles of works, words as words: the narrator's
]
LineKind = Literal["title", "heading", "narration", "quote", "sound"]


# ---------------------------------------------------------------------------------------------- source -> article


@dataclass(frozen=True)
class Raw:
    """A source as it came in, before anything is understood."""

    origin: str  # path, URL, or "-" for standard input
    data: bytes
    media_type: str = ""  # as declared by the server, if any


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or other piece of the clean text; blocks are ordered, disjoint and in range."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # headings: 1 (title) to 6; otherwise 0
    kept: bool = True
    reason: str = ""  # why it was dropped, or why it is what it is; one phrase
    image: str = ""  # a picture that stands here: an address, or a file beside the article

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Removal:
    """Characters of the article that are not spoken, with the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Article:
    """One article: its clean text, cut into blocks, and what is known about it.

    Everything outside of `blocks` is white space. `cuts` are pieces inside kept blocks that are not read, such as
    the "(2024)" that a scraper glued to a headline.
    """

    text: str
    blocks: tuple[Block, ...]
    cuts: tuple[Removal, ...] = ()
    title: str = ""
    author: str = ""
    date: str = ""  # ISO 8601, as precise as known
    language: str = "en"  # BCP 47, lower case
    site: str = ""
    url: str = ""
    image: str = ""
    origin: str = ""  # Raw.origin
    warnings: tuple[str, ...] = ()
    voices: tuple[tuple[str, str], ...] = ()  # speaker, voice: as the article's own front matter wishes
    pronunciations: tuple[Pronunciation, ...] = ()  # of its own front matter
    lexicons: tuple[str, ...] = ()  # files of more of them, as its front matter names them


# ------------------------------------------------------------------------------------------------- article -> lines


@dataclass(frozen=True)
class Speaker:
    """A person, or anything else that is quoted."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = ""
    voice: str = ""  # a voice of voices.yaml chosen by hand; empty: the cast decides


@dataclass(frozen=True, slots=True)
class Quotation:
    """One run of quoted words within one block, its marks included."""

    start: int
    end: int
    kind: QuotationKind
    speaker: str | None = None  # the person's name as shown; None: nobody found
    mention: tuple[int, int] | None = None  # the words that name the speaker
    cue: tuple[int, int] | None = None  # the reporting verb
    confidence: float = 0.0  # 0..1, calibrated
    evidence: str = ""  # in words, for people
    candidates: tuple[tuple[str, float], ...] = ()  # other speakers considered, best first, with confidence


@dataclass(frozen=True)
class Dialogue:
    """All quotations of an article in order, and everyone who speaks in them."""

    quotations: tuple[Quotation, ...]
    speakers: tuple[Speaker, ...]


def digest_of(text: str) -> str:
    """Eight hexadecimal digits that stand for a line's original words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of one paragraph spoken by one voice. Before editing, lines and removals tile the kept blocks."""

    text: str  # the words displayed; the article's own characters unless edited
    kind: LineKind = "narration"
    speaker: str | None = None  # None: the narrator, or for kind "quote" a speaker nobody could name
    paragraph: int = 0  # lines with the same number stand in one paragraph
    level: int = 0  # headings: 2 to 6
    start: int = 0
    end: int = 0  # start == end: a line inserted by hand
    digest: str = ""  # digest_of the article's characters; empty for a line inserted by hand
    confidence: float = 1.0
    evidence: str = ""
    candidates: tuple[str, ...] = ()  # of an unsure line: who may have said it, best first
    unsure: bool = False  # a person should look at the speaker
    voice: str = ""  # overrides, by hand: a voice of voices.yaml
    say: str = ""  # spoken instead of `text`
    rate: int | None = None  # words a minute
    pause_ms: int | None = None  # silence before the line, instead of the pause by reason
    skip: bool = False  # not spoken; listed as removed
    note: str = ""
    take: int = 1  # from 2 on: the words are said anew, differently where the engine can
    image: str = ""  # a picture that stands here: an address, or a file beside the article
    clip: Clip | None = None  # of a line of kind "sound", whose text is the file's name as it was written
    under: bool = False  # of such a line: speech goes on over it

    @property
    def edited(self) -> bool:
        """Whether the words differ from the article's; a line that was added has none to differ from."""
        return bool(self.digest) and digest_of(self.text) != self.digest

    @property
    def label(self) -> str:
        """The speaker as tables show it."""
        if self.speaker is not None:
            return self.speaker
        if self.kind == "sound":
            return self.kind
        return "unknown" if self.kind == "quote" else NARRATOR


@dataclass(frozen=True)
class Script:
    """What is read aloud, by whom: the reviewable save point."""

    title: str
    lines: tuple[Line, ...]
    speakers: tuple[Speaker, ...] = ()
    removed: tuple[Removal, ...] = ()
    removed_texts: tuple[str, ...] = ()  # parallel to `removed`
    author: str = ""
    date: str = ""
    language: str = "en"
    site: str = ""
    url: str = ""
    image: str = ""
    origin: str = ""
    article_sha256: str = ""  # of Article.text in UTF-8
    article_characters: int = 0
    pronunciations: tuple[Pronunciation, ...] = ()  # of this article alone, before those of the settings
    offered: tuple[str, ...] = field(default=(), compare=False)  # digests of those that the article brought
    warnings: tuple[str, ...] = field(default=(), compare=False)  # of the reading; not part of script.yaml


# ---------------------------------------------------------------------------------------------------- words -> sound


@dataclass(frozen=True, slots=True)
class Utterance:
    """One call of an engine: a sentence, or a piece of one, of one line."""

    line: int  # index into Script.lines
    start: int  # displayed characters of the line, half-open
    end: int
    spoken: Spoken
    voice: CastVoice
    pause_ms: int  # silence before it
    bleep_ms: int = 0  # over 0: a tone of this length instead of speech
    pan: int = 0  # -100 far left, 100 far right


@dataclass(frozen=True)
class Insert:
    """A sound from a file between two utterances, or under the second."""

    clip: Clip
    before: int  # index of the utterance that it comes before; their number: after the last
    pause_ms: int = 0  # silence before it
    under: bool = False  # speech goes on as if it were not there


@dataclass(frozen=True)
class Furniture:
    """All sounds of a recording that are not speech."""

    music: MusicSettings = field(default_factory=MusicSettings)
    inserts: tuple[Insert, ...] = ()  # in the order in which they are heard


@dataclass(frozen=True, slots=True)
class Cue:
    """Where an utterance sounds in the finished recording. Cues are ordered and never overlap."""

    utterance: int  # index into the utterances given
    start_frames: int
    end_frames: int
    words: tuple[WordTime, ...] = ()  # frames count from the start of the recording


@dataclass(frozen=True)
class Recording:
    """A finished MP3, without tags, and what is known of it."""

    cues: tuple[Cue, ...]
    frames: int  # length
    sample_rate_hz: int
    loudness_lufs: float  # integrated, as heard
    true_peak_dbtp: float
    spoken: int  # takes made by an engine in this run
    cached: int  # takes found in the cache
    peaks: tuple[float, ...] = ()  # level over time, 0 to 1, at most a thousand points
    damaged: int = 0  # entries of the cache that were damaged, and made again


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an episode; the first starts at 0, each ends where the next starts."""

    start_ms: int
    end_ms: int
    title: str
    url: str = ""  # where it leads; empty: to its words in the article
    image: str = ""  # a picture to show meanwhile: an address, or a file beside the article


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A displayed word and when it is heard. Offsets are characters of the line's text."""

    start: int
    end: int
    start_ms: int
    end_ms: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line of the script as it sounds in the recording."""

    line: Line
    voice: str
    start_ms: int
    end_ms: int
    words: tuple[TimedWord, ...] = ()


@dataclass(frozen=True)
class Edition:
    """A finished episode: everything that the package round the MP3 is made from."""

    slug: str
    script: Script
    lines: tuple[TimedLine, ...]
    chapters: tuple[Chapter, ...]
    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    settings: EpisodeSettings
    versions: Mapping[str, str] = field(default_factory=dict)
    peaks: tuple[float, ...] = ()  # level over time, 0 to 1, for drawings
    track: int = 0  # its number in the show; 0: none
    audio: str = "episode.mp3"  # the recording's name in its folder
