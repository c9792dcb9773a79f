"""Piper, with a voice that the tests make."""

import dataclasses
import pickle
import sys

import pytest
from tiny_piper import make_voice

from narrate import engines
from narrate.engines.piper import PiperEngine
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice, Voice
from narrate.testing import check_engine

ANNA = CastVoice("Anna", "piper", "en_US-tiny-low", "en-us")


@pytest.fixture
def engine(tmp_path):
    pytest.importorskip("piper", reason="the extra `piper` is not installed")
    pytest.importorskip("onnx", reason="the tests make their voice with the package onnx")
    make_voice(tmp_path)
    make_voice(tmp_path, "en_GB-many-low", speakers=3)
    return PiperEngine(str(tmp_path))


def test_the_engine_keeps_the_contract(engine):
    check_engine(engine)


def test_installed_voices_and_their_speakers_are_listed(engine):
    voices = {voice.id: voice.languages for voice in engine.voices()}
    assert voices == {
        "en_GB-many-low#p0": ("en-gb",),
        "en_GB-many-low#p1": ("en-gb",),
        "en_GB-many-low#p2": ("en-gb",),
        "en_US-tiny-low": ("en-us",),
    }


def test_speakers_of_one_model_sound_different_and_alike_each_time(engine):
    first, second = (engine.speak("Hello", dataclasses.replace(ANNA, id=f"en_GB-many-low#p{n}")).pcm for n in (0, 2))
    assert first != second
    assert engine.speak("Hello", dataclasses.replace(ANNA, id="en_GB-many-low#p0")).pcm == first


def test_a_path_is_a_name(engine, tmp_path):
    path = str(tmp_path / "en_US-tiny-low.onnx")
    assert engine.speak("Hello", dataclasses.replace(ANNA, id=path)).pcm == engine.speak("Hello", ANNA).pcm


def test_ipa_is_one_phoneme_a_letter(engine):
    assert len(engine.speak("[[ab]]", ANNA).pcm) < len(engine.speak("[[abab]]", ANNA).pcm)


def test_punctuation_alone_is_a_short_silence(engine):
    assert not any(engine.speak("—", ANNA).pcm[:10])


def test_the_engine_goes_to_other_processes_without_its_models(engine):
    engine.speak("Hello", ANNA)
    copy = pickle.loads(pickle.dumps(engine))
    assert copy == engine
    assert copy.speak("Hello", ANNA) == engine.speak("Hello", ANNA)


def test_the_fingerprint_follows_the_model(engine, tmp_path):
    before = engine.fingerprint(ANNA)
    make_voice(tmp_path, "en_US-tiny-low", speakers=2)
    assert engine.fingerprint(ANNA) != before
    assert engine.fingerprint(ANNA) != dataclasses.replace(engine, lively=True).fingerprint(ANNA)


@pytest.mark.parametrize("damage", [b"", b"not a model", b"\x08\x09" * 200])
def test_a_damaged_model_is_an_error_that_says_how_to_install_it_again(engine, tmp_path, damage):
    (tmp_path / "en_US-tiny-low.onnx").write_bytes(damage)
    with pytest.raises(EngineError, match="'Anna'") as caught:
        engine.speak("Hello", ANNA)
    assert caught.value.hint == "narrate voices install piper:en_US-tiny-low"


@pytest.mark.parametrize("config", ["", "{", "{}", '{"audio": {}}'])
def test_a_configuration_that_does_not_fit_is_an_error(engine, tmp_path, config):
    (tmp_path / "en_US-tiny-low.onnx.json").write_text(config, encoding="utf-8")
    with pytest.raises(EngineError, match="piper"):
        engine.speak("Hello", ANNA)


def test_a_speaker_that_the_model_lacks_is_an_error(engine):
    with pytest.raises(VoiceError, match="no speaker 'p9'") as caught:
        engine.speak("Hello", dataclasses.replace(ANNA, id="en_GB-many-low#p9"))
    assert caught.value.hint == "speakers: p0, p1, p2"


@pytest.mark.parametrize("name", ["en_US-lessac-medium", "en_US-lessac-medium#3", "", "../../etc/passwd"])
def test_a_voice_that_is_not_installed_names_the_command_that_installs_it(tmp_path, name):
    with pytest.raises(VoiceError, match="is not installed") as caught:
        engines.resolve(Voice("Anna", names={"piper": name}), PiperEngine(str(tmp_path)))
    assert caught.value.hint.startswith("narrate voices install piper:")


def test_a_missing_package_is_an_error_with_the_line_that_installs_it(tmp_path, monkeypatch):
    for name in ("en_US-tiny-low.onnx", "en_US-tiny-low.onnx.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "piper", None)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EngineError, match="Piper is not installed") as caught:
        PiperEngine(str(tmp_path)).speak("Hello", ANNA)
    assert caught.value.hint == "pip install 'narrate-audio[piper]'"
