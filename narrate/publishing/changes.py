"""Changes to single episodes: files first, then the record. The feed follows in `syndication`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from narrate.errors import PublishError
from narrate.publishing.channel import Channel
from narrate.publishing.editions import FinishedEdition
from narrate.publishing.episodes import Asset, Episode
from narrate.publishing.media import Options, assets_of, corrected, episode_of, retire
from narrate.publishing.reports import Action, Outcome
from narrate.publishing.syndication import named_in_feeds
from narrate.publishing.targets import Changed, Upload
from narrate.publishing.text import one_line, stamp

_MOST_NUMBERS = 100_000


def place(channel: Channel, edition: FinishedEdition, options: Options, as_new: bool, now: datetime) -> Outcome:
    """Publish an edition: a new episode, or nothing if it is there already.

    An edition whose sound or words changed since is refused, because only a person can decide between a correction
    (same GUID: who has the episode keeps the old sound) and a new episode.
    """
    while True:
        current, generation = _latest(channel, edition.slug)
        try:
            if current is None:
                return _create(channel, edition, options, generation, now)
            same = current.fingerprint == edition.fingerprint
            if as_new and (current.state == "withdrawn" or not same):
                return _create(channel, edition, options, generation + 1, now)
            if current.state == "withdrawn" or not current.due(now):
                return _bring_back(channel, edition, options, current, now)
            if same:
                return _told_anew(channel, edition, options, current, now)
            return _refused(channel, edition, current)
        except Changed:
            continue  # another publisher was faster: look again


def exchange(channel: Channel, edition: FinishedEdition, guid: str, now: datetime) -> Outcome:
    """Replace an episode's sound and words: same GUID, same date, new file names."""
    current = find(channel, guid or edition.slug)
    if current.fingerprint == edition.fingerprint and current.state == "live":
        _heal(channel, assets_of(channel, edition, current.guid))
        return outcome(channel, current, "unchanged")
    pairs = assets_of(channel, edition, current.guid)
    _heal(channel, pairs)
    assets = [asset for asset, _ in pairs]
    revised = channel.revise(current.guid, lambda old: retire(corrected(old, edition, assets, now), old, now))
    _heal(channel, pairs)
    return outcome(channel, revised or current, "replaced")


def withdraw(channel: Channel, name: str, now: datetime) -> Outcome:
    """Take an episode out of the feed; its files stay for the grace period."""
    current = find(channel, name)

    def withdrawn(old: Episode) -> Episode | None:
        if old.state == "withdrawn":
            return None
        return retire(replace(old, state="withdrawn", changed=stamp(now)), old, now)

    revised = channel.revise(current.guid, withdrawn)
    return outcome(channel, revised or current, "unpublished" if revised else "unchanged")


def find(channel: Channel, name: str) -> Episode:
    """The episode with this GUID, or the newest live one of this slug. PublishError if there is none."""
    entries = channel.records.entries()
    found = [entries[name]] if name in entries else [entry for entry in entries.values() if entry.slug == name]
    if not found:
        message = f"{channel.show.name}: no episode '{name}' was ever published"
        raise PublishError(message, "narrate list shows slugs and GUIDs")
    newest = max(found, key=lambda entry: (entry.live, entry.published, entry.guid))
    return next(channel.records.read([newest]))


def sweep(channel: Channel, now: datetime) -> list[str]:
    """Remove files whose grace period is over and that no feed names; their keys."""
    limit = stamp(now - timedelta(days=channel.show.grace_days))
    removed: list[str] = []
    for entry in list(channel.records.entries().values()):
        if entry.retired and entry.retired <= limit:
            with channel.target.exclusive():
                removed += _sweep_one(channel, entry.guid, limit, now)
    channel.target.sweep()
    return removed


def _sweep_one(channel: Channel, guid: str, limit: str, now: datetime) -> list[str]:
    """The record first: files that nothing names do no harm, a record that names no file does."""
    channel.records.look_again()
    gone: list[str] = []

    def without(old: Episode) -> Episode | None:
        retired = [entry.key for entry in old.retired if entry.since <= limit]
        named = named_in_feeds(channel, retired)
        over = [key for key in retired if key not in named]
        gone[:] = over
        left = tuple(entry for entry in old.retired if entry.key not in over)
        return replace(old, retired=left, changed=stamp(now)) if over else None

    channel.revise(guid, without)
    channel.records.look_again()
    episode = channel.records.get(guid)
    named = {asset.key for asset in episode.assets} if episode and episode.state == "live" else set()
    for key in gone:
        if key not in named:
            channel.target.remove(key)
    return [key for key in gone if key not in named]


