"""The kinds of values that podcast.yaml may hold: one description checks a value and writes its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from narrate.located import Located, did_you_mean
from narrate.publishing.categories import CATEGORIES, spellings

Schema = dict[str, Any]
_TRUE = {"true", "yes", "on"}
_FALSE = {"false", "no", "off"}


class Field(Protocol):
    """One kind of value."""

    def read(self, node: Located) -> Any: ...
    def schema(self) -> Schema: ...


def _scalar(node: Located, what: str) -> str:
    """The characters of a plain value as they stand in the file: `no` stays "no", `2024` stays "2024"."""
    if node.is_mapping or node.is_sequence:
        raise node.error(f"expected {what}")
    return node.text.strip()


@dataclass(frozen=True)
class Text:
    """Words, in limits."""

    max_bytes: int = 4000
    pattern: str = ""
    expected: str = "text"
    about: str = ""

    def read(self, node: Located) -> str:
        text = _scalar(node, self.expected)
        if not text:
            raise node.error("is empty")
        if len(text.encode()) > self.max_bytes:
            raise node.error(f"{len(text.encode()):,} bytes; at most {self.max_bytes:,} are allowed")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise node.error(f"'{text}' is not {self.expected}")
        return text

    def schema(self) -> Schema:
        shown: Schema = {"type": ["string", "number"] if not self.pattern else "string"}
        if self.pattern:
            shown["pattern"] = f"^(?:{self.pattern})$"
        return shown | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Url:
    """An absolute http(s) address in ASCII."""

    about: str = ""

    def read(self, node: Located) -> str:
        text = _scalar(node, "a URL")
        try:
            parts = urlsplit(text)
            known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known or not re.fullmatch(r"[!-~]+", text):
            raise node.error(f"'{text}' is not a URL", "a full address such as https://example.org/podcast/")
        if parts.username or parts.password:
            raise node.error("holds a user name or password", "credentials come from the environment")
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^https?://[!-~]+$"} | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Flag:
    """true or false."""

    about: str = ""

    def read(self, node: Located) -> bool:
        word = _scalar(node, "true or false").lower()
        if word not in _TRUE | _FALSE:
            raise node.error(f"'{word}' is neither true nor false")
        return word in _TRUE

    def schema(self) -> Schema:
        return {"type": "boolean"} | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Count:
    """A whole number in limits."""

    least: int = 0
    most: int = 1_000_000
    about: str = ""

    def read(self, node: Located) -> int:
        text = _scalar(node, "a whole number")
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not self.least <= int(text) <= self.most:
            raise node.error(f"'{text}' is not a whole number from {self.least} to {self.most}")
        return int(text)

    def schema(self) -> Schema:
        shown: Schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return shown | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    about: str = ""

    def read(self, node: Located) -> str:
        word = _scalar(node, "one word")
        if word not in self.words:
            raise node.error(f"'{word}' is not known here", did_you_mean(word, self.words))
        return word

    def schema(self) -> Schema:
        return {"enum": list(self.words)} | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Language:
    """A language code whose first part is ISO 639."""

    known: frozenset[str]

    def read(self, node: Located) -> str:
        text = _scalar(node, "a language code")
        first = text.replace("_", "-").split("-")[0].lower()
        shaped = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text)
        if not shaped or (len(first) == 2 and first not in self.known):
            raise node.error(f"'{text}' is not a language code", "ISO 639 such as en, en-us or de")
        return text.lower()

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"}


@dataclass(frozen=True)
class Category:
    """A category of Apple's list, "News" or "News > Daily News"."""

    def read(self, node: Located) -> tuple[str, str]:
        text = _scalar(node, "a category")
        top, _, sub = (part.strip() for part in text.partition(">"))
        if top in CATEGORIES and (not sub or sub in CATEGORIES[top]):
            return top, sub
        raise node.error(f"'{text}' is not in Apple's list of categories", self._hint(top, sub))

    def _hint(self, top: str, sub: str) -> str:
        parents = [name for name, subs in CATEGORIES.items() if (sub or top).casefold() in map(str.casefold, subs)]
        if parents and top not in CATEGORIES:
            return did_you_mean(f"{parents[0]} > {sub or top}", spellings())
        if top in CATEGORIES:
            return did_you_mean(sub, CATEGORIES[top]) or f"'{top}' has no subcategories"
        return did_you_mean(f"{top} > {sub}" if sub else top, spellings())

    def schema(self) -> Schema:
        return {"enum": spellings()}


