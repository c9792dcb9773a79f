import json
from pathlib import Path

import pytest
from conftest import Run

from narrate import flow, lookup
from narrate.errors import SourceError, VoiceError
from narrate.intake import Intake, find_articles, read_article

WORDS = "The tide came in and the tide went out again, and by noon the boats lay dry on the sand. " * 20


def feed(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><guid>{i}</guid><pubDate>Fri, {20 - i} Nov 2026 07:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>"
        for i, title in enumerate(titles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Desk</title>{items}</channel></rss>'


def test_a_feed_gives_its_newest_entries_and_those_since_a_day(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed("First", "Second", "Third"), encoding="utf-8")
    settings = lookup.load_settings()

    def titles(intake: Intake) -> list[str]:
        return [found.read().title for found in find_articles(str(path), settings, intake)]

    assert titles(Intake()) == ["First"]
    assert titles(Intake(newest=2)) == ["First", "Second"]
    assert titles(Intake(since="2026-11-19")) == ["First", "Second"]


def test_an_entry_that_was_built_is_not_built_again(narrate: Run, work: Path) -> None:
    (work / "feed.xml").write_text(feed("First", "Second"), encoding="utf-8")
    assert narrate("build", "feed.xml").code == 0
    again = narrate("build", "feed.xml", "--newest", 2)
    assert again.code == 0
    assert again.out.startswith("built before: feed.xml#0")
    assert {path.parent.name for path in (work / "out").glob("*/episode.mp3")} == {"first", "second"}


def test_one_entry_that_fails_is_named_and_the_others_go_on(narrate: Run, work: Path) -> None:
    text = feed("First", "Second").replace(
        "<title>First</title>", "<title>First</title><link>http://127.0.0.1:9/a</link>"
    )
    (work / "feed.xml").write_text(text.replace(WORDS, "Too short.", 1), encoding="utf-8")
    ran = narrate("build", "feed.xml", "--newest", 2)
    assert ran.code == 1
    assert "http://127.0.0.1:9/a" in ran.err
    assert (work / "out" / "second" / "episode.mp3").exists()


def test_front_matter_chooses_the_voices(narrate: Run, work: Path) -> None:
    front = "---\ntitle: The tide\nvoices:\n  Ivo Marsh: George\n---\n\n"
    (work / "a.md").write_text(f'{front}"We waited," said Ivo Marsh. {WORDS}\n', encoding="utf-8")
    assert narrate("build", "a.md").code == 0
    edition = json.loads((work / "out" / "the-tide" / "edition.json").read_text(encoding="utf-8"))
    assert {speaker["name"]: speaker["voice"] for speaker in edition["speakers"]}["Ivo Marsh"] == "George"


def test_front_matter_with_an_unknown_voice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'---\nvoices: {{Ivo Marsh: Gorge}}\n---\n\n# The tide\n\n"Yes," said Ivo Marsh. {WORDS}', "utf-8")
    with pytest.raises(VoiceError, match="Gorge"):
        flow.write_script(str(path), lookup.load_settings())


def test_a_warning_is_an_error_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<html><head><script type="application/ld+json">{"@type": "LiveBlogPosting"}</script></head>'
        f"<body><article><h1>Tides, as it happened</h1><p>{WORDS}</p></article></body></html>",
        encoding="utf-8",
    )
    settings = lookup.load_settings()
    assert read_article(str(path), settings).warnings
    with pytest.raises(SourceError, match=r"a\.html"):
        read_article(str(path), settings, Intake(strict=True))


def test_an_outline_is_built_whatever_its_name(narrate: Run, work: Path) -> None:
    (work / "a.md").write_text(f"# The tide\n\n{WORDS}\n\nThe boats lay dry.\n", encoding="utf-8")
    assert narrate("outline", "a.md", "-o", "o.yaml").code == 0
    text = (work / "o.yaml").read_text(encoding="utf-8")
    edited = text.replace("- paragraph: The boats lay dry.", "- paragraph: The boats lay dry.\n  read: false")
    (work / "o.yaml").write_text("".join(edited.splitlines(keepends=True)[3:]), encoding="utf-8")  # without its remarks
    assert narrate("build", "o.yaml").code == 0
    heard = (work / "out" / "the-tide" / "transcript.txt").read_text(encoding="utf-8")
    assert "The tide came in" in heard
    assert "The boats lay dry." not in heard


def test_lexicons_of_the_front_matter_are_files_beside_the_article(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("- {match: Kyiv, say: Keev}\n- {match: Lviv, say: Lveev}\n", encoding="utf-8")
    front = "---\nlexicons: [names.yaml]\npronunciations:\n- {match: tide, say: tyde}\n---\n"
    article = tmp_path / "article.md"
    article.write_text(f"{front}# The tide\n\nIn Kyiv, {WORDS}", encoding="utf-8")
    read = read_article(str(article), lookup.load_settings())
    assert [entry.say for entry in read.pronunciations] == ["tyde", "Keev"]
    assert read.pronunciations[1].where.endswith("names.yaml:1")


@pytest.mark.parametrize(
    ("named", "trouble"),
    [("[gone.yaml]", r"gone\.yaml"), ("{a: 1}", "is a list of files"), ("[1]", "is a list of files")],
)
def test_lexicons_that_cannot_be_read_are_named(tmp_path: Path, named: str, trouble: str) -> None:
    article = tmp_path / "article.md"
    article.write_text(f"---\nlexicons: {named}\n---\n# The tide\n\n{WORDS}", encoding="utf-8")
    with pytest.raises(SourceError, match=trouble):
        read_article(str(article), lookup.load_settings())
