"""The feed: every parser reads what was meant, whatever the words are."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree
from publishing_editions import optional, program

from narrate.publishing.channel import podcast_guid
from narrate.publishing.elements import NAMESPACES, OLD_PODCAST, Malformed, parse
from narrate.publishing.episodes import Asset, Episode, Soundbite, from_json, to_json
from narrate.publishing.feed import Kept, render
from narrate.publishing.feeditem import notice_of
from narrate.publishing.masthead import Links, Masthead
from narrate.publishing.settings import (
    Funding,
    Licence,
    Location,
    Owner,
    Person,
    Picture,
    Recipient,
    RemoteShow,
    Show,
    TargetSettings,
    Txt,
    UpdateFrequency,
    Value,
)
from narrate.publishing.standing import BrokenFeed, Standing, ours_of, standing_of
from narrate.publishing.text import clean, clip, one_line

NS = dict(NAMESPACES)
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
LINKS = Links("https://example.org/podcast/feed.xml")
SHOW = Show(
    name="evening",
    title="The Evening Edition",
    description="The day's articles.",
    language="en-gb",
    categories=(("News", "Daily News"), ("Technology", "")),
    url="https://example.org/podcast/",
    target=TargetSettings(path="public"),
    author="Northfield Herald",
    owner=Owner("Editor A", "editor@example.org"),
)
ASSETS = (
    Asset("audio", "audio/mpeg", 1_234_567, "0" * 64, "evening/one-abc.mp3"),
    Asset("transcript", "text/vtt", 900, "1" * 64, "evening/one-abc.vtt", language="en-gb"),
    Asset("chapters", "application/json+chapters", 300, "2" * 64, "evening/one-abc.chapters.json"),
)
EPISODE = Episode(
    guid="b151c37e-4dae-530f-aff2-b27bfbdac5bb",
    slug="one",
    title="Council keeps the library open",
    published="2026-11-20T18:00:00Z",
    changed="2026-11-20T18:00:00Z",
    summary="The vote was close.",
    link="https://example.org/one",
    author="Author A",
    duration_ms=183_400,
    assets=ASSETS,
    chapters=((0, "Start"), (9_000, "The vote"), (60_000, "What comes next")),
)


def made(show: Show = SHOW, *episodes: Episode, kept: Kept | None = None) -> bytes:
    image = "https://example.org/podcast/evening/cover-1.png"
    shown = episodes or (EPISODE,)
    trailers = tuple(episode for episode in shown if episode.kind == "trailer")
    newest, notice = shown[0].published, notice_of(show, shown[0])
    head = Masthead(GUID, LINKS, image, newest, newest, notice, trailers)
    extra = kept or Kept()
    return b"".join(render(show, head, (*extra.whole, *shown), extra))


def standing(feed: bytes) -> Standing:
    return standing_of(feed.splitlines(keepends=True), [EPISODE.guid], ours_of(SHOW))


def value(root: Any, path: str) -> Any:
    (found,) = root.xpath(path, namespaces=NS)
    return found if isinstance(found, str) else found.text


def test_the_channel_has_what_apple_spotify_youtube_and_psp1_require() -> None:
    root = parse(made())
    assert root.get("version") == "2.0"
    for path, wanted in {
        "channel/title/text()": "The Evening Edition",
        "channel/link/text()": "https://example.org/podcast/",
        "channel/language/text()": "en-gb",
        "channel/atom:link[@rel='self']/@href": LINKS.own,
        "channel/atom:link[@rel='self']/@type": "application/rss+xml",
        "channel/itunes:author/text()": "Northfield Herald",
        "channel/itunes:owner/itunes:name/text()": "Editor A",
        "channel/itunes:owner/itunes:email/text()": "editor@example.org",
        "channel/itunes:image/@href": "https://example.org/podcast/evening/cover-1.png",
        "channel/image/url/text()": "https://example.org/podcast/evening/cover-1.png",
        "channel/itunes:category[1]/@text": "News",
        "channel/itunes:category[1]/itunes:category/@text": "Daily News",
        "channel/itunes:category[2]/@text": "Technology",
        "channel/itunes:explicit/text()": "false",
        "channel/itunes:type/text()": "episodic",
        "channel/podcast:guid/text()": GUID,
        "channel/podcast:locked/text()": "yes",
        "channel/podcast:medium/text()": "podcast",
        "channel/podcast:txt[@purpose='ai-content']/text()": "true",
    }.items():
        assert value(root, path) == wanted, path
    assert "synthetic voices" in value(root, "channel/description")


def test_the_item_has_what_apps_read() -> None:
    root = parse(made())
    base = "https://example.org/podcast/evening/one-abc"
    for path, wanted in {
        "title": "Council keeps the library open",
        "guid": EPISODE.guid,
        "guid/@isPermaLink": "false",
        "pubDate": "Fri, 20 Nov 2026 18:00:00 +0000",
        "link": "https://example.org/one",
        "enclosure/@url": f"{base}.mp3",
        "enclosure/@length": "1234567",
        "enclosure/@type": "audio/mpeg",
        "itunes:duration": "183",
        "itunes:episodeType": "full",
        "itunes:explicit": "false",
        "podcast:transcript/@url": f"{base}.vtt",
        "podcast:transcript/@type": "text/vtt",
        "podcast:transcript/@language": "en-gb",
        "podcast:chapters/@url": f"{base}.chapters.json",
        "podcast:chapters/@type": "application/json+chapters",
        "podcast:person": "Author A",
        "podcast:person/@role": "author",
        "podcast:person/@group": "writing",
        "podcast:txt": "true",
        "podcast:contentLink/@href": "https://example.org/one",
        "psc:chapters/psc:chapter[2]/@start": "00:00:09.000",
    }.items():
        assert value(root, f"channel/item/{path}") == wanted, path
    description = value(root, "channel/item/description")
    assert "<li>00:01:00 What comes next</li>" in description
    assert "synthetic voices" in description


def test_everything_on_request_is_written_when_asked_for() -> None:
    show = replace(
        SHOW,
        type="serial",
        explicit=True,
        copyright="2026 Northfield Herald",
        funding=(Funding("https://example.org/give", "Give"),),
        persons=(Person("Editor A", img="https://example.org/editor.jpg"),),
        license=Licence("own", "https://example.org/licence"),
        update_frequency=UpdateFrequency("Daily", "FREQ=DAILY", "2026-11-01T18:00:00Z"),
        podroll=(RemoteShow("9b024349-ccf0-5f69-a609-6b82873eab3c", "https://podnews.net/rss"),),
        complete=True,
        new_feed_url="https://new.example.org/feed.xml",
        hubs=("https://hub.example.org/",),
        podping=True,
        private=("alice",),
        alternates=True,
        seasons=((2, "The second winter"),),
        location=Location("Northfield", "geo:54.97,-1.61", "R113314", "subject", "GB"),
        pictures=(Picture("https://example.org/b.jpg", "A banner", "16/9", 1600, "canvas banner"),),
        value=Value((Recipient("03ae", 90, name="Desk"), Recipient("03af", 10, fee=True)), suggested="0.05"),
        txt=(Txt("code", "verify"),),
    )
    extra = Asset("alternate", "audio/opus", 400_000, "00" * 32, "evening/one-abc.opus")
    art = Asset("image", "image/jpeg", 90_000, "00" * 32, "evening/one-abc.jpg")
    bite = Soundbite(9_000, 30_000, "The vote")
    episode = replace(EPISODE, season=2, number=7, kind="bonus", soundbites=(bite,), assets=(*ASSETS, extra, art))
    root = parse(made(show, episode))
    for path, wanted in {
        "channel/itunes:complete/text()": "Yes",
        "channel/itunes:block/text()": "Yes",
        "channel/podcast:block/text()": "yes",
        "channel/itunes:new-feed-url/text()": "https://new.example.org/feed.xml",
        "channel/podcast:funding/@url": "https://example.org/give",
        "channel/podcast:person/@img": "https://example.org/editor.jpg",
        "channel/podcast:license/@url": "https://example.org/licence",
        "channel/podcast:updateFrequency/@rrule": "FREQ=DAILY",
        "channel/podcast:location/text()": "Northfield",
        "channel/podcast:location/@geo": "geo:54.97,-1.61",
        "channel/podcast:location/@country": "GB",
        "channel/podcast:image/@aspect-ratio": "16/9",
        "channel/podcast:image/@alt": "A banner",
        "channel/podcast:value/@suggested": "0.05",
        "channel/podcast:value/podcast:valueRecipient[1]/@address": "03ae",
        "channel/podcast:value/podcast:valueRecipient[2]/@fee": "true",
        "channel/podcast:txt[@purpose='verify']/text()": "code",
        "channel/item/podcast:season/@name": "The second winter",
        "channel/podcast:podroll/podcast:remoteItem/@feedGuid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
        "channel/item/itunes:season": "2",
        "channel/item/itunes:episode": "7",
        "channel/item/podcast:season": "2",
        "channel/item/podcast:episode": "7",
        "channel/item/itunes:episodeType": "bonus",
        "channel/item/itunes:image/@href": "https://example.org/podcast/evening/one-abc.jpg",
        "channel/item/podcast:soundbite/@startTime": "9.000",
        "channel/item/podcast:soundbite/@duration": "30.000",
        "channel/item/podcast:alternateEnclosure/@type": "audio/opus",
        "channel/item/podcast:alternateEnclosure/podcast:source/@uri": f"{SHOW.url}evening/one-abc.opus",
        "channel/item/podcast:alternateEnclosure/podcast:integrity/@value": "sha256-" + "A" * 43 + "=",
    }.items():
        assert value(root, path) == wanted, path
    # A private address is told to no hub, and an item's persons replace those of its show.
    assert not root.xpath("channel/atom:link[@rel='hub'] | channel/podcast:podping", namespaces=NS)
    people = root.xpath("channel/item/podcast:person/text()", namespaces=NS)
    assert people == ["Editor A", "Author A"]


def test_a_trailer_is_named_above_the_list_as_well() -> None:
    trailer = replace(EPISODE, guid="trailer", kind="trailer", season=2)
    root = parse(made(SHOW, EPISODE, trailer))
    for path, wanted in {
        "channel/podcast:trailer/text()": "Council keeps the library open",
        "channel/podcast:trailer/@url": f"{SHOW.url}evening/one-abc.mp3",
        "channel/podcast:trailer/@pubdate": "Fri, 20 Nov 2026 18:00:00 +0000",
        "channel/podcast:trailer/@length": "1234567",
        "channel/podcast:trailer/@type": "audio/mpeg",
        "channel/podcast:trailer/@season": "2",
        "channel/item[guid='trailer']/itunes:episodeType": "trailer",
    }.items():
        assert value(root, path) == wanted, path


def test_one_episode_may_be_explicit_in_a_clean_show_and_the_other_way_round() -> None:
    for show in (SHOW, replace(SHOW, explicit=True)):
        for said, wanted in ((True, "true"), (False, "false"), (None, str(show.explicit).lower())):
            root = parse(made(show, replace(EPISODE, explicit=said)))
            assert value(root, "channel/item/itunes:explicit") == wanted


def test_the_podcast_guid_is_the_one_of_the_namespaces_example() -> None:
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("http://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.mark.parametrize("letter", ["x", "&", "é", "<", "𝄞", "'"])
def test_a_description_never_passes_apples_4000_bytes(letter: str) -> None:
    episode = replace(EPISODE, summary=(letter * 9 + " ") * 2000, chapters=((0, letter * 900),) * 9)
    root = parse(made(replace(SHOW, description=(letter * 9 + " ") * 900), episode))
    for path in ("channel/description", "channel/item/description"):
        text = value(root, path)
        assert len(text.encode()) <= 4000
        assert "synthetic voices" in text


def test_no_disclosure_is_written_for_people_reading_aloud() -> None:
    feed = made(SHOW, replace(EPISODE, synthetic=False, author=""))
    assert b"synthetic voices" not in feed
    assert parse(feed).xpath("count(channel/item/podcast:txt)", namespaces=NS) == 0


def test_elements_added_by_hand_survive_with_their_prefix() -> None:
    feed = made().decode()
    by_hand = feed.replace("<rss ", '<rss xmlns:own="https://own.example/ns" ')
    by_hand = by_hand.replace("<item>", '<!-- ours --><podcast:txt purpose="verify">abc</podcast:txt><item>')
    by_hand = by_hand.replace("</item>", '<own:score of="10">7</own:score></item>')
    first = made(kept=standing(by_hand.encode()).kept)
    again = made(kept=standing(first).kept)
    assert first == again
    for text in (
        b"<!-- ours -->",
        b'<podcast:txt purpose="verify">abc</podcast:txt>',
        b'<own:score of="10">7</own:score>',
    ):
        assert first.count(text) == 1
    assert first.count(b"ai-content") == 2


def test_an_item_without_a_record_stays_in_its_place() -> None:
    foreign = b"<item><title>By hand</title><guid>hand</guid><pubDate>Sat, 21 Nov 2026 09:00:00 +0000</pubDate></item>"
    feed = made().replace(b"</channel>", foreign + b"</channel>")
    root = parse(made(kept=standing(feed).kept))
    assert root.xpath("channel/item/title/text()") == ["By hand", "Council keeps the library open"]


def test_the_old_address_of_the_podcast_namespace_is_ours_too() -> None:
    feed = made().replace(NAMESPACES["podcast"].encode(), OLD_PODCAST.encode())
    found = standing(feed)
    assert found.guid == GUID
    assert found.kept.items == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<rss><channel>",
        b"<html/>",
        b"\x00\x01",
        b"<rss/>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel/></rss>',
        b"<a>" * 5000,
    ],
)
def test_a_broken_or_dangerous_feed_is_named_so(data: bytes) -> None:
    with pytest.raises(BrokenFeed):
        standing(data)


def test_xmllint_finds_the_feed_well_formed(tmp_path: Path) -> None:
    program("xmllint")
    (tmp_path / "feed.xml").write_bytes(made())
    command = ["xmllint", "--noout", str(tmp_path / "feed.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# -------------------------------------------------------------------------------------------------- hostile words

PIECES = [
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "&lt;b&gt;",
    "<script>",
    "é",
    "𝄞",
    "'",
    '"',
    "<!--",
    "-->",
    "<?xml?>",
    "%s",
    "{0}",
    "\\",
    "A&B",
]
UNSEEN = ["\x00", "\x0b", "\ud800", "\ufffe", "\r\n", "\u2028", "\x85", "\u202e", "e\u0301", "\u200b"]
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(), max_size=30),
    st.lists(st.sampled_from(PIECES + UNSEEN), max_size=12).map("".join),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(title=HOSTILE, words=HOSTILE, name=HOSTILE, guid=HOSTILE.map(one_line).filter(bool))
def test_hostile_words_are_read_back_equal_by_every_parser(title: str, words: str, name: str, guid: str) -> None:
    feedparser, podcastparser = optional("feedparser"), optional("podcastparser")
    show = replace(
        SHOW, title=f"S {title}", author=f"A {name}", description=f"D {words}", persons=(Person(f"P {name}"),)
    )
    show = replace(show, owner=Owner(f"O {name}", "o@example.org"), copyright=words, ai_notice=f"N {words}")
    chapters = tuple((start, f"C {words}") for start in (0, 1_000, 2_000))
    episode = replace(
        EPISODE, title=f"T {title}", summary=f"W {words}", author=f"R {name}", chapters=chapters, guid=f"g{guid}"
    )
    feed = made(show, episode)

    read = feedparser.parse(feed, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo
    assert read.feed.title == one_line(f"S {title}")
    entry = read.entries[0]
    assert entry.title == one_line(f"T {title}")
    assert entry.id == f"g{guid}"
    assert entry.author == one_line(f"R {name}")

    old = feed.replace(NAMESPACES["podcast"].encode(), OLD_PODCAST.encode())  # the only one this parser knows
    pod = podcastparser.parse(LINKS.own, io.BytesIO(old))
    assert pod["title"] == one_line(f"S {title}")
    assert pod["itunes_owner"]["name"] == one_line(f"O {name}")
    told = pod["episodes"][0]
    assert told["title"] == one_line(f"T {title}")
    assert told["guid"] == f"g{guid}"
    assert told["total_time"] == 183
    assert [chapter["title"] for chapter in told["chapters"]] == [one_line(f"C {words}")] * 3
    assert told["transcript_url"].endswith("one-abc.vtt")

    html = parse(feed).findtext("channel/item/description") or ""
    shown = etree.HTML(f"<div>{html}</div>")
    assert one_line(" ".join(shown.xpath("//p//text()"))).startswith(one_line(f"W {words}"))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(words=HOSTILE)
def test_hostile_words_in_any_other_field_are_read_back_equal(words: str) -> None:
    show = replace(
        SHOW,
        funding=(Funding("https://example.org/give", f"a {words}"),),
        license=Licence(f"b {words}"),
        update_frequency=UpdateFrequency(f"c {words}"),
        podroll=(RemoteShow(GUID, title=f"d {words}"),),
        location=Location(f"e {words}"),
        pictures=(Picture("https://example.org/b.jpg", alt=f"f {words}"),),
        value=Value((Recipient("03ae", 1, name=f"g {words}", custom_value=f"h {words}"),)),
        txt=(Txt(f"i {words}", f"j {words}"),),
        seasons=((1, f"k {words}"),),
        copyright=f"l {words}",
    )
    trailer = replace(
        EPISODE, kind="trailer", title=f"m {words}", season=1, soundbites=(Soundbite(0, 20_000, f"n {words}"),)
    )
    root = parse(made(show, trailer))
    read = {
        "a": "channel/podcast:funding/text()",
        "b": "channel/podcast:license/text()",
        "c": "channel/podcast:updateFrequency/text()",
        "d": "channel/podcast:podroll/*/@title",
        "e": "channel/podcast:location/text()",
        "f": "channel/podcast:image/@alt",
        "g": "channel/podcast:value/*/@name",
        "h": "channel/podcast:value/*/@customValue",
        "i": "channel/podcast:txt[@purpose != 'ai-content']/text()",
        "j": "channel/podcast:txt[@purpose != 'ai-content']/@purpose",
        "k": "channel/item/podcast:season/@name",
        "l": "channel/copyright/text()",
        "m": "channel/podcast:trailer/text()",
        "n": "channel/item/podcast:soundbite/text()",
    }
    for letter, path in read.items():
        assert "".join(map(str, root.xpath(path, namespaces=NS))) == clip(one_line(f"{letter} {words}"), 128), letter


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    title=st.text(max_size=40),
    words=st.text(max_size=80),
    chapters=st.lists(st.tuples(st.integers(0, 9**9), st.text())),
)
def test_a_record_is_read_back_as_it_was_written(title: str, words: str, chapters: list[tuple[int, str]]) -> None:
    episode = replace(
        EPISODE, title=title, summary=words, chapters=tuple(chapters), soundbites=(Soundbite(1, 2, words),)
    )
    assert from_json(to_json(episode), "record") == episode


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text(), limit=st.integers(3, 60))
def test_clipped_text_is_short_enough_and_begins_like_the_whole(text: str, limit: int) -> None:
    plain = clean(text)
    short = clip(plain, limit)
    assert len(short.encode()) <= limit
    assert short == plain or plain.startswith(short.removesuffix("…"))


def test_xml_that_cannot_be_parsed_is_malformed() -> None:
    with pytest.raises(Malformed):
        parse(b"<a")
