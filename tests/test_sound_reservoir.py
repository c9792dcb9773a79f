"""Facts about MP3 frames laid out anew: the same sound, nothing borrowed, and a refusal where it does not fit."""

from __future__ import annotations

from pathlib import Path

import lameenc
import numpy as np
import pytest
from sound_files import tune
from test_sound_recording import decoded

from narrate.errors import SoundError
from narrate.sound.mp3 import Layout, frame_ends, layout_of
from narrate.sound.reservoir import frames_of, laid_out

STREAMS = [(44100, 96, 1), (44100, 128, 2), (48000, 64, 1), (22050, 48, 1), (24000, 64, 2), (8000, 16, 1)]


def encoded(layout: Layout, seconds: float = 3.0) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(layout.rate_hz)
    encoder.set_out_sample_rate(layout.rate_hz)
    encoder.set_channels(layout.channels)
    encoder.set_bit_rate(layout.kbps)
    encoder.set_quality(5)
    samples = np.rint(tune(seconds, layout.rate_hz, channels=layout.channels) * 30000).astype("<i2")
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_laid_out_anew_is_the_same_sound(tmp_path: Path, stream: tuple[int, int, int]) -> None:
    layout = layout_of(*stream)
    data = encoded(layout)
    frames = frames_of(data, layout)
    again = laid_out(frames, frames, layout)
    assert again is not None
    assert list(frame_ends(again, layout)) == list(frame_ends(data, layout))
    for name, content in (("a.mp3", data), ("b.mp3", again)):
        (tmp_path / name).write_bytes(content)
    assert np.array_equal(decoded(tmp_path / "a.mp3", stream[2]), decoded(tmp_path / "b.mp3", stream[2]))


@pytest.mark.parametrize("stream", STREAMS)
def test_the_first_frame_borrows_nothing(stream: tuple[int, int, int]) -> None:
    layout = layout_of(*stream)
    frames = frames_of(encoded(layout), layout)
    # Contents of a lower bit rate always fit, wherever the cut is made.
    lower = Layout(
        layout.version, layout.rate_hz, {96: 32, 128: 48, 64: 32, 48: 16, 16: 8}[layout.kbps], layout.channels
    )
    thin = frames_of(encoded(lower), lower)
    cut = laid_out(frames[20:60], thin[20:60], layout)
    assert cut is not None
    side = cut[4:6]
    assert (side[0] << 1 | side[1] >> 7 if layout.version == 3 else side[0]) == 0
    assert [frame.data for frame in frames_of(cut, layout)] == [frame.data for frame in thin[20:60]]


def test_frames_that_need_more_than_there_is_are_refused() -> None:
    wide, narrow = layout_of(44100, 128, 1), layout_of(44100, 64, 1)
    rich, poor = frames_of(encoded(wide), wide), frames_of(encoded(narrow), narrow)
    assert laid_out(poor[10:50], rich[10:50], narrow) is None


def test_a_stream_that_begins_in_the_middle_is_refused() -> None:
    layout = layout_of(44100, 96, 1)
    data = encoded(layout)
    ends = list(frame_ends(data, layout))
    with pytest.raises(SoundError, match="whose data is elsewhere"):
        frames_of(data[ends[40] :], layout)
