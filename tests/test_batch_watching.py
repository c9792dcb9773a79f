"""Facts about watching: once each, across restarts, one watcher at a time, and nothing that is half written."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run
from publishing_editions import podcast_file
from test_batch_build import article, wait_for

from narrate import batch, lookup
from narrate.errors import OutputError
from narrate.intake import Intake

WORDS = " ".join(["The tide came in and went out again, and nobody on the quay had slept."] * 14)


def feed(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><link>http://127.0.0.1:9/{title}</link>"
        f"<pubDate>Mon, {day:02d} Nov 2026 08:00:00 GMT</pubDate><description>{WORDS} {title}.</description></item>"
        for day, title in enumerate(titles, 1)
    )
    return f'<rss version="2.0"><channel><title>Harbour</title>{items}</channel></rss>'


def built(work: Path) -> set[str]:
    return {path.parent.name for path in (work / "out").glob("*/edition.json")}


def test_a_feed_gives_its_newest_entry_first_and_then_what_is_new_once_each(narrate: Run, work: Path) -> None:
    (work / "feed.xml").write_text(feed("one", "two", "three"), encoding="utf-8")
    ran = narrate("watch", "feed.xml", "--once")
    assert (ran.code, ran.err) == (0, "")
    assert built(work) == {"three"}
    assert narrate("watch", "feed.xml", "--once").out == ""
    (work / "feed.xml").write_text(feed("one", "two", "three", "four", "five"), encoding="utf-8")
    ran = narrate("watch", "feed.xml", "--once")
    assert built(work) == {"three", "four", "five"}
    assert ran.out.count("spoken") == 2


def test_a_folder_gives_each_file_once_and_again_when_it_changes(narrate: Run, work: Path) -> None:
    path = article(work, 1)
    narrate("watch", "in", "--once")
    assert built(work) == {"night-number-1-on-the-quay"}
    for left in (work / "out" / "night-number-1-on-the-quay").iterdir():
        left.unlink()
    assert narrate("watch", "in", "--once").out == ""  # somebody took it away, and it stays away
    path.write_text(path.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
    assert "spoken" in narrate("watch", "in", "--once").out


def test_a_file_that_is_still_written_waits_for_the_next_look(work: Path) -> None:
    path = article(work, 1)
    orders = batch.Orders(lookup.load_settings(), work / "out", work / "cache")
    watched = batch.Watch(["in"], orders, Intake(), batch.memory_in(work / "out"))

    def write_on(seconds: float) -> None:
        path.write_text(path.read_text(encoding="utf-8") + "more\n", encoding="utf-8")

    assert watched.look(write_on).new == ()
    assert len(watched.look(lambda seconds: None).new) == 1


def test_what_was_built_is_published_once_each(narrate: Run, work: Path) -> None:
    podcast_file(work)
    article(work, 1)
    ran = narrate("watch", "in", "--once", "--publish")
    assert (ran.code, ran.err) == (0, "")
    feeds = list((work / "public").rglob("feed.xml"))
    assert sum(path.read_text(encoding="utf-8").count("<item>") for path in feeds) == 1
    before = {path: path.read_bytes() for path in feeds}
    assert narrate("watch", "in", "--once", "--publish").out == ""
    assert {path: path.read_bytes() for path in feeds} == before


def test_publishing_that_failed_is_made_up_for_at_the_next_look(narrate: Run, work: Path) -> None:
    article(work, 1)
    ran = narrate("watch", "in", "--once", "--publish")
    assert ran.code == 1
    assert "podcast.yaml" in ran.err
    podcast_file(work)
    assert narrate("watch", "in", "--once", "--publish").code == 0
    assert list((work / "public").rglob("feed.xml"))
    assert json.loads((work / "out" / ".watch.json").read_text(encoding="utf-8"))["unpublished"] == []


def test_a_feed_that_cannot_be_had_is_named_and_the_other_places_go_on(narrate: Run, work: Path) -> None:
    article(work, 1)
    ran = narrate("watch", "nofeed.xml", "in", "--once")
    assert ran.code == 1
    assert "nofeed.xml" in ran.err
    assert built(work) == {"night-number-1-on-the-quay"}


def test_an_article_that_fails_is_tried_again_but_not_for_ever(narrate: Run, work: Path) -> None:
    article(work, 1).write_bytes(b"")
    codes = [narrate("watch", "in", "--once").code for _ in range(7)]
    assert codes == [1, 1, 1, 1, 1, 0, 0]
    article(work, 1)
    assert narrate("watch", "in", "--once").code == 0
    assert built(work)


def test_a_second_watcher_is_told_who_is_there(narrate: Run, work: Path) -> None:
    article(work, 1)
    with batch.lock(work / "out"):
        if os.name != "nt":
            code = (
                "from pathlib import Path\nfrom narrate import batch\nimport sys\n"
                "try:\n    batch.lock(Path('out')).__enter__()\nexcept Exception as e:\n    print(e.message)\n"
            )
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
            assert f"process {os.getpid()} on" in told.stdout
            assert "is watching already" in told.stdout
    with batch.lock(work / "out"):
        pass


def test_a_damaged_memory_is_named(work: Path) -> None:
    (work / "out").mkdir()
    (work / "out" / ".watch.json").write_text("{", encoding="utf-8")
    with pytest.raises(OutputError, match=r"\.watch\.json"):
        batch.memory_in(work / "out")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_a_watcher_that_is_ended_leaves_no_lock_and_the_next_goes_on(
    narrate: Run, work: Path, sign: signal.Signals
) -> None:
    for n in range(3):
        article(work, n)
    command = [sys.executable, "-m", "narrate", "watch", "in", "--every", "1s"]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [*sys.path, str(Path(__file__).parent.parent)]))
    }
    process = subprocess.Popen(
        command, cwd=work, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    wait_for(1, "*/edition.json", work / "out")
    process.send_signal(sign)
    _, complaint = process.communicate(timeout=30)
    if sign == signal.SIGTERM:
        assert (process.returncode, complaint) == (0, "")
    stood = {path: path.stat().st_mtime_ns for path in (work / "out").glob("*/edition.json")}
    assert narrate("watch", "in", "--once").code == 0
    assert len(built(work)) == 3
    assert all(path.stat().st_mtime_ns == before for path, before in stood.items())


def test_a_time_that_is_none_is_usage(narrate: Run, work: Path) -> None:
    (work / "in").mkdir()
    assert narrate("watch", "in", "--every", "soon").code == 2
    start = time.monotonic()
    assert narrate("watch", "in", "--every", "1h", "--once").code == 0
    assert time.monotonic() - start < 30
