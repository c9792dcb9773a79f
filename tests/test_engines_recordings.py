"""WAV and AIFF of every shape, and files that are none."""

import contextlib
import io
import struct
import wave

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from narrate.engines.recordings import NotARecording, recording

TONE = (np.sin(np.arange(800) / 5) * 20000).astype("<i2")
EXTENSIBLE = b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"


def chunk(name, body, order="<"):
    return name + struct.pack(f"{order}I", len(body)) + body + b"\0" * (len(body) % 2)


def wav(samples, bits=16, channels=1, code=1, rate=24000, *, before=b"", size=None):
    layout = struct.pack("<HHIIHH", code, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    if code == 0xFFFE:
        layout += struct.pack("<HHIH", 22, bits, 4, 1) + EXTENSIBLE
    data = chunk(b"data", samples)
    if size is not None:
        data = b"data" + struct.pack("<I", size) + samples
    body = b"WAVE" + chunk(b"fmt ", layout) + before + data
    return b"RIFF" + struct.pack("<I", 0xFFFFFFFF if size else len(body)) + body


def aiff(samples, bits=16, channels=1, encoding=b"", rate=22050):
    mantissa = rate << (63 - (rate.bit_length() - 1))
    common = struct.pack(
        ">hIhHQ", channels, len(samples) // (channels * bits // 8), bits, 16383 + rate.bit_length() - 1, mantissa
    )
    kind = b"AIFC" if encoding else b"AIFF"
    common += encoding + b"\x00\x00" if encoding else b""
    body = kind + chunk(b"COMM", common, ">") + chunk(b"SSND", bytes(8) + samples, ">")
    return b"FORM" + struct.pack(">I", len(body)) + body


def as_24(values, order):
    wide = values.astype("<i4") << 8
    bytes_ = wide.view(np.uint8).reshape(-1, 4)[:, :3]
    return (bytes_ if order == "<" else bytes_[:, ::-1]).tobytes()


@pytest.mark.parametrize(
    ("file", "rate"),
    [
        (wav(TONE.tobytes()), 24000),
        (wav(TONE.tobytes(), code=0xFFFE), 24000),
        (wav(TONE.tobytes(), before=chunk(b"LIST", b"odd")), 24000),
        (wav(TONE.tobytes(), size=0xFFFFFFFF), 24000),
        (wav(TONE.tobytes(), size=0x7FFFFFFF), 24000),
        (wav(as_24(TONE, "<"), bits=24), 24000),
        (wav((TONE.astype("<i4") << 16).tobytes(), bits=32), 24000),
        (wav((TONE / 32768).astype("<f4").tobytes(), bits=32, code=3), 24000),
        (wav(np.repeat(TONE, 2).tobytes(), channels=2, rate=48000), 48000),
        (aiff(TONE.astype(">i2").tobytes()), 22050),
        (aiff(TONE.astype(">i2").tobytes(), encoding=b"twos", rate=44100), 44100),
        (aiff(TONE.tobytes(), encoding=b"sowt"), 22050),
        (aiff(as_24(TONE, ">"), bits=24), 22050),
        (aiff((TONE / 32768).astype(">f4").tobytes(), bits=32, encoding=b"fl32"), 22050),
    ],
)
def test_every_shape_gives_the_same_samples(file, rate):
    speech = recording(file)
    assert speech.sample_rate_hz == rate
    assert speech.pcm == TONE.tobytes()


def test_eight_bits_are_unsigned_in_wav_and_keep_their_height():
    values = np.frombuffer(recording(wav((TONE // 256 + 128).astype(np.uint8).tobytes(), bits=8)).pcm, "<i2")
    assert abs(values.astype(int) - TONE).max() <= 256


def test_two_channels_become_their_mean():
    both = np.stack([TONE, np.zeros_like(TONE)], axis=1)
    values = np.frombuffer(recording(wav(both.tobytes(), channels=2)).pcm, "<i2")
    assert abs(values - TONE / 2).max() <= 1


def test_the_standard_library_s_files_are_read():
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(TONE.tobytes())
    assert recording(buffer.getvalue()).pcm == TONE.tobytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"<html><body>502 Bad Gateway", "neither WAV nor AIFF"),
        (b"ID3\x04 an MP3", "neither WAV nor AIFF"),
        (wav(b""), "no sound"),
        (wav(TONE.tobytes())[:500], "it ends early"),
        (wav(TONE.tobytes())[:20], "no sound|cut off"),
        (wav(TONE.tobytes(), code=85), "WAV format 85"),
        (wav(TONE.tobytes(), rate=7), "header is damaged"),
        (wav(TONE.tobytes(), channels=0), "header is damaged"),
        (wav(TONE.tobytes(), bits=12), "12 bits"),
        (wav(np.full(10, np.nan, "<f4").tobytes(), bits=32, code=3), "no numbers"),
        (aiff(TONE.tobytes(), encoding=b"ima4"), "ima4"),
    ],
)
def test_what_is_no_recording_says_why(data, message):
    with pytest.raises(NotARecording, match=message):
        recording(data)


@given(
    st.binary(max_size=80), st.sampled_from([wav(TONE[:40].tobytes()), aiff(TONE[:40].tobytes())]), st.integers(0, 90)
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_damaged_headers_never_raise_anything_else(noise, file, at):
    for data in (file[:at] + noise + file[at + len(noise) :], file[:12] + noise):
        with contextlib.suppress(NotARecording):
            made = recording(data)
            assert len(made.pcm) % 2 == 0
            assert made.sample_rate_hz > 0
