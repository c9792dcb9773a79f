"""The crew: who carries out orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from narrate.model import Engine, Progress, Report, SoundSettings
from narrate.sound.orders import Order, SpeakOrder

if TYPE_CHECKING:
    from narrate.sound.booth import Booth


class Crew:
    """Carries out orders in this process."""

    def __init__(
        self,
        load_engine: Callable[[str], Engine],
        settings: SoundSettings,
        cache: Path,
        workers: int | None,
        report: Report,
    ) -> None:
        self.spoken = 0
        self._load_engine = load_engine
        self._settings = settings
        self._cache = cache
        self._report = report
        self._engines: dict[str, Engine] = {}
        self._booth: Booth | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def engine(self, name: str) -> Engine:
        """The engine as this process knows it, to be asked and not to speak."""
        if name not in self._engines:
            self._engines[name] = self._load_engine(name)
        return self._engines[name]

    def carry_out(self, orders: Sequence[Order]) -> None:
        if orders and self._booth is None:
            from narrate.sound.booth import Booth

            self._booth = Booth(self.engine, self._settings, self._cache)
        for done, order in enumerate(orders, 1):
            assert self._booth is not None
            self._booth.carry_out(order)
            self.spoken += isinstance(order, SpeakOrder)
            self._report(Progress(done, len(orders), stage=type(order).__name__))
