"""Kokoro: neural voices on this machine, all in one model (extra `kokoro`).

A voice is named as Kokoro names it, "af_heart": the first letter is the accent (a: US, b: GB), the second f or m.
Several with their shares are a blend: "af_heart:60,bf_emma:40"; without numbers the shares are equal. The accent of a
blend is that of its first voice.
"""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from narrate.engines.alignment import TimedPhoneme, word_times
from narrate.engines.models import models_folder
from narrate.engines.onnx_session import open_session
from narrate.engines.spoken_text import is_speakable
from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Gender, Speech

INSTALL = "narrate voices install kokoro"
MODELS = {"f32": "kokoro-v1.0.onnx", "fp16": "kokoro-v1.0.fp16.onnx", "int8": "kokoro-v1.0.int8.onnx"}
"""Precision -> file, best first."""
VOICES = "voices-v1.0.bin"

_PACKAGE = "pip install 'narrate-audio[kokoro]'"
_USUAL_RATE = 165
"""Words a minute at speed 1."""
_SLOWEST, _FASTEST = 0.5, 2.0
_SAMPLE_RATE_HZ = 24000
_ACCENTS = {
    "a": ("en-us", "en-us"),
    "b": ("en-gb", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "j": ("ja", "ja"),
    "p": ("pt-br", "pt-br"),
    "z": ("zh", "cmn"),
}
"""First letter of a voice -> its language, and what espeak-ng calls it."""
_GENDERS: dict[str, Gender] = {"f": "female", "m": "male"}
_IPA = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class KokoroEngine:
    """Engine `kokoro`.

    A model may draw random numbers for breath and noise, and goes on with them from line to line: lines are then made
    again alike, not to the bit. Takes are kept by the cache.
    """

    folder: str = ""
    """Where model and voices are; empty: narrate's own folder for them."""
    precision: str = ""
    """f32, fp16 or int8; empty: the best that is installed."""
    gpu: bool = False
    threads: int = 1
    """Of one process: workers that use every core fight for them."""

    name = "kokoro"
    capabilities = Capabilities(word_times=True, ipa=True, parallel=True, takes=True)
    _loaded: dict[Path, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Any = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.precision and self.precision not in MODELS:
            raise EngineError(f"engine 'kokoro': no precision {self.precision!r}", f"precisions: {', '.join(MODELS)}")

    def __reduce__(self) -> tuple[type[KokoroEngine], tuple[str, str, bool, int]]:
        return type(self), (self.folder, self.precision, self.gpu, self.threads)

    def fingerprint(self, voice: CastVoice) -> str:
        """Size and date of model and voices, and the versions of what turns text into phonemes and sound."""
        from importlib.metadata import PackageNotFoundError, version

        facts = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in self._files()]
        for package in ("kokoro-onnx", "phonemizer", "espeakng-loader"):
            try:
                facts.append(version(package))
            except PackageNotFoundError:
                facts.append("")
        return f"kokoro 1 {' '.join(facts)}"

    def voices(self) -> Sequence[EngineVoice]:
        """Every voice of the installed file; `find` knows blends of them."""
        _, voices = self._files(missing_ok=True)
        return tuple(_described(name, name) for name in _names(voices)) if voices.is_file() else ()

    def find(self, voice_id: str) -> EngineVoice | None:
        """An installed voice or blend; otherwise VoiceError, with what is there or the command that installs it."""
        first, _ = self._shares(voice_id)[0]
        if find_spec("kokoro_onnx") is None:
            raise EngineError("Kokoro is not installed", _PACKAGE)
        return _described(voice_id, first)

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Say `text`; with word times where the model tells how long its phonemes are.

        Rates below 83 and above 330 words a minute are spoken at these. From take 2 on the voice reads in the style
        that it has for a text some phonemes longer.

        Raises
        ------
        VoiceError
            Kokoro is not installed, or has no such voice.
        EngineError
            A package is missing, or model and voices are damaged or do not belong together.
        """
        shares = self._shares(voice.id)
        if not is_speakable(text):
            return Speech(bytes(2 * (_SAMPLE_RATE_HZ // 20)), _SAMPLE_RATE_HZ)
        with self._lock:
            try:
                kokoro = self._model()
                style = _style(kokoro, shares, voice.take)
                return _spoken(kokoro, text, style, _ACCENTS[shares[0][0][0]][1], voice.rate)
            except NarrateError:
                raise
            except Exception as error:
                what = f"engine 'kokoro', voice {voice.name!r} ({voice.id}), text {text[:40]!r}"
                told = (str(error).splitlines() or [""])[0][:200]
                raise EngineError(f"{what}: {type(error).__name__}: {told}", INSTALL) from error

    def _files(self, missing_ok: bool = False) -> tuple[Path, Path]:
        home = Path(self.folder).expanduser() if self.folder else models_folder("kokoro")
        names = [MODELS[self.precision]] if self.precision else list(MODELS.values())
        model = next((home / name for name in names if (home / name).is_file()), home / names[0])
        voices = home / VOICES
        missing = [path for path in (model, voices) if not path.is_file()]
        if missing and not missing_ok:
            wanted = f":{self.precision}" if self.precision else ""
            raise VoiceError(f"engine 'kokoro' is not installed: there is no {missing[0]}", INSTALL + wanted)
        return model, voices

    def _shares(self, voice_id: str) -> list[tuple[str, float]]:
        """The voices of a blend with their shares, which sum to 1."""
        _, voices = self._files()
        known = _names(voices)
        shares: list[tuple[str, float]] = []
        for part in voice_id.split(","):
            name, colon, number = (piece.strip() for piece in part.partition(":"))
            if name not in known or name[0] not in _ACCENTS:
                raise VoiceError(
                    f"engine 'kokoro' has no voice {name!r} ({voice_id!r})", f"voices: {', '.join(known[:9])} …"
                )
            try:
                share = float(number) if colon else 1.0
            except ValueError:
                share = 0.0
            if not 0 < share < 1e6:
                raise VoiceError(f"engine 'kokoro': {part.strip()!r} is no share", "write af_heart:60,bf_emma:40")
            shares.append((name, share))
        whole = sum(share for _, share in shares)
        return [(name, share / whole) for name, share in shares]

    def _model(self) -> Any:
        model, voices = self._files()
        if model not in self._loaded:
            try:
                from kokoro_onnx import Kokoro  # type: ignore[import-not-found,import-untyped,unused-ignore]
            except ImportError as error:
                raise EngineError(f"Kokoro is not installed: {error}", _PACKAGE) from error
            session = open_session(model, "kokoro", threads=self.threads, gpu=self.gpu)
            self._loaded[model] = Kokoro.from_session(session, str(voices))
        return self._loaded[model]


def _names(voices: Path) -> list[str]:
    facts = voices.stat()
    return list(_names_in(voices, facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=4)
def _names_in(voices: Path, size: int, mtime_ns: int) -> tuple[str, ...]:
    # An .npz is a zip of arrays: its names need no numpy.
    try:
        with zipfile.ZipFile(voices) as archive:
            return tuple(sorted(name.removesuffix(".npy") for name in archive.namelist()))
    except (OSError, zipfile.BadZipFile) as error:
        raise EngineError(f"engine 'kokoro': {voices} is damaged: {error}", INSTALL) from error


def _described(voice_id: str, first: str) -> EngineVoice:
    language, _ = _ACCENTS.get(first[:1], ("mul", ""))
    return EngineVoice(voice_id, voice_id, (language,), _GENDERS.get(first[1:2], ""))


def _style(kokoro: Any, shares: Sequence[tuple[str, float]], take: int) -> Any:
    """The voice as an array of shape (510, 1, 256), one style for each number of phonemes."""
    import numpy as np

    style = sum(kokoro.voices[name].astype(np.float32) * np.float32(share) for name, share in shares)
    return style[np.minimum(np.arange(len(style)) + take - 1, len(style) - 1)]


def _spoken(kokoro: Any, text: str, style: Any, language: str, rate: int) -> Speech:
    import numpy as np

    def spell(words: str) -> str:
        return "".join(_phonemes(words, lambda piece: str(kokoro.tokenizer.phonemize(piece, language))))

    plain = text.encode("utf-8", "replace").decode().replace("\0", " ")
    speed = min(_FASTEST, max(_SLOWEST, rate / _USUAL_RATE))
    audio, rate_hz, timings = kokoro.create_timed(spell(plain), style, speed, language, is_phonemes=True)
    if not np.isfinite(audio).all():
        raise EngineError("kokoro: the model gave samples that are no numbers", "run again, or download the model anew")
    pcm = np.rint(np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes()
    timed = (TimedPhoneme(each.phoneme, round(each.start * rate_hz), round(each.end * rate_hz)) for each in timings)
    return Speech(pcm, rate_hz, word_times(plain, timed, spell) if timings else ())


def _phonemes(text: str, phonemize: Callable[[str], str]) -> Iterator[str]:
    for number, piece in enumerate(_IPA.split(text)):
        if number % 2:
            yield piece.strip()
        elif piece:
            # The phonemizer drops the spaces that keep these phonemes and the IPA apart.
            yield f"{' ' * piece[0].isspace()}{phonemize(piece)}{' ' * piece[-1].isspace()}"
