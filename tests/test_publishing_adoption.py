"""An existing feed is taken over whole; and the list of feeds for other apps."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace as replace_fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from publishing_editions import SHOW, edition, podcast_file
from publishing_web import web
from test_publishing_feed import EPISODE, SHOW as SHOW_OF_TESTS, made

from narrate.errors import PublishError
from narrate.publishing import (
    export_opml,
    import_feed,
    list_episodes,
    load_podcast,
    propose_show,
    publish,
    rebuild,
    replace,
    unpublish,
)
from narrate.publishing.elements import NAMESPACES, parse, pieces
from narrate.publishing.standing import BrokenFeed, channel_of, guid_of

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
NS = dict(NAMESPACES)
FOREIGN = """<?xml version="1.0"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md" xmlns:own="urn:own">
<channel><title>Old &amp; Gold</title><description>Since 2019</description><language>en</language>
<itunes:category text="News"><itunes:category text="Politics"/></itunes:category>
<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid><own:value>kept</own:value>
<item><title>Second</title><guid isPermaLink="false"> Case-Sensitive ID 2 </guid>
<pubDate>Tue, 02 Apr 2024 07:00:00 GMT</pubDate>
<enclosure url="https://old.example/2.mp3" length="1234567" type="audio/mpeg"/>
<itunes:duration>1:02:03</itunes:duration><description><![CDATA[<p>One.</p><p>Two &amp; three.</p>]]></description>
<podcast:person role="host">Editor B</podcast:person><own:score>7</own:score></item>
<item><title>First</title><guid>https://old.example/?p=1</guid><pubDate>Mon, 01 Apr 2024 07:00:00 GMT</pubDate>
<enclosure url="https://old.example/1.mp3" length="7654321" type="audio/mpeg"/></item>
<item><title>No audio</title><guid>x</guid></item>
</channel></rss>
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.xml"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def test_an_imported_feed_keeps_guids_dates_addresses_and_foreign_elements(tmp_path: Path, old: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    report = import_feed(str(old), podcast, now=NOW)
    assert [outcome.action for outcome in report.outcomes] == ["imported", "imported"]
    assert "1 items without audio" in report.warnings[0]
    value = parse((tmp_path / "public/feed.xml").read_bytes()).find("channel/{urn:own}value")
    assert value is not None
    assert value.text == "kept"
    channel = parse((tmp_path / "public/feed.xml").read_bytes()).find("channel")
    assert channel is not None
    assert channel.findtext("podcast:guid", namespaces=NS) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert channel.xpath("item/guid/text()") == ["Case-Sensitive ID 2", "https://old.example/?p=1", "x"]
    assert channel.xpath("item/enclosure/@url") == ["https://old.example/2.mp3", "https://old.example/1.mp3"]
    assert channel.xpath("item/enclosure/@length") == ["1234567", "7654321"]
    assert channel.findtext("item/pubDate") == "Tue, 02 Apr 2024 07:00:00 +0000"
    assert channel.findtext("item/itunes:duration", namespaces=NS) == "3723"
    assert "<p>One.</p><p>Two &amp; three.</p>" in (channel.findtext("item/description") or "")
    assert channel.findtext("item/podcast:person", namespaces=NS) == "Editor B"
    assert channel.xpath("count(item/*[local-name()='score'])") == 1
    assert channel.xpath("count(//podcast:txt[@purpose='ai-content']/parent::item)", namespaces=NS) == 0


