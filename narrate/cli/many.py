"""What narrate build shows and answers when it makes many articles."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from narrate.cli.messages import complain, warn
from narrate.cli.progress import BatchView, batch_view
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.batch import BatchFile, Orders, Row, Source
    from narrate.intake import Found, Intake
    from narrate.workers import Pool

MOST_SKIPPED = 8
"""Files that are no articles, named one by one."""


@dataclass(frozen=True)
class Wishes:
    """How the run should go and what should be told of it."""

    workers: int | None = None
    cluster: str = ""  # address of a scheduler; empty: this machine's processors
    keep_going: bool = True
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False


def build(sources: Sequence[Source | Found], orders: Orders, intake: Intake, wishes: Wishes) -> int:
    """Build what is missing of many sources. The exit code: 3 if all that fails wants a review, else 1."""
    from narrate import batch

    quiet = wishes.quiet or wishes.as_json
    codes: set[int] = set()
    skipped: list[Row] = []
    making = batch.Batch(orders, shared_disk=not wishes.cluster)
    with (
        batch.BatchFile(orders.out) as record,
        pool_for(orders, wishes) as pool,
        batch_view(quiet, len(sources)) as view,
        closing(batch.run(sources, making, intake, pool, view.report_for)) as rows,
    ):
        for row in rows:
            record.add(row)
            tell(row, orders, view, wishes)
            codes.add(row.exit_code)
            if row.state == "skipped" and len(skipped) < MOST_SKIPPED:
                skipped.append(row)
            if row.state == "failed" and not wishes.keep_going:
                break
    if wishes.as_json:
        click.echo(record.path.read_text(encoding="utf-8"), nl=False)
    elif not wishes.quiet:
        _summarize(record, skipped)
    codes.discard(0)
    return 3 if codes == {3} else int(bool(codes))


def pool_for(orders: Orders, wishes: Wishes) -> Pool:
    """The workers of a run. ClusterError."""
    from narrate import batch
    from narrate.workers import Processes

    return batch.cluster_of(wishes.cluster, orders) if wishes.cluster else Processes(wishes.workers)


def tell(row: Row, orders: Orders, view: BatchView, wishes: Wishes) -> None:
    """Print what became of an article."""
    from narrate.cli.tables import minutes

    view.ended()
    with view.above():
        if row.state == "failed":
            named = row.why if row.why.startswith(row.source) else f"{row.source}: {row.why}"
            complain(NarrateError(named, row.hint))
        warn(row.warnings)
        if wishes.quiet or wishes.as_json:
            return
        if row.state == "built":
            length = minutes(round(row.seconds * 1000))
            click.echo(f"{orders.out / row.slug}  {length}, {row.spoken} spoken, {row.cached} from the cache")
        elif row.state in ("same", "edited"):
            click.echo(f"{row.source}: left out: {row.why}")
        elif row.state == "unchanged" and (row.why or wishes.verbose):
            click.echo(f"{row.why or row.state}: {row.source}")


def _summarize(record: BatchFile, skipped: Sequence[Row]) -> None:
    from narrate.cli.tables import minutes, print_table, table

    for row in skipped:
        click.echo(f"skipped: {row.source}: {row.why}")
    if (more := record.counts["skipped"] - len(skipped)) > 0:
        click.echo(f"skipped: {more} more, all of them in {record.path}")
    made = table("Articles", "Number", right=("Number",))
    for state, number in sorted(record.counts.items(), key=lambda each: -each[1]):
        made.add_row(STATES[state], str(number))
    print_table(made)
    click.echo(f"{minutes(round(record.seconds * 1000))} of sound; {record.path}")


STATES = {
    "built": "built",
    "unchanged": "built before, nothing changed",
    "edited": "script edited by hand, left alone",
    "same": "the same as another",
    "skipped": "no article",
    "failed": "failed",
}
