"""An article's lines -> a script that accounts for every character."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from narrate.errors import ScriptError
from narrate.model import Article, Line, Removal, Script, Speaker, digest_of
from narrate.pronunciations import digest_of_entry


def compose(
    article: Article, lines: Sequence[Line], speakers: Sequence[Speaker], removals: Sequence[Removal]
) -> Script:
    """A script from an article's lines.

    Lines lose the white space round them; what no line holds must be in `removals` or white space.

    Raises
    ------
    ScriptError
        If a character of the article would be lost.
    """
    dropped = [Removal(b.start, b.end, b.reason) for b in article.blocks if not b.kept]
    removed = sorted([*dropped, *article.cuts, *removals], key=lambda r: (r.start, r.end))
    spoken = tuple(_trim(line) for line in lines if line.text.strip())
    _refuse_loss(article, spoken, removed)
    numbers = {number_: i for i, number_ in enumerate(sorted({line.paragraph for line in spoken}))}
    return Script(
        title=article.title,
        lines=_with_images(article, [replace(line, paragraph=numbers[line.paragraph]) for line in spoken]),
        speakers=tuple(speakers),
        removed=tuple(removed),
        removed_texts=tuple(article.text[r.start : r.end] for r in removed),
        author=article.author,
        date=article.date,
        language=article.language,
        site=article.site,
        url=article.url,
        image=article.image,
        origin=article.origin,
        article_sha256=hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        article_characters=len(article.text),
        pronunciations=article.pronunciations,
        offered=tuple(map(digest_of_entry, article.pronunciations)),
        warnings=article.warnings,
    )


def _with_images(article: Article, lines: list[Line]) -> tuple[Line, ...]:
    """Each picture with the first line that is heard from its place on, or with the last one of its section."""
    for block in article.blocks:
        if block.image and lines:
            at = next((i for i, line in enumerate(lines) if line.end > block.start), len(lines) - 1)
            if at and lines[at].kind == "heading" and lines[at].start > block.start:
                at -= 1
            lines[at] = replace(lines[at], image=lines[at].image or block.image)
    return tuple(lines)


def _trim(line: Line) -> Line:
    text = line.text.strip()
    start = line.start + len(line.text) - len(line.text.lstrip())
    sure = round(line.confidence, 4)
    return replace(line, text=text, start=start, end=start + len(text), digest=digest_of(text), confidence=sure)


def _refuse_loss(article: Article, lines: Sequence[Line], removed: Sequence[Removal]) -> None:
    spans = sorted([(line.start, line.end) for line in lines] + [(r.start, r.end) for r in removed])
    at = 0
    for start, end in [*spans, (len(article.text), len(article.text))]:
        if start < at or article.text[at:start].strip():
            words = " ".join(article.text[at:start].split())[:60]
            raise ScriptError(f"characters {at} to {start} of the article would be lost or said twice: '{words}'")
        at = end
