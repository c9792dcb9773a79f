"""narrate init: commented settings beside one's work, and schemas so that an editor checks them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from narrate.cli.messages import complain
from narrate.errors import ConfigError

SCHEMAS = ".narrate"
VOICES, PODCAST = "voices.yaml", "podcast.yaml"


@dataclass(frozen=True)
class Question:
    """Something to know about a show, and where the answer goes: keys of voices.yaml and of the show."""

    words: str
    voices: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    default: str = ""


QUESTIONS = (
    Question("Name of the show", ("episode", "show"), ("title",)),
    Question("One sentence about it", show=("description",)),
    Question("Language, for example en-gb", show=("language",)),
    Question("Voice of the narrator (narrate voices play NAME)", ("narrator",), default="Anna"),
    Question("Publisher", show=("author",)),
    Question("Who answers for it", show=("owner", "name")),
    Question("E-mail for directories", show=("owner", "email")),
    Question("Address at which listeners will find the feed (https://...)", show=("url",)),
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--defaults", is_flag=True, help="Ask nothing.")
def init(folder: Path, defaults: bool) -> None:
    """Write commented voices.yaml and podcast.yaml into FOLDER (here, if none is named).

    On a terminal a few questions are asked; Enter leaves what stands in the examples. Files that are there already
    are left alone. Schemas for editors go to .narrate/.
    """
    from narrate.cli.schema import schema_text

    wanted = [name for name in (VOICES, PODCAST) if not (folder / name).exists()]
    asked = bool(wanted) and not defaults and sys.stdin.isatty() and sys.stdout.isatty()
    texts = _texts(asked, wanted)
    for name in (VOICES, PODCAST):
        if name in wanted:
            _write(folder / name, f"# yaml-language-server: $schema={SCHEMAS}/{_schema_file(name)}\n{texts[name]}")
        else:
            click.echo(f"left alone: {folder / name}")
    for name in ("voices", "podcast", "script"):
        _write(folder / SCHEMAS / f"{name}.schema.json", schema_text(name))
    click.echo("next: narrate build ARTICLE; narrate doctor says what this machine can do")


def _schema_file(name: str) -> str:
    return f"{Path(name).stem}.schema.json"


def _write(path: Path, text: str) -> None:
    from narrate import folder

    folder.write_whole(path, text.encode("utf-8"))
    click.echo(f"written: {path}")


def _texts(asked: bool, wanted: list[str]) -> dict[str, str]:
    """The files' texts, with the answers to the questions, which are asked until narrate can read them."""
    while True:
        answers = _answers(wanted) if asked else {}
        texts = _answered(answers)
        try:
            _check(texts)
        except ConfigError as error:
            complain(error)
            if not asked:
                raise
            continue
        return texts


def _answers(wanted: list[str]) -> dict[Question, str]:
    answers = {}
    for question in QUESTIONS:
        if (VOICES in wanted and question.voices) or (PODCAST in wanted and question.show):
            given = click.prompt(question.words, default=question.default, show_default=bool(question.default))
            answers[question] = " ".join(given.split())
    return {question: answer for question, answer in answers.items() if answer}


def _answered(answers: Mapping[Question, str]) -> dict[str, str]:
    from narrate import config, publishing

    voices, podcast = config.default_text(), publishing.example_podcast()
    for question, answer in answers.items():
        if question.voices:
            voices = _set(voices, VOICES, question.voices, answer)
        if question.show:
            podcast = _set(podcast, PODCAST, ("shows", "*", *question.show), answer)
    return {VOICES: voices, PODCAST: podcast}


def _set(text: str, origin: str, path: tuple[str, ...], value: str) -> str:
    """The text with one value in it changed; '*' stands for the first key."""
    from narrate import located, patch

    root = located.load(text, origin, ConfigError)
    assert root is not None
    node = root.node
    for step in path[:-1]:
        items = patch.items_of(node)
        node = items[next(iter(items)) if step == "*" else step][1]
    return patch.apply(text, patch.set_items(text, node, {path[-1]: patch.quoted(value)}))


def _check(texts: Mapping[str, str]) -> None:
    from narrate import lookup, publishing

    with tempfile.TemporaryDirectory() as scratch:
        for name, text in texts.items():
            (Path(scratch) / name).write_text(text, encoding="utf-8")
        try:
            lookup.load_settings(Path(scratch) / VOICES)
            publishing.load_podcast(Path(scratch) / PODCAST)
        except ConfigError as error:
            raise ConfigError(error.message.replace(f"{scratch}{os.sep}", ""), error.hint) from error
