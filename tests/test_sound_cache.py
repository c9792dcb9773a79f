"""Facts about the cache: nothing half-written, damage found, many processes at once."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sound_engines import article, load, record

from narrate.errors import OutputError
from narrate.model import SoundSettings
from narrate.sound import Entry, cache_info, parts_of, prune, verify, without_body
from narrate.sound.cache import Cache, Unusable, key_of
from narrate.sound.entries import packed

KEY = key_of("a take")


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {"rate": 22050}, b"\0\1" * 5000)
    head, body = cache.read("takes", KEY)
    assert (head, bytes(body)) == ({"rate": 22050}, b"\0\1" * 5000)
    assert cache.head("takes", KEY) == {"rate": 22050}


def test_the_first_entry_of_a_key_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {"rate": 22050}, b"first")
    cache.write("takes", KEY, {"rate": 22050}, b"second")
    assert bytes(cache.read("takes", KEY)[1]) == b"first"


@pytest.mark.parametrize("loud", [None, 0, 64, 250_000, 499_999])
@pytest.mark.parametrize("kind", [bytes, memoryview])
def test_silence_comes_back_as_it_was_and_takes_little_of_the_disk(
    tmp_path: Path, loud: int | None, kind: Callable[[bytes], bytes | memoryview]
) -> None:
    body = bytearray(500_000)
    if loud is not None:
        body[loud] = 1
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {}, kind(bytes(body)))
    assert bytes(cache.read("takes", KEY)[1]) == body
    if loud is None and sys.platform == "linux":
        assert cache.place("takes", KEY).stat().st_blocks * 512 < 50_000


def test_entries_that_travel_leave_out_what_travels_anyway() -> None:
    entries = [
        Entry((kind, KEY), b"".join(packed({"n": 1}, body)))
        for kind, body in [
            ("pieces", b"mpeg" * 9),
            ("pieces", b"elsewhere"),
            ("takes", bytes(99)),
            ("takes", b"sound" * 9),
        ]
    ]
    recording = b"ID3..." + b"mpeg" * 9 + b"..."
    sent = [pickle.loads(pickle.dumps(without_body(entry, recording))) for entry in entries]
    assert [len(one.data) < len(other.data) for one, other in zip(sent, entries, strict=True)] == [True, False] * 2
    assert [b"".join(parts_of(entry, recording)) for entry in sent] == [entry.data for entry in entries]


@pytest.mark.parametrize("position", [0, 12, 40, 110, 130, -1])
def test_one_flipped_bit_anywhere_is_found_and_the_entry_removed(tmp_path: Path, position: int) -> None:
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {"rate": 22050}, b"sound" * 100)
    path = cache.place("takes", KEY)
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
    with pytest.raises(Unusable) as found:
        cache.read("takes", KEY)
    assert found.value.damaged
    assert not path.exists()


@pytest.mark.parametrize("length", [0, 1, 60, 200])
def test_an_entry_that_was_cut_short_is_found(tmp_path: Path, length: int) -> None:
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {"rate": 22050}, b"sound" * 100)
    path = cache.place("takes", KEY)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Unusable):
        cache.head("takes", KEY)


def test_verify_counts_the_sound_and_removes_the_damaged(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [key_of(number) for number in range(5)]
    for key in keys:
        cache.write("pieces", key, {}, key.encode())
    cache.place("pieces", keys[2]).write_bytes(b"rubbish")
    check = verify(tmp_path)
    assert (check.sound, check.damaged) == (4, (f"pieces/{keys[2]}",))
    assert verify(tmp_path).damaged == ()


def test_prune_keeps_what_was_used_last_and_the_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [key_of(number) for number in range(10)]
    for age, key in enumerate(keys):
        cache.write("takes", key, {}, bytes(1000))
        moment = time.time() - 100_000 + age
        os.utime(cache.place("takes", key), (moment, moment))
    cache.read("takes", keys[0])  # used now
    total = cache_info(tmp_path).total_bytes
    freed = prune(tmp_path, total // 2)
    left = [key for key in keys if cache.has("takes", key)]
    assert cache_info(tmp_path).total_bytes == total - freed <= total // 2
    assert left == [keys[0], *keys[-4:]]


def test_leftovers_of_killed_runs_are_counted_and_pruned_once_old(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("takes", KEY, {}, b"x")
    for name, age in ((".old.1.2.tmp", 7200), (".new.1.2.tmp", 0)):
        path = cache.place("takes", KEY).with_name(name)
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age, time.time() - age))
    assert cache_info(tmp_path).leftovers == 2
    prune(tmp_path, 10**9)
    assert (cache_info(tmp_path).leftovers, cache_info(tmp_path).takes) == (1, 1)


def test_an_absent_cache_is_an_empty_one(tmp_path: Path) -> None:
    info = cache_info(tmp_path / "nowhere")
    assert (info.takes, info.pieces, info.total_bytes) == (0, 0, 0)
    assert prune(tmp_path / "nowhere", 0) == 0
    assert verify(tmp_path / "nowhere").sound == 0


def test_a_full_disk_is_one_clear_error_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="no space left on the disk of the cache") as failure:
        record(article(3), load, SoundSettings(), tmp_path / "e.mp3", cache=tmp_path / "cache", workers=0)
    assert "--cache" in failure.value.hint
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_really_full_disk_is_the_same_error_from_worker_processes(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(disk)], check=False)
    if mount.returncode:
        pytest.skip("no right to mount")
    try:
        for workers in (0, 1):
            with pytest.raises(OutputError, match="no space left"):
                record(article(12), load, SoundSettings(), disk / "e.mp3", cache=disk / "cache", workers=workers)
            assert not (disk / "e.mp3").exists()
            assert cache_info(disk / "cache").leftovers == 0
            assert verify(disk / "cache").damaged == ()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def started(tmp_path: Path, script: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=tmp_path, start_new_session=True)


BUILD = """
from pathlib import Path
from narrate.model import SoundSettings
from sound_engines import article, load, record, utterance
script = article(24)
if {hang}:
    script.append(utterance("one bad word", 24, engine="hangs"))
