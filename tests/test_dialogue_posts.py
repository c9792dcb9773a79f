"""Posts shown in an article: what is read in the voice of whoever signed them."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import Article, Block, DialogueSettings


def spoken(text: str) -> list[tuple[str | None, str]]:
    found = find_quotations(article_of(text), DialogueSettings(min_confidence=0.0))
    return [(q.speaker, text[q.start : q.end]) for q in found.quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    "signature",
    [
        "— Ana Ruiz (@anaruiz) May 4, 2019",
        "– Ana Ruiz (@ana_ruiz) 4 May 2019",
        "-- Ana Ruiz (@anaruiz)",
        "— (((Ana Ruiz))) (@anaruiz) May 4, 2019",
        "\n\n— Ana Ruiz 🌊 (@anaruiz) May 4, 2019",
    ],
)
def test_a_post_is_spoken_by_whoever_signed_it(signature: str) -> None:
    text = f"The mayor spoke first.\n\nOur weir is not for sale. {signature}\n\nNobody answered her."
    assert spoken(text) == [("Ana Ruiz", "Our weir is not for sale.")]


def test_the_links_of_a_post_are_not_spoken_and_its_marks_open_nothing() -> None:
    post = "He says he will “mend the weir soon.” Will he? #weir"
    text = (
        f"The mayor spoke first.\n\n{post} https://t.co/a1 pic.example/2 — Bo Lind (@bolind) May 4, 2019\n\nIt rained."
    )
    assert spoken(text.replace("pic.example", "pic.twitter.com")) == [("Bo Lind", post)]


def test_a_post_of_several_lines_ends_above_at_a_blank_line() -> None:
    text = "The mayor spoke first.\n\nOur weir\nis ours.\n\n— Bo Lind (@bolind) May 4, 2019\n\nIt rained."
    assert spoken(text) == [("Bo Lind", "Our weir"), ("Bo Lind", "is ours.")]


def test_a_handle_in_the_narrators_sentence_signs_nothing() -> None:
    assert spoken("The mayor spoke first.\n\nFollow the story with Bo Lind (@bolind).\n\nIt rained.") == []
    assert spoken("The mayor — Bo Lind (@bolind) — spoke first.\n\nIt rained.\n\nThe weir broke.") == []
    assert spoken("The mayor spoke first.\n\nNobody agreed but one — Bo Lind (@bolind).\n\nIt rained.") == []


def test_the_narrators_paragraph_above_a_lost_post_stays_the_narrators() -> None:
    text = "She posted a picture of the weir.\n\n— Ana Ruiz (@anaruiz) May 4, 2019\n\nIt rained."
    assert spoken(text) == []
    lines, blocks, at = text.split("\n\n"), [], 0
    for kind, line in zip(("paragraph", "block_quote", "paragraph"), lines, strict=True):
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 2
    assert find_quotations(Article(text, tuple(blocks)), DialogueSettings()).quotations == ()


def test_the_answers_are_given_by_whom_the_introduction_turns_to() -> None:
    text = (
        "Bo Lind has led the works since May.\n\nAna Ruiz came to the yard on Friday. Here is what she said.\n\n"
        "Q: How was the year?\n\nA: It was long, and it was wet.\n\nQ: And the next?\n\nA: Better, we hope."
    )
    assert [speaker for speaker, _ in spoken(text)] == ["Q", "Ana Ruiz", "Q", "Ana Ruiz"]


def test_the_answers_of_nobody_in_particular_keep_their_label() -> None:
    text = (
        "Karl Lind and Ana Ruiz came to the yard on Friday.\n\n"
        "Q: How was the year?\n\nA: It was long, and it was wet.\n\nQ: And the next?\n\nA: Better, we hope."
    )
    assert [speaker for speaker, _ in spoken(text)] == ["Q", "A", "Q", "A"]


def test_a_label_with_a_title_is_the_person_without() -> None:
    text = (
        "The yard was sold by Ana Ruiz in May.\n\nMayor Ana Ruiz: It was long.\n\nBo Lind: It was wet.\n\n"
        "Mayor Ana Ruiz: We know.\n\nBo Lind: We all do."
    )
    assert [speaker for speaker, _ in spoken(text)] == ["Ana Ruiz", "Bo Lind"] * 2


def test_the_evidence_of_a_post_is_its_signature() -> None:
    text = "The mayor spoke first.\n\nThe weir is ours. — Bo Lind (@bolind) May 4, 2019\n\nIt rained."
    assert [q.evidence for q in find_quotations(article_of(text), DialogueSettings()).quotations] == ["signed"]


def test_twenty_thousand_links_before_a_signature_do_no_harm() -> None:
    text = "See https://t.co/a " * 20_000 + "now — Ana Ruiz (@anaruiz) May 4, 2019"
    assert [speaker for speaker, _ in spoken(text)] == ["Ana Ruiz"]


INTERVIEW = (
    "Ana Ruiz and Bo Lind met in the harbour on Friday.\n\nRuiz: I never liked it at all.\n\nLind: I did.\n\n{}\n\n"
    "Ruiz: Keep it.\n\nLind: So be it."
)


@pytest.mark.parametrize(
    "aside",
    [
        "Lind then took a picture of the ferry out of his coat, which Ruiz put away.",
        "Ruiz laughed, and the two of them went down to look at it.",
        "The interview was broken off here, as a ferry came in.",
    ],
)
def test_the_narrator_of_an_interview_tells_of_its_speakers(aside: str) -> None:
    assert [speaker for speaker, _ in spoken(INTERVIEW.format(aside))] == ["Ana Ruiz", "Bo Lind"] * 2


@pytest.mark.parametrize(
    "more",
    [
        "It rained all day, and the ferry was late.",
        "Lind, my father, never liked it, and I told him so.",
        "Lind Tower was the first of them.",
        "Ruiz is wrong about the ferry.",
    ],
)
def test_an_answer_in_an_interview_may_go_on(more: str) -> None:
    heard = [speaker for speaker, _ in spoken(INTERVIEW.format(more))]
    assert heard == ["Ana Ruiz", "Bo Lind", "Bo Lind", "Ana Ruiz", "Bo Lind"]


def test_the_source_in_a_title_is_no_label() -> None:
    text = (
        "Gov Holm: Ferry Is ‘Trying To Sail Again’\n\nOn the radio on Sunday, Governor Eva Holm spoke of the storm.\n\n"
        "BO LIND: Has it sailed?\n\nHOLM: I think it will.\n\nLIND: And then?\n\nHOLM: Then it will come back."
    )
    assert [speaker for speaker, _ in spoken(text)] == ["BO LIND", "Eva Holm"] * 2
