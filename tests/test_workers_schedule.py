"""Facts about many jobs over one pool: who comes next, what is done once, what a fault costs."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from narrate.errors import ClusterError, EngineError
from narrate.model import Progress
from narrate.tasks import Job, Lost, Stage, Task, TasksFailed
from narrate.workers import Here, Processes, finish, work_off
from narrate.workers.pool import Answer, make

LOG: list[Any] = []


def note(*words: Any) -> Any:
    LOG.append(words)
    return words[-1]


def note_slowly(*words: Any) -> Any:
    time.sleep(0.3)
    return note(*words)


def wait(seconds: float, word: str) -> str:
    time.sleep(seconds)
    return word


def fail(error: Exception) -> None:
    raise error


def die() -> None:
    os._exit(3)


def pid() -> int:
    return os.getpid()


@pytest.fixture(autouse=True)
def empty_log() -> None:
    LOG.clear()


def job(name: str, *stages: Sequence[Task], in_turn: bool = False) -> Job[list[Any]]:
    values: list[Any] = []
    for number, tasks in enumerate(stages):
        values += yield Stage(f"stage {number}", tasks)
        if in_turn:
            yield Stage("", (), in_turn=True)
            LOG.append(("turn", name))
    return values


def notes(name: str, count: int) -> list[Task]:
    return [Task(note, (name, number)) for number in range(count)]


class Narrow(Here):
    """One place: a bundle more only when the last one is done. It counts what it is given."""

    def __init__(self, grain_seconds: float = 0.0) -> None:
        self.grain_seconds = grain_seconds
        self.bundles: list[int] = []
        self._busy = False
        self._thread = ThreadPoolExecutor(1)

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        return not self._busy

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        self._busy = True
        self.bundles.append(len(bundle))
        return self._thread.submit(self._make, tuple(bundle))

    def _make(self, bundle: Sequence[Task]) -> list[Answer]:
        answers = [make(task) for task in bundle]
        self._busy = False
        if len(bundle) > 1 and any(isinstance(answer.error, Lost) for answer in answers):
            raise Lost("its process died")
        return answers


def test_values_come_in_the_order_of_the_tasks() -> None:
    tasks = [Task(wait, (0.05 * (3 - n), str(n))) for n in range(3)]
    with Processes(2) as pool:
        assert finish(job("a", tasks), pool) == ["0", "1", "2"]


def test_a_long_job_does_not_hold_up_short_ones() -> None:
    long, short = job("long", notes("long", 100)), job("short", notes("short", 2))
    ended = [done.number for done in work_off([long, short, job("short", notes("short", 2))], Narrow())]
    assert ended[-1] == 0


def test_a_job_is_asked_for_only_when_there_is_room() -> None:
    begun = []

    def jobs() -> Any:
        for number in range(200):
            begun.append(number)
            yield job(str(number), notes(str(number), 3))

    most = 0
    for count, _ in enumerate(work_off(jobs(), Narrow())):
        most = max(most, len(begun) - count)
    assert most < 20


@pytest.mark.parametrize(("audio_ms", "value"), [(100_000, 1), (1_000_000, None)])
def test_what_is_optional_is_done_if_it_is_little_and_else_skipped(audio_ms: int, value: int | None) -> None:
    task = Task(note, ("o", 1), kind="slow", audio_ms=audio_ms, optional=True)
    assert finish(job("a", [task], notes("a", 1)), Narrow()) == [value, 0]
    assert LOG.count(("o", 1)) == (value is not None)


def test_what_takes_long_is_no_longer_little_once_that_is_known() -> None:
    def optional(seconds: float) -> Job[list[Any]]:
        return job("a", [Task(wait, (seconds, "w"), kind="slow", audio_ms=10_000, optional=True)])

    answer = Answer("w", None, 30.0)

    class Slow(Narrow):
        def _make(self, bundle: Sequence[Task]) -> list[Answer]:
            super()._make(bundle)
            return [answer] * len(bundle)

    assert [done.result for done in work_off([optional(0.0) for _ in range(6)], Slow())].count(["w"]) < 6


def test_tasks_of_one_key_are_done_once_and_both_jobs_have_the_value() -> None:
    jobs = [job(name, [Task(note_slowly, ("x", 7), key="same")]) for name in "ab"]

    class Open(Narrow):
        def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
            return True

    assert [done.result for done in work_off(jobs, Open())] == [[7], [7]]
    assert LOG.count(("x", 7)) == 1


def test_turns_come_in_the_order_of_the_jobs_whoever_is_ready_first() -> None:
    slow = job("slow", [Task(wait, (0.3, "s"))], in_turn=True)
    quick = [job(f"quick {n}", [Task(wait, (0.0, "q"))], in_turn=True) for n in range(3)]
    with Processes(2) as pool:
        list(work_off([slow, *quick], pool))
    assert [name for _, name in LOG] == ["slow", "quick 0", "quick 1", "quick 2"]


def test_an_error_ends_its_job_and_no_other() -> None:
    jobs = [job("bad", [Task(fail, (ValueError("no"),))]), job("good", notes("good", 2))]
    ended = sorted(work_off(jobs, Here()), key=lambda done: done.number)
    assert isinstance(ended[0].error, TasksFailed)
    assert ended[1].result == [0, 1]


def test_forgiven_errors_let_the_others_go_on_up_to_three() -> None:
    def forgiving() -> Job[int]:
        tasks = [Task(fail, (EngineError("no"),)), *notes("x", 3), *[Task(fail, (EngineError("no"),))] * 5]
        try:
            yield Stage("speaking", tasks, forgives=(EngineError,))
        except TasksFailed as failed:
            return len(failed.faults)
        return 0

    assert finish(forgiving()) == 3
    assert len(LOG) == 3


def test_quick_tasks_of_one_kind_go_together_once_their_pace_is_known() -> None:
    pool = Narrow(grain_seconds=10)
    finish(job("a", [Task(note, ("a", n), kind="quick", audio_ms=1000) for n in range(50)]), pool)
    assert pool.bundles == [1, 49]
    assert len(LOG) == 50


def test_quick_tasks_of_several_jobs_go_together_where_messages_are_dear() -> None:
    def one(name: int) -> Job[list[Any]]:
        return job(str(name), [Task(wait, (0.01, "w"), kind="quick", audio_ms=1000)])

    pool = Narrow(grain_seconds=0.5)
    assert [done.result for done in work_off(map(one, range(60)), pool)] == [["w"]] * 60
    assert sum(pool.bundles) == 60
    assert max(pool.bundles) > 5


def test_of_a_bundle_that_is_lost_every_task_is_tried_by_itself() -> None:
    def losing() -> Job[Any]:
        tasks = [Task(note, ("a", n), kind="k", audio_ms=1000) for n in range(5)]
        tasks.insert(3, Task(fail, (Lost("it died"),), kind="k", audio_ms=1000))
        try:
            yield Stage("speaking", tasks, forgives=(Lost,))
        except TasksFailed as failed:
            return [task.function for task, _ in failed.faults]

    pool = Narrow(grain_seconds=10)
    assert finish(losing(), pool) == [fail]
    assert pool.bundles == [1, 5, 1, 1, 1, 1, 1]


def test_workers_that_are_gone_end_the_run() -> None:
    class Gone(Here):
        def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
            future: Future[list[Answer]] = Future()
            future.set_exception(ClusterError("the scheduler is gone"))
            return future

    with pytest.raises(ClusterError):
        list(work_off([job("a", notes("a", 1)), job("b", notes("b", 1))], Gone()))


def test_a_worker_that_dies_over_a_task_twice_loses_it_and_no_other() -> None:
    def dying() -> Job[Any]:
        try:
            yield Stage("", [Task(pid, ()), Task(die, ()), Task(pid, ())], forgives=(Lost,))
        except TasksFailed as failed:
            return [str(error) for _, error in failed.faults]

    with Processes(1) as pool:
        assert finish(dying(), pool) == ["its process died, exit code 3"]
        assert finish(job("after", [Task(pid, ())]), pool) != [os.getpid()]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_dies_while_it_has_nothing_to_do_is_replaced() -> None:
    with Processes(1) as pool:
        (first,) = finish(job("before", [Task(pid, ())]), pool)
        for _ in range(3):
            os.kill(first, signal.SIGKILL)
            time.sleep(0.3)
            (second,) = finish(job("after", [Task(pid, (), patience_seconds=20)]), pool)
            assert second != first
            first = second


def test_what_must_wait_here_waits_in_threads_and_holds_up_nobody() -> None:
    threads: set[int] = set()
    together = threading.Barrier(3)

    def meet() -> None:
        threads.add(threading.get_ident())
        together.wait(timeout=20)

    waiting = [Task(meet, (), kind="fetch", threads=3, portable=False) for _ in range(3)]
    ended = [done.number for done in work_off([job("a", waiting), job("b", notes("b", 1))], Here())]
    assert sorted(ended) == [0, 1]
    assert len(threads) == 3


def test_progress_is_told_by_job() -> None:
    told: list[tuple[int, int, int]] = []

    def report_for(number: int) -> Any:
        def hear(progress: Progress) -> None:
            told.append((number, progress.done, progress.total))

        return hear

    list(work_off([job("a", notes("a", 2)), job("b", notes("b", 1))], Here(), report_for))
    assert sorted(told) == [(0, 1, 2), (0, 2, 2), (1, 1, 1)]
