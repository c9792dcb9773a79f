"""Engines by name, built in and plugged in."""

import importlib.metadata
import pickle
import subprocess
import sys

import pytest

from narrate import engines
from narrate.engines.silence import SilenceEngine
from narrate.errors import EngineError


class LoudEngine(SilenceEngine):
    name = "loud"


def broken() -> None:
    raise OSError("no licence file")


def plugged(monkeypatch, **points):
    found = [
        importlib.metadata.EntryPoint(name, f"{__name__}:{value}", "narrate.engines") for name, value in points.items()
    ]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found if group == "narrate.engines" else [])


@pytest.mark.parametrize("name", ["pyttsx3", "silence"])
def test_every_engine_bears_its_name(name):
    assert name in engines.names()
    assert engines.load(name).name == name


def test_a_misspelt_engine_is_answered_with_the_nearest_and_all_names():
    with pytest.raises(EngineError, match="'pytts3'") as caught:
        engines.load("pytts3")
    assert "did you mean 'pyttsx3'?" in caught.value.hint
    assert all(name in caught.value.hint for name in engines.names())


def test_an_installed_plug_in_is_an_engine(monkeypatch):
    plugged(monkeypatch, loud="LoudEngine")
    assert engines.names()[-1] == "loud"
    assert engines.load("loud").name == "loud"


def test_a_plug_in_cannot_take_a_built_in_name(monkeypatch):
    plugged(monkeypatch, silence="LoudEngine")
    assert engines.load("silence").name == "silence"
    assert engines.names().count("silence") == 1


@pytest.mark.parametrize(
    ("value", "message"), [("broken", "engine 'loud' does not start"), ("missing", "engine plug-in 'loud'")]
)
def test_a_plug_in_that_does_not_start_is_named(monkeypatch, value, message):
    plugged(monkeypatch, loud=value)
    with pytest.raises(EngineError, match=message):
        engines.load("loud")


def test_options_reach_the_engine_also_in_another_process():
    loader = pickle.loads(pickle.dumps(engines.Loader({"openai": {"model": "kokoro"}})))
    assert loader("openai").model == "kokoro"
    assert loader("silence").name == "silence"


def test_an_unknown_option_is_an_error_that_lists_the_options():
    with pytest.raises(EngineError, match="engine 'openai' has no option 'modle'") as caught:
        engines.load("openai", {"modle": "kokoro"})
    assert "base_url, model" in caught.value.hint
    with pytest.raises(EngineError, match="engine 'silence' has no option 'model'"):
        engines.load("silence", {"model": "kokoro"})


def test_engines_are_named_and_asked_without_loading_any_sound_library():
    code = (
        "import sys; from narrate import engines; from narrate.model import CastVoice, Voice\n"
        "assert not {'ctypes', 'pyttsx3', 'numpy'} & set(sys.modules), 'import'\n"
        "engine = engines.load('pyttsx3'); voice = engines.resolve(Voice('a', 'en-us', 'female'), engine)\n"
        "assert engine.voices() and engine.fingerprint(voice)\n"
        "assert not {'pyttsx3', 'numpy', 'narrate.engines.espeak'} & set(sys.modules), 'asking'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
