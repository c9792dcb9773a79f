"""narrate doctor: what is there, what is lacking, and the command that adds it."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import Run

from narrate.cli.doctor import _requirement


def findings(narrate: Run, *arguments: object) -> dict[str, dict[str, str]]:
    return {each["what"]: each for each in json.loads(narrate("doctor", "--json", *arguments).out)}


def test_a_machine_that_speaks_is_fine(narrate: Run) -> None:
    ran = narrate("doctor")
    assert ran.code == 0, ran.out
    assert "ok  speech: silence says a word as Anna" in ran.out
    found = findings(narrate)
    assert {"narrate", "settings", "speech", "voices", "engine pyttsx3", "cache", "player"} <= set(found)


def test_settings_that_are_wrong_are_broken(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("narrator: Nobody\n", encoding="utf-8")
    ran = narrate("doctor")
    assert ran.code == 1
    assert "broken  settings: voices.yaml:1:1: narrator: unknown voice 'Nobody'" in ran.out


def test_a_cache_that_cannot_be_written_is_broken(narrate: Run, work: Path) -> None:
    (work / "blocked").write_text("", encoding="utf-8")
    found = findings(narrate, "--cache", work / "blocked" / "cache")
    assert found["cache"]["state"] == "broken"
    assert "--cache" in found["cache"]["advice"]


def test_a_machine_without_a_player_is_told_what_to_install(narrate: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_: None)
    monkeypatch.setattr("sys.platform", "linux")
    found = findings(narrate)
    assert (found["player"]["state"], found["player"]["advice"]) == ("without", "install ffmpeg (ffplay)")
    assert narrate("doctor").code == 0


@pytest.mark.parametrize(
    ("requirement", "meant"),
    [
        ("click>=8.1", ("click", "")),
        ("boto3>=1.3; extra == 's3'", ("boto3", "s3")),
        ("pytest; extra == 'test'", ("", "")),
        ("audioop-lts; python_version >= '3.99'", ("", "")),
        ("pdfminer.six>=20240706", ("pdfminer.six", "")),
    ],
)
def test_requirements_are_read(requirement: str, meant: tuple[str, str]) -> None:
    assert _requirement(requirement) == meant


def test_ffmpeg_is_asked_for_where_a_format_needs_it(narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name, *rest, **more: None if name == "ffmpeg" else found(name, *rest, **more)
    )
    assert "without  formats" in narrate("doctor").out
    (work / "voices.yaml").write_text("engine: silence\nsound: {format: opus}\n", encoding="utf-8")
    ran = narrate("doctor")
    assert ran.code == 1
    assert "broken  formats: mp3, flac and wav; m4a and opus need ffmpeg" in ran.out
