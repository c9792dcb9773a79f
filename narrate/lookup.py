"""From the names in voices.yaml to what they stand for: settings, lexicons, engines and voices."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache as remembered
from pathlib import Path

from narrate import config, engines, folder
from narrate.errors import ConfigError, EngineError, NarrateError, SourceError, VoiceError
from narrate.located import Located
from narrate.model import Article, CastVoice, Engine, Pronunciation, Script, Settings, SpeechSettings


def load_settings(path: Path | None = None) -> Settings:
    """voices.yaml laid over the defaults. ConfigError with file, line and key."""
    settings = config.load_settings(path, engines.names(), _read_lexicon)
    mine = user_lexicon()
    if not settings.lexicons and not mine.is_file():
        return settings
    entries = [*settings.speech.pronunciations, *read_lexicons(map(Path, settings.lexicons))]
    if mine.is_file():
        entries.extend(replace(entry, level="user") for entry in read_lexicons([mine]))
    return replace(settings, speech=replace(settings.speech, pronunciations=tuple(entries)))


def user_lexicon() -> Path:
    """Where somebody's own lexicon for all shows stands, such as ~/.config/narrate/lexicon.yaml, if there is one."""
    if named := os.environ.get("NARRATE_LEXICON"):
        if not Path(named).is_file():
            raise ConfigError(f"{named}: no such file", "the environment variable NARRATE_LEXICON names it")
        return Path(named)
    import platformdirs

    return platformdirs.user_config_path("narrate", appauthor=False) / "lexicon.yaml"


def speech_of(written: Script, settings: Settings) -> SpeechSettings:
    """How the words of a script are said: its own pronunciations laid over those of the settings."""
    return laid_over(written.pronunciations, settings)


def laid_over(pronunciations: Iterable[Pronunciation], settings: Settings) -> SpeechSettings:
    """The settings of speech with an article's own pronunciations, which go before all others."""
    own = tuple(replace(entry, level="article") for entry in pronunciations)
    return replace(settings.speech, pronunciations=(*own, *settings.speech.pronunciations))


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


def with_lexicons(article: Article) -> Article:
    """An article with the entries of its front matter's files behind its own; what it does not need stays out.

    Raises
    ------
    SourceError
        A file is missing or wrong, or the article comes from the web, where no file stands beside it.
    """
    from narrate.speech.lexicon import entries_used

    if "://" in article.origin:
        raise SourceError(f"{article.origin}: lexicons are files beside an article", "save it, with them, to build it")
    try:
        entries = read_lexicons(Path(article.origin).parent / file for file in article.lexicons)
    except ConfigError as error:
        raise SourceError(f"{article.origin}: lexicons: {error.message}", error.hint) from None
    words = [article.text[block.start : block.end] for block in article.blocks if block.kept]
    needed = set(map(id, entries_used((*article.pronunciations, *entries), words, article.language)))
    kept = (entry for entry in entries if id(entry) in needed)
    return replace(article, pronunciations=(*article.pronunciations, *kept))


def _read_lexicon(node: Located) -> tuple[Pronunciation, ...]:
    if node.is_empty or (node.is_sequence and not node.entries()):
        return ()
    from narrate.speech.lexicon import read_entries

    return read_entries(node.plain(), node.where)


def engines_of(settings: Settings) -> Callable[[str], Engine]:
    """From an engine's name to the engine with its options, each made once."""
    return remembered(engines.Loader(settings.engines))


def engine_of(voice: CastVoice, settings: Settings) -> Engine:
    """The engine of a voice, with its options."""
    return engines.load(voice.engine, settings.engines.get(voice.engine))


def voices_of(
    language: str, settings: Settings, engine_named: Callable[[str], Engine] | None = None
) -> Callable[[str], CastVoice]:
    """From a name in voices.yaml to a voice of its engine, each looked up once.

    A voice that is missing is replaced by the one that voices.yaml names for this. VoiceError, EngineError.
    """
    engine_of = engine_named or engines_of(settings)

    @remembered
    def find(name: str) -> CastVoice:
        try:
            return own(name)
        except (VoiceError, EngineError):
            if settings.fallback in ("", name):
                raise
            return replace(own(settings.fallback), stands_in_for=name)

    def own(name: str) -> CastVoice:
        voice = settings.voices[name]
        if voice.language.split("-")[0] != language.split("-")[0]:
            # A voice made for another language would mispronounce every word; its gender and age still hold.
            voice = replace(voice, language=language, names={})
        try:
            found = engines.resolve(voice, engine_of(voice.engine or settings.engine))
            return replace(found, effects=voice.effects)
        except VoiceError as error:
            place = f"{voice.where}: " if voice.where else ""
            raise VoiceError(place + error.message, error.hint) from None

    return find


def why_missing(name: str, language: str, settings: Settings) -> str:
    """Why a voice of voices.yaml cannot speak, and what to do about it; empty if it can."""
    try:
        voices_of(language, replace(settings, fallback=""))(name)
    except NarrateError as error:
        return f"{error.message} ({error.hint})" if error.hint else error.message
    return ""
