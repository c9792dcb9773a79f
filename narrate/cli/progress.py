"""A progress bar on a terminal; silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from narrate.model import Progress, Report


@contextmanager
def progress(quiet: bool = False) -> Iterator[Report | None]:
    """Give a function that shows how far a run has come, or None where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[made]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("speaking", total=None, made="")

        def show(state: Progress) -> None:
            made = f"{state.audio_ms / 60_000:.1f} min" if state.audio_ms else ""
            description = state.stage or "speaking"
            bar.update(task, completed=state.done, total=state.total, description=description, made=made)

        yield show


@contextmanager
def download(name: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how many bytes of how many have come; it shows nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress as Bar, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
