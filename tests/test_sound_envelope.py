"""The envelope follows the sound, costs no decoding, and is there from the cache as well."""

from pathlib import Path

import numpy as np
import pytest
from sound_engines import article, load, record

from narrate.model import Recording, SoundSettings
from narrate.sound.cache import Cache
from narrate.sound.envelope import POINTS, UNIT, cell_seconds, envelope
from narrate.sound.loudness import CELL_SECONDS

RATE = 44100


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Recording]:
    """One article, spoken and then found in a cache that has lost its takes."""
    folder = tmp_path_factory.mktemp("envelope")
    made = [record(article(12), load, SoundSettings(), folder / "a.mp3", cache=folder / "cache", end_pause_ms=1000)]
    for take in (folder / "cache" / "takes").glob("*/*"):
        take.unlink()
    made.append(record(article(12), load, SoundSettings(), folder / "b.mp3", cache=folder / "cache", end_pause_ms=1000))
    return made


def test_the_envelope_is_the_same_from_a_cache_that_holds_no_take(recordings: list[Recording]) -> None:
    cold, cached = recordings
    assert cold.peaks == cached.peaks
    assert cached.spoken == 0
    assert 0.05 < max(cold.peaks) <= 1


def test_pauses_are_silent_and_every_take_is_heard(recordings: list[Recording]) -> None:
    made = recordings[0]
    edges = np.linspace(0, made.frames, len(made.peaks) + 1)
    near = edges[1]  # a take's last cell may reach that far beyond its end
    for low, high, peak in zip(edges, edges[1:], made.peaks, strict=False):
        inside = any(cue.start_frames <= low and high <= cue.end_frames for cue in made.cues)
        outside = all(high < cue.start_frames or low > cue.end_frames + near for cue in made.cues)
        assert not (outside and peak), "a pause is heard"
        assert not (inside and not peak), "a point within a take has no level"


@pytest.mark.parametrize("seconds", [0.5, 10, 600, 36_000])
def test_there_are_at_most_a_thousand_points_and_none_is_missed(seconds: float) -> None:
    step = cell_seconds(seconds, CELL_SECONDS)
    cells = int(seconds / step)
    points = envelope({"take": [UNIT] * cells}, step, ["take"], [0], [0], round(seconds * RATE), RATE)
    assert 1 <= len(points) <= POINTS
    assert points.count(0.0) <= 1
    assert cells <= 1.2 * POINTS


def test_gains_raise_the_level_and_full_scale_is_the_end() -> None:
    quiet, loud, most = (envelope({"t": [500]}, 1.0, ["t"], [gain], [0], RATE, RATE)[0] for gain in (0, 200, 400))
    assert (quiet, loud, most) == (0.05, 0.5, 1.0)


def test_the_mix_keeps_about_as_many_levels_as_points(recordings: list[Recording], tmp_path: Path) -> None:
    script = article(3)
    record(script, load, SoundSettings(), tmp_path / "a.mp3", cache=tmp_path)
    (key,) = (path.name for path in (tmp_path / "mixes").glob("*/*"))
    levels = Cache(tmp_path).head("mixes", key)["levels"]
    assert sum(map(len, levels.values())) <= 1.2 * POINTS + len(levels)
