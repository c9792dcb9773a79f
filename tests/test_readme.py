"""The README tells the truth: its commands exist, its code runs, its tables name real files and keys."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import Run
from publishing_editions import podcast_file

from narrate.cli import narrate as group
from narrate.testing import check_engine

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    found = {}
    for name, command in group.commands.items():
        found[prefix + name] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
    return found


@pytest.mark.parametrize("name", commands(group))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    command = commands(group)[name]
    assert command.get_short_help_str()
    assert f"narrate {name}" in README
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name


def test_every_command_that_the_readme_names_exists() -> None:
    known = commands(group)
    prose = re.sub(r"```.*?```", "", README, flags=re.S)
    for span in re.findall(r"`([^`]*)`", prose):
        if span.startswith("narrate "):
            assert span.split()[1] in known, span


def test_every_option_that_the_readme_names_exists() -> None:
    options = {
        flag for command in commands(group).values() for p in command.params for flag in (*p.opts, *p.secondary_opts)
    }
    ours = re.sub(r"`python benchmarks/[^`]*`|`[^`]*\{wav\}[^`]*`", "", README)
    for flag in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours)):
        assert flag in options | {"--help", "--version"}, flag


def test_the_python_example_runs(narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "narrate.perform" in block]
    (work / "examples").symlink_to(ROOT / "examples")
    podcast_file(work)
    code = code.replace("narrate.load_settings()", 'narrate.load_settings(Path("voices.yaml"))')
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert [outcome.action for outcome in names["report"].outcomes] == ["published"]
    assert list((work / "out").glob("*/episode.mp3"))


def test_the_engine_of_the_readme_keeps_the_contract() -> None:
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "class ToneEngine" in block]
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    check_engine(names["ToneEngine"]())


def test_the_files_that_the_readme_promises_are_made(narrate: Run, work: Path) -> None:
    promised = re.findall(r"^\| `([a-z]+)\.([a-z0-9]+)`", README, re.M)
    narrate("build", ROOT / "examples" / "storm-harbour.txt")
    (home,) = (work / "out").iterdir()
    assert {f"{stem}.{suffix}" for stem, suffix in promised} <= {path.name for path in home.iterdir()}
