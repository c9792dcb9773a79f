"""narrate build, from the outside: what is made, what is refused, what survives."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day.

"We waited for the tide," said Ivo Marsh, the harbour master. "It did not wait for us."

Nobody was hurt, and by noon the cafe had opened its doors to the passengers again.
"""


def article(work: Path, text: str = ARTICLE, name: str = "article.txt") -> Path:
    path = work / name
    path.write_text(text, encoding="utf-8")
    return path


def edition(work: Path) -> dict[str, object]:
    (path,) = (work / "out").glob("*/edition.json")
    content: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return content


def home(work: Path) -> Path:
    (path,) = (work / "out").glob("*/edition.json")
    return path.parent


def test_an_article_becomes_a_tagged_episode_with_its_papers(narrate: Run, work: Path) -> None:
    ran = narrate("build", article(work))
    assert (ran.code, ran.err) == (0, "")
    assert home(work).name == "the-ferry-that-stayed"
    names = {path.name for path in home(work).iterdir()}
    assert {"episode.mp3", "script.yaml", "edition.json", "transcript.vtt", "chapters.json"} <= names
    tags = ID3(home(work) / "episode.mp3")
    assert str(tags["TIT2"]) == "The ferry that stayed"
    assert str(tags["TCON"]) == "Podcast"
    *_, place, shown = ran.out.splitlines()
    assert place == str(Path("out") / home(work).name) + os.sep
    assert shown == f"  episode.mp3, index.html to read along, script.yaml to correct, and {len(names) - 3} more"


def test_verbose_names_every_file(narrate: Run, work: Path) -> None:
    ran = narrate("build", article(work), "--verbose")
    assert {path.name for path in home(work).iterdir()} <= set(ran.out.split())


def test_the_table_names_speakers_voices_lines_and_minutes(narrate: Run, work: Path) -> None:
    rows = narrate("build", article(work)).out.splitlines()
    assert rows[0].split() == ["Speaker", "Voice", "Lines", "Minutes"]
    marsh = next(row for row in rows if "Ivo Marsh" in row)
    assert marsh.split()[3] == "2"
    assert any(row.split()[:2] == ["narrator", "Anna"] for row in rows if row.strip())


