"""Names: where they begin and end, and which are the same person's."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize("opener", ["Perhaps", "Says", "Adds", "Hosting", "Neither", "Instead", "Meanwhile"])
def test_the_first_word_of_a_sentence_is_no_part_of_the_name_after_it(opener: str) -> None:
    text = f'It rained on Orlinda. {opener} Orlinda was right. "It will pass by noon," Orlinda said.'
    assert speakers(text) == ["Orlinda"]


def test_a_company_keeps_its_first_word() -> None:
    text = 'It bought Big Lantern. Big Lantern grew. "It is a big day for all of us," said Big Lantern.'
    assert speakers(text) == ["Big Lantern"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_contraction_is_no_name(mark: str) -> None:
    text = f'I{mark}ve been told by Ana Ruiz: "It is a long way to the lake." You{mark}re late, I said.'
    assert speakers(text) == ["Ana Ruiz"]


def test_a_college_named_after_a_king_is_one_name() -> None:
    text = '"It is a race," says Ana Ruiz, who teaches at King’s College Lund. But "the point of it is to be first".'
    assert speakers(text)[0] == "Ana Ruiz"
    assert "King" not in speakers(text)


def test_a_given_name_may_end_like_an_adverb() -> None:
    assert speakers('"It is a fair sentence," said U.S. Attorney Nealy Ruiz.') == ["Nealy Ruiz"]
