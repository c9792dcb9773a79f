"""From a wish for a voice to a voice of an engine."""

import pytest

from narrate import engines
from narrate.engines import resolve
from narrate.engines.silence import SilenceEngine
from narrate.errors import VoiceError
from narrate.model import CastVoice, EngineVoice, Voice

ESPEAK = engines.load("pyttsx3")


class Offering(SilenceEngine):
    """An engine with the voices given."""

    name = "offering"

    def __init__(self, *voices: EngineVoice) -> None:
        self._voices = voices

    def voices(self):
        return self._voices


MICROSOFT = Offering(
    EngineVoice(r"HKEY_LOCAL_MACHINE\...\TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop", ("en-us",), "female"),
    EngineVoice(r"HKEY_LOCAL_MACHINE\...\TTS_MS_EN-US_DAVID_11.0", "Microsoft David Desktop", ("en-us",), "male"),
    EngineVoice(r"HKEY_LOCAL_MACHINE\...\TTS_MS_EN-GB_HAZEL_11.0", "Microsoft Hazel Desktop", ("en_GB",), "female"),
    EngineVoice(r"HKEY_LOCAL_MACHINE\...\TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop", ("de-de",), "female"),
)


def named(engine, name):
    return Voice("Anna", names={engine.name: name})


def test_everything_the_wish_says_reaches_the_engine():
    wish = Voice("Anna", "en-us", "female", names={"pyttsx3": "en-us+f2"}, rate=160, pitch=40, volume_db=-2.0)
    assert resolve(wish, ESPEAK) == CastVoice("Anna", "pyttsx3", "en-us+f2", "en-us", 160, 40, -2.0)


def test_a_name_for_another_engine_does_not_count():
    assert resolve(Voice("Anna", "en-gb", "female", names={"piper": "amy"}), ESPEAK).id.startswith("en+")


@pytest.mark.parametrize(
    "name", ["en-us", "EN-US", "en_US+f2", "gmw/en-US+f2", "en-gb+Annie", "en-gb-x-rp+Mr serious", "en-us+F2"]
)
def test_any_accent_with_any_variant_is_a_name_of_espeak(name):
    assert resolve(named(ESPEAK, name), ESPEAK).id


@pytest.mark.parametrize("name", ["en-us+nosuch", "xx", "", "en-us+", "+f2", "../en", "en-shaw"])
def test_an_unknown_exact_name_is_an_error_that_names_voice_and_engine(name):
    with pytest.raises(VoiceError, match="voice 'Anna': engine 'pyttsx3' has no voice") as caught:
        resolve(named(ESPEAK, name), ESPEAK)
    assert "narrate voices" in caught.value.hint


def test_a_misspelt_name_is_answered_with_near_ones():
    with pytest.raises(VoiceError) as caught:
        resolve(named(ESPEAK, "en-us-edward"), ESPEAK)
    assert "'en-us+edward'" in caught.value.hint


@pytest.mark.parametrize("name", ["zira", "Microsoft Zira Desktop", r"hkey_local_machine\...\tts_ms_en-us_zira_11.0"])
def test_a_voice_answers_to_its_id_its_name_and_a_part_of_it(name):
    assert "ZIRA" in resolve(named(MICROSOFT, name), MICROSOFT).id


def test_a_part_that_several_names_share_is_not_guessed():
    with pytest.raises(VoiceError):
        resolve(named(MICROSOFT, "Microsoft"), MICROSOFT)


@pytest.mark.parametrize(
    ("language", "gender", "expected"),
    [
        ("en-us", "female", "ZIRA"),
        ("en-us", "male", "DAVID"),
        ("en-gb", "female", "HAZEL"),
        ("en-gb", "male", "HAZEL"),  # the language is what listeners notice first
        ("en", "male", "DAVID"),
        ("en-nz", "male", "DAVID"),
        ("de", "", "HEDDA"),
        ("DE_de", "male", "HEDDA"),
    ],
)
def test_without_a_name_language_comes_first_then_gender(language, gender, expected):
    assert expected in resolve(Voice("Anna", language, gender), MICROSOFT).id


def test_age_decides_between_voices_of_one_gender():
    offering = Offering(
        EngineVoice("young", "Young", ("en",), "male", "child"), EngineVoice("old", "Old", ("en",), "male", "senior")
    )
    assert resolve(Voice("a", "en", "male", "senior"), offering).id == "old"
    assert resolve(Voice("a", "en", "male", "child"), offering).id == "young"


def test_a_language_that_no_voice_speaks_is_an_error_that_lists_languages():
    with pytest.raises(VoiceError, match="language 'fi'") as caught:
        resolve(Voice("Anna", "fi"), MICROSOFT)
    assert caught.value.hint == "languages: de-de, en-us, en_GB"


def test_an_engine_without_voices_is_an_error():
    with pytest.raises(VoiceError, match="language 'en'"):
        resolve(Voice("Anna"), Offering())


def test_different_wishes_get_different_voices_and_always_the_same():
    ids = [resolve(Voice(name, "en-us", "female"), ESPEAK).id for name in ("Ann", "Beth", "Carla", "Dora", "Eve")]
    assert len(set(ids)) >= 3
    assert ids == [
        resolve(Voice(name, "en-us", "female"), ESPEAK).id for name in ("Ann", "Beth", "Carla", "Dora", "Eve")
    ]


def test_plain_english_is_spoken_with_one_of_the_two_widest_accents():
    ids = {resolve(Voice(f"voice {number}", "en", "male"), ESPEAK).id for number in range(40)}
    assert {voice_id.partition("+")[0] for voice_id in ids} <= {"en", "en-us"}
