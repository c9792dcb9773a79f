"""Publish, replace, unpublish, schedule: what changes, and what never does."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from publishing_editions import SHOW, edition, png, podcast_file

from narrate.errors import NarrateError, PublishError
from narrate.publishing import (
    PublishReport,
    Soundbite,
    check,
    describe,
    feed as feed_module,
    feed_urls,
    list_episodes,
    load_podcast,
    pages,
    parse_soundbite,
    parse_time,
    publish,
    publish_due,
    rebuild,
    replace,
    unpublish,
)
from narrate.publishing.elements import NAMESPACES, parse

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
NS = dict(NAMESPACES)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # takes most of the time on a slow disk, and nothing here crashes
    return tmp_path


def feed(place: Path, name: str = "feed.xml") -> Any:
    return parse((place / "public" / name).read_bytes()).find("channel")


def titles(place: Path, name: str = "feed.xml") -> list[str]:
    return [str(title) for title in feed(place, name).xpath("item/title/text()")]


def guids(place: Path) -> list[str]:
    return [str(guid) for guid in feed(place).xpath("item/guid/text()")]


def everything(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in sorted((place / "public").rglob("*")) if p.is_file()}


def dangling(place: Path, name: str = "feed.xml") -> list[str]:
    """Addresses of the feed whose file is missing or has another length."""
    channel = feed(place, name)
    base = "https://example.org/podcast/"
    urls = channel.xpath("item/enclosure/@url | item/podcast:*/@url | itunes:image/@href", namespaces=NS)
    missing = [str(url) for url in urls if not (place / "public" / str(url).removeprefix(base)).is_file()]
    for enclosure in channel.xpath("item/enclosure"):
        path = place / "public" / enclosure.get("url").removeprefix(base)
        if path.is_file() and path.stat().st_size != int(enclosure.get("length")):
            missing.append(enclosure.get("url"))
    return missing


def actions(report: PublishReport) -> list[str]:
    return [outcome.action for outcome in report.outcomes]


def test_publishing_twice_changes_nothing(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    one, two = edition(place, "one"), edition(place, "two")
    assert actions(publish([one, two], podcast, now=NOW)) == ["published", "published"]
    before = everything(place)
    report = publish([one, two], podcast, now=NOW + timedelta(days=1))
    assert actions(report) == ["unchanged", "unchanged"]
    assert not any(change.changed for change in report.feeds)
    assert everything(place) == before
    assert dangling(place) == []


def test_the_newest_episode_comes_first_whatever_the_order_of_publishing(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    for day in (2, 0, 3, 1):
        publish([edition(place, f"day-{day}")], podcast, now=NOW + timedelta(days=9), at=NOW + timedelta(days=day))
    assert [title[-2] for title in titles(place)] == ["3", "2", "1", "0"]


def test_a_dry_run_writes_nothing_and_shows_the_difference(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    report = publish([edition(place)], podcast, dry_run=True, now=NOW)
    assert actions(report) == ["published"]
    assert "+      <title>Council keeps the library open" in describe(report)
    assert "would be published" in describe(report)
    assert not (place / "public").exists()


def test_a_changed_edition_is_refused_until_a_person_decides(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    before = everything(place)
    report = publish([edition(place, title="Corrected")], podcast, now=NOW)
    assert report.failed
    assert "narrate replace" in report.outcomes[0].note
    assert "--as-new" in report.outcomes[0].note
    assert everything(place) == before


def test_a_correction_keeps_guid_and_date_under_new_file_names(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    guid, url = guids(place), feed(place).xpath("item/enclosure/@url")
    date = feed(place).xpath("item/pubDate/text()")
    changed = edition(place, title="Corrected", audio=b"ID3 another recording" * 1000)
    later = NOW + timedelta(hours=2)
    assert actions(replace(changed, podcast, now=later)) == ["replaced"]
    assert (titles(place), guids(place), feed(place).xpath("item/pubDate/text()")) == (["Corrected"], guid, date)
    assert feed(place).xpath("item/enclosure/@url") != url
    assert dangling(place) == []
    assert actions(replace(changed, podcast, now=later)) == ["unchanged"]
    assert actions(publish([changed], podcast, now=later)) == ["unchanged"]


def test_old_files_stay_for_the_grace_period_and_go_after_it(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    old = feed(place).xpath("item/enclosure/@url")[0].rpartition("/")[2]
    replace(edition(place, audio=b"ID3 new" * 1000), podcast, now=NOW)
    publish_due(podcast, now=NOW + timedelta(days=6))
    assert (place / "public/evening" / old).exists()
    publish_due(podcast, now=NOW + timedelta(days=7))
    assert not (place / "public/evening" / old).exists()
    assert dangling(place) == []


def test_as_new_makes_another_episode_with_another_address_once(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    changed = edition(place, title="Corrected")
    assert actions(publish([changed], podcast, as_new=True, now=NOW)) == ["published"]
    assert actions(publish([changed], podcast, as_new=True, now=NOW)) == ["unchanged"]
    assert len(set(guids(place))) == 2
    assert len(set(feed(place).xpath("item/enclosure/@url"))) == 2  # Apple ignores an address it has seen


def test_an_unpublished_episode_leaves_the_feed_first_and_can_come_back(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one"), edition(place, "two")], podcast, now=NOW)
    guid = next(entry.guid for entry in list_episodes(podcast) if entry.slug == "one")
    assert actions(unpublish("one", podcast, now=NOW)) == ["unpublished"]
    assert actions(unpublish(guid, podcast, now=NOW)) == ["unchanged"]
    assert guid not in guids(place)
    assert len(list((place / "public/evening").glob("one-*.mp3"))) == 1
    publish_due(podcast, now=NOW + timedelta(days=8))
    assert list((place / "public/evening").glob("one-*")) == []
    assert actions(publish([edition(place, "one")], podcast, now=NOW + timedelta(days=9))) == ["published"]
    assert guid in guids(place)
    assert dangling(place) == []


def test_coming_back_within_the_grace_period_keeps_the_files(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    one = edition(place, "one")
    publish([one], podcast, now=NOW)
    unpublish("one", podcast, now=NOW)
    publish([one], podcast, now=NOW + timedelta(days=1))
    publish_due(podcast, now=NOW + timedelta(days=30))
    assert dangling(place) == []
    assert len(titles(place)) == 1


def test_a_scheduled_episode_is_nowhere_before_its_time(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    at = NOW + timedelta(hours=12)
    assert actions(publish([edition(place)], podcast, at=at, now=NOW)) == ["scheduled"]
    assert titles(place) == []
    assert [entry.state for entry in list_episodes(podcast, now=NOW)] == ["scheduled"]
    assert actions(publish_due(podcast, now=at - timedelta(seconds=1))) == []
    assert actions(publish_due(podcast, now=at)) == ["published"]
    assert actions(publish_due(podcast, now=at)) == []
    assert feed(place).xpath("item/pubDate/text()") == ["Sat, 21 Nov 2026 06:00:00 +0000"]


def test_a_scheduled_episode_can_be_edited_moved_and_brought_forward(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    at = NOW + timedelta(hours=12)
    publish([edition(place)], podcast, at=at, now=NOW)
    changed = edition(place, title="Better")
    assert actions(publish([changed], podcast, now=NOW)) == ["scheduled"]
    assert actions(publish([changed], podcast, now=NOW)) == ["unchanged"]
    assert actions(publish([changed], podcast, at=at + timedelta(hours=1), now=NOW)) == ["scheduled"]
    assert actions(publish_due(podcast, now=at)) == []
    assert actions(publish([changed], podcast, at=NOW, now=NOW)) == ["published"]
    assert titles(place) == ["Better"]


def test_what_is_said_of_an_episode_later_reaches_it_too(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    one = edition(place, "one")
    publish([one], podcast, now=NOW, at=NOW + timedelta(days=2), episode=1)
    bite = Soundbite(1_000, 20_000, "Taste")
    assert actions(publish([one], podcast, now=NOW, at=NOW + timedelta(days=1), season=3, explicit=True)) == [
        "scheduled"
    ]
    publish_due(podcast, now=NOW + timedelta(days=1))
    assert actions(publish([one], podcast, now=NOW + timedelta(days=1), kind="bonus", soundbites=[bite])) == ["changed"]
    item = feed(place).find("item")
    said = {name: item.findtext(f"itunes:{name}", namespaces=NS) for name in ("season", "episode", "explicit")}
    assert said == {"season": "3", "episode": "1", "explicit": "true"}
    assert item.findtext("itunes:episodeType", namespaces=NS) == "bonus"
    assert item.findtext("podcast:soundbite", namespaces=NS) == "Taste"
    before = everything(place)
    again = publish([one], podcast, now=NOW + timedelta(days=1), season=3, at=NOW)
    assert (actions(again), again.outcomes[0].note) == (["unchanged"], "its date stays")
    assert everything(place) == before


def test_a_soundbite_beyond_the_end_is_refused(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    report = publish([edition(place)], podcast, now=NOW, soundbites=[Soundbite(180_000, 20_000)])
    assert (actions(report), report.outcomes[0].note) == (["refused"], "the soundbite ends after it")
    assert list_episodes(podcast) == ()


def test_a_published_episode_stays_whatever_another_clock_says(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, now=NOW + timedelta(hours=1))
    report = publish([edition(place, "two")], podcast, now=NOW)
    assert len(titles(place)) == 2
    assert any("clock" in warning for warning in report.warnings)


def test_a_scheduled_one_that_came_out_stays_out_under_a_slow_clock(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, at=NOW + timedelta(hours=1), now=NOW)
    publish_due(podcast, now=NOW + timedelta(hours=1))
    publish([edition(place, "two")], podcast, now=NOW + timedelta(minutes=30))
    assert len(titles(place)) == 2


def test_a_lost_feed_is_made_again_from_the_records(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one"), edition(place, "two")], podcast, now=NOW)
    before = (place / "public/feed.xml").read_bytes()
    (place / "public/feed.xml").unlink()
    rebuild(podcast, now=NOW)
    assert (place / "public/feed.xml").read_bytes() == before


def test_a_broken_feed_is_refused_kept_as_a_copy_and_rebuilt_on_demand(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, now=NOW)
    whole = (place / "public/feed.xml").read_bytes()
    (place / "public/feed.xml").write_bytes(whole[:-200])
    report = publish([edition(place, "two")], podcast, now=NOW)
    assert report.failed
    assert "--rebuild" in report.outcomes[0].note
    assert (place / "public/feed.xml").read_bytes() == whole[:-200]
    (copy,) = (place / "public/.narrate/evening/broken").iterdir()
    assert copy.read_bytes() == whole[:-200]
    rebuild(podcast, now=NOW)
    assert (place / "public/feed.xml").read_bytes() == whole


@pytest.mark.parametrize(
    "there",
    [b"<rss version='2.0'><channel><title>Mine</title><item><guid>1</guid></item></channel></rss>", b"not xml"],
)
def test_a_feed_that_is_not_ours_is_left_alone(place: Path, there: bytes) -> None:
    podcast = load_podcast(podcast_file(place))
    (place / "public").mkdir()
    (place / "public/feed.xml").write_bytes(there)
    report = publish([edition(place)], podcast, now=NOW)
    assert report.failed
    assert (place / "public/feed.xml").read_bytes() == there
    assert not list((place / "public").rglob("*.mp3"))


def test_the_feed_of_another_show_is_left_alone(place: Path) -> None:
    publish([edition(place)], load_podcast(podcast_file(place)), now=NOW)
    before = (place / "public/feed.xml").read_bytes()
    other = load_podcast(podcast_file(place, SHOW.replace("evening:", "morning:")))
    assert publish([edition(place)], other, now=NOW).failed
    assert (place / "public/feed.xml").read_bytes() == before


def test_what_was_added_by_hand_survives_every_verb(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, now=NOW)
    path = place / "public/feed.xml"
    mark = '<podcast:value type="lightning"><podcast:valueRecipient split="100"/></podcast:value>'
    by_hand = path.read_text(encoding="utf-8").replace("<item>", f"{mark}<item>").replace("</item>", "<x>1</x></item>")
    path.write_text(by_hand, encoding="utf-8")
    publish([edition(place, "two")], podcast, now=NOW)
    replace(edition(place, "one", title="Corrected"), podcast, now=NOW)
    unpublish("two", podcast, now=NOW)
    text = path.read_text(encoding="utf-8")
    assert text.count("valueRecipient") == 1
    assert text.count("<x>1</x>") == 1
    assert titles(place) == ["Corrected"]


def test_the_show_keeps_its_guid_when_the_feed_moves(place: Path) -> None:
    publish([edition(place)], load_podcast(podcast_file(place)), now=NOW)
    guid = feed(place).findtext("podcast:guid", namespaces=NS)
    moved = load_podcast(podcast_file(place, SHOW.replace("example.org/podcast", "new.example.org")))
    publish([edition(place)], moved, now=NOW)
    assert feed(place).findtext("podcast:guid", namespaces=NS) == guid
    wrong = podcast_file(place, guid="9b024349-ccf0-5f69-a609-6b82873eab3c")
    report = publish([edition(place)], load_podcast(wrong), now=NOW)
    assert guid in report.outcomes[0].note


def test_rules_decide_which_article_goes_where(place: Path) -> None:
    german = SHOW.replace("shows:\n", "").replace("evening:", "abend:").replace("en-gb", "de") + "    feed: abend.xml\n"
    text = SHOW + "    accept: {languages: en}\n" + german + "    accept: {languages: de, sites: www.example.org}\n"
    podcast = load_podcast(podcast_file(place, text))
    editions = [edition(place, "one"), edition(place, "zwei", language="de-at"), edition(place, "trois", language="fr")]
    report = publish(editions, podcast, now=NOW)
    assert {outcome.slug: outcome.show for outcome in report.outcomes} == {
        "one": "evening",
        "zwei": "abend",
        "trois": "",
    }
    assert report.failed
    assert len(titles(place)) == len(titles(place, "abend.xml")) == 1
    publish(editions, podcast, shows=["evening"], now=NOW)
    assert len(titles(place)) == 3


def test_retention_takes_old_episodes_out_of_the_feed_and_keeps_their_files(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, keep_episodes="2"))
    for day in range(4):
        publish([edition(place, f"day-{day}")], podcast, now=NOW + timedelta(days=day))
    assert len(titles(place)) == 2
    assert "day-3" in titles(place)[0]
    assert len(list((place / "public/evening").glob("*.mp3"))) == 4
    states = [entry.state for entry in list_episodes(podcast, now=NOW + timedelta(days=3))]
    assert states == ["live", "live", "past the limit", "past the limit"]
    all_again = load_podcast(podcast_file(place))
    rebuild(all_again, now=NOW + timedelta(days=4))
    assert len(titles(place)) == 4


def test_pages_hold_every_episode_once_and_name_each_other(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, page="3"))
    editions = [edition(place, f"day-{day:02}") for day in range(11)]
    for day, one in enumerate(editions):
        publish([one], podcast, now=NOW + timedelta(days=day))
    seen, name = [], "feed.xml"
    while name:
        seen += titles(place, name)
        following = feed(place, name).xpath("atom:link[@rel='next']/@href", namespaces=NS)
        name = following[0].rpartition("/")[2] if following else ""
    assert [title[-7:-1] for title in seen] == [f"day-{day:02}" for day in reversed(range(11))]
    assert len(titles(place)) == 5
    first_page = (place / "public/feed.1.xml").read_bytes()
    publish([edition(place, "day-11")], podcast, now=NOW + timedelta(days=11))
    assert (place / "public/feed.1.xml").read_bytes() == first_page
    for day in range(9):
        unpublish(f"day-{day:02}", podcast, now=NOW + timedelta(days=12))
    assert [path.name for path in (place / "public").glob("feed*.xml")] == ["feed.xml"]
    assert len(titles(place)) == 3


def test_a_private_show_has_a_secret_address_a_subscriber_and_nothing_guessable(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, private="[alice, bob]"))
    publish([edition(place)], podcast, now=NOW)
    addresses = {address.subscriber: address.url for address in feed_urls(podcast)}
    assert addresses.keys() == {"alice", "bob"}
    assert not (place / "public/feed.xml").exists()
    tokens = {name: url.split("/")[-2] for name, url in addresses.items()}
    assert all(len(token) == 32 for token in tokens.values())
    channel = feed(place, f"{tokens['alice']}/feed.xml")
    assert channel.findtext("itunes:block", namespaces=NS) == "Yes"
    assert "/evening/" not in channel.xpath("item/enclosure/@url")[0]
    assert dangling(place, f"{tokens['bob']}/feed.xml") == []
    assert not (place / "public/.narrate/evening").exists()  # the records' folder has a secret name as well
    stored = b"".join(path.read_bytes() for path in (place / "public/.narrate").rglob("*") if path.is_file())
    assert not any(token.encode() in stored for token in tokens.values())
    assert (place / ".podcast-secret").stat().st_mode & 0o077 == 0


def test_a_revoked_subscriber_loses_the_feed_and_others_keep_theirs(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, private="[alice, bob]"))
    publish([edition(place)], podcast, now=NOW)
    before = {address.subscriber: address.url for address in feed_urls(podcast)}
    fewer = load_podcast(podcast_file(place, private="[bob]"))
    publish_due(fewer, now=NOW)
    assert {address.subscriber: address.url for address in feed_urls(fewer)} == {"bob": before["bob"]}
    assert not (place / "public" / before["alice"].split("/")[-2] / "feed.xml").exists()
    assert (place / "public" / before["bob"].split("/")[-2] / "feed.xml").exists()


def test_the_report_of_a_private_show_tells_no_secret(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, private="[alice]"))
    shown = describe(publish([edition(place)], podcast, dry_run=True, now=NOW)) + describe(
        publish([edition(place)], podcast, now=NOW)
    )
    token = feed_urls(podcast)[0].url.split("/")[-2]
    assert token not in shown


def test_a_serial_show_numbers_its_episodes(place: Path) -> None:
    podcast = load_podcast(podcast_file(place, type="serial", season="2"))
    publish([edition(place, "one"), edition(place, "two")], podcast, now=NOW)
    publish([edition(place, "teaser")], podcast, kind="trailer", now=NOW)
    publish([edition(place, "ten")], podcast, episode=10, now=NOW + timedelta(hours=1))
    publish([edition(place, "next")], podcast, now=NOW + timedelta(hours=2))
    numbers = feed(place).xpath("item/itunes:episode/text()", namespaces=NS)
    assert sorted(map(int, numbers)) == [1, 2, 10, 11]
    assert set(feed(place).xpath("item/itunes:season/text()", namespaces=NS)) == {"2"}


def test_two_titles_of_one_day_are_a_warning_because_apps_merge_them(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    report = publish([edition(place, "one", title="News"), edition(place, "two", title="News")], podcast, now=NOW)
    assert any("AntennaPod" in warning for warning in report.warnings)


def test_new_artwork_gets_a_new_name(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    first = feed(place).xpath("itunes:image/@href", namespaces=NS)
    (place / "cover.png").write_bytes(png(1401))
    publish([edition(place)], podcast, now=NOW)
    assert feed(place).xpath("itunes:image/@href", namespaces=NS) != first
    assert dangling(place) == []


def test_only_what_listeners_get_is_uploaded(place: Path) -> None:
    contents = {
        "script.yaml": ("application/yaml", b"secret: notes"),
        "low.opus": ("audio/opus", b"OggS" * 900),
        "index.html": ("text/html", b"<p>page"),
    }
    publish([edition(place, contents=contents)], load_podcast(podcast_file(place)), now=NOW)
    suffixes = {path.suffix for path in (place / "public/evening").iterdir()}
    assert suffixes == {".mp3", ".vtt", ".json", ".png"}


@pytest.mark.parametrize("asked", [True, False])
def test_other_audio_files_are_offered_only_on_request(place: Path, asked: bool) -> None:
    opus = b"OggS" + bytes(5_000)
    one = edition(place, "one", contents={"episode.opus": ("audio/opus", opus)})
    publish([one], load_podcast(podcast_file(place, alternates=str(asked).lower())), now=NOW)
    assert len(list((place / "public/evening").glob("*.opus"))) == asked
    found = feed(place).find("item").findall("podcast:alternateEnclosure", NS)
    assert len(found) == asked
    for alternate in found:
        assert (alternate.get("type"), alternate.get("length")) == ("audio/opus", "5004")
        key = alternate.find("podcast:source", NS).get("uri").removeprefix("https://example.org/podcast/")
        digest = base64.b64encode(hashlib.sha256((place / "public" / key).read_bytes()).digest()).decode()
        assert alternate.find("podcast:integrity", NS).get("value") == f"sha256-{digest}"
        assert [
            finding for finding in check(load_podcast(place / "podcast.yaml"), now=NOW) if finding.level == "error"
        ] == []


def test_a_file_that_vanished_from_the_target_is_put_back(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    (audio,) = (place / "public/evening").glob("*.mp3")
    audio.unlink()
    assert actions(publish([edition(place)], podcast, now=NOW)) == ["unchanged"]
    assert dangling(place) == []


def test_a_name_in_another_alphabet_becomes_an_ascii_file_name(place: Path) -> None:
    publish([edition(place, "городской-совет")], load_podcast(podcast_file(place)), now=NOW)
    (audio,) = (place / "public/evening").glob("*.mp3")
    assert audio.name.isascii()


def test_an_episode_nobody_published_is_answered_with_the_way_to_the_list(place: Path) -> None:
    with pytest.raises(PublishError) as caught:
        unpublish("nothing", load_podcast(podcast_file(place)))
    assert "narrate list" in caught.value.hint
    publish([edition(place)], load_podcast(podcast_file(place)), now=NOW)
    with pytest.raises(PublishError) as caught:
        unpublish("council-libary", load_podcast(podcast_file(place)))
    assert "'council-library'" in caught.value.hint


def test_a_damaged_record_stops_the_run_and_changes_nothing(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, now=NOW)
    (record,) = (place / "public/.narrate/evening/episodes").iterdir()
    record.write_text("{", encoding="utf-8")
    before = everything(place)
    report = publish([edition(place, "two")], podcast, now=NOW)
    assert report.failed
    assert "damaged" in report.outcomes[0].note
    assert before["public/feed.xml"] == (place / "public/feed.xml").read_bytes()


def test_every_change_leaves_a_record_that_is_never_overwritten(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, now=NOW)
    replace(edition(place, title="Corrected"), podcast, now=NOW)
    unpublish("council-library", podcast, now=NOW)
    records = [json.loads(path.read_bytes()) for path in sorted((place / "public/.narrate/evening/episodes").iterdir())]
    assert [record.get("revision", 1) for record in records] == [1, 2, 3]
    assert records[1]["title"] == "Corrected"
    assert records[2]["state"] == "withdrawn"


@pytest.mark.parametrize("text", ["now", "2026-11-20T18:00:00Z", "2026-11-20T19:00+01:00"])
def test_times_are_read_as_people_type_them(text: str) -> None:
    assert parse_time(text, NOW) == NOW


def test_soundbites_are_read_as_people_type_them() -> None:
    assert parse_soundbite("1:05+30=The vote") == Soundbite(65_000, 30_000, "The vote")
    assert parse_soundbite("1:00:00+15") == Soundbite(3_600_000, 15_000)
    with pytest.raises(PublishError):
        parse_soundbite("from the start")


def test_soundbites_stand_in_the_feed(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place)], podcast, soundbites=[parse_soundbite("5+30=The vote")], now=NOW)
    assert feed(place).xpath("item/podcast:soundbite/@startTime", namespaces=NS) == ["5.000"]


@pytest.mark.parametrize("text", ["tomorrow-ish", "0001-01-01", "9999-12-31T23:59-23:59", ""])
def test_what_is_no_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(NarrateError) as caught:
        parse_time(text, NOW)
    assert "2026-11-23T07:00" in caught.value.hint


def test_items_reused_from_the_feed_are_the_bytes_that_would_be_made(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    for day in range(4):
        publish([edition(place, f"day-{day}")], podcast, now=NOW + timedelta(days=day))
    replace(edition(place, "day-1", title="Corrected"), podcast, now=NOW + timedelta(days=4))
    unpublish("day-2", podcast, now=NOW + timedelta(days=4))
    reused = (place / "public/feed.xml").read_bytes()
    shutil.rmtree(place / "public/.narrate/evening/imprints")
    rebuild(podcast, now=NOW + timedelta(days=4))
    assert (place / "public/feed.xml").read_bytes() == reused


def test_an_edit_inside_an_item_of_ours_is_undone_because_the_record_is_the_truth(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, "one")], podcast, now=NOW)
    path = place / "public/feed.xml"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"(one)", b"(edited)"))
    publish([edition(place, "one")], podcast, now=NOW)
    assert path.read_bytes() == before


def test_changed_settings_reach_items_that_are_in_the_feed_already(place: Path) -> None:
    publish([edition(place)], load_podcast(podcast_file(place)), now=NOW)
    publish_due(load_podcast(podcast_file(place, explicit="true")), now=NOW)
    assert feed(place).xpath("item/itunes:explicit/text()", namespaces=NS) == ["true"]


def test_a_page_that_did_not_change_is_not_made_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    podcast = load_podcast(podcast_file(place, page="2"))
    for day in range(6):
        publish([edition(place, f"day-{day}")], podcast, now=NOW + timedelta(days=day))
    made: list[str] = []
    real = pages._make
    monkeypatch.setattr(pages, "_make", lambda *given: made.append(given[1].links.own) or real(*given))
    publish([edition(place, "day-6")], podcast, now=NOW + timedelta(days=6))
    assert made == ["https://example.org/podcast/feed.xml"]
    made.clear()
    unpublish("day-0", podcast, now=NOW + timedelta(days=7))
    assert len(made) == 3  # every one: the oldest has moved up


def test_what_was_added_by_hand_does_not_make_every_item_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    podcast = load_podcast(podcast_file(place))
    publish([edition(place, f"day-{day}") for day in range(5)], podcast, now=NOW)
    path = place / "public/feed.xml"
    by_hand = b'<own:score xmlns:own="urn:own">7</own:score></item>'
    path.write_bytes(path.read_bytes().replace(b"</item>", by_hand, 1))
    publish_due(podcast, now=NOW)
    made: list[str] = []
    real = feed_module.item_of
    monkeypatch.setattr(feed_module, "item_of", lambda *given: made.append(given[1].slug) or real(*given))
    publish([edition(place, "new")], podcast, now=NOW + timedelta(days=1))
    assert made == ["new"]
    assert path.read_bytes().count(b">7</own:score>") == 1
    reused = path.read_bytes()
    rebuild(podcast, now=NOW + timedelta(days=1))
    assert path.read_bytes() == reused


def patched(old: str, difference: str) -> str:
    """A text after a unified difference, whose line numbers and old lines have to be right."""
    lines, out, at = old.splitlines(), [], 0
    for line in difference.splitlines()[2:]:
        if hunk := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+.* @@", line):
            start = int(hunk[1]) - (hunk[2] != "0")
            out += lines[at:start]
            at = start
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert line[1:] == lines[at]
            out += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "\n".join([*out, *lines[at:]]) + "\n"


def test_the_difference_of_a_dry_run_leads_from_the_old_feed_to_the_new_one(place: Path) -> None:
    podcast = load_podcast(podcast_file(place))
    for day in range(8):
        publish([edition(place, f"day-{day}")], podcast, now=NOW + timedelta(days=day))
    changes: list[Callable[[bool], PublishReport]] = [
        lambda dry: unpublish("day-3", podcast, dry_run=dry, now=NOW),
        lambda dry: replace(edition(place, "day-5", title="New"), podcast, dry_run=dry, now=NOW),
        lambda dry: publish([edition(place, "day-8")], podcast, dry_run=dry, now=NOW + timedelta(days=8)),
        lambda dry: unpublish("day-0", podcast, dry_run=dry, now=NOW),
    ]
    for change in changes:
        before = (place / "public/feed.xml").read_text(encoding="utf-8")
        difference = change(True).feeds[0].diff
        assert len(difference) < len(before) / 2
        change(False)
        assert patched(before, difference) == (place / "public/feed.xml").read_text(encoding="utf-8")


def test_a_slug_that_looks_like_a_path_becomes_a_plain_name(place: Path) -> None:
    folder = edition(place, "one")
    facts = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    (folder / "edition.json").write_text(json.dumps(facts | {"slug": "../../etc/passwd"}), encoding="utf-8")
    publish([folder], load_podcast(podcast_file(place)), now=NOW)
    (audio,) = place.rglob("*passwd*.mp3")
    assert audio.parent == place / "public/evening"
    assert dangling(place) == []
