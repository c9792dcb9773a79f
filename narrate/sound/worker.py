"""What a worker process does: take orders from standard input, answer on what was standard output.

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

from narrate.errors import NarrateError, SoundError
from narrate.sound.booth import Booth
from narrate.sound.cache import Unusable
from narrate.sound.orders import Order, SpeakOrder


def serve(orders: BinaryIO) -> None:
    """Carry out what comes from `orders` until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with _private_output() as answers:
        load_engine, settings, cache = pickle.load(orders)
        waiting: SimpleQueue[Order] = SimpleQueue()
        booth = Booth(load_engine, settings, cache)
        threading.Thread(target=_listen, args=(orders, waiting, booth), daemon=True).start()
        answer = partial(_answer, booth, answers, threading.Lock())
        crowds: dict[str, ThreadPoolExecutor] = {}
        while True:
            order = waiting.get()
            if isinstance(order, SpeakOrder) and order.concurrency > 0:
                engine = order.voice.engine
                crowds[engine] = crowds.get(engine) or ThreadPoolExecutor(order.concurrency)
                crowds[engine].submit(answer, order)
            else:
                answer(order)


def _answer(booth: Booth, answers: BinaryIO, turn: threading.Lock, order: Order) -> None:
    said = pickle.dumps((order.key, _carry_out(booth, order)))
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


def _listen(orders: BinaryIO, waiting: SimpleQueue[Order], booth: Booth) -> None:
    try:
        while True:
            waiting.put(pickle.load(orders))
    finally:
        # The parent is done, or was killed: go at once, even where the engine hangs. What is half-written has a
        # temporary name; a program that an engine runs would go on without us.
        booth.close()
        os._exit(0)


def _carry_out(booth: Booth, order: Order) -> Exception | None:
    try:
        booth.carry_out(order)
    except (NarrateError, Unusable) as error:
        return error
    except Exception as error:  # noqa: BLE001 - it must reach the parent, and not every exception can be pickled
        return SoundError(f"{type(error).__name__}: {error}", "this is a fault of narrate: please report it")
    return None
