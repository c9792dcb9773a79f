"""Texts speak for whom they are from, wherever the phrase tells it."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text, "en"), OPEN).quotations
    return [q.speaker for q in found if q.kind == "speech"]


@pytest.mark.parametrize(
    "text",
    [
        "An email from Ana Ruiz to Bo Lind",
        "A letter to Bo Lind from Ana Ruiz",
        "The email Ana Ruiz sent to Bo Lind",
        "The letter, which Ana Ruiz wrote to the board in May,",
        "The note that Ana Ruiz had left for Bo Lind",
        "The letter, written on Monday by Ana Ruiz and dated May 3,",
        "A letter signed by Ana Ruiz",
        "The tweet, posted by Ana Ruiz on Friday,",
        "The dissent, by Justice Ana Ruiz,",
        "The entry, typed hastily by Ana Ruiz,",
    ],
)
def test_a_text_speaks_for_who_wrote_it(text: str) -> None:
    assert speakers(f"{text} said: “I have had enough of all this.”") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The memo obtained by Bo Lind", "The memo"),
        ("The memo, first reported by the Elm Gazette,", "The memo"),
        ("A letter about Bo Lind", "A letter"),
        ("A letter sent to Bo Lind", "A letter"),
        ("A sign held by Bo Lind", "A sign"),
        ("A leaflet found in the car", "A leaflet"),
        ("A note left on the table", "A note"),
    ],
)
def test_who_found_or_got_or_told_of_a_text_did_not_write_it(text: str, speaker: str) -> None:
    assert speakers(f"{text} said: “I have had enough of all this.”") == [speaker]


def test_a_text_that_follows_its_verb_has_an_author_too() -> None:
    assert speakers("“Burn the files,” reads the email that Ana Ruiz sent to Bo Lind.") == ["Ana Ruiz"]
    assert speakers("“Burn the files,” said an email first reported by the Elm Gazette.") == ["an email"]


@pytest.mark.parametrize(
    ("clause", "source"),
    [
        ("held up a sign saying “We want no walls here.”", "a sign"),
        ("wore a blue hat reading “We want no walls here.”", "a blue hat"),
        ("got an email saying “We want no walls here.”", "an email"),
        ("sent out a letter saying “We want no walls here.”", "Ana Ruiz"),
        ("wrote an email saying “We want no walls here.”", "Ana Ruiz"),
        ("held up a sign, saying “We want no walls here.”", "Ana Ruiz"),
    ],
)
def test_who_bears_or_gets_a_text_has_not_written_it(clause: str, source: str) -> None:
    text = f"Ana Ruiz met Bo Lind at the pier on Monday. Ruiz {clause}\n\nThe harbour is open."
    spoken = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0)).quotations[0]
    assert spoken.speaker == source
