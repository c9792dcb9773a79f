"""Rows of text that fit the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

PIPE_COLUMNS = 100


def columns() -> int:
    """The width of the terminal, or that of a pipe."""
    return shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns if sys.stdout.isatty() else PIPE_COLUMNS


def wrapped(text: str, lead: str = "") -> str:
    """The text folded to the terminal's width; `lead` stands before the first row, spaces before the others.

    Wide characters count as two columns; characters that would steer the terminal become spaces. No-break spaces hold
    words together and are printed as spaces.
    """
    rows = [row for paragraph in text.splitlines() for row in _fold(paragraph, max(10, columns() - len(lead) - 1))]
    return f"\n{' ' * len(lead)}".join([lead + rows[0], *rows[1:]]) if rows else lead


def shortened(text: str, characters: int) -> str:
    """The text on one row, cut where it is too long."""
    words = " ".join(text.split())
    return words if len(words) <= characters else words[: characters - 1] + "…"


def _fold(text: str, room: int) -> Iterator[str]:
    from rich.cells import cell_len, chop_cells

    row = ""
    for word in text.split(" "):
        printable = "".join(c if c.isprintable() else " " for c in word)
        joined = f"{row} {printable}" if row else printable
        if cell_len(joined) <= room:
            row = joined
            continue
        if row:
            yield row
        *full, row = chop_cells(printable, room) or [""]
        yield from full
    yield row
