"""The menu of commands: complete, cheap, and fit for any terminal."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from conftest import Run
from terminals import ROOT, finish, spawn

from narrate.cli import narrate as group
from narrate.cli.menu import MENU
from narrate.publishing import example_podcast

ENTRIES = {name: entry for entries in MENU.values() for name, entry in entries.items()}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_entry_leads_to_a_command_of_its_name(name: str) -> None:
    command = group.commands[name]
    assert isinstance(command, click.Command)
    assert command.name == name


def test_every_command_that_a_module_offers_stands_in_the_menu() -> None:
    modules = [path.stem for path in (ROOT / "narrate" / "cli").glob("*.py") if path.stem != "__init__"]
    found = [value for name in modules for value in vars(import_module(f"narrate.cli.{name}")).values()]
    offered = {id(each): each for each in found if isinstance(each, click.Command)}
    inner = {
        id(each) for group_ in offered.values() if isinstance(group_, click.Group) for each in group_.commands.values()
    }
    assert {each.name for key, each in offered.items() if key not in inner} == set(ENTRIES)


@pytest.mark.parametrize(
    "command",
    [
        ["voices"],
        ["voices", "--engine", "silence"],
        ["doctor"],
        ["cache", "info"],
        ["list"],
        ["feeds"],
        ["quotes", "a.txt"],
        ["outline", "a.txt"],
        ["lexicon", "suggest", "a.txt"],
        ["lexicon", "check"],
        ["review", "script.yaml"],
        ["diff", "script.yaml", "script.yaml"],
    ],
    ids=" ".join,
)
def test_whatever_lists_things_lists_them_as_json(narrate: Run, work: Path, command: list[str]) -> None:
    (work / "a.txt").write_text('A ferry\n\n"We waited," said Ivo Marsh, the harbour master.\n', encoding="utf-8")
    (work / "script.yaml").write_text("script:\n- narrator: Words.\n", encoding="utf-8")
    (work / "podcast.yaml").write_text(example_podcast(), encoding="utf-8")
    ran = narrate(*command, "--json")
    assert ran.code == 0, ran.err
    json.loads(ran.out)


def test_help_imports_no_command() -> None:
    code = "from narrate.cli import run; run(['--help']); import sys; print(*sys.modules)"
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "narrate.cli.menu" in loaded
    assert not {f"narrate.cli.{target.partition(':')[0]}" for target, _ in ENTRIES.values()} & loaded


def test_an_unknown_command_is_wrong_usage(narrate: Run) -> None:
    ran = narrate("biuld")
    assert (ran.code, "No such command 'biuld'" in ran.err) == (2, True)


@pytest.mark.parametrize("columns", [60, 200])
def test_help_fits_the_terminal(columns: int) -> None:
    child = spawn(columns, "--help")
    assert finish(child) == 0
    rows = child.before.replace("\r", "").split("\n")
    assert all(len(row) <= columns for row in rows if not row.lstrip().startswith("narrate "))
    assert any(row.split() == ["feeds", "The", "addresses", "of", "the", "feeds."] for row in rows)
