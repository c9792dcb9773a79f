"""Any program as an engine."""

import dataclasses
import os
import sys
from pathlib import Path

import pytest
from sound_engines import record

from narrate import engines
from narrate.engines import command
from narrate.engines.command import CommandEngine
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice, SoundSettings, Spoken, Utterance, Voice
from narrate.sound import desk
from narrate.testing import check_engine

PROGRAM = Path(__file__).parent / "data" / "engines" / "speaking_program.py"
RUN = f'"{sys.executable}" "{PROGRAM}"'
ENGINE = CommandEngine()
TEXT = "“Three words, Zoë.”"


def cast(template, rate=145):
    return CastVoice("Anna", "command", template, rate=rate)


def test_the_engine_keeps_the_contract():
    check_engine(ENGINE, cast(f"{RUN} --file {{text_file}} --rate {{rate}} --out {{wav}}"))


@pytest.mark.parametrize("given", ["--file {text_file}", "--text {text}", ""])
@pytest.mark.parametrize("taken", ["--out {wav}", ""])
def test_text_goes_in_and_sound_comes_out_by_every_way(given, taken):
    speech = ENGINE.speak(TEXT, cast(f"{RUN} {given} {taken}"))
    assert speech.sample_rate_hz == 16000
    assert len(speech.pcm) == 2 * 3 * (16000 * 60 // 145)


def test_a_line_that_looks_like_an_option_or_a_shell_command_is_only_text():
    for text in ("--how=fails", "$(touch /tmp/x); `ls` | cat", "{rate} {wav}", "quote \" and ' and \\"):
        assert ENGINE.speak(text, cast(f"{RUN} --text {{text}}")).pcm


def test_a_command_line_is_a_voice_of_any_language():
    template = f"{RUN} --out {{wav}}"
    found = engines.resolve(Voice("Anna", "gd", names={"command": template}), ENGINE)
    assert found.id == template


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("flite -o {waw}", "unknown fields {waw}"),
        ("flite {}", "unknown fields {}"),
        ("flite -o {wav", "malformed"),
        ("flite 'unclosed", "malformed"),
        ("  ", "is empty"),
        ("", "is empty"),
    ],
)
def test_a_malformed_command_line_is_an_error_before_anything_runs(template, message):
    with pytest.raises(VoiceError, match=message):
        engines.resolve(Voice("Anna", names={"command": template}), ENGINE)


def test_a_program_that_is_not_installed_is_an_error_that_names_it():
    with pytest.raises(VoiceError, match="no program 'no-such-program'"):
        ENGINE.speak(TEXT, cast("no-such-program -o {wav}"))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("fails", "failed with code 1: no such voice installed"),
        ("nothing --out {wav}", "wrote no file"),
        ("nothing", "no recording: it is empty"),
        ("torn --out {wav}", "it ends early"),
    ],
)
def test_a_program_that_fails_is_an_error_that_names_voice_and_text(how, message):
    with pytest.raises(EngineError, match=message) as caught:
        ENGINE.speak(TEXT, cast(f"{RUN} --how {how}"))
    assert "'Anna'" in caught.value.message
    assert "Three words" in caught.value.message


def test_a_program_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(command, "_LIMIT_S", 0.5)
    monkeypatch.setattr(command, "_LIMIT_S_PER_CHARACTER", 0.0)
    with pytest.raises(EngineError, match="still busy"):
        ENGINE.speak(TEXT, cast(f"{RUN} --how hangs"))


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system by signal 0 whether a process lives")
def test_a_worker_that_is_given_up_takes_its_program_along(tmp_path, monkeypatch):
    monkeypatch.setattr(desk, "_PATIENCE_SECONDS", 3.0)
    monkeypatch.setattr(desk, "_PATIENCE_PER_CHARACTER", 0.0)
    noted = tmp_path / "pid"
    voice = cast(f'{RUN} --how hangs --pid "{noted}" --out {{wav}}')
    line = Utterance(0, 0, 5, Spoken("Hello", ()), voice, 0)
    with pytest.raises(EngineError, match="no answer for 3 s"):
        record([line], engines.load, SoundSettings(), tmp_path / "e.mp3", cache=tmp_path / "cache", workers=1)
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text(encoding="utf-8")), 0)


def test_a_closed_engine_runs_nothing_more():
    engine = CommandEngine()
    engine.close()
    with pytest.raises(EngineError, match="was closed"):
        engine.speak(TEXT, cast(RUN))


def test_another_take_gets_another_seed():
    voice = cast(f"{RUN} --text {{seed}}-{{text}} --out {{wav}}")
    words = "One, two"
    assert len(ENGINE.speak(words, dataclasses.replace(voice, take=2)).pcm) == len(ENGINE.speak(words, voice).pcm)
    assert command._values(words, dataclasses.replace(voice, take=2))["seed"] == "2"


def test_the_fingerprint_follows_the_program_and_the_files_it_is_given(tmp_path):
    model = tmp_path / "model.bin"
    model.write_bytes(b"one")
    template = f'{RUN} --file "{model}"'
    before = ENGINE.fingerprint(cast(template))
    assert ENGINE.fingerprint(cast(template, rate=200)) == before
    model.write_bytes(b"another")
    assert ENGINE.fingerprint(cast(template)) != before
