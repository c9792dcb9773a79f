"""narrate build: an article or a script -> an edition."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options
from narrate.cli.messages import complain, warn
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.batch import Orders
    from narrate.flow import Result
    from narrate.intake import Found
    from narrate.logbook import Provenance
    from narrate.model import Script, Settings

SHOWN = {"index.html": "to read along", "script.yaml": "to correct"}
"""The files of an edition that people open first, after the recording."""
MOST_AGAIN = 12
"""Lines spoken again that are named one by one."""


@click.command()
@click.argument("sources", metavar="ARTICLE|SCRIPT.yaml|FOLDER...", nargs=-1, required=True)
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
@click.option("--cluster", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler.")
@click.option("--srt", is_flag=True, help="Also write subtitles (transcript.srt).")
@click.option("--single-file", is_flag=True, help="Put the recording into the page itself (index.html).")
@options.cover
@click.option("--open", "open_", is_flag=True, help="Open the page to read along.")
@click.option("--require-reviewed", is_flag=True, help="Refuse while a speaker is unsure: exit code 3.")
@click.option("--remember", is_flag=True, help="Write who was heard in which voice into voices.yaml.")
@click.option(
    "--keep-going/--fail-fast", default=True, help="After an article that fails: the others, or none.  [default: go on]"
)
@options.as_json
@options.quiet
@options.verbose
@click.option("--force", is_flag=True, help="Build what stands already, even if its script was edited by hand.")
def build(
    sources: tuple[str, ...],
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
    cluster: str | None,
    srt: bool,
    single_file: bool,
    cover: str,
    open_: bool,
    require_reviewed: bool,
    remember: bool,
    keep_going: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    force: bool,
) -> int:
    """Make the audio edition of an article, or speak an edited script; or of many.

    ARTICLE is a file (text, HTML, Markdown, EPUB, PDF, DOCX), an address, a feed, an outline, or - for standard
    input. Of a feed, entries that were built before are skipped. Of several sources, or a folder, only what is new
    or changed is built; one that fails is named, and the others go on. out/batch.json tells what became of each.

    The edition is a folder, out/TITLE/: episode.mp3, script.yaml (correct it and build it again), edition.json,
    transcripts and chapters. Words spoken before come from the cache.
    """
    from narrate import batch, desk, flow, lookup
    from narrate.cli import many
    from narrate.cli.progress import progress
    from narrate.intake import Intake, find_articles

    settings = lookup.load_settings(options.voices_path(voices_file))
    extras = flow.Extras(srt, single_file, cover, allow_private)
    takes = options.cache_path(cache)

    def perform(written: Script, text: str | None, provenance: Provenance) -> None:
        with progress(quiet) as report:
            result = flow.perform(
                written,
                settings,
                out,
                cache=takes,
                script_text=text,
                workers=workers,
                extras=extras,
                provenance=provenance,
                report=report,
            )
        if not quiet:
            _show(result, verbose)
        if remember:
            _remember(result, settings, options.voices_path(voices_file) or Path("voices.yaml"))
        if open_:
            click.launch(str(result.home / "index.html"))

    intake = Intake(newest, since, chapters, strict, allow_private, robots, takes / "feeds")
    orders = batch.Orders(settings, out, takes, extras, strict, force, require_reviewed)
    elsewhere = settings.cluster.address if cluster is None else cluster
    wishes = many.Wishes(workers, elsewhere, keep_going, as_json, quiet, verbose)
    if len(sources) > 1 or as_json or cluster or Path(sources[0]).is_dir():
        if open_ or remember:
            raise click.UsageError("--open and --remember are for one article")
        return many.build(list(batch.gather(sources, out)), orders, intake, wishes)
    (source,) = sources
    if (text := desk.script_text(source)) is not None:
        written = desk.load_script(text, source, settings)
        if require_reviewed:
            desk.refuse_unsure(written, Path(source))
        perform(written, text, batch.provenance_of(written, batch.ScriptFile(source, text), orders))
        return 0
    found = list(find_articles(source, settings, intake))
    if len(found) > 1 and not (open_ or remember):
        return many.build(found, orders, intake, wishes)
    return _each(found, orders, perform)


def _each(found: Sequence[Found], orders: Orders, perform: Callable[[Script, str | None, Provenance], None]) -> int:
    """Build article after article; one that fails is named and the others go on. The exit code."""
    from narrate import batch

    shelf = batch.Shelf(orders.out) if any(each.of_a_feed for each in found) else None
    failed = 0
    for each in found:
        if shelf is not None and not orders.force and shelf.of(each.origin):
            click.echo(f"built before: {each.origin}")
            continue
        try:
            written, provenance = _draft(each, orders)
            perform(written, None, provenance)
        except NarrateError as error:
            if len(found) == 1:
                raise
            failed += 1
            complain(error)
    return int(failed > 0)


def _draft(found: Found, orders: Orders) -> tuple[Script, Provenance]:
    from narrate import batch, desk, flow
    from narrate.intake import read_content

    content = found.fetch()
    draft = flow.write_script(read_content(content, found.settings, found.strict), orders.settings)
    warn(draft.article.warnings)
    if not orders.force:
        desk.refuse_to_lose_edits(desk.place_of(draft.script, orders.out))
    if orders.reviewed:
        desk.settle_first(draft.script, orders.settings, orders.out)
    return draft.script, batch.provenance_of(draft.script, content, orders)


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
        first = {result.edition.audio: "", **SHOWN}
        others = len(result.files) - len(first)
        shown = ", ".join(f"{name} {purpose}".strip() for name, purpose in first.items())
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
