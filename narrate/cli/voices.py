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
    rows = _offered(engine) if engine else _own(settings)
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


def _own(settings: Settings) -> list[dict[str, str]]:
    from narrate import flow

    parts = dict.fromkeys(settings.pool, "pool") | {entry.voice: "cast" for entry in settings.cast}
    parts |= {settings.quote: "unsure quotes", settings.narrator: "narrator"}
    rows = []
    for name, voice in settings.voices.items():
        found = flow.voices_of(voice.language, settings)(name)
        row = {"voice": name, "language": voice.language, "gender": voice.gender, "part": parts.get(name, "")}
        rows.append({**row, "engine": found.engine, "id": found.id})
    return rows


def _offered(engine: str) -> list[dict[str, str]]:
    from narrate import engines

    return [
        {"id": voice.id, "name": voice.name, "language": ", ".join(voice.languages), "gender": voice.gender}
        for voice in engines.load(engine).voices()
    ]


def _speaks(language: str, wanted: str) -> bool:
    return any(tag == wanted or tag.startswith(wanted + "-") for tag in language.split(", "))


def _print(rows: list[dict[str, Any]], settings: Settings, engine: str | None) -> None:
    from narrate import engines
    from narrate.cli.tables import print_table, table

    if not rows:
        click.echo("no such voice")
        return
    made = table(*(key.capitalize() for key in rows[0]))
    for row in rows:
        made.add_row(*(str(value) for value in row.values()))
    print_table(made)
    if not engine:
        others = ", ".join(name for name in engines.names() if name != settings.engine)
        click.echo(f"engine: {settings.engine} (others here: {others}); narrate voices --engine NAME lists all it has")
