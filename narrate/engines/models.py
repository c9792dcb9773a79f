"""Models of neural voices: where they are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def models_folder(engine: str) -> Path:
    """The user's folder for one engine's models; it need not exist.

    `NARRATE_MODELS` names another one; otherwise it is where the operating system keeps data of programs.
    """
    named = os.environ.get("NARRATE_MODELS", "")
    if named:
        return Path(named, engine)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "narrate" / "voices" / engine
