"""write_script, perform, publish: the whole program on one page.

    article ──► script.yaml ──► out/<slug>/ ──► feed
          write          perform         publish

Each leg runs alone. Rooms know nothing of each other; this page hands values from one to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path
from typing import Any

from narrate import __version__, config, dialogue, engines, episode, folder, logbook, script, sound, speech
from narrate.cast import Casting, cast_voices, with_voices
from narrate.desk import SCRIPT
from narrate.direction import Direction, utter
from narrate.errors import SourceError, VoiceError
from narrate.intake import Intake, read_article
from narrate.located import Located
from narrate.model import (
    Article,
    CastVoice,
    Dialogue,
    Edition,
    Pronunciation,
    Recording,
    Report,
    Script,
    Settings,
    Utterance,
)

AUDIO = "episode.mp3"
COVER = "cover.jpg"


@dataclass(frozen=True)
class Draft:
    """What the first leg makes of a source."""

    article: Article
    dialogue: Dialogue
    script: Script


@dataclass(frozen=True)
class Result:
    """What the second leg leaves behind."""

    home: Path  # the edition folder
    edition: Edition
    recording: Recording
    casting: Casting
    files: tuple[str, ...]  # names in `home`
    again: tuple[logbook.Again, ...] = ()  # lines spoken although a build stood here, and why


# ------------------------------------------------------------------------------------------------------------- write


def load_settings(path: Path | None = None) -> Settings:
    """voices.yaml laid over the defaults. ConfigError with file, line and key."""
    return config.load_settings(path, engines.names(), _read_lexicon)


def _read_lexicon(node: Located) -> tuple[Pronunciation, ...]:
    if node.is_empty or (node.is_sequence and not node.entries()):
        return ()
    from narrate.speech.lexicon import read_entries

    return read_entries(node.plain(), node.where)


def write_script(source: str | Article, settings: Settings, intake: Intake | None = None) -> Draft:
    """Read an article, find who says what, and write the script.

    Parameters
    ----------
    source : a path, a URL, "-" for standard input, or an article that is read already
    intake : what to take of the source, and how strictly

    Raises
    ------
    SourceError, ScriptError
    """
    article = source if isinstance(source, Article) else read_article(source, settings, intake)
    found = dialogue.find_quotations(article, settings.dialogue)
    lines, removals = dialogue.write_lines(article, found, settings.dialogue)
    speakers = with_voices(found.speakers, dict(article.voices), settings)
    written = script.compose(article, lines, speakers, removals)
    if not written.lines:
        hint = f"narrate outline {article.origin} shows what was dropped"
        raise SourceError(f"{article.origin}: nothing to read aloud in it", hint)
    notice = episode.disclosure(article.language)
    return Draft(article, found, script.with_notice(written, notice, settings.episode.disclosure))


# ----------------------------------------------------------------------------------------------------------- perform


def perform(
    written: Script,
    settings: Settings,
    out: Path,
    *,
    cache: Path,
    script_text: str | None = None,
    workers: int | None = None,
    report: Report | None = None,
) -> Result:
    """Speak a script and make the edition folder `out/<slug>/`.

    Parameters
    ----------
    cache : folder of takes that were spoken before
    script_text : the script's own file, kept to the letter; None writes it anew
    workers : processes that speak and encode; None sizes them to the machine

    Raises
    ------
    VoiceError, EngineError, SoundError, OutputError
        Nothing is left half-written; finished takes stay in the cache.
    """
    from narrate.episode.cover import draw_cover, embedded_cover

    casting = cast_voices(written, settings)
    utterances = tuple(utter(written, _direct(written, casting, settings)))
    home = folder.place_for(out, written.title, written.origin, written.article_sha256)
    fingerprint = remembered(lambda voice: engines.load(voice.engine).fingerprint(voice))
    sources = logbook.sources_of(written, utterances, casting, fingerprint)
    absent = _absent(utterances, fingerprint, cache)
    with folder.staging(home) as stage:
        recording = sound.record(
            utterances,
            engines.load,
            settings.sound,
            stage / AUDIO,
            cache=cache,
            end_pause_ms=settings.pauses.end,
            workers=workers,
            report=report,
        )
        edition = _edition(home.name, written, utterances, recording, settings)
        spoken = absent if recording.spoken else frozenset[int]()
        again = logbook.why(sources, logbook.read(home), spoken)
        files = {SCRIPT: _script_file(written, casting, script_text), **episode.package(edition)}
        if settings.episode.cover == "draw":
            files[COVER] = draw_cover(edition)
        episode.tag(stage / AUDIO, edition, embedded_cover(files[COVER]) if COVER in files else None)
        folder.write_all(stage, files)
        record = episode.describe(edition, _audio(stage / AUDIO, recording, settings), files)
        record["origin"] = written.origin
        made = logbook.describe(edition, recording, casting, sources, again, spoken)
        records = {logbook.REPORT: made, folder.EDITION: record}
        folder.write_all(stage, {name: episode.dump_json(content) for name, content in records.items()})
        folder.move_in(stage, home)
    return Result(home, edition, recording, casting, (AUDIO, *files, *records), again)


def _absent(utterances: Sequence[Utterance], fingerprint: Callable[[CastVoice], str], cache: Path) -> frozenset[int]:
    """The lines of which the cache lacks a take."""
    from narrate.sound.cache import Cache
    from narrate.sound.keys import take_key

    takes = Cache(cache)
    return frozenset(
        utterance.line
        for utterance in utterances
        if not takes.has("takes", take_key(utterance, fingerprint(utterance.voice) if not utterance.bleep_ms else ""))
    )


def _direct(written: Script, casting: Casting, settings: Settings) -> Direction:
    voice_named = voices_of(written.language, settings)
    used = {voice_named(casting.voice_of(line)).engine for line in written.lines if not line.skip}
    ipa = all(engines.load(name).capabilities.ipa for name in used)
    return Direction(
        casting,
        voice_named,
        lambda engine: engines.load(engine).capabilities.max_characters,
        speech.Verbalizer(written.language, settings.speech, ipa=ipa),
        settings.pauses,
    )


def voices_of(language: str, settings: Settings) -> Callable[[str], CastVoice]:
    """From a name in voices.yaml to a voice of its engine, each looked up once."""

    @remembered
    def find(name: str) -> CastVoice:
        voice = settings.voices[name]
        if voice.language.split("-")[0] != language.split("-")[0]:
            # A voice made for another language would mispronounce every word; its gender and age still hold.
            voice = replace(voice, language=language, names={})
        try:
            return engines.resolve(voice, engines.load(voice.engine or settings.engine))
        except VoiceError as error:
            place = f"{voice.where}: " if voice.where else ""
            raise VoiceError(place + error.message, error.hint) from None

    return find


def _edition(
    slug: str, written: Script, utterances: Sequence[Utterance], recording: Recording, settings: Settings
) -> Edition:
    lines = episode.time_lines(written, utterances, recording)
    duration_ms = round(recording.frames * 1000 / recording.sample_rate_hz)
    return Edition(
        slug=slug,
        script=written,
        lines=lines,
        chapters=episode.chapters(written, lines, duration_ms) if settings.episode.chapters else (),
        duration_ms=duration_ms,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        settings=settings.episode,
        versions={"narrate": __version__, **_fingerprints(utterances)},
    )


def _fingerprints(utterances: Sequence[Utterance]) -> dict[str, str]:
    voices = {utterance.voice.engine: utterance.voice for utterance in utterances}
    return {name: engines.load(name).fingerprint(voice) for name, voice in sorted(voices.items())}


def _script_file(written: Script, casting: Casting, script_text: str | None) -> bytes:
    text = script.dump(written, casting.speakers) if script_text is None else script_text
    return text.encode("utf-8")


def _audio(path: Path, recording: Recording, settings: Settings) -> episode.AudioFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return episode.AudioFile(
        file=path.name,
        size=path.stat().st_size,
        sha256=digest,
        duration_ms=round(recording.frames * 1000 / recording.sample_rate_hz),
        sample_rate_hz=recording.sample_rate_hz,
        bitrate_kbps=settings.sound.bitrate_kbps,
        channels=settings.sound.channels,
    )


# ------------------------------------------------------------------------------------------------------------ publish


def publish(editions: Sequence[Path], podcast: Path, **options: Any) -> Any:
    """Put editions into the feeds of podcast.yaml; see narrate.publishing.publish for the options."""
    from narrate import publishing

    return publishing.publish(editions, publishing.load_podcast(podcast), **options)
