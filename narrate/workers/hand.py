"""One worker process as its employer sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO

from narrate.tasks import Task
from narrate.workers.pool import Answer

_BOOTSTRAP = (
    "import os, pickle, sys; tasks = os.fdopen(os.dup(0), 'rb'); sys.path[:] = pickle.load(tasks); "
    "from narrate.workers.child import serve; serve(tasks)"
)
_FAREWELL_SECONDS = 3.0  # to end the programs that it started
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # there is a process for every processor already


@dataclass
class Assignment:
    """A bundle of tasks in somebody's hands, and what is promised about it."""

    number: int
    bundle: tuple[Task, ...]
    promise: Future[list[Answer]]
    deaths: int = 0  # of workers over it

    @property
    def threads(self) -> int:
        return self.bundle[0].threads

    @property
    def patience_seconds(self) -> float:
        """That of one task: what is known to be quick is bundled."""
        return max(task.patience_seconds for task in self.bundle)


class Hand:
    """A child process, the assignments it has not answered yet, and how long it has been at each of them.

    It does one after the other; tasks that mostly wait run beside them, in threads. Answers arrive in `words` as
    (hand, (number of the assignment, answer)); (hand, None) is the end of the process.
    """

    def __init__(self, words: SimpleQueue[Word]) -> None:
        self.pending: dict[int, Assignment] = {}
        self._deadlines: dict[int, float] = {}  # on the monotonic clock; of those that wait for their turn, none
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOTSTRAP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_ONE_THREAD | dict(os.environ),
        )
        self._listener = threading.Thread(target=self._listen, args=(words,), daemon=True)
        self._listener.start()
        self._write(pickle.dumps(sys.path))

    @property
    def _tasks(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _write(self, data: bytes) -> None:
        try:
            self._tasks.write(data)
            self._tasks.flush()
        except (OSError, ValueError):
            return  # it died, or was dismissed; the listener tells

    def _listen(self, words: SimpleQueue[Word]) -> None:
        output = self._process.stdout
        assert output is not None
        try:
            while True:
                words.put((self, pickle.load(output)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            words.put((self, None))

    def send(self, assignment: Assignment) -> None:
        data = pickle.dumps((assignment.number, pickle.dumps(assignment.bundle)))
        self.pending[assignment.number] = assignment
        self._watch()
        self._write(len(data).to_bytes(4, "big") + data)

    def finish(self, number: int) -> Assignment:
        """The assignment of this number, which has just been answered."""
        self._deadlines.pop(number, None)
        assignment = self.pending.pop(number)
        self._watch()
        return assignment

    def _watch(self) -> None:
        in_turn = next((each for each in self.pending.values() if not each.threads), None)
        for each in self.pending.values():
            if each is in_turn or each.threads:
                self._deadlines.setdefault(each.number, time.monotonic() + each.patience_seconds)

    def queue(self) -> int:
        """How many tasks wait for their turn, the one that it is at included."""
        return sum(not each.threads for each in self.pending.values())

    @property
    def deadline(self) -> float:
        """On the monotonic clock: when the first of its assignments should have been answered."""
        return min(self._deadlines.values(), default=float("inf"))

    def first_due(self) -> Assignment:
        """The assignment that should have been answered first."""
        return self.pending[min(self._deadlines, key=self._deadlines.__getitem__)]

    def dismiss(self, at_once: bool) -> int:
        """End the process, wait for it, and give its exit code.

        At the end of its tasks it ends the programs that its engines run and goes, even while an engine hangs; one
        that is stuck in foreign code cannot, and is killed.
        """
        try:
            self._tasks.close()
        except OSError:
            self._process.kill()
        try:
            self._process.wait(timeout=_FAREWELL_SECONDS if at_once else 5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._listener:
            self._listener.join(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.returncode


Word = tuple[Hand | None, tuple[int, list[Answer]] | None]
"""What a hand says; nobody's word ends the listening."""
