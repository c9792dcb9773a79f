"""Every engine by its name: the built-in ones, and plug-ins from the entry point group `narrate.engines`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from narrate.errors import EngineError
from narrate.model import Engine

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "narrate.engines"

BUILT_IN: Mapping[str, str] = {
    "pyttsx3": "narrate.engines.embedded:EmbeddedEngine",
    "command": "narrate.engines.command:CommandEngine",
    "silence": "narrate.engines.silence:SilenceEngine",
    "system": "narrate.engines.system:SystemEngine",
}
"""Name -> `module:class`. Modules are imported when asked for, so that naming engines stays cheap."""


def names() -> tuple[str, ...]:
    """Names of all engines that can be asked for: the built-in ones first, then plug-ins in alphabetical order."""
    return (*BUILT_IN, *sorted(set(_plugins()) - set(BUILT_IN)))


def load(name: str) -> Engine:
    """Make the engine of this name.

    Parameters
    ----------
    name : str
        One of `names()`. A plug-in can not take the name of a built-in engine.

    Returns
    -------
    Engine
        Ready to be asked for voices and fingerprints; sound libraries load when it first speaks.

    Raises
    ------
    EngineError
        No engine has this name, or a plug-in fails to import or to start.
    """
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        engine: Engine = getattr(import_module(module), attribute)()
        return engine
    plugin = _plugins().get(name)
    if plugin is None:
        raise _unknown(name)
    return _started(plugin)


def _plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # 10 ms that `narrate --help` need not pay

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _started(plugin: EntryPoint) -> Engine:
    try:
        engine: Engine = plugin.load()()
    except Exception as error:
        raise EngineError(
            f"engine plug-in {plugin.name!r} ({plugin.value}) does not start: {type(error).__name__}: {error}",
            "repair or uninstall the package that provides it",
        ) from error
    return engine


def _unknown(name: str) -> EngineError:
    known = names()
    near = difflib.get_close_matches(name, known, n=1)
    question = f"did you mean {near[0]!r}? " if near else ""
    return EngineError(f"there is no engine {name!r}", f"{question}engines: {', '.join(known)}")
