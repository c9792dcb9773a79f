"""narrate review: one key an answer, saved at once, in any terminal or none."""

import io
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from terminals import finish, spawn

from narrate.model import digest_of
from narrate.script import load

SCRIPT = """\
# Sunday desk

title: The ferry that stayed
cast:
  Ivo Marsh: {gender: male}   # harbour master
  Ada Cole: {gender: female}
script:
- title: The ferry that stayed
- - Ivo Marsh: '"We waited for the tide,"'
  - narrator: said Ivo Marsh.
- narrator: The log says it was 渡船は夜遅くに港に着き誰もが疲れていたがそれでも皆は笑っていた。
# a pilot, or Cole?
# unsure: named before the quote: 'A pilot'
- unknown?: '"A fairy tale with numbers in it,"'
- narrator: said Ada Cole, or somebody who spoke as she would have spoken, had she been asked about it at all that day.
# unsure: nobody named
- unknown?: "\\"It's late.\\""
"""


REASONS = {4: ", 0.4, \"unsure: named before the quote: 'A pilot'\"", 6: ", 0.2, nobody named"}
SCRIPT += "origin:\n  lines:\n" + "".join(
    f'  - [{10 * i}, {10 * i + 9}, "{digest_of(line.text)}"{REASONS.get(i, "")}]\n'
    for i, line in enumerate(load(SCRIPT, "script.yaml").lines)
)


