"""Whom a pronoun or a description stands for."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Jon Lind left the show. "We lost it all," Lind said.\n\n"You never know," said the actor.', ["Jon Lind"] * 2),
        (
            '"There is much to learn," Ana Ruiz said.\n\nThe party’s nominee added: "I do not know it all."',
            ["Ana Ruiz"] * 2,
        ),
        ('Ana Ruiz lives in Elm. "I left them all," said the 43-year-old, who now bakes.', ["Ana Ruiz"]),
        (
            '"They took our keys," Rhea Lund said. While it rained, the former nun added: "It was cold."',
            ["Rhea Lund"] * 2,
        ),
        ('Jon Lind, 42, lost. "We heard it beat," the “Low Tide” star said on Monday.', ["Jon Lind"]),
        (
            'Ana Ruiz said that Jon Lind hoped for a slump, to which the tycoon responded, "That is called business."',
            ["Jon Lind"],
        ),
        ('The hall was so quiet that Oma Lund thought it was empty.\n\n"They sat," the principal said.', ["Oma Lund"]),
        ('It was quiet. "They sat there," the principal said.\n\nPrincipal Oma Lund wept.', ["Oma Lund"]),
        (
            '"It is not his," Karl Moor said.\n\nAna Ruiz said that Jon Lind hoped for a slump, to which the tycoon '
            'responded, "That is called business."',
            ["Karl Moor", "Jon Lind"],
        ),
    ],
)
def test_a_description_may_stand_for_somebody_who_is_named(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_a_description_of_nobody_named_stays_what_it_is() -> None:
    assert speakers('The vote was held. "We were for it," said the senator.') == ["the senator"]


def test_who_is_told_does_not_speak() -> None:
    text = 'Ana Ruiz met Karl Lind and Bo Lund. Lund said it was mutual.\n\n"I love the way you do it," he told Lund.'
    assert speakers(text) == ["Karl Lind"]


def test_a_source_is_nobody_who_is_named() -> None:
    assert speakers('Ana Ruiz left Elm.\n\n"She was asked to go," the official said.') == ["the official"]


def test_the_place_before_a_description_holds_no_office() -> None:
    text = 'General Jon Lind came. At the show in Elmville, Ohio, the General said: "We are ready for today alone."'
    assert speakers(text) == ["Jon Lind"]


def test_who_asked_does_not_reply() -> None:
    text = '"Will you give up?" Karl Moor asked Jon Lind. "We will not, not this year," he replied.'
    assert speakers(text) == ["Karl Moor", "Jon Lind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Weir Transit said in a note that it would run. "We ask for patience," the company said.', "Weir Transit"),
        (
            'The Elmland Ministry of Health closed it.\n\n"We ask for patience," the ministry said.',
            "Elmland Ministry of Health",
        ),
        ('Ana Ruiz was ill. Her label, Big Tin, said it stood by her.\n\n"She is family," the label said.', "Big Tin"),
        ('Ana Ruiz works at Lindco. "We ask for patience," the company said.', "the company"),
    ],
)
def test_a_body_named_before_is_the_body_that_speaks(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jon Lind wrote to Thorvi Ruiz on Monday. Ruiz wrote back the same day. “I cannot come,” he said.",
            ["Thorvi Ruiz"],
        ),
        (
            "“This is rigged,” Jon Lind said. Thorvi Ruiz, an adviser who travels with him, said it was true. "
            "Ruiz had seen it. “The media hate him,” he said.",
            ["Jon Lind", "Thorvi Ruiz"],
        ),
    ],
)
def test_he_is_the_subject_of_the_sentence_before(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize("name", ["Lantern", "Harbour Watch", "Lund Echo"])
def test_what_bears_an_article_is_not_he(name: str) -> None:
    text = f'Asked by Eva Holm of the {name} if he had seen it, Lind shrugged. "Not that I know of," he said.'
    assert speakers(text) == ["Lind"]


@pytest.mark.parametrize("act", ["introduced her", "met her on Monday", "had never seen her before"])
def test_who_acts_is_not_whom_the_act_is_done_to(act: str) -> None:
    text = f'Bo Lind {act}. "This is my boss," he said. Ana Holm laughed. "I wish I was," she said.'
    assert speakers(text) == ["Bo Lind", "Ana Holm"]


def test_who_acts_may_own_what_the_act_is_done_to() -> None:
    assert speakers('Jo Lind sold her boat on Monday. "It was old," she said.') == ["Jo Lind"]


@pytest.mark.parametrize(
    "act",
    [
        "fired her lawyer, Ida Holm, on Friday",
        "called her older sister, Ida, from the car",
        "spoke with the governor, Ida Holm, on Friday",
        "was replaced by her deputy, Ida Holm, in May",
        "beat the incumbent, Ida Holm, by two points",
    ],
)
def test_a_name_that_describes_the_object_is_no_subject(act: str) -> None:
    assert speakers(f"Ana Ruiz {act}. “It was time to do it,” she said.") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("Ana Ruiz's daughter, Ida, plays chess.", "Ida"),
        ("Ana Ruiz lost. “It is over,” said her lawyer, Ida Holm, in May.", "Ida Holm"),
        ("The vote was close. The winner, Ida Holm, thanked the town.", "Ida Holm"),
    ],
)
def test_a_name_that_describes_the_subject_is_one(lead: str, speaker: str) -> None:
    assert speakers(f"{lead} “We win a lot,” she added.")[-1] == speaker


def test_who_tells_it_is_nearer_than_whom_it_tells_of() -> None:
    for report in ("According to Ana Ruiz, Ida Holm lied.", "Ida Holm lied, according to Ana Ruiz."):
        assert speakers(f"{report} “She made all of it up,” she said.") == ["Ana Ruiz"], report
    assert speakers("According to police, Ida Holm ran. “I was scared,” she said later.") == ["Ida Holm"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Odo Varn had one question: “Is it late?” Shaking her head, Ana Ruiz told him, “No.”",
            ["Odo Varn", "Ana Ruiz"],
        ),
        ("Odo Varn wondered: “Who knows?” Without a pause, Ana Ruiz said, “I do.”", ["Odo Varn", "Ana Ruiz"]),
        ("“Is it late?” Mayor Ana Ruiz asked, “or early?”", ["Ana Ruiz"] * 2),
    ],
)
def test_a_sentence_that_leads_to_the_next_quotation_does_not_sign_the_one_before(
    text: str, expected: list[str]
) -> None:
    assert speakers(text) == expected
