"""Posts shown in an article, which end with the name and the handle of whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.dialogue.runs import Run
from narrate.model import Block

# — Ana Ruiz (@anaruiz) May 4, 2019
_SIGNATURE = re.compile(
    r"(?:(?<=\s)|\A)(?:[—–―]|--?)\s?\(*(?P<name>[^\n()@—–]{1,60}?[\w.])[^\w(@\n—–]{0,12}\(@\w{1,30}\)"
    r"(?:[\s,]*(?:[^\W\d_]+\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]+\.? \d{4})\.?)?\s*\Z"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/)\S+)+\s*\Z")
_TAIL = 240  # characters at the end of a block that may be a signature, or links: no more is searched
_MAX_LINES = 8
_MAX_LENGTH = 320  # characters: posts with a signature of this form hold at most 280, links aside
_PERSONAL = re.compile(r"[#@!?]|https?://|pic\.twitter|\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Uu]s|[Mm]e)\b")
_MARKS = "\"“”„«»‘’'"


def post_runs(text: str, blocks: Sequence[Block]) -> dict[int, Run]:
    """One run for every line of a post, in the name of its author, by index of the block.

    The signature may stand at the end of the post or in a block of its own below it. The post above may be lost (it
    was a picture), so that the block above is the narrator's: what is no block quote must sound like a post.
    """
    runs: dict[int, Run] = {}
    for index, block in enumerate(blocks):
        tail = max(block.start, block.end - _TAIL)
        match = _SIGNATURE.search(text[tail : block.end]) if text.find("(@", tail, block.end) >= 0 else None
        if match is None:
            continue
        name = (tail + match.start("name"), tail + match.end("name"))
        if tail + match.start() > block.start:
            _add(runs, index, text, (block.start, tail + match.start()), name)
            continue
        for above in _above(text, blocks, index):
            if above in runs:
                break
            _add(runs, above, text, blocks[above].span, name)
    return runs


def _above(text: str, blocks: Sequence[Block], index: int) -> list[int]:
    """The blocks above a signature that are its post, up to a blank line."""
    found: list[int] = []
    quoted = blocks[index].kind == "block_quote"
    for above in range(index - 1, max(-1, index - 1 - _MAX_LINES), -1):
        if (blocks[above].kind == "block_quote") != quoted:
            break
        if found and text.count("\n", blocks[above].end, blocks[above + 1].start) > 1:
            break
        found.append(above)
    words = text[blocks[found[-1]].start : blocks[index].start] if found else ""
    return found if quoted or (len(words) <= _MAX_LENGTH and _PERSONAL.search(words)) else []


def _add(runs: dict[int, Run], index: int, text: str, span: tuple[int, int], name: tuple[int, int]) -> None:
    start, end = span
    tail = max(start, end - _TAIL)
    links = _LINKS.search(text[tail:end])
    body = text[start : tail + links.start() if links else end].rstrip()
    if any(character.isalnum() for character in body) and body[0] not in _MARKS:
        runs[index] = Run(index, start, start + len(body), family="label", name=name)
