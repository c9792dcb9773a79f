"""Music for the tests of the sound room: plucked notes over a drone, and files that nobody should play."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile


def tune(seconds: float, rate_hz: int, seed: int = 0, channels: int = 1) -> np.ndarray:
    """Three notes a second; a second channel is the first one, later and softer."""
    random = np.random.default_rng(seed)
    samples = np.zeros(int(seconds * rate_hz))
    for start in range(0, len(samples), rate_hz // 3):
        at = np.arange(min(rate_hz, len(samples) - start)) / rate_hz
        hertz = 220 * 2 ** (random.integers(0, 24) / 12)
        samples[start : start + len(at)] += np.exp(-3 * at) * sum(
            np.sin(2 * np.pi * hertz * n * at) / n for n in (1, 2, 3)
        )
    samples += 0.6 * np.sin(2 * np.pi * 110 * np.arange(len(samples)) / rate_hz)
    samples *= 0.7 / np.abs(samples).max()
    return samples if channels == 1 else np.stack([samples, 0.5 * np.roll(samples, rate_hz // 50)], axis=1)


def write(path: Path, seconds: float = 3.0, rate_hz: int = 44100, seed: int = 0, channels: int = 1) -> Path:
    """A file of the format that its name ends with."""
    soundfile.write(path, tune(seconds, rate_hz, seed, channels), rate_hz)
    return path


def write_raw(path: Path, samples: np.ndarray, rate_hz: int = 44100) -> Path:
    soundfile.write(path, samples, rate_hz, subtype="FLOAT")
    return path
