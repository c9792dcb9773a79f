"""Kokoro, with a model and voices that the tests make."""

import dataclasses
import pickle
import sys
from itertools import pairwise

import pytest
from tiny_kokoro import HEIGHTS, make_model, make_voices

from narrate import engines
from narrate.engines.kokoro import KokoroEngine
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice, Voice
from narrate.testing import check_engine

ANNA = CastVoice("Anna", "kokoro", "af_heart", "en-us")
TEXT = "The mayor said that nobody had asked her about the plan."


@pytest.fixture
def engine(tmp_path):
    pytest.importorskip("kokoro_onnx", reason="the extra `kokoro` is not installed")
    pytest.importorskip("onnx", reason="the tests make their model with the package onnx")
    make_model(tmp_path)
    make_voices(tmp_path)
    return KokoroEngine(str(tmp_path))


def with_id(name):
    return dataclasses.replace(ANNA, id=name)


def crossings(speech):
    samples = memoryview(speech.pcm).cast("h")
    return sum((one < 0) != (other < 0) for one, other in pairwise(samples)) / len(samples)


def test_the_engine_keeps_the_contract(engine):
    check_engine(engine)


def test_voices_say_their_language_and_gender(engine):
    offered = {voice.id: (voice.languages, voice.gender) for voice in engine.voices()}
    assert offered == {
        "af_heart": (("en-us",), "female"),
        "am_adam": (("en-us",), "male"),
        "bf_emma": (("en-gb",), "female"),
    }


def test_nothing_installed_offers_no_voices_and_names_the_command(tmp_path):
    engine = KokoroEngine(str(tmp_path))
    assert engine.voices() == ()
    with pytest.raises(VoiceError, match="is not installed") as caught:
        engines.resolve(Voice("Anna", names={"kokoro": "af_heart"}), engine)
    assert caught.value.hint == "narrate voices install kokoro"


def test_a_blend_lies_between_its_voices(engine):
    low, high, even, nearer = (
        crossings(engine.speak("Hello there", with_id(name)))
        for name in ("am_adam", "bf_emma", "am_adam,bf_emma", "am_adam:75, bf_emma:25")
    )
    assert even == pytest.approx((low + high) / 2, rel=0.02)
    assert nearer == pytest.approx(low + (high - low) / 4, rel=0.02)
    assert engine.find("bf_emma:40,am_adam:60").languages == ("en-gb",)


def test_shares_count_against_each_other(engine):
    one, other = (engine.speak("Hello", with_id(f"am_adam:{a},bf_emma:{b}")) for a, b in ((3, 1), (75, 25)))
    assert one == other


@pytest.mark.parametrize(
    "blend", ["af_heart:x", "af_heart:0", "af_heart:-1", "af_heart:nan", "af_heart:", "af_heart:inf"]
)
def test_a_share_that_is_none_is_an_error(engine, blend):
    with pytest.raises(VoiceError, match="is no share"):
        engine.find(blend)


@pytest.mark.parametrize("name", ["af_nobody", "af_heart,af_nobody", "", ",", "../af_heart"])
def test_a_voice_that_is_not_there_is_an_error_that_tells_some(engine, name):
    with pytest.raises(VoiceError, match="has no voice") as caught:
        engine.find(name)
    assert "af_heart" in caught.value.hint


def test_words_are_timed_by_the_phonemes_of_the_model(engine):
    speech = engine.speak(TEXT, ANNA)
    words = [TEXT[word.start : word.end] for word in speech.words]
    assert words == TEXT.rstrip(".").split()
    lengths = {TEXT[w.start : w.end]: w.end_frames - w.start_frames for w in speech.words}
    # At 145 words a minute a phoneme of the tiny model takes 1,200 * 165 / 145 frames.
    assert lengths["plan"] == pytest.approx(5 * 1200 * 165 / 145, abs=3)  # plˈæn


def test_a_model_without_durations_gives_no_word_times(engine, tmp_path):
    make_model(tmp_path, durations=False)
    speech = engine.speak(TEXT, ANNA)
    assert speech.words == ()
    assert len(speech.pcm) > 48000


