"""Changes to script.yaml as people keep it: comments, order and layout survive.

Every change is checked before it is handed back: the new text must load as exactly the script that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from narrate import located
from narrate.errors import ScriptError
from narrate.located import did_you_mean
from narrate.model import Line, Script
from narrate.patch import (
    Patch,
    add_rows,
    apply,
    delete_item,
    grow,
    items_of,
    quoted,
    row_start,
    set_items,
)
from narrate.script.dump import CONFLICT_COMMENT, UNSURE_COMMENT, key_text
from narrate.script.keys import key_of
from narrate.script.load import load

_SHOWN_VOICE = re.compile(r"^[ \t]*# voice: .*\r?\n", re.M)


@dataclass(frozen=True)
class Entry:
    """A line as it stands in the file: its mapping node, the node of the speaker's key, and that of the words."""

    node: Any
    key: Any
    words: Any

    @property
    def long(self) -> bool:
        """Whether it is written as 'speaker:' and 'text:'."""
        return self.key is not self.node.value[0][0]


def entries_of(root: Any) -> Iterator[Entry]:
    """The lines of a script's root node, in the order that `load` gives them."""
    for paragraph in items_of(root)["script"][1].value:
        for node in paragraph.value if paragraph.id == "sequence" else [paragraph]:
            (key, value), rest = node.value[0], node.value[1:]
            if key.value == "speaker" and rest and rest[0][0].value == "text":
                yield Entry(node, value, rest[0][1])
            else:
                yield Entry(node, key, value)


def root_of(text: str, origin: str) -> Any:
    """The root node of a script that loads."""
    root = located.load(text, origin, ScriptError)
    if root is None or not root.is_mapping:
        raise ScriptError(f"{origin}: not a script")
    return root.node


def attribute(text: str, origin: str, lines: Mapping[int, Line]) -> str:
    """Give lines to other speakers.

    Parameters
    ----------
    text : content of script.yaml
    lines : index into Script.lines -> the line as it shall be; only `kind`, `speaker` and `unsure` may differ.

    Raises
    ------
    ScriptError
        With file and line: a place that cannot be changed without harm to the rest.
    """
    before = load(text, origin)
    root = root_of(text, origin)
    entries = list(entries_of(root))
    patches = [patch for i, line in lines.items() for patch in _give(text, entries[i], before.lines[i], line)]
    known = {name for speaker in before.speakers for name in (speaker.name, *speaker.aliases)}
    new = list(dict.fromkeys(line.speaker for line in lines.values() if line.speaker and line.speaker not in known))
    if new and "cast" in items_of(root):
        patches.extend(add_to_cast(text, items_of(root)["cast"][1], dict.fromkeys(new, "{}")))
    wanted = tuple(lines.get(i, line) for i, line in enumerate(before.lines))
    return _checked(apply(text, patches), origin, wanted)


def retake(text: str, origin: str, takes: Mapping[int, int]) -> str:
    """Have lines said anew.

    Parameters
    ----------
    text : content of script.yaml
    takes : index into Script.lines -> number of the take

    Raises
    ------
    ScriptError
        With file and line: a place that cannot be changed without harm to the rest.
    """
    before = load(text, origin)
    entries = list(entries_of(root_of(text, origin)))
    patches = [patch for i, take in takes.items() for patch in _set_take(text, entries[i].node, take)]
    wanted = tuple(replace(line, take=takes.get(i, line.take)) for i, line in enumerate(before.lines))
    return _checked(apply(text, patches), origin, wanted)


def _set_take(text: str, node: Any, take: int) -> list[Patch]:
    if node.flow_style or "take" in items_of(node):
        return set_items(text, node, {"take": str(take)})
    return [add_rows(text, node, [f"take: {take}"])]


def _checked(text: str, origin: str, wanted: tuple[Line, ...]) -> str:
    """The text, if it holds these lines."""
    try:
        found = load(text, origin).lines
    except ScriptError as error:
        raise ScriptError(f"{error.message}: cannot be changed in place", "change it in an editor") from error
    for i, (line, want) in enumerate(zip(found, wanted, strict=True)):
        if line != want:
            raise ScriptError(f"{origin}: line {i + 1} of the script cannot be changed in place", "use an editor")
    return text


