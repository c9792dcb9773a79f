"""The article as it reads, as HTML: its paragraphs and headings, with the names and colours of those who speak."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from narrate.episode.wording import one_line, shown_name, sound_text, spoken_clock
from narrate.episode.words import words_of
from narrate.model import NARRATOR, Edition, TimedLine

COLOURS = 8
"""Speaker colours in page.css: s1 to s8; s0 is for words whose speaker is unknown."""
_Numbered = Sequence[tuple[int, TimedLine]]


def speaker_colours(edition: Edition) -> dict[str, int]:
    """Return a colour number for every speaker but the narrator, in the order in which they are first heard."""
    labels = dict.fromkeys(timed.line.label for timed in edition.lines if timed.line.label != NARRATOR)
    named = [label for label in labels if label != "unknown"]
    return {**{label: number % COLOURS + 1 for number, label in enumerate(named)}, "unknown": 0}


def anchor(chapter: int) -> str:
    """Return the id of the place on the page where a chapter begins."""
    return f"chapter-{chapter}" if chapter else "article"


def heard_at(milliseconds: int) -> str:
    """Return a time as HTML."""
    return f'<time datetime="PT{milliseconds // 1000}S">{spoken_clock(milliseconds)}</time>'


@dataclass(frozen=True)
class Typesetter:
    """Sets the lines of one edition; every line is a span that knows the number of its cue."""

    edition: Edition

    @cached_property
    def colours(self) -> dict[str, int]:
        return speaker_colours(self.edition)

    def headline(self) -> str:
        """Return the lines of the title, or the title that is known where none is read."""
        script = self.edition.script
        titles = [(index, timed) for index, timed in enumerate(self.edition.lines) if timed.line.kind == "title"]
        untitled = words_of(script.language)["untitled"]
        return self._joined(titles) if titles else f"<bdi>{html.escape(one_line(script.title) or untitled)}</bdi>"

    def blocks(self) -> list[str]:
        """Return the paragraphs and headings, each with the lines that are heard in it."""
        anchors = {chapter.start_ms: anchor(number) for number, chapter in enumerate(self.edition.chapters) if number}
        body = [(index, timed) for index, timed in enumerate(self.edition.lines) if timed.line.kind != "title"]
        blocks = []
        level = 1
        for (_, heading), group in groupby(
            body, key=lambda each: (each[1].line.paragraph, each[1].line.kind == "heading")
        ):
            lines = list(group)
            place = anchors.get(lines[0][1].start_ms)
            identity = f' id="{place}"' if place else ""
            if heading:
                level = min(max(lines[0][1].line.level, 2), level + 1, 6)
                blocks.append(f'<h{level}{identity} dir="auto">{self._joined(lines, named=True)}</h{level}>')
            else:
                blocks.append(self._paragraph(lines, identity))
        return blocks

    def _paragraph(self, lines: _Numbered, identity: str) -> str:
        labels = {timed.line.label for _, timed in lines}
        label = lines[0][1].line.label
        if len(labels) == 1 and label != NARRATOR:
            text = self._who(label) + self._joined(lines)
            return f'<p{identity} class="turn s{self.colours[label]}">{text}</p>'
        return f"<p{identity}>{self._joined(lines, named=True)}</p>"

    def _joined(self, lines: _Numbered, *, named: bool = False) -> str:
        """Return the lines of one block with the white space that the article has between them."""
        parts: list[str] = []
        shown: set[str] = set()
        before: TimedLine | None = None
        for index, timed in lines:
            line = timed.line
            if before is not None and not (before.line.end == line.start > before.line.start):
                parts.append(" ")
            text = f'<span data-cue="{index}">{html.escape(sound_text(line.text))}</span>'
            if named and line.label != NARRATOR:
                who = "" if line.label in shown else self._who(line.label)
                text = f'<span class="s{self.colours[line.label]}">{who}{text}</span>'
                shown.add(line.label)
            parts.append(text)
            before = timed
        return "".join(parts)

    def _who(self, label: str) -> str:
        name = shown_name(label, self.edition.script.language)
        return f'<span class="who"><bdi>{html.escape(name)}</bdi></span>'


def _block(numbered: tuple[int, TimedLine]) -> tuple[int, bool]:
    line = numbered[1].line
    return line.paragraph, line.kind == "heading"
