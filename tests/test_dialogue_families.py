"""People of one family name, and people known by the name they give."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str, language: str = "en") -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, language), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    ("language", "couple", "tag"),
    [("en", "The clock of Emil and Ada Holt", "said Emil"), ("de", "Die Uhr von Emil und Anna Holt", "sagte Emil")],
)
def test_two_given_names_share_the_family_name_that_stands_once(language: str, couple: str, tag: str) -> None:
    assert speakers(f'{couple} stand. "Das war es," {tag}.', language) == ["Emil Holt"]


def test_a_family_name_before_and_is_somebody_elses() -> None:
    text = 'Bo Grant left. Grant and Ada Holt had met. "We have met before," said Grant.'
    assert speakers(text) == ["Bo Grant"]


def test_her_husband_is_the_man_of_her_name() -> None:
    text = 'Mark and Ada Holt dug a well. "It is deep," said Ada Holt.\n\n"It was dry until May," said her husband.'
    assert speakers(text) == ["Ada Holt", "Mark Holt"]


def test_his_son_is_who_was_called_so() -> None:
    text = (
        "Abel Holt runs the mill with his son Mark and his brother Tom.\n\n"
        '"It loses money," Abel Holt said.\n\n"It always did, and he knows it," said his son.'
    )
    assert speakers(text) == ["Abel Holt", "Mark"]


def test_of_two_sons_none_is_chosen() -> None:
    text = 'Abel Holt has two sons, Mark and Tom. "It loses money," Abel Holt said.\n\n"It always did," said his son.'
    assert speakers(text)[1] == "his son"


@pytest.mark.parametrize(
    "naming", ["who gave his name only as Piet", "who asked to be called Piet", "who identified himself as Piet"]
)
def test_a_name_that_somebody_gives_is_his(naming: str) -> None:
    text = f'A farmer {naming} said the roof had gone.\n\n"I have a floor, and some weather," he said.'
    assert speakers(text) == ["Piet"]
