"""Errors and warnings on standard error: one line each, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable

import click

from narrate.errors import NarrateError


def complain(error: NarrateError) -> int:
    """Print an error and its hint; return its exit code."""
    click.echo(f"narrate: {' '.join(error.message.split())}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
    return error.exit_code


def show_page(place: str) -> None:
    """Open a page in the browser; where nothing here can, say where it is."""
    if click.launch(place) != 0:
        click.echo(f"nothing here opens pages; the page is {place}", err=True)


def warn(warnings: Iterable[str]) -> None:
    """Print each warning."""
    for warning in warnings:
        click.echo(f"narrate: warning: {' '.join(warning.split())}", err=True)
