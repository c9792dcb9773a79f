"""Whose verb is it? The subject of a verb of speech in sentences with several clauses."""

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
        ('Bo Lind instead told the harbour board: "I took the call at once."', ["Bo Lind"]),
        ("Bo Lind wrote. When his pupils wanted to know why, he’d respond, “I am afraid of short words.”", ["Bo Lind"]),
        ('Bo Lind stood there. The pictures show Ana Ruiz asking, "Can I come to the pier?"', ["Ana Ruiz"]),
        ('"We thank you," said one; "I like to talk to you," said another.', ["one", "another"]),
        (
            'Bo Lind, a judge who is known for it, said the claim that a clerk kept Ruiz from telling it "is not so," '
            'adding, "I have seen it all before."',
            ["Bo Lind"],
        ),
        (
            'Ana Ruiz said she found reasons for what Lind did while blaming herself. "I felt I was wrong about it."',
            ["Ana Ruiz"],
        ),
        (
            '"It is wide," Bo Lind said. He praised the boat that he built with his brother, Carl, and said, '
            '"The worst part was the winter."',
            ["Bo Lind", "Bo Lind"],
        ),
        ('"There are two ways," Bo Lind, Hilda for Elmland campaign manager told reporters.', ["Bo Lind"]),
        (
            '"It is safe," Bo Lind, head of works at Elm Dams, Locks, and Weirs, said in May. Weirs of Elm was sold.',
            ["Bo Lind"],
        ),
        (
            "Recalling her day in the Museum of Harbour Life and Trade as well as her youth, Ana Ruiz wept.\n\n"
            '"He should take a walk there," she told reporters.',
            ["Ana Ruiz"],
        ),
        (
            "But the co-hosts of the Harbours’ Summit said in a note they were glad.\n\n“We asked for it,” they said.",
            ["the co-hosts"],
        ),
        (
            'Vice President Jon R. Ruiz Jr., in an interview with a paper, blurted out, "Oh, dear," and left.',
            ["Jon R. Ruiz Jr."],
        ),
        ('"Let them know it," Lind says to Ruiz, who responds: "They will know it all."', ["Lind", "Ruiz"]),
        ("It was held in Elm because, in Ruiz’s words, “they are the best in the whole of Elm.”", ["Ruiz"]),
        ('From Ruiz\'s Facebook post: "It is time that our town leaves this behind."', ["Ruiz"]),
        ('"You got fat," said the older one, Earl Ruiz.', ["Ruiz"]),
        ("Ana Ruiz, a baker, hung up a note asking of Bo Lind, “Why does he do it at all?”", ["Ana Ruiz"]),
        (
            "The mill shut. Bo Lind was named in it.\n\nThe petition says,\n\n“Nobody asked us. It is late.”",
            ["The petition"],
        ),
        (
            "Bo Lind was named in it.\n\nPart of the leaflet reads,\n\n“Goats ride free. Dogs never do.”",
            ["the leaflet"],
        ),
        (
            "It rained on the pier. Bo Lind tells in a column why the paper shies away from calling goats goats: “If "
            "you say it calmly, people listen. That is why tone matters.”",
            ["Bo Lind"],
        ),
        ('The board accused Bo Lind of saying, "Nobody here needs a ferry."', ["Bo Lind"]),
        ('Bo Lind was criticized by Tom Berg for saying, "I never sail after dark."', ["Bo Lind"]),
        ('Ana Ruiz and the guests in the hall who chanted "no ferry, no peace" went home.', ["the guests"]),
        (
            "Borrowing Tom Berg’s famous line, “the sea has no patience with fools,” the mayor scolded Lind.",
            ["Tom Berg"],
        ),
        ("Bo Lind called the mayor at night. Ana Ruiz’s answer was: “Is the shop on the quay open?”", ["Ana Ruiz"]),
        ('"We thank you," said master of ceremonies Wim Tal, a Dutch engineer. "We stay."', ["Wim Tal", "Wim Tal"]),
        ('According to Ana Ruiz, as quoted by the Harbour Gazette, "The sea is a cruel friend."', ["Ana Ruiz"]),
        (
            "Rima Qasim sailed on in a Burkini.\n\nAccording to her:\n\n“Nobody helped me. I swam.”",
            ["Rima Qasim"],
        ),
        (
            "A report came from Elm, with a note from Tom Berg, who claims to have helped: “It is all a lie.”",
            ["Tom Berg"],
        ),
        (
            "Ana Ruiz met a guard. The guard nodded. Ruiz told him that it was late and he replied, “oh, absolutely.”",
            ["The guard"],
        ),
        ("Lastly, a man named Tom Berg posted on a wall: “A dog lay there. I yelled for help.”", ["Tom Berg"]),
        (
            "Harbour Watch Council Local 21 President Bo Lind did say he knew it. “We have been called,” he said.",
            ["Bo Lind"],
        ),
        ("The play was causing readers to ask “Why does the boat have no sail at all?”", ["readers"]),
        (
            "Ana Ruiz won. The danger for her is becoming her inner Bo Lind, who met Berg’s love by demanding: "
            '"What about goats?" The chance for her is to argue well.',
            ["Bo Lind"],
        ),
        ('Ana Ruiz said two guards stopped her at the gate and told her, "Go back to the sea."', ["two guards"]),
        ('Bo Lind told the court that the officer pushed him and shouted, "Stay down!"', ["the officer"]),
        ('Bo Lind told the court that the officer was late and added, "I saw it myself."', ["Bo Lind"]),
        ('"Never again," director of harbour works Eva Colin said.', ["Eva Colin"]),
        ('"Never again," the director of the harbour near Eva Colin’s house said.', ["the director"]),
        (
            'Lind put in: "Nothing is wrong with goats," before the chairman reminded Lind, "These are her minutes."',
            ["Lind", "the chairman"],
        ),
        ("“We may have to wait for it,” Sen.Ana Ruiz (D-Me.) told the Gazette. “Nobody hurries.”", ["Ana Ruiz"] * 2),
        (
            "Mayor Ana Ruiz won’t let it “fall off the quay,” press secretary Bo Lind told a paper on Monday.\n\n"
            "“There is enough to see for us all,” he said.",
            ["Bo Lind"],
        ),
        ("The wall held. | Wire Photo Ruiz: ‘The next fifty days will decide it’\n\nIt rained.", ["Ruiz"]),
    ],
)
def test_the_subject_of_the_verb_speaks(text: str, expected: list[str]) -> None:
    assert speakers(text)[-len(expected) :] == expected