def test_ipa_stands_for_itself(engine):
    one, two = (len(engine.speak(text, ANNA).pcm) // 2 for text in ("[[mˈeɪ]]", "[[mˈeɪ]] [[mˈeɪ]]"))
    assert two - one == pytest.approx(5 * 1200 * 165 / 145, abs=3)
    speech = engine.speak("In [[mˈeɪ]] now.", ANNA)
    assert [(word.start, word.end) for word in speech.words] == [(0, 2), (3, 11), (12, 15)]


def test_rates_beyond_what_kokoro_takes_are_spoken_at_its_limits(engine):
    slow, slowest = (engine.speak("Hello", dataclasses.replace(ANNA, rate=rate)) for rate in (82, 60))
    assert slow == slowest
    assert engine.speak("Hello", dataclasses.replace(ANNA, rate=400)).pcm


def test_another_take_sounds_otherwise_and_the_same_each_time(engine):
    first, second, again = (engine.speak(TEXT, dataclasses.replace(ANNA, take=take)) for take in (1, 2, 2))
    assert first.pcm != second.pcm
    assert second == again


def test_punctuation_alone_is_a_short_silence(engine):
    assert engine.speak("—", ANNA).pcm == bytes(2400)


def test_the_engine_goes_to_other_processes_without_its_model(engine):
    spoken = engine.speak("Hello", ANNA)
    copy = pickle.loads(pickle.dumps(engine))
    assert copy == engine
    assert copy.speak("Hello", ANNA) == spoken


def test_the_best_precision_that_is_installed_speaks_unless_one_is_named(engine, tmp_path):
    make_model(tmp_path, "kokoro-v1.0.int8.onnx")
    assert "kokoro-v1.0.onnx" in engine.fingerprint(ANNA)
    assert "int8" in dataclasses.replace(engine, precision="int8").fingerprint(ANNA)
    with pytest.raises(VoiceError, match="is not installed") as caught:
        dataclasses.replace(engine, precision="fp16").fingerprint(ANNA)
    assert caught.value.hint == "narrate voices install kokoro:fp16"
    with pytest.raises(EngineError, match="no precision 'f64'"):
        KokoroEngine(precision="f64")


@pytest.mark.parametrize("damage", [b"", b"not a model", b"\x08\x09" * 200])
def test_a_damaged_model_is_an_error_that_says_how_to_install_it_again(engine, tmp_path, damage):
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(damage)
    with pytest.raises(EngineError, match="'Anna'") as caught:
        engine.speak("Hello", ANNA)
    assert caught.value.hint == "narrate voices install kokoro"


@pytest.mark.parametrize("damage", [b"", b"no voices", b"PK\x03\x04 torn"])
def test_damaged_voices_are_an_error_that_says_how_to_install_them_again(engine, tmp_path, damage):
    (tmp_path / "voices-v1.0.bin").write_bytes(damage)
    with pytest.raises(EngineError, match=r"voices-v1\.0\.bin is damaged") as caught:
        engine.speak("Hello", ANNA)
    assert caught.value.hint == "narrate voices install kokoro"


def test_a_model_of_another_kind_is_an_error(engine, tmp_path):
    from tiny_piper import make_voice

    make_voice(tmp_path, "other").replace(tmp_path / "kokoro-v1.0.onnx")
    with pytest.raises(EngineError, match="engine 'kokoro', voice 'Anna'"):
        engine.speak("Hello", ANNA)


def test_a_missing_package_is_an_error_with_the_line_that_installs_it(tmp_path, monkeypatch):
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(b"")
    make_voices(tmp_path)
    monkeypatch.setitem(sys.modules, "kokoro_onnx", None)
    with pytest.raises(EngineError, match="Kokoro is not installed") as caught:
        KokoroEngine(str(tmp_path)).speak("Hello", ANNA)
    assert caught.value.hint == "pip install 'narrate-audio[kokoro]'"
    assert set(HEIGHTS) == {voice.id for voice in KokoroEngine(str(tmp_path)).voices()}


def test_the_model_runs_in_as_many_threads_as_it_says(engine):
    opened = dataclasses.replace(engine, threads=2)
    opened.speak("Hello", ANNA)
    (kokoro,) = opened._loaded.values()
    assert kokoro.sess.get_session_options().intra_op_num_threads == 2


def test_without_a_gpu_the_flag_is_an_error(engine):
    with pytest.raises(EngineError, match="finds no GPU"):
        dataclasses.replace(engine, gpu=True).speak("Hello", ANNA)
