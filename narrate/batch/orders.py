"""How the articles of a batch are to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from narrate import flow
from narrate.model import Settings


@dataclass(frozen=True)
class Orders:
    """How all articles of a batch are to be made; every worker gets them."""

    settings: Settings
    out: Path
    cache: Path
    extras: flow.Extras = field(default_factory=flow.Extras)
    strict: bool = False  # a warning about an article is an error
    force: bool = False  # build what stands already, and over scripts that were edited
    reviewed: bool = False  # refuse articles with unsure speakers


@dataclass(frozen=True)
class ScriptFile:
    """A script as it stands in its file."""

    origin: str
    text: str

    @property
    def digest(self) -> str:
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
