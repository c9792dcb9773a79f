"""narrate doctor: what this machine has and lacks, and what to type about it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from narrate.cli import options
from narrate.errors import NarrateError

if TYPE_CHECKING:
    from narrate.model import Settings

DISTRIBUTION = "narrate-audio"
LEAST_FREE_BYTES = 500_000_000
"""An hour of speech is 160 MB of takes; a disk with less than this is soon full."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `without` matters to nobody who does not use it; `broken` stops a build."""

    state: Literal["ok", "without", "broken"]
    what: str
    found: str
    advice: str = ""  # what to type or change


@click.command()
@options.voices
@options.cache
@options.as_json
def doctor(voices_file: Path | None, cache: Path | None, as_json: bool) -> int:
    """Say what this machine has and lacks for narrate, and the command that adds it.

    The exit code is 1 if anything is broken that a build needs.
    """
    findings = list(_examine(options.voices_path(voices_file), options.cache_path(cache)))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        for each in findings:
            _print(each)
    return int(any(each.state == "broken" for each in findings))


def _print(each: Finding) -> None:
    colour = {"ok": "green", "without": "yellow", "broken": "red"}[each.state]
    click.echo(f"{click.style(f'{each.state:>8}', fg=colour)}  {each.what}: {each.found}")
    if each.advice:
        click.echo(f"{'':10}{each.advice}")


def _examine(voices_file: Path | None, cache: Path) -> Iterator[Finding]:
    from narrate import __version__, lookup

    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("ok", "narrate", f"{__version__} on Python {python}, {sys.platform}")
    yield from _libraries()
    try:
        settings = lookup.load_settings(voices_file)
    except NarrateError as error:
        yield Finding("broken", "settings", error.message, error.hint)
        return
    yield Finding("ok", "settings", str(voices_file or "none here: the defaults hold"))
    yield _speech(settings)
    yield from _voices(settings)
    yield from _engines(settings)
    yield _folder("cache", cache, "name another with --cache or NARRATE_CACHE")
    yield _folder("working folder", Path.cwd(), "work in a folder of your own")
    yield _player()
    yield _formats(settings)


def _libraries() -> Iterator[Finding]:
    """The libraries that the installed distribution asks for, those of its extras included."""
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        wanted = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        yield Finding("without", "libraries", "narrate runs from a checkout", "pip install .")
        return
    for requirement in wanted:
        name, extra = _requirement(requirement)
        if not name:
            continue
        try:
            yield Finding("ok", name, version(name))
        except PackageNotFoundError:
            advice = f"pip install '{DISTRIBUTION}[{extra}]'" if extra else f"pip install {name}"
            yield Finding("without" if extra else "broken", name, "not installed", advice)


def _requirement(requirement: str) -> tuple[str, str]:
    """Name and extra of a requirement such as "boto3>=1.3; extra == 's3'"; no name where it is not for this Python."""
    import re

    specifier, _, marker = requirement.partition(";")
    name = re.match(r"[\w.-]+", specifier.strip())
    extra = re.search(r"extra == ['\"]([\w-]+)['\"]", marker)
    newer = re.search(r"python_version >= ['\"]3\.(\d+)['\"]", marker)
    not_here = newer is not None and sys.version_info < (3, int(newer[1]))
    of_tests = extra is not None and extra[1] in ("dev", "judges", "test")
    if name is None or not_here or of_tests:
        return "", ""
    return name[0], extra[1] if extra else ""


def _speech(settings: Settings) -> Finding:
    """Whether the narrator really says a word."""
    from narrate import audition, lookup

    try:
        language = settings.voices[settings.narrator].language
        voice = lookup.voices_of(language, settings)(settings.narrator)
        wav = audition.wav_of("Ready.", voice, lookup.engine_of(voice, settings))
    except NarrateError as error:
        return Finding("broken", "speech", error.message, error.hint)
    return Finding("ok", "speech", f"{settings.engine} says a word as {settings.narrator} ({len(wav):,} bytes)")


def _voices(settings: Settings) -> Iterator[Finding]:
    from narrate import lookup

    missing = []
    for name, voice in settings.voices.items():
        try:
            lookup.voices_of(voice.language, replace(settings, fallback=""))(name)
        except NarrateError as error:
            missing.append(Finding("broken", f"voice {name}", error.message, error.hint))
    yield from missing
    if not missing:
        yield Finding("ok", "voices", f"{len(settings.voices)} of voices.yaml")


def _engines(settings: Settings) -> Iterator[Finding]:
    from narrate import engines

    for name in engines.names():
        if name == settings.engine:
            continue
        try:
            engine = engines.load(name, settings.engines.get(name))
            if engine.capabilities.network:
                yield Finding("ok", f"engine {name}", "speaks over the network; not tried")
                continue
            yield Finding("ok", f"engine {name}", f"{len(engine.voices())} voices")
        except NarrateError as error:
            yield Finding("without", f"engine {name}", error.message, error.hint)


def _folder(what: str, path: Path, advice: str) -> Finding:
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as error:
        return Finding("broken", what, f"{path}: cannot be written: {(error.strerror or str(error)).lower()}", advice)
    if free < LEAST_FREE_BYTES:
        return Finding("broken", what, f"{path}: {free // 10**6} MB free", f"free some space, or {advice}")
    return Finding("ok", what, f"{path} ({free / 10**9:.0f} GB free)")


def _formats(settings: Settings) -> Finding:
    """What ffmpeg, which nothing else needs, is wanted for."""
    from narrate.sound.formats import FFMPEG_CODECS

    program, names = shutil.which("ffmpeg"), " and ".join(FFMPEG_CODECS)
    if program:
        return Finding("ok", "formats", f"mp3, flac and wav; {names} by {program}")
    needed: Literal["broken", "without"] = "broken" if settings.sound.format in FFMPEG_CODECS else "without"
    return Finding(needed, "formats", f"mp3, flac and wav; {names} need ffmpeg", "install ffmpeg")


def _player() -> Finding:
    from narrate.cli import player

    program = player.program()
    if program:
        return Finding("ok", "player", program)
    advice = "apt install alsa-utils" if os.name == "posix" and shutil.which("apt") else "install ffmpeg (ffplay)"
    return Finding("without", "player", "nothing here plays sound; recordings are written to files", advice)
