"""Where an edition's pictures come from, and what happens when they do not come."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from episode_examples import edition_of, ferry
from PIL import Image

from narrate import artwork
from narrate.errors import SourceError
from narrate.model import EpisodeSettings


def picture(width: int, height: int, kind: str = "PNG", mode: str = "RGB", **more) -> bytes:
    buffer = BytesIO()
    Image.new(mode, (width, height), 90).save(buffer, kind, **more)
    return buffer.getvalue()


FRAMES = [Image.new("RGB", (64, 64), shade) for shade in ("red", "blue")]
SERVED = {
    "/good.png": ("image/png", picture(900, 600)),
    "/cmyk.jpg": ("image/jpeg", picture(300, 300, "JPEG", "CMYK")),
    "/moving.gif": ("image/gif", picture(64, 64, "GIF", "P", save_all=True, append_images=FRAMES)),
    "/huge.png": ("image/png", picture(20_000, 20_000, "PNG", "1")),
    "/page": ("text/html", b"<html>not here</html>"),
    "/none.png": ("image/png", b"this is no picture"),
    "/script.svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
}


class Pictures(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, data = SERVED.get(self.path, ("text/plain", b""))
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def web():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pictures) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def wishing(image: str = "", **settings):
    settings = EpisodeSettings(show="Island News", **settings)
    return edition_of(ferry(image=image), character_ms=130, settings=settings)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("name", ["good.png", "cmyk.jpg", "moving.gif"])
def test_the_articles_own_picture_is_the_cover(web, name):
    made = artwork.draw(wishing(f"{web}/{name}", cover="image"), "a.txt", private=True)
    assert made.warnings == ()
    assert (opened(made.cover).format, opened(made.cover).mode) == ("JPEG", "RGB")
    assert 1400 <= opened(made.cover).width == opened(made.cover).height <= 3000
    assert len(made.embedded) <= 200_000
    assert opened(made.embedded).width <= 1400


@pytest.mark.parametrize("name", ["gone.png", "page", "none.png", "huge.png", "script.svg"])
def test_a_picture_that_cannot_be_had_is_a_warning_and_the_cover_is_drawn(web, name):
    made = artwork.draw(wishing(f"{web}/{name}", cover="image"), "a.txt", private=True)
    assert made.cover == artwork.draw(wishing(), "a.txt").cover
    (warning,) = made.warnings
    assert warning.startswith(f"{web}/{name}: ")
    assert warning.endswith("; the cover is drawn")


def test_a_picture_inside_our_own_network_is_not_asked_for_unless_allowed(web):
    made = artwork.draw(wishing(f"{web}/good.png", cover="image"), "a.txt")
    assert len(made.warnings) == 1
    assert made.cover == artwork.draw(wishing(), "a.txt").cover


def test_a_cover_that_is_there_stays_where_the_picture_cannot_be_had():
    kept = artwork.draw(wishing(), "a.txt").cover
    made = artwork.draw(wishing("no-such.png", cover="image"), "a.txt", kept=kept)
    assert made.cover == kept
    assert made.warnings[0].endswith("the cover is kept")


def test_a_picture_beside_the_article_is_found(tmp_path):
    (tmp_path / "lead.png").write_bytes(SERVED["/good.png"][1])
    made = artwork.draw(wishing("lead.png", cover="image"), str(tmp_path / "article.md"))
    assert made.warnings == ()
    assert opened(made.cover).getpixel((700, 700)) == (90, 0, 0)


def test_no_cover_is_made_where_none_is_wanted():
    made = artwork.draw(wishing(cover="none"), "a.txt")
    assert (made.cover, made.embedded) == (None, None)


def test_a_picture_that_somebody_named_must_be_there(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        artwork.draw(wishing(), "a.txt", picture=str(tmp_path / "cover.png"))
    (tmp_path / "cover.png").write_bytes(b"words")
    with pytest.raises(SourceError, match="not a picture"):
        artwork.draw(wishing(), "a.txt", picture=str(tmp_path / "cover.png"))


@pytest.mark.parametrize(
    ("image", "origin", "place"),
    [
        ("https://a.example/x.jpg", "article.txt", "https://a.example/x.jpg"),
        ("img/x.jpg", "https://b.example/news/today.html", "https://b.example/news/img/x.jpg"),
        ("/etc/passwd", "https://b.example/news/today.html", "https://b.example/etc/passwd"),
        ("x.jpg", "desk/article.md", str(Path("desk/x.jpg"))),
    ],
)
def test_an_article_from_the_net_names_no_file_of_this_machine(image, origin, place):
    assert artwork.place_of(image, origin) == place


def with_chapter_picture(image: str, **settings):
    edition = wishing(**settings)
    chapters = (edition.chapters[0], replace(edition.chapters[1], image=image))
    return replace(edition, chapters=chapters)


def test_pictures_of_chapters_are_small_and_keep_their_shape(web):
    made = artwork.draw(with_chapter_picture(f"{web}/good.png", chapter_images=True), "a.txt", private=True)
    assert list(made.chapters) == [1]
    assert opened(made.chapters[1]).size == (800, 533)
    assert len(made.chapters[1]) <= 100_000


def test_pictures_of_chapters_are_fetched_only_when_asked_for(web):
    assert artwork.draw(with_chapter_picture(f"{web}/good.png"), "a.txt", private=True).chapters == {}


def test_a_chapter_whose_picture_is_lost_says_so(web):
    made = artwork.draw(with_chapter_picture(f"{web}/gone.png", chapter_images=True), "a.txt", private=True)
    assert made.chapters == {}
    assert made.warnings[0].endswith("the chapter 'A lifeline for 90 people' has no picture")


def test_too_many_pictures_do_not_swell_the_tag(web, monkeypatch):
    monkeypatch.setattr(artwork, "MOST_CHAPTER_BYTES", 10)
    made = artwork.draw(with_chapter_picture(f"{web}/good.png", chapter_images=True), "a.txt", private=True)
    assert made.chapters == {}
    assert "would make the tag too large" in made.warnings[0]
