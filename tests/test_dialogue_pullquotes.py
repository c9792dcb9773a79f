"""What stands like a quotation and is nobody's words: pull quotes of the narrator's, headlines, promotions."""

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.page import page_of
from narrate.dialogue.pullquotes import narrated_runs
from narrate.model import DialogueSettings


def spoken(text: str) -> list[str]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    return [text[q.start : q.end] for q in found.quotations if q.kind == "speech"]


PROSE = "The mill is old.\n\nBut behind the quarrel over the mill lies a quarrel over the town."
PULLED = '"Behind the quarrel over the mill lies a quarrel over the town."'


def test_a_pull_quote_that_repeats_the_narrator_is_nobodys_speech() -> None:
    assert spoken(f"{PROSE}\n\n{PULLED}\n\nAna Ruiz left early.") == []


@pytest.mark.parametrize(
    "pulled",
    [
        '"Behind the quarrel over the mill lies a quarrel over money."',
        f'{PULLED[:-2]}," said Ana Ruiz.',
        '"The mill."',
    ],
)
def test_a_quotation_with_words_of_its_own_or_a_tag_is_no_pull_quote(pulled: str) -> None:
    assert narrated_runs(page_of(article_of(f"{PROSE}\n\n{pulled}\n\nAna Ruiz left early."))) == frozenset()


def test_a_pull_quote_that_repeats_a_quotation_stays_speech() -> None:
    said = "“We have asked the council three times,”"
    assert len(spoken(f"{said} said Ana Ruiz.\n\n{said}\n\nIt rained.")) == 2


def test_pull_quotes_are_found_once_each_however_often_the_narrator_says_so() -> None:
    page = page_of(article_of(f"{PROSE}\n\n{PULLED}\n\n" * 3))
    assert narrated_runs(page) == frozenset(range(len(page.runs)))


@pytest.mark.parametrize(
    "deck",
    [
        "‘Silent’ Bells of Harlan Ring Again After the Flood.",
        "Flood in Harlan.\n\n'Water in the church' in the lower town of Weir.",
        "Ferry Strike Goes On.\n\nCrews say they are ‘tired of waiting’.",
    ],
)
def test_a_line_above_the_article_that_quotes_in_single_marks_is_a_headline(deck: str) -> None:
    text = f"{deck}\n\nThe water came at night. “Nobody slept,” said Ana Ruiz."
    assert spoken(text) == ["“Nobody slept,”"]


@pytest.mark.parametrize(
    "text",
    [
        "‘Nobody slept,’ said Ana Ruiz. The water came at night.\n\nIt rained.\n\nThe mill is called “Low Tide”.",
        "‘Nobody slept,’ said Ana Ruiz.\n\nThe water came at night.\n\n‘We stood on chairs,’ she said.",
    ],
)
def test_a_first_line_with_a_tag_is_no_headline(text: str) -> None:
    assert "‘Nobody slept,’" in spoken(text)


INTERVIEW = "RUIZ: Who closed the mill?\n\nLIND: The council did.\n\n{}\n\nRUIZ: Did you vote?\n\nLIND: I did not."


def test_whom_the_title_quotes_has_no_turn_in_the_interview() -> None:
    text = (
        "Mayor Lind: Mill Is ‘Over,’ Ferry Is ‘Next’\n\nOn Sunday the mayor spoke on the radio.\n\n"
        + INTERVIEW.format("")
    )
    assert spoken(text)[0] == "Who closed the mill?"


@pytest.mark.parametrize(
    "paragraph",
    ["Follow Bo Ruiz On Twitter @boruiz.", "Mr. Lind also spoke of the ferry.", "Lind nodded."],
)
def test_a_paragraph_about_the_speaker_or_a_promotion_is_no_part_of_the_turn(paragraph: str) -> None:
    assert paragraph not in spoken(INTERVIEW.format(paragraph))


@pytest.mark.parametrize(
    "paragraph",
    ["Follow me on Twitter and you will see.", "Lind’s Law was never my idea.", "The council did it twice."],
)
def test_a_further_paragraph_of_a_turn_belongs_to_it(paragraph: str) -> None:
    assert paragraph in spoken(INTERVIEW.format(paragraph))


def test_a_promotion_in_marks_is_nobodys_speech() -> None:
    head = "“It rained all night,” said Ana Ruiz.\n\n"
    assert spoken(f'{head}"Follow Bo Lind on Twitter @bolind."') == ["“It rained all night,”"]
    assert len(spoken(f"{head}“Follow Bo Lind on Twitter,” said Ruiz.")) == 2
