"""The read-along page and its companions, without a browser."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
from episode_examples import edition_of, ferry, script_of

from narrate.episode import embed, package
from narrate.episode.page import player_page, read_along_page, transcript_html
from narrate.episode.pictures import BARS, waveform, waveform_path
from narrate.episode.typesetting import COLOURS, speaker_colours
from narrate.episode.words import words_of
from narrate.model import EpisodeSettings

WORDS = Path(str(resources.files("narrate.episode.words")))
VOID = {"meta", "link", "input", "br"}
ATTACK = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\" ' & -->{{script}}"


class Page(HTMLParser):
    """Every element with its attributes and text; elements must nest."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements, self.open = [], []
        self.feed(data.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append({"tag": tag, "text": "", **dict(attributes)})

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, tag, **wanted):
        return [
            each for each in self.elements if each["tag"] == tag and all(each.get(k) == v for k, v in wanted.items())
        ]

    def data(self):
        return json.loads(self.all("script", type="application/json")[0]["text"])


def test_the_page_is_the_article_in_order_with_its_facts():
    page = Page(read_along_page(edition_of(ferry())))
    (article,) = page.all("article")
    text = " ".join(article["text"].split())
    assert "Ann Harbour · 20 November 2026 · The Skerry Post" in text
    assert "Moira Tulloch“We will miss it, all of us,” said Moira Tulloch, 61, who runs the shop." in text
    assert page.all("a", href="https://example.org/ferry")
    assert page.all("h1")[0]["text"] == "Ferry to Skerry Island stops for the winter"
    assert "synthetic voices" in text


