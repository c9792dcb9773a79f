"""A merged script written into the file that people keep: what did not change stays to the letter, comments with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from narrate.errors import ScriptError
from narrate.model import Line, Pronunciation, Script, Speaker
from narrate.patch import Patch, apply, items_of, quoted, row_end, row_start, span_of
from narrate.pronunciations import digest_of_entry, key_of
from narrate.script.dump import (
    CONFLICT_COMMENT,
    METADATA,
    UNSURE_COMMENT,
    dump_origin,
    dump_paragraph,
    dump_pronunciations,
    dump_removed,
)
from narrate.script.edits import add_to_cast, root_of
from narrate.script.load import load, read_traces
from narrate.script.merge import Merger, Note, Paragraph


@dataclass(frozen=True)
class Merged:
    """An edited script, brought up to date with its article."""

    text: str
    script: Script
    notes: tuple[Note, ...]

    @property
    def conflicts(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.kind == "conflict")


_TELLING = 4
"""Lines that a script has at least, if sharing none of them says that the article is another one."""


def merge(text: str, origin: str, theirs: Script) -> Merged:
    """Bring an edited script up to date with its article.

    Parameters
    ----------
    text : content of the edited script.yaml
    origin : its name, for messages
    theirs : the script that the article gives today

    Returns
    -------
    Merged
        Lines that a person worked on are kept; where the article changed the same words, both stand in the file, the
        article's as a comment `# conflict:`, and the line is marked unsure.

    Raises
    ------
    ScriptError
        The file does not load, its list of lines is written in brackets, or it is the script of another article.
    """
    mine = load(text, origin)
    _refuse_strangers(mine, theirs, origin)
    merger = Merger(mine, theirs, read_traces(text, origin))
    merger.merge()
    root = root_of(text, origin)
    paragraphs = [paragraph for paragraph in merger.paragraphs if paragraph.slots]
    meant = _script(merger, paragraphs, mine, theirs)
    patches = [*_metadata(text, root, meant, mine), *_cast(text, root, merger.speakers())]
    patches.extend(_pronunciations(text, root, mine, meant))
    patches.append(_lines(text, origin, items_of(root)["script"][1], merger, paragraphs))
    patches.extend(_section(text, root, "removed", "".join(dump_removed(meant))))
    patches.extend(_section(text, root, "origin", "".join(dump_origin(meant))))
    woven = apply(text, patches)
    if "\r\n" in text:
        woven = woven.replace("\r\n", "\n").replace("\n", "\r\n")
    found = load(woven, origin)
    if (found.lines, found.removed, found.pronunciations) != (meant.lines, meant.removed, meant.pronunciations):
        raise ScriptError(f"{origin}: cannot be merged in place", "write its lines as narrate does, one '- ' each")
    said = (Note("new", entry.match[0], "pronunciation") for entry in _joining(mine, theirs))
    return Merged(woven, found, (*merger.notes, *said))


def _refuse_strangers(mine: Script, theirs: Script, origin: str) -> None:
    """An article from elsewhere that shares no line with the script: merged, it would take the script's place."""
    known, today = ({line.digest for line in each.lines if line.digest} for each in (mine, theirs))
    if mine.origin != theirs.origin and len(known) >= _TELLING and not known & today:
        message = (
            f"{origin}: shares no line with {theirs.origin}; it was written from {mine.origin or 'something else'}"
        )
        raise ScriptError(message, "narrate script ARTICLE writes a new script beside it")


def _script(merger: Merger, paragraphs: list[Paragraph], mine: Script, theirs: Script) -> Script:
    lines: list[Line] = []
    for number, paragraph in enumerate(paragraphs):
        lines.extend(replace(slot.line, paragraph=number) for slot in paragraph.slots)
    known = {name: getattr(mine, name) or getattr(theirs, name) for name in METADATA}
    headline = next((line for line in mine.lines if line.kind == "title"), None)
    if headline is not None and not headline.edited and headline.text == mine.title:
        known["title"] = theirs.title
    return replace(
        theirs,
        **known,
        lines=tuple(lines),
        removed=tuple(removal for removal, _ in merger.removed),
        removed_texts=tuple(words for _, words in merger.removed),
        pronunciations=(*mine.pronunciations, *_joining(mine, theirs)),
        offered=tuple(dict.fromkeys((*mine.offered, *theirs.offered))),
    )


def _joining(mine: Script, theirs: Script) -> Iterator[Pronunciation]:
    """Entries that the article gained; where both have one for the same words, the person's holds, and one that the
    article had before is not in the script any more because somebody deleted it."""
    known = {key_of(entry) for entry in mine.pronunciations}
    return (e for e in theirs.pronunciations if key_of(e) not in known and digest_of_entry(e) not in mine.offered)


