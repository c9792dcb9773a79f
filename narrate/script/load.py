"""script.yaml -> Script, with every mistake named by file and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from narrate import located
from narrate.errors import ConfigError, ScriptError
from narrate.kinds import Flag, Kind, OneOf, Text, Texts, Whole
from narrate.located import Located, choose, did_you_mean, number, read_keys, whole
from narrate.model import Line, Pronunciation, Removal, Script, Speaker, digest_of
from narrate.pronunciations import read_entries
from narrate.script.cues import read_sound
from narrate.script.keys import OVERRIDES, parse_key

METADATA = ("title", "author", "date", "language", "site", "url", "image")
HINT = "write lines such as '- narrator: words' below 'script:'"
SPEAKER: dict[str, Kind] = {
    "gender": OneOf(("female", "male"), "gender"),
    "voice": Text("a voice of voices.yaml"),
    "aliases": Texts(),
}
"""Keys of somebody in the cast."""
LINE: dict[str, Kind] = {
    "voice": Text("another voice for this line"),
    "say": Text("words to speak instead of the ones shown"),
    "rate": Whole(60, 400, "words a minute"),
    "pause": Whole(0, 600_000, "milliseconds"),
    "skip": Flag(),
    "unsure": Flag(),
    "note": Text("for people"),
    "take": Whole(1, 1000, "from 2 on the words are said anew"),
    "image": Text("a picture to show with the chapter: an address, or a file beside the article"),
}
"""Keys below a line."""
DELETED = "deleted in the script"
"""The reason given for words of the article whose line a person took out."""


def is_script(text: str) -> bool:
    """Whether a file's content is a script rather than an article."""
    return text.startswith("# The words, in order") or all(re.search(key, text, re.M) for key in (r"^script:", r"^- "))


def load(text: str, origin: str, voices: Collection[str] | None = None) -> Script:
    """The script that a file holds.

    Parameters
    ----------
    text : the file's content
    origin : its name, for messages
    voices : valid values of `voice:`; None accepts any

    Raises
    ------
    ScriptError
        With file, line and what was expected.
    """
    root = located.load(text, origin, ScriptError)
    if root is None or not root.is_mapping:
        raise ScriptError(f"{origin}: not a script", HINT)
    readers: dict[str, Callable[[Located], Any]] = {
        **{name: lambda node: node.text for name in METADATA},
        "cast": partial(_read_cast, voices=voices),
        "pronunciations": _read_pronunciations,
        "script": _read_paragraphs,
        "removed": _read_removed,
        "origin": _read_origin,
    }
    found = read_keys(root, readers)
    if "script" not in found:
        raise root.error("no 'script:' list", HINT)
    speakers: tuple[Speaker, ...] | None = found.pop("cast", None)
    paragraphs = found.pop("script")
    home = found.pop("origin", _Origin())
    removed = list(found.pop("removed", ()))
    lines = list(_read_lines(paragraphs, speakers, voices))
    if not lines:
        raise root.error("the script has no lines", HINT)
    spoken, deleted = _place([line for line in lines if line.kind != "sound"], home.lines)
    placed = list(_with_sounds(lines, spoken))
    removed.extend((Removal(start, end, DELETED), "") for start, end in deleted)
    removed.sort(key=lambda pair: (pair[0].start, pair[0].end))
    return Script(
        lines=tuple(placed),
        speakers=_everyone(speakers, placed),
        removed=tuple(removal for removal, _ in removed),
        removed_texts=tuple(words for _, words in removed),
        origin=home.file,
        article_sha256=home.sha256,
        article_characters=home.characters,
        offered=home.pronunciations,
        **{"title": "", **found},
    )


# -------------------------------------------------------------------------------------------------------------- cast


def _read_cast(node: Located, voices: Collection[str] | None) -> tuple[Speaker, ...]:
    if node.is_empty:
        return ()
    speakers = tuple(_read_speaker(name, value, voices) for name, value in node.items())
    owners: dict[str, str] = {}
    for speaker in speakers:
        for name in (speaker.name, *speaker.aliases):
            other = owners.setdefault(name, speaker.name)
            if other != speaker.name:
                raise node.error(f"'{name}' stands for both {other} and {speaker.name}", "keep it with one of them")
    return speakers


