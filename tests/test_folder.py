import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from narrate.errors import OutputError
from narrate.folder import MAX_SLUG_BYTES, move_in, place_for, slug_of, staging, write_all, write_whole


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("'I ran away': The Soldiers", "i-ran-away-the-soldiers"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "fallback"),
        ("😀🎉", "fallback"),
        ("CON", "con-article"),
        ("Łódź, Zürich & São Paulo", "łodz-zurich-sao-paulo"),
        ("Привет, мир", "привет-мир"),
        ("a" * 500, "a" * 80),
        ("C:\\x\0y", "c-x-y"),
    ],
)
def test_a_hostile_title_gives_a_harmless_folder(title: str, slug: str) -> None:
    assert slug_of(title, "fallback") == slug


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_every_title_gives_one_short_path_component(title: str) -> None:
    slug = slug_of(title)
    assert 0 < len(slug.encode()) <= MAX_SLUG_BYTES + len("-article")
    assert not set(slug) & set('/\\:*?"<>|. \0')


def test_another_article_with_the_same_title_keeps_its_edition(tmp_path: Path) -> None:
    home = place_for(tmp_path, "Same", "a.txt", "1")
    home.mkdir()
    (home / "edition.json").write_text(json.dumps({"origin": "a.txt", "proof": {"sha256": "1"}}), encoding="utf-8")
    assert place_for(tmp_path, "Same", "a.txt", "2") == home
    assert place_for(tmp_path, "Same", "elsewhere/a.txt", "1") == home
    assert place_for(tmp_path, "Same", "b.txt", "3") not in (home, None)


def test_nothing_is_left_of_a_failed_build(tmp_path: Path) -> None:
    home = tmp_path / "out" / "slug"
    with pytest.raises(OutputError), staging(home) as stage:
        write_all(stage, {"episode.mp3": b"half", "no/such/folder": b""})
    assert list((tmp_path / "out").iterdir()) == []


def test_a_killed_run_is_swept_away_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / "slug"
    dead = tmp_path / ".slug-4194304-abcdef"  # above the largest process number of Linux
    alive = tmp_path / f".slug-{os.getpid()}-abcdef"
    dead.mkdir()
    alive.mkdir()
    with staging(home):
        assert not dead.exists()
        assert alive.exists()


def test_the_record_moves_in_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    monkeypatch.setattr("narrate.folder.os.replace", lambda source, target: moved.append(Path(target).name))
    with staging(tmp_path / "slug") as stage:
        write_all(stage, {"edition.json": b"{}", "z.txt": b"", "a.txt": b""})
        move_in(stage, tmp_path / "slug")
    assert moved == ["a.txt", "z.txt", "edition.json"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("narrate.folder.os.replace", refuse)
    with pytest.raises(OutputError, match="no space left") as caught:
        write_whole(path, b"new")
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"), staging(tmp_path / "out" / "slug"):
        pass
