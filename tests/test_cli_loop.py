"""The loop of correcting and building again: what is refused, what is spoken again, and why."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run

ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day.

"We waited for the tide," said Ivo Marsh, the harbour master. "It did not wait for us."

Nobody was hurt, and by noon the cafe had opened its doors to the passengers again.
"""


@pytest.fixture
def built(narrate: Run, work: Path) -> Path:
    """A script that was built once."""
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (work / "voices.yaml").write_text("engine: silence\nepisode: {cover: none}\n", encoding="utf-8")
    assert narrate("build", "article.txt").code == 0
    (script,) = (work / "out").glob("*/script.yaml")
    return script


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def report(script: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((script.parent / "report.json").read_text(encoding="utf-8"))
    return content


def again(ran: Ran) -> list[str]:
    return [row for row in ran.out.splitlines() if row.startswith("spoken again")]


def test_the_first_build_has_nothing_to_explain(built: Path) -> None:
    made = report(built)
    assert {line["from"] for line in made["lines"]} == {"spoken"}
    assert {line["why"] for line in made["lines"]} == {""}
    assert made["takes"]["spoken"] >= len(made["lines"])
    assert made["takes"]["cached"] == 0
    assert made["speakers"]["Ivo Marsh"]
    assert made["versions"]["narrate"]
    assert sum(line["seconds"] for line in made["lines"]) < made["seconds"]


def test_an_unchanged_script_is_not_spoken_again(narrate: Run, built: Path) -> None:
    assert again(narrate("build", built)) == []
    assert {line["from"] for line in report(built)["lines"]} == {"cached"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Nobody was hurt", "Nobody was harmed", "other words"),
        ("passengers again.", "passengers again.\n  rate: 200", "another rate: 145 → 200 words a minute"),
        ("passengers again.", "passengers again.\n  voice: George", "another voice: Anna → George"),
        ("passengers again.", "passengers again.\n  say: Nobody.", "said otherwise: pronunciations or 'say' changed"),
        ("passengers again.", "passengers again.\n- narrator: Added.", "new line"),
    ],
)
def test_each_line_spoken_again_says_why(narrate: Run, built: Path, old: str, new: str, reason: str) -> None:
    edit(built, old, new)
    (row,) = again(narrate("build", built))
    assert f"narrator: {reason}: " in row
    (line,) = (line for line in report(built)["lines"] if line["from"] == "spoken")
    assert line["why"] == reason


def test_a_changed_lexicon_is_named(narrate: Run, built: Path, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\npronunciations: [{match: quay, say: key}]\n", encoding="utf-8")
    (row,) = again(narrate("build", built))
    assert "pronunciations or 'say' changed" in row


def test_a_new_engine_is_named(narrate: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from narrate.engines.silence import SilenceEngine

    monkeypatch.setattr(SilenceEngine, "fingerprint", lambda *_: "changed")
    rows = again(narrate("build", built))
    assert rows
    assert all("the engine changed" in row for row in rows)


def test_pruned_takes_are_named(narrate: Run, built: Path) -> None:
    narrate("cache", "prune", "--to", "0")
    assert "not in the cache any more" in again(narrate("build", built))[0]


def test_quiet_prints_nothing_and_verbose_names_every_line(narrate: Run, built: Path, work: Path) -> None:
    edit(built, "Nobody was hurt", "Nobody was harmed")
    ran = narrate("build", built, "--quiet")
    assert (ran.code, ran.out) == (0, "")
    (work / "voices.yaml").write_text("engine: silence\nvoices: {Anna: {rate: 150}}\n", encoding="utf-8")
    ran = narrate("build", built, "-v")
    assert all("another rate: 145 → 150" in row for row in again(ran))
    assert not any("--verbose" in row for row in again(ran))


def test_require_reviewed_refuses_unsure_lines_with_exit_3(narrate: Run, built: Path) -> None:
    edit(built, "- Ivo Marsh:", "- Ivo Marsh?:")
    ran = narrate("build", built, "--require-reviewed")
    assert ran.code == 3
    assert f"{built.parent.name}/script.yaml: 1 unsure line of" in ran.err
    assert "narrate review" in ran.err
    edit(built, "- Ivo Marsh?:", "- Ivo Marsh:")
    assert narrate("build", built, "--require-reviewed").code == 0


def test_require_reviewed_writes_the_script_of_an_article_for_the_review(narrate: Run, work: Path) -> None:
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (work / "voices.yaml").write_text("engine: silence\ndialogue: {min_confidence: 1}\n", encoding="utf-8")
    ran = narrate("build", "article.txt", "--require-reviewed")
    assert ran.code == 3
    (script,) = (work / "out").glob("*/script.yaml")
    assert str(script.relative_to(work)) in ran.err
    assert not (script.parent / "episode.mp3").exists()


def test_speakers_are_renamed_across_the_file(narrate: Run, built: Path) -> None:
    before = built.read_text(encoding="utf-8")
    ran = narrate("script", built, "--rename", "Ivo Marsh=Captain Marsh")
    assert ran.code == 0, ran.err
    text = built.read_text(encoding="utf-8")
    assert text.count("Captain Marsh: '") == before.count("Ivo Marsh: '") > 0
    assert "aliases: [" in text
    assert built.with_name("script.yaml.bak").read_text(encoding="utf-8") == before
    assert narrate("script", built, "--rename", "Nobody=X").code == 1
    assert narrate("script", built, "--rename", "nothing").code == 2


def test_a_changed_article_comes_into_an_edited_script(narrate: Run, built: Path, work: Path) -> None:
    edit(built, "nobody on the quay", "no one on the quay")
    edit(built, "script:\n", "script:\n# by hand\n")
    (work / "article.txt").write_text(f"{ARTICLE}\nA last word was added.\n", encoding="utf-8")
    ran = narrate("script", "article.txt", "--update", built)
    assert ran.code == 0, ran.err
    assert ran.out.split() == ["new", "A", "last", "word", "was", "added.", "(narrator)"]
    text = built.read_text(encoding="utf-8")
    assert "# by hand\n" in text
    assert "no one on the quay" in text
    assert "- narrator: A last word was added.\n" in text
    assert narrate("build", built).code == 0
    again_ran = narrate("script", "article.txt", "--update", built)
    assert "nothing new" in again_ran.out
    assert again_ran.err.startswith("unchanged: ")


def test_conflicts_of_an_update_are_shown_with_exit_3(narrate: Run, built: Path, work: Path) -> None:
    edit(built, "nobody on the quay", "no one on the quay")
    (work / "article.txt").write_text(ARTICLE.replace("for a day", "for two days"), encoding="utf-8")
    ran = narrate("script", "article.txt", "--update", built)
    assert ran.code == 3
    assert "conflict" in ran.out
    text = built.read_text(encoding="utf-8")
    assert "# conflict: the article now reads: It was late when the ferry came in, and nobody" in text
    assert narrate("build", built, "--require-reviewed").code == 3
    assert narrate("build", built).code == 0


def test_an_update_of_a_script_that_nobody_edited_is_as_if_written_anew(narrate: Run, built: Path, work: Path) -> None:
    (work / "article.txt").write_text(f"{ARTICLE}\nA last word was added.\n", encoding="utf-8")
    assert narrate("script", "article.txt", "--update", built).code == 0
    updated = built.read_text(encoding="utf-8")
    assert narrate("script", "article.txt", "-q").code == 0
    assert built.read_text(encoding="utf-8") == updated
