"""narrate script: an article -> its script, without sound."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options
from narrate.cli.messages import warn

if TYPE_CHECKING:
    from narrate.desk import OpenScript
    from narrate.model import Script, Settings
    from narrate.script import Merged

NEEDS_REVIEW = 3


@click.command()
@click.argument("source", metavar="ARTICLE|SCRIPT.yaml")
@options.out
@options.voices
@options.strict
@options.allow_private
@options.robots
@click.option(
    "--update", type=click.Path(path_type=Path), metavar="SCRIPT.yaml", help="Bring this edited script up to date."
)
@click.option("--rename", "renames", multiple=True, metavar="OLD=NEW", help="Rename a speaker of SCRIPT.yaml.")
@options.quiet
@click.option("--force", is_flag=True, help="Write the script anew even if it was edited by hand.")
def script(
    source: str,
    out: Path,
    voices_file: Path | None,
    strict: bool,
    allow_private: bool,
    robots: bool | None,
    update: Path | None,
    renames: Sequence[str],
    quiet: bool,
    force: bool,
) -> int:
    """Write the script of an article, without sound.

    Writes it to out/TITLE/script.yaml and shows who speaks, the unsure first; into a pipe it prints the script. Read
    it, correct it in any editor, then: narrate build script.yaml

    \b
    narrate script article.txt --update script.yaml     the article changed: new paragraphs come in, your edits stay
    narrate script script.yaml --rename "Mr. Marsh=Ivo Marsh"     also makes two speakers one
    """
    from narrate import desk, flow, lookup
    from narrate.intake import Intake

    if renames:
        _rename(Path(source), renames)
        return 0
    settings = lookup.load_settings(options.voices_path(voices_file))
    draft = flow.write_script(source, settings, Intake(strict=strict, allow_private=allow_private, robots=robots))
    warn(draft.article.warnings)
    if update is not None:
        return _update(update, draft.script, settings, quiet)
    if not force:
        desk.refuse_to_lose_edits(desk.place_of(draft.script, out))
    path, text = desk.save_script(draft.script, settings, out)
    if not quiet:
        _show(draft.script, settings, text)
        _show_unsure(draft.script, path)
        click.echo(f"written: {path}", err=True)
    return 0


def _show(written: Script, settings: Settings, text: str) -> None:
    """The script itself for a pipe; for people at a terminal who speaks how much in which voice."""
    from narrate.cast import cast_voices
    from narrate.cli.tables import print_table, table

    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    voice_of = cast_voices(written, settings).voice_of
    totals: dict[tuple[str, str, bool], list[int]] = {}
    for line in written.lines:
        total = totals.setdefault((line.label, voice_of(line), line.unsure), [0, 0])
        total[0] += 1
        total[1] += len(line.text.split())
    made = table("Speaker", "Voice", "Lines", "Words", right=("Lines", "Words"))
    for (label, voice, unsure), (lines, words) in sorted(totals.items(), key=lambda row: (not row[0][2], -row[1][1])):
        made.add_row(label + "?" * unsure, voice, str(lines), str(words))
    print_table(made)


def _show_unsure(written: Script, path: Path) -> None:
    from narrate.cli.rows import shortened
    from narrate.script import unsure

    for index in unsure(written):
        line = written.lines[index]
        warn([f"line {index + 1} has an unsure speaker: {shortened(line.text, 60)}"])
    if unsure(written):
        click.echo(f"  narrate review {path}", err=True)


def _rename(path: Path, renames: Sequence[str]) -> None:
    from narrate import desk
    from narrate.script import rename

    file = desk.open_script(path)
    text = file.text
    for each in renames:
        old, sign, new = (part.strip() for part in each.partition("="))
        if not (old and sign and new):
            raise click.BadParameter(f"'{each}' is not OLD=NEW", param_hint="--rename")
        text = rename(text, str(path), old, new)
    _save(file, text)


def _save(file: OpenScript, text: str) -> None:
    from narrate.desk import BACKUP

    if file.save(text):
        click.echo(f"written: {file.path}; as it was: {file.path}{BACKUP}", err=True)
    else:
        click.echo(f"unchanged: {file.path}", err=True)


def _update(path: Path, theirs: Script, settings: Settings, quiet: bool) -> int:
    """Merge the article's new script into an edited one; the exit code."""
    from narrate import desk

    file = desk.open_script(path)
    merged = desk.bring_up_to_date(file, theirs, settings)
    if not quiet:
        _show_merge(merged)
    _save(file, merged.text)
    if merged.conflicts:
        click.echo(f"  look for '# conflict:' in it, or: narrate review {path}", err=True)
    return NEEDS_REVIEW if merged.conflicts else 0


def _show_merge(merged: Merged) -> None:
    from narrate.cli.rows import shortened

    for note in merged.notes:
        detail = f"  ({shortened(note.detail, 120)})" if note.detail else ""
        click.echo(f"{note.kind:>8}  {shortened(note.words, 80)}{detail}")
    if not merged.notes:
        click.echo("the article says nothing new")