def test_the_length_in_the_record_is_the_length_of_the_recording(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    audio = edition(work)["audio"]
    assert isinstance(audio, dict)
    mp3 = MP3(home(work) / "episode.mp3")
    assert abs(mp3.info.length * 1000 - audio["duration_ms"]) < 2
    assert (mp3.info.channels, mp3.info.sample_rate, mp3.info.bitrate) == (1, 44100, 96000)
    assert audio["bytes"] == (home(work) / "episode.mp3").stat().st_size


def test_a_pipe_stays_quiet(narrate: Run, work: Path) -> None:
    ran = narrate("build", article(work))
    assert "\x1b" not in ran.out + ran.err
    assert "━" not in ran.out + ran.err


def test_the_same_article_gives_the_same_bytes_cold_and_from_the_cache(narrate: Run, work: Path) -> None:
    narrate("build", article(work), "-o", "a")
    ran = narrate("build", article(work), "-o", "b")
    assert " 0 spoken" in ran.out
    shutil.rmtree(work / "cache")
    narrate("build", article(work), "-o", "c", "--workers", 2)
    for name in set(os.listdir(work / "a" / "the-ferry-that-stayed")) - {"report.json"}:
        first, second, third = ((work / o / "the-ferry-that-stayed" / name).read_bytes() for o in "abc")
        assert first == second == third, name


def test_an_edited_script_speaks_only_what_changed(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    script = home(work) / "script.yaml"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("Nobody was hurt", "Nobody was harmed"), encoding="utf-8")
    ran = narrate("build", script)
    assert ran.code == 0, ran.err
    assert " 1 spoken" in ran.out
    cues = edition(work)["cues"]
    assert isinstance(cues, list)
    assert [cue["edited"] for cue in cues].count(True) == 1
    assert "harmed" in script.read_text(encoding="utf-8")


def test_an_edited_script_is_never_overwritten_unasked(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    script = home(work) / "script.yaml"
    edited = script.read_text(encoding="utf-8").replace("Nobody was hurt", "Nobody was harmed")
    script.write_text(edited, encoding="utf-8")
    for command in ("build", "script"):
        ran = narrate(command, work / "article.txt")
        assert ran.code == 1
        assert "was edited by hand and would be lost" in ran.err
        assert script.read_text(encoding="utf-8") == edited
    assert narrate("build", work / "article.txt", "--force").code == 0
    assert "harmed" not in script.read_text(encoding="utf-8")


def test_a_line_deleted_by_hand_is_listed_as_removed(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    script = home(work) / "script.yaml"
    rows = script.read_text(encoding="utf-8").splitlines(keepends=True)
    script.write_text("".join(row for row in rows if "Nobody was hurt" not in row), encoding="utf-8")
    assert narrate("build", script).code == 0
    removed = edition(work)["removed"]
    assert isinstance(removed, list)
    assert [entry["reason"] for entry in removed] == ["deleted in the script"]


def test_a_line_added_by_hand_is_spoken(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    script = home(work) / "script.yaml"
    text = script.read_text(encoding="utf-8")
    text = text.replace("\n# Where each", "- Ivo Marsh: New words.\n\n# Where each")
    script.write_text(text, encoding="utf-8")
    ran = narrate("build", script)
    assert ran.code == 0, ran.err
    cues = edition(work)["cues"]
    assert isinstance(cues, list)
    assert cues[-1]["text"] == "New words."
    assert cues[-1]["speaker"] == "Ivo Marsh"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n\n \t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, "not"),
        (b"\x00" * 4000, "not"),
        (b"Top Articles\nLatest Posts\n\nAuthor: A B\n\nViews: 3\n\nRating: 4 / 5\n", ""),
    ],
    ids=["empty", "blank", "picture", "zeros", "boilerplate"],
)
def test_what_is_no_article_is_refused_in_one_line(narrate: Run, work: Path, content: bytes, words: str) -> None:
    (work / "bad.txt").write_bytes(content)
    ran = narrate("build", "bad.txt")
    assert ran.code == 1
    assert ran.err.startswith("narrate: ")
    assert "bad.txt" in ran.err
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert not (work / "out").exists()


def test_a_missing_file_and_a_folder_are_named(narrate: Run, work: Path) -> None:
    assert "none.txt" in narrate("build", "none.txt").err
    (work / "folder").mkdir()
    ran = narrate("build", "folder")
    assert (ran.code, ran.err.startswith("narrate: folder")) == (1, True)


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read_whole(narrate: Run, work: Path) -> None:
    with (work / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    ran = narrate("build", "huge.txt")
    assert ran.code == 1
    assert "huge.txt" in ran.err


def test_windows_text_is_read_as_it_was_meant(narrate: Run, work: Path) -> None:
    text = ARTICLE.replace('"We waited for the tide,"', "“We waited for the café’s tide,”")
    (work / "cp1252.txt").write_bytes(text.encode("cp1252"))
    assert narrate("build", "cp1252.txt").code == 0
    assert "“We waited for the café’s tide,”" in (home(work) / "script.yaml").read_text(encoding="utf-8")


def test_one_line_of_text_is_read_whole(narrate: Run, work: Path) -> None:
    words = "The tide came in and the tide went out again. " * 400
    ran = narrate("build", article(work, words.strip()))
    assert ran.code == 0, ran.err
    cues = edition(work)["cues"]
    assert isinstance(cues, list)
    assert cues[0]["text"] == words.strip()


@pytest.mark.parametrize(
    "text",
    [
        "Plain news\n\nNothing is said here by anybody, and nobody minds it at all.\n",
        'Odd marks\n\n"This one never closes, said the man, and went on a long time.\n\nThen he left the room.\n',
        "Marks\n\n" + '"' * 400 + " he said, and the reporter wrote it all down as it was.\n",
    ],
    ids=["none", "unclosed", "only marks"],
)
def test_any_quotation_marks_give_an_edition_that_accounts_for_everything(narrate: Run, work: Path, text: str) -> None:
    ran = narrate("build", article(work, text))
    assert ran.code == 0, ran.err
    assert edition(work)["proof"]


def test_a_hostile_title_stays_inside_the_out_folder(narrate: Run, work: Path) -> None:
    for i, title in enumerate(["../../x", "😀 🎉", "a" * 500, "CON", ".. .. .."]):
        path = article(work, f"{title}\n\n{ARTICLE.partition(chr(10) * 2)[2]}", f"hostile{i}.txt")
        ran = narrate("build", path, "-o", "safe")
        assert ran.code == 0, ran.err
    assert {path.parent.parent for path in work.rglob("episode.mp3")} == {work / "safe"}


@pytest.mark.parametrize(
    ("find", "replace", "line", "words"),
    [
        ("Ivo Marsh: '", "Ivo March: '", True, "unknown speaker 'Ivo March'"),
        ("- narrator: It", "- pause: It", True, "a line must begin with its speaker"),
        ("nobody on the quay had slept for a day.", "x\n  pause: soon", True, "expected a whole number"),
        ("- narrator: It", "- narrator: [It", True, "not YAML"),
        ("- narrator: It", "\t- narrator: It", True, "tab"),
        ("script:", "skript:", True, "unknown key"),
        ("script:", "<<<<<<< mine\nscript:", True, "merge conflict"),
        ("nobody on the quay had slept for a day.", "x\n  voice: Bob", True, "unknown voice 'Bob'"),
        ("nobody on the quay had slept for a day.", "x\n  note: a\n  note: b", True, "stands twice"),
    ],
)
def test_a_mistake_in_a_script_names_file_and_line(
    narrate: Run, work: Path, find: str, replace: str, line: bool, words: str
) -> None:
    narrate("script", article(work))
    (path,) = (work / "out").glob("*/script.yaml")
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace, 1), encoding="utf-8")
    ran = narrate("build", path)
    assert ran.code == 1
    assert words in ran.err
    assert f"{path}:" in ran.err
    assert not (path.parent / "episode.mp3").exists()


