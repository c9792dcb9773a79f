"""Paragraphs whose break was lost: “We love it here!”Ana Ruiz moved to Elm in May."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from narrate.dialogue.lexicon import Lexicon
from narrate.model import Block

_GLUED = re.compile(r"[.!?…](?P<mark>[”\"])(?=[A-Z][a-z]*[ ’'-])")
_DOUBLE = re.compile(r"[“”\"]")
_TAG = re.compile(r"(?:[A-Z][\w.’'-]*\s){1,4}(?P<verb>[a-z]+)\b")


def parted(text: str, block: Block, lexicon: Lexicon) -> Iterator[Block]:
    """A block, in two or more where a capital touches the closing mark of a quotation and no tag of it begins there.

    Parameters
    ----------
    text : str
        The article's text.
    block : Block
    lexicon : Lexicon
    """
    start = block.start
    found = list(_GLUED.finditer(text, block.start, block.end)) if lexicon.language == "en" else []
    marks = [match.start() for match in _DOUBLE.finditer(text, block.start, block.end)] if found else []
    for match in found:
        at = bisect_left(marks, match.start("mark"))
        opener = text[marks[at - 1]] if at % 2 else ""
        if opener == ("“" if match.group("mark") == "”" else '"') and not _is_tagged(text, match.end(), lexicon):
            yield replace(block, start=start, end=match.end())
            start = match.end()
    yield replace(block, start=start)


def _is_tagged(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether only a space was lost: “Why?”She asked again."""
    match = _TAG.match(text, at, at + 80)
    first = text[at : at + 20].split()[0].lower()
    return first in lexicon.verbs or (match is not None and match.group("verb") in lexicon.verbs)
