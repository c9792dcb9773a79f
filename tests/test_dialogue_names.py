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


@pytest.mark.parametrize(
    "office",
    ["US Secretary of State", "Governor of Washington", "Elmland Secretary of State", "Chief of Staff"],
)
def test_an_office_before_a_name_is_no_part_of_it(office: str) -> None:
    text = f'"Mark my words," {office} Jon Ruiz said at the meeting. "It is a start."\n\n{office} Jon Ruiz left.'
    assert speakers(text) == ["Jon Ruiz", "Jon Ruiz"]


def test_an_office_without_a_name_is_who_holds_it() -> None:
    text = 'General Bo Lind spoke in Elm. At the show, the General said; "The army is ready for today alone."'
    assert speakers(text) == ["Bo Lind"]


def test_a_relative_does_not_take_over_the_family_name() -> None:
    text = (
        'Karl Lind, 50, and his wife, Ana Lind, came by boat. "It was a hard year for all of us," Lind said.\n\n'
        'Nobody had seen Ana that winter. "It is behind us," Lind said.'
    )
    assert speakers(text) == ["Karl Lind", "Karl Lind"]


def test_christian_is_a_given_name_and_a_faith() -> None:
    text = (
        'Christian Holm and his wife Geri came to the race. "It has been hard for us," Holm said. '
        'Geri Holm, 51, left. A Christian group said: "We wish them well, and we always did."'
    )
    assert speakers(text) == ["Christian Holm", "A Christian group"]


def test_a_family_name_may_be_a_small_word() -> None:
    text = (
        '"It was a long road," said Al From, who built it. Many saw the party as broken, From said. '
        '"We had to ask how to mend it." From agreed that it took years. “It is a debt,” said Theresa May in May.'
    )
    assert speakers(text) == ["Al From", "Al From", "Theresa May"]


def test_a_family_name_may_be_a_verb() -> None:
    assert speakers('Others are less sure. "It will not hold for long," said Omar Fell, who owns a bar.') == [
        "Omar Fell"
    ]


def test_who_is_close_to_somebody_is_a_person() -> None:
    assert speakers('"It will not hold for long," said one person close to the mayor.') == ["one person"]


@pytest.mark.parametrize("word", ["Bewildered", "Gutted", "Furious"])
def test_how_somebody_feels_is_no_part_of_the_name(word: str) -> None:
    text = f'Bo Lind lit a fire for Cora Moss on Monday. {word} Moss told the Courier: "I saw it only a day later."'
    assert speakers(text) == ["Cora Moss"]


def test_a_participle_that_names_a_company_is_part_of_its_name() -> None:
    text = 'It bought Allied Looms. Allied Looms grew. "It is a big day for all of us," said Allied Looms.'
    assert speakers(text) == ["Allied Looms"]


@pytest.mark.parametrize("rank", ["Insp", "Det Insp", "DCI", "Det Supt"])
def test_a_rank_in_short_is_no_part_of_the_name(rank: str) -> None:
    text = f'Inspector Ana Ruiz said: "We found a match." {rank} Ruiz added: "It was still warm when we came."'
    assert speakers(text) == ["Ana Ruiz"] * 2


@pytest.mark.parametrize(
    "rank", ["Lt. Cmdr.", "Pfc.", "Insp.", "Brig. Gen.", "Asst. Dist. Atty.", "The Rt. Rev.", "Ven."]
)
def test_a_rank_is_no_part_of_the_name(rank: str) -> None:
    assert speakers(f'"It held," {rank} Ana Ruiz said. "It always held for us."') == ["Ana Ruiz"] * 2


@pytest.mark.parametrize("name", ["Luc TrÃ©mont", "Luc TrA\u0303\u00a9mont", "Luc Tre\u0301mont"])
def test_a_name_with_a_broken_or_decomposed_letter_is_one(name: str) -> None:
    text = f'Police in France saw him. As anti-fraud prosecutor {name} put it, "there was nothing but a bad crowd."'
    assert speakers(text) == [name]


