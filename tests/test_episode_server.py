"""A folder of editions served on this machine: ranges, HEAD, ETag, types, and nothing outside of the folder."""

import http.client
import json
import threading

import pytest

from narrate.episode.server import listing, serve
from narrate.errors import OutputError

AUDIO = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("served")
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    out = root / "out"
    for slug, title, date in [("a", "Ältere & <b>", "2026-11-01"), ("b", "Newer", "2026-11-20"), ("c", "Broken", "")]:
        folder = out / slug
        folder.mkdir(parents=True)
        record = {"title": title, "date": date, "audio": {"duration_ms": 61_000}}
        (folder / "edition.json").write_text(json.dumps(record) if slug != "c" else "{", encoding="utf-8")
        (folder / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (out / "a" / "episode.mp3").write_bytes(AUDIO)
    (out / "a" / "chapters.json").write_text("{}", encoding="utf-8")
    (out / "a" / "empty.txt").write_bytes(b"")
    (out / ".hidden").mkdir()
    (out / "outside").symlink_to(root)
    with serve(out) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_audio_comes_whole_with_its_type(server):
    status, headers, body = ask(server, "/a/episode.mp3")
    assert (status, headers["Content-Type"], headers["Accept-Ranges"]) == (200, "audio/mpeg", "bytes")
    assert body == AUDIO


def test_head_has_the_headers_of_get_and_no_body(server):
    got = ask(server, "/a/episode.mp3")
    status, headers, body = ask(server, "/a/episode.mp3", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(AUDIO)) == got[1]["Content-Length"]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(AUDIO)),
        ("bytes=-5", len(AUDIO) - 5, len(AUDIO)),
        ("bytes=0-999999999", 0, len(AUDIO)),
        ("bytes=-999999999", 0, len(AUDIO)),
    ],
)
def test_a_range_is_answered_with_its_bytes(server, asked, start, end):
    status, headers, body = ask(server, "/a/episode.mp3", Range=asked)
    assert (status, body) == (206, AUDIO[start:end])
    assert headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(AUDIO)}"


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=5-2", "bytes=-0"])
def test_a_range_outside_of_the_file_is_416(server, asked):
    status, headers, body = ask(server, "/a/episode.mp3", Range=asked)
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(AUDIO)}", b"")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "pages=1-2", "bytes=-", "bytes=a-b"])
def test_a_range_nobody_understands_gives_the_whole_file(server, asked):
    assert ask(server, "/a/episode.mp3", Range=asked)[::2] == (200, AUDIO)


def test_a_known_etag_is_304_and_a_stale_if_range_is_whole(server):
    tag = ask(server, "/a/episode.mp3")[1]["ETag"]
    assert ask(server, "/a/episode.mp3", If_None_Match=f'"other", {tag}')[::2] == (304, b"")
    assert ask(server, "/a/episode.mp3", If_None_Match='"other"')[0] == 200
    assert ask(server, "/a/episode.mp3", Range="bytes=0-9", If_Range=tag)[0] == 206
    assert ask(server, "/a/episode.mp3", Range="bytes=0-9", If_Range='"other"')[0] == 200


def test_types_are_exact(server):
    assert ask(server, "/a/chapters.json")[1]["Content-Type"] == "application/json+chapters; charset=utf-8"
    assert ask(server, "/a/")[1]["Content-Type"] == "text/html; charset=utf-8"
    assert ask(server, "/a/empty.txt")[2] == b""


def test_a_folder_without_a_slash_is_moved_within_this_host(server):
    status, headers, _ = ask(server, "/a")
    assert (status, headers["Location"]) == (301, "/a/")
    assert ask(server, "//a")[1]["Location"] == "/a/"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/a/..%2f..%2fsecret.txt",
        "/outside/secret.txt",
        "/.hidden/",
        "/a/%00",
        "/none",
    ],
)
def test_nothing_outside_of_the_folder_is_served(server, path):
    status, _, body = ask(server, path)
    assert status == 404
    assert b"secret" not in body


def test_another_host_name_is_refused(server):
    assert ask(server, "/a/episode.mp3", Host="evil.example")[0] == 421
    assert ask(server, "/a/episode.mp3", Host="localhost:80")[0] == 200


def test_nonsense_is_400_or_the_whole_file_never_a_traceback(server, capfd):
    assert ask(server, "/a/episode.mp3", Host="[")[0] == 400
    assert ask(server, "a://[/x")[0] == 400
    assert ask(server, "/a/episode.mp3", Range=f"bytes=0-{'9' * 5000}")[::2] == (200, AUDIO)
    assert ask(server, "/" + "x" * 5000)[0] == 404
    assert capfd.readouterr().err == ""


def test_other_methods_are_refused(server):
    assert ask(server, "/a/episode.mp3", "POST")[0] == 501


def test_the_folder_lists_its_editions_newest_first_and_names_broken_ones(server):
    page = ask(server, "/")[2].decode("utf-8")
    assert page.index("Newer") < page.index("Ältere &amp; &lt;b&gt;")
    assert "<b>" not in page
    assert "edition.json cannot be read" in page
    assert "1:01" in page


def test_an_empty_folder_says_so(tmp_path):
    assert b"No editions here yet" in listing(tmp_path)


def test_only_this_machine_can_ask(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.url.startswith("http://127.0.0.1:")


def test_a_missing_folder_and_a_taken_port_are_clear_errors(server, tmp_path):
    with pytest.raises(OutputError, match="no such folder"):
        serve(tmp_path / "none")
    with pytest.raises(OutputError, match=r"127\.0\.0\.1"):
        serve(tmp_path, port=server.server_address[1])


def test_a_reader_who_leaves_early_harms_nobody(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", "/a/episode.mp3")
    connection.sock.close()
    connection.close()
    assert ask(server, "/a/")[0] == 200


def test_hanging_up_prints_nothing(server, capfd):
    for error in (BrokenPipeError(), ConnectionResetError(), TimeoutError()):
        try:
            raise error
        except OSError:
            server.handle_error(None, ("127.0.0.1", 1))
    assert capfd.readouterr().err == ""
