"""narrate voices: what can speak here, and how it sounds."""

import json
import os
import stat
from pathlib import Path

import pytest
from conftest import Run
from mutagen.mp3 import MP3


def test_voices_are_filtered_by_language_and_gender(narrate: Run) -> None:
    rows = json.loads(narrate("voices", "--json").out)
    assert {"voice", "language", "gender", "part", "engine", "id"} == set(rows[0])
    women = json.loads(narrate("voices", "--json", "--gender", "female", "--lang", "en_GB").out)
    assert 0 < len(women) < len(rows)
    assert {(row["gender"], row["language"].startswith("en-gb")) for row in women} == {("female", True)}


def test_all_voices_of_an_engine_are_listed(narrate: Run) -> None:
    assert narrate("voices", "--engine", "silence").code == 0


def test_a_demo_holds_a_sentence_by_every_voice(narrate: Run, work: Path) -> None:
    voices = [row["voice"] for row in json.loads(narrate("voices", "--json", "--lang", "en").out)]
    ran = narrate("voices", "demo", "-o", "demo.mp3", "--lang", "en")
    assert ran.code == 0, ran.err
    assert [row.split()[1] for row in ran.out.splitlines()] == voices
    assert MP3(work / "demo.mp3").info.length > 2 * len(voices)
    assert [path.name for path in work.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(os.name == "nt", reason="a player that is a shell script")
def test_voices_are_played_with_what_the_system_has(narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    player = work / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text(f'#!/bin/sh\nfor last; do :; done\nwc -c < "$last" >> {work}/played\n', encoding="utf-8")
    player.chmod(player.stat().st_mode | stat.S_IEXEC)
    for name in ("sh", "wc"):
        (player.parent / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(player.parent))
    ran = narrate("voices", "play", "Anna", "George", "--text", "Hello there.")
    assert (ran.code, ran.out, ran.err) == (0, "Anna\nGeorge\n", "")
    sizes = (work / "played").read_text(encoding="utf-8").split()
    assert len(sizes) == 2
    assert min(map(int, sizes)) > 1000


def test_an_unknown_voice_is_answered_with_the_nearest(narrate: Run) -> None:
    ran = narrate("voices", "play", "Ana")
    assert (ran.code, "did you mean 'Anna'" in ran.err) == (1, True)
