"""The contract's own checks, against engines that keep it and engines that break it."""

import math
import threading
from array import array
from dataclasses import replace
from itertools import count

import pytest

from narrate import engines
from narrate.errors import VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech, WordTime
from narrate.testing import Broken, check_engine


class ToneEngine:
    """A beep for every word: about the smallest engine that keeps the contract."""

    name = "tone"
    capabilities = Capabilities()

    def fingerprint(self, voice):
        return "tone 1"

    def voices(self):
        return [EngineVoice("high", "High", ("en",)), EngineVoice("low", "Low", ("en",))]

    def speak(self, text, voice):
        if voice.id not in ("high", "low"):
            raise VoiceError(f"there is no voice {voice.id!r}")
        frames = 8000 * 60 // voice.rate * max(1, len(text.split()))
        wave = (math.sin(frame / (2 if voice.id == "high" else 4)) for frame in range(frames))
        return Speech(array("h", (int(9000 * value) for value in wave)).tobytes(), 8000)


@pytest.mark.parametrize("name", ["pyttsx3", "silence"])
def test_built_in_engines_keep_the_contract(name):
    check_engine(engines.load(name), audible=name != "silence")


def test_a_small_engine_keeps_the_contract():
    check_engine(ToneEngine())


def changed(**parts):
    return type("Changed", (ToneEngine,), parts)()


def altered(**changes):
    """A tone engine whose speech is changed."""
    return changed(speak=lambda self, text, voice: replace(ToneEngine().speak(text, voice), **changes))


def forgetful(self, text, voice, spoken=[]):  # noqa: B006 - it remembers on purpose
    spoken.append(text)
    speech = ToneEngine().speak(text, voice)
    return replace(speech, pcm=speech.pcm + bytes(2 * len(spoken)))


def accepting(self, text, voice):
    return ToneEngine().speak(text, replace(voice, id="low"))


def crashing(self, text, voice):
    return ToneEngine().speak(text, voice) if text.isascii() else 1 / 0


MOODS = count()


def moody(self, text, voice):
    return ToneEngine().speak(text + " again" * (next(MOODS) % 2 if voice.take > 1 else 0), voice)


def tangled(self, text, voice):
    here = threading.current_thread() is threading.main_thread()
    return ToneEngine().speak(text, voice if here else replace(voice, id="low"))


ORDERED = (WordTime(0, 3, 500, 900), WordTime(4, 9, 0, 400))
VOICES = [EngineVoice("low", "", ("en",)), EngineVoice("low", "", ("EN_us",)), EngineVoice("high", "", ())]


@pytest.mark.parametrize(
    ("engine", "finding"),
    [
        (changed(name="My Engine"), "name is 'My Engine'"),
        (changed(capabilities=None), "capabilities is None"),
        (changed(voices=lambda self: VOICES), "'low' is empty or stands twice"),
        (changed(voices=lambda self: VOICES), "'EN_us' of 'low' is no lower-case BCP 47 tag"),
        (changed(voices=lambda self: VOICES), "'high' speaks no language"),
        (changed(fingerprint=lambda self, voice: f"{voice.rate}"), "changes with the voice's name or rate"),
        (changed(fingerprint=lambda self, voice: ""), "a text is wanted"),
        (altered(pcm=b"\1\2\3"), "whole 16-bit samples"),
        (altered(pcm=bytes(80000)), "is silent"),
        (altered(pcm=bytes(80000)), "twice the words do not take longer"),
        (altered(pcm=b"\0\x40" * 800000), "words at 145 a minute took"),
        (altered(sample_rate_hz=24), "sample rate of 24 Hz"),
        (altered(words=ORDERED), "capabilities.word_times is False"),
        (changed(capabilities=Capabilities(word_times=True)), "times for 0 of 13 words"),
        (changed(capabilities=Capabilities(pitch=True)), "pitch 25 and 75 are the same"),
        (changed(speak=moody, capabilities=Capabilities(takes=True)), "take 2 of the same text is not the same"),
        (changed(speak=tangled, capabilities=Capabilities(concurrency=3)), "called from several threads at once"),
        (changed(speak=forgetful), "gave other sound after another text"),
        (changed(speak=accepting), "instead of a VoiceError"),
        (changed(speak=crashing), "bears_any_text: raised ZeroDivisionError"),
    ],
)
def test_every_breach_is_found(engine, finding):
    with pytest.raises(Broken) as caught:
        check_engine(engine)
    assert finding in str(caught.value)


def test_an_engine_that_lists_no_voices_is_examined_with_one_that_is_named():
    engine = changed(voices=lambda self: [])
    check_engine(engine, CastVoice("Anna", "tone", "low"))
    with pytest.raises(Broken, match="name the voice"):
        check_engine(engine)


def test_times_in_disorder_are_found():
    engine = altered(words=ORDERED * 6)
    type(engine).capabilities = Capabilities(word_times=True)
    with pytest.raises(Broken, match="go back"):
        check_engine(engine)


def test_all_findings_are_reported_at_once():
    engine = changed(fingerprint=lambda self, voice: "", speak=accepting)
    with pytest.raises(Broken) as caught:
        check_engine(engine)
    assert str(caught.value).count("\n- ") == 2
