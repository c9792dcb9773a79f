"""Transcripts and the chapter list beside the MP3."""

import json
import re
from dataclasses import replace

import pytest
from episode_examples import edition_of, ferry, script_of
from hypothesis import given, settings, strategies as st

from narrate.episode import package
from narrate.episode.captions import LINE_CHARACTERS, captions, chapters_json, clock

TIMES = re.compile(r"(\d\d+):(\d\d):(\d\d)\.(\d\d\d) --> (\d\d+):(\d\d):(\d\d)\.(\d\d\d)")
HOSTILE = "A & B <script>alert(1)</script> --> “x” :: 'y' 🚢 \u202bשלום\u202c"


def vtt_cues(data: bytes):
    """Read WebVTT strictly: header, then blocks of a time line and one <v> element."""
    head, *blocks = data.decode("utf-8").rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    for block in blocks:
        times, text = block.split("\n", 1)
        found = TIMES.fullmatch(times)
        assert found, times
        hours, minutes, seconds, thousandths = map(int, found.groups()[:4])
        voice = re.fullmatch(r"<v ([^<>&\n]+)>([^<>]*)</v>", text)
        assert voice, text
        yield ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths, *voice.groups()


def test_every_cue_names_its_speaker():
    cues = list(vtt_cues(package(edition_of(ferry()))["transcript.vtt"]))
    assert [name for _, name, _ in cues] == [
        "Narrator", "Narrator", "Moira Tulloch", "Narrator", "Narrator", "Iain Brae", "Narrator", "Iain Brae",
    ]  # fmt: skip
    assert cues[5][2] == "“My mother is 94 &amp; cannot swim,”"


def test_a_nameless_speaker_is_unknown_not_the_narrator():
    edition = edition_of(script_of([[("quote", None, "“Who am I?”")]]))
    assert next(vtt_cues(package(edition)["transcript.vtt"]))[1] == "Unknown speaker"


def test_lines_are_short_and_cut_at_sentences():
    sentences = [f"Sentence number {number} is about as long as most sentences in a paper." for number in range(60)]
    edition = edition_of(script_of([[("narration", None, " ".join(sentences))]]))
    cues = list(vtt_cues(package(edition)["transcript.vtt"]))
    assert all(len(line) <= LINE_CHARACTERS for _, _, text in cues for line in text.split("\n"))
    assert all(text.endswith(".") for _, _, text in cues)
    assert " ".join(text.replace("\n", " ") for _, _, text in cues) == " ".join(sentences)


def test_a_word_longer_than_a_line_is_cut_and_nothing_is_lost():
    edition = edition_of(script_of([[("narration", None, "x" * 400 + " end")]]))
    cues = list(vtt_cues(package(edition)["transcript.vtt"]))
    assert all(len(line) <= LINE_CHARACTERS for _, _, text in cues for line in text.split("\n"))
    assert "".join("".join(text.split()) for _, _, text in cues) == "x" * 400 + "end"


def test_an_ampersand_leaves_the_voice_name_but_not_the_text():
    edition = edition_of(script_of([[("quote", "Smith & <b>Sons</b>\n", "“Tea & cake.”")]]))
    (cue,) = vtt_cues(package(edition)["transcript.vtt"])
    assert cue[1:] == ("Smith b Sons /b", "“Tea &amp; cake.”")


def test_lines_heard_in_the_same_millisecond_still_follow_each_other():
    edition = edition_of(ferry())
    lines = [replace(timed, start_ms=700, end_ms=700, words=()) for timed in edition.lines[:2]]
    assert [(piece.start_ms, piece.end_ms) for piece in captions(replace(edition, lines=tuple(lines)))] == [(700, 701)]
    lines[1] = replace(lines[1], line=replace(lines[1].line, kind="quote", speaker="Al"))
    assert [(piece.start_ms, piece.end_ms) for piece in captions(replace(edition, lines=tuple(lines)))] == [
        (700, 701),
        (701, 702),
    ]


def test_the_package_is_complete():
    names = {"index.html", "player.html", "embed.json", "chapters.json", "waveform.svg"}
    transcripts = {f"transcript.{suffix}" for suffix in ("vtt", "json", "txt", "html")}
    assert set(package(edition_of(ferry(), peaks=(0.5,)))) == names | transcripts


