"""Worker processes on this machine, watched so that an engine may hang or die without harm."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from itertools import count
from queue import Empty, SimpleQueue
from types import TracebackType

from narrate.tasks import Lost, Task
from narrate.workers.hand import Assignment, Hand, Word
from narrate.workers.pool import Answer

_FEW_MS = 60_000  # of sound: less for a worker does not pay for its start
_TRIES = 2  # a worker may die once over a task
_QUEUE = 2  # tasks a worker has at a time: the next one waits for it, not it for the next one
_LOOK_SECONDS = 1.0  # how often deadlines are looked at while nothing is heard


class Processes:
    """As many worker processes as there is work for, at most `most`; by default the machine's processors.

    Tasks that mostly wait (`Task.threads`) run in threads of the first worker: a process for each of eight requests
    would cost more than the requests.
    """

    grain_seconds = 0.05  # a message costs a fraction of a millisecond, a line of silence not much more

    def __init__(self, most: int | None = None) -> None:
        self._most = most or _processors()
        self._hands: list[Hand] = []
        self._words: SimpleQueue[Word] = SimpleQueue()
        self._lock = threading.RLock()
        self._foreman: threading.Thread | None = None
        self._numbers = count()

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._foreman is not None:
            self._words.put((None, None))
            self._foreman.join()
        for hand in self._hands:
            hand.dismiss(at_once=kind is not None)
        self._hands.clear()

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        with self._lock:
            if task.threads:  # one more than run, so that it waits for a thread, not the thread for it
                crowd = [each for hand in self._hands[:1] for each in hand.pending.values() if each.threads]
                return sum(each.bundle[0].kind == task.kind for each in crowd) <= task.threads
            if task.alone:
                return not self._hands or self._hands[0].queue() < _QUEUE
            return len(self._hands) < self._wanted(backlog_ms) or any(each.queue() < _QUEUE for each in self._hands)

    def _wanted(self, backlog_ms: int) -> int:
        return min(self._most, 1 + backlog_ms // _FEW_MS)

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        """Have the tasks done, one after another, by one worker."""
        task = bundle[0]
        assignment = Assignment(next(self._numbers), tuple(bundle), Future())
        with self._lock:
            while len(self._hands) < self._wanted(backlog_ms):
                self._hands.append(Hand(self._words))
            if self._foreman is None:
                self._foreman = threading.Thread(target=self._listen, daemon=True)
                self._foreman.start()
            first = self._hands[0] if task.alone or task.threads else min(self._hands, key=Hand.queue)
            first.send(assignment)
        return assignment.promise

    def _listen(self) -> None:
        """Keep every promise that was made, until the word of nobody."""
        while True:
            with self._lock:
                deadline = min((hand.deadline for hand in self._hands), default=float("inf"))
            try:
                hand, answer = self._words.get(timeout=min(max(0.0, deadline - time.monotonic()), _LOOK_SECONDS))
            except Empty:
                self._end_the_late()
                continue
            if hand is None:
                return
            with self._lock:
                if hand not in self._hands:
                    continue  # the last words of one that was replaced
                assignment = hand.finish(answer[0]) if answer is not None else None
                if answer is None and not hand.pending:
                    self._hands.remove(hand)  # it died over nothing: whoever comes next must not be sent to it
            if assignment is not None and answer is not None:
                self._keep(assignment, answer[1])
            elif hand.pending:
                self._bury(hand)
            else:
                hand.dismiss(at_once=True)

    def _keep(self, assignment: Assignment, answers: list[Answer]) -> None:
        """One answer stands for a bundle that nobody could open."""
        missing = len(assignment.bundle) - len(answers)
        assignment.promise.set_result(answers + answers[:1] * missing)

    def _end_the_late(self) -> None:
        with self._lock:
            late = [(hand, hand.first_due()) for hand in self._hands if hand.deadline <= time.monotonic()]
        for hand, assignment in late:
            self._replace(hand, without=assignment)
            assignment.promise.set_exception(Lost(f"no answer for {assignment.patience_seconds:.0f} s"))

    def _bury(self, hand: Hand) -> None:
        """A worker died over one of its tasks: another one may try that once."""
        code = hand.dismiss(at_once=True)
        with self._lock:
            # One that waits for a server is the less likely cause.
            assignment = min(hand.pending.values(), key=lambda each: each.threads > 0)
        assignment.deaths += 1
        # Of a bundle, each task by itself will show which it was.
        given_up = assignment.deaths >= _TRIES or len(assignment.bundle) > 1
        self._replace(hand, without=assignment if given_up else None)
        if given_up:
            assignment.promise.set_exception(Lost(f"its process died, exit code {code}"))

    def _replace(self, hand: Hand, without: Assignment | None) -> None:
        """Put a new worker in the place of `hand`, with its assignments but for one."""
        hand.dismiss(at_once=True)
        with self._lock:
            successor = self._hands[self._hands.index(hand)] = Hand(self._words)
            for assignment in hand.pending.values():
                if assignment is not without:
                    successor.send(assignment)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
