"""A script that people edited meets its article anew: which of its lines stay, change, come and go.

Three sides meet: the article as it was (known by the digests that a script keeps of every line), the script as it is,
and the article's new script. What a person wrote is never given up: where both changed, the person's words stay and the
line is marked for review with the article's words beside it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from narrate.model import Line, Removal, Script, Speaker, digest_of
from narrate.script.load import DELETED, Traces

SIMILAR = 0.5
"""Share of common words from which a changed line counts as the same line; difflib's own advice is 0.6 for a close
match, and a rewritten sentence keeps less."""

NoteKind = Literal["new", "changed", "gone", "kept", "conflict"]


@dataclass(frozen=True)
class Note:
    """Something that a merge did, for people. `words` are those of the line it is about."""

    kind: NoteKind
    words: str
    detail: str = ""


@dataclass
class Slot:
    """A line of the merged script. `source` is its index in the edited script if it stands there to the letter."""

    line: Line
    source: int | None = None
    comment: str = ""


@dataclass
class Paragraph:
    """Lines that stand together. `source` is the paragraph of the edited script that they come from."""

    slots: list[Slot]
    source: int | None = None


@dataclass
class Merger:
    """The merged script in the making."""

    mine: Script
    theirs: Script
    traces: Traces  # of the lines as narrate wrote them
    paragraphs: list[Paragraph] = field(default_factory=list)
    removed: list[tuple[Removal, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    added: dict[int, Slot] = field(default_factory=dict)  # lines that narrate adds to articles
    places: dict[int, tuple[Paragraph, Slot]] = field(default_factory=dict)  # by index in the edited script

    def merge(self) -> None:
        """Fill `paragraphs`, `removed` and `notes`."""
        self._lay_out()
        base = _base(self.mine, self.traces.digests)
        pairs = _pairs(base, self.mine, self.theirs)
        self.removed = list(zip(self.theirs.removed, self.theirs.removed_texts, strict=True))
        names = _names(self.mine)
        after: tuple[Paragraph, Slot] | None = None
        last = -1
        for j, new in enumerate(self.theirs.lines):
            new = replace(new, speaker=names.get(new.speaker, new.speaker) if new.speaker else None)
            if not new.digest and self._stood_here(new):
                continue
            entry = base[pairs[j]] if j in pairs else None
            if entry is None:
                together = j > 0 and self.theirs.lines[j - 1].paragraph == new.paragraph
                after = self._insert(new, after, together and last == j - 1)
                last = j
            elif entry.mine is None:
                self.removed.append((Removal(new.start, new.end, DELETED), new.text))
            else:
                after = self._keep(entry.mine, new)
                last = j
        paired = set(pairs.values())
        self._let_go([entry.mine for i, entry in enumerate(base) if i not in paired])
        self._anchor()
        self.removed.sort(key=lambda pair: (pair[0].start, pair[0].end))

    def _lay_out(self) -> None:
        for i, line in enumerate(self.mine.lines):
            if not self.paragraphs or self.paragraphs[-1].source != line.paragraph:
                self.paragraphs.append(Paragraph([], line.paragraph))
            slot = Slot(line, i)
            self.paragraphs[-1].slots.append(slot)
            self.places[i] = self.paragraphs[-1], slot

    def _stood_here(self, added: Line) -> bool:
        """Whether a line that narrate adds to articles stands in the edited script, or was edited or deleted there."""
        for index, line in enumerate(self.mine.lines):
            if not line.digest and line.text == added.text:
                slot = self.places[index][1]
                slot.line, self.added[index] = replace(slot.line, start=added.start, end=added.end), slot
                return True
        return digest_of(added.text) in self.traces.added

    def _anchor(self) -> None:
        """Lines that stand in no article are placed after the line before them."""
        here = 0
        placed = {id(slot) for slot in self.added.values()}
        for slot in (slot for paragraph in self.paragraphs for slot in paragraph.slots):
            if slot.line.digest or id(slot) in placed or slot.line.start != slot.line.end:
                here = slot.line.end
            else:
                slot.line = replace(slot.line, start=here, end=here)

    def _insert(self, new: Line, after: tuple[Paragraph, Slot] | None, together: bool) -> tuple[Paragraph, Slot]:
        slot = Slot(new)
        self.notes.append(Note("new", new.text, new.label))
        if after is not None and together:
            after[0].slots.insert(after[0].slots.index(after[1]) + 1, slot)
            return after[0], slot
        paragraph = Paragraph([slot])
        self.paragraphs.insert(self.paragraphs.index(after[0]) + 1 if after else 0, paragraph)
        return paragraph, slot

    def _keep(self, index: int, new: Line) -> tuple[Paragraph, Slot]:
        """A line that stands in both, perhaps with other words."""
        paragraph, slot = self.places[index]
        old = slot.line
        placed = replace(
            old,
            start=new.start,
            end=new.end,
            digest=new.digest,
            confidence=new.confidence,
            evidence=new.evidence,
            candidates=new.candidates,
            image=old.image or new.image,
        )
        self._compare_speakers(old, new)
        if new.digest == old.digest:
            slot.line = placed
        elif old.edited:
            slot.line, slot.comment = replace(placed, unsure=True), f"conflict: the article now reads: {new.text}"
            slot.source = None
            self.notes.append(Note("conflict", old.text, f"the article now reads: {new.text}"))
        else:
            slot.line, slot.source = replace(placed, text=new.text), None
            if old.say:
                slot.line = replace(slot.line, unsure=True)
                slot.comment = f"conflict: 'say' was written for: {old.text}"
                self.notes.append(Note("conflict", new.text, f"'say' was written for: {old.text}"))
            else:
                self.notes.append(Note("changed", new.text, f"was: {old.text}"))
        return paragraph, slot

    def _compare_speakers(self, old: Line, new: Line) -> None:
        if (old.kind, old.speaker) != (new.kind, new.speaker) and not (new.unsure and new.speaker is None):
            self.notes.append(Note("kept", old.text, f"{old.label}, where the article's new script says {new.label}"))

    def _let_go(self, indexes: Sequence[int | None]) -> None:
        """Lines whose words left the article: they go too, unless a person worked on them."""
        for index in indexes:
            if index is None:
                continue
            paragraph, slot = self.places[index]
            line = slot.line
            if not _by_hand(line):
                paragraph.slots.remove(slot)
                self.notes.append(Note("gone", line.text))
                continue
            forgotten = replace(line, start=0, end=0, digest="", confidence=1.0, evidence="", candidates=())
            slot.line = replace(forgotten, unsure=True)
            slot.source, slot.comment = None, "conflict: these words are no longer in the article"
            self.notes.append(Note("conflict", line.text, "no longer in the article"))

    def speakers(self) -> tuple[Speaker, ...]:
        """Those who join the cast: known to the new script, and to the old one under no name."""
        known = set(_names(self.mine))
        heard = {slot.line.speaker for paragraph in self.paragraphs for slot in paragraph.slots}
        return tuple(
            replace(speaker, aliases=tuple(name for name in speaker.aliases if name not in known))
            for speaker in self.theirs.speakers
            if speaker.name not in known and speaker.name in heard
        )


def _by_hand(line: Line) -> bool:
    overrides = (line.voice, line.say, line.rate, line.pause_ms, line.skip, line.note, line.take > 1)
    return line.edited or any(value not in ("", None, False) for value in overrides)


def _names(script: Script) -> dict[str, str]:
    return {name: speaker.name for speaker in script.speakers for name in (speaker.name, *speaker.aliases)}


@dataclass(frozen=True)
class _Base:
    """A line of the article as it was, and the line of the edited script that it became; None: deleted."""

    start: int
    digest: str
    mine: int | None


def _base(mine: Script, digests: Mapping[tuple[int, int], str]) -> list[_Base]:
    kept = [_Base(line.start, line.digest, i) for i, line in enumerate(mine.lines) if line.digest]
    deleted = [
        _Base(removal.start, digests.get((removal.start, removal.end), digest_of(text)), None)
        for removal, text in zip(mine.removed, mine.removed_texts, strict=True)
        if removal.reason == DELETED
    ]
    return sorted([*kept, *deleted], key=lambda entry: entry.start)


def _pairs(base: Sequence[_Base], mine: Script, theirs: Script) -> dict[int, int]:
    """Line of the new script -> line of the article as it was."""
    old, new = [entry.digest for entry in base], [line.digest for line in theirs.lines]
    pairs: dict[int, int] = {}
    for tag, i0, i1, j0, j1 in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(j0, j1), range(i0, i1), strict=True))
        elif tag == "replace":
            pairs.update(_alike(base, range(i0, i1), mine, range(j0, j1), theirs))
    pairs.update(_moved(old, new, pairs))
    return pairs


def _alike(
    base: Sequence[_Base], olds: Sequence[int], mine: Script, news: Sequence[int], theirs: Script
) -> Iterator[tuple[int, int]]:
    """Lines that changed in the article but are recognised, in order."""
    at = 0
    for j in news:
        for i in range(at, len(olds)):
            index = base[olds[i]].mine
            if index is not None and _same_line(mine.lines[index], theirs.lines[j]):
                yield j, olds[i]
                at = i + 1
                break


def _same_line(one: Line, other: Line) -> bool:
    if "title" in (one.kind, other.kind):
        return one.kind == other.kind
    old, new = (re.findall(r"\w+", line.text.casefold()) for line in (one, other))
    return difflib.SequenceMatcher(a=old, b=new).ratio() >= SIMILAR


def _moved(old: Sequence[str], new: Sequence[str], pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    free: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for i, digest in enumerate(old):
        if i not in taken:
            free.setdefault(digest, []).append(i)
    for j, digest in enumerate(new):
        if j not in pairs and free.get(digest):
            yield j, free[digest].pop(0)