def _read_speaker(name: str, node: Located, voices: Collection[str] | None) -> Speaker:
    readers: dict[str, Callable[[Located], Any]] = {**SPEAKER, "voice": partial(_voice, voices=voices)}
    return Speaker(name, **read_keys(node, readers))


def _read_pronunciations(node: Located) -> tuple[Pronunciation, ...]:
    try:
        return read_entries(None if node.is_empty else node.plain(), node.where)
    except ConfigError as error:
        raise ScriptError(error.message, error.hint) from None


def _voice(node: Located, voices: Collection[str] | None) -> str:
    return node.text if voices is None else choose(node, voices, "voice")


def _everyone(speakers: Sequence[Speaker] | None, lines: Sequence[Line]) -> tuple[Speaker, ...]:
    """The cast as written; a script without one gets it from its lines."""
    if speakers is not None:
        return tuple(speakers)
    return tuple(Speaker(name) for name in dict.fromkeys(line.speaker for line in lines if line.speaker))


# ------------------------------------------------------------------------------------------------------------- lines


def _read_paragraphs(node: Located) -> list[list[Located]]:
    return [entry.entries() if entry.is_sequence else [entry] for entry in node.entries()]


def _read_lines(
    paragraphs: Sequence[Sequence[Located]], speakers: Sequence[Speaker] | None, voices: Collection[str] | None
) -> Iterator[Line]:
    names = None
    if speakers is not None:
        names = {name: speaker.name for speaker in speakers for name in (speaker.name, *speaker.aliases)}
    for number_, paragraph in enumerate(paragraphs):
        for node in paragraph:
            yield replace(_read_line(node, names, voices), paragraph=number_)


def _read_line(node: Located, names: dict[str, str] | None, voices: Collection[str] | None) -> Line:
    if not node.is_mapping:
        raise node.error("expected a line such as '- narrator: words'", "start it with a speaker and a colon")
    pairs = list(node.items())
    if not pairs:
        raise node.error("an empty line", "write '- narrator: words' or delete it")
    (key, value), rest = pairs[0], pairs[1:]
    kind, speaker, level, unsure = parse_key(key)
    if kind == "sound":
        return read_sound(value, rest)
    if key == "speaker" and rest and rest[0][0] == "text":
        kind, speaker, level, unsure = "quote", value.text, 0, False
        value, rest = rest[0][1], rest[1:]
    if key in OVERRIDES:
        raise value.error("a line must begin with its speaker", f"put '{key}' below '- narrator: words'")
    if speaker is not None and names is not None:
        if speaker not in names:
            hint = did_you_mean(speaker, names) + "; or add the name to 'cast:' at the top"
            raise value.error(f"unknown speaker '{speaker}'", hint)
        speaker = names[speaker]
    words = value.text
    if not words.strip():
        raise value.error("a line without words", "write its words or delete the line")
    return Line(words, kind, speaker, level=level, **{"unsure": unsure, **_read_overrides(rest, voices)})


def _read_overrides(pairs: Sequence[tuple[str, Located]], voices: Collection[str] | None) -> dict[str, Any]:
    readers: dict[str, Callable[[Located], Any]] = {**LINE, "voice": partial(_voice, voices=voices)}
    found = {}
    for key, node in pairs:
        if key not in readers:
            raise node.error("unknown key", did_you_mean(key, readers) + "; a new line begins with '- '")
        found["pause_ms" if key == "pause" else key] = readers[key](node)
    return found


# ------------------------------------------------------------------------------------------------------------ origin


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    digest: str  # of the article's words
    now: str  # of the words when the script was last written
    confidence: float = 1.0
    evidence: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Origin:
    file: str = ""
    sha256: str = ""
    characters: int = 0
    lines: tuple[_Place, ...] = ()
    pronunciations: tuple[str, ...] = ()  # digests of those that the article brought


def _read_removed(node: Located) -> list[tuple[Removal, str]]:
    return [_read_removal(entry) for entry in node.entries()]


def _read_removal(node: Located) -> tuple[Removal, str]:
    found = read_keys(node, {"at": _read_span, "why": lambda n: n.text, "text": lambda n: n.text})
    if "at" not in found:
        raise node.error("has no 'at: [start, end]'", "leave this part as narrate wrote it")
    start, end = found["at"]
    return Removal(start, end, found.get("why", "")), found.get("text", "")


def _read_span(node: Located) -> tuple[int, int]:
    ends = [whole(entry, 0, 10**9) for entry in node.entries()]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise node.error("expected [start, end]", "leave this part as narrate wrote it")
    return ends[0], ends[1]


