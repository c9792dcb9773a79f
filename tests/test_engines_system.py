"""Voices of the operating system, with a speech service that misbehaves on purpose."""

import sys
from pathlib import Path

import pytest

from narrate import engines
from narrate.engines import system
from narrate.engines.system import SystemEngine
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice, Voice

DATA = Path(__file__).parent / "data" / "engines"


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(DATA))
    monkeypatch.setattr(system, "_SPEAK_S", 8.0)
    monkeypatch.setattr(system, "_GRACE_S", 1.0)
    return SystemEngine("fake", ".wav", prepare="fake_system_driver")


def cast(name, rate=200):
    return CastVoice("Anna", "system", f"com.fake.{name}", rate=rate)


def test_the_languages_genders_and_ages_of_every_driver_are_understood(engine):
    voices = {voice.name: voice for voice in engine.voices()}
    assert (voices["Samantha"].languages, voices["Samantha"].gender, voices["Samantha"].age) == (
        ("en-us",),
        "female",
        "adult",
    )
    assert (voices["Fred"].gender, voices["Fred"].age) == ("male", "senior")
    assert (voices["Junior"].languages, voices["Junior"].gender, voices["Junior"].age) == (("en-gb",), "", "child")
    assert voices["raises"].age == "adult"


def test_a_wish_finds_a_system_voice(engine):
    assert engines.resolve(Voice("a", "en-us", "male", "senior"), engine).id == "com.fake.Fred"
    assert engines.resolve(Voice("a", names={"system": "samantha"}), engine).id == "com.fake.Samantha"


def test_text_and_rate_reach_the_driver_and_its_printing_does_no_harm(engine):
    text = "“Ünïcode,” she said."
    assert len(engine.speak(text, cast("Samantha", rate=100)).pcm) == 2 * len(text) * 2205
    assert engine.speak(text, cast("Samantha", rate=200)).sample_rate_hz == 22050


def test_a_file_that_comes_late_is_waited_for(engine):
    assert engine.speak("Hello", cast("late")).pcm


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mute", "wrote no file"),
        ("empty", "it is empty"),
        ("torn", "it ends early"),
        ("raises", "the speech service is busy"),
        ("dies", "failed with code 139: Segmentation fault"),
        ("deaf", "speaks with the voice 'com.fake.Samantha' instead"),
    ],
)
def test_a_speech_service_that_fails_is_an_error_that_names_voice_and_text(engine, name, message):
    with pytest.raises(EngineError, match=message) as caught:
        engine.speak("Good morning, everyone.", cast(name))
    assert "'Anna'" in caught.value.message
    assert "'Good morning" in caught.value.message


def test_a_speech_service_that_hangs_is_ended(engine, monkeypatch):
    monkeypatch.setattr(system, "_SPEAK_S", 1.0)
    with pytest.raises(EngineError, match="still busy after"):
        engine.speak("Hi", cast("hangs"))


def test_an_unknown_voice_is_an_error(engine):
    with pytest.raises(VoiceError, match=r"com\.fake\.Nobody"):
        engine.speak("Hello", cast("Nobody"))


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this system has voices of its own")
def test_elsewhere_the_engine_says_what_to_use_instead():
    with pytest.raises(EngineError, match="voices of macOS and Windows") as caught:
        engines.load("system")
    assert "engine: pyttsx3" in caught.value.hint
