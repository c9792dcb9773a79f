"""narrate init and completion: settings to start from, and a shell that knows narrate."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import Run
from terminals import ROOT, finish, spawn

from narrate.lookup import load_settings
from narrate.publishing import load_podcast


def test_files_are_written_that_narrate_reads(narrate: Run, work: Path) -> None:
    ran = narrate("init", "desk")
    assert ran.code == 0, ran.err
    assert load_settings(work / "desk" / "voices.yaml").narrator == "Anna"
    assert load_podcast(work / "desk" / "podcast.yaml").shows
    for name in ("voices", "podcast"):
        first, _, rest = (work / "desk" / f"{name}.yaml").read_text(encoding="utf-8").partition("\n")
        assert first == f"# yaml-language-server: $schema=.narrate/{name}.schema.json"
        assert rest.startswith("# ")
        assert json.loads((work / "desk" / ".narrate" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_files_that_are_there_are_left_alone(narrate: Run, work: Path) -> None:
    before = (work / "voices.yaml").read_text(encoding="utf-8")
    ran = narrate("init")
    assert "left alone: voices.yaml" in ran.out
    assert (work / "voices.yaml").read_text(encoding="utf-8") == before
    assert (work / "podcast.yaml").exists()


@pytest.mark.parametrize("columns", [60, 200])
def test_answers_on_a_terminal_stand_in_the_files(work: Path, columns: int) -> None:
    child = spawn(columns, "init", "desk")
    answers = ["Quay: the news", "", "xx-lost", "George", "", "Ada O'Hara", "", "https://example.org/quay"]
    for answer in answers:
        child.expect(":")
        child.sendline(answer)
    child.expect("language")
    for answer in [*answers[:2], "en-gb", *answers[3:]]:
        child.expect(r"(\]|feed|show|it|gb|Publisher|directories|\)): ")
        child.sendline(answer)
    assert finish(child) == 0
    settings = load_settings(work / "desk" / "voices.yaml")
    assert (settings.episode.show, settings.narrator) == ("Quay: the news", "George")
    (show,) = load_podcast(work / "desk" / "podcast.yaml").shows.values()
    assert (show.title, show.language, show.url) == ("Quay: the news", "en-gb", "https://example.org/quay/")
    assert show.owner is not None
    assert show.owner.name == "Ada O'Hara"
    assert "# where listeners find" in (work / "desk" / "podcast.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load((work / "desk" / "voices.yaml").read_text(encoding="utf-8"))["pool"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(narrate: Run, work: Path, shell: str) -> None:
    ran = narrate("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_NARRATE_COMPLETE={shell}_complete" in ran.out
    if shutil.which(shell):
        (work / "script").write_text(ran.out, encoding="utf-8")
        subprocess.run([shell, "-n", "script"], check=True)


def test_the_shell_is_told_the_commands(work: Path) -> None:
    words = {"_NARRATE_COMPLETE": "bash_complete", "COMP_WORDS": "narrate re", "COMP_CWORD": "1"}
    command = [sys.executable, "-m", "narrate"]
    env = {**os.environ, **words, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert "plain,review" in done.stdout.splitlines()
