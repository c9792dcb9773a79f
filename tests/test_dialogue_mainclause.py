"""Who speaks where a sentence tells more: relative clauses, questions before the answer, offices alone."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The mayor, who comes from Tarn, Norway, also praised them on Monday, saying, "They rowed."', "The mayor"),
        ('Mayor Ana Ruiz is back. The Mayor, who hails from Tarn, Norway, thanked Bo saying, "I cried."', "Ana Ruiz"),
        ('Oster Foods, which sells Biscos and Marl, rejected the claim, saying, "They are bread."', "Oster Foods"),
        ('The governor, who met Bo Lind on Monday, rejected the plan, saying, "It was time."', "The governor"),
        ('Ana Ruiz, who met Bo Lind, rejected it, and Eva Holm praised it, saying, "It was time."', "Eva Holm"),
    ],
)
def test_whom_a_relative_clause_tells_of_speaks_not_whom_it_names(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize("above", ["\n\n", " "])
def test_according_to_somebody_who_told_is_that_person(above: str) -> None:
    text = f'It is a lie, according to harbour chief Ana Ruiz, who told Lantern News:{above}"It is sad to hear it."'
    assert speakers(text) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("asking", "asker"),
    [
        ("When asked,", None),
        ("Asked", None),
        ("When he was asked,", None),
        ("When a reporter asked,", "a reporter"),
        ("When Ana Ruiz asked,", "Ana Ruiz"),
        ("Asked by a guest on Monday,", "a guest"),
    ],
)
def test_who_replies_to_a_question_has_not_asked_it(asking: str, asker: str | None) -> None:
    text = f'Bo Holt denied it later. {asking} "Do you regret it?" Holt replied, "No, I do not."'
    assert speakers(text) == [asker, "Bo Holt"]


@pytest.mark.parametrize(
    "text",
    [
        'Asked about the bridge, Bo Holt shrugged: "Why should I?"',
        'Bo Holt was asked about the bridge. "Why should I?" Holt said.',
        'Bo Holt asked the whole crowd, "Why should I?"',
    ],
)
def test_whoever_is_asked_about_something_may_ask_back(text: str) -> None:
    assert speakers(text) == ["Bo Holt"]


@pytest.mark.parametrize("given", ["First Lady Ana Ruiz opened the school.", "The First Lady, Ana Ruiz, came."])
def test_the_first_lady_is_an_office_and_no_name(given: str) -> None:
    assert speakers(f'{given} She met the pupils.\n\n"The school is a wonder," the First Lady said.') == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The company rejected the plan by Bo Lind, saying, "It was time. We waited."', "The company"),
        ('On Monday, the mayor of Tarn thanked Bo Lind for his work, adding: "It was time."', "the mayor"),
        ('His lawyer dismissed the claim against Bo Lind, telling reporters: "It was time."', "His lawyer"),
        ('The film shows Bo Lind meeting Ana Ruiz in Tarn, saying, "It was time. We waited."', "Bo Lind"),
    ],
)
def test_what_a_sentence_begins_with_is_the_subject_of_its_participle(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    "opener",
    [
        "Rather than offer an answer to Ruiz’s hypothesis",
        "Instead of a reply to Ana Ruiz’s claim",
        "After the long debate with Ana Ruiz at the harbour ended the strike",
    ],
)
def test_a_name_after_the_noun_of_an_opening_phrase_begins_the_clause(opener: str) -> None:
    assert speakers(f"Ana Ruiz and Bo Holt met. {opener} Holt smiled and said, “I am no saint.”") == ["Bo Holt"]


def test_of_two_tags_above_a_quotation_the_one_at_the_colon_counts() -> None:
    text = "It is, as Bo Holt says, a lie, according to harbour chief Ana Ruiz, who told Lantern News:\n\n“It is sad.”"
    assert speakers(text) == ["Ana Ruiz"]


@pytest.mark.parametrize("lead", ["Her message to Bo Lind:", "Ana Ruiz’s warning to Bo Lind:", "Ana Ruiz to Bo Lind:"])
def test_whom_words_are_for_has_not_said_them(lead: str) -> None:
    assert speakers(f'Ana Ruiz was brief. {lead} "We are done here, and you know it."') == ["Ana Ruiz"]


@pytest.mark.parametrize("given", ["Bo Lind met his wife Ana Lind.", "Bo Lind met Ana Lind, his wife."])
def test_a_title_tells_husband_and_wife_apart(given: str) -> None:
    assert speakers(f'{given} "We have no ties," Mrs. Lind said. "None," Mr. Lind said.') == ["Ana Lind", "Bo Lind"]


@pytest.mark.parametrize("words", ["a quick reply", "a sharp rebuke", "this answer"])
def test_whom_words_are_from_has_said_them(words: str) -> None:
    assert speakers(f'The film about Bo Lind drew {words} from Ana Ruiz: "We are ready. We will go."') == ["Ana Ruiz"]
