import io
import json
import wave
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from test_engines_openai import server  # noqa: F401

from narrate import engines
from narrate.audition import phonemes, wav_of
from narrate.model import CastVoice

ANNA = CastVoice("Anna", "pyttsx3", "en-us+f2")
NOBODY = CastVoice("Nobody", "silence", "silent-female-1")


def test_a_text_in_a_voice_is_a_wav_file_without_a_click_at_its_ends() -> None:
    with wave.open(io.BytesIO(wav_of("The tide came in.", ANNA, engines.load("pyttsx3")))) as file:
        samples = file.readframes(file.getnframes())
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
    assert len(samples) > 22050
    assert samples[:2] == samples[-2:] == b"\0\0"
    assert any(samples)


def test_only_an_engine_that_can_tells_its_phonemes() -> None:
    assert phonemes("cat", ANNA, engines.load("pyttsx3")) == "kˈæt"
    assert phonemes("cat", NOBODY, engines.load("silence")) == ""


@pytest.fixture
def heart(work: Path, server: Any) -> None:  # noqa: F811
    """A narrator by a server whose address only voices.yaml knows."""
    options = f"openai: {{base_url: 'http://127.0.0.1:{server.server_port}/v1'}}"
    voice = "Heart: {language: en-us, engine: openai, names: {openai: af_heart}}"
    text = f"engine: silence\nnarrator: Heart\nengines: {{{options}}}\nvoices:\n  {voice}\n"
    (work / "voices.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("heart")
def test_what_is_heard_before_a_build_comes_from_the_engine_as_it_is_set_up(narrate: Run, server: Any) -> None:  # noqa: F811
    assert narrate("say", "Hello there.", "-o", "hello.wav").code == 0
    assert narrate("voices", "demo", "-o", "demo.mp3", "--text", "Hello you.").code == 0
    assert [body["input"] for _, _, body in server.asked] == ["Hello there.", "Hello you."]
    assert [row["id"] for row in json.loads(narrate("voices", "--engine", "openai", "--json").out)] == [
        "af_heart",
        "bm_george",
    ]


def test_a_voice_that_is_missing_does_not_hide_the_others(narrate: Run, work: Path) -> None:
    missing = "Gone: {language: en-us, engine: piper, names: {piper: en_US-none-low}}"
    (work / "voices.yaml").write_text(f"engine: silence\nvoices:\n  {missing}\n", encoding="utf-8")
    rows = {row["voice"]: row for row in json.loads(narrate("voices", "--json").out)}
    assert "the voice 'en_US-none-low' is not installed" in rows["Gone"]["id"]
    assert rows["Anna"]["id"].startswith("silent-")
    (work / "voices.yaml").write_text(f"engine: silence\nfallback: Joan\nvoices:\n  {missing}\n", encoding="utf-8")
    rows = {row["voice"]: row for row in json.loads(narrate("voices", "--json").out)}
    assert rows["Gone"]["id"].endswith("(missing: Joan speaks)")
