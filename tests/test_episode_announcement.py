"""Facts about spoken intros and outros: filled in, parted at the headline, without what is not known."""

from pathlib import Path

import pytest
from conftest import Run
from test_cli_build import article, home

from narrate.episode import announce
from narrate.episode.announcement import Announcement
from narrate.model import EpisodeSettings, Line, Script
from narrate.script import dump, load, with_announcement, with_notice

ISSUE = "This is {show}. {title}, by {author}, read by synthetic voices."


def said(intro: str = "none", outro: str = "none", show: str = "Harbour News", **facts: str) -> Announcement:
    known = {"author": "Ada Brook", "language": "en"} | facts
    lines = (Line("The ferry", "title", end=9), Line("It was late.", paragraph=1, start=10, end=22))
    return announce(Script("The ferry", lines, **known), EpisodeSettings(show, intro=intro, outro=outro))  # type: ignore[arg-type]


def test_an_intro_is_parted_where_the_headline_is_said() -> None:
    assert said(ISSUE) == Announcement("This is Harbour News.", "By Ada Brook, read by synthetic voices.", "")


@pytest.mark.parametrize(
    ("facts", "before", "after"),
    [
        ({"author": ""}, "This is Harbour News.", "Read by synthetic voices."),
        ({"show": ""}, "", "By Ada Brook, read by synthetic voices."),
        ({"show": "", "author": ""}, "", "Read by synthetic voices."),
        ({"show": "", "site": "The Site"}, "This is The Site.", "By Ada Brook, read by synthetic voices."),
    ],
)
def test_what_is_not_known_leaves_whole_sentences(facts: dict[str, str], before: str, after: str) -> None:
    found = said(ISSUE, **facts)
    assert (found.before, found.after) == (before, after)


@pytest.mark.parametrize(
    ("template", "before", "after"),
    [
        ("Hello. You will hear “{title}”.", "Hello. You will hear", ""),
        ("{title}!", "", ""),
        ("Welcome to {show}", "Welcome to Harbour News.", ""),
        ("From {site}. By {author}? On {date}.", "By Ada Brook?", ""),
        ("", "", ""),
    ],
)
def test_templates_of_one_s_own(template: str, before: str, after: str) -> None:
    found = said(template)
    assert (found.before, found.after) == (before, after)


def test_a_script_without_a_headline_has_its_title_in_the_intro() -> None:
    script = Script("The ferry", (Line("It was late."),), author="Ada Brook")
    found = announce(script, EpisodeSettings("Harbour News", intro=ISSUE))
    assert found.before == "This is Harbour News. The ferry, by Ada Brook, read by synthetic voices."


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "ru", "ar", "he", "xx"]
)
def test_the_standard_intro_discloses_in_every_language(language: str) -> None:
    assert said("standard", language=language).discloses
    assert "The ferry" in said("none", "standard", language=language).closing
    assert not said("none", "standard", language=language).discloses


def test_all_lines_of_an_announcement_stand_outside_of_the_article() -> None:
    lines = (Line("The ferry", "title", level=1, end=9), Line("It was late.", paragraph=1, start=10, end=22))
    script = with_announcement(
        with_notice(Script("The ferry", lines, article_characters=22), "N.", "end"), "A.", "B.", "C."
    )
    assert [line.text for line in script.lines] == ["A.", "The ferry", "B.", "It was late.", "N.", "C."]
    assert [line.paragraph for line in script.lines] == [0, 1, 2, 3, 4, 5]
    assert [(line.start, line.end) for line in script.lines] == [(0, 0), (0, 9), (9, 9), (10, 22), (22, 22), (22, 22)]
    assert load(dump(script), "s.yaml") == script


@pytest.mark.parametrize(("intro", "times"), [("none", 1), ("standard", 1), ("Welcome.", 1)])
def test_it_is_said_once_that_the_voices_are_synthetic(narrate: Run, work: Path, intro: str, times: int) -> None:
    (work / "voices.yaml").write_text(f"engine: silence\nepisode: {{show: News, intro: {intro}}}\n", encoding="utf-8")
    assert narrate("build", article(work)).code == 0
    words = (home(work) / "script.yaml").read_text(encoding="utf-8")
    assert words.count("synthetic voices") == times
    assert "by ." not in words


def test_an_unknown_fact_is_named(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\nepisode:\n  intro: This is {shw}.\n", encoding="utf-8")
    ran = narrate("build", article(work))
    assert ran.code == 1
    assert "voices.yaml:3:3: episode.intro: unknown fact '{shw}'" in ran.err
    assert "did you mean 'show'?" in ran.err
