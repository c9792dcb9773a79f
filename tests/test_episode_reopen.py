"""edition.json read back: tagged and packed again without speaking again."""

import json
from dataclasses import replace

import pytest
from episode_examples import edition_of, ferry, script_of
from test_episode_record import AUDIO

from narrate.episode import describe, dump_json, package, prove, read_audio, read_record
from narrate.episode.id3 import tag_bytes
from narrate.errors import OutputError, SourceError
from narrate.model import Chapter, EpisodeSettings, TimedWord

SETTINGS = EpisodeSettings(show="Island News")


def reopened(edition, change=None):
    content = json.loads(dump_json(describe(edition, AUDIO)))
    content["audio"]["duration_ms"] = edition.duration_ms
    if change:
        change(content)
    return read_record(json.dumps(content).encode(), SETTINGS, where="out/ferry/edition.json")


def test_an_edition_read_back_makes_the_same_tags_and_files():
    edition = edition_of(ferry(), character_ms=120)
    again = reopened(edition)
    assert tag_bytes(again) == tag_bytes(edition)
    assert package(again) == package(edition)
    assert describe(again, AUDIO) == describe(edition, AUDIO)


def test_the_facts_of_the_audio_come_back():
    assert read_audio(dump_json(describe(edition_of(ferry()), AUDIO))) == AUDIO
    with pytest.raises(SourceError, match="audio: bytes: missing or of the wrong kind"):
        read_audio(b'{"version": 1, "audio": {"file": "episode.mp3"}}')


def test_estimated_words_and_nameless_speakers_come_back():
    edition = edition_of(script_of([[("quote", None, "“Who, me?”")], [("heading", None, "H")]]), words=False)
    again = reopened(edition)
    assert [timed.words for timed in again.lines] == [timed.words for timed in edition.lines]
    assert [timed.line.label for timed in again.lines] == ["unknown", "narrator"]


def test_skipped_deleted_edited_and_silent_words_are_still_proven():
    script = ferry()
    lines = [replace(script.lines[1], skip=True), replace(script.lines[3], text="an islander said.")]
    script = replace(script, lines=(script.lines[0], lines[0], script.lines[2], lines[1], *script.lines[5:]))
    edition = edition_of(script)
    first = edition.lines[0]
    silent = TimedWord(0, 5, first.start_ms, first.start_ms)
    edition = replace(edition, lines=(replace(first, words=(silent, *first.words[1:])), *edition.lines[1:]))
    proof = prove(edition.script, edition.lines)
    assert prove(reopened(edition).script, reopened(edition).lines) == proof
    assert proof["verified"] == "spans"


def test_a_title_and_chapters_changed_by_hand_reach_the_tags():
    def change(content):
        content["title"] = "A new title"
        content["chapters"] = [{"start_ms": 0, "title": "Start"}, {"start_ms": 3000, "title": "Then"}]

    again = reopened(edition_of(ferry()), change)
    assert "A new title".encode("utf-16-le") in tag_bytes(again)
    assert again.chapters == (Chapter(0, 3000, "Start"), Chapter(3000, again.duration_ms, "Then"))


def test_links_and_pictures_of_chapters_come_back():
    edition = edition_of(ferry(), character_ms=130, peaks=(0.0, 0.5, 1.0))
    linked = replace(edition.chapters[1], url="https://example.org/part", image="harbour.jpg")
    linking = replace(edition, chapters=(edition.chapters[0], linked))
    again = reopened(linking)
    assert again.chapters == linking.chapters
    assert again.peaks == (0.0, 0.5, 1.0)


BROKEN = {
    r"chapters\[0\]: start_ms": lambda content: content.update(chapters=[7]),
    r"chapters\[0\]: image": lambda content: content["chapters"][0].update(image=7),
    "peaks: only whole numbers": lambda content: content.update(peaks=[0.5]),
    "title: missing": lambda content: content.pop("title"),
    "title: missing or": lambda content: content.update(title=7),
    "version: missing or": lambda content: content.update(version=True),
    "version: only 1": lambda content: content.update(version=2),
    "audio: missing": lambda content: content.update(audio=[]),
    r"cues\[0\]: text": lambda content: content["cues"][0].update(text=None),
    r"cues\[1\]: kind": lambda content: content["cues"][1].update(kind="<b>"),
    r"cues\[1\]: article": lambda content: content["cues"][1].update(article=[1]),
    r"words\[0\]: entry: 4 whole numbers": lambda content: content["cues"][0].update(words=[[0, 1, 2.5, 3]]),
    "edited: missing": lambda content: content["cues"][0].update(edited="no"),
    "the first starts at 0": lambda content: content.update(chapters=[{"start_ms": 5, "title": "x"}]),
    "chapters: 300, at most 254": lambda content: content.update(
        chapters=[{"start_ms": number, "title": "x"} for number in range(300)]
    ),
}


@pytest.mark.parametrize("message", BROKEN)
def test_a_record_broken_by_hand_is_one_clear_error(message):
    with pytest.raises(SourceError, match=f"^out/ferry/edition.json: .*{message}"):
        reopened(edition_of(ferry()), BROKEN[message])


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"null"])
def test_what_is_no_record_is_one_clear_error(data):
    with pytest.raises(SourceError, match=r"^edition\.json: "):
        read_record(data, SETTINGS)


def test_more_chapters_than_a_tag_holds_are_refused():
    edition = edition_of(ferry())
    listed = tuple(Chapter(number, number + 1, "x") for number in range(256))
    with pytest.raises(OutputError, match="256 chapters: a tag holds 254"):
        tag_bytes(replace(edition, chapters=listed))
