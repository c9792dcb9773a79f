"""Single marks over several paragraphs, and marks that close or open nothing."""

from __future__ import annotations

import pytest

from narrate.dialogue import find_quotations
from narrate.dialogue.page import article_of, page_of
from narrate.model import DialogueSettings


def quoted(text: str) -> list[str]:
    return [text[run.start : run.end] for run in page_of(article_of(text)).runs]


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    return [quotation.speaker for quotation in found.quotations if quotation.kind == "speech"]


@pytest.mark.parametrize(("opening", "closing"), [("'", "'"), ("‘", "’")])
def test_a_quotation_in_single_marks_goes_on_over_paragraphs(opening: str, closing: str) -> None:
    pieces = [
        f"{opening}We wait for the wind to drop, and we ask everybody to be patient.",
        f"{opening}The drivers{closing} wages are paid all the same.",
        f"{opening}If anyone wants to go home he may go.{closing}",
    ]
    told = "The boats stayed in port.\n\nHarbour master Ana Ruiz said: " + "\n\n".join(pieces)
    text = f"{told}\n\nBo Lind, 48, added: {opening}It isn{closing}t far.\n\n{opening}I walk.{closing}"
    assert quoted(text)[:3] == pieces
    assert speakers(text) == ["Ana Ruiz"] * 3 + ["Bo Lind"] * 2


@pytest.mark.parametrize("text", ["'Sailors' were seen at the port.", "The ‘Sailors’ sang at the port."])
def test_a_term_in_single_marks_ends_before_a_paragraph_that_quotes(text: str) -> None:
    both = f"{text}\n\n{text[text.index('ailors') - 2]}We saw them,{text[text.index('ailors') + 6]} said Ana Ruiz."
    assert [words[1:-1] for words in quoted(both)] == ["Sailors", "We saw them,"]


@pytest.mark.parametrize(("opening", "closing"), [("‘", "’"), ("“", "”")])
def test_a_closing_mark_within_a_sentence_ends_no_paragraph_that_goes_on(opening: str, closing: str) -> None:
    last = f"{opening}Though most said No{closing} we stayed. The boats are old. They leak.{closing}"
    text = f"Ana Ruiz, who runs the port, spoke.\n\n{opening}The tide has changed us all.\n\n{last}\n\nIt rained."
    assert quoted(text) == [f"{opening}The tide has changed us all.", last]


@pytest.mark.parametrize("after", ["It rained.", '"The ferries sail," Moreau said.'])
def test_one_mark_before_the_tag_closes_two_quotations(after: str) -> None:
    speech = '"A page told people that “The port is closed because of fever. The page is wrong,”'
    assert quoted(f"{speech} Harlan County Clerk B.T. Moreau said in a letter.\n\n{after}")[0] == speech


def test_a_paragraph_that_goes_on_after_what_somebody_else_said_is_not_cut() -> None:
    speech = '"They wrote “we are closed,” Bo Lind said to me. I went home.'
    assert quoted(f'{speech}\n\n"Then it rained," Ruiz said.')[0] == speech


def test_a_paragraph_after_a_colon_is_a_quotation_up_to_its_closing_mark() -> None:
    speech = "Certainly the boats are old, and everybody in the port knows it.”"
    text = f"The dean spoke.\n\nAna Ruiz also said this when asked about the boats:\n\n{speech}\n\nThe boats stay."
    assert (quoted(text), speakers(text)) == ([speech], ["Ana Ruiz"])
    assert quoted(text.replace("boats:", "boats.")) == []


def test_a_caption_between_two_paragraphs_ends_no_quotation_in_single_marks() -> None:
    first, last = "'We ask the port to open, and we ask for the men's wages.", "'We have waited for long enough.'"
    text = f"The union of the sailors said: {first}\n\nScroll down for film\n\n{last}\n\nIt rained in the port."
    assert quoted(text) == [first, last]
