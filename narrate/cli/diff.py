"""narrate diff: what a listener would hear differently."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import Line, Script, Settings
    from narrate.script import Difference


@click.command()
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@options.voices
@options.as_json
def diff(old: Path, new: Path, voices_file: Path | None, as_json: bool) -> None:
    """Show what a listener would hear differently in NEW than in OLD: scripts, or folders of editions."""
    from narrate import lookup, script, speech
    from narrate.cast import cast_voices

    settings = lookup.load_settings(options.voices_path(voices_file))
    before, after = _script_at(old, settings), _script_at(new, settings)
    voices = [cast_voices(each, settings).voice_of for each in (before, after)]

    def said(written: Script) -> Callable[[Line], str]:
        voice_of = cast_voices(written, settings).voice_of
        verbalizer = speech.Verbalizer(written.language, lookup.speech_of(written, settings))
        return lambda line: verbalizer.say(line.say or line.text, voice_of(line)).text

    differ = before.pronunciations != after.pronunciations
    found = script.compare(before, after, *voices, *((said(before), said(after)) if differ else ()))
    if as_json:
        rows = [{**asdict(each), "heard": each.heard} for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8"))
        return
    for each in found:
        _print(each)
    heard = sum(each.heard for each in found)
    click.echo(f"{heard} difference{'s' * (heard != 1)} to hear" if heard else "sounds the same")


def _script_at(path: Path, settings: Settings) -> Script:
    from narrate import desk

    file = desk.open_script(path / desk.SCRIPT if path.is_dir() else path)
    return desk.load_script(file.text, str(file.path), settings)


def _print(each: Difference) -> None:
    from narrate.cli.rows import wrapped

    numbers = f"line {each.old_line or each.new_line}"
    if each.old_line and each.new_line and each.old_line != each.new_line:
        numbers = f"line {each.old_line} → {each.new_line}"
    if each.change in ("voice", "rate", "pause", "take", "name"):
        unheard = "" if each.heard else " (in the transcript only)"
        click.echo(f"{numbers}, {each.speaker}: {each.change}: {each.before} → {each.after}{unheard}")
        return
    click.echo(f"{numbers}, {each.speaker}: {each.change}")
    if each.before:
        click.echo(click.style(wrapped(each.before, "  - "), fg="red"))
    if each.after:
        click.echo(click.style(wrapped(each.after, "  + "), fg="green"))
