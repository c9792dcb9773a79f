"""A line as it is said, and cut into calls of an engine."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from narrate.model import Pronunciation, SpeechSettings
from narrate.speech import Verbalizer, displayed_span


def said(text: str, language: str = "en-US", **settings: Any) -> str:
    return Verbalizer(language, SpeechSettings(**settings)).say(text).text


def pieces(text: str, limit: int = 0, **settings: Any) -> list[tuple[str, str | None]]:
    found = Verbalizer("en-US", SpeechSettings(**settings)).utterances(text, max_characters=limit)
    return [(text[a:b], spoken.text if spoken else None) for a, b, spoken in found]


@pytest.mark.parametrize(
    ("setting", "words"),
    [("say", "It is fucking bullshit."), ("soften", "It is effing bull."), ("as-written", "It is f**king bullshit.")],
)
def test_swearing_is_said_softened_or_left(setting: str, words: str) -> None:
    assert said("It is f**king bullshit.", profanity=setting) == words


def test_a_bleep_is_an_utterance_of_its_own() -> None:
    assert pieces("What the f**k is it?", profanity="bleep") == [
        ("What the ", "What the "),
        ("f**k", None),
        (" is it?", " is it?"),
    ]


def test_a_bleep_is_called_so_where_the_whole_line_is_said() -> None:
    assert said("What the f**k is it?", profanity="bleep") == "What the bleep is it?"


def test_slurs_are_never_unmasked() -> None:
    assert said("He shouted n*****s") == "He shouted N-words"


def test_words_that_only_look_like_swearing_stay() -> None:
    assert (
        said("Dick Cocker of Scunthorpe hit the class", profanity="soften") == "Dick Cocker of Scunthorpe hit the class"
    )


def test_web_addresses_by_setting() -> None:
    text = "Read https://www.wren.example.com/news/2024?x=1 now."
    assert said(text) == "Read wren dot example dot com now."
    assert said(text, urls="skip") == "Read now."
    assert (
        said("See https://a.example/news.", urls="full") == "See H.T.T.P.S colon slash slash a dot example slash news."
    )


def test_a_line_that_is_only_a_skipped_address_is_still_said() -> None:
    assert "example" in said("https://example.com", urls="skip")


def test_emoji_are_dropped_or_named() -> None:
    assert said("We won 🎉🎉 today") == "We won today"
    assert said("We won 🎉🎉 today", emoji="name") == "We won party popper today"


def test_engine_instructions_of_an_article_are_words() -> None:
    assert said("see [[h@l'oU]] and <break time='9s'/> there").count("[[") == 0
    assert said("a <b>bold</b> claim") == "a bold claim"
    assert said("<The Long Year> opens") == "The Long Year opens"


def test_phonemes_reach_engines_that_take_them() -> None:
    entry = Pronunciation(("Wexcombe",), say="Weks-coom", ipa="ˈwɛkskuːm")
    settings = SpeechSettings(pronunciations=(entry,))
    assert Verbalizer("en-GB", settings, ipa=True).say("In Wexcombe.").text == "In [[ˈwɛkskuːm]]."
    assert Verbalizer("en-GB", settings).say("In Wexcombe.").text == "In Weks-coom."


def test_a_spoken_word_leads_back_to_what_is_displayed() -> None:
    spoken = Verbalizer("en-US", SpeechSettings()).say("They don’t pay $5m.")
    at = spoken.text.index("don't")
    assert displayed_span(spoken, at, at + 5) == (5, 10)
    at = spoken.text.index("million")
    assert displayed_span(spoken, at, at + 7) == (15, 18)


def test_long_sentences_are_cut_at_clauses() -> None:
    text = "The mayor, who had come late, spoke; the crowd, which was large, did not listen to a word of it."
    found = pieces(text, limit=50)
    assert [shown for shown, _ in found] == [
        "The mayor, who had come late, spoke; ",
        "the crowd, which was large, ",
        "did not listen to a word of it.",
    ]


def test_a_limit_holds_wherever_there_is_a_blank() -> None:
    text = "word " * 400
    for limit in (10, 60, 333):
        assert all(len(spoken or "") <= limit for _, spoken in pieces(text, limit))


def test_a_number_is_not_cut_through() -> None:
    shown, spoken = pieces("It cost $1,234,567,890.", limit=30)[-1]
    assert (shown, (spoken or "")[:11]) == ("$1,234,567,890.", "one billion")


@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "1-" * 30_000, "*" * 100_000, "f*" * 30_000, "(" * 50_000, " " * 50_000, "\u0301" * 50_000,
     "a@b." * 10_000, '1" ' * 20_000, "1-800-" * 15_000, "A." * 30_000, "\x00" * 50_000, "[[" * 30_000, "1/" * 30_000,
     "W. " * 30_000, "Ann Lee (D) " * 8_000, "1-in-" * 20_000, "13. " * 25_000, "Karl XIV " * 11_000, "1h" * 50_000],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en-US", "de", "fr", "es"])
def test_a_hostile_line_is_said_in_time_that_grows_with_its_length_only(text: str, language: str) -> None:
    spoken = Verbalizer(language, SpeechSettings()).say(text)
    assert not any(map(str.isalnum, text)) or any(map(str.isalnum, spoken.text))


def test_a_hundred_thousand_digits_are_digits() -> None:
    assert said("9" * 100_000).split() == ["nine"] * 100_000


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "one hundred five meters"), ("en-CA", "one hundred five meters"), ("en-GB", "one hundred and five metres"),
     ("en_au", "one hundred and five metres"), ("EN-nz", "one hundred and five metres"), ("de", "hundertfünf Meter"),
     ("fr-FR", "cent cinq mètres"), ("es-MX", "ciento cinco metros"), ("it-IT", "105m")],
)  # fmt: skip
def test_languages_and_countries(language: str, words: str) -> None:
    assert said("105m", language) == words


def test_import_loads_no_yaml_and_no_rules() -> None:
    heavy = "('yaml', 'narrate.speech.english.grammar', 'numpy')"
    code = f"import sys, narrate.speech; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("written", "words"),
    [("the U.K.'s two MPs", "the UK's two MP's"), ("the FBI's CEOs", "the F.B.I's C.E.O's"), ("two IDs", "two I D's")],
)  # fmt: skip
def test_two_letters_with_an_s_have_no_full_stop_that_espeak_calls_dot(written: str, words: str) -> None:
    assert said(written) == words


def test_the_letter_a_is_sounded_where_an_engine_takes_phonemes() -> None:
    text = "John A. Smith took vitamin A; AAA's rating fell."
    assert said(text) == "John A Smith took vitamin A; Triple A's rating fell."
    spoken = Verbalizer("en-US", SpeechSettings(), ipa=True).say(text).text
    assert spoken == "John [[ˈeɪ]] Smith took vitamin [[ˈeɪ]]; Triple [[ˈeɪz]] rating fell."
