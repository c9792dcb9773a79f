"""One article of a batch, from its content to its edition: a job whose work any pool of workers can do."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate import desk, engines, flow, folder, intake, script, sound
from narrate.batch.orders import Orders, ScriptFile
from narrate.batch.rows import Row
from narrate.batch.standing import Shelf, digest_of, made_from, provenance_of
from narrate.errors import NarrateError, SoundError
from narrate.intake import Content, Found
from narrate.logbook import Provenance
from narrate.lookup import engines_of
from narrate.model import Capabilities, Recording
from narrate.tasks import Job, Lost, Stage, Task, TasksFailed

_WORTH_A_WORKER_MS = 60_000  # reading and packaging an article take as long as some minutes of its sound


@dataclass(frozen=True)
class Prepared:
    """An article that can be recorded."""

    plan: flow.Plan
    capabilities: Mapping[str, Capabilities]  # of the engines that speak
    script_text: str | None
    warnings: tuple[str, ...] = ()


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
    warnings: tuple[str, ...]


# ------------------------------------------------------------------------------------------------- what workers do


def prepare(packed: bytes, content: Content | ScriptFile) -> Prepared:
    """Read an article, find who says what, and plan its recording."""
    orders = _unpacked(packed)
    if isinstance(content, ScriptFile):
        written, text = desk.load_script(content.text, content.origin, orders.settings), content.text
        warnings: tuple[str, ...] = ()
    else:
        article = intake.read_content(content, orders.settings.reading, orders.strict)
        written, text, warnings = flow.write_script(article, orders.settings).script, None, article.warnings
    plan = flow.plan(written, orders.settings)
    names = {voice.engine for voice in plan.fingerprints}
    engine_named = engines_of(orders.settings)
    return Prepared(plan, {name: engine_named(name).capabilities for name in names}, text, warnings)


def package(packed: bytes, prepared: Prepared, recording: Recording, slug: str) -> flow.Papers:
    """All of an edition but its recording."""
    orders = _unpacked(packed)
    edition = flow.edition_of(prepared.plan, recording, slug, orders.settings, orders.extras)
    return flow.package(prepared.plan, edition, orders.extras, prepared.script_text)


def complete(packed: bytes, prepared: Prepared, recording: Recording, place: Place) -> Made:
    """Package a recording that stands in `place.stage`, and move all of it to `place.home`."""
    papers = package(packed, prepared, recording, place.home.name)
    return _bound(_unpacked(packed), prepared, recording, papers, place)


@lru_cache(2)
def _unpacked(packed: bytes) -> Orders:
    orders: Orders = pickle.loads(packed)
    return orders


def _bound(orders: Orders, prepared: Prepared, recording: Recording, papers: flow.Papers, place: Place) -> Made:
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
    return Made(place.home.name, result.edition.script.title, result.edition.duration_ms / 1000, result.warnings)


# ------------------------------------------------------------------------------------------------------ the batch


class Batch:
    """The articles of one run: what stands already, what is being made where, and how."""

    def __init__(self, orders: Orders, *, shared_disk: bool = True) -> None:
        self.orders = orders
        self.shelf = Shelf(orders.out)
        self._shared_disk = shared_disk  # workers see the out folder
        self._packed = pickle.dumps(orders)
        self._how = digest_of(orders.settings, orders.extras)
        self._promised: dict[Path, str] = {}  # home -> origin of who will live there
        self._articles: dict[str, str] = {}  # digest of an article's text -> its source, in this run
        self._purse = sound.Purse()
        shared = orders.settings.cluster.cache
        store = sound.SharedCache(shared, orders.cache) if shared else sound.Cache(orders.cache)
        self._contract = sound.Contract(engines.Loader(orders.settings.engines), orders.settings.sound, store)

    def article(self, found: Found) -> Job[Row]:
        """The job of an article that was found."""
        return self._told(found.origin, self._article(found))

    def script(self, name: str, text: str) -> Job[Row]:
        """The job of a script in a file."""
        return self._told(name, self._produced(name, ScriptFile(name, text)))

    def _told(self, source: str, job: Job[Row]) -> Job[Row]:
        try:
            return (yield from job)
        except NarrateError as error:
            return Row(source, "failed", why=error.message, hint=error.hint, exit_code=error.exit_code)
        except Exception as error:
            if os.environ.get("NARRATE_DEBUG"):
                raise
            return Row(source, "failed", why=f"internal error: {type(error).__name__}: {error}", exit_code=1)

    def _article(self, found: Found) -> Job[Row]:
        if found.host:
            fetching = Task(found.fetch, (), kind=f"fetch {found.host}", threads=1, portable=False)
            content = yield from _one("fetching", fetching)
        else:
            content = found.fetch()
        return (yield from self._produced(found.origin, content))

    def _produced(self, source: str, content: Content | ScriptFile) -> Job[Row]:
        making = made_from(content.origin, content.digest, self._how)
        if (row := self._standing(source, content, making)) is not None:
            return row
        prepared: Prepared = yield from _one("reading", self._reading(content))
        yield Stage(
            "in turn", (), in_turn=True
        )  # who of two with the same title has the plain folder, must not be luck
        written = prepared.plan.script
        other = self._articles.setdefault(written.article_sha256 or making, source)
        if other != source:
            return Row(source, "same", title=written.title, why=f"the same article as {other}")
        with self._home_of(prepared) as home:
            self._check(prepared, home)
            provenance = provenance_of(written, content, self.orders, home)
            made, recording = yield from self._made(prepared, home, provenance)
        facts = (made.slug, made.title, made.seconds, recording.spoken, recording.cached)
        return Row(source, "built", *facts, warnings=(*prepared.warnings, *made.warnings))

    def _reading(self, content: Content | ScriptFile) -> Task:
        task = Task(prepare, (self._packed, content), kind="prepare", audio_ms=_WORTH_A_WORKER_MS)
        # Sounds that a script names are looked for beside it.
        return _kept_here(task) if isinstance(content, ScriptFile) and not self._shared_disk else task

    def _packaging(self, prepared: Prepared, recording: Recording, slug: str) -> Task:
        """For workers that do not see the out folder."""
        task = Task(package, (self._packed, prepared, recording, slug), "package", audio_ms=_WORTH_A_WORKER_MS)
        written = prepared.plan.script
        pictures = self.orders.extras.cover or written.image or any(line.image for line in written.lines)
        return _kept_here(task) if pictures else task  # they may be files of this machine

    def _standing(self, source: str, content: Content | ScriptFile, making: str) -> Row | None:
        """What is told of an article that needs no work."""
        if self.orders.force:
            return None
        if (known := self.shelf.same(making)) is not None:
            self._articles.setdefault(known.provenance.article or making, source)
            return Row(source, "unchanged", known.slug)
        known = self.shelf.of(content.origin)
        if known is None or known.provenance.source != content.digest:
            return None
        place = self.orders.out / known.slug / desk.SCRIPT
        return Row(source, "edited", known.slug, why=f"{place} was edited by hand") if desk.is_edited(place) else None

    @contextmanager
    def _home_of(self, prepared: Prepared) -> Iterator[Path]:
        home = prepared.plan.home(self.orders.out, self._promised)
        self._promised[home] = prepared.plan.script.origin
        yield home
        del self._promised[home]  # it stands; of one that failed the promise stays, so that no other takes its name

    def _check(self, prepared: Prepared, home: Path) -> None:
        """ScriptError where work by hand would be lost, ReviewNeeded where it is wanted first."""
        if prepared.script_text is None and not self.orders.force:
            desk.refuse_to_lose_edits(home / desk.SCRIPT)
        if self.orders.reviewed and script.unsure(prepared.plan.script):
            if prepared.script_text is None:
                desk.save_script(prepared.plan.script, self.orders.settings, self.orders.out, home)
            desk.refuse_unsure(prepared.plan.script, home / desk.SCRIPT)

    def _made(self, prepared: Prepared, home: Path, provenance: Provenance) -> Job[tuple[Made, Recording]]:
        plan, settings = prepared.plan, self.orders.settings
        ways = sound.Ways(plan.fingerprints.__getitem__, prepared.capabilities.__getitem__, self._purse)
        with folder.staging(home) as stage:
            place = Place(stage, home, plan.absent(self.orders.cache), provenance)
            target = stage / flow.audio_name(settings)
            session = sound.Session(plan.utterances, self._contract, ways, target, settings.pauses.end, plan.furniture)
            recording = yield from session.job()
            if self._shared_disk:
                last = Task(
                    complete, (self._packed, prepared, recording, place), "complete", audio_ms=_WORTH_A_WORKER_MS
                )
                made = yield from _one("packaging", last)
            else:
                papers = yield from _one("packaging", self._packaging(prepared, recording, home.name))
                made = _bound(self.orders, prepared, recording, papers, place)
        return made, recording


def _kept_here(task: Task) -> Task:
    return replace(task, portable=False, threads=2)


def _one(name: str, task: Task) -> Job[Any]:
    """The value of one task; what it raises is raised."""
    try:
        (value,) = yield Stage(name, (task,))
    except TasksFailed as failed:
        ((_, error),) = failed.faults
        if isinstance(error, Lost):
            raise SoundError(f"a worker is lost: {error}", "run again: what is finished is kept") from None
        raise error from None
    return value
