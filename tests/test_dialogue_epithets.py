"""Whom "the whistleblower" stands for, and whom "he" means after a sentence with two men."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(*paragraphs: str) -> list[str | None]:
    text = "\n\n".join(("A wet week in Elmford", "It has rained here for nine days.", *paragraphs))
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    ("first", "second", "speaker"),
    [
        (
            "Eva Holm, a former clerk who became a star whistleblower, spoke in Elmford. Dora Vance runs the office.",
            'The whistleblower tried to meet Vance, but was met with silence. "They never called," she told the paper.',
            "Eva Holm",
        ),
        (
            "Eva Holm, a former clerk turned whistleblower, will speak with Senator Mara Quill. Quill runs again.",
            'The whistleblower tried to meet other senators, but none came. "They never called," she told the paper.',
            "Eva Holm",
        ),
        (
            "Ivo Brant was a trucker for thirty years. His brother, Leo Brant, works at the mill.",
            '"I could not sleep," the former trucker said.',
            "Ivo Brant",
        ),
        (
            "Kim Sato, who works as a welder in the yard, has three children. Ann Teller gave her the week off.",
            'The welder is glad about it. "I needed it," she said.',
            "Kim Sato",
        ),
        (
            "Aldo Neri was elected president of Valdia in March. He met Karl Boyd there.",
            '"We will be friends," the president said.',
            "Aldo Neri",
        ),
        (
            "Lena Fors, 34, lost her house in the flood. Her neighbour, Ulla Berg, took her in.",
            '"I had nothing left," the 34-year-old said.',
            "Lena Fors",
        ),
        (
            "Carla Moss was on the bus when the bomb went off in the market.",
            '"It was so loud," the mother of two said.',
            "Carla Moss",
        ),
        (
            "Harold Finn walks ten miles each day. Sometimes his neighbour, Ida Brandt, comes along.",
            'The retiree does not mind rain. "Rain is only water," he said.',
            "Harold Finn",
        ),
    ],
)
def test_a_noun_stands_for_whom_it_was_given_to_or_who_leads(first: str, second: str, speaker: str) -> None:
    assert speakers(first, second) == [speaker]


@pytest.mark.parametrize(
    ("told", "noun", "speaker"),
    [
        ("Hank Dole, who served as a medic abroad, is back. Leo Brant brings him food.", "former medic", "Hank Dole"),
        ("Rudy Cole, 22, was charged with arson on Monday. Sheriff Bob Till led the search.", "suspect", "Rudy Cole"),
        ("Police in Elmford arrested Joey Pell on Monday. Karl Boyd saw it.", "suspect", "Joey Pell"),
        ("Karl Boyd was not charged. Joey Pell was arrested.", "suspect", "Joey Pell"),
        ("Sheriff Bob Till said nobody was arrested. A suspect ran to the woods.", "suspect", "A suspect"),
        ("Hanna Voss was robbed on Monday. Officer Amy Stark took her home.", "victim", "Hanna Voss"),
        ("Petra Lang is running for mayor. Her husband, Ned Lang, baked a cake.", "candidate", "Petra Lang"),
        ("Zoe Marsh, who founded the firm in 2004, met Dora Vance. Vance was late.", "founder", "Zoe Marsh"),
    ],
)
def test_what_is_told_of_somebody_gives_a_noun_too(told: str, noun: str, speaker: str) -> None:
    assert speakers(told, f'"There was no time," the {noun} said.') == [speaker]


@pytest.mark.parametrize("noun", ["doctor", "driver", "judge", "reporter", "teacher", "owner", "passerby", "referee"])
def test_who_belongs_to_the_scene_is_somebody_else(noun: str) -> None:
    assert speakers("Lena Fors fell in Elmford on Monday.", f'"She will walk again," the {noun} said.') == [
        f"the {noun}"
    ]


def test_a_whistleblower_is_another_one() -> None:
    told = "Eva Holm, a former clerk, spoke in Elmford. A whistleblower from the bank had warned her."
    assert speakers(told, '"They would find me," the whistleblower said.') == ["A whistleblower"]


@pytest.mark.parametrize("office", ["Delegate ", "Supervisor ", "Sheriff ", "Otto ", ""])
@pytest.mark.parametrize(
    "told",
    [
        "tends to side with Lind, although he knows little of harbours. Asked if he has read the plan, he says,",
        "used to work for Lind, while he was at school. Asked about it, he says,",
        "does not trust Lind. In his eyes, the plan is a trick. “It will never be built,” he says. He adds,",
    ],
)
def test_he_is_the_subject_of_the_last_main_clause(office: str, told: str) -> None:
    found = speakers(
        "Otto Krane, the Republican delegate from Elm County, came to the fair. He brought his dog.",
        "Tom Lind wants to build a new harbour. “We need it,” Lind said.",
        f"{office}Krane {told} “I would have to read it.”",
    )
    assert found[0] == "Tom Lind"
    assert set(found[1:]) == {"Otto Krane"}


def test_a_sentence_of_names_is_no_heading() -> None:
    said = '"We have no more time," the president said.'
    assert speakers("President Aldo Neri met Chancellor Greta Wolf in Lund on Sunday.", "Wolf came late.", said) == [
        "Aldo Neri"
    ]