def test_importing_twice_changes_nothing_and_new_episodes_come_on_top(tmp_path: Path, old: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    import_feed(old, podcast, now=NOW)
    before = (tmp_path / "public/feed.xml").read_bytes()
    report = import_feed(old, podcast, now=NOW)
    assert {outcome.action for outcome in report.outcomes} == {"unchanged"}
    assert (tmp_path / "public/feed.xml").read_bytes() == before
    publish([edition(tmp_path)], podcast, now=NOW)
    assert [entry.slug for entry in list_episodes(podcast)] == ["council-library", "", ""]
    feed = (tmp_path / "public/feed.xml").read_bytes()
    assert feed.count(b">7</own:score>") == feed.count(b">Editor B<") == 1


def test_an_imported_episode_can_be_replaced_and_unpublished(tmp_path: Path, old: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    import_feed(old, podcast, now=NOW)
    replace(edition(tmp_path), podcast, guid="Case-Sensitive ID 2", now=NOW)
    unpublish("https://old.example/?p=1", podcast, now=NOW)
    channel = parse((tmp_path / "public/feed.xml").read_bytes()).find("channel")
    assert channel is not None
    assert channel.xpath("item/guid/text()") == ["Case-Sensitive ID 2", "x"]
    assert channel.xpath("item/enclosure/@url")[0].startswith("https://example.org/podcast/evening/")


def test_what_an_old_item_said_in_its_own_words_stays_until_it_is_replaced(tmp_path: Path, old: Path) -> None:
    words = "<itunes:title>Own</itunes:title><itunes:explicit>yes</itunes:explicit><itunes:block>Yes</itunes:block>"
    words += '<podcast:season name="Winter">2</podcast:season><description>&lt;a href="/x"&gt;x&lt;/a&gt;</description>'
    old.write_text(FOREIGN.replace("<title>First</title>", f"<title>First</title>{words}"), encoding="utf-8")
    podcast = load_podcast(podcast_file(tmp_path))
    import_feed(old, podcast, now=NOW)
    for turn in ("imported", "rebuilt", "replaced"):
        channel = parse((tmp_path / "public/feed.xml").read_bytes()).find("channel")
        assert channel is not None
        (item,) = channel.xpath("item[guid='https://old.example/?p=1']")
        said = {
            name: [element.text for element in item.iterfind(name, namespaces=NS)]
            for name in ("description", "itunes:title", "itunes:block", "itunes:explicit", "podcast:season")
        }
        if turn == "replaced":
            assert said["itunes:title"] == ["Council keeps the library open (council-library)"]
            assert (said["itunes:block"], said["itunes:explicit"]) == ([], ["false"])
            continue
        assert said == {
            "description": ['<a href="/x">x</a>'],
            "itunes:title": ["Own"],
            "itunes:block": ["Yes"],
            "itunes:explicit": ["true"],
            "podcast:season": ["2"],
        }
        if turn == "imported":
            rebuild(podcast, now=NOW)
        else:
            replace(edition(tmp_path), podcast, guid="https://old.example/?p=1", now=NOW)


def test_what_an_old_feed_says_of_its_show_stays_unless_podcast_yaml_says_it(tmp_path: Path, old: Path) -> None:
    by_hand = '<podcast:funding url="https://old.example/give">Give</podcast:funding>'
    by_hand += "<itunes:new-feed-url>x</itunes:new-feed-url>"
    old.write_text(FOREIGN.replace("<own:value>", f"{by_hand}<own:value>"), encoding="utf-8")
    podcast = load_podcast(podcast_file(tmp_path))
    import_feed(old, podcast, now=NOW)
    for _ in range(2):
        feed = (tmp_path / "public/feed.xml").read_bytes()
        assert feed.count(b"https://old.example/give") == 1
        assert b"new-feed-url" not in feed
        rebuild(podcast, now=NOW)
    (tmp_path / "public/feed.xml").unlink()
    import_feed(old, load_podcast(podcast_file(tmp_path, funding="https://example.org/give")), now=NOW)
    assert b"old.example/give" not in (tmp_path / "public/feed.xml").read_bytes()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    """The old host: two pages of a feed, and what they name; of the first episode the transcript is gone."""
    place = tmp_path / "host"
    place.mkdir()
    with web(place) as base:
        for number in (1, 2):
            (place / f"{number}.mp3").write_bytes(b"ID3" + bytes([number]) * 30_000)
        (place / "2.vtt").write_bytes(b"WEBVTT\n")
        second, first = (f"<item>{part}" for part in FOREIGN.split("<item>")[1:3])
        transcript = '<podcast:transcript url="https://old.example/{}.vtt" type="text/vtt"/></item>'
        first = first.replace("</item>", transcript.format(1))
        second = second.replace("</item>", transcript.format(2))
        head = FOREIGN.partition("<item>")[0]
        link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="https://old.example/more.xml"/>'
        for name, text in {"feed.xml": f"{head}{link}{second}", "more.xml": f"{head}{first}"}.items():
            whole = f"{text}</channel></rss>".replace("https://old.example/?", "OLD").replace(
                "https://old.example/", base
            )
            (place / name).write_text(whole.replace("OLD", "https://old.example/?"), encoding="utf-8")
        yield base


def test_an_import_follows_the_pages_and_copies_audio_only_when_asked(tmp_path: Path, host: str) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    report = import_feed(f"{host}feed.xml", podcast, allow_private=True, now=NOW)
    assert [outcome.title for outcome in report.outcomes] == ["Second", "First"]
    assert {entry.url for entry in list_episodes(podcast)} == {f"{host}1.mp3", f"{host}2.mp3"}
    dry = import_feed(f"{host}feed.xml", podcast, allow_private=True, copy=True, dry_run=True, now=NOW)
    assert [outcome.note for outcome in dry.outcomes if outcome.action == "copied"] == ["2 files", "2 files"]
    report = import_feed(f"{host}feed.xml", podcast, allow_private=True, copy=True, now=NOW)
    done = {outcome.title: (outcome.action, outcome.note) for outcome in report.outcomes[2:]}
    assert done["Second"] == ("copied", "2 files copied")
    assert done["First"] == ("refused", f"1 file copied; {host}1.vtt: the server answers 404")
    channel = parse((tmp_path / "public/feed.xml").read_bytes()).find("channel")
    assert channel is not None
    assert channel.xpath("item/guid/text()") == ["Case-Sensitive ID 2", "https://old.example/?p=1"]
    for enclosure, number in zip(channel.xpath("item/enclosure"), (2, 1), strict=True):
        key = enclosure.get("url").removeprefix("https://example.org/podcast/")
        assert (tmp_path / "public" / key).read_bytes() == (tmp_path / f"host/{number}.mp3").read_bytes()
        assert enclosure.get("length") == "30003"
    assert channel.findtext("item/pubDate") == "Tue, 02 Apr 2024 07:00:00 +0000"
    before = (tmp_path / "public/feed.xml").read_bytes()
    (tmp_path / "host/1.vtt").write_bytes(b"WEBVTT\n")
    again = import_feed(f"{host}feed.xml", podcast, allow_private=True, copy=True, now=NOW)
    assert [outcome.action for outcome in again.outcomes] == ["unchanged", "unchanged", "copied"]
    assert not again.failed
    assert (tmp_path / "public/feed.xml").read_bytes() != before


def test_a_copy_never_asks_machines_of_ones_own_network(tmp_path: Path, host: str) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    report = import_feed(tmp_path / "host/feed.xml", podcast, copy=True, now=NOW)
    assert "is not a web port" in report.outcomes[-1].note
    assert list_episodes(podcast)[0].url == f"{host}2.mp3"


def test_a_page_that_is_missing_beside_a_feed_in_a_file_is_named(tmp_path: Path, host: str) -> None:
    (tmp_path / "host/more.xml").unlink()
    with pytest.raises(PublishError, match="goes on at") as caught:
        import_feed(tmp_path / "host/feed.xml", load_podcast(podcast_file(tmp_path)), now=NOW)
    assert "more.xml" in caught.value.hint


def test_an_item_written_by_hand_can_be_taken_over_later(tmp_path: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    publish([edition(tmp_path)], podcast, now=NOW)
    path = tmp_path / "public/feed.xml"
    by_hand = "<item><title>By hand</title><guid>hand</guid><pubDate>Mon, 02 Nov 2026 07:00:00 GMT</pubDate>"
    by_hand += '<enclosure url="https://old.example/h.mp3" length="20000" type="audio/mpeg"/></item>'
    path.write_text(
        path.read_text(encoding="utf-8").replace("  </channel>", f"{by_hand}  </channel>"), encoding="utf-8"
    )
    publish([edition(tmp_path, "second")], podcast, now=NOW)
    assert path.read_text(encoding="utf-8").count(">hand<") == 1
    assert len(list_episodes(podcast)) == 2
    import_feed(path, podcast, now=NOW)
    assert path.read_text(encoding="utf-8").count(">hand<") == 1
    assert len(list_episodes(podcast)) == 3
    unpublish("hand", podcast, now=NOW)
    assert ">hand<" not in path.read_text(encoding="utf-8")


ODD = [
    b"<!-- ]]> -->",
    b"<![CDATA[x<y]]>",
    b"<?x y?>",
    b'<z xmlns="u">t</z>',
    b'<q:z xmlns:q="u" q:a="1"><q:y/></q:z>',
    b"&amp;lt;",
    b"<guid> x </guid>",
    b"<enclosure url='a b'/>",
    b"<enclosure url=''/>",
    b"<itunes:duration>1:2:3:4</itunes:duration>",
    b"<pubDate>never</pubDate>",
    b"\xe2\x80\xa8",
    b"<podcast:season name='n'>x</podcast:season>",
    b"<itunes:season>-1</itunes:season>",
    b"<description/>",
    b"<title></title>",
    b"<itunes:explicit>maybe</itunes:explicit>",
    b"<psc:chapters><psc:chapter start='x'/></psc:chapters>",
    b"<link>javascript:x</link>",
    b"<podcast:transcript url='http://x/&quot;'/>",
]


@pytest.mark.parametrize("seed", range(30))
def test_an_odd_feed_is_taken_over_with_every_item_and_stays_as_it_is(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    dice = random.Random(seed)
    first, second = (replace_fields(EPISODE, guid=guid, title=guid) for guid in ("b", "c"))
    data = made(SHOW_OF_TESTS, first, second)
    for _ in range(dice.randrange(1, 5)):
        at = dice.choice([index + 1 for index, byte in enumerate(data) if byte == ord(">")])
        odd = data[:at] + dice.choice(ODD) + data[at:]
        try:
            data = odd if channel_of(odd) is not None else data
        except BrokenFeed:
            continue
    (tmp_path / "odd.xml").write_bytes(data)
    podcast = load_podcast(podcast_file(tmp_path))
    import_feed(tmp_path / "odd.xml", podcast, now=NOW)
    feed = (tmp_path / "public/feed.xml").read_bytes()
    guids = [guid_of(item) for item in channel_of(feed).iterfind("item")]
    assert sorted(guids) == sorted({guid_of(item) for item in channel_of(data).iterfind("item")})
    import_feed(tmp_path / "odd.xml", podcast, now=NOW)
    shutil.rmtree(tmp_path / "public/.narrate/evening/imprints")
    rebuild(podcast, now=NOW)
    assert (tmp_path / "public/feed.xml").read_bytes() == feed


def test_a_guid_that_is_no_uuid_identifies_no_show(tmp_path: Path, old: Path) -> None:
    old.write_text(FOREIGN.replace("9b024349-ccf0-5f69-a609-6b82873eab3c", "mine"), encoding="utf-8")
    podcast = load_podcast(podcast_file(tmp_path))
    assert not import_feed(old, podcast, now=NOW).failed
    assert not import_feed(old, podcast, now=NOW).failed
    assert b">mine<" not in (tmp_path / "public/feed.xml").read_bytes()


def test_the_feed_at_our_own_address_is_taken_over_with_a_copy(tmp_path: Path, old: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    (tmp_path / "public").mkdir()
    (tmp_path / "public/feed.xml").write_text(FOREIGN, encoding="utf-8")
    import_feed(tmp_path / "public/feed.xml", podcast, now=NOW)
    (copy,) = (tmp_path / "public/.narrate/evening/imported").iterdir()
    assert copy.read_text(encoding="utf-8") == FOREIGN


def test_importing_over_a_feed_with_other_episodes_is_refused(tmp_path: Path, old: Path) -> None:
    podcast = load_podcast(podcast_file(tmp_path))
    (tmp_path / "public").mkdir()
    other = FOREIGN.replace("Case-Sensitive ID 2", "another")
    (tmp_path / "public/feed.xml").write_text(other, encoding="utf-8")
    with pytest.raises(PublishError, match="not in the imported feed"):
        import_feed(old, podcast, now=NOW)
    assert (tmp_path / "public/feed.xml").read_text(encoding="utf-8") == other


def test_a_dry_import_writes_nothing(tmp_path: Path, old: Path) -> None:
    report = import_feed(old, load_podcast(podcast_file(tmp_path)), dry_run=True, now=NOW)
    assert report.feeds[0].diff
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("text", ["", "<html/>", "<rss>", "<!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>"])
def test_what_is_no_feed_is_one_clear_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.xml").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        import_feed(tmp_path / "bad.xml", load_podcast(podcast_file(tmp_path)))
    assert "\n" not in caught.value.message


def test_the_settings_of_an_old_feed_are_proposed_and_can_be_loaded(tmp_path: Path, old: Path) -> None:
    text = propose_show(old)
    path = tmp_path / "podcast.yaml"
    path.write_text(text, encoding="utf-8")
    show = load_podcast(path).shows["imported"]
    assert (show.title, show.categories) == ("Old & Gold", (("News", "Politics"),))
    assert show.guid == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_opml_names_every_public_feed_and_no_private_one(tmp_path: Path) -> None:
    private = (
        SHOW.replace("shows:\n", "").replace("evening:", "inside:") + "    feed: inside.xml\n    private: [alice]\n"
    )
    podcast = load_podcast(podcast_file(tmp_path, SHOW + private))
    opml = etree.fromstring(export_opml(podcast))
    assert opml.xpath("body/outline/@xmlUrl") == ["https://example.org/podcast/feed.xml"]
    assert opml.xpath("body/outline/@text") == ["The Evening Edition"]


@pytest.mark.parametrize("feed", [b"<a>" + b"<b>word</b>" * 40_000 + b"</a>\n", b"", b"no tag " * 20_000])
def test_pieces_of_a_feed_break_within_no_tag_and_make_it_whole_again(feed: bytes) -> None:
    parts = list(pieces(feed))
    assert b"".join(parts) == feed
    assert all(part.endswith(b">") for part in parts[:-1])
    assert len(parts) > 1 or b">" not in feed
