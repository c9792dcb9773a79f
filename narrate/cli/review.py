"""narrate review: the unsure lines of a script, one by one, in the terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli import options
from narrate.cli.messages import complain
from narrate.cli.rows import shortened, wrapped
from narrate.errors import EngineError, ScriptError, VoiceError

if TYPE_CHECKING:
    from narrate.desk import OpenScript
    from narrate.model import Line, Script, Settings
    from narrate.script import Question

KEYS = {
    "n": "narrator",
    "u": "nobody known",
    "o": "somebody else",
    "p": "play",
    "s": "later",
    "z": "undo",
    "q": "quit",
}
MOST_DIGITS = 9
CONTEXT_CHARACTERS = 300
NO_BREAK = "\u00a0"


@click.command()
@click.argument("script_file", metavar="SCRIPT.yaml", type=click.Path(path_type=Path))
@options.voices
@click.option("--list", "only_list", is_flag=True, help="Print the unsure lines and ask nothing.")
@options.as_json
def review(script_file: Path, voices_file: Path | None, only_list: bool, as_json: bool) -> int:
    """Ask about every unsure line of a script, and write the answers into it.

    One key an answer. Every answer is saved at once, comments and layout stay, and the file as it was stands beside it
    as script.yaml.bak. Quit at any time; the same command goes on from there.
    """
    from narrate import desk, lookup

    settings = lookup.load_settings(options.voices_path(voices_file))
    desk_copy = desk.open_script(script_file)
    written = desk.load_script(desk_copy.text, str(script_file), settings)
    if only_list or as_json:
        _list(written, as_json)
        return 0
    return Review(desk_copy, settings, written).run()


def _list(written: Script, as_json: bool) -> None:
    from narrate import script

    questions = [script.question(written, index) for index in script.unsure(written)]
    if as_json:
        rows = [
            {
                "line": each.index + 1,
                "kind": each.line.kind,
                "speaker": each.line.speaker,
                "text": each.line.text,
                "reason": each.line.evidence,
                "candidates": each.candidates,
            }
            for each in questions
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8"))
        return
    for each in questions:
        click.echo(f"{each.index + 1:>5}  {each.line.label}?  {shortened(each.line.text, CONTEXT_CHARACTERS)}")
    click.echo(f"{len(questions)} unsure of {len(written.lines)} lines")


@dataclass
class Review:
    """A walk through the unsure lines: where it stands, and how to go back."""

    file: OpenScript
    settings: Settings
    written: Script
    later: set[int] = field(default_factory=set)  # put off in this walk
    past: list[tuple[int, str]] = field(default_factory=list)  # line, and the file before it was answered

    def run(self) -> int:
        """Ask until nothing is left or somebody quits; the exit code."""
        try:
            while (index := self._next()) is not None or self._goes_back():
                if index is not None and not self._ask(index):
                    break
        except (EOFError, KeyboardInterrupt, click.Abort) as end:
            click.echo()
            self._close()
            return 0 if isinstance(end, EOFError) else 130
        self._close()
        return 0

    def _goes_back(self) -> bool:
        """After the last question: whether the answer before is taken back."""
        if not self.past:
            return False
        click.echo("that was the last; z takes it back, any other key is the end")
        if _key() != "z":
            return False
        self._undo()
        return True

    def _next(self) -> int | None:
        from narrate import script

        return next((index for index in script.unsure(self.written) if index not in self.later), None)

    def _close(self) -> None:
        from narrate import script

        left = len(script.unsure(self.written))
        todo = "nothing is unsure" if not left else f"{left} unsure line{'s' * (left != 1)} left"
        click.echo(f"{todo}; next: narrate {'review' if left else 'build'} {self.file.path}")

    def _ask(self, index: int) -> bool:
        """One question; whether to go on."""
        from narrate import script

        question = script.question(self.written, index)
        self._show(question)
        while True:
            key = _key()
            if key == "q":
                return False
            if key == "p":
                self._play(question.line)
            elif key == "z" and self.past:
                self._undo()
                return True
            elif key == "s":
                self.past.append((index, self.file.text))
                self.later.add(index)
                return True
            elif (answer := _answer(key, question)) is not None:
                if self._settle(index, answer):
                    return True
            else:
                click.echo("nothing to undo" if key == "z" else _keys(question))

    def _settle(self, index: int, answer: Line) -> bool:
        from narrate import desk, script

        before = self.file.text
        try:
            text = script.attribute(before, str(self.file.path), {index: answer})
        except ScriptError as error:
            complain(error)
            return False
        self.file.save(text)
        self.past.append((index, before))
        self.written = desk.load_script(text, str(self.file.path), self.settings)
        click.echo(click.style(f"line {index + 1}: {answer.label}", fg="green"))
        return True

    def _undo(self) -> None:
        from narrate import desk

        index, text = self.past.pop()
        self.file.save(text)
        self.later.discard(index)
        self.written = desk.load_script(text, str(self.file.path), self.settings)
        click.echo(f"line {index + 1}: as it was")

    def _show(self, question: Question) -> None:
        from narrate import script

        left = len(script.unsure(self.written))
        click.echo(click.style(f"\nline {question.index + 1} of {len(self.written.lines)}, {left} unsure", dim=True))
        lines = [*question.before, question.line, *question.after]
        for line in lines:
            asked = line is question.line
            text = line.text if asked else shortened(line.text, CONTEXT_CHARACTERS)
            _print_line(f"{line.label}{'?' * line.unsure}", text, asked)
        if question.line.evidence:
            click.echo(wrapped(f"why: {question.line.evidence.removeprefix('unsure: ')}", "  "))
        for comment in script.comments_above(self.file.text, str(self.file.path), question.index):
            click.echo(wrapped(comment, "  "))
        click.echo(_keys(question))

    def _play(self, line: Line) -> None:
        from narrate import audition, lookup, speech
        from narrate.cast import cast_voices
        from narrate.cli import player

        name = cast_voices(self.written, self.settings).voice_of(line)
        try:
            voice = lookup.voices_of(self.written.language, self.settings)(name)
            engine = lookup.engine_of(voice, self.settings)
            verbalizer = speech.Verbalizer(
                self.written.language, lookup.speech_of(self.written, self.settings), ipa=engine.capabilities.ipa
            )
            player.play(audition.wav_of(verbalizer.say(line.say or line.text, name).text, voice, engine))
        except (EngineError, VoiceError) as error:
            complain(error)


def _answer(key: str, question: Question) -> Line | None:
    from narrate import script

    if key.isdecimal() and 1 <= int(key) <= min(len(question.candidates), MOST_DIGITS):
        return script.answered(question.line, question.candidates[int(key) - 1])
    if key == "n":
        return script.answered(question.line, None, narrator=True)
    if key == "u":
        return script.answered(question.line, None)
    if key == "o":
        name = " ".join(click.prompt("who", default="", show_default=False).split())
        return script.answered(question.line, name) if name else None
    return None


def _key() -> str:
    """A key pressed, or where no terminal is, the first letter of a row."""
    click.echo("> ", nl=False)
    if sys.stdin.isatty():
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        return key.lower()
    row = sys.stdin.readline()
    if not row:
        raise EOFError
    click.echo()
    return row.strip()[:1].lower()


def _keys(question: Question) -> str:
    names = {str(i): name for i, name in enumerate(question.candidates[:MOST_DIGITS], 1)}
    return "\n".join(
        wrapped("   ".join(_held(key, meaning) for key, meaning in keys.items()), "  ") for keys in (names, KEYS)
    )


def _held(key: str, meaning: str) -> str:
    """A key and its meaning, on one row: no-break spaces are printed as spaces."""
    return f"{key} {meaning}".replace(" ", NO_BREAK)


def _print_line(label: str, text: str, asked: bool) -> None:
    mark = "> " if asked else "  "
    words = wrapped(f"{label}: {text}", mark)
    click.echo(click.style(words, bold=True) if asked else words)
