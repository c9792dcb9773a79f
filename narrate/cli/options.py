"""Options that several commands share, and where things are by default."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

source = click.argument("source", metavar="ARTICLE")
out = click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for editions."
)
voices = click.option(
    "--voices",
    "voices_file",
    type=click.Path(path_type=Path),
    help="Settings and cast.  [default: voices.yaml here, if there is one]",
)
strict = click.option("--strict", is_flag=True, help="Treat a warning about the article as an error.")
allow_private = click.option(
    "--allow-private", is_flag=True, help="Fetch addresses of this machine and its own network too."
)
robots = click.option(
    "--respect-robots/--ignore-robots",
    "robots",
    default=None,
    help="Obey robots.txt for every address, or for none.  [default: for feeds]",
)
track = click.option(
    "--track", type=click.IntRange(1), default=None, metavar="N", help="The episode's number in its show."
)
cover = click.option("--cover", default="", metavar="PICTURE", help="A picture for the cover: a file or an address.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors and warnings.")
verbose = click.option("-v", "--verbose", is_flag=True, help="Print more.")
cache = click.option(
    "--cache", type=click.Path(path_type=Path), help="Folder for finished takes.  [default: your cache folder]"
)


def voices_path(named: Path | None) -> Path | None:
    """The settings file to use: the one named, or voices.yaml in the working folder."""
    here = Path("voices.yaml")
    return named or (here if here.is_file() else None)


def cache_path(named: Path | None) -> Path:
    """The folder for takes: the one named, NARRATE_CACHE, or the user's cache folder."""
    import platformdirs

    if named is not None:
        return named
    if from_environment := os.environ.get("NARRATE_CACHE"):
        return Path(from_environment)
    return platformdirs.user_cache_path("narrate", appauthor=False)
