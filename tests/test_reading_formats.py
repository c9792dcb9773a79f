"""Markdown, feeds, EPUB, PDF and DOCX: what is read of each, and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping

import pytest

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings
from narrate.reading import dump_outline, epub_chapters, feed_entries, kind_of, read, read_entry

PROSE = [
    "The harbour opened again on Tuesday, two days after the storm had taken the outer wall.",
    "“We lost eleven boats,” said Marit Osei, who keeps the light. “Nobody lost a cousin.”",
    "The council will vote on the repairs next week, and the fishing crews will not wait for it.",
]


def outcome_of(raw: Raw) -> Article | SourceError:
    try:
        return read(raw)
    except SourceError as error:
        return error


def blocks(article: Article, kept: bool = True) -> list[tuple[str, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks if b.kept is kept]


# ------------------------------------------------------------------------------------------------------- Markdown

MARKDOWN = f"""---
title: The light stays on
author: [Ana Beck, Jo Lind]
date: 2024-03-05
lang: en-GB
image: https://example.org/light.jpg
voices:
  Marit Osei: anna
---

# The light stays on

{PROSE[0]}[^1]

## After the storm

{PROSE[1]} See [the *first* report](https://example.org/1).

> It was not a storm, it was a Tuesday.

- one wall
- eleven **boats**

![The outer wall on Monday](wall.jpg)

| Boat | Length |
|------|--------|
| Ida  | 9 m    |
| Uta  | 11 m   |

```python
print("code")
```

{PROSE[2]}

[^1]: A note that nobody reads aloud.
"""


def test_markdown_keeps_its_labels_and_front_matter() -> None:
    article = read(Raw("light.md", MARKDOWN.encode()))
    assert blocks(article) == [
        ("title", "The light stays on"),
        ("paragraph", PROSE[0]),
        ("heading", "After the storm"),
        ("paragraph", PROSE[1] + " See the first report."),
        ("block_quote", "It was not a storm, it was a Tuesday."),
        ("list_item", "one wall"),
        ("list_item", "eleven boats"),
        ("table", "Table with 2 rows: Boat, Length."),
        ("paragraph", PROSE[2]),
    ]
    assert (article.author, article.date, article.language) == ("Ana Beck, Jo Lind", "2024-03-05", "en-gb")
    assert article.image == "https://example.org/light.jpg"
    assert article.voices == (("Marit Osei", "anna"),)


def pictures(article: Article) -> dict[str, str]:
    return {article.text[block.start : block.end]: block.image for block in article.blocks if block.image}


def test_pictures_stand_with_the_words_that_follow_them() -> None:
    text = """# Tide

![](one.jpg)

## First part

Words of the first part.

![A boat at the quay](https://a.example/two.jpg)

Words after the boat.

![](data:image/png;base64,iVBORw0KGgo=)

Words after what is no place.

![](last.jpg)
"""
    found = pictures(read(Raw("tide.md", text.encode())))
    assert found == {
        "Tide": "one.jpg",
        "A boat at the quay": "https://a.example/two.jpg",
        "Words after what is no place.": "last.jpg",
    }


def test_an_outline_keeps_its_pictures() -> None:
    article = read(Raw("tide.md", b"# Tide\n\n![](one.jpg)\n\nWords of the tide.\n"))
    outline = dump_outline(article)
    assert pictures(read(Raw("tide.outline.yaml", outline.encode()))) == {"Words of the tide.": "one.jpg"}


def test_settings_decide_over_captions_tables_and_code() -> None:
    everything = ReadingSettings(captions="read", tables="read", code="read")
    kept = blocks(read(Raw("light.md", MARKDOWN.encode()), everything))
    assert ("caption", "The outer wall on Monday") in kept
    assert ("table", "Boat, Length.\nIda, 9 m.\nUta, 11 m.") in kept
    assert ("code", 'print("code")') in kept
    nothing = ReadingSettings(tables="skip")
    assert all(
        kind not in ("table", "code", "caption") for kind, _ in blocks(read(Raw("l.md", MARKDOWN.encode()), nothing))
    )


def test_what_is_not_read_says_why() -> None:
    article = read(Raw("light.md", MARKDOWN.encode()))
    reasons = {block.kind: block.reason for block in article.blocks if not block.kept}
    assert reasons["caption"] == "caption (setting captions: skip)"
    assert reasons["table"] == "table (setting tables: announce)"
    assert reasons["code"] == "code (setting code: skip)"


def test_wrong_front_matter_names_its_line() -> None:
    with pytest.raises(SourceError, match=r"light\.md, line 3"):
        read(Raw("light.md", b"---\ntitle: The light\nauthor: [Ana\n---\n\nThe harbour is open.\n"))


def test_nested_aliases_do_not_explode() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)) + "title: *a39\n"
    article = read(Raw("bomb.md", f"---\n{bomb}---\n\n{PROSE[0]}\n".encode()))
    assert PROSE[0] in article.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# One\n\nText.\n\n# Two\n\nText.\n", "markdown"),
        ("---\ntitle: A\n---\nText.\n", "markdown"),
        ("The harbour is open. #1 in the region, * and so on.\n", "plain"),
        ("<!DOCTYPE html><html><body><p>Text</p></body></html>", "html"),
        ("<p>One</p>\n<p>Two</p>\n<p>Three <b>x</b></p><div>four</div>", "html"),
        ('<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        ("a < b and c > d, said the teacher.\n", "plain"),
    ],
)
def test_the_kind_is_found_from_the_content(text: str, kind: str) -> None:
    assert kind_of(Raw("-", text.encode())) == kind
    assert kind_of(Raw("-", b"\xef\xbb\xbf" + text.encode())) == kind


# ----------------------------------------------------------------------------------------------------------- feeds


def _rss(*items: str) -> Raw:
    head = "<title>Harbour News</title><language>en-GB</language>"
    body = "".join(f"<item>{item}</item>" for item in items)
    return Raw("feed.xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{body}</channel></rss>'.encode())


def _item(number: int, day: int, words: str) -> str:
    return (
        f"<title>Story {number} of the light</title><guid>id-{number}</guid><link>https://example.org/{number}</link>"
        f"<pubDate>Tue, {day:02} Mar 2024 10:00:00 +0100</pubDate><description><![CDATA[{words}]]></description>"
    )


WHOLE = "".join(f"<p>{sentence}</p>" for sentence in PROSE * 4) + "<figure><figcaption>The wall</figcaption></figure>"


def test_entries_come_newest_first_and_since_a_date() -> None:
    feed = _rss(_item(1, 1, WHOLE), _item(3, 19, WHOLE), _item(2, 5, WHOLE))
    assert [entry.id for entry in feed_entries(feed)] == ["id-3", "id-2", "id-1"]
    assert [entry.id for entry in feed_entries(feed, newest=1)] == ["id-3"]
    assert [entry.id for entry in feed_entries(feed, since="2024-03-05")] == ["id-3", "id-2"]
    assert feed_entries(feed)[0].date == "2024-03-19T09:00:00Z"


def test_an_entry_is_an_article_with_the_feeds_facts() -> None:
    article = read_entry(feed_entries(_rss(_item(1, 5, WHOLE)))[0], ReadingSettings())
    assert blocks(article)[0] == ("title", "Story 1 of the light")
    assert ("paragraph", PROSE[1]) in blocks(article)
    assert (article.site, article.language, article.url) == ("Harbour News", "en-gb", "https://example.org/1")


def test_a_teaser_sends_to_its_page() -> None:
    feed = _rss(_item(1, 5, "Two days after the storm ..."))
    assert feed_entries(feed)[0].is_teaser
    with pytest.raises(SourceError, match="beginnings") as caught:
        read(feed)
    assert "https://example.org/1" in caught.value.hint


def test_json_feeds_are_read() -> None:
    item = {"id": "7", "title": "The light", "url": "https://example.org/7", "content_html": WHOLE}
    item["date_published"] = "2024-03-05T10:00:00+01:00"
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": [item]}
    article = read(Raw("feed.json", json.dumps(feed).encode()))
    assert (article.title, article.date) == ("The light", "2024-03-05T09:00:00Z")


def test_an_atom_entry_in_xhtml_is_read() -> None:
    content = "".join(f"<p>{sentence}</p>" for sentence in PROSE * 4)
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>The light</title><id>7</id>'
        '<updated>2024-03-05T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"{content}</div></content></entry></feed>"
    )
    assert ("paragraph", PROSE[2]) in blocks(read(Raw("feed.atom", feed.encode())))


def test_an_entity_bomb_in_a_feed_is_refused() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    feed = f"<?xml version='1.0'?><!DOCTYPE rss [{lol}]><rss version='2.0'><channel><title>&l9;</title></channel></rss>"
    with pytest.raises(SourceError, match="entities"):
        read(Raw("feed.xml", feed.encode()))


@pytest.mark.parametrize("data", [_rss().data, b"<rss", b'{"version": "https://jsonfeed.org/version/1"}'])
def test_feeds_without_entries_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read(Raw("feed.xml", data))


# ------------------------------------------------------------------------------------------------------------ EPUB


def _zip(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    "<dc:title>Harbour Lights</dc:title><dc:creator>Ana Beck</dc:creator><dc:language>en</dc:language></metadata>"
    '<manifest><item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    '<item id="b" href="two%20.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def _page(*body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>'
        f"<body>{''.join(body)}</body></html>"
    )


BOOK: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/cover.xhtml": _page("<h1>Harbour Lights</h1><p>A novel</p>"),
    "OEBPS/nav.xhtml": _page("<nav><ol><li>The lamp</li></ol></nav>"),
    "OEBPS/one.xhtml": _page(
        "<h1>Chapter 1</h1><h2>The lamp</h2>",
        f"<p>{PROSE[0]}<sup><a href='#n'>1</a></sup></p><p>{PROSE[1]}</p><h2>Later</h2><p>{PROSE[2]}</p>",
    ),
    "OEBPS/two .xhtml": _page("<h1>The wall</h1>", *(f"<p>{sentence}&nbsp;</p>" for sentence in PROSE)),
}


def test_a_book_is_one_article_with_its_chapters_as_headings() -> None:
    article = read(Raw("book.epub", _zip(BOOK)))
    assert blocks(article) == [
        ("title", "Harbour Lights"),
        ("heading", "Chapter 1. The lamp"),
        ("paragraph", PROSE[0]),
        ("paragraph", PROSE[1]),
        ("heading", "Later"),
        ("paragraph", PROSE[2]),
        ("heading", "The wall"),
        *(("paragraph", sentence) for sentence in PROSE),
    ]
    assert article.author == "Ana Beck"


def test_chapters_are_articles_of_their_own() -> None:
    chapters = epub_chapters(Raw("book.epub", _zip(BOOK)), ReadingSettings())
    assert [chapter.title for chapter in chapters] == ["Chapter 1. The lamp", "The wall"]
    assert [chapter.site for chapter in chapters] == ["Harbour Lights"] * 2


def test_a_leaflet_of_few_words_is_a_book_too() -> None:
    leaflet = _zip({**BOOK, "OEBPS/one.xhtml": _page("<h1>Ebb</h1><p>It ebbs.</p>"), "OEBPS/two .xhtml": _page("")})
    assert blocks(read(Raw("book.epub", leaflet)))[-2:] == [("heading", "Ebb"), ("paragraph", "It ebbs.")]


def test_a_locked_book_is_refused_but_not_one_with_hidden_fonts() -> None:
    def locked(algorithm: str) -> Raw:
        method = f'<EncryptionMethod Algorithm="{algorithm}"/>'
        encryption = f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{method}</encryption>'
        return Raw("book.epub", _zip({**BOOK, "META-INF/encryption.xml": encryption}))

    with pytest.raises(SourceError, match="locked"):
        read(locked("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
    assert read(locked("http://www.idpf.org/2008/embedding")).title == "Harbour Lights"


def test_zip_bombs_are_refused() -> None:
    bomb = _zip({**BOOK, "OEBPS/one.xhtml": b"<p>" + b" " * 30_000_000})
    with pytest.raises(SourceError, match="far more than a book holds"):
        read(Raw("book.epub", bomb))
    many = _zip({**BOOK, **{f"x/{n}": "" for n in range(10_001)}})
    with pytest.raises(SourceError, match="far more than a book holds"):
        read(Raw("book.epub", many))


def test_entities_in_a_book_are_not_followed() -> None:
    evil = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + PACKAGE.replace("Harbour Lights", "A&x;B")
    assert read(Raw("book.epub", _zip({**BOOK, "OEBPS/book.opf": evil}))).title == "A"


# ------------------------------------------------------------------------------------------------------------ DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _word(*paragraphs: tuple[str, str]) -> dict[str, str | bytes]:
    styles = {"Title": "Title", "Heading1": "heading 1", "Quote": "Quote"}
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in styles.items()
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/styles" Target="styles.xml"/></Relationships>'
        ),
        "word/styles.xml": f"<w:styles {W}>{named}</w:styles>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }


DOCUMENT = _word(
    ("Title", "The light stays on"),
    ("Normal", PROSE[0]),
    ("Heading1", "After the storm"),
    ("Quote", "It was not a storm, it was a Tuesday."),
    ("Normal", PROSE[2]),
)


def test_a_word_document_keeps_its_styles() -> None:
    article = read(Raw("light.docx", _zip(DOCUMENT)))
    assert blocks(article) == [
        ("title", "The light stays on"),
        ("paragraph", PROSE[0]),
        ("heading", "After the storm"),
        ("block_quote", "It was not a storm, it was a Tuesday."),
        ("paragraph", PROSE[2]),
    ]


def test_a_word_document_with_entities_is_refused() -> None:
    evil = '<!DOCTYPE w [<!ENTITY x "y">]>' + str(DOCUMENT["word/document.xml"])
    with pytest.raises(SourceError, match="entities"):
        read(Raw("light.docx", _zip({**DOCUMENT, "word/document.xml": evil})))


# ------------------------------------------------------------------------------------------------------------- PDF


def pdf_of(pages: list[list[tuple[int, int, int, str]]], extra: str = "") -> bytes:
    """A PDF in Helvetica: per page (x, y, size, line)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({line.replace('(', '').replace(')', '')}) Tj ET\n"
            for x, y, size, line in lines
        )
        stream = zlib.compress(text.encode("latin-1", "replace"))
        objects.append(
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n{stream.decode('latin-1')}\nendstream"
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n".encode()


def _lines(y: int, *lines: str) -> list[tuple[int, int, int, str]]:
    return [(72, y - 14 * n, 11, line) for n, line in enumerate(lines)]


PDF = pdf_of(
    [
        [
            (72, 800, 9, "Harbour News, page 1"),
            (72, 750, 22, "The light stays on"),
            *_lines(
                700, "The harbour opened again on Tuesday, two days after the storm had ta-", "ken the outer wall."
            ),
            (72, 640, 15, "After the storm"),
            *_lines(600, "The council will vote on the repairs next week, and the fishing crews", "will not"),
        ],
        [
            (72, 800, 9, "Harbour News, page 2"),
            *_lines(740, "wait for it. They have taken the wall apart and counted every stone."),
        ],
        [(72, 800, 9, "Harbour News, page 3"), *_lines(740, "Nobody had taken the lamp, said the keeper.")],
    ]
)


def test_a_pdf_loses_its_running_heads_and_joins_over_lines_and_pages() -> None:
    article = read(Raw("light.pdf", PDF))
    assert blocks(article) == [
        ("title", "The light stays on"),
        ("paragraph", PROSE[0]),
        ("heading", "After the storm"),
        (
            "paragraph",
            "The council will vote on the repairs next week, and the fishing crews will not wait for it. "
            "They have taken the wall apart and counted every stone.",
        ),
        ("paragraph", "Nobody had taken the lamp, said the keeper."),
    ]
    assert article.title == "The light stays on"


COLUMNS = [
    ["The harbour opened", "again on   Tuesday, two", "days after the great", "storm had ta-", "ken the outer wall.",
     "   The well-known lamp", "stayed on all night, and", "nobody saw the well-"],
    ["known keeper sleep.", "   He had counted the", "boats twice, he said,", "and the boats had", "counted him.",
     "   The council votes", "next week. Nobody", "expects a surprise."],
]  # fmt: skip


def test_two_columns_are_read_one_after_the_other_however_wide_their_gaps() -> None:
    def column(x: int, lines: list[str]) -> list[tuple[int, int, int, str]]:
        placed = []
        for row, line in enumerate(lines):
            indent = 14 if line.startswith(" ") else 0
            for place, piece in enumerate(line.strip().split("   ")):
                placed.append((x + indent + 70 * place, 640 - 13 * row, 10, piece))
        return placed

    first = [(72, 700, 20, "The light stays on"), *column(72, COLUMNS[0]), *column(240, COLUMNS[1])]
    others = [_lines(700, f"On the {day} day the wall stood.") for day in ("second", "third")]
    pages = [
        [(72, 800, 8, "HARBOUR REVIEW"), *lines, (150, 40, 8, f"{number} / 3")]
        for number, lines in enumerate([first, *others], 1)
    ]
    article = read(Raw("columns.pdf", pdf_of(pages)))
    assert blocks(article)[:5] == [
        ("title", "The light stays on"),
        ("paragraph", "The harbour opened again on Tuesday, two days after the great storm had taken the outer wall."),
        ("paragraph", "The well-known lamp stayed on all night, and nobody saw the well-known keeper sleep."),
        ("paragraph", "He had counted the boats twice, he said, and the boats had counted him."),
        ("paragraph", "The council votes next week. Nobody expects a surprise."),
    ]
    dropped = {article.text[block.start : block.end] for block in article.blocks if block.reason == "running head"}
    assert dropped == {"HARBOUR REVIEW", "1 / 3", "2 / 3", "3 / 3"}


@pytest.mark.parametrize("filters", ["/FlateDecode", "[/FlateDecode /FlateDecode]"])
def test_a_pdf_bomb_is_refused(filters: str) -> None:
    packed = zlib.compress(b" " * 60_000_000, 1)
    head = f"1 0 obj\n<< /Length {len(packed)} /Filter {filters} >>\nstream\n".encode()
    with pytest.raises(SourceError, match="far more than a PDF holds"):
        read(Raw("bomb.pdf", b"%PDF-1.4\n" + head + packed + b"\nendstream\nendobj\n"))


def test_a_pdf_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match="only pictures"):
        read(Raw("scan.pdf", pdf_of([[]])))


def test_a_locked_pdf_is_refused() -> None:
    key = "00" * 32
    locked = pdf_of(
        [_lines(700, "secret")],
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>] ",
    )
    with pytest.raises(SourceError, match="locked"):
        read(Raw("locked.pdf", locked))


