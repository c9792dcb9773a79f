"""YAML written by people: every value knows its line, so that every complaint can name file, line and key.

Built on PyYAML's node graph with the safe tags only. `voices.yaml` and `script.yaml` are read through this module; it
stands beside `errors` and `model`, below all rooms.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from narrate.errors import NarrateError

MAX_CHARACTERS = 32_000_000
MAX_DEPTH = 40
"""Deeper nesting is an attack or an accident; PyYAML recurses once a level."""
CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


@dataclass(frozen=True)
class Located:
    """A YAML node with its place. `fault` is the error class that its complaints use."""

    node: Any
    origin: str
    fault: type[NarrateError]
    key: str = ""  # dotted path, for messages

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def place(self) -> str:
        return f"{self.origin}:{self.line}"

    @property
    def column(self) -> int:
        return int(self.node.start_mark.column) + 1

    def error(self, message: str, hint: str = "") -> NarrateError:
        place = f"{self.place}:{self.column}"
        where = f"{place}: {self.key}: " if self.key else f"{place}: "
        return self.fault(where + message, hint)

    @property
    def is_mapping(self) -> bool:
        return bool(self.node.id == "mapping")

    @property
    def is_sequence(self) -> bool:
        return bool(self.node.id == "sequence")

    @property
    def is_empty(self) -> bool:
        return self.node.id == "scalar" and self.value is None

    @property
    def value(self) -> Any:
        """The scalar as Python sees it (str, int, float, bool, None); an error for anything else."""
        if self.node.id != "scalar":
            raise self.error(f"expected a single value, found a {_noun(self.node.id)}")
        return _scalar(self.node)

    @property
    def text(self) -> str:
        """The scalar as it was written: 'no' stays 'no', 2024 stays '2024'."""
        if self.node.id != "scalar":
            raise self.error(f"expected text, found a {_noun(self.node.id)}")
        return str(self.node.value)

    def items(self) -> Iterator[tuple[str, Located]]:
        """Key and value of a mapping, in the order written; duplicate keys are an error."""
        if not self.is_mapping:
            raise self.error(f"expected keys and values, found a {_noun(self.node.id)}")
        seen: dict[str, int] = {}
        for key_node, value_node in self.node.value:
            if key_node.id != "scalar":
                raise self._at(key_node).error("a key must be plain text")
            name = str(key_node.value)
            if name in seen:
                raise self._at(key_node).error(
                    f"'{name}' stands twice (first on line {seen[name]})", "keep one of them"
                )
            seen[name] = key_node.start_mark.line + 1
            path = f"{self.key}.{name}" if self.key else name
            yield name, _KeyLocated(value_node, self.origin, self.fault, path, key_node)

    def entries(self) -> list[Located]:
        """The members of a sequence; an empty value is an empty list."""
        if self.is_empty:
            return []
        if not self.is_sequence:
            raise self.error(f"expected a list, found a {_noun(self.node.id)}")
        return [Located(n, self.origin, self.fault, f"{self.key}[{i + 1}]") for i, n in enumerate(self.node.value)]

    def plain(self) -> Any:
        """The whole value as plain Python data."""
        if self.is_mapping:
            return {name: value.plain() for name, value in self.items()}
        if self.is_sequence:
            return [entry.plain() for entry in self.entries()]
        return self.value

    def where(self, path: Sequence[str | int]) -> str:
        """File and line of the value that `path` leads to (keys and indices); of the nearest one above if it ends."""
        node: Located = self
        for step in path:
            if node.is_mapping:
                node = dict(node.items()).get(str(step), node)
            elif node.is_sequence and isinstance(step, int) and step < len(node.node.value):
                node = node.entries()[step]
        return node.place

    def _at(self, node: Any) -> Located:
        return Located(node, self.origin, self.fault, self.key)


@dataclass(frozen=True)
class _KeyLocated(Located):
    """A value in the place of its key: a block value starts on the line after it, and people look for the key."""

    key_node: Any = None

    @property
    def line(self) -> int:
        return int((self.key_node or self.node).start_mark.line) + 1

    @property
    def column(self) -> int:
        return int((self.key_node or self.node).start_mark.column) + 1


def load(text: str, origin: str, fault: type[NarrateError]) -> Located | None:
    """Parse one YAML document; None for an empty one.

    Raises `fault` with file and line for anything that is not safe, single-document YAML.
    """
    import yaml

    if len(text) > MAX_CHARACTERS:
        raise fault(f"{origin}: larger than {MAX_CHARACTERS // 1_000_000} million characters")
    _refuse_conflict_marks(text, origin, fault)
    loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_depth(text, loader_class, origin, fault)
        loader = loader_class(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, origin, fault) from None
    except yaml.YAMLError as error:
        found = re.search(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        if found is None:
            raise fault(f"{origin}: not YAML: {' '.join(str(error).split())}") from None
        line = text.count("\n", 0, found.start()) + 1
        raise fault(f"{origin}:{line}: holds the control character U+{ord(found[0]):04X}", "delete it") from None
    except RecursionError:
        raise fault(f"{origin}: nested too deeply") from None
    if node is None:
        return None
    _refuse_bombs(node, origin, fault)
    return Located(node, origin, fault)


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """A hint: the nearest valid word, and all of them if they are few."""
    names = list(valid)
    near = difflib.get_close_matches(word.casefold(), [n.casefold() for n in names], 1, 0.6)
    listed = ", ".join(names[:24]) + (" ..." if len(names) > 24 else "")
    if near:
        best = next(n for n in names if n.casefold() == near[0])
        return f"did you mean '{best}'? valid: {listed}"
    return f"valid: {listed}" if names else ""


def choose(node: Located, valid: Iterable[str], what: str = "value") -> str:
    """The node's text if it is one of `valid`; otherwise an error that lists them."""
    names = list(valid)
    if node.text not in names:
        raise node.error(f"unknown {what} '{node.text}'", did_you_mean(node.text, names))
    return node.text