def _give(text: str, entry: Entry, before: Line, line: Line) -> Iterator[Patch]:
    if (before.kind, before.speaker, before.unsure) == (line.kind, line.speaker, line.unsure):
        return
    first = entry.node.value[0][0]
    name = key_of(line)
    start, words = first.start_mark.index, entry.words.start_mark.index
    mark = items_of(entry.node).get("unsure")
    if name is None:
        indent = ("\r\n" if "\r\n" in text else "\n") + " " * (start - row_start(text, start))
        head = f"speaker: {quoted(line.speaker or '')}{indent}text: "
        yield Patch(start, words, head)
        if line.unsure and mark is None:
            yield add_rows(text, entry.node, ["unsure: true"])
    elif entry.long:
        yield Patch(start, words, f"{key_text(name)}: ")
    else:
        yield Patch(start, first.end_mark.index, key_text(name))
    if mark is not None and not (name is None and line.unsure):
        yield delete_item(text, entry.node, "unsure")
    if before.unsure and not line.unsure:
        yield from _drop_comment(text, entry)


def _drop_comment(text: str, entry: Entry) -> Iterator[Patch]:
    """The comments that say why a line is unsure go with the doubt."""
    for start, end, comment in _rows_above(text, entry):
        if comment.startswith((UNSURE_COMMENT, CONFLICT_COMMENT)):
            yield Patch(start, end, "")


def _rows_above(text: str, entry: Entry) -> list[tuple[int, int, str]]:
    """The comments on the rows right above a line: start, end and words of each, in order."""
    rows: list[tuple[int, int, str]] = []
    at = row_start(text, entry.node.start_mark.index)
    while at:
        start = row_start(text, at - 1)
        comment = text[start:at].strip()
        if not comment.startswith("#"):
            break
        rows.insert(0, (start, at, comment))
        at = start
    return rows


def comments_above(text: str, origin: str, index: int) -> tuple[str, ...]:
    """The comments right above a line of the script, in order, without the reason that `evidence` repeats."""
    entry = list(entries_of(root_of(text, origin)))[index]
    found = (comment for _, _, comment in _rows_above(text, entry))
    return tuple(comment for comment in found if not comment.startswith(UNSURE_COMMENT))


def add_to_cast(text: str, node: Any, rows: Mapping[str, str]) -> list[Patch]:
    """Patches that add speakers (name -> value as YAML) to the cast."""
    return grow(text, node, {key_text(name): value for name, value in rows.items()})


def rename(text: str, origin: str, old: str, new: str) -> str:
    """Give a speaker another name; if that is somebody else's already, the two become one.

    The old name stays as an alias, so that lines and casts that use it find their speaker.

    Raises
    ------
    ScriptError
        Nobody of the old name speaks, or the new one is another speaker's alias.
    """
    before = load(text, origin)
    _refuse_names(before, origin, old, new)
    root = root_of(text, origin)
    patches: list[Patch] = []
    wanted = []
    for entry, line in zip(entries_of(root), before.lines, strict=True):
        renamed = replace(line, speaker=new) if line.speaker == old else line
        wanted.append(renamed)
        if renamed is not line:
            patches.extend(_give(text, entry, line, renamed))
    if "cast" in items_of(root):
        patches.extend(_rename_in_cast(text, items_of(root)["cast"][1], before, old, new))
    return _checked(apply(text, patches), origin, tuple(wanted))


def _refuse_names(script: Script, origin: str, old: str, new: str) -> None:
    names = [speaker.name for speaker in script.speakers]
    if old not in names:
        raise ScriptError(f"{origin}: nobody is called '{old}'", did_you_mean(old, names))
    if not new.strip() or new == old:
        raise ScriptError(f"{origin}: '{new}' is no other name for '{old}'", "write OLD=NEW")
    for speaker in script.speakers:
        if speaker.name not in (old, new) and new in speaker.aliases:
            raise ScriptError(f"{origin}: '{new}' is an alias of {speaker.name}", f"write '{old}={speaker.name}'")


def _rename_in_cast(text: str, cast: Any, script: Script, old: str, new: str) -> Iterator[Patch]:
    people = {speaker.name: speaker for speaker in script.speakers}
    gone, kept = people[old], people.get(new)
    key, value = items_of(cast)[old]
    names = [*(kept.aliases if kept else ()), *gone.aliases, old]
    aliases = f"[{', '.join(quoted(name) for name in dict.fromkeys(names) if name != new)}]"
    if kept is None:
        yield Patch(key.start_mark.index, key.end_mark.index, key_text(new))
        yield from set_items(text, value, {"aliases": aliases})
        return
    facts = {"gender": gone.gender, "voice": quoted(gone.voice) if gone.voice else ""}
    lacking = {name: value for name, value in facts.items() if value and not getattr(kept, name)}
    deleted = delete_item(text, cast, old)
    yield replace(deleted, text=_SHOWN_VOICE.sub("", deleted.text))  # `dump` wrote it; other comments stay
    yield from set_items(text, items_of(cast)[new][1], {**lacking, "aliases": aliases})
