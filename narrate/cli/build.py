"""narrate build: an article or a script -> an edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.flow import Result
    from narrate.model import Script, Settings


@click.command()
@click.argument("source", metavar="ARTICLE|SCRIPT.yaml")
@options.out
@options.voices
@options.cache
@options.strict
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.  [default: by the machine]")
@click.option("--force", is_flag=True, help="Build the article even if its script was edited by hand.")
def build(
    source: str,
    out: Path,
    voices_file: Path | None,
    cache: Path | None,
    strict: bool,
    workers: int | None,
    force: bool,
) -> None:
    """Make the audio edition of an article, or speak an edited script.

    The edition is a folder, out/TITLE/: episode.mp3, script.yaml (correct it and build it again), edition.json,
    transcripts and chapters. Words spoken before come from the cache.
    """
    from narrate import flow
    from narrate.cli.progress import progress

    settings = flow.load_settings(options.voices_path(voices_file))
    written, text = _script_of(source, settings, out, strict, force)
    with progress() as report:
        result = flow.perform(
            written,
            settings,
            out,
            cache=options.cache_path(cache),
            script_text=text,
            workers=workers,
            report=report,
        )
    _show(result)


def _script_of(source: str, settings: Settings, out: Path, strict: bool, force: bool) -> tuple[Script, str | None]:
    """The script to speak, and its file's own text if it came from one."""
    from narrate import desk, flow
    from narrate.cli.warnings import warn

    if (text := desk.script_text(source)) is not None:
        return desk.load_script(text, source, settings), text
    draft = flow.write_script(source, settings, strict=strict)
    warn(draft.article.warnings)
    if not force:
        desk.refuse_to_lose_edits(draft.script, out)
    return draft.script, None


def _show(result: Result) -> None:
    from narrate.cli.tables import minutes, speakers_table

    speakers_table(result.edition, result.casting)
    recording, edition = result.recording, result.edition
    click.echo(
        f"{minutes(edition.duration_ms)}, {recording.loudness_lufs:.1f} LUFS as heard, "
        f"true peak {recording.true_peak_dbtp:.1f} dBTP; {recording.spoken} spoken, {recording.cached} from the cache"
    )
    for name in result.files:
        click.echo(result.home / name)
