"""Many jobs over one pool, fairly: whoever has least under way comes next, by turns where that is equal.

A long article cannot hold up short ones, and short ones cannot starve it. Beyond a few, a job begins only when no other
can use the workers: memory stays flat, and each is finished soon after it was begun.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from narrate.errors import ClusterError
from narrate.model import Progress, Report
from narrate.tasks import Job, Lost, Stage, Task, TasksFailed
from narrate.workers.pool import Answer, Beside, Here, Pool

_FAULTS = 3  # forgiven errors before the rest is given up: many failures are one failure of the engine
_SIDE_BY_SIDE = 4  # jobs open at least: a long one must leave room for others
_SPARE = 4  # jobs open at most beyond those that the workers are busy with
_LITTLE_SECONDS = 2.0  # that others may have to wait for one worker at the end
_LITTLE_MS = 180_000  # of sound, as long as nobody knows how long that takes
_LISTEN_SECONDS = 0.5  # on Windows a wait without end cannot be interrupted

Result = TypeVar("Result")


@dataclass(frozen=True)
class Done(Generic[Result]):
    """A job that came to its end."""

    number: int  # of the job, from 0 in the order they were given
    result: Result | None
    error: Exception | None = None


@dataclass
class _Open(Generic[Result]):
    """A job that is being worked on, and its present stage."""

    number: int
    job: Job[Result]
    report: Report
    waits: bool = False  # for its turn
    had_turn: bool = False
    stage: Stage = field(default_factory=lambda: Stage("", ()))
    values: list[Any] = field(default_factory=list)
    ready: deque[int] = field(default_factory=deque)  # indices of tasks that nobody has begun
    backlog_ms: int = 0  # of sound that the ready ones are about
    under_way: int = 0
    served: int = 0  # when it last had a bundle begun, in bundles of all jobs
    done: int = 0
    audio_ms: int = 0
    faults: list[tuple[Task, Exception]] = field(default_factory=list)

    def enter(self, stage: Stage) -> None:
        self.stage = stage
        self.values = [None] * len(stage.tasks)
        self.ready = deque(range(len(stage.tasks)))
        self.backlog_ms = sum(task.audio_ms for task in stage.tasks)
        self.done = self.audio_ms = 0
        self.faults = []

    @property
    def at_rest(self) -> bool:
        return not self.ready and not self.under_way

    def begin(self, index: int) -> Task:
        self.ready.remove(index)
        self.under_way += 1
        task = self.stage.tasks[index]
        self.backlog_ms -= task.audio_ms
        return task

    def put_back(self, index: int) -> None:
        self.ready.appendleft(index)
        self.under_way -= 1
        self.backlog_ms += self.stage.tasks[index].audio_ms

    def take(self, index: int, answer: Answer) -> None:
        """Note what became of a task; after too many errors the rest of the stage is left out."""
        task = self.stage.tasks[index]
        self.under_way -= 1
        if answer.error is not None:
            self.faults.append((task, answer.error))
            if len(self.faults) >= _FAULTS or not isinstance(answer.error, self.stage.forgives):
                self.ready.clear()
                self.backlog_ms = 0
            return
        self.values[index] = answer.value
        self.done += 1
        self.audio_ms += task.audio_ms
        self.report(Progress(self.done, len(self.values), self.audio_ms, self.stage.name))


def finish(job: Job[Result], pool: Pool | None = None, report: Report | None = None) -> Result:
    """Drive one job to its end; by default in this process. What it raises is raised."""
    (done,) = work_off([job], pool or Here(), lambda number: report or _unheard)
    if done.error is not None:
        raise done.error
    return done.result  # type: ignore[return-value]  # a job without error has one, which may be None


def work_off(
    jobs: Iterable[Job[Result]], pool: Pool, report_for: Callable[[int], Report] | None = None
) -> Generator[Done[Result], None, None]:
    """Drive many jobs over one pool and give each as it ends.

    Parameters
    ----------
    jobs : iterable of generators
        Asked for the next one only when there are workers for it.
    report_for : callable, optional
        From a job's number to the function that hears how far it is.
    """
    schedule = _Schedule(iter(jobs), pool, report_for or (lambda number: _unheard))
    try:
        while schedule.begin_what_fits():
            if ended := schedule.take_ended():
                yield from ended
            else:
                schedule.hear()
    finally:
        schedule.close()


def _unheard(progress: Progress) -> None:
    return None


_Place = tuple[_Open[Any], int]
"""A task by its job and its index in the job's stage."""


