"""What runs return, and how it reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from narrate.publishing.syndication import FeedChange
from narrate.publishing.text import clock

Action = Literal[
    "published", "unchanged", "scheduled", "changed", "replaced", "unpublished", "imported", "copied", "refused"
]
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Outcome:
    """What became of one episode in one show."""

    show: str  # empty: of an edition that no show can have
    slug: str
    action: Action
    guid: str = ""
    title: str = ""
    url: str = ""  # of the audio
    note: str = ""


@dataclass(frozen=True)
class PublishReport:
    """What a run did, or in a dry run would do."""

    outcomes: tuple[Outcome, ...] = ()
    feeds: tuple[FeedChange, ...] = ()
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def failed(self) -> bool:
        return any(outcome.action == "refused" for outcome in self.outcomes)


@dataclass(frozen=True)
class Listed:
    """An episode as `narrate list` shows it."""

    show: str
    published: str  # stamp
    state: Literal["live", "scheduled", "withdrawn", "past the limit"]
    title: str
    slug: str
    guid: str
    url: str
    bytes: int
    duration_ms: int


@dataclass(frozen=True)
class Finding:
    """Something that `narrate check` found."""

    level: Level
    rule: str  # a short name, the same in every run
    where: str  # feed or file, and the episode
    message: str
    hint: str = ""


@dataclass(frozen=True)
class FeedAddress:
    """Where a feed can be subscribed to."""

    show: str
    url: str
    subscriber: str = ""


def describe(result: PublishReport | Sequence[Listed] | Sequence[Finding] | Sequence[FeedAddress]) -> str:
    """The lines that a command prints for a result."""
    if isinstance(result, PublishReport):
        return "\n".join(_report_lines(result))
    return "\n".join(line for entry in result for line in _entry_lines(entry))


def _report_lines(report: PublishReport) -> Iterable[str]:
    prefix = "would be " if report.dry_run else ""
    for outcome in report.outcomes:
        done = outcome.action if outcome.action in ("unchanged", "refused") else prefix + outcome.action
        note = f" ({outcome.note})" if outcome.note else ""
        where = f"{outcome.show}: " if outcome.show else ""
        yield f"{where}{done}: {outcome.title or outcome.slug}{note}"
    for feed in report.feeds:
        state = "unchanged" if not feed.changed else f"{prefix}changed" if prefix else "changed"
        reader = f" for {feed.subscriber}" if feed.subscriber else ""
        # A private address is a secret; `narrate feeds` prints it on purpose.
        address = "private feed" if feed.subscriber else feed.url
        yield f"{feed.show}: {address}{reader} {state}, {feed.items} episode{'' if feed.items == 1 else 's'}"
        if feed.diff and not feed.subscriber:
            yield feed.diff
    for warning in report.warnings:
        yield f"warning: {warning}"


def _entry_lines(entry: Listed | Finding | FeedAddress) -> Iterable[str]:
    if isinstance(entry, Listed):
        day = entry.published.replace("T", " ").removesuffix(":00Z").removesuffix("Z")
        name = entry.slug or entry.guid
        yield f"{day:<19}  {entry.state:<9}  {clock(entry.duration_ms)}  {entry.show}  {entry.title}  [{name}]"
    elif isinstance(entry, FeedAddress):
        yield f"{entry.show}{f' for {entry.subscriber}' if entry.subscriber else ''}: {entry.url}"
    else:
        yield f"{entry.level}: {entry.where}: {entry.message} [{entry.rule}]"
        if entry.hint:
            yield f"  {entry.hint}"
