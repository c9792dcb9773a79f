"""Speech servers, with one that misbehaves on purpose."""

import base64
import dataclasses
import io
import json
import threading
import wave
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from narrate import servers
from narrate.engines.openai import OpenAIEngine
from narrate.errors import EngineError, VoiceError
from narrate.model import CastVoice, WordTime
from narrate.servers import Server
from narrate.testing import check_engine

ANNA = CastVoice("Anna", "openai", "af_heart")


def recorded(text, speed=1.0, rate_hz=24000):
    frames = int(len(text.split()) * rate_hz * 60 / 160 / speed)
    waves = ((7000 if frame // 40 % 2 else -7000) // (1 + (frame > frames - 800)) for frame in range(frames))
    return b"".join(wave.to_bytes(2, "little", signed=True) for wave in waves)


def as_wav(pcm, rate_hz=24000):
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(pcm)
    return buffer.getvalue()


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.reply(200, self.server.listed, "application/json")

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers, body))
        plan = self.server.plan.pop(0) if self.server.plan else None
        if callable(plan):
            plan(self)
        elif plan is not None:
            self.reply(*plan)
        elif body["voice"] == "no-such-voice":
            self.reply(400, b'{"error": {"message": "Voice not found: no-such-voice"}}')
        else:
            pcm = recorded(body["input"], body["speed"])
            self.reply(200, as_wav(pcm) if body["response_format"] == "wav" else pcm)

    def reply(self, status, data=b"", kind="audio/wav", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = False
        running.asked, running.plan = [], []
        running.listed = b'{"voices": ["af_heart", {"id": "bm_george"}]}'
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def waits(monkeypatch):
    waited = []
    real = Server
    monkeypatch.setattr("narrate.engines.openai.Server", lambda *a, **k: real(*a, **k, sleep=waited.append))
    return waited


@pytest.fixture
def engine(server, waits):
    return OpenAIEngine(f"http://127.0.0.1:{server.server_port}/v1/", timeout_s=5)


def test_the_engine_keeps_the_contract(engine):
    check_engine(engine)


def test_the_request_says_what_the_api_wants(engine, server):
    engine = dataclasses.replace(engine, model="kokoro", instructions="Read calmly.")
    engine.speak("“Good morning,” she said.", dataclasses.replace(ANNA, rate=200))
    path, headers, body = server.asked[0]
    assert path == "/v1/audio/speech"
    assert "Authorization" not in headers
    assert body == {
        "model": "kokoro",
        "input": "“Good morning,” she said.",
        "voice": "af_heart",
        "response_format": "wav",
        "speed": 1.25,
        "instructions": "Read calmly.",
    }


def test_the_key_comes_from_the_environment_and_is_never_shown(engine, server, monkeypatch):
    engine = dataclasses.replace(engine, key_env="NARRATE_TEST_KEY")
    monkeypatch.delenv("NARRATE_TEST_KEY", raising=False)
    with pytest.raises(EngineError, match="NARRATE_TEST_KEY holds no key"):
        engine.speak("Hello", ANNA)
    monkeypatch.setenv("NARRATE_TEST_KEY", "sk-secret\n")
    engine.speak("Hello", ANNA)
    assert server.asked[0][1]["Authorization"] == "Bearer sk-secret"
    server.plan = [(401, b'{"error": {"message": "invalid key"}}')]
    with pytest.raises(EngineError, match="refuses the key") as caught:
        engine.speak("Hello", ANNA)
    assert "secret" not in caught.value.message + caught.value.hint
    assert "secret" not in engine.fingerprint(ANNA)


def test_openai_s_own_key_goes_to_openai_only(engine, server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    engine.speak("Hello", ANNA)
    assert "Authorization" not in server.asked[0][1]
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(EngineError, match="OPENAI_API_KEY holds no key"):
        OpenAIEngine().speak("Hello", ANNA)


def test_format_pcm_has_the_rate_of_the_settings(engine):
    speech = dataclasses.replace(engine, format="pcm", pcm_rate_hz=22050).speak("Hello", ANNA)
    assert (speech.sample_rate_hz, len(speech.pcm)) == (22050, len(recorded("Hello", 0.906)))


def test_voices_are_what_the_server_lists_and_any_other_name_can_be_asked_for(engine):
    assert [voice.id for voice in engine.voices()] == ["af_heart", "bm_george"]
    assert engine.find("af_bella+af_sky").id == "af_bella+af_sky"
    with pytest.raises(VoiceError, match="Voice not found"):
        engine.speak("Hello", dataclasses.replace(ANNA, id="no-such-voice"))


@pytest.mark.parametrize("answer", [b"<html>", b"7", b'{"voices": {"a": 1}}', b"[]"])
def test_a_server_that_lists_no_voices_offers_none(engine, server, answer):
    server.listed = answer
    assert engine.voices() == ()


def broken_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"RIFF")
    handler.close_connection = True


def hung_up(handler):
    handler.close_connection = True


@pytest.mark.parametrize(
    "trouble", [(429, b"slow down"), (500, b""), (503, b"<html>"), (502, b'{"error": 7}'), broken_off, hung_up]
)
def test_a_server_in_trouble_is_asked_again(engine, server, waits, trouble):
    server.plan = [trouble, trouble]
    assert engine.speak("Hello there", ANNA).pcm
    assert waits == [1.0, 2.0]
    assert len(server.asked) == 3


def test_a_server_says_how_long_to_wait(engine, server, waits, monkeypatch):
    monkeypatch.setattr(servers.time, "time", lambda: 1_000_000_000.0)
    later = formatdate(1_000_000_030, usegmt=True)
    server.plan = [
        lambda handler: handler.reply(429, Retry_After="7"),
        lambda handler: handler.reply(503, Retry_After=later),
        lambda handler: handler.reply(503, Retry_After="soon"),
    ]
    assert engine.speak("Hello", ANNA).pcm
    assert waits == [7.0, 30.0, 4.0]


def test_a_server_that_wants_an_hour_is_not_waited_for(engine, server, waits):
    server.plan = [lambda handler: handler.reply(429, b"quota", Retry_After="3600")]
    with pytest.raises(EngineError, match=r"asks to wait 3600 s: status 429 quota"):
        engine.speak("Hello", ANNA)
    assert waits == []


def test_a_server_that_stays_in_trouble_is_an_error_that_names_it(engine, server):
    server.plan = [(503, b'{"detail": "model is loading"}')] * 5
    with pytest.raises(EngineError, match=r"no answer from http.* in 5 attempts: status 503 model is loading"):
        engine.speak("Hello", ANNA)


def test_no_server_is_an_error(waits):
    with pytest.raises(EngineError, match="refused") as caught:
        OpenAIEngine("http://127.0.0.1:9/v1", attempts=2).speak("Hello", ANNA)
    assert caught.value.hint == "is the server running?"


def test_a_redirect_is_not_followed(engine, server):
    server.plan = [lambda handler: handler.reply(302, Location="http://169.254.169.254/latest")]
    with pytest.raises(EngineError, match=r"redirects to 'http://169\.254"):
        engine.speak("Hello", ANNA)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"<html>Sign in</html>", "neither WAV nor AIFF"),
        (as_wav(b"\1\2" * 900)[:99], "ends early"),
    ],
)
def test_an_answer_that_is_no_recording_is_an_error(engine, server, data, message):
    server.plan = [(200, data)]
    with pytest.raises(EngineError, match=message):
        engine.speak("Hello", ANNA)


