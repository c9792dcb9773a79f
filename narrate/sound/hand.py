"""One worker process as its employer sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from queue import SimpleQueue
from typing import IO

from narrate.sound.orders import Order, SpeakOrder

_BOOTSTRAP = (
    "import os, pickle, sys; orders = os.fdopen(os.dup(0), 'rb'); sys.path[:] = pickle.load(orders); "
    "from narrate.sound.worker import serve; serve(orders)"
)
_PATIENCE_SECONDS = 120.0  # loading a large model included
_PATIENCE_PER_CHARACTER = 0.5  # a neural engine on a slow processor takes a fifth of that
_PATIENCE_WITH_NARRATE = 3600.0  # for work that is not an engine's
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # there is a process for every processor already


class Hand:
    """A child process, the orders it has not answered yet, and how long it has been at the first of them.

    Answers arrive in `answers` as (hand, (error or None,)); (hand, None) is the end of the process.
    """

    def __init__(self, contract: bytes, answers: SimpleQueue[Answer]) -> None:
        self.pending: deque[Order] = deque()
        self._since = 0.0
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
        if not self.pending:
            self._since = time.monotonic()
        self.pending.append(order)
        self._write(pickle.dumps(order))

    def finish(self) -> Order:
        """The order that has just been answered."""
        self._since = time.monotonic()
        return self.pending.popleft()

    @property
    def deadline(self) -> float:
        """On the monotonic clock: when its first order should have been answered."""
        return self._since + patience(self.pending[0]) if self.pending else float("inf")

    def dismiss(self, at_once: bool) -> int:
        """End the process, wait for it, and give its exit code."""
        if at_once:
            self._process.kill()
        try:
            self._orders.close()
        except OSError:
            self._process.kill()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.returncode


Answer = tuple[Hand, tuple[Exception | None] | None]


def patience(order: Order) -> float:
    """Seconds that an order may take before its engine is thought to hang."""
    if isinstance(order, SpeakOrder):
        return _PATIENCE_SECONDS + _PATIENCE_PER_CHARACTER * len(order.text)
    return _PATIENCE_WITH_NARRATE
