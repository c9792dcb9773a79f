"""A second opinion where the first extraction found next to nothing: readability works by another algorithm."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from .parts import Part
from .passages import fold
from .xhtml import parts_of_markup

ENOUGH = 80  # words: above them trafilatura is right more often than readability
_SHARED = 0.6  # of the words of the first extraction, which the second must hold to be the same article


def second_opinion(markup: str, first: Sequence[Part]) -> list[Part]:
    """The parts that readability finds, if there are more of them and they hold those found first; else the first."""
    words = _words(first)
    if len(words) >= ENOUGH:
        return list(first)
    second = [part for part in parts_of_markup(_summary(markup)) if part.kind != "heading" or part.level > 1]
    theirs = _words(second)
    shared = len(set(words) & set(theirs)) / max(1, len(set(words)))
    return second if len(theirs) > 1.5 * len(words) and shared >= _SHARED else list(first)


def _words(parts: Sequence[Part]) -> list[str]:
    return fold(" ".join(part.text for part in parts)).split()


def _summary(markup: str) -> str:
    try:
        from readability import Document  # type: ignore[import-untyped]
        from readability.readability import Unparseable  # type: ignore[import-untyped]
    except ImportError:  # an opinion less, not an article less
        return ""
    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    try:
        return str(Document(markup).summary(html_partial=True))
    except (Unparseable, ValueError, IndexError, AttributeError, TypeError):  # its scoring trips over odd trees
        return ""
