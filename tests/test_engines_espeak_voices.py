"""Voices read from espeak-ng's data files."""

import pytest

from narrate.engines.espeak_voices import RECOMMENDED, accents, data_folder, listed, parsed_id, variants
from narrate.errors import VoiceError

DATA = data_folder()


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("en-gb", "gmw/en"),  # the library itself does not know this name
        ("en", "gmw/en"),
        ("en-us", "gmw/en-US"),
        ("en_US", "gmw/en-US"),
        ("gmw/en-US", "gmw/en-US"),
        ("en-gb-scotland", "gmw/en-GB-scotland"),
        ("en-029", "gmw/en-029"),
        ("de", "gmw/de"),
        ("pt-br", "roa/pt-BR"),
    ],
)
def test_an_accent_answers_to_its_language_tag_and_file_name(name, identifier):
    assert parsed_id(name, DATA)[0].identifier == identifier


def test_variants_keep_upper_case_and_spaces():
    assert parsed_id("en-us+Mr serious", DATA)[1].identifier == "Mr serious"
    with pytest.raises(VoiceError):
        parsed_id("en-us+mr serious", DATA)


def test_all_languages_are_listed_with_unique_ids():
    ids = [voice.id for voice in listed(DATA)]
    assert len(ids) == len(set(ids))
    plain = {voice_id for voice_id in ids if "+" not in voice_id}
    assert len(plain) > 120
    assert len(ids) == len(plain) * (1 + len(RECOMMENDED))


def test_every_recommended_variant_exists():
    assert set(RECOMMENDED) <= set(variants(DATA))


def test_listed_voices_are_found_again_by_their_id():
    for voice in listed(DATA)[:400]:
        accent, _ = parsed_id(voice.id, DATA)
        assert accent.languages == voice.languages


def test_genders_are_what_the_files_say_and_plain_voices_are_men():
    genders = {voice.id: voice.gender for voice in listed(DATA)}
    assert genders["en-us"] == genders["en-us+edward"] == "male"
    assert genders["en-us+f2"] == genders["en+linda"] == "female"


def test_every_accent_has_its_dictionary():
    assert accents(DATA)["nb"].dictionary == "no"
    assert accents(DATA)["en-us"].dictionary == "en"
    assert "fo" not in accents(DATA)  # Faroese comes without
    assert all((DATA / f"{accent.dictionary}_dict").is_file() for accent in accents(DATA).values())


def test_an_accent_that_reads_no_ordinary_spelling_is_not_offered():
    assert not any("shaw" in voice.id for voice in listed(DATA))
    assert "en-shaw" not in accents(DATA)
