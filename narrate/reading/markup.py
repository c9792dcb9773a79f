"""trafilatura's extracted body to parts that keep their labels."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from .parts import Part

_PROSE_CELL = 15  # words in an average cell: above it the table is layout, not data


def parts_of_body(body: _Element) -> Iterator[Part]:
    """Walk an extracted body; the loose text between elements becomes paragraphs."""
    yield from _paragraphs(body.text)
    for element in body:
        yield from _element(element)
        yield from _paragraphs(element.tail)


def _element(element: _Element) -> Iterator[Part]:
    match element.tag:
        case "head":
            rend = str(element.get("rend") or "h2")
            level = int(rend[1:]) if rend[1:].isdigit() else 2
            yield Part("heading", _text(element), min(6, max(2, level)))
        case "p" | "ab":
            yield from _broken_paragraph(element)
        case "quote":
            yield from _quote(element)
        case "list":
            for item in element.iter("item"):
                yield Part("list_item", _own_text(item))
        case "table":
            yield from _table(element)
        case "code":
            yield Part("code", "".join(str(t) for t in element.itertext()))
        case "graphic":
            return
        case "div" | "body":
            yield from parts_of_body(element)
        case _:
            yield from _paragraphs(_text(element))


def _paragraphs(text: str | None) -> Iterator[Part]:
    if text and text.strip():
        yield Part("paragraph", text)


def _text(element: _Element) -> str:
    return "".join(" " if piece == "\n" else piece for piece in _pieces(element))


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif child.tag != "graphic":
            yield from _pieces(child)
        yield child.tail or ""


def _own_text(item: _Element) -> str:
    """An item's text without the lists inside it, which are items themselves."""
    texts = [item.text or ""]
    for child in item:
        if child.tag != "list":
            texts.append(_text(child))
        texts.append(child.tail or "")
    return " ".join(text.strip() for text in texts if text.strip()) if len(item) else texts[0]


def _broken_paragraph(element: _Element) -> Iterator[Part]:
    """Line breaks inside a paragraph separate paragraphs: old pages write their whole text that way."""
    for line in "".join(_pieces(element)).split("\n"):
        yield from _paragraphs(line)


def _quote(element: _Element) -> Iterator[Part]:
    blocks = [child for child in element if child.tag in ("p", "list", "head")]
    if not blocks:
        for line in "".join(_pieces(element)).split("\n"):
            if line.strip():
                yield Part("block_quote", line)
        return
    yield from _quoted(element.text)
    for child in element:
        if child.tag in ("list", "head"):
            yield from _element(child)
        else:
            yield from _quoted(_text(child))
        yield from _quoted(child.tail)


def _quoted(text: str | None) -> Iterator[Part]:
    if text and text.strip():
        yield Part("block_quote", text)


def _table(element: _Element) -> Iterator[Part]:
    rows = tuple(tuple(_text(cell) for cell in row.iter("cell")) for row in element.iter("row"))
    cells = [cell for row in rows for cell in row if cell.strip()]
    if not cells:
        return
    if max(len(row) for row in rows) == 1 or sum(len(c.split()) for c in cells) / len(cells) >= _PROSE_CELL:
        for cell in cells:
            yield Part("paragraph", cell)
    else:
        yield Part("table", "", rows=rows)
