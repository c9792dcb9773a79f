"""Playing a recording with what the system has."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

PLAYERS = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
)


def play(wav: bytes) -> None:
    """Play a WAV recording; where nothing can play it, say where the file is."""
    with tempfile.NamedTemporaryFile(prefix="narrate-", suffix=".wav", delete=False) as file:
        file.write(wav)
    path = Path(file.name)
    command = _command(path)
    if command is not None and subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        path.unlink()
        return
    click.echo(f"nothing here plays sound; the recording is {path}", err=True)


def program() -> str:
    """The player of this system; empty if there is none."""
    if sys.platform == "win32":
        return "powershell"
    return next((player[0] for player in PLAYERS if shutil.which(player[0])), "")


def _command(path: Path) -> list[str] | None:
    if sys.platform == "win32":
        quoted = str(path).replace("'", "''")
        return ["powershell", "-NoProfile", "-c", f"(New-Object Media.SoundPlayer '{quoted}').PlaySync()"]
    return next(([*player, str(path)] for player in PLAYERS if player[0] == program()), None)
