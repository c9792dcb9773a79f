"""From an edition to an episode's record and the files that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from narrate.publishing.channel import Channel
from narrate.publishing.editions import EditionFile, FinishedEdition
from narrate.publishing.elements import fragment
from narrate.publishing.episodes import Asset, Episode, Retired, Role, Soundbite
from narrate.publishing.standing import is_foreign
from narrate.publishing.targets import Upload
from narrate.publishing.text import ascii_name, short_hash, stamp

_TRANSCRIPTS = ("text/vtt", "application/json", "application/x-subrip", "text/html")
SUFFIXES = {
    "audio/mpeg": ".mp3",
    "audio/x-m4a": ".m4a",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/opus": ".opus",
    "text/vtt": ".vtt",
    "application/json": ".json",
    "application/json+chapters": ".chapters.json",
    "application/x-subrip": ".srt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}


@dataclass(frozen=True)
class Options:
    """What a person adds to an edition when publishing it."""

    at: datetime | None = None
    season: int | None = None
    number: int | None = None
    kind: Literal["full", "trailer", "bonus"] | None = None
    soundbites: tuple[Soundbite, ...] = ()
    explicit: bool | None = None

    def applied(self, episode: Episode) -> Episode:
        """The record with what was said; what was not said stays."""
        return replace(
            episode,
            season=episode.season if self.season is None else self.season,
            number=episode.number if self.number is None else self.number,
            kind=self.kind or episode.kind,
            soundbites=self.soundbites or episode.soundbites,
            explicit=episode.explicit if self.explicit is None else self.explicit,
        )


def files_of(edition: FinishedEdition, alternates: bool) -> list[tuple[Role, EditionFile]]:
    """The files that listeners get, with what they are; nothing else of an edition is ever uploaded."""
    chosen: list[tuple[Role, EditionFile]] = [("audio", edition.audio)]
    for file in edition.files:
        role = _role_of(file, alternates)
        if role and file.name != edition.audio.name:
            chosen.append((role, file))
    return chosen


def _role_of(file: EditionFile, alternates: bool) -> Role | None:
    if file.media_type == "application/json+chapters":
        return "chapters"
    if file.media_type in _TRANSCRIPTS and file.name.startswith("transcript."):
        return "transcript"
    if file.media_type in ("image/jpeg", "image/png"):
        return "image"
    if file.media_type.startswith("audio/") and file.media_type in SUFFIXES and alternates:
        return "alternate"
    return None


def assets_of(channel: Channel, edition: FinishedEdition, guid: str) -> list[tuple[Asset, Upload]]:
    """Assets under immutable names, the audio first, WebVTT before other transcripts.

    The GUID goes into the name: Apple ignores an address that another item has used already.
    """
    order = {media_type: index for index, media_type in enumerate(_TRANSCRIPTS)}
    made = []
    for role, file in files_of(edition, channel.show.alternates):
        name = f"{ascii_name(edition.slug)}-{short_hash(guid, file.sha256)}{SUFFIXES.get(file.media_type, '.bin')}"
        language = edition.language if role == "transcript" else ""
        key = f"{channel.media}/{name}"
        asset = Asset(role, file.media_type, file.bytes, file.sha256, key, language=language)
        made.append((asset, Upload(file.path, file.media_type)))
    return sorted(made, key=lambda pair: (pair[0].role != "audio", order.get(pair[0].media_type, -1)))


def episode_of(
    channel: Channel, edition: FinishedEdition, guid: str, assets: Sequence[Asset], options: Options, now: datetime
) -> Episode:
    """A first record of an edition."""
    episode = Episode(
        guid=guid,
        slug=edition.slug,
        title=edition.title,
        published=stamp(options.at or now),
        changed=stamp(now),
        scheduled=options.at is not None and options.at > now,
        season=channel.show.season,
        **_content(edition, assets),  # type: ignore[arg-type]
    )
    return options.applied(episode)


def corrected(old: Episode, edition: FinishedEdition, assets: Sequence[Asset], now: datetime) -> Episode:
    """The record with another edition's words and sound: same GUID, same date; files not used any more retire."""
    changed = replace(
        old,
        title=edition.title,
        changed=stamp(now),
        state="live",
        explicit=None,
        # What an imported item said of its old sound and words ends with them.
        foreign=tuple(xml for xml in old.foreign if is_foreign(fragment(xml))),
        **_content(edition, assets),  # type: ignore[arg-type]
    )
    return retire(changed, old, now)


def retire(new: Episode, old: Episode, now: datetime) -> Episode:
    """Files of `old` that `new` does not name stay for a grace period; those it names again do not retire."""
    used = {asset.key for asset in new.assets if asset.key} if new.state == "live" else set()
    still = [entry for entry in old.retired if entry.key not in used]
    dropped = {asset.key for asset in old.assets if asset.key} - used - {entry.key for entry in still}
    return replace(new, retired=(*still, *(Retired(key, stamp(now)) for key in sorted(dropped))))


def _content(edition: FinishedEdition, assets: Sequence[Asset]) -> dict[str, object]:
    return {
        "fingerprint": edition.fingerprint,
        "summary": edition.summary,
        "notice": edition.notice,
        "link": edition.url,
        "author": edition.author,
        "language": edition.language,
        "site": edition.site,
        "duration_ms": edition.duration_ms,
        "assets": tuple(assets),
        "chapters": edition.chapters,
    }
