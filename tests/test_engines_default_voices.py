"""The voices that ship with narrate."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from narrate import engines
from narrate.model import Voice

SETTINGS = yaml.safe_load((Path(__file__).parent.parent / "voices.yaml").read_text(encoding="utf-8"))
VOICES = {
    name: Voice(name, wish["language"], wish["gender"], wish["age"], wish["names"], "", wish["rate"], wish["pitch"])
    for name, wish in SETTINGS["voices"].items()
}
POOL = SETTINGS["pool"]


@pytest.mark.parametrize("voice", VOICES.values(), ids=list(VOICES))
def test_every_default_voice_speaks_and_is_of_its_gender_for_the_engine_too(voice):
    engine = engines.load("pyttsx3")
    found = engines.resolve(voice, engine)
    assert engine.find(found.id).gender == voice.gender
    assert len(engine.speak("Good evening.", found).pcm) > 22050


def test_at_least_twelve_speakers_get_voices_of_their_own():
    assert len(POOL) >= 12
    assert len(set(POOL)) == len(POOL)
    assert not {SETTINGS["narrator"], SETTINGS["quote"]} & set(POOL)


def test_no_two_voices_share_accent_and_timbre_unless_far_apart_in_pitch():
    by_id = {}
    for voice in VOICES.values():
        for other in by_id.setdefault(voice.names["pyttsx3"], []):
            assert abs(voice.pitch - other.pitch) >= 30  # about 4 semitones
        by_id[voice.names["pyttsx3"]].append(voice)


def test_women_and_men_are_balanced_and_take_turns():
    genders = [VOICES[name].gender for name in POOL]
    counts = Counter(genders)
    assert abs(counts["female"] - counts["male"]) <= 1
    assert all(len(set(genders[index : index + 2])) == 2 for index in range(0, 10, 2))


def test_another_engine_finds_voices_for_all_of_them():
    engine = engines.load("silence")
    for voice in VOICES.values():
        assert voice.gender in engines.resolve(voice, engine).id
