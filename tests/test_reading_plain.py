"""Plain text: what is read, what is dropped and why, however the text was wrapped and scraped."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from narrate.model import Article, Raw
from narrate.reading import read

DATA = Path(__file__).parent / "data" / "reading"
SCRAPED = (DATA / "scraped-with-counters-and-fake-author.txt").read_text(encoding="utf-8")
TITLE = "'Nobody told the gulls': How a harbour town lost its lighthouse keeper"


def article(text: str | bytes) -> Article:
    return read(Raw("article.txt", text.encode() if isinstance(text, str) else text))


def spoken(text: str | bytes) -> list[tuple[str, str]]:
    """Kept blocks as kind and words."""
    read_article = article(text)
    return [(b.kind, " ".join(read_article.text[b.start : b.end].split())) for b in read_article.blocks if b.kept]


EXPECTED = spoken(SCRAPED)


def test_the_headline_stands_first_without_its_year() -> None:
    read_article = article(SCRAPED)
    assert read_article.blocks[0].kind == "title"
    assert read_article.title == TITLE
    assert [read_article.text[cut.start : cut.end] for cut in read_article.cuts] == [" (2023)"]


def test_headings_and_paragraphs_are_counted_right() -> None:
    kinds = [kind for kind, _ in EXPECTED]
    assert (kinds.count("title"), kinds.count("heading"), kinds.count("paragraph")) == (1, 2, 15)
    assert ("heading", "'We are not a museum'") in EXPECTED
    assert ("paragraph", '"Forty years, and it took an afternoon."') in EXPECTED


def test_captions_made_of_the_headline_are_captions() -> None:
    captions = [b for b in article(SCRAPED).blocks if b.kind == "caption"]
    assert [(b.kept, b.reason) for b in captions] == [(False, "headline with a counter (image caption)")] * 2


def test_the_fake_author_is_metadata_and_never_the_author() -> None:
    read_article = article(SCRAPED)
    assert read_article.author == ""
    assert sum(b.kind == "metadata" for b in read_article.blocks) == 13
    assert not any("Quimby" in words for _, words in EXPECTED)


def test_every_dropped_block_has_a_reason() -> None:
    assert all(b.reason for b in article(SCRAPED).blocks if not b.kept)


def test_everything_outside_of_blocks_is_white_space() -> None:
    read_article = article(SCRAPED)
    position = 0
    for block in read_article.blocks:
        assert block.start >= position
        assert not read_article.text[position : block.start].strip()
        position = block.end
    assert not read_article.text[position:].strip()


def _wrapped(width: int) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) if line.strip() else ""
        for line in SCRAPED.split("\n")
    )


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("without blank lines", re.sub(r"\n+", "\n", SCRAPED)),
        ("more blank lines", SCRAPED.replace("\n", "\n\n")),
        ("line ends of Windows", SCRAPED.replace("\n", "\r\n")),
        ("line ends of old Macs", SCRAPED.replace("\n", "\r")),
        ("no-break spaces", SCRAPED.replace(" ", "\u00a0")),
        ("two spaces after a stop", SCRAPED.replace(". ", ".  ")),
        ("wrapped at 60", _wrapped(60)),
        ("wrapped at 72", _wrapped(72)),
        ("wrapped at 100, Windows", _wrapped(100).replace("\n", "\r\n")),
        ("typescript", _wrapped(66).replace("\n", "\n\n")),
        ("byte order mark", "\ufeff" + SCRAPED),
        ("trailing spaces", SCRAPED.replace("\n", "  \n")),
        ("a year on no headline", SCRAPED.replace(" (2023)", "")),
    ],
)
def test_the_layout_of_the_text_changes_nothing(name: str, variant: str) -> None:
    assert [w for w in spoken(variant) if w[0] != "title"] == [w for w in EXPECTED if w[0] != "title"]
    assert article(variant).title == TITLE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_of_the_text_changes_nothing(encoding: str) -> None:
    assert spoken(SCRAPED.encode(encoding)) == EXPECTED


def test_wrapped_and_crlf_texts_keep_their_offsets() -> None:
    spans = [b.span for b in article(SCRAPED).blocks]
    assert [b.span for b in article(_wrapped(72)).blocks] == spans
    assert [b.span for b in article(SCRAPED.replace("\n", "\r\n")).blocks] == spans


def test_a_film_title_keeps_its_year() -> None:
    text = "The Long Tide (2021)\n\n" + "\n\n".join(
        f"The film follows a family on the coast through year {n} of a strike, and it never hurries." for n in range(5)
    )
    read_article = article(text)
    assert read_article.title == "The Long Tide (2021)"
    assert read_article.cuts == ()


def test_labels_of_an_interview_are_no_headings() -> None:
    text = """The woman who counts the stones

By Ana Beck
Coast correspondent

Marit Osei has counted every stone of the wall. She met us on what is left of it, in a borrowed coat.

Beck: Why do you count them?

Osei: Because each one that we find is one that nobody has to buy. That is all there is to it.

Beck: And at night?

Osei: At night I count the boats. There are eleven fewer, so it goes faster.

What comes next

The council will vote on the repairs next week, and the fishing crews will not wait for it.
"""
    headings = [words for kind, words in spoken(text) if kind == "heading"]
    assert headings == ["What comes next"]
    dropped = [b.reason for b in article(text).blocks if not b.kept]
    assert dropped == ["byline", "byline"]


def test_marks_made_to_be_clicked_are_cut_and_the_words_around_them_stay() -> None:
    text = """The wall of the harbour

The wall was built in 1871.[3] It fell in March,[12][13] and nobody saw it [citation needed] fall.

Osei counted [the stones] twice for [a] friend, she said. The list (opens in a new tab) hangs on the door. Read more »

The council will vote next week, and it wants us to read more
"""
    read_article = article(text)
    cut = [read_article.text[c.start : c.end].strip() for c in read_article.cuts]
    assert cut == ["[3]", "[12][13]", "[citation needed]", "(opens in a new tab)", "Read more »"]
    assert all(c.reason for c in read_article.cuts)