@dataclass(frozen=True)
class Pattern:
    """A regular expression."""

    def read(self, node: Located) -> str:
        text = _scalar(node, "a regular expression")
        try:
            re.compile(text)
        except re.error as error:
            raise node.error(f"'{text}' is not a regular expression: {error}") from error
        return text

    def schema(self) -> Schema:
        return {"type": "string", "format": "regex"}


@dataclass(frozen=True)
class Items:
    """A list of values of one kind; a single value stands for a list of one."""

    of: Field
    most: int = 100
    about: str = ""

    def read(self, node: Located) -> tuple[Any, ...]:
        if not node.is_sequence:
            return (self.of.read(node),)
        entries = node.entries()
        if len(entries) > self.most:
            raise node.error(f"{len(entries)} entries; at most {self.most} are allowed")
        return tuple(self.of.read(entry) for entry in entries)

    def schema(self) -> Schema:
        many: Schema = {"type": "array", "items": self.of.schema(), "maxItems": self.most}
        return {"oneOf": [self.of.schema(), many]} | ({"description": self.about} if self.about else {})


@dataclass(frozen=True)
class Section:
    """A mapping with known keys, made into a dataclass; `short` names the key that a plain value stands for."""

    make: Callable[..., Any]
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    short: str = ""
    forbidden: Mapping[str, str] = field(default_factory=dict)  # key -> what to do instead
    about: str = ""

    def read(self, node: Located, **given: Any) -> Any:
        if self.short and not node.is_mapping and not node.is_sequence:
            return self._made({self.short: self.fields[self.short].read(node)} | given, node)
        if not node.is_mapping:
            raise node.error(f"expected a mapping with {', '.join(self.fields)}")
        values: dict[str, Any] = {}
        for key, value in node.items():
            if key in self.forbidden:
                raise value.error("does not belong here", self.forbidden[key])
            if key not in self.fields:
                raise value.error("unknown key", did_you_mean(key, self.fields))
            if not value.is_empty:
                values[key] = self.fields[key].read(value)
        for key in self.required:
            if key not in values:
                raise node.error(f"the key '{key}' is missing")
        return self._made(values | given, node)

    def _made(self, values: dict[str, Any], node: Located) -> Any:
        try:
            return self.make(**values)
        except ValueError as error:  # a rule between several keys, checked by the dataclass
            message, _, hint = str(error).partition("; ")
            raise node.error(message, hint) from error

    def schema(self) -> Schema:
        whole: Schema = {
            "type": "object",
            "properties": {key: kind.schema() for key, kind in self.fields.items()},
            "additionalProperties": False,
        }
        if self.required:
            whole["required"] = list(self.required)
        if self.about:
            whole["description"] = self.about
        return {"oneOf": [self.fields[self.short].schema(), whole]} if self.short else whole


@dataclass(frozen=True)
class Named:
    """A mapping from names of one's own choice to values of one kind."""

    of: Section
    pattern: str
    expected: str

    def read(self, node: Located) -> dict[str, Any]:
        entries = dict(node.items()) if node.is_mapping else {}
        if not entries:
            raise node.error(f"expected at least one {self.expected}")
        for name, value in entries.items():
            if not re.fullmatch(self.pattern, name):
                raise value.error(f"'{name}' is not a name", "small letters, digits and hyphens")
        return {name: self.of.read(value, name=name) for name, value in entries.items()}

    def schema(self) -> Schema:
        shown: Schema = {"type": "object", "minProperties": 1, "additionalProperties": False}
        return shown | {"patternProperties": {f"^(?:{self.pattern})$": self.of.schema()}}


@dataclass(frozen=True)
class Numbered:
    """A mapping from positive numbers to values of one kind."""

    of: Field
    about: str

    def read(self, node: Located) -> tuple[tuple[int, Any], ...]:
        if not node.is_mapping:
            raise node.error("expected a mapping from numbers", "1: The first year")
        found = {}
        for key, value in node.items():
            if not re.fullmatch(r"[1-9]\d{0,5}", key, re.ASCII):
                raise value.error(f"'{key}' is not a positive number")
            found[int(key)] = self.of.read(value)
        return tuple(sorted(found.items()))

    def schema(self) -> Schema:
        shown: Schema = {"type": "object", "additionalProperties": False, "description": self.about}
        return shown | {"patternProperties": {"^[1-9][0-9]{0,5}$": self.of.schema()}}
