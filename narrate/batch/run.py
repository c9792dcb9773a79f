"""A run over many sources: rows in the order in which articles are done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing

from narrate import desk, intake
from narrate.batch.production import Batch
from narrate.batch.rows import Row
from narrate.batch.sources import Source
from narrate.errors import NarrateError
from narrate.model import Report
from narrate.tasks import Job, Stage
from narrate.workers import Pool, work_off


def run(
    sources: Iterable[Source | intake.Found],
    batch: Batch,
    taking: intake.Intake,
    pool: Pool,
    report_for: Callable[[int], Report] | None = None,
) -> Generator[Row, None, None]:
    """Build what is missing of all these sources over one pool of workers; one that fails does not stop the others.

    Close the generator to stop: what is half done is given up, finished takes stay in the cache.
    """
    with closing(work_off(_jobs(sources, batch, taking), pool, report_for)) as ended:
        for done in ended:
            if done.result is None:
                assert done.error is not None
                raise done.error
            yield done.result


def _jobs(sources: Iterable[Source | intake.Found], batch: Batch, taking: intake.Intake) -> Iterator[Job[Row]]:
    settings = batch.orders.settings
    for source in sources:
        if isinstance(source, intake.Found):
            yield _of_a_feed(source, batch) or batch.article(source)
            continue
        if source.skipped:
            yield _known(Row(source.name, "skipped", why=source.skipped))
            continue
        try:
            if (text := desk.script_text(source.name)) is not None:
                yield batch.script(source.name, text)
                continue
            for found in intake.find_articles(source.name, settings, taking):
                yield _of_a_feed(found, batch) or batch.article(found)
        except NarrateError as error:
            row = Row(source.name, "failed", why=error.message, hint=error.hint, exit_code=error.exit_code)
            yield _known(row)


def _of_a_feed(found: intake.Found, batch: Batch) -> Job[Row] | None:
    """The row of a feed's entry that was built before: to see whether it changed, its page would have to be fetched."""
    if not found.of_a_feed or batch.orders.force:
        return None
    known = batch.shelf.of(found.origin)
    return _known(Row(found.origin, "unchanged", known.slug, why="built before")) if known else None


def _known(row: Row) -> Job[Row]:
    """A job that has nothing to do."""
    yield Stage("", ())
    return row
