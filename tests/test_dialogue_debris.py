"""What is left of other things among quotations: inches, markup, lost breaks, titles whose mark is never closed."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.page import page_of
from narrate.model import DialogueSettings


def quoted(text: str) -> list[str]:
    return [text[run.start : run.end] for run in page_of(article_of(text)).runs]


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    return [quotation.speaker for quotation in found.quotations if quotation.kind == "speech"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Nobody rows like him, and he is 5’4”. You should see that boat,” Holm said.",
            ["“Nobody rows like him, and he is 5’4”. You should see that boat,”"],
        ),
        ('"He\'s only 6\'4" and he rows alone," Holm said.', ['"He\'s only 6\'4" and he rows alone,"']),
        ('Holm is 6\'4" tall. "I row," he said.', ['"I row,"']),
        ("“He is 6’2”,” Holm said.", ["“He is 6’2”,”"]),
        ('He said: "I am 6\'4"', ['"I am 6\'4"']),
        ("“It opened in ’62” was all Holm said. “I know.”", ["“It opened in ’62”", "“I know.”"]),
    ],
)
def test_the_mark_after_feet_means_inches(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '<note by=" swans on the mill pond at dawn" on=" swans on the">Holm said that “a swan has no calendar.”',
            ["“a swan has no calendar.”"],
        ),
        ('A lost date="\n\nThe tide, which nobody asked for.">Holm said: “We are here.”', ["“We are here.”"]),
        ('The sum was 4 = "four," Holm said.', ['"four,"']),
        ("Holm cried: <b>“Stop the boat!”</b>", ["“Stop the boat!”"]),
    ],
)
def test_marks_of_attributes_quote_nothing(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_the_mark_that_closes_a_title_and_the_quotation_around_it_closes_both() -> None:
    said = "“Once more, his old song is called “‘No Swan for Me.’ He sang, ‘On the pond I drown.'”"
    text = f"Holm continues, {said}\n\nHolm has no hope."
    assert quoted(text) == [said]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He wrote a book called “Low Tide,” and never sold it,” Holm said.", 1),
        ("“We sold it, Holm said of the book called “Low Tide.” “All of it,” he added.", 3),
    ],
)
def test_a_title_that_is_closed_or_stands_after_a_tag_is_no_part(text: str, expected: int) -> None:
    assert len(quoted(text)) == expected


def test_a_capital_that_touches_a_closing_mark_begins_a_paragraph() -> None:
    text = (
        "Bo Lind is back. “Good old Elm!” he wrote. “Our swans are back. What a day!”Former harbour chief "
        "Eva Holm answered him in a letter: “They never left. Nobody had looked for them.”"
    )
    assert speakers(text) == ["Bo Lind", "Bo Lind", "Eva Holm"]


@pytest.mark.parametrize(
    "text",
    [
        "Eva Holm came late. “Why do you love it?”She asked him twice.",
        "They left. “We never saw it. Never!”Eva Holm said on Monday.",
    ],
)
def test_a_tag_that_touches_the_closing_mark_is_still_a_tag(text: str) -> None:
    assert speakers(text) == ["Eva Holm"]
