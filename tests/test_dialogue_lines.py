"""Lines: every kept paragraph cut into stretches of one voice, nothing lost."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings, strategies as st

from narrate.dialogue import article_of, find_quotations, write_lines
from narrate.model import Article, Block, DialogueSettings, Line, Removal, digest_of

SETTINGS = DialogueSettings()
SURE = DialogueSettings(min_confidence=0.99)


def cut(article: Article, wishes: DialogueSettings = SETTINGS) -> tuple[tuple[Line, ...], tuple[Removal, ...]]:
    return write_lines(article, find_quotations(article, wishes), wishes)


def voices(text: str, wishes: DialogueSettings = SETTINGS) -> list[tuple[str | None, str]]:
    return [(line.speaker, line.text) for line in cut(article_of(text), wishes)[0]]


def assert_tiled(article: Article, wishes: DialogueSettings = SETTINGS) -> None:
    lines, removals = cut(article, wishes)
    spans = sorted((item.start, item.end) for item in (*lines, *removals, *article.cuts))
    kept = [block.span for block in article.blocks if block.kept]
    covered = [index for start, end in spans for index in range(start, end)]
    assert covered == [index for start, end in kept for index in range(start, end)]
    for line in lines:
        assert line.text == article.text[line.start : line.end]
        assert line.digest == digest_of(line.text)


PIECES = st.sampled_from(
    ["“", "”", '"', "'", "‘", "’", "«", "»", "„", "--", "— ", "\n\n", " said Ana Ruiz", " He said: ", "I left", ". ",
     ", ", "Q: ", "A: ", "Ana: ", "\u200b", "\u202b", "مرحبا ", "é", "🙂", "''", " ", "the 'n' ", "they’re ", "12",
     "Mr. Bo Lind told us ", '"I left," said Ana Ruiz. ', '"It rained." ', "“We ran.” “We hid,” he said. ",
     "»Ja.« »Nein.« "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["en", "fr", "de", "ru", "sv"]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_lines_tile_any_text(text: str, language: str) -> None:
    for labels in ("first", "never"):
        assert_tiled(article_of(text, language), DialogueSettings(labels=labels))


def test_a_quotation_is_voiced_and_its_tag_is_not() -> None:
    assert voices('"The vote was clean," said Ivo Marsh. "Come and see."') == [
        ("Ivo Marsh", '"The vote was clean," '),
        (None, "said Ivo Marsh. "),
        ("Ivo Marsh", '"Come and see."'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lund’s mill did not deny it. In a letter, it said only that “every choice was made with what was known then.”",
        "Ana Ruiz said that “the river wall will stand for a hundred years, and we will watch it.” Nobody clapped.",
    ],
)
def test_a_clause_of_the_narrators_sentence_is_no_speech(text: str) -> None:
    assert [quotation.kind for quotation in find_quotations(article_of(text), SETTINGS).quotations] == ["fragment"]
    assert [speaker for speaker, _ in voices(text)] == [None]


def test_whole_sentences_after_that_are_speech() -> None:
    text = "Ana Ruiz said that “We will stay here for good. We will watch the wall.”"
    assert [quotation.kind for quotation in find_quotations(article_of(text), SETTINGS).quotations] == ["speech"]


def test_a_fragment_stays_with_the_narrator_unless_a_setting_says_otherwise() -> None:
    text = 'Ana Ruiz said the river wall was "never more than a sketch" and would not be built.'
    assert [speaker for speaker, _ in voices(text)] == [None]
    assert [speaker for speaker, _ in voices(text, DialogueSettings(fragments="speaker"))] == [None, "Ana Ruiz", None]


def test_a_closing_full_stop_alone_is_no_line() -> None:
    lines = voices('The mayor, Ana Ruiz, said: "We will rebuild the bridge, and we will do it now". Nobody clapped.')
    assert all(any(character.isalnum() for character in words) for _, words in lines)


def test_a_heading_that_quotes_is_spoken_by_whom_it_quotes() -> None:
    text = "'We were never told'\n\nIt shut.\n\n\"We were never told it was for good,\" said fitter Sol Brandt."
    article = article_of(text)
    first = cut(article)[0][0]
    assert (first.kind, first.speaker) == ("title", "Sol Brandt")
    assert cut(article, DialogueSettings(headings="narrator"))[0][0].speaker is None


def test_labels_are_said_first_always_or_never() -> None:
    text = (
        "Interviewer: What changed?\n\nElsa Brink: Everything. We moved.\n\n"
        "Interviewer: And the church?\n\nBrink: It stayed put."
    )
    removed = [len(cut(article_of(text), DialogueSettings(labels=wish))[1]) for wish in ("first", "always", "never")]
    assert removed == [2, 0, 4]
    speakers = [line.speaker for line in cut(article_of(text), DialogueSettings(labels="never"))[0]]
    assert speakers == ["Interviewer", "Elsa Brink", "Interviewer", "Elsa Brink"]


def test_cuts_inside_of_a_block_are_left_out() -> None:
    text = 'Ana Ruiz said: "We stay (2024) here for good."'
    at = text.index("(2024)")
    article = Article(text, (Block("paragraph", 0, len(text)),), cuts=(Removal(at, at + 6, "scraper"),))
    assert_tiled(article)


def test_paragraphs_are_counted_over_the_kept_blocks() -> None:
    text = "One two.\nDropped.\nThree four."
    blocks = (Block("paragraph", 0, 8), Block("boilerplate", 9, 17, kept=False), Block("paragraph", 18, 29))
    assert [line.paragraph for line in cut(Article(text, blocks))[0]] == [0, 1]


def test_an_unsure_speaker_is_left_open_and_named_as_a_candidate() -> None:
    text = 'It rained.\n\n"We should all have stayed at home, I think."\n\nIt rained again. Then came the snow.'
    (quotation,) = find_quotations(article_of(text), SETTINGS).quotations
    (line,) = (line for line in cut(article_of(text))[0] if line.kind == "quote")
    assert quotation.speaker is None
    assert (line.speaker, line.unsure) == (None, True)
    assert line.evidence


def test_an_unsure_line_names_those_who_come_into_question() -> None:
    text = 'Ana Ruiz met Bo Lind.\n\nA storm came up.\n\n"We should all have stayed at home."\n\nIt rained.'
    lines = write_lines(article_of(text), find_quotations(article_of(text), SURE), SURE)[0]
    (line,) = (line for line in lines if line.kind == "quote")
    assert line.unsure
    assert set(line.candidates) <= {"Ana Ruiz", "Bo Lind"}
    assert line.candidates
    assert all(not other.candidates for other in lines if other is not line)


PARAGRAPHS = st.sampled_from(
    ['"I saw it," said Ana Ruiz.', '"It fell," Bo Lind said. "Then it burned."', '"We ran," she said.', "It rained.",
     '"It was the wheel. It came off.', '"Nobody stopped.', '"I told them," he said, "and they laughed."',
     'The mayor, Cora Moss, sighed.', '"There was a dog."', 'Lind had left by then.', '"No," the mayor said.',
     "Moss told reporters: “It will be built.”", "“Twice, then,” said one of them.", "They met at nine."]
)  # fmt: skip
QUIET = st.sampled_from(
    ["The road was closed until the evening, and the rain went on for days.", "Ana Ruiz has run the mill since May.",
     "It was late.", "Bo Lind, who left early, could not be reached. He has no telephone."]
)  # fmt: skip


@given(st.lists(PARAGRAPHS, min_size=2, max_size=8), QUIET)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_paragraph_without_quotes_does_not_change_earlier_speakers(paragraphs: list[str], quiet: str) -> None:
    # Both people are named from the start: nobody is met for the first time in the added paragraph.
    text = "\n\n".join(["Ana Ruiz and Bo Lind met on Monday at the mill.", *paragraphs])
    before = [(q.start, q.end, q.speaker) for q in find_quotations(article_of(text), SETTINGS).quotations]
    longer = find_quotations(article_of(f"{text}\n\n{quiet}"), SETTINGS).quotations
    assert [(q.start, q.end, q.speaker) for q in longer] == before


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "“" * 10_000,
        "'" * 10_000,
        "''“”" * 2_500,
        "« — " * 2_500,
        "A" * 200_000,
        ("word " * 80_000).strip(),
        ("Ana Ruiz " * 30_000).strip(),
        '"I left," he said. ' * 2_000,
        "\u202b" + "”שלום“ אמר דן. " * 2_000,
        "\u200b".join('"Hello there," said Ana Ruiz.'),
        "",
        "\n\n\n",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_neither_hang_nor_lose_a_character(text: str) -> None:
    start = time.process_time()
    assert_tiled(article_of(text))
    assert time.process_time() - start < 20


def test_time_grows_with_length_and_not_with_its_square() -> None:
    rng = random.Random(3)
    names = ["Ana Ruiz", "Bo Lind", "Cy Hale"]
    sentences = [f'"I told them to wait," said {rng.choice(names)}. The road was closed.' for _ in range(2000)]

    def seconds(count: int) -> float:
        start = time.process_time()
        find_quotations(article_of(" ".join(sentences[:count])), SETTINGS)
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 9 * max(seconds(500), 0.02)


def test_a_speaker_below_the_mark_keeps_the_words_and_a_person_is_asked_to_look() -> None:
    article = article_of('"It was loose," said Ivo Marsh, who runs the port.')
    for mark, unsure in ((0.0, False), (1.0, True)):
        wishes = DialogueSettings(review_below=mark)
        (quote,) = (line for line in cut(article, wishes)[0] if line.kind == "quote")
        assert (quote.speaker, quote.unsure) == ("Ivo Marsh", unsure)


def test_a_heading_finds_its_quotation_in_another_tense() -> None:
    text = (
        "'We will not leave,' say tenants of a doomed tower\n\nIt rained.\n\n"
        '"We are not leaving," said Ana Ruiz.\n\n"Nobody wants this, and nobody ever did," said Bo Lind.'
    )
    heading = find_quotations(article_of(text), SETTINGS).quotations[0]
    assert (heading.kind, heading.speaker) == ("headline", "Ana Ruiz")


def test_a_heading_that_shares_small_words_alone_finds_nobody() -> None:
    text = (
        "'It will not be so,' say tenants of a doomed tower\n\nIt rained.\n\n"
        '"It will be hot and dark," said Ana Ruiz.\n\n"Not for me," said Bo Lind.'
    )
    heading = find_quotations(article_of(text), SETTINGS).quotations[0]
    assert (heading.kind, heading.speaker) == ("headline", None)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("“It will hold,” said Sen. Ana Ruiz (D-Elm), the head of the board", "speech"),
        ("“It will hold,” Ana Ruiz insisted, waving a paper", "speech"),
        ("“It will hold!” shouted Ana Ruiz from the pier", "speech"),
        ("“It will hold,” according to Ana Ruiz, a baker", "speech"),
        ("“It will hold,” says mayor", "headline"),
        ("“Stay at home tonight,” sailors told", "headline"),
        ("“Low Tide” opens in Elm", "headline"),
    ],
)
def test_a_line_that_tells_who_spoke_is_a_paragraph_without_its_full_stop(line: str, kind: str) -> None:
    text = f"The wall broke on Monday.\n\n{line}\n\n“It is old,” said Bo Lind.\n\nThe port will open on Friday."
    assert find_quotations(article_of(text), DialogueSettings()).quotations[0].kind == kind
