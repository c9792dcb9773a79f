"""Workers of a Dask cluster: the same tasks, on other machines.

The scheduler looks after dying workers: what they were at is begun again elsewhere. Results come straight from the
workers where they can be reached.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from narrate.errors import ClusterError, NarrateError
from narrate.tasks import Lost, Task
from narrate.workers.pool import Answer, make

if TYPE_CHECKING:
    from distributed import Client

_QUEUE = 4  # bundles for each thread of a worker: the next one waits for it, not it for the next one
_RETRIES = 2  # by the scheduler, of what fails outside of narrate
_CONNECT_SECONDS = 5
_INSTALL = "pip install 'narrate-audio[cluster]'"

Facts = Mapping[str, str]
"""What must be the same on every worker: name -> value; empty where it could not be found out."""


class Courier(Protocol):
    """Takes what a task needs to a worker, and brings back what it made."""

    def pack(self, task: Task) -> Task | None:
        """The task as it can be done without this machine's disk; None if it can only be done here."""
        ...

    def unpack(self, task: Task, value: Any) -> tuple[Any, Task | None]:
        """The value of the task as it was before packing; or the task to be sent again, with more."""
        ...


@dataclass(frozen=True)
class Census:
    """How workers are asked whether they are alike."""

    versions: Facts
    look: Callable[[], Facts]  # gives the versions of a worker; travels whole, as a worker may lack narrate
    facts: Callable[..., Facts]  # gives all that must be the same; found by its name on the worker
    arguments: tuple[Any, ...]


class Cluster:
    """The workers that a Dask scheduler knows.

    Raises
    ------
    ClusterError
        The scheduler cannot be reached, or its workers are none, or not alike.
    """

    grain_seconds = 0.5

    def __init__(self, address: str, census: Census, courier: Courier) -> None:
        self._address = address
        self._courier = courier
        self._client = _client(address)
        try:
            self._workers = _threads_of(self._client, address)
            agreed = _agree(self._client, census)
        except BaseException:
            self._client.close()
            raise
        self._greeting = Greeting(census.facts, census.arguments, tuple(sorted(agreed.items())))
        self._executor = self._client.get_executor(pure=False, retries=_RETRIES)
        self._receivers = ThreadPoolExecutor(4)
        self._under_way = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._receivers.shutdown(wait=False, cancel_futures=True)
        self._client.close(timeout=2)

    def room_for(self, task: Task, backlog_ms: int = 0) -> bool:
        return self._under_way < _QUEUE * self._threads()

    def _threads(self) -> int:
        """Of all workers there are now: a cluster may grow and shrink."""
        info = self._client._scheduler_identity.get("workers", {})  # kept up to date by the client; no message is sent
        return sum(worker.get("nthreads", 1) for worker in info.values()) or 1

    def submit(self, bundle: Sequence[Task], backlog_ms: int = 0) -> Future[list[Answer]]:
        promise: Future[list[Answer]] = Future()
        with self._lock:
            self._under_way += 1
        promise.add_done_callback(self._count_down)
        self._soon(self._send, tuple(bundle), promise)
        return promise

    def _soon(self, function: Callable[..., None], *arguments: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the run is over, and nobody waits any more
            self._receivers.submit(function, *arguments)

    def _count_down(self, promise: Future[list[Answer]]) -> None:
        with self._lock:
            self._under_way -= 1

    def _send(self, bundle: Sequence[Task], promise: Future[list[Answer]]) -> None:
        try:
            packed = [self._courier.pack(task) for task in bundle]
            if None in packed:
                promise.set_result([make(task) for task in bundle])
                return
            self._post(bundle, [task for task in packed if task is not None], promise)
        except Exception as error:  # noqa: BLE001 - whoever waits for the promise must hear of it
            promise.set_exception(error)

    def _post(self, bundle: Sequence[Task], packed: Sequence[Task], promise: Future[list[Answer]]) -> None:
        alone = {"workers": [min(self._workers)], "allow_other_workers": True} if bundle[0].alone else {}
        sent = self._executor.submit(do_bundle, self._greeting, tuple(packed), **alone)
        sent.add_done_callback(lambda done: self._soon(self._receive, bundle, done, promise))

    def _receive(self, bundle: Sequence[Task], done: Future[list[Answer]], promise: Future[list[Answer]]) -> None:
        try:
            answers = list(done.result())
            for index, (task, answer) in enumerate(zip(bundle, answers, strict=True)):
                if answer.error is None:
                    answers[index] = self._opened(task, answer)
            promise.set_result(answers)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the promise must hear of it
            promise.set_exception(self._meaning(error))

    def _opened(self, task: Task, answer: Answer) -> Answer:
        """What came back, after sending again what a worker lacked."""
        value, again = self._courier.unpack(task, answer.value)
        while again is not None and answer.error is None:
            (answer,) = self._executor.submit(do_bundle, self._greeting, (again,)).result()
            if answer.error is None:
                value, again = self._courier.unpack(task, answer.value)
        return replace(answer, value=value)

    def _meaning(self, error: BaseException) -> Exception:
        from concurrent.futures import CancelledError

        name = type(error).__name__
        if name == "KilledWorker":
            return Lost("it took several workers of the cluster down")
        if isinstance(error, CancelledError) or "Cancelled" in name or "CommClosed" in name:
            return ClusterError(
                f"{self._address}: the scheduler is gone",
                "start it again and run the same command: finished takes are kept",
            )
        return error if isinstance(error, Exception) else ClusterError(f"{self._address}: {name}: {error}")


# ------------------------------------------------------------------------------------------------- what workers do


@dataclass(frozen=True)
class Greeting:
    """What a worker is told first, so that one which joined later is looked at too."""

    facts: Callable[..., Facts]
    arguments: tuple[Any, ...]
    agreed: tuple[tuple[str, str], ...]


_turn = threading.Lock()


def do_bundle(greeting: Greeting, bundle: Sequence[Task]) -> list[Answer]:
    """Do the tasks on a worker, one after another; engines are not asked by two of its threads at once."""
    _meet(greeting)
    answers = []
    for task in bundle:
        if task.threads:
            answers.append(make(task))
        else:
            with _turn:
                answers.append(make(task))
    return answers


@lru_cache(4)
def _meet(greeting: Greeting) -> None:
    facts = greeting.facts(*greeting.arguments)
    for name, value in greeting.agreed:
        if facts.get(name) != value:
            raise _unlike("a worker that joined later", name, facts.get(name, ""), value, "on the others")


# ---------------------------------------------------------------------------------------------- before work starts


def _client(address: str) -> Client:
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ClusterError("--cluster needs Dask, which is not installed", _INSTALL) from None
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of a lost connection is said by us, once
    dask.config.set(
        {
            # A bundle of takes is no graph that somebody built by mistake,
            "distributed.admin.large-graph-warning-threshold": "1GB",
            # and the last thousand of them need not be remembered.
            "distributed.admin.low-level-log-length": 10,
        }
    )
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False, direct_to_workers=True)
    except (OSError, TimeoutError, ValueError) as error:
        hint = f"dask scheduler starts one; it prints its address. {type(error).__name__}: {error}"
        raise ClusterError(f"{address}: no Dask scheduler answers there", " ".join(hint.split())[:300]) from None


