"""espeak-ng by ctypes: the same bytes always, and its traps."""

import hashlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from narrate.engines import espeak, espeak_library
from narrate.engines.espeak import SAMPLE_RATE_HZ, Parameters, synthesize
from narrate.engines.espeak_voices import data_folder
from narrate.errors import EngineError, VoiceError

SENTENCE = "The mayor said on Tuesday that nobody had asked her."
SLOW = Parameters(rate=120)


def digest(text=SENTENCE, voice="en-us+f2"):
    return hashlib.sha256(synthesize(text, voice, SLOW).pcm).hexdigest()


def digest_elsewhere(before, text=SENTENCE, voice="en-us+f2"):
    code = (
        "import hashlib\nfrom narrate.engines.espeak import Parameters, synthesize\n"
        f"{before}\n"
        f"print(hashlib.sha256(synthesize({text!r}, {voice!r}, Parameters(rate=120)).pcm).hexdigest())"
    )
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


# Reed breathes with rand(), f2 with espeak's own random numbers, klatt4 is another synthesizer.
@pytest.mark.parametrize("voice", ["en-us+f2", "en-gb+klatt4", "en-029+Reed", "en-us+whisperf"])
def test_the_same_words_give_the_same_bytes_whatever_was_said_before(voice):
    first = digest(voice=voice)
    for text, other in (("No!", "en-us"), ("“Why,” he said, “42,000?”", "de+f5"), ("A longer one. " * 8, "en+Reed")):
        synthesize(text, other, Parameters(rate=200, pitch=80, volume=0.4))
        assert digest(voice=voice) == first


def test_another_process_makes_the_same_bytes():
    assert digest_elsewhere("synthesize('Something else.', 'en-gb+Reed', Parameters())") == digest()


def test_a_library_that_someone_else_holds_loaded_does_not_show():
    holder = (
        "import ctypes, espeakng_loader as e\nlibrary = ctypes.CDLL(e.get_library_path())\n"
        "assert library.espeak_Initialize(2, 0, e.get_data_path().encode(), 0x8000) > 0\n"
        "from narrate.engines import espeak_library\nassert not espeak_library._is_fresh(library)"
    )
    assert digest_elsewhere(holder) == digest()


def test_threads_take_turns():
    texts = [f"This is number {number}." for number in range(12)]
    alone = [digest(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(digest, texts)) == alone


def test_parameters_are_heard():
    def frames(**changes):
        return len(synthesize(SENTENCE, "en-us", Parameters(**changes)).pcm)

    assert frames(rate=100) > frames(rate=150) > frames(rate=300)
    loud, soft = (
        max(memoryview(synthesize(SENTENCE, "en-us", Parameters(volume=v)).pcm).cast("h")) for v in (1.0, 0.2)
    )
    assert loud > 2 * soft
    assert digest_of(pitch=80) != digest_of(pitch=50)


def digest_of(**changes):
    return hashlib.sha256(synthesize(SENTENCE, "en-us", Parameters(**changes)).pcm).hexdigest()


def test_words_are_marked_in_order_at_the_sample():
    sound = synthesize(SENTENCE, "en-us", SLOW)
    words = [mark for mark in sound.marks if mark.is_word]
    assert [SENTENCE[mark.position : mark.position + mark.length] for mark in words] == SENTENCE.rstrip(".").split()
    frames = [mark.frame for mark in words]
    assert frames == sorted(frames)
    assert frames[0] == 0
    assert frames[-1] < len(sound.pcm) // 2
    assert 2 * SAMPLE_RATE_HZ < len(sound.pcm) // 2 < 6 * SAMPLE_RATE_HZ


def test_positions_count_characters_also_behind_accents_and_emoji():
    text = "Café 😀 naïve words"
    marks = [mark for mark in synthesize(text, "en-us", SLOW).marks if mark.is_word]
    assert text.index("words") in {mark.position for mark in marks}


def test_brackets_are_phonemes_only_when_asked():
    plain = synthesize("A [[h@l'oU]] b", "en-us", SLOW)
    phonemes = synthesize("A [[h@l'oU]] b", "en-us", SLOW, phonemes=True)
    assert len(phonemes.pcm) < 0.6 * len(plain.pcm)


@pytest.mark.parametrize("voice", ["en-us+nosuch", "nosuch", ""])
def test_an_unknown_voice_is_an_error_and_not_another_voice(voice):
    with pytest.raises(VoiceError):
        synthesize(SENTENCE, voice, SLOW)


@pytest.fixture
def small_data(tmp_path):
    """A copy of espeak's data with one accent and one variant."""

    def copied(folder):
        for name in ("phontab", "phonindex", "phondata", "intonations", "en_dict", "lang/gmw/en-US", "voices/!v/f2"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(data_folder() / name, target)
        return folder

    return copied


def test_a_data_folder_with_a_long_path_is_no_obstacle(small_data, tmp_path, monkeypatch):
    long = small_data(tmp_path / ("d" * 100) / ("e" * 100) / "espeak-ng-data")
    expected = digest()
    monkeypatch.setattr(espeak, "data_folder", lambda: long)
    assert digest() == expected


def test_a_voice_is_found_by_name_where_descriptors_have_no_path(monkeypatch):
    expected = digest()
    real = espeak._current
    monkeypatch.setattr(espeak, "_current", lambda library: real(library).replace("/dev/fd/", "nowhere/"))
    assert digest() == expected


def test_damaged_data_is_an_error_and_does_not_end_the_process(small_data, tmp_path, monkeypatch, capfd):
    damaged = small_data(tmp_path / "data")
    (damaged / "phontab").unlink()
    monkeypatch.setattr(espeak, "data_folder", lambda: damaged)
    with pytest.raises(EngineError, match="does not start"):
        synthesize(SENTENCE, "en-us", SLOW)


def test_a_library_that_is_no_library_is_an_error(tmp_path, monkeypatch):
    file = tmp_path / "libespeak-ng.so"
    file.write_bytes(b"not a library")
    monkeypatch.setattr(espeak_library, "library_path", lambda: file)
    with pytest.raises(EngineError, match="does not load") as caught:
        synthesize(SENTENCE, "en-us", SLOW)
    assert "pip install" in caught.value.hint


def test_an_exception_in_the_callback_is_not_lost(monkeypatch):
    monkeypatch.setattr(espeak, "_marks", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        synthesize(SENTENCE, "en-us", SLOW)