# ----------------------------------------------------------------------------------------------------- every format


@pytest.mark.parametrize(
    ("name", "data"),
    [("book.epub", _zip(BOOK)), ("light.docx", _zip(DOCUMENT)), ("light.pdf", PDF)],
)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_file_cut_short_is_one_clear_line(name: str, data: bytes, share: float) -> None:
    outcome = outcome_of(Raw(name, data[: int(len(data) * share)]))
    if isinstance(outcome, SourceError):
        assert "\n" not in outcome.message
        assert outcome.hint
    else:
        assert name == "light.pdf"  # its pages stand in front: some of them are readable without the end
        assert outcome.text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "picture"),
        (b"ID3\x04" + b"\0" * 60, "sound"),
        (b"\x1f\x8b\x08" + b"\0" * 60, "gzip"),
        (_zip({"readme.txt": "hello"}), "ZIP archive"),
        (b"\0" * 60 + b"BOOKMOBI" + b"\0" * 60, "Kindle"),
    ],
)
def test_other_formats_are_named(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        read(Raw("article.txt", data))
    assert caught.value.hint


def test_a_mislabelled_file_is_read_as_what_it_is() -> None:
    assert read(Raw("article.txt", PDF)).title == "The light stays on"
    assert read(Raw("article.pdf", MARKDOWN.encode())).title == "The light stays on"


@pytest.mark.parametrize(
    "text", ["---\ntitle: The lamp\n---\n", "# The lamp\n", "---\ntitle: The lamp\n---\n\n```\nx\n```\n"]
)
def test_a_headline_without_a_text_is_no_article(text: str) -> None:
    with pytest.raises(SourceError, match="no text in it"):
        read(Raw("a.md", text.encode()))


def test_front_matter_that_is_cut_short_says_so() -> None:
    with pytest.raises(SourceError, match=r"a\.md, line 1: the front matter has no end"):
        read(Raw("a.md", b"---\ntitle: [x\n"))
    assert read(Raw("a.md", b"---\n\nTitles: they are short. This is a text between rules.\n")).blocks


def test_a_line_of_its_own_is_enough_for_plain_text() -> None:
    assert read(Raw("-", b"Good morning, everybody.")).blocks[0].kept


@pytest.mark.parametrize(("name", "files"), [("book.epub", BOOK), ("light.docx", DOCUMENT)])
def test_a_container_with_a_password_is_called_locked(name: str, files: dict[str, str]) -> None:
    data = bytearray(_zip(files))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1  # the flag that an entry is encrypted, in the directory
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(SourceError, match=f"{name}: this EPUB or DOCX is locked by a password"):
        read(Raw(name, bytes(data)))
