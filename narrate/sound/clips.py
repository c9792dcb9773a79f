"""Sounds from files: decoded, brought to the recording's rate, kept in the cache in stretches of some seconds.

A worker that renders a piece reads the stretches that it needs and no more, however long the file is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrate.errors import SoundError
from narrate.sound.cache import Store
from narrate.sound.keys import stretch_key
from narrate.sound.loudness import CELL_SECONDS, cells_of
from narrate.sound.resample import frames_after, ratio_of, resample

LONGEST_SECONDS = 3600
"""Of one file: what lasts longer was meant for something else."""
_STRETCH_SECONDS = 5.0
_MARGIN = 4096  # input frames on each side of a stretch, more than any of the resampler's filters reaches
_HINT = "give a WAV, FLAC, MP3 or OGG file with one or two channels"

Samples = NDArray[np.int16]  # (frames, channels)


def sound_files() -> Any:
    """libsndfile's binding: imported late, as most recordings need no file. SoundError where it does not load."""
    try:
        return import_module("soundfile")
    except (ImportError, OSError) as error:
        raise SoundError(
            f"sound files cannot be read here: {error}", "pip install --force-reinstall soundfile"
        ) from error


def probe(path: Path) -> str:
    """What is wrong with a file that shall be heard; empty if nothing is, as far as its head tells."""
    soundfile = sound_files()
    try:
        with soundfile.SoundFile(path) as file:
            return _trouble(file)
    except (soundfile.SoundFileError, OSError) as error:
        return _unreadable(error)


def _trouble(file: Any) -> str:
    if file.channels > 2:
        return f"it has {file.channels} channels"
    if not 4000 <= file.samplerate <= 192_000:
        return f"its sample rate of {file.samplerate} Hz is not usable"
    if not file.frames:
        return "it holds no sound"
    seconds = file.frames // file.samplerate
    if seconds > LONGEST_SECONDS:
        return f"it lasts {seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}, and an hour is the most"
    return ""


def _unreadable(error: Exception) -> str:
    return f"it cannot be read as sound ({str(error).rpartition(': ')[2].rstrip('.') or type(error).__name__})"


def decode(key: str, path: Path, rate_hz: int, channels: int, cache: Store) -> None:
    """Keep a file in the cache: its stretches under keys of their own, its length and loudness cells under `key`.

    Parameters
    ----------
    channels : 1 mixes two channels down; 2 keeps as many as the file has.

    Raises
    ------
    SoundError
        Not readable, more than two channels, no sound, too long, or samples that are no numbers.
    """
    soundfile = sound_files()
    try:
        with soundfile.SoundFile(path) as file:
            if trouble := _trouble(file):
                raise SoundError(f"{path.name}: {trouble}", _HINT)
            width = min(channels, file.channels)
            cells: list[NDArray[np.float32]] = []
            frames = 0
            for index, stretch in enumerate(_stretches(file, rate_hz, width, path)):
                cache.write("clips", stretch_key(key, index), {}, stretch.tobytes())
                cells.append(np.mean([cells_of(channel, rate_hz) for channel in stretch.T], axis=0, dtype=np.float32))
                frames += len(stretch)
    except (soundfile.SoundFileError, OSError) as error:
        raise SoundError(f"{path.name}: {_unreadable(error)}", _HINT) from error
    measured = np.concatenate(cells).astype("<f4")
    head = {
        "frames": frames,
        "channels": width,
        "stretch": stretch_frames(rate_hz),
        "cells": base64.b64encode(measured.tobytes()).decode("ascii"),
    }
    cache.write("clips", key, head, b"")


def stretch_frames(rate_hz: int) -> int:
    """Frames of a stretch: whole cells of the loudness meter."""
    cell = round(CELL_SECONDS * rate_hz)
    return cell * max(1, round(_STRETCH_SECONDS * rate_hz / cell))


def _stretches(file: Any, rate_hz: int, width: int, path: Path) -> Iterator[Samples]:
    """The file at the recording's rate, a stretch at a time; the last one may be shorter."""
    total: int | None = None
    window = np.zeros((0, width), np.int16)
    origin, index, size = 0, 0, stretch_frames(rate_hz)
    ratio = ratio_of(file.samplerate, rate_hz)
    while total is None or index * size < total:
        first, last = index * size, (index + 1) * size
        # Windows start at inputs that fall on outputs, so that every stretch is filtered as the whole would be.
        begin = max(0, int(first / ratio) - _MARGIN) // ratio.denominator * ratio.denominator
        end = int(last / ratio) + _MARGIN
        window, origin = window[begin - origin :], begin
        if total is None and origin + len(window) < end:
            read = _read(file, end - origin - len(window), width, path)
            if origin + len(window) + len(read) < end:
                total = frames_after(origin + len(window) + len(read), file.samplerate, rate_hz)
                if total == 0:
                    raise SoundError(f"{path.name}: it holds no sound", _HINT)
                last = min(last, total)
            window = np.concatenate((window, read))
        shift = int(origin * ratio)
        stop = last if total is None else min(last, total)
        outputs = [resample(channel, file.samplerate, rate_hz, first - shift, stop - shift) for channel in window.T]
        yield np.clip(np.rint(np.stack(outputs, axis=1)), -32768, 32767).astype("<i2")
        index += 1


def _read(file: Any, frames: int, width: int, path: Path) -> Samples:
    read = file.read(frames, dtype="float32", always_2d=True)
    if not np.isfinite(read).all():
        raise SoundError(f"{path.name}: it holds samples that are no numbers", _HINT)
    if width < read.shape[1]:
        read = read.mean(axis=1, keepdims=True)
    return np.asarray(np.clip(np.rint(read * 32768), -32768, 32767)).astype(np.int16)


def cells_in(head: dict[str, Any]) -> NDArray[np.float32]:
    """The loudness cells of a clip, of one channel as it is heard from two speakers."""
    return np.frombuffer(base64.b64decode(head["cells"]), "<f4").astype(np.float32)


class Reel:
    """A clip in the cache, read from anywhere."""

    def __init__(self, key: str, cache: Store) -> None:
        head = cache.head("clips", key)
        self.frames: int = head["frames"]
        self.channels: int = head["channels"]
        self._stretch: int = head["stretch"]
        self._load = lru_cache(maxsize=3)(lambda index: self._part(cache, stretch_key(key, index)))

    def _part(self, cache: Store, key: str) -> Samples:
        return np.frombuffer(cache.read("clips", key)[1], "<i2").reshape(-1, self.channels)

    def samples(self, start: int, stop: int) -> NDArray[np.float64]:
        """Frames start..stop of shape (frames, channels), with silence beyond the ends."""
        found = np.zeros((stop - start, self.channels))
        at, end = max(start, 0), min(stop, self.frames)
        while at < end:
            index = at // self._stretch
            part = self._load(index)[at - index * self._stretch :][: end - at]
            found[at - start : at - start + len(part)] = part
            at += len(part)
        return found
