"""narrate verify: listen to a finished edition with a recogniser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.verification import Verification


@click.command()
@click.argument("edition", type=click.Path(path_type=Path))
@click.option(
    "--server", default="", metavar="URL", help="Ask a server with /audio/transcriptions, by its /v1 address."
)
@click.option("--model", default="whisper-1", show_default=True, help="Of the server.")
@click.option("--key-env", default="", metavar="NAME", help="Environment variable that holds the server's key.")
@click.option("--respeak", is_flag=True, help="Have bad lines said anew, from another seed; the best take stays.")
@options.voices
@options.cache
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that listen.  [default: by the machine]")
@options.as_json
@options.quiet
def verify(
    edition: Path,
    server: str,
    model: str,
    key_env: str,
    respeak: bool,
    voices_file: Path | None,
    cache: Path | None,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Listen to EDITION, a folder, and name the lines whose words are not to be heard in it.

    Without --server the recogniser is pocketsphinx (English; the extra `verify`). It mishears too, so a line counts as
    bad by what is usual with its voice: when more words on end differ than that voice's own errors explain. Exit code 3
    if bad lines remain.
    """
    from narrate import hearing, lookup, verification
    from narrate.cli.progress import progress

    settings = lookup.load_settings(options.voices_path(voices_file))
    ear: hearing.Ear = hearing.ServerEar(server, model, key_env) if server else hearing.PocketsphinxEar()
    with progress(quiet or as_json) as report:
        found = verification.verify(edition, settings, ear, workers=workers, report=report)
        if respeak and found.bad:
            found = verification.respeak(
                found, settings, ear, cache=options.cache_path(cache), workers=workers, report=report
            )
    if as_json:
        click.echo(json.dumps(found.described(), ensure_ascii=False, indent=1))
    elif not quiet:
        _show(found)
    return 3 if found.bad else 0


def _show(found: Verification) -> None:
    from narrate import hearing
    from narrate.cli.rows import wrapped
    from narrate.cli.tables import print_table, table

    made = table("Voice", "Lines", "Words", "Word errors", "Longest run", "Bad lines", right=("Lines", "Words"))
    for each in hearing.summaries(found.verdicts):
        made.add_row(
            each.voice, str(each.lines), str(each.words), f"{each.word_error:.1%}", str(each.longest_run), str(each.bad)
        )
    print_table(made)
    for verdict in found.bad:
        heard = verdict.heard
        said, instead = verdict.missing or "nothing", verdict.instead or "nothing"
        click.echo(wrapped(f"line {heard.line + 1}, {heard.speaker} ({heard.voice}): said: {said}; heard: {instead}"))
    if found.respoken:
        click.echo(f"another take: line {', '.join(str(line + 1) for line in found.respoken)} (in script.yaml)")
    if found.fixed:
        numbers = ", ".join(str(line + 1) for line in found.fixed)
        click.echo(wrapped(f"no other take: line {numbers}: the engine says the same words always the same way"))
    click.echo(f"heard by {found.ear}; {len(found.bad)} bad of {len(found.verdicts)} lines")
