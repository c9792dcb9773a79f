"""Visits to feeds: what has not changed is not sent again, and robots.txt is obeyed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from narrate import lookup
from narrate.errors import SourceError
from narrate.intake import Intake, find_articles
from narrate.reading import FeedEntry, Fetcher, Visitor, feed_entries
from narrate.reading.robots import rules_of
from narrate.reading.web import FetchLimits

WORDS = "The tide came in and the tide went out again, and by noon the boats lay dry on the sand. " * 20
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Desk</title>
<item><title>Whole</title><guid>tag:desk,1</guid><pubDate>Fri, 20 Nov 2026 07:00:00 GMT</pubDate>
<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>
<item><title>Beginning</title><link>/open/tide</link><pubDate>Thu, 19 Nov 2026 07:00:00 GMT</pubDate>
<description>The tide came in.</description></item>
<item><title>Hidden</title><link>/closed/tide</link><pubDate>Wed, 18 Nov 2026 07:00:00 GMT</pubDate>
<description>The tide went out.</description></item></channel></rss>""".encode()
PAGE = f"<html><body><article><h1>The tide</h1><p>{WORDS}</p></article></body></html>".encode()
ROBOTS = b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /closed/\nDisallow: /hidden.xml\n"


class _Desk(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = Counter[tuple[str, int]]()
        self.robots = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: _Desk

    def do_GET(self) -> None:
        bodies = {"/robots.txt": ROBOTS, "/feed.xml": FEED, "/hidden.xml": FEED, "/open/tide": PAGE}
        status = 200 if self.path in bodies else 404
        if self.path == "/robots.txt":
            status = self.server.robots
        if self.headers.get("If-None-Match") == '"v1"':
            status = 304
        self.server.answers[self.path, status] += 1
        body = bodies.get(self.path, b"") if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def desk() -> Iterator[_Desk]:
    server = _Desk()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def visitor(copies: Path | None = None, robots: bool = True) -> Visitor:
    limits = FetchLimits(total_s=2, packet_s=1, retries=0)
    return Visitor(Fetcher(limits, allow_private=True), copies, robots, sleep=lambda seconds: None)


def entries(guest: Visitor, desk: _Desk) -> list[FeedEntry]:
    return feed_entries(guest.open(desk.url + "/feed.xml")[0])


def test_a_feed_that_has_not_changed_is_not_sent_again(desk: _Desk, tmp_path: Path) -> None:
    first, changed = visitor(tmp_path).open(desk.url + "/feed.xml")
    again, changed_again = visitor(tmp_path).open(desk.url + "/feed.xml")
    assert (changed, changed_again) == (True, False)
    assert again == first
    assert desk.answers["/feed.xml", 200] == desk.answers["/feed.xml", 304] == 1


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"not JSON\n<rss>", b'["a"]\n<rss>'])
def test_a_damaged_copy_is_fetched_anew(desk: _Desk, tmp_path: Path, damage: bytes) -> None:
    visitor(tmp_path).open(desk.url + "/feed.xml")
    (copy,) = tmp_path.iterdir()
    copy.write_bytes(damage)
    assert len(entries(visitor(tmp_path), desk)) == 3
    assert desk.answers["/feed.xml", 200] == 2


def test_an_entry_is_known_by_its_address_or_by_its_feed(desk: _Desk) -> None:
    assert [entry.address for entry in entries(visitor(), desk)] == [
        f"{desk.url}/feed.xml#tag:desk,1",
        f"{desk.url}/open/tide",
        f"{desk.url}/closed/tide",
    ]


def test_an_entry_that_is_only_a_beginning_is_read_from_its_page(desk: _Desk) -> None:
    found = list(find_articles(desk.url + "/feed.xml", lookup.load_settings(), Intake(newest=2, allow_private=True)))
    assert [(one.origin, one.read().title) for one in found] == [
        (f"{desk.url}/feed.xml#tag:desk,1", "Whole"),
        (f"{desk.url}/open/tide", "The tide"),
    ]


