"""What goes wrong with takes: checks that cost next to nothing, made on every one.

Neural voices drop, repeat or invent words and now and then hand over noise. The limits are wide: some
3,000 takes of espeak-ng, in every variant and at rates from 60 to 300, lie within them. `narrate verify` looks closer.
"""

from __future__ import annotations

import math
import unicodedata

import numpy as np
from numpy.typing import NDArray

from narrate.model import CastVoice

Samples = NDArray[np.int16]

_FULL_SCALE = 32767
_PART = 1 << 20
_CLIPPED_SHARE = 0.02  # espeak's own gain control leaves up to some tenths of a percent; a broken gain leaves more
_OFF_CENTRE = 0.1  # of full scale
_FAINTEST = 10 ** (-55 / 20)  # of full scale, while it sounds: what is made louder then is mostly its noise
_CUT_MS = 2
_CUT_LEVEL = 1.0  # of the take's level while it sounds

_USUAL_RATE = 145
_LETTERS_A_SECOND, _AT_LEAST_SECONDS = 10.7, 0.3  # at that rate: fitted to 207 takes of espeak-ng, 95 % within 20 %
_DIGIT, _CAPITAL, _IDEOGRAPH, _SIGN = 5.0, 3.0, 4.0, 6.0  # in letters: "7" is a word, so is each letter of "BBC"
_HURRY, _DRAWL, _SLACK_SECONDS = 3.0, 4.0, 4.0  # how far a length may be off before it is not believed

_LONGEST_SILENCE_SECONDS, _PAUSE_SECONDS = 2.5, 0.6  # within a take, and more for every mark that asks for a pause
_QUIET = 10 ** (-45 / 20)  # of the take's peak
_WINDOW_MS = 20

_NOISE_FLATNESS = 0.6  # of the spectrum, 1 is white noise: speech lies below 0.1, whispered voices below 0.35
_BLOCK, _BLOCKS = 512, 24

_LONGER = 1.3  # than the words should take: only then a repetition is looked for
_STEPS_A_SECOND, _REPEATED_STEPS = 50, 75
_SAME = 0.92
"""Correlation of spectra over 1.5 s. A phrase said twice has 0.96 to 0.99, at slightly different rates 0.90 to 0.98;
the most alike of other words 0.79."""
_LIVELY_DB = 4.0  # from the mean, on average: speech has about 12
_BANDS, _LOWEST_HZ, _HIGHEST_HZ, _FLOOR_DB = 18, 150.0, 5000.0, 45.0


class Spoilt(Exception):
    """A take that must not be used; says what is wrong with it."""


def check_length(seconds: float, text: str, voice: CastVoice) -> None:
    """Raise Spoilt for a take that is too short or too long for its words at any rate between 145 and the voice's."""
    letters = _letters(text)
    fastest, slowest = max(voice.rate, _USUAL_RATE), max(1, min(voice.rate, _USUAL_RATE))
    if seconds < _seconds(letters, fastest) / _HURRY:
        raise Spoilt(f"its {seconds:.2f} s are too short for {len(text)} characters")
    if seconds > _seconds(letters, slowest) * _DRAWL + _SLACK_SECONDS:
        raise Spoilt(f"its {seconds:.0f} s are too long for {len(text)} characters")