# ----------------------------------------------------------------------------------------------------------- placing


def _latest(channel: Channel, slug: str) -> tuple[Episode | None, int]:
    """The newest episode made of an edition, and how many there were: `--as-new` makes further ones."""
    current: Episode | None = None
    generation = 1
    while (episode := channel.records.get(channel.episode_guid(slug, generation))) is not None:
        current = episode
        generation += 1
    return current, max(1, generation - 1)


def _create(channel: Channel, edition: FinishedEdition, options: Options, generation: int, now: datetime) -> Outcome:
    guid = channel.episode_guid(edition.slug, generation)
    pairs = assets_of(channel, edition, guid)
    _heal(channel, pairs)
    episode = episode_of(channel, edition, guid, [asset for asset, _ in pairs], options, now)
    if channel.show.type == "serial" and episode.kind == "full" and not episode.number:
        episode = replace(episode, number=_next_number(channel, episode))
    with channel.target.exclusive():
        channel.records.put(episode)
        _heal(channel, pairs)
    return outcome(channel, episode, "published" if episode.due(now) else "scheduled")


def _bring_back(
    channel: Channel, edition: FinishedEdition, options: Options, current: Episode, now: datetime
) -> Outcome:
    """Publish again what was unpublished, or change what nobody has seen yet; the GUID stays."""
    pairs = assets_of(channel, edition, current.guid)
    _heal(channel, pairs)
    moment = options.at or (None if current.state == "live" else now)
    wanted = options.applied(corrected(current, edition, [asset for asset, _ in pairs], now))
    if moment is not None and not current.due(now):
        wanted = replace(wanted, published=stamp(moment), scheduled=moment > now)
    wanted = retire(wanted, current, now)
    if replace(wanted, changed=current.changed) == current:
        return outcome(channel, current, "unchanged", f"scheduled for {_clock(current)}")
    revised = replace(wanted, revision=current.revision + 1)
    with channel.target.exclusive():
        channel.records.put(revised)
        _heal(channel, pairs)
    return outcome(channel, revised, "published" if revised.due(now) else "scheduled")


def _told_anew(
    channel: Channel, edition: FinishedEdition, options: Options, current: Episode, now: datetime
) -> Outcome:
    """An episode that is out: its files are put back at need, and what was said of it this time is written."""
    _heal(channel, assets_of(channel, edition, current.guid))
    note = "its date stays" if options.at else ""
    if options.applied(current) == current:
        return outcome(channel, current, "unchanged", note)
    revised = channel.revise(current.guid, lambda old: replace(options.applied(old), changed=stamp(now)))
    return outcome(channel, revised or current, "changed", note)


def _refused(channel: Channel, edition: FinishedEdition, current: Episode) -> Outcome:
    note = (
        f"published on {current.published[:10]} with other content; narrate replace {edition.folder} corrects it, "
        "narrate publish --as-new makes a new episode"
    )
    return outcome(channel, current, "refused", note)


def _next_number(channel: Channel, episode: Episode) -> int:
    """The next episode number of the season, claimed by a file that only one publisher can make."""
    folder = f"{channel.state}/numbers"
    taken = [entry.number for entry in channel.records.entries().values() if entry.season == episode.season]
    for number in range(max(taken, default=0) + 1, _MOST_NUMBERS):
        key = f"{folder}/{episode.season}-{number}"
        mine = episode.guid.encode()
        if channel.target.put_new(key, Upload(mine, "text/plain")):
            return number
        stored = channel.target.get(key)
        if stored is not None and stored.data == mine:
            return number
    raise PublishError(f"{channel.show.name}: no episode number is free", "--episode N gives one")


def _heal(channel: Channel, pairs: list[tuple[Asset, Upload]]) -> None:
    for asset, upload in pairs:
        channel.upload(asset, upload)


def outcome(channel: Channel, episode: Episode, action: Action, note: str = "") -> Outcome:
    """What is reported of an episode."""
    if action == "scheduled":
        note = f"for {_clock(episode)}; narrate publish --due brings it out"
    return Outcome(
        show=channel.show.name,
        slug=episode.slug,
        action=action,
        guid=episode.guid,
        title=one_line(episode.title),
        url=episode.audio.address(channel.show.url),
        note=note,
    )


def _clock(episode: Episode) -> str:
    return f"{episode.published_at:%Y-%m-%d %H:%M} UTC"
