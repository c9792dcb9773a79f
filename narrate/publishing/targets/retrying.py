"""A target that is asked again when it did not answer."""

from __future__ import annotations

import contextlib
import io
import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from narrate.errors import PublishError
from narrate.publishing.targets.base import Digest, Found, Sink, Stored, Target, Unreachable, Upload

_T = TypeVar("_T")
ATTEMPTS = 6
_FIRST_WAIT_S = 0.25


class RetryingTarget:
    """Repeats calls that raised `Unreachable`, waiting longer each time, then raises PublishError.

    Repeating is safe: what a torn connection left done is seen by the next attempt as "already there" or as
    `Changed`, and both are settled by reading again.
    """

    def __init__(self, inner: Target, wait: Callable[[float], None] = time.sleep) -> None:
        self._inner = inner
        self._wait = wait

    @property
    def where(self) -> str:
        return self._inner.where

    def fetch(self, key: str, into: Sink) -> str | None:
        restart = _restart_of(into)

        def once() -> str | None:
            restart()
            return self._inner.fetch(key, into)

        return self._again(once)

    def get(self, key: str) -> Stored | None:
        return self._again(lambda: self._inner.get(key))

    def stat(self, key: str) -> Found | None:
        return self._again(lambda: self._inner.stat(key))

    def sha256(self, key: str) -> str:
        return self._again(lambda: self._inner.sha256(key))

    def put_new(self, key: str, upload: Upload) -> bool:
        return self._again(lambda: self._inner.put_new(key, upload))

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        self._again(lambda: self._inner.replace(key, upload, tag))

    def remove(self, key: str) -> None:
        self._again(lambda: self._inner.remove(key))

    def keys(self, folder: str) -> list[str]:
        return self._again(lambda: self._inner.keys(folder))

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            self._again(lambda: stack.enter_context(self._inner.exclusive()))
            yield

    def settle(self) -> None:
        self._again(self._inner.settle)

    def sweep(self) -> None:
        self._again(self._inner.sweep)

    def close(self) -> None:
        self._inner.close()

    def _again(self, call: Callable[[], _T]) -> _T:
        for attempt in range(ATTEMPTS):
            try:
                return call()
            except Unreachable as error:
                reason = str(error)
            if attempt + 1 < ATTEMPTS:
                # Twelve publishers that were refused at once must not come back at once.
                self._wait(_FIRST_WAIT_S * 2**attempt * (0.5 + random.random()))
        hint = "nothing was lost: publish again, it goes on where it stopped"
        raise PublishError(f"{self.where}: no success in {ATTEMPTS} attempts: {reason}", hint)


def _restart_of(into: Sink) -> Callable[[], object]:
    """How to forget what a torn connection has brought already."""
    if isinstance(into, Digest):
        return into.restart
    assert isinstance(into, io.IOBase), "only files and digests can begin again"
    start = into.tell()
    return lambda: into.truncate(into.seek(start))
