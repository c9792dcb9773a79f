"""Labels of interviews: whom they name, and what is none."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.lexicon import lexicon_of
from narrate.dialogue.people import Person
from narrate.dialogue.roster import Roster
from narrate.model import DialogueSettings


def test_the_title_of_an_interview_is_no_label() -> None:
    text = (
        "Interview: the keeper of bees\n\n"
        "Herald: How many hives are there?\n\nAna Ruiz: Forty of them.\n\n"
        "Herald: And before the frost?\n\nRuiz: Ninety."
    )
    quotations = find_quotations(article_of(text), DialogueSettings()).quotations
    assert [quotation.speaker for quotation in quotations] == ["Herald", "Ana Ruiz", "Herald", "Ana Ruiz"]


def test_a_label_names_a_person_by_family_name_by_title_or_somebody_new() -> None:
    people = [Person(0, ("Ana", "Ruiz")), Person(1, ("Bo", "Lind")), Person(2, ("a", "Ruiz"), nominal=True)]
    roster = Roster(people, lexicon_of("en"))
    labels = ("Ruiz", "Mr. Lind", "ANA RUIZ", "B. Lind", "Eva Ruiz", "Eva Ruiz")
    assert [roster.number_of(label) for label in labels] == [0, 1, 0, 1, 3, 3]
    assert people[3].words == ("Eva", "Ruiz")


@pytest.mark.parametrize(
    ("language", "asks", "answers"),
    [("en", "Q.", "A."), ("es", "P.", "R."), ("es", "P.-", "R.-"), ("en", "**Q.**", "**A.**")],
)
def test_a_letter_with_a_full_stop_labels_question_and_answer(language: str, asks: str, answers: str) -> None:
    text = (
        f"Ana Ruiz burned her prizes in March.\n\n{asks} All of them?\n\n{answers} All but one. It would not burn.\n\n"
        f"{asks} Which?\n\n{answers} The first."
    )
    found = find_quotations(article_of(text, language), DialogueSettings()).quotations
    assert [text[q.start : q.end] for q in found] == [
        "All of them?",
        "All but one. It would not burn.",
        "Which?",
        "The first.",
    ]
    assert [q.speaker for q in found][1::2] == ["Ana Ruiz"] * 2


def test_initials_and_a_list_by_letters_are_no_labels() -> None:
    for text in (
        "A. Ruiz met R. Lind.\n\nR. Lind had a dog.\n\nA. Ruiz did not.",
        "The rules:\n\nA. No dogs.\n\nB. No cats.\n\nC. No fish.\n\nD. No birds.",
    ):
        assert not find_quotations(article_of(text), DialogueSettings()).quotations


def _listed(labels: tuple[str, ...], opening: str) -> list[str | None]:
    parts = [f"{label}: This is what we like about the pier, and it is long enough." for label in labels * 2]
    found = find_quotations(article_of("\n\n".join([opening, *parts])), DialogueSettings(min_confidence=0.0))
    return [quotation.speaker for quotation in found.quotations if quotation.kind == "speech"]


@pytest.mark.parametrize(
    "labels",
    [
        ("When", "Where", "Tickets"),
        ("Price", "Size", "Weight"),
        ("New Price Drop", "New Release", "Note"),
        ("Pros", "Cons", "Verdict"),
        ("Background", "Why It Matters", "What’s Next"),
        ("Breakfast", "Lunch", "Dinner"),
        ("Step One", "Step Two", "Step Three"),
        ("Wood", "Stone", "Rope"),  # words that the article knows as things
    ],
)
def test_nobody_says_the_rubrics_of_a_list(labels: tuple[str, ...]) -> None:
    assert _listed(labels, "The pier is made of wood, stone and rope, and people came to see it in the rain.") == []


@pytest.mark.parametrize(
    ("labels", "opening"),
    [
        (("Wood", "Stone"), "On the pier of wood and stone we met Ana Wood and Bo Stone."),
        (("Caller", "Host"), "A host and a caller spoke of the pier."),
        (("Price", "Bo Lind"), "The price of the pier was high."),
        (("Me", "Him"), "This is what he told me, and I him."),
        (("North", "Lind"), "The pier leads north."),
    ],
)
def test_who_speaks_in_turn_may_be_called_like_a_thing(labels: tuple[str, str], opening: str) -> None:
    assert len(_listed(labels, opening)) == 4
