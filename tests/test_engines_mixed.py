"""Engines of every kind in one episode, by the levels that listeners get."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sound_engines import sentence, utterance
from test_engines_openai import server  # noqa: F401
from test_sound_recording import decoded, loudness_of

from narrate import engines
from narrate.model import SoundSettings
from narrate.sound import record
from narrate.workers import finish

PROGRAM = Path(__file__).parent / "data" / "engines" / "speaking_program.py"


def test_engines_of_different_rates_and_levels_come_out_even(tmp_path: Path, server: Any) -> None:  # noqa: F811
    pytest.importorskip("piper", reason="the extra `piper` is not installed")
    pytest.importorskip("kokoro_onnx", reason="the extra `kokoro` is not installed")
    pytest.importorskip("onnx", reason="the tests make their models with the package onnx")
    from tiny_kokoro import make_model, make_voices
    from tiny_piper import make_voice

    make_voice(tmp_path)
    make_model(tmp_path)
    make_voices(tmp_path)
    options = {
        "piper": {"folder": str(tmp_path)},
        "kokoro": {"folder": str(tmp_path)},
        "openai": {"base_url": f"http://127.0.0.1:{server.server_port}/v1"},
    }
    voices = [
        ("pyttsx3", "en-us+f2"),  # 22,050 Hz
        ("pyttsx3", "en-gb-scotland+klatt4"),
        ("piper", "en_US-tiny-low"),  # 22,050 Hz, a tone at full scale
        ("kokoro", "af_heart:60,bf_emma:40"),  # 24,000 Hz, a tone 6 dB lower
        ("openai", "af_heart"),  # 24,000 Hz
        ("command", f'"{sys.executable}" "{PROGRAM}" --text {{text}} --rate {{rate}} --out {{wav}}'),  # 16,000 Hz
    ]
    script = [
        utterance(sentence(number), number, engine=engine, id=voice)
        for number, (engine, voice) in enumerate([*voices, *voices])
    ]
    file = tmp_path / "episode.mp3"
    recording = record(script, engines.Loader(options), SoundSettings(), file, cache=tmp_path / "cache", finish=finish)
    samples = decoded(file)
    assert recording.loudness_lufs == pytest.approx(-16, abs=0.2)
    heard = {}
    for engine, voice in voices:
        parts = [
            samples[cue.start_frames : cue.end_frames]
            for cue, line in zip(recording.cues, script, strict=True)
            if (line.voice.engine, line.voice.id) == (engine, voice)
        ]
        heard[f"{engine} {voice[:20]}"] = loudness_of(np.concatenate(parts), 44100, tmp_path)
    assert max(heard.values()) - min(heard.values()) <= 0.5, heard