@dataclass(frozen=True)
class Traces:
    """What a script file still knows of the lines that narrate wrote."""

    digests: Mapping[tuple[int, int], str]  # start and end in the article -> the words there, deleted lines included
    added: frozenset[str]  # digests of lines that stood in no article, such as a notice


def read_traces(text: str, origin: str) -> Traces:
    """The traces of a script file that loads."""
    root = located.load(text, origin, ScriptError)
    sections = dict(root.items()) if root is not None and root.is_mapping else {}
    places = _read_origin(sections["origin"]).lines if "origin" in sections else ()
    return Traces(
        {(place.start, place.end): place.digest for place in places if place.digest},
        frozenset(place.now for place in places if not place.digest),
    )


def _read_origin(node: Located) -> _Origin:
    readers: dict[str, Callable[[Located], Any]] = {
        "file": lambda n: n.text,
        "sha256": lambda n: n.text,
        "characters": lambda n: whole(n, 0, 10**9),
        "pronunciations": lambda n: tuple(entry.text for entry in n.entries()),
        "lines": lambda n: tuple(_read_place(entry) for entry in n.entries()),
    }
    return _Origin(**read_keys(node, readers))


def _read_place(node: Located) -> _Place:
    cells = node.entries()
    if not 3 <= len(cells) <= 6:
        raise node.error("expected [start, end, digest]", "leave this part as narrate wrote it")
    start, end = (whole(cell, 0, 10**9) for cell in cells[:2])
    confidence = number(cells[3], 0, 1) if len(cells) > 3 else 1.0
    digest, _, now = cells[2].text.partition(">")
    evidence = cells[4].text if len(cells) > 4 else ""
    candidates = tuple(cell.text for cell in cells[5].entries()) if len(cells) > 5 else ()
    return _Place(start, end, digest, now or digest, confidence, evidence, candidates)


def _place(lines: Sequence[Line], places: Sequence[_Place]) -> tuple[list[Line], list[tuple[int, int]]]:
    """Give each line its place in the article again, and name the places whose line is gone.

    Lines whose words are unchanged are matched by digest, in order. Between two matches, edited lines take the places
    left over in order; a line beyond them was inserted, a place beyond them deleted.
    """
    placed: list[Line] = []
    deleted: list[tuple[int, int]] = []
    for i0, i1, j0, j1 in _stretches([digest_of(line.text) for line in lines], [place.now for place in places]):
        shared = min(i1 - i0, j1 - j0)
        for line, place in zip(lines[i0 : i0 + shared], places[j0 : j0 + shared], strict=True):
            placed.append(_at(line, place))
        here = places[j0 + shared - 1].end if j0 + shared else 0
        placed.extend(replace(line, start=here, end=here) for line in lines[i0 + shared : i1])
        deleted.extend((place.start, place.end) for place in places[j0 + shared : j1] if place.end > place.start)
    return placed, deleted


def _with_sounds(lines: Sequence[Line], spoken: Sequence[Line]) -> Iterator[Line]:
    """All lines in order; a sound, which has no place in the article, stands after the line before it."""
    rest, here = iter(spoken), 0
    for line in lines:
        if line.kind == "sound":
            yield replace(line, start=here, end=here)
            continue
        placed = next(rest)
        here = placed.end
        yield placed


def _stretches(new: Sequence[str], old: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Matching and differing stretches in order. Common ends go first: most files are edited in few places."""
    head = 0
    while head < min(len(new), len(old)) and new[head] == old[head]:
        head += 1
    tail = 0
    while tail < min(len(new), len(old)) - head and new[-1 - tail] == old[-1 - tail]:
        tail += 1
    yield 0, head, 0, head
    # autojunk stays on: without it a thousand lines "Yes." cost a million steps.
    matcher = difflib.SequenceMatcher(None, new[head : len(new) - tail], old[head : len(old) - tail])
    for _, i0, i1, j0, j1 in matcher.get_opcodes():
        yield head + i0, head + i1, head + j0, head + j1
    yield len(new) - tail, len(new), len(old) - tail, len(old)


def _at(line: Line, place: _Place) -> Line:
    return replace(
        line,
        start=place.start,
        end=place.end,
        digest=place.digest,
        confidence=place.confidence,
        evidence=place.evidence,
        candidates=place.candidates,
    )
