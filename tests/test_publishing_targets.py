"""One contract for every target: whole files, no overwriting, no way out; and a crowd of publishers on each."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from publishing_editions import SHOW, edition, podcast_file
from publishing_servers import target_of

from narrate.errors import NarrateError, PublishError
from narrate.publishing import check, list_episodes, load_podcast, publish, unpublish
from narrate.publishing.elements import parse
from narrate.publishing.settings import Podcast, TargetSettings
from narrate.publishing.targets import Changed, Target, Upload, open_target
from narrate.publishing.targets.rehearsal import RehearsalTarget
from narrate.publishing.targets.retrying import RetryingTarget

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the servers are forked")
KINDS = ("folder", "s3", "sftp", "webdav")


@pytest.fixture(scope="module", params=KINDS)
def podcast(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podcast]:
    place = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch, target_of(request.param, place, patch) as line:
        yield load_podcast(podcast_file(place, SHOW.replace("./public", line)))


@pytest.fixture
def target(podcast: Podcast) -> Iterator[Target]:
    opened = RetryingTarget(open_target(podcast.shows["evening"].target, podcast.folder))
    yield opened
    opened.close()


def test_a_file_is_created_once_and_read_back(target: Target) -> None:
    assert target.put_new("a/one.txt", Upload(b"first", "text/plain"))
    assert not target.put_new("a/one.txt", Upload(b"second", "text/plain"))
    stored = target.get("a/one.txt")
    assert stored is not None
    assert stored.data == b"first"
    found = target.stat("a/one.txt")
    assert found is not None
    assert found.bytes == 5
    assert target.sha256("a/one.txt") == "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e"


def test_a_file_is_replaced_only_by_who_has_read_it(target: Target) -> None:
    target.replace("feed-1.xml", Upload(b"1", "text/xml", immutable=False), None)
    first = target.get("feed-1.xml")
    assert first is not None
    with pytest.raises(Changed):
        target.replace("feed-1.xml", Upload(b"x", "text/xml"), None)
    target.replace("feed-1.xml", Upload(b"2", "text/xml"), first.tag)
    with pytest.raises(Changed):
        target.replace("feed-1.xml", Upload(b"3", "text/xml"), first.tag)
    with pytest.raises(Changed):
        target.replace("feed-none.xml", Upload(b"3", "text/xml"), first.tag)
    second = target.get("feed-1.xml")
    assert second is not None
    assert second.data == b"2"


def test_files_are_listed_without_folders_and_removed_twice(target: Target) -> None:
    for name in ("b/2.txt", "b/1.txt", "b/deep/3.txt", "bb/4.txt"):
        target.put_new(name, Upload(b"x", "text/plain"))
    assert target.keys("b") == ["b/1.txt", "b/2.txt"]
    assert target.keys("nothing/here") == []
    target.remove("b/1.txt")
    target.remove("b/1.txt")
    assert target.keys("b") == ["b/2.txt"]


def test_what_is_not_there_is_no_error(target: Target) -> None:
    assert target.get("no/such") is None
    assert target.stat("no/such") is None
    assert target.sha256("no/such") == ""
    target.remove("no/such")


def test_a_large_file_arrives_whole_from_the_disk(target: Target, tmp_path: Path) -> None:
    path = tmp_path / "large.mp3"
    path.write_bytes(bytes(range(256)) * 12_000)
    assert target.put_new("a/large.mp3", Upload(path, "audio/mpeg"))
    found = target.stat("a/large.mp3")
    assert found is not None
    assert found.bytes == path.stat().st_size
    assert found.media_type in ("", "audio/mpeg")
    assert target.sha256("a/large.mp3") == __import__("hashlib").sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/etc/passwd", "a//b", "", "a\\b", "a b", "ä", "a/./b", "a\x00"])
def test_no_key_leads_out_of_the_target(target: Target, key: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: target.get(key),
        lambda: target.stat(key),
        lambda: target.put_new(key, Upload(b"x", "text/plain")),
        lambda: target.replace(key, Upload(b"x", "text/plain"), None),
        lambda: target.remove(key),
    ]
    for call in calls:
        with pytest.raises(PublishError):
            call()


def test_a_rehearsal_sees_its_own_writes_and_nobody_else_does(target: Target) -> None:
    target.put_new("c/1.txt", Upload(b"one", "text/plain"))
    rehearsal = RehearsalTarget(target)
    assert rehearsal.put_new("c/2.txt", Upload(b"two", "text/plain"))
    rehearsal.remove("c/1.txt")
    assert rehearsal.keys("c") == ["c/2.txt"]
    assert rehearsal.sha256("c/2.txt") == "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
    assert target.keys("c") == ["c/1.txt"]


SERVED = {"folder": "public", "sftp": "server/srv/podcasts", "webdav": "server"}  # where a target's files really are


def test_temporary_files_of_killed_publishers_go_after_a_day(target: Target, podcast: Podcast) -> None:
    kind = podcast.shows["evening"].target.kind
    if kind == "s3":
        return  # makes files whole or not at all
    target.put_new("swept/here.txt", Upload(b"x", "text/plain"))
    folder = podcast.folder / SERVED[kind] / "swept"
    for name, age_s in (("old", 90_000), ("new", 3_600)):
        part = folder / f".narrate-part-{name}"
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age_s,) * 2)
    target.sweep()
    assert [path.name for path in sorted(folder.iterdir())] == [".narrate-part-new", "here.txt"]
    assert target.keys("swept") == ["swept/here.txt"]


def die_holding_the_lock(podcast: Podcast) -> None:
    with open_target(podcast.shows["evening"].target, podcast.folder).exclusive():
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_publisher_killed_while_it_holds_the_lock_keeps_nobody_waiting_for_ever(
    podcast: Podcast, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = podcast.shows["evening"].target.kind
    module = importlib.import_module(f"narrate.publishing.targets.{kind}")
    for name in ("_LOCK_S", "_STALE_LOCK_S"):
        monkeypatch.setattr(module, name, 1, raising=False)
    dying = multiprocessing.get_context("fork").Process(target=die_holding_the_lock, args=(podcast,))
    dying.start()
    dying.join()
    assert dying.exitcode == -signal.SIGKILL
    start = time.monotonic()
    with target.exclusive(), target.exclusive():  # one publisher may ask again
        target.replace(f"after-{kind}.xml", Upload(b"x", "text/xml"), None)
    assert time.monotonic() - start < 20


def test_who_holds_the_lock_keeps_others_waiting(podcast: Podcast, target: Target) -> None:
    if podcast.shows["evening"].target.kind == "s3":
        return  # has no locks and needs none: its writes compare and swap
    other = open_target(podcast.shows["evening"].target, podcast.folder)
    told: list[str] = []

    def wait() -> None:
        with other.exclusive():
            told.append("second")

    with target.exclusive():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(0.3)
        told.append("first")
    waiting.join(20)
    other.close()
    assert told == ["first", "second"]


def publish_one(podcast: Podcast, slug: str) -> None:
    sys.exit(1 if publish([podcast.folder / slug], podcast).failed else 0)


def test_twelve_publishers_at_once_lose_nothing_and_a_reader_sees_whole_feeds_only(podcast: Podcast) -> None:
    slugs = [f"article-{number}" for number in range(12)]
    for slug in slugs:
        edition(podcast.folder, slug)
    fork = multiprocessing.get_context("fork")
    publishers = [fork.Process(target=publish_one, args=(podcast, slug)) for slug in slugs]
    for publisher in publishers:
        publisher.start()
    reader = RetryingTarget(open_target(podcast.shows["evening"].target, podcast.folder))
    seen = 0
    while any(publisher.is_alive() for publisher in publishers):
        stored = reader.get("feed.xml")
        if stored is not None:
            keys = parse(stored.data).xpath("channel/item/enclosure/@url")
            for key in keys[seen:]:
                assert reader.stat(str(key).removeprefix("https://example.org/podcast/")) is not None
            seen = max(seen, len(keys))
        time.sleep(0.02)
    reader.close()
    assert [publisher.exitcode for publisher in publishers] == [0] * 12
    assert {entry.slug for entry in list_episodes(podcast) if entry.state == "live"} == set(slugs)
    assert [finding for finding in check(podcast) if finding.level == "error"] == []
    unpublish("article-3", podcast)
    assert len([entry for entry in list_episodes(podcast) if entry.state == "live"]) == 11


@pytest.mark.parametrize("kind", ["s3", "sftp"])
def test_a_missing_extra_answers_with_the_pip_line(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("boto3", "paramiko"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"narrate.publishing.targets.{kind}", raising=False)
    with pytest.raises(PublishError) as caught:
        open_target(TargetSettings(kind=kind, bucket="b", host="h"), Path())  # type: ignore[arg-type]
    assert f'pip install "narrate-audio[{kind}]"' in caught.value.hint


@pytest.mark.parametrize("module", ["narrate.publishing", "narrate.publishing.settings"])
def test_importing_the_room_imports_no_optional_package(module: str) -> None:
    importlib.import_module(module)
    assert "boto3" not in vars(sys.modules[module])


def test_credentials_are_in_no_message(podcast: Podcast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "NARRATE_SFTP_PASSWORD", "NARRATE_WEBDAV_PASSWORD"):
        monkeypatch.setenv(name, "wrong-and-secret")
    settings = podcast.shows["evening"].target
    if settings.kind == "s3":
        settings = TargetSettings(kind="s3", bucket="not-there", endpoint=settings.endpoint)
    opened = open_target(settings, podcast.folder)
    if settings.kind == "folder":
        return
    with pytest.raises(NarrateError) as caught:
        opened.get("feed.xml")
    assert "wrong-and-secret" not in f"{caught.value.message} {caught.value.hint}"
