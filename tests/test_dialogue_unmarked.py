"""Paragraphs without marks that are somebody's words, in plain text that has lost its block quotes."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)
WORDS = "I pay my taxes every year, and it takes me an hour. There is nobody as lucky as me."


def spoken(text: str) -> list[tuple[str | None, str]]:
    found = find_quotations(article_of(text, "en"), OPEN).quotations
    return [(q.speaker, text[q.start : q.end]) for q in found if q.kind == "speech"]


@pytest.mark.parametrize(
    "lead",
    [
        "After the debate Lind said:",
        "Asked about it, he told the paper in an email on Monday:",
        "He refused at first. Then Lind explained:",
    ],
)
def test_what_a_tag_with_a_colon_leads_up_to_is_spoken_when_it_says_i(lead: str) -> None:
    text = f"Bo Lind was not amused. {lead}\n\n{WORDS}\n\nThe contrast between Lind and Holt is stark."
    assert spoken(text) == [("Bo Lind", WORDS)]


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        ("Here are the results:", WORDS),
        ("Lind tweeted:", WORDS),
        ("Lind told me this:", "I never saw him again, and it took me an hour to get home."),
        ("Lind said:", "We do not know why Lind keeps saying this, but our town deserves better."),
        ("Lind said:", "The ferry was late, the pier was closed, and nobody in town cared."),
        ("Lind said.", WORDS),
    ],
)
def test_the_narrators_own_paragraph_stays_the_narrators(lead: str, words: str) -> None:
    assert spoken(f"Bo Lind was not amused. {lead}\n\n{words}\n\nThe contrast is stark.") == []
