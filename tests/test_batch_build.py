"""Facts about many articles in one run: what is built, what is left alone, what a failure costs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run

DEADLY = """
import os, signal, sys, wave
text = open(sys.argv[1], encoding="utf-8").read()
if "They died" in text:
    os.kill(os.getppid(), signal.SIGKILL)
with wave.open(sys.argv[2], "wb") as file:
    file.setparams((1, 2, 22050, 0, "NONE", ""))
    file.writeframes(bytes((0, 16, 0, 16, 0, 240, 0, 240)) * (400 * len(text)))
"""
WORDS = "The tide came in at {n} and went out again, and nobody on the quay had slept for {n} days."


def article(work: Path, n: int, title: str = "", paragraphs: int = 2) -> Path:
    path = work / "in" / f"a{n:03d}.txt"
    path.parent.mkdir(exist_ok=True)
    body = "\n\n".join(f'"{WORDS.format(n=f"{n}.{p}")}" said Ivo Marsh. They waited.' for p in range(paragraphs))
    path.write_text(f"{title or f'Night number {n} on the quay'}\n\n{body}\n", encoding="utf-8")
    return path


def record(work: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((work / "out" / "batch.json").read_text(encoding="utf-8"))
    return content


def states(work: Path) -> dict[str, str]:
    return {Path(row["source"]).name: row["state"] for row in record(work)["articles"]}


def editions(out: Path) -> dict[str, bytes]:
    """Every file but the reports, which tell of the run rather than of the edition."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("report.json", "batch.json")
    }


def test_a_folder_and_files_become_editions_like_those_built_one_by_one(narrate: Run, work: Path) -> None:
    paths = [article(work, n) for n in range(4)]
    ran = narrate("build", paths[0], work / "in", "--workers", 2)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("spoken") == 4
    shutil.rmtree(work / "cache")
    for path in paths:
        assert narrate("build", path, "-o", "single").code == 0
    assert editions(work / "out") == editions(work / "single")
    assert record(work)["totals"] == {"built": 4}
    assert record(work)["finished"] is True


