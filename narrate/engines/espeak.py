"""espeak-ng through ctypes: one fresh image of the library for every utterance.

espeak keeps the phase of its flutter, its gain control and more in static variables that nothing resets: neither
espeak_Terminate and espeak_Initialize, nor espeak_ng_SetRandSeed. The same words then sound slightly different (by
about 10 samples in length) after different words before. So the library is unloaded after each utterance and loaded
anew: its statics start from the file again, every utterance is the first, and the same arguments give the same bytes in
every process and in any order.
"""

from __future__ import annotations

import ctypes
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, c_char, c_char_p, c_int, c_short, c_ubyte, c_uint, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.engines.espeak_voices import VoiceFile, data_folder, parsed_id
from narrate.errors import EngineError, VoiceError

SAMPLE_RATE_HZ = 22050

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000  # without it a missing data file ends the whole process with exit(1)
_CHARACTERS = 1
_UTF8, _PHONEMES = 1, 0x100
_RATE, _VOLUME, _PITCH = 1, 2, 3
_EVENT_END_OF_LIST, _EVENT_WORD, _EVENT_CLAUSE_END = 0, 1, 5
_SEED = 1  # breath and noise draw from rand(), seeded with the clock unless told otherwise

_lock = threading.Lock()  # two threads inside the library end in "double free or corruption"


class _Event(Structure):
    _fields_ = (
        ("type", c_int),
        ("unique_identifier", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", c_char * 8),
    )


class _Voice(Structure):
    _fields_ = (
        ("name", c_char_p),
        ("languages", c_char_p),
        ("identifier", c_char_p),
        ("gender", c_ubyte),
        ("age", c_ubyte),
        ("variant", c_ubyte),
        ("xx1", c_ubyte),
        ("score", c_int),
        ("spare", c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))


@dataclass(frozen=True)
class Parameters:
    """How to speak, in espeak's own units."""

    rate: int = 145  # 80..450; espeak's words a minute
    pitch: int = 50  # 0..99, 50 is the voice's own
    volume: int = 200  # 0..200; over 100 espeak's gain control keeps peaks below full scale


@dataclass(frozen=True)
class Mark:
    """An event of the synthesis."""

    position: int  # 0-based index into the text given, in characters
    length: int
    frame: int
    is_word: bool  # otherwise the end of a clause


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
        Plain text; markup would be read aloud. Must be free of control characters and lone surrogates.
    voice_id : str
        Accent with or without a variant, such as "en-us+f2".
    phonemes : bool
        Take `[[...]]` for espeak's phoneme mnemonics instead of letters.

    Raises
    ------
    VoiceError
        There is no such voice.
    EngineError
        The library is missing or broken, or failed to speak.
    """
    data = data_folder()
    accent, variant = parsed_id(voice_id, data)
    with _lock, _fresh_library() as library:
        _initialize(library, data)
        _choose_voice(library, accent, variant)
        for parameter, value in ((_RATE, parameters.rate), (_VOLUME, parameters.volume), (_PITCH, parameters.pitch)):
            library.espeak_SetParameter(parameter, value, 0)
        library.espeak_ng_SetRandSeed(_SEED)
        return _spoken(library, text, _UTF8 | (_PHONEMES if phonemes else 0))


def _initialize(library: Any, data: Path) -> None:
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), _DONT_EXIT)
    if rate != SAMPLE_RATE_HZ:
        raise EngineError(f"espeak-ng does not start with its data in {data} (answer {rate})", _REINSTALL)


def _choose_voice(library: Any, accent: VoiceFile, variant: VoiceFile | None) -> None:
    identifier = accent.identifier + (f"+{variant.identifier}" if variant else "")
    status = library.espeak_SetVoiceByName(identifier.encode())
    current = library.espeak_GetCurrentVoice().contents.identifier or b""
    if status != 0 or current.decode("utf-8", "replace").lower() != identifier.lower():
        raise VoiceError(f"espeak-ng does not load the voice {identifier!r}", _REINSTALL)


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

    callback = _Callback(receive)
    library.espeak_SetSynthCallback(callback)
    data = text.encode()
    status = library.espeak_Synth(data, len(data) + 1, 0, _CHARACTERS, 0, flags, None, None)
    if failures:
        raise failures[0]
    if status != 0:
        raise EngineError(f"espeak-ng cannot say {text[:40]!r} (answer {status})", "")
    return Sound(b"".join(pieces), tuple(marks))


def _marks(events: Any) -> Iterator[Mark]:
    index = 0
    while events[index].type != _EVENT_END_OF_LIST:
        event = events[index]
        if event.type in (_EVENT_WORD, _EVENT_CLAUSE_END):
            yield Mark(event.text_position - 1, event.length, event.sample, event.type == _EVENT_WORD)
        index += 1


# ------------------------------------------------------------------------------------------------- the fresh library

_REINSTALL = "pip install --force-reinstall espeakng-loader"
_copies: list[tempfile.TemporaryDirectory[str]] = []  # private copies of the library, removed when the process ends


@contextmanager
def _fresh_library() -> Iterator[Any]:
    library = _opened(_library_path())
    if library.espeak_ng_GetSampleRate() != 0:
        # Not fresh: some other package of this process holds the same file open.
        _close(library)
        library = _opened(_private_copy())
    try:
        yield library
    finally:
        library.espeak_Terminate()
        _close(library)


def _library_path() -> Path:
    if _copies:
        return next(Path(_copies[-1].name).iterdir())
    import espeakng_loader

    return Path(espeakng_loader.get_library_path())


def _private_copy() -> Path:
    source = _library_path()
    _copies.append(tempfile.TemporaryDirectory(prefix="narrate-espeak-"))
    return Path(shutil.copy(source, _copies[-1].name))


def _opened(path: Path) -> Any:
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise EngineError(f"espeak-ng's library does not load: {error}", _REINSTALL) from error
    library.espeak_GetCurrentVoice.restype = POINTER(_Voice)
    library.espeak_Synth.argtypes = (
        [c_char_p, ctypes.c_size_t, c_uint, c_int, c_uint, c_uint, POINTER(c_uint), c_void_p]
    )  # fmt: skip
    return library


def _close(library: Any) -> None:
    import _ctypes

    unload = getattr(_ctypes, "FreeLibrary", None) or _ctypes.dlclose
    unload(library._handle)
