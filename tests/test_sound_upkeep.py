"""Facts about the size of the cache."""

import os
import time
from pathlib import Path

import pytest
from sound_engines import article, load, record

from narrate.model import SoundSettings
from narrate.sound import cache_info, most_bytes, size_of
from narrate.sound.cache import Cache, key_of
from narrate.sound.upkeep import MOST_BYTES, tend


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("500M", 500_000_000), ("2.5 g", 2_500_000_000), ("7kB", 7000), ("x", None), ("", None)],
)
def test_sizes_are_written_as_people_write_them(text: str, size: int | None) -> None:
    assert size_of(text) == size


def test_the_size_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NARRATE_CACHE_SIZE", raising=False)
    assert most_bytes() == MOST_BYTES
    monkeypatch.setenv("NARRATE_CACHE_SIZE", "3K")
    assert most_bytes() == 3000
    monkeypatch.setenv("NARRATE_CACHE_SIZE", "much")
    assert most_bytes() == MOST_BYTES


def test_a_build_leaves_the_cache_under_its_size_and_keeps_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    for number in range(20):
        cache.write("takes", key_of("old", number), {}, bytes(100_000))
        os.utime(cache.place("takes", key_of("old", number)), (1, 1))
    monkeypatch.setenv("NARRATE_CACHE_SIZE", "1500K")
    made = record(article(3), load, SoundSettings(), tmp_path / "e.mp3", cache=tmp_path / "cache")
    assert cache_info(tmp_path / "cache").total_bytes <= 1_500_000
    again = record(article(3), load, SoundSettings(), tmp_path / "e.mp3", cache=tmp_path / "cache")
    assert (made.spoken, again.spoken) == (3, 0)


def test_upkeep_is_done_once_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_CACHE_SIZE", "0")
    cache = Cache(tmp_path)
    cache.write("takes", key_of(1), {}, b"x")
    assert tend(tmp_path) > 0
    cache.write("takes", key_of(1), {}, b"x")
    assert tend(tmp_path) == 0
    os.utime(tmp_path / ".tended", (time.time() - 4000,) * 2)
    assert tend(tmp_path) > 0
