"""The engine of known durations."""

import pytest

from narrate.engines.silence import EMPTY_FRAMES, SAMPLE_RATE_HZ, SilenceEngine
from narrate.errors import VoiceError
from narrate.model import CastVoice

ENGINE = SilenceEngine()


def voice(rate=145, voice_id="silent-female-1"):
    return CastVoice("Anna", "silence", voice_id, rate=rate)


@pytest.mark.parametrize(("text", "words"), [("One.", 1), ("Don't stop -- now!", 4), ("a\nb\tc", 3)])
def test_every_word_lasts_a_minute_divided_by_the_rate(text, words):
    speech = ENGINE.speak(text, voice(rate=120))
    assert speech.sample_rate_hz == SAMPLE_RATE_HZ
    assert len(speech.pcm) == 2 * words * SAMPLE_RATE_HZ // 2
    assert not any(speech.pcm)


def test_word_times_tile_the_recording():
    text = "“Yes,” she said."
    speech = ENGINE.speak(text, voice())
    assert [text[word.start : word.end] for word in speech.words] == ["“Yes,”", "she", "said."]
    assert [word.start_frames for word in speech.words] == [0, 9124, 18248]
    assert speech.words[-1].end_frames * 2 == len(speech.pcm)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_without_words_is_a_short_pause(text):
    speech = ENGINE.speak(text, voice())
    assert len(speech.pcm) == 2 * EMPTY_FRAMES
    assert speech.words == ()


def test_an_unknown_voice_is_an_error():
    with pytest.raises(VoiceError, match="'silent-robot'"):
        ENGINE.speak("Hello", voice(voice_id="silent-robot"))
