"""edition.json."""

import hashlib
import json
from dataclasses import replace

import pytest
from episode_examples import edition_of, ferry, script_of

from narrate.episode import AudioFile, describe, dump_json, package
from narrate.episode.record import media_type, summary

AUDIO = AudioFile.of("episode.mp3", b"mp3" * 100, 21_000, sample_rate_hz=44100, bitrate_kbps=96, channels=1)


def test_the_record_holds_what_publishing_needs():
    edition = edition_of(ferry(), character_ms=120)
    files = package(edition)
    record = json.loads(dump_json(describe(edition, AUDIO, files)))
    assert record["version"] == 1
    assert record["audio"] == {
        "file": "episode.mp3",
        "type": "audio/mpeg",
        "bytes": 300,
        "sha256": hashlib.sha256(b"mp3" * 100).hexdigest(),
        "duration_ms": 21_000,
        "sample_rate_hz": 44100,
        "bitrate_kbps": 96,
        "channels": 1,
        "loudness_lufs": -16.02,
        "true_peak_dbtp": -1.31,
    }
    assert record["files"]["transcript.vtt"]["type"] == "text/vtt"
    assert record["files"]["chapters.json"]["type"] == "application/json+chapters"
    assert record["files"]["transcript.vtt"]["sha256"] == hashlib.sha256(files["transcript.vtt"]).hexdigest()
    assert [each["title"] for each in record["chapters"]][1:] == ["A lifeline for 90 people"]
    assert record["proof"]["verified"] == "article"
    assert record["removed"][0]["reason"] == "end of the article"


def test_speakers_are_counted_the_narrator_first():
    edition = edition_of(ferry())
    rows = describe(edition, AUDIO)["speakers"]
    assert [(row["name"], row["lines"], row["words"]) for row in rows] == [
        ("narrator", 5, 30),
        ("Moira Tulloch", 1, 7),
        ("Iain Brae", 2, 9),
    ]
    assert sum(row["ms"] for row in rows) == sum(timed.end_ms - timed.start_ms for timed in edition.lines)


def test_words_of_a_cue_are_its_displayed_words():
    edition = edition_of(ferry())
    cue = describe(edition, AUDIO)["cues"][2]
    assert [cue["text"][start:end] for start, end, _, _ in cue["words"]] == [
        "We",
        "will",
        "miss",
        "it",
        "all",
        "of",
        "us",
    ]
    assert (cue["speaker"], cue["kind"], cue["edited"], cue["estimated"]) == ("Moira Tulloch", "quote", False, [])


def test_an_edited_line_is_marked():
    script = ferry()
    script = replace(script, lines=(script.lines[0], replace(script.lines[1], text="Gone."), *script.lines[2:]))
    assert [cue["edited"] for cue in describe(edition_of(script), AUDIO)["cues"]][:3] == [False, True, False]


def test_estimated_word_times_are_marked():
    cues = describe(edition_of(ferry(), words=False), AUDIO)["cues"]
    assert all(cue["estimated"] == list(range(len(cue["words"]))) for cue in cues)


def test_the_record_is_the_same_every_time_and_reads_back():
    edition = edition_of(ferry())
    once, again = (dump_json(describe(edition, AUDIO, package(edition))) for _ in range(2))
    assert once == again
    assert json.loads(once) == describe(edition, AUDIO, package(edition))


def test_tiles_and_words_take_one_line_each():
    text = dump_json(describe(edition_of(ferry()), AUDIO)).decode("utf-8")
    assert '\n   [0, 43, "cue 0"],\n' in text
    assert "\n    [0, 5, 300, 550],\n" in text


def test_text_that_looks_like_json_is_left_alone():
    text = 'He wrote "[\n 1,\n 2\n]" and [1, 2, "cue 0"]'
    edition = edition_of(script_of([[("narration", None, text)]], title=text))
    record = json.loads(dump_json(describe(edition, AUDIO)))
    assert record == describe(edition, AUDIO)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a.b/\"onload='x", "https://a b/", "x"]
)
def test_only_plain_web_addresses_are_kept(url):
    record = describe(edition_of(ferry(url=url, image=url)), AUDIO)
    assert record["url"] == record["image"] == ""


def test_an_address_with_letters_beyond_ascii_is_escaped():
    record = describe(edition_of(ferry(url="https://example.org/fähre?x=1&y=%20#z")), AUDIO)
    assert record["url"] == "https://example.org/f%C3%A4hre?x=1&y=%20#z"


def test_the_summary_is_the_opening_in_whole_sentences():
    edition = edition_of(script_of([[("title", None, "T")], [("narration", None, "One sentence here. " * 60)]]))
    assert summary(edition) == " ".join(["One sentence here."] * 16)


def test_an_article_of_a_title_alone_has_an_empty_summary():
    assert summary(edition_of(script_of([[("title", None, "T")]]))) == ""


def test_media_types_are_exact():
    assert [media_type(name) for name in ("a.mp3", "x.chapters.json", "t.json", "t.vtt", "odd")] == [
        "audio/mpeg",
        "application/json+chapters",
        "application/json",
        "text/vtt",
        "application/octet-stream",
    ]
