"""Words that an article quotes a second time."""

from __future__ import annotations

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.repetition import Repetition
from narrate.model import DialogueSettings

FIRST = (
    "Tom Berg spoke. “We sail at noon, and they must be stopped before they harm any more goats,” Ana Ruiz told us.\n\n"
    "Berg wrote to the town.\n\n"
)


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text, "en"), DialogueSettings(min_confidence=0.0)).quotations
    return [quotation.speaker for quotation in found if quotation.kind == "speech"]


def test_words_quoted_again_are_whose_they_were() -> None:
    text = FIRST + "Note the last words: “They must be stopped before they harm any more goats.” That is all."
    assert speakers(text) == ["Ana Ruiz", "Ana Ruiz"]


def test_somebody_else_may_say_the_same() -> None:
    text = FIRST + "Bo Lind said: “They must be stopped before they harm any more goats.”"
    assert speakers(text) == ["Ana Ruiz", "Bo Lind"]


def test_a_few_words_in_common_are_no_repetition() -> None:
    known = Repetition()
    known.note(3, "We sail at noon, come what may")
    assert known.source("At noon we sail") is None
    assert known.source("We sail at noon") is None
    assert known.source("We sail at noon, come rain or shine") is None
    assert known.source("WE SAIL at noon, come") == 3
