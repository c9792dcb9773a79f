"""Checks that an engine keeps its contract, for the tests of engines that others write.

    from narrate.testing import check_engine

    def test_my_engine_keeps_the_contract():
        check_engine(MyEngine())

The contract is `narrate.model.Engine`. Each check is a function of a `Trial` below and says in its docstring what it
demands; `check_engine` runs them all and reports everything that is broken at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Capabilities, CastVoice, Engine, EngineVoice, Speech

SENTENCE = "The mayor said on Tuesday that nobody had asked her about the plan."
ODD_TEXTS = (
    "A",
    "7",
    "“Yes,” she said — twice… (maybe)!",
    "Tom & Jerry <b>bold</b> &amp; 100 % \\n {x} $HOME `ls` [y]",
    "Zoë’s naïve façade; Straße, żółw, 北京, 😀.",
    "line one\nline two\r\n\ttabbed",
    "zero\0byte and \x01 control",
    "www.example.org/?a=b#c",
    "a" * 200,
)


@dataclass(frozen=True)
class Trial:
    """An engine under examination."""

    engine: Engine
    voice: CastVoice
    audible: bool

    def speak(self, text: str, **changes: object) -> Speech:
        return self.engine.speak(text, replace(self.voice, **changes))  # type: ignore[arg-type]


class Broken(AssertionError):
    """An engine that does not keep the contract; the message lists every finding."""


def check_engine(engine: Engine, voice: CastVoice | None = None, *, audible: bool = True) -> None:
    """Examine an engine and raise if it breaks the contract.

    Parameters
    ----------
    engine : Engine
        The engine, ready to speak: a server that it needs must run.
    voice : CastVoice, optional
        The voice to speak with; by default the first that the engine offers.
    audible : bool
        Whether its sound can be heard. False for engines that only pretend.

    Raises
    ------
    Broken
        With one line for each finding.
    """
    findings = [*is_described(engine), *offers_voices(engine)]
    chosen = voice or (None if findings else _first_voice(engine))
    if chosen is None and not findings:
        findings.append("voices() is empty: name the voice to examine it with")
    if chosen is not None:
        trial = Trial(engine, chosen, audible)
        findings += [finding for check in CHECKS for finding in _carefully(check, trial)]
    if findings:
        raise Broken(f"engine {getattr(engine, 'name', engine)!r} breaks the contract:\n- " + "\n- ".join(findings))


def _first_voice(engine: Engine) -> CastVoice | None:
    for first in engine.voices():
        return CastVoice("test", engine.name, first.id, first.languages[0])
    return None


def _carefully(check: Callable[[Trial], Iterator[str]], trial: Trial) -> Iterator[str]:
    try:
        yield from check(trial)
    except Exception as error:  # noqa: BLE001 - an engine under examination may raise anything
        yield f"{check.__name__}: raised {type(error).__name__}: {error}"


def is_described(engine: Engine) -> Iterator[str]:
    """A name that fits into settings, and capabilities of the right type."""
    name = getattr(engine, "name", None)
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        yield f"name is {name!r}: lower-case letters, digits, - and _ are wanted"
    capabilities = getattr(engine, "capabilities", None)
    if not isinstance(capabilities, Capabilities):
        yield f"capabilities is {capabilities!r}: a narrate.model.Capabilities is wanted"


def offers_voices(engine: Engine) -> Iterator[str]:
    """Voices with ids of their own and lower-case BCP 47 languages. An engine may list none if its users name them."""
    voices = engine.voices()
    strange = [voice for voice in voices if not isinstance(voice, EngineVoice)]
    if strange:
        yield f"voices() holds {strange[0]!r}: a narrate.model.EngineVoice is wanted"
        return
    ids = [voice.id for voice in voices]
    yield from (f"voices(): the id {one!r} is empty or stands twice" for one in {*ids} if not one or ids.count(one) > 1)
    for voice in voices:
        if not voice.languages:
            yield f"voices(): {voice.id!r} speaks no language"
        for tag in voice.languages:
            if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", tag):
                yield f"voices(): {tag!r} of {voice.id!r} is no lower-case BCP 47 tag"


def has_a_steady_fingerprint(trial: Trial) -> Iterator[str]:
    """The same non-empty text each time, whatever name and rate the voice has in the settings."""
    first = trial.engine.fingerprint(trial.voice)
    if not isinstance(first, str) or not first:
        yield f"fingerprint() is {first!r}: a text is wanted"
    elif first != trial.engine.fingerprint(replace(trial.voice, name="other", rate=trial.voice.rate + 20)):
        yield "fingerprint() changes with the voice's name or rate, which narrate keeps track of itself"


def returns_sound(trial: Trial) -> Iterator[str]:
    """Whole s16le samples at a usual rate, to be heard, and more of them for more words."""
    speech = trial.speak(SENTENCE)
    if not isinstance(speech.pcm, bytes) or not speech.pcm or len(speech.pcm) % 2:
        what = f"{type(speech.pcm).__name__} of length {len(speech.pcm)}"
        yield f"speak(): pcm is {what}: whole 16-bit samples are wanted"
        return
    if not 8000 <= speech.sample_rate_hz <= 192000:
        yield f"speak(): a sample rate of {speech.sample_rate_hz} Hz"
        return
    if trial.audible and max(map(abs, memoryview(speech.pcm).cast("h"))) < 300:
        yield "speak(): what it returns is silent"
    seconds = len(speech.pcm) / 2 / speech.sample_rate_hz
    if not 1.5 <= seconds <= 15:
        yield f"speak(): {len(SENTENCE.split())} words at {trial.voice.rate} a minute took {seconds:.1f} s"
    if len(trial.speak(f"{SENTENCE} {SENTENCE}").pcm) < 1.5 * len(speech.pcm):
        yield "speak(): twice the words do not take longer"


def repeats_itself(trial: Trial) -> Iterator[str]:
    """The same bytes for the same arguments, whatever was spoken in between."""
    first = trial.speak(SENTENCE)
    trial.speak("Something else, to forget it.", rate=trial.voice.rate + 40)
    if trial.speak(SENTENCE) != first:
        yield "speak(): the same text and voice gave other sound after another text; takes are cached by content"


def says_lines_anew(trial: Trial) -> Iterator[str]:
    """Where capabilities.takes is True, another take can be made again too; the first is not lost by it."""
    if not trial.engine.capabilities.takes:
        return
    first, second = trial.speak(SENTENCE), trial.speak(SENTENCE, take=2)
    if trial.speak(SENTENCE, take=2) != second or trial.speak(SENTENCE) != first:
        yield "speak(): take 2 of the same text is not the same each time, or changes take 1"


def bears_threads(trial: Trial) -> Iterator[str]:
    """Where capabilities.concurrency is over 0, calls from several threads at once give what they give one by one."""
    many = min(4, trial.engine.capabilities.concurrency)
    texts = [f"{SENTENCE} {number}" for number in range(many)]
    with ThreadPoolExecutor(max(1, many)) as pool:
        at_once = list(pool.map(trial.speak, texts))
    if at_once != [trial.speak(text) for text in texts]:
        yield "speak(): called from several threads at once, as capabilities.concurrency asks for, it gives other sound"


def keeps_the_pace(trial: Trial) -> Iterator[str]:
    """A higher rate is faster; another pitch is heard if the engine says it has pitch."""
    slow, fast = (len(trial.speak(SENTENCE, rate=rate).pcm) for rate in (120, 200))
    if not fast < 0.85 * slow:
        yield f"speak(): 200 words a minute take {fast / slow:.0%} of the time of 120"
    if trial.engine.capabilities.pitch and trial.audible:
        low, high = (trial.speak(SENTENCE, pitch=pitch).pcm for pitch in (25, 75))
        if low == high:
            yield "speak(): pitch 25 and 75 are the same sound, but capabilities.pitch is True"


def times_words(trial: Trial) -> Iterator[str]:
    """Word times only where promised: ordered, inside text and sound, and for nearly every word."""
    speech = trial.speak(SENTENCE)
    if not trial.engine.capabilities.word_times:
        if speech.words:
            yield "speak(): there are word times, but capabilities.word_times is False"
        return
    if len(speech.words) < 0.8 * len(SENTENCE.split()):
        yield f"speak(): times for {len(speech.words)} of {len(SENTENCE.split())} words"
    edges = [edge for word in speech.words for edge in (word.start_frames, word.end_frames)]
    if edges != sorted(edges) or (edges and not 0 <= edges[0] <= edges[-1] <= len(speech.pcm) // 2):
        yield "speak(): word times overlap, go back, or lie outside of the sound"
    spans = [(word.start, word.end) for word in speech.words]
    if spans != sorted(spans) or any(not 0 <= start < end <= len(SENTENCE) for start, end in spans):
        yield "speak(): words lie outside of the text, or out of order"
    if any(not SENTENCE[start:end].strip(" .") for start, end in spans):
        yield "speak(): a timed word holds no letters"


def takes_ipa(trial: Trial) -> Iterator[str]:
    """`[[...]]` is one word where capabilities.ipa is True, not letters read out."""
    if trial.engine.capabilities.ipa and trial.audible:
        plain, ipa = (trial.speak(text) for text in ("In mayor.", "In [[ˈmeɪɚ]]."))
        if not 0.5 < len(ipa.pcm) / len(plain.pcm) < 1.6:
            yield f"speak(): the IPA of one word lasts {len(ipa.pcm) / len(plain.pcm):.1f} times the word"


def refuses_unknown_voices(trial: Trial) -> Iterator[str]:
    """VoiceError, naming the voice: another voice in its place would go unnoticed."""
    try:
        trial.speak("Hello.", id="no-such-voice")
    except VoiceError as error:
        if "no-such-voice" not in error.message:
            yield f"speak(): the error for an unknown voice does not name it: {error.message}"
    else:
        yield "speak(): an unknown voice was spoken with instead of a VoiceError"


def bears_any_text(trial: Trial) -> Iterator[str]:
    """Sound or an EngineError for whatever an article holds; never another exception."""
    limit = trial.engine.capabilities.max_characters
    for text in ODD_TEXTS:
        try:
            speech = trial.speak(text[:limit] if limit else text)
        except EngineError:
            continue
        except NarrateError as error:
            yield f"speak({text[:30]!r}): {type(error).__name__}: {error.message}"
            continue
        if len(speech.pcm) % 2:
            yield f"speak({text[:30]!r}): half a sample"


CHECKS: tuple[Callable[[Trial], Iterator[str]], ...] = (
    has_a_steady_fingerprint,
    returns_sound,
    repeats_itself,
    says_lines_anew,
    bears_threads,
    keeps_the_pace,
    times_words,
    takes_ipa,
    refuses_unknown_voices,
    bears_any_text,
)