def check_sound(sound: Samples, rate_hz: int, text: str, voice: CastVoice) -> None:
    """Raise Spoilt for a take that is clipped, faint, off centre, broken off, noise, mostly silence, or repeats itself.

    Parameters
    ----------
    sound : array of int16
        From its first audible sample on.
    """
    clipped = np.count_nonzero((sound >= _FULL_SCALE) | (sound <= -_FULL_SCALE)) / len(sound)
    if clipped > _CLIPPED_SHARE:
        raise Spoilt(f"{clipped:.0%} of it is clipped")
    if abs(float(sound.mean(dtype=np.float64))) > _OFF_CENTRE * _FULL_SCALE:
        raise Spoilt("it is off centre")
    level = _rms(sound)
    if level < _FAINTEST * _FULL_SCALE:
        raise Spoilt("it can hardly be heard")
    last = sound[-max(1, rate_hz * _CUT_MS // 1000) :]
    if len(sound) > 20 * len(last) and _rms(last) > _CUT_LEVEL * level:
        raise Spoilt("it breaks off in the middle of a sound")
    _check_silence(sound, rate_hz, text, voice)
    if _flatness(sound) > _NOISE_FLATNESS:
        raise Spoilt("it is noise")
    expected = _seconds(_letters(text), max(1, min(voice.rate, _USUAL_RATE)))
    if len(sound) / rate_hz > _LONGER * expected and not _repeats(text):
        _check_repetition(sound, rate_hz)


def _repeats(text: str) -> bool:
    """Whether the words themselves say three in a row again, or are too few, or not apart, to tell."""
    words = [word.strip("\"'“”‘’.,;:!?()—–-").casefold() for word in text.split()]
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return len(set(triples)) < len(triples) or len(triples) < 2


def _letters(text: str) -> float:
    """How long a text is to speak, in letters."""
    letters = 0.0
    for word in text.split():
        spelled = len(word) > 1 and word.isupper()
        letters += sum(_weight(character, spelled) for character in word)
    return letters


def _weight(character: str, spelled: bool) -> float:
    category = unicodedata.category(character)
    if category[0] == "N":
        return _DIGIT
    if category == "Lo":
        return _IDEOGRAPH
    if category[0] == "L":
        return _CAPITAL if spelled else 1.0
    return _SIGN if category in ("Sc", "Sm", "So") or character in "%&@#/" else 0.0


def _seconds(letters: float, rate: int) -> float:
    return (_AT_LEAST_SECONDS + letters / _LETTERS_A_SECOND) * _USUAL_RATE / rate


def _rms(samples: Samples) -> float:
    parts = np.array_split(samples, 1 + len(samples) // _PART)
    return math.sqrt(sum(float(np.vdot(part, part)) for part in map(_floats, parts)) / len(samples))


def _floats(samples: Samples) -> NDArray[np.float32]:
    return samples.astype(np.float32)


def _check_silence(sound: Samples, rate_hz: int, text: str, voice: CastVoice) -> None:
    size = max(1, rate_hz * _WINDOW_MS // 1000)
    windows = sound[: len(sound) // size * size].reshape(-1, size)
    if not len(windows):
        return
    peaks = np.maximum(windows.max(axis=1), -windows.min(axis=1).astype(np.int32))
    loud = np.flatnonzero(peaks > _QUIET * peaks.max())
    longest = int(np.diff(loud).max(initial=1)) - 1
    marks = sum(not character.isalnum() and not character.isspace() for character in text) + text.count("\n")
    allowed = (_LONGEST_SILENCE_SECONDS + _PAUSE_SECONDS * marks) * max(1.0, _USUAL_RATE / max(voice.rate, 1))
    if longest * _WINDOW_MS / 1000 > allowed:
        raise Spoilt(f"it is silent for {longest * _WINDOW_MS / 1000:.1f} s in its midst")


def _flatness(sound: Samples) -> float:
    """Geometric by arithmetic mean of the power spectrum, averaged over blocks spread evenly over the sound."""
    if len(sound) < 2 * _BLOCK:
        return 0.0
    starts = np.linspace(0, len(sound) - _BLOCK, _BLOCKS).astype(np.intp)
    blocks = sound[starts[:, None] + np.arange(_BLOCK)] * np.hanning(_BLOCK).astype(np.float32)
    power = (np.abs(np.fft.rfft(blocks, axis=1)) ** 2).mean(axis=0)[2:] + 1e-3
    return float(np.exp(np.log(power).mean()) / power.mean())


def _check_repetition(sound: Samples, rate_hz: int) -> None:
    """Compare the sound with itself, moved by every length from the shortest repetition that counts."""
    shape = _spectra(sound, rate_hz)
    for lag in range(_REPEATED_STEPS, len(shape) - _REPEATED_STEPS):
        if _most_alike(shape[lag:], shape[:-lag], _REPEATED_STEPS) > _SAME:
            raise Spoilt(f"it says the same again after {lag / _STEPS_A_SECOND:.1f} s")


def _spectra(sound: Samples, rate_hz: int) -> NDArray[np.float32]:
    """Level in dB by step and band, each band about its mean."""
    step = rate_hz // _STEPS_A_SECOND
    starts = np.arange(max(0, len(sound) // step - 1))[:, None] * step
    blocks = sound[starts + np.arange(2 * step)] * np.hanning(2 * step).astype(np.float32)
    power = np.abs(np.fft.rfft(blocks, axis=1)) ** 2
    edges = np.geomspace(_LOWEST_HZ, min(_HIGHEST_HZ, 0.45 * rate_hz), _BANDS + 1) * 2 * step / rate_hz
    places = np.unique(np.rint(edges).astype(np.intp))
    levels = 10 * np.log10(np.add.reduceat(power, places, axis=1)[:, :-1] + 1e-3)
    levels = np.maximum(levels, levels.max(initial=0.0) - _FLOOR_DB)
    spectra: NDArray[np.float32] = (levels - levels.mean(axis=0)).astype(np.float32)
    return spectra


def _most_alike(one: NDArray[np.float32], other: NDArray[np.float32], window: int) -> float:
    """The highest correlation of two sequences of spectra over a window."""

    def over_window(values: NDArray[np.float32]) -> NDArray[np.float64]:
        summed = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        difference: NDArray[np.float64] = summed[window:] - summed[:-window]
        return difference

    alike = over_window((one * other).sum(axis=1))
    least = _LIVELY_DB**2 * _BANDS * window  # in a steady tone or hum, what is left besides is alike by chance
    first, second = (over_window((each**2).sum(axis=1)) for each in (one, other))
    lively = (first > least) & (second > least)
    return float((alike[lively] / np.sqrt(first[lively] * second[lively])).max(initial=0.0))