def test_an_out_folder_that_cannot_be_written_is_named(narrate: Run, work: Path) -> None:
    (work / "blocked").write_text("a file", encoding="utf-8")
    ran = narrate("build", article(work), "-o", "blocked")
    assert ran.code == 1
    assert "blocked" in ran.err
    assert "-o" in ran.err


def test_a_wrong_option_is_usage(narrate: Run, work: Path) -> None:
    assert narrate("build").code == 2
    assert narrate("build", "--wrong", "x").code == 2
    assert narrate("build", "").code == 2
    assert "no date" in narrate("build", article(work), "--since", "yesterday").err


def test_a_surprise_is_one_line_too(narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("narrate.flow.write_script", surprise)
    ran = narrate("build", article(work))
    assert (ran.code, ran.err.splitlines()[0]) == (1, "narrate: internal error: ZeroDivisionError: oops")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_a_stopped_build_leaves_nothing_half_written(narrate: Run, work: Path, sign: signal.Signals) -> None:
    (work / "voices.yaml").write_text("engine: pyttsx3\nsound: {quality: 9}\n", encoding="utf-8")
    words = "\n\n".join(f"Paragraph {i} tells of the tide that came in at {i} and went out again." for i in range(60))
    path = article(work, f"A long night\n\n{words}\n")
    command = [sys.executable, "-m", "narrate", "build", str(path), "--workers", "1"]
    build = subprocess.Popen(command, cwd=work, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while sum(path.is_file() for path in (work / "cache").rglob("*")) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(build.pid, sign)
    _, complaint = build.communicate(timeout=60)
    assert build.returncode != 0
    assert not list((work / "out").glob("*/episode.mp3"))
    if sign == signal.SIGINT:
        assert build.returncode == 130
        assert "Traceback" not in complaint
    ran = narrate("build", path)
    assert ran.code == 0, ran.err
    cached = int(ran.out.split(" from the cache")[0].rsplit(" ", 1)[1])
    assert cached > 0
    assert [entry.name for entry in (work / "out").iterdir()] == ["a-long-night"]


def test_subtitles_and_a_page_with_its_sound_come_when_asked_for(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    assert not (home(work) / "transcript.srt").exists()
    linked = (home(work) / "index.html").stat().st_size
    assert narrate("build", article(work), "--srt", "--single-file").code == 0
    assert "-->" in (home(work) / "transcript.srt").read_text(encoding="utf-8")
    assert (home(work) / "index.html").stat().st_size > linked + (home(work) / "episode.mp3").stat().st_size
    files = edition(work)["files"]
    assert isinstance(files, dict)
    assert files["index.html"]["bytes"] == (home(work) / "index.html").stat().st_size


def test_an_edition_is_tagged_again_without_speaking(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    path = home(work) / "edition.json"
    before = (home(work) / "episode.mp3").read_bytes()
    record = json.loads(path.read_text(encoding="utf-8"))
    record["title"] = "Another headline"
    path.write_text(json.dumps(record), encoding="utf-8")
    shutil.rmtree(work / "cache")
    ran = narrate("tag", home(work))
    assert ran.code == 0, ran.err
    tags = ID3(home(work) / "episode.mp3")
    assert str(tags["TIT2"]) == "Another headline"
    after = (home(work) / "episode.mp3").read_bytes()
    assert after[ID3(home(work) / "episode.mp3").size :][-5000:] == before[-5000:]
    assert edition(work)["audio"]["bytes"] == len(after)  # type: ignore[index]
    assert edition(work)["origin"] == record["origin"]
    assert not (work / "cache").exists()


def test_a_named_picture_is_the_cover_and_a_bad_one_stops_nothing_else(narrate: Run, work: Path) -> None:
    from PIL import Image

    Image.new("RGB", (1500, 1500), (200, 0, 0)).save(work / "lead.png")
    assert narrate("build", article(work), "--cover", "lead.png").code == 0
    with Image.open(home(work) / "cover.jpg") as cover:
        assert cover.size == (1500, 1500)
    (work / "lead.png").write_bytes(b"words")
    before = (home(work) / "episode.mp3").read_bytes()
    ran = narrate("tag", home(work), "--cover", "lead.png")
    assert (ran.code, "not a picture" in ran.err) == (1, True)
    assert (home(work) / "episode.mp3").read_bytes() == before


def test_a_picture_that_the_article_promises_in_vain_is_a_warning_in_the_report(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\nepisode: {cover: image}\n", encoding="utf-8")
    path = work / "ferry.md"
    path.write_text("---\nimage: lead.jpg\n---\n# The ferry that stayed\n\nIt stayed.\n", encoding="utf-8")
    ran = narrate("build", path)
    assert ran.code == 0
    assert "lead.jpg: no such file; the cover is drawn" in ran.err
    report = json.loads((home(work) / "report.json").read_text(encoding="utf-8"))
    assert any("the cover is drawn" in warning for warning in report["warnings"])
    assert (home(work) / "cover.jpg").exists()


def test_the_player_of_an_edition_is_embedded(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    ran = narrate("embed", home(work), "--base-url", "https://example.org/audio")
    assert ran.out.startswith('<iframe src="https://example.org/audio/the-ferry-that-stayed/player.html"')
    assert json.loads(narrate("embed", home(work), "--json").out)["html"].startswith('<iframe src="player.html"')
    assert narrate("embed", home(work), "--base-url", "javascript:alert(1)").code == 2
    assert narrate("embed", work).code == 1


def test_tagging_keeps_the_list_of_files_and_renews_all_of_them(narrate: Run, work: Path) -> None:
    narrate("build", article(work), "--srt")
    before = edition(work)["files"]
    for name in ("transcript.srt", "index.html", "cover.jpg"):
        (home(work) / name).write_bytes(b"edited by hand")
    (home(work) / "transcript.vtt").unlink()
    assert narrate("tag", home(work)).code == 0
    assert edition(work)["files"] == before


def test_an_edition_without_its_recording_is_not_tagged(narrate: Run, work: Path) -> None:
    narrate("build", article(work))
    (home(work) / "episode.mp3").unlink()
    before = {path.name: path.read_bytes() for path in home(work).iterdir()}
    ran = narrate("tag", home(work))
    assert (ran.code, "episode.mp3: no such file" in ran.err) == (1, True)
    assert {path.name: path.read_bytes() for path in home(work).iterdir()} == before


@pytest.mark.parametrize("opens", [True, False])
def test_the_page_is_opened_or_its_place_is_told(
    narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("click.launch", lambda place: asked.append(place) or int(not opens))
    ran = narrate("build", article(work), "--open")
    page = str(Path("out") / "the-ferry-that-stayed" / "index.html")
    assert (ran.code, asked) == (0, [page])
    assert (f"the page is {page}" in ran.err) != opens


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_the_server_without_a_word(work: Path) -> None:
    command = [sys.executable, "-m", "narrate", "serve", str(work)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline().startswith("http://127.0.0.1:")
    server.send_signal(signal.SIGINT)
    _, complaint = server.communicate(timeout=20)
    assert (server.returncode, complaint) == (0, "")


def test_an_episode_keeps_its_number(narrate: Run, work: Path) -> None:
    narrate("build", article(work), "--track", 7)
    assert str(ID3(home(work) / "episode.mp3")["TRCK"]) == "7"
    assert narrate("tag", home(work)).code == 0
    assert str(ID3(home(work) / "episode.mp3")["TRCK"]) == "7"
    narrate("tag", home(work), "--track", 8)
    assert str(ID3(home(work) / "episode.mp3")["TRCK"]) == "8"


def test_tagging_what_is_no_edition_is_refused(narrate: Run, work: Path) -> None:
    (work / "empty").mkdir()
    ran = narrate("tag", "empty")
    assert (ran.code, "edition.json" in ran.err) == (1, True)


def test_an_option_that_an_engine_does_not_know_is_named(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\nengines: {silence: {loud: true}}\n", encoding="utf-8")
    ran = narrate("build", article(work))
    assert ran.code == 1
    assert "loud" in ran.err
