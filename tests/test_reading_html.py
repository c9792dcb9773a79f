"""HTML pages: the article with its labels, and nothing that stands around it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from narrate.dialogue import find_quotations, write_lines
from narrate.errors import SourceError
from narrate.model import Article, DialogueSettings, Raw, ReadingSettings
from narrate.reading import read
from narrate.reading.page import Piece, facts_of
from narrate.reading.parts import Part
from narrate.reading.passages import fold
from narrate.reading.recovery import recovered, with_captions
from narrate.script import compose

DATA = Path(__file__).parent / "data" / "reading"
PAGE = (DATA / "page-with-everything-around-it.html").read_text(encoding="utf-8")


def page(html: str, settings: ReadingSettings | None = None, origin: str = "page.html") -> Article:
    return read(Raw(origin, html.encode()), settings)


def kept(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks if b.kept]


def test_the_article_is_read_with_its_labels_and_nothing_else() -> None:
    read_page = page(PAGE)
    kinds = [kind for kind, _ in kept(read_page)]
    assert kinds == [
        "title", "paragraph", "paragraph", "heading", "paragraph", "block_quote", "list_item", "list_item",
        "list_item", "paragraph", "paragraph",
    ]  # fmt: skip
    assert ("heading", "A list on the door") in kept(read_page)
    assert ("block_quote", "It was not a storm. It was a Tuesday with ambitions.") in kept(read_page)
    assert kept(read_page)[-1][1].endswith("and the crews stay with the boats.")


def test_a_page_tells_its_facts() -> None:
    article = page(PAGE)
    assert article.title == "Harbour wall to be rebuilt by autumn"
    assert (article.author, article.date, article.language) == ("Ana Beck", "2024-03-05", "en-gb")
    assert (article.site, article.url) == ("The Example Herald", "https://herald.example/2024/harbour-wall")
    assert article.warnings == ()


def test_a_year_in_the_text_is_no_day_of_publication() -> None:
    body = "<article><h1>The harbour is open</h1><p>Wages have not moved since 2019, the council said on Monday.</p>"
    assert page(f"<html><body>{body}</article></body></html>").date == ""


def test_what_a_page_drops_is_listed_with_its_reason() -> None:
    article = page(PAGE)
    dropped = {article.text[b.start : b.end]: b.reason for b in article.blocks if not b.kept}
    assert dropped["Ferry to run again from Thursday, operator says"] == "link to another article"
    assert dropped["Read more: What the storm took from the island"] == "page furniture"
    assert dropped["Reporting by Ana Beck; editing by Jo Lind"] == "closing line of the desk"


def test_a_caption_stands_where_its_picture_stood() -> None:
    article = page(PAGE)
    texts = [article.text[b.start : b.end] for b in article.blocks]
    place = texts.index("The outer wall on Monday morning, seen from the ferry pier.")
    assert article.blocks[place].kind == "caption"
    assert not article.blocks[place].kept
    assert texts[place - 1].startswith("“We have counted the stones")
    assert ("caption", texts[place]) in kept(page(PAGE, ReadingSettings(captions="read")))


def test_the_headline_over_the_text_wins_against_the_one_for_search_engines() -> None:
    html = PAGE.replace(
        "<h1>Harbour wall to be rebuilt by autumn</h1>", "<h1>Harbour: the wall comes back by autumn</h1>"
    )
    assert page(html).title == "Harbour: the wall comes back by autumn"


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    html = re.sub(r"<h1>.*?</h1>|<meta property=\"og:title\"[^>]*>|<script.*?</script>", "", PAGE, flags=re.DOTALL)
    assert page(html).title == "Harbour wall to be rebuilt by autumn"


def test_a_live_blog_is_called_one() -> None:
    warnings = page(PAGE.replace('"NewsArticle"', '"LiveBlogPosting"')).warnings
    assert any("live blog" in warning for warning in warnings)
    titled = PAGE.replace("Harbour wall to be rebuilt by autumn", "Storm in the harbour – live updates")
    assert any("live blog" in warning for warning in page(titled).warnings)


def test_a_paywall_is_called_one() -> None:
    short = re.sub(
        r"<h2>A list on the door</h2>.*?</div>", "<p>Subscribe to continue reading.</p></div>", PAGE, flags=re.DOTALL
    )
    assert any("subscribers" in warning for warning in page(short).warnings)
    assert page(PAGE).warnings == ()


def test_a_nearly_empty_page_says_so() -> None:
    body = "<article><h1>The harbour is open</h1><p>The harbour is open again, the council said.</p></article>"
    warnings = page(f"<html><body>{body}</body></html>").warnings
    assert any("words of article were found" in warning for warning in warnings)


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><script>x()</script></body></html>", "<!DOCTYPE html>"])
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(SourceError) as caught:
        page(html)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("encoding", "declared", "media_type"),
    [
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", ""),
        ("cp1252", "windows-1252", ""),
        ("cp1252", "", ""),
        ("utf-16", "", ""),
        ("koi8-r", "koi8-r", ""),
        ("koi8-r", "", "text/html; charset=koi8-r"),
        ("shift_jis", "shift_jis", ""),
    ],
)
def test_pages_are_decoded_as_they_were_written(encoding: str, declared: str, media_type: str) -> None:
    words = {
        "koi8-r": "Гавань снова открыта, сообщил совет во вторник вечером. ",
        "shift_jis": "港は火曜日に再び開かれたと町議会は発表した。漁師たちは待っていた。",
    }.get(encoding, "The café’s façade fell on Tuesday, said Zoë Müller, who owns it. ")
    meta = f'<meta charset="{declared}">' if declared else ""
    body = "".join(f"<p>{n}. {words * 3}</p>" for n in range(8))
    html = f"<html><head>{meta}<title>A title for the page</title></head><body><article>{body}</article></body></html>"
    article = read(Raw("page.html", html.encode(encoding), media_type))
    assert words.strip() in article.text


def test_an_article_cut_by_adverts_is_put_together_again() -> None:
    def paragraphs(start: int) -> str:
        text = (
            "They have taken the wall apart and counted every stone in it, and the count is not what anybody hoped for"
        )
        return "".join(f"<p>{text}, number {n}.</p>" for n in range(start, start + 6))

    advert = '<div class="ad"><p><a href="/x">Buy this torch</a></p></div>'
    html = (
        f"<html><body><h1>Counting the stones of the harbour</h1><div class='text'>{paragraphs(1)}</div>{advert}"
        f"<div class='text'>{paragraphs(7)}</div>{advert}<div class='text'>{paragraphs(13)}</div></body></html>"
    )
    texts = [text for kind, text in kept(page(html)) if kind == "paragraph"]
    assert [re.search(r"\d+", text)[0] for text in texts] == [str(n) for n in range(1, 19)]  # type: ignore[index]


def test_tables_are_announced_by_default_and_read_if_wished() -> None:
    rows = ("<th>Boat</th><th>Length</th>", "<td>Ida</td><td>9 m</td>", "<td>Uta</td><td>11 m</td>")
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    html = PAGE.replace("<h2>A list on the door</h2>", table + "<h2>A list on the door</h2>")
    assert ("table", "Table with 2 rows: Boat, Length.") in kept(page(html))
    assert ("table", "Boat, Length.\nIda, 9 m.\nUta, 11 m.") in kept(page(html, ReadingSettings(tables="read")))
    assert not any(kind == "table" for kind, _ in kept(page(html, ReadingSettings(tables="skip"))))


def test_the_authors_name_over_the_text_is_a_byline() -> None:
    html = PAGE.replace('<p class="byline">By Ana Beck</p>', "").replace(
        '<div class="body">', '<div class="body"><p>Ana Beck</p><p>Coast correspondent</p>'
    )
    article = page(html)
    assert kept(article) == kept(page(PAGE))
    dropped = {article.text[b.start : b.end]: b.reason for b in article.blocks if not b.kept}
    assert dropped.get("Coast correspondent", "byline") == "byline"


def test_headings_that_stand_in_boxes_of_their_own_come_back() -> None:
    posts = "".join(
        f"<div class='post'><div class='head'><button>x</button><h3>Post {n} of the evening</h3></div>"
        f"<p>At {n} o'clock the crews came back to the wall, and {n} of them counted what was left.</p></div>"
        for n in range(1, 12)
    )
    article = page(f"<html><body><article><h1>The evening at the wall</h1>{posts}</article></body></html>")
    headings = [text for kind, text in kept(article) if kind == "heading"]
    assert headings == [f"Post {n} of the evening" for n in range(1, 12)]


STORY = (
    "The boats came back at noon and the pilots counted them twice, because nobody trusted the first count that day."
)


def _words(*kinds: str) -> list[Piece]:
    """Pieces of one page; a kind is tag, place and text."""
    made = []
    for kind in kinds:
        tag, place, text = kind.split("|")
        made.append(Piece(tag, text, fold(text), place))
    return made


def test_quotations_and_headings_among_recovered_paragraphs_come_back_too() -> None:
    found = [f"p|text|{STORY} {n}" for n in ("One.", "Two.", "Three.")]
    lost = [f"p|text|{STORY} {n}" for n in ("Four.", "Five.", "Six.")]
    pieces = _words(
        *found, lost[0], "blockquote|blockquote|We never saw it coming.", lost[1], "h3|post|FULL TIME",
        "figcaption|figure|The quay.", lost[2],
    )  # fmt: skip
    parts = [Part("paragraph", piece.text) for piece in pieces[:3]]
    again = recovered(parts, pieces)
    assert ("block_quote", "We never saw it coming.") in [(part.kind, part.text) for part in again]
    assert [part.text for part in again if part.kind == "paragraph"] == [p.text for p in pieces if p.tag == "p"]


def test_headings_of_a_kind_come_back_wherever_they_stand_in_the_text() -> None:
    rows = [row for n in range(9) for row in (f"h3|post|Minute {n} of it", f"p|text|{STORY} {n}")]
    rows.insert(6, "h3|post|Goal!")
    pieces = _words("h3|box|Most read today", *rows, "h3|post|After the end")
    parts = [Part("paragraph", piece.text) for piece in pieces if piece.tag == "p"]
    headings = [part.text for part in recovered(parts, pieces) if part.kind == "heading"]
    assert headings == ["Minute 1 of it", "Minute 2 of it", "Goal!", *(f"Minute {n} of it" for n in range(3, 9))]


def test_a_short_paragraph_comes_back_unless_it_is_made_of_links() -> None:
    pieces = _words(
        *(f"p|text|{STORY} {n}" for n in range(9)), "p|text|Anyway.", "p|text|More: a, b, c", f"p|text|{STORY}"
    )
    pieces[10] = replace(pieces[10], links=0.7)
    parts = [Part("paragraph", piece.text) for piece in pieces if piece.text.startswith(STORY)]
    assert [part.text for part in recovered(parts, pieces)][9:] == ["Anyway.", STORY]


def story_with(inside: str, above: str = "") -> str:
    body = f"<h1>The lamp</h1>{above}<p>{STORY}</p><p>{STORY} Once more.</p>{inside}<p>{STORY} {STORY}</p>"
    return f"<html><body><article>{body}</article></body></html>"


def test_the_words_of_a_caption_are_no_paragraph() -> None:
    caption = "<span>The quay at dawn</span> <span>Credit: J. Lind</span>"
    figure = f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    said = [text for _, text in kept(page(story_with(f"{figure}<p>The quay at dawn</p>")))]
    assert "The quay at dawn" in said  # the article itself says so, too
    pieces = facts_of(lxml_html.fromstring(figure), "").pieces
    assert with_captions([Part("paragraph", "The quay at dawn")], pieces) == []


def test_lists_and_headings_inside_a_quotation_keep_their_labels() -> None:
    items = "<ul><li>The lamp went out</li><li>The boats turned</li></ul>"
    article = page(story_with(f"<blockquote><h3>What happened</h3><p>It was late.</p>{items}</blockquote>"))
    assert ("list_item", "The lamp went out") in kept(article)
    assert ("block_quote", "It was late.") in kept(article)


def test_a_standfirst_is_read_as_a_paragraph_if_wished() -> None:
    line = "All night the pilots waited for the light"
    html = story_with("", above=f"<h2>{line}</h2>")
    assert line not in [text for _, text in kept(page(html))]
    assert ("paragraph", line) in kept(page(html, ReadingSettings(standfirst="read")))


def test_the_address_of_a_quoted_post_is_not_read() -> None:
    article = page(story_with("<blockquote><p>The lamp is back pic.twitter.com/3xi2FB4EZZ</p></blockquote>"))
    assert [article.text[cut.start : cut.end].strip() for cut in article.cuts] == ["pic.twitter.com/3xi2FB4EZZ"]


@pytest.mark.parametrize(
    ("wish", "heard"),
    [
        ("read", "The quay at dawn on Tuesday. The lamp is out. Photograph: Jo Lind/Reuters"),
        ("announce", "Picture: The quay at dawn on Tuesday."),
        ("skip", None),
    ],
)
def test_a_caption_is_read_summarised_or_skipped_without_its_credit(wish: Any, heard: str | None) -> None:
    caption = "The quay at dawn on Tuesday. The lamp is out. Photograph: Jo Lind/Reuters"
    figure = f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    article = page(story_with(figure), ReadingSettings(captions=wish))
    assert [text for kind, text in kept(article) if kind == "caption"] == ([heard] if heard else [])
    cuts = [article.text[cut.start : cut.end] for cut in article.cuts]
    assert cuts == (["Photograph: Jo Lind/Reuters"] if wish == "read" else [])


def test_a_caption_knows_the_picture_it_stands_under() -> None:
    words = "The boat lay at the quay for a week, and nobody on the island could say when it would sail again. "
    figure = (
        '<figure><img src="data:image/gif;base64,R0lGOD" data-src="/img/boat.jpg">'
        "<figcaption>The boat at the quay, on a morning in May</figcaption></figure>"
    )
    body = f"<h1>The boat that lay</h1><p>{words * 3}</p><p>{words * 2}</p>{figure}<h2>A week</h2><p>{words * 4}</p>"
    page = f"<html lang=en><head><title>The boat that lay</title></head><body><article>{body}</article></body></html>"
    article = read(Raw("https://news.example/boat", page.encode(), "text/html"))
    shown = {article.text[block.start : block.end]: block.image for block in article.blocks if block.image}
    assert shown == {"The boat at the quay, on a morning in May": "https://news.example/img/boat.jpg"}
    wishes = DialogueSettings()
    lines, removals = write_lines(article, find_quotations(article, wishes), wishes)
    script = compose(article, lines, (), removals)
    (pictured,) = [line for line in script.lines if line.image]
    assert pictured.kind == "narration", "a picture at the end of a section is none of the next"


def test_a_declared_language_is_not_believed_against_the_text() -> None:
    german = (
        "Der Hafen ist seit gestern wieder offen, und die Boote liegen nicht mehr auf der Wiese, sondern im Wasser. "
        * 3
    )
    html = "<html lang='{}'><body><article><h1>Der Hafen</h1><p>{}</p><p>{}</p></article></body></html>"
    assert page(html.format("en-US", german, german)).language == "de"
    assert page(html.format("de-AT", german, german)).language == "de-at"
    assert page(html.format("en-GB", STORY, STORY * 2)).language == "en-gb"
    assert page(html.format("sv", german, german)).language == "sv"  # nothing is known of it here
