"""Warnings on standard error: one line each, never in the way of the output."""

from __future__ import annotations

from collections.abc import Iterable

import click


def warn(warnings: Iterable[str]) -> None:
    """Print each warning."""
    for warning in warnings:
        click.echo(f"narrate: warning: {' '.join(warning.split())}", err=True)
