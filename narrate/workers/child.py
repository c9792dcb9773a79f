"""What a worker process does: take tasks from standard input, answer on what was standard output.

A plain child process with pickles over its pipes, rather than multiprocessing or concurrent.futures: those run the
caller's `__main__` again in every worker, keep a resource tracker alive, and cannot end the one worker whose engine
hangs.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import BinaryIO

from narrate.errors import NarrateError
from narrate.tasks import FAREWELLS, Task
from narrate.workers.pool import Answer, make


def serve(tasks: BinaryIO) -> None:
    """Do what comes from `tasks` until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with _private_output() as answers:
        waiting: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=_listen, args=(tasks, waiting), daemon=True).start()
        answer = partial(_answer, answers, threading.Lock())
        crowds: dict[str, ThreadPoolExecutor] = {}
        while True:
            number, bundle = _unpacked(waiting.get())
            first = bundle[0] if isinstance(bundle, tuple) else None
            if first is not None and first.threads:
                crowds[first.kind] = crowds.get(first.kind) or ThreadPoolExecutor(first.threads)
                crowds[first.kind].submit(answer, number, bundle)
            else:
                answer(number, bundle)


def _unpacked(data: bytes) -> tuple[int, tuple[Task, ...] | Exception]:
    number, packed = pickle.loads(data)
    try:
        return number, pickle.loads(packed)
    except Exception as error:  # noqa: BLE001 - an engine's module may raise anything when it is imported here
        what = f"a worker cannot take up its work: {type(error).__name__}: {error}"
        return number, NarrateError(what, "is everything installed that the settings name?")


def _answer(answers: BinaryIO, turn: threading.Lock, number: int, bundle: tuple[Task, ...] | Exception) -> None:
    made = [make(task) for task in bundle] if isinstance(bundle, tuple) else [Answer(error=bundle)]
    said = _pickled(number, made)
    with turn:
        answers.write(said)
        answers.flush()


def _private_output() -> BinaryIO:
    """Standard output kept for answers. What an engine prints goes nowhere, and a program it starts reads nothing."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nowhere:
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 1)
    return answers


def _listen(tasks: BinaryIO, waiting: SimpleQueue[bytes]) -> None:
    try:
        while True:
            size = int.from_bytes(tasks.read(4), "big")
            data = tasks.read(size)
            if not data:
                return
            waiting.put(data)
    finally:
        # The parent is done, or was killed: go at once, even where the engine hangs. What is half-written has a
        # temporary name; a program that an engine runs would go on without us.
        for say_farewell in list(FAREWELLS):
            say_farewell()
        os._exit(0)


def _pickled(number: int, made: list[Answer]) -> bytes:
    try:
        return pickle.dumps((number, made))
    except Exception as error:  # noqa: BLE001 - whatever cannot travel must not take the worker down
        fault = NarrateError(f"an answer cannot be sent: {type(error).__name__}: {error}", "please report this")
        return pickle.dumps((number, [Answer(error=fault)] * len(made)))
