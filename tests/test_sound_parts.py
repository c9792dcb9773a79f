"""Facts about the sound room's parts: resampler, meter, limiter, MP3 frames."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from test_sound_recording import loudness_of, needs

from narrate.sound.limiter import limit, reach_frames, true_peak
from narrate.sound.loudness import CELL_SECONDS, Meter, cells_of, integrated_lufs
from narrate.sound.mp3 import frame_ends, frames_for, info_bytes, info_frame, layout_of
from narrate.sound.resample import frames_after, resample


def sine(hertz: float, seconds: float, rate_hz: int, level: float = 0.5) -> np.ndarray:
    return np.asarray(np.rint(level * 32767 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate_hz)) / rate_hz)))


# --------------------------------------------------------------------------------------------------------- resampler


@pytest.mark.parametrize("in_hz", [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 96000])
@pytest.mark.parametrize("out_hz", [44100, 22050])
def test_a_tone_keeps_its_pitch_and_level_at_any_rate(in_hz: int, out_hz: int) -> None:
    hertz = 0.3 * min(in_hz, out_hz)
    tone = sine(hertz, 0.5, in_hz).astype(np.int16)
    count = frames_after(len(tone), in_hz, out_hz)
    given_back = resample(tone, in_hz, out_hz, 0, count)
    wanted = 0.5 * 32767 * np.sin(2 * np.pi * hertz * np.arange(count) / out_hz)
    middle = slice(count // 4, count // 4 * 3)
    assert np.sqrt(np.mean((given_back - wanted)[middle] ** 2)) < 12  # -60 dB


@pytest.mark.parametrize("in_hz", [8000, 16000, 22050, 24000])
def test_no_image_of_the_low_band_appears_above_it(in_hz: int) -> None:
    tone = sine(0.4 * in_hz, 1.0, in_hz).astype(np.int16)
    spectrum = np.abs(np.fft.rfft(resample(tone, in_hz, 44100, 4410, 39690) * np.hanning(35280)))
    hertz = np.fft.rfftfreq(35280, 1 / 44100)
    assert spectrum[hertz > in_hz / 2].max() < 10 ** (-60 / 20) * spectrum.max()


def test_what_the_lower_rate_cannot_hold_is_gone() -> None:
    tone = sine(15000, 1.0, 48000).astype(np.int16)
    assert np.abs(resample(tone, 48000, 22050, 2000, 20000)).max() < 10 ** (-60 / 20) * 16384


@given(st.integers(0, 3000), st.integers(1, 3000), st.sampled_from([8000, 22050, 24000, 48000]))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_stretch_is_the_same_as_the_whole(start: int, length: int, in_hz: int) -> None:
    noise = np.random.default_rng(1).integers(-20000, 20000, 3000).astype(np.int16)
    whole = resample(noise, in_hz, 44100, 0, 6500)
    assert np.array_equal(resample(noise, in_hz, 44100, start, start + length), whole[start : start + length])


# ------------------------------------------------------------------------------------------------------------- meter


def test_a_full_scale_tone_reads_as_the_standard_says() -> None:
    for rate_hz in (22050, 44100, 48000):
        cells = cells_of(sine(997, 3, rate_hz, 1.0).astype(np.int16), rate_hz)
        assert integrated_lufs([cells]) == pytest.approx(-3.01, abs=0.03)


def test_gates_leave_out_what_is_quiet() -> None:
    """EBU Tech 3341, case 3, for one channel: 10 s at -36, 60 s at -23, 10 s at -36."""
    parts = [(10, -36.0), (60, -23.0), (10, -36.0)]
    tone = np.concatenate([sine(1000, seconds, 48000, 10 ** ((level + 3.01) / 20)) for seconds, level in parts])
    assert integrated_lufs([cells_of(tone.astype(np.int16), 48000)]) == pytest.approx(-23.0, abs=0.1)


def test_cells_on_a_grid_agree_with_another_meter(tmp_path: Path) -> None:
    needs("ffmpeg")
    random = np.random.default_rng(5)
    bursts, meter, position = [], Meter(60.0), 0.0
    for _ in range(30):
        silence, length = random.uniform(0.1, 0.7), int(random.uniform(0.1, 1.2) * 22050)
        noise = np.convolve(random.normal(0, 1, length), np.ones(int(random.integers(1, 12))), "same")
        noise = np.rint(noise / np.abs(noise).max() * random.uniform(2000, 20000)).astype(np.int16)
        bursts += [np.zeros(int(silence * 22050)), noise]
        position += int(silence * 22050) / 22050
        meter.add(position, cells_of(noise, 22050))
        position += length / 22050
    meter._seconds = position
    heard = np.concatenate(bursts) / 32768
    assert meter.integrated_lufs() + 3.01 == pytest.approx(loudness_of(heard, 22050, tmp_path), abs=0.15)


def test_silence_has_no_loudness() -> None:
    assert integrated_lufs([]) == float("-inf")
    assert integrated_lufs([np.zeros(50, np.float32)]) == float("-inf")


def test_a_short_word_is_measured_by_what_it_is() -> None:
    tone = sine(997, 8 * CELL_SECONDS, 22050, 1.0).astype(np.int16)
    assert integrated_lufs([cells_of(tone, 22050)]) == pytest.approx(-3.01, abs=0.3)


# ----------------------------------------------------------------------------------------------------------- limiter


def test_a_peak_between_samples_is_found() -> None:
    tone = np.sin(2 * np.pi * np.arange(4000) / 4 + np.pi / 4) * np.hanning(4000)
    assert np.abs(tone).max() < 0.71
    assert true_peak(tone) == pytest.approx(1.0, abs=0.02)


def test_what_is_under_the_ceiling_is_untouched() -> None:
    tone = sine(300, 1, 44100, 0.5)
    assert limit(tone, 20000, 44100)[0] is tone


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 0.95))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_no_true_peak_passes_the_ceiling(seed: int, ceiling: float) -> None:
    random = np.random.default_rng(seed)
    samples = np.convolve(random.normal(0, 1, 6000), np.hanning(int(random.integers(9, 40))), "same")
    samples /= np.abs(samples).max()
    limited, peak = limit(samples, ceiling, 44100)
    fine = np.fft.irfft(np.pad(np.fft.rfft(limited), (0, 7 * 3000)), 8 * 6000) * 8  # another way to oversample
    assert np.abs(fine[800:-800]).max() <= ceiling * 1.01
    assert peak <= ceiling
    assert (np.abs(limited) <= np.abs(samples) + 1e-12).all()


def test_the_limiter_acts_near_the_peak_alone() -> None:
    samples = sine(200, 1, 44100, 0.4)
    samples[22100:22110] *= 2.2
    changed = np.flatnonzero(limit(samples, 16000, 44100)[0] != samples)
    assert changed.min() >= 22100 - reach_frames(44100)
    assert changed.max() <= 22110 + reach_frames(44100)


# -------------------------------------------------------------------------------------------------------------- MP3


def test_the_frame_in_front_tells_exactly_what_follows(tmp_path: Path) -> None:
    layout = layout_of(22050, 48, 1)
    frame = info_frame(layout, bytes((0xFF, 0xF3, 0x60, 0xC0)), 100, 15675, 57000, 5)
    assert len(frame) == info_bytes(layout) == 182  # 48 kb/s has no room for the tag: 56 kb/s
    at = frame.index(b"Info")
    assert int.from_bytes(frame[at + 8 : at + 12], "big") == 100
    assert int.from_bytes(frame[at + 12 : at + 16], "big") == len(frame) + 15675
    delay_and_padding = int.from_bytes(frame[at + 141 : at + 144], "big")
    assert (delay_and_padding >> 12, delay_and_padding & 0xFFF) == (576, 100 * 576 - 576 - 57000)
    assert list(frame_ends(frame, layout)) == [182]


@given(st.integers(1, 10**9))
@settings(derandomize=True)
def test_a_decoder_gives_every_sample_back_and_little_more(samples: int) -> None:
    layout = layout_of(44100, 96, 1)
    padding = frames_for(samples, layout) * 1152 - 576 - samples
    assert 529 <= padding < 529 + 1152


def test_every_frame_of_ffmpeg_s_own_stream_is_found(tmp_path: Path) -> None:
    needs("ffmpeg")
    path = tmp_path / "tone.mp3"
    source = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=24000"]
    encode = ["-ac", "2", "-b:a", "64k", "-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "0", str(path)]
    subprocess.run(["ffmpeg", "-v", "error", *source, *encode], check=True, stdin=subprocess.DEVNULL)
    data = path.read_bytes()
    assert list(frame_ends(data, layout_of(24000, 64, 2)))[-1] == len(data)
