"""The ledger: which orders are still to be done, and which went wrong."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Sequence

from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Progress, Report
from narrate.sound.orders import EncodeOrder, MixOrder, Order, SpeakOrder

_FAULTS = 3  # lines that fail before the rest is given up: many failures are one failure of the engine


class Ledger:
    """Orders in their order. Those of engines that cannot run in parallel go to the first worker alone."""

    def __init__(self, orders: Sequence[Order], report: Report, serial_engines: Collection[str] = ()) -> None:
        self.deaths: Counter[str] = Counter()
        self._total = len(orders)
        self._done = 0
        self._audio_ms = 0
        self._report = report
        self._serial_engines = serial_engines
        self._serial: deque[Order] = deque(order for order in orders if self._is_serial(order))
        self._free: deque[Order] = deque(order for order in orders if not self._is_serial(order))
        self._faults: list[tuple[SpeakOrder, NarrateError]] = []
        self._stop: Exception | None = None

    def _is_serial(self, order: Order) -> bool:
        return isinstance(order, SpeakOrder) and order.bleep_ms <= 0 and order.voice.engine in self._serial_engines

    def next(self, first_worker: bool = True) -> Order | None:
        """An order to do now, or None when there is none for this worker, or no sense in going on."""
        if self._stop is not None or len(self._faults) >= _FAULTS:
            return None
        if first_worker and self._serial:
            return self._serial.popleft()
        return self._free.popleft() if self._free else None

    def put_back(self, order: Order) -> None:
        (self._serial if self._is_serial(order) else self._free).appendleft(order)

    def done(self, order: Order, error: Exception | None) -> None:
        self._done += 1
        if isinstance(order, SpeakOrder) and isinstance(error, EngineError | VoiceError):
            self._faults.append((order, error))
            return
        if error is not None:
            self._stop = self._stop or error
            return
        if isinstance(order, EncodeOrder):
            self._audio_ms += order.audio_ms
        self._report(Progress(self._done, self._total, self._audio_ms, _STAGES[type(order)]))

    def settle(self) -> None:
        """Raise what went wrong, the first line first."""
        if self._stop is not None:
            raise self._stop
        if not self._faults:
            return
        self._faults.sort(key=lambda fault: fault[0].line)
        _, error = self._faults[0]
        others = ", ".join(str(order.line + 1) for order, _ in self._faults[1:])
        if others:
            raise type(error)(f"{error.message}; also line {others}", error.hint) from error
        raise error


_STAGES: dict[type[Order], str] = {SpeakOrder: "speaking", MixOrder: "levelling", EncodeOrder: "encoding"}
