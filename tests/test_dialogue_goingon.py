"""Whom "he added" continues, who is only told of, shown or addressed, and whose opinion leads up to a quotation."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0)).quotations
    return [quotation.speaker for quotation in found if quotation.kind == "speech"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "report",
    [
        "Lind also said that the clerks and Mayor Ito never asked about the ferry.",
        "Lind told the Herald that the guards and Mayor Ito had been away that night.",
        "Lind denied that Mayor Ito had ever seen the ferry.",
        "Lind said that his brother, Tom Lind, had built the ferry alone.",
        "In a statement, Lind argued that Piet Maas and Mayor Ito were late.",
    ],
)
def test_he_added_goes_on_from_the_subject_of_the_main_clause(report: str, gap: str) -> None:
    text = f'Mark Lind came to Elm on Monday.{gap}{report}{gap}He added: "The ferry is going to be missed here."'
    assert speakers(text) == ["Mark Lind"]


def test_whoever_is_told_of_may_still_speak_where_gender_says_so() -> None:
    text = 'Bo Lind said that Ana Ruiz had left the board.\n\n"I was tired of it," she told the council.'
    assert speakers(text) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "caption",
    [
        "Pictured is Abel Moss, who rowed the boat in 1990",
        "Tom Kruk says he can carry bricks. Pictured is Abel Moss, who once rowed the boat",
        "Pictured: Abel Moss, who rowed the boat",
        "Photo: Abel Moss, who rowed the boat.",
        "Abel Moss, who rowed the boat, is seen in this undated photo.",
        "Abel Moss (pictured) rowed the boat in May",
        "Abel Moss leaves the hall on Monday. (Photo by Rik Dahl)",
        "Scroll down for video",
    ],
)
def test_whom_a_picture_shows_says_nothing(caption: str) -> None:
    text = (
        'Tom Kruk was hit by a sign on Monday.\n\nHe said: "I fell over, and then I walked home."\n\n'
        f'{caption}\n\n"There was a bump on my arm."\n\n"It is still there," he said.'
    )
    assert speakers(text) == ["Tom Kruk"] * 3


def test_somebody_seen_as_bad_for_an_image_is_in_no_caption() -> None:
    text = (
        "Bo Lind lost.\n\nPiet Maas is seen by many in the league as bad for its image. He shrugs at that.\n\n"
        '"They never liked me," he said.'
    )
    assert speakers(text) == ["Piet Maas"]


def test_somebody_pictured_in_the_narrators_own_sentence_may_speak() -> None:
    text = (
        "Bo Lind sold the picture. Piet Maas, who is pictured in it, was angry. He left the hall.\n\n"
        '"It was a private moment," he said.'
    )
    assert speakers(text) == ["Piet Maas"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Bo Lind fan stood in the rain. Lind was away.", "the fan"),
        ("A top Lind donor was in the hall. Bo Lind left early.", "the donor"),
        ("Bo Lind's own senior aides are worried. Lind has no plan.", "the aide"),
        ("Bo Lind is late. They laughed at Lind, an adviser acknowledged.", "an adviser"),
        ("Vera Holm met with Lind staffers. Bo Lind left early.", "the staffer"),
        ("A supporter of Bo Lind stood in the rain. Lind was away.", "A supporter"),
        ("Bo Lind, an aide to Vera Holm, left on Monday. Holm was away.", "Bo Lind"),
        ("Bo Lind, an aide to Vera Holm, laughed at that. Holm was away.", "Bo Lind"),
        ("Holm aide Bo Lind left on Monday. Vera Holm was away.", "Bo Lind"),
    ],
)
def test_an_aide_of_somebody_is_not_that_person(text: str, expected: str) -> None:
    noun = "aide" if expected == "Bo Lind" else expected.split()[-1]
    assert speakers(f'{text}\n\n"It was hard work," the {noun} said.') == [expected]


@pytest.mark.parametrize(
    "ending",
    [
        "must pay for it—a notion Beck finds odd.",
        "must pay for it - a notion Beck finds odd.",
        "must pay for it, a plan that Beck strongly opposes.",
        "must pay for it, which Beck considers a mistake.",
        "must pay for it, a view shared by Beck.",
        "must pay for it, an argument that Beck does not share.",
    ],
)
def test_whose_opinion_ends_the_sentence_before_speaks(ending: str) -> None:
    text = (
        'Piet Maas likes the statue. "It has always stood here," he says.\n\n'
        f'Tom Beck wants it gone. Some say that the town {ending} "Nobody asked any of us."'
    )
    assert speakers(text) == ["Piet Maas", "Tom Beck"]


@pytest.mark.parametrize("clause", ["It stands on a street Vera Holm built.", "He has a book that Vera Holm loves."])
def test_a_relative_clause_that_only_tells_which_is_no_opinion(clause: str) -> None:
    text = f'Piet Maas likes the statue. "It has always stood here," he says.\n\n{clause} "I pass it every day."'
    assert speakers(text) == ["Piet Maas", "Piet Maas"]


def test_a_question_in_the_next_paragraph_is_not_put_by_who_has_the_opinion() -> None:
    text = (
        '"It is an old statue," said Piet Maas. Tom Beck came on the show.\n\n'
        'Maas told him to pay for it, an idea Beck flatly rejected.\n\n"Do you ever listen to the people in the town?"'
    )
    assert speakers(text) == ["Piet Maas", "Piet Maas"]


def test_who_is_addressed_by_an_office_does_not_speak() -> None:
    text = (
        "President Bo Lind called General Piet Maas in on Monday. "
        '"You will be glad that I am leaving," Lind said. The General saluted. "Mr. President, I never wished for it."'
    )
    assert speakers(text) == ["Bo Lind", "Piet Maas"]
    assert speakers('President Bo Lind sat down. The General rose. "Mr. President, they are gone."') == ["The General"]


@pytest.mark.parametrize(
    "clause",
    [
        "Vera Holm tears up his letter and his oddly small boast, then says:",
        "Later in the show, Vera Holm loudly roasts Lind and his new hat, then says:",
        "Vera Holm waits while Bo Lind laughs, then says:",
    ],
)
def test_a_second_verb_after_then_has_the_subject_of_the_first(clause: str) -> None:
    assert speakers(f'{clause} "The sun will shine on your hat."') == ["Vera Holm"]
