"""What a build would cost, and a cap on what it may."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from test_engines_openai import Handler, server  # noqa: F401

ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day or two by then.

"We waited for the tide with everybody else," said Ivo Marsh, the harbour master.

Nobody was hurt, and by noon the cafe had opened its doors.
"""


def settings(work: Path, url: str = "http://127.0.0.1:9/v1", more: str = "") -> None:
    options = f"{{base_url: {url!r}, attempts: 1, price_per_million: 1000{more}}}"
    voice = "Heart: {language: en-us, engine: openai, names: {openai: af_heart}}"
    text = f"engine: silence\nengines:\n  openai: {options}\nvoices:\n  {voice}\nnarrator: Heart\n"
    (work / "voices.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def article(work: Path) -> None:
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")


def row(out: str, engine: str) -> list[str]:
    (found,) = [line.split() for line in out.splitlines() if line.startswith(engine + " ")]
    return found


def test_an_estimate_tells_characters_and_price_and_speaks_nothing(narrate: Run, work: Path) -> None:
    settings(work)
    ran = narrate("build", "article.txt", "--estimate")
    assert (ran.code, ran.err) == (0, "")
    _, takes, characters, price = row(ran.out, "openai")
    assert int(takes) >= 4
    assert float(price) == pytest.approx(int(characters) / 1000, abs=1e-3)
    narrated = [line for line in ARTICLE.splitlines() if line and not line.startswith('"')]
    assert int(characters) > sum(map(len, narrated))
    assert row(ran.out, "silence")[-3:] == ["not", "known"] or "free" in " ".join(row(ran.out, "silence"))
    assert not (work / "out").exists()
    assert not (work / "cache" / "takes").exists()


def test_an_estimate_counts_what_is_not_in_the_cache(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\n", encoding="utf-8")
    assert narrate("build", "article.txt").code == 0
    assert "nothing to speak" in narrate("build", "article.txt", "--estimate").out
    (script,) = (work / "out").glob("*/script.yaml")
    text = script.read_text(encoding="utf-8").replace("Nobody was hurt", "No one was hurt")
    script.write_text(text, encoding="utf-8")
    assert row(narrate("build", script, "--estimate").out, "silence")[1] == "1"


def test_an_estimate_of_several_articles_counts_the_same_words_once(narrate: Run, work: Path) -> None:
    settings(work)
    one = row(narrate("build", "article.txt", "--estimate").out, "openai")
    (work / "more").mkdir()
    for name in ("a.txt", "b.txt"):
        (work / "more" / name).write_text(ARTICLE, encoding="utf-8")
    assert row(narrate("build", "more", "--estimate").out, "openai") == one


def test_an_estimate_says_when_it_is_more_than_the_cap(narrate: Run, work: Path) -> None:
    settings(work, more=", max_cost: 0.05")
    assert "more than max_cost 0.05" in narrate("build", "article.txt", "--estimate").out


def test_an_article_that_cannot_be_read_is_named_and_the_others_counted(narrate: Run, work: Path) -> None:
    settings(work)
    ran = narrate("build", "article.txt", "none.txt", "--estimate")
    assert ran.code == 1
    assert "none.txt" in ran.err
    assert row(ran.out, "openai")


def test_a_run_stops_at_its_cap_and_the_next_one_goes_on(narrate: Run, work: Path, server: Any) -> None:  # noqa: F811
    settings(work, f"http://127.0.0.1:{server.server_port}/v1", ", max_cost: 0.13")
    ran = narrate("build", "article.txt")
    assert ran.code == 1
    assert re.search(r"max_cost 0\.13 is reached before line \d", ran.err)
    assert "raise max_cost" in ran.err
    assert not list((work / "out").glob("*/episode.mp3"))
    asked = len(server.asked)
    assert asked >= 1
    settings(work, f"http://127.0.0.1:{server.server_port}/v1", ", max_cost: 2")
    assert narrate("build", "article.txt").code == 0
    inputs = [body["input"] for _, _, body in server.asked]
    assert len(inputs) == len(set(inputs)) > asked
