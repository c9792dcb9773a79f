"""Chapters: from the article's headings, or from its paragraphs where a long article has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import quote

from narrate.episode.wording import one_line, opening, shortened, web_address
from narrate.model import Chapter, Script, TimedLine

MOST_CHAPTERS = 254
"""A CTOC frame counts its entries in one byte (ID3v2 Chapter Frame Addendum 1.0, section 3.2)."""
SHORTEST_MS = 8_000
"""A chapter shorter than this is noise in a list; its heading stays in the chapter before."""
LONG_MS = 300_000
"""From here on an article without headings gets chapters from its paragraphs."""
PARAGRAPHS_MS = 120_000
"""Length such chapters have at least."""
_TITLE_CHARACTERS = 120


def chapters(script: Script, lines: Sequence[TimedLine], duration_ms: int) -> tuple[Chapter, ...]:
    """Return the chapters of an episode.

    Parameters
    ----------
    script : Script
    lines : Sequence[TimedLine]
        In the order in which they sound.
    duration_ms : int
        Length of the episode in milliseconds.

    Returns
    -------
    tuple of Chapter
        At least one, at most 254. The first starts at 0 and bears the article's title, each ends where the next
        starts, the last ends with the episode.
    """
    starts = list(_headings(lines))
    shortest = SHORTEST_MS
    if not starts and duration_ms >= LONG_MS:
        starts = list(_paragraphs(lines))
        shortest = PARAGRAPHS_MS
    title = shortened(script.title, _TITLE_CHARACTERS) or "Start"
    kept = _spaced(title, starts, duration_ms, shortest)
    while len(kept) > MOST_CHAPTERS:
        shortest = shortest * 5 // 4
        kept = _spaced(title, starts, duration_ms, shortest)
    ends = [start for start, _ in kept[1:]] + [duration_ms]
    return tuple(
        Chapter(start, end, name, image=_image(lines, start, end))
        for (start, name), end in zip(kept, ends, strict=True)
    )


def _image(lines: Sequence[TimedLine], start_ms: int, end_ms: int) -> str:
    """Return the first picture that stands within a chapter."""
    return next((each.line.image for each in lines if each.line.image and start_ms <= each.start_ms < end_ms), "")


def chapter_address(script: Script, chapter: Chapter) -> str:
    """Return the chapter's own address, or the article's: for later chapters with a text fragment that scrolls there.

    Text fragments: https://wicg.github.io/scroll-to-text-fragment/; browsers without them show the article's top.
    """
    if web_address(chapter.url):
        return web_address(chapter.url)
    address = web_address(script.url)
    if not address or chapter.start_ms == 0:
        return address
    words = quote(one_line(chapter.title).removesuffix("…"), safe="").replace("-", "%2D")
    return f"{address.split('#')[0]}#:~:text={words}"


def _headings(lines: Iterable[TimedLine]) -> Iterable[tuple[int, str]]:
    """Yield start and text of each heading; one that quotes somebody is several lines of one paragraph."""
    for (heading, _), group in groupby(lines, key=lambda each: (each.line.kind == "heading", each.line.paragraph)):
        parts = list(group)
        if heading:
            name = shortened(" ".join(part.line.text for part in parts), _TITLE_CHARACTERS)
            if name:
                yield parts[0].start_ms, name


def _paragraphs(lines: Iterable[TimedLine]) -> Iterable[tuple[int, str]]:
    for _, group in groupby(lines, key=lambda each: each.line.paragraph):
        parts = list(group)
        name = shortened(opening(" ".join(part.line.text for part in parts), 60), 60)
        if parts[0].line.kind != "title" and name:
            yield parts[0].start_ms, name


def _spaced(title: str, starts: list[tuple[int, str]], duration_ms: int, shortest_ms: int) -> list[tuple[int, str]]:
    kept = [(0, title)]
    for start, name in starts:
        if start - kept[-1][0] >= shortest_ms and duration_ms - start >= min(shortest_ms, SHORTEST_MS):
            kept.append((start, name))
    return kept
