"""Who is named around a quotation without a verb of speech: digests, origins, cited titles, chants."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str) -> list[Quotation]:
    return [q for q in find_quotations(article_of(text), OPEN).quotations if q.kind == "speech"]


def speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in spoken(text)]


LESSON = "“A chart is worth little to those who read it on the morning after they have sailed out in the dark.” [Gull.]"


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Sailors agree - Carl Holm:", "Carl Holm"),
        ("Charts lose another reader - TideTeller:", "TideTeller"),
        ("GULLS FLY INLAND AND STAY - Mara Lind and Jon Berg:", "Mara Lind"),
        ("The long view of the coast - More from Berg:", "Berg"),
        ("Eva Holm told the board - after years of silence:", "Eva Holm"),
    ],
)
def test_the_name_between_a_dash_and_the_colon_speaks(lead: str, expected: str) -> None:
    assert speakers(f"Here is the news of the tide from TideTeller.\n\n{lead} {LESSON}\n\nThat was all for today.") == [
        expected
    ]


def test_whom_a_quote_is_said_to_be_from_said_it() -> None:
    said = '"A cold kettle has more friends in this county than our ferry."'
    assert speakers(f"{said} That quote from Elm Ferry Commissioner Bo Lind appeared in every kitchen.") == ["Bo Lind"]
    assert speakers(f"Eva Holm was cross. {said} The board from Lund Ferry met later.") != ["Lund Ferry"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bo Lind was right (\"Lind drops plan for 'toll on swans' in Elm,\" elmnews.com, Thursday).", []),
        ('Bo Lind was cross ("I never saw a boat so late," Eva Holm recalled on Thursday).', ["Eva Holm"]),
        ('Bo Lind was cross ("We never saw a boat so late," Eva Holm told the Elm Courier).', ["Eva Holm"]),
    ],
)
def test_a_title_with_its_source_in_brackets_is_no_speech(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Behind the mill in Elm, about 40 sailors walked up the lane, ringing bells and chanting "Sink the tax."',
            "40 sailors",
        ),
        ('In Elm, Bo Lind met three friends at the pier, holding an oar and chanting "Sink the tax."', "Bo Lind"),
    ],
)
def test_a_chain_of_participles_belongs_to_the_subject(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


def test_who_riffs_on_an_answer_speaks_not_who_gave_it() -> None:
    text = (
        "At the fair, Bo Lind played a film of Mayor Eva Holm on the toll.\n\n"
        '"Allow me to settle it - we are against it," the Republican council nominee riffed on Holm\'s answer.'
    )
    assert speakers(text) == ["Bo Lind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A kettle of the finest sort for any kitchen.” ― Carl Holm", ["Carl Holm"]),
        ("“We never saw a thing like it in this old town.” — Eva Berg, baker", ["Eva Berg"]),
        ("“Kettle makers meet for a third day” — Elm Courier, August 15, 2008", []),
        ("“Swans return to the mill pond” ― Elm Courier", []),
    ],
)
def test_a_paragraph_signed_after_a_dash_is_spoken_by_whose_name_stands_there(text: str, expected: list[str]) -> None:
    told = "Readers wrote to us from all over the county about the race for the board."
    assert speakers(f"{told}\n\n{text}\n\nThe end of the list is here, and nobody else has written.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lind came in a straw hat reading, “Swans Before Tolls” that day.", 1),
        ("Her banner, which read “Kettles for Harlan”, was wet.", 1),
        ("Lind likes reading “The Harlan Courier” on Sundays.", 0),
        ("The letter lay there while he was reading “Low Tide,” a novel.", 0),
        ("But their chants of “Bo! Bo! Bo!” were cut short.", 1),
        ("But their chants of “Bo! Bo! Bo” were cut short.", 1),
        ("He hosted an hour of “Harlan Today! Live” on Sundays.", 0),
        ("They were met with chants of “Lind, Lind” later.", 0),
    ],
)
def test_what_a_sign_reads_and_a_crowd_cries_is_voiced(text: str, expected: int) -> None:
    assert len(spoken(text)) == expected


def test_whom_a_list_of_topics_names_does_not_speak() -> None:
    text = '"He mends kettles for half of the town," Eva Holm says. Of Bo Lind: "I never saw him mend a thing."'
    assert speakers(text) == ["Eva Holm", "Eva Holm"]


def test_the_next_run_goes_on_after_the_tag_of_the_one_before_whoever_that_was() -> None:
    text = (
        "On the pier, Bo Lind played a tape of Mayor Eva Holm defending Kari Berg.\n\n"
        '"She could have said it in a word," the Republican council nominee riffed on Holm\'s answer to whether Berg '
        'was late, earning whistles and cheers from the hall. "The ferry needs somebody who can say yes!"'
    )
    assert speakers(text) == ["Bo Lind", "Bo Lind"]


def test_the_paper_that_reports_speaks_in_the_paragraphs_quoted_from_it() -> None:
    text = (
        "The Elm Courier reported that night ex-harbour chief Bo Lind testifies Lund ferry was late.\n\n"
        '"The mill stood empty, and clerk Eva Holm was the last to leave it.\n\n'
        '"Holm said that this was new to her.\n\n'
        "“He told us of a kettle that sang,” Holm said.\n\nAll of that came late."
    )
    assert speakers(text) == ["Elm Courier", "Elm Courier", "Holm"]
    above = "Eva Holm was a friend of Mayor Ana Ruiz, and she was at the pier that night with Bo Lind."
    assert speakers(f"{above}\n\n{text}") == ["Elm Courier", "Elm Courier", "Eva Holm"]


def test_who_leads_a_report_still_speaks_in_the_quotation_below() -> None:
    text = "Bo Lind said the ferry was late again.\n\n“Nobody told us that it would not come at all on that day.”"
    assert speakers(text) == ["Bo Lind"]


def test_as_the_paper_reported_leads_up_to_its_words() -> None:
    said = '"No swan has been seen on the pond since May, and the board has not sent anybody to look.'
    text = f'As the Elm Courier reported on Friday, the board was silent on the swans:\n\n{said}"\n\nIt rained.'
    assert speakers(text) == ["Elm Courier"]
    text = f'As sailors left on Friday, the board was silent on the swans:\n\n{said}"\n\nIt rained.'
    assert speakers(text) == ["the board"]


def test_a_mark_at_the_end_of_a_paragraph_does_not_sign_the_one_above() -> None:
    text = (
        'The Elm Courier wrote this about the pond:\n\n"The pond is low.\n\n'
        '"Some children brought bread for the swans to miller Bo Lind.\n\n'
        '“We keep the bread in a tin for now, and we hope,” Lind said."\n\nIt rained for days.'
    )
    assert speakers(text)[:2] == ["Elm Courier", "Elm Courier"]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("The teacher gave the class a statement by Bo Lind on May 3:", "Bo Lind"),
        ("The teacher had a laugh at the remark by Bo Lind:", "Bo Lind"),
        ("Eva Holm made her case in a house by Lake Lind:", "Eva Holm"),
    ],
)
def test_whose_statement_leads_up_to_the_colon_speaks(lead: str, expected: str) -> None:
    said = "“A swan will bite whoever feeds it, and we should all be glad of that.”"
    assert speakers(f"{lead}\n\n{said}\n\nThat was on a Sunday.") == [expected]
