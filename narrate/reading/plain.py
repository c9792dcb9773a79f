"""Plain text to an article: what of it is headline, heading and paragraph, and what is not read at all."""

from __future__ import annotations

from dataclasses import replace

from narrate.errors import SourceError
from narrate.model import Article, Raw

from .cautions import WHOLE_PAGE, mostly_dropped
from .clutter import LONGEST_BOX, drop_clutter
from .draft import Draft
from .encoding import clean, decode, refuse_binary
from .furniture import drop_furniture
from .headings import label_headings, label_list_items
from .headline import cut_suffix, drop_repeats, find_title
from .inline import cut_inline
from .language import language_of
from .lexicon import phrases_of
from .pasted import drop_page, is_whole_page
from .tail import drop_boxes, drop_metadata, drop_tail
from .wrapping import passages_of

MOST_CHARACTERS = 4_000_000
"""More than ten times the longest novel chapter: 60 hours of speech."""

MOST_LINES = 200_000
"""The longest novels have 60,000 lines; more is a log or a list."""


def read_plain(raw: Raw) -> Article:
    """Read plain text, scraped or written by hand."""
    return article_of(decoded_text(raw), raw.origin)


def decoded_text(raw: Raw) -> str:
    """The clean text of a text file; SourceError if it is binary or too long."""
    if len(raw.data) > 4 * MOST_CHARACTERS:
        raise _too_long(raw.origin, len(raw.data))
    decoded = decode(raw.data, declared_charset(raw))
    refuse_binary(decoded, raw.origin)
    text = clean(decoded)
    if len(text) > MOST_CHARACTERS:
        raise _too_long(raw.origin, len(text))
    return text


def _too_long(origin: str, length: int) -> SourceError:
    return SourceError(
        f"{origin}: {length:,} characters are too many for one article (limit {MOST_CHARACTERS:,})",
        "cut it into articles, one file each",
    )


def declared_charset(raw: Raw) -> str:
    """The encoding that the server declared, if any."""
    _, _, parameters = raw.media_type.partition("charset=")
    return parameters.split(";")[0].strip("\"' ")


def article_of(text: str, origin: str) -> Article:
    """Read clean text."""
    if text.count("\n") > MOST_LINES:
        raise SourceError(
            f"{origin}: {text.count(chr(10)):,} lines are too many for one article", "cut it into articles"
        )
    text, passages = passages_of(text)
    spoken = language_of(text, default="")
    language = spoken or "en"
    draft = Draft(text, passages, phrases_of(language))
    is_page = is_whole_page(draft, bool(spoken))
    warnings = [WHOLE_PAGE] if is_page else []
    is_page = is_page and drop_page(draft)
    if is_page:
        drop_clutter(draft)
    else:
        find_title(draft)
    cut_suffix(draft)
    repeats = drop_repeats(draft)
    drop_tail(draft, repeats, drop_metadata(draft))
    drop_boxes(draft, *([LONGEST_BOX] if is_page else []))
    drop_furniture(draft)
    cut_inline(draft)
    label_list_items(draft)
    label_headings(draft)
    article = Article(
        text=text,
        blocks=tuple(draft.blocks),
        cuts=tuple(sorted(draft.cuts, key=lambda cut: cut.start)),
        title=_title(draft),
        language=language,
        origin=origin,
    )
    return replace(article, warnings=tuple(warnings or mostly_dropped(article)))


def _title(draft: Draft) -> str:
    if draft.title is None:
        return ""
    passage = draft.passages[draft.title]
    end = min([cut.start for cut in draft.cuts if cut.start >= passage.start] + [passage.end])
    return " ".join(draft.text[passage.start : min(end, passage.end)].split())
