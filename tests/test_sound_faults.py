"""What goes wrong with takes of neural voices, made from takes of espeak-ng that are right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.engines.embedded import EmbeddedEngine
from narrate.model import CastVoice, Speech
from narrate.sound.faults import Spoilt
from narrate.sound.takes import Take, inspect

ANNA = CastVoice("Anna", "pyttsx3", "en-us+f2", "en-us")
TEXT = "The mayor said on Tuesday that nobody had asked her about the plan, and that she would not sign it."
RATE_HZ = 22050
ENGINE = EmbeddedEngine()
Samples = NDArray[np.float64]


def spoken(text: str = TEXT, **changes: int) -> Samples:
    speech = ENGINE.speak(text, replace(ANNA, **changes))  # type: ignore[arg-type]
    return np.frombuffer(speech.pcm, "<i2").astype(float)


def look_at(samples: Samples, text: str = TEXT, voice: CastVoice = ANNA) -> Take:
    pcm = np.clip(np.rint(samples), -32768, 32767).astype("<i2").tobytes()
    return inspect(Speech(pcm, RATE_HZ), text, voice, silent=False)


def noise(seconds: float) -> Samples:
    return np.asarray(np.random.default_rng(1).normal(0, 3000, round(seconds * RATE_HZ)))


@pytest.mark.parametrize("rate", [95, 145, 400])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "No.",
        "A B C; 7, 42,000 and 100 %!",
        "No, no, no, no, never, never, never again, never again, never again.",
        "Wait . . . . . . what?",
        "Nobody asked. Nobody asked. Nobody asked. Nobody asked.",
    ],
)
def test_what_is_right_passes(text: str, rate: int) -> None:
    sound = spoken(text, rate=rate)
    take = look_at(sound, text, replace(ANNA, rate=rate))
    assert 0 <= take.start < take.stop <= len(sound)


@pytest.mark.parametrize("variant", ["whisper", "whisperf", "croak", "RicishayMax2", "Hugo", "klatt", "iven", "caleb"])
def test_strange_voices_pass(variant: str) -> None:
    voice = replace(ANNA, id=f"en-us+{variant}")
    sound = np.frombuffer(ENGINE.speak(TEXT, voice).pcm, "<i2").astype(float)
    take = look_at(sound, voice=voice)
    assert take.stop - take.start > 0.9 * len(sound)


def test_an_engine_that_ignores_the_rate_passes() -> None:
    for rate in (60, 400):
        take = look_at(spoken(), voice=replace(ANNA, rate=rate))
        assert take.stop > take.start


def test_most_of_the_words_left_out_is_a_fault() -> None:
    with pytest.raises(Spoilt, match="too short"):
        look_at(spoken("The mayor said"))


def test_far_too_many_words_are_a_fault() -> None:
    with pytest.raises(Spoilt, match="too long"):
        look_at(np.tile(spoken(), 6))


def test_silence_in_its_midst_is_a_fault() -> None:
    samples = spoken()
    gap = np.random.default_rng(1).normal(0, 3, 5 * RATE_HZ)
    with pytest.raises(Spoilt, match=r"silent for 5\.\d s in its midst"):
        look_at(np.concatenate([samples[: len(samples) // 2], gap, samples[len(samples) // 2 :]]))


@pytest.mark.parametrize("again", ["alike", "a little faster", "a part"])
def test_words_said_twice_are_a_fault(again: str) -> None:
    once = spoken()
    half = spoken("and that she would not sign it, and that she would not sign it, and that she would not sign it.")
    twice = {"alike": once[137:], "a little faster": spoken(rate=149), "a part": half}
    with pytest.raises(Spoilt, match="says the same again"):
        look_at(np.concatenate([once, twice[again]]))


def test_noise_instead_of_speech_is_a_fault() -> None:
    with pytest.raises(Spoilt, match="it is noise"):
        look_at(np.append(noise(6), np.zeros(RATE_HZ // 10)))


def test_speech_with_noise_behind_it_is_no_fault_but_noise_over_it_is() -> None:
    samples = spoken()
    look_at(samples + noise(60)[: len(samples)] / 100)
    with pytest.raises(Spoilt, match="it is noise"):
        look_at(samples / 20 + noise(60)[: len(samples)] * np.linspace(1, 0, len(samples)))


def test_what_can_hardly_be_heard_is_a_fault() -> None:
    with pytest.raises(Spoilt, match="hardly be heard"):
        look_at(spoken() / 200)


def test_a_constant_offset_is_a_fault() -> None:
    with pytest.raises(Spoilt, match="off centre"):
        look_at(spoken() / 4 + 6000)
