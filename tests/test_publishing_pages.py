"""Pages of a feed, and items used again: whatever happened before, the feed is what the records make of it."""

from __future__ import annotations

import gzip
import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from publishing_editions import edition, podcast_file

from narrate.publishing import list_episodes, load_podcast, publish, publish_due, rebuild, records, replace, unpublish
from narrate.publishing.elements import NAMESPACES, parse
from narrate.publishing.targets.folder import FolderTarget

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
NS = dict(NAMESPACES)
SETTINGS: list[dict[str, str]] = [
    {},
    {"page": "2"},
    {"page": "3", "explicit": "true"},
    {"keep_episodes": "4"},
    {"keep_days": "20"},
    {"seasons": "{1: First}", "season": "1"},
]


class Desk:
    """A show, and somebody who does all kinds of things to it."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.dice = random.Random(seed)
        self.now = NOW
        self.made: list[str] = []
        self.settings: dict[str, str] = {}
        self.by_hand = 0

    @property
    def feed(self) -> Path:
        return self.place / "public/feed.xml"

    def pages(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.place / "public").glob("feed*.xml")}

    def podcast(self) -> object:
        return load_podcast(podcast_file(self.place, **self.settings))

    def step(self) -> None:
        self.now += timedelta(hours=self.dice.randrange(1, 60))
        deeds: list[Callable[[], object]] = [self.publish, self.publish, self.publish, self.correct, self.withdraw]
        deeds += [self.wait, self.edit, self.change_settings, self.lose_an_imprint]
        self.dice.choice(deeds)()

    def publish(self) -> None:
        slug = f"article-{len(self.made)}"
        self.made.append(slug)
        ahead = self.dice.choice([None, None, None, timedelta(hours=40), timedelta(days=-9)])
        at = self.now + ahead if ahead else None
        kind = self.dice.choice([None, None, "trailer"])
        publish([edition(self.place, slug)], self.podcast(), at=at, kind=kind, now=self.now)  # type: ignore[arg-type]

    def correct(self) -> None:
        if self.made:
            changed = edition(self.place, self.dice.choice(self.made), title=f"Corrected at {self.now}")
            replace(changed, self.podcast(), now=self.now)  # type: ignore[arg-type]

    def withdraw(self) -> None:
        if self.made:
            slug = self.dice.choice(self.made)
            unpublish(slug, self.podcast(), now=self.now)  # type: ignore[arg-type]
            if self.dice.random() < 0.5:
                again = self.now + timedelta(hours=1)
                publish([self.place / slug], self.podcast(), now=again)  # type: ignore[arg-type]

    def wait(self) -> None:
        self.now += timedelta(days=self.dice.randrange(1, 12))
        publish_due(self.podcast(), now=self.now)  # type: ignore[arg-type]

    def edit(self) -> None:
        pages = sorted((self.place / "public").glob("feed*.xml"))
        if not pages or not self.made:
            return
        page = self.dice.choice(pages)
        self.by_hand += 1
        element = f'<own:mark xmlns:own="urn:own" n="{self.by_hand}"/>'
        mark = self.dice.choice([element, f"<!-- {self.by_hand} -->", f"<?own {self.by_hand}?>"])
        where = "  </channel>" if page == self.feed else "</item>"
        data = page.read_text(encoding="utf-8")
        page.write_text(data.replace(where, f"{mark}{where}", 1), encoding="utf-8")
        publish_due(self.podcast(), now=self.now)  # type: ignore[arg-type]

    def change_settings(self) -> None:
        self.settings = self.dice.choice(SETTINGS)
        publish_due(self.podcast(), now=self.now)  # type: ignore[arg-type]

    def lose_an_imprint(self) -> None:
        imprints = sorted((self.place / "public/.narrate/evening/imprints").glob("*.json"))
        if imprints:
            self.dice.choice(imprints).unlink()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happened_the_feed_is_what_its_records_make(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    desk = Desk(tmp_path, seed)
    desk.publish()
    for _ in range(25):
        desk.step()
        publish_due(desk.podcast(), now=desk.now)  # type: ignore[arg-type]
        before = desk.pages()
        rebuild(desk.podcast(), now=desk.now)  # type: ignore[arg-type]
        assert desk.pages() == before
        shutil.rmtree(tmp_path / "public/.narrate/evening/imprints")
        rebuild(desk.podcast(), now=desk.now)  # type: ignore[arg-type]
        assert desk.pages() == before
        guids = [guid for data in before.values() for guid in parse(data).xpath("channel/item/guid/text()")]
        assert len(guids) == len(set(guids))
    assert desk.by_hand > 0


def listed(place: Path) -> dict[str, str]:
    return {entry.slug: entry.title for entry in list_episodes(load_podcast(place / "podcast.yaml"), now=NOW)}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: b"\x1f\x8b garbage",
        lambda data: gzip.compress(b'not JSON\n{"version": 1}\n\xff\n' + gzip.decompress(data)),
        lambda data: gzip.compress(gzip.decompress(data).replace(b"first", b"wrong").replace(b"guid", b"giud")),
    ],
    ids=["whole", "empty", "cut", "garbage", "with-garbage", "other-keys"],
)
def test_a_damaged_catalog_costs_time_and_nothing_else(
    tmp_path: Path, damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(records, "_WORTH_A_CATALOG", 2)
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path, f"first-{number}") for number in range(5)], podcast, now=NOW)
    before = listed(tmp_path)
    catalog = tmp_path / "public/.narrate/evening/catalog.jsonl.gz"
    catalog.write_bytes(damage(catalog.read_bytes()))
    assert listed(tmp_path) == before
    replace(edition(tmp_path, "first-2", title="Corrected"), podcast, now=NOW)
    publish([edition(tmp_path, "second")], podcast, now=NOW)
    assert listed(tmp_path) == before | {"first-2": "Corrected", "second": "Council keeps the library open (second)"}


def test_a_catalog_saves_reading_every_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(records, "_WORTH_A_CATALOG", 2)
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path, f"first-{number}") for number in range(9)], podcast, now=NOW)
    read: list[str] = []
    real = FolderTarget.fetch
    monkeypatch.setattr(FolderTarget, "fetch", lambda *given: read.append(given[1]) or real(*given))
    assert len(listed(tmp_path)) == 9
    assert [key for key in read if "/episodes/" in key] == []
    assert any(key.endswith("catalog.jsonl.gz") for key in read)
