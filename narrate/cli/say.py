"""narrate say: what will be said for a text, how it sounds, and how an engine spells the sounds."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import CastVoice, Engine, Spoken


@click.command()
@click.argument("text", required=False)
@click.option("--file", "lines_file", type=click.Path(path_type=Path), help="Take one text a line from this file.")
@click.option("--lang", default="en-us", show_default=True, help="The language of the text.")
@click.option("--voice", help="A voice of voices.yaml.  [default: the narrator]")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write a WAV file instead of playing.")
@click.option("-q", "--quiet", is_flag=True, help="Neither play nor write: only print.")
@options.voices
@options.as_json
def say(
    text: str | None,
    lines_file: Path | None,
    lang: str,
    voice: str | None,
    out: Path | None,
    quiet: bool,
    voices_file: Path | None,
    as_json: bool,
) -> None:
    """Print what will be said for TEXT, and its phonemes; then play it.

    With --file and --json: the spoken form and the map back to the written characters of every line, without sound.
    """
    from narrate import audition, lookup, speech

    if bool(text and text.strip()) == (lines_file is not None):
        raise click.UsageError("give a text, or --file")
    settings = lookup.load_settings(options.voices_path(voices_file))
    name = voice or settings.narrator
    if name not in settings.voices:
        raise click.BadParameter(f"no voice '{name}' in voices.yaml", param_hint="--voice")
    cast = lookup.voices_of(lang, settings)(name)
    engine = lookup.engine_of(cast, settings)
    texts = [text] if text is not None else _lines(lines_file)
    # JSON is for programs that compare words: they get the words, not an engine's sounds.
    ipa = not as_json and engine.capabilities.ipa
    verbalizer = speech.Verbalizer(lang.lower(), settings.speech, ipa=ipa)
    rows = [_row(written or "", verbalizer.say(written or "", name)) for written in texts]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(row["spoken"])
        if phonemes := audition.phonemes(row["spoken"], cast, engine):
            click.echo(click.style(phonemes, dim=True))
    if lines_file is None and not quiet:
        _sound(rows[0]["spoken"], cast, engine, out)


def _row(written: str, spoken: Spoken) -> dict[str, Any]:
    spans = [list(asdict(span).values()) for span in spoken.spans]
    return {"text": written, "spoken": spoken.text, "spans": spans}


def _lines(path: Path | None) -> list[str]:
    from narrate.errors import SourceError

    assert path is not None
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from None


def _sound(text: str, voice: CastVoice, engine: Engine, out: Path | None) -> None:
    from narrate import audition, folder
    from narrate.cli import player

    wav = audition.wav_of(text, voice, engine)
    if out is not None:
        folder.write_whole(out, wav)
        click.echo(f"written: {out}", err=True)
        return
    player.play(wav)
