import io
import wave

from narrate.audition import phonemes, takes_ipa, wav_of
from narrate.model import CastVoice

ANNA = CastVoice("Anna", "pyttsx3", "en-us+f2")
NOBODY = CastVoice("Nobody", "silence", "silent-female-1")


def test_a_text_in_a_voice_is_a_wav_file_without_a_click_at_its_ends() -> None:
    with wave.open(io.BytesIO(wav_of("The tide came in.", ANNA))) as file:
        samples = file.readframes(file.getnframes())
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
    assert len(samples) > 22050
    assert samples[:2] == samples[-2:] == b"\0\0"
    assert any(samples)


def test_only_an_engine_that_can_tells_its_phonemes() -> None:
    assert takes_ipa(ANNA)
    assert phonemes("cat", ANNA) == "kˈæt"
    assert not takes_ipa(NOBODY)
    assert phonemes("cat", NOBODY) == ""
