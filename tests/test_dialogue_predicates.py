"""The main clause read from its beginning: nobody who is named between the subject and its verb speaks."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

OPEN = DialogueSettings(min_confidence=0.0)
SUBJECTS = ("Ana Ruiz", "The vice president", "Protesters", "Police", "The union")
INSERTED = (
    ", a senator from Tarn, Norway,",
    ", 54, of Tarn, Norway,",
    " in San Jose, California,",
    ", in a letter to the Treasury on Friday,",
    ", flanked by Bo Lind and Tom Berg,",
    ", no friend of Bo Lind,",
    ", in a talk with Bo Lind on Elm Radio’s “State of the Sea,”",
    " – who had met Bo Lind twice –",
    ", when asked about Bo Lind’s visit to Iran,",
    ", like Bo Lind before, on Tuesday",
    " on Monday night, just hours after Bo Lind spoke in Tarn,",
    ", in a letter to Bo Lind on Friday",
    ", at a hearing last month",
)
PREDICATES = (
    "said, {}",
    "shook hands and said, {}",
    "also praised the mayor on the radio, saying {}",
    "declined to comment but said, {}",
    "rejected the claim in a statement, saying, {}",
    "took issue with Tom Berg, telling supporters, {}",
    "went to Reno, Nevada, on Friday and told a crowd, {}",
    "did not hold back: {}",
)


def speakers(text: str) -> list[str | None]:
    found = find_quotations(article_of(text, "en"), OPEN).quotations
    return [q.speaker for q in found if q.kind == "speech"]


@pytest.mark.parametrize("predicate", PREDICATES)
@pytest.mark.parametrize("inserted", INSERTED)
def test_what_stands_between_subject_and_verb_does_not_speak(inserted: str, predicate: str) -> None:
    for subject in SUBJECTS:
        text = f"{subject}{inserted} {predicate.format('“We will not accept this plan, not now and not ever.”')}"
        assert speakers(text) == [subject], text


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Protesters who had gathered outside the mill in Tarn, Norway, chanted, {}", "Protesters"),
        ("Ana Ruiz, who met Bo Lind, rejected it, and Eva Holm praised it, saying, {}", "Eva Holm"),
        ("The head of the mill, Ana Ruiz, a friend of Bo Lind, told us, {}", "Ana Ruiz"),
        ("The baker, Rear Adm. Bo Lind, with Ana Ruiz at his side, told us, {}", "Bo Lind"),
        ("The next day, Ana Ruiz, who had come from Tarn, Norway, told us, {}", "Ana Ruiz"),
        ("US Secretary of State Ana Ruiz, who met Bo Lind, told us, {}", "Ana Ruiz"),
        ("Officials said Ana Ruiz, 42, of Tarn, Norway, yelled, {}", "Ana Ruiz"),
        ("Bo Lind said the mill, which Ana Ruiz owns, would close, adding, {}", "Bo Lind"),
        ("In Tarn, where Bo Lind leads in the polls, Ana Ruiz, the mayor, told a crowd, {}", "Ana Ruiz"),
        ("HARLAN BANS GOATS The board, which met in Tarn, Norway, told us, {}", "The board"),
    ],
)
def test_the_subject_of_the_verb_speaks(text: str, speaker: str) -> None:
    assert speakers(text.format("“We will not accept this plan, not now and not ever.”")) == [speaker]


def test_a_name_may_have_an_article_and_a_graded_adjective() -> None:
    text = "“I never saw it,” a visibly shaken Ana Ruiz, with her lawyer, Bo Lind, at her side, replied."
    assert speakers(text) == ["Ana Ruiz"]


def test_who_stands_right_before_the_verb_after_an_adjunct_is_its_subject() -> None:
    assert speakers("On Monday, in a note Ana Ruiz wrote: “I will not stay.”") == ["Ana Ruiz"]
    assert speakers("Bo Lind left, and in a statement Ana Ruiz said: “I will not stay.”") == ["Ana Ruiz"]


@pytest.mark.parametrize("part", ["A section", "Another passage", "The opening line", "The last page", "Parts"])
def test_a_part_of_a_text_is_the_text(part: str) -> None:
    assert speakers(f"{part} of the memo to Bo Lind says, “We will not accept it, not now and not ever.”") == [
        "the memo"
    ]


@pytest.mark.parametrize(
    "opener",
    [
        "Two weeks ago,",
        "Hours later,",
        "Last week",
        "Days after Tom Berg lost,",
        "Like Tom Berg,",
        "Speaking to Tom Berg on the radio on Sunday,",
        "In a talk with Tom Berg, a host at Elm Radio,",
        "In Elm, where Tom Berg leads in the polls,",
        "At a rally in Tampa, Florida, on Friday,",
    ],
)
@pytest.mark.parametrize("subject", ["Ana Ruiz", "the union", "police", "protesters"])
def test_what_leads_up_to_the_subject_does_not_speak(opener: str, subject: str) -> None:
    for rest in (", unlike Bo Lind, told us, {}", " in Tarn, Norway, shook hands and said, {}"):
        text = f"{opener} {subject}{rest.format('“We will not accept this plan, not now and not ever.”')}"
        assert speakers(text) == [subject], text
