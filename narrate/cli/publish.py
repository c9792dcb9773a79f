"""narrate publish and its kin: editions into feeds, and out of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from narrate.cli import options

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


def _list(rows: Sequence[Any], as_json: bool, if_none: str) -> None:
    """Print rows for people or for programs."""
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    elif rows:
        _tell(rows)
    else:
        click.echo(if_none)


def _name(episode: str) -> str:
    """An episode's name; that of an edition if its folder was given."""
    from narrate.folder import EDITION, read_record

    place = Path(episode)
    return str(json.loads(read_record(place))["slug"]) if (place / EDITION).is_file() else episode


@click.command()
@click.argument("editions", nargs=-1, metavar="EDITION...", type=click.Path(path_type=Path))
@podcast_option
@show_option
@click.option("--as-new", is_flag=True, help="Publish a correction as a new episode, so that everyone hears it.")
@click.option("--at", metavar="TIME", help="Publish at this time, for example '2026-12-01 07:00'; then: publish --due.")
@click.option("--due", is_flag=True, help="Publish what is due and remove files whose time is over (for cron).")
@click.option("--rebuild", is_flag=True, help="Make the feeds anew from the records of their episodes.")
@click.option("--season", type=click.IntRange(1), help="Its season's number.")
@click.option("--episode", type=click.IntRange(1), help="Its number in the season.")
@click.option("--soundbite", "soundbites", multiple=True, metavar="START+SECONDS[=TITLE]", help="A short taste of it.")
@click.option("--explicit/--clean", default=None, help="Its language, where it is not that of the show.")
@click.option("--kind", type=click.Choice(["full", "trailer", "bonus"]), help="Default: full.")
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
    soundbites: Sequence[str],
    explicit: bool | None,
    kind: Literal["full", "trailer", "bonus"] | None,
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
        explicit=explicit,
        soundbites=tuple(publishing.parse_soundbite(text) for text in soundbites),
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
@click.argument("episode", metavar="EPISODE")
@podcast_option
@show_option
@dry_run_option
def unpublish(episode: str, podcast_file: Path, shows: Sequence[str], dry_run: bool) -> int:
    """Take an episode out of its feeds; its files follow after a grace period.

    EPISODE is its slug or GUID (narrate list), or the folder of its edition.
    """
    from narrate import publishing

    return _tell(publishing.unpublish(_name(episode), _podcast(podcast_file), shows=shows, dry_run=dry_run))


@click.command("list")
@podcast_option
@show_option
@options.as_json
def list_(podcast_file: Path, shows: Sequence[str], as_json: bool) -> None:
    """List the episodes of the shows; times are in UTC."""
    from narrate import publishing

    _list(
        publishing.list_episodes(_podcast(podcast_file), shows=shows),
        as_json,
        "no episodes yet: narrate publish EDITION",
    )


@click.command()
@podcast_option
@show_option
@options.as_json
def feeds(podcast_file: Path, shows: Sequence[str], as_json: bool) -> None:
    """Print the addresses of the feeds (those of private feeds are secrets)."""
    from narrate import publishing

    _list(publishing.feed_urls(_podcast(podcast_file), shows=shows), as_json, "no feeds")


@click.command()
@click.argument("url", required=False)
@podcast_option
@show_option
@options.allow_private
@options.as_json
def check(url: str | None, podcast_file: Path, shows: Sequence[str], allow_private: bool, as_json: bool) -> int:
    """Check the feeds of podcast.yaml, or the feed at URL, for what apps refuse and validators miss."""
    from narrate import publishing

    if url is not None:
        findings = publishing.check_url(url, allow_private=allow_private)
    else:
        findings = publishing.check(_podcast(podcast_file), shows=shows)
    _list(findings, as_json, "nothing wrong was found")
    return int(any(finding.level == "error" for finding in findings))


@click.command("import")
@click.argument("feed")
@podcast_option
@click.option("--show", default="", metavar="NAME", help="The show that takes the episodes.")
@click.option("--copy", is_flag=True, help="Copy the audio and what goes with it to the show's target, too.")
@options.allow_private
@dry_run_option
def import_(feed: str, podcast_file: Path, show: str, copy: bool, allow_private: bool, dry_run: bool) -> int:
    """Take over an existing feed (a file or an address) with its GUIDs, dates and descriptions.

    The audio stays where it is unless --copy is given. Without a podcast.yaml, print one that fits the feed.
    """
    from narrate import publishing

    if not podcast_file.exists():
        click.echo(publishing.propose_show(feed, allow_private=allow_private), nl=False)
        return 0
    podcast = _podcast(podcast_file)
    return _tell(
        publishing.import_feed(feed, podcast, show=show, copy=copy, dry_run=dry_run, allow_private=allow_private)
    )


@click.command()
@podcast_option
def opml(podcast_file: Path) -> None:
    """Print the shows as an OPML list of subscriptions."""
    from narrate import publishing

    click.echo(publishing.export_opml(_podcast(podcast_file)).decode("utf-8"), nl=False)
