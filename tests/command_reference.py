"""docs/commands.md, made from the commands themselves: `python tests/command_reference.py` writes it anew."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click

from narrate.cli import narrate as group

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands and options

What `narrate COMMAND --help` says, on one page. Every command takes `-h` and `--help`; `narrate --version` tells the
version.
"""


def commands(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    """Every command by its full name, "lexicon check" behind "lexicon"."""
    found = {}
    for name, command in group.commands.items():
        found[prefix + name] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
    return found


def options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def reference() -> str:
    return "\n".join([HEAD, *(section(name, command) for name, command in commands(group).items())]).rstrip() + "\n"


def section(name: str, command: click.Command) -> str:
    words = inspect.cleandoc(command.help or command.get_short_help_str()).split("\n\n")[0]
    rows = [f"| {flags(each)} | {escaped(about(each))} |" for each in options(command)]
    table = ["| option | what it does |", "|---|---|", *rows, ""] if rows else []
    usage = f"```\nnarrate {' '.join([name, *arguments(command)])}\n```\n"
    return "\n".join([f"## narrate {name}", "", usage, escaped(" ".join(words.split())), "", *table])


def arguments(command: click.Command) -> list[str]:
    found = ["[OPTIONS]"] if options(command) else []
    if isinstance(command, click.Group):
        found.append("[COMMAND]" if command.invoke_without_command else "COMMAND")
    for each in command.params:
        if isinstance(each, click.Argument):
            name = each.metavar or choices(each) or (each.name or "").upper()
            found.append(name if each.required else f"[{name}]")
    return found


def choices(parameter: click.Parameter) -> str:
    return "|".join(parameter.type.choices) if isinstance(parameter.type, click.Choice) else ""


def flags(option: click.Option) -> str:
    names = [*option.opts, *option.secondary_opts]
    return ", ".join(f"`{each}`" for each in names) + (f" {escaped(value(option))}" if not option.is_flag else "")


def value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " or ".join(f"`{each}`" for each in option.type.choices)
    if option.metavar:
        return option.metavar
    return "N" if isinstance(option.type, click.types.IntParamType) else option.type.name.upper()


def about(option: click.Option) -> str:
    default = option.show_default if isinstance(option.show_default, str) else ""
    words = re.sub(r" *\[default: ([^]]*)\]", r" Default: \1.", option.help or "")
    if option.show_default is True and not option.is_flag and option.default is not None:
        default = str(option.default)
    return words + (f" Default: {default}." if default else "")


def escaped(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "\\<")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
