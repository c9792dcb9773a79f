"""Sounds from files, from the outside: in voices.yaml and in a script."""

import json
from pathlib import Path

import pytest
from conftest import Run
from sound_files import write
from test_cli_build import article, home

SOUND = """- sound: door.wav
  level: -6
  fade_out: 200
"""


def edited(work: Path, rows: str = SOUND) -> Path:
    """The script of the last build with a sound before its third paragraph, kept in a folder of its own."""
    text = (home(work) / "script.yaml").read_text(encoding="utf-8")
    before, mark, after = text.partition("- narrator: It was late")
    folder = work / "edited"
    folder.mkdir(exist_ok=True)
    path = folder / "script.yaml"
    path.write_text(before + rows + mark + after, encoding="utf-8")
    return path


def milliseconds(work: Path) -> int:
    return int(json.loads((home(work) / "edition.json").read_text(encoding="utf-8"))["audio"]["duration_ms"])


def test_music_of_voices_yaml_is_heard(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    before = milliseconds(work)
    write(work / "theme.wav", 3.0)
    (work / "voices.yaml").write_text("engine: silence\nmusic: {intro: theme.wav}\n", encoding="utf-8")
    assert narrate("build", article(work)).code == 0
    assert abs(milliseconds(work) - before - 3000) <= 2


def test_a_sound_in_a_script_is_heard_compared_and_kept_by_a_merge(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    before, old = milliseconds(work), home(work) / "script.yaml"
    old = old.rename(work / "old.yaml")
    old.rename(home(work) / "script.yaml")
    script = edited(work)
    write(script.parent / "door.wav", 2.0)
    ran = narrate("build", script)
    assert (ran.code, ran.err) == (0, "")
    assert milliseconds(work) - before == pytest.approx(2000 + 620, abs=8)
    (work / "plain.yaml").write_text(script.read_text(encoding="utf-8").replace(SOUND, ""), encoding="utf-8")
    assert "door.wav" in narrate("diff", work / "plain.yaml", script).out
    longer = article(work, article(work).read_text(encoding="utf-8") + "\nThe next boat left at dawn.\n")
    assert narrate("script", longer, "--update", script).code == 0
    assert SOUND in script.read_text(encoding="utf-8")


@pytest.mark.parametrize(("content", "words"), [(None, "no such file"), (b"text", "cannot be read as sound")])
def test_a_sound_that_cannot_be_played_stops_the_build_with_its_line(
    narrate: Run, work: Path, content: bytes | None, words: str
) -> None:
    narrate("build", article(work))
    script = edited(work)
    if content is not None:
        (script.parent / "door.wav").write_bytes(content)
    place = script.read_text(encoding="utf-8").splitlines().index("- sound: door.wav") + 1
    ran = narrate("build", script)
    assert ran.code == 1
    assert f"script.yaml:{place}:" in ran.err
    assert words in ran.err


def test_damage_to_the_cache_is_told(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    for path in [*(work / "cache" / "takes").rglob("*"), *(work / "cache" / "pieces").rglob("*")]:
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-3])
    ran = narrate("build", article(work))
    assert ran.code == 0
    assert "of the cache made again" in ran.err + ran.out
    report = json.loads((home(work) / "report.json").read_text(encoding="utf-8"))
    assert any("of the cache made again" in warning for warning in report["warnings"])
