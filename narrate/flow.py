"""write_script, perform, publish: the whole program on one page.

    article ──► script.yaml ──► out/<slug>/ ──► feed
          write          perform         publish

Each leg runs alone. Rooms know nothing of each other; this page hands values from one to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path
from typing import Any

from narrate import __version__, config, dialogue, engines, episode, folder, reading, script, sound, speech
from narrate.cast import Casting, cast_voices
from narrate.errors import ScriptError, SourceError, VoiceError
from narrate.located import Located
from narrate.model import (
    Article,
    Capabilities,
    CastVoice,
    Dialogue,
    Edition,
    Line,
    Pauses,
    Pronunciation,
    Recording,
    Report,
    Script,
    Settings,
    Spoken,
    SpokenSpan,
    Utterance,
)

AUDIO = "episode.mp3"
SCRIPT = "script.yaml"


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


# ------------------------------------------------------------------------------------------------------------- write


def load_settings(path: Path | None = None) -> Settings:
    """voices.yaml laid over the defaults. ConfigError with file, line and key."""
    return config.load_settings(path, engines.names(), _read_lexicon)


def _read_lexicon(node: Located) -> tuple[Pronunciation, ...]:
    from narrate.speech.lexicon import read_entries

    return read_entries(node.plain(), node.where)


def write_script(source: str, settings: Settings, *, strict: bool = False) -> Draft:
    """Read an article, find who says what, and write the script.

    Parameters
    ----------
    source : a path, a URL, or "-" for standard input
    strict : treat a warning about the article as an error

    Raises
    ------
    SourceError, ScriptError
    """
    article = reading.read(reading.fetch(source), settings.reading)
    if strict and article.warnings:
        raise SourceError(f"{source}: {article.warnings[0]}", "leave out --strict to build it all the same")
    found = dialogue.find_quotations(article, settings.dialogue)
    lines, removals = dialogue.write_lines(article, found, settings.dialogue)
    written = script.compose(article, lines, found.speakers, removals)
    if not written.lines:
        raise SourceError(f"{source}: nothing to read aloud in it", f"narrate outline {source} shows what was dropped")
    return Draft(article, found, written)


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
    casting = cast_voices(written, settings)
    home = folder.place_for(out, written.title, written.origin, written.article_sha256)
    utterances = tuple(utter(written, casting, settings))
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
        files = {SCRIPT: _script_file(written, casting, script_text), **episode.package(edition)}
        episode.tag(stage / AUDIO, edition)
        folder.write_all(stage, files)
        record = episode.describe(edition, _audio(stage / AUDIO, recording, settings), files)
        record["origin"] = written.origin
        folder.write_all(stage, {folder.EDITION: episode.dump_json(record)})
        folder.move_in(stage, home)
    return Result(home, edition, recording, casting, (AUDIO, *files, folder.EDITION))


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


# --------------------------------------------------------------------------------------------- lines -> utterances


def utter(written: Script, casting: Casting, settings: Settings) -> Iterator[Utterance]:
    """Every sentence to say, with its voice and the silence before it."""
    voice_named = voices_of(written.language, settings)
    spoken_lines = [(i, line) for i, line in enumerate(written.lines) if not line.skip]
    voices = {i: _at_rate(voice_named(casting.voice_of(line)), line) for i, line in spoken_lines}
    abilities = {voice.engine: engines.load(voice.engine).capabilities for voice in voices.values()}
    verbalizer = speech.Verbalizer(written.language, settings.speech, ipa=all(each.ipa for each in abilities.values()))
    before: tuple[Line, CastVoice] | None = None
    for i, line in spoken_lines:
        pause_ms = _pause(before, line, voices[i], settings.pauses)
        for start, end, spoken in _sentences(verbalizer, line, abilities[voices[i].engine], casting.voice_of(line)):
            bleep_ms = 0 if spoken else max(200, 70 * (end - start))
            said = spoken or Spoken("", (SpokenSpan(0, end - start, 0, 0, "bleep"),))
            yield Utterance(i, start, end, said, voices[i], pause_ms, bleep_ms)
            pause_ms = settings.pauses.sentence if spoken else 0
        before = line, voices[i]


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


def _at_rate(voice: CastVoice, line: Line) -> CastVoice:
    return voice if line.rate is None else replace(voice, rate=line.rate)


def _sentences(
    verbalizer: speech.Verbalizer, line: Line, abilities: Capabilities, voice: str
) -> Iterator[tuple[int, int, Spoken | None]]:
    if line.say:
        spoken = verbalizer.say(line.say, voice)
        spans = (SpokenSpan(0, len(line.text), 0, len(spoken.text), "say"),)
        yield 0, len(line.text), Spoken(spoken.text, spans)
        return
    for start, end, sentence in verbalizer.utterances(line.text, voice, abilities.max_characters):
        if sentence is None or any(map(str.isalnum, sentence.text)):
            yield start, end, sentence


def _pause(before: tuple[Line, CastVoice] | None, line: Line, voice: CastVoice, pauses: Pauses) -> int:
    """The silence before a line, by its reason; the longest reason wins."""
    if line.pause_ms is not None:
        return line.pause_ms
    if before is None:
        return pauses.start
    last, last_voice = before
    if line.paragraph == last.paragraph:
        if last_voice.id != voice.id:
            return pauses.speaker
        return pauses.sentence if last.text.rstrip("\"'”’»)").endswith((".", "!", "?", "…")) else pauses.clause
    kinds = {last.kind, line.kind}
    reasons = [pauses.paragraph]
    if "title" in kinds:
        reasons.append(pauses.title)
    if "heading" in kinds:
        reasons.append(pauses.heading)
    return max(reasons)


# ------------------------------------------------------------------------------------------------- scripts on disk


def script_text(source: str) -> str | None:
    """The text of a file that is a script; None for anything else."""
    path = Path(source)
    named = path.suffix.lower() in (".yaml", ".yml")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if not named and not script.is_script(head.decode("utf-8", "ignore")):
                return None
            return (head + file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if named:
            raise ScriptError(f"{source}: not UTF-8 text (byte {error.start})", "save it as UTF-8") from None
        return None
    except (OSError, ValueError):
        return None  # the reading room says what is wrong with a source


def load_script(text: str, origin: str, settings: Settings) -> Script:
    """A script from its file's text. ScriptError with file and line."""
    return script.load(text, origin, settings.voices)


