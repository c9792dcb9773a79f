"""What a person should know before listening: live blogs, paywalls, extractions that found next to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from narrate.model import Article

from .lexicon import phrases_of

WHOLE_PAGE = "this looks like a whole web page pasted as text: give narrate the URL or the HTML file"
LIVE_BLOG = "this is a live blog, not an article: its posts stand in no order for listening; choose the report instead"
_FEWEST_WORDS = 80
_LOCKED_WORDS = 400  # a locked page with more text than this most likely gave all of it
_MOSTLY = 0.3  # share of the words kept, below which the drop itself is news


def cautions_of(article: Article, types: Iterable[str] = (), locked: bool = False, page_text: str = "") -> list[str]:
    """Warnings for an extracted article.

    Parameters
    ----------
    article : Article
        As read.
    types : iterable of str
        JSON-LD types of its page.
    locked : bool
        Whether the page says that it is not free.
    page_text : str
        Text of the page, where a paywall announces itself.
    """
    phrases = phrases_of(article.language)
    words = kept_words(article)
    warnings = []
    if "LiveBlogPosting" in types or phrases.live.search(article.title):
        warnings.append(LIVE_BLOG)
    if words < _LOCKED_WORDS and (locked or phrases.paywall.search(page_text)):
        warnings.append(
            f"only {words} words are free on this page, the rest is for subscribers: "
            "save the page from a browser where you are logged in and give narrate that file"
        )
    elif words < _FEWEST_WORDS:
        warnings.append(f"only {words} words of article were found: check the outline, or give narrate the text itself")
    return warnings


def mostly_dropped(article: Article) -> list[str]:
    """A warning if most of a text was judged to be page furniture."""
    total = len(article.text.split())
    kept = kept_words(article)
    if total < 100 or kept >= _MOSTLY * total:
        return []
    return [f"{total - kept} of {total} words were judged to be page furniture: check the outline"]


def kept_words(article: Article) -> int:
    """Words in the blocks that are read, the headline aside."""
    return sum(
        len(article.text[block.start : block.end].split())
        for block in article.blocks
        if block.kept and block.kind != "title"
    )
