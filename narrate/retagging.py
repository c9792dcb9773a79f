"""A finished edition gets its tags and papers anew, without being spoken again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from narrate import episode, folder
from narrate.artwork import COVER, draw
from narrate.desk import SCRIPT
from narrate.model import Settings


@dataclass(frozen=True)
class Tagged:
    """What `tag_again` wrote."""

    files: tuple[str, ...]
    warnings: tuple[str, ...]


ON_REQUEST = ("transcript.srt",)
"""Files that an edition has if somebody asked for them; they follow the others."""


def tag_again(
    home: Path, settings: Settings, *, cover: str = "", track: int = 0, allow_private: bool = False
) -> Tagged:
    """Write tags, cover, transcripts, chapters and pages of a finished edition anew, without speaking it again.

    Title, author, date, addresses and chapters that were changed by hand in edition.json are taken. SourceError,
    OutputError.
    """
    record = folder.read_record(home)
    where = str(home / folder.EDITION)
    edition = episode.read_record(record, settings.episode, where=where)
    edition = replace(edition, track=track or edition.track)
    audio = episode.read_audio(record, where=where)
    with folder.staging(home) as stage:
        folder.copy_in(home / edition.audio, stage)
        origin = folder.origin_of(record)
        kept = folder.bytes_of(home / COVER)
        artwork = draw(edition, origin, picture=cover, kept=kept, private=allow_private)
        asked_for = [name for name in ON_REQUEST if (home / name).is_file()]
        files = {**_script(home), **episode.package(edition, extra=asked_for), **artwork.files}
        episode.tag(stage / edition.audio, edition, artwork.embedded, chapter_pictures=artwork.chapters)
        size, digest = folder.facts_of(stage / edition.audio)
        described = episode.describe(edition, replace(audio, size=size, sha256=digest), files)
        described["origin"] = origin
        folder.write_all(stage, {**files, folder.EDITION: episode.dump_json(described)})
        folder.move_in(stage, home)
    return Tagged((edition.audio, *files, folder.EDITION), artwork.warnings)


def _script(home: Path) -> dict[str, bytes]:
    """The script stays as it is, and stays listed."""
    text = folder.bytes_of(home / SCRIPT)
    return {} if text is None else {SCRIPT: text}