def test_what_is_no_little_work_is_shared_among_the_workers_and_gives_the_same_bytes(
    narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        article(work, n)
    narrate("build", "in", "-o", "whole", "--workers", 2)
    shutil.rmtree(work / "cache")
    monkeypatch.setattr("narrate.workers.schedule._LITTLE_MS", 0)
    monkeypatch.setattr("narrate.batch.production.produce", None)  # nobody may be sent it
    assert narrate("build", "in", "--workers", 2).code == 0
    assert editions(work / "out") == editions(work / "whole")


def test_what_a_killed_run_was_at_is_no_edition(narrate: Run, work: Path) -> None:
    article(work, 0)
    narrate("build", "in")
    (home,) = (path.parent for path in (work / "out").glob("*/edition.json"))
    home.rename(work / "out" / f".{home.name}-1-abc")
    assert narrate("build", "in").code == 0
    assert states(work) == {"a000.txt": "built"}
    assert (home / "edition.json").exists()


def test_a_second_run_does_only_what_is_missing(narrate: Run, work: Path) -> None:
    paths = [article(work, n) for n in range(3)]
    narrate("build", "in")
    times = {path: path.stat().st_mtime_ns for path in (work / "out").glob("*/episode.mp3")}
    article(work, 3)
    paths[1].write_text(paths[1].read_text(encoding="utf-8") + "\nOne more line was added here.\n", encoding="utf-8")
    ran = narrate("build", "in")
    assert ran.code == 0
    assert states(work) == {"a000.txt": "unchanged", "a001.txt": "built", "a002.txt": "unchanged", "a003.txt": "built"}
    assert sum(path.stat().st_mtime_ns != before for path, before in times.items()) == 1
    (work / "out" / "night-number-0-on-the-quay" / "episode.mp3").unlink()
    narrate("build", "in")
    assert states(work)["a000.txt"] == "built"


def test_other_settings_build_again(narrate: Run, work: Path) -> None:
    article(work, 1)
    narrate("build", "in")
    (work / "voices.yaml").write_text("# a comment\nengine: silence\n", encoding="utf-8")
    narrate("build", "in")
    assert states(work) == {"a001.txt": "unchanged"}
    (work / "voices.yaml").write_text("engine: silence\npauses: {end: 2000}\n", encoding="utf-8")
    narrate("build", "in")
    assert states(work) == {"a001.txt": "built"}


def test_what_was_built_alone_is_known_to_a_batch(narrate: Run, work: Path) -> None:
    narrate("build", article(work, 1).relative_to(work))
    article(work, 2)
    narrate("build", "in")
    assert states(work) == {"a001.txt": "unchanged", "a002.txt": "built"}


def test_a_failure_names_its_article_and_the_others_go_on(narrate: Run, work: Path) -> None:
    for n in range(3):
        article(work, n)
    (work / "in" / "a001.txt").write_bytes(b"\0\1\2" * 500)
    ran = narrate("build", "in")
    assert ran.code == 1
    assert "a001.txt" in ran.err
    assert states(work) == {"a000.txt": "built", "a001.txt": "failed", "a002.txt": "built"}


def test_fail_fast_stops_at_the_first_failure(narrate: Run, work: Path) -> None:
    for n in range(12):
        article(work, n)
    (work / "in" / "a000.txt").write_bytes(b"")
    ran = narrate("build", "in", "--fail-fast", "--workers", 1)
    assert ran.code == 1
    assert len(record(work)["articles"]) < 12
    assert record(work)["finished"] is True
    assert not [path for path in (work / "out").iterdir() if path.name.startswith(".")]


def test_a_line_that_cannot_be_spoken_names_article_and_line(narrate: Run, work: Path) -> None:
    article(work, 1)
    (work / "voices.yaml").write_text(
        "engine: silence\nvoices: {Anna: {engine: command, names: {command: 'false {text_file} {wav}'}}}\n", "utf-8"
    )
    ran = narrate("build", "in")
    assert ran.code == 1
    assert "in/a001.txt: line 1" in ran.err.replace(os.sep, "/")


def test_two_articles_with_one_title_get_folders_of_their_own_the_same_in_every_run(narrate: Run, work: Path) -> None:
    for n in range(6):
        article(work, n, title="The same headline", paragraphs=1 + 3 * (n == 0))
    narrate("build", "in", "--workers", 2)
    slugs = {Path(row["source"]).name: row["slug"] for row in record(work)["articles"]}
    assert slugs["a000.txt"] == "the-same-headline"
    assert len(set(slugs.values())) == 6
    narrate("build", "in", "-o", "again", "--workers", 1)
    assert editions(work / "out") == editions(work / "again")
    narrate("build", "in")
    assert set(states(work).values()) == {"unchanged"}


def test_the_same_article_twice_is_built_once(narrate: Run, work: Path) -> None:
    first = article(work, 1)
    shutil.copy(first, work / "in" / "b.txt")
    for _ in range(2):
        ran = narrate("build", "in", first)
        assert ran.code == 0
        assert states(work)["b.txt"] == "same"
    assert states(work)["a001.txt"] == "unchanged"
    assert len(list((work / "out").glob("*/episode.mp3"))) == 1


def test_a_folder_of_mixed_files_gives_its_articles_and_names_the_rest(narrate: Run, work: Path) -> None:
    article(work, 1)
    top = work / "in"
    for n in range(40):
        (top / f"p{n}.jpg").write_bytes(b"\xff\xd8\xff")
    (top / ".hidden.txt").write_text("hidden", encoding="utf-8")
    (top / ".git").mkdir()
    (top / ".git" / "x.txt").write_text("hidden", encoding="utf-8")
    (top / "data.json").write_text("{}", encoding="utf-8")
    (top / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    (top / "deep" / "er").mkdir(parents=True)
    shutil.move(top / "a001.txt", top / "deep" / "er")
    ran = narrate("build", "in", "-o", "in/out")
    assert ran.code == 0, ran.err
    assert "skipped: 34 more" in ran.out
    ran = narrate("build", "in", "-o", "in/out")
    content = json.loads((top / "out" / "batch.json").read_text(encoding="utf-8"))
    assert content["totals"] == {"skipped": 42, "unchanged": 1}


def test_a_script_edited_by_hand_is_left_alone_until_its_article_changes(narrate: Run, work: Path) -> None:
    path = article(work, 1)
    article(work, 2)
    narrate("build", "in")
    script = work / "out" / "night-number-1-on-the-quay" / "script.yaml"
    script.write_text(script.read_text(encoding="utf-8").replace("They waited", "They all waited", 1), encoding="utf-8")
    assert narrate("build", script).code == 0
    assert narrate("build", "in").code == 0
    assert states(work) == {"a001.txt": "edited", "a002.txt": "unchanged"}
    assert narrate("build", script, "in/a002.txt").code == 0
    assert states(work) == {"script.yaml": "unchanged", "a002.txt": "unchanged"}
    path.write_text(path.read_text(encoding="utf-8") + "\nSomething new happened.\n", encoding="utf-8")
    ran = narrate("build", "in")
    assert ran.code == 1
    assert "was edited by hand and would be lost" in ran.err
    assert "They all waited" in script.read_text(encoding="utf-8")


def test_a_folder_without_an_article_says_so(narrate: Run, work: Path) -> None:
    (work / "in").mkdir()
    ran = narrate("build", "in")
    assert ran.code == 1
    assert "in: no article in it" in ran.err


def test_json_is_all_that_is_printed_when_asked_for(narrate: Run, work: Path) -> None:
    article(work, 1)
    ran = narrate("build", "in", "--json")
    assert json.loads(ran.out)["articles"][0]["state"] == "built"
    quiet = narrate("build", "in", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_only_reviews_missing_is_exit_code_three(narrate: Run, work: Path) -> None:
    path = article(work, 1)
    path.write_text('A night\n\n"We waited for the tide to turn," somebody said. He left.\n', encoding="utf-8")
    ran = narrate("build", "in", "--require-reviewed")
    assert ran.code in (0, 3)
    if ran.code == 3:
        assert "unsure" in ran.err


def start(work: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "narrate", "build", *arguments]
    return subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(count: int, pattern: str, out: Path) -> None:
    deadline = time.monotonic() + 60
    while len(list(out.glob(pattern))) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_run_goes_on_where_it_stopped_and_gives_the_same_bytes(narrate: Run, work: Path) -> None:
    for n in range(14):
        article(work, n, title="A headline that three share" if n % 5 == 0 else "")
    narrate("build", "in", "-o", "whole")
    shutil.rmtree(work / "cache")
    run = start(work, "in", "--workers", "2")
    wait_for(3, "[!.]*/edition.json", work / "out")
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    stood = {path: path.stat().st_mtime_ns for path in (work / "out").glob("[!.]*/edition.json")}
    assert 3 <= len(stood) < 14
    assert narrate("build", "in").code == 0
    assert all(path.stat().st_mtime_ns == before for path, before in stood.items())
    assert record(work)["totals"] == {"unchanged": len(stood), "built": 14 - len(stood)}
    assert editions(work / "out") == editions(work / "whole")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_article_that_takes_its_worker_down_is_tried_line_by_line_and_the_line_is_named(
    narrate: Run, work: Path
) -> None:
    (work / "deadly.py").write_text(DEADLY, encoding="utf-8")
    command = f"{sys.executable} {work / 'deadly.py'} {{text_file}} {{wav}}"
    anna = f"{{engine: command, names: {{command: '{command}'}}}}"
    (work / "voices.yaml").write_text(f"engine: silence\nvoices: {{Anna: {anna}}}\n", encoding="utf-8")
    for n in range(3):
        article(work, n)
    path = article(work, 3)
    path.write_text(path.read_text(encoding="utf-8").replace("They waited.", "They died."), encoding="utf-8")
    ran = narrate("build", "in", "--workers", 2)
    assert ran.code == 1
    assert "a003.txt" in ran.err
    assert "They died." in ran.err
    assert record(work)["totals"] == {"built": 3, "failed": 1}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_worker_costs_nothing(narrate: Run, work: Path) -> None:
    for n in range(10):
        article(work, n)
    narrate("build", "in", "-o", "whole")
    shutil.rmtree(work / "cache")
    run = start(work, "in", "--workers", "2")
    wait_for(2, "*/episode.mp3", work / "out")
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="ascii").split()
    os.kill(int(children[0]), signal.SIGKILL)
    said, complaint = run.communicate(timeout=60)
    assert (run.returncode, complaint) == (0, ""), said
    assert editions(work / "out") == editions(work / "whole")


def test_many_files_are_gathered_quickly_and_lazily_read(work: Path, narrate: Run) -> None:
    top = work / "in"
    top.mkdir()
    for n in range(10_000):
        (top / f"x{n}.{('bin', 'csv', 'log', 'png')[n % 4]}").touch()
    article(work, 1)
    ran: Ran = narrate("build", "in")
    assert ran.code == 0
    assert record(work)["totals"] == {"skipped": 10_000, "built": 1}
