"""What a worker must know to carry out the orders of a recording, and the way to it. Free of numpy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrate.model import Engine, SoundSettings
from narrate.sound.cache import Store
from narrate.sound.orders import Order


@dataclass(frozen=True)
class Contract:
    """The same for every order of a recording, and for every recording of a batch."""

    load_engine: Callable[[str], Engine]
    settings: SoundSettings
    store: Store


def carry_out(contract: bytes, order: Order) -> bool:
    """Carry out an order in whatever process this is; False if it had been done before."""
    from narrate.sound.booth import booth_for

    return booth_for(contract).carry_out(order)
