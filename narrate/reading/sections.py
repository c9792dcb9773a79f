"""Headings that head nothing, and lines that only lead elsewhere."""

from __future__ import annotations

from .draft import Draft

_STANDFIRST_WORDS = 6
_LINK_WORDS = 4


def settle_standfirst(draft: Draft, wish: str) -> None:
    """Drop long headings before the first paragraph, or, if the wish is "read", read them as paragraphs."""
    for index, passage in list(draft.kept()):
        if index == draft.title:
            continue
        if draft.blocks[index].kind != "heading":
            return
        if passage.words < _STANDFIRST_WORDS:
            continue
        if wish == "read":
            draft.label(index, "paragraph", "standfirst")
        else:
            draft.drop(index, "standfirst (setting standfirst: skip)")


def drop_links(draft: Draft, linked: frozenset[str]) -> None:
    """Drop paragraphs and headings that are a link from end to end: they name another article."""
    for index, passage in list(draft.kept()):
        if draft.blocks[index].kind not in ("paragraph", "heading") or index == draft.title:
            continue
        if passage.words >= _LINK_WORDS and passage.folded in linked and not passage.text.endswith((".", "”", '"')):
            draft.drop(index, "link to another article")


def drop_empty_sections(draft: Draft) -> None:
    """Drop headings with no text before the next heading of their rank or the end."""
    following: int | None = None
    for index, _ in reversed(list(draft.kept())):
        block = draft.blocks[index]
        if block.kind == "heading":
            after = draft.blocks[following] if following is not None else None
            if after is None or (after.kind == "heading" and after.level <= block.level):
                draft.drop(index, "heading without text")
                continue
        following = index
