"""`narrate check` says what validators miss, and nothing of a good feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from publishing_editions import SHOW, edition, png, podcast_file
from publishing_web import Served, web

from narrate.errors import PublishError
from narrate.publishing import Finding, check, check_url, load_podcast, publish
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
        "file:///etc/passwd",
        "ftp://example.org/feed",
        "http://user:pw@example.org/",
        "https://exa mple.org/",
        "http://",
    ],
)
def test_no_address_inside_our_own_network_is_asked(url: str) -> None:
    with pytest.raises(PublishError):
        Client().ask(url)


def test_a_redirect_into_our_own_network_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, served: tuple[Path, str]
) -> None:
    asked: list[str] = []
    real = Client._machine

    def machine(self: Client, parts: object, url: str) -> str:
        asked.append(url)
        return "127.0.0.1" if len(asked) == 1 else real(self, parts, url)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "_machine", machine)
    monkeypatch.setattr(Served, "do_GET", redirect_home)
    with pytest.raises(PublishError, match="private network"):
        Client().ask(served[1])
    assert len(asked) == 2


def redirect_home(self: Served) -> None:
    self.send_response(302)
    self.send_header("Location", "http://127.0.0.1:9/secret")
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
