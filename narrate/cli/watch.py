"""narrate watch: build, and publish, what is new in feeds and folders."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options
from narrate.cli.many import Wishes, pool_for, tell
from narrate.cli.messages import complain
from narrate.cli.progress import BatchView
from narrate.cli.publish import podcast_option
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.batch import Memory, Orders, Watch
    from narrate.intake import Intake

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FEEDS_SECONDS, _FOLDERS_SECONDS = 600.0, 10.0


def _seconds(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", value.strip())
    if not found or not float(found[1]):
        raise click.BadParameter(f"{value!r} is no time: write 30s, 10m, 1h or 1d")
    return float(found[1]) * _UNITS[found[2]]


@click.command()
@click.argument("places", metavar="FEED|FOLDER...", nargs=-1, required=True)
@click.option(
    "--every", callback=_seconds, metavar="TIME", help="Look again after 30s, 10m, 1h.  [default: 10m; folders: 10s]"
)
@click.option("--once", is_flag=True, help="Look once and end: for cron.")
@click.option("--publish", "publishes", is_flag=True, help="Publish what was built, as podcast.yaml says.")
@podcast_option
@click.option("--newest", type=click.IntRange(1), default=1, show_default=True, help="Of a feed at the first look.")
@options.out
@options.voices
@options.cache
@options.strict
@options.allow_private
@options.robots
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that speak.  [default: by the machine]")
@click.option("--cluster", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler.")
@options.quiet
def watch(
    places: tuple[str, ...],
    every: float | None,
    once: bool,
    publishes: bool,
    podcast_file: Path,
    newest: int,
    out: Path,
    voices_file: Path | None,
    cache: Path | None,
    strict: bool,
    allow_private: bool,
    robots: bool | None,
    workers: int | None,
    cluster: str | None,
    quiet: bool,
) -> int:
    """Build what is new in feeds and folders, each article once, also after a restart.

    Of a feed that was never looked at, only the newest entry is built. An article that fails is tried again at the
    next looks. A second watcher of the same folder for editions ends with an error.
    """
    from narrate import batch, lookup
    from narrate.intake import Intake

    settings, takes = lookup.load_settings(options.voices_path(voices_file)), options.cache_path(cache)
    taking = Intake(newest, "", False, strict, allow_private, robots, takes / "feeds")
    orders = batch.Orders(settings, out, takes, strict=strict)
    wishes = Wishes(workers, settings.cluster.address if cluster is None else cluster, quiet=quiet)
    pause = every or (_FOLDERS_SECONDS if all(Path(place).is_dir() for place in places) else _FEEDS_SECONDS)
    with batch.lock(out), _ended_by_sigterm():
        memory = batch.memory_in(out)
        watched = batch.Watch(places, orders, taking, memory)
        turn = _Turn(watched, memory, orders, taking, wishes, podcast_file if publishes else None)
        try:
            while True:
                code = turn.take()
                if once:
                    return code
                time.sleep(pause)
        except _Ended:
            return 0  # as asked: what is half done is given up, finished takes stay in the cache


class _Ended(BaseException):
    """Somebody asked the process to end; no handler of errors may take this for one."""


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise _Ended

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@dataclass(frozen=True)
class _Turn:
    """One look and what follows from it."""

    watched: Watch
    memory: Memory
    orders: Orders
    taking: Intake
    wishes: Wishes
    podcast: Path | None

    def take(self) -> int:
        """Build and publish what is new. The exit code: 1 if anything failed."""
        look = self.watched.look()
        for place, error in look.troubles:
            named = error.message if place in error.message else f"{place}: {error.message}"
            complain(NarrateError(named, error.hint))
        failed = bool(look.troubles)
        if look.new:
            failed |= self._build(look.new)
        if self.podcast is not None and self.memory.unpublished:
            failed |= self._publish(self.podcast)
        return int(failed)

    def _build(self, new: Any) -> bool:
        from narrate import batch

        failed = False
        view = BatchView()
        making = batch.Batch(self.orders, shared_disk=not self.wishes.cluster)
        try:
            with (
                pool_for(self.orders, self.wishes) as pool,
                closing(batch.run(new, making, self.taking, pool)) as rows,
            ):
                for row in rows:
                    tell(row, self.orders, view, self.wishes)
                    self.watched.note(row, self.podcast is not None)
                    failed |= row.state == "failed"
        except NarrateError as error:  # the cluster: it may be back at the next look
            complain(error)
            return True
        return failed

    def _publish(self, podcast: Path) -> bool:
        from narrate import flow, publishing

        failed = False
        for slug in list(self.memory.unpublished):
            try:
                report = flow.publish([self.orders.out / slug], podcast)
            except NarrateError as error:
                complain(error)
                return True
            if not self.wishes.quiet or report.failed:
                click.echo(publishing.describe(report))
            failed |= report.failed  # no show takes it: that is for a person to change, and then to publish
            self.memory.unpublished.remove(slug)
            self.memory.save()
        return failed
