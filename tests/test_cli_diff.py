"""narrate diff: what a listener would hear differently, and what only a reader would see."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

SCRIPT = """\
title: The ferry
cast:
  Ivo Marsh: {gender: male, voice: George}
  Ada Cole: {gender: female, voice: Helen}
script:
- title: The ferry
- - Ivo Marsh: '"We waited for the tide,"'
  - narrator: said Ivo Marsh.
- narrator: Nobody was hurt at all.
- narrator: The cafe opened again.
"""


@pytest.fixture
def compared(narrate: Run, work: Path) -> object:
    def call(*changes: tuple[str, str]) -> list[str]:
        new = SCRIPT
        for old, other in changes:
            assert old in new
            new = new.replace(old, other, 1)
        (work / "old.yaml").write_text(SCRIPT, encoding="utf-8")
        (work / "new.yaml").write_text(new, encoding="utf-8")
        ran = narrate("diff", "old.yaml", "new.yaml")
        assert (ran.code, ran.err) == (0, "")
        return ran.out.splitlines()

    return call


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("title: The ferry\n", "title: The ferry # same\n", ["sounds the same"]),
        ("hurt at all.", "harmed at all.", ["line 4, narrator: words", "  - Nobody was hurt at all."]),
        ("- - Ivo", "- - Ada Cole: Hm.\n  - Ivo", ["line 2, Ada Cole: added", "  + Hm.", "1 difference to hear"]),
        ("- narrator: Nobody was hurt at all.\n", "", ["line 4, narrator: removed"]),
        ("hurt at all.", "hurt at all.\n  skip: true", ["line 4, narrator: removed"]),
        ("hurt at all.", "hurt at all.\n  say: Nobody was harmed at all.", ["line 4, narrator: words"]),
        ("hurt at all.", "hurt at all.\n  rate: 99", ["line 4, narrator: rate: as set → 99 words a minute"]),
        ("hurt at all.", "hurt at all.\n  pause: 9", ["line 4, narrator: pause: as set → 9 ms"]),
        ("voice: George", "voice: Leon", ["line 2, Ivo Marsh: voice: George → Leon", "1 difference to hear"]),
        (
            "- - Ivo Marsh",
            "- - Ada Cole",
            ["line 2, Ada Cole: voice: George → Helen", "line 2, Ada Cole: name: Ivo Marsh → Ada Cole (in the"],
        ),
    ],
)
def test_each_difference_is_one_row(compared: object, old: str, new: str, rows: list[str]) -> None:
    assert callable(compared)
    out = compared((old, new))
    for row, start in zip(out, rows, strict=False):
        assert row.startswith(start)


def test_folders_of_editions_are_compared(narrate: Run, work: Path) -> None:
    for name, text in (("a", SCRIPT), ("b", SCRIPT.replace("hurt", "harmed"))):
        (work / name).mkdir()
        (work / name / "script.yaml").write_text(text, encoding="utf-8")
    rows = json.loads(narrate("diff", "a", "b", "--json").out)
    assert [(row["change"], row["old_line"], row["new_line"], row["heard"]) for row in rows] == [("words", 4, 4, True)]


def test_a_missing_side_is_named(narrate: Run, work: Path) -> None:
    ran = narrate("diff", "none.yaml", "none.yaml")
    assert (ran.code, ran.err.startswith("narrate: none.yaml: no such file")) == (1, True)


def test_another_pronunciation_is_heard_on_its_lines_alone(compared: Callable[..., list[str]]) -> None:
    rows = compared(("script:\n", "pronunciations: [{match: cafe, say: kaffay}]\nscript:\n"))
    assert rows == [
        "line 5, narrator: said",
        "  - The cafe opened again.",
        "  + The kaffay opened again.",
        "1 difference to hear",
    ]
