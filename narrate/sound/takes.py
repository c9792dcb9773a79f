"""Takes: what an engine returned, checked, trimmed to the sound and measured."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.model import CastVoice, Speech, WordTime
from narrate.sound.cache import Store
from narrate.sound.effects import treat
from narrate.sound.faults import Spoilt, check_length, check_sound
from narrate.sound.loudness import cells_of
from narrate.sound.score import LEAD_MS, TAIL_MS

_AUDIBLE = 10 ** (-50 / 20)  # of the take's peak
_SILENT = 10 ** (-60 / 20)  # of full scale
_FULL_SCALE = 32767
_BLEEP_FADE_MS = 8

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Take:
    """The sound between `start` and `stop` of `samples`; what lies outside is quiet."""

    samples: Samples
    rate_hz: int
    start: int
    stop: int
    words: tuple[WordTime, ...]  # frames at the engine's rate, from `start`


def inspect(speech: Speech, text: str, voice: CastVoice, silent: bool) -> Take:
    """Check what an engine returned for `text` and trim it.

    Parameters
    ----------
    silent : bool
        The engine makes silence on purpose: nothing is trimmed, and neither silence nor its length is a fault.

    Raises
    ------
    Spoilt
        Not PCM, silent, or one of `narrate.sound.faults`.
    """
    samples = _samples_of(speech)
    if silent:
        return Take(samples, speech.sample_rate_hz, 0, len(samples), speech.words)
    check_length(len(samples) / speech.sample_rate_hz, text, voice)
    peak = max(int(samples.max()), -int(samples.min()))
    if peak < _SILENT * _FULL_SCALE:
        raise Spoilt("it is silent")
    start, stop = _audible(samples, max(2, int(peak * _AUDIBLE)))
    check_sound(samples[start:], speech.sample_rate_hz, text, voice)
    return Take(samples, speech.sample_rate_hz, start, stop, _moved(speech.words, start, stop))


def _samples_of(speech: Speech) -> Samples:
    if not isinstance(speech, Speech) or not isinstance(speech.pcm, bytes | bytearray | memoryview):
        raise Spoilt("it is no sound at all")
    if not 4000 <= speech.sample_rate_hz <= 192000:
        raise Spoilt(f"its sample rate of {speech.sample_rate_hz} Hz is not usable")
    if not len(speech.pcm):
        raise Spoilt("it is empty")
    if len(speech.pcm) % 2:
        raise Spoilt(f"its {len(speech.pcm)} bytes are no whole number of 16-bit samples")
    return np.frombuffer(speech.pcm, "<i2")


def _audible(samples: Samples, level: int) -> tuple[int, int]:
    loud = (samples >= level) | (samples <= -level)
    return int(loud.argmax()), len(loud) - int(loud[::-1].argmax())


def _moved(words: tuple[WordTime, ...], start: int, stop: int) -> tuple[WordTime, ...]:
    def within(frames: int) -> int:
        return min(max(frames, start), stop) - start

    return tuple(WordTime(w.start, w.end, within(w.start_frames), within(w.end_frames)) for w in words)


def store(cache: Store, key: str, take: Take) -> None:
    """Keep a take with its quiet margins, its words and its loudness cells."""
    lead = min(take.start, take.rate_hz * LEAD_MS // 1000)
    tail = min(len(take.samples) - take.stop, take.rate_hz * TAIL_MS // 1000)
    sound = take.samples[take.start : take.stop]
    head = {
        "rate": take.rate_hz,
        "frames": len(sound),
        "lead": lead,
        "tail": tail,
        "silent": not sound.any(),
        "words": [(w.start, w.end, w.start_frames, w.end_frames) for w in take.words],
        "cells": base64.b64encode(cells_of(sound, take.rate_hz).astype("<f4").tobytes()).decode("ascii"),
    }
    kept = np.ascontiguousarray(take.samples[take.start - lead : take.stop + tail].astype("<i2"))
    cache.write("takes", key, head, kept.tobytes())


def store_treated(cache: Store, key: str, take: str, effects: tuple[str, ...]) -> None:
    """Keep a stored take under effects; what rings on after it is part of its quiet margin."""
    head, body = cache.read("takes", take)
    samples, grown = treat(np.frombuffer(body, "<i2"), head["rate"], effects)
    sound = samples[head["lead"] : head["lead"] + head["frames"]]
    cells = base64.b64encode(cells_of(sound, head["rate"]).astype("<f4").tobytes()).decode("ascii")
    changed = {"tail": head["tail"] + grown, "silent": not samples.any(), "cells": cells}
    cache.write("takes", key, {**head, **changed}, samples.astype("<i2").tobytes())


def cells_in(head: dict[str, Any]) -> NDArray[np.float32]:
    """The loudness cells of a stored take."""
    return np.frombuffer(base64.b64decode(head["cells"]), "<f4").astype(np.float32)


EMPTY = Take(np.zeros(0, np.int16), 8000, 0, 0, ())
"""What stands for words that make no sound."""


def bleep(milliseconds: int) -> Take:
    """A tone of 1 kHz with soft ends, at a tenth of full scale: the mix levels it like a voice."""
    rate_hz = 48000
    frames = rate_hz * milliseconds // 1000
    tone = np.sin(2 * np.pi * 1000 / rate_hz * np.arange(frames))
    edge = min(rate_hz * _BLEEP_FADE_MS // 1000, frames // 2)
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / max(edge, 1))
    tone[:edge] *= rise
    tone[frames - edge :] *= rise[::-1]
    samples = np.rint(tone * _FULL_SCALE / 10).astype(np.int16)
    return Take(samples, rate_hz, 0, len(samples), ())
