"""narrate lexicon: names that need an entry, entries that look wrong, and lexicons of other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import Pronunciation, Settings


@click.group()
def lexicon() -> None:
    """Teach narrate how names are said: `pronunciations:` and `lexicons:` in voices.yaml."""


@lexicon.command()
@options.source
@options.voices
@options.allow_private
@options.as_json
def suggest(source: str, voices_file: Path | None, allow_private: bool, as_json: bool) -> None:
    """List the names in an article that the engine has to guess, and what it would say."""
    from narrate import audition, lookup
    from narrate.intake import Intake, read_article
    from narrate.speech.lexicon import suggest_names

    settings = lookup.load_settings(options.voices_path(voices_file))
    article = read_article(source, settings, Intake(allow_private=allow_private))
    text = "\n".join(article.text[block.start : block.end] for block in article.blocks if block.kept)
    said = lookup.laid_over(article.pronunciations, settings)
    voice = lookup.voices_of(article.language, settings)(settings.narrator)
    engine = lookup.engine_of(voice, settings)
    rows = [
        {**asdict(found), "sounds": audition.phonemes(found.name, voice, engine)}
        for found in suggest_names(text, article.language, said.pronunciations)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        mark = click.style("unusual", fg="yellow") if row["unusual"] else ""
        click.echo(f"{row['count']:>3}  {row['name']:<24} {row['sounds']:<24} {mark}".rstrip())


@lexicon.command()
@click.argument("files", nargs=-1, metavar="LEXICON.yaml...", type=click.Path(path_type=Path))
@click.option("--article", help="An article or script: also say which entries never match in it.")
@options.voices
@options.as_json
def check(files: tuple[Path, ...], article: str | None, voices_file: Path | None, as_json: bool) -> int:
    """Check lexicon files, or all that hold here: doubles, circles, entries that never match.

    Without files: the entries of the article or script, of voices.yaml, and your own.
    """
    from narrate import lookup
    from narrate.speech.lexicon import check_lexicon

    settings = lookup.load_settings(options.voices_path(voices_file))
    written = _words_of(article, settings) if article else _Written((), "en", ())
    laid_over = lookup.laid_over(written.pronunciations, settings).pronunciations
    entries = lookup.read_lexicons(files) if files else laid_over
    findings = check_lexicon(entries, written.texts, written.language)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
        return int(bool(findings))
    for finding in findings:
        click.echo(f"{finding.where}: {finding.problem}" + (f" ({finding.hint})" if finding.hint else ""))
    click.echo(f"{len(entries)} entries, {len(findings)} findings")
    return int(bool(findings))


class _Written(NamedTuple):
    texts: tuple[str, ...]
    language: str
    pronunciations: tuple[Pronunciation, ...]


def _words_of(source: str, settings: Settings) -> _Written:
    """The words of an article or script that are read, and its own entries."""
    from narrate import desk
    from narrate.intake import read_article

    if (text := desk.script_text(source)) is not None:
        script = desk.load_script(text, source, settings)
        said = tuple(line.say or line.text for line in script.lines if not line.skip)
        return _Written(said, script.language, script.pronunciations)
    article = read_article(source, settings)
    kept = tuple(article.text[block.start : block.end] for block in article.blocks if block.kept)
    return _Written(kept, article.language, article.pronunciations)


@lexicon.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", default="en", show_default=True, help="The language of the lexicon.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write.  [default: print it]")
def convert(file: Path, lang: str, out: Path | None) -> None:
    """Convert between narrate's YAML and PLS, the W3C's format that other engines take."""
    from narrate import folder, lookup
    from narrate.speech.lexicon import dump_lexicon, export_pls

    entries: tuple[Pronunciation, ...] = lookup.read_lexicons([file])
    to_yaml = file.suffix.lower() in (".pls", ".xml")
    data = dump_lexicon(entries).encode("utf-8") if to_yaml else export_pls(entries, lang)
    if out is None:
        click.echo(data.decode("utf-8"), nl=False)
        return
    folder.write_whole(out, data)
    click.echo(f"written: {out}", err=True)
