"""Script -> YAML that reads like a screenplay: each text in the most readable form that still gives it back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from narrate.model import Line, Pronunciation, Script, digest_of
from narrate.patch import is_typed, quoted
from narrate.pronunciations import as_data
from narrate.script.cues import facts_of
from narrate.script.keys import key_of

METADATA = ("title", "author", "date", "language", "site", "url", "image")
_PLAIN = re.compile(r"[^\W_](?:[^\n\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029:#]|:(?=\S)|(?<=\S)#)*", re.S)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def dump(script: Script, voices: Mapping[str, str] | None = None) -> str:
    """script.yaml as text. `voices` (speaker -> voice) is shown as comments beside the cast."""
    return sign("".join(_parts(script, voices or {})))


UNSURE_COMMENT = "# unsure:"
CONFLICT_COMMENT = "# conflict:"
SIGNATURE = "# As narrate wrote it: "


def sign(text: str) -> str:
    """Add the line by which `untouched` knows a file that nobody edited."""
    return f"{text}\n{SIGNATURE}{digest_of(text)}\n"


def untouched(text: str) -> bool:
    """Whether a script file is still as `dump` wrote it."""
    body, _, signature = text.rpartition(f"\n{SIGNATURE}")
    return signature.strip() == digest_of(body)


def _parts(script: Script, voices: Mapping[str, str]) -> list[str]:
    return [
        "# The words, in order, and who says them. Correct anything, then: narrate build script.yaml\n",
        *(f"{name}: {_scalar(getattr(script, name))}\n" for name in METADATA if getattr(script, name)),
        *_dump_cast(script, voices),
        *dump_pronunciations(script.pronunciations),
        "\nscript:\n" if script.lines else "\nscript: []\n",
        *_dump_paragraphs(script.lines),
        *dump_removed(script),
        *dump_origin(script),
    ]


def _dump_cast(script: Script, voices: Mapping[str, str]) -> Iterator[str]:
    if not script.speakers:
        return
    yield "\n# Everybody who speaks. 'voice: NAME' chooses a voice of voices.yaml; without it the cast decides.\n"
    yield "cast:\n"
    for speaker in script.speakers:
        known = {"gender": speaker.gender, "voice": speaker.voice}
        facts = [f"{key}: {quoted(value)}" for key, value in known.items() if value]
        if speaker.aliases:
            facts.append(f"aliases: [{', '.join(map(quoted, speaker.aliases))}]")
        shown = f"  # voice: {voices[speaker.name]}" if speaker.name in voices and not speaker.voice else ""
        yield f"  {key_text(speaker.name)}: {{{', '.join(facts)}}}{shown}\n"


def dump_pronunciations(entries: Sequence[Pronunciation]) -> Iterator[str]:
    """How names of this article are said, one entry a row."""
    if not entries:
        return
    yield "\n# How names are said in this article, before what voices.yaml says of them.\npronunciations:\n"
    for entry in entries:
        yield f"- {_flow(as_data(entry))}\n"


def _flow(value: Any) -> str:
    """Plain data as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else quoted(value)


def _dump_paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    for number, group in groupby(lines, key=lambda line: line.paragraph):
        members = list(group)
        if number and members[0].kind in ("title", "heading"):
            yield "\n"
        yield dump_paragraph(members)


def dump_paragraph(lines: Sequence[Line], comments: Mapping[int, str] | None = None) -> str:
    """One paragraph of the script; `comments` (index into `lines` -> words) stand above their lines."""
    rows = []
    for i, line in enumerate(lines):
        lead = "- " if len(lines) == 1 else "  - " if i else "- - "
        indent = " " * len(lead)
        if comments and i in comments:
            rows.append(f"{indent[2:]}# {_one_row(comments[i])}\n")
        rows.append(_dump_line(line, lead, indent))
    return "".join(rows)


