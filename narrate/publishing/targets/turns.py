"""One publisher at a time, where the place itself cannot compare and swap."""

from __future__ import annotations

from collections.abc import Callable


class Turn:
    """A lock that is taken once however often this process asks for it, and given back when the last one leaves."""

    def __init__(self, take: Callable[[], None], give_back: Callable[[], None]) -> None:
        self._take = take
        self._give_back = give_back
        self._depth = 0

    def __enter__(self) -> None:
        if self._depth == 0:
            self._take()
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._give_back()
