"""narrate embed: the player of an edition, for another page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from narrate.cli import options


@click.command()
@click.argument("edition", metavar="EDITION", type=click.Path(path_type=Path))
@click.option(
    "--base-url", metavar="URL", help="Where the folder of editions stands on the web.  [default: voices.yaml]"
)
@options.voices
@options.as_json
def embed(edition: Path, base_url: str | None, voices_file: Path | None, as_json: bool) -> None:
    """Print the <iframe> that shows the player of an edition in another page.

    With --json: an oEmbed answer, as in embed.json. Without an address the frame looks for player.html beside the page.
    """
    from dataclasses import replace

    from narrate import episode, folder, lookup

    settings = lookup.load_settings(options.voices_path(voices_file)).episode
    if base_url is not None:
        if not base_url.lower().startswith(("http://", "https://")):
            raise click.BadParameter(
                f"'{base_url}' is no address such as https://example.org/audio/", param_hint="--base-url"
            )
        settings = replace(settings, base_url=base_url.rstrip("/") + "/")
    found = episode.read_record(folder.read_record(edition), settings, where=str(edition / folder.EDITION))
    answer = episode.embed(found).decode("utf-8")
    click.echo(answer if as_json else json.loads(answer)["html"], nl=not as_json)
