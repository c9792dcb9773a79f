"""write_script, perform, publish: the whole program on one page.

    article ──► script.yaml ──► out/<slug>/ ──► feed
          write          perform         publish

Each leg runs alone. Rooms know nothing of each other; this page hands values from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from narrate import __version__, dialogue, engines, episode, folder, logbook, script, sound, speech
from narrate.artwork import Artwork, draw
from narrate.cast import Casting, cast_voices, with_voices
from narrate.desk import SCRIPT
from narrate.direction import Direction, inserts_of, places_of, utter
from narrate.errors import SourceError
from narrate.intake import Intake, read_article
from narrate.lookup import engines_of, speech_of, voices_of, why_missing
from narrate.model import (
    Article,
    CastVoice,
    Dialogue,
    Edition,
    Engine,
    Furniture,
    Recording,
    Report,
    Script,
    Settings,
    Utterance,
)
from narrate.workers import Pool, finish

if TYPE_CHECKING:
    from datetime import datetime

    from narrate.publishing import PublishReport

AUDIO_NAMES = tuple(f"episode.{name}" for name in ("mp3", "m4a", "opus", "flac", "wav"))
PAGE = "index.html"


@dataclass(frozen=True)
class Draft:
    """What the first leg makes of a source."""

    article: Article
    dialogue: Dialogue
    script: Script


@dataclass(frozen=True)
class Plan:
    """What it takes to perform a script, before any sound; values alone, so that it may travel to another process."""

    script: Script
    casting: Casting
    utterances: tuple[Utterance, ...]
    furniture: Furniture
    fingerprints: Mapping[CastVoice, str]  # the engines', of every voice that speaks
    missing: Mapping[str, str] = field(default_factory=dict)  # voices that another one stands in for, and why

    @property
    def sources(self) -> dict[int, logbook.Source]:
        """What every line is made from, by its index."""
        return logbook.sources_of(self.script, self.utterances, self.casting, self.fingerprints.__getitem__)

    def home(self, out: Path, promised: Mapping[Path, str] = MappingProxyType({})) -> Path:
        """The folder of its edition; `promised` are folders that others are about to fill, with their origins."""
        return folder.place_for(out, self.script.title, self.script.origin, self.script.article_sha256, promised)

    def missing_takes(self, cache: Path) -> tuple[Utterance, ...]:
        """What the cache cannot say yet."""
        return sound.missing_takes(self.utterances, self.fingerprints.__getitem__, cache)

    def absent(self, cache: Path) -> frozenset[int]:
        """Lines of which the cache lacks something."""
        return frozenset(each.line for each in self.missing_takes(cache))


@dataclass(frozen=True)
class Extras:
    """What an edition holds only when asked for."""

    srt: bool = False  # subtitles; players lose words of them that hold a colon, so WebVTT is the rule
    single_file: bool = False  # the page holds the recording itself
    cover: str = ""  # a picture for the cover, whatever the settings say: a file or an address
    allow_private: bool = False  # pictures may come from this machine's own network
    track: int = 0  # the episode's number in its show; 0: none


@dataclass(frozen=True)
class Papers:
    """Everything of an edition but its recording."""

    edition: Edition
    files: Mapping[str, bytes]  # name -> content
    artwork: Artwork


@dataclass(frozen=True)
class Result:
    """What the second leg leaves behind."""

    home: Path  # the edition folder
    edition: Edition
    recording: Recording  # without cues: the lines of the edition have their times
    casting: Casting
    files: tuple[str, ...]  # names in `home`
    again: tuple[logbook.Again, ...] = ()  # lines spoken although a build stood here, and why
    warnings: tuple[str, ...] = ()
    """Voices that another one stands in for, pictures that could not be had, pronunciations that changed nothing."""


# ------------------------------------------------------------------------------------------------------------- write


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
    said = episode.announce(written, settings.episode)
    place = "none" if said.discloses else settings.episode.disclosure
    noticed = script.with_notice(written, episode.disclosure(article.language), place)
    return Draft(article, found, script.with_announcement(noticed, said.before, said.after, said.closing))


# ----------------------------------------------------------------------------------------------------------- perform


def perform(
    written: Script,
    settings: Settings,
    out: Path,
    *,
    cache: Path,
    script_text: str | None = None,
    workers: int | None = None,
    extras: Extras | None = None,
    provenance: logbook.Provenance | None = None,
    report: Report | None = None,
    purse: sound.Purse | None = None,
) -> Result:
    """Speak a script and make the edition folder `out/<slug>/`.

    Parameters
    ----------
    cache : folder of takes that were spoken before
    script_text : the script's own file, kept to the letter; None writes it anew
    workers : processes that speak and encode; None sizes them to the machine, 0 does all of it in this one
    extras : what the edition holds besides
    provenance : what the script comes from, for the record
    purse : what this run has spent on engines that cost money, where it performs several scripts

    Raises
    ------
    VoiceError, EngineError, SoundError, OutputError
        Nothing is left half-written; finished takes stay in the cache.
    """
    planned = plan(written, settings)
    home = planned.home(out)
    absent = planned.absent(cache)
    with folder.staging(home) as stage, _staff(workers) as pool:
        recording = sound.record(
            planned.utterances,
            engines.Loader(settings.engines),
            settings.sound,
            stage / audio_name(settings),
            cache=cache,
            finish=lambda job: finish(job, pool, report),
            end_pause_ms=settings.pauses.end,
            furniture=planned.furniture,
            purse=purse,
        )
        edition = edition_of(planned, recording, home.name, settings, extras)
        recording = replace(recording, cues=())  # the edition's lines have their times; twice is 12 MB for ten hours
        papers = package(planned, edition, extras, script_text)
        return move_in(planned, recording, papers, settings, stage, home, absent, extras, provenance)


def audio_name(settings: Settings) -> str:
    """The recording's name in its folder."""
    return f"episode.{settings.sound.format}"


