"""podcast.yaml: what is read, and how every mistake is answered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from publishing_editions import SHOW, png, podcast_file

from narrate.errors import ConfigError
from narrate.publishing import example_podcast, load_podcast, podcast_schema
from narrate.publishing.categories import CATEGORIES, spellings


def failure(folder: Path, text: str, **more: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_podcast(podcast_file(folder, text, **more))
    assert "\n" not in caught.value.message
    return caught.value


def test_a_full_show_is_read_as_written(tmp_path: Path) -> None:
    more = {
        "type": "serial",
        "season": "2",
        "explicit": "no",
        "copyright": "2026 Northfield Herald",
        "funding": "{url: https://example.org/give, text: Give}",
        "locked": "false",
        "medium": "newsletter",
        "persons": "[Editor A, {name: Editor B, role: editor, group: writing}]",
        "license": "cc-by-4.0",
        "update_frequency": "{text: Every weekday, rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'}",
        "podroll": "[{guid: 9b024349-ccf0-5f69-a609-6b82873eab3c, url: https://podnews.net/rss}]",
        "accept": "{languages: en, titles: '(?i)council'}",
        "keep_episodes": "300",
        "private": "[reader-1, reader-2]",
        "hubs": "https://hub.example.org/",
    }
    show = load_podcast(podcast_file(tmp_path, **more)).shows["evening"]
    assert show.title == "The Evening Edition"
    assert show.categories == (("News", "Daily News"), ("Society & Culture", ""))
    assert show.owner is not None
    assert show.owner.email == "editor@example.org"
    assert (show.type, show.season, show.explicit, show.locked, show.medium) == (
        "serial",
        2,
        False,
        False,
        "newsletter",
    )
    assert [person.name for person in show.persons] == ["Editor A", "Editor B"]
    assert show.persons[1].group == "writing"
    assert show.license is not None
    assert show.license.name == "cc-by-4.0"
    assert show.accept.languages == ("en",)
    assert show.private == ("reader-1", "reader-2")
    assert show.target.path == "./public"


def test_a_bare_url_gets_the_slash_that_joining_needs(tmp_path: Path) -> None:
    text = SHOW.replace("https://example.org/podcast/", "https://example.org/podcast")
    assert (
        load_podcast(podcast_file(tmp_path, text)).shows["evening"].feed_url == "https://example.org/podcast/feed.xml"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said", "hint"),
    [
        ("News > Daily News", "News > Daly News", 8, "category", "Apple's list", "Daily News"),
        ("News > Daily News", "Daily News", 8, "category", "Apple's list", "News > Daily News"),
        ("News > Daily News", "news", 8, "category", "Apple's list", "'News'"),
        ("News > Daily News", "Technology > AI", 8, "category", "Apple's list", "no subcategories"),
        ("language: en-gb", "language: xx", 5, "language", "'xx'", "ISO 639"),
        ("language: en-gb", "language: English!", 5, "language", "English!", "ISO 639"),
        ("    author:", "    auther:", 6, "auther", "unknown key", "author"),
        ("editor@example.org", "editor at example.org", 7, "email", "e-mail", ""),
        ("https://example.org/podcast/", "example.org/podcast", 11, "url", "is not a URL", "https://"),
        ("https://example.org/podcast/", "https://me:pw@example.org/", 11, "url", "password", "environment"),
        ("https://example.org/podcast/", "https://exämple.org/", 11, "url", "is not a URL", ""),
        ("    title: The Evening Edition\n", "", 2, "shows.evening", "'title' is missing", ""),
        ("    title: The Evening Edition", "    title: ''", 3, "title", "empty", ""),
        ("description: The day's", "title: again\n    description: The", 4, "title", "twice", ""),
        ("target: ./public", "target: {s3: bucket, password: x}", 12, "password", "does not belong", "environment"),
        ("target: ./public", "target: {s3: bucket, folder: x}", 12, "target", "exactly one", "folder"),
        ("target: ./public", "target: {sftp: host, port: 99999}", 12, "port", "99999", ""),
        ("  evening:", "  Evening Edition:", 2, "Evening Edition", "not a name", "small letters"),
        ("image: cover.png", "image: cover.gif", None, "image", "neither JPEG nor PNG", ""),
        ("image: cover.png", "image: nothing.png", None, "image", "no file", ""),
        ("shows:", "show:", 1, "show", "unknown key", "shows"),
    ],
)
def test_a_mistake_is_named_with_line_key_and_a_way_out(
    tmp_path: Path, old: str, new: str, line: int | None, key: str, said: str, hint: str
) -> None:
    assert old in SHOW
    error = failure(tmp_path, SHOW.replace(old, new, 1))
    if line:
        assert re.search(rf"podcast\.yaml:{line}(:|$)", error.message), error.message
    assert key in error.message
    assert said in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("feed", "../feed.xml", "feed"),
        ("feed", "/etc/feed.xml", "feed"),
        ("feed", ".narrate/feed.xml", "feed"),
        ("feed", "fééd.xml", "feed"),
        ("explicit", "clean", "true nor false"),
        ("season", "two", "whole number"),
        ("type", "episodical", "episodical"),
        ("guid", "not-a-uuid", "UUID"),
        ("accept", "{titles: '('}", "regular expression"),
        ("page", "100\n    keep_episodes: 10", "smaller than page"),
        ("description", "x", "twice"),
    ],
)
def test_values_out_of_their_limits_are_refused(tmp_path: Path, key: str, value: str, said: str) -> None:
    assert said in failure(tmp_path, SHOW, **{key: value}).message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "just words",
        "shows: []",
        "shows: {}",
        "shows: [1, 2",
        "\t- x",
        "shows: &a {b: *a}",
        "shows: !!python/x {}",
    ],
)
def test_what_is_no_podcast_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    assert "\n" not in failure(tmp_path, text).message


def test_a_description_of_4001_bytes_is_too_long_for_apple(tmp_path: Path) -> None:
    text = SHOW.replace("The day's articles, read aloud.", "é" * 2000 + "a")
    assert "4,001 bytes" in failure(tmp_path, text).message


def test_a_billion_laughs_is_refused_quickly(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert "\n" not in failure(tmp_path, bomb + SHOW).message


def test_a_missing_file_says_how_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"podcast\.yaml") as caught:
        load_podcast(tmp_path / "podcast.yaml")
    assert "--podcast" in caught.value.hint


def test_what_directories_would_refuse_is_a_warning(tmp_path: Path) -> None:
    text = re.sub(r"    (author|owner|image|link):.*\n", "", SHOW).replace("https://", "http://")
    warnings = "\n".join(load_podcast(podcast_file(tmp_path, text)).warnings)
    for word in ("https", "Spotify", "verification", "artwork", "link"):
        assert word in warnings
    assert "podcast.yaml:7: shows.evening.url: is not https" in warnings
    assert "podcast.yaml:2: shows.evening.author: missing" in warnings


@pytest.mark.parametrize(("image", "said"), [("covr.png", "there is no file"), ("cover.gif", "neither JPEG nor PNG")])
def test_artwork_that_cannot_be_is_named_with_its_line(tmp_path: Path, image: str, said: str) -> None:
    message = failure(tmp_path, SHOW.replace("cover.png", image)).message
    assert "podcast.yaml:10: shows.evening.image" in message
    assert said in message


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("seasons", "{one: First}", "positive number"),
        ("seasons", "[First]", "mapping"),
        ("location", "{name: X, geo: there}", "RFC 5870"),
        ("location", "{name: X, osm: Q1}", "OpenStreetMap"),
        ("location", "{name: X, country: uk}", "ISO 3166-1"),
        ("pictures", "cover.jpg", "not a URL"),
        ("pictures", "{href: 'https://example.org/b.jpg', aspect_ratio: wide}", "ratio"),
        ("value", "{recipients: [{address: x}]}", "'split' is missing"),
        ("value", "{recipients: [{address: x, split: -1}]}", "whole number"),
        ("txt", "{purpose: verify}", "'text' is missing"),
        ("txt", "{txt: a}", "unknown key"),
        ("block", "perhaps", "neither true nor false"),
    ],
)
def test_mistakes_in_what_is_written_on_request_are_named(tmp_path: Path, key: str, value: str, said: str) -> None:
    podcast_file(tmp_path, **{key: value})
    with pytest.raises(ConfigError) as caught:
        load_podcast(tmp_path / "podcast.yaml")
    assert said in caught.value.message
    assert re.search(r"podcast\.yaml:13:\d+: shows\.evening\.", caught.value.message)


def test_small_artwork_is_a_warning_in_apples_words(tmp_path: Path) -> None:
    podcast_file(tmp_path)
    (tmp_path / "cover.png").write_bytes(png(300))
    (warning,) = load_podcast(tmp_path / "podcast.yaml").warnings
    assert "300 x 300 pixels; Apple wants at least 1400 x 1400" in warning


def test_two_shows_cannot_write_the_same_feed(tmp_path: Path) -> None:
    second = SHOW.replace("shows:\n", "").replace("evening:", "morning:")
    said = failure(tmp_path, SHOW + second).message
    assert "same target and feed" in said
    assert f"podcast.yaml:{SHOW.count(chr(10)) + 1}" in said
    podcast_file(tmp_path, SHOW + second + "    feed: morning.xml\n")
    assert len(load_podcast(tmp_path / "podcast.yaml").shows) == 2


def test_the_example_loads_as_it_is_and_with_everything_switched_on(tmp_path: Path) -> None:
    path = tmp_path / "podcast.yaml"
    path.write_text(example_podcast(), encoding="utf-8")
    assert load_podcast(path).shows["evening"].title == "The Evening Edition"
    (tmp_path / "cover.jpg").write_bytes(b"")
    all_on = re.sub(r"(?m)^    # (?!target)(\w+: )", r"    \1", example_podcast())
    path.write_text(all_on, encoding="utf-8")
    assert load_podcast(path).shows["evening"].private == ("reader-1", "reader-2")
    for target in re.findall(r"(?m)^    # (target: .*)$", example_podcast()):
        path.write_text(example_podcast().replace("target: ./public ", f"{target}\n    # "), encoding="utf-8")
        assert load_podcast(path).shows["evening"].target.path


def test_an_unknown_show_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_podcast(podcast_file(tmp_path)).chosen(["evning"])
    assert "evening" in caught.value.hint


def test_the_table_of_categories_has_apples_nineteen() -> None:
    assert len(CATEGORIES) == 19
    assert "Health & Fitness > Mental Health" in spellings()


def test_the_schema_knows_every_key_and_has_no_place_for_secrets() -> None:
    schema: dict[str, Any] = dict(podcast_schema())
    (show,) = schema["properties"]["shows"]["patternProperties"].values()
    assert {"title", "target", "category", "private"} <= show["properties"].keys()
    assert show["required"] == ["title", "description", "language", "category", "url", "target"]
    assert "password" not in str(schema)
    assert show["additionalProperties"] is False
