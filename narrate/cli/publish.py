"""narrate publish and its kin: editions into feeds, and out of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from narrate.publishing import Podcast

podcast_option = click.option(
    "--podcast",
    "podcast_file",
    type=click.Path(path_type=Path),
    default=Path("podcast.yaml"),
    show_default=True,
    help="The shows and where they live.",
)
show_option = click.option("--show", "shows", multiple=True, metavar="NAME", help="Only this show; may be repeated.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Change nothing; show what the feed would become.")


def _podcast(path: Path) -> Podcast:
    from narrate import publishing

    return publishing.load_podcast(path)


def _tell(result: Any) -> int:
    """Print what a verb did; the exit code."""
    from narrate import publishing

    click.echo(publishing.describe(result))
    return int(bool(getattr(result, "failed", False)))


@click.command()
@click.argument("editions", nargs=-1, metavar="EDITION...", type=click.Path(path_type=Path))
@podcast_option
@show_option
@click.option("--as-new", is_flag=True, help="Publish a correction as a new episode, so that everyone hears it.")
@click.option("--at", metavar="TIME", help="Publish at this time, for example '2026-12-01 07:00'; then: publish --due.")
@click.option("--due", is_flag=True, help="Publish what is due and remove files whose time is over (for cron).")
@click.option("--rebuild", is_flag=True, help="Make the feeds anew from the records of their episodes.")
@click.option("--season", type=click.IntRange(1))
@click.option("--episode", type=click.IntRange(1))
@click.option("--kind", type=click.Choice(["full", "trailer", "bonus"]), default="full", show_default=True)
@dry_run_option
def publish(
    editions: Sequence[Path],
    podcast_file: Path,
    shows: Sequence[str],
    as_new: bool,
    at: str | None,
    due: bool,
    rebuild: bool,
    season: int | None,
    episode: int | None,
    kind: Literal["full", "trailer", "bonus"],
    dry_run: bool,
) -> int:
    """Put editions (folders in out/) into the feeds of podcast.yaml.

    Publishing the same edition twice changes nothing.
    """
    from datetime import UTC, datetime

    from narrate import publishing

    if due + rebuild + bool(editions) != 1:
        raise click.UsageError("name editions (folders in out/), or --due, or --rebuild")
    podcast = _podcast(podcast_file)
    if due:
        return _tell(publishing.publish_due(podcast, shows=shows, dry_run=dry_run))
    if rebuild:
        return _tell(publishing.rebuild(podcast, shows=shows, dry_run=dry_run))
    when = publishing.parse_time(at, datetime.now(UTC)) if at else None
    report = publishing.publish(
        editions,
        podcast,
        shows=shows,
        as_new=as_new,
        at=when,
        season=season,
        episode=episode,
        kind=kind,
        dry_run=dry_run,
    )
    return _tell(report)


@click.command()
@click.argument("edition", type=click.Path(path_type=Path))
@podcast_option
@show_option
@click.option("--guid", default="", help="The episode to replace, if the edition's folder has another name.")
@dry_run_option
def replace(edition: Path, podcast_file: Path, shows: Sequence[str], guid: str, dry_run: bool) -> int:
    """Replace a published episode: the same GUID, a new file."""
    from narrate import publishing

    return _tell(publishing.replace(edition, _podcast(podcast_file), shows=shows, guid=guid, dry_run=dry_run))


@click.command()
@click.argument("episode", metavar="SLUG|GUID")
@podcast_option
@show_option
@dry_run_option
def unpublish(episode: str, podcast_file: Path, shows: Sequence[str], dry_run: bool) -> int:
    """Take an episode out of its feeds; its files follow after a grace period."""
    from narrate import publishing

    return _tell(publishing.unpublish(episode, _podcast(podcast_file), shows=shows, dry_run=dry_run))


@click.command("list")
@podcast_option
@show_option
def list_(podcast_file: Path, shows: Sequence[str]) -> int:
    """List the episodes of the shows."""
    from narrate import publishing

    return _tell(publishing.list_episodes(_podcast(podcast_file), shows=shows))


@click.command()
@podcast_option
@show_option
def feeds(podcast_file: Path, shows: Sequence[str]) -> int:
    """Print the addresses of the feeds (those of private feeds are secrets)."""
    from narrate import publishing

    return _tell(publishing.feed_urls(_podcast(podcast_file), shows=shows))


COMMANDS: tuple[click.Command, ...] = (publish, replace, unpublish, list_, feeds)
