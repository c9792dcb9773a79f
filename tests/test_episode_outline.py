"""Chapters."""

from dataclasses import replace
from itertools import pairwise

from episode_examples import edition_of, ferry, script_of
from hypothesis import given, settings, strategies as st

from narrate.episode import chapters
from narrate.episode.outline import MOST_CHAPTERS, SHORTEST_MS

SENTENCE = "The harbour was quiet, and nobody knew when the next boat would come."


def listed(edition):
    return [(chapter.start_ms, chapter.title) for chapter in edition.chapters]


def test_the_first_chapter_starts_at_0_with_the_title_and_headings_follow():
    edition = edition_of(ferry(), character_ms=120)
    heading = next(timed for timed in edition.lines if timed.line.kind == "heading")
    assert listed(edition) == [
        (0, "Ferry to Skerry Island stops for the winter"),
        (heading.start_ms, "A lifeline for 90 people"),
    ]
    assert edition.chapters[-1].end_ms == edition.duration_ms


def test_a_heading_of_two_lines_is_one_chapter():
    paragraphs = [
        [("title", None, "Ferry")],
        [("narration", None, SENTENCE * 4)],
        [("heading", "Moira", "“We will miss it”:"), ("heading", None, "the island waits")],
        [("narration", None, SENTENCE * 4)],
    ]
    edition = edition_of(script_of(paragraphs))
    assert listed(edition)[1][1] == "“We will miss it”: the island waits"


def test_a_heading_right_after_the_headline_is_no_chapter_of_a_second():
    paragraphs = [[("title", None, "Ferry")], [("heading", None, "Boats")], [("narration", None, SENTENCE * 9)]]
    assert [name for _, name in listed(edition_of(script_of(paragraphs)))] == ["Ferry"]


def test_a_long_article_without_headings_gets_chapters_from_its_paragraphs():
    paragraphs = [[("title", None, "Ferry")]] + [[("narration", None, f"Part {n}. " + SENTENCE * 6)] for n in range(40)]
    edition = edition_of(script_of(paragraphs), character_ms=70)
    assert len(edition.chapters) > 5
    assert edition.chapters[1].title.startswith("Part ")
    assert all(chapter.end_ms - chapter.start_ms >= 60_000 for chapter in edition.chapters[:-1])


def test_a_short_article_without_headings_is_one_chapter():
    assert len(edition_of(script_of([[("title", None, "Ferry")], [("narration", None, SENTENCE)]])).chapters) == 1


def test_chapters_never_pass_the_255_of_a_ctoc_frame():
    paragraphs = [[("title", None, "Ferry")]]
    for number in range(600):
        paragraphs += [[("heading", None, f"Stop {number}")], [("narration", None, SENTENCE * 3)]]
    edition = edition_of(script_of(paragraphs))
    assert 100 < len(edition.chapters) <= MOST_CHAPTERS


def test_an_article_without_a_title_still_has_a_first_chapter():
    assert chapters(script_of([[("narration", None, " ")]]), (), 1000)[0].title == "Start"


@given(st.lists(st.sampled_from(["heading", "narration"]), max_size=60), st.integers(1, 400))
@settings(max_examples=60, derandomize=True)
def test_chapters_tile_the_episode(kinds, character_ms):
    paragraphs = [[("title", None, "Ferry")]] + [[(kind, None, SENTENCE)] for kind in kinds]
    edition = edition_of(script_of(paragraphs), character_ms=character_ms)
    starts = [chapter.start_ms for chapter in edition.chapters]
    assert starts[0] == 0
    assert starts[1:] == [chapter.end_ms for chapter in edition.chapters[:-1]]
    assert edition.chapters[-1].end_ms == edition.duration_ms
    assert all(later - earlier >= SHORTEST_MS for earlier, later in pairwise(starts))


def test_a_chapter_has_the_first_picture_that_stands_in_it():
    edition = edition_of(ferry(), character_ms=130)
    pictures = {1: "first.jpg", 4: "second.jpg", 5: "third.jpg"}
    lines = [
        replace(timed, line=replace(timed.line, image=pictures.get(number, "")))
        for number, timed in enumerate(edition.lines)
    ]
    found = chapters(edition.script, lines, edition.duration_ms)
    assert [chapter.image for chapter in found] == ["first.jpg", "second.jpg"]
