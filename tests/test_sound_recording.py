"""Facts about whole recordings, measured on what a decoder gives back."""

from __future__ import annotations

import dataclasses
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sound_engines import article, load, record, sentence, utterance

from narrate.errors import EngineError, NarrateError, OutputError, SoundError, VoiceError
from narrate.model import Progress, Recording, SoundSettings, Utterance
from narrate.sound import cache_info, desk, recording as recording_module, render, verify
from narrate.sound.mp3 import frame_ends, info_frame, layout_of
from narrate.sound.score import Piece, Score

Samples = NDArray[np.float64]
Studio = Callable[..., Recording]
PLAIN = SoundSettings()


def needs(*tools: str) -> None:
    """Skip where a measuring tool is missing; on CI that is a failure."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing on CI: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def decoded(path: Path, channels: int = 1) -> Samples:
    needs("ffmpeg")
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", str(channels), "-"]
    run = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=True)
    assert run.stderr == b""
    return np.frombuffer(run.stdout, "<f4").astype(np.float64)


def measured(path: Path, *options: str) -> tuple[float, float]:
    """Integrated loudness as heard and true peak, by ffmpeg's ebur128."""
    needs("ffmpeg")
    command = [
        "ffmpeg",
        "-nostats",
        "-hide_banner",
        *options,
        "-i",
        str(path),
        "-af",
        "ebur128=peak=true:dualmono=true",
    ]
    run = subprocess.run(
        [*command, "-f", "null", "-"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True
    )
    summary = run.stderr[run.stderr.rindex("Summary:") :].split()
    return float(summary[summary.index("I:") + 1]), float(summary[summary.index("Peak:") + 1])


def loudness_of(samples: Samples, rate_hz: int, folder: Path) -> float:
    raw = folder / "part.f32"
    raw.write_bytes(samples.astype("<f4").tobytes())
    return measured(raw, "-f", "f32le", "-ar", str(rate_hz), "-ac", "1")[0]


@dataclasses.dataclass(frozen=True)
class Episode:
    """An episode that several tests look at: what was asked for, told and heard."""

    script: list[Utterance]
    recording: Recording
    path: Path
    rendered: Samples  # what was given to the encoder
    pieces: int

    @property
    def heard(self) -> Samples:
        return decoded(self.path)


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    folder = tmp_path_factory.mktemp("episode")
    rendered: dict[Piece, list[Samples]] = {}
    scores: list[Score] = []
    blocks, arrange = render.Renderer.blocks, recording_module.arrange

    def keep(renderer: render.Renderer, *given: Any) -> Any:
        for block in blocks(renderer, *given):
            rendered.setdefault(renderer._piece, []).append(block.channels[0] / 32768 * 0.95)
            yield block

    def note(*given: Any) -> Score:
        scores.append(arrange(*given))
        return scores[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render.Renderer, "blocks", keep)
        patch.setattr(recording_module, "arrange", note)
        patch.setattr("narrate.sound.score._PIECE_MS", (4_000, 16_000))
        script = article(24)
        path = folder / "episode.mp3"
        recording = record(script, load, PLAIN, path, cache=folder / "cache", end_pause_ms=800)
    samples = np.concatenate([block for piece in scores[0].pieces for block in rendered[piece]])
    return Episode(script, recording, path, samples, len(scores[0].pieces))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    def work(utterances: list[Utterance], settings: SoundSettings = PLAIN, **options: Any) -> Recording:
        given: dict[str, Any] = {"cache": tmp_path / "cache", "end_pause_ms": 800} | options
        target = given.pop("target", tmp_path / "episode.mp3")
        loader = given.pop("load_engine", load)
        return record(utterances, loader, settings, target, **given)

    return work


def entries(folder: Path, kind: str) -> set[str]:
    return {path.name for path in (folder / "cache" / kind).rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------------ length, time


def test_the_decoded_recording_is_as_long_as_the_cues_say_to_the_sample(episode: Episode) -> None:
    assert len(episode.heard) == episode.recording.frames
    assert episode.recording.cues[-1].end_frames + 800 * 441 // 10 == episode.recording.frames


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "channels"),
    [(44100, 64, 2), (48000, 128, 1), (32000, 48, 1), (24000, 64, 1), (22050, 48, 2), (16000, 32, 1), (8000, 16, 1)],
)
def test_every_stream_that_mp3_has_decodes_to_its_exact_length(
    studio: Studio, tmp_path: Path, rate_hz: int, kbps: int, channels: int
) -> None:
    settings = SoundSettings(sample_rate_hz=rate_hz, bitrate_kbps=kbps, channels=channels)
    recording = studio(article(3), settings)
    samples = decoded(tmp_path / "episode.mp3", channels)
    assert len(samples) == recording.frames * channels
    onset = recording.cues[-1].start_frames
    mono = samples.reshape(-1, channels)[:, 0]
    before, after = mono[onset - rate_hz // 20 : onset - rate_hz // 40], mono[onset : onset + rate_hz // 20]
    assert np.abs(before).max() < 0.02 < np.abs(after).max()


def test_sound_starts_and_ends_where_its_cue_says(episode: Episode) -> None:
    loud = np.abs(episode.heard) > 10 ** (-45 / 20)
    for cue in episode.recording.cues:
        reach = 4000
        inside = np.flatnonzero(loud[cue.start_frames - reach : cue.end_frames + reach]) - reach
        assert abs(inside[0]) < 220  # 5 ms
        assert abs(inside[-1] - (cue.end_frames - cue.start_frames)) < 441


def test_pauses_are_what_was_asked_for_within_five_milliseconds(episode: Episode) -> None:
    cues, script = episode.recording.cues, episode.script
    assert cues[0].start_frames == script[0].pause_ms * 441 // 10
    for before, after, line in zip(cues, cues[1:], script[1:], strict=False):
        assert abs((after.start_frames - before.end_frames) / 44.1 - line.pause_ms) <= 5


def test_words_are_heard_inside_their_cue_in_order(episode: Episode) -> None:
    for cue in episode.recording.cues:
        spoken = episode.script[cue.utterance].spoken.text
        assert [spoken[word.start : word.end] for word in cue.words] == spoken.split()
        times = [frame for word in cue.words for frame in (word.start_frames, word.end_frames)]
        assert times == sorted(times)
        assert cue.start_frames <= times[0]
        assert times[-1] <= cue.end_frames


def test_pieces_joined_in_pauses_are_as_true_as_one_stream(episode: Episode, tmp_path: Path) -> None:
    assert episode.pieces >= 4
    assert len(episode.rendered) == episode.recording.frames
    joined, single = episode.heard, decoded(one_stream(episode.rendered, tmp_path))
    errors = []
    # A lag of one sample anywhere would put the difference of these buzzing tones near the tones themselves.
    for start in range(0, episode.recording.frames - 22050, 22050):
        part = slice(start, start + 22050)
        level = rms(episode.rendered[part])
        errors.append(
            (
                (rms(joined[part] - episode.rendered[part])) / (level + 1e-3),
                rms(single[part] - episode.rendered[part]) / (level + 1e-3),
            )
        )
    assert max(joined for joined, _ in errors) <= 1.1 * max(single for _, single in errors)
    assert np.mean([joined for joined, _ in errors]) <= 1.05 * np.mean([single for _, single in errors])


def one_stream(samples: Samples, folder: Path) -> Path:
    """The same samples through one encoder, the way everyone does it."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(44100)
    encoder.set_channels(1)
    encoder.set_bit_rate(96)
    encoder.set_quality(5)
    scaled = np.rint(samples * 32768 / 0.95).astype("<i2").tobytes()
    data = bytes(encoder.encode(scaled) + encoder.flush())
    layout = layout_of(44100, 96, 1)
    frames = len(list(frame_ends(data, layout)))
    path = folder / "single.mp3"
    path.write_bytes(info_frame(layout, data[:4], frames, len(data), len(samples), 5) + data)
    return path


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def test_nothing_clicks_at_the_edges_of_takes(studio: Studio, tmp_path: Path) -> None:
    script = [
        dataclasses.replace(line, pause_ms=pause)
        for line, pause in zip(article(9), (0, 0, 3, 20, 40, 90, 0, 200, 5), strict=True)
    ]
    recording = studio(script, end_pause_ms=0)
    samples = decoded(tmp_path / "episode.mp3")
    steps = np.abs(np.diff(samples, n=2))
    within = max(float(steps[cue.start_frames + 900 : cue.end_frames - 900].max()) for cue in recording.cues)
    for cue in recording.cues:
        for edge in (cue.start_frames, cue.end_frames):
            assert steps[max(0, edge - 400) : edge + 400].max(initial=0) <= 1.3 * within


# ------------------------------------------------------------------------------------------------------------- level


def test_the_episode_is_as_loud_as_asked_by_an_independent_meter(episode: Episode) -> None:
    lufs, peak = measured(episode.path)
    assert abs(lufs + 16) <= 0.5
    assert abs(lufs - episode.recording.loudness_lufs) <= 0.3
    assert peak <= -1.0
    assert abs(peak - episode.recording.true_peak_dbtp) <= 1.0  # what the encoder adds


def test_a_stereo_file_is_as_loud_as_a_mono_one(studio: Studio, tmp_path: Path) -> None:
    studio(article(8), SoundSettings(channels=2, bitrate_kbps=128))
    assert measured(tmp_path / "episode.mp3")[0] == pytest.approx(-16.0, abs=0.5)


def test_voices_of_very_different_level_are_matched_within_half_a_unit(episode: Episode, tmp_path: Path) -> None:
    samples = episode.heard
    said: dict[str, list[Samples]] = {}
    for cue, line in zip(episode.recording.cues, episode.script, strict=True):
        said.setdefault(line.voice.id, []).append(samples[cue.start_frames : cue.end_frames])
    heard = [loudness_of(np.concatenate(parts), 44100, tmp_path) for parts in said.values()]
    assert len(heard) == 3
    assert max(heard) - min(heard) <= 0.5


def test_a_voice_may_be_louder_than_the_others_on_purpose(studio: Studio, tmp_path: Path) -> None:
    script = [
        utterance(sentence(n), n, id="low" if n % 2 else "high", volume_db=4.0 if n % 2 else 0.0) for n in range(6)
    ]
    recording = studio(script)
    samples = decoded(tmp_path / "episode.mp3")
    loud, plain = (
        np.concatenate([samples[c.start_frames : c.end_frames] for c in recording.cues if c.utterance % 2 == odd])
        for odd in (1, 0)
    )
    difference = loudness_of(loud, 44100, tmp_path) - loudness_of(plain, 44100, tmp_path)
    assert abs(difference - 4.0) <= 0.4


def test_peaks_stay_under_the_ceiling_even_where_the_level_asks_for_more(studio: Studio, tmp_path: Path) -> None:
    recording = studio(article(5), SoundSettings(loudness_lufs=-9.0))
    lufs, peak = measured(tmp_path / "episode.mp3")
    assert lufs > -11
    assert peak <= -1.0
    assert recording.true_peak_dbtp <= -1.0


def test_a_bleep_is_a_steady_tone_of_one_kilohertz(studio: Studio, tmp_path: Path) -> None:
    script = [*article(3), utterance("", 3, 300, bleep_ms=400), utterance(sentence(9), 4)]
    cues = studio(script).cues
    cue = cues[3]
    assert cue.end_frames - cue.start_frames == 400 * 441 // 10
    samples = decoded(tmp_path / "episode.mp3")
    tone = samples[cue.start_frames : cue.end_frames]
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone))))
    assert abs(np.argmax(spectrum) * 44100 / len(tone) - 1000) < 5
    speech = np.concatenate([samples[other.start_frames : other.end_frames] for other in cues if other is not cue])
    assert loudness_of(np.tile(tone, 4), 44100, tmp_path) - loudness_of(speech, 44100, tmp_path) == pytest.approx(
        -3, abs=1
    )


# ------------------------------------------------------------------------------------------------------- determinism


def test_the_bytes_do_not_depend_on_workers_or_cache(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = article(8)
    monkeypatch.setattr("narrate.workers.processes._FEW_MS", 1000)
    studio(script)
    first = (tmp_path / "episode.mp3").read_bytes()
    for workers in (1, 3):
        again = studio(script, workers=workers, cache=tmp_path / f"cache-{workers}")
        assert (tmp_path / "episode.mp3").read_bytes() == first
        assert (again.spoken, again.cached) == (8, 0)
    assert studio(script).spoken == 0
    assert (tmp_path / "episode.mp3").read_bytes() == first
    shutil.rmtree(tmp_path / "cache" / "pieces")
    studio(script)
    assert (tmp_path / "episode.mp3").read_bytes() == first


def test_blocks_of_any_size_give_the_same_bytes(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = SoundSettings(loudness_lufs=-9.0)  # the limiter is at work
    studio(article(3), loud)
    first = (tmp_path / "episode.mp3").read_bytes()
    shutil.rmtree(tmp_path / "cache" / "pieces")
    monkeypatch.setattr(render, "_BLOCK_FRAMES", 5000)
    studio(article(3), loud)
    assert (tmp_path / "episode.mp3").read_bytes() == first


def test_one_edit_speaks_one_line_again_and_encodes_little(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = article(40)
    monkeypatch.setattr("narrate.sound.score._PIECE_MS", (4_000, 16_000))
    studio(script)
    before = entries(tmp_path, "pieces")
    monkeypatch.setenv("NARRATE_TEST_SPOKEN", str(tmp_path / "spoken"))
    script[21] = utterance(sentence(21) + " Changed.", 21, script[21].pause_ms, id=script[21].voice.id)
    recording = studio(script)
    assert (recording.spoken, recording.cached) == (1, 39)
    assert (tmp_path / "spoken").read_text(encoding="utf-8") == sentence(21) + " Changed.\n"
    assert len(before) > 5
    assert len(entries(tmp_path, "pieces") - before) <= 3


def test_a_recording_in_the_cache_needs_no_engine_to_speak(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio(article(5))
    monkeypatch.setattr("sound_engines.ToneEngine.speak", None)
    monkeypatch.setattr("narrate.workers.Here.submit", None)
    assert studio(article(5)).cached == 5


def test_the_same_words_are_spoken_once(studio: Studio) -> None:
    recording = studio([utterance("Order, order.", n) for n in range(20)])
    assert (recording.spoken, len(recording.cues)) == (1, 20)


# --------------------------------------------------------------------------------------------------------- bad input


def test_nothing_to_record_is_an_error(studio: Studio) -> None:
    with pytest.raises(SoundError, match="nothing to record"):
        studio([])


def test_lines_without_words_are_silent_and_need_no_engine(studio: Studio) -> None:
    script = [utterance("", 0), utterance("…—!", 1), utterance(sentence(3), 2), utterance(" ", 3)]
    recording = studio(script)
    assert [cue.end_frames - cue.start_frames for cue in recording.cues][:2] == [0, 0]
    assert [cue.start_frames for cue in recording.cues] == sorted(cue.start_frames for cue in recording.cues)


def test_engines_of_different_rates_share_one_episode(studio: Studio, tmp_path: Path) -> None:
    script = [utterance(sentence(n), n, engine=engine) for n, engine in enumerate(["tone", "telephone", "studio"])]
    recording = studio(script)
    samples = decoded(tmp_path / "episode.mp3")
    assert len(samples) == recording.frames
    for cue, line in zip(recording.cues, script, strict=True):
        letters = sum(map(len, line.spoken.text.split()))
        assert (cue.end_frames - cue.start_frames) / 44100 == pytest.approx(letters / 14, rel=0.1)
    high = np.fft.rfft(samples[recording.cues[1].start_frames : recording.cues[1].end_frames])
    bins = np.fft.rfftfreq(recording.cues[1].end_frames - recording.cues[1].start_frames, 1 / 44100)
    assert np.abs(high[bins > 4300]).max() < 0.01 * np.abs(high).max()  # no image of the telephone's band


def test_a_silent_episode_has_figures_that_json_can_hold(studio: Studio) -> None:
    recording = studio([utterance(sentence(1), engine="silent")])
    assert (recording.loudness_lufs, recording.true_peak_dbtp) == (-70.0, -96.3)


def test_hundreds_of_lines_of_one_word(studio: Studio, tmp_path: Path) -> None:
    script = [utterance(f"word{n}", n, 100) for n in range(120)]
    recording = studio(script)
    assert len(decoded(tmp_path / "episode.mp3")) == recording.frames


def test_one_line_is_encoded_in_blocks(studio: Studio, tmp_path: Path) -> None:
    recording = studio([utterance(" ".join(sentence(n) for n in range(12)))])
    assert recording.frames > 40 * 44100
    assert len(decoded(tmp_path / "episode.mp3")) == recording.frames


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (SoundSettings(sample_rate_hz=44000), "no sample rate of 44000 Hz"),
        (SoundSettings(bitrate_kbps=100), "no bit rate of 100 kb/s"),
        (SoundSettings(sample_rate_hz=8000, bitrate_kbps=128), "no bit rate of 128 kb/s"),
        (SoundSettings(channels=6), "no 6 channels"),
    ],
)
def test_settings_that_mp3_does_not_know_are_named(studio: Studio, settings: SoundSettings, message: str) -> None:
    with pytest.raises(SoundError, match=message):
        studio(article(1), settings)


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        ("mute", "it is silent"),
        ("clipped", "of it is clipped"),
        ("odd", "no whole number of 16-bit samples"),
        ("empty", "it is empty"),
        ("half", "too short for"),
        ("cut", "breaks off in the middle of a sound"),
        ("endless", "too long for"),
        ("none", "it is no sound at all"),
        ("rateless", "sample rate of 0 Hz"),
        ("raises", "RuntimeError: synthesis went wrong"),
        ("refuses", "the server says no"),
    ],
)
def test_a_line_that_fails_is_named_and_the_others_are_kept(
    studio: Studio, tmp_path: Path, engine: str, reason: str
) -> None:
    script = [utterance(sentence(n), n, engine=engine) for n in range(6)]
    script[3] = utterance("This is a bad line of some length indeed", 3, engine=engine)
    with pytest.raises(EngineError, match=f"^line 4 .*{reason}") as failure:
        studio(script)
    assert failure.value.hint
    assert "\n" not in failure.value.message
    assert not (tmp_path / "episode.mp3").exists()
    assert len(entries(tmp_path, "takes")) == 5
    script[3] = utterance("This line is fine", 3, engine=engine)
    assert studio(script).spoken == 1


def test_a_voice_that_is_missing_is_named_with_its_line(studio: Studio) -> None:
    with pytest.raises(VoiceError, match=r"^line 2 .*no voice 'mid' here"):
        studio([utterance("good", 0), utterance("bad", 1, engine="voiceless")])


def test_a_take_that_fails_once_is_spoken_again(studio: Studio) -> None:
    assert studio([utterance("A bad start", engine="flaky")]).spoken == 1


def test_many_failures_are_told_together_and_soon(studio: Studio) -> None:
    script = [utterance(f"bad {n}", n, engine="refuses") for n in range(50)]
    with pytest.raises(EngineError, match=r"^line 1 .*; also line 2, 3$"):
        studio(script)


def test_an_engine_that_hangs_is_ended_and_its_line_named(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_PATIENCE_SECONDS", 2.0)
    monkeypatch.setattr(desk, "_PATIENCE_PER_CHARACTER", 0.0)
    script = [utterance(sentence(n), n, engine="hangs") for n in range(4)]
    script[1] = utterance("a bad word", 1, engine="hangs")
    with pytest.raises(EngineError, match=r"^line 2 .*no answer for 2 s"):
        studio(script, workers=2)
    assert len(entries(tmp_path, "takes")) == 3


def test_an_engine_that_takes_its_process_down_costs_its_line_alone(studio: Studio, tmp_path: Path) -> None:
    script = [utterance(sentence(n), n, engine="dies") for n in range(4)]
    script[1] = utterance("a bad word", 1, engine="dies")
    with pytest.raises(EngineError, match=r"^line 2 .*process died, exit code 7"):
        studio(script, workers=1)
    assert len(entries(tmp_path, "takes")) == 3


def test_an_engine_that_is_not_parallel_speaks_in_one_process(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATE_TEST_PIDS", str(tmp_path / "pids"))
    monkeypatch.setattr("narrate.workers.processes._FEW_MS", 100)
    studio([utterance(sentence(n), n, engine="serial") for n in range(12)], workers=3)
    assert len(set((tmp_path / "pids").read_text(encoding="utf-8").split())) == 1


def test_an_engine_that_waits_is_asked_by_as_many_threads_as_it_says(studio: Studio) -> None:
    script = [utterance(sentence(n), n, engine=("crowd", "tone")[n % 2]) for n in range(16)]
    assert studio(script, workers=1).spoken == 16


def test_what_an_engine_prints_or_starts_does_not_disturb_its_worker(studio: Studio) -> None:
    script = [utterance(sentence(n), n, engine="chatty") for n in range(3)]
    assert studio(script, workers=1).spoken == 3


def test_a_recording_in_the_cache_needs_no_numpy(tmp_path: Path) -> None:
    script = [utterance(sentence(n), n, engine="silence", id="silent-female-1") for n in range(3)]
    code = """
import pickle, sys
from pathlib import Path
from narrate.engines import load
from narrate.model import SoundSettings
from narrate.sound import record
from narrate.workers import Processes, finish
script = pickle.loads(sys.stdin.buffer.read())
with Processes() as pool:
    made = record(
        script, load, SoundSettings(), Path("e.mp3"), cache=Path("cache"), finish=lambda job: finish(job, pool)
    )
print(made.spoken, "numpy" in sys.modules, "pydub" in sys.modules)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command, given = [sys.executable, "-c", code], pickle.dumps(script)
    for spoken in ("3", "0"):
        run = subprocess.run(command, input=given, env=environment, cwd=tmp_path, capture_output=True, check=True)
        assert run.stdout.decode().split() == [spoken, "False", "False"]


def test_an_engine_that_cannot_travel_speaks_in_this_process(studio: Studio) -> None:
    assert studio(article(2), load_engine=lambda name: load(name), workers=4).spoken == 2


def test_a_damaged_take_is_spoken_again(studio: Studio, tmp_path: Path) -> None:
    studio(article(3))
    first = (tmp_path / "episode.mp3").read_bytes()
    shutil.rmtree(tmp_path / "cache" / "pieces")
    victim = next(path for path in (tmp_path / "cache" / "takes").rglob("*") if path.is_file())
    data = bytearray(victim.read_bytes())
    data[-100] ^= 0xFF
    victim.write_bytes(data)
    again = studio(article(3))
    assert (again.spoken, again.damaged) == (1, 1)
    assert (tmp_path / "episode.mp3").read_bytes() == first


def test_many_damaged_takes_are_all_spoken_again(studio: Studio, tmp_path: Path) -> None:
    studio(article(9))
    first = (tmp_path / "episode.mp3").read_bytes()
    for kind in ("mixes", "pieces"):
        shutil.rmtree(tmp_path / "cache" / kind)
    for path in (tmp_path / "cache" / "takes").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7])
    again = studio(article(9))
    assert (again.spoken, again.damaged) == (9, 9)
    assert (tmp_path / "episode.mp3").read_bytes() == first


