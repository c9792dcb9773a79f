"""What holds for every text, whatever its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from narrate.model import Pronunciation, SpeechSettings, Spoken
from narrate.speech import Verbalizer, displayed_span, split_sentences
from narrate.speech.characters import clean, cleaned
from narrate.speech.tiling import Edit, Parts, apply_edits, compose

LANGUAGES = ("en-US", "en-GB", "en-AU", "de", "fr", "es", "ja")
MODES = ("say", "soften", "bleep", "as-written")
ENTRIES = (
    Pronunciation(("Kyiv",), say="Keev", ipa="ˈkiːjɪv"),
    Pronunciation(("VK", "V.K."), spell=True),
    Pronunciation((r"\b(\d{1,3})-all\b",), regex=True, say=r"\1 all"),
    Pronunciation(("Soldier X",), keep=True),
)
TRICKY = (
    "$3.4bn", "£1.20", "A$5m", "€", "7.30pm AEST", "at 7:30 p.m.", "Dr.", "St.", "U.S.", "e.g.", "Charles III",
    "World War II", "1999-08-15", "May 13", "2019-21", "won 3-1", "6-4, 7-6 (5)", "1/2", "3½", "24/7", "f**king",
    "sh*t", "****", "https://www.abc.net.au/news", "john.doe@example.com", "@AmyKup", "#BlackLivesMatter", "😀",
    "🔥🔥", "[[h@l'oU]]", "<break/>", "]]", "[[", "&", "%", "100%", "“", "”", "’", "don’t", "\u200b", "\u00ad",
    "\u0000", "\ud800", "e\u0301", "\u0301", "Kyiv", "VK", "2-all", "Soldier X", "—", " - ", "--", "…", "...",
    "No. 10", "+8557035444877", "555-123-4567", "(02) 6123 4567", "5km", "6ft 2in", "25°C", "\n", "\n\n", "\t",
    "\u00a0", "CEOs", "BREAKING", "IT", "0", "007", "9" * 50, "Mr", "Inc.", "IL 62290", "(D-CA)", "*", "_", "|",
    "/", "\\", "~", "^", "´", "`", "''", "№", "½", "²", "Ⅳ", "٣", "中文", "Привет", "“Stop!”", "said", "a", "the",
)  # fmt: skip
PIECES = (
    "1", "2.5", "12", "1999", "3,000", "$", "£", "€", "¥", "%", "p", "c", "m", "bn", "k", "K", "s", "th", "st",
    "-", "–", "/", ":", ".", ",", " ", "am", "p.m.", "GMT", "May", "Jan.", "of", "the", "No.", "St.", "Dr.", "XIV",
    "II", "King ", "°", "C", "km", "ft", "in", '"', "'", "x", "+", "=", "½", "(", ")", "D-", "CA", "R", "A", "B.",
    "U.S.", "00", "07", ".5", "~", "*", "#", "@", "http://", "a.com", "won ", "vote", "to", "BC", "Q3 ", "FY",
    "US$", "Rs", "EUR ", "Jr.", "&", "13. ", "Mai", "1er", "XIXe", " Uhr", "Mrd. ", "º", "z. B. ", "h30", "M€", "10.4.",
)  # fmt: skip
"""Parts of numbers, to be put together in every wrong way."""
texts = st.one_of(
    st.lists(st.one_of(st.sampled_from(TRICKY), st.text(max_size=4)), max_size=12).map(" ".join),
    st.lists(st.sampled_from(TRICKY), max_size=8).map("".join),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.text(alphabet="0123456789.,:-/$%'\" ()abMIVX", max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
)
modes = st.sampled_from(MODES)
languages = st.sampled_from(LANGUAGES)


def verbalizer(language: str, mode: str = "say", ipa: bool = False) -> Verbalizer:
    return Verbalizer(language, SpeechSettings(profanity=mode, pronunciations=ENTRIES), ipa=ipa)  # type: ignore[arg-type]


def assert_tiles(text: str, spoken: Spoken) -> None:
    shown = said = 0
    for span in spoken.spans:
        assert (span.start, span.spoken_start) == (shown, said)
        assert span.end >= span.start
        assert span.spoken_end >= span.spoken_start
        assert span.end > span.start or span.spoken_end > span.spoken_start
        if not span.rule:
            assert text[span.start : span.end] == spoken.text[span.spoken_start : span.spoken_end]
        shown, said = span.end, span.spoken_end
    assert (shown, said) == (len(text), len(spoken.text))


@settings(max_examples=600, deadline=None)
@given(texts, languages, modes, st.booleans())
def test_spans_tile_both_texts_and_unchanged_ones_are_one_to_one(
    text: str, language: str, mode: str, ipa: bool
) -> None:
    assert_tiles(text, verbalizer(language, mode, ipa).say(text))


@settings(max_examples=400, deadline=None)
@given(texts, languages, modes)
def test_a_text_with_a_word_is_never_silent(text: str, language: str, mode: str) -> None:
    if any(map(str.isalnum, text)):
        assert any(map(str.isalnum, verbalizer(language, mode).say(text).text))


@settings(max_examples=400, deadline=None)
@given(texts, languages, modes)
def test_no_engine_special_reaches_the_spoken_text(text: str, language: str, mode: str) -> None:
    spoken = verbalizer(language, mode).say(text).text
    assert not set("<>[]{}|\\") & set(spoken)
    spoken.encode("utf-8")  # a lone surrogate would raise
    assert cleaned(spoken) == spoken


@settings(max_examples=400, deadline=None)
@given(texts, languages, modes, st.sampled_from((0, 5, 30, 200)))
def test_utterances_tile_the_line_and_their_spans_tile_them(text: str, language: str, mode: str, limit: int) -> None:
    pieces = verbalizer(language, mode).utterances(text, max_characters=limit)
    assert "".join(text[start:end] for start, end, _ in pieces) == text
    for start, end, spoken in pieces:
        assert end > start or not text
        if spoken is not None:
            assert_tiles(text[start:end], spoken)


@settings(max_examples=300, deadline=None)
@given(texts, languages)
def test_sentences_tile_the_text(text: str, language: str) -> None:
    assert "".join(text[a:b] for a, b in split_sentences(text, language)) == text


@settings(max_examples=300, deadline=None)
@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert_tiles(text, once)
    assert cleaned(once.text) == once.text


@settings(max_examples=300, deadline=None)
@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_spoken_characters_lead_back_into_the_text(text: str, start: int, length: int) -> None:
    spoken = verbalizer("en-US").say(text)
    low, high = displayed_span(spoken, start, start + length)
    assert 0 <= low <= high <= len(text)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.text(max_size=4)), max_size=5)
)
def test_composed_maps_tile_the_outer_texts(text: str, raw: list[tuple[int, int, str]]) -> None:
    def edits(length: int, empty: bool) -> list[Edit]:
        found, done = [], 0
        for start, size, said in sorted(raw):
            if done <= start and start + size <= length:
                found.append(Edit(start, start + size, said or ("" if empty else "x"), "rule"))
                done = start + size
        return found

    first = apply_edits(text, edits(len(text), empty=False))
    both = compose(first, apply_edits(first.text, edits(len(first.text), empty=True)))
    assert_tiles(text, both)
    assert_tiles(text[2:], part_of_tail(both, text))


def part_of_tail(spoken: Spoken, text: str) -> Spoken:
    """Everything from character 2 on, or all of it where a changed stretch lies across."""
    if len(text) < 2 or any(s.rule and s.start < 2 < s.end for s in spoken.spans):
        return apply_edits(text[2:], [])
    return Parts(spoken).part(2, len(text))


@pytest.mark.parametrize("text", [" ", "…", "\u200b", "😀", "\x00\x01", "-", "“”"])
def test_nothing_to_say_is_one_quiet_utterance(text: str) -> None:
    pieces = verbalizer("en-US").utterances(text)
    assert len(pieces) == 1
    assert pieces[0][:2] == (0, len(text))
