"""Hand-made scripts, recordings and editions for the tests of the episode room."""

from __future__ import annotations

import hashlib
from pathlib import Path

from narrate.episode import chapters, time_lines
from narrate.model import (
    CastVoice,
    Cue,
    Edition,
    EpisodeSettings,
    Line,
    Recording,
    Removal,
    Script,
    Speaker,
    Spoken,
    SpokenSpan,
    Utterance,
    WordTime,
    digest_of,
)

RATE = 44100
CHARACTER_MS = 50
PAUSE_MS = 300

FERRY = [
    [("title", None, "Ferry to Skerry Island stops for the winter")],
    [
        ("narration", None, "The last boat left on Sunday."),
        ("quote", "Moira Tulloch", "“We will miss it, all of us,”"),
        ("narration", None, "said Moira Tulloch, 61, who runs the shop."),
    ],
    [("heading", None, "A lifeline for 90 people")],
    [
        ("quote", "Iain Brae", "“My mother is 94 & cannot swim,”"),
        ("narration", None, "said Iain Brae."),
        ("quote", "Iain Brae", "“What now?”"),
    ],
]


def line_of(text: str, kind: str = "narration", speaker: str | None = None, *, start: int = 0, **more) -> Line:
    return Line(text, kind, speaker, start=start, end=start + len(text), digest=digest_of(text), **more)


def script_of(paragraphs, *, title: str = "", tail: str = "", **more) -> Script:
    """Lines with a space between them, paragraphs with a blank line; `tail` is a removed last block."""
    text, lines = "", []
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if number else ""
        for index, (kind, speaker, words) in enumerate(paragraph):
            text += " " if index else ""
            lines.append(line_of(words, kind, speaker, start=len(text), paragraph=number))
            text += words
    removed = ()
    if tail:
        removed = (Removal(len(text) + 2, len(text) + 2 + len(tail), "end of the article"),)
        text += "\n\n" + tail
    names = dict.fromkeys(line.speaker for line in lines if line.speaker)
    return Script(
        title=title or lines[0].text,
        lines=tuple(lines),
        speakers=tuple(Speaker(name) for name in names),
        removed=removed,
        removed_texts=(tail,) if tail else (),
        article_sha256=hashlib.sha256(text.encode()).hexdigest(),
        article_characters=len(text),
        **more,
    )


def plain_spoken(text: str) -> Spoken:
    return Spoken(text, (SpokenSpan(0, len(text), 0, len(text)),) if text else ())


def utterances_of(script: Script) -> list[Utterance]:
    voices = {None: CastVoice("anna", "silence", "en+f2")}
    for speaker in script.speakers:
        voices[speaker.name] = CastVoice(f"voice {len(voices)}", "silence", f"en+m{len(voices)}")
    return [
        Utterance(number, 0, len(line.text), plain_spoken(line.say or line.text), voices[line.speaker], PAUSE_MS)
        for number, line in enumerate(script.lines)
        if not line.skip
    ]


def frames(milliseconds: int) -> int:
    return milliseconds * RATE // 1000


def recording_of(utterances, *, words: bool = True, character_ms: int = CHARACTER_MS) -> Recording:
    """Every character lasts as long; word times, where wanted, follow the spoken words."""
    cues, at = [], 0
    for number, utterance in enumerate(utterances):
        at += frames(utterance.pause_ms)
        spoken = utterance.spoken.text
        length = frames(character_ms) * max(len(spoken), 1)
        times, place = [], 0
        for word in spoken.split():
            place = spoken.index(word, place)
            span = (place, place + len(word))
            times.append(WordTime(*span, at + frames(character_ms) * span[0], at + frames(character_ms) * span[1]))
            place += len(word)
        cues.append(Cue(number, at, at + length, tuple(times) if words else ()))
        at += length
    return Recording(tuple(cues), at + frames(1000), RATE, -16.0, -1.2, len(cues), 0)


def edition_of(script: Script, *, words: bool = True, character_ms: int = CHARACTER_MS, **more) -> Edition:
    utterances = utterances_of(script)
    recording = recording_of(utterances, words=words, character_ms=character_ms)
    lines = time_lines(script, utterances, recording)
    duration_ms = recording.frames * 1000 // RATE
    return Edition(
        slug="ferry",
        script=script,
        lines=lines,
        chapters=chapters(script, lines, duration_ms),
        duration_ms=duration_ms,
        loudness_lufs=-16.02,
        true_peak_dbtp=-1.31,
        settings=more.pop("settings", EpisodeSettings(show="Island News")),
        versions={"narrate": "0.1.0"},
        **more,
    )


def ferry(**more) -> Script:
    facts = {
        "author": "Ann Harbour",
        "date": "2026-11-20",
        "site": "The Skerry Post",
        "url": "https://example.org/ferry",
        "image": "https://example.org/ferry.jpg",
    }
    return script_of(FERRY, tail="Read more: ten boats you must see", **{**facts, **more})


def write_mp3(path: Path, seconds: float) -> Path:
    """Write a quiet tone as MP3, without tags."""
    import lameenc
    import numpy as np

    time = np.arange(int(RATE * seconds)) / RATE
    pcm = (np.sin(time * 2 * np.pi * 220) * 3000).astype("<i2").tobytes()
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    path.write_bytes(bytes(encoder.encode(pcm) + encoder.flush()))
    return path
