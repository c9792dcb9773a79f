"""narrate tag: a finished edition gets its tags and papers anew."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli import options
from narrate.cli.messages import warn


@click.command()
@click.argument("editions", nargs=-1, required=True, metavar="EDITION...", type=click.Path(path_type=Path))
@options.cover
@options.track
@options.allow_private
@options.voices
@options.quiet
def tag(
    editions: tuple[Path, ...],
    cover: str,
    track: int | None,
    allow_private: bool,
    voices_file: Path | None,
    quiet: bool,
) -> None:
    """Write the tags, cover, transcripts and pages of finished editions anew, without speaking them again.

    Change title, author, date or chapters in edition.json first, or the show in voices.yaml.
    """
    from narrate import lookup, retagging

    settings = lookup.load_settings(options.voices_path(voices_file))
    for home in editions:
        tagged = retagging.tag_again(home, settings, cover=cover, track=track or 0, allow_private=allow_private)
        warn(tagged.warnings)
        if not quiet:
            click.echo(f"{home}: {len(tagged.files)} files written anew")
