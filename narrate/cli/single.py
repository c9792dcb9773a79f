"""What narrate build shows and answers when it makes one article, or one after the other."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.messages import complain, show_page, warn
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.batch import Orders
    from narrate.cli.many import Wishes
    from narrate.flow import Result
    from narrate.intake import Found
    from narrate.logbook import Provenance
    from narrate.model import Script, Settings
    from narrate.sound import Purse

SHOWN = {"index.html": "to read along", "script.yaml": "to correct"}
"""The files of an edition that people open first, after the recording."""
MOST_AGAIN = 12
"""Lines spoken again that are named one by one."""


@dataclass(frozen=True)
class Single:
    """How single articles are made, and what is done with them afterwards."""

    orders: Orders
    wishes: Wishes
    open: bool  # the page, in a browser
    memory: Path | None  # settings file for who was heard in which voice
    purse: Purse

    def build_script(self, source: str, text: str) -> int:
        """Speak a script. The exit code."""
        from narrate import batch, desk

        written = desk.load_script(text, source, self.orders.settings)
        if self.orders.reviewed:
            desk.refuse_unsure(written, Path(source))
        self._perform(written, text, batch.provenance_of(written, batch.ScriptFile(source, text), self.orders))
        return 0

    def build(self, found: Sequence[Found]) -> int:
        """Build article after article; one that fails is named and the others go on. The exit code."""
        from narrate import batch

        shelf = batch.Shelf(self.orders.out) if any(each.of_a_feed for each in found) else None
        failed = 0
        for each in found:
            if shelf is not None and not self.orders.force and shelf.of(each.origin):
                click.echo(f"built before: {each.origin}")
                continue
            try:
                written, provenance = _draft(each, self.orders)
                self._perform(written, None, provenance)
            except NarrateError as error:
                if len(found) == 1:
                    raise
                failed += 1
                complain(error)
        return int(failed > 0)

    def _perform(self, written: Script, text: str | None, provenance: Provenance) -> None:
        from narrate import flow
        from narrate.cli.progress import progress

        orders = self.orders
        with progress(self.wishes.quiet) as report:
            result = flow.perform(
                written,
                orders.settings,
                orders.out,
                cache=orders.cache,
                script_text=text,
                workers=self.wishes.workers,
                extras=orders.extras,
                provenance=provenance,
                report=report,
                purse=self.purse,
            )
        if not self.wishes.quiet:
            _show(result, self.wishes.verbose)
        if self.memory is not None:
            _remember(result, orders.settings, self.memory)
        if self.open:
            show_page(str(result.home / "index.html"))


def _draft(found: Found, orders: Orders) -> tuple[Script, Provenance]:
    from narrate import batch, desk, flow
    from narrate.intake import read_content

    content = found.fetch()
    draft = flow.write_script(read_content(content, found.settings, found.strict), orders.settings)
    warn(draft.article.warnings)
    if not orders.force:
        desk.refuse_to_lose_edits(desk.place_of(draft.script, orders.out))
    if orders.reviewed:
        desk.settle_first(draft.script, orders.settings, orders.out)
    return draft.script, batch.provenance_of(draft.script, content, orders)


def _show(result: Result, verbose: bool) -> None:
    from narrate.cli.rows import wrapped
    from narrate.cli.tables import minutes, speakers_table

    speakers_table(result.edition, result.casting)
    _show_again(result, MOST_AGAIN if not verbose else len(result.again))
    warn(result.warnings)
    recording, edition = result.recording, result.edition
    summary = (
        f"{minutes(edition.duration_ms)}, {recording.loudness_lufs:.1f} LUFS as heard, "
        f"true peak {recording.true_peak_dbtp:.1f} dBTP; {recording.spoken} spoken, {recording.cached} from the cache"
    )
    click.echo(wrapped(summary))
    click.echo(f"{result.home}{os.sep}")
    if verbose:
        for name in result.files:
            click.echo(f"  {name}")
    else:
        first = {result.edition.audio: "", **SHOWN}
        others = len(result.files) - len(first)
        shown = ", ".join(f"{name} {purpose}".strip() for name, purpose in first.items())
        click.echo(wrapped(f"{shown}, and {others} more", "  "))


def _remember(result: Result, settings: Settings, path: Path) -> None:
    from narrate import memory

    for speaker, voice in memory.remember(result.edition.script, result.casting, settings, path).items():
        click.echo(f"remembered in {path}: {speaker}: {voice}", err=True)


def _show_again(result: Result, most: int) -> None:
    """The lines that were spoken again, and why."""
    from narrate.cli.rows import shortened, wrapped

    lines = result.edition.script.lines
    for each in result.again[:most]:
        line = lines[each.line]
        about = f"spoken again: line {each.line + 1}, {line.label}: {each.reason}: {shortened(line.text, 40)}"
        click.echo(wrapped(about))
    if len(result.again) > most:
        click.echo(f"spoken again: {len(result.again) - most} more; --verbose shows all")
