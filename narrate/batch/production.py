"""One article of a batch, from its content to its edition: a job whose work any pool of workers can do."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrate import desk, flow, folder, logbook, sound
from narrate.batch.orders import Orders, ScriptFile
from narrate.batch.rows import Row
from narrate.batch.standing import Shelf, digest_of, made_from
from narrate.batch.work import (
    Delivery,
    Made,
    Place,
    Prepared,
    Reading,
    bound,
    complete,
    contract_of,
    has_pictures,
    keep,
    package,
    prepare,
    produce,
    produce_elsewhere,
)
from narrate.errors import NarrateError, SoundError
from narrate.intake import Content, Found
from narrate.logbook import Provenance
from narrate.model import Recording
from narrate.tasks import Job, Lost, Stage, Task, TasksFailed

_WORTH_A_WORKER_MS = 60_000  # reading and packaging an article take as long as some minutes of its sound


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
        self._contract = contract_of(orders, orders.cache)
        self._packed_contract = pickle.dumps(self._contract if shared_disk else contract_of(orders, None))

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
        reading: Reading = yield from _one("reading", self._reading(content))
        # Who of two with the same title has the plain folder, must not be luck.
        yield Stage("in turn", (), in_turn=True)
        other = self._articles.setdefault(reading.article_sha256 or making, source)
        if other != source:
            return Row(source, "same", title=reading.title, why=f"the same article as {other}")
        with self._home_of(reading) as home:
            self._check(reading, home)
            # The article that a script was written from has not been looked at.
            came_from = logbook.provenance(home).source if reading.from_script else content.digest
            provenance = Provenance(reading.origin, came_from, reading.article_sha256, making)
            with folder.staging(home) as stage:
                place = Place(stage, home, self._absent(reading), provenance)
                made: Made | None = yield from self._at_one_go(reading, place)
                if made is None:
                    made = yield from self._step_by_step(reading.prepared, place)
        return Row(
            source, "built", made.slug, made.title, made.seconds, made.spoken, made.cached, warnings=made.warnings
        )

    def _reading(self, content: Content | ScriptFile) -> Task:
        task = Task(prepare, (self._packed, content), kind="prepare", audio_ms=_WORTH_A_WORKER_MS)
        # Sounds that a script names are looked for beside it.
        return _kept_here(task) if isinstance(content, ScriptFile) and not self._shared_disk else task

    def _packaging(self, prepared: Prepared, recording: Recording, slug: str) -> Task:
        """For workers that do not see the out folder."""
        task = Task(package, (self._packed, prepared, recording, slug), "package", audio_ms=_WORTH_A_WORKER_MS)
        return _kept_here(task) if has_pictures(self.orders, prepared.plan.script) else task

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
    def _home_of(self, reading: Reading) -> Iterator[Path]:
        known = (reading.title, reading.origin, reading.article_sha256)
        home = folder.place_for(self.orders.out, *known, self._promised)
        self._promised[home] = reading.origin
        yield home
        del self._promised[home]  # it stands; of one that failed the promise stays, so that no other takes its name

    def _absent(self, reading: Reading) -> frozenset[int]:
        """Lines of which the cache of this machine lacks something."""
        takes = sound.Cache(self.orders.cache)
        return frozenset(line for line, key in reading.takes if not takes.has("takes", key))

    def _check(self, reading: Reading, home: Path) -> None:
        """ScriptError where work by hand would be lost, ReviewNeeded where it is wanted first."""
        if not reading.from_script and not self.orders.force:
            desk.refuse_to_lose_edits(home / desk.SCRIPT)
        if self.orders.reviewed and reading.unsure:
            written = reading.prepared.plan.script
            if not reading.from_script:
                desk.save_script(written, self.orders.settings, self.orders.out, home)
            desk.refuse_unsure(written, home / desk.SCRIPT)

    def _at_one_go(self, reading: Reading, place: Place) -> Job[Made | None]:
        """What little work makes: a message for each step of it would take as long. None for all else."""
        task = self._whole(reading, place) if reading.at_one_go else None
        if task is None:
            return None
        try:
            made = yield from _one("recording", task)
        except SoundError as error:
            if isinstance(error.__cause__, Lost):
                return None  # step by step it will show which line it was
            raise
        if isinstance(made, Delivery):
            keep(made, self._contract.store, place)
            return made.made
        return made  # type: ignore[no-any-return]  # of a task, whose value may be anything

    def _whole(self, reading: Reading, place: Place) -> Task | None:
        """All work on an article as one task, where nothing is lost by that."""
        task = Task(
            produce,
            (self._packed, self._packed_contract, reading.packed, place),
            kind=f"record with {', '.join(reading.engines)}",
            audio_ms=sound.audio_ms_of(reading.characters),
            patience_seconds=sound.patience_seconds(reading.characters),
            optional=True,
        )
        if self._shared_disk:
            return task
        # What stands in the out folder, files of this machine and most of a cache would have to travel too.
        if reading.of_this_machine or place.home.exists():
            return None
        takes = None if self.orders.settings.cluster.cache else self._known_takes(reading)
        if takes is not None and 2 * len(takes) > len(reading.takes):
            return None
        told = (place.home.name, place.absent, place.provenance, takes)
        return replace(task, function=produce_elsewhere, arguments=(*task.arguments[:3], *told))

    def _known_takes(self, reading: Reading) -> tuple[sound.Entry, ...]:
        """What the cache has of an article's takes, as it travels."""
        store, found = self._contract.store, []
        for key in dict.fromkeys(key for _, key in reading.takes):
            with suppress(sound.Unusable):
                found.append(sound.Entry(("takes", key), store.raw("takes", key)))
        return tuple(found)

    def _step_by_step(self, prepared: Prepared, place: Place) -> Job[Made]:
        """One recording whose lines and pieces are shared among all workers."""
        plan, settings = prepared.plan, self.orders.settings
        ways = sound.Ways(plan.fingerprints.__getitem__, prepared.capabilities.__getitem__, self._purse)
        target = place.stage / flow.audio_name(settings)
        session = sound.Session(plan.utterances, self._contract, ways, target, settings.pauses.end, plan.furniture)
        recording = yield from session.job()
        if not self._shared_disk:
            papers = yield from _one("packaging", self._packaging(prepared, recording, place.home.name))
            return bound(self.orders, prepared, recording, papers, place)
        last = Task(complete, (self._packed, prepared, recording, place), "complete", audio_ms=_WORTH_A_WORKER_MS)
        made: Made = yield from _one("packaging", last)
        return made


def _kept_here(task: Task) -> Task:
    return replace(task, portable=False, threads=2)


def _one(name: str, task: Task) -> Job[Any]:
    """The value of one task; what it raises is raised."""
    try:
        (value,) = yield Stage(name, (task,))
    except TasksFailed as failed:
        ((_, error),) = failed.faults
        if isinstance(error, Lost):
            raise SoundError(f"a worker is lost: {error}", "run again: what is finished is kept") from error
        raise error from None
    return value
