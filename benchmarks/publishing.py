"""Publishing one episode into a long archive, and many publishers at once.

The floor of any publisher that edits a feed is to parse it and write it again with lxml: measured in the same run, and
the figures are ratios to it. Seconds are of one machine and shown for orientation; the limit for 5,000 episodes is 2.
Memory is the publisher's own peak, and as a ratio to publishing into the smallest archive.

    python benchmarks/publishing.py              11, 500 and 5,000 episodes; 40 publishers
    python benchmarks/publishing.py --smoke      some seconds: does it all still run?
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from narrate.publishing import load_podcast, rebuild
from narrate.publishing.channel import Channel
from narrate.publishing.episodes import Asset, Episode
from narrate.publishing.settings import Podcast
from narrate.publishing.targets import open_target
from narrate.publishing.text import stamp

LIMIT_S = 2.0
PODCAST = """shows:
  archive:
    title: The Archive
    description: Every article since the beginning.
    language: en
    category: News
    url: https://example.org/podcast/
    target: ./public
"""
CHILD = """
import resource, sys, time
start = time.perf_counter()
from narrate.publishing import load_podcast, publish
failed = publish([sys.argv[2]], load_podcast(sys.argv[1])).failed
seconds = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
try:  # Linux counts the parent of a new process into ru_maxrss
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    pass
print(failed, seconds, usage.ru_utime + usage.ru_stime, peak)
"""


def edition(folder: Path, slug: str) -> Path:
    """A small finished edition."""
    place = folder / slug
    place.mkdir()
    audio = slug.encode() * 3000
    (place / "episode.mp3").write_bytes(audio)
    digest = hashlib.sha256(audio).hexdigest()
    entry = {"file": "episode.mp3", "type": "audio/mpeg", "bytes": len(audio), "sha256": digest, "duration_ms": 60_000}
    facts = {"version": 1, "slug": slug, "title": f"The article {slug}", "audio": entry, "files": {}}
    (place / "edition.json").write_text(json.dumps(facts), encoding="utf-8")
    return place


def archive(folder: Path, episodes: int) -> Podcast:
    """A show with so many episodes, its feed and records as publishing them one by one leaves them."""
    path = folder / "podcast.yaml"
    path.write_text(PODCAST, encoding="utf-8")
    podcast = load_podcast(path)
    show = podcast.shows["archive"]
    channel = Channel(show, open_target(show.target, folder), folder)
    channel.claim()
    for number in range(episodes):
        channel.records.put(episode(number))
    channel.close()
    rebuild(podcast)
    return podcast


def episode(number: int) -> Episode:
    """An episode like those of a daily edition: four files, eight chapters, some sentences."""
    moment = stamp(datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=number))
    key = f"archive/article-{number}"
    types = {".mp3": "audio/mpeg", ".vtt": "text/vtt", ".json": "application/json"}
    assets = [
        Asset("audio" if suffix == ".mp3" else "transcript", kind, 1_234_567, "0" * 64, key + suffix)
        for suffix, kind in types.items()
    ]
    assets.append(Asset("chapters", "application/json+chapters", 900, "0" * 64, f"{key}.chapters.json"))
    return Episode(
        guid=f"guid-{number}",
        slug=f"article-{number}",
        title=f"Article {number}: the council votes on a plan",
        published=moment,
        changed=moment,
        summary="The vote was close, and the council kept the library open. " * 5,
        link=f"https://example.org/{number}",
        author="Author A",
        duration_ms=200_000,
        assets=tuple(assets),
        chapters=tuple((start * 20_000, f"Chapter {start} of the story") for start in range(8)),
    )


def floor_seconds(feed: Path) -> float:
    """Parse the feed and write it again."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        etree.tostring(etree.fromstring(feed.read_bytes(), etree.XMLParser(remove_blank_text=True)), pretty_print=True)
        best = min(best, time.process_time() - start)
    return best


def publish_one(folder: Path, slug: str) -> tuple[float, float, float]:
    """Wall and processor seconds, and peak memory in MB, of a process that publishes one edition."""
    command = [sys.executable, "-c", CHILD, str(folder / "podcast.yaml"), str(edition(folder, slug))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    failed, wall, cpu, peak = done.stdout.split()
    assert failed == "False"
    return float(wall), float(cpu), float(peak)


def archives(sizes: list[int]) -> None:
    """One more episode in archives of several sizes."""
    smallest = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            archive(folder, size)
            wall, cpu, peak = min(publish_one(folder, f"new-{number}") for number in range(2))
            smallest = smallest or peak
            floor = floor_seconds(folder / "public/feed.xml")
            print(
                f"{size:>5} episodes: {wall:5.2f} s ({wall / LIMIT_S:4.0%} of the limit), cpu {cpu:4.2f} s = "
                f"{cpu / floor:6.1f} x parse and write, {peak:4.0f} MB = {peak / smallest:.2f} x the smallest "
                f"({(peak - smallest) / max(1, size) * 1024:+.1f} kB an episode)"
            )


def crowd(publishers: int) -> None:
    """So many processes publish different editions at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "podcast.yaml").write_text(PODCAST, encoding="utf-8")
        places = [edition(folder, f"article-{number}") for number in range(publishers)]
        start = time.perf_counter()
        commands = [[sys.executable, "-c", CHILD, str(folder / "podcast.yaml"), str(place)] for place in places]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
        for process in running:
            process.communicate()
        kept = (folder / "public/feed.xml").read_bytes().count(b"<item>")
        print(f"{publishers} publishers at once: {kept} episodes kept, {time.perf_counter() - start:.1f} s")
        assert kept == publishers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="some seconds")
    smoke = parser.parse_args().smoke
    archives([11, 60] if smoke else [11, 500, 5_000])
    crowd(4 if smoke else 40)


if __name__ == "__main__":
    main()
