"""Podcast apps that others wrote read what we publish: gPodder, newsboat, and Podverse's parser."""

from __future__ import annotations

import html
import json
import os
import subprocess
from dataclasses import replace as replace_fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from publishing_editions import SHOW, edition, podcast_file, program
from publishing_web import web
from test_publishing_feed import EPISODE, PIECES, SHOW as SHOW_OF_TESTS, UNSEEN, made

from narrate.publishing import Soundbite, load_podcast, publish, replace, unpublish
from narrate.publishing.settings import Person, Podcast
from narrate.publishing.text import one_line

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def podcast_at(place: Path, base: str) -> Podcast:
    return load_podcast(podcast_file(place, SHOW.replace("https://example.org/podcast/", base)))


class Gpodder:
    """gPodder's command line with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.program = program("gpo")
        self.home = home
        self.home.mkdir()

    def __call__(self, *arguments: str) -> str:
        environ = os.environ | {"HOME": str(self.home), "GPODDER_HOME": str(self.home), "NO_PROXY": "127.0.0.1"}
        environ.pop("PYTHONPATH", None)
        done = subprocess.run([self.program, *arguments], env=environ, capture_output=True, text=True, timeout=120)
        return done.stdout

    def downloads(self) -> list[bytes]:
        return [path.read_bytes() for path in self.home.rglob("*.mp3")]


def test_gpodder_downloads_the_same_bytes_and_sees_corrections_and_withdrawals(tmp_path: Path) -> None:
    gpo = Gpodder(tmp_path / "home")
    with web(tmp_path / "public") as base:
        podcast = podcast_at(tmp_path, base)
        audio = b"ID3" + os.urandom(40_000)
        guid = publish([edition(tmp_path, "one", audio=audio)], podcast, now=NOW).outcomes[0].guid
        gpo("subscribe", f"{base}feed.xml")
        gpo("update")
        gpo("download")
        assert gpo.downloads() == [audio]
        assert guid in gpo("episodes", "--guid")

        replace(edition(tmp_path, "one", title="The corrected title", audio=b"ID3" + bytes(30_000)), podcast, now=NOW)
        gpo("update")
        shown = gpo("episodes", "--guid")
        assert "The corrected title" in shown
        assert shown.count(guid) == 1
        assert gpo.downloads() == [audio]  # who has the episode keeps the old sound

        publish([edition(tmp_path, "two")], podcast, now=NOW)
        unpublish("one", podcast, now=NOW)
        fresh = Gpodder(tmp_path / "fresh")
        fresh("subscribe", f"{base}feed.xml")
        fresh("update")
        seen = fresh("episodes", "--guid")
        assert "(two)" in seen
        assert guid not in seen


def test_newsboat_reads_every_episode_and_its_enclosure(tmp_path: Path) -> None:
    newsboat = program("newsboat")
    with web(tmp_path / "public") as base:
        publish([edition(tmp_path, "one"), edition(tmp_path, "two")], podcast_at(tmp_path, base), now=NOW)
        (tmp_path / "urls").write_text(f"{base}feed.xml\n", encoding="utf-8")
        command = [
            newsboat,
            "-u",
            str(tmp_path / "urls"),
            "-c",
            str(tmp_path / "cache.db"),
            "-x",
            "reload",
            "print-unread",
        ]
        environ = os.environ | {"HOME": str(tmp_path), "NO_PROXY": "127.0.0.1"}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)
        assert done.stdout.strip().startswith("2 unread"), done.stdout + done.stderr
    import sqlite3

    with sqlite3.connect(tmp_path / "cache.db") as cache:
        rows = cache.execute("select title, enclosure_url, enclosure_type from rss_item order by title").fetchall()
    cache.close()
    assert [row[0][-4:] for row in rows] == ["one)", "two)"]
    assert all(row[1].startswith(base) and row[2] == "audio/mpeg" for row in rows)


_PARTYTIME = """
const { parseFeed } = require("podcast-partytime");
const read = (path) => parseFeed(require("fs").readFileSync(path, "utf-8"), { allowMissingGuid: false });
console.log(JSON.stringify(process.argv.slice(1).map(read)));
"""


def partytime(*feeds: Path) -> Any:
    """What Podverse's parser reads in each feed."""
    node = program("node")
    there = subprocess.run([node, "-e", 'require("podcast-partytime")'], capture_output=True, timeout=60)
    if there.returncode:
        assert "CI" not in os.environ, "npm's podcast-partytime is missing"
        pytest.skip("npm's podcast-partytime is not installed (NODE_PATH)")
    command = [node, "-e", _PARTYTIME, *map(str, feeds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def test_partytime_shows_guid_transcripts_chapters_and_people(tmp_path: Path) -> None:
    outcome = publish(
        [edition(tmp_path, "one")], podcast_at(tmp_path, "https://example.org/podcast/"), now=NOW
    ).outcomes[0]
    (read,) = partytime(tmp_path / "public/feed.xml")
    assert read["guid"]
    assert read["medium"] == "podcast"
    assert read["locked"] is True
    (item,) = read["items"]
    assert item["guid"] == outcome.guid
    assert item["duration"] == 183
    assert item["enclosure"]["url"] == outcome.url
    assert {one["type"] for one in item["podcastTranscripts"]} == {"text/vtt", "application/json"}
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert item["podcastPeople"][0]["name"] == "Author A"


MORE = {
    "seasons": "{2: The second winter}",
    "location": "{name: Northfield, geo: 'geo:54.97,-1.61', osm: R113314}",
    "value": "{recipients: [{address: 03ae9f, split: 90, name: Desk}, {address: 03af00, split: 10, fee: true}]}",
    "txt": "{purpose: verify, text: code}",
    "funding": "{url: https://example.org/give, text: Give}",
    "license": "cc-by-4.0",
    "podroll": "9b024349-ccf0-5f69-a609-6b82873eab3c",
    "block": "true",
}


def test_partytime_shows_what_is_written_on_request(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path, **MORE))
    bite = Soundbite(9_000, 30_000, "The vote")
    publish([edition(tmp_path, "one")], podcast, now=NOW, season=2, kind="trailer", soundbites=[bite])
    (read,) = partytime(tmp_path / "public/feed.xml")
    assert read["podcastLocation"] == {"name": "Northfield", "geo": "geo:54.97,-1.61", "osm": "R113314"}
    assert [(one["address"], one["split"], one["fee"]) for one in read["value"]["recipients"]] == [
        ("03ae9f", 90, False),
        ("03af00", 10, True),
    ]
    assert {"value": "code", "purpose": "verify"} in read["podcastTxt"]
    assert read["podcastFunding"] == [{"message": "Give", "url": "https://example.org/give"}]
    assert read["license"]["identifier"] == "cc-by-4.0"
    assert read["podroll"] == [{"feedGuid": "9b024349-ccf0-5f69-a609-6b82873eab3c"}]
    assert read["itunesBlock"] is True
    assert read["trailers"][0]["season"] == 2
    (item,) = read["items"]
    assert item["podcastSeason"] == {"number": 2, "name": "The second winter"}
    assert item["podcastSoundbites"] == [{"duration": 30, "startTime": 9, "title": "The vote"}]


def test_partytime_reads_hostile_words_back(tmp_path: Path) -> None:
    feeds = []
    for number, word in enumerate((*PIECES, *UNSEEN, "1234", "007", "true", "__proto__", "constructor")):
        show = replace_fields(SHOW_OF_TESTS, title=f"S {word}", author=f"A {word}", persons=(Person(f"P {word}"),))
        episode = replace_fields(EPISODE, title=f"T {word}", author=f"R {word}", guid=one_line(f"g {word}"))
        feeds.append((one_line(word), tmp_path / f"{number}.xml"))
        feeds[-1][1].write_bytes(made(show, episode))
    for (word, _), read in zip(feeds, partytime(*(path for _, path in feeds)), strict=True):
        (item,) = read["items"]
        people = [person["name"] for person in item["podcastPeople"]]
        found = [read["title"], read["author"], item["title"], item["author"], item["guid"], *people]
        wanted = [f"{letter} {word}".strip() for letter in "SATRgPR"]
        assert found == [html.unescape(text) for text in wanted]  # it decodes entities a second time
