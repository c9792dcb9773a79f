"""The read-along page in a real browser, and captions in W3C's parser.

Needs chromium, node, and playwright-core, axe-core and webvtt-parser on NODE_PATH.
"""

import json
import os
import re
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from episode_examples import edition_of, ferry, script_of, write_mp3

from narrate.episode import package
from narrate.episode.page import player_page, read_along_page
from narrate.episode.server import serve

BROWSE = Path(__file__).parent / "data" / "episode" / "browse.cjs"
ATTACK = (
    "<script>window.owned=1</script><img src=x onerror='window.owned=1'>\"'`--></script>{{script}} & :: 🚢 \u202eabc"
)
TEN = [1.0, 3.2, 5.5, 8.1, 11.4, 14.9, 18.2, 22.6, 26.3, 29.5]


def without(what: str) -> NoReturn:
    """Skip, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")


def needed(program: str) -> str:
    return shutil.which(program) or without(program)


@pytest.fixture(scope="module")
def browser():
    node, chromium = needed("node"), needed("chromium")
    asked = subprocess.run(
        [node, "-e", "require('playwright-core'), require.resolve('axe-core/axe.min.js')"], capture_output=True
    )
    if asked.returncode:
        without("playwright-core and axe-core on NODE_PATH")
    return node, chromium


def hostile():
    paragraphs = [
        [("title", None, ATTACK)],
        [("narration", None, ATTACK), ("quote", ATTACK, ATTACK)],
        [("heading", None, ATTACK)],
        [("quote", "שרה כהן", "“שלום & ברוך הבא”"), ("narration", None, "word " * 800 + "x" * 300)],
    ]
    facts = {"author": ATTACK, "site": ATTACK, "date": ATTACK, "url": "javascript:window.owned=1", "image": ATTACK}
    return script_of(paragraphs, language='en"><script>window.owned=1</script>', **facts)


def arabic():
    paragraphs = [
        [("title", None, "العبّارة تتوقف في الشتاء")],
        [("quote", "ليلى حداد", "«سنفتقدها جميعًا»"), ("narration", None, "قالت ليلى حداد.")],
    ]
    return script_of(paragraphs, language="ar", date="2026-11-20", author="سامي")


def axe(**more):
    return {"steps": [{"do": "axe"}, {"do": "layout"}], **more}


def jobs(web: str, file: str):
    page, attacked = web + "ferry/", web + "hostile/"
    keys = [" ", "k", "l", "j", "ArrowRight", ".", ",", "n", "p", "+", "-", "f"]
    return {
        "listen": {"url": page, "steps": [{"do": "listen", "seconds": TEN}]},
        "click": {"url": page, "steps": [{"do": "clickWord", "number": 20}]},
        "as a file": {"url": file, "steps": [{"do": "clickWord", "number": 20}, {"do": "reload"}]},
        "keys": {"url": page, "steps": [{"do": "press", "keys": keys}]},
        "keys off": {
            "url": page,
            "steps": [
                {"do": "click", "selector": "summary"},
                {"do": "click", "selector": "#keys"},
                {"do": "press", "keys": ["l"], "focus": "footer a"},
                {"do": "press", "keys": ["l"], "focus": "#back"},
            ],
        },
        "buttons": {
            "url": page,
            "steps": [
                {"do": "click", "selector": name} for name in ("#on", "#on", "#back", "#play", "#play", "#follow")
            ]
            + [{"do": "press", "keys": ["ArrowRight", "Home"], "focus": "#seek"}],
        },
        "chapter": {"url": page, "steps": [{"do": "click", "selector": "nav li:nth-child(2) a"}]},
        "remember": {"url": page, "steps": [{"do": "seek", "seconds": 20}, {"do": "reload"}]},
        "link to a time": {"url": page + "#t=12.5", "steps": [{"do": "seek", "seconds": 12.5}]},
        "no audio": {"url": web + "lost/index.html", "steps": [{"do": "trouble"}]},
        "printed": {"url": page, "scheme": "dark", "steps": [{"do": "printed"}]},
        "no script": {"url": page, "script": False, "steps": [{"do": "visible"}, {"do": "layout"}]},
        "single file": {"url": web + "single.html", "steps": [{"do": "seek", "seconds": 6.0}]},
        "player": {
            "url": page + "player.html",
            "steps": [{"do": "seek", "seconds": 6.0}, {"do": "axe"}, {"do": "layout"}],
        },
        "axe light": axe(url=page),
        "axe dark": axe(url=page, scheme="dark"),
        "axe small": axe(url=page, width=320, height=640),
        "axe listing": axe(url=web),
        "axe German": axe(url=web + "german/", width=360),
        "axe Arabic": axe(url=web + "arabic/", width=360),
        "axe hostile": axe(url=attacked, width=360),
        "hostile": {"url": attacked, "steps": [{"do": "text"}, {"do": "clickWord", "number": 10}]},
        "hostile player": {"url": attacked + "player.html", "steps": [{"do": "text"}]},
    }


@pytest.fixture(scope="module")
def seen(browser, tmp_path_factory):
    """Everything that is looked at, in one run of the browser."""
    root = tmp_path_factory.mktemp("editions")
    made = {"ferry": edition_of(ferry(), character_ms=130), "hostile": edition_of(hostile())}
    made |= {"german": edition_of(ferry(language="de")), "arabic": edition_of(arabic())}
    for slug, edition in made.items():
        folder = root / slug
        folder.mkdir()
        for name, data in package(replace(edition, peaks=(0.1, 0.9, 0.4) * 99)).items():
            (folder / name).write_bytes(data)
        record = {"title": edition.script.title, "date": "", "audio": {"duration_ms": edition.duration_ms}}
        (folder / "edition.json").write_text(json.dumps(record), encoding="utf-8")
        write_mp3(folder / "episode.mp3", min(edition.duration_ms / 1000, 60))
    (root / "lost").mkdir()
    shutil.copy(root / "ferry" / "index.html", root / "lost" / "index.html")
    audio = (root / "ferry" / "episode.mp3").read_bytes()
    (root / "single.html").write_bytes(read_along_page(made["ferry"], audio=audio))
    work = root / "work.json"
    with serve(root) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        work.write_text(json.dumps(jobs(server.url, (root / "ferry" / "index.html").as_uri())), encoding="utf-8")
        node, chromium = browser
        command = [node, str(BROWSE), chromium, str(work)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, encoding="utf-8")
        server.shutdown()
    assert done.returncode == 0, done.stderr
    words = [word for timed in made["ferry"].lines for word in timed.words if word.end_ms > word.start_ms]
    return SimpleNamespace(answers=json.loads(done.stdout), url=server.url, words=words, edition=made["ferry"])


def heard_at(words, milliseconds):
    """The word that sounds, or sounded last."""
    begun = [number for number, word in enumerate(words) if word.start_ms <= milliseconds]
    return begun[-1] if begun else None


def test_the_highlighted_word_is_the_one_that_is_heard_within_100_ms_at_ten_points(seen):
    points = seen.answers["listen"]["results"][0]
    assert len(points) == 10
    for seconds, word, text in points:
        at = seconds * 1000
        if word is None:
            last = heard_at(seen.words, at - 100)
            assert last is None or seen.words[last].end_ms < at - 100
        else:
            assert seen.words[word].start_ms - 100 <= at <= seen.words[word].end_ms + 100, (seconds, text)
    assert sum(word is not None for _, word, _ in points) >= 7


@pytest.mark.parametrize("where", ["click", "as a file"])
def test_a_click_on_a_word_plays_from_there(seen, where):
    state = seen.answers[where]["results"][0]
    assert not state["paused"]
    assert state["sought"] * 1000 == pytest.approx(seen.words[20].start_ms, abs=1)


def test_the_keyboard_does_what_the_buttons_do(seen):
    space, k, forth, back, right, word, word_back, line, line_back, fast, slow, follow = seen.answers["keys"][
        "results"
    ][0]
    assert (space["paused"], k["paused"]) == (False, True)
    assert forth["seconds"] - k["seconds"] == pytest.approx(15, abs=0.2)
    assert back["seconds"] == pytest.approx(k["seconds"], abs=0.2)
    assert right["seconds"] == pytest.approx(forth["seconds"], abs=0.2)
    assert word["word"] - word_back["word"] == 1
    assert line["seconds"] > line_back["seconds"]
    assert (fast["rate"], slow["rate"]) == (1.15, 1)
    assert follow["following"] == "false"


def test_the_keys_can_be_kept_to_the_player(seen):
    _, _, outside, inside = seen.answers["keys off"]["results"]
    assert outside[0]["seconds"] == 0
    assert inside[0]["seconds"] == pytest.approx(15, abs=0.2)


def test_the_buttons_and_the_slider_work(seen):
    on, twice, back, playing, paused, follow, (slid, home) = seen.answers["buttons"]["results"]
    assert [on["seconds"], twice["seconds"], back["seconds"]] == pytest.approx([15, 30, 15], abs=0.2)
    assert (playing["paused"], paused["paused"], follow["following"]) == (False, True, "false")
    assert slid["seconds"] == pytest.approx(paused["seconds"] + 1, abs=1.1)
    assert home["seconds"] == 0


def test_a_chapter_plays_from_its_heading(seen):
    (state,) = seen.answers["chapter"]["results"]
    assert state["sought"] * 1000 == pytest.approx(seen.edition.chapters[1].start_ms, abs=1)
    assert state["chapter"].startswith("A lifeline for 90 people")
    assert not state["paused"]


def test_the_position_is_remembered_and_a_link_can_name_one(seen):
    assert seen.answers["remember"]["results"][1]["seconds"] == pytest.approx(20, abs=1)
    assert seen.answers["link to a time"]["results"][0]["seconds"] == pytest.approx(12.5, abs=0.1)
    assert seen.answers["as a file"]["results"][1]["seconds"] > 5


def test_without_scripts_the_audio_and_the_text_are_there(seen):
    visible, layout = seen.answers["no script"]["results"]
    assert visible["audio"]
    assert not visible["controls"]
    assert "My mother is 94 & cannot swim" in visible["body"]
    assert layout["scrolls"] == 0


def test_a_page_whose_audio_is_lost_says_so_and_can_still_be_read(seen):
    assert "“We will miss it, all of us,”" in seen.answers["no audio"]["results"][0]


def test_a_dark_screen_prints_dark_ink_on_white_paper(seen):
    (printed,) = seen.answers["printed"]["results"]
    assert printed == {"quote": "rgb(163, 41, 15)", "text": "rgb(0, 0, 0)", "player": "none"}


def test_the_single_file_plays_without_any_other_file(seen):
    answer = seen.answers["single file"]
    assert answer["results"][0]["seconds"] == pytest.approx(6.0, abs=0.1)
    assert [url for url in answer["requests"] if not url.startswith("data:")] == [seen.url + "single.html"]


def test_the_small_player_shows_the_line_that_is_heard(seen):
    state = seen.answers["player"]["results"][0]
    begun = [timed for timed in seen.edition.lines if timed.start_ms <= 6000]
    assert state["caption"] == begun[-1].line.text


def test_nothing_is_fetched_but_the_page_and_its_audio(seen):
    for name, answer in seen.answers.items():
        allowed = re.compile(
            rf"(data:.*|(file://\S*/|{re.escape(seen.url)})([\w/]*|\w*/?\w+\.html|ferry/|hostile/|german/|arabic/)(#t=.*)?"
            r"|\S*/(index\.html|episode\.mp3))"
        )
        assert [url for url in answer["requests"] if not allowed.fullmatch(url)] == [], name


def test_the_console_stays_empty(seen):
    loud = {name: answer["complaints"] for name, answer in seen.answers.items() if answer["complaints"]}
    assert set(loud) == {"no audio"}


@pytest.mark.parametrize(
    "where", ["axe light", "axe dark", "axe small", "axe listing", "axe German", "axe Arabic", "axe hostile", "player"]
)
def test_axe_finds_nothing_and_the_page_fits(seen, where):
    *_, violations, layout = seen.answers[where]["results"]
    assert violations == []
    assert layout == {"scrolls": 0, "small": []}


@pytest.mark.parametrize(("where", "scripts"), [("hostile", 2), ("hostile player", 2)])
def test_nothing_hostile_is_run(seen, where, scripts):
    text = seen.answers[where]["results"][0]
    assert not text["owned"]
    assert text["scripts"] == scripts
    assert text["handlers"] == []
    assert not {"img", "script"} & (
        set(text["elements"]) - {"script"} if where == "hostile player" else set(text["elements"])
    )
    assert not any(link.startswith("javascript:") for link in text["links"])
    assert "<script>window.owned=1</script>" in text["heading"]
    assert "{{script}}" in text["title"]


def test_a_page_is_a_few_kilobytes_a_minute(seen):
    assert len(read_along_page(seen.edition)) < 40_000
    assert len(player_page(seen.edition)) < 40_000


PARSE = """
const { WebVTTParser } = require("webvtt-parser");
const parsed = new WebVTTParser().parse(require("fs").readFileSync(0, "utf8"), "captions");
const voices = parsed.cues.map((cue) => (cue.tree.children.find((node) => node.name === "v") || {}).value);
const times = parsed.cues.map((cue) => [cue.startTime, cue.endTime]);
console.log(JSON.stringify({ errors: parsed.errors, voices, times }));
"""


@pytest.mark.parametrize("script", [ferry(), hostile()], ids=["ferry", "hostile"])
def test_w3cs_parser_finds_nothing_wrong_with_the_captions(script):
    node = needed("node")
    if subprocess.run([node, "-e", "require('webvtt-parser')"], capture_output=True).returncode:
        without("webvtt-parser on NODE_PATH")
    captions = package(edition_of(script))["transcript.vtt"]
    done = subprocess.run([node, "-e", PARSE], input=captions, capture_output=True, timeout=60, check=True)
    parsed = json.loads(done.stdout)
    assert parsed["errors"] == []
    assert all(parsed["voices"])
    assert all(start < end for start, end in parsed["times"])
    assert len(parsed["times"]) == captions.count(b" --> ")
