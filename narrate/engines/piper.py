"""Piper: neural voices on this machine, from files (extra `piper`).

A voice is named as Piper names it, "en_US-lessac-medium"; one of several speakers in a model follows a "#":
"en_US-libritts-high#p3922". A path to an .onnx file is a name too.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from narrate.engines.alignment import TimedPhoneme, word_times
from narrate.engines.models import models_folder
from narrate.engines.onnx_session import open_session
from narrate.errors import EngineError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech, WordTime

_INSTALL = "pip install 'narrate-audio[piper]'"
_USUAL_RATE = 160
"""Words a minute at a voice's own length scale; each voice has its own, between 150 and 175."""


@dataclass(frozen=True)
class PiperEngine:
    """Engine `piper`.

    A Piper voice draws random numbers for its melody and goes on with them from line to line, so that no line could be
    made again. Without `lively` it speaks without them: the same words give the same bytes, a little more evenly.
    Word times come from the model where Piper can ask it (package onnx), and are estimated otherwise.
    """

    folder: str = ""
    """Where voices are; empty: narrate's own folder for them."""
    lively: bool = False
    """Speak with the voice's own noise, differently each time; takes are kept by the cache only."""
    gpu: bool = False
    threads: int = 1
    """Of one process: workers that use every core fight for them."""

    name = "piper"
    _loaded: dict[Path, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Any = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[PiperEngine], tuple[str, bool, bool, int]]:
        return type(self), (self.folder, self.lively, self.gpu, self.threads)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(word_times=_can_align(), ipa=True, parallel=True, takes=True)

    def fingerprint(self, voice: CastVoice) -> str:
        """The voice's configuration, size and date of its model, and the version of Piper."""
        from importlib.metadata import PackageNotFoundError, version

        model, speaker = self._files(voice.id)
        facts = model.stat()
        try:
            piper = version("piper-tts")
        except PackageNotFoundError:
            piper = ""
        config = hashlib.sha256(_config_path(model).read_bytes()).hexdigest()[:12]
        own = f"{model.name}#{speaker} {facts.st_size} {facts.st_mtime_ns}"
        return f"piper 2 {piper} {own} {config} {self.lively} {_can_align()}"

    def voices(self) -> Sequence[EngineVoice]:
        """Every voice in the folder, and every speaker of a voice that has several."""
        found: list[EngineVoice] = []
        for model in sorted(self._home.glob("*.onnx")):
            config = _config(model)
            language = _language(config)
            speakers = list(config.get("speaker_id_map", {}))
            ids = [f"{model.stem}#{speaker}" for speaker in speakers] if len(speakers) > 1 else [model.stem]
            found += [EngineVoice(voice_id, voice_id, (language,)) for voice_id in ids]
        return tuple(found)

    def find(self, voice_id: str) -> EngineVoice | None:
        """An installed voice, with or without a speaker; otherwise VoiceError, with the command that installs it."""
        model, _ = self._files(voice_id)
        if find_spec("piper") is None:
            raise EngineError("Piper is not installed", _INSTALL)
        return EngineVoice(voice_id, voice_id, (_language(_config(model)),))

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Say `text`; with word times where the voice's model tells how long its phonemes are.

        From take 2 on the voice draws its random numbers, from the take's own seed: the model is loaded anew for it.

        Raises
        ------
        VoiceError
            The voice is not installed, or has no such speaker.
        EngineError
            Piper is not installed, or the voice's files are damaged or do not belong together.
        """
        model, speaker = self._files(voice.id)
        with self._lock:
            try:
                piper = self._voice(model) if voice.take == 1 else self._opened(model, seed=voice.take)
                return self._spoken(piper, text, voice, speaker)
            except (VoiceError, EngineError):
                raise
            except Exception as error:
                what = f"engine 'piper', voice {voice.name!r} ({voice.id}), text {text[:40]!r}"
                raise EngineError(f"{what}: {type(error).__name__}: {_first_line(error)}", _again(model)) from error

    def _spoken(self, piper: Any, text: str, voice: CastVoice, speaker: int | None) -> Speech:
        from piper import SynthesisConfig  # type: ignore[import-not-found,import-untyped,unused-ignore]

        lively = self.lively or voice.take > 1
        config = SynthesisConfig(
            speaker_id=speaker,
            length_scale=piper.config.length_scale * _USUAL_RATE / voice.rate,
            noise_scale=None if lively else 0.0,
            noise_w_scale=None if lively else 0.0,
        )
        plain = text.encode("utf-8", "replace").decode().replace("\0", " ")
        chunks = list(piper.synthesize(plain, config, include_alignments=_can_align()))
        pcm = b"".join(chunk.audio_int16_bytes for chunk in chunks)
        # Of punctuation alone Piper makes nothing at all.
        return Speech(
            pcm or bytes(2 * (piper.config.sample_rate // 20)),
            piper.config.sample_rate,
            _words(plain, chunks, lambda word: "".join(chain.from_iterable(piper.phonemize(word)))),
        )

    @property
    def _home(self) -> Path:
        return Path(self.folder).expanduser() if self.folder else models_folder("piper")

    def _files(self, voice_id: str) -> tuple[Path, int | None]:
        stem, _, speaker = voice_id.partition("#")
        model = Path(stem).expanduser() if stem.endswith(".onnx") else self._home / f"{stem}.onnx"
        if not stem or not model.is_file() or not _config_path(model).is_file():
            install = f"narrate voices install piper:{stem}" if not stem.endswith(".onnx") else ""
            raise VoiceError(f"engine 'piper': the voice {voice_id!r} is not installed ({model})", install)
        if not speaker:
            return model, None
        numbers: dict[str, int] = _config(model).get("speaker_id_map", {})
        if speaker not in numbers:
            some = ", ".join(list(numbers)[:8]) or "none"
            raise VoiceError(f"engine 'piper': {stem} has no speaker {speaker!r}", f"speakers: {some}")
        return model, numbers[speaker]

    def _voice(self, model: Path) -> Any:
        if model not in self._loaded:
            self._loaded[model] = self._opened(model)
        return self._loaded[model]

    def _opened(self, model: Path, seed: int | None = None) -> Any:
        try:
            import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: F401
            from piper import PiperVoice  # type: ignore[import-not-found,import-untyped,unused-ignore]
            from piper.config import PiperConfig  # type: ignore[import-not-found,import-untyped,unused-ignore]
        except ImportError as error:
            raise EngineError(f"Piper is not installed: {error}", _INSTALL) from error
        given = _with_durations(model) if _can_align() else model
        session = open_session(given, "piper", threads=self.threads, gpu=self.gpu, seed=seed)
        return PiperVoice(session=session, config=PiperConfig.from_dict(_config(model)), download_dir=self._home)


@lru_cache(maxsize=1)
def _can_align() -> bool:
    """Whether Piper here can be asked how long phonemes are: since 1.3, and with the package onnx."""
    return all(map(find_spec, ("onnx", "piper"))) and find_spec("piper.patch_voice_with_alignment") is not None


def _with_durations(model: Path) -> Path | bytes:
    """The model, made to hand out the durations that it computes anyway; as it is where they are not to be found."""
    import onnx  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from piper.patch_voice_with_alignment import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        add_alignment_output,
    )

    patched = onnx.load(str(model))
    try:
        add_alignment_output(patched)
    except ValueError:
        return model
    content: bytes = patched.SerializeToString()
    return content


def _words(text: str, chunks: Sequence[Any], spell: Callable[[str], str]) -> tuple[WordTime, ...]:
    if not chunks or any(chunk.phoneme_alignments is None for chunk in chunks):
        return ()
    return word_times(text, _timed(chunks), spell)


def _timed(chunks: Iterable[Any]) -> Iterator[TimedPhoneme]:
    begin = 0
    for chunk in chunks:
        frames = len(chunk.audio_int16_bytes) // 2
        at = 0
        for each in chunk.phoneme_alignments:
            end = min(frames, at + int(each.num_samples))
            yield TimedPhoneme(each.phoneme, begin + at, begin + end)
            at = end
        begin += frames


def _config_path(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _config(model: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads(_config_path(model).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(f"engine 'piper': {_config_path(model)} is damaged: {error}", _again(model)) from error
    return config


def _language(config: dict[str, Any]) -> str:
    code = config.get("language", {}).get("code") or config.get("espeak", {}).get("voice") or "mul"
    return str(code).replace("_", "-").lower()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _again(model: Path) -> str:
    return f"narrate voices install piper:{model.stem}"
