"""narrate cache: the takes that were spoken before."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from narrate.cli import options


@click.group()
def cache() -> None:
    """Look after the folder of finished takes."""


@cache.command()
@options.cache
@options.as_json
def info(cache: Path | None, as_json: bool) -> None:
    """Show where the cache is and what it holds."""
    from narrate import sound

    found = sound.cache_info(options.cache_path(cache))
    if as_json:
        most = {"most_bytes": sound.most_bytes()}
        click.echo(json.dumps({**asdict(found), "path": str(found.path), **most}, indent=1))
        return
    held = f"{found.takes} takes, {found.pieces} encoded pieces, {_size(found.total_bytes)}"
    click.echo(f"{found.path}\n{held} of {_size(sound.most_bytes())} at most")


@cache.command()
@click.option("--to", "limit", default="1G", show_default=True, metavar="SIZE", help="Keep this much: 500M, 2G, 0.")
@options.cache
def prune(limit: str, cache: Path | None) -> None:
    """Remove the takes that were not used for longest, until SIZE is left."""
    from narrate import sound

    most = sound.size_of(limit)
    if most is None:
        raise click.BadParameter(f"'{limit}' is no size such as 500M or 2G", param_hint="--to")
    click.echo(f"{_size(sound.prune(options.cache_path(cache), most))} removed")


@cache.command()
@options.cache
def verify(cache: Path | None) -> None:
    """Check every take against its digest; damaged ones are removed and spoken again by the next build."""
    from narrate import sound

    found = sound.verify(options.cache_path(cache))
    click.echo(f"{found.sound} sound, {len(found.damaged)} damaged and removed")


def _size(count: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"
