"""Voices from the net, from a server that breaks off, lies and forgets."""

import errno
import hashlib
import json
import shutil
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from narrate import engines
from narrate.engines import downloads
from narrate.engines.installation import install
from narrate.engines.models import models_folder
from narrate.errors import EngineError, OutputError, VoiceError

NAME = "en_US-tiny-low"
FILES = {
    f"en/en_US/tiny/low/{NAME}.onnx": bytes(range(256)) * 4000,
    f"en/en_US/tiny/low/{NAME}.onnx.json": b'{"audio": {"sample_rate": 22050}}',
    "en/en_US/tiny/low/MODEL_CARD": b"License: public domain",
}


def index_of(files):
    facts = {
        path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()} for path, data in files.items()
    }
    return {NAME: {"key": NAME, "files": facts}}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        path = self.path.lstrip("/")
        server.asked.append((path, self.headers.get("Range", "")))
        if path in server.moved:
            self.send_response(302)
            self.send_header("Location", server.moved[path])
            self.end_headers()
            return
        if path not in server.files:
            self.send_error(404)
            return
        data = server.files[path]
        start = 0
        if self.headers.get("Range") and server.ranges:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        stop = server.breaks.pop(0) if path.endswith(".onnx") and server.breaks else len(data)
        self.wfile.write(data[start : start + stop])
        self.close_connection = True


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(downloads, "_pause", lambda seconds: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.files = {**FILES, "voices.json": json.dumps(index_of(FILES)).encode()}
        running.asked, running.breaks, running.ranges, running.moved = [], [], True, {}
        running.url = f"http://127.0.0.1:{running.server_port}"
        running.daemon_threads = False
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def installed(server, folder, advance=lambda done, total: None):
    return install(f"piper:{NAME}", advance, source=server.url, folder=folder)


def is_whole(folder):
    return sorted(path.name for path in folder.iterdir()) == [
        f"{NAME}{end}" for end in (".MODEL_CARD", ".onnx", ".onnx.json")
    ]


def test_a_voice_arrives_with_its_configuration_and_its_licence(server, tmp_path):
    steps = []
    model = installed(server, tmp_path / "new" / "folder", lambda done, total: steps.append((done, total)))
    assert model.read_bytes() == FILES[f"en/en_US/tiny/low/{NAME}.onnx"]
    assert is_whole(model.parent)
    total = sum(map(len, FILES.values()))
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_download_goes_on_where_it_stopped(server, tmp_path, ranges):
    server.breaks, server.ranges = [100_000, 0, 300_000] if ranges else [100_000], ranges
    assert installed(server, tmp_path).read_bytes() == FILES[f"en/en_US/tiny/low/{NAME}.onnx"]
    asked = [wanted for path, wanted in server.asked if path.endswith(".onnx")]
    assert asked == (["", "bytes=100000-", "bytes=100000-", "bytes=400000-"] if ranges else ["", "bytes=100000-"])


def test_a_download_that_was_given_up_goes_on_in_the_next_run(server, tmp_path):
    server.breaks = [1000] * 6
    with pytest.raises(EngineError, match="breaks off") as caught:
        installed(server, tmp_path)
    assert "what has arrived is kept" in caught.value.hint
    assert not (tmp_path / f"{NAME}.onnx").exists()
    server.asked.clear()
    installed(server, tmp_path)
    assert (f"en/en_US/tiny/low/{NAME}.onnx", "bytes=6000-") in server.asked
    assert is_whole(tmp_path)


def test_what_is_complete_is_not_downloaded_again_and_what_is_damaged_is(server, tmp_path):
    model = installed(server, tmp_path)
    server.asked.clear()
    installed(server, tmp_path)
    assert [path for path, _ in server.asked] == ["voices.json"]
    model.write_bytes(b"damaged")
    assert installed(server, tmp_path).stat().st_size == len(FILES[f"en/en_US/tiny/low/{NAME}.onnx"])


@pytest.mark.parametrize("sent", [bytes(256 * 4000), b"<html>", bytes(range(256)) * 4001])
def test_a_file_that_is_not_what_the_index_promises_is_refused(server, tmp_path, sent):
    server.files[f"en/en_US/tiny/low/{NAME}.onnx"] = sent
    with pytest.raises(EngineError):
        installed(server, tmp_path)
    assert not (tmp_path / f"{NAME}.onnx").exists()


def test_an_unknown_voice_is_answered_with_near_ones(server, tmp_path):
    with pytest.raises(VoiceError, match="no Piper voice 'en_US-tiny'") as caught:
        install("piper:en_US-tiny", source=server.url, folder=tmp_path)
    assert caught.value.hint == f"did you mean {NAME}?"


@pytest.mark.parametrize("name", ["espeak:x", "piper:", "en_US-lessac-medium", ""])
def test_only_engines_with_installable_voices_are_asked(name):
    with pytest.raises(VoiceError, match="cannot install"):
        install(name)


@pytest.mark.parametrize(
    "index", [b"<html>", b"[]", b'{"en_US-tiny-low": {}}', b'{"en_US-tiny-low": {"files": {"a/MODEL_CARD": 7}}}']
)
def test_an_index_that_is_none_is_an_error(server, tmp_path, index):
    server.files["voices.json"] = index
    with pytest.raises(EngineError, match="index"):
        installed(server, tmp_path)


def test_names_in_the_index_cannot_leave_the_folder(server, tmp_path):
    evil = index_of(FILES)
    evil[NAME]["files"]["../../../evil.onnx"] = {"size_bytes": 1, "md5_digest": ""}
    server.files["voices.json"] = json.dumps(evil).encode()
    installed(server, tmp_path / "voices")
    assert [path.name for path in tmp_path.iterdir()] == ["voices"]


def test_a_missing_repository_and_no_net_are_errors(server, tmp_path):
    server.files.clear()
    with pytest.raises(EngineError, match="status 404"):
        installed(server, tmp_path)
    with pytest.raises(EngineError, match="cannot download"):
        install(f"piper:{NAME}", source="http://127.0.0.1:9", folder=tmp_path)


def test_a_full_disk_is_told_before_anything_is_downloaded(server, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1 << 20))
    with pytest.raises(OutputError, match="1 MB left"):
        installed(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error(server, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write the voice"):
        installed(server, tmp_path / "file")


def test_an_installed_voice_is_found_by_the_engine(server, tmp_path, monkeypatch):
    monkeypatch.setenv("NARRATE_MODELS", str(tmp_path))
    install(f"piper:{NAME}", source=server.url)
    assert models_folder("piper") == tmp_path / "piper"
    assert [voice.id for voice in engines.load("piper").voices()] == [NAME]


def test_a_redirect_on_the_same_host_is_followed(server, tmp_path):
    path = f"en/en_US/tiny/low/{NAME}.onnx"
    server.files["elsewhere.onnx"] = server.files.pop(path)
    server.moved[path] = "/elsewhere.onnx"
    assert installed(server, tmp_path).read_bytes() == FILES[path]


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/x", "http://169.254.169.254/latest", "http://[::1]:{port}/x"]
)
def test_a_redirect_into_the_own_network_is_refused(server, tmp_path, target):
    server.moved[f"en/en_US/tiny/low/{NAME}.onnx"] = target.format(port=server.server_port)
    with pytest.raises(EngineError, match="inside of your own network"):
        installed(server, tmp_path)
    assert not (tmp_path / f"{NAME}.onnx").exists()


def test_a_redirect_from_https_to_http_is_refused():
    request = urllib.request.Request("https://example.org/voices.json")
    with pytest.raises(EngineError, match="not https"):
        downloads._Redirects().redirect_request(request, None, 302, "", {}, "http://example.org/voices.json")


def test_a_server_that_trickles_is_given_up(server, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "_TIMEOUT_S", 0.05)
    monkeypatch.setattr(downloads, "_PIECE", 1)
    monkeypatch.setattr(downloads, "_SLOWEST", 1 << 30)
    with pytest.raises(EngineError, match="sends next to nothing"):
        installed(server, tmp_path)


def test_a_server_that_never_answers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "_TIMEOUT_S", 0.05)
    monkeypatch.setattr(downloads, "_pause", lambda seconds: None)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(EngineError, match=r"cannot download .*timed out"):
            install(f"piper:{NAME}", source=url, folder=tmp_path)


