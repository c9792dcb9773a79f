"""The feed's namespaces, and elements made by lxml: nothing ill-formed can be written."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from narrate.errors import PublishError
from narrate.publishing.text import clean, one_line

NAMESPACES: Mapping[str, str] = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
OLD_PODCAST = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""Clients must treat it as the same namespace; older feeds declare it."""

Element = etree._Element


def qualified(name: str) -> str:
    """itunes:author -> {http://www.itunes.com/dtds/podcast-1.0.dtd}author."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


_QUALIFIED: dict[str, str] = {}


def add(parent: Element, name: str, text: str = "", /, **attributes: str | int) -> Element:
    """A child with text in one line and with the attributes that are not empty; `type_` stands for `type`."""
    tag = _QUALIFIED.get(name)
    if tag is None:
        tag = _QUALIFIED.setdefault(name, qualified(name))
    given = {key.rstrip("_"): one_line(str(value)) for key, value in attributes.items() if value != ""}
    child = etree.SubElement(parent, tag, given)
    if text:
        child.text = one_line(text)
    return child


def add_html(parent: Element, name: str, html: str) -> None:
    """A child that holds HTML in CDATA."""
    # markup() has escaped every ">", so that "]]>" cannot stand in it; should it ever, lxml escapes instead.
    child = etree.SubElement(parent, qualified(name))
    child.text = clean(html) if "]]>" in html else etree.CDATA(clean(html))


class Malformed(PublishError):
    """Bytes that are not XML as feeds may be; the message says why."""


class Absent(Malformed):
    """XML without the element that was looked for."""


def parse(data: bytes) -> Element:
    """The root of an XML document from outside: no entities, no network, no DTD. `Malformed` if it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Malformed(f"not well-formed XML: {error}") from error
    _refuse_doctype(root)
    return root


_PIECE = 1 << 16


def pieces(data: bytes) -> Iterator[bytes]:
    """A document in pieces of some 64 KB, each up to the end of a tag."""
    start = 0
    while start < len(data):
        end = data.find(b">", start + _PIECE) + 1 or len(data)
        yield data[start:end]
        start = end


def children_of(file: Iterable[bytes], path: Sequence[str]) -> Iterator[Element]:
    """The children of one element of a document, as they are read; the last one given out is forgotten again.

    Parameters
    ----------
    file : iterable of bytes
        The document, in pieces of any size.
    path : sequence of str
        The tags of the element and of those round it, "rss", "channel".

    Raises
    ------
    Malformed
        Not XML, or no such element.
    """
    parser = etree.XMLPullParser(
        ("start", "end", "comment", "pi"),
        resolve_entities=False,
        no_network=True,
        remove_blank_text=True,
        huge_tree=False,
    )
    state = _Descent(path)
    try:
        for piece in file:
            parser.feed(piece)
            yield from state.of(parser.read_events())
        parser.close()
        yield from state.of(parser.read_events())
    except etree.XMLSyntaxError as error:
        raise Malformed(f"not well-formed XML: {error}") from error
    if not state.arrived:
        raise Absent(f"there is no <{path[-1]}>")


class _Descent:
    """Follows a parser down to the children of one element."""

    def __init__(self, path: Sequence[str]) -> None:
        self._path = list(path)
        self._open: list[str] = []
        self.arrived = False

    def of(self, events: Iterable[tuple[str, Any]]) -> Iterator[Element]:
        for event, element in events:
            if event == "start":
                if not self._open:
                    _refuse_doctype(element)
                self._open.append(str(element.tag))
                self.arrived = self.arrived or self._open == self._path
                continue
            if event == "end":
                self._open.pop()
            parent = element.getparent()
            if parent is not None and self._open == self._path:
                yield element
                parent.remove(element)


def _refuse_doctype(root: Element) -> None:
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        # Entities of an own DTD can grow without limit, and no feed needs one.
        raise Malformed("a document type declaration is not allowed")


def fragment(xml: str) -> Element:
    """The element, comment or instruction of its own XML."""
    (found,) = parse(f"<fragment>{xml}</fragment>".encode())
    return found


def outer_xml(element: Element) -> str:
    """The XML of an element without what surrounds it."""
    bare = copy.deepcopy(element)
    bare.tail = None
    if isinstance(bare.tag, str):
        etree.cleanup_namespaces(bare)
    return etree.tostring(bare, encoding="unicode")


def canonical(element: Element) -> bytes:
    """The element's bytes without what surrounds it: equal for equal elements."""
    bare = copy.deepcopy(element)
    bare.tail = None
    if not isinstance(bare.tag, str):  # canonical XML knows no comment outside of an element
        return etree.tostring(bare)
    return etree.tostring(bare, method="c14n2", strip_text=True)  # type: ignore[call-overload,no-any-return]
