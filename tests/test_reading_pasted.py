"""A whole web page pasted as text: the article is found in it, and the reader is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

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


MENU = "Skip to content\nMenu\nHome\nNews\nSport\nSearch\nLog in\nSubscribe\nShare\nFacebook\nCookie settings\n" * 2
BODY = [
    "The harbour wall that fell in last week’s storm will be rebuilt by the autumn, the council said on Tuesday night.",
    "“We have counted the stones,” said Marit Osei, who keeps the light. “More than half of them can be used again.”",
    "The repairs will cost 2.4 million, a third of which comes from the region, and the rest from the harbour dues.",
]


def pasted(*between: str) -> list[str]:
    """What is kept of a page whose article holds some lines between its paragraphs."""
    after = [f"{one} {other}" for one, other in pairwise(BODY)]
    lines = [MENU, "Harbour wall to be rebuilt by autumn", "By Ana Beck", *BODY, *between, *after, MENU]
    article = read(Raw("pasted.txt", "\n".join(lines).encode()))
    assert article.title == "Harbour wall to be rebuilt by autumn"
    return [article.text[block.start : block.end] for block in article.blocks if block.kept][4:-2]


@pytest.mark.parametrize(
    "line",
    [
        "9:41PM",
        "Image copyright Getty Images",
        "Image caption The outer wall on Monday morning",
        "The outer wall on Monday morning. Credit : J. Lind - Contributor",
        "J. Lind / AP file",
        "LIGHTHOUSE KEEPER FINDS A LETTER IN THE WALL AND READS IT",
        "Most read in world news\n" + "\n".join(f"Teaser number {n} of the day" for n in range(3)),
        "School choir wins the harbour cup again after a year\nTen good ways to dry a carpet by Friday\n"
        "Ferry to run again from Thursday, operator says",
    ],
)
def test_what_only_a_page_holds_between_paragraphs_is_not_read(line: str) -> None:
    assert pasted(line) == []


@pytest.mark.parametrize(
    "line", ["A list on the door", "THE STONES", "* first the wall\n* then the light\n* then the road"]
)
def test_headings_and_lists_of_a_pasted_article_stay(line: str) -> None:
    assert [kept.lstrip("* ") for kept in pasted(line)] == [part.lstrip("* ") for part in line.split("\n")]


def test_the_headline_stands_over_its_standfirst() -> None:
    standfirst = "The council will rebuild the harbour wall that fell in last week’s storm by the autumn and pay for it"
    text = "\n".join([MENU, "Wall to be rebuilt by autumn", standfirst, *BODY, *BODY[:1], MENU])
    assert read(Raw("pasted.txt", text.encode())).title == "Wall to be rebuilt by autumn"


def test_the_sections_of_a_long_list_make_it_no_page() -> None:
    rows = ((what, who) for what in ("Film", "Music", "TV") for who in "ABCDEFGH")
    prizes = "\n".join(f"{what}\nWinner\n{who} Lind\nWinner of the year" for what, who in rows)
    article = read(Raw("prizes.txt", f"Who won\n\n{prizes}\n\n{BODY[0]}\n\n{BODY[1]}\n".encode()))
    assert not article.warnings
    assert sum(block.kept for block in article.blocks) == len(article.blocks)


def test_a_thread_of_comments_ends_the_article_in_a_language_that_no_lexicon_knows() -> None:
    comments = "\n".join(
        f"{name}\n12.0{n}.2024 17:3{n}\nDet var en ganske fin sak om muren og alle steinene, syntes jeg.\nSvar"
        for n, name in enumerate(("Ola", "Kari", "Per", "Liv", "Nils", "Åse", "Tor"), 1)
    )
    text = "\n".join([MENU, "Harbour wall to be rebuilt by autumn", *BODY, *BODY[::-1], *BODY, comments, MENU])
    article = read(Raw("pasted.txt", text.replace("the ", "da ").encode()))
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    assert kept[0] == "Harbour wall to be rebuilt by autumn"
    assert not any("ganske fin" in line or line == "Svar" for line in kept)


def test_sections_under_buttons_of_their_own_are_no_comments() -> None:
    section = "{0}\nSave\n" + " ".join(BODY) + "\n" + " ".join(BODY[::-1]) + "\n"
    text = "\n".join([MENU, "Seven harbours to see", *BODY, *(section.format(f"Harbour {n}") for n in range(7)), MENU])
    article = read(Raw("pasted.txt", text.encode()))
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    assert "Harbour 6" in kept


def test_what_stands_between_the_headline_and_its_byline_is_a_standfirst() -> None:
    standfirst = "It fell in a storm. Everybody has a plan for the stones."
    text = "\n".join([MENU, "Harbour wall to be rebuilt by autumn", standfirst, "By Ana Beck", *BODY, *BODY[:2], MENU])
    article = read(Raw("pasted.txt", text.encode()))
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    assert kept[:2] == ["Harbour wall to be rebuilt by autumn", BODY[0]]


def test_a_table_of_results_is_the_article_of_its_page() -> None:
    rows = "\n".join(f"{n} Boat number {n} {90 - n} points {n // 2}" for n in range(1, 25))
    text = "\n".join([MENU, "Who won the harbour race", BODY[0], BODY[1], "Place Boat Points", rows, BODY[2], MENU])
    article = read(Raw("pasted.txt", text.encode()))
    kept = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    assert sum("points" in line for line in kept) == 24
    assert kept[0] == "Who won the harbour race"
