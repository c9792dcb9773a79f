"""The kinds of values that voices.yaml and script.yaml may hold: one table reads a value and writes its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from narrate.located import Located, choose, did_you_mean, number, texts, truth, whole

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that yaml-language-server, and with it most editors, understands."""


class Kind(Protocol):
    """Reads a node, and describes what it reads."""

    def __call__(self, node: Located) -> Any: ...
    def schema(self) -> Schema: ...


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]
    what: str = "value"

    def __call__(self, node: Located) -> str:
        return choose(node, self.words, self.what)

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class OneNumberOf:
    """One of a few whole numbers."""

    numbers: tuple[int, ...]
    what: str

    def __call__(self, node: Located) -> int:
        return int(choose(node, map(str, self.numbers), self.what))

    def schema(self) -> Schema:
        return {"enum": list(self.numbers), "description": self.what}


@dataclass(frozen=True)
class SomeOf:
    """Any of a few words, in the order in which they are written; a list, a single one, or none."""

    words: tuple[str, ...]
    what: str = "value"

    def __call__(self, node: Located) -> tuple[str, ...]:
        if node.is_sequence:
            return tuple(choose(entry, self.words, self.what) for entry in node.entries())
        return () if node.is_empty or node.text == "none" else (choose(node, self.words, self.what),)

    def schema(self) -> Schema:
        return {
            "anyOf": [{"enum": [*self.words, "none", None]}, {"type": "array", "items": {"enum": list(self.words)}}]
        }


@dataclass(frozen=True)
class Whole:
    """A whole number in limits."""

    low: int
    high: int
    unit: str = ""

    def __call__(self, node: Located) -> int:
        return whole(node, self.low, self.high, self.unit)

    def schema(self) -> Schema:
        return _described({"type": "integer", "minimum": self.low, "maximum": self.high}, self.unit)


@dataclass(frozen=True)
class Real:
    """A number in limits."""

    low: float
    high: float
    unit: str = ""

    def __call__(self, node: Located) -> float:
        return number(node, self.low, self.high, self.unit)

    def schema(self) -> Schema:
        return _described({"type": "number", "minimum": self.low, "maximum": self.high}, self.unit)


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def __call__(self, node: Located) -> bool:
        return truth(node)

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Text:
    """Words as they are written; a number or 'no' is a word too."""

    about: str = ""

    def __call__(self, node: Located) -> str:
        return node.text

    def schema(self) -> Schema:
        return _described({"type": ["string", "number", "boolean", "null"]}, self.about)


@dataclass(frozen=True)
class WebFolder:
    """The address of a folder on the web, which ends in a slash; empty for none."""

    about: str = ""

    def __call__(self, node: Located) -> str:
        address = node.text.strip()
        if not address:
            return ""
        if not re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", address, re.IGNORECASE):
            raise node.error(f"'{address}' is no address of a folder", "write one such as https://example.org/audio/")
        return address.rstrip("/") + "/"

    def schema(self) -> Schema:
        return _described({"type": ["string", "null"]}, self.about)


@dataclass(frozen=True)
class Template:
    """Words with facts in braces, of which only some are known."""

    facts: tuple[str, ...]

    def __call__(self, node: Located) -> str:
        words = node.text
        for name in re.findall(r"\{([^{}]*)\}", words):
            if name not in self.facts:
                raise node.error(f"unknown fact '{{{name}}}'", did_you_mean(name, self.facts))
        if words.count("{") != words.count("}"):
            raise node.error("a brace is not closed", "write facts as {title}")
        return words

    def schema(self) -> Schema:
        return _described(Text().schema(), f"none, standard, or words with {{{'}, {'.join(self.facts)}}}")


@dataclass(frozen=True)
class Texts:
    """A list of words, or a single one."""

    def __call__(self, node: Located) -> tuple[str, ...]:
        return texts(node)

    def schema(self) -> Schema:
        return {"anyOf": [Text().schema(), {"type": "array", "items": Text().schema()}]}


def section(kinds: Mapping[str, Kind]) -> Schema:
    """The schema of a group of keys, none of them required, and no others allowed."""
    keys = {name: kind.schema() for name, kind in kinds.items()}
    return {"type": ["object", "null"], "properties": keys, "additionalProperties": False}


def _described(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words} if words else schema