@pytest.mark.parametrize("kind", ["takes", "mixes", "pieces"])
def test_any_damage_to_the_cache_is_repaired(studio: Studio, tmp_path: Path, kind: str) -> None:
    studio(article(3))
    first = (tmp_path / "episode.mp3").read_bytes()
    for cut in (0, 10, -1):
        for path in (tmp_path / "cache" / kind).rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes()[:cut])
        studio(article(3))
        assert (tmp_path / "episode.mp3").read_bytes() == first
    verify(tmp_path / "cache")
    assert verify(tmp_path / "cache").damaged == ()


def test_progress_is_told_to_the_end(studio: Studio) -> None:
    told: list[Progress] = []
    recording = studio(article(5), report=told.append)
    assert [(p.done, p.total) for p in told if p.stage == "speaking"] == [(n, 5) for n in range(1, 6)]
    assert {p.stage for p in told} == {"speaking", "levelling", "encoding"}
    assert abs(told[-1].audio_ms - recording.frames / 44.1) < 10


def test_a_target_that_cannot_be_written_leaves_the_cache(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        studio(article(2), target=tmp_path / "missing" / "episode.mp3")
    assert cache_info(tmp_path / "cache").takes == 2


def test_every_failure_is_an_error_of_narrate(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    with pytest.raises(NarrateError, match="the cache cannot be used"):
        studio(article(1))


# ------------------------------------------------------------------------------------------------ other people's tools


def test_the_stream_is_clean_by_mp3val_and_mp3check(episode: Episode) -> None:
    needs("mp3val", "mp3check", "ffprobe")
    path = str(episode.path)
    report = subprocess.run(["mp3val", path], capture_output=True, text=True, check=True).stdout
    assert [line for line in report.splitlines() if "WARNING" in line and "No supported tags" not in line] == []
    checked = subprocess.run(["mp3check", "-e", "-S", "-B", path], capture_output=True, text=True, check=False)
    assert checked.stdout.strip() + checked.stderr.strip() == ""
    probe = ["ffprobe", "-v", "error", "-show_entries", "format=duration:stream=bit_rate", "-of", "csv=p=0", path]
    stream, duration = subprocess.run(probe, capture_output=True, text=True, check=True).stdout.split()
    assert stream == "96000"
    assert abs(float(duration) - episode.recording.frames / 44100) < 0.06  # ffprobe counts whole MP3 frames


@pytest.mark.parametrize(("rate_hz", "kbps", "channels"), [(44100, 96, 1), (44100, 128, 2), (22050, 48, 1)])
def test_silence_is_a_clean_stream_of_exact_length_too(
    studio: Studio, tmp_path: Path, rate_hz: int, kbps: int, channels: int
) -> None:
    needs("ffmpeg", "mp3val", "mp3check")
    settings = SoundSettings(sample_rate_hz=rate_hz, bitrate_kbps=kbps, channels=channels)
    script = [utterance(sentence(n), n, engine="silent") for n in range(12)]
    script += [utterance(sentence(n), n, engine="tone" if n > 20 else "silent") for n in range(12, 24)]
    recording = studio(script, settings)
    samples = decoded(tmp_path / "episode.mp3", channels)
    assert len(samples) == recording.frames * channels
    cues = recording.cues
    assert not samples[: (cues[20].end_frames + rate_hz // 10) * channels].any()
    assert np.abs(samples[cues[21].start_frames * channels :][: rate_hz // 2]).max() > 0.1
    path = str(tmp_path / "episode.mp3")
    report = subprocess.run(["mp3val", path], capture_output=True, text=True, check=True).stdout
    assert [line for line in report.splitlines() if "WARNING" in line and "No supported tags" not in line] == []
    assert "CBR" in report or rate_hz == 22050  # the Info frame of 48 kb/s needs 56: mp3val calls that a Xing header
    checked = subprocess.run(["mp3check", "-e", "-S", "-B", path], capture_output=True, text=True, check=False)
    assert checked.stdout.strip() + checked.stderr.strip() == ""


def test_mutagen_reads_the_exact_length(episode: Episode) -> None:
    from mutagen.mp3 import MP3, BitrateMode

    info = MP3(episode.path).info
    assert info.bitrate_mode == BitrateMode.CBR
    assert abs(info.length - episode.recording.frames / 44100) < 1 / 44100