def _staff(most: int | None) -> Pool:
    from narrate.workers import Here, Processes

    return Here() if most == 0 else Processes(most)


def plan(written: Script, settings: Settings) -> Plan:
    """Who says what with which words: all that is decided before anything is spoken. VoiceError, EngineError."""
    casting = cast_voices(written, settings)
    engine_named = engines_of(settings)
    utterances = tuple(utter(written, _direct(written, casting, settings, engine_named)))
    inserts = inserts_of(written, utterances, settings.music.sting, settings.pauses)
    furniture = Furniture(settings.music, inserts)
    voices = dict.fromkeys(utterance.voice for utterance in utterances)
    fingerprints = {each: engine_named(each.engine).fingerprint(each) for each in voices}
    wanted = {each.stands_in_for for each in voices if each.stands_in_for}
    missing = {name: why_missing(name, written.language, settings) for name in sorted(wanted)}
    return Plan(written, casting, utterances, furniture, fingerprints, missing)


def package(planned: Plan, edition: Edition, extras: Extras | None = None, script_text: str | None = None) -> Papers:
    """What goes round a recording; the recording itself is not needed."""
    wanted = extras or Extras()
    # First, while little else is held: a picture of 3000 pixels takes 27 MB for a moment.
    artwork = draw(edition, planned.script.origin, picture=wanted.cover, private=wanted.allow_private)
    papers = episode.package(edition, extra=["transcript.srt"] * wanted.srt)
    return Papers(edition, {SCRIPT: _script_file(planned, script_text), **papers, **artwork.files}, artwork)


def move_in(
    planned: Plan,
    recording: Recording,
    papers: Papers,
    settings: Settings,
    stage: Path,
    home: Path,
    absent: frozenset[int] = frozenset(),
    extras: Extras | None = None,
    provenance: logbook.Provenance | None = None,
) -> Result:
    """Tag the recording that stands in `stage`, put the papers beside it, and move all of it to `home`.

    `absent` names the lines that were spoken for this recording.
    """
    edition, files = papers.edition, dict(papers.files)
    sources = planned.sources
    spoken = absent if recording.spoken else frozenset[int]()
    again = logbook.why(sources, logbook.read(home), spoken)
    artwork = papers.artwork
    episode.tag(stage / edition.audio, edition, artwork.embedded, chapter_pictures=artwork.chapters)
    if extras is not None and extras.single_file:
        files[PAGE] = episode.read_along_page(edition, audio=(stage / edition.audio).read_bytes())
    folder.write_all(stage, files)
    stand_ins = logbook.stand_ins(sources, planned.missing)
    known = provenance or logbook.provenance(home)
    made = logbook.describe(edition, recording, planned.casting, sources, again, spoken, known, stand_ins)
    damage = _damage(recording)
    made["warnings"] += (*damage, *artwork.warnings)
    folder.write_all(stage, {logbook.REPORT: episode.dump_json(made)})
    record = episode.describe(edition, _audio(stage / edition.audio, recording, settings), files)
    record["origin"] = planned.script.origin
    folder.write_all(stage, {folder.EDITION: episode.dump_json(record)})
    folder.move_in(stage, home)
    folder.remove(home, [name for name in AUDIO_NAMES if name != edition.audio])
    names = (edition.audio, *files, logbook.REPORT, folder.EDITION)
    warnings = (*stand_ins, *damage, *artwork.warnings, *_idle(planned.script))
    return Result(home, edition, recording, planned.casting, names, again, warnings)


