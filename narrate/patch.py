"""YAML changed in place: a few characters are exchanged, and comments, order and layout stay as their author left them.

Nodes come from `located.load`; every change is a list of patches of the text that they were parsed from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_TYPED = re.compile(r"(?i)(?:null|true|false|yes|no|on|off|y|n|[-+.\d][\d_.,:eExXa-fA-F+-]*|\.?(?:inf|nan))")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True)
class Patch:
    """Characters `start` to `end` of a text give way to `text`."""

    start: int
    end: int
    text: str


def apply(text: str, patches: Iterable[Patch]) -> str:
    """The text with all patches applied; they must not overlap."""
    pieces, at = [], 0
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        if patch.start < at:
            raise ValueError(f"patches overlap at character {patch.start}")
        pieces += [text[at : patch.start], patch.text]
        at = patch.end
    return "".join([*pieces, text[at:]])


def is_typed(text: str) -> bool:
    """Whether YAML would take the plain text for a number, a truth value or nothing."""
    return bool(_TYPED.fullmatch(text))


def quoted(text: str) -> str:
    """One line that gives any text back, fit for keys, lists and braces; words of ASCII stay plain."""
    if re.fullmatch(r"[A-Za-z][\w -]*[\w]", text, re.A) and not is_typed(text):
        return text
    safe = "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if _UNPRINTABLE.match(c) else c) for c in text)
    return f'"{safe}"'


def span_of(node: Any) -> tuple[int, int]:
    """Where a node begins and ends in its text; block collections end with what is written last, not with comments."""
    return node.start_mark.index, _end_of(node)


def _end_of(node: Any) -> int:
    if node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(last[1] if node.id == "mapping" else last)
    return int(node.end_mark.index)


def row_start(text: str, at: int) -> int:
    """The start of the row that `at` stands in."""
    return text.rfind("\n", 0, at) + 1


def row_end(text: str, at: int) -> int:
    """The start of the row after the one that `at` stands in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def items_of(mapping: Any) -> dict[str, tuple[Any, Any]]:
    """Key -> (key node, value node) of a mapping node; an empty scalar has none."""
    if mapping.id != "mapping":
        return {}
    return {str(key.value): (key, value) for key, value in mapping.value}


def set_items(text: str, node: Any, items: Mapping[str, str]) -> list[Patch]:
    """Patches that set keys of a mapping to values written as YAML on one line.

    `node` is a mapping in braces or in rows, or an empty value. New keys go to the end.
    """
    known = items_of(node)
    patches = [_replace(text, known[key][1], value) for key, value in items.items() if key in known]
    new = [f"{quoted(key)}: {value}" for key, value in items.items() if key not in known]
    if not new:
        return patches
    if node.id == "scalar":
        lead = "" if text[node.start_mark.index - 1 : node.start_mark.index] == " " else " "
        return [*patches, Patch(*span_of(node), f"{lead}{{{', '.join(new)}}}")]
    if node.flow_style:
        end = node.end_mark.index - 1
        lead = ", " if known and not text[:end].rstrip().endswith(",") else ""
        at = len(text[:end].rstrip())
        return [*patches, Patch(at, at, lead + ", ".join(new))]
    return [*patches, add_rows(text, node, new)]


def add_rows(text: str, node: Any, rows: Iterable[str]) -> Patch:
    """A patch that adds rows to the end of a mapping in rows."""
    start, end = span_of(node)
    newline = "\r\n" if "\r\n" in text else "\n"
    body = text[:end].rstrip()
    after = row_end(text, len(body))
    lead = "" if text[:after].endswith("\n") else newline
    indent = " " * (start - row_start(text, start))
    return Patch(after, after, lead + "".join(f"{indent}{row}{newline}" for row in rows))


def grow(text: str, node: Any, rows: Mapping[str, str]) -> list[Patch]:
    """Patches that add keys (as YAML -> value as YAML), one a row where the mapping is in rows or empty."""
    written = [f"{key}: {value}" for key, value in rows.items()]
    if node.id == "mapping" and not node.flow_style:
        return [add_rows(text, node, written)]
    start, end = span_of(node)
    if items_of(node):
        body = len(text[: end - 1].rstrip())
        lead = "" if text[:body].endswith(",") else ", "
        return [Patch(body, body, lead + ", ".join(written))]
    newline = "\r\n" if "\r\n" in text else "\n"
    return [Patch(len(text[:start].rstrip()), end, "".join(f"{newline}  {row}" for row in written))]


def _replace(text: str, node: Any, value: str) -> Patch:
    start, end = span_of(node)
    if node.id == "scalar" and start == end:
        return Patch(start, end, value if text[start - 1 : start] == " " else f" {value}")
    body = len(text[:end].rstrip())
    if node.id == "scalar" or node.flow_style:
        return Patch(start, body, value)
    # A value in rows begins on the row after its key.
    return Patch(len(text[:start].rstrip()), body, f" {value}")


def comments_of(text: str, nodes: Iterable[Any], end: int) -> list[str]:
    """The comments that stand between and after the scalars of some nodes, up to `end`."""
    marks = sorted(span_of(scalar) for node in nodes for scalar in _scalars(node))
    gaps = zip([last for _, last in marks], [*[first for first, _ in marks[1:]], end], strict=True)
    return [found.strip() for last, first in gaps for found in re.findall(r"(?<=\s)#[^\r\n]*", text[last:first])]


def _scalars(node: Any) -> Iterable[Any]:
    if node.id == "scalar":
        return [node]
    children = node.value if node.id == "sequence" else [child for pair in node.value for child in pair]
    return [scalar for child in children for scalar in _scalars(child)]


def delete_item(text: str, mapping: Any, name: str) -> Patch:
    """A patch that takes a key and its value out of a mapping; comments beside them stay."""
    key, value = items_of(mapping)[name]
    start, end = key.start_mark.index, len(text[: _end_of(value)].rstrip())
    if not mapping.flow_style:
        first = key is mapping.value[0][0]
        if len(mapping.value) == 1:
            return Patch(len(text[:start].rstrip()), end, " {}")
        if first and text[row_start(text, start) : start].strip():
            # The first key of a list's entry stands on the row of its dash: the next key moves up.
            return Patch(start, mapping.value[1][0].start_mark.index, "")
        row, after_row = row_start(text, start), row_end(text, end)
        newline = "\r\n" if "\r\n" in text else "\n"
        kept = [f"{text[row:start]}{comment}{newline}" for comment in comments_of(text, (key, value), after_row)]
        return Patch(row, after_row, "".join(kept))
    after = re.compile(r"\s*,\s*").match(text, end)
    if after:
        return Patch(start, after.end(), "")
    before = text[:start].rstrip()
    return Patch(len(before.removesuffix(",").rstrip()) if before.endswith(",") else start, end, "")
