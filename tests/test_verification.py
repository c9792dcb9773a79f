"""narrate verify, with a recogniser that hears what it is told to, and with one that listens."""

from __future__ import annotations

import io
import json
import re
import sys
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from test_sound_recording import needs

PROGRAM = Path(__file__).parent / "data" / "engines" / "speaking_program.py"
ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day or two by then.

"We waited for the tide with everybody else," said Ivo Marsh, the harbour master.

Nobody was hurt.
"""
MARGINS_MS = 240


class Handler(BaseHTTPRequestHandler):
    """Knows a line by how long it lasts."""

    server: Any

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.answer is not None:
            status, data = self.server.answer
            self.reply(status, data)
            return
        start = body.index(b"RIFF")
        with wave.open(io.BytesIO(body[start:]), "rb") as file:
            ms = file.getnframes() * 1000 / file.getframerate() - MARGINS_MS
        fields = dict(re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n', body))
        text = min(self.server.lines, key=lambda line: abs(line[0] - ms))[1]
        self.server.asked.append((self.path, self.headers, fields, text))
        for words, times in self.server.mishears.items():
            if words in text and times > 0:
                self.server.mishears[words] -= 1
                text = text.replace(words, "")
        self.reply(200, json.dumps({"text": text}).encode())

    def reply(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def server() -> Iterator[Any]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = False
        running.lines, running.asked, running.mishears, running.answer = [], [], {}, None  # type: ignore[attr-defined]
        running.url = f"http://127.0.0.1:{running.server_port}/v1"  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def home(work: Path) -> Path:
    (path,) = (work / "out").glob("*/edition.json")
    return path.parent


def tell(server: Any, work: Path) -> None:
    """What the lines of the edition are, by their lengths."""
    cues = json.loads((home(work) / "edition.json").read_text(encoding="utf-8"))["cues"]
    server.lines = [(cue["end_ms"] - cue["start_ms"], cue["text"]) for cue in cues]


@pytest.fixture
def edition(narrate: Run, work: Path, server: Any) -> Path:
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert narrate("build", "article.txt").code == 0
    tell(server, work)
    return home(work)


@pytest.fixture
def anew(narrate: Run, work: Path, server: Any) -> Path:
    """An edition by an engine that can say its lines anew."""
    command = f'"{sys.executable}" "{PROGRAM}" --text {{text}} --rate {{rate}} --out {{wav}}'
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    voice = f"Own: {{language: en-us, engine: command, names: {{command: {json.dumps(command)}}}}}"
    text = f"engine: silence\nnarrator: Own\nstyle: narrator-only\nvoices:\n  {voice}\n"
    (work / "voices.yaml").write_text(text, encoding="utf-8")
    ran = narrate("build", "article.txt")
    assert ran.code == 0, ran.err
    tell(server, work)
    return home(work)


def test_an_edition_whose_words_are_all_heard_is_good(narrate: Run, edition: Path, server: Any) -> None:
    ran = narrate("verify", edition, "--server", server.url, "--model", "tiny")
    assert (ran.code, ran.err) == (0, "")
    assert "0 bad of" in ran.out
    path, headers, fields, _ = server.asked[0]
    assert path == "/v1/audio/transcriptions"
    assert "Authorization" not in headers
    assert (fields[b"model"], fields[b"language"], fields[b"response_format"]) == (b"tiny", b"en", b"json")
    assert len(server.asked) == len(server.lines)


def test_a_line_whose_words_are_missing_is_named_with_them(narrate: Run, edition: Path, server: Any) -> None:
    server.mishears = {"and nobody on the quay had slept": 9}
    ran = narrate("verify", edition, "--server", server.url)
    assert ran.code == 3
    assert "line 2, narrator (Anna): said: and nobody on the quay had slept; heard: nothing" in " ".join(
        ran.out.split()
    )
    found = json.loads(narrate("verify", edition, "--server", server.url, "--json").out)
    bad = [line for line in found["lines"] if line["bad"]]
    assert [(line["line"], line["longest_run"], line["errors"]) for line in bad] == [(2, 7, 7)]
    (anna,) = [voice for voice in found["voices"] if voice["voice"] == "Anna"]
    assert (anna["longest_run"], anna["bad"]) == (7, 1)


def test_the_key_goes_along_only_where_one_is_named(
    narrate: Run, edition: Path, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "secret")
    narrate("verify", edition, "--server", server.url, "--key-env", "MY_KEY")
    assert server.asked[0][1]["Authorization"] == "Bearer secret"
    ran = narrate("verify", edition, "--server", server.url, "--key-env", "NO_KEY")
    assert (ran.code, "NO_KEY holds no key" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((401, b'{"error": {"message": "bad key"}}'), "status 401: bad key"),
        ((200, b"<html>"), "is no transcript"),
        ((200, b'{"text": 7}'), "is no transcript"),
        ((302, b""), "which is not followed"),
    ],
)
def test_a_server_that_does_not_transcribe_is_an_error(
    narrate: Run, edition: Path, server: Any, answer: tuple[int, bytes], message: str
) -> None:
    server.answer = answer
    ran = narrate("verify", edition, "--server", server.url)
    assert ran.code == 1
    assert message in ran.err


def test_an_edited_script_is_not_what_was_built(narrate: Run, edition: Path, server: Any) -> None:
    script = edition / "script.yaml"
    script.write_text(script.read_text(encoding="utf-8").replace("Nobody was hurt", "Nobody slept"), encoding="utf-8")
    ran = narrate("verify", edition, "--server", server.url)
    assert ran.code == 1
    assert "is not the script that this edition was built from" in ran.err
    assert "narrate build" in ran.err


@pytest.mark.parametrize("damage", ["{", "[]", '{"cues": [{"text": 1}]}'])
def test_a_damaged_record_is_an_error(narrate: Run, edition: Path, server: Any, damage: str) -> None:
    (edition / "edition.json").write_text(damage, encoding="utf-8")
    ran = narrate("verify", edition, "--server", server.url)
    assert ran.code == 1
    assert "edition.json" in ran.err


def test_a_folder_without_an_edition_is_an_error(narrate: Run, work: Path, server: Any) -> None:
    ran = narrate("verify", work, "--server", server.url)
    assert ran.code == 1
    assert ran.err.startswith("narrate: ")


def test_a_bad_line_is_said_anew_until_it_is_good(narrate: Run, anew: Path, server: Any) -> None:
    server.mishears = {"and nobody on the quay had slept": 2}
    ran = narrate("verify", anew, "--server", server.url, "--respeak")
    assert ran.code == 0, ran.err
    assert "another take: line 2 (in script.yaml)" in ran.out
    assert (anew / "script.yaml").read_text(encoding="utf-8").count("take: 3") == 1
    recording = (anew / "episode.mp3").read_bytes()
    again = narrate("build", anew / "script.yaml")
    assert "0 spoken" in again.out
    assert (anew / "episode.mp3").read_bytes() == recording


def test_of_a_line_that_stays_bad_the_best_take_is_kept(narrate: Run, anew: Path, server: Any) -> None:
    server.mishears = {"and nobody on the quay had slept": 99}
    before = (anew / "script.yaml").read_text(encoding="utf-8")
    ran = narrate("verify", anew, "--server", server.url, "--respeak", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["respoken"] == []
    assert "take:" not in (anew / "script.yaml").read_text(encoding="utf-8").replace(before, "")


def test_an_engine_without_other_takes_is_told(narrate: Run, edition: Path, server: Any) -> None:
    server.mishears = {"and nobody on the quay had slept": 99}
    ran = narrate("verify", edition, "--server", server.url, "--respeak")
    assert ran.code == 3
    assert "no other take: line 2" in ran.out


def test_another_language_than_the_recogniser_hears_is_an_error(narrate: Run, edition: Path) -> None:
    script = edition / "script.yaml"
    text = script.read_text(encoding="utf-8").replace("language: en", "language: de")
    script.write_text(text, encoding="utf-8")
    ran = narrate("verify", edition)
    assert ran.code == 1
    assert "pocketsphinx" in ran.err


def test_without_pocketsphinx_the_error_says_what_to_install(
    narrate: Run, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrate.hearing import ears

    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    ears._decoder.cache_clear()
    ran = narrate("verify", edition)
    assert ran.code == 1
    assert "narrate-audio[verify]" in ran.err


def test_pocketsphinx_hears_words_of_the_embedded_voice(narrate: Run, work: Path) -> None:
    pytest.importorskip("pocketsphinx", reason="the extra `verify` is not installed")
    (work / "voices.yaml").write_text("style: narrator-only\n", encoding="utf-8")
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert narrate("build", "article.txt").code == 0
    found = json.loads(narrate("verify", home(work), "--workers", 1, "--json").out)
    (anna,) = found["voices"]
    assert anna["word_error"] < 0.95
    assert any("nobody" in line["heard"] for line in found["lines"])


@pytest.mark.parametrize("kind", ["m4a", "flac"])
def test_other_formats_than_mp3_are_heard_too(narrate: Run, work: Path, server: Any, kind: str) -> None:
    needs("ffmpeg")
    (work / "voices.yaml").write_text(f"engine: silence\nsound: {{format: {kind}}}\n", encoding="utf-8")
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert narrate("build", "article.txt").code == 0
    tell(server, work)
    ran = narrate("verify", home(work), "--server", server.url)
    assert (ran.code, ran.err) == (0, "")