class _Schedule(Generic[Result]):
    def __init__(self, jobs: Iterator[Job[Result]], pool: Pool, report_for: Callable[[int], Report]) -> None:
        self._jobs = jobs
        self._pool = pool
        self._here = Here()
        self._beside = Beside()
        self._report_for = report_for
        self._open: list[_Open[Result]] = []
        self._ended: list[Done[Result]] = []
        self._begun = self._bundles = 0
        self._heard: SimpleQueue[tuple[list[_Place], Future[list[Answer]]]] = SimpleQueue()
        self._alike: dict[str, list[_Place]] = {}  # key of a task under way -> who waits for it too
        self._alone: set[str] = set()
        self._single: set[tuple[int, int]] = set()  # job and index of tasks that went down in a bundle: one by one now
        self._pace: dict[str, float] = {}  # kind of task -> seconds of work for a second of sound, as measured

    def close(self) -> None:
        for each in self._open:
            each.job.close()
        self._beside.__exit__(None, None, None)

    def take_ended(self) -> list[Done[Result]]:
        ended, self._ended = self._ended, []
        return ended

    def begin_what_fits(self) -> bool:
        """Keep the workers busy; False when all jobs have ended."""
        while len(self._open) < _SIDE_BY_SIDE and not self._ended and self._begin_job():
            pass
        while self._heard.empty() and not self._ended:
            if self._are_starving() and self._begin_job():
                continue
            chosen = self._next_task()
            if chosen is None:
                return bool(self._open)
            self._submit(*chosen)
        return True

    def _begin_job(self) -> bool:
        job = next(self._jobs, None)
        if job is None:
            return False
        each = _Open(self._begun, job, self._report_for(self._begun))
        self._begun += 1
        self._open.append(each)
        self._step(each, lambda: next(job))
        self._give_turns()
        return True

    def _are_starving(self) -> bool:
        """Whether the open jobs have no work for the workers, or not enough for one bundle.

        Where all wait for each other, one more only holds memory.
        """
        if sum(each.waits for each in self._open) > _SPARE:
            return False
        total = 0.0
        for each in self._open:
            for index in () if each.waits else each.ready:
                seconds = self._seconds(each.stage.tasks[index])
                total += seconds or 0.0
                if seconds is None or total >= self._pool.grain_seconds:
                    return False
        return True

    def _seconds(self, task: Task) -> float | None:
        """How long a task will take, as far as tasks of its kind have told."""
        pace = self._pace.get(task.kind)
        return None if pace is None or task.threads else pace * task.audio_ms / 1000

    def _give_turns(self) -> None:
        """Let those go on who waited for the jobs before them. Jobs stand in the order in which they were given."""
        for each in list(self._open):
            if each.waits:
                each.waits, each.had_turn = False, True
                if not each.stage.tasks:
                    self._resume(each)
            if not each.had_turn:
                return

    def _next_task(self) -> tuple[_Open[Result], int] | None:
        """A task that there is room for: of the job with least under way, and of those the one that waited longest."""
        backlog_ms = sum(each.backlog_ms for each in self._open)
        for each in sorted(self._open, key=lambda each: (each.under_way, each.served, each.number)):
            for index in () if each.waits else each.ready:
                task = each.stage.tasks[index]
                if task.alone and task.alone in self._alone:
                    continue
                if self._pool_for(task).room_for(task, backlog_ms):
                    return each, index
                break
        return None

    def _pool_for(self, task: Task) -> Pool:
        if task.portable:
            return self._pool
        return self._beside if task.threads else self._here

    def _submit(self, each: _Open[Result], first: int) -> None:
        backlog_ms = sum(each.backlog_ms for each in self._open)
        self._bundles += 1
        each.served = self._bundles
        places, bundle = [], []
        for place in [(each, first), *self._company(each, first)]:
            task = place[0].begin(place[1])
            if task.key in self._alike:
                self._alike[task.key].append(place)
                continue
            if task.key:
                self._alike[task.key] = []
            places.append(place)
            bundle.append(task)
        if bundle:
            self._alone |= {task.alone for task in bundle if task.alone}
            future = self._pool_for(bundle[0]).submit(bundle, backlog_ms)
            future.add_done_callback(lambda done: self._heard.put((places, done)))

    def _company(self, each: _Open[Result], first: int) -> list[_Place]:
        """Tasks of the same kind, first of the same job, that go to the same worker: every message costs."""
        task = each.stage.tasks[first]
        seconds = self._seconds(task)
        if seconds is None or (each.number, first) in self._single:
            return []
        company = []
        for other, index in self._others(each, first):
            seconds += self._seconds(other.stage.tasks[index]) or 0.0
            if seconds > self._pool.grain_seconds:
                break
            company.append((other, index))
        return company

    def _others(self, each: _Open[Result], first: int) -> Iterator[_Place]:
        """What might go along with a task."""
        kind, alone = each.stage.tasks[first].kind, each.stage.tasks[first].alone
        for other in [each, *(other for other in self._open if other is not each and not other.waits)]:
            for index in other.ready:
                task = other.stage.tasks[index]
                apart = (other.number, index) in self._single or (other is each and index == first)
                if (task.kind, task.alone) == (kind, alone) and not apart:
                    yield other, index

    def hear(self) -> None:
        """Wait until something is done, and let the jobs it was for go on."""
        places, future = self._next_word()
        tasks = [each.stage.tasks[index] for each, index in places]
        self._alone -= {task.alone for task in tasks}
        error = future.exception()
        if isinstance(error, Lost) and len(places) > 1:
            for (each, index), task in reversed(list(zip(places, tasks, strict=True))):
                self._single.add((each.number, index))
                each.put_back(index)
                for other, its_index in self._alike.pop(task.key, []):
                    other.put_back(its_index)
            return
        if isinstance(error, ClusterError) or (error is not None and not isinstance(error, Exception)):
            raise error  # nobody can do anything any more
        answers = future.result() if error is None else [Answer(error=error)] * len(places)
        for place, task, answer in zip(places, tasks, answers, strict=True):
            self._learn(task, answer)
            for each, index in [place, *self._alike.pop(task.key, [])]:
                each.take(index, answer)
                if each.at_rest:
                    self._resume(each)
        self._give_turns()

    def _next_word(self) -> tuple[list[_Place], Future[list[Answer]]]:
        while True:
            with contextlib.suppress(Empty):
                return self._heard.get(timeout=_LISTEN_SECONDS)

    def _learn(self, task: Task, answer: Answer) -> None:
        if task.audio_ms and answer.error is None:
            pace = answer.seconds * 1000 / task.audio_ms
            self._pace[task.kind] = 0.8 * self._pace.get(task.kind, pace) + 0.2 * pace

    def _resume(self, each: _Open[Result]) -> None:
        self._single = {(number, index) for number, index in self._single if number != each.number}
        if each.faults:
            self._step(each, partial(each.job.throw, TasksFailed(each.faults)))
        else:
            self._step(each, partial(each.job.send, each.values))

    def _step(self, each: _Open[Result], step: Callable[[], Stage]) -> None:
        """Let a job go on to a stage with something to do, or to its end."""
        try:
            stage = step()
            while self._is_void(stage) and (each.had_turn or not stage.in_turn):
                stage = each.job.send([None] * len(stage.tasks))
        except StopIteration as stop:
            self._open.remove(each)
            self._ended.append(Done(each.number, stop.value))
        except Exception as error:  # noqa: BLE001 - one article's trouble must not stop the others
            self._open.remove(each)
            self._ended.append(Done(each.number, None, error))
        else:
            each.enter(stage)
            each.waits = stage.in_turn and not each.had_turn

    def _is_void(self, stage: Stage) -> bool:
        """Whether a stage has nothing to do, or nothing that must be done and is done quickly."""
        return all(task.optional and not self._is_little(task) for task in stage.tasks)

    def _is_little(self, task: Task) -> bool:
        pace = self._pace.get(task.kind)
        return task.audio_ms <= _LITTLE_MS if pace is None else pace * task.audio_ms / 1000 <= _LITTLE_SECONDS
