"""Work that may be done in another process or on another machine, and jobs that are made of it.

A job is a generator. It yields stages of tasks and is resumed with their values, in order, when all are done; what it
returns is its result. So a job says what comes after what, and nothing about who does it: `narrate.workers` drives one
job, or many at once over the same workers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

LONG_SECONDS = 3600.0
"""Patience with work that is narrate's own."""


@dataclass(frozen=True)
class Task:
    """A call that any process may make; making it twice does no harm."""

    function: Callable[..., Any]  # found by its name in the other process
    arguments: tuple[Any, ...]
    kind: str = ""  # tasks of one kind take about as long for as much sound
    key: str = ""  # tasks of one key come to the same: one of them is enough
    audio_ms: int = 0  # of sound that it is about, estimated
    patience_seconds: float = LONG_SECONDS  # when it takes longer it is thought to hang
    alone: str = ""  # tasks that name the same thing here never run side by side
    threads: int = 0  # over 0: it mostly waits, and so many may run at once in one process
    portable: bool = True  # may be made in another process
    optional: bool = False  # a way to be quicker: only made where it is little work, else its value is None at once


@dataclass(frozen=True)
class Stage:
    """Tasks that may all run at once."""

    name: str  # for people: "speaking"
    tasks: Sequence[Task]
    in_turn: bool = False  # begins when every job given before has come as far, or to its end
    forgives: tuple[type[Exception], ...] = ()
    """After an error of these the other tasks go on, up to a few; after any other the rest of the stage is left out."""


Result = TypeVar("Result")
Job = Generator[Stage, list[Any], Result]


class TasksFailed(Exception):
    """Thrown into a job whose stage went wrong; what was done is done."""

    def __init__(self, faults: Sequence[tuple[Task, Exception]]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)


class Lost(Exception):
    """A task that took its process down, or never came back; says which."""


FAREWELLS: list[Callable[[], None]] = []
"""What a worker does at the end of its work: engines that run programs of their own end them."""
