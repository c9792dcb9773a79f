"""Facts about music round and under speech, measured on what a decoder gives back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from sound_engines import article, load, record, sentence, utterance
from sound_files import tune, write, write_raw
from test_sound_recording import decoded, entries, measured, needs, rms

from narrate.errors import SoundError
from narrate.model import Clip, Furniture, Insert, MusicSettings, Recording, SoundSettings, Utterance
from narrate.sound import render
from narrate.sound.cache import Cache

Studio = Callable[..., Recording]
PLAIN = SoundSettings()


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setattr("narrate.sound.score._PIECE_MS", (3_000, 8_000))

    def work(utterances: list[Utterance], furniture: Furniture | None, **options: Any) -> Recording:
        given: dict[str, Any] = {"cache": tmp_path / "cache", "workers": 0, "end_pause_ms": 800} | options
        target = given.pop("target", tmp_path / "episode.mp3")
        settings = given.pop("settings", PLAIN)
        return record(utterances, load, settings, target, furniture=furniture, **given)

    return work


def full(folder: Path) -> Furniture:
    """Everything at once, each from a file of another format, rate and width."""
    music = MusicSettings(
        intro=Clip(str(write(folder / "intro.wav", 6, 48000, 1, 2)), overlap_ms=2000, fade_out_ms=2000, duck_db=12),
        bed=Clip(str(write(folder / "bed.flac", 7, 22050, 2)), -14, 2000, 3000, duck_db=8),
        outro=Clip(str(write(folder / "outro.ogg", 5, 44100, 3, 2)), fade_in_ms=1000, overlap_ms=1000, duck_db=12),
    )
    sting = Clip(str(write(folder / "sting.mp3", 2, 44100, 4)), -3)
    return Furniture(music, (Insert(sting, 3, 600), Insert(sting, 4, 0, under=True)))


# -------------------------------------------------------------------------------------------------------------- time


def test_the_first_word_waits_for_the_intro(studio: Studio, tmp_path: Path) -> None:
    intro = Clip(str(write(tmp_path / "intro.wav", 4.0)))
    plain = studio(article(4), None)
    cues = studio(article(4), Furniture(MusicSettings(intro=intro))).cues
    assert cues[0].start_frames == plain.cues[0].start_frames + 4 * 44100
    heard = decoded(tmp_path / "episode.mp3")
    assert rms(heard[44100 : 3 * 44100]) > 0.02
    assert rms(heard[4 * 44100 + 2000 : cues[0].start_frames - 2000]) < 1e-3


def test_speech_and_intro_may_overlap(studio: Studio, tmp_path: Path) -> None:
    intro = Clip(str(write(tmp_path / "intro.wav", 4.0)), overlap_ms=1500)
    cues = studio(article(4), Furniture(MusicSettings(intro=intro))).cues
    assert cues[0].start_frames == 2500 * 441 // 10


@pytest.mark.parametrize(("overlap_ms", "after_ms"), [(0, 800), (1000, -1000)])
def test_the_recording_ends_with_the_outro(studio: Studio, tmp_path: Path, overlap_ms: int, after_ms: int) -> None:
    outro = Clip(str(write(tmp_path / "outro.wav", 3.0)), overlap_ms=overlap_ms)
    made = studio(article(4), Furniture(MusicSettings(outro=outro)))
    length = made.frames - made.cues[-1].end_frames
    assert abs(length - (3000 + after_ms) * 441 // 10) <= 45
    assert rms(decoded(tmp_path / "episode.mp3")[-44100:]) > 0.02


def test_a_sound_between_two_lines_has_its_own_time(studio: Studio, tmp_path: Path) -> None:
    sting = Clip(str(write(tmp_path / "sting.wav", 2.0)))
    script = article(6)
    plain = studio(script, None)
    made = studio(script, Furniture(inserts=(Insert(sting, 3, 400),)))
    moved = [cue.start_frames - before.start_frames for cue, before in zip(made.cues, plain.cues, strict=True)]
    assert [abs(shift) < 220 for shift in moved] == [True] * 3 + [False] * 3
    assert abs(moved[3] - 2400 * 441 // 10) < 220
    heard = decoded(tmp_path / "episode.mp3")
    end = made.cues[2].end_frames
    assert rms(heard[end + 4410 : end + 400 * 44 - 2000]) < 1e-3
    assert rms(heard[end + 420 * 44 : end + 2300 * 44]) > 0.02
    assert len(heard) == made.frames


def test_a_sound_under_a_line_takes_no_time(studio: Studio, tmp_path: Path) -> None:
    door = Clip(str(write(tmp_path / "door.wav", 2.0)))
    plain = studio(article(6), None)
    made = studio(article(6), Furniture(inserts=(Insert(door, 3, 0, under=True),)))
    assert made.frames == plain.frames
    assert [cue.start_frames for cue in made.cues] == [cue.start_frames for cue in plain.cues]


# ------------------------------------------------------------------------------------------------------------- level


def test_music_leaves_the_voices_as_loud_as_they_were(studio: Studio, tmp_path: Path) -> None:
    gains = []
    for furniture in (None, full(tmp_path)):
        shutil.rmtree(tmp_path / "cache" / "mixes", ignore_errors=True)
        studio(article(6), furniture)
        (key,) = entries(tmp_path, "mixes")
        gains.append(Cache(tmp_path / "cache").head("mixes", key)["gains"])
    assert gains[0] == gains[1]


@pytest.mark.parametrize("level", [-20.0, 0.0, 6.0])
def test_the_episode_keeps_its_loudness_whatever_the_music_does(studio: Studio, tmp_path: Path, level: float) -> None:
    music = MusicSettings(
        intro=Clip(str(write(tmp_path / "intro.wav", 12.0)), level),
        bed=Clip(str(write(tmp_path / "bed.wav", 6.0, seed=3)), min(level, -6.0), duck_db=6),
    )
    recording = studio(article(8), Furniture(music))
    lufs, peak = measured(tmp_path / "episode.mp3")
    assert abs(lufs + 16) <= 0.5
    assert abs(lufs - recording.loudness_lufs) <= 0.3
    assert peak <= -1.0


def test_a_clip_is_as_loud_as_the_voices_unless_told_otherwise(studio: Studio, tmp_path: Path) -> None:
    intro = Clip(str(write(tmp_path / "intro.wav", 8.0)), -6.0)
    studio(article(12), Furniture(MusicSettings(intro=intro)))
    heard = decoded(tmp_path / "episode.mp3")
    part = tmp_path / "part.wav"
    soundfile.write(part, heard[: 8 * 44100], 44100)
    assert measured(part)[0] == pytest.approx(-22.0, abs=0.5)


def test_peaks_of_music_and_speech_together_stay_under_the_ceiling(studio: Studio, tmp_path: Path) -> None:
    bed = Clip(str(write(tmp_path / "bed.wav", 6.0)), 10.0)
    studio(article(8), Furniture(MusicSettings(bed=bed)), settings=SoundSettings(loudness_lufs=-11.0))
    assert measured(tmp_path / "episode.mp3")[1] <= -1.0


# ------------------------------------------------------------------------------------------------- ducking and joins


@pytest.fixture
def bed_alone(studio: Studio, tmp_path: Path) -> tuple[Recording, np.ndarray]:
    return tone_under_silent_lines(studio, tmp_path, 100)


def tone_under_silent_lines(studio: Studio, tmp_path: Path, seconds: int) -> tuple[Recording, np.ndarray]:
    """A steady tone under lines that nobody hears, a long pause between some of them."""
    at = np.arange(seconds * 44100) / 44100
    write_raw(tmp_path / "bed.wav", 0.3 * np.sin(2 * np.pi * 220 * at))
    bed = Clip(str(tmp_path / "bed.wav"), 0.0, 1000, 1000, duck_db=12.0)
    script = [utterance(sentence(n), n, 5000 if n % 4 == 0 else 500, engine="silent") for n in range(9)]
    recording = studio(script, Furniture(MusicSettings(bed=bed)))
    return recording, decoded(tmp_path / "episode.mp3")


def test_music_makes_way_for_speech_and_comes_back(bed_alone: tuple[Recording, np.ndarray]) -> None:
    recording, heard = bed_alone
    cues = recording.cues
    spoken = [rms(heard[cue.start_frames : cue.end_frames]) for cue in cues[1:-1]]
    short = [rms(heard[a.end_frames : b.start_frames]) for a, b in pairwise(cues[5:8])]
    long = [rms(heard[cues[n].start_frames - 88200 : cues[n].start_frames - 44100]) for n in (4, 8)]
    assert max(spoken) / min(spoken) < 1.1
    assert max(short) / min(spoken) < 1.1  # a breath between sentences does not bring it back
    for level in long:
        assert 20 * np.log10(level / np.mean(spoken)) == pytest.approx(12.0, abs=0.3)


def test_music_is_down_when_the_first_word_sounds(bed_alone: tuple[Recording, np.ndarray]) -> None:
    recording, heard = bed_alone
    onset = recording.cues[4].start_frames
    assert rms(heard[onset : onset + 2205]) == pytest.approx(rms(heard[onset + 8820 : onset + 22050]), rel=0.1)


@pytest.mark.parametrize("seconds", [100, 5])
def test_a_steady_tone_runs_through_all_joins_and_loops_without_a_click(
    studio: Studio, tmp_path: Path, seconds: int
) -> None:
    """Second differences of a sine are tiny; a lost or doubled sample, or a gap, makes them large."""
    heard = tone_under_silent_lines(studio, tmp_path, seconds)[1]
    steps = np.abs(np.diff(heard[44100:-44100], n=2))
    omega = 2 * np.pi * 220 / 44100
    assert steps.max() < 4 * omega**2 * np.abs(heard).max()


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "channels"), [(44100, 96, 1), (44100, 48, 1), (44100, 128, 2), (22050, 48, 1)]
)
def test_music_across_joins_is_as_true_as_anywhere(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate_hz: int, kbps: int, channels: int
) -> None:
    kept: dict[int, list[np.ndarray]] = {}
    pieces = []
    blocks, arranged = render.Renderer.blocks, "narrate.sound.recording.with_layers"

    def keep(renderer: render.Renderer, first: int, last: int) -> Any:
        for block in blocks(renderer, first, last):
            kept.setdefault(id(renderer._piece), [np.zeros(first)] if first > 0 else []).append(block.channels[0])
            yield block

    from narrate.sound.score import with_layers

    def note(*given: Any) -> Any:
        pieces.append(with_layers(*given))
        return pieces[-1]

    monkeypatch.setattr(render.Renderer, "blocks", keep)
    monkeypatch.setattr(arranged, note)
    settings = SoundSettings(sample_rate_hz=rate_hz, bitrate_kbps=kbps, channels=channels)
    bed = Clip(str(write(tmp_path / "bed.wav", 6.0, channels=channels)), -3.0)
    made = studio(article(9), Furniture(MusicSettings(bed=bed)), settings=settings)
    heard = decoded(tmp_path / "episode.mp3", channels).reshape(-1, channels)[:, 0]
    assert len(heard) == made.frames
    roll = -(-1728 // (1152 if rate_hz > 24000 else 576)) * (1152 if rate_hz > 24000 else 576)
    wanted = np.concatenate([np.concatenate(kept[id(p)])[roll : roll + p.frames] for p in pieces[0].pieces])
    errors = heard - wanted / 32768 * 0.95
    joins = np.cumsum([piece.frames for piece in pieces[0].pieces])[:-1]
    assert len(joins) >= 3
    window = rate_hz // 50
    usual = np.array([rms(errors[at : at + window]) for at in range(0, len(errors) - window, window)])
    for join in joins:
        assert rms(errors[join - window // 2 : join + window // 2]) <= 1.2 * np.quantile(usual, 0.98)


def test_nothing_clicks_where_music_and_speech_meet(studio: Studio, tmp_path: Path) -> None:
    made = studio(article(7), full(tmp_path))
    heard = decoded(tmp_path / "episode.mp3")
    steps = np.abs(np.diff(heard, n=2))
    within = max(float(steps[cue.start_frames + 900 : cue.end_frames - 900].max()) for cue in made.cues)
    edges = [edge for cue in made.cues for edge in (cue.start_frames, cue.end_frames)]
    for edge in edges:
        assert steps[max(0, edge - 400) : edge + 400].max(initial=0) <= 1.3 * within


def test_music_is_seen_in_the_waveform(studio: Studio, tmp_path: Path) -> None:
    intro = Clip(str(write(tmp_path / "intro.wav", 6.0)))
    made = studio(article(6), Furniture(MusicSettings(intro=intro)))
    opening = made.peaks[: int(len(made.peaks) * 5 * 44100 / made.frames)]
    assert min(opening) > 0.02


# ------------------------------------------------------------------------------------------------------- determinism


def test_music_gives_the_same_bytes_with_any_workers_and_any_cache(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furniture, script = full(tmp_path), article(7)
    monkeypatch.setattr("narrate.workers.processes._FEW_MS", 1000)
    studio(script, furniture)
    first = (tmp_path / "episode.mp3").read_bytes()
    studio(script, furniture, workers=3, cache=tmp_path / "other")
    assert (tmp_path / "episode.mp3").read_bytes() == first
    assert studio(script, furniture).spoken == 0
    assert (tmp_path / "episode.mp3").read_bytes() == first
    shutil.rmtree(tmp_path / "cache" / "pieces")
    monkeypatch.setattr(render, "_BLOCK_FRAMES", 7000)
    studio(script, furniture)
    assert (tmp_path / "episode.mp3").read_bytes() == first


def test_a_pruned_part_of_a_clip_is_decoded_again(studio: Studio, tmp_path: Path) -> None:
    furniture, script = full(tmp_path), article(6)
    studio(script, furniture)
    first = (tmp_path / "episode.mp3").read_bytes()
    shutil.rmtree(tmp_path / "cache" / "pieces")
    largest = max(
        (path for path in (tmp_path / "cache" / "clips").rglob("*") if path.is_file()), key=lambda p: p.stat().st_size
    )
    largest.unlink()
    studio(script, furniture)
    assert (tmp_path / "episode.mp3").read_bytes() == first


def test_one_edit_over_a_bed_speaks_one_line_again(studio: Studio, tmp_path: Path) -> None:
    furniture, script = full(tmp_path), article(10)
    studio(script, furniture)
    script[5] = utterance(sentence(5) + " Changed.", 5, script[5].pause_ms, id=script[5].voice.id)
    assert studio(script, furniture).spoken == 1


def test_the_stream_with_music_is_clean_by_mp3val_and_mp3check(studio: Studio, tmp_path: Path) -> None:
    needs("mp3val", "mp3check")
    studio(article(7), full(tmp_path))
    path = str(tmp_path / "episode.mp3")
    report = subprocess.run(["mp3val", path], capture_output=True, text=True, check=True).stdout
    assert [line for line in report.splitlines() if "WARNING" in line and "No supported tags" not in line] == []
    checked = subprocess.run(["mp3check", "-e", "-S", "-B", path], capture_output=True, text=True, check=False)
    assert checked.stdout.strip() + checked.stderr.strip() == ""


# ------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.ogg", "telephone.wav"])
def test_files_of_each_kind_and_rate_are_heard_as_they_are(studio: Studio, tmp_path: Path, name: str) -> None:
    rate_hz = 8000 if name.startswith("telephone") else 48000
    intro = Clip(str(write(tmp_path / name, 11.0, rate_hz)), -3.0)
    studio(article(3), Furniture(MusicSettings(intro=intro)))
    heard = decoded(tmp_path / "episode.mp3")[4410 : 10 * 44100]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(np.argmax(spectrum) * 44100 / len(heard) - 110) < 1  # the drone


def test_stereo_music_keeps_its_sides_in_a_stereo_recording(studio: Studio, tmp_path: Path) -> None:
    left = np.stack([tune(4.0, 44100), np.zeros(4 * 44100)], axis=1)
    intro = Clip(str(write_raw(tmp_path / "left.wav", left)))
    made = studio(
        article(3), Furniture(MusicSettings(intro=intro)), settings=SoundSettings(channels=2, bitrate_kbps=128)
    )
    heard = decoded(tmp_path / "episode.mp3", 2).reshape(-1, 2)
    assert rms(heard[8820 : 3 * 44100, 1]) < 0.02 * rms(heard[8820 : 3 * 44100, 0])
    cue = made.cues[1]
    voice = heard[cue.start_frames : cue.end_frames]
    assert np.allclose(voice[:, 0], voice[:, 1], atol=0.02)


def spoil(path: Path, what: str) -> Path:
    if what == "text":
        path.write_text("not a sound", encoding="utf-8")
    elif what == "eight channels":
        write_raw(path, np.zeros((4410, 8)))
    elif what == "empty":
        write_raw(path, np.zeros(0))
    elif what == "not a number":
        write_raw(path, np.where(np.arange(44100) == 20000, np.nan, 0.1))
    elif what == "too long":
        soundfile.write(path, np.zeros(4000 * 3700, np.int16), 4000, subtype="PCM_U8")
    elif what == "half a file":
        write(path, 2.0)
        path.write_bytes(path.read_bytes()[:30])
    return path


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("text", "cannot be read as sound"),
        ("eight channels", "it has 8 channels"),
        ("empty", "it holds no sound"),
        ("not a number", "samples that are no numbers"),
        ("too long", "it lasts 1:01:40, and an hour is the most"),
        ("half a file", "cannot be read as sound|holds no sound"),
        ("missing", "no such file"),
    ],
)
def test_a_file_that_nobody_can_play_is_named_with_its_place(
    studio: Studio, tmp_path: Path, what: str, reason: str
) -> None:
    intro = Clip(str(spoil(tmp_path / "intro.wav", what)), where="voices.yaml:7")
    with pytest.raises(SoundError, match=reason) as failure:
        studio(article(2), Furniture(MusicSettings(intro=intro)))
    assert failure.value.message.startswith("voices.yaml:7:")
    assert "intro.wav" in failure.value.message
    assert failure.value.hint
    assert "\n" not in failure.value.message
    assert not (tmp_path / "episode.mp3").exists()
