"""Quotations over several paragraphs: whose they are, and how sure that is."""

from __future__ import annotations

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str) -> list[Quotation]:
    return [q for q in find_quotations(article_of(text), OPEN).quotations if q.kind == "speech"]


def test_a_tag_in_the_last_of_many_paragraphs_names_the_speaker_of_all() -> None:
    quotations = spoken(
        "The bus left Elmcombe at noon and stopped on the bridge.\n\n"
        '"The wheels went first. Then there were no wheels.\n\n'
        '"A man beside me counted. He got to forty.\n\n'
        '"Somebody found a lamp under the seat.\n\n'
        '"We walked until there were cows," said Ana Ruiz, a nurse.'
    )
    assert [quotation.speaker for quotation in quotations] == ["Ana Ruiz"] * 4
    assert quotations[0].evidence == "its last paragraph names the speaker"


def test_words_that_go_on_are_no_surer_than_the_words_they_go_on_from() -> None:
    quotations = spoken(
        "Bo Lind fell on Sunday, near the top of the wall.\n\n"
        '"I remember the rope. It was a good rope.\n\n'
        '"It was soft where I landed, and that is all."\n\nNobody else saw it.'
    )
    assert quotations[1].evidence == "continues the quotation above"
    assert quotations[1].confidence <= quotations[0].confidence < 0.9
