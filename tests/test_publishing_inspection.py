"""`narrate check` says what validators miss, and nothing of a good feed."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from publishing_editions import SHOW, edition, png, podcast_file
from publishing_web import Served, web

from narrate.addresses import Target, target_of
from narrate.errors import NarrateError, PublishError, SourceError
from narrate.publishing import Finding, check, check_url, load_podcast, papers, publish, web as web_module
from narrate.publishing.artwork import faults_of, picture_of
from narrate.publishing.web import Client

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with web(tmp_path / "public") as base:
        podcast_file(tmp_path, SHOW.replace("https://example.org/podcast/", base))
        publish([edition(tmp_path)], load_podcast(tmp_path / "podcast.yaml"), now=NOW)
        yield tmp_path, f"{base}feed.xml"


def rules(found: tuple[Finding, ...], level: str = "error") -> set[str]:
    return {finding.rule for finding in found if finding.level == level}


def test_a_feed_we_made_has_no_errors_and_no_warnings(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path, "one"), edition(tmp_path, "two")], podcast, now=NOW)
    assert [finding for finding in check(podcast, now=NOW) if finding.level != "note"] == []


BREAKS = [
    (r"<itunes:image [^>]*>", "", "required", "artwork"),
    (r"<title>The Evening Edition</title>", "", "required", "<title>"),
    (r"<language>en-gb<", "<language>english<", "language", "english"),
    (r'text="Daily News"', 'text="daily news"', "category", "daily news"),
    (r"<itunes:explicit>false<", "<itunes:explicit>no<", "value", "'no'"),
    (r"<podcast:medium>podcast<", "<podcast:medium>radio<", "value", "radio"),
    (r"<podcast:locked[^>]*>yes<", "<podcast:locked>true<", "value", "locked"),
    (r"<podcast:guid>[^<]*<", "<podcast:guid>mine<", "identity", "UUID"),
    (r"(<item>.*)<title>[^<]*</title>", r"\1", "item", "title"),
    (r"<guid [^<]*</guid>", "", "item", "GUID"),
    (r"<enclosure [^>]*>", "", "enclosure", "nothing to hear"),
    (r'length="\d+"', 'length="0"', "enclosure", "length"),
    (r'url="https://example.org/podcast/evening/c', 'url="https://example.org/the c', "enclosure", "ASCII"),
    (r'type="audio/mpeg"', 'type="application/octet-stream"', "enclosure", "type"),
    (r"<pubDate>Fri, 20", "<pubDate>Sat, 20", "date", "Fri"),
    (r"20 Nov 2026", "20 Nov 2027", "date", "future"),
    (r"(<item>.*)<pubDate>[^<]*<", r"\1<pubDate>soon<", "date", "soon"),
    (r"(<itunes:type>)episodic", r"\1serial", "item-value", "serial"),
    (r'type="text/vtt"', 'type="text/srt"', "extras", "transcript"),
    (r"(<item>.*</item>)", r"\1\1", "twice", "GUID"),
    (r"(<itunes:ty)", r"<itunes:new-feed-url>https://new.example</itunes:new-feed-url>\1", "identity", "new.ex"),
    (r"(<itunes:type>)", r'<podcast:funding url="https://x.example"/>\1', "limit", "podcast:funding"),
    (r"(<itunes:type>)", rf'<podcast:txt purpose="x">{"y" * 4001}</podcast:txt>\1', "limit", "4,000"),
    (r"(<itunes:type>)", r"<copyright>© 2026 Herald</copyright>\1", "limit", "PSP-1"),
    (r"(<item>.*)<title>", r"\1<title>S2E5 ", "item", "number"),
    (r"(<item>.*)<title>", r"\1<title>The Evening Edition: ", "item", "repeats"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "instead", "rule", "said"), BREAKS)
def test_what_directories_refuse_is_found(tmp_path: Path, pattern: str, instead: str, rule: str, said: str) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path)], podcast, now=NOW)
    path = tmp_path / "public/feed.xml"
    text = path.read_text(encoding="utf-8")
    broken = re.sub(pattern, instead, text, flags=re.S)
    assert broken != text
    path.write_text(broken, encoding="utf-8")
    found = [finding for finding in check(podcast, now=NOW) if finding.rule == rule]
    assert any(said in finding.message for finding in found), found


def test_a_missing_file_and_a_wrong_length_are_found(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path)], podcast, now=NOW)
    (audio,) = (tmp_path / "public/evening").glob("*.mp3")
    (captions,) = (tmp_path / "public/evening").glob("*.vtt")
    audio.write_bytes(b"short")
    captions.unlink()
    (tmp_path / "public/evening/stray.mp3").write_bytes(b"x")
    found = check(podcast, now=NOW)
    assert {"length", "file"} <= rules(found)
    assert "forgotten" in rules(found, "note")


@pytest.mark.parametrize("pixels", [600, 3001])
def test_artwork_that_apple_refuses_is_said_in_apples_words(tmp_path: Path, pixels: int) -> None:
    podcast_file(tmp_path)
    (tmp_path / "cover.png").write_bytes(png(pixels))
    podcast = load_podcast(tmp_path / "podcast.yaml")
    publish([edition(tmp_path)], podcast, now=NOW)
    (finding,) = [finding for finding in check(podcast, now=NOW) if finding.rule == "artwork"]
    assert f"{pixels} x {pixels}" in finding.message
    assert "Apple" in finding.message


def test_a_private_feed_is_checked_without_telling_its_address(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path, private="[alice]"))
    publish([edition(tmp_path)], podcast, now=NOW)
    found = check(podcast, now=NOW)
    assert rules(found) == set()
    assert all("alice" in finding.where for finding in found if finding.rule == "forgotten") or found == ()


def test_a_served_feed_of_ours_has_no_errors(served: tuple[Path, str]) -> None:
    found = check_url(served[1], allow_private=True, now=NOW)
    assert rules(found) == set()
    assert rules(found, "warning") <= {"identity", "enclosure"}  # plain http


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("no-head", "file"),
        ("no-range", "range"),
        ("types", "type"),
        ("no-cors", "cors"),
        ("no-tag", "serving"),
        ("no-304", "serving"),
        ("records", "serving"),
    ],
)
def test_what_a_server_does_wrong_is_found(
    served: tuple[Path, str], fault: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Served, "faults", frozenset({fault}))
    found = check_url(served[1], allow_private=True, now=NOW)
    assert rule in {finding.rule for finding in found}


def test_a_file_that_is_not_served_is_an_error(served: tuple[Path, str]) -> None:
    for path in (served[0] / "public/evening").glob("*.mp3"):
        path.unlink()
    assert "file" in rules(check_url(served[1], allow_private=True, now=NOW))


def test_the_next_page_of_a_long_archive_is_looked_at(tmp_path: Path) -> None:
    with web(tmp_path / "public") as base:
        podcast_file(tmp_path, SHOW.replace("https://example.org/podcast/", base), page="1")
        editions = [edition(tmp_path, f"day-{day}") for day in range(3)]
        publish(editions, load_podcast(tmp_path / "podcast.yaml"), now=NOW)
        assert "page" not in rules(check_url(f"{base}feed.xml", allow_private=True, now=NOW))
        (tmp_path / "public/feed.2.xml").write_text("<rss", encoding="utf-8")
        assert "page" in rules(check_url(f"{base}feed.xml", allow_private=True, now=NOW))
        (tmp_path / "public/feed.2.xml").unlink()
        assert "page" in rules(check_url(f"{base}feed.xml", allow_private=True, now=NOW))


@pytest.mark.parametrize(
    ("media_type", "data", "said"),
    [
        ("text/vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n01:00:02.000 --> 01:00:03.000 align:start\nB", ""),
        ("text/vtt", b"WEBVTTX", "WEBVTT"),
        ("text/vtt", b"WEBVTT\n\n0:01.5 --> 00:02.000\nA", "cannot be read"),
        ("text/vtt", b"WEBVTT\n\n00:03.000 --> 00:02.000\nA", "ends before"),
        ("text/vtt", b"WEBVTT \xff", "UTF-8"),
        ("application/json+chapters", b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}', ""),
        (
            "application/json+chapters",
            b'{"version": "1", "chapters": [{"startTime": 9, "title": "A"}, {"startTime": 1}]}',
            "time",
        ),
        ("application/json+chapters", b'{"version": "1", "chapters": [{"startTime": 9}]}', "title"),
        ("application/json+chapters", b"[]", "type"),
        ("application/json", b'{"segments": [{"startTime": 0, "endTime": 1, "body": "a"}]}', ""),
        ("application/json", b'{"segments": [{"startTime": 0, "body": "a"}]}', "endTime"),
        (
            "application/json",
            b'{"segments": [{"startTime": 0, "endTime": 6, "body": "a"}, {"startTime": 6, "endTime": 7, "body": ""}]}',
            "AntennaPod dies",
        ),
        ("application/json", b"{", "type"),
        ("text/html", b"anything", ""),
    ],
)
def test_transcripts_and_chapters_are_read_as_players_read_them(media_type: str, data: bytes, said: str) -> None:
    found = papers.faults_of(media_type, data)
    assert (said in " ".join(found)) if said else found == []


def test_a_broken_transcript_is_an_error_in_both_checks(served: tuple[Path, str]) -> None:
    for path in (served[0] / "public/evening").glob("*.vtt"):
        path.write_bytes(b"<html>" + path.read_bytes()[6:])
    podcast = load_podcast(served[0] / "podcast.yaml")
    assert rules(check(podcast, now=NOW)) == rules(check_url(served[1], allow_private=True, now=NOW)) == {"transcript"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/feed.xml",
        "http://localhost/feed.xml",
        "http://[::1]/feed.xml",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://[64:ff9b::7f00:1]/",
        "http://100.64.0.1/",
        "http://8.8.8.8:22/",
        "file:///etc/passwd",
        "ftp://example.org/feed",
        "http://user:pw@example.org/",
        "https://exa mple.org/",
        "http://",
    ],
)
def test_no_address_inside_our_own_network_is_asked(url: str) -> None:
    with pytest.raises(NarrateError):
        Client().ask(url)


def test_a_redirect_into_our_own_network_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, served: tuple[Path, str]
) -> None:
    asked: list[str] = []

    def targets(url: str, allow_private: bool, resolver: object) -> Target:
        asked.append(url)
        return target_of(url, allow_private=len(asked) == 1)

    monkeypatch.setattr(web_module, "target_of", targets)
    monkeypatch.setattr(Served, "do_GET", redirect_home)
    with pytest.raises(SourceError, match="not a public address"):
        Client().ask(served[1])
    assert asked == [served[1], "http://127.0.0.1/secret"]


def test_a_name_is_looked_up_once_and_every_address_of_it_must_be_public() -> None:
    looked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["93.184.215.14", "127.0.0.1"]

    with pytest.raises(SourceError, match=r"leads to 127\.0\.0\.1"):
        Client(resolver=rebinding).ask("https://rebinding.example/feed.xml")
    assert looked == ["rebinding.example"]


def test_a_server_that_drips_its_answer_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(web_module, "_ASKED_S", 0.3)
    monkeypatch.setattr(Served, "do_GET", drip)
    with web(tmp_path) as base, pytest.raises(PublishError, match="took too long"):
        Client(allow_private=True).ask(f"{base}feed.xml")


def drip(self: Served) -> None:
    self.send_response(200)
    self.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(100):
            self.wfile.write(b".")
            time.sleep(0.02)


def redirect_home(self: Served) -> None:
    self.send_response(302)
    self.send_header("Location", "http://127.0.0.1/secret")
    self.send_header("Content-Length", "0")
    self.end_headers()


def test_pictures_tell_their_size() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x11\x08\x05\x78\x05\x78\x04" + bytes(20)
    picture = picture_of(jpeg)
    assert picture is not None
    assert (picture.width, picture.height, picture.channels) == (1400, 1400, 4)
    assert faults_of(jpeg, "cover.jpg") == ["is not RGB"]
    assert faults_of(png(1400), "cover.jpg") == ["is image/png, but its name says otherwise"]
    assert faults_of(b"GIF89a", "cover.png") == ["is neither JPEG nor PNG"]