def _one_row(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _dump_line(line: Line, lead: str, indent: str) -> str:
    rows = []
    if line.unsure and line.evidence:
        rows.append(f"{indent[2:]}{UNSURE_COMMENT} {_one_row(_doubt(line))}\n")
    name = key_of(line)
    if name is None:
        rows.append(f"{lead}speaker: {_scalar(line.speaker or '')}\n{indent}text: {_scalar(line.text, indent)}\n")
    else:
        rows.append(f"{lead}{key_text(name)}: {_scalar(line.text, indent)}\n")
    if name is None and line.unsure:
        rows.append(f"{indent}unsure: true\n")
    for key, value in _overrides(line, indent):
        rows.append(f"{indent}{key}: {value}\n")
    return "".join(rows)


def _doubt(line: Line) -> str:
    reason = line.evidence.removeprefix("unsure: ")
    return f"{reason}; perhaps {' or '.join(line.candidates)}" if line.candidates else reason


def _overrides(line: Line, indent: str) -> Iterator[tuple[str, str]]:
    for key in ("voice", "say"):
        if getattr(line, key):
            yield key, _scalar(getattr(line, key), indent)
    yield from facts_of(line)
    if line.rate is not None:
        yield "rate", str(line.rate)
    if line.pause_ms is not None:
        yield "pause", str(line.pause_ms)
    if line.skip:
        yield "skip", "true"
    if line.note:
        yield "note", _scalar(line.note, indent)
    if line.take != 1:
        yield "take", str(line.take)
    if line.image:
        yield "image", _scalar(line.image, indent)


def dump_removed(script: Script) -> Iterator[str]:
    """The section of what is not read."""
    if not script.removed:
        return
    yield "\n# Parts of the article that are not read, and why.\nremoved:\n"
    for removal, text in zip(script.removed, script.removed_texts, strict=True):
        at = f"at: [{removal.start}, {removal.end}]"
        yield f"- {{{at}, why: {quoted(removal.reason)}, text: {quoted(text)}}}\n"


def dump_origin(script: Script) -> Iterator[str]:
    """The section that ties lines to the article."""
    yield "\n# Where each line stands in the article. Kept by narrate; leave it be.\norigin:\n"
    if script.origin:
        yield f"  file: {_scalar(script.origin)}\n"
    yield f"  sha256: {quoted(script.article_sha256)}\n"
    yield f"  characters: {script.article_characters}\n"
    if script.offered:
        yield f"  pronunciations: [{', '.join(map(quoted, script.offered))}]\n"
    spoken = [line for line in script.lines if line.kind != "sound"]
    yield "  lines:\n" if spoken else "  lines: []\n"
    for line in spoken:
        # An edited line keeps the digest of the article's words and adds that of its own, so `load` knows it again.
        now = digest_of(line.text)
        facts = [str(line.start), str(line.end), quoted(line.digest if now == line.digest else f"{line.digest}>{now}")]
        if line.confidence != 1.0 or line.evidence or line.candidates:
            facts.append(f"{line.confidence:.4f}")
        if line.evidence or line.candidates:
            facts.append(quoted(line.evidence))
        if line.candidates:
            facts.append(f"[{', '.join(map(quoted, line.candidates))}]")
        yield f"  - [{', '.join(facts)}]\n"


def _scalar(text: str, indent: str = "  ") -> str:
    """The most readable YAML form that gives `text` back: plain, quoted, or a block."""
    if text and _PLAIN.fullmatch(text) and not text.endswith((" ", ":")) and not is_typed(text):
        return text
    if _UNPRINTABLE.search(text) or not text or text != text.strip() or "\r" in text or "\x85" in text:
        return quoted(text)
    if "\n" not in text and "'" not in text:
        return f"'{text}'"
    if "\n" not in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    rows = text.split("\n")
    if any(row != row.strip() for row in rows):
        return quoted(text)
    return "|-\n" + "\n".join(f"{indent}  {row}" if row else "" for row in rows)


def key_text(name: str) -> str:
    """A name as the key of a line or of the cast."""
    plain = _PLAIN.fullmatch(name) and not name.endswith((" ", ":")) and not is_typed(name)
    return name if plain and len(name) < 100 and not re.search(r"[\[\]{},]", name) else quoted(name)
