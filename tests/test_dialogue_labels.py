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
