"""narrate voices: what can speak here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import Settings


@click.command()
@options.voices
@click.option("--engine", help="List everything this engine offers.")
@click.option("--lang", default="", help="Only voices of this language, for example en or en-gb.")
@click.option("--gender", type=click.Choice(["female", "male"]), help="Only voices of this gender.")
@options.as_json
def voices(voices_file: Path | None, engine: str | None, lang: str, gender: str | None, as_json: bool) -> None:
    """List the voices of voices.yaml and their part, or all that an engine offers."""
    from narrate import flow

    settings = flow.load_settings(options.voices_path(voices_file))
    rows = flow.engine_voices(engine) if engine else flow.own_voices(settings)
    wanted = lang.lower().replace("_", "-")
    rows = [
        row
        for row in rows
        if (not wanted or _speaks(row["language"], wanted)) and (gender is None or row["gender"] == gender)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    _print(rows, settings, engine)


def _speaks(language: str, wanted: str) -> bool:
    return any(tag == wanted or tag.startswith(wanted + "-") for tag in language.split(", "))


def _print(rows: list[dict[str, Any]], settings: Settings, engine: str | None) -> None:
    from narrate import flow
    from narrate.cli.tables import print_table, table

    if not rows:
        click.echo("no such voice")
        return
    made = table(*(key.capitalize() for key in rows[0]))
    for row in rows:
        made.add_row(*(str(value) for value in row.values()))
    print_table(made)
    if not engine:
        others = ", ".join(name for name in flow.engine_names() if name != settings.engine)
        click.echo(f"engine: {settings.engine} (others here: {others}); narrate voices --engine NAME lists all it has")
