"""narrate outline: every block of an article, read or not, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import Article, Block


@click.command()
@options.source
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write an outline to edit and build from.")
@options.voices
@options.strict
@options.allow_private
@options.robots
@options.as_json
def outline(
    source: str,
    out: Path | None,
    voices_file: Path | None,
    strict: bool,
    allow_private: bool,
    robots: bool | None,
    as_json: bool,
) -> None:
    """Show every block of an article: what will be read, what is dropped, and why.

    With -o FILE the outline is written as a file: change it, then: narrate build FILE
    """
    from narrate import folder, lookup, reading
    from narrate.cli.messages import warn
    from narrate.intake import Intake, read_article

    settings = lookup.load_settings(options.voices_path(voices_file))
    article = read_article(source, settings, Intake(strict=strict, allow_private=allow_private, robots=robots))
    if out is not None:
        folder.write_whole(out, reading.dump_outline(article).encode("utf-8"))
        click.echo(f"written: {out}", err=True)
    if as_json:
        content = json.dumps(reading.outline_of(article), ensure_ascii=False, indent=1)
        click.echo(content.encode("utf-8", "replace").decode("utf-8"))
        return
    warn(article.warnings)
    for name in ("title", "author", "date", "language", "site", "url"):
        if getattr(article, name):
            click.echo(f"{name:>12}  {getattr(article, name)}")
    for block in article.blocks:
        click.echo(_row(article, block))


def _row(article: Article, block: Block) -> str:
    words = " ".join(article.text[block.start : block.end].split())
    short = words if len(words) <= 90 else words[:89] + "…"
    kind = f"{block.kind}{f' {block.level}' if block.kind == 'heading' else ''}"
    if not block.kept:
        return click.style(f"{'- ' + kind:>14}  {short}  [{block.reason}]", fg="red", dim=True)
    return f"{click.style(f'{kind:>14}', fg='green')}  {click.style(short, bold=block.kind in ('title', 'heading'))}"
