"""Quotations without a tag of their own, and tags known by their place alone."""

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    return [quotation.speaker for quotation in found.quotations if quotation.kind == "speech"]


def test_a_floating_paragraph_goes_on_with_the_speaker_above() -> None:
    text = '"The wall will hold," said Ana Ruiz.\n\nIt has stood for a century.\n\n"I have looked at it every day."'
    assert speakers(text) == ["Ana Ruiz", "Ana Ruiz"]


def test_a_floating_paragraph_belongs_to_whom_the_narrator_turned_to() -> None:
    text = (
        '"The wall will hold," said Ana Ruiz.\n\nBo Lind told reporters on Monday that he would not wait for it.\n\n'
        '"I have packed my boat already."\n\nRuiz shook her head.\n\n"He has always loved that boat."'
    )
    assert speakers(text) == ["Ana Ruiz", "Bo Lind", "Ana Ruiz"]


def test_two_who_speak_in_turn_go_on_in_turn() -> None:
    text = (
        'The hearing began late.\n\n"Where were you?" Ana Ruiz asked.\n\n"I was at home," Bo Lind answered.\n\n'
        '"That is not what you wrote."'
    )
    assert speakers(text) == ["Ana Ruiz", "Bo Lind", "Ana Ruiz"]


def test_a_sentence_after_the_tag_is_the_same_speech() -> None:
    text = (
        '"The ferry is late again," said Sen. Walter Q. Holm Jr. (I-Me.), who met Bo Lind. "It was late in May." '
        "The vote is in May."
    )
    assert speakers(text) == ["Walter Q. Holm Jr.", "Walter Q. Holm Jr."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is about time," exhorted Ana Ruiz.', ["Ana Ruiz"]),
        ('"It is about time," Ana Ruiz exhorted.', ["Ana Ruiz"]),
        ('When Bo Lind said it would rain, Ana Ruiz fired back: "It never rains here in May."', ["Ana Ruiz"]),
        ('Asked which soup she liked best, Ana Ruiz demurred: "I have cooked them all for so long."', ["Ana Ruiz"]),
        ('He spoke for an hour, with Bo Lind reportedly yelling: "Close the gate before it floods!"', ["Bo Lind"]),
        (
            'Ana Ruiz said that Bo Lind had lied about the wall, adding: "I saw him do it with my own eyes."',
            ["Ana Ruiz"],
        ),
        ("'We will wait and see,' said Ana Ruiz. 'There is no hurry at all.'", ["Ana Ruiz", "Ana Ruiz"]),
        ('Aides of Bo Lind declined to comment. "I have nothing to hide," he said.', ["Bo Lind"]),
        ('A tired clerk sat at the door. "We have been closed since noon," he said.', ["A tired clerk"]),
        ('In a statement, Ana Ruiz denied it. "I was never there," the statement said.', ["Ana Ruiz"]),
        ('"We have won," said the chief of Citizens for Open Roads.', ["the chief"]),
        (
            '"It bowed to you," according to Ana Ruiz.\n\nLater Bo Lind came. "It did," he said.',
            ["Ana Ruiz", "Bo Lind"],
        ),
    ],
)
def test_the_place_tells_the_tag(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_it_rained_names_nobody() -> None:
    text = 'Acme Boats met Bo Lind.\n\nIt rained.\n\nThen it snowed.\n\n"We should all have stayed at home."'
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    assert all(quotation.confidence < 0.9 for quotation in found.quotations)


def test_a_quotation_in_single_marks_may_stay_open_until_the_next_paragraph() -> None:
    text = "Ana Ruiz paused. ‘We knew the wall was weak.\n\n‘Nobody listened,’ she said.\n\nThe wall fell."
    assert speakers(text) == ["Ana Ruiz", "Ana Ruiz"]


def test_a_curly_pair_in_straight_marks_is_nested() -> None:
    text = 'Ana Ruiz said: "It is an episode of “Low Tide” to them all.\n\n"It is our life."'
    found = find_quotations(article_of(text), DialogueSettings()).quotations
    assert [text[q.start : q.end] for q in found] == [
        '"It is an episode of “Low Tide” to them all.',
        '"It is our life."',
    ]


def test_who_ends_the_sentence_before_goes_on() -> None:
    text = (
        "Ana Ruiz spoke on Monday.\n\nThe board may not act while Secretary of State Karl Lind talks to Elmland, "
        'Ruiz said. "The other thing the board may weigh is how it looks to those outside of it."'
    )
    assert speakers(text) == ["Ana Ruiz"]


def test_who_has_told_of_something_since_goes_on_not_who_spoke_two_paragraphs_above() -> None:
    text = (
        "Mayor Bo Lind told the press that the ferry sank. Lind called Tom Berg a hero.\n\n"
        "The Gazette went on to say that ferries sink often, and that one group warned of it.\n\n"
        "“Ferries are known to be followed by storms of every kind.”"
    )
    assert speakers(text) == ["Gazette"]


@pytest.mark.parametrize("above", ["Police said 300 people came.", "A city report said 300 people came."])
def test_who_only_tells_of_the_crowd_does_not_go_on(above: str) -> None:
    text = f"Bo Lind spoke to supporters in Elm.\n\n{above}\n\n“We will win it all this fall, my friends.”"
    assert speakers(text) == ["Bo Lind"]