def test_a_state_after_its_town_ends_the_sentence_and_is_nobody() -> None:
    text = 'It rained, says Bo Holt, a doctor in Erie, Pa. Sure, it is hard. "Talk to people who listen," he says.'
    assert speakers(text) == ["Bo Holt"]


def test_a_state_before_a_comma_ends_nothing() -> None:
    assert speakers('"It is hard," Bo Holt, a doctor from Erie, Pa., said in May.') == ["Bo Holt"]


def test_the_next_field_of_a_form_is_no_part_of_a_name() -> None:
    text = 'Name: Ana Holt Age: 27City: ElmJob: BakerWhy she is on strike: "As a baker, I make far too little for it."'
    assert speakers(text) == ["Ana Holt"]


def test_a_word_of_a_form_may_be_a_family_name() -> None:
    assert speakers('"It is hard," said Ana Status, a baker.') == ["Ana Status"]


def test_an_account_and_its_paper_label_a_quotation() -> None:
    text = (
        'It was a long night in Elm, as all agree.\n\nBoLind,Herald: "It was the first time that a boat had won it."'
        '\n\nEva Holm, Twitter: "The boat is the real winner of the night."'
    )
    assert speakers(text) == ["BoLind", "Eva Holm"]


def test_a_nationality_or_a_party_begins_the_name_of_a_body() -> None:
    text = (
        '"It is a good day for all," said American Airlines. "It is not," the Republican National Committee said. '
        '"We stay at home," the Democratic National Committee wrote. "We go," said the French Foreign Ministry. '
        '"We come too," said Iowa Republican Party chairman Bo Lind. "We vote," said Republican Tom Hale.'
    )
    bodies = ["American Airlines", "Republican National Committee", "Democratic National Committee"]
    assert speakers(text) == [*bodies, "French Foreign Ministry", "Bo Lind", "Tom Hale"]


@pytest.mark.parametrize(
    "body",
    [
        "Council on Foreign Tides",
        "Center for the Study of Tides",
        "Committee to Protect Rowers",
        "Department of Homeland Security",
        "Department of Fish and Wildlife",
        "Harbour Pilots' Association",
        "Lund Police Department",
        "University of the Isles",
    ],
)
def test_small_words_join_the_name_of_a_body(body: str) -> None:
    assert speakers(f'"It is too late for us," the {body} said. "We go," said Bo Lind.') == [body, "Bo Lind"]


@pytest.mark.parametrize("words", ["told the Senate on Lund", "spoke of Justice and Ruiz", "asked Congress to Lund"])
def test_small_words_between_two_names_join_none(words: str) -> None:
    assert speakers(f'Bo Lind {words}. "It is too late for us," Lund said.')[0] == "Lund"


def test_a_body_goes_by_its_initials() -> None:
    text = 'The Lund Port Authority met on Monday. "We go on strike," the LPA said. "We too," the Port Authority said.'
    assert speakers(text) == ["Lund Port Authority"] * 2


@pytest.mark.parametrize("word", ["Mother-of-two", "Ex-mayor", "Then-Mayor", "Vice-President", "Grandfather-of-six"])
def test_a_description_with_hyphens_is_no_part_of_the_name(word: str) -> None:
    assert speakers(f'{word} Ana Ruiz, from Lund, said: "I heard it fall and ran out at once."') == ["Ana Ruiz"]


def test_a_name_misspelt_once_is_the_same_person() -> None:
    text = '"It rained," Karla Becker said.\n\n"It was loud," Karla Beckers told us.\n\n"It hurt," said Karla Beckre.'
    found = find_quotations(article_of(text, "en"), OPEN)
    assert {quotation.speaker for quotation in found.quotations} == {"Karla Becker"}
    other = find_quotations(article_of(text.replace("Beckers", "Bekker"), "en"), OPEN)
    assert {quotation.speaker for quotation in other.quotations} == {"Karla Becker", "Karla Bekker"}


