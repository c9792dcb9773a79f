"""Labels of interviews: whom they name, and what is none."""

from __future__ import annotations

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
