"""Lexicons as YAML files, and the one that comes with narrate."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

from narrate.errors import ConfigError
from narrate.model import Pronunciation
from narrate.pronunciations import Path, as_data, read_entries

MOST_CHARACTERS = 5_000_000


def parse_lexicon(text: str, origin: str) -> tuple[Pronunciation, ...]:
    """Entries of a YAML lexicon.

    Parameters
    ----------
    text : str
        The file's text: a list of entries, or `version`, `lang` and `entries`.
    origin : str
        The file's name, for messages and for each entry's `where`.

    Raises
    ------
    ConfigError
        Naming file, line and key.
    """
    import yaml

    if len(text) > MOST_CHARACTERS:
        raise ConfigError(f"{origin}: a lexicon of more than {MOST_CHARACTERS:,} characters", "split it")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{origin}:{mark.line + 1}" if mark else origin
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(f"{place}: not YAML: {problem}", "quote text that holds ': ' or starts with a sign") from None
    lines: dict[Path, int] = {}
    data = _plain(node, (), lines, loader, origin, 0)

    def where(path: Path) -> str:
        while path and path not in lines:
            path = path[:-1]
        return f"{origin}:{lines.get(path, 1)}"

    return read_entries(data, where)


def _plain(node: Any, path: Path, lines: dict[Path, int], loader: Any, origin: str, depth: int) -> Any:
    """Plain data of a YAML node, noting the line of each value; refuses keys given twice."""
    import yaml

    if node is None:
        return None
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if depth > 8:
        raise ConfigError(
            f"{origin}:{line}: nested too deeply for a lexicon", "aliases cannot refer to what holds them"
        )
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, (*path, i), lines, loader, origin, depth + 1) for i, n in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in data:
                raise ConfigError(
                    f"{origin}:{key_node.start_mark.line + 1}: {key!r} is given twice", "keep one of them"
                )
            lines[(*path, key)] = key_node.start_mark.line + 1
            data[key] = _plain(value, (*path, key), lines, loader, origin, depth + 1)
        return data
    scalar = yaml.SafeLoader("")
    try:
        return scalar.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"{origin}:{line}: {error}", "quote the value") from None
    finally:
        scalar.dispose()


def dump_lexicon(entries: tuple[Pronunciation, ...]) -> str:
    """YAML that `parse_lexicon` reads back as the same entries, one entry a line."""
    import yaml

    def line(entry: Pronunciation) -> str:
        text = yaml.safe_dump(as_data(entry), allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6)
        return "  - " + text.strip()

    return "\n".join(["version: 1", "entries:" if entries else "entries: []", *map(line, entries)]) + "\n"


@lru_cache(maxsize=8)
def shipped_lexicon(language: str) -> tuple[Pronunciation, ...]:
    """The lexicon that comes with narrate for a language ("en-GB" takes that of "en"); empty if there is none."""
    name = f"{language.lower().replace('_', '-').split('-')[0] or 'en'}.yaml"
    file = resources.files("narrate.speech").joinpath("data", name)
    if not file.is_file():
        return ()
    return parse_lexicon(file.read_text(encoding="utf-8"), name)
