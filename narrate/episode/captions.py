"""Transcripts and chapter lists beside the MP3: WebVTT, Podcasting 2.0 JSON, plain text, JSON chapters."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from narrate.episode.languages import disclosure
from narrate.episode.outline import chapter_address
from narrate.episode.wording import one_line, shown_name, sound_text, web_address
from narrate.episode.words import words_of
from narrate.model import Edition, TimedLine

LINE_CHARACTERS = 65
"""Apple's advice for caption lines; a cue holds two."""
_CUE_CHARACTERS = 2 * LINE_CHARACTERS
_LOOK_AHEAD = 8 * _CUE_CHARACTERS
_SHORTEST_SENTENCE = 30  # what ends earlier may be "Mr."
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")
_CLAUSE_END = re.compile(r"[,;:–—、，][\"'”’»)\]]*\Z")
_VOICE_UNSAFE = re.compile(r"[&<>]")


@dataclass(frozen=True)
class Caption:
    """A piece of one line, short enough to be shown at once."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def captions(edition: Edition) -> list[Caption]:
    """Return the lines cut at sentences, then clauses, then words, into pieces of at most two caption lines.

    Times come from the words. Every caption lasts at least a millisecond, none overlap and no word is lost: pieces
    that are heard in the same millisecond stay together.
    """
    pieces: list[Caption] = []
    language = edition.script.language
    for piece in (piece for timed in edition.lines for piece in _cut(timed, language)):
        last = pieces[-1] if pieces else None
        if last and last.speaker == piece.speaker and piece.start_ms <= last.start_ms:
            pieces[-1] = replace(last, end_ms=max(last.end_ms, piece.end_ms), text=f"{last.text} {piece.text}")
            continue
        start = max(piece.start_ms, last.end_ms) if last else piece.start_ms
        pieces.append(replace(piece, start_ms=start, end_ms=max(piece.end_ms, start + 1)))
    return pieces


def webvtt(edition: Edition) -> bytes:
    """Return WebVTT with a voice tag a cue, as in W3C's "WebVTT: The Web Video Text Tracks Format", section 4.

    The characters & < > leave the voice name: AntennaPod credits a segment to the speaker before if the name holds an
    escaped ampersand.
    """
    blocks = ["WEBVTT"]
    for caption in captions(edition):
        name = one_line(_VOICE_UNSAFE.sub(" ", caption.speaker)) or words_of(edition.script.language)["unknown"]
        body = "\n".join(_escaped(line) for line in _wrapped(caption.text))
        blocks.append(f"{clock(caption.start_ms)} --> {clock(caption.end_ms)}\n<v {name}>{body}</v>")
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def subrip(edition: Edition) -> bytes:
    """Return SubRip, without names: players take any words before a colon for a name."""
    blocks = [
        f"{number}\n{_subrip_clock(caption.start_ms)} --> {_subrip_clock(caption.end_ms)}\n"
        + "\n".join(_wrapped(caption.text))
        for number, caption in enumerate(captions(edition), start=1)
    ]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def transcript_json(edition: Edition) -> bytes:
    """Return a Podcasting 2.0 JSON transcript, version 1.0.0, times in seconds.

    No body is empty: AntennaPod's parser crashes on one that follows a segment of five seconds or more.
    """
    segments = [
        {
            "speaker": caption.speaker,
            "startTime": caption.start_ms / 1000,
            "endTime": caption.end_ms / 1000,
            "body": caption.text,
        }
        for caption in captions(edition)
    ]
    return _json({"version": "1.0.0", "segments": segments})


def chapters_json(edition: Edition) -> bytes:
    """Return JSON chapters 1.2.0 with the same list as the CHAP frames, times in seconds."""
    listed = []
    for chapter in edition.chapters:
        times = {"startTime": chapter.start_ms / 1000, "endTime": chapter.end_ms / 1000}
        links = {"url": chapter_address(edition.script, chapter), "img": web_address(chapter.image)}
        known = {key: address for key, address in links.items() if address}
        listed.append({**times, "title": one_line(chapter.title), **known})
    return _json({"version": "1.2.0", "title": one_line(edition.script.title), "chapters": listed})


def transcript_text(edition: Edition) -> bytes:
    """Return the transcript as plain text: a head, the notice on synthetic voices, then one paragraph a turn."""
    script = edition.script
    facts = [one_line(script.author), one_line(script.date), one_line(script.site)]
    head = [one_line(script.title), ", ".join(fact for fact in facts if fact), web_address(script.url)]
    parts = ["\n".join(part for part in head if part), disclosure(script.language), spoken_text(edition)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def spoken_text(edition: Edition) -> str:
    """Return what is read, one paragraph a turn, with the speaker's name where the speaker changes."""
    turns = []
    before = ""
    for (label, _), group in groupby(edition.lines, key=lambda timed: (timed.line.label, timed.line.paragraph)):
        text = one_line(" ".join(timed.line.text for timed in group))
        turns.append(text if label == before else f"{shown_name(label, edition.script.language)}: {text}")
        before = label
    return "\n\n".join(turns)


