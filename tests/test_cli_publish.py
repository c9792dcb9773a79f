"""narrate publish and its kin, from the command line: what is printed, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run
from publishing_editions import edition, podcast_file

SLUG = "council-library"


def test_an_edition_goes_in_and_out_again_by_the_name_of_its_folder(narrate: Run, work: Path) -> None:
    podcast_file(work)
    edition(work / "out", SLUG)
    assert narrate("list").out.strip() == "no episodes yet: narrate publish EDITION"
    ran = narrate("publish", f"out/{SLUG}")
    assert (ran.code, ran.err) == (0, "")
    assert "evening: published: Council keeps the library open" in ran.out
    assert "evening: https://example.org/podcast/feed.xml changed, 1 episode" in ran.out
    assert "unchanged: Council" in narrate("publish", f"out/{SLUG}").out
    assert narrate("check").out.strip() == "nothing wrong was found"
    assert json.loads(narrate("check", "--json").out) == []
    (row,) = json.loads(narrate("list", "--json").out)
    assert (row["slug"], row["state"]) == (SLUG, "live")
    assert narrate("feeds").out.strip() == "evening: https://example.org/podcast/feed.xml"
    assert 'xmlUrl="https://example.org/podcast/feed.xml"' in narrate("opml").out
    ran = narrate("unpublish", f"out/{SLUG}/")
    assert (ran.code, "evening: unpublished: Council" in ran.out) == (0, True)
    assert "withdrawn" in narrate("list").out


def test_a_dry_run_of_every_verb_changes_nothing(narrate: Run, work: Path) -> None:
    podcast_file(work)
    edition(work / "out", SLUG)
    narrate("publish", f"out/{SLUG}")
    edition(work / "out", SLUG, title="Corrected")
    edition(work / "out", "second")
    before = {path: path.read_bytes() for path in (work / "public").rglob("*") if path.is_file()}
    for arguments in (
        ("publish", "out/second"),
        ("publish", "out/second", "--at", "2099-01-01"),
        ("publish", f"out/{SLUG}", "--as-new"),
        ("publish", "--due"),
        ("publish", "--rebuild"),
        ("replace", f"out/{SLUG}"),
        ("unpublish", SLUG),
        ("import", "public/feed.xml"),
    ):
        ran = narrate(*arguments, "--dry-run")
        assert ran.code == 0, ran.err
        after = {path: path.read_bytes() for path in (work / "public").rglob("*") if path.is_file()}
        assert after == before, arguments


def test_what_is_refused_says_why_and_fails(narrate: Run, work: Path) -> None:
    podcast_file(work)
    edition(work / "out", SLUG)
    narrate("publish", f"out/{SLUG}")
    edition(work / "out", SLUG, title="Corrected")
    ran = narrate("publish", f"out/{SLUG}", "out/nothing")
    assert ran.code == 1
    assert f"narrate replace out/{SLUG}" in ran.out
    assert "refused: nothing (out/nothing: there is no such edition folder" in ran.out
    ran = narrate("unpublish", "library")
    assert (ran.code, f"did you mean '{SLUG}'?" in ran.err) == (1, True)
    assert narrate("publish", f"out/{SLUG}", "--due").code == 2
    assert narrate("publish", f"out/{SLUG}", "--soundbite", "soon").code == 1


def test_import_without_settings_prints_some_that_fit(narrate: Run, work: Path) -> None:
    podcast_file(work, copyright="Northfield Herald", type="serial")
    edition(work / "out", SLUG)
    narrate("publish", f"out/{SLUG}", "--episode", "1")
    (work / "podcast.yaml").unlink()
    proposed = narrate("import", "public/feed.xml").out
    for line in (
        'title: "The Evening Edition"',
        'copyright: "Northfield Herald"',
        'type: "serial"',
        '"editor@example.org"',
    ):
        assert line in proposed
    (work / "podcast.yaml").write_text(proposed.replace("./public", "./moved"), encoding="utf-8")
    ran = narrate("import", "public/feed.xml")
    assert (ran.code, ran.err) == (0, "")
    old, new = ((work / name / "feed.xml").read_text(encoding="utf-8") for name in ("public", "moved"))
    for name in ("guid", "podcast:guid", "itunes:name", "copyright", "enclosure"):
        assert [line for line in new.splitlines() if f"<{name}" in line] == [
            line for line in old.splitlines() if f"<{name}" in line
        ]
