"""What stands in the out folder already, and whether it is what would be built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from narrate import __version__, desk, flow, folder, logbook
from narrate.batch.orders import Orders, ScriptFile
from narrate.intake import Content
from narrate.logbook import Provenance
from narrate.model import Script, Settings

_PASSING = frozenset(("where", "origin"))  # where a setting stands in which file says nothing about what it does


@dataclass(frozen=True)
class Standing:
    """An edition that was built before."""

    slug: str
    provenance: Provenance


class Shelf:
    """The editions of a folder by where they come from, read once."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._by_origin: dict[str, Standing] = {}
        self._by_making: dict[str, Standing] = {}
        for record in sorted(out.glob(f"[!.]*/{logbook.REPORT}")):
            known = Standing(record.parent.name, logbook.provenance(record.parent))
            if known.provenance.made_from:
                self._by_origin[known.provenance.origin] = known
                self._by_making[known.provenance.made_from] = known

    def same(self, made_from: str) -> Standing | None:
        """The edition that was made from exactly this, if it is all there."""
        return self._whole(self._by_making.get(made_from))

    def of(self, origin: str) -> Standing | None:
        """The edition of this source, from whatever state of it."""
        return self._whole(self._by_origin.get(origin))

    def _whole(self, found: Standing | None) -> Standing | None:
        if found is None:
            return None
        home = self._out / found.slug
        return (
            found
            if (home / folder.EDITION).exists() and any((home / name).exists() for name in flow.AUDIO_NAMES)
            else None
        )


def digest_of(settings: Settings, extras: flow.Extras) -> str:
    """Changes when any setting or extra does that may decide an edition."""
    music = [folder.facts_of(path)[1] for path in _music(settings) if path.is_file()]
    facts = [_plain({**asdict(settings), "cluster": None}), asdict(extras), __version__, *music]
    return sha256(json.dumps(facts, sort_keys=True, default=str).encode("ascii")).hexdigest()


def _music(settings: Settings) -> list[Path]:
    """The files that are heard round the speech: a new theme under the old name makes editions anew."""
    music = settings.music
    return [Path(clip.file) for clip in (music.intro, music.outro, music.bed, music.sting) if clip is not None]


def made_from(origin: str, content: str, how: str) -> str:
    """A digest of all that decides an edition: the name and digest of its source, and the digest of the settings."""
    return sha256(f"{origin}\0{content}\0{how}".encode("utf-8", "surrogatepass")).hexdigest()


def provenance_of(written: Script, content: Content | ScriptFile, orders: Orders) -> Provenance:
    """Where the edition of a script comes from."""
    making = made_from(content.origin, content.digest, digest_of(orders.settings, orders.extras))
    source = content.digest
    if isinstance(content, ScriptFile):  # the article that it was written from has not been looked at
        source = logbook.provenance(desk.place_of(written, orders.out).parent).source
    return Provenance(written.origin, source, written.article_sha256, making)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items() if key not in _PASSING}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
