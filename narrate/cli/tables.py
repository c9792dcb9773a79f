"""The tables that commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from narrate.cast import Casting
    from narrate.model import Edition


def minutes(ms: int) -> str:
    """Milliseconds as 3:07."""
    seconds = round(ms / 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def table(*headings: str, right: tuple[str, ...] = ()) -> Table:
    """A plain table; headings in `right` stand over numbers."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        made.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return made


def print_table(made: Table) -> None:
    """Print a table at the width of the terminal, or at 100 columns in a pipe."""
    import sys

    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 100, highlight=False, markup=False).print(made)


def speakers_table(edition: Edition, casting: Casting) -> None:
    """Who speaks how many lines in which voice for how long."""
    from rich.text import Text

    totals: dict[tuple[str, str], list[int]] = {}
    unsure = 0
    for timed in edition.lines:
        wanted = casting.voice_of(timed.line)
        heard = timed.voice if timed.voice == wanted else f"{timed.voice} (instead of {wanted})"
        total = totals.setdefault((timed.line.label, heard), [0, 0])
        total[0] += 1
        total[1] += timed.end_ms - timed.start_ms
        unsure += timed.line.unsure
    made = table("Speaker", "Voice", "Lines", "Minutes", right=("Lines", "Minutes"))
    for (speaker, voice), (lines, ms) in sorted(totals.items(), key=lambda item: -item[1][1]):
        shared = " (shared)" if speaker in casting.shared else ""
        made.add_row(Text(speaker), Text(voice + shared), str(lines), minutes(ms))
    print_table(made)
    if unsure:
        from narrate.cli.messages import warn

        warn([f"{unsure} line{'s' * (unsure != 1)} with an unsure speaker: look for '?' in script.yaml"])
