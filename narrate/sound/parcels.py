"""Parcels: orders for workers that do not see the cache, with the entries they need, and back with what they made.

Music is kept by the worker, a take is not: each goes into one or two pieces, a bed of music into all of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from narrate.sound.cache import Store, Unusable
from narrate.sound.contract import carry_out
from narrate.sound.keys import stretch_key
from narrate.sound.layers import Layer
from narrate.sound.orders import KINDS, ClipOrder, EffectOrder, EncodeOrder, MixOrder, Order
from narrate.tasks import Task

_KEPT_BYTES = 256_000_000  # of music, by a worker

Name = tuple[str, str]  # kind and key


@dataclass(frozen=True)
class Entry:
    """An entry of the cache on its way."""

    name: Name
    head: dict[str, Any]
    body: bytes


@dataclass(frozen=True)
class Parcel:
    """What comes back: what was made, or what was lacking."""

    made: tuple[Entry, ...] = ()
    lacking: tuple[Name, ...] = ()


class Tray:
    """A store in memory, for one order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self.made: list[Entry] = []

    def has(self, kind: str, key: str) -> bool:
        return (kind, key) in self._entries

    def head(self, kind: str, key: str) -> dict[str, Any]:
        return self._entry(kind, key).head

    def read(self, kind: str, key: str) -> tuple[dict[str, Any], memoryview]:
        entry = self._entry(kind, key)
        return entry.head, memoryview(entry.body)

    def _entry(self, kind: str, key: str) -> Entry:
        if (kind, key) not in self._entries:
            raise Unusable(kind, key, damaged=False)
        return self._entries[kind, key]

    def write(self, kind: str, key: str, head: dict[str, Any], body: bytes | memoryview) -> None:
        entry = self._entries[kind, key] = Entry((kind, key), head, bytes(body))
        self.made.append(entry)


class Post:
    """Packs orders for workers elsewhere and puts what they made into the store of this machine."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pack(self, task: Task) -> Task | None:
        """The task with all it needs. None for what needs this machine's files, or was done meanwhile."""
        if task.function is not carry_out:
            return task
        contract, order = task.arguments
        if isinstance(order, ClipOrder) or self._store.has(KINDS[type(order)], order.key):
            return None
        entries = tuple(self._entry(name, with_body=not isinstance(order, MixOrder)) for name in _takes(order))
        return replace(
            task, function=carry_out_elsewhere, arguments=(contract, order, entries, tuple(self._music(order)))
        )

    def unpack(self, task: Task, value: Any) -> tuple[Any, Task | None]:
        """The value of the task; or the task with more, where something was lacking."""
        if task.function is not carry_out:
            return value, None
        if value.lacking:
            packed = self.pack(task)
            if packed is None:
                return False, None
            contract, order, entries, music = packed.arguments
            more = tuple(self._entry(name, with_body=True) for name in value.lacking)
            return None, replace(packed, arguments=(contract, order, (*entries, *more), music))
        for entry in value.made:
            kind, key = entry.name
            self._store.write(kind, key, entry.head, entry.body)
        return bool(value.made), None

    def _entry(self, name: Name, with_body: bool) -> Entry:
        if not with_body:
            return Entry(name, self._store.head(*name), b"")
        head, body = self._store.read(*name)
        return Entry(name, head, bytes(body))

    def _music(self, order: Order) -> Iterator[Name]:
        if isinstance(order, MixOrder):
            yield from (("clips", item.key) for item in order.items)
        elif isinstance(order, EncodeOrder):
            for layer in order.piece.layers:
                yield "clips", layer.key
                stretch = self._store.head("clips", layer.key)["stretch"]
                for index in _stretches(layer, order.piece.frames, stretch):
                    yield "clips", stretch_key(layer.key, index)


def _takes(order: Order) -> Iterator[Name]:
    if isinstance(order, EffectOrder):
        yield "takes", order.take
    elif isinstance(order, MixOrder):
        yield from (("takes", key) for key in dict.fromkeys(part.take for part in order.parts))
    elif isinstance(order, EncodeOrder):
        yield from (("takes", key) for key in dict.fromkeys(placed.sound.key for placed in order.piece.placed))


def _stretches(layer: Layer, frames: int, stretch: int) -> range:
    """The stretches of a clip that a piece of so many frames may hear; all of a loop that begins again in it."""
    first, last = max(0, -layer.start), max(0, min(frames - layer.start, layer.frames))
    if layer.period and first // layer.period != last // layer.period:
        return range((layer.period + layer.crossfade) // stretch + 1)
    offset = first // layer.period * layer.period if layer.period else 0
    return range((first - offset) // stretch, (last - offset) // stretch + 1)


def carry_out_elsewhere(contract: bytes, order: Order, entries: Sequence[Entry], music: Sequence[Name]) -> Parcel:
    """Carry out an order on a worker that does not see the cache."""
    from narrate.sound.booth import booth_for

    _keep(entry for entry in entries if entry.name[0] == "clips")
    lacking = tuple(name for name in music if name not in _kept)
    if lacking:
        return Parcel(lacking=lacking)
    tray = Tray((*entries, *(_kept[name] for name in music)))
    booth_for(contract).carry_out(order, tray)
    return Parcel(tuple(tray.made))


_kept: OrderedDict[Name, Entry] = OrderedDict()


def _keep(entries: Iterator[Entry]) -> None:
    for entry in entries:
        _kept[entry.name] = entry
    while len(_kept) > 1 and sum(len(entry.body) for entry in _kept.values()) > _KEPT_BYTES:
        _kept.popitem(last=False)
