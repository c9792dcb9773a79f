"""A line of narrate's own in a script: that the voices are synthetic."""

from __future__ import annotations

from dataclasses import replace
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
