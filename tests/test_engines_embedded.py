"""The default engine."""

import dataclasses
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from narrate import engines
from narrate.engines import embedded
from narrate.engines.embedded import EmbeddedEngine
from narrate.engines.espeak_voices import data_folder
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice

ENGINE = EmbeddedEngine()
ANNA = CastVoice("Anna", "pyttsx3", "en-us+f2", "en-us")
REED = CastVoice("Reed", "pyttsx3", "en-gb+Reed", "en-gb", rate=170, pitch=30)
TEXTS = [f"“This is line {number},” she said, and paused." for number in range(8)]


def spoken(job):
    text, voice = job
    return engines.load("pyttsx3").speak(text, voice)


def test_order_processes_and_threads_do_not_show():
    jobs = [(text, voice) for text in TEXTS for voice in (ANNA, REED)]
    alone = [spoken(job) for job in jobs]
    assert [spoken(job) for job in reversed(jobs)] == alone[::-1]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(spoken, jobs, chunksize=3)) == alone
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(spoken, jobs)) == alone


@pytest.mark.parametrize("rate", [110, 145, 200])
@pytest.mark.parametrize("voice_id", ["en-us+f2", "en-gb+edward", "en-us+klatt4"])
def test_the_rate_is_words_a_minute_as_news_is_read(rate, voice_id):
    sentences = [
        "The mayor said on Tuesday that the council would not accept any of the proposals before the summer.",
        "Doctors warned that the number of patients could double within a few weeks.",
        "She told reporters that nobody had asked her opinion about the plan.",
    ]
    voice = dataclasses.replace(ANNA, id=voice_id, rate=rate)
    seconds = sum(len(ENGINE.speak(text, voice).pcm) / 2 / 22050 + 0.4 for text in sentences)
    words = sum(len(text.split()) for text in sentences)
    assert words / seconds * 60 == pytest.approx(rate, rel=0.09)


def test_punctuation_alone_is_a_short_silence():
    speech = ENGINE.speak(" — ", ANNA)
    assert len(speech.pcm) == 2 * 1102
    assert not any(speech.pcm)


def test_nothing_clips():
    for voice_id in ("en-us+f2", "en-us+edward", "en-gb+klatt4", "en-us+klatt"):
        samples = memoryview(ENGINE.speak(TEXTS[0], dataclasses.replace(ANNA, id=voice_id)).pcm).cast("h")
        full = sum(abs(sample) >= 32767 for sample in samples)
        assert full <= 3


def test_an_unknown_voice_is_an_error_and_the_next_line_is_spoken():
    with pytest.raises(VoiceError, match="'nosuch'"):
        ENGINE.speak("Hello.", dataclasses.replace(ANNA, id="en-us+nosuch"))
    assert ENGINE.speak("Hello.", ANNA).pcm


def test_a_failure_inside_names_text_and_voice(monkeypatch):
    monkeypatch.setattr("narrate.engines.pyttsx3_driver.synthesize", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(EngineError, match=r"'Anna' \(en-us\+f2\).*'Hello\.'.*ZeroDivisionError"):
        ENGINE.speak("Hello.", ANNA)


def test_ctrl_c_leaves_an_engine_that_works(monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("narrate.engines.pyttsx3_driver.synthesize", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ENGINE.speak("Hello.", ANNA)
    assert ENGINE.speak("Hello.", ANNA).pcm


def test_the_fingerprint_follows_the_voice_and_not_its_settings():
    assert ENGINE.fingerprint(ANNA) == ENGINE.fingerprint(dataclasses.replace(ANNA, rate=200, name="Beth"))
    assert ENGINE.fingerprint(ANNA) != ENGINE.fingerprint(REED)


def test_the_fingerprint_follows_the_data(tmp_path, monkeypatch):
    shutil.copytree(data_folder(), tmp_path / "data", ignore=shutil.ignore_patterns("[!e]?_dict", "???_dict"))
    before = ENGINE.fingerprint(ANNA)
    monkeypatch.setattr(embedded, "data_folder", lambda: tmp_path / "data")
    assert ENGINE.fingerprint(ANNA) == before
    embedded._content.cache_clear()
    with (tmp_path / "data" / "en_dict").open("ab") as file:
        file.write(b"another word")
    assert ENGINE.fingerprint(ANNA) != before


def test_an_unknown_voice_has_no_fingerprint():
    with pytest.raises(VoiceError):
        ENGINE.fingerprint(dataclasses.replace(ANNA, id="en-us+nosuch"))


def test_a_process_with_threads_speaks_and_ends_without_a_warning():
    code = (
        "import threading, time\nfrom narrate.engines import load\nfrom narrate.model import CastVoice\n"
        "threading.Thread(target=time.sleep, args=(0.3,)).start()\n"
        "assert load('pyttsx3').speak('Hello.', CastVoice('a', 'pyttsx3', 'en-us+f2')).pcm"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True)
    assert done.stderr == b""


def test_the_phonemes_of_a_text_are_told_in_ipa() -> None:
    engine = EmbeddedEngine()
    voice = CastVoice("Anna", "pyttsx3", "en-us+f2")
    assert engine.phonemes("cat", voice) == "kˈæt"
    assert engine.phonemes("The [[ˈkiːjɪv]] cat.", voice).split() == ["ðə", "ˈkiːjɪv", "kˈæt"]
    with pytest.raises(VoiceError):
        engine.phonemes("cat", CastVoice("Anna", "pyttsx3", "en-us+nobody"))
