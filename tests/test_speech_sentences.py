"""Where sentences end."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.speech import split_sentences

TABLE = Path(__file__).parent / "data" / "speech" / "sentences.txt"
CASES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def split(text: str, language: str = "en") -> list[str]:
    return [text[a:b].strip() for a, b in split_sentences(text, language)]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    assert split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_blanks_belong_to_the_sentence_before() -> None:
    assert split_sentences("One.  Two. ", "en") == ((0, 6), (6, 11))


def test_a_blank_line_ends_a_sentence_without_a_full_stop() -> None:
    assert split("A heading\n\nIts text.") == ["A heading", "Its text."]


def test_other_languages_have_abbreviations_of_their_own() -> None:
    assert split("Dr. Hahn kam z. B. gestern. Er ging.", "de") == ["Dr. Hahn kam z. B. gestern.", "Er ging."]
    assert split("Am 3. Mai kam er. Es war der 3. Dann ging er.", "de") == [
        "Am 3. Mai kam er.",
        "Es war der 3.",
        "Dann ging er.",
    ]
    assert split("M. Blanc est parti. Il a dit non.", "fr") == ["M. Blanc est parti.", "Il a dit non."]
    assert split("El Sr. Gil llegó. ¡Hola!", "es") == ["El Sr. Gil llegó.", "¡Hola!"]
    assert split("今日は晴れ。明日は雨。", "ja") == ["今日は晴れ。", "明日は雨。"]


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("", "en") == ()
