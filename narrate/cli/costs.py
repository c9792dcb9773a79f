"""What narrate build --estimate prints: what would have to be spoken, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from narrate.cli.messages import complain
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.batch import Orders
    from narrate.costs import Cost
    from narrate.intake import Intake
    from narrate.model import Script, Utterance


def show(sources: Sequence[str], orders: Orders, intake: Intake) -> int:
    """Print the cost of speaking what the cache lacks of all sources. The exit code."""
    from narrate import costs, flow
    from narrate.lookup import engines_of

    failed = 0
    missing: list[Utterance] = []
    for found in _scripts(sources, orders, intake):
        try:
            if isinstance(found, NarrateError):
                raise found
            missing += flow.plan(found, orders.settings).missing_takes(orders.cache)
        except NarrateError as error:
            failed += 1
            complain(error)
    engine_named = engines_of(orders.settings)
    if missing:
        _print(costs.estimate(missing, lambda name: engine_named(name).capabilities))
    elif not failed:
        click.echo("nothing to speak: all of it is in the cache")
    return int(failed > 0)


def _scripts(sources: Sequence[str], orders: Orders, intake: Intake) -> Iterator[Script | NarrateError]:
    """The script of every article, or why there is none."""
    from narrate import batch, desk, flow
    from narrate.intake import find_articles

    for source in batch.gather(sources, orders.out):
        if source.skipped:
            continue
        try:
            if (text := desk.script_text(source.name)) is not None:
                yield desk.load_script(text, source.name, orders.settings)
                continue
            for found in find_articles(source.name, orders.settings, intake):
                yield flow.write_script(found.read(), orders.settings).script
        except NarrateError as error:
            yield error


def _print(found: Sequence[Cost]) -> None:
    from narrate.cli.tables import print_table, table

    made = table("Engine", "To speak", "Characters", "Price", right=("To speak", "Characters", "Price"))
    for each in found:
        price = f"{each.price:.4f}" if each.price_per_million else "free, or not known"
        made.add_row(each.engine, str(each.takes), f"{each.characters:,}", price)
    print_table(made)
    for each in found:
        if each.max_cost and each.price > each.max_cost:
            click.echo(f"{each.engine}: more than max_cost {each.max_cost:g}: a run would stop there")
