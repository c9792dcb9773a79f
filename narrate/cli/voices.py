"""narrate voices: what can speak here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options
from narrate.errors import NarrateError, VoiceError
from narrate.located import did_you_mean

if TYPE_CHECKING:
    from narrate.model import Settings, Utterance


lang_option = click.option("--lang", default="", help="Only voices of this language, for example en or en-gb.")
gender_option = click.option("--gender", type=click.Choice(["female", "male"]), help="Only voices of this gender.")
SENTENCES = {
    "de": "Ich bin {name}, und das Boot kam um zwanzig nach sieben.",
    "en": "This is {name}, and the boat came in at twenty past seven.",
    "es": "Soy {name}, y el barco llegó a las siete y veinte.",
    "fr": "Je suis {name}, et le bateau est arrivé à sept heures vingt.",
    "it": "Sono {name}, e la barca è arrivata alle sette e venti.",
    "pt": "Sou {name}, e o barco chegou às sete e vinte.",
}
"""What a voice says of itself; one of another language says its name alone."""


@click.group(invoke_without_command=True)
@options.voices
@click.option("--engine", help="List everything this engine offers.")
@lang_option
@gender_option
@options.as_json
@click.pass_context
def voices(
    context: click.Context, voices_file: Path | None, engine: str | None, lang: str, gender: str | None, as_json: bool
) -> None:
    """List the voices of voices.yaml and their part, or all that an engine offers; or hear them."""
    from narrate import lookup

    if context.invoked_subcommand:
        return
    settings = lookup.load_settings(options.voices_path(voices_file))
    rows = _filtered(_offered(engine, settings) if engine else _own(settings), lang, gender)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    _print(rows, settings, engine)


@voices.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--text", help="What to say.  [default: a sentence in the voice's language]")
@options.voices
def play(names: Sequence[str], text: str | None, voices_file: Path | None) -> None:
    """Play voices of voices.yaml, one after the other."""
    from narrate import audition, lookup
    from narrate.cli import player

    settings = lookup.load_settings(options.voices_path(voices_file))
    for name in names:
        click.echo(name)
        sample = _sample(name, settings, text)
        player.play(audition.wav_of(sample.spoken.text, sample.voice, lookup.engine_of(sample.voice, settings)))


@voices.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The MP3 to write.")
@click.option("--text", help="What to say.  [default: a sentence in the voice's language]")
@lang_option
@gender_option
@options.voices
@options.cache
def demo(
    out: Path, text: str | None, lang: str, gender: str | None, voices_file: Path | None, cache: Path | None
) -> None:
    """Write one MP3 in which every voice of voices.yaml says one sentence."""
    from narrate import engines, folder, lookup, sound
    from narrate.cli.tables import minutes
    from narrate.workers import Processes, finish

    settings = lookup.load_settings(options.voices_path(voices_file))
    names = [row["voice"] for row in _filtered(_own(settings), lang, gender)]
    samples = [replace(_sample(name, settings, text), line=i) for i, name in enumerate(names)]
    if not samples:
        raise VoiceError("no such voice", "narrate voices lists all")
    with folder.staging(out) as stage:
        file = stage / "demo.mp3"
        with Processes() as pool:
            made = sound.record(
                samples,
                engines.Loader(settings.engines),
                settings.sound,
                file,
                cache=options.cache_path(cache),
                finish=lambda job: finish(job, pool),
            )
        folder.write_whole(out, file.read_bytes())
    at = [minutes(round(cue.start_frames * 1000 / made.sample_rate_hz)) for cue in made.cues]
    for time, name in zip(at, names, strict=True):
        click.echo(f"{time}  {name}")
    click.echo(f"written: {out}", err=True)


def _sample(name: str, settings: Settings, text: str | None) -> Utterance:
    """A voice's sentence about itself."""
    from narrate import lookup, speech
    from narrate.model import Utterance

    if name not in settings.voices:
        raise VoiceError(f"no voice '{name}' in voices.yaml", did_you_mean(name, settings.voices))
    language = settings.voices[name].language
    voice = lookup.voices_of(language, settings)(name)
    words = text or SENTENCES.get(language.split("-")[0], "{name}").format(name=name)
    ipa = lookup.engine_of(voice, settings).capabilities.ipa
    spoken = speech.Verbalizer(language, settings.speech, ipa=ipa).say(words, name)
    return Utterance(0, 0, len(words), spoken, voice, settings.pauses.paragraph)


def _filtered(rows: list[dict[str, str]], lang: str, gender: str | None) -> list[dict[str, str]]:
    wanted = lang.lower().replace("_", "-")
    return [
        row
        for row in rows
        if (not wanted or _speaks(row["language"], wanted)) and (gender is None or row["gender"] == gender)
    ]


def _own(settings: Settings) -> list[dict[str, str]]:
    from narrate import lookup

    parts = dict.fromkeys(settings.pool, "pool") | {entry.voice: "cast" for entry in settings.cast}
    parts |= {settings.quote: "unsure quotes", settings.narrator: "narrator"}
    rows = []
    engine_named = lookup.engines_of(settings)
    for name, voice in settings.voices.items():
        row = {"voice": name, "language": voice.language, "gender": voice.gender, "part": parts.get(name, "")}
        try:
            found = lookup.voices_of(voice.language, settings, engine_named)(name)
        except NarrateError as error:
            rows.append({**row, "engine": voice.engine or settings.engine, "id": f"missing: {error.message}"})
            continue
        instead = f" (missing: {found.name} speaks)" if found.stands_in_for else ""
        rows.append({**row, "engine": found.engine, "id": found.id + instead})
    return rows


def _offered(engine: str, settings: Settings) -> list[dict[str, str]]:
    from narrate import engines

    return [
        {"id": voice.id, "name": voice.name, "language": ", ".join(voice.languages), "gender": voice.gender}
        for voice in engines.load(engine, settings.engines.get(engine)).voices()
    ]


def _speaks(language: str, wanted: str) -> bool:
    return any(tag == wanted or tag.startswith(wanted + "-") for tag in language.split(", "))


def _print(rows: list[dict[str, Any]], settings: Settings, engine: str | None) -> None:
    from narrate import engines
    from narrate.cli.tables import print_table, table

    if not rows:
        click.echo("no such voice")
        return
    made = table(*(key.capitalize() for key in rows[0]))
    for row in rows:
        made.add_row(*(str(value) for value in row.values()))
    print_table(made)
    if not engine:
        others = ", ".join(name for name in engines.names() if name != settings.engine)
        click.echo(f"engine: {settings.engine} (others here: {others}); narrate voices --engine NAME lists all it has")


@voices.command()
@click.argument("name", metavar="ENGINE[:VOICE]")
def install(name: str) -> None:
    """Download a voice: piper:en_US-lessac-medium, for example, or kokoro with all its voices.

    A download that was stopped goes on where it was. Size and hash are checked.
    """
    from narrate.cli.progress import download
    from narrate.engines.installation import install as install_voice

    with download(name) as advance:
        path = install_voice(name, advance)
    click.echo(path)
