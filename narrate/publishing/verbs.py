"""What one can do with feeds: publish, replace, unpublish, bring scheduled episodes out, rebuild, list."""

from __future__ import annotations

import contextlib
import difflib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from narrate.errors import NarrateError, OutputError, PublishError
from narrate.model import Progress, Report
from narrate.publishing import changes
from narrate.publishing.accepting import accepts
from narrate.publishing.channel import Channel
from narrate.publishing.editions import FinishedEdition, read_edition
from narrate.publishing.episodes import Episode, Soundbite
from narrate.publishing.media import Options
from narrate.publishing.notices import notify
from narrate.publishing.reports import FeedAddress, Listed, Outcome, PublishReport
from narrate.publishing.settings import Podcast, Show
from narrate.publishing.syndication import FeedChange, check_ours, refresh, shown_in
from narrate.publishing.targets import Target, open_target
from narrate.publishing.targets.rehearsal import RehearsalTarget
from narrate.publishing.targets.retrying import RetryingTarget
from narrate.publishing.text import one_line, stamp, utc

Names = Sequence[str]
_Work = Callable[[Channel], list[Outcome]]


def publish(
    editions: Sequence[str | Path],
    podcast: Podcast,
    *,
    shows: Names = (),
    dry_run: bool = False,
    as_new: bool = False,
    at: datetime | None = None,
    season: int | None = None,
    episode: int | None = None,
    kind: Literal["full", "trailer", "bonus"] | None = None,
    soundbites: Sequence[Soundbite] = (),
    explicit: bool | None = None,
    now: datetime | None = None,
    report: Report | None = None,
) -> PublishReport:
    """Put editions into the feeds of the shows that take them. Doing it twice changes nothing.

    Parameters
    ----------
    editions : sequence of path
        Folders that `narrate build` made.
    podcast : Podcast
    shows : sequence of str
        Only these shows, whatever their rules say; empty: every show whose rules accept the edition.
    dry_run : bool
        Write nothing; the report tells the difference of each feed.
    as_new : bool
        An edition that changed since it was published becomes a new episode with a new GUID.
    at : datetime, optional
        Out not before this moment: `publish_due` brings it out. A moment in the past becomes the episode's date.
    season, episode : int, optional
        This and what follows also changes an episode that is out already, where it is given.
    kind : {"full", "trailer", "bonus"}, optional
    soundbites : sequence of Soundbite
    explicit : bool, optional
        Whether its words are explicit; None: as those of the show.
    now : datetime, optional
        The clock, for tests.
    report : callable, optional
        Told after each edition.

    Returns
    -------
    PublishReport
        One outcome for each edition and show. "refused" ones say why; all others are done.
    """
    moment = _moment(now)
    options = Options(utc(at) if at else None, season, episode, kind, tuple(soundbites), explicit)
    read, refused = _read(editions)
    chosen = podcast.chosen(list(shows))
    short = [e for e in read if any(b.start_ms + b.duration_ms > e.duration_ms for b in options.soundbites)]
    refused += [Outcome("", e.slug, "refused", title=e.title, note="the soundbite ends after it") for e in short]
    read = [edition for edition in read if edition not in short]
    for edition in read:
        if not shows and not any(accepts(show.accept, edition) for show in chosen):
            refused.append(Outcome("", edition.slug, "refused", title=edition.title, note="no show accepts it"))
    done = 0

    def work(channel: Channel) -> list[Outcome]:
        nonlocal done
        outcomes = []
        for edition in read:
            if shows or accepts(channel.show.accept, edition):
                outcomes.append(changes.place(channel, edition, options, as_new, moment))
            done += 1
            if report:
                report(Progress(done, len(read) * len(chosen), stage="publish"))
        return outcomes

    return _run(podcast, chosen, work, moment, dry_run, refused)


def replace(
    edition: str | Path,
    podcast: Podcast,
    *,
    shows: Names = (),
    guid: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
) -> PublishReport:
    """Correct an episode: same GUID and date, new sound and words under new names.

    Listeners who have downloaded the episode keep the old sound; `publish(as_new=True)` reaches them too.

    Parameters
    ----------
    edition : path
        The folder of the corrected edition.
    podcast : Podcast
    shows : sequence of str
        Only these; empty: every show that has the episode.
    guid : str
        The episode, if it is not the one that was made of an edition with the same slug.
    dry_run, now
        As for `publish`.
    """
    read = read_edition(edition)
    return _change_everywhere(
        podcast, shows, guid or read.slug, dry_run, now, lambda c, name, at: changes.exchange(c, read, name, at)
    )


