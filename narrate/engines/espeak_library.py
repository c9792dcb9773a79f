"""A fresh image of the espeak-ng library for every utterance.

espeak keeps the phase of its flutter, its gain control and more in static variables that nothing resets: neither
espeak_Terminate and espeak_Initialize, nor espeak_ng_SetRandSeed. The same words then sound slightly different (by
about 10 samples in length) after different words before. So the library is unloaded after each utterance and loaded
anew: its statics start from the file again, every utterance is the first of its process, and the same arguments give
the same bytes everywhere and in any order. It costs 1 to 2 ms, less than a fork, and works in threads and on every
system.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, c_char, c_char_p, c_int, c_short, c_size_t, c_ubyte, c_uint, c_void_p
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.errors import EngineError

REINSTALL = "pip install --force-reinstall espeakng-loader"

# N_PATH_HOME of espeak-ng 1.52 is 160 (230 on Windows), with room for the longest file name behind it; beyond that it
# reports "phontab: No such file" for files that are there.
_LONGEST_DATA_PATH = 225 if sys.platform == "win32" else 155


class Event(Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = (
        ("type", c_int),
        ("unique_identifier", c_uint),
        ("text_position", c_int),  # in characters, from 1
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", c_char * 8),
    )


class CurrentVoice(Structure):
    """espeak_VOICE of speak_lib.h."""

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


Callback = ctypes.CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(Event))


@contextmanager
def fresh_library() -> Iterator[Any]:
    """The library as its file has it, for one use in one thread. EngineError if it does not load."""
    path = library_path()
    library = _opened(path)
    if _is_fresh(library):
        with _terminated(library):
            yield library
        return
    # Some other package of this process holds the same file loaded, or the system unloads nothing: only a file that
    # was never loaded before is fresh.
    _close(library)
    with tempfile.TemporaryDirectory(prefix="narrate-espeak-", ignore_cleanup_errors=True) as folder:
        copy = _opened(Path(shutil.copy(path, folder)))
        with _terminated(copy):
            yield copy


@contextmanager
def _terminated(library: Any) -> Iterator[None]:
    try:
        yield
    finally:
        library.espeak_Terminate()
        _close(library)


def library_path() -> Path:
    """The library that espeakng-loader carries; its file may still be missing."""
    try:
        import espeakng_loader
    except ImportError as error:
        raise EngineError("espeak-ng is not installed", "pip install espeakng-loader") from error
    return Path(espeakng_loader.get_library_path())


def _opened(path: Path) -> Any:
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise EngineError(f"espeak-ng's library does not load: {error}", REINSTALL) from error
    library.espeak_GetCurrentVoice.restype = POINTER(CurrentVoice)
    library.espeak_TextToPhonemes.restype = c_char_p
    library.espeak_TextToPhonemes.argtypes = [POINTER(c_char_p), c_int, c_int]
    library.espeak_Synth.argtypes = [c_char_p, c_size_t, c_uint, c_int, c_uint, c_uint, POINTER(c_uint), c_void_p]
    return library


def _is_fresh(library: Any) -> bool:
    # The sample rate is a static variable that espeak_Initialize sets and espeak_Terminate leaves.
    return bool(library.espeak_ng_GetSampleRate() == 0)


def _close(library: Any) -> None:
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)


@contextmanager
def short_path(data: Path) -> Iterator[bytes]:
    """A path of the data folder that espeak has room for."""
    if len(os.fsencode(data)) <= _LONGEST_DATA_PATH:
        yield os.fsencode(data)
        return
    with tempfile.TemporaryDirectory(prefix="narrate-espeak-") as folder:
        link = Path(folder, "data")
        try:
            link.symlink_to(data, target_is_directory=True)
        except OSError as error:
            message = f"the path of espeak-ng's data is too long for espeak-ng: {data}"
            raise EngineError(message, "install narrate in a folder with a shorter path") from error
        yield os.fsencode(link)


@lru_cache(maxsize=1)
def c_runtime() -> Any:
    """The C library, whose rand() the breath of some voices draws from."""
    return ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