@pytest.fixture
def script(work: Path) -> Path:
    path = work / "script.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def answer(narrate: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the review with rows instead of keys."""

    def call(*rows: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{row}\n" for row in rows)))
        return narrate("review", "script.yaml")

    return call


def test_answers_are_written_and_everything_else_stays(answer: Any, script: Path) -> None:
    ran = answer("1", "n")
    assert ran.code == 0, ran.err
    assert "nothing is unsure; next: narrate build script.yaml" in ran.out
    text = script.read_text(encoding="utf-8")
    expected = re.sub(r"# unsure:.*\n", "", SCRIPT)
    expected = expected.replace("unknown?: '", "Ivo Marsh: '").replace("unknown?: ", "narrator: ")
    assert text == expected
    assert (script.parent / "script.yaml.bak").read_text(encoding="utf-8") == SCRIPT


def test_the_question_shows_reason_context_and_candidates(answer: Any, script: Path) -> None:
    out = answer("q").out
    assert "line 5 of 7, 2 unsure" in out
    assert "why: named before the quote: 'A pilot'" in out
    assert '> unknown?: "A fairy tale with numbers in it,"' in out
    assert "  # a pilot, or Cole?" in out
    assert "  narrator: said Ada Cole" in out
    assert "1 Ivo Marsh   2 Ada Cole" in out
    assert script.read_text(encoding="utf-8") == SCRIPT
    assert not (script.parent / "script.yaml.bak").exists()


def test_quitting_keeps_the_work_and_the_next_run_goes_on(answer: Any, script: Path) -> None:
    assert "1 unsure line left; next: narrate review" in answer("2", "q").out
    assert "- Ada Cole: '\"A fairy tale" in script.read_text(encoding="utf-8")
    assert "line 7 of 7, 1 unsure" in answer("u").out
    assert '- unknown: "\\"It\'s late' in script.read_text(encoding="utf-8")


def test_undo_gives_the_file_back_to_the_letter(answer: Any, script: Path) -> None:
    out = answer("2", "s", "z", "z", "z", "q").out
    assert script.read_text(encoding="utf-8") == SCRIPT
    assert "line 5: as it was" in out
    assert "nothing to undo" in out


def test_somebody_new_can_be_named(answer: Any, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: "  Old  Pilot ")
    assert answer("o", "q").code == 0
    text = script.read_text(encoding="utf-8")
    assert "  Ada Cole: {gender: female}\n  Old Pilot: {}\nscript:" in text
    assert "- Old Pilot: '\"A fairy tale" in text


def test_a_change_by_another_program_is_not_overwritten(answer: Any, script: Path, monkeypatch: Any) -> None:
    other = SCRIPT.replace("origin:", "- narrator: Added by hand.\norigin:")

    def prompt(*_: object, **__: object) -> str:
        script.write_text(other, encoding="utf-8")
        return "Old Pilot"

    monkeypatch.setattr("click.prompt", prompt)
    ran = answer("o", "q")
    assert (ran.code, "changed by another program" in ran.err) == (1, True)
    assert script.read_text(encoding="utf-8") == other


def test_the_list_is_for_people_and_programs(narrate: Run, script: Path) -> None:
    assert "2 unsure of 7 lines" in narrate("review", "script.yaml", "--list").out
    rows = json.loads(narrate("review", "script.yaml", "--json").out)
    assert [row["line"] for row in rows] == [5, 7]
    assert rows[0]["candidates"] == ["Ivo Marsh", "Ada Cole"]


def test_playing_says_where_the_recording_is_when_nothing_plays(answer: Any, script: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", "")
    ran = answer("p", "q")
    (path,) = re.findall(r"the recording is (\S+\.wav)", ran.err)
    assert Path(path).read_bytes().startswith(b"RIFF")
    os.unlink(path)


def test_a_conflict_is_shown_and_goes_with_the_answer(answer: Any, script: Path) -> None:
    text = SCRIPT.replace("# a pilot, or Cole?", "# conflict: the article now reads: A tale.")
    script.write_text(text, encoding="utf-8")
    out = answer("2", "q").out
    assert "# conflict: the article now reads: A tale." in out
    assert "conflict" not in script.read_text(encoding="utf-8")


def test_lines_in_braces_and_windows_line_ends_are_changed_in_place(answer: Any, script: Path) -> None:
    text = (
        SCRIPT.partition("origin:")[0]
        .replace("- unknown?: '\"A", "- {unknown?: '\"A")
        .replace("in it,\"'", "in it,\"'}")
    )
    script.write_bytes(text.replace("\n", "\r\n").encode())
    assert answer("2", "1", "x").code == 0
    data = script.read_bytes().decode()
    assert "- {Ada Cole: '\"A fairy tale" in data
    assert data.count("\n") == data.count("\r\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("script:", "<<<<<<< mine\nscript:"),
        ("- narrator: The", "\t- narrator: The"),
        ("  Ada Cole: {gender: female}", "  Ada Cole: {gender: female}\n  Ada Cole: {}"),
        ("- unknown?: '", "- Ida Cole?: '"),
        ("cast:\n", "cast: &a\n  X: *a\n"),
        ("title: The", "title: !!python/object/apply:os.system The"),
        ("- narrator: The log", "- narrator: [The log"),
    ],
)
def test_a_broken_script_is_named_by_line_and_left_alone(narrate: Run, script: Path, old: str, new: str) -> None:
    assert old in SCRIPT
    broken = SCRIPT.replace(old, new, 1)
    script.write_text(broken, encoding="utf-8")
    for command in (("review", script), ("script", script, "--rename", "Ada Cole=X"), ("diff", script, script)):
        ran = narrate(*command)
        assert ran.code == 1
        assert re.match(rf"narrate: {re.escape(str(script))}:\d+", ran.err), ran.err
        assert "Traceback" not in ran.err
    assert script.read_text(encoding="utf-8") == broken
    assert not script.with_name("script.yaml.bak").exists()


def test_a_missing_script_is_named(narrate: Run, work: Path) -> None:
    ran = narrate("review", "none.yaml")
    assert (ran.code, "none.yaml: no such file" in ran.err) == (1, True)


@pytest.mark.parametrize("columns", [60, 200])
def test_a_terminal_of_any_width_shows_whole_rows_and_takes_single_keys(script: Path, columns: int) -> None:
    from rich.cells import cell_len

    child = spawn(columns, "review", "script.yaml", NO_COLOR="1")
    child.expect("q quit")
    seen = child.before
    child.expect("> ")
    child.send("2")
    child.expect("line 7 of 7")
    child.send("z")
    child.expect("line 5 of 7")
    child.send("1")
    child.expect("line 7 of 7")
    child.send("q")
    child.expect("1 unsure line left")
    assert finish(child) == 0
    rows = seen.replace("\r", "").split("\n")
    assert max(map(cell_len, rows)) <= columns
    assert any("had she been asked about it at all that day" in " ".join(seen.split()) for _ in rows)
    assert "\x1b[3" not in seen
    assert "- Ivo Marsh: '\"A fairy tale" in script.read_text(encoding="utf-8")


def test_ctrl_c_keeps_what_was_answered(script: Path) -> None:
    child = spawn(80, "review", "script.yaml")
    child.expect("q quit")
    child.send("1")
    child.expect("line 7 of 7")
    child.expect("q quit")
    time.sleep(0.1)
    child.send("\x03")
    child.expect("1 unsure line left")
    assert finish(child) == 130
    assert "- Ivo Marsh: '\"A fairy tale" in script.read_text(encoding="utf-8")


def test_those_whom_the_article_suggests_come_first(answer: Any, script: Path) -> None:
    """The pilot speaks nowhere else; the harbour master has been renamed since."""
    reason = REASONS[4]
    known = SCRIPT.replace(reason, f'{reason}, ["A pilot", "Captain"]')
    script.write_text(known.replace("gender: male}", "gender: male, aliases: [Captain]}"), encoding="utf-8")
    out = answer("1", "q").out
    assert "1 A pilot   2 Ivo Marsh   3 Ada Cole" in out
    text = script.read_text(encoding="utf-8")
    assert "- A pilot: '\"A fairy tale" in text
    assert "  A pilot: {}\n" in text
