"""narrate build: an article or a script -> an edition."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options
from narrate.cli.messages import complain, warn
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.flow import Result
    from narrate.intake import Found, Intake
    from narrate.model import Script, Settings

SHOWN = {"episode.mp3": "", "index.html": "to read along", "script.yaml": "to correct"}
"""The files of an edition that people open first."""
MOST_AGAIN = 12
"""Lines spoken again that are named one by one."""


@click.command()
@click.argument("source", metavar="ARTICLE|SCRIPT.yaml")
@options.out
@options.voices
@options.cache
@options.strict
@options.allow_private
@options.robots
@click.option("--newest", type=click.IntRange(1), help="Of a feed: so many entries.  [default: 1]")
@click.option("--since", default="", metavar="DATE", help="Of a feed: all entries from this day on (2026-11-20).")
@click.option("--chapters", is_flag=True, help="Of a book: one edition for every chapter.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.  [default: by the machine]")
@click.option("--srt", is_flag=True, help="Also write subtitles (transcript.srt).")
@click.option("--single-file", is_flag=True, help="Put the recording into the page itself (index.html).")
@options.cover
@click.option("--open", "open_", is_flag=True, help="Open the page to read along.")
@click.option("--require-reviewed", is_flag=True, help="Refuse while a speaker is unsure: exit code 3.")
@click.option("--remember", is_flag=True, help="Write who was heard in which voice into voices.yaml.")
@options.quiet
@options.verbose
@click.option("--force", is_flag=True, help="Build the article even if its script was edited by hand.")
def build(
    source: str,
    out: Path,
    voices_file: Path | None,
    cache: Path | None,
    strict: bool,
    allow_private: bool,
    robots: bool | None,
    newest: int | None,
    since: str,
    chapters: bool,
    workers: int | None,
    srt: bool,
    single_file: bool,
    cover: str,
    open_: bool,
    require_reviewed: bool,
    remember: bool,
    quiet: bool,
    verbose: bool,
    force: bool,
) -> int:
    """Make the audio edition of an article, or speak an edited script.

    ARTICLE is a file (text, HTML, Markdown, EPUB, PDF, DOCX), an address, a feed, an outline, or - for standard
    input. Of a feed, entries that were built before are skipped.

    The edition is a folder, out/TITLE/: episode.mp3, script.yaml (correct it and build it again), edition.json,
    transcripts and chapters. Words spoken before come from the cache.
    """
    from narrate import desk, flow, lookup
    from narrate.cli.progress import progress
    from narrate.intake import Intake

    settings = lookup.load_settings(options.voices_path(voices_file))

    def perform(written: Script, text: str | None) -> None:
        with progress(quiet) as report:
            result = flow.perform(
                written,
                settings,
                out,
                cache=options.cache_path(cache),
                script_text=text,
                workers=workers,
                extras=flow.Extras(srt, single_file, cover, allow_private),
                report=report,
            )
        if not quiet:
            _show(result, verbose)
        if remember:
            _remember(result, settings, options.voices_path(voices_file) or Path("voices.yaml"))
        if open_:
            click.launch(str(result.home / "index.html"))

    if (text := desk.script_text(source)) is not None:
        written = desk.load_script(text, source, settings)
        if require_reviewed:
            desk.refuse_unsure(written, Path(source))
        perform(written, text)
        return 0

    def perform_draft(written: Script) -> None:
        if require_reviewed:
            desk.settle_first(written, settings, out)
        perform(written, None)

    intake = Intake(newest, since, chapters, strict, allow_private, robots, options.cache_path(cache) / "feeds")
    return _each(source, settings, intake, out, force, perform_draft)


def _each(
    source: str, settings: Settings, intake: Intake, out: Path, force: bool, perform: Callable[[Script], None]
) -> int:
    """Build every article of a source; one that fails is named and the others go on. The exit code."""
    from narrate.intake import built_already, find_articles

    found = list(find_articles(source, settings, intake))
    done = built_already(out) if not force else frozenset()
    failed = 0
    for article in found:
        if article.of_a_feed and article.origin in done:
            click.echo(f"built before: {article.origin}")
            continue
        try:
            perform(_draft(article, settings, out, force))
        except NarrateError as error:
            if len(found) == 1:
                raise
            failed += 1
            complain(error)
    return int(failed > 0)


def _draft(found: Found, settings: Settings, out: Path, force: bool) -> Script:
    from narrate import desk, flow

    draft = flow.write_script(found.read(), settings)
    warn(draft.article.warnings)
    if not force:
        desk.refuse_to_lose_edits(draft.script, out)
    return draft.script


def _show(result: Result, verbose: bool) -> None:
    from narrate.cli.rows import wrapped
    from narrate.cli.tables import minutes, speakers_table

    speakers_table(result.edition, result.casting)
    _show_again(result, MOST_AGAIN if not verbose else len(result.again))
    warn(result.warnings)
    recording, edition = result.recording, result.edition
    summary = (
        f"{minutes(edition.duration_ms)}, {recording.loudness_lufs:.1f} LUFS as heard, "
        f"true peak {recording.true_peak_dbtp:.1f} dBTP; {recording.spoken} spoken, {recording.cached} from the cache"
    )
    click.echo(wrapped(summary))
    click.echo(f"{result.home}{os.sep}")
    if verbose:
        for name in result.files:
            click.echo(f"  {name}")
    else:
        others = len(result.files) - len(SHOWN)
        shown = ", ".join(f"{name} {purpose}".strip() for name, purpose in SHOWN.items())
        click.echo(wrapped(f"{shown}, and {others} more", "  "))


def _remember(result: Result, settings: Settings, path: Path) -> None:
    from narrate import memory

    for speaker, voice in memory.remember(result.edition.script, result.casting, settings, path).items():
        click.echo(f"remembered in {path}: {speaker}: {voice}", err=True)


def _show_again(result: Result, most: int) -> None:
    """The lines that were spoken again, and why."""
    from narrate.cli.rows import shortened, wrapped

    lines = result.edition.script.lines
    for each in result.again[:most]:
        line = lines[each.line]
        about = f"spoken again: line {each.line + 1}, {line.label}: {each.reason}: {shortened(line.text, 40)}"
        click.echo(wrapped(about))
    if len(result.again) > most:
        click.echo(f"spoken again: {len(result.again) - most} more; --verbose shows all")
