"""The show's memory of its cast: who was heard in which voice, written into voices.yaml when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narrate import folder, located, patch
from narrate.cast import Casting
from narrate.errors import ConfigError
from narrate.model import CastEntry, Script, Settings, Speaker

BACKUP = ".bak"


def remember(written: Script, casting: Casting, settings: Settings, path: Path) -> dict[str, str]:
    """Add everybody who is heard, and whom `cast:` does not know yet, to the cast of a voices.yaml.

    Comments, order and layout of the file stay; the file as it was stands beside it with `.bak`. Speakers who had to
    share a voice are left out: the next episode may have one for them. So is "a neighbour": somebody else next time.

    Returns
    -------
    dict of str to str
        The speakers that were added, and their voices.
    """
    heard = {line.speaker for line in written.lines if not line.skip}
    known = _names(settings.cast)
    new = {
        speaker: casting.speakers[speaker.name]
        for speaker in written.speakers
        if speaker.name in heard
        and speaker.name in casting.speakers
        and speaker.name not in casting.shared
        and not _describes(speaker.name)
        and not known & {name.casefold() for name in (speaker.name, *speaker.aliases)}
    }
    if new:
        _write(path, {patch.quoted(each.name): _entry(each, voice) for each, voice in new.items()})
    return {speaker.name: voice for speaker, voice in new.items()}


def _describes(name: str) -> bool:
    """Whether a name is a description: "A woman", "Two men"; names of people end in a capital or a number."""
    return name.split()[-1][:1].islower()


def _names(cast: tuple[CastEntry, ...]) -> set[str]:
    return {name.casefold() for entry in cast for name in (entry.speaker, *entry.aliases)}


def _entry(speaker: Speaker, voice: str) -> str:
    if not speaker.aliases:
        return patch.quoted(voice)
    return f"{{voice: {patch.quoted(voice)}, aliases: [{', '.join(map(patch.quoted, speaker.aliases))}]}}"


def _write(path: Path, rows: Mapping[str, str]) -> None:
    data = path.read_bytes() if path.exists() else b""
    text = data.decode("utf-8-sig")
    root = located.load(text, str(path), ConfigError)
    items = patch.items_of(root.node) if root is not None else {}
    if "cast" in items:
        text = patch.apply(text, patch.grow(text, items["cast"][1], rows))
    else:
        lead = "" if not text or text.endswith("\n") else "\n"
        text += f"{lead}cast:\n" + "".join(f"  {name}: {value}\n" for name, value in rows.items())
    if data:
        folder.write_whole(path.with_name(path.name + BACKUP), data)
    folder.write_whole(path, text.encode("utf-8"))