def _threads_of(client: Client, address: str) -> dict[str, int]:
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    except TimeoutError:
        hint = f"on each machine: dask worker {address} --nworkers auto --nthreads 1"
        raise ClusterError(f"{address}: no worker has joined this scheduler", hint) from None
    return dict(client.nthreads())


def _agree(client: Client, census: Census) -> Facts:
    """What all workers have in common; ClusterError where it must be the same and is not."""
    for worker, found in sorted(client.run(census.look, on_error="return").items()):
        if isinstance(found, BaseException):
            raise ClusterError(f"worker {worker}: cannot be asked: {type(found).__name__}: {found}")
        for name, value in census.versions.items():
            if found[name] != value:
                raise _unlike(f"worker {worker}", name, found[name], value, "here")
    agreed, first = _facts_here(census), "here"
    for worker, facts in sorted(client.run(census.facts, *census.arguments, on_error="return").items()):
        if isinstance(facts, BaseException):
            raise ClusterError(f"worker {worker}: {facts}", getattr(facts, "hint", ""))
        if not agreed:  # this machine need not be able to speak
            agreed, first = facts, f"on {worker}"
        for name in sorted({*facts, *agreed}):
            if facts.get(name) != agreed.get(name):
                raise _unlike(f"worker {worker}", name, facts.get(name, ""), agreed.get(name, ""), first)
    return agreed


def _facts_here(census: Census) -> Facts:
    try:
        return census.facts(*census.arguments)
    except NarrateError:
        return {}


def _unlike(who: str, name: str, there: str, other: str, elsewhere: str) -> ClusterError:
    return ClusterError(
        f"{who}: {name} is {there or 'missing'} there and {other or 'missing'} {elsewhere}",
        "install the same on every machine, and start its workers again",
    )