def _damage(recording: Recording) -> tuple[str, ...]:
    """What a failing disk did to the cache, if it did anything."""
    if not recording.damaged:
        return ()
    one = recording.damaged == 1
    return (f"{recording.damaged} damaged {'entry' if one else 'entries'} of the cache made again",)


def _idle(written: Script) -> tuple[str, ...]:
    """Entries of the script's own lexicon that no line needs, or that hide each other."""
    if not written.pronunciations:
        return ()
    from narrate.speech.lexicon import check_lexicon

    words = [line.say or line.text for line in written.lines if not line.skip]
    found = check_lexicon(written.pronunciations, words, written.language)
    return tuple(f"{finding.where}: {finding.problem}" for finding in found)


def _direct(written: Script, casting: Casting, settings: Settings, engine_named: Callable[[str], Engine]) -> Direction:
    voice_named = voices_of(written.language, settings, engine_named)
    used = {voice_named(casting.voice_of(line)).engine for line in written.lines if not line.skip}
    ipa = all(engine_named(name).capabilities.ipa for name in used)
    return Direction(
        casting,
        voice_named,
        lambda engine: engine_named(engine).capabilities.max_characters,
        speech.Verbalizer(written.language, speech_of(written, settings), ipa=ipa),
        settings.pauses,
        places_of(written, settings.sound.placement),
    )


def edition_of(
    planned: Plan, recording: Recording, slug: str, settings: Settings, extras: Extras | None = None
) -> Edition:
    """A plan with the times of its recording: what everything else is made from."""
    written = planned.script
    spoke = {utterance.voice.engine: utterance.voice for utterance in planned.utterances}
    lines = episode.time_lines(written, planned.utterances, recording)
    duration_ms = round(recording.frames * 1000 / recording.sample_rate_hz)
    versions = {name: planned.fingerprints[voice] for name, voice in sorted(spoke.items())}
    return Edition(
        slug=slug,
        script=written,
        lines=lines,
        chapters=episode.chapters(written, lines, duration_ms) if settings.episode.chapters else (),
        duration_ms=duration_ms,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        settings=settings.episode,
        audio=audio_name(settings),
        versions={"narrate": __version__} | versions,
        peaks=recording.peaks,
        track=(extras or Extras()).track,
    )


def _script_file(planned: Plan, script_text: str | None) -> bytes:
    text = script.dump(planned.script, planned.casting.speakers) if script_text is None else script_text
    return text.encode("utf-8")


def _audio(path: Path, recording: Recording, settings: Settings) -> episode.AudioFile:
    size, digest = folder.facts_of(path)
    return episode.AudioFile(
        file=path.name,
        size=size,
        sha256=digest,
        duration_ms=round(recording.frames * 1000 / recording.sample_rate_hz),
        sample_rate_hz=recording.sample_rate_hz,
        bitrate_kbps=settings.sound.bitrate_kbps,
        channels=settings.sound.channels,
    )


# ------------------------------------------------------------------------------------------------------------ publish


def publish(
    editions: Sequence[Path],
    podcast: Path,
    *,
    shows: Sequence[str] = (),
    dry_run: bool = False,
    as_new: bool = False,
    at: datetime | None = None,
) -> PublishReport:
    """Put editions into the feeds of a podcast.yaml. Doing it twice changes nothing.

    Parameters
    ----------
    editions : folders that `perform` made
    podcast : the file that describes the shows
    shows : only these shows, whatever their rules say
    dry_run : write nothing; the report tells what would change
    as_new : an edition that changed since it was published becomes a new episode
    at : not before this moment

    Returns
    -------
    PublishReport
        One outcome for each edition and show. `narrate.publishing` has the other verbs, and more options of this one.

    Raises
    ------
    ConfigError, PublishError
    """
    from narrate import publishing

    shown = publishing.load_podcast(podcast)
    return publishing.publish(editions, shown, shows=shows, dry_run=dry_run, as_new=as_new, at=at)