@pytest.mark.parametrize(
    ("body", "initials"),
    [
        ("Nina Brook Carter", "NBC"),
        ("Carl Ivan Adler", "CIA"),
        ("Northern Rowing Convention", "NRC"),
        ("Affordable Boat Act", "ABA"),
    ],
)
def test_neither_people_nor_meetings_go_by_their_initials(body: str, initials: str) -> None:
    text = f'{body} was in the news on Monday. "We stand by our report on it," the {initials} said.'
    assert speakers(text) == [initials]


def test_initials_of_two_bodies_mean_neither() -> None:
    text = 'The Lund Port Authority met the Lund Pilots Association. "We will never accept it," the LPA said.'
    assert speakers(text) == ["LPA"]


def test_a_department_goes_by_its_initials() -> None:
    text = 'The Department of Hill Safety met on Monday. "We will never accept it," DHS said.'
    assert speakers(text) == ["Department of Hill Safety"]


def test_a_department_is_not_the_office_of_a_judge() -> None:
    text = (
        'The State Department and the Justice Department answered. "We will win it all," the State Department said. '
        '"We will not," the Justice Department said. "I may," said Justice Bo Lind.'
    )
    assert speakers(text) == ["State Department", "Justice Department", "Bo Lind"]


@pytest.mark.parametrize(
    "body", ["the Citizens for Elm", "the Republican Party", "the Republican National Committee", "Doctors for Elm"]
)
def test_he_is_no_body_whose_name_begins_with_people(body: str) -> None:
    text = (
        f'"It was a sad day for all of us," said Bo Lind of {body} on Friday. '
        '"We will win it all this fall, my friends," he told the Gazette.'
    )
    assert speakers(text) == ["Bo Lind", "Bo Lind"]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("William Holm", "Bill Holm"),
        ("Margaret Holm", "Peggy Holm"),
        ("Joseph P. Holm", "Joe Holm"),
        ("Edward Holm", "Ted Holm"),
        ("Inés Ibáñez", "Ines Ibanez"),
    ],
)
def test_a_short_form_is_the_same_persons_name(full: str, short: str) -> None:
    text = f"{full} left in May. “I was glad to go,” {full} said. “So would you be,” {short} added."
    assert len({q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Tom Holm", "Peter Holm"), ("Bill Holm", "Bob Holm"), ("Ann Holm", "Nan Holm")]
)
def test_other_given_names_are_other_people(one: str, other: str) -> None:
    text = f"{one} and {other} left in May. “I was glad to go,” {one} said. “So was I,” {other} added."
    assert [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations] == [one, other]


@pytest.mark.parametrize("call", ["Buy Now", "Read More", "Sign Up Here", "Subscribe Now", "Add To Cart", "Get Yours"])
def test_a_call_to_the_reader_is_no_name(call: str) -> None:
    text = f"The book has short chapters. {call} Ana Ruiz went home. “It rains,” she said."
    assert find_quotations(article_of(text), DialogueSettings()).quotations[0].speaker == "Ana Ruiz"


@pytest.mark.parametrize("sign", ["× ", ""])
def test_an_advertisement_brings_nobody_in(sign: str) -> None:
    text = (
        f"Carl Moss was there on Monday.\n\n{sign}12 Tides All Sailors Should Know by Sir Bo Lind Bo Lind's book is "
        "full of lessons. After a lifetime at sea, Lind tells it in short chapters. Buy Now\n\n"
        "He also spoke of the pier. “It is old,” he said."
    )
    assert find_quotations(article_of(text), DialogueSettings()).quotations[0].speaker == "Carl Moss"


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“It rained,” said Jan Holm, a clerk.", "Jan Holm"),
        ("“It rained,” June Carter-Lind said in August.", "June Carter-Lind"),
        ("The board met. April Moss said: “It rained.”", "April Moss"),
        ("In April Moss told the board: “It rained.”", "Moss"),
        ("On 5 June Moss told the board: “It rained.”", "Moss"),
    ],
)
def test_a_month_before_a_family_name_is_a_given_name_unless_it_dates(sentence: str, speaker: str) -> None:
    text = f"The pier was open.\n\n{sentence}"
    assert find_quotations(article_of(text), DialogueSettings()).quotations[0].speaker == speaker