def save_script(written: Script, settings: Settings, out: Path, *, force: bool = False) -> tuple[Path, str]:
    """Write script.yaml into the edition folder; path and text. An edited script is never overwritten unasked."""
    if not force:
        refuse_to_lose_edits(written, out)
    text = script.dump(written, cast_voices(written, settings).speakers)
    path = folder.place_for(out, written.title, written.origin, written.article_sha256) / SCRIPT
    folder.write_whole(path, text.encode("utf-8"))
    return path, text


def refuse_to_lose_edits(written: Script, out: Path) -> None:
    """ScriptError if the edition folder holds a script that a person edited."""
    path = folder.place_for(out, written.title, written.origin, written.article_sha256) / SCRIPT
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return
    if not script.untouched(text):
        hint = f"narrate build {path} speaks it; --force writes it anew from the article"
        raise ScriptError(f"{path}: was edited by hand and would be lost", hint)


# ------------------------------------------------------------------------------------------------------------- voices


def engine_names() -> tuple[str, ...]:
    """The engines that can be named in voices.yaml."""
    return engines.names()


def own_voices(settings: Settings) -> list[dict[str, str]]:
    """The voices of voices.yaml as rows: name, language, gender, part, engine, its own name."""
    parts = dict.fromkeys(settings.pool, "pool") | {entry.voice: "cast" for entry in settings.cast}
    parts |= {settings.quote: "unsure quotes", settings.narrator: "narrator"}
    rows = []
    for name, voice in settings.voices.items():
        found = voices_of(voice.language, settings)(name)
        rows.append(
            {
                "voice": name,
                "language": voice.language,
                "gender": voice.gender,
                "part": parts.get(name, ""),
                "engine": found.engine,
                "id": found.id,
            }
        )
    return rows


def engine_voices(name: str) -> list[dict[str, str]]:
    """All that an engine offers, as rows."""
    return [
        {"id": voice.id, "name": voice.name, "language": ", ".join(voice.languages), "gender": voice.gender}
        for voice in engines.load(name).voices()
    ]


# ------------------------------------------------------------------------------------------------------------ publish


def publish(editions: Sequence[Path], podcast: Path, **options: Any) -> Any:
    """Put editions into the feeds of podcast.yaml; see narrate.publishing.publish for the options."""
    from narrate import publishing

    return publishing.publish(editions, publishing.load_podcast(podcast), **options)
