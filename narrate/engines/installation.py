"""Voices from the net: `narrate voices install piper:en_US-lessac-medium`, `narrate voices install kokoro`.

A voice arrives whole or not at all: a broken download goes on where it stopped, size and hash are checked against the
repository's index, and a file takes its name only when it is complete.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from narrate.engines import kokoro
from narrate.engines.downloads import Advance, RemoteFile, fetch_all, read_index
from narrate.engines.models import models_folder
from narrate.errors import EngineError, VoiceError

PIPER_VOICES = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
KOKORO_RELEASE = "https://api.github.com/repos/thewh1teagle/kokoro-onnx/releases/tags/model-files-v1.1"
"""The first release whose models tell how long their phonemes are."""

_HINT = "narrate voices install piper:en_US-lessac-medium, or: narrate voices install kokoro"

Catalogue = Callable[[str, str], dict[str, RemoteFile]]
"""Voice and address -> the files to fetch, by the names that they get, the model first."""


def install(
    name: str, advance: Advance = lambda done, total: None, *, source: str = "", folder: Path | None = None
) -> Path:
    """Download a voice into the user's folder for voices.

    Parameters
    ----------
    name : str
        Engine and voice, such as "piper:en_US-lessac-medium"; "kokoro" has all its voices in one file, and takes a
        precision of the model, as in "kokoro:int8".
    advance : callable
        Told the bytes that have arrived and the bytes of the whole voice.
    source : str
        Address of another repository of the engine's voices.
    folder : Path, optional
        Another place than the user's folder.

    Returns
    -------
    Path
        The model. What belongs to it lies beside it: configuration and a card that states the licence, or voices.

    Raises
    ------
    VoiceError
        There is no such voice, or no engine that installs voices.
    EngineError
        The repository does not answer, or what it sends is not what its index promises.
    OutputError
        The folder cannot be written, or the disk is full.
    """
    engine, _, voice = name.partition(":")
    if engine not in _CATALOGUES or (engine == "piper" and not voice):
        raise VoiceError(f"cannot install {name!r}", _HINT)
    catalogue, usual = _CATALOGUES[engine]
    home = folder or models_folder(engine)
    files = {home / target: file for target, file in catalogue(voice, (source or usual).rstrip("/")).items()}
    fetch_all(files, home, advance)
    return next(iter(files))


def _of_piper(voice: str, source: str) -> dict[str, RemoteFile]:
    index = read_index(f"{source}/voices.json")
    if voice not in index:
        near = difflib.get_close_matches(voice, index, n=3, cutoff=0.5)
        raise VoiceError(f"there is no Piper voice {voice!r}", f"did you mean {' or '.join(near)}?" if near else "")
    model, config = f"{voice}.onnx", f"{voice}.onnx.json"
    found: dict[str, RemoteFile] = {}
    try:
        for path, facts in index[voice]["files"].items():
            own = path.rpartition("/")[2]
            if own in (model, config, "MODEL_CARD"):
                target = f"{voice}.MODEL_CARD" if own == "MODEL_CARD" else own
                promised = f"md5:{facts['md5_digest']}"
                found[target] = RemoteFile(f"{source}/{path}", int(facts["size_bytes"]), promised)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(f"the index of Piper's voices has no such entries as expected: {error!r}") from error
    if not {model, config} <= set(found):
        raise EngineError(f"the index of Piper's voices names no model and configuration for {voice}")
    return {model: found.pop(model), **found}


def _of_kokoro(precision: str, source: str) -> dict[str, RemoteFile]:
    if precision and precision not in kokoro.MODELS:
        raise VoiceError(f"Kokoro has no precision {precision!r}", f"precisions: {', '.join(kokoro.MODELS)}")
    release = read_index(source)
    try:
        assets = {str(asset["name"]): asset for asset in release["assets"]}
        wanted = [kokoro.MODELS[precision or "f32"], kokoro.VOICES]
        return {
            name: RemoteFile(
                str(assets[name]["browser_download_url"]), int(assets[name]["size"]), assets[name].get("digest") or ""
            )
            for name in wanted
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(f"the index of Kokoro's release has no such entries as expected: {error!r}") from error


_CATALOGUES: dict[str, tuple[Catalogue, str]] = {
    "piper": (_of_piper, PIPER_VOICES),
    "kokoro": (_of_kokoro, KOKORO_RELEASE),
}
