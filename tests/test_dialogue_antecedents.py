"""The gender that the narrator tells of a name whose given name tells none."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.page import page_of
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


def genders(text: str) -> dict[str, str]:
    return {person.name: person.gender for person in page_of(article_of(text, "en")).people}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pinder Vale opened the lock on Friday. She had waited for years.", "female"),
        ('Pinder Vale runs the lock. "It leaks," she said.', "female"),
        ("Two weeks later the pilot Pinder Vale resigned. He'd had enough.", "male"),
        ("Pinder Vale said on Friday that he was tired.", "male"),
        ("Pinder Vale sold his boat. Later that year Vale bought his old pier.", "male"),
        ("Pinder Vale sold his boat.", ""),  # his may be somebody else's
        ("Pinder Vale met a farmer. He had a cow.", ""),
        ("Pinder Vale met Tavish Orne. He had a cow.", ""),
        ("Tavish Orne came at nine. Pinder Vale followed. He had a cow.", ""),
        ("Pinder Vale’s lock leaks. She has no pump.", ""),
        ("The bill was sent to Pinder Vale. She paid.", ""),
        ("Pinder Vale said they were late. They had a cow.", ""),
    ],
)
def test_a_pronoun_that_can_only_mean_one_tells_the_gender(text: str, expected: str) -> None:
    assert genders(text)["Pinder Vale"] == expected


def test_one_pronoun_does_not_outweigh_a_given_name_and_two_do() -> None:
    assert genders("Tom Vale sang. She was loud.")["Tom Vale"] == "male"
    assert genders("Tom Vale sang. She was loud.\n\nTom Vale sat down. She was tired.")["Tom Vale"] == "female"


def test_the_mother_who_shares_the_family_name_leaves_a_man_a_man() -> None:
    text = (
        "Pinder Orly Vale has begun to bake. He knows each mill by name, from Corley Castle to the Mill of Lund.\n\n"
        "Vale is ready for the cold. “I expect snow,” he said.\n\nThe neighbours spoke of his mother as Miss Vale. "
        "She was feared.\n\n“I was always early,” he told me."
    )
    assert speakers(text) == ["Pinder Orly Vale"] * 2
    assert genders(text)["Pinder Orly Vale"] == "male"


def test_a_group_or_another_language_is_told_nothing() -> None:
    assert genders("Lund Museum is shut. He has the key.").get("Lund Museum", "") == ""
    people = page_of(article_of("Pinder Vale kommt. Er bleibt.", "de")).people
    assert all(not person.gender for person in people)


@pytest.mark.parametrize(
    "text",
    [
        "The clinic wrote of it in Lund Case Reports. “I sleep again,” the chairman said.",
        "The board read the Pier Safety Report on Monday. “We knew it all,” the chairman said.",
        "Nobody asked before the Autumn Pier Statement. “It is cheap,” the chairman said.",
        "The Elm Ferry Summit was short. “It rained,” the chairman said.",
        "The Lund Lung Study asked 90 bakers. “We were surprised,” the chairman said.",
    ],
)
def test_no_person_is_meant_by_the_name_of_a_text_or_a_meeting(text: str) -> None:
    assert speakers(text) == ["the chairman"]
