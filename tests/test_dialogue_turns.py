"""Who answers, who is spoken to, and whose clause it is."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    "question",
    [
        "A reporter asked Bo Lind about the bridge.",
        "When a reporter asked Bo Lind whether the bridge was safe, he said yes.",
        "Asked by Mara Holt whether the bridge was safe, Bo Lind said it was.",
    ],
)
def test_who_is_asked_answers(question: str) -> None:
    assert speakers(f"{question} “It will open in May. We are sure of it.”") == ["Bo Lind"]


def test_who_asks_in_the_quotation_goes_on_asking() -> None:
    assert speakers("“Why now?” Mara Holt asked Bo Lind. “Why not in May?”") == ["Mara Holt"] * 2


def test_nobody_calls_himself_by_name() -> None:
    text = (
        "Host Brian Holt came back to it, asking Mike Lind about the errors in the report.\n\n"
        '"Well, the board will name them all. You were there yourself, Brian. I have nothing to hide."'
    )
    assert speakers(text) == ["Mike Lind"]


def test_who_asked_is_not_the_description_that_replies() -> None:
    text = 'Mara Holt met Jon Lind. Holt asked Lind whether he would pay. "I will. I like it," the senator replied.'
    assert speakers(text) == ["Jon Lind"]


def test_a_relative_clause_with_a_name_in_it_keeps_its_subject() -> None:
    text = "“We will win,” Ana Ruiz, who has worked for the governor, Tom Holt, for years, told the Elm Post."
    assert speakers(text) == ["Ana Ruiz"]


def test_a_spouse_always_named_in_full_leaves_the_family_name_alone() -> None:
    text = (
        "Tom Holt and his wife, Mara Holt, spoke on Friday about the harbour and the sea.\n\n"
        "“We love Elm,” Mara Holt said.\n\n“We do,” Holt said."
    )
    assert speakers(text) == ["Mara Holt", "Tom Holt"]


def test_after_begins_a_clause() -> None:
    text = (
        "Mara Holt spoke on Monday. Jon Lind's speech came shortly after Holt warned voters during an interview with "
        "Steve Ruiz, “The next 50 days will count.”"
    )
    assert speakers(text) == ["Mara Holt"]


def test_a_wife_is_a_woman_whatever_her_name() -> None:
    text = (
        "Mr. Lind’s wife, Mel Lind, defended him on Monday. “He is a gentleman,” Mrs. Lind said.\n\n"
        "Mr. Lind said he was sorry. “I said it, and I was wrong,” Mr. Lind said."
    )
    assert speakers(text) == ["Mel Lind", "Lind"]


def test_a_former_secretary_is_no_name() -> None:
    text = (
        "Former Secretary of State Mara Holt and Senator Jon Lind met in Elm on Monday. "
        "The former secretary of state said she had a plan. “It is a good plan,” she said."
    )
    assert speakers(text) == ["Mara Holt"]


def test_dean_is_a_given_name() -> None:
    assert speakers("“It will hold,” said Dean Holm.") == ["Dean Holm"]


def test_a_son_of_the_same_name_is_somebody_else() -> None:
    text = (
        "Donald Holt Jr. spoke for his father, Donald Holt, on Monday.\n\n“He is fine,” Donald Holt Jr. said.\n\n"
        "“I am fine,” Holt said. “We are all well,” added Holt Jr."
    )
    assert speakers(text) == ["Donald Holt Jr.", "Donald Holt", "Donald Holt Jr."]


def test_a_junior_alone_goes_by_the_family_name() -> None:
    assert speakers("Martin Holt Jr. marched in Elm. “It is time,” Holt said.") == ["Martin Holt Jr."]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Chris Holt, the host, asked Jon Lind if he would accept it. “I shall tell the town in time,” he said.",
            "Jon Lind",
        ),
        ("Lester Holt pressed Jon Lind on his taxes. “I will show them in May,” the Republican said.", "Jon Lind"),
        ("Chris Holt asked Jon Lind about the vote.\n\n“I shall tell the town in time,” he said.", "Jon Lind"),
    ],
)
def test_who_puts_a_question_does_not_answer_it(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_relatives_leave_the_family_name_alone_whatever_their_office() -> None:
    text = (
        "Mara Holt is the nominee. Her husband, former President Bill Holt, spoke in Elm. “She is ready,” he said.\n\n"
        "“I am ready,” Holt said in Ohio."
    )
    assert speakers(text) == ["Bill Holt", "Mara Holt"]


def test_a_daughter_leaves_the_family_name_to_her_father() -> None:
    text = (
        "Jon Lind’s daughter Ivana Lind said she was glad. Lind will speak in May. “He is great,” she said.\n\n"
        "“I will speak,” Lind said."
    )
    assert speakers(text)[0] == "Ivana Lind"
    assert speakers(text)[1] != "Ivana Lind"


def test_the_name_of_a_show_is_no_question() -> None:
    text = "On “Harbour Today,” host Bo Lind asked Eva Holt about it. “I will not go, not for him,” she said."
    assert speakers(text)[-1] == "Eva Holt"


@pytest.mark.parametrize("told", ["Told, ‘{}’", "When told ‘{}’"])
def test_who_replies_to_what_he_was_told_did_not_say_it(told: str) -> None:
    text = told.format("You will never row again,") + " Bo Lind replied, ‘It is far too late for that now.’"
    assert speakers(text) == [None, "Bo Lind"]


def test_who_told_it_did_say_it() -> None:
    assert speakers("Told it was late, Bo Lind said, ‘It is far too late for that now.’") == ["Bo Lind"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Mr. Lind keeps eleven swans in a shed, and not one of them has a name.", "Eva Holm"),
        ("Swans do not like Bo Lind, and they have never made a secret of it.", "Eva Holm"),
        ("Swans do not like the shed, and they have never made a secret of it.", "Bo Lind"),
    ],
)
def test_nobody_speaks_of_himself_by_his_full_name(words: str, expected: str) -> None:
    above = "Bo Lind is a man without a boat and a friend of Eva Holm."
    assert speakers(f"{above}\n\n“{words}”\n\nThe race is on Sunday.") == [expected]


def test_a_speech_with_its_tag_may_name_its_speaker() -> None:
    assert speakers("Eva Holm came by. “Bo Lind does not row,” Bo Lind said.") == ["Bo Lind"]


@pytest.mark.parametrize(
    "question",
    [
        "The prosecutor, Bo Lind, asked if she knew the pilot.",
        "Bo Lind asked her when she had left.",
        "Eva Lind wanted to know whether she had seen the light.",
        "Eva Lind asked whether she had seen the light. She shrugged.",
        "Eva Lind of Elm Radio interviewed Ana Ruiz on Sunday.",
        "A reporter asked what she had seen.",
    ],
)
def test_who_is_asked_in_the_narrators_words_answers(question: str) -> None:
    text = f"Ana Ruiz came back to the harbour. {question} “Nothing but the sea,” she said."
    assert speakers(text) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "request_", ["asked Bo Lind to stay", "asked for calm", "asked why the mayor had not come", "asked voters to wait"]
)
def test_who_asks_for_something_goes_on(request_: str) -> None:
    text = f"Bo Lind left the hall. On Monday, Tom Berg {request_}. “We need every man we have,” he said."
    assert speakers(text) == ["Tom Berg"]
