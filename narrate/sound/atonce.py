"""A recording made at one go, in one process, and how what came of it travels.

What an MP3 holds are its pieces one after another: on the way each byte goes once, and silence not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from narrate.model import Furniture, Utterance
from narrate.sound.entries import body_at
from narrate.sound.parcels import Entry, Tray
from narrate.sound.recording import Session, Ways


def session_here(
    utterances: Sequence[Utterance],
    contract: bytes,
    ways: Ways,
    target: Path,
    end_pause_ms: int,
    furniture: Furniture,
    store: Tray | None = None,
) -> Session:
    """A session whose orders are carried out by this process's booth for the contract.

    Parameters
    ----------
    store : stands in for that of the contract
    """
    from narrate.sound.booth import booth_for

    booth = booth_for(contract)
    kept = booth.store if store is None else store
    hands = partial(booth.carry_out, store=kept)
    return Session(utterances, replace(booth.contract, store=kept), ways, target, end_pause_ms, furniture, hands=hands)


def without_body(entry: Entry, recording: bytes) -> Entry:
    """An entry without a body that is nothing but zeros, or that stands in the recording already, and where there."""
    data = bytes(entry.data)
    start = body_at(data)
    length = len(data) - start
    if entry.name[0] == "pieces":
        at = recording.find(memoryview(data)[start:])
        return entry if at < 0 else replace(entry, data=data[:start], body_in_recording=(at, length))
    return replace(entry, data=data[:start], zeros=length) if data.startswith(bytes(length), start) else entry


def parts_of(entry: Entry, recording: bytes) -> tuple[bytes | memoryview, ...]:
    """The bytes of an entry, with what was left out."""
    at, length = entry.body_in_recording or (0, 0)
    return entry.data, memoryview(recording)[at : at + length], bytes(entry.zeros)
