"""Effects on a finished take: a voice as by telephone, or in a room.

Taps are whole multiples of 2**-22 and samples are whole numbers, as in the resampler: every sum is exact, so the same
take is the same on every processor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_TAP_UNIT = 2.0**22
_LOWEST_HZ, _HIGHEST_HZ = 300, 3400  # ITU-T G.712: the band of a telephone
_TELEPHONE_TAPS_SECONDS = 0.012  # on each side: edges as steep as 150 Hz
_ROOM_MS = 180
_ECHOES = 110  # over the whole of it: velvet noise, dense enough for speech to sound like a room
_FIRST_ECHO_MS = 4
_DECAY_DB = 50  # from the first echo to the last
_WET_DB = -13  # all echoes against the voice itself
_FULL_SCALE = 32767

Samples = NDArray[np.int16]
Floats = NDArray[np.float64]


def treat(samples: Samples, rate_hz: int, effects: tuple[str, ...]) -> tuple[Samples, int]:
    """A take under effects, one after the other; and how many frames it has grown by at its end."""
    sound = samples.astype(np.float64)
    for name in effects if len(samples) else ():
        sound = EFFECTS[name](sound, rate_hz)
    peak = float(np.abs(sound).max(initial=0.0))
    if peak > _FULL_SCALE:
        sound *= _FULL_SCALE / peak
    return np.rint(sound).astype(np.int16), len(sound) - len(samples)


def _telephone(sound: Floats, rate_hz: int) -> Floats:
    taps = _band(rate_hz)
    half = len(taps) // 2
    return np.convolve(np.rint(sound), taps)[half : half + len(sound)]


@lru_cache(maxsize=8)
def _band(rate_hz: int) -> Floats:
    half = int(_TELEPHONE_TAPS_SECONDS * rate_hz)
    at = np.arange(-half, half + 1)
    low, high = (2 * min(hertz / rate_hz, 0.49) for hertz in (_LOWEST_HZ, _HIGHEST_HZ))
    taps = (high * np.sinc(high * at) - low * np.sinc(low * at)) * np.hanning(2 * half + 3)[1:-1]
    return np.asarray(np.rint(taps * _TAP_UNIT) / _TAP_UNIT)


def _room(sound: Floats, rate_hz: int) -> Floats:
    dry = np.rint(sound)
    made = np.concatenate((dry, np.zeros(rate_hz * _ROOM_MS // 1000)))
    for delay, gain in _echoes(rate_hz):
        made[delay : delay + len(dry)] += gain * dry
    return made


@lru_cache(maxsize=8)
def _echoes(rate_hz: int) -> tuple[tuple[int, float], ...]:
    """Delays in frames and gains: one echo in each stretch of the room's time, at a place and of a sign by lot."""
    first, last = rate_hz * _FIRST_ECHO_MS // 1000, rate_hz * _ROOM_MS // 1000
    step = (last - first) / _ECHOES
    lots = _lots(2 * _ECHOES)
    decays = [10 ** (-_DECAY_DB * index / _ECHOES / 20) for index in range(_ECHOES)]
    loudness = 10 ** (_WET_DB / 20) / sum(decay * decay for decay in decays) ** 0.5
    found = []
    for index, decay in enumerate(decays):
        delay = first + int(step * (index + lots[2 * index]))
        sign = 1 if lots[2 * index + 1] < 0.5 else -1
        found.append((min(delay, last), sign * round(decay * loudness * _TAP_UNIT) / _TAP_UNIT))
    return tuple(found)


def _lots(count: int) -> list[float]:
    """Numbers from 0 to 1, always the same: libraries change their generators."""
    state, found = 1, []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31  # the C standard's own example
        found.append((state >> 8) / 2**23)
    return found


EFFECTS: dict[str, Callable[[Floats, int], Floats]] = {"telephone": _telephone, "room": _room}
