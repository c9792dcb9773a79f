"""What would change in a feed, line by line; in memory are only the episodes that differ."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_ITEM = b"    <item>\n"
_AROUND = 2  # lines shown round a change
_HUNK = re.compile(r"@@ -(\d+)(,?\d*) \+(\d+)(,?\d*) @@")


class _Block(NamedTuple):
    """An item, or what stands before the first one."""

    sha256: bytes
    start: int  # byte
    line: int  # number of its first line, counted from 0
    end: int


def difference(before: Path | None, after: Path | None, name: str) -> str:
    """The unified difference of two pages of a feed; a missing one counts as empty."""
    old, new = _blocks(before), _blocks(after)
    matcher = difflib.SequenceMatcher(None, [b.sha256 for b in old], [b.sha256 for b in new], autojunk=False)
    lines: list[str] = []
    for kind, i0, i1, j0, j1 in matcher.get_opcodes():
        if kind != "equal":
            lines += _hunks(_lines(before, old[i0:i1]), _lines(after, new[j0:j1]), _at(old, i0), _at(new, j0))
    return "\n".join([f"--- {name} (now)", f"+++ {name} (then)", *lines]) if lines else ""


def _blocks(path: Path | None) -> list[_Block]:
    if path is None:
        return []
    found: list[_Block] = []
    digest, start, end, first, number = hashlib.sha256(), 0, 0, 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if line == _ITEM or line == b"  </channel>\n":
                found.append(_Block(digest.digest(), start, first, end))
                digest, start, first = hashlib.sha256(), end, number
            digest.update(line)
            end += len(line)
    return [*found, _Block(digest.digest(), start, first, end)]


def _at(blocks: Sequence[_Block], index: int) -> int:
    return blocks[index].line if index < len(blocks) else 0


def _lines(path: Path | None, blocks: Sequence[_Block]) -> list[str]:
    if path is None or not blocks:
        return []
    with path.open("rb") as file:
        file.seek(blocks[0].start)
        return file.read(blocks[-1].end - blocks[0].start).decode("utf-8", "replace").splitlines()


def _hunks(old: Sequence[str], new: Sequence[str], old_at: int, new_at: int) -> Iterator[str]:
    """The hunks of a stretch, their line numbers counted from the beginning of the page."""
    for line in list(difflib.unified_diff(old, new, n=_AROUND, lineterm=""))[2:]:
        if hunk := _HUNK.fullmatch(line):
            line = f"@@ -{int(hunk[1]) + old_at}{hunk[2]} +{int(hunk[3]) + new_at}{hunk[4]} @@"
        yield line
