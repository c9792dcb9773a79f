"""Words to sound: the engines, by name, and the choice of one of their voices for a wish."""

from narrate.engines.matching import resolve
from narrate.engines.registry import Loader, load, names

__all__ = ["Loader", "load", "names", "resolve"]