def test_json_segments_have_speaker_times_and_a_body():
    edition = edition_of(ferry())
    transcript = json.loads(package(edition)["transcript.json"])
    assert transcript["version"] == "1.0.0"
    assert transcript["segments"][2] == {
        "speaker": "Moira Tulloch",
        "startTime": edition.lines[2].start_ms / 1000,
        "endTime": edition.lines[2].end_ms / 1000,
        "body": "“We will miss it, all of us,”",
    }
    assert all(segment["body"].strip() for segment in transcript["segments"])


def test_json_chapters_are_the_chapters_of_the_edition():
    edition = edition_of(ferry(), character_ms=120)
    listed = json.loads(package(edition)["chapters.json"])
    assert listed["version"] == "1.2.0"
    assert [(each["startTime"], each["title"]) for each in listed["chapters"]] == [
        (chapter.start_ms / 1000, chapter.title) for chapter in edition.chapters
    ]


def test_a_chapter_links_to_its_words_in_the_article():
    edition = edition_of(ferry(url="https://example.org/ferry#top"), character_ms=120)
    first, second = json.loads(package(edition)["chapters.json"])["chapters"]
    assert first["url"] == "https://example.org/ferry#top"
    assert second["url"] == "https://example.org/ferry#:~:text=A%20lifeline%20for%2090%20people"


def test_a_chapter_names_its_own_picture_and_address_where_they_are_on_the_web():
    edition = edition_of(ferry(), character_ms=130)
    web = "https://a.example/x.jpg"
    for image, shown in ((web, web), ("x.jpg", None), ("javascript:1", None)):
        chapter = replace(edition.chapters[1], image=image, url="https://a.example/part")
        listed = json.loads(chapters_json(replace(edition, chapters=(edition.chapters[0], chapter))))["chapters"]
        assert (listed[1].get("img"), listed[1]["url"]) == (shown, "https://a.example/part")


def test_subrip_is_made_on_request_only_and_without_names():
    edition = edition_of(ferry())
    assert "transcript.srt" not in package(edition)
    text = package(edition, extra=["transcript.srt"])["transcript.srt"].decode("utf-8")
    assert text.startswith("1\n00:00:00,300 --> 00:00:02,450\nFerry to Skerry Island")
    assert "Moira Tulloch:" not in text


def test_plain_text_names_speakers_and_says_that_voices_are_synthetic():
    text = package(edition_of(ferry()))["transcript.txt"].decode("utf-8")
    assert "Ann Harbour, 2026-11-20, The Skerry Post" in text
    assert "synthetic voices" in text
    assert "\n\nMoira Tulloch: “We will miss it, all of us,”\n\nNarrator: said Moira" in text


def test_the_notice_is_in_the_language_of_the_article():
    text = package(edition_of(ferry(language="de-at")))["transcript.txt"].decode("utf-8")
    assert "synthetischen Stimmen" in text


def test_hours_do_not_wrap():
    assert clock(3_600_000 * 30 + 61_001) == "30:01:01.001"


@pytest.mark.parametrize("where", ["title", "speaker", "text"])
def test_hostile_text_breaks_no_file(where):
    title = HOSTILE if where == "title" else "Ferry"
    name = HOSTILE if where == "speaker" else "Moira"
    text = HOSTILE if where == "text" else "“Well.”"
    edition = edition_of(script_of([[("title", None, title)], [("quote", name, text)]], author=HOSTILE))
    files = package(edition)
    assert list(vtt_cues(files["transcript.vtt"]))
    assert json.loads(files["transcript.json"])["segments"]
    assert json.loads(files["chapters.json"])["chapters"]


@given(st.lists(st.text(max_size=300), min_size=1, max_size=5), st.integers(1, 60))
@settings(max_examples=60, derandomize=True)
def test_captions_never_overlap_and_lose_no_word(texts, character_ms):
    edition = edition_of(script_of([[("narration", None, text)] for text in texts]), character_ms=character_ms)
    pieces = captions(edition)
    before = 0
    for piece in pieces:
        assert before <= piece.start_ms < piece.end_ms
        before = piece.end_ms
    kept = "".join("".join(piece.text.split()) for piece in pieces)
    wanted = "".join(texts)
    assert [c for c in kept if c.isalnum()] == [c for c in wanted if c.isalnum()]
    list(vtt_cues(package(edition)["transcript.vtt"]))
