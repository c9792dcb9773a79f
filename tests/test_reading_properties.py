"""What holds for any input at all: an article that keeps its invariants, or one clear error."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from narrate.errors import SourceError
from narrate.model import Article, Raw
from narrate.reading import dump_outline, load_outline, read
from narrate.reading.encoding import clean
from narrate.reading.wrapping import passages_of

_WORDS = "the crew came home and took all of the long grey wall apart with great care and some tea"
DATA = Path(__file__).parent / "data" / "reading"
LINES = """The harbour opened again on Tuesday, two days after the storm.|Related articles|Author: Jo|Views: 12|
“We lost eleven boats,” she said.||  |(1)|A heading of some kind|- an item|https://example.org/x|Comments|Share|____|
The harbour opened again (2024)|\u200b|Photo: Jo Lind|\u00ad|5|By Ana Beck|3 March 2024|# Mark|> quoted|a|b|
and the crews went on with it until the small hours of the next""".replace("\n", "").split("|")
TEXTS = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=30).map("\n".join)


def assert_sound(article: Article) -> None:
    position = 0
    for block in article.blocks:
        assert position <= block.start < block.end <= len(article.text)
        assert not article.text[position : block.start].strip()
        assert block.kept or block.reason
        position = block.end
    assert not article.text[position:].strip()
    for cut in article.cuts:
        assert any(b.start <= cut.start < cut.end <= b.end for b in article.blocks)


def outcome_of(raw: Raw) -> Article | SourceError:
    try:
        return read(raw)
    except SourceError as error:
        return error


def assert_read_or_refused(data: bytes, name: str = "article") -> None:
    article = outcome_of(Raw(name, data))
    if isinstance(article, SourceError):
        assert "\n" not in article.message
        return
    assert_sound(article)
    again = load_outline(dump_outline(article), "outline")
    assert [(b.kind, b.kept) for b in again.blocks] == [(b.kind, b.kept) for b in article.blocks]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS)
@example("\ufeff\n(2024)\n(2024)\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    assert_read_or_refused(text.encode("utf-8", "surrogatepass"))
    assert_read_or_refused(text.encode("utf-8", "surrogatepass"), "article.md")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)
    assert_read_or_refused(b"<html><body>" + data)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TEXTS)
def test_passages_hold_every_character_that_is_not_space(text: str) -> None:
    cleaned = clean(text)
    joined, passages = passages_of(cleaned)
    assert len(joined) == len(cleaned)
    outside = list(joined)
    for passage in passages:
        assert passage.text == joined[passage.start : passage.end] == passage.text.strip()
        outside[passage.start : passage.end] = " " * (passage.end - passage.start)
    assert not "".join(outside).strip()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(6, 40), min_size=4, max_size=9), st.integers(50, 90), st.sampled_from(["\n", "\r\n"]))
def test_wrapping_changes_no_paragraph(lengths: list[int], width: int, end: str) -> None:
    words = _WORDS.split()
    paragraphs = [
        "The " + " ".join(words[(n * 7 + i) % len(words)] for i in range(length)) + "."
        for n, length in enumerate(lengths)
    ]
    wrapped = (end * 2).join(end.join(textwrap.wrap(paragraph, width)) for paragraph in paragraphs)
    if sum(len(paragraph) > 2 * width for paragraph in paragraphs) < 4:
        return  # too little wrapping to see it
    _, passages = passages_of(clean(wrapped))
    assert [passage.text for passage in passages] == paragraphs


@pytest.mark.parametrize("path", sorted((DATA / "found").glob("*")), ids=lambda path: path.name)
def test_what_fuzzing_found_stays_fixed(path: Path) -> None:
    assert_read_or_refused(path.read_bytes(), path.name)
