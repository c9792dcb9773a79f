"""narrate schema: JSON Schemas, so that editors complete and check the files that people write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

NAMES = ("voices", "script", "podcast")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write a file instead of printing.")
def schema(name: str, out: Path | None) -> None:
    """Print the JSON Schema of voices.yaml, script.yaml or podcast.yaml.

    An editor with YAML support completes and checks a file whose first line is
    '# yaml-language-server: $schema=PATH', or one whose name its settings tie to the schema.
    """
    from narrate import folder

    text = schema_text(name)
    if out is None:
        click.echo(text, nl=False)
        return
    folder.write_whole(out, text.encode("utf-8"))
    click.echo(f"written: {out}", err=True)


def schema_text(name: str) -> str:
    """One of the schemas, as JSON."""
    return json.dumps(_schema(name), ensure_ascii=False, indent=1) + "\n"


def _schema(name: str) -> dict[str, Any]:
    from narrate import config, engines, publishing, script

    if name == "voices":
        return config.schema(engines.names())
    return script.schema() if name == "script" else publishing.podcast_schema()