@pytest.mark.parametrize("make", [read_along_page, player_page])
def test_the_policy_names_the_digests_of_the_style_and_script_in_the_page(make):
    page = Page(make(edition_of(ferry(), character_ms=120)))
    (policy,) = [each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    (script,) = [each for each in page.all("script") if each.get("type") is None]
    for element in (script, page.all("style")[0]):
        digest = base64.b64encode(hashlib.sha256(element["text"].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")


@pytest.mark.parametrize("make", [read_along_page, player_page])
def test_nothing_in_the_page_is_loaded_from_elsewhere(make):
    page = Page(make(edition_of(ferry())))
    loads = [each.get("src") or each.get("href") for each in page.elements if each["tag"] not in ("a",)]
    assert [each for each in loads if each and not each.startswith("data:")] == ["episode.mp3"]
    style = page.all("style")[0]["text"]
    assert "url(" not in style
    assert "@import" not in style


def test_the_single_file_holds_the_audio_and_links_to_no_file():
    page = Page(read_along_page(edition_of(ferry()), audio=b"\xff\xfbmp3", files={"transcript.txt": "Text"}))
    assert page.all("audio")[0]["src"] == "data:audio/mpeg;base64," + base64.b64encode(b"\xff\xfbmp3").decode()
    assert not page.all("a", href="transcript.txt")


def test_words_are_counted_as_javascript_counts():
    edition = edition_of(script_of([[("narration", None, "🚢🚢 two boats")]]))
    page = Page(read_along_page(edition))
    text = page.all("span", **{"data-cue": "0"})[0]["text"].encode("utf-16-le")
    words = [text[2 * start : 2 * end].decode("utf-16-le") for start, end, _, _ in page.data()["cues"][0][2]]
    assert words == ["🚢🚢", "two", "boats"]


def test_every_line_is_in_the_page_once_and_every_cue_has_its_line():
    edition = edition_of(ferry())
    page = Page(read_along_page(edition))
    shown = [each for each in page.elements if "data-cue" in each]
    assert [(int(each["data-cue"]), each["text"]) for each in shown] == [
        (index, timed.line.text) for index, timed in enumerate(edition.lines)
    ]
    assert len(page.data()["cues"]) == len(edition.lines)


def test_a_speaker_has_one_colour_and_the_narrator_none():
    edition = edition_of(ferry())
    assert speaker_colours(edition) == {"Moira Tulloch": 1, "Iain Brae": 2, "unknown": 0}
    page = Page(read_along_page(edition))
    assert [each["text"] for each in page.all("span", **{"class": "who"})] == ["Moira Tulloch", "Iain Brae"]


def test_a_heading_in_the_voice_of_the_person_it_quotes_bears_the_name():
    edition = edition_of(script_of([[("heading", "Al", "‘Never again’")], [("heading", None, "Later")]]))
    first, second = Page(read_along_page(edition)).all("h2")
    assert (first["text"], second["text"]) == ("Al‘Never again’", "Later")


def test_a_paragraph_of_one_speaker_is_a_turn():
    edition = edition_of(
        script_of([[("narration", None, "He sat.")], [("quote", "Al", "“One."), ("quote", "Al", "Two.”")]])
    )
    (turn,) = Page(read_along_page(edition)).all("p", **{"class": "turn s1"})
    assert turn["text"] == "Al“One. Two.”"


def test_lines_that_touch_in_the_article_touch_on_the_page():
    touching = script_of([[("narration", None, "船は“"), ("quote", "Aki", "冬")]])
    second = touching.lines[1]
    moved = replace(second, start=second.start - 1, end=second.end - 1)
    script = replace(touching, lines=(touching.lines[0], moved))
    page = Page(read_along_page(edition_of(script)))
    assert "船は“Aki冬" in page.all("article")[0]["text"]


def test_heading_levels_never_skip_one():
    paragraphs = [[("title", None, "T")]]
    script = script_of([*paragraphs, [("heading", None, "A")], [("narration", None, "x.")], [("heading", None, "B")]])
    levels = iter([5, 6])
    lines = [replace(line, level=next(levels)) if line.kind == "heading" else line for line in script.lines]
    page = Page(read_along_page(edition_of(replace(script, lines=tuple(lines)))))
    found = [int(each["tag"][1]) for each in page.elements if re.fullmatch("h[1-6]", each["tag"])]
    assert found == [1, 2, 3]


def test_every_chapter_links_to_a_place_in_the_page():
    page = Page(read_along_page(edition_of(ferry(), character_ms=120)))
    links = [each["href"].removeprefix("#") for each in page.all("a") if each["href"].startswith("#chapter")]
    places = {each.get("id") for each in page.elements}
    assert links == ["chapter-1"]
    assert set(links) <= places


def test_a_long_list_of_chapters_is_folded():
    parts = [[("heading", None, f"Part {number}")] for number in range(20)]
    texts = [[("narration", None, "word " * 60)] for _ in parts]
    script = script_of([[("title", None, "T")], *(each for pair in zip(parts, texts, strict=True) for each in pair)])
    edition = edition_of(script)
    nav = Page(read_along_page(edition)).all("nav")[0]
    assert nav["text"].startswith(f"Chapters ({len(edition.chapters)})")
    assert len(edition.chapters) > 12


def test_an_article_from_right_to_left_is_set_so():
    page = Page(read_along_page(edition_of(ferry(language="fa"))))
    assert (page.all("article")[0]["lang"], page.all("article")[0]["dir"]) == ("fa", "rtl")
    assert (page.all("aside")[0]["lang"], page.all("aside")[0]["dir"]) == ("en", "ltr")


@pytest.mark.parametrize("make", [read_along_page, player_page])
@pytest.mark.parametrize(
    ("language", "code", "direction"),
    [("de-at", "de", "ltr"), ("no", "nb", "ltr"), ("pt_BR", "pt", "ltr"), ("ar", "ar", "rtl"), ("fa", "en", "ltr")],
)
def test_what_we_say_is_in_the_language_of_the_article_where_we_have_words(make, language, code, direction):
    page = Page(make(edition_of(ferry(language=language))))
    words = words_of(language)
    html, play, label = page.all("html")[0], page.all("button", id="play")[0], page.all("input", id="seek")[0]
    assert (html["lang"], html["dir"]) == (code, direction)
    assert (play["aria-label"], label["aria-label"]) == (words["play"], words["position"])
    assert words["disclosure"] in "".join(each["text"] for each in page.all("p"))
    assert page.data()["language"] == code
    assert page.all("div", **{"class": "controls"})[0]["dir"] == "ltr", "a timeline runs from left to right everywhere"


def test_a_translated_page_says_nothing_in_english():
    edition = edition_of(script_of([[("title", None, "Fähre")], [("quote", None, "„Nun denn,“")]], language="de"))
    made = read_along_page(edition, files={"transcript.txt": "text", "transcript.vtt": "captions"}).decode()
    shown = re.sub(r"(?s)<(style|script).*?</\1>|<!--.*?-->", "", made)
    english = [said for key, said in words_of("en").items() if said not in words_of("de").values()]
    assert [said for said in english if said in shown and len(said) > 3] == []


@pytest.mark.parametrize("code", sorted(entry.stem for entry in WORDS.glob("*.json")))
def test_every_language_has_every_word(code):
    words = json.loads((WORDS / f"{code}.json").read_text(encoding="utf-8"))
    assert list(words) == list(words_of("en"))
    assert all(said.strip() == said != "" for said in words.values())
    assert len(words["months"].split()) == 12
    assert words["date"].format(day=20, month="May", year=2026).endswith("2026")


@pytest.mark.parametrize("make", [read_along_page, player_page, transcript_html])
def test_hostile_words_stay_words(make):
    paragraphs = [
        [("title", None, ATTACK)],
        [("narration", None, ATTACK), ("quote", ATTACK, ATTACK)],
        [("heading", None, ATTACK)],
    ]
    facts = {"author": ATTACK, "site": ATTACK, "date": ATTACK, "language": ATTACK, "url": "javascript:alert(1)"}
    page = Page(make(edition_of(script_of(paragraphs, **facts))))
    clean = Page(
        make(edition_of(script_of([[(kind, name and "n", "w") for kind, name, _ in part] for part in paragraphs])))
    )
    assert {each["tag"] for each in page.elements} <= {each["tag"] for each in clean.elements} | {"p", "bdi", "time"}
    assert len(page.all("script")) == len(clean.all("script"))
    assert not any(name.startswith("on") for each in page.elements for name in each)
    assert ATTACK in page.all("title")[0]["text"]


def test_hostile_words_stay_inside_the_data():
    script = script_of([[("title", None, "T")], [("narration", None, "w")]], title="</script><!--\u2028")
    page = read_along_page(edition_of(script))
    assert b"<!--" not in page
    assert "\u2028".encode() not in page
    assert Page(page).data()["title"] == "</script><!--"


def relative_luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_speaker_colour_can_be_read_on_its_ground(scheme):
    style = resources.files("narrate.episode").joinpath("template", "page.css").read_text(encoding="utf-8")
    colours = dict(
        re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme])
    )
    for name in ["ink", "quiet", "link", *(f"s{number}" for number in range(COLOURS + 1))]:
        for ground in ["ground", "near", "bar"]:
            light, dark = sorted((relative_luminance(colours[name]), relative_luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)


def test_the_embed_snippet_frames_the_player():
    settings = EpisodeSettings(show="Island News", base_url="https://example.org/e/")
    answer = json.loads(embed(edition_of(ferry(), settings=settings)))
    frame = Page(answer["html"].encode()).all("iframe")[0]
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert frame["src"] == "https://example.org/e/ferry/player.html"
    assert (type(answer["width"]), type(answer["height"])) == (int, int), "oEmbed wants pixels"
    assert (answer["provider_url"], answer["author_url"]) == ("https://example.org/e/", "https://example.org/ferry")
    assert "allow-top-navigation" not in frame["sandbox"]


def test_a_page_whose_address_is_known_names_its_player_and_picture():
    settings = EpisodeSettings(base_url="https://example.org/e/")
    page = Page(read_along_page(edition_of(ferry(), settings=settings)))
    (oembed,) = page.all("link", rel="alternate")
    assert (oembed["type"], oembed["href"]) == ("application/json+oembed", "https://example.org/e/ferry/embed.json")
    shared = {
        each["property"]: each["content"] for each in page.all("meta") if each.get("property", "").startswith("og:")
    }
    assert shared["og:audio"] == "https://example.org/e/ferry/episode.mp3"
    assert shared["og:image"] == "https://example.org/e/ferry/cover.jpg"


def test_an_embed_snippet_cannot_be_broken_by_a_title():
    frame = Page(json.loads(embed(edition_of(script_of([[("title", None, ATTACK)]]))))["html"].encode()).all("iframe")[
        0
    ]
    assert frame["title"] == ATTACK


def test_the_html_transcript_has_cite_time_and_text():
    page = Page(transcript_html(edition_of(ferry())))
    assert [each["text"] for each in page.all("cite")][:3] == ["Narrator:", "Narrator:", "Moira Tulloch:"]
    assert len(page.all("time")) == 8
    assert (page.all("html")[0]["lang"], page.all("html")[0]["dir"]) == ("en", "ltr")
    assert Page(transcript_html(edition_of(ferry(language="he")))).all("html")[0]["dir"] == "rtl"


def test_the_page_asks_for_the_recording_that_it_plays():
    for name in ("episode.mp3", "episode.flac"):
        page = Page(read_along_page(edition_of(ferry(language="fr"), audio=name)))
        assert name in page.all("p", id="trouble")[0]["text"]


def test_a_waveform_is_drawn_to_scale_and_stays_small():
    drawn = waveform([0.0, 0.5, 1.0, 2.0, -1.0] * 10_000).decode("ascii")
    assert drawn.count("M") == BARS
    assert len(drawn) < 10_000
    heights = [float(each) for each in re.findall(r"v([\d.]+)h", waveform_path([0.25, 1.0, 0.5], width=30, height=40))]
    assert heights == [10.0, 40.0, 20.0]


@pytest.mark.parametrize("peaks", [[], [0.0], [0.0] * 9])
def test_silence_and_no_samples_draw_no_error(peaks):
    assert waveform(peaks).startswith(b"<svg")
    assert ("waveform.svg" in package(edition_of(ferry(), peaks=tuple(peaks)))) == bool(peaks)


@pytest.mark.parametrize(
    ("date", "language", "machine", "shown"),
    [
        ("2026-11-20", "en-gb", "2026-11-20", "20 November 2026"),
        ("2026-11-20T08:00:00Z", "en", "2026-11-20", "20 November 2026"),
        ("2026-11-20", "de", "2026-11-20", "20. November 2026"),
        ("2026-03-05", "pt-br", "2026-03-05", "5 de março de 2026"),
        ("2026-11-20", "tlh", "2026-11-20", "2026-11-20"),
        ("2026-11", "en", "2026-11", "2026-11"),
        ("last week", "en", None, "last week"),
        ("2026-13-40", "en", None, "2026-13-40"),
    ],
)
def test_dates_are_shown_in_words_and_marked_for_machines(date, language, machine, shown):
    page = Page(read_along_page(edition_of(ferry(date=date, language=language))))
    (byline,) = page.all("p", **{"class": "byline"})
    assert f" · {shown} · " in byline["text"]
    assert [each["datetime"] for each in page.all("time") if "PT" not in each["datetime"]] == (
        [machine] if machine else []
    )


def test_an_edition_without_anything_is_still_a_page():
    edition = edition_of(script_of([[("narration", None, "Hello.")]], title=" "))
    page = Page(read_along_page(edition))
    assert page.all("h1")[0]["text"] == "Untitled"
