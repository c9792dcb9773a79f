"""A voice that is missing, and the one that may stand in for it."""

import json
from pathlib import Path

import pytest
from conftest import Run

ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day.

"We waited for the tide," said Ivo Marsh, the harbour master. "It did not wait for us."
"""
HEART = """engine: silence
narrator: Heart
voices:
  Heart: {language: en-us, engine: piper, names: {piper: en_US-none-low}}
"""


@pytest.fixture(autouse=True)
def _models(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_MODELS", str(work / "models"))
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")


def settings(work: Path, more: str = "") -> None:
    (work / "voices.yaml").write_text(HEART + more, encoding="utf-8")


def report(work: Path) -> dict[str, object]:
    (path,) = (work / "out").glob("*/report.json")
    content: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_without_a_fallback_a_missing_voice_stops_the_build(narrate: Run, work: Path) -> None:
    settings(work)
    ran = narrate("build", "article.txt")
    assert ran.code == 1
    assert "narrate voices install piper:en_US-none-low" in ran.err
    assert not (work / "out").exists()


def test_a_fallback_speaks_and_the_table_the_report_and_a_warning_say_for_whom(narrate: Run, work: Path) -> None:
    settings(work, "fallback: Joan\n")
    ran = narrate("build", "article.txt")
    assert ran.code == 0
    row = next(row for row in ran.out.splitlines() if row.startswith("narrator"))
    assert "Joan (instead of Heart)" in row
    assert "the voice Heart is missing, Joan speaks lines 1, 2" in ran.err
    assert "narrate voices install piper:en_US-none-low" in ran.err
    rows = report(work)["lines"]
    assert isinstance(rows, list)
    stood_in = [row["line"] for row in rows if row["stands_in_for"] == "Heart"]
    assert stood_in == [row["line"] for row in rows if row["speaker"] == "narrator"]
    assert {row["voice"] for row in rows if row["stands_in_for"]} == {"Joan"}
    assert {row["engine"] for row in rows} == {"silence"}
    warnings = report(work)["warnings"]
    assert isinstance(warnings, list)
    assert warnings[0].startswith("the voice Heart is missing, Joan speaks lines 1, 2")


def test_a_fallback_speaks_for_a_program_that_is_not_installed(narrate: Run, work: Path) -> None:
    heart = HEART.replace("engine: piper, names: {piper: en_US-none-low}", "engine: command, names: {command: nil-say}")
    (work / "voices.yaml").write_text(heart + "fallback: Joan\n", encoding="utf-8")
    ran = narrate("build", "article.txt")
    assert ran.code == 0
    assert "the voice Heart is missing, Joan speaks lines 1, 2" in ran.err


def test_a_voice_that_is_there_is_not_replaced(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\nfallback: Joan\n", encoding="utf-8")
    ran = narrate("build", "article.txt")
    assert "instead of" not in ran.out
    assert ran.err == ""


def test_a_fallback_that_is_missing_itself_stops_the_build(narrate: Run, work: Path) -> None:
    settings(work, "fallback: Heart\n")
    ran = narrate("build", "article.txt")
    assert ran.code == 1
    assert "en_US-none-low" in ran.err


def test_a_fallback_must_be_a_voice(narrate: Run, work: Path) -> None:
    settings(work, "fallback: Nobody\n")
    ran = narrate("build", "article.txt")
    assert ran.code == 1
    assert "voices.yaml:5" in ran.err
