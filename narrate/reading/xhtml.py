"""Markup that holds nothing but the article (a feed's entry, a chapter, a converted document) to parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.etree import ParserError, _Element

from .parts import Part, with_images

_BLOCK_TAGS = """address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table ul"""
_SILENT_TAGS = "audio button form head iframe math nav noscript object script style svg template title video"
_BLOCKS, _SILENT = frozenset(_BLOCK_TAGS.split()), frozenset(_SILENT_TAGS.split())
_DEEPEST = 200  # levels of elements: deeper trees are attacks or accidents
_CELL_WORDS = 15


def parts_of_markup(markup: str) -> list[Part]:
    """Parse HTML or XHTML leniently; markup with nothing in it gives no parts."""
    try:
        tree = html.document_fromstring(_without_declaration(markup), parser=html.HTMLParser(huge_tree=False))
    except (ParserError, ValueError):
        return []
    body = tree.find("body")
    return with_images(_parts(body if body is not None else tree, "paragraph", 0))


def _without_declaration(markup: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", markup)


def _parts(element: _Element, around: str, depth: int) -> Iterator[Part]:
    """Blocks in order; runs of loose text and inline elements between them are paragraphs."""
    if depth > _DEEPEST:
        return
    loose: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or tag in _SILENT:
            pass
        elif tag == "img":
            # Only a whole address: what a book or a message holds inside has none.
            if str(child.get("src", "")).startswith(("http://", "https://")):
                yield Part("caption", "", image=str(child.get("src")))
        elif tag == "br":
            yield from _loose(loose, around)
        elif tag in _BLOCKS or _holds_blocks(child):
            yield from _loose(loose, around)
            yield from _block(child, tag, around, depth)
        else:
            loose.append(_inline(child))
        loose.append(child.tail or "")
    yield from _loose(loose, around)


def _loose(texts: list[str], around: str) -> Iterator[Part]:
    text = " ".join("".join(texts).split())
    texts.clear()
    if text:
        yield Part("block_quote" if around == "quote" else "list_item" if around == "item" else "paragraph", text)


def _block(child: _Element, tag: str, around: str, depth: int) -> Iterator[Part]:
    if tag[0] == "h" and tag[1:].isdigit():
        text = " ".join(_inline(child).split())
        if text:
            yield Part("heading", text, int(tag[1]))
    elif tag == "pre":
        yield Part("code", "".join(str(t) for t in child.itertext()))
    elif tag == "figcaption":
        yield Part("caption", _inline(child))
    elif tag == "table":
        yield from _table(child, depth)
    elif tag == "blockquote":
        yield from _parts(child, "quote", depth + 1)
    elif tag in ("li", "dd", "dt"):
        yield from _parts(child, "quote" if around == "quote" else "item", depth + 1)
    else:
        yield from _parts(child, around, depth + 1)


def _holds_blocks(element: _Element) -> bool:
    return any(isinstance(inner.tag, str) and inner.tag in _BLOCKS for inner in element.iterdescendants())


def _inline(element: _Element) -> str:
    texts: list[str] = []
    for inner in element.iter():
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if tag in _SILENT or not tag:
            continue
        if tag == "br":
            texts.append(" ")
        if tag == "sup" and _is_note(inner):
            pass
        elif not any(above.tag in _SILENT or _is_note(above) for above in inner.iterancestors("sup", *_SILENT)):
            texts.append(inner.text or "")
        if inner is not element:
            texts.append(inner.tail or "")
    return "".join(texts)


def _is_note(element: _Element) -> bool:
    """A footnote mark: a superscript number with a link in it."""
    text = "".join(str(t) for t in element.itertext()).strip(" []()")
    return element.tag == "sup" and element.find(".//a") is not None and len(text) <= 4


def _table(table: _Element, depth: int) -> Iterator[Part]:
    rows = tuple(tuple(" ".join(_inline(cell).split()) for cell in row.iter("td", "th")) for row in table.iter("tr"))
    cells = [cell for row in rows for cell in row if cell]
    if not cells:
        return
    if max(len(row) for row in rows) == 1 or sum(len(c.split()) for c in cells) / len(cells) >= _CELL_WORDS:
        for cell in table.iter("td", "th"):
            yield from _parts(cell, "paragraph", depth + 1)
    else:
        yield Part("table", "", rows=tuple(row for row in rows if any(row)))
