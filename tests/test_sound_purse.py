"""What a run spends on engines that cost money."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sound_engines import load, utterance

from narrate.errors import EngineError
from narrate.model import Recording, SoundSettings, Utterance
from narrate.sound import Purse, record
from narrate.workers import finish

WORDS = "twenty characters .."
Studio = Callable[..., Recording]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    def work(utterances: list[Utterance], **options: Any) -> Recording:
        where = {"cache": tmp_path / "cache", "finish": finish}
        return record(utterances, load, SoundSettings(), tmp_path / "e.mp3", **where, **options)

    return work


def lines(first: int, count: int, engine: str = "dear") -> list[Utterance]:
    return [utterance(f"{n:02}{WORDS[2:]}", n, engine=engine) for n in range(first, first + count)]


def takes(folder: Path) -> int:
    return sum(path.is_file() for path in (folder / "cache" / "takes").rglob("*"))


def test_a_cap_that_is_not_reached_changes_nothing(studio: Studio) -> None:
    assert studio(lines(0, 5)).spoken == 5


def test_at_the_cap_a_run_stops_and_keeps_what_is_finished(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"max_cost 0\.1 is reached before line 6: 0\.1000 spent, 0\.0600 more"):
        studio(lines(0, 8))
    assert takes(tmp_path) == 5
    assert not (tmp_path / "e.mp3").exists()


def test_the_next_run_pays_for_the_rest_alone(studio: Studio) -> None:
    with pytest.raises(EngineError):
        studio(lines(0, 8))
    made = studio(lines(0, 8))
    assert (made.spoken, made.cached) == (3, 5)


def test_a_dear_line_is_not_skipped_for_a_cheap_one_behind_it(studio: Studio, tmp_path: Path) -> None:
    long = utterance("long words " * 9, 1, engine="dear")
    with pytest.raises(EngineError, match="before line 2"):
        studio([*lines(0, 1), long, *lines(2, 1)])
    assert takes(tmp_path) == 1


def test_engines_that_cost_nothing_go_on(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="engine 'dear'"):
        studio([*lines(0, 6), *lines(6, 3, engine="tone")])
    assert takes(tmp_path) == 8


def test_several_recordings_of_one_run_share_the_cap(studio: Studio) -> None:
    purse = Purse()
    studio(lines(0, 3), purse=purse)
    with pytest.raises(EngineError, match="before line 13"):
        studio(lines(10, 3), purse=purse)
    assert purse.spent == {"dear": pytest.approx(0.1)}
