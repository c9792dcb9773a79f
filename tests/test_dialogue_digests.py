"""Who is named around a quotation without a verb of speech: digests, origins, cited titles, chants."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str) -> list[Quotation]:
    return [q for q in find_quotations(article_of(text), OPEN).quotations if q.kind == "speech"]


def speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in spoken(text)]


LESSON = (
    "“One of the lessons was a simple one: keep asking sailors about the tide as late as you possibly can.” [Gull.]"
)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Sailors agree - Carl Holm:", "Carl Holm"),
        ("But maps did predict the low tide - TideTeller:", "TideTeller"),
        ("WIND IS NOT ALWAYS WRONG, JUST LATE - Mara Lind and Jon Berg:", "Mara Lind"),
        ("What that means for the year - More from Berg:", "Berg"),
        ("Eva Holm told the board - after years of silence:", "Eva Holm"),
    ],
)
def test_the_name_between_a_dash_and_the_colon_speaks(lead: str, expected: str) -> None:
    assert speakers(f"Here is the news of the tide from TideTeller.\n\n{lead} {LESSON}\n\nThat was all for today.") == [
        expected
    ]


def test_whom_a_quote_is_said_to_be_from_said_it() -> None:
    said = '"I would rather have a hole in my boat than a brother on the board."'
    assert speakers(f"{said} That quote from Elm Ferry Commissioner Bo Lind stood on the front page.") == ["Bo Lind"]
    assert speakers(f"Eva Holm was cross. {said} The board from Lund Ferry met later.") != ["Lund Ferry"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I stand with Bo Lind (\"Lind blasts Holt as a 'fraud' Ruiz would beat,\" elmnews.com, Thursday).", []),
        ('Bo Lind was cross ("I never saw a boat so late," Eva Holm recalled on Thursday).', ["Eva Holm"]),
        ('Bo Lind was cross ("We never saw a boat so late," Eva Holm told the Elm Courier).', ["Eva Holm"]),
    ],
)
def test_a_title_with_its_source_in_brackets_is_no_speech(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Outside the hall in Elm, about 200 sailors gathered in three groups, holding oars and chanting "
            '"Sink the tax."',
            "200 sailors",
        ),
        ('In Elm, Bo Lind met three friends at the pier, holding an oar and chanting "Sink the tax."', "Bo Lind"),
    ],
)
def test_a_chain_of_participles_belongs_to_the_subject(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


def test_who_riffs_on_an_answer_speaks_not_who_gave_it() -> None:
    text = (
        "At a rally, Bo Lind showed the crowd a clip of Mayor Eva Holm defending the toll.\n\n"
        "\"Mayor Holm, allow me to settle it - we are against it,\" the Republican council nominee riffed on Holm's answer."
    )
    assert speakers(text) == ["Bo Lind"]
