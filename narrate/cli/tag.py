"""narrate tag: a finished edition gets its tags and papers anew."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli import options


@click.command()
@click.argument("editions", nargs=-1, required=True, metavar="EDITION...", type=click.Path(path_type=Path))
@options.voices
def tag(editions: tuple[Path, ...], voices_file: Path | None) -> None:
    """Write the tags, cover, transcripts and pages of finished editions anew, without speaking them again.

    Change title, author, date or chapters in edition.json first, or the show in voices.yaml.
    """
    from narrate import flow, lookup

    settings = lookup.load_settings(options.voices_path(voices_file))
    for home in editions:
        for name in flow.tag_again(home, settings):
            click.echo(home / name)