record(script, load, SoundSettings(), Path("e.mp3"), cache=Path("cache"), workers=2)
"""


def wait_for(condition: object, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_a_run_that_is_ended_leaves_no_process_and_a_cache_to_go_on_from(tmp_path: Path, how: str) -> None:
    """Ctrl-C reaches parent and workers; kill -9 only the parent, while an engine hangs."""
    run = started(tmp_path, BUILD.format(hang=True))
    wait_for(lambda: cache_info(tmp_path / "cache").takes >= 8)
    if how == "SIGINT":
        os.killpg(run.pid, signal.SIGINT)
    else:
        run.kill()
    run.wait(timeout=10)
    wait_for(lambda: group_is_gone(run.pid), 10)
    assert not (tmp_path / "e.mp3").exists()
    assert verify(tmp_path / "cache").damaged == ()
    kept = cache_info(tmp_path / "cache").takes
    resumed = record(article(24), load, SoundSettings(), tmp_path / "e.mp3", cache=tmp_path / "cache", workers=0)
    assert resumed.cached >= min(kept, 24) >= 8
    clean = tmp_path / "clean.mp3"
    record(article(24), load, SoundSettings(), clean, cache=tmp_path / "other", workers=0)
    assert clean.read_bytes() == (tmp_path / "e.mp3").read_bytes()


def test_many_processes_share_one_cache(tmp_path: Path) -> None:
    runs = []
    for number in range(3):
        script = BUILD.format(hang=False).replace("e.mp3", f"e{number}.mp3").replace("article(24)", "article(8)")
        runs.append(started(tmp_path, script))
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0]
    assert len({(tmp_path / f"e{number}.mp3").read_bytes() for number in range(3)}) == 1
    assert cache_info(tmp_path / "cache").takes == 8
    assert verify(tmp_path / "cache").damaged == ()


def test_pruning_under_a_running_build_does_no_harm(tmp_path: Path) -> None:
    run = started(tmp_path, BUILD.format(hang=False).replace("article(24)", "article(12)"))
    while run.poll() is None:
        prune(tmp_path / "cache", 200_000)
        time.sleep(0.3)
    target, clean = tmp_path / "e.mp3", tmp_path / "clean.mp3"
    assert target.exists() == (run.returncode == 0)
    record(article(12), load, SoundSettings(), clean, cache=tmp_path / "cache", workers=0)
    if target.exists():
        assert target.read_bytes() == clean.read_bytes()
