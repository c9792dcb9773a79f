"""Facts about effects on voices and their places between left and right."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from sound_engines import article, load, record, sentence, utterance
from test_cli_build import article as text, home
from test_sound_recording import decoded, loudness_of, measured, rms

from narrate.cast import Casting
from narrate.direction import Direction, places_of, utter
from narrate.model import CastVoice, Line, Pauses, Recording, Script, SoundSettings, Speaker, Utterance
from narrate.sound.effects import EFFECTS, treat

RATE = 22050


def noise(seconds: float = 1.0) -> np.ndarray:
    return np.random.default_rng(3).integers(-8000, 8000, int(seconds * RATE)).astype(np.int16)


def power(samples: np.ndarray, low: float, high: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(spectrum[(hertz >= low) & (hertz < high)].mean())


def test_a_telephone_passes_its_band_alone() -> None:
    treated, grown = treat(noise(), RATE, ("telephone",))
    assert grown == 0
    band = power(treated, 500, 3000)
    assert power(treated, 20, 150) < 1e-3 * band
    assert power(treated, 4000, 10000) < 1e-4 * band


def test_a_room_rings_on_and_dies_away() -> None:
    click = np.zeros(RATE, np.int16)
    click[-1] = 20000
    treated, grown = treat(click, RATE, ("room",))
    assert grown == RATE * 180 // 1000
    assert treated[RATE - 1] == 20000
    ring = treated[RATE:].astype(float)
    assert 0 < rms(ring[-grown // 4 :]) < 0.1 * rms(ring[: grown // 4])
    assert 10 * np.log10(np.sum(ring**2) / 20000**2) == pytest.approx(-13, abs=0.5)


@pytest.mark.parametrize("effects", [("telephone",), ("room",), ("telephone", "room")])
def test_effects_never_wrap_around_and_bear_what_is_empty(effects: tuple[str, ...]) -> None:
    loud = np.where(np.arange(RATE) % 40 < 20, 32767, -32768).astype(np.int16)
    treated, _ = treat(loud, RATE, effects)
    assert np.abs(treated.astype(int)).max() <= 32767
    assert np.corrcoef(treated[: RATE - 100], loud[: RATE - 100])[0, 1] > 0.3
    assert treat(np.zeros(0, np.int16), RATE, effects) == (pytest.approx(np.zeros(0)), 0)


def made(folder: Path, script: list[Utterance], settings: SoundSettings | None = None) -> Recording:
    return record(script, load, settings or SoundSettings(), folder / "e.mp3", cache=folder / "cache", end_pause_ms=400)


def spoken_by(effects: tuple[str, ...], lines: int = 6) -> list[Utterance]:
    return [
        utterance(sentence(n), n, 400, id="high" if n % 2 else "low", effects=effects if n % 2 else ())
        for n in range(lines)
    ]


def test_an_effect_needs_no_new_words_and_keeps_levels_and_times(tmp_path: Path) -> None:
    plain = made(tmp_path, spoken_by(()))
    treated = made(tmp_path, spoken_by(("telephone", "room")))
    assert treated.spoken == 0
    assert [cue.start_frames for cue in treated.cues] == [cue.start_frames for cue in plain.cues]
    assert abs(measured(tmp_path / "e.mp3")[0] + 16) <= 0.5
    heard = decoded(tmp_path / "e.mp3")
    levels = [
        loudness_of(
            np.concatenate([heard[c.start_frames : c.end_frames] for c in treated.cues if c.utterance % 2 == odd]),
            44100,
            tmp_path,
        )
        for odd in (0, 1)
    ]
    assert abs(levels[0] - levels[1]) <= 0.5


def test_what_rings_on_is_heard_in_the_pause(tmp_path: Path) -> None:
    quiet = []
    for effects in ((), ("room",)):
        cues = made(tmp_path, spoken_by(effects)).cues
        heard = decoded(tmp_path / "e.mp3")
        quiet.append(rms(heard[cues[1].end_frames + 2800 : cues[1].end_frames + 6000]))
    assert quiet[1] > 5 * quiet[0]


def test_effects_give_the_same_bytes_again(tmp_path: Path) -> None:
    made(tmp_path, spoken_by(("telephone", "room")))
    first = (tmp_path / "e.mp3").read_bytes()
    shutil.rmtree(tmp_path / "cache")
    made(tmp_path, spoken_by(("telephone", "room")))
    assert (tmp_path / "e.mp3").read_bytes() == first


# ------------------------------------------------------------------------------------------------------------- places


def test_speakers_stand_apart_and_are_as_loud_as_in_the_middle(tmp_path: Path) -> None:
    settings = SoundSettings(channels=2, bitrate_kbps=128)
    script = [
        Utterance(u.line, u.start, u.end, u.spoken, u.voice, u.pause_ms, pan=pan)
        for u, pan in zip(article(6), (0, 60, -60, 0, 100, -100), strict=True)
    ]
    cues = made(tmp_path, script, settings).cues
    heard = decoded(tmp_path / "e.mp3", 2).reshape(-1, 2)
    sides = [
        20 * np.log10(np.divide(*(rms(heard[c.start_frames : c.end_frames, side]) + 1e-6 for side in (1, 0))))
        for c in cues
    ]
    assert abs(sides[0]) < 0.3
    assert sides[1] == pytest.approx(-sides[2], abs=1.0)
    assert sides[1] > 8
    assert sides[4] > 30
    assert sides[5] < -30
    lufs, peak = measured(tmp_path / "e.mp3")
    assert abs(lufs + 16) <= 0.5
    assert peak <= -1.0


def test_one_channel_has_no_places(tmp_path: Path) -> None:
    made(tmp_path, [utterance(sentence(1))])
    plain = (tmp_path / "e.mp3").read_bytes()
    one = utterance(sentence(1))
    made(tmp_path, [Utterance(one.line, one.start, one.end, one.spoken, one.voice, one.pause_ms, pan=80)])
    assert (tmp_path / "e.mp3").read_bytes() == plain


def test_places_follow_the_cast_and_the_narrator_stays_in_the_middle() -> None:
    speakers = tuple(Speaker(name) for name in "ABC")
    lines = (Line("One."), Line("Two.", "quote", "B"), Line("Three.", "quote", None))
    script = Script("T", lines, speakers)
    assert places_of(script, 0) == {}
    places = places_of(script, 40)
    assert places == {"A": -40, "B": 40, "C": -20}

    class Words:
        def utterances(self, words: str, voice: str = "", most: int = 0) -> tuple[tuple[int, int, object], ...]:
            from narrate.model import Spoken

            return ((0, len(words), Spoken(words, ())),)

    voice = CastVoice("V", "e", "v", effects=("room",))
    directed = Direction(Casting("N", "Q", {}), lambda name: voice, lambda engine: 0, Words(), Pauses(), places)  # type: ignore[arg-type]
    assert [(each.pan, each.voice.effects) for each in utter(script, directed)] == [
        (0, ()),
        (40, ("room",)),
        (0, ("room",)),
    ]


def test_effects_and_places_come_from_voices_yaml(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text(
        "engine: silence\nsound: {channels: 2, placement: 50}\nvoices: {George: {effects: [telephone, room]}}\n"
        "cast: {Ivo Marsh: George}\n",
        encoding="utf-8",
    )
    assert narrate("build", text(work)).code == 0
    assert (home(work) / "episode.mp3").exists()
    (work / "voices.yaml").write_text("engine: silence\nsound:\n  placement: 50\n", encoding="utf-8")
    assert "placement needs two channels" in narrate("build", text(work)).err
    (work / "voices.yaml").write_text("voices:\n  George: {effects: [cave]}\n", encoding="utf-8")
    ran = narrate("build", text(work))
    assert "unknown effect 'cave'" in ran.err
    assert ", ".join(EFFECTS) in ran.err
