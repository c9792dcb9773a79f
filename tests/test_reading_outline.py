"""The outline: what people see and edit before anything is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.errors import SourceError
from narrate.model import Article, Raw
from narrate.reading import dump_outline, load_outline, outline_of, read

DATA = Path(__file__).parent / "data" / "reading"
SCRAPED = (DATA / "scraped-with-counters-and-fake-author.txt").read_bytes()


def contents(article: Article) -> list[tuple[str, int, bool, str, str]]:
    return [(b.kind, b.level, b.kept, b.reason, article.text[b.start : b.end]) for b in article.blocks]


def test_an_outline_comes_back_as_it_went() -> None:
    article = read(Raw("gulls.txt", SCRAPED))
    again = load_outline(dump_outline(article), "gulls.outline.yaml")
    assert contents(again) == contents(article)
    assert again.title == article.title
    assert [again.text[c.start : c.end] for c in again.cuts] == [article.text[c.start : c.end] for c in article.cuts]


def test_an_edited_outline_is_an_article() -> None:
    text = dump_outline(read(Raw("gulls.txt", SCRAPED)))
    edited = text.replace("- heading: A tower of its own\n", "- heading: The tower\n  read: false\n")
    article = read(Raw("gulls.outline.yaml", edited.encode()))
    heading = next(b for b in article.blocks if article.text[b.start : b.end] == "The tower")
    assert (heading.kind, heading.kept, heading.reason) == ("heading", False, "short, no full stop, prose after it")


def test_a_dropped_block_can_be_read_again() -> None:
    text = dump_outline(read(Raw("gulls.txt", SCRAPED)))
    article = load_outline(text.replace("read: false", "read: true"), "x")
    assert all(block.kept for block in article.blocks)


def test_the_data_holds_offsets_and_reasons() -> None:
    article = read(Raw("gulls.txt", SCRAPED))
    data = outline_of(article)
    assert [b["text"] for b in data["blocks"]] == [article.text[b["start"] : b["end"]] for b in data["blocks"]]
    assert {b["kept"] for b in data["blocks"]} == {True, False}
    assert all(b["reason"] for b in data["blocks"] if not b["kept"])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("# narrate outline\nblocks: [\n", "line "),
        ("# narrate outline\ntitle: x\n", "no blocks"),
        ("# narrate outline\nblocks:\n- paragraph: One.\n- verse: Two.\n", "line 4: unknown 'verse'"),
        ("# narrate outline\nblocks:\n- paragraph:\n", "line 3: this block has no text"),
        ("# narrate outline\nblocks:\n- paragraph: One.\n  read: perhaps\n", "line 3: read is true or false"),
        ("# narrate outline\nblocks:\n- paragraph: One.\n  unread: [Two]\n", "line 3: unread words"),
        ("# narrate outline\nblocks:\n- just words\n", "line 3: each block"),
        ("# narrate outline\nblocks: &a\n- *a\n", "line"),
    ],
)
def test_a_broken_outline_names_its_line(text: str, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        load_outline(text, "x.yaml")
    assert caught.value.hint
