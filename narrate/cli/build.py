"""narrate build: an article or a script -> an edition."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli import options
from narrate.errors import NarrateError


def _day(_context: click.Context, _option: click.Parameter, text: str) -> str:
    from datetime import datetime

    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write it as 2026-11-20 or 2026-11-20T07:00") from None
    return text


@click.command()
@click.argument("sources", metavar="ARTICLE|SCRIPT.yaml|FOLDER...", nargs=-1, required=True)
@options.out
@options.voices
@options.cache
@options.strict
@options.allow_private
@options.robots
@click.option("--newest", type=click.IntRange(1), help="Of a feed: so many entries.  [default: 1]")
@click.option(
    "--since", default="", metavar="DATE", callback=_day, help="Of a feed: all entries from this day on (2026-11-20)."
)
@click.option("--chapters", is_flag=True, help="Of a book: one edition for every chapter.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.  [default: by the machine]")
@click.option("--cluster", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler.")
@click.option("--srt", is_flag=True, help="Also write subtitles (transcript.srt).")
@click.option("--single-file", is_flag=True, help="Put the recording into the page itself (index.html).")
@options.cover
@options.track
@click.option("--open", "open_", is_flag=True, help="Open the page to read along.")
@click.option("--require-reviewed", is_flag=True, help="Refuse while a speaker is unsure: exit code 3.")
@click.option("--remember", is_flag=True, help="Write who was heard in which voice into voices.yaml.")
@click.option(
    "--keep-going/--fail-fast", default=True, help="After an article that fails: the others, or none.  [default: go on]"
)
@click.option("--estimate", is_flag=True, help="Only tell what would have to be spoken, and its price.")
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
    track: int | None,
    open_: bool,
    require_reviewed: bool,
    remember: bool,
    keep_going: bool,
    estimate: bool,
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
    from narrate.cli import costs, many, single
    from narrate.intake import Intake, find_articles
    from narrate.sound import Purse

    if "" in sources:
        raise click.UsageError("an article's name is empty")
    voices = options.voices_path(voices_file)
    settings, takes = lookup.load_settings(voices), options.cache_path(cache)
    intake = Intake(newest, since, chapters, strict, allow_private, robots, takes / "feeds")
    extras = flow.Extras(srt, single_file, cover, allow_private, track or 0)
    orders = batch.Orders(settings, out, takes, extras, strict, force, require_reviewed)
    if estimate:
        return costs.show(sources, orders, intake)
    elsewhere = settings.cluster.address if cluster is None else cluster
    wishes = many.Wishes(workers, elsewhere, keep_going, as_json, quiet, verbose)
    alone = open_ or remember
    if len(sources) > 1 or as_json or cluster or Path(sources[0]).is_dir():
        if alone:
            raise click.UsageError("--open and --remember are for one article")
        gathered = list(batch.gather(sources, out))
        if not gathered:
            raise NarrateError(f"{', '.join(sources)}: no article in it", "name articles, or a folder that holds some")
        return many.build(gathered, orders, intake, wishes)
    desk_of_one = single.Single(orders, wishes, open_, (voices or Path("voices.yaml")) if remember else None, Purse())
    (source,) = sources
    if (text := desk.script_text(source)) is not None:
        return desk_of_one.build_script(source, text)
    found = list(find_articles(source, settings, intake))
    return desk_of_one.build(found) if len(found) == 1 or alone else many.build(found, orders, intake, wishes)
