"""Pieces inside of paragraphs that were made to be clicked, not heard."""

from __future__ import annotations

import re

from narrate.model import Removal

from .draft import Draft
from .furniture import credit_at

_STOP = r"(?<=[.!?…”\"»])\s?"
_PIECES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"(?<=[\w.,;:!?\"'”’»)])(?:\[(?:\d{1,3}|note \d{1,2})\])+", "footnote mark"),
        (r"\s?\[(?:edit|citation needed|source\??|bearbeiten|modifier|editar)\]", "edit mark"),
        (r"\s?\((?:opens|will open) in (?:a )?new (?:tab|window)\)", "link text"),
        (_STOP + r"(?:click to tweet|tweet this|share this quote|(?:read|see|show) more\s?[»›…→]*)\s*$", "link text"),
        (r"\s?(?:pic\.twitter\.com|https?://t\.co)/\w{1,40}(?:\s*$)?", "link of a post"),
        (r"\s?[(\[](?:click|tap) (?:here|to) [^()\[\]]{0,60}[)\]]", "link text"),
    )
)
_SUSPECT = re.compile(
    r"\[|new (?:tab|window)|tweet|more\W{0,3}$|share this|\((?:click|tap)|pic\.twitter|//t\.co", re.IGNORECASE
)


def cut_credits(draft: Draft) -> None:
    """Cut the credits of pictures out of the captions that are read."""
    for index, passage in list(draft.kept()):
        start = credit_at(passage.text) if draft.blocks[index].kind == "caption" else None
        if start == 0:
            draft.drop(index, "picture credit", "caption")
        elif start:
            draft.cuts.append(Removal(passage.start + start, passage.end, "picture credit"))


def cut_inline(draft: Draft) -> None:
    """Cut footnote marks and link texts out of the kept blocks."""
    before = list(draft.cuts)
    for index, passage in draft.kept():
        if draft.blocks[index].kind in ("code", "table") or not _SUSPECT.search(passage.text):
            continue
        found = [
            Removal(passage.start + match.start(), passage.start + match.end(), reason)
            for pattern, reason in _PIECES
            for match in pattern.finditer(passage.text)
            if match.start()
        ]
        end = max((cut.end for cut in before if passage.start <= cut.start < passage.end), default=passage.start)
        for cut in sorted(found, key=lambda cut: cut.start):
            if cut.start >= end:
                draft.cuts.append(cut)
                end = cut.end
