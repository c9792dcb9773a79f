"""Tags in all their forms: offices before names, sounds from a crowd, participles, clauses without marks."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str) -> list[Quotation]:
    return [q for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


def speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in spoken(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Earlier that day, Lund scolded Ruiz for her tolls in Norway and Peru, saying, "They are a mess."', ["Lund"]),
        ('In Elm, Bo Lind thanked Ana Ruiz and Eva Holm, adding, "We are done here for good."', ["Bo Lind"]),
        ('Bo Lind and Ana Ruiz, speaking in Elm, said, "We are done here for good."', ["Ana Ruiz"]),
        (
            "Rivals were quick, with Bo Lind calling it a mess that the port was shut and asking, "
            '"How can anybody trust it with a ferry?"',
            ["Bo Lind"],
        ),
        ('Eva Holm sat with Bo Lind at the pier, laughing and asking, "How can anybody trust it?"', ["Eva Holm"]),
    ],
)
def test_a_participle_belongs_to_the_subject_not_to_the_name_before_it(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("advises sleep psychologist Holt", "Holt"),
        ("exhorts night nurse Ana Ruiz", "Ana Ruiz"),
        ("said master of ceremonies Omar Al-Sabri, a baker", "Omar Al-Sabri"),
        ("said head of harbour security Eva Holm", "Eva Holm"),
        ("said deputy director of public works Eva Holm", "Eva Holm"),
        ("said critics of former mayor Eva Holm", "critics"),
        ("said a friend of the late Eva Holm", "a friend"),
        ("said fans of Eva Holm", "fans"),
    ],
)
def test_an_office_in_small_letters_leads_to_its_name(tag: str, expected: str) -> None:
    assert speakers(f'It rained in Paris. "Talk to people who are kind and who listen," {tag}.') == [expected]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("came shouts from the crowd, as others booed", "the crowd"),
        ("came a weary reply from Ana Ruiz", "Ana Ruiz"),
    ],
)
def test_where_a_shout_comes_from(tag: str, expected: str) -> None:
    text = f'"Ring the bell," {tag}. (“I want no fight,” said one keeper.)'
    assert speakers(text) == [expected, "one keeper"]


def test_what_comes_as_news_is_no_tag() -> None:
    (quotation,) = spoken('"Ring the bell," came as a surprise from Ana Ruiz after the vote.')
    assert quotation.confidence < 0.7


def test_who_shouts_in_a_clause_is_not_who_laughs_after_it() -> None:
    text = 'When someone in the hall shouted, "Louder," Ruiz joked, again in a high voice, "Come up and help me."'
    assert speakers(text) == ["someone", "Ruiz"]


def test_a_tag_after_a_quotation_without_such_a_clause_stays() -> None:
    text = 'When Bo Lind came, the hall fell still. "Come up and help me," Ruiz joked.'
    assert speakers(text) == ["Ruiz"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ana Ruiz won two votes in the state, the editorial board writes.", "the editorial board"),
        ("Bo Lind may be slow to act while Ana Ruiz talks to Peru, Eva Holm said.", "Eva Holm"),
        ("Bo Holm, a baker, wept. Also, Lind is no friend of the sea, he said.", "Bo Holm"),
    ],
)
def test_a_quotation_goes_on_after_words_reported_without_marks(before: str, expected: str) -> None:
    assert speakers(f'{before} "It is a sign of how far they have come by now."') == [expected]


def test_a_noun_that_is_a_verb_elsewhere_reports_nothing() -> None:
    text = '"I like it," Bo Lind told people in Toledo, Ohio, his home state. "I think that is what matters."'
    assert [(q.speaker, q.confidence >= 0.9) for q in spoken(text)] == [("Bo Lind", True)] * 2


def test_an_age_before_a_noun_means_who_is_in_focus() -> None:
    text = (
        "Jason Holt said the plan holds. Ana Trent, who is the eldest, noted the rule. She said it was late, and when "
        'pressed on it, the 41-year-old mother of four replied, "It is meant for all of us, you know."'
    )
    assert speakers(text) == ["Ana Trent"]


def test_an_age_of_another_gender_is_somebody_new() -> None:
    text = 'Mr. Lind asked about it, and the 41-year-old mother of four replied, "It is for all of us, you know."'
    assert speakers(text) == ["the 41-year-old mother"]
