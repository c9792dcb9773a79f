"""The desk: a recording's orders as tasks for workers, and what their faults mean."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Sequence

from narrate.errors import EngineError, NarrateError, SoundError, VoiceError
from narrate.model import Capabilities
from narrate.sound.contract import Contract, carry_out
from narrate.sound.orders import EncodeOrder, Order, SpeakOrder, blame
from narrate.sound.purse import Purse
from narrate.tasks import Job, Lost, Stage, Task, TasksFailed

_PATIENCE_SECONDS = 120.0  # loading a large model included
_PATIENCE_PER_CHARACTER = 0.5  # a neural engine on a slow processor takes a fifth of that
_PATIENCE_WITH_SERVERS = 1800.0  # the engine counts the seconds itself, and a busy server asks it to wait
_LETTERS_A_SECOND = 14.0

Hands = Callable[[Order], bool]
"""Carries an order out; False if it had been done before."""


class Desk:
    """Hands out the orders of one recording."""

    def __init__(
        self,
        contract: Contract,
        capabilities: Callable[[str], Capabilities],
        purse: Purse,
        hands: Hands | None = None,  # of this process, whatever others could do
    ) -> None:
        self._contract = contract
        self._capabilities = capabilities
        self._purse = purse
        self._pickled = b"" if hands else _pickled(contract)
        self._hands = hands

    def have_done(self, name: str, orders: Sequence[Order]) -> Job[int]:
        """A stage of these orders; how many of them had to be done.

        Raises
        ------
        EngineError, VoiceError
            Lines that cannot be spoken, or not be paid, the first one named. The others are in the store, unless many
            failed.
        Unusable, NarrateError
            Anything else that stops the work.
        """
        if not orders:
            return 0
        orders, too_dear = self._purse.afford(orders, self._capabilities)
        tasks = [self._task(order) for order in orders]
        try:
            values = yield Stage(name, tasks, forgives=(EngineError, VoiceError, Lost))
        except TasksFailed as failed:
            places = {id(task): order for task, order in zip(tasks, orders, strict=True)}
            raise _verdict([(places[id(task)], error) for task, error in failed.faults]) from failed
        if too_dear is not None:
            raise too_dear
        return sum(values)

    def _task(self, order: Order) -> Task:
        portable = bool(self._pickled)
        function: Callable[..., bool] = carry_out if portable else self._carry_out_here
        if not isinstance(order, SpeakOrder):
            audio_ms = order.audio_ms if isinstance(order, EncodeOrder) else 0
            return Task(function, (self._pickled, order), type(order).__name__, audio_ms=audio_ms, portable=portable)
        spoken = order.bleep_ms <= 0
        able = self._capabilities(order.voice.engine) if spoken else Capabilities(parallel=True)
        return Task(
            function,
            (self._pickled, order),
            kind=f"speak {order.voice.engine}",
            key=order.key,
            audio_ms=audio_ms_of(len(order.text)),
            patience_seconds=_PATIENCE_WITH_SERVERS if able.concurrency else patience_seconds(len(order.text)),
            alone="" if able.parallel or able.concurrency else order.voice.engine,
            threads=able.concurrency,
            portable=portable,
        )

    def _carry_out_here(self, contract: bytes, order: Order) -> bool:
        """For a contract that cannot leave this process."""
        if self._hands is None:
            from narrate.sound.booth import Booth

            self._hands = Booth(self._contract).carry_out
        return self._hands(order)


def audio_ms_of(characters: int) -> int:
    """How long they will sound, about."""
    return int(characters * 1000 / _LETTERS_A_SECOND)


def patience_seconds(characters: int) -> float:
    """What an engine may take for them before it is thought to hang."""
    return _PATIENCE_SECONDS + _PATIENCE_PER_CHARACTER * characters


def _pickled(contract: Contract) -> bytes:
    """Empty if it cannot go to another process."""
    if getattr(contract.load_engine, "__module__", "__main__") == "__main__" or not sys.executable:
        return b""
    try:
        return pickle.dumps(contract)
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


def _verdict(faults: Sequence[tuple[Order, Exception]]) -> Exception:
    """The one error that tells what went wrong, the first line first."""
    about_lines: list[tuple[SpeakOrder, NarrateError]] = []
    for order, error in faults:
        known = _lost(order, error) if isinstance(error, Lost) else error
        if not isinstance(order, SpeakOrder) or not isinstance(known, EngineError | VoiceError):
            return known
        about_lines.append((order, known))
    about_lines.sort(key=lambda fault: fault[0].line)
    _, first = about_lines[0]
    numbers = dict.fromkeys(str(order.line + 1) for order, _ in about_lines)
    others = ", ".join(list(numbers)[1:])
    return type(first)(f"{first.message}; also line {others}", first.hint) if others else first


def _lost(order: Order, lost: Lost) -> NarrateError:
    if isinstance(order, SpeakOrder):
        hint = "change the words of this line, or give its speaker another voice or engine"
        return blame(order, EngineError(f"the engine gives no sound: {lost}", hint))
    return SoundError(f"a worker is lost: {lost}", "run again: what is finished is kept")