def unpublish(
    episode: str, podcast: Podcast, *, shows: Names = (), dry_run: bool = False, now: datetime | None = None
) -> PublishReport:
    """Take an episode, named by slug or GUID, out of the feeds; its files go after the grace period."""
    return _change_everywhere(podcast, shows, episode, dry_run, now, changes.withdraw)


def publish_due(
    podcast: Podcast, *, shows: Names = (), dry_run: bool = False, now: datetime | None = None
) -> PublishReport:
    """Bring out scheduled episodes whose time has come, and remove files whose grace period is over: for cron."""
    moment = _moment(now)

    def work(channel: Channel) -> list[Outcome]:
        if not channel.guid():
            return []
        shown = _shown_now(channel)
        wanted = channel.shown(channel.records.entries().values(), shown, moment)
        waiting = [entry for entry in wanted if entry.scheduled and entry.guid not in shown]
        return [changes.outcome(channel, episode, "published") for episode in channel.records.read(waiting)]

    return _run(podcast, podcast.chosen(list(shows)), work, moment, dry_run, [])


def rebuild(
    podcast: Podcast, *, shows: Names = (), dry_run: bool = False, now: datetime | None = None
) -> PublishReport:
    """Make the feeds again from their records, even where the feed on the target is broken or gone."""
    return _run(podcast, podcast.chosen(list(shows)), lambda _: [], _moment(now), dry_run, [], rebuild=True)


def list_episodes(podcast: Podcast, *, shows: Names = (), now: datetime | None = None) -> tuple[Listed, ...]:
    """Every episode of the shows, newest first, whether in the feed or not."""
    found: list[Listed] = []
    for show in podcast.chosen(list(shows)):
        with opened(show, podcast, dry_run=True) as channel:
            found += _listed(channel, _moment(now)) if channel.guid() else []
    return tuple(sorted(found, key=lambda entry: entry.published, reverse=True))


def feed_urls(podcast: Podcast, *, shows: Names = ()) -> tuple[FeedAddress, ...]:
    """Where every feed can be subscribed to; those of private shows are secrets."""
    found: list[FeedAddress] = []
    for show in podcast.chosen(list(shows)):
        with opened(show, podcast, dry_run=True) as channel:
            found += [FeedAddress(show.name, feed.url, feed.subscriber) for feed in channel.feeds]
    return tuple(found)


# ----------------------------------------------------------------------------------------------------------- running


def _moment(now: datetime | None) -> datetime:
    return utc(now or datetime.now(UTC))


def _read(editions: Sequence[str | Path]) -> tuple[list[FinishedEdition], list[Outcome]]:
    read: list[FinishedEdition] = []
    refused: list[Outcome] = []
    for folder in editions:
        try:
            read.append(read_edition(folder))
        except PublishError as error:
            refused.append(Outcome("", Path(folder).name, "refused", note=_told(error)))
    return read, refused


