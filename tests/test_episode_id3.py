"""Tags, read back with mutagen and with tools that know nothing of it."""

import json
import os
import shutil
import subprocess
from dataclasses import replace

import pytest
from episode_examples import edition_of, ferry, script_of, write_mp3
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from narrate.episode import tag
from narrate.episode.id3 import audio_between_tags, in_time_order
from narrate.episode.languages import three_letters
from narrate.errors import OutputError
from narrate.model import Chapter, EpisodeSettings


@pytest.fixture
def mp3(tmp_path):
    return write_mp3(tmp_path / "episode.mp3", 2)


def tool(name: str) -> str:
    """Return a program's path; skip without it, but never in CI."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed")
    return path or pytest.skip(f"{name} is not installed")


def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_tags_of_an_episode(mp3):
    edition = edition_of(ferry(), character_ms=120)
    tag(mp3, edition)
    tags = ID3(mp3, translate=False)
    assert tags.version == (2, 3, 0)
    texts = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TCON", "TYER", "TDAT", "TLAN", "TLEN")}
    assert texts == {
        "TIT2": "Ferry to Skerry Island stops for the winter",
        "TPE1": "Ann Harbour",
        "TALB": "Island News",
        "TCON": "Podcast",
        "TYER": "2026",
        "TDAT": "2011",
        "TLAN": "eng",
        "TLEN": str(edition.duration_ms),
    }
    assert tags["WOAF"].url == "https://example.org/ferry"
    assert "TDRC" not in tags


def test_synthetic_voices_are_disclosed_in_the_tags(mp3):
    tag(mp3, edition_of(ferry()))
    tags = ID3(mp3)
    comment = str(tags["COMM::eng"])
    assert comment.startswith("The last boat left on Sunday.")
    assert "synthetic voices" in comment
    assert str(tags["TXXX:ai-content"]) == "true"


def test_the_transcript_is_in_the_tags_with_its_speakers(mp3):
    tag(mp3, edition_of(ferry()))
    assert "Moira Tulloch: “We will miss it, all of us,”" in str(ID3(mp3)["USLT::eng"])


def test_an_episode_without_facts_still_has_artist_and_album(mp3):
    edition = edition_of(ferry(author="", site="", date="last Tuesday", url="javascript:alert(1)"))
    tag(mp3, replace(edition, settings=EpisodeSettings()))
    tags = ID3(mp3)
    assert str(tags["TPE1"]) == str(tags["TALB"]) == "narrate"
    assert not tags.getall("WOAF") + tags.getall("WXXX") + tags.getall("TDRC")


def test_the_same_edition_gives_the_same_bytes_and_tagging_again_changes_nothing(mp3, tmp_path):
    other = tmp_path / "other.mp3"
    other.write_bytes(mp3.read_bytes())
    edition = edition_of(ferry())
    tag(mp3, edition, b"\xff\xd8\xff\xe0 a picture")
    first = mp3.read_bytes()
    tag(mp3, edition, b"\xff\xd8\xff\xe0 a picture")
    tag(other, edition, b"\xff\xd8\xff\xe0 a picture")
    assert mp3.read_bytes() == other.read_bytes() == first


def frames_of(mp3):
    with mp3.open("rb") as file:
        start, end = audio_between_tags(file)
    return mp3.read_bytes()[start:end]


def test_the_audio_is_untouched(mp3):
    before = mp3.read_bytes()
    tag(mp3, edition_of(ferry()))
    assert frames_of(mp3) == before
    assert not list(mp3.parent.glob("*.tagged"))


def test_tags_of_any_kind_are_replaced(mp3):
    audio = mp3.read_bytes()
    footed = b"ID3\x04\x00\x10\x00\x00\x00\x05hello3DI\x04\x00\x10\x00\x00\x00\x05"
    mp3.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x02hi" + footed + audio + b"TAG".ljust(128, b" "))
    tag(mp3, edition_of(ferry()))
    assert frames_of(mp3) == audio
    assert mp3.read_bytes().count(b"ID3") == 1


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x03\x00\x00\x7f\x7f\x7f\x7fcut off", b"TAG".ljust(128, b"x")])
def test_a_file_without_audio_gets_tags_and_nothing_else(mp3, data):
    mp3.write_bytes(data)
    tag(mp3, edition_of(ferry()))
    assert frames_of(mp3) == (data if data == b"ID3" else b"")


def test_an_episode_can_have_a_number(mp3):
    tag(mp3, edition_of(ferry(), track=7))
    assert str(ID3(mp3)["TRCK"]) == "7"


def test_a_tag_has_no_padding(mp3):
    before = mp3.read_bytes()
    tag(mp3, edition_of(ferry()), b"\xff\xd8\xff\xe0 a picture")
    assert mp3.read_bytes().removesuffix(before).endswith(b" a picture")


def test_old_tags_at_both_ends_are_replaced(mp3):
    audio = mp3.read_bytes()
    mp3.write_bytes(audio + b"TAG" + b"old".ljust(125, b"\0"))
    tag(mp3, edition_of(ferry()))
    assert mp3.read_bytes().endswith(audio)


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(OutputError, match=r"gone\.mp3: cannot be tagged"):
        tag(tmp_path / "gone.mp3", edition_of(ferry()))


def many_chapters(count: int):
    edition = edition_of(ferry())
    names = ["A long introduction that goes on for far more than fifty-one characters & <i>so on</i>", "Sign-off"]
    listed = tuple(Chapter(1000 * n, 1000 * (n + 1), f"{names[n % 2]} {n}") for n in range(count))
    return replace(edition, chapters=listed, duration_ms=1000 * count)


def test_chapters_stand_in_the_file_by_time_not_by_size(mp3):
    tag(mp3, many_chapters(254))
    data = mp3.read_bytes()
    children = data.index(b"CHAP")
    places = [data.index(f"chp{n}\0".encode(), children) for n in range(254)]
    assert places == sorted(places)


def test_chapter_titles_are_whole_and_the_table_of_contents_is_top_level_and_ordered(mp3):
    edition = many_chapters(3)
    tag(mp3, edition)
    tags = ID3(mp3, translate=False)
    contents = tags["CTOC:toc"]
    assert (int(contents.flags), contents.child_element_ids) == (3, ["chp0", "chp1", "chp2"])
    found = [tags[f"CHAP:chp{n}"] for n in range(3)]
    assert [(each.start_time, each.end_time) for each in found] == [(0, 1000), (1000, 2000), (2000, 3000)]
    assert [str(each.sub_frames["TIT2"]) for each in found] == [chapter.title for chapter in edition.chapters]


def test_chapters_link_to_the_article(mp3):
    tag(mp3, edition_of(ferry(), character_ms=120))
    chapter = ID3(mp3, translate=False)["CHAP:chp1"]
    assert chapter.sub_frames["WXXX:Article"].url.endswith("#:~:text=A%20lifeline%20for%2090%20people")


def test_a_chapter_shows_its_picture_and_leads_where_it_says(mp3):
    edition = edition_of(ferry(), character_ms=130)
    linked = replace(edition.chapters[1], url="https://example.org/part")
    linking = replace(edition, chapters=(edition.chapters[0], linked))
    tag(mp3, linking, b"\xff\xd8cover", chapter_pictures={1: b"\xff\xd8"})
    tags = ID3(mp3)
    first, second = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert "APIC" not in {frame.FrameID for frame in first.sub_frames.values()}
    (picture,) = second.sub_frames.getall("APIC")
    assert (picture.data, picture.mime, int(picture.type)) == (b"\xff\xd8", "image/jpeg", 0)
    assert second.sub_frames.getall("WXXX")[0].url == "https://example.org/part"
    assert [int(each.type) for each in tags.getall("APIC")] == [3], "players take the first picture for the cover"


def test_an_edition_without_chapters_has_no_chapter_frames(mp3):
    tag(mp3, replace(edition_of(ferry()), chapters=()))
    assert not ID3(mp3).getall("CHAP") + ID3(mp3).getall("CTOC")


def test_reordering_keeps_every_byte(mp3):
    tag(mp3, many_chapters(5))
    data = mp3.read_bytes()
    end = data.index(frames_of(mp3))
    assert in_time_order(data[:end]) == data[:end]


@pytest.mark.parametrize("text", ['A & B <b> "x" \' --> ::', "Nul\0 in\x0b it", "שלום 🚢", "x" * 5000, "a/b; c"])
def test_hostile_titles_come_back_whole(mp3, text):
    edition = edition_of(script_of([[("title", None, text)], [("quote", text, text)]], author=text))
    tag(mp3, edition)
    wanted = " ".join(text.replace("\0", " ").replace("\x0b", " ").split())
    assert str(ID3(mp3, translate=False)["TIT2"]) == wanted
    assert str(ID3(mp3, translate=False)["TPE1"]) == wanted


@pytest.mark.parametrize(
    ("tagged", "code"), [("en-gb", "eng"), ("DE", "deu"), ("yue", "yue"), ("", "und"), ("x", "und")]
)
def test_languages_have_three_letters(tagged, code):
    assert three_letters(tagged) == code


def test_ffprobe_reads_chapters_in_order(mp3):
    ffprobe = tool("ffprobe")
    edition = many_chapters(12)
    tag(mp3, edition)
    found = json.loads(output_of(ffprobe, "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(mp3)))
    assert [each["tags"]["title"] for each in found["chapters"]] == [chapter.title for chapter in edition.chapters]
    assert [float(each["start_time"]) for each in found["chapters"]] == list(range(12))
    assert found["format"]["tags"]["album"] == "Island News"


def test_exiftool_finds_nothing_wrong(mp3):
    exiftool = tool("exiftool")
    tag(mp3, many_chapters(12), b"\xff\xd8\xff\xe0 a picture")
    assert "Validate                        : OK" in output_of(exiftool, "-validate", "-warning", "-a", str(mp3))


def test_mp3val_and_mp3check_are_clean(mp3):
    mp3val, mp3check = tool("mp3val"), tool("mp3check")
    tag(mp3, many_chapters(12), b"\xff\xd8\xff\xe0 a picture")
    found = output_of(mp3val, str(mp3))
    assert "WARNING" not in found
    assert "ERROR" not in found
    output_of(mp3check, "-e", "-S", "-B", str(mp3))


def test_mutagen_knows_the_length_still(mp3):
    before = MP3(mp3).info.length
    tag(mp3, edition_of(ferry()), b"\xff\xd8\xff\xe0" + bytes(100_000))
    assert MP3(mp3).info.length == pytest.approx(before, abs=0.001)
