"""Builds on real terminals: rows that fit, colour only where it is wanted."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminals import finish, spawn

ARTICLE = "A long night\n\n" + "\n\n".join(
    f'"We saw the tide come in at {i}," said Ivo Marsh, the harbour master of Grey Quay.' for i in range(12)
)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-7]|38|9[0-7])[;m]")


def built(work: Path, columns: int, **environment: str) -> str:
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    child = spawn(columns, "build", "article.txt", "-o", "o", **environment)
    assert finish(child) == 0
    screen: str = child.before
    return screen


@pytest.mark.parametrize("columns", [60, 200])
def test_progress_and_table_fit_the_terminal(work: Path, columns: int) -> None:
    screen = built(work, columns)
    rows = [row for row in re.split(r"[\r\n]+", ESCAPE.sub("", screen)) if not row.startswith("o/")]
    assert max(map(cell_len, rows)) <= columns
    assert any(row.split()[:2] == ["Ivo", "Marsh"] for row in rows)
    assert any("━" in row for row in rows), "no progress was shown"
    assert COLOUR.search(screen)


def test_no_color_means_none(work: Path) -> None:
    assert not COLOUR.search(built(work, 80, NO_COLOR="1"))


def test_a_dumb_terminal_gets_no_escapes(work: Path) -> None:
    assert "\x1b" not in built(work, 80, TERM="dumb")


@pytest.mark.parametrize("columns", [60, 200])
def test_a_script_is_summed_up_with_the_unsure_first(work: Path, columns: int) -> None:
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (work / "voices.yaml").write_text("engine: silence\ndialogue: {min_confidence: 1}\n", encoding="utf-8")
    child = spawn(columns, "script", "article.txt", NO_COLOR="1")
    assert finish(child) == 0
    rows = [row.strip() for row in ESCAPE.sub("", child.before).splitlines() if row.strip()]
    assert max(map(cell_len, rows[:4])) <= columns
    assert rows[0].split() == ["Speaker", "Voice", "Lines", "Words"]
    assert rows[2].startswith("unknown?")
    assert any(row.startswith("narrate review ") for row in rows)
