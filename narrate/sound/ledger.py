"""The ledger: which orders are still to be done, and which went wrong."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Sequence

from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Progress, Report
from narrate.sound.orders import EncodeOrder, MixOrder, Order, SpeakOrder, is_concurrent

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
        self._concurrent: dict[str, deque[SpeakOrder]] = {}
        self._free: deque[Order] = deque()
        for order in orders:
            if isinstance(order, SpeakOrder) and is_concurrent(order):
                self._concurrent.setdefault(order.voice.engine, deque()).append(order)
            elif not self._is_serial(order):
                self._free.append(order)
        self._faults: list[tuple[SpeakOrder, NarrateError]] = []
        self._stop: Exception | None = None

    def _is_serial(self, order: Order) -> bool:
        if not isinstance(order, SpeakOrder) or order.bleep_ms > 0 or is_concurrent(order):
            return False
        return order.voice.engine in self._serial_engines

    def next(self, first_worker: bool = True) -> Order | None:
        """An order to do now, or None when there is none for this worker, or no sense in going on."""
        if self._is_given_up():
            return None
        if first_worker and self._serial:
            return self._serial.popleft()
        return self._free.popleft() if self._free else None

    def next_concurrent(self, pending: Iterable[Order]) -> SpeakOrder | None:
        """An order that may be done beside those which are pending: one more than the engine takes at once, so that
        the next one waits for a thread, not the thread for it."""
        if self._is_given_up():
            return None
        under_way = Counter(order.voice.engine for order in pending if isinstance(order, SpeakOrder))
        for engine, orders in self._concurrent.items():
            if orders and under_way[engine] <= orders[0].concurrency:
                return orders.popleft()
        return None

    def _is_given_up(self) -> bool:
        return self._stop is not None or len(self._faults) >= _FAULTS

    def put_back(self, order: Order) -> None:
        if isinstance(order, SpeakOrder) and is_concurrent(order):
            self._concurrent[order.voice.engine].appendleft(order)
            return
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