def test_who_tells_something_else_after_a_quotation_does_not_plainly_say_it() -> None:
    text = "“Ahoy!” A harbour pilot {}. Bo Lind told the story on Monday, and nobody in the port believed it."
    article = [article_of(text.format(words)) for words in ("is claiming that he saw a whale", "claims")]
    found = [find_quotations(each, OPEN).quotations[0].confidence for each in article]
    assert found[0] < 0.8 < found[1]


@pytest.mark.parametrize("delay", ["comes after", "came just two days before", "comes as"])
def test_an_event_is_no_speaker_where_its_occasion_has_one(delay: str) -> None:
    text = f"The move {delay} Elm Ferries released a film about the quay: ‘Pack your bags, we are on our way.’"
    assert speakers(text) == ["Elm Ferries"]


@pytest.mark.parametrize("title", ["Rear Adm.", "Det Supt", "Lund Mayor"])
def test_an_apposition_may_begin_with_a_title(title: str) -> None:
    text = f"“We know that the boat is gone,” the harbour press secretary, {title} Bo Lind, said in a statement."
    (quotation,) = find_quotations(article_of(text), OPEN).quotations
    assert (quotation.speaker, quotation.cue) == ("Bo Lind", (text.index("said"), text.index("said") + 4))


def test_whom_a_verb_after_a_comma_tells_of_does_not_say_it() -> None:
    text = "The rowing club, Harbour Watch, said Lund sailors were late. “They came at noon on Monday,” it said."
    assert speakers(text) == ["Harbour Watch"]


@pytest.mark.parametrize("verb", ["can be heard saying", "was filmed telling a friend", "is seen shouting"])
def test_who_is_heard_saying_it_says_it(verb: str) -> None:
    (quotation,) = find_quotations(article_of(f"“All I did was bring the bread,” Bo Lind {verb}."), OPEN).quotations
    assert quotation.speaker == "Bo Lind"
    assert quotation.confidence > 0.9


def test_whose_father_built_it_says_it() -> None:
    assert speakers('"The boat leaked," Lind, whose father, Tom, built it, said.') == ["Lind"]


def test_who_goes_on_speaks_unless_it_is_somewhere() -> None:
    text = (
        'Bo Lind, 40, met Ana Holm. "You know it," he went on. Lind went on: "It did." Then Holm went on stage. '
        '"It is late for us," she said. "The boat is old," Lind went on.'
    )
    assert speakers(text) == ["Bo Lind", "Bo Lind", "Ana Holm", "Bo Lind"]


def test_what_a_colon_announces_is_not_said_by_who_speaks_next() -> None:
    text = 'Bo Lind met Ana Holm. A man in a cap shouted: "It leaked!" Lind turned to him and said, "Sir, it did not."'
    assert speakers(text) == ["A man", "Bo Lind"]


def test_the_other_of_two_is_somebody_else() -> None:
    text = 'Two officials met. "It sank," one of the officials said. "Nobody saw it at all," the other said.'
    assert speakers(text) == ["one of the officials", "the other"]


def test_who_does_it_himself_is_who_is_named() -> None:
    text = 'Bo Lind and Jim Dale ran. Lind himself was more careful: "We shall see." "I shall not," Dale himself said.'
    assert speakers(text) == ["Bo Lind", "Jim Dale"]


@pytest.mark.parametrize("lead", ["The crowd chanted,", "The crowd chanted:"])
def test_a_shout_that_is_led_up_to_is_not_the_next_speakers(lead: str) -> None:
    text = f'"We will win," Lind told them. {lead} "Four more years!" Holm, in a hall nearby, fired back: "He had ten."'
    assert speakers(text) == ["Lind", "The crowd", "Holm"]


@pytest.mark.parametrize(
    ("subject", "speaker"),
    [
        ("A nurse, helped by her sister, Eva Moss, said", "A nurse"),
    ],
)
def test_who_helped_is_not_who_says_it(subject: str, speaker: str) -> None:
    assert speakers(f'{subject}: "All of us are to be at home by noon."') == [speaker]


def test_a_response_speaks_for_its_owner() -> None:
    text = "Bo Lind and Ana Holm met. Lind's response came within the hour: \"She is at her wits' end.\""
    assert speakers(text) == ["Bo Lind"]


@pytest.mark.parametrize(
    ("subject", "speaker"),
    [
        ("Eva Holm, 31, from Lund, who was on the pier said", "Eva Holm"),
        ("A clerk, who was on the pier said", "A clerk"),
        ("Ana Ruiz won the hall over by asking", "Ana Ruiz"),
    ],
)
def test_whom_a_relative_clause_tells_of_says_it(subject: str, speaker: str) -> None:
    assert speakers(f'{subject}: "What about the boats and all the nets?"') == [speaker]
