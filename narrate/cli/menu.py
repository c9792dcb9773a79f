"""The commands by purpose. A command's module is imported when the command is asked for, not when it is listed."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import click

MENU: dict[str, dict[str, tuple[str, str]]] = {
    "Make an edition": {
        "build": ("build:build", "Article or script to a finished episode."),
        "watch": ("watch:watch", "What is new in feeds and folders, built and published."),
        "script": ("script:script", "Only the script, to read and correct; rename, update."),
        "review": ("review:review", "Settle unsure speakers, a key an answer."),
        "diff": ("diff:diff", "What a listener would hear differently."),
    },
    "Look inside": {
        "quotes": ("quotes:quotes", "Who says what, how sure, and why."),
        "outline": ("outline:outline", "What of an article is read, what is dropped, and why."),
        "say": ("say:say", "How a text is said: words, phonemes, sound."),
        "lexicon": ("lexicon:lexicon", "Names and how they are said: suggest, check, exchange."),
        "voices": ("voices:voices", "List, play and compare voices."),
        "verify": ("verify:verify", "Listen to an edition with a recogniser; say bad lines anew."),
        "serve": ("serve:serve", "Read along in a browser on this machine."),
        "embed": ("embed:embed", "The player of an edition, for another page."),
        "tag": ("tag:tag", "Write tags, cover and pages of finished editions anew."),
    },
    "Publish": {
        "publish": ("publish:publish", "Editions into podcast feeds."),
        "replace": ("publish:replace", "A new file for a published episode."),
        "unpublish": ("publish:unpublish", "Take an episode out of its feeds."),
        "list": ("publish:list_", "The episodes of the shows."),
        "feeds": ("publish:feeds", "The addresses of the feeds."),
        "check": ("publish:check", "What apps refuse and validators miss in a feed."),
        "import": ("publish:import_", "Take over an existing feed."),
        "opml": ("publish:opml", "The shows as a list of subscriptions."),
    },
    "Set up": {
        "init": ("init:init", "Commented settings beside your work."),
        "doctor": ("doctor:doctor", "What this machine has and lacks."),
        "cache": ("cache:cache", "Look after finished takes."),
        "schema": ("schema:schema", "JSON Schemas, for editors."),
        "completion": ("completion:completion", "Complete commands in your shell."),
    },
}
"""Purpose -> command -> (module and attribute, one line about it)."""


class Commands(MutableMapping[str, click.Command]):
    """The commands of the menu by name, each imported when it is first asked for."""

    def __init__(self) -> None:
        self._targets = {name: target for entries in MENU.values() for name, (target, _) in entries.items()}
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, attribute = self._targets[name].partition(":")
            self._loaded[name] = getattr(import_module(f"narrate.cli.{module}"), attribute)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._targets.setdefault(name, "")
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._targets[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def __contains__(self, name: object) -> bool:
        return name in self._targets


class Menu(click.Group):
    """A group whose help lists commands by purpose, without importing them."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands = Commands()

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, self.commands))
        for purpose, entries in MENU.items():
            with formatter.section(purpose):
                formatter.write_dl([(name.ljust(widest), about) for name, (_, about) in entries.items()])
