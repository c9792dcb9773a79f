"""How sure a speaker is said to be."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)
SURE = 0.9


def confidences(text: str) -> list[float]:
    return [q.confidence for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    "text",
    [
        '"I heard the chains go before anything else," Stoker A explains.',
        '"I heard the chains go before anything else," Ana Ruiz explains.',
        'Ana Ruiz said: "I heard the chains go before anything else."',
        '"I heard the chains go," Ana Ruiz said.\n\n"They were loud.',
        '"I heard the chains go before anything else," according to Ana Ruiz.',
    ],
)
def test_a_plain_tag_makes_sure(text: str) -> None:
    assert confidences(text)[0] >= SURE


def test_a_speech_that_goes_on_in_the_next_paragraph_is_sure() -> None:
    assert min(confidences('"I heard the chains go," Ana Ruiz said. "They were loud.\n\n"Then they stopped."')) >= SURE


@pytest.mark.parametrize(
    "text",
    [
        'Ana Ruiz came down to the pier at noon.\n\n"I heard the chains go before anything else."',
        'Jon Lind lost. "I heard the chains go before anything else," the actor said.',
        'The notes of Ana Ruiz make it plain: "I heard the chains go before anything else."',
    ],
)
def test_without_a_name_in_a_plain_tag_nobody_is_sure(text: str) -> None:
    assert max(confidences(text)) < SURE
