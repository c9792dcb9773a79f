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


def warn(warnings: Iterable[str]) -> None:
    """Print each warning."""
    for warning in warnings:
        click.echo(f"narrate: warning: {' '.join(warning.split())}", err=True)
