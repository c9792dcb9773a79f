"""Tails of content farms, blogs and papers: none of them is read, and nothing of the article is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.model import Raw
from narrate.reading import read

DATA = Path(__file__).parent / "data" / "reading"
ARTICLES = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted((DATA / "articles").glob("*.txt"))}
TAILS = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted((DATA / "tails").glob("*.txt"))}
PAIRS = [(article, tail) for article in ARTICLES for tail in TAILS if article[:2] == tail[:2]]


@pytest.mark.parametrize(("article", "tail"), PAIRS)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_tail_is_dropped_and_the_article_is_kept(article: str, tail: str, gap: str) -> None:
    read_article = read(Raw("scraped.txt", (ARTICLES[article] + gap + TAILS[tail]).encode()))
    end = len(ARTICLES[article])
    inside = [block for block in read_article.blocks if block.start < end]
    behind = [read_article.text[b.start : b.end] for b in read_article.blocks if b.start >= end and b.kept]
    assert [b.reason for b in inside if not b.kept] == []
    assert behind == []


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_alone_loses_nothing(article: str) -> None:
    read_article = read(Raw("article.txt", ARTICLES[article].encode()))
    assert all(block.kept for block in read_article.blocks)
    assert read_article.blocks[0].kind == "title"
    assert read_article.language == article[:2]
    assert any(block.kind == "heading" for block in read_article.blocks)


@pytest.mark.parametrize("tail", TAILS)
def test_a_tail_without_blank_lines_is_dropped_too(tail: str) -> None:
    article = next(text for name, text in ARTICLES.items() if name[:2] == tail[:2])
    squeezed = "\n".join(line for line in (article + "\n" + TAILS[tail]).split("\n") if line.strip())
    read_article = read(Raw("scraped.txt", squeezed.encode()))
    words = [read_article.text[b.start : b.end] for b in read_article.blocks if b.kept]
    assert words == [line for line in article.split("\n") if line.strip()] or _bullets(words) == _bullets(
        [line for line in article.split("\n") if line.strip()]
    )


def _bullets(lines: list[str]) -> list[str]:
    return [line.removeprefix("- ") for line in lines]


def test_headings_named_like_furniture_stay_over_their_text() -> None:
    kept = read(Raw("notebook.txt", ARTICLES["en-notebook"].encode()))
    assert any(kept.text[b.start : b.end] == "5. Comments" and b.kept for b in kept.blocks)


def test_a_box_of_teasers_inside_an_article_is_dropped() -> None:
    paragraphs = ARTICLES["en-interview"].split("\n\n")
    box = "Related articles\n\nHow the ferry got its bell\n\nWho owns the beach?"
    text = "\n\n".join([*paragraphs[:5], box, *paragraphs[5:]])
    read_article = read(Raw("scraped.txt", text.encode()))
    dropped = [read_article.text[b.start : b.end] for b in read_article.blocks if not b.kept]
    assert dropped == box.split("\n\n")
