"""One worker process as its employer sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from queue import SimpleQueue
from typing import IO

from narrate.sound.orders import Order, SpeakOrder, is_concurrent

_BOOTSTRAP = (
    "import os, pickle, sys; orders = os.fdopen(os.dup(0), 'rb'); sys.path[:] = pickle.load(orders); "
    "from narrate.sound.worker import serve; serve(orders)"
)
_PATIENCE_SECONDS = 120.0  # loading a large model included
_PATIENCE_PER_CHARACTER = 0.5  # a neural engine on a slow processor takes a fifth of that
_PATIENCE_WITH_NARRATE = 3600.0  # for work that is not an engine's
_PATIENCE_WITH_SERVERS = 1800.0  # the engine counts the seconds itself, and a busy server asks it to wait
_FAREWELL_SECONDS = 3.0  # to end the programs that it started
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # there is a process for every processor already


class Hand:
    """A child process, the orders it has not answered yet, and how long it has been at each of them.

    It does one order after the other, those of engines with a concurrency beside them. Answers arrive in `answers` as
    (hand, (key of the order, error or None)); (hand, None) is the end of the process.
    """

    def __init__(self, contract: bytes, answers: SimpleQueue[Answer]) -> None:
        self.pending: dict[str, Order] = {}
        self._deadlines: dict[str, float] = {}  # on the monotonic clock; of orders that wait for their turn, none
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOTSTRAP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_ONE_THREAD | dict(os.environ),
        )
        self._listener = threading.Thread(target=self._listen, args=(answers,), daemon=True)
        self._listener.start()
        self._write(pickle.dumps(sys.path) + contract)

    @property
    def _orders(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _write(self, data: bytes) -> None:
        try:
            self._orders.write(data)
            self._orders.flush()
        except OSError:
            return  # it died; the listener tells

    def _listen(self, answers: SimpleQueue[Answer]) -> None:
        output = self._process.stdout
        assert output is not None
        try:
            while True:
                answers.put((self, pickle.load(output)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            answers.put((self, None))

    def send(self, order: Order) -> None:
        self.pending[order.key] = order
        self._watch()
        self._write(pickle.dumps(order))

    def finish(self, key: str) -> Order:
        """The order of this key, which has just been answered."""
        self._deadlines.pop(key, None)
        order = self.pending.pop(key)
        self._watch()
        return order

    def _watch(self) -> None:
        in_turn = next((order for order in self.pending.values() if not is_concurrent(order)), None)
        for order in self.pending.values():
            if order is in_turn or is_concurrent(order):
                self._deadlines.setdefault(order.key, time.monotonic() + patience(order))

    def waits_in_turn(self) -> int:
        """How many orders stand in its queue, the one that it is at included."""
        return sum(not is_concurrent(order) for order in self.pending.values())

    @property
    def deadline(self) -> float:
        """On the monotonic clock: when the first of its orders should have been answered."""
        return min(self._deadlines.values(), default=float("inf"))

    def first_due(self) -> Order:
        """The order that should have been answered first."""
        return self.pending[min(self._deadlines, key=self._deadlines.__getitem__)]

    def dismiss(self, at_once: bool) -> int:
        """End the process, wait for it, and give its exit code.

        At the end of its orders it ends the programs that its engines run and goes, even while an engine hangs; one
        that is stuck in foreign code cannot, and is killed.
        """
        try:
            self._orders.close()
        except OSError:
            self._process.kill()
        try:
            self._process.wait(timeout=_FAREWELL_SECONDS if at_once else 5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.returncode


Answer = tuple[Hand, tuple[str, Exception | None] | None]


def patience(order: Order) -> float:
    """Seconds that an order may take before its engine is thought to hang."""
    if is_concurrent(order):
        return _PATIENCE_WITH_SERVERS
    if isinstance(order, SpeakOrder):
        return _PATIENCE_SECONDS + _PATIENCE_PER_CHARACTER * len(order.text)
    return _PATIENCE_WITH_NARRATE
