"""Every engine by its name: the built-in ones, and plug-ins from the entry point group `narrate.engines`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING

from narrate.errors import EngineError, NarrateError
from narrate.model import Engine

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "narrate.engines"

BUILT_IN: Mapping[str, str] = {
    "pyttsx3": "narrate.engines.embedded:EmbeddedEngine",
    "piper": "narrate.engines.piper:PiperEngine",
    "kokoro": "narrate.engines.kokoro:KokoroEngine",
    "openai": "narrate.engines.openai:OpenAIEngine",
    "command": "narrate.engines.command:CommandEngine",
    "silence": "narrate.engines.silence:SilenceEngine",
    "system": "narrate.engines.system:SystemEngine",
}
"""Name -> `module:class`. Modules are imported when asked for, so that naming engines stays cheap."""


def names() -> tuple[str, ...]:
    """Names of all engines that can be asked for: the built-in ones first, then plug-ins in alphabetical order."""
    return (*BUILT_IN, *sorted(set(_plugins()) - set(BUILT_IN)))


def load(name: str, options: Mapping[str, object] | None = None) -> Engine:
    """Make the engine of this name.

    Parameters
    ----------
    name : str
        One of `names()`. A plug-in cannot take the name of a built-in engine.
    options : mapping, optional
        Settings of the engine itself, such as the address of a server: the arguments of its class.

    Returns
    -------
    Engine
        Ready to be asked for voices and fingerprints; sound libraries load when it first speaks.

    Raises
    ------
    EngineError
        No engine has this name or no such option, or a plug-in fails to import or to start.
    """
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return _made(name, getattr(import_module(module), attribute), options or {})
    plugin = _plugins().get(name)
    if plugin is None:
        raise _unknown(name)
    return _made(name, _imported(plugin), options or {})


@dataclass(frozen=True)
class Loader:
    """`load` with the options of every engine: a function that can be sent to other processes."""

    options: Mapping[str, Mapping[str, object]]

    def __call__(self, name: str) -> Engine:
        return load(name, self.options.get(name))


def _plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # 10 ms that `narrate --help` need not pay

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _imported(plugin: EntryPoint) -> Callable[..., Engine]:
    try:
        factory: Callable[..., Engine] = plugin.load()
    except Exception as error:
        raise EngineError(
            f"engine plug-in {plugin.name!r} ({plugin.value}) cannot be imported: {type(error).__name__}: {error}",
            "repair or uninstall the package that provides it",
        ) from error
    return factory


def _made(name: str, factory: Callable[..., Engine], options: Mapping[str, object]) -> Engine:
    known = signature(factory).parameters
    unknown = [option for option in options if option not in known]
    if unknown:
        hint = f"options: {', '.join(known)}" if known else "it has no options"
        raise EngineError(f"engine {name!r} has no option {unknown[0]!r}", hint)
    try:
        return factory(**options)
    except NarrateError:
        raise
    except Exception as error:
        raise EngineError(f"engine {name!r} does not start: {type(error).__name__}: {error}") from error


def _unknown(name: str) -> EngineError:
    known = names()
    near = difflib.get_close_matches(name, known, n=1)
    question = f"did you mean {near[0]!r}? " if near else ""
    return EngineError(f"there is no engine {name!r}", f"{question}engines: {', '.join(known)}")