def _told(error: NarrateError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message


@contextlib.contextmanager
def opened(show: Show, podcast: Podcast, dry_run: bool) -> Iterator[Channel]:
    """A show on its target; in a dry run nothing is written."""
    target: Target = RetryingTarget(open_target(show.target, podcast.folder))
    if dry_run:
        target = RehearsalTarget(target)
    try:
        channel = Channel(show, target, podcast.folder)
        try:
            yield channel
        finally:
            channel.close()
    except OSError as error:  # targets tell theirs in words of their own
        place = error.filename or tempfile.gettempdir()
        hint = "make room or give access, then publish again; TMPDIR names another folder for temporary files"
        raise OutputError(f"{place}: {error.strerror or error}", hint) from error


def _run(
    podcast: Podcast,
    shows: Sequence[Show],
    work: _Work,
    now: datetime,
    dry_run: bool,
    refused: list[Outcome],
    *,
    rebuild: bool = False,
) -> PublishReport:
    """Do the work in every show, then its feeds; a show that fails does not keep others from theirs."""
    outcomes = list(refused)
    feeds: list[FeedChange] = []
    warnings = list(podcast.warnings)
    for show in shows:
        try:
            with opened(show, podcast, dry_run) as channel:
                if not rebuild:
                    check_ours(channel)
                done = work(channel)
                if done or channel.guid():
                    feeds += _bring_up(channel, now, dry_run, rebuild, warnings)
                outcomes += done  # not before: what is in no feed is not published
        except NarrateError as error:
            outcomes.append(Outcome(show.name, "", "refused", title=show.title, note=_told(error)))
    return PublishReport(tuple(outcomes), tuple(feeds), tuple(warnings), dry_run)


def _bring_up(channel: Channel, now: datetime, dry_run: bool, rebuild: bool, warnings: list[str]) -> list[FeedChange]:
    channel.target.settle()  # the files before the feed that names them
    made = refresh(channel, now, diff=dry_run, rebuild=rebuild)
    warnings += _doubts(channel, now)
    if any(feed.changed for feed in made):
        channel.target.settle()
        if not dry_run:
            warnings += notify(channel.show, channel.show.feed_url)
    if not dry_run and changes.sweep(channel, now):
        channel.target.settle()
    return made


def _doubts(channel: Channel, now: datetime) -> list[str]:
    """What listeners' apps make of these episodes although each is right."""
    name = channel.show.name
    found: list[str] = []
    days: dict[tuple[str, str], Episode] = {}
    since = stamp(now - timedelta(days=2))  # what is older was said when it was published
    lately = [entry for entry in channel.records.entries().values() if entry.live and entry.published >= since]
    for episode in channel.records.read(sorted(lately, key=lambda entry: entry.published)):
        first = days.setdefault((one_line(episode.title).casefold(), episode.published[:10]), episode)
        if first is not episode:
            same = f"two episodes of {episode.published[:10]} are called '{one_line(episode.title)}'"
            found.append(f"{name}: {same}; AntennaPod merges them")
        if not episode.scheduled and episode.published_at > now:
            ahead = round((episode.published_at - now).total_seconds())
            found.append(f"{name}: '{one_line(episode.title)}' is dated {ahead} s in the future: a clock is wrong")
    return found


def _change_everywhere(
    podcast: Podcast,
    shows: Names,
    name: str,
    dry_run: bool,
    now: datetime | None,
    change: Callable[[Channel, str, datetime], Outcome],
) -> PublishReport:
    """Change one episode in every show that has it. PublishError if none has."""
    moment = _moment(now)
    having: list[Show] = []
    known: list[str] = []
    for show in podcast.chosen(list(shows)):
        with opened(show, podcast, dry_run=True) as channel:
            entries = channel.records.entries().values() if channel.guid() else ()
            names = [word for entry in entries for word in (entry.slug, entry.guid)]
            known += names
            if name in names:
                having.append(show)
    if not having:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) or [word for word in known if name in word]
        hint = f"did you mean '{near[0]}'?" if len(near) == 1 else "narrate list shows slugs and GUIDs"
        raise PublishError(f"no episode '{name}' was ever published", hint)
    return _run(podcast, having, lambda channel: [change(channel, name, moment)], moment, dry_run, [])


def _shown_now(channel: Channel) -> frozenset[str]:
    return frozenset().union(*(shown_in(channel, feed) for feed in channel.feeds))


def _listed(channel: Channel, now: datetime) -> list[Listed]:
    entries = channel.records.entries().values()
    shown = {entry.guid for entry in channel.shown(entries, _shown_now(channel), now)}
    return [
        Listed(
            channel.show.name,
            e.published,
            _state(e, e.guid in shown, now),
            one_line(e.title),
            e.slug,
            e.guid,
            e.audio.address(channel.show.url),
            e.audio.bytes,
            e.duration_ms,
        )
        for e in channel.records.read(entries)
    ]


def _state(episode: Episode, shown: bool, now: datetime) -> Literal["live", "scheduled", "withdrawn", "past the limit"]:
    if shown:
        return "live"
    if episode.state == "withdrawn":
        return "withdrawn"
    return "past the limit" if episode.due(now) else "scheduled"