def test_a_disk_that_fills_up_meanwhile_is_an_error(server, tmp_path, monkeypatch):
    def full(path, *arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(downloads.Path, "open", full)
    with pytest.raises(OutputError, match="No space left"):
        installed(server, tmp_path)


KOKORO = {
    "kokoro-v1.0.onnx": bytes(range(256)) * 3000,
    "voices-v1.0.bin": b"voices" * 500,
    "kokoro-v1.0.int8.onnx": b"i8",
}


def release_of(server, **changes):
    assets = [
        {
            "name": name,
            "size": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "browser_download_url": f"{server.url}/files/{name}",
        }
        | changes
        for name, data in KOKORO.items()
    ]
    return json.dumps({"tag_name": "model-files", "assets": assets}).encode()


@pytest.fixture
def kokoro(server):
    server.files = {f"files/{name}": data for name, data in KOKORO.items()} | {"release": release_of(server)}
    return f"{server.url}/release"


def test_kokoro_arrives_with_its_voices(kokoro, server, tmp_path):
    server.breaks = [1000]
    assert install("kokoro", source=kokoro, folder=tmp_path) == tmp_path / "kokoro-v1.0.onnx"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        name: KOKORO[name] for name in ("kokoro-v1.0.onnx", "voices-v1.0.bin")
    }


def test_kokoro_comes_in_other_precisions(kokoro, tmp_path):
    install("kokoro:int8", source=kokoro, folder=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kokoro-v1.0.int8.onnx", "voices-v1.0.bin"]
    with pytest.raises(VoiceError, match="no precision 'f64'"):
        install("kokoro:f64", source=kokoro, folder=tmp_path)


def test_a_kokoro_of_another_hash_is_refused(kokoro, server, tmp_path):
    server.files["files/voices-v1.0.bin"] = b"voicez" * 500
    with pytest.raises(EngineError, match="not the file that the index promises"):
        install("kokoro", source=kokoro, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_kokoro_whose_index_promises_no_hash_is_checked_by_its_size(kokoro, server, tmp_path):
    server.files["release"] = release_of(server, digest=None)
    install("kokoro", source=kokoro, folder=tmp_path)
    server.files["files/kokoro-v1.0.int8.onnx"] = b"too long"
    with pytest.raises(EngineError):
        install("kokoro:int8", source=kokoro, folder=tmp_path)


@pytest.mark.parametrize("index", [b"[]", b"{}", b'{"assets": 7}', b'{"assets": [{"name": "kokoro-v1.0.onnx"}]}'])
def test_a_release_that_is_none_is_an_error(kokoro, server, tmp_path, index):
    server.files["release"] = index
    with pytest.raises(EngineError, match="index"):
        install("kokoro", source=kokoro, folder=tmp_path)
