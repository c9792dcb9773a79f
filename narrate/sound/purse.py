"""The purse: what a run spends on engines that cost money, and when it must stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from narrate.errors import EngineError
from narrate.model import Capabilities
from narrate.sound.orders import Order, SpeakOrder

_ROUNDING = 1e-9


@dataclass
class Purse:
    """Of one run, whatever number of recordings it makes."""

    spent: dict[str, float] = field(default_factory=dict)  # by engine

    def afford(
        self, orders: Sequence[Order], capabilities: Callable[[str], Capabilities]
    ) -> tuple[list[Order], EngineError | None]:
        """The orders that may be carried out under each engine's cap, in order, and what to say of the others.

        They count as paid with this: an order of which nothing comes is not given back.
        """
        bought: list[Order] = []
        refused: list[SpeakOrder] = []
        broke: set[str] = set()
        for order in orders:
            if not isinstance(order, SpeakOrder) or order.bleep_ms > 0:
                bought.append(order)
                continue
            engine, able = order.voice.engine, capabilities(order.voice.engine)
            spent = self.spent.get(engine, 0.0) + price_of(len(order.text), able)
            if engine in broke or (able.max_cost and spent > able.max_cost + _ROUNDING):
                broke.add(engine)
                refused.append(order)
                continue
            self.spent[engine] = spent
            bought.append(order)
        return bought, self._told(refused, capabilities) if refused else None

    def _told(self, refused: Sequence[SpeakOrder], capabilities: Callable[[str], Capabilities]) -> EngineError:
        first = refused[0]
        engine = first.voice.engine
        able = capabilities(engine)
        left = sum(len(order.text) for order in refused if order.voice.engine == engine)
        spent, more = self.spent.get(engine, 0.0), price_of(left, able)
        return EngineError(
            f"engine {engine!r}: max_cost {able.max_cost:g} is reached before line {first.line + 1}: "
            f"{spent:.4f} spent, {more:.4f} more for the {left:,} characters left",
            "what is finished is kept: raise max_cost in voices.yaml and run again",
        )


def price_of(characters: int, able: Capabilities) -> float:
    """What an engine asks for so many characters, in the currency of its settings."""
    return characters * able.price_per_million / 1_000_000