def test_pages_that_robots_may_not_fetch_are_refused(desk: _Desk) -> None:
    guest = visitor()
    hidden = entries(guest, desk)[2]
    with pytest.raises(SourceError, match=r"closed/tide: the site's robots\.txt"):
        guest.page(hidden.url)
    with pytest.raises(SourceError, match=r"hidden\.xml: the site's robots\.txt"):
        guest.open(desk.url + "/hidden.xml")
    assert desk.answers["/robots.txt", 200] == 1
    with pytest.raises(SourceError, match="404"):
        visitor(robots=False).page(desk.url + "/closed/tide")


def test_a_site_that_fails_to_say_what_it_allows_is_left_alone(desk: _Desk) -> None:
    desk.robots = 500
    with pytest.raises(SourceError, match=r"robots\.txt"):
        visitor().open(desk.url + "/feed.xml")
    desk.robots = 404
    assert entries(visitor(), desk)


def test_one_host_is_not_asked_twice_in_a_second(desk: _Desk) -> None:
    waits: list[float] = []
    guest = visitor()
    guest.sleep = waits.append
    guest.open(desk.url + "/feed.xml")
    guest.page(desk.url + "/open/tide")
    assert len(waits) == 1
    assert 0.5 < waits[0] <= 1


def test_an_address_that_a_person_typed_needs_no_leave_unless_it_is_a_feed(desk: _Desk) -> None:
    settings = lookup.load_settings()
    person = Intake(allow_private=True)
    assert next(find_articles(desk.url + "/open/tide", settings, person)).read().title == "The tide"
    assert not desk.answers["/robots.txt", 200]
    with pytest.raises(SourceError, match=r"robots\.txt"):
        next(find_articles(desk.url + "/hidden.xml", settings, person))
    with pytest.raises(SourceError, match=r"robots\.txt"):
        next(find_articles(desk.url + "/closed/tide", settings, Intake(allow_private=True, robots=True)))
    assert next(find_articles(desk.url + "/hidden.xml", settings, Intake(allow_private=True, robots=False)))


@pytest.mark.parametrize(
    ("rules", "allowed", "refused"),
    [
        ("User-agent: *\nDisallow: /", [], ["/", "/a"]),
        ("User-agent: *\nDisallow:", ["/", "/a"], []),
        ("User-agent: *\nDisallow: /\nAllow: /feed", ["/feed.xml"], ["/", "/page"]),
        ("User-agent: *\nDisallow: /*.xml$", ["/a.xml?b", "/a"], ["/a.xml", "/b/c.xml"]),
        ("User-agent: *\nDisallow: /a%7Eb", ["/a"], ["/a~b", "/a%7eb/c"]),
        ("User-agent: *\nDisallow: /a?b=", ["/a"], ["/a?b=c"]),
        ("User-agent: narrate\nDisallow:\n\nUser-agent: *\nDisallow: /", ["/a"], []),
        ("User-agent: *\nDisallow:\n\nUser-Agent: Other\nUser-Agent: NARRATE\nDisallow: /", [], ["/a"]),
        ("\ufeffUser-agent: * # all\nDisallow: /a # this", ["/b"], ["/a"]),
        ("<html>no rules here</html>", ["/a"], []),
        ("", ["/a"], []),
    ],
)
def test_the_longest_rule_of_robots_decides(rules: str, allowed: list[str], refused: list[str]) -> None:
    found = rules_of(rules, "narrate")
    assert [path for path in allowed if not found.allow("https://desk.example" + path)] == []
    assert [path for path in refused if found.allow("https://desk.example" + path)] == []


def test_the_pause_that_a_site_asks_for_is_kept_up_to_half_a_minute() -> None:
    assert rules_of("User-agent: *\nCrawl-delay: 2.5", "narrate").delay_s == 2.5
    assert rules_of("User-agent: *\nCrawl-delay: 86400", "narrate").delay_s == 30
    assert rules_of("User-agent: *\nCrawl-delay: soon", "narrate").delay_s == 0
