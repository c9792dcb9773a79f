"""Parts and what is known about them, put together as an article by the reading rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from narrate.model import Article, ReadingSettings

from .draft import Draft
from .furniture import drop_furniture
from .headline import cut_suffix, drop_repeats
from .inline import cut_credits, cut_inline
from .language import language_of
from .parts import Part, draft_of
from .passages import fold
from .sections import drop_empty_sections, drop_links, settle_standfirst
from .tail import drop_boxes, drop_metadata, drop_tail


@dataclass(frozen=True)
class Facts:
    """What a document says about itself; empty where it says nothing."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    site: str = ""
    url: str = ""
    image: str = ""


def compose(
    parts: Iterable[Part],
    facts: Facts,
    settings: ReadingSettings,
    origin: str,
    links: frozenset[str] | None = None,
) -> Article:
    """Build an article from parts.

    Parameters
    ----------
    parts : iterable of Part
        In reading order; a "title" part, if any, stands first.
    facts : Facts
        An unknown language is guessed from the text.
    settings : ReadingSettings
    origin : str
        Where the document came from.
    links : frozenset of str, optional
        Folded lines that are a link from end to end. Given for web pages, whose standfirsts are told apart.
    """
    parts = list(parts)
    language = facts.language or language_of(" ".join(part.text for part in parts))
    draft = draft_of(parts, language, settings)
    cut_suffix(draft)
    repeats = drop_repeats(draft)
    if links is not None:
        settle_standfirst(draft, settings.standfirst)
        drop_links(draft, links)
    drop_tail(draft, repeats, drop_metadata(draft))
    drop_boxes(draft)
    drop_furniture(draft, fold(facts.author))
    drop_empty_sections(draft)
    cut_credits(draft)
    cut_inline(draft)
    return _article(draft, replace(facts, language=language), origin)


def _article(draft: Draft, facts: Facts, origin: str) -> Article:
    return Article(
        text=draft.text,
        blocks=tuple(draft.blocks),
        cuts=tuple(sorted(draft.cuts, key=lambda cut: cut.start)),
        title=facts.title,
        author=facts.author,
        date=facts.date,
        language=facts.language,
        site=facts.site,
        url=facts.url,
        image=facts.image,
        origin=origin,
    )
