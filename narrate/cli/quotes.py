"""narrate quotes: every quotation of an article, who says it, how sure, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.flow import Draft
    from narrate.model import Line, Quotation


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
    line = next((line for line in lines if line.start <= middle < line.end), None)
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
    click.echo(f"{'':15}{words if len(words) <= 160 else words[:159] + '…'}")
    if row["reason"]:
        click.echo(f"{'':15}{click.style(row['reason'], dim=True)}")
    if row["voice"] == "quote" and row["candidates"]:
        others = ", ".join(f"{name} {sure:.2f}" for name, sure in row["candidates"])
        click.echo(f"{'':15}{click.style(f'perhaps {others}', dim=True)}")
