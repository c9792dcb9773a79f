"""Texts on their way to espeak, and its words on their way back."""

import pytest
from hypothesis import given, settings, strategies as st

from narrate.engines.espeak import Parameters, synthesize
from narrate.engines.spoken_text import is_speakable, prepared, word_times


def timed(text):
    ready = prepared(text)
    sound = synthesize(ready.text, "en-us", Parameters(), phonemes=ready.has_phonemes)
    return word_times(text, ready, sound), len(sound.pcm) // 2


def words_of(text):
    return [text[word.start : word.end] for word in timed(text)[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Hello, world”", ["Hello", "world"]),
        ("It’s a “test”—really.", ["It’s", "a", "test", "really"]),
        ("In 42,000 well-known cases", ["In", "42,000", "well-known", "cases"]),
        ("At 3:30 p.m. (sharp)", ["At", "3:30", "p.m", "sharp"]),
        ("Café 😀 naïve", ["Café", "naïve"]),
        ("„So«, sagte sie", ["So", "sagte", "sie"]),
    ],
)
def test_words_are_found_again_in_the_text(text, words):
    assert words_of(text) == words


def test_every_word_of_a_paragraph_has_a_time():
    text = "The council met on Monday. “We won’t pay,” said Ms Okafor, 54, who leads it; nobody — not one — objected."
    times, frames = timed(text)
    words = " ".join(text[word.start : word.end] for word in times)
    assert words == "The council met on Monday We won’t pay said Ms Okafor 54 who leads it nobody not one objected"
    assert times[-1].end_frames <= frames


def test_a_word_before_a_pause_ends_where_it_falls_silent():
    (first, second), _ = timed("Yes, sir.")
    assert first.end_frames < second.start_frames - 1000


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_at_all_is_spoken_and_its_words_are_ordered(text):
    ready = prepared(text, ipa=False)
    assert len(ready.text) == len(text)
    ready.text.encode("utf-8")
    sound = synthesize(ready.text, "en-us", Parameters(rate=400))
    times = word_times(text, ready, sound)
    edges = [edge for word in times for edge in (word.start_frames, word.end_frames)]
    assert edges == sorted(edges)
    assert all(0 <= word.start < word.end <= len(text) for word in times)
    assert not edges or edges[-1] <= len(sound.pcm) // 2


def test_ipa_is_spoken_and_is_one_word_of_the_text():
    text = "In [[ˈkiːjɪv]], she said, nobody slept."
    assert words_of(text) == ["In", "[[ˈkiːjɪv]]", "she", "said", "nobody", "slept"]
    assert prepared(text).has_phonemes
    assert prepared(text).given(prepared(text).text.index("nobody")) == text.index("nobody")


def test_ipa_sounds_like_the_word_it_stands_for():
    def sound(text):
        ready = prepared(text)
        return synthesize(ready.text, "en-us", Parameters(), phonemes=ready.has_phonemes).pcm

    assert len(sound("[[ˈmeɪɚ]]")) == pytest.approx(len(sound("mayor")), rel=0.1)


@pytest.mark.parametrize("text", ["a [[ b", "a ]] b", "]] a [["])
def test_brackets_that_enclose_nothing_are_plain_characters(text):
    assert not prepared(text).has_phonemes
    assert prepared(text).text == text


def test_stray_brackets_beside_ipa_do_not_start_phonemes():
    assert prepared("[[ˈa]] b ]] c").text.endswith(" b    c")


def test_double_brackets_are_letters_when_ipa_is_not_meant():
    assert not prepared("[[ˈa]]", ipa=False).has_phonemes


def test_control_characters_do_not_command_the_voice():
    def sound(text):
        return synthesize(prepared(text).text, "en-us", Parameters()).pcm

    assert sound("low\x01\x0190P high") == sound("low  90P high")
    assert sound("before\0after") == sound("before after")
    assert sound("lone \ud800 half") == sound("lone   half")


@pytest.mark.parametrize("text", ["", " ", "...", "—", "“”", "?!", "\u200b"])
def test_punctuation_alone_is_not_speakable(text):
    assert not is_speakable(text)


@pytest.mark.parametrize("text", ["a", "7", "$", "😀", "“é”"])
def test_letters_digits_and_symbols_are_speakable(text):
    assert is_speakable(text)
