"""Whom the nominee, the senator, the Texan and the lawsuit stand for."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


def test_the_nominee_of_a_party_is_not_whom_the_article_gives_to_the_other() -> None:
    text = (
        "When Mara Holt attacked Republican nominee Jon Lind for his taxes, he had four words to say.\n\n"
        "“Everybody does it,” Lind said.\n\n"
        "“The biggest gift we have ever seen,” the Democratic presidential nominee told the hall."
    )
    assert speakers(text) == ["Jon Lind", "Mara Holt"]


def test_a_letter_in_brackets_tells_the_party() -> None:
    text = (
        "Sen. Jon Lind (R-Ohio) and Sen. Mara Holt (D-Iowa) met in Elm to talk about the harbour and its cranes.\n\n"
        "“We agree,” said Lind.\n\n“We do not,” said the Democratic senator."
    )
    assert speakers(text) == ["Jon Lind", "Mara Holt"]


def test_of_two_senators_the_one_who_is_talked_about_speaks() -> None:
    text = (
        "Senator Jon Lind and Senator Marco Ruiz met. Lind, a senator from Elm, wanted a vote.\n\n"
        "Ruiz was asked if he would block the vote. Ruiz said yes.\n\n"
        '"A vote will not change much," the senator said.'
    )
    assert speakers(text) == ["Marco Ruiz"]


def test_who_goes_on_is_who_spoke_last() -> None:
    text = (
        "Hugo Knight said at noon that nobody sails like Jon Lind.\n\n"
        '"He fixes what is broken," Knight said.\n\n"He is known all over the world," the coach continued.'
    )
    assert speakers(text) == ["Hugo Knight"] * 2


@pytest.mark.parametrize("word", ["Texan", "Californian", "American"])
def test_a_nationality_stands_for_somebody_named(word: str) -> None:
    assert speakers(f"“It works,” Jon Lind said. But “it may not help them,” the {word} added.") == ["Jon Lind"] * 2


def test_a_lawsuit_is_nobody_named_after_a_comma() -> None:
    text = (
        "Ruiz Works fought a lawsuit. According to the lawsuit, Ruiz Works had asked 130 people. "
        "Of forty welders, the lawsuit says, four got work. “The chance is small,” the lawsuit says."
    )
    assert speakers(text) == ["the lawsuit"]


def test_a_role_before_a_verb_of_speech_does_not_describe_what_follows_it() -> None:
    text = (
        "In Elm on Monday, the former Elm governor said the Harbour League takes votes. "
        "Bo Weld was glad.\n\n“They would come from Lind,” the governor said."
    )
    assert "Harbour League" not in speakers(text)


def test_an_owner_in_passing_does_not_take_the_family_name_over() -> None:
    text = (
        "Mara Holt attacked Jon Lind on Monday, but Lind spoke of Tom Holt's old debts.\n\n"
        "“He tried to switch the topic,” Holt said."
    )
    assert speakers(text) == ["Mara Holt"]


def test_a_letter_from_somebody_speaks_with_the_sender() -> None:
    assert speakers('Bo Lind received an email from Mara Holt saying: "Time to close the bridge."') == ["Mara Holt"]


def test_capitals_that_shout_a_name_do_not_become_the_name() -> None:
    text = "Roger Lind fears a war.\n\nIMPEACH ROGER LIND!\n\nThe day is near. “No,” said Mr. Lind."
    assert speakers(text) == ["Roger Lind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "U.S. Magistrate Judge Gabor Lindgren agreed with the town that Bo Ruiz may wait.\n\n"
            '"That is open to doubt," the magistrate wrote.',
            ["Gabor Lindgren"],
        ),
        (
            "“There is hope,” Richard Lind added.\n\nMinority Whip Jorun Holt also said towns wanted help, but that "
            "they might vote for a bill that has none. “We shall hardly say no to it,” he told reporters.",
            ["Richard Lind", "Jorun Holt"],
        ),
        (
            "Sens. Marco Ruiz and Ted Holt met. Jon Lind, a senator from Elm, wanted a vote.\n\n"
            'Ruiz was asked if he would block it. Ruiz said yes.\n\n"It will not change much," the senator said.',
            ["Marco Ruiz"],
        ),
    ],
)
def test_titles_give_roles(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_a_foundation_that_bears_a_given_name_is_no_he() -> None:
    text = (
        "Jon Lind came to Elm on Monday and looked at the old harbour. The Carter Foundation was there too.\n\n"
        "“We lost it all,” he said."
    )
    assert speakers(text) == ["Jon Lind"]


def test_critical_comments_are_nobody() -> None:
    text = "Jon Lind’s sharp words come a day after Mara Holt warned voters, “The next 50 days will count.”"
    assert "Jon Lind’s critical" not in speakers(text)


@pytest.mark.parametrize("credit", ["AP Photo", "Getty", "Getty Images"])
def test_a_headline_after_a_credit_speaks_with_its_subject(credit: str) -> None:
    text = (
        f"Jon Lind mocked Mara Holt. | {credit} Lind needles Holt: ‘Sleep well Mara, we see you at the debate!’\n\n"
        "Mara Holt did not answer the message of Jon Lind, who wrote it at night."
    )
    assert speakers(text) == ["Jon Lind"]


def test_this_man_is_whom_the_article_has_just_named() -> None:
    text = (
        "The writer Roger Lind has voted in eighteen elections. This man, who has lived through storms, "
        "believes that the vote is one:\n\n“My town faces a danger that nobody here has seen.”"
    )
    assert speakers(text) == ["Roger Lind"]


def test_one_of_many_is_another_each_time() -> None:
    text = (
        "Ana Ruiz, the mayor of Lund, closed the port on Monday, and readers were quick to answer.\n\n"
        "“The port is the heart of the town,” one reader wrote.\n\n"
        "Another sent a picture of an empty quay. “This is all that is left,” he wrote.\n\n"
        "A third said there was one question: “Who will pay for it,” the reader wrote.\n\n"
        "She had some friends, though. “It was time to close it,” one wrote.\n\n"
        "“We should be grateful to her, and she knows what she does.”"
    )
    assert speakers(text) == ["one reader", "Another", "A third", "one", "one"]


def test_a_body_that_is_told_of_again_is_the_one_that_speaks() -> None:
    text = (
        "Bo Lind sued the Elm Police Department. The department has been accused before. "
        '"We had no hand in this at all," the department said.'
    )
    assert speakers(text) == ["Elm Police Department"]


def test_who_leads_the_company_that_spoke_is_she() -> None:
    text = (
        '"We grow," Acme Steel said. The company was founded by Ana Ruiz. "I am glad to have made it," she said.\n\n'
        '"It is sold," the Elm Gazette reported. The company has 300 workers. "We are not for sale," the company said.'
    )
    assert speakers(text)[2:] == ["Elm Gazette", "The company"]


@pytest.mark.parametrize(
    ("given", "first", "second"),
    [
        ("Ana Ruiz, vice president of the club, met President Bo Lind.", "vice president", "president"),
        ("Deputy Mayor Ana Ruiz smiled. Mayor Bo Lind frowned.", "deputy mayor", "mayor"),
        ("Prime Minister Ana Ruiz smiled. Finance Minister Bo Lind frowned.", "prime minister", "finance minister"),
        ("Foreign Minister Ana Ruiz smiled. Finance Minister Bo Lind frowned.", "foreign minister", "finance minister"),
    ],
)
def test_an_office_is_told_from_another_by_the_word_before_it(given: str, first: str, second: str) -> None:
    text = f"{given}\n\n“It was good. I liked it,” the {first} said. “So did I,” the {second} said."
    found = [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations]
    assert found == ["Ana Ruiz", "Bo Lind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was held in Elm. A statement from Ana Ruiz said, “He is charged with theft.”", "Ana Ruiz"),
        ("A man was held in Elm. A letter sent by Mayor Ana Ruiz reads: “He is charged with theft.”", "Ana Ruiz"),
        ("Mayor Ana Ruiz knows. The letter from the mayor specified that, “Bo Lind is charged.”", "Ana Ruiz"),
        ("A man was held in Elm. A report from Norway said, “He is charged with theft.”", "A report"),
    ],
)
def test_a_text_speaks_for_whom_it_is_from(text: str, expected: str) -> None:
    assert [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations] == [expected]


def test_an_office_alone_with_its_article_is_no_name() -> None:
    text = "On Monday the Bishop Of Elm spoke. A smiling Pope Lucas was quoted telling guests:\n\n“These are one.”"
    found = [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations]
    assert "Bishop" not in str(found[0])


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("said a senior Ruiz adviser granted anonymity to speak of the plan", "a senior Ruiz adviser"),
        ("said one adviser given leave to speak freely", "one adviser"),
        ("a person close to the family told Lantern News", "a person"),
        ("an aide familiar with the talks said", "an aide"),
        ("the harbour police chief of Elm said", "the harbour police chief"),
    ],
)
def test_what_is_told_of_somebody_is_no_part_of_the_label(tag: str, expected: str) -> None:
    assert speakers(f"“She wants to be ready,” {tag}. “She is focused.”") == [expected, expected]


@pytest.mark.parametrize("thing", ["student crisis has", "teacher union", "migrant program will have", "voter bill"])
def test_a_noun_that_only_describes_another_is_nobody(thing: str) -> None:
    text = f'The {thing} helped Bo Lind. "We will never accept it from them," he said.'
    assert speakers(text) == ["Bo Lind"]


@pytest.mark.parametrize("verb", ["fled", "quit the job", "alone knew it", "whose son died was angry"])
def test_a_noun_before_its_verb_is_somebody(verb: str) -> None:
    assert speakers(f'An old farmer {verb}. "We will never accept it from them," he said.') == ["An old farmer"]


@pytest.mark.parametrize(
    ("opening", "description", "speaker"),
    [
        ("President Bo Lind spoke first.", "The vice president", "The vice president"),
        ("President Bo Lind met Vice President Ana Ruiz.", "The vice president", "Ana Ruiz"),
        ("Lt. Gov. Ana Ruiz met Gov. Bo Lind.", "The governor", "Bo Lind"),
        ("Lt. Gov. Ana Ruiz met Gov. Bo Lind.", "The lieutenant governor", "Ana Ruiz"),
        ("Former President Bo Lind met President Ana Ruiz.", "The president", "Ana Ruiz"),
        ("Former President Bo Lind met President Ana Ruiz.", "The former president", "Bo Lind"),
    ],
)
def test_a_rank_makes_another_office(opening: str, description: str, speaker: str) -> None:
    text = f"{opening} {description} told the crowd, “I have never seen anything like it.”"
    (found,) = find_quotations(article_of(text, "en"), DialogueSettings(min_confidence=0.0)).quotations
    assert (found.speaker or "").lower() == speaker.lower()


@pytest.mark.parametrize(
    ("body", "noun"),
    [
        ("National Tide League", "group"),
        ("Harbour Rights Coalition", "organization"),
        ("Coastal Safety Administration", "agency"),
        ("Bureau of Fisheries", "agency"),
        ("Elm Herald", "newspaper"),
        ("Elm College", "school"),
        ("Lund Relief Fund", "charity"),
    ],
)
def test_a_body_is_called_by_what_its_name_tells_it_is(body: str, noun: str) -> None:
    text = f"The {body} praised Bo Lind on Monday. “He has done a great deal for us,” the {noun} said."
    assert speakers(text) == [body]


def test_nobody_is_a_newspaper_and_a_newspaper_is_no_group() -> None:
    assert speakers("Bo Lind wrote to us. “He is the better man,” the newspaper said.") == ["the newspaper"]
    text = "The Elm Herald wrote that the Tide League was broke. “That is false,” the group said."
    assert speakers(text) == ["Tide League"]
