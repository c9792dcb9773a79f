from dataclasses import replace

import pytest

from narrate import config
from narrate.cast import cast_voices
from narrate.model import CastEntry, Line, Script, Settings, Speaker

SHIPPED = config.load_settings(None, ("pyttsx3", "silence", "system"), lambda node: ())


def script_with(*speakers: Speaker) -> Script:
    lines = [Line(f"Words {i}.", "quote", speaker.name, i) for i, speaker in enumerate(speakers)]
    return Script(title="T", lines=(Line("Narration.", "narration"), *lines), speakers=speakers)


def settings_with(**changes: object) -> Settings:
    return replace(SHIPPED, **changes)  # type: ignore[arg-type]


def test_nobody_shares_a_voice_while_the_pool_lasts() -> None:
    people = [Speaker(f"Person {i}") for i in range(len(SHIPPED.pool))]
    casting = cast_voices(script_with(*people), SHIPPED)
    assert len(set(casting.speakers.values())) == len(people)
    assert SHIPPED.narrator not in casting.speakers.values()
    assert casting.shared == ()


def test_the_first_voices_of_the_pool_are_chosen_most() -> None:
    chosen = [cast_voices(script_with(Speaker(f"Person {i}")), SHIPPED).speakers[f"Person {i}"] for i in range(200)]
    first, last = SHIPPED.pool[: len(SHIPPED.pool) // 2], SHIPPED.pool[len(SHIPPED.pool) // 2 :]
    assert sum(voice in first for voice in chosen) > 3 * sum(voice in last for voice in chosen)


def test_who_has_to_share_is_named() -> None:
    people = [Speaker(f"Person {i}") for i in range(len(SHIPPED.pool) + 2)]
    assert len(cast_voices(script_with(*people), SHIPPED).shared) == 2


def test_gender_is_matched_where_it_is_known() -> None:
    people = [Speaker("A", gender="female"), Speaker("B", gender="male"), Speaker("C", gender="female")]
    casting = cast_voices(script_with(*people), SHIPPED)
    for person in people:
        assert SHIPPED.voices[casting.speakers[person.name]].gender == person.gender


def test_a_speaker_keeps_the_voice_when_others_join() -> None:
    alone = cast_voices(script_with(Speaker("Ivo Marsh", gender="male")), SHIPPED)
    later = cast_voices(script_with(Speaker("Ivo Marsh", gender="male"), Speaker("B"), Speaker("C")), SHIPPED)
    assert alone.speakers["Ivo Marsh"] == later.speakers["Ivo Marsh"]


def test_the_cast_knows_people_by_their_other_names() -> None:
    settings = settings_with(cast=(CastEntry("Mayor Cole", "Helen", ("Cole",)),))
    casting = cast_voices(script_with(Speaker("Adeline Cole", aliases=("cole",)), Speaker("B")), settings)
    assert casting.speakers["Adeline Cole"] == "Helen"
    assert casting.speakers["B"] != "Helen"


def test_the_scripts_own_choice_wins() -> None:
    settings = settings_with(cast=(CastEntry("A", "Helen"),))
    casting = cast_voices(script_with(Speaker("A", voice="George")), settings)
    assert casting.speakers["A"] == "George"
    assert casting.voice_of(Line("x", "quote", "A", voice="Ruth")) == "Ruth"


@pytest.mark.parametrize(
    ("style", "speaker", "unknown"),
    [("one-quote-voice", "Quentin", "Quentin"), ("narrator-only", "Anna", "Anna")],
)
def test_the_style_overrules_the_pool(style: str, speaker: str, unknown: str) -> None:
    casting = cast_voices(script_with(Speaker("A")), settings_with(style=style))
    assert casting.voice_of(Line("x", "quote", "A")) == speaker
    assert casting.voice_of(Line("x", "quote", None)) == unknown
    assert casting.voice_of(Line("x", "narration")) == "Anna"


def test_words_of_an_unknown_speaker_have_the_quote_voice() -> None:
    assert cast_voices(script_with(), SHIPPED).voice_of(Line("x", "quote", None)) == SHIPPED.quote
