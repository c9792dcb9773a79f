"""Piper, with a voice that the tests make."""

import dataclasses
import pickle
import sys

import pytest
from tiny_piper import FRAMES_A_PHONEME, make_voice

from narrate import engines
from narrate.engines import piper
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


def test_a_configuration_of_another_voice_is_an_error(engine, tmp_path):
    several = (tmp_path / "en_GB-many-low.onnx.json").read_text(encoding="utf-8")
    (tmp_path / "en_US-tiny-low.onnx.json").write_text(several, encoding="utf-8")
    with pytest.raises(EngineError, match="'Anna'") as caught:
        engine.speak("Hello", dataclasses.replace(ANNA, id="en_US-tiny-low#p1"))
    assert caught.value.hint == "narrate voices install piper:en_US-tiny-low"


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


TEXT = "The mayor said that nobody had asked her. “Why?” he asked."
PHONEME = 2 * FRAMES_A_PHONEME  # with the pad behind it


def test_words_are_timed_by_the_phonemes_of_the_model(engine):
    speech = engine.speak(TEXT, dataclasses.replace(ANNA, rate=160))
    words = [TEXT[word.start : word.end] for word in speech.words]
    assert words == ["The", "mayor", "said", "that", "nobody", "had", "asked", "her", "Why", "he", "asked"]
    lengths = {TEXT[word.start : word.end]: word.end_frames - word.start_frames for word in speech.words}
    assert lengths["said"] == 4 * PHONEME  # sˈɛd
    assert lengths["that"] == 3 * PHONEME  # ðæt, without stress


def test_a_model_that_does_not_tell_durations_gives_no_word_times(engine, tmp_path):
    before = engine.speak(TEXT, dataclasses.replace(ANNA, rate=160))
    make_voice(tmp_path, ceil="Identity")
    speech = PiperEngine(str(tmp_path)).speak(TEXT, dataclasses.replace(ANNA, rate=160))
    assert speech.words == ()
    assert speech.pcm == before.pcm


def test_without_the_package_onnx_there_are_no_word_times(engine, monkeypatch):
    monkeypatch.setattr(piper, "_can_align", lambda: False)
    assert not engine.capabilities.word_times
    assert engine.speak(TEXT, ANNA).words == ()


def test_another_take_draws_other_random_numbers_the_same_each_time(engine):
    first, second, again, third = (engine.speak(TEXT, dataclasses.replace(ANNA, take=n)).pcm for n in (1, 2, 2, 3))
    assert len({first, second, third}) == 3
    assert second == again
    assert engine.speak(TEXT, ANNA).pcm == first


def test_lively_is_different_each_time(engine):
    lively = dataclasses.replace(engine, lively=True)
    assert lively.speak(TEXT, ANNA) != lively.speak(TEXT, ANNA)


def test_a_model_of_several_speakers_speaks_as_the_first_unless_one_is_named(engine):
    plain, first = (engine.speak("Hello", dataclasses.replace(ANNA, id=f"en_GB-many-low{n}")) for n in ("", "#p0"))
    assert plain == first


def test_the_model_runs_in_as_many_threads_as_it_says(engine):
    for threads in (1, 2):
        opened = dataclasses.replace(engine, threads=threads)
        opened.speak("Hello", ANNA)
        (voice,) = opened._loaded.values()
        assert voice.session.get_session_options().intra_op_num_threads == threads


def test_without_a_gpu_the_flag_is_an_error(engine):
    with pytest.raises(EngineError, match="finds no GPU"):
        dataclasses.replace(engine, gpu=True).speak("Hello", ANNA)


def test_with_a_gpu_the_flag_asks_for_it_and_for_nothing_else(engine, monkeypatch):
    import onnxruntime

    asked = []
    real = onnxruntime.InferenceSession
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPU"])

    def opened(model, options, providers):
        asked.append(providers)
        return real(model, options, providers=["CPUExecutionProvider"])

    monkeypatch.setattr(onnxruntime, "InferenceSession", opened)
    dataclasses.replace(engine, gpu=True).speak("Hello", ANNA)
    assert asked == [["CUDAExecutionProvider"]]
