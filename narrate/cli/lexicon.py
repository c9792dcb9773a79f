"""narrate lexicon: names that need an entry, entries that look wrong, and lexicons of other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options

if TYPE_CHECKING:
    from narrate.model import Pronunciation


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
    voice = lookup.voices_of(article.language, settings)(settings.narrator)
    rows = [
        {**asdict(found), "sounds": audition.phonemes(found.name, voice)}
        for found in suggest_names(text, article.language, settings.speech.pronunciations)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        mark = click.style("unusual", fg="yellow") if row["unusual"] else ""
        click.echo(f"{row['count']:>3}  {row['name']:<24} {row['sounds']:<24} {mark}".rstrip())


@lexicon.command()
@click.argument("files", nargs=-1, metavar="LEXICON.yaml...", type=click.Path(path_type=Path))
@click.option("--article", help="Also say which entries never match in this article.")
@options.voices
def check(files: tuple[Path, ...], article: str | None, voices_file: Path | None) -> int:
    """Check lexicon files, or those of voices.yaml: doubles, circles, entries that never match."""
    from narrate import lookup
    from narrate.intake import read_article
    from narrate.speech.lexicon import check_lexicon

    settings = lookup.load_settings(options.voices_path(voices_file))
    entries = lookup.read_lexicons(files) if files else settings.speech.pronunciations
    texts: tuple[str, ...] = ()
    language = "en"
    if article:
        read = read_article(article, settings)
        language = read.language
        texts = tuple(read.text[block.start : block.end] for block in read.blocks if block.kept)
    findings = check_lexicon(entries, texts, language)
    for finding in findings:
        click.echo(f"{finding.where}: {finding.problem}" + (f" ({finding.hint})" if finding.hint else ""))
    click.echo(f"{len(entries)} entries, {len(findings)} findings")
    return int(bool(findings))


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
