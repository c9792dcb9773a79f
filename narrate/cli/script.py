"""narrate script: an article -> its script, without sound."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli import options


@click.command()
@options.source
@options.out
@options.voices
@options.strict
@options.allow_private
@click.option("--force", is_flag=True, help="Write the script anew even if it was edited by hand.")
def script(source: str, out: Path, voices_file: Path | None, strict: bool, allow_private: bool, force: bool) -> None:
    """Write the script of an article, without sound.

    Prints it and writes it to out/TITLE/script.yaml. Read it, correct it in any editor, then: narrate build script.yaml
    """
    from narrate import desk, flow
    from narrate.cli.messages import warn
    from narrate.intake import Intake

    settings = flow.load_settings(options.voices_path(voices_file))
    draft = flow.write_script(source, settings, Intake(strict=strict, allow_private=allow_private))
    warn(draft.article.warnings)
    if not force:
        desk.refuse_to_lose_edits(draft.script, out)
    path, text = desk.save_script(draft.script, settings, out)
    click.echo(text, nl=False)
    click.echo(f"written: {path}", err=True)