def clock(milliseconds: int) -> str:
    """Return a time as WebVTT writes it, hh:mm:ss.mmm."""
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"


def _subrip_clock(milliseconds: int) -> str:
    return clock(milliseconds).replace(".", ",")


def _cut(timed: TimedLine, language: str) -> list[Caption]:
    text = sound_text(timed.line.text)
    bounds = [0, *_breaks(text), len(text)]
    pieces = []
    for start, end in pairwise(bounds):
        if text[start:end].strip():
            pieces.append((start, one_line(text[start:end])))
    if not pieces:
        return []
    starts = [timed.start_ms, *(_heard_from(timed, start) for start, _ in pieces[1:])]
    ends = [*starts[1:], timed.end_ms]
    name = shown_name(timed.line.label, language)
    return [Caption(start, end, name, text) for start, end, (_, text) in zip(starts, ends, pieces, strict=True)]


def _heard_from(timed: TimedLine, character: int) -> int:
    """Return when a character is heard: with its word, or that far into a word that is cut."""
    index = bisect_right(timed.words, character, key=lambda word: word.end)
    if index == len(timed.words):
        return timed.end_ms
    word = timed.words[index]
    share = max(character - word.start, 0) / (word.end - word.start)
    heard = round(word.start_ms + (word.end_ms - word.start_ms) * share)
    return min(max(heard, timed.start_ms), timed.end_ms)


def _breaks(text: str) -> list[int]:
    """Return where to cut so that each piece fits into a cue: between sentences, else as `_cut_sentence` says."""
    breaks = []
    start = 0
    while len(text) - start > _CUE_CHARACTERS:
        ahead = text[start : start + _LOOK_AHEAD]
        sentences = [end for end in _spaces(ahead[:_CUE_CHARACTERS]) if _ends(ahead, end)]
        start += sentences[-1] if sentences else _cut_sentence(ahead)
        breaks.append(start)
    return breaks


def _cut_sentence(text: str) -> int:
    """Return where to cut a sentence that is too long for a cue: into even parts, at a clause end if one is near."""
    stop = next((end for end in _spaces(text) if _ends(text, end)), len(text))
    even = stop / -(-stop // _CUE_CHARACTERS)
    spaces = _spaces(text[:_CUE_CHARACTERS])
    clauses = [end for end in spaces if _CLAUSE_END.search(text[:end].rstrip()) and even * 0.5 < end < even * 1.5]
    return min(clauses or spaces, key=lambda end: abs(end - even), default=_CUE_CHARACTERS)


def _spaces(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\s+", text) if match.start() > 0]


def _ends(text: str, end: int) -> bool:
    return end > _SHORTEST_SENTENCE and _SENTENCE_END.search(text[end - 10 : end].rstrip()) is not None


def _wrapped(text: str) -> list[str]:
    """Return one or two lines; a word longer than a line is cut, so that the limit holds."""
    if len(text) <= LINE_CHARACTERS:
        return [text]
    lines = []
    rest = text
    while len(rest) > LINE_CHARACTERS:
        middle = min(LINE_CHARACTERS, max(len(rest) // 2, len(rest) - LINE_CHARACTERS))
        after = rest.find(" ", middle, LINE_CHARACTERS + 1)
        space = after if after > 0 else rest.rfind(" ", 1, LINE_CHARACTERS + 1)
        cut = space if space > 0 else LINE_CHARACTERS
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
