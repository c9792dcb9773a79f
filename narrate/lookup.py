"""From the names in voices.yaml to what they stand for: settings, lexicons, engines and voices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache as remembered
from pathlib import Path

from narrate import config, engines, folder
from narrate.errors import VoiceError
from narrate.located import Located
from narrate.model import CastVoice, Engine, Pronunciation, Settings


def load_settings(path: Path | None = None) -> Settings:
    """voices.yaml laid over the defaults. ConfigError with file, line and key."""
    settings = config.load_settings(path, engines.names(), _read_lexicon)
    if not settings.lexicons:
        return settings
    entries = (*settings.speech.pronunciations, *read_lexicons(map(Path, settings.lexicons)))
    return replace(settings, speech=replace(settings.speech, pronunciations=entries))


def read_lexicons(paths: Iterable[Path]) -> tuple[Pronunciation, ...]:
    """The entries of lexicon files (YAML or PLS), in order. ConfigError with file and line."""
    from narrate.speech.lexicon import import_pls, parse_lexicon

    entries: list[Pronunciation] = []
    for path in paths:
        data = folder.read_settings(path)
        if path.suffix.lower() in (".pls", ".xml"):
            entries.extend(import_pls(data, str(path)))
        else:
            entries.extend(parse_lexicon(data.decode("utf-8-sig", "replace"), str(path)))
    return tuple(entries)


def _read_lexicon(node: Located) -> tuple[Pronunciation, ...]:
    if node.is_empty or (node.is_sequence and not node.entries()):
        return ()
    from narrate.speech.lexicon import read_entries

    return read_entries(node.plain(), node.where)


def engines_of(settings: Settings) -> Callable[[str], Engine]:
    """From an engine's name to the engine with its options, each made once."""
    return remembered(engines.Loader(settings.engines))


def voices_of(
    language: str, settings: Settings, engine_named: Callable[[str], Engine] | None = None
) -> Callable[[str], CastVoice]:
    """From a name in voices.yaml to a voice of its engine, each looked up once."""
    engine_of = engine_named or engines_of(settings)

    @remembered
    def find(name: str) -> CastVoice:
        voice = settings.voices[name]
        if voice.language.split("-")[0] != language.split("-")[0]:
            # A voice made for another language would mispronounce every word; its gender and age still hold.
            voice = replace(voice, language=language, names={})
        try:
            return engines.resolve(voice, engine_of(voice.engine or settings.engine))
        except VoiceError as error:
            place = f"{voice.where}: " if voice.where else ""
            raise VoiceError(place + error.message, error.hint) from None

    return find
