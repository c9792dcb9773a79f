"""A whole web page pasted as text: the article is found in it, and the reader is told."""

from __future__ import annotations

from pathlib import Path

from narrate.model import Raw
from narrate.reading import read

PASTED = (Path(__file__).parent / "data" / "reading" / "whole-page-pasted.txt").read_bytes()


def test_only_the_article_of_a_pasted_page_is_read() -> None:
    article = read(Raw("pasted.txt", PASTED))
    kept = [(block.kind, article.text[block.start : block.end].split(".")[0]) for block in article.blocks if block.kept]
    assert [kind for kind, _ in kept] == [
        "title", "paragraph", "paragraph", "heading", "paragraph", "paragraph", "paragraph",
    ]  # fmt: skip
    assert kept[0][1] == article.title == "Harbour wall to be rebuilt by autumn"
    assert kept[3][1] == "A list on the door"


def test_a_pasted_page_is_called_one() -> None:
    assert any("whole web page" in warning for warning in read(Raw("pasted.txt", PASTED)).warnings)


def test_a_list_of_prizes_is_no_page() -> None:
    prizes = "\n".join(f"Best {what}: {who}" for what in ("film", "song", "hat", "boat") for who in "ABCDEFG")
    text = f"Who won what in the harbour\n\nThe prizes were given on Tuesday, in the rain, by the mayor.\n\n{prizes}\n"
    article = read(Raw("prizes.txt", text.encode()))
    assert all(block.kept for block in article.blocks)
    assert article.warnings == ()
