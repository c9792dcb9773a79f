"""Storage that fails: refused, cut off, full, slow. The feed stays whole, and the next run finishes the work."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from publishing_editions import edition, podcast_file
from publishing_web import Served, web

from narrate.errors import NarrateError, PublishError
from narrate.publishing import list_episodes, load_podcast, pages, publish, replace, unpublish, verbs
from narrate.publishing.channel import Channel
from narrate.publishing.elements import parse
from narrate.publishing.settings import TargetSettings
from narrate.publishing.targets import Changed, Digest, Fetching, Found, Sink, Unreachable, Upload, open_target
from narrate.publishing.targets.folder import FolderTarget
from narrate.publishing.targets.retrying import ATTEMPTS, RetryingTarget

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BASE = "https://example.org/podcast/"


class Memory(Fetching):
    """A target in memory; `before` and `after` a call something may go wrong."""

    where = "memory"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.before: Callable[[str], None] = lambda _: None
        self.after: Callable[[str], None] = lambda _: None

    @contextlib.contextmanager
    def call(self, name: str) -> Any:
        self.before(name)
        yield
        self.after(name)

    def fetch(self, key: str, into: Sink) -> str | None:
        with self.call("fetch"):
            data = self.files.get(key)
            if data is None:
                return None
            into.write(data)
            return hashlib.sha256(data).hexdigest()

    def stat(self, key: str) -> Found | None:
        with self.call("stat"):
            return Found(len(self.files[key])) if key in self.files else None

    def put_new(self, key: str, upload: Upload) -> bool:
        with self.call("put_new"):
            new = key not in self.files
            self.files.setdefault(key, b"".join(upload.chunks()))
            return new

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        with self.call("replace"):
            now = self.files.get(key)
            if (None if now is None else hashlib.sha256(now).hexdigest()) != tag:
                raise Changed(key)
            self.files[key] = b"".join(upload.chunks())

    def remove(self, key: str) -> None:
        with self.call("remove"):
            self.files.pop(key, None)

    def keys(self, folder: str) -> list[str]:
        with self.call("keys"):
            return sorted(key for key in self.files if key.rpartition("/")[0] == folder)

    def exclusive(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()

    def settle(self) -> None:
        return None

    def sweep(self) -> None:
        return None

    def close(self) -> None:
        return None


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    target = Memory()
    monkeypatch.setattr(verbs, "open_target", lambda *_: target)
    monkeypatch.setattr(verbs, "RetryingTarget", lambda inner: RetryingTarget(inner, wait=lambda _: None))
    return target


def feed_is_whole(memory: Memory) -> list[str]:
    """The GUIDs of the feed; no file that it names is missing."""
    data = memory.files.get("feed.xml")
    if data is None:
        return []
    channel = parse(data).find("channel")
    assert channel is not None
    for url in channel.xpath("item/enclosure/@url | item/*/@url"):
        assert str(url).removeprefix(BASE) in memory.files
    guids = [str(guid) for guid in channel.xpath("item/guid/text()")]
    assert len(guids) == len(set(guids))
    return guids


class Plug:
    """Raises at one call, or at every one from it on."""

    def __init__(self, at: int, lasting: bool) -> None:
        self.seen = 0
        self.at = at
        self.lasting = lasting

    def __call__(self, name: str) -> None:
        self.seen += 1
        if self.seen == self.at or (self.lasting and self.seen > self.at):
            raise Unreachable(f"{name}: connection reset")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("verb", ["publish", "replace", "unpublish"])
def test_a_torn_connection_at_any_call_loses_and_doubles_nothing(
    tmp_path: Path, memory: Memory, verb: str, lasting: bool, when: str
) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    edition(tmp_path, "second")
    later = NOW + timedelta(hours=1)
    runs: dict[str, Callable[[], Any]] = {
        "publish": lambda: publish([tmp_path / "second"], podcast, now=later),
        "replace": lambda: replace(tmp_path / "first", podcast, now=later),
        "unpublish": lambda: unpublish("first", podcast, now=later),
    }
    for at in range(1, 200, 3 if lasting else 1):
        memory.files.clear()
        publish([edition(tmp_path, "first")], podcast, now=NOW)
        edition(tmp_path, "first", title="Corrected", audio=b"ID3 corrected" * 999)
        plug = Plug(at, lasting)
        setattr(memory, when, plug)
        try:
            failed = runs[verb]().failed
        except NarrateError:
            failed = True
        setattr(memory, when, lambda _: None)
        assert lasting or not failed, at
        reported = feed_is_whole(memory)
        runs[verb]()
        assert len(feed_is_whole(memory)) == {"publish": 2, "replace": 1, "unpublish": 0}[verb]
        assert failed or reported == feed_is_whole(memory), at  # what was reported done was done
        if plug.seen < at:
            break
    assert at > 15


def test_another_publisher_in_the_middle_is_seen_and_kept(tmp_path: Path, memory: Memory) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    others = iter(range(3))

    def meanwhile(name: str) -> None:
        if name == "replace" and (number := next(others, None)) is not None:
            publish([edition(tmp_path, f"other-{number}")], podcast, now=NOW)

    memory.before = meanwhile
    assert not publish([edition(tmp_path, "mine")], podcast, now=NOW).failed
    assert len(feed_is_whole(memory)) == 4


def test_a_target_that_stays_away_is_reported_after_a_few_attempts() -> None:
    waits: list[float] = []
    memory = Memory()
    memory.before = Plug(1, lasting=True)
    with pytest.raises(PublishError) as caught:
        RetryingTarget(memory, wait=waits.append).get("feed.xml")
    assert "connection reset" in caught.value.message
    assert "publish again" in caught.value.hint
    assert len(waits) == ATTEMPTS - 1
    assert sum(waits) < 30


@pytest.mark.parametrize("sink", [io.BytesIO, Digest])
def test_what_a_torn_connection_brought_is_forgotten_before_the_next_attempt(sink: type[Any]) -> None:
    memory = Memory()
    memory.files["feed.xml"] = b"whole"
    real, torn = memory.fetch, iter([b"who", b"", b"wholewhole"])

    def tearing(key: str, into: Sink) -> str | None:
        if (piece := next(torn, None)) is not None:
            into.write(piece)
            raise Unreachable("torn")
        return real(key, into)

    memory.fetch = tearing  # type: ignore[method-assign]
    into = sink()
    assert RetryingTarget(memory, wait=lambda _: None).fetch("feed.xml", into) is not None
    whole = into.getvalue() if isinstance(into, io.BytesIO) else into.hex
    assert whole in (b"whole", hashlib.sha256(b"whole").hexdigest())


def test_an_answer_that_is_cut_short_is_worth_another_attempt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def cut(self: Served) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 900)

    monkeypatch.setattr(Served, "do_GET", cut)
    with web(tmp_path) as base:
        target = open_target(TargetSettings(kind="webdav", path=base), tmp_path)
        for call in (target.get, target.sha256):
            with pytest.raises(Unreachable, match="cut short"):
                call("feed.xml")


def test_a_file_that_comes_back_different_is_put_again_or_refused(tmp_path: Path, memory: Memory) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    real = memory.put_new

    def truncating(key: str, upload: Upload) -> bool:
        new = real(key, upload)
        if key.endswith(".mp3"):
            memory.files[key] = memory.files[key][:100]
        return new

    memory.put_new = truncating  # type: ignore[method-assign]
    report = publish([edition(tmp_path)], podcast, now=NOW)
    assert report.failed
    assert "does not come back" in report.outcomes[0].note
    assert feed_is_whole(memory) == []
    memory.put_new = real  # type: ignore[method-assign]
    assert not publish([edition(tmp_path)], podcast, now=NOW).failed
    assert len(feed_is_whole(memory)) == 1


def test_a_full_disk_changes_nothing_and_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path, "first")], podcast, now=NOW)
    before = (tmp_path / "public/feed.xml").read_bytes()
    real, calls = os.fsync, 0
    for full_at in range(1, 30):
        calls = 0

        def full(handle: int, full_at: int = full_at) -> None:
            nonlocal calls
            calls += 1
            if calls >= full_at:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", full)
        report = publish([edition(tmp_path, "second")], podcast, now=NOW)
        if not report.failed:
            break
        assert "No space left" in report.outcomes[0].note
        assert not list((tmp_path / "public").rglob(".narrate-part-*"))
    monkeypatch.setattr(os, "fsync", real)
    assert full_at > 4
    assert (tmp_path / "public/feed.xml").read_bytes() != before
    assert len([entry for entry in list_episodes(podcast) if entry.state == "live"]) == 2


def test_no_room_for_temporary_files_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path, "first")], podcast, now=NOW)
    before = (tmp_path / "public/feed.xml").read_bytes()

    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    for module, name in ((pages, "_make"), (Channel, "temporary"), (tempfile, "TemporaryDirectory")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, full)
            report = publish([edition(tmp_path, "second")], podcast, now=NOW)
        assert "No space left" in report.outcomes[-1].note
        assert "TMPDIR" in report.outcomes[-1].note
    assert (tmp_path / "public/feed.xml").read_bytes() == before
    assert not publish([edition(tmp_path, "second")], podcast, now=NOW).failed


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    (tmp_path / "public").write_text("a file, not a folder", encoding="utf-8")
    report = publish([edition(tmp_path)], podcast, now=NOW)
    assert report.failed
    assert "public" in report.outcomes[0].note


def test_a_symbolic_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").mkdir()
    (tmp_path / "public/evening").symlink_to(tmp_path / "elsewhere")
    report = publish([edition(tmp_path)], podcast, now=NOW)
    assert report.failed
    assert "symbolic link" in report.outcomes[0].note
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_command_runs_after_the_files_and_again_after_the_feed(tmp_path: Path) -> None:
    (tmp_path / "copy.sh").write_text('cp -r "$1/." "$2/" && ls "$2" >> "$2.log"', encoding="utf-8")
    command = f"[sh, {tmp_path}/copy.sh, '{{folder}}', {tmp_path}/remote]"
    text = (
        podcast_file(tmp_path)
        .read_text(encoding="utf-8")
        .replace("./public", f"{{folder: public, command: {command}}}")
    )
    (tmp_path / "remote").mkdir()
    publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, text)), now=NOW)
    first, *_, last = (tmp_path / "remote.log").read_text(encoding="utf-8").split("evening\n")
    assert (tmp_path / "remote/feed.xml").read_bytes() == (tmp_path / "public/feed.xml").read_bytes()
    assert "feed.xml" not in first
    assert "feed.xml" in last


def test_a_command_that_fails_keeps_the_feed_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "RetryingTarget", lambda inner: RetryingTarget(inner, wait=lambda _: None))
    text = podcast_file(tmp_path).read_text(encoding="utf-8")
    command = "[sh, -c, 'echo no route to host >&2; exit 7']"
    failing = text.replace("./public", f"{{folder: public, command: {command}}}")
    report = publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, failing)), now=NOW)
    assert report.failed
    assert not (tmp_path / "public/feed.xml").exists()


def test_temporary_files_of_killed_publishers_go_after_a_day(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    (tmp_path / "public").mkdir()
    old, new = tmp_path / "public/.narrate-part-old", tmp_path / "public/.narrate-part-new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    target = FolderTarget(podcast.shows["evening"].target, podcast.folder)
    target.sweep()
    assert (old.exists(), new.exists()) == (False, True)
