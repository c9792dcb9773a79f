"""narrate quotes: every quotation of an article, who says it, how sure, and why."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.flow import Draft
    from narrate.model import Line, Quotation

_INDENT = 15  # columns: the place stands there
_LONGEST = 160  # characters of a quotation that are shown


@click.command()
@options.source
@options.voices
@options.strict
@options.allow_private
@options.robots
@options.as_json
def quotes(
    source: str, voices_file: Path | None, strict: bool, allow_private: bool, robots: bool | None, as_json: bool
) -> None:
    """List every quotation with its place, speaker, how sure that is, and the reason.

    Offsets count characters of the article's clean text, from 0.
    """
    from narrate import flow, lookup
    from narrate.cli.messages import warn
    from narrate.intake import Intake

    settings = lookup.load_settings(options.voices_path(voices_file))
    draft = flow.write_script(source, settings, Intake(strict=strict, allow_private=allow_private, robots=robots))
    warn(draft.article.warnings)
    rows = [_row(quotation, draft) for quotation in draft.dialogue.quotations]
    if as_json:
        speakers = [{"name": s.name, "aliases": s.aliases, "gender": s.gender} for s in draft.dialogue.speakers]
        content = {"title": draft.article.title, "source": source, "quotations": rows, "speakers": speakers}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8"))
        return
    for row in rows:
        _print(row)
    voiced = sum(row["voice"] == "speaker" for row in rows)
    heard = len(draft.dialogue.speakers)
    click.echo(
        f"{len(rows)} quotation{'s' * (len(rows) != 1)}, {voiced} in the voice of a speaker, "
        f"{heard} speaker{'s' * (heard != 1)}"
    )


def _row(quotation: Quotation, draft: Draft) -> dict[str, Any]:
    return {
        "start": quotation.start,
        "end": quotation.end,
        "text": draft.article.text[quotation.start : quotation.end],
        "kind": quotation.kind,
        "speaker": quotation.speaker,
        "confidence": round(quotation.confidence, 4),
        "reason": quotation.evidence,
        "mention": quotation.mention,
        "cue": quotation.cue,
        "candidates": [[name, round(sure, 4)] for name, sure in quotation.candidates],
        "voice": _voice(quotation, draft.script.lines),
    }


def _voice(quotation: Quotation, lines: tuple[Line, ...]) -> str:
    """Whose voice says it in the end: the speaker's, the narrator's, or that for unsure quotations."""
    middle = (quotation.start + quotation.end) // 2
    at = bisect_right(lines, middle, key=lambda line: line.start) - 1  # a book has thousands of both
    line = lines[at] if at >= 0 and middle < lines[at].end else None
    if line is None or (line.speaker is None and line.kind != "quote"):
        return "narrator"
    return "speaker" if line.speaker is not None else "quote"


def _print(row: dict[str, Any]) -> None:
    who = row["speaker"] or ("narrator" if row["voice"] == "narrator" else "unknown")
    if row["speaker"] and row["voice"] == "narrator":
        who += " (narrator's voice)"
    place = f"{row['start']}-{row['end']}"
    click.echo(f"{place:>13}  {click.style(who, bold=True)}  {row['confidence']:.2f}  {row['kind']}")
    words = " ".join(row["text"].split())
    _echo_below(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")
    if row["reason"]:
        _echo_below(row["reason"], dim=True)
    if row["voice"] == "quote" and row["candidates"]:
        others = ", ".join(f"{name} {sure:.2f}" for name, sure in row["candidates"])
        _echo_below(f"perhaps {others}", dim=True)


def _echo_below(words: str, dim: bool = False) -> None:
    """Print words below the speaker's name; on a terminal they break between words, in a file they stay one line."""
    width = shutil.get_terminal_size().columns - 1 if sys.stdout.isatty() else 0
    room = width - _INDENT if width > 2 * _INDENT else 0
    for line in textwrap.wrap(words, room, break_on_hyphens=False) if room else [words]:
        click.echo(f"{'':{_INDENT}}{click.style(line, dim=True) if dim else line}")
