"""The pyttsx3 driver, used as pyttsx3's users do."""

import io
import wave

import pytest
import pyttsx3
from pyttsx3.engine import Engine

from narrate.engines import pyttsx3_driver
from narrate.engines.espeak import Parameters, synthesize
from narrate.errors import VoiceError


@pytest.fixture
def engine():
    return Engine(pyttsx3_driver.register())


@pytest.fixture
def events(engine):
    heard = []
    for topic in ("started-utterance", "started-word", "finished-utterance", "error"):
        engine.connect(topic, lambda topic=topic, **values: heard.append((topic, values)))
    return heard


def recorded(path):
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        return file.readframes(file.getnframes())


def test_init_finds_the_driver_by_its_name():
    engine = pyttsx3.init(pyttsx3_driver.register())
    assert str(engine) == "narrate_espeak"
    assert pyttsx3.init("narrate_espeak") is engine


def test_every_queued_file_is_written_with_its_own_voice_and_rate(engine, tmp_path):
    jobs = [("en-us+f2", 120), ("en-gb+edward", 200), ("en-029+f5", 150)] * 5
    for number, (voice, rate) in enumerate(jobs):
        engine.setProperty("voice", voice)
        engine.setProperty("rate", rate)
        engine.save_to_file(f"This is file {number}.", str(tmp_path / f"{number}.wav"))
    engine.runAndWait()
    for number, (voice, rate) in enumerate(jobs):
        expected = synthesize(f"This is file {number}.", voice, Parameters(rate=rate)).pcm
        assert recorded(tmp_path / f"{number}.wav") == expected


def test_two_thousand_queued_utterances_are_all_written_and_all_report(engine, events, monkeypatch):
    sound = synthesize("A", "en-us", Parameters())
    monkeypatch.setattr(pyttsx3_driver, "synthesize", lambda *args, **options: sound)  # the queue is what is tested
    buffers = [io.BytesIO() for _ in range(2000)]
    for number, buffer in enumerate(buffers):
        engine.save_to_file("A", buffer, f"utterance {number}")
    engine.runAndWait()
    assert {len(buffer.getvalue()) for buffer in buffers} == {44 + len(sound.pcm)}
    finished = [values for topic, values in events if topic == "finished-utterance"]
    assert [values["name"] for values in finished] == [f"utterance {number}" for number in range(2000)]
    assert all(values["completed"] for values in finished)
    assert not [values for topic, values in events if topic == "error"]


def test_events_come_in_order_and_words_point_into_the_text(engine, events):
    text = "She said: “Never, ever.” [twice]"
    engine.save_to_file(text, io.BytesIO(), "one")
    engine.runAndWait()
    assert [topic for topic, _ in (events[0], events[-1])] == ["started-utterance", "finished-utterance"]
    words = [values for topic, values in events if topic == "started-word"]
    heard = [text[values["location"] : values["location"] + values["length"]] for values in words]
    assert heard == ["She", "said", "Never", "ever", "twice"]
    assert {values["name"] for _, values in events} == {"one"}


def test_the_engine_is_busy_while_it_speaks_and_can_run_again(engine):
    busy = []
    engine.connect("started-word", lambda name, location, length: busy.append(engine.isBusy()))
    for _ in range(3):
        engine.save_to_file("Again and again.", io.BytesIO())
        engine.runAndWait()
    assert busy == [True] * 9
    assert not engine.isBusy()


def test_an_empty_run_ends(engine, events):
    engine.runAndWait()
    engine.runAndWait()
    assert events == []


def test_an_unknown_voice_is_an_error_event_and_the_voice_stays(engine, events):
    engine.setProperty("voice", "en-us+nosuch")
    engine.runAndWait()
    assert [topic for topic, _ in events] == ["error"]
    assert isinstance(events[0][1]["exception"], VoiceError)
    assert engine.getProperty("voice") == pyttsx3_driver.DEFAULT_VOICE


def test_a_file_that_cannot_be_written_is_an_error_and_the_next_one_is_spoken(engine, events, tmp_path):
    engine.save_to_file("One.", str(tmp_path / "missing" / "one.wav"), "one")
    engine.save_to_file("Two.", tmp_path / "two.wav", "two")
    engine.runAndWait()
    told = {(topic, values["name"], values.get("completed")) for topic, values in events if topic != "started-word"}
    assert ("error", "one", None) in told
    assert ("finished-utterance", "one", False) in told
    assert ("finished-utterance", "two", True) in told
    assert recorded(tmp_path / "two.wav")


def test_a_failed_write_leaves_no_half_file(engine, tmp_path):
    target = tmp_path / "folder.wav"
    target.mkdir()
    engine.save_to_file("One.", str(target))
    engine.runAndWait()
    assert list(tmp_path.iterdir()) == [target]


def test_saying_aloud_is_an_error_event(engine, events):
    engine.say("Hello", "greeting")
    engine.runAndWait()
    assert [topic for topic, _ in events] == ["error"]


@pytest.mark.parametrize(
    ("name", "value", "kept"), [("rate", 5, 80), ("rate", 1000, 450), ("volume", 7, 1.0), ("pitch", -3, 0)]
)
def test_numbers_out_of_range_are_clipped(engine, name, value, kept):
    engine.setProperty(name, value)
    engine.runAndWait()
    assert engine.getProperty(name) == kept


def test_an_unknown_property_is_a_key_error(engine, events):
    with pytest.raises(KeyError):
        engine.getProperty("nosuch")
    engine.setProperty("nosuch", 1)
    engine.runAndWait()
    assert isinstance(events[0][1]["exception"], KeyError)


def test_voices_are_pyttsx3_voices_and_can_be_chosen(engine):
    voices = {voice.id: voice for voice in engine.getProperty("voices")}
    assert voices["en-us+f2"].gender == "female"
    assert voices["en-us+f2"].languages[0] == "en-us"


def test_a_loop_run_from_outside_speaks(engine, tmp_path):
    engine.save_to_file("One.", str(tmp_path / "one.wav"))
    engine.startLoop(False)
    engine.iterate()
    engine.endLoop()
    assert recorded(tmp_path / "one.wav")


def test_a_loop_of_its_own_ends_when_a_callback_ends_it(engine, tmp_path):
    engine.connect("finished-utterance", lambda name, completed: engine.endLoop())
    engine.save_to_file("One.", str(tmp_path / "one.wav"))
    engine.startLoop()
    assert recorded(tmp_path / "one.wav")
