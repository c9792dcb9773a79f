"""espeak-ng through ctypes: one text, one voice, one recording with the times of its words."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.engines.espeak_library import REINSTALL, Callback, c_runtime, fresh_library, short_path
from narrate.engines.espeak_voices import VoiceFile, data_folder, parsed_id
from narrate.errors import EngineError, VoiceError

SAMPLE_RATE_HZ = 22050

_SYNCHRONOUS = 2
_BUFFER_MS = 0  # espeak's own 60 ms: the size of its buffer changes the sound it makes
_DONT_EXIT = 0x8000  # without it a missing data file ends the whole process with exit(1)
_CHARACTERS = 1
_UTF8, _PHONEMES = 1, 0x100
_IPA = 0x02
_RATE, _VOLUME, _PITCH = 1, 2, 3
_END_OF_LIST, _WORD, _CLAUSE_END = 0, 1, 5
_FULL_VOLUME = 200
"""espeak's gain control keeps peaks below full scale, and a recogniser understands more than at 100: 29 % word errors
instead of 37 % for f2."""
_FULL_KLATT_VOLUME = 85
"""The Klatt synthesizers have no gain control: at 100 klatt4 clips 56 samples of a million, at 200 more than 1 %."""
_SEED = 1  # breath and noise draw random numbers, from the clock unless told otherwise

_lock = threading.Lock()  # two threads inside the library end in "double free or corruption"


@dataclass(frozen=True)
class Parameters:
    """How to speak, in espeak's own units."""

    rate: int = 145  # 80..450
    pitch: int = 50  # 0..99, 50 is the voice's own
    volume: float = 1.0  # 0..1, 1 is as loud as the voice gets without clipping


@dataclass(frozen=True)
class Mark:
    """A word's start, or a clause's end."""

    position: int  # 0-based index into the text given, in characters
    length: int
    frame: int
    is_word: bool


@dataclass(frozen=True)
class Sound:
    """What espeak made of a text: s16le mono PCM at `SAMPLE_RATE_HZ`."""

    pcm: bytes
    marks: tuple[Mark, ...]


def synthesize(text: str, voice_id: str, parameters: Parameters, *, phonemes: bool = False) -> Sound:
    """Speak `text`; the same arguments give the same bytes.

    Parameters
    ----------
    text : str
        Plain text (markup would be read aloud) without control characters and lone surrogates.
    voice_id : str
        Accent with or without a variant, such as "en-us+f2".
    parameters : Parameters
        Rate, pitch and volume.
    phonemes : bool
        Take `[[...]]` for espeak's phoneme mnemonics instead of letters.

    Raises
    ------
    VoiceError
        There is no such voice.
    EngineError
        The library is missing or broken, or failed to speak.
    """
    with _started(voice_id) as (library, variant):
        full = _FULL_KLATT_VOLUME if variant and variant.is_klatt else _FULL_VOLUME
        library.espeak_SetParameter(_RATE, parameters.rate, 0)
        library.espeak_SetParameter(_PITCH, parameters.pitch, 0)
        library.espeak_SetParameter(_VOLUME, round(full * parameters.volume), 0)
        library.espeak_ng_SetRandSeed(_SEED)
        c_runtime().srand(_SEED)  # the breath of Reed and caleb is rand()'s, not espeak's own
        return _spoken(library, text, _UTF8 | (_PHONEMES if phonemes else 0))


def transcribe(text: str, voice_id: str) -> str:
    """The phonemes of `text` in IPA, clauses apart by ` | `. VoiceError, EngineError as for `synthesize`."""
    clauses = []
    with _started(voice_id) as (library, _):
        rest = ctypes.c_char_p(text.encode())
        while rest.value:
            spoken: bytes = library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b""
            clauses.append(spoken.decode("utf-8", "replace").strip())
    return " | ".join(clause for clause in clauses if clause)


@contextmanager
def _started(voice_id: str) -> Iterator[tuple[Any, VoiceFile | None]]:
    """A fresh library with a voice, and the voice's variant."""
    data = data_folder()
    accent, variant = parsed_id(voice_id, data)
    with _lock, short_path(data) as path, fresh_library() as library:
        rate = library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, path, _DONT_EXIT)
        if rate != SAMPLE_RATE_HZ:
            raise EngineError(f"espeak-ng does not start with its data in {data} (answer {rate})", REINSTALL)
        _choose_voice(library, data / "lang" / accent.identifier, accent, variant)
        yield library, variant


def _choose_voice(library: Any, file: Path, accent: VoiceFile, variant: VoiceFile | None) -> None:
    # By name espeak first opens all 250 voice files (1.5 ms each time); by file it takes a path of at most 59
    # characters, which it turns to lower case. A file descriptor has such a path.
    suffix = f"+{variant.identifier}" if variant else ""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        by_file = f"/dev/fd/{descriptor}{suffix}"
        if library.espeak_SetVoiceByFile(by_file.encode()) == 0 and _current(library) == by_file:
            return
    finally:
        os.close(descriptor)
    by_name = accent.identifier + suffix
    if library.espeak_SetVoiceByName(by_name.encode()) != 0 or _current(library).lower() != by_name.lower():
        raise VoiceError(f"espeak-ng does not load the voice {by_name!r}", REINSTALL)


def _current(library: Any) -> str:
    # An unknown variant is dropped with status 0: only the identifier tells.
    identifier: bytes = library.espeak_GetCurrentVoice().contents.identifier or b""
    return identifier.decode("utf-8", "replace").replace("\\", "/")


def _spoken(library: Any, text: str, flags: int) -> Sound:
    pieces: list[bytes] = []
    marks: list[Mark] = []
    failures: list[BaseException] = []

    def receive(samples: Any, count: int, events: Any) -> int:
        try:
            if samples and count > 0:
                pieces.append(ctypes.string_at(samples, 2 * count))
            marks.extend(_marks(events))
        except BaseException as error:  # noqa: BLE001 - ctypes would print it and go on
            failures.append(error)
            return 1
        return 0

    callback = Callback(receive)
    library.espeak_SetSynthCallback(callback)
    data = text.encode()
    status = library.espeak_Synth(data, len(data) + 1, 0, _CHARACTERS, 0, flags, None, None)
    if failures:
        raise failures[0]
    if status != 0:
        raise EngineError(f"espeak-ng cannot say {text[:40]!r} (answer {status})")
    return Sound(b"".join(pieces), tuple(marks))


def _marks(events: Any) -> Iterator[Mark]:
    index = 0
    while events[index].type != _END_OF_LIST:
        event = events[index]
        if event.type in (_WORD, _CLAUSE_END):
            yield Mark(event.text_position - 1, event.length, event.sample, event.type == _WORD)
        index += 1
