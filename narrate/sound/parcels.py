"""Parcels: orders for workers that do not see the cache, with the entries they need, and back with what they made.

Music is kept by the worker, a take is not: each goes into one or two pieces, a bed of music into all of them.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from narrate.sound.cache import Store, Unusable
from narrate.sound.contract import Contract, carry_out
from narrate.sound.entries import LINE_BYTES, opened, packed
from narrate.sound.keys import stretch_key
from narrate.sound.layers import Layer
from narrate.sound.orders import KINDS, ClipOrder, EffectOrder, EncodeOrder, MixOrder, Order
from narrate.tasks import Task

_KEPT_BYTES = 256_000_000  # of music, by a worker
_LARGE_BYTES = 10_000

Name = tuple[str, str]  # kind and key


@dataclass(frozen=True)
class Entry:
    """An entry of the cache on its way: as bytes, which the receiver checks, or its head alone.

    A large one travels beside the pickle that holds it, where that is possible: nobody copies it.
    """

    name: Name
    data: bytes | memoryview = b""
    head: dict[str, Any] | None = None
    zeros: int = 0  # bytes at its end, left out: a take of silence
    body_in_recording: tuple[int, int] | None = None  # where in the recording that travels with it, and how long

    def __reduce__(self) -> tuple[type[Entry], tuple[Any, ...]]:
        data = pickle.PickleBuffer(self.data) if len(self.data) > _LARGE_BYTES else self.data
        return Entry, (self.name, data, self.head, self.zeros, self.body_in_recording)


@dataclass(frozen=True)
class Parcel:
    """What comes back: what was made, or what was lacking."""

    made: tuple[Entry, ...] = ()
    lacking: tuple[Name, ...] = ()


class Tray:
    """A store in memory, for one order or one recording."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._opened: dict[Name, tuple[dict[str, Any], memoryview]] = {}
        self._made: dict[Name, None] = {}

    @property
    def made(self) -> Iterator[Entry]:
        """What was written here."""
        return (Entry(name, self.raw(*name)) for name in self._made)

    def has(self, kind: str, key: str) -> bool:
        return (kind, key) in self._entries or (kind, key) in self._made

    def head(self, kind: str, key: str) -> dict[str, Any]:
        entry = self._entries.get((kind, key))
        return entry.head if entry is not None and entry.head is not None else self.read(kind, key)[0]

    def read(self, kind: str, key: str) -> tuple[dict[str, Any], memoryview]:
        name = kind, key
        if name not in self._opened:
            try:
                self._opened[name] = _opened(name, self.raw(kind, key))
            except Unusable:
                self._entries.pop(name, None)  # so that it is made again
                raise
        return self._opened[name]

    def write(self, kind: str, key: str, head: dict[str, Any], body: bytes | memoryview) -> None:
        name = kind, key
        self._opened[name] = head, memoryview(body)  # from here it is read as it is: digests are for disks and networks
        self._made[name] = None

    def raw(self, kind: str, key: str) -> bytes | memoryview:
        name = kind, key
        if name in self._made:
            return b"".join(packed(*self._opened[name]))
        if name not in self._entries:
            raise Unusable(kind, key, damaged=False)
        return self._entries[name].data

    def put(self, kind: str, key: str, parts: Sequence[bytes | memoryview]) -> None:
        self.write(kind, key, *_opened((kind, key), b"".join(parts)))


def _opened(name: Name, data: bytes | memoryview) -> tuple[dict[str, Any], memoryview]:
    file = io.BytesIO(data)
    try:
        return opened(file.readline(LINE_BYTES), file.read, len(data))
    except ValueError:
        raise Unusable(*name, damaged=True) from None


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
        heads = isinstance(order, MixOrder) or self._is_silent(order)
        entries = tuple(self._entry(name, with_body=not heads) for name in _takes(order))
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
            self._store.put(kind, key, (entry.data,))
        return bool(value.made), None

    def _entry(self, name: Name, with_body: bool) -> Entry:
        return Entry(name, self._store.raw(*name)) if with_body else Entry(name, head=self._store.head(*name))

    def _is_silent(self, order: Order) -> bool:
        """Whether a piece is encoded without a look at its samples."""
        if not isinstance(order, EncodeOrder) or order.piece.layers:
            return False
        return all(self._store.head(*name)["silent"] for name in _takes(order))

    def _music(self, order: Order) -> Iterator[Name]:
        if isinstance(order, MixOrder):
            yield from (("clips", item.key) for item in order.items)
        elif isinstance(order, EncodeOrder):
            for layer in order.piece.layers:
                yield "clips", layer.key
                stretch = self._store.head("clips", layer.key)["stretch"]
                for index in _stretches(layer, order.piece.frames, stretch):
                    yield "clips", stretch_key(layer.key, index)


class Direct:
    """Sends orders as they are to workers that share a cache with this machine, under a contract that names it."""

    def __init__(self, contract: Contract) -> None:
        self._contract = pickle.dumps(contract)

    def pack(self, task: Task) -> Task | None:
        if task.function is not carry_out:
            return task
        _, order = task.arguments
        return None if isinstance(order, ClipOrder) else replace(task, arguments=(self._contract, order))

    def unpack(self, task: Task, value: Any) -> tuple[Any, Task | None]:
        return value, None


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
    while len(_kept) > 1 and sum(len(entry.data) for entry in _kept.values()) > _KEPT_BYTES:
        _kept.popitem(last=False)
