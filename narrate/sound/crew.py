"""The crew: worker processes that carry out orders, watched so that an engine may hang or die without harm."""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from narrate.errors import EngineError, NarrateError, SoundError
from narrate.model import Capabilities, Engine, Report, SoundSettings
from narrate.sound.cache import Unusable
from narrate.sound.hand import Answer, Hand, patience
from narrate.sound.ledger import Ledger
from narrate.sound.orders import EncodeOrder, Order, SpeakOrder, blame, is_concurrent

_FEW_SECONDS = 60.0  # of audio: less for a worker does not pay for its start
_LETTERS_A_SECOND = 14.0
_TRIES = 2  # a worker may die once over an order
_QUEUE = 2  # orders a worker has at a time: the next one waits for it, not it for the next one
_LONGEST_WAIT_SECONDS = 3600.0


class Crew:
    """Carries out orders in as many processes as they are worth.

    With `workers=0`, or when `load_engine` cannot be sent to another process, everything happens in this one: nothing
    watches over the engine then.
    """

    def __init__(
        self,
        load_engine: Callable[[str], Engine],
        settings: SoundSettings,
        cache: Path,
        workers: int | None,
        report: Report,
    ) -> None:
        self._load_engine = load_engine
        self._settings = settings
        self._cache = cache
        self._report = report
        self._engines: dict[str, Engine] = {}
        self._hands: list[Hand] = []
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._contract = _contract(load_engine, settings, cache)
        self._size = (_processors() if workers is None else workers) if self._contract else 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.dismiss(at_once=kind is not None)
        self._hands.clear()

    def engine(self, name: str) -> Engine:
        """The engine as this process knows it: to be asked, not to speak."""
        if name not in self._engines:
            self._engines[name] = self._load_engine(name)
        return self._engines[name]

    def carry_out(self, orders: Sequence[Order]) -> None:
        """Return when all orders are done.

        Raises
        ------
        EngineError, VoiceError
            Lines that cannot be spoken, the first one named. The others are in the cache, unless many failed.
        Unusable, NarrateError
            Anything else that stops the work.
        """
        if not orders:
            return
        names = {order.voice.engine for order in orders if isinstance(order, SpeakOrder) and order.bleep_ms <= 0}
        abilities = {name: self.engine(name).capabilities for name in names}
        serial = {name for name, able in abilities.items() if not able.parallel}
        if self._size == 0:
            ledger = Ledger(orders, self._report, serial)
            self._alone(ledger)
        else:
            orders = [_with_concurrency(order, abilities) for order in orders]
            in_turn = [order for order in orders if not is_concurrent(order)]
            ledger = Ledger(orders, self._report, serial)
            few = 1 + int(self._seconds(in_turn) / _FEW_SECONDS)
            self._together(ledger, min(self._size, max(1, len(in_turn)), few))
        ledger.settle()

    def _seconds(self, orders: Sequence[Order]) -> float:
        """Audio that these orders are about, estimated."""
        letters = sum(len(order.text) for order in orders if isinstance(order, SpeakOrder))
        encoded_ms = sum(order.audio_ms for order in orders if isinstance(order, EncodeOrder))
        return letters / _LETTERS_A_SECOND + encoded_ms / 1000

    def _alone(self, ledger: Ledger) -> None:
        from narrate.sound.booth import Booth

        booth = Booth(self.engine, self._settings, self._cache)
        while (order := ledger.next()) is not None:
            try:
                booth.carry_out(order)
            except (NarrateError, Unusable) as error:
                ledger.done(order, error)
            else:
                ledger.done(order, None)

    def _together(self, ledger: Ledger, size: int) -> None:
        self._hands.extend(self._hire() for _ in range(size - len(self._hands)))
        while True:
            self._hand_out(ledger)
            if not any(hand.pending for hand in self._hands):
                return
            self._await(ledger)

    def _hire(self) -> Hand:
        return Hand(self._contract, self._answers)

    def _hand_out(self, ledger: Ledger) -> None:
        first = self._hands[0]
        while (crowded := ledger.next_concurrent(first.pending.values())) is not None:
            first.send(crowded)
        for depth in range(1, _QUEUE + 1):
            for index, hand in enumerate(self._hands):
                if hand.waits_in_turn() < depth and (order := ledger.next(first_worker=index == 0)) is not None:
                    hand.send(order)

    def _await(self, ledger: Ledger) -> None:
        deadline = min(hand.deadline for hand in self._hands)
        try:
            wait = min(max(0.0, deadline - time.monotonic()), _LONGEST_WAIT_SECONDS)
            hand, answer = self._answers.get(timeout=wait)
        except Empty:
            for late in [hand for hand in self._hands if hand.deadline <= time.monotonic()]:
                order = late.first_due()
                self._replace(late, ledger, order)
                ledger.done(order, _lost(order, f"no answer for {patience(order):.0f} s"))
            return
        if hand not in self._hands:
            return  # the last words of one that was replaced
        if answer is not None:
            ledger.done(hand.finish(answer[0]), answer[1])
        elif hand.pending:
            self._bury(hand, ledger)

    def _bury(self, hand: Hand, ledger: Ledger) -> None:
        """A worker died over one of its orders: another one may try that once."""
        code = hand.dismiss(at_once=True)
        order = min(hand.pending.values(), key=is_concurrent)  # one that waits for a server is the less likely cause
        self._replace(hand, ledger, order)
        ledger.deaths[order.key] += 1
        if ledger.deaths[order.key] < _TRIES:
            ledger.put_back(order)
        else:
            ledger.done(order, _lost(order, f"its process died, exit code {code}"))

    def _replace(self, hand: Hand, ledger: Ledger, order: Order) -> None:
        """Put a new worker in the place of `hand`, which is to blame for `order` alone."""
        hand.dismiss(at_once=True)
        self._hands[self._hands.index(hand)] = self._hire()
        for other in reversed(hand.pending.values()):
            if other is not order:
                ledger.put_back(other)


def _with_concurrency(order: Order, abilities: Mapping[str, Capabilities]) -> Order:
    if not isinstance(order, SpeakOrder) or order.voice.engine not in abilities or order.bleep_ms > 0:
        return order
    return replace(order, concurrency=abilities[order.voice.engine].concurrency)


def _lost(order: Order, reason: str) -> NarrateError:
    if isinstance(order, SpeakOrder):
        hint = "change the words of this line, or give its speaker another voice or engine"
        return blame(order, EngineError(f"the engine gives no sound: {reason}", hint))
    return SoundError(f"a worker is lost: {reason}", "run again: what is finished is kept")


def _contract(load_engine: Callable[[str], Engine], settings: SoundSettings, cache: Path) -> bytes:
    """What a worker must know, pickled; empty if it cannot go to another process."""
    if getattr(load_engine, "__module__", "__main__") == "__main__" or not sys.executable:
        return b""
    try:
        return pickle.dumps((load_engine, settings, cache))
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