def whole(node: Located, low: int, high: int, unit: str = "") -> int:
    """An integer within [low, high]."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise node.error(
            f"expected a whole number from {low} to {high}{' ' + unit if unit else ''}, found '{node.text}'"
        )
    return value


def number(node: Located, low: float, high: float, unit: str = "") -> float:
    """A number within [low, high]."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise node.error(f"expected a number from {low:g} to {high:g}{' ' + unit if unit else ''}, found '{node.text}'")
    return float(value)


def truth(node: Located) -> bool:
    """true or false."""
    if not isinstance(node.value, bool):
        raise node.error(f"expected true or false, found '{node.text}'")
    return bool(node.value)


def texts(node: Located) -> tuple[str, ...]:
    """A list of texts, or a single one."""
    if node.is_sequence or node.is_empty:
        return tuple(entry.text for entry in node.entries())
    return (node.text,)


def read_keys(node: Located, readers: dict[str, Callable[[Located], Any]]) -> dict[str, Any]:
    """A mapping read by a table key -> reader; an unknown key is an error that lists the valid ones."""
    if node.is_empty:
        return {}
    found = {}
    for name, value in node.items():
        if name not in readers:
            raise value.error("unknown key", did_you_mean(name, readers))
        found[name] = readers[name](value)
    return found


def _scalar(node: Any) -> Any:
    import yaml

    constructor = yaml.constructor.SafeConstructor()
    wanted = ("null", "bool", "int", "float", "str")
    if node.tag.removeprefix("tag:yaml.org,2002:") not in wanted:
        return str(node.value)  # dates and the like stay as written
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError):
        return str(node.value)


def _noun(node_id: str) -> str:
    return {"mapping": "group of keys", "sequence": "list", "scalar": "single value"}[node_id]


def _syntax_error(error: Any, text: str, origin: str, fault: type[NarrateError]) -> NarrateError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    rows = text.splitlines()
    if (
        mark
        and mark.line < len(rows)
        and "\t" in rows[mark.line][: len(rows[mark.line]) - len(rows[mark.line].lstrip())]
    ):
        column = rows[mark.line].index("\t") + 1
        return fault(f"{origin}:{line}:{column}: indented with a tab", "YAML allows only spaces for indentation")
    problem = error.problem or error.context or "cannot be read"
    context = f" ({error.context})" if error.context and error.problem else ""
    hint = "text that holds ': ' or starts with a quotation mark wants quotation marks round it, or '|-' and a new line"
    return fault(f"{origin}:{line}:{column}: not YAML: {problem}{context}", hint)


def _refuse_conflict_marks(text: str, origin: str, fault: type[NarrateError]) -> None:
    if not any(mark in text for mark in CONFLICT_MARKS[::2]):
        return
    for number_, row in enumerate(text.splitlines(), 1):
        if row.startswith((CONFLICT_MARKS[0] + " ", CONFLICT_MARKS[2] + " ")):
            raise fault(f"{origin}:{number_}: a merge conflict is not resolved", "choose one side and delete the marks")


_MAYBE_DEEP = re.compile(r"^ {400}|^\s*(?:[-?] +){200}", re.M)


def _refuse_depth(text: str, loader_class: Any, origin: str, fault: type[NarrateError]) -> None:
    """libyaml's composer recurses in C: 20,000 open brackets end the process without an exception."""
    import yaml

    if text.count("[") + text.count("{") < 1000 and not _MAYBE_DEEP.search(text):
        return
    depth = 0
    for event in yaml.parse(text, loader_class):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > 10 * MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise fault(f"{origin}:{line}: nested too deeply")


def _refuse_bombs(root: Any, origin: str, fault: type[NarrateError]) -> None:
    """Aliases let a short text stand for an enormous or endless one; people do not need them here."""
    seen: set[int] = set()
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        place = f"{origin}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
        if depth > MAX_DEPTH:
            raise fault(f"{place}: nested too deeply")
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith("tag:yaml.org,2002:python"):
            raise fault(f"{place}: the tag '{node.tag}' is not allowed", "write plain values")
        if node.id == "scalar":
            continue
        if id(node) in seen:
            raise fault(f"{place}: YAML aliases (*name) are not allowed", "write the value out")
        seen.add(id(node))
        children = node.value if node.id == "sequence" else [child for pair in node.value for child in pair]
        stack.extend((child, depth + 1) for child in children)
