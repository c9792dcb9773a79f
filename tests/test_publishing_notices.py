"""Hubs are told of a change, once, after the feed; a hub that fails is a warning."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from publishing_editions import edition, podcast_file

from narrate.publishing import load_podcast, notices, publish

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
FEED = "https://example.org/podcast/feed.xml"


class Hub(BaseHTTPRequestHandler):
    """Remembers what it is told."""

    told: list[tuple[str, dict[str, list[str]], str]]
    status = 204

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.told.append(("POST", parse_qs(form), ""))
        self.send_response(self.status)
        self.end_headers()

    def do_GET(self) -> None:
        self.told.append(("GET", parse_qs(urlsplit(self.path).query), self.headers.get("Authorization", "")))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def hub() -> Iterator[tuple[str, type[Hub]]]:
    handler = type("Handler", (Hub,), {"told": []})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", handler
        server.shutdown()
        thread.join()


def test_a_hub_is_told_once_and_only_of_changes(tmp_path: Path, hub: tuple[str, type[Hub]]) -> None:
    podcast = load_podcast(podcast_file(tmp_path, hubs=hub[0]))
    publish([edition(tmp_path)], podcast, dry_run=True, now=NOW)
    assert hub[1].told == []
    publish([edition(tmp_path)], podcast, now=NOW)
    publish([edition(tmp_path)], podcast, now=NOW)
    ((method, form, _),) = hub[1].told
    assert (method, form["hub.mode"], form["hub.url"]) == ("POST", ["publish"], [FEED])
    assert f'href="{hub[0]}" rel="hub"' in (tmp_path / "public/feed.xml").read_text(encoding="utf-8")


def test_podping_gets_the_token_from_the_environment(
    tmp_path: Path, hub: tuple[str, type[Hub]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "PODPING_URL", hub[0])
    monkeypatch.setenv(notices.PODPING_TOKEN, "the-token")
    publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, podping="true")), now=NOW)
    ((_, query, authorization),) = hub[1].told
    assert (query["url"], query["reason"], query["medium"]) == ([FEED], ["update"], ["podcast"])
    assert authorization == "the-token"


def test_podping_without_a_token_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(notices.PODPING_TOKEN, raising=False)
    report = publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, podping="true")), now=NOW)
    assert any(notices.PODPING_TOKEN in warning for warning in report.warnings)
    assert not report.failed


@pytest.mark.parametrize("status", [500, 404])
def test_a_hub_that_fails_is_a_warning_and_the_episode_is_out(
    tmp_path: Path, hub: tuple[str, type[Hub]], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub[1], "status", status)
    report = publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, hubs=hub[0])), now=NOW)
    assert any("was not notified" in warning for warning in report.warnings)
    assert not report.failed
    assert (tmp_path / "public/feed.xml").exists()


def test_a_hub_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    report = publish([edition(tmp_path)], load_podcast(podcast_file(tmp_path, hubs="http://127.0.0.1:9/")), now=NOW)
    assert any("was not notified" in warning for warning in report.warnings)
    assert not report.failed


def test_nobody_is_told_of_a_private_feed(tmp_path: Path, hub: tuple[str, type[Hub]]) -> None:
    podcast = load_podcast(podcast_file(tmp_path, hubs=hub[0], podping="true", private="[alice]"))
    publish([edition(tmp_path)], podcast, now=NOW)
    assert hub[1].told == []