def test_a_page_instead_of_samples_is_an_error(engine, server):
    server.plan = [(200, b'{"error":"x"}!')]
    with pytest.raises(EngineError, match="no samples"):
        dataclasses.replace(engine, format="pcm").speak("Hello", ANNA)


def test_a_server_that_never_stops_sending_is_left(engine, server, monkeypatch):
    monkeypatch.setattr(servers, "LARGEST_ANSWER", 100_000)
    server.plan = [(200, bytes(200_000))]
    with pytest.raises(EngineError, match="larger than"):
        engine.speak("Hello", ANNA)


def captions(timestamps, pcm=None):
    audio = base64.b64encode(as_wav(pcm or recorded("Well, hello there"))).decode()
    return json.dumps({"audio": audio, "timestamps": timestamps}).encode()


def test_captions_become_word_times(engine, server):
    engine = dataclasses.replace(engine, word_times=True)
    stamps = [("Well", 0.0, 0.3), (",", 0.3, 0.4), ("hello", 0.4, 0.7), ("Doctor", 0.7, 0.8), ("there", 0.8, 99.0)]
    server.plan = [(200, captions([{"word": w, "start_time": s, "end_time": e} for w, s, e in stamps]))]
    speech = engine.speak("Well, hello Dr. there", ANNA)
    assert server.asked[0][0] == "/dev/captioned_speech"
    assert speech.words == (
        WordTime(0, 4, 0, 7200),
        WordTime(6, 11, 9600, 16800),
        WordTime(16, 21, 19200, len(speech.pcm) // 2),
    )


@pytest.mark.parametrize("answer", [b"no json", b"[]", b'{"audio": "!!"}', captions([{"word": "x"}])])
def test_damaged_captions_are_an_error(engine, server, answer):
    server.plan = [(200, answer)]
    with pytest.raises(EngineError, match="captions are damaged"):
        dataclasses.replace(engine, word_times=True).speak("Hello", ANNA)


@pytest.mark.parametrize(
    "changes",
    [
        {"base_url": "localhost:8880"},
        {"base_url": "file:///etc"},
        {"format": "opus"},
        {"concurrency": 0},
        {"max_cost": 2.0},
        {"price_per_million": -1.0},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(changes):
    with pytest.raises(EngineError):
        OpenAIEngine(**changes)


def test_another_take_sends_another_seed_to_servers_that_know_it(engine, server):
    for take in (1, 2):
        dataclasses.replace(engine, seed=True).speak("Hello", dataclasses.replace(ANNA, take=take))
    engine.speak("Hello", ANNA)
    assert [body.get("seed") for _, _, body in server.asked] == [1, 2, None]


def test_a_server_that_never_answers_is_left_after_the_timeout(engine, server, waits):
    silent = threading.Event()
    server.plan = [lambda handler: silent.wait(2.0)] * 2
    with pytest.raises(EngineError, match=r"no answer from .* in 2 attempts: timed out"):
        dataclasses.replace(engine, timeout_s=0.1, attempts=2).speak("Hello", ANNA)
    silent.set()


def test_a_server_that_trickles_is_left_after_the_timeout(engine, server):
    leave = threading.Event()

    def trickle(handler):
        handler.send_response(200)
        handler.end_headers()
        while not leave.wait(0.03):
            handler.wfile.write(b"x")

    server.plan = [trickle]
    with pytest.raises(EngineError, match="too slowly"):
        dataclasses.replace(engine, timeout_s=0.2, attempts=1).speak("Hello", ANNA)
    leave.set()
