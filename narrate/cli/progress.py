"""A progress bar on a terminal; silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from narrate.model import Progress, Report

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


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


class BatchView:
    """How far a run over many articles is; nothing is shown where nobody watches."""

    def report_for(self, number: int) -> Report:
        """What hears of the progress of the job of this number."""
        return lambda progress: None

    def ended(self) -> None:
        """One article has come to its end."""

    def above(self) -> AbstractContextManager[object]:
        """Within it, lines may be printed."""
        return nullcontext()


class _Bar(BatchView):
    def __init__(self, bar: Bar, total: int) -> None:
        self._bar = bar
        self._lines = self._ended = 0
        self._task = bar.add_task("articles", total=total, lines="")

    def report_for(self, number: int) -> Report:
        def hear(progress: Progress) -> None:
            if progress.stage == "speaking":
                self._lines += 1
                self._bar.update(self._task, lines=f"{self._lines} lines spoken")

        return hear

    def ended(self) -> None:
        self._ended += 1
        total = self._bar.tasks[0].total or 0  # a feed holds more than one
        self._bar.update(self._task, completed=self._ended, total=max(total, self._ended))

    @contextmanager
    def above(self) -> Iterator[None]:
        self._bar.stop()
        yield
        self._bar.start()


@contextmanager
def batch_view(quiet: bool, total: int) -> Iterator[BatchView]:
    """One view for all articles of a run."""
    if quiet or not sys.stderr.isatty():
        yield BatchView()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[lines]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, total)


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
