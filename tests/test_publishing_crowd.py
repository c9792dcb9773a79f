"""Many publishers at once, and publishers that are killed: nothing is lost, and no reader ever sees half a feed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from publishing_editions import edition, podcast_file

from narrate.publishing import load_podcast, publish, publish_due, replace, unpublish
from narrate.publishing.elements import parse
from narrate.publishing.targets.folder import FolderTarget

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by signal")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BASE = "https://example.org/podcast/"


def started(*work: object) -> BaseProcess:
    target, *arguments = work
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


def publish_one(place: Path, slug: str) -> None:
    report = publish([place / slug], load_podcast(place / "podcast.yaml"))
    sys.exit(1 if report.failed else 0)


def faults_of_feed(place: Path) -> tuple[list[str], list[str]]:
    """GUIDs in the feed, and files that it names but that are not there. Raises if the feed is not whole."""
    try:
        data = (place / "public/feed.xml").read_bytes()
    except FileNotFoundError:
        return [], []
    channel = parse(data).find("channel")
    assert channel is not None
    urls = [str(url) for url in channel.xpath("item/enclosure/@url | item/*/@url")]
    missing = [url for url in urls if not (place / "public" / url.removeprefix(BASE)).is_file()]
    return [str(guid) for guid in channel.xpath("item/guid/text()")], missing


def test_forty_publishers_at_once_lose_nothing_and_a_reader_never_sees_a_broken_feed(tmp_path: Path) -> None:
    podcast_file(tmp_path)
    slugs = [f"article-{number}" for number in range(40)]
    for slug in slugs:
        edition(tmp_path, slug)
    publishers = [started(publish_one, tmp_path, slug) for slug in slugs]
    looks = longest = 0
    while any(publisher.is_alive() for publisher in publishers):
        guids, missing = faults_of_feed(tmp_path)
        assert not missing
        assert len(guids) == len(set(guids)) >= longest  # what was there never disappears
        longest, looks = len(guids), looks + 1
        time.sleep(0.002)
    assert [publisher.exitcode for publisher in publishers] == [0] * 40
    guids, missing = faults_of_feed(tmp_path)
    assert (len(set(guids)), missing) == (40, [])
    assert looks > 20


def test_publishers_of_the_same_edition_make_one_episode(tmp_path: Path) -> None:
    podcast_file(tmp_path)
    edition(tmp_path, "one")
    publishers = [started(publish_one, tmp_path, "one") for _ in range(8)]
    for publisher in publishers:
        publisher.join()
    assert [publisher.exitcode for publisher in publishers] == [0] * 8
    assert len(faults_of_feed(tmp_path)[0]) == 1


# --------------------------------------------------------------------------------------------------------- kill -9

STEPS = ("_path", "_rename", "remove", "fetch", "keys")


def killed_at(place: Path, step: str, count: int, verb: str) -> None:
    """Run a verb and die without any clean-up at the count-th call of a step of the target."""
    real = getattr(FolderTarget, step)
    seen = 0

    def dying(*arguments: object) -> object:
        nonlocal seen
        seen += 1
        if seen == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)

    setattr(FolderTarget, step, dying)
    tempfile.tempdir = str(place)  # what a killed process leaves goes with the test's folder
    run(place, verb)
    os._exit(0)


def run(place: Path, verb: str) -> None:
    podcast = load_podcast(place / "podcast.yaml")
    later = NOW + timedelta(hours=1)
    if verb == "publish":
        publish([place / "second"], podcast, now=later)
    elif verb == "replace":
        replace(place / "first", podcast, now=later)
    elif verb == "unpublish":
        unpublish("first", podcast, now=later)
    else:
        publish_due(podcast, now=NOW + timedelta(days=30))


@pytest.mark.parametrize("verb", ["publish", "replace", "unpublish", "publish_due"])
def test_a_publisher_killed_at_any_step_leaves_a_whole_feed_and_the_next_run_finishes(
    tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a killed process does not need it, a killed machine would
    kills = 0
    for step in STEPS:
        for count in range(1, 200, 1 if step == "_rename" else 4):
            place = tmp_path / f"{step}-{count}"
            podcast_file(place)
            podcast = load_podcast(place / "podcast.yaml")
            publish([edition(place, "first")], podcast, now=NOW)
            if verb == "publish_due":
                publish([edition(place, "second")], podcast, now=NOW)
                unpublish("second", podcast, now=NOW)
            edition(place, "first", title="Corrected", audio=b"ID3 corrected" * 999)
            edition(place, "second")
            process = started(killed_at, place, step, count, verb)
            process.join()
            guids, missing = faults_of_feed(place)
            assert not missing, (step, count)
            assert len(guids) == len(set(guids))
            run(place, verb)
            guids, missing = faults_of_feed(place)
            assert not missing, (step, count)
            assert len(guids) == len(set(guids)) == {"publish": 2, "unpublish": 0}.get(verb, 1)
            if process.exitcode == 0:
                break  # the run was over before this call
            kills += 1
    assert kills > 10
