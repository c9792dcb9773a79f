"""How different the default voices sound: for each, its pitch, its gender and the voice that comes nearest.

    python benchmarks/voices.py [--smoke]

Two measures on the same sentences: the distance of the mean log mel spectra in dB (timbre, level removed), and of the
median fundamental frequencies in semitones. They count together as sqrt(timbre^2 + (0.7 * semitones)^2); a difference
of accent is not measured and comes on top. Exit code 1 if a pair of voices falls below the floor.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from narrate.engines import load
from narrate.model import CastVoice

FLOOR = 2.2
SENTENCES = (
    "The mayor said on Tuesday that the council would not accept any of the proposals before the summer.",
    "Prices for bread and milk went up again, although wages have hardly changed.",
    "A teacher from the village found the old letters in a box under the stairs.",
)
_WINDOW, _BANDS = 1024, 28
_LOW_HZ, _HIGH_HZ = 150, 8000
_F0_HZ = (66, 400)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Portrait:
    """What of a voice is compared."""

    spectrum_db: Floats
    f0_hz: float

    def distance(self, other: Portrait) -> tuple[float, float]:
        """Timbre in dB, pitch in semitones."""
        timbre = float(np.sqrt(np.mean((self.spectrum_db - other.spectrum_db) ** 2)))
        return timbre, abs(12 * float(np.log2(self.f0_hz / other.f0_hz)))


def mel_filters(rate_hz: int) -> Floats:
    edges = 700 * (10 ** (np.linspace(_mel(_LOW_HZ), _mel(_HIGH_HZ), _BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(_WINDOW, 1 / rate_hz)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(rising, falling), 0, None)


def _mel(hz: float) -> float:
    return 2595 * float(np.log10(1 + hz / 700))


def portrait(voice: CastVoice, sentences: tuple[str, ...]) -> Portrait:
    engine = load(voice.engine)
    takes = [engine.speak(sentence, voice) for sentence in sentences]
    rate_hz = takes[0].sample_rate_hz
    sound = np.concatenate([np.frombuffer(take.pcm, "<i2") for take in takes]).astype(np.float64)
    frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[:: _WINDOW // 2]
    power = (frames**2).mean(axis=1)
    frames = frames[power > 0.1 * power.mean()]
    spectra = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)) ** 2
    bands = (10 * np.log10(spectra @ mel_filters(rate_hz).T + 1e-3)).mean(axis=0)
    return Portrait(bands - bands.mean(), _median_f0(frames, rate_hz))


def _median_f0(frames: Floats, rate_hz: int) -> float:
    shortest, longest = (round(rate_hz / hz) for hz in reversed(_F0_HZ))
    centred = frames - frames.mean(axis=1, keepdims=True)
    spectra = np.abs(np.fft.rfft(centred, 2 * _WINDOW, axis=1)) ** 2
    correlation = np.fft.irfft(spectra, axis=1)[:, : longest + 1]
    correlation /= correlation[:, :1]
    lags = correlation[:, shortest:].argmax(axis=1) + shortest
    voiced = correlation[np.arange(len(lags)), lags] > 0.5
    return float(np.median(rate_hz / lags[voiced]))


def default_voices() -> dict[str, tuple[CastVoice, str]]:
    settings = yaml.safe_load((Path(__file__).parent.parent / "voices.yaml").read_text(encoding="utf-8"))
    return {
        name: (
            CastVoice(name, "pyttsx3", wish["names"]["pyttsx3"], wish["language"], wish["rate"], wish["pitch"]),
            wish["gender"],
        )
        for name, wish in settings["voices"].items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="one sentence: a second or two")
    sentences = SENTENCES[:1] if parser.parse_args().smoke else SENTENCES
    voices = default_voices()
    portraits = {name: portrait(voice, sentences) for name, (voice, _) in voices.items()}
    least = np.inf
    print(f"{'voice':9}{'id':24}{'gender':8}{'F0 Hz':>6}  nearest    timbre dB  semitones  together")
    for name, own in portraits.items():
        gaps = {other: own.distance(portraits[other]) for other in portraits if other != name}
        together = {other: float(np.hypot(timbre, 0.7 * pitch)) for other, (timbre, pitch) in gaps.items()}
        near = min(together, key=together.__getitem__)
        least = min(least, together[near])
        voice, gender = voices[name]
        timbre, pitch = gaps[near]
        print(
            f"{name:9}{voice.id:24}{gender:8}{own.f0_hz:6.0f}  "
            f"{near:9}{timbre:11.1f}{pitch:11.1f}{together[near]:10.1f}"
        )
    print(f"nearest pair {least:.1f}, floor {FLOOR}")
    return 0 if least >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
