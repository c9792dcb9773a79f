"""Lines of narrate's own in a script: that the voices are synthetic, and what is said before and after the article."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Literal

from narrate.model import Line, Script


def with_notice(script: Script, words: str, place: Literal["start", "end", "none"]) -> Script:
    """The script with a narrator's line after the headline or at the end. It covers no character of the article."""
    if not words or place == "none" or not script.lines:
        return script
    if place == "end":
        last = script.lines[-1]
        at = script.article_characters
        notice = Line(words, paragraph=last.paragraph + 1, start=at, end=at)
        return replace(script, lines=(*script.lines, notice))
    first = script.lines[0].paragraph if script.lines[0].kind == "title" else script.lines[0].paragraph - 1
    head = [line for line in script.lines if line.paragraph <= first]
    tail = [replace(line, paragraph=line.paragraph + 1) for line in script.lines if line.paragraph > first]
    at = head[-1].end if head else 0
    return replace(script, lines=(*head, Line(words, paragraph=first + 1, start=at, end=at), *tail))


def with_announcement(script: Script, before: str, after: str, closing: str) -> Script:
    """The script with the narrator's words before its headline, after it, and at the end; empty ones are left out."""
    if not script.lines:
        return script
    first = script.lines[0].paragraph
    titled = script.lines[0].kind == "title"
    head = [line for line in script.lines if titled and line.paragraph == first]
    body = script.lines[len(head) :]
    at = head[-1].end if head else 0
    end = script.article_characters
    parts: list[tuple[Line, ...]] = [
        _said(before, 0),
        tuple(head),
        _said(after, at),
        *(tuple(group) for _, group in groupby(body, key=lambda line: line.paragraph)),
        _said(closing, end),
    ]
    numbered = enumerate(part for part in parts if part)
    return replace(script, lines=tuple(replace(line, paragraph=number) for number, part in numbered for line in part))


def _said(words: str, at: int) -> tuple[Line, ...]:
    return (Line(words, start=at, end=at),) if words else ()
