"""What every pool of workers offers, and what happens in a worker."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from narrate.errors import NarrateError
from narrate.tasks import Task


@dataclass(frozen=True)
class Answer:
    """What became of one task."""

    value: Any = None
    error: Exception | None = None
    seconds: float = 0.0  # that it took


class Pool(Protocol):
    """Workers, shaped like `concurrent.futures.Executor`: a bundle of tasks in, a future of its answers out.

    A future fails with `Lost` when the bundle took its worker down or never came back.
    """

    @property
    def grain_seconds(self) -> float:
        """Work that is worth one bundle; 0: every task goes alone."""
        ...

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        """Whether the task would be begun soon. What waits here waits in the pool's order, not in a fair one.

        `backlog_ms` of sound in all is waiting to be worked on: a worker more must be worth its start.
        """
        ...

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        """Have the tasks done, one after another, in one worker."""
        ...

    def __enter__(self) -> Pool: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def make(task: Task) -> Answer:
    """Make one task's call; what it raises is part of the answer."""
    start = time.perf_counter()
    try:
        value, error = task.function(*task.arguments), None
    except Exception as raised:  # noqa: BLE001 - it must reach the job, and not every exception can be pickled
        value, error = None, _portable(raised)
    return Answer(value, error, time.perf_counter() - start)


def _portable(error: Exception) -> Exception:
    if isinstance(error, NarrateError) or type(error).__module__.startswith("narrate."):
        return error
    return NarrateError(f"{type(error).__name__}: {error}", "this is a fault of narrate: please report it")


class Here:
    """No workers: every task is done at once, in this process, with nobody to watch over it."""

    grain_seconds = 0.0

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        return True

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        future: Future[list[Answer]] = Future()
        future.set_result([make(task) for task in bundle])
        return future

    def __enter__(self) -> Here:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Beside:
    """Threads of this process, for what must wait here: fetching, mostly. Each kind of task has its own."""

    grain_seconds = 0.0

    def __init__(self) -> None:
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._under_way: Counter[str] = Counter()

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        return self._under_way[task.kind] < task.threads

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        (task,) = bundle
        if task.kind not in self._threads:
            self._threads[task.kind] = ThreadPoolExecutor(task.threads)
        self._under_way[task.kind] += 1
        return self._threads[task.kind].submit(self._make, task)

    def _make(self, task: Task) -> list[Answer]:
        answers = [make(task)]
        self._under_way[task.kind] -= 1
        return answers

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
