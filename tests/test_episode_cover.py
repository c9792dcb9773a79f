"""Cover art: drawn, or made of any picture that people have."""

from io import BytesIO

import pytest
from episode_examples import edition_of, ferry, script_of

from narrate.errors import SourceError
from narrate.model import EpisodeSettings

pytest.importorskip("PIL", reason="covers are drawn with Pillow")

from PIL import Image, ImageDraw

from narrate.episode.cover import draw_cover, embedded_cover


def opened(data: bytes):
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def saved(picture, kind: str, **more) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **more)
    return buffer.getvalue()


def titled(title: str, show: str = "Island News"):
    return edition_of(script_of([[("title", None, title)]]), settings=EpisodeSettings(show=show))


def covered_by_accent_and_white(picture) -> float:
    ground = picture.getpixel((5, 5))
    small = picture.resize((100, 100))
    pixels = [small.getpixel((x, y)) for x in range(100) for y in range(100)]
    return sum(max(abs(a - b) for a, b in zip(pixel, ground, strict=True)) > 60 for pixel in pixels) / len(pixels)


def test_a_drawn_cover_is_what_directories_ask_for():
    data = draw_cover(edition_of(ferry()))
    picture = opened(data)
    assert (picture.format, picture.mode, picture.size, picture.info["dpi"]) == ("JPEG", "RGB", (3000, 3000), (72, 72))
    assert len(data) <= 512_000


def test_the_embedded_cover_is_small():
    data = embedded_cover(draw_cover(edition_of(ferry())))
    assert opened(data).size == (1400, 1400)
    assert len(data) < 200_000


def test_the_same_edition_has_the_same_cover():
    assert draw_cover(titled("Rain")) == draw_cover(titled("Rain"))


def test_a_show_has_its_colours_and_a_title_is_drawn():
    rain, snow, other = (
        opened(draw_cover(titled(*facts))) for facts in [("Rain",), ("Snowfall",), ("Rain", "Die Post")]
    )
    assert rain.getpixel((5, 5)) == snow.getpixel((5, 5)) != other.getpixel((5, 5))
    assert rain.tobytes() != snow.tobytes()


@pytest.mark.parametrize(
    "title", ["Rain", "word " * 300, "x" * 500, "🚢🚢🚢", "", "<b>&amp;</b>\0", "שלום עולם", "Żółć"]
)
def test_any_title_gives_a_cover_with_something_on_it(title):
    picture = opened(draw_cover(titled(title)))
    assert picture.size == (3000, 3000)
    assert 0.03 < covered_by_accent_and_white(picture) < 0.6


def landscape(mode="RGB", size=(1600, 900)):
    picture = Image.new("RGB", size, "navy")
    ImageDraw.Draw(picture).ellipse((size[0] // 2 - 100, 100, size[0] // 2 + 100, 300), fill="yellow")
    return picture.convert(mode)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"),
     ("WEBP", "RGBA"), ("GIF", "P"), ("TIFF", "CMYK"), ("BMP", "RGB")],
)  # fmt: skip
def test_every_kind_of_picture_becomes_a_square_rgb_jpeg(kind, mode):
    picture = opened(draw_cover(edition_of(ferry()), saved(landscape(mode), kind)))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1400, 1400))
    red, _, blue = picture.getpixel((20, 1380))
    if mode in ("RGB", "RGBA", "CMYK", "P"):
        assert blue > red + 60


def test_an_animation_gives_its_first_frame():
    frames = [Image.new("RGB", (500, 500), colour) for colour in ("red", "green", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    red, green, blue = opened(draw_cover(edition_of(ferry()), data)).getpixel((700, 700))
    assert red > 200 > 60 > max(green, blue)


def test_transparent_parts_are_white():
    data = saved(Image.new("RGBA", (500, 500), (255, 0, 0, 0)), "PNG")
    assert min(opened(draw_cover(edition_of(ferry()), data)).getpixel((700, 700))) > 250


def test_sixteen_bits_a_pixel_do_not_become_white():
    data = saved(Image.new("I;16", (500, 500), 20_000), "PNG")
    assert opened(draw_cover(edition_of(ferry()), data)).getpixel((700, 700))[0] == pytest.approx(78, abs=3)


def test_a_photograph_on_its_side_is_turned():
    picture = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 400, 100), fill="black")  # the top; orientation 6 turns it to the right
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = opened(draw_cover(edition_of(ferry()), saved(picture, "JPEG", exif=exif)))
    assert turned.getpixel((1350, 700))[0] < 50
    assert turned.getpixel((50, 700))[0] > 200


def test_a_noisy_photograph_still_fits_the_limits():
    noise = Image.effect_noise((1800, 1800), 90).convert("RGB")
    data = draw_cover(edition_of(ferry()), saved(noise, "JPEG"))
    assert opened(data).width >= 1400
    small = embedded_cover(data)
    assert len(small) < 200_000


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>404</html>", b"\xff\xd8\xff\xe0 no picture"]
)
def test_what_is_no_picture_is_one_clear_error(data):
    with pytest.raises(SourceError, match=r"lead\.jpg: not a picture that can be read"):
        draw_cover(edition_of(ferry()), data, where="lead.jpg")


def test_a_truncated_picture_is_one_clear_error():
    data = saved(landscape(), "JPEG")
    with pytest.raises(SourceError, match="not a picture that can be read"):
        draw_cover(edition_of(ferry()), data[: len(data) // 2])


def test_a_picture_of_20000_pixels_is_refused_before_it_is_decoded():
    data = saved(Image.new("1", (20_000, 20_000)), "PNG")
    with pytest.raises(SourceError, match="over 100 million pixels"):
        draw_cover(edition_of(ferry()), data)