def _pronunciations(text: str, root: Any, mine: Script, meant: Script) -> Iterator[Patch]:
    new = meant.pronunciations[len(mine.pronunciations) :]
    known = items_of(root)
    if not new:
        return
    written = "".join(dump_pronunciations(new))
    rows = written.partition("pronunciations:\n")[2]
    if "pronunciations" not in known:
        at = row_start(text, known["script"][0].start_mark.index)
        yield Patch(at, at, written.lstrip("\n") + "\n")
        return
    key, value = known["pronunciations"]
    end = row_end(text, len(text[: span_of(value)[1]].rstrip()))
    if value.id == "sequence" and not value.flow_style and value.value:
        dash = " " * value.start_mark.column
        yield Patch(end, end, "".join(f"{dash}{row}\n" for row in rows.splitlines()))
    else:
        every = "".join(dump_pronunciations(meant.pronunciations)).partition("pronunciations:\n")[2]
        yield Patch(key.start_mark.index, end, "pronunciations:\n" + every)


def _metadata(text: str, root: Any, meant: Script, mine: Script) -> Iterator[Patch]:
    known = items_of(root)
    first = row_start(text, root.start_mark.index)
    for name in METADATA:
        value = getattr(meant, name)
        if value == getattr(mine, name):
            continue
        if name in known:
            yield Patch(*span_of(known[name][1]), quoted(value))
        elif value:
            yield Patch(first, first, f"{name}: {quoted(value)}\n")


def _cast(text: str, root: Any, new: tuple[Speaker, ...]) -> list[Patch]:
    if not new or "cast" not in items_of(root):
        return []
    rows = {}
    for speaker in new:
        aliases = f"aliases: [{', '.join(map(quoted, speaker.aliases))}]" if speaker.aliases else ""
        gender = f"gender: {speaker.gender}" if speaker.gender else ""
        rows[speaker.name] = f"{{{', '.join(filter(None, (gender, aliases)))}}}"
    return add_to_cast(text, items_of(root)["cast"][1], rows)


@dataclass(frozen=True)
class _Chunk:
    """A paragraph as it stands in the file: the blank rows and comments above it, and its own rows."""

    lead: str
    rows: str

    @property
    def comments(self) -> str:
        """Its comments by hand, for a paragraph that has to be written anew."""
        inner = [row.strip() for row in self.rows.splitlines() if row.lstrip().startswith("#")]
        kept = [row for row in inner if not row.startswith((UNSURE_COMMENT, CONFLICT_COMMENT))]
        return "".join(f"{row}\n" for row in kept)


def _lines(text: str, origin: str, node: Any, merger: Merger, paragraphs: list[Paragraph]) -> Patch:
    if node.flow_style:
        raise ScriptError(f"{origin}: the lines stand in brackets", "write one line a row, beginning with '- '")
    chunks, start, end = _chunks(text, node)
    sources = {paragraph.source for paragraph in paragraphs}
    rows = []
    left = ""  # comments above paragraphs that are gone
    for paragraph in merger.paragraphs:
        chunk = chunks[paragraph.source] if paragraph.source is not None else _Chunk("", "")
        if paragraph.source is not None and paragraph.source not in sources:
            left += _by_people(chunk.lead) + chunk.comments
            continue
        rows.append(left + _written(paragraph, chunk, merger.mine))
        left = ""
    return Patch(start, end, "".join([*rows, left]))


def _by_people(lead: str) -> str:
    rows = [row for row in lead.splitlines(keepends=True) if row.strip().startswith("#")]
    return "".join(row for row in rows if not row.strip().startswith((UNSURE_COMMENT, CONFLICT_COMMENT)))


def _chunks(text: str, node: Any) -> tuple[list[_Chunk], int, int]:
    start = at = row_start(text, node.start_mark.index)
    chunks = []
    for member in node.value:
        first = row_start(text, member.start_mark.index)
        end = row_end(text, len(text[: span_of(member)[1]].rstrip()))
        chunks.append(_Chunk(text[at:first], text[first:end]))
        at = end
    return chunks, start, at


def _written(paragraph: Paragraph, chunk: _Chunk, mine: Script) -> str:
    sources = [slot.source for slot in paragraph.slots]
    whole = [i for i, line in enumerate(mine.lines) if line.paragraph == paragraph.source]
    if paragraph.source is not None and sources == whole:
        return chunk.lead + _ended(chunk.rows)
    comments = {i: slot.comment for i, slot in enumerate(paragraph.slots) if slot.comment}
    lead = chunk.lead
    if not lead and paragraph.slots[0].line.kind == "heading":
        lead = "\n"
    blank = "".join(row for row in lead.splitlines(keepends=True) if not row.strip().startswith(UNSURE_COMMENT))
    return blank + chunk.comments + dump_paragraph([slot.line for slot in paragraph.slots], comments)


def _ended(rows: str) -> str:
    return rows if rows.endswith("\n") else rows + "\n"


def _section(text: str, root: Any, name: str, written: str) -> Iterator[Patch]:
    """Write one of the sections that narrate keeps anew, where it stands or at the end."""
    known: Mapping[str, tuple[Any, Any]] = items_of(root)
    content = written.partition(f"\n{name}:")[2]
    if name in known:
        key, value = known[name]
        end = row_end(text, len(text[: span_of(value)[1]].rstrip()))
        yield Patch(key.start_mark.index, end, f"{name}:{content}" if content else "")
    elif content:
        end = row_end(text, len(text[: span_of(root)[1]].rstrip()))
        yield Patch(end, end, ("" if text[:end].endswith("\n") else "\n") + written)
