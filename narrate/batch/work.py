"""What workers do for an article: read it, record it at one go, package it."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from narrate import desk, engines, flow, folder, intake, script, sound
from narrate.batch.orders import Orders, ScriptFile
from narrate.intake import Content
from narrate.logbook import Provenance
from narrate.lookup import engines_of
from narrate.model import Capabilities, Recording, Script
from narrate.workers import finish


@dataclass(frozen=True)
class Prepared:
    """An article that can be recorded."""

    plan: flow.Plan
    capabilities: Mapping[str, Capabilities]  # of the engines that speak
    script_text: str | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a run must know of an article that was read; all the rest travels on as it came."""

    title: str
    origin: str
    article_sha256: str
    unsure: bool  # a person should look at one of its lines
    from_script: bool
    takes: tuple[tuple[int, str], ...]  # line and key of everything that is spoken
    characters: int  # that are spoken
    engines: tuple[str, ...]
    at_one_go: bool  # any worker may ask the engines at any time, and nobody counts what they cost
    of_this_machine: bool  # sounds or pictures may be files of it
    packed: bytes  # Prepared, pickled

    @property
    def prepared(self) -> Prepared:
        prepared: Prepared = pickle.loads(self.packed)
        return prepared


@dataclass(frozen=True)
class Place:
    """Where an edition is made, and what is known of it before."""

    stage: Path
    home: Path
    absent: frozenset[int]  # lines that the cache lacked
    provenance: Provenance


@dataclass(frozen=True)
class Made:
    """What is told of a finished edition."""

    slug: str
    title: str
    seconds: float
    spoken: int
    cached: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Delivery:
    """An edition from a worker that does not see the out folder."""

    made: Made
    files: Mapping[str, bytes]
    entries: tuple[sound.Entry, ...]  # for the cache; of what stands in the recording already, where


def prepare(packed: bytes, content: Content | ScriptFile) -> Reading:
    """Read an article, find who says what, and plan its recording."""
    orders = unpacked(packed)
    if isinstance(content, ScriptFile):
        written, text = desk.load_script(content.text, content.origin, orders.settings), content.text
        warnings: tuple[str, ...] = ()
    else:
        article = intake.read_content(content, orders.settings.reading, orders.strict)
        written, text, warnings = flow.write_script(article, orders.settings).script, None, article.warnings
    plan = flow.plan(written, orders.settings)
    names = sorted({voice.engine for voice in plan.fingerprints})
    engine_named = engines_of(orders.settings)
    able = {name: engine_named(name).capabilities for name in names}
    return Reading(
        title=written.title,
        origin=written.origin,
        article_sha256=written.article_sha256,
        unsure=bool(script.unsure(written)),
        from_script=text is not None,
        takes=sound.takes_of(plan.utterances, plan.fingerprints.__getitem__),
        characters=sum(len(each.spoken.text) for each in plan.utterances),
        engines=tuple(names),
        at_one_go=all(each.parallel and not each.concurrency and not each.max_cost for each in able.values()),
        of_this_machine=has_pictures(orders, written) or plan.furniture != sound.NO_FURNITURE,
        packed=pickle.dumps(Prepared(plan, able, text, warnings)),
    )


def has_pictures(orders: Orders, written: Script) -> bool:
    """Whether an edition shows pictures, which may be files of the machine that it is made for."""
    return bool(orders.extras.cover or written.image or any(line.image for line in written.lines))


def package(packed: bytes, prepared: Prepared, recording: Recording, slug: str) -> flow.Papers:
    """All of an edition but its recording."""
    orders = unpacked(packed)
    edition = flow.edition_of(prepared.plan, recording, slug, orders.settings, orders.extras)
    return flow.package(prepared.plan, edition, orders.extras, prepared.script_text)


def complete(packed: bytes, prepared: Prepared, recording: Recording, place: Place) -> Made:
    """Package a recording that stands in `place.stage`, and move all of it to `place.home`."""
    papers = package(packed, prepared, recording, place.home.name)
    return bound(unpacked(packed), prepared, recording, papers, place)


def bound(orders: Orders, prepared: Prepared, recording: Recording, papers: flow.Papers, place: Place) -> Made:
    """Recording and papers, moved to `place.home`."""
    result = flow.move_in(
        prepared.plan,
        recording,
        papers,
        orders.settings,
        place.stage,
        place.home,
        place.absent,
        orders.extras,
        place.provenance,
    )
    edition = result.edition
    warnings = (*prepared.warnings, *result.warnings)
    facts = (edition.script.title, edition.duration_ms / 1000, recording.spoken, recording.cached)
    return Made(place.home.name, *facts, warnings)


# ------------------------------------------------------------------------------------------------- all at one go


def produce(packed: bytes, contract: bytes, article: bytes, place: Place) -> Made:
    """Speak, mix, encode and package an article in this process, which sees the cache and the out folder."""
    return _produced(packed, contract, pickle.loads(article), place, None)


def produce_elsewhere(
    packed: bytes,
    contract: bytes,
    article: bytes,
    slug: str,
    absent: frozenset[int],
    provenance: Provenance,
    entries: Sequence[sound.Entry] | None,
) -> Delivery:
    """The same in a process that does not see the out folder.

    Parameters
    ----------
    entries : what the cache has of the article's takes; None where the contract names a cache that is seen from here.
    """
    tray = None if entries is None else sound.Tray(entries)
    with tempfile.TemporaryDirectory(prefix="narrate-") as name:
        place = Place(Path(name) / "stage", Path(name) / slug, absent, provenance)
        place.stage.mkdir()
        made = _produced(packed, contract, pickle.loads(article), place, tray)
        files = {path.name: path.read_bytes() for path in place.home.iterdir()}
    audio = files[flow.audio_name(unpacked(packed).settings)]
    return Delivery(made, files, tuple(sound.without_body(entry, audio) for entry in tray.made) if tray else ())


def _produced(packed: bytes, contract: bytes, prepared: Prepared, place: Place, store: sound.Tray | None) -> Made:
    plan, settings = prepared.plan, unpacked(packed).settings
    ways = sound.Ways(plan.fingerprints.__getitem__, prepared.capabilities.__getitem__)
    target = place.stage / flow.audio_name(settings)
    session = sound.session_here(
        plan.utterances, contract, ways, target, settings.pauses.end, plan.furniture, store=store
    )
    return complete(packed, prepared, finish(session.job()), place)


@lru_cache(2)
def unpacked(packed: bytes) -> Orders:
    """The orders of a batch."""
    orders: Orders = pickle.loads(packed)
    return orders


def contract_of(orders: Orders, near: Path | None) -> sound.Contract:
    """What the workers of a batch must know of sound.

    Parameters
    ----------
    near : the cache's folder on this machine, in front of a cache that machines share; None: each has its own
    """
    shared = orders.settings.cluster.cache
    store = sound.SharedCache(shared, near) if shared else sound.Cache(orders.cache)
    return sound.Contract(engines.Loader(orders.settings.engines), orders.settings.sound, store)


def keep(delivery: Delivery, store: sound.Store, place: Place) -> None:
    """Entries into the cache, files into the edition's folder."""
    audio = next(data for name, data in delivery.files.items() if name in flow.AUDIO_NAMES)
    for entry in delivery.entries:
        if not store.has(*entry.name):  # another article may have brought it meanwhile
            store.put(*entry.name, sound.parts_of(entry, audio))
    folder.write_all(place.stage, delivery.files)
    folder.move_in(place.stage, place.home)
