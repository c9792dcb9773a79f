"""What a web page says about its article outside of the text: title, language, address, captions, warnings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from .passages import fold

_SEPARATOR = re.compile(r"\s+[|•·»–—-]\s+|\s*\|\s*")
_MOST_JSON = 400_000  # characters of JSON-LD read from one page
_SHARED_WORDS = 0.25  # Dice coefficient of h1 and metadata title
_LONGEST_PIECE = 20_000  # characters: a list item that wraps a whole page is no piece


@dataclass(frozen=True)
class Piece:
    """A paragraph, heading or caption of the page as it stands, before any extraction."""

    tag: str
    text: str
    folded: str
    place: str  # tag and class of the element around it: paragraphs of one article share it
    links: float = 0.0  # share of its characters that are links
    captioned: bool = False  # a paragraph of a caption
    inside: frozenset[str] = frozenset()  # of a caption: its own pieces, folded
    image: str = ""  # of a caption: the address of its picture

    @property
    def linked(self) -> bool:
        """Whether it is nothing but a link."""
        return self.links >= 0.9


@dataclass(frozen=True)
class Page:
    """Facts from the tree, read before the extraction changes it."""

    headings: tuple[str, ...]  # texts of h1
    title_tag: str
    social_title: str
    language: str
    url: str
    image: str
    types: frozenset[str]  # of JSON-LD: "NewsArticle", "LiveBlogPosting" ...
    locked: bool  # the page itself says that the article is not free
    pieces: tuple[Piece, ...]  # in the order of the page


def facts_of(tree: _Element, base: str) -> Page:
    """Read the facts of a parsed page; `base` is the address it was fetched from, if any."""
    records = list(_records(tree))
    types = frozenset(kind for record in records for kind in _types(record))
    return Page(
        headings=tuple(text for h in tree.iter("h1") if (text := _visible(h))),
        title_tag=_first(tree, "//head/title/text()"),
        social_title=_meta(tree, "og:title") or _meta(tree, "twitter:title"),
        language=_language(tree),
        url=_address(tree, base),
        image=_absolute(_meta(tree, "og:image"), base),
        types=types,
        locked=any(str(r.get("isAccessibleForFree", "")).lower() == "false" for r in records),
        pieces=tuple(_pieces(tree, base)),
    )


def _visible(element: _Element) -> str:
    return " ".join("".join(str(t) for t in element.itertext()).split())


def _first(tree: _Element, path: str) -> str:
    found = tree.xpath(path)
    return " ".join(str(found[0]).split()) if isinstance(found, list) and found else ""


def _meta(tree: _Element, name: str) -> str:
    return _first(tree, f'//meta[@property="{name}" or @name="{name}"]/@content')


def _language(tree: _Element) -> str:
    declared = _first(tree, "/html/@lang | /html/@xml:lang") if tree.tag == "html" else ""
    declared = declared or _meta(tree, "og:locale")
    code = declared.replace("_", "-").strip().lower()
    return code if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", code) else ""


def _address(tree: _Element, base: str) -> str:
    canonical = _first(tree, '//link[@rel="canonical"]/@href') or _meta(tree, "og:url")
    return _absolute(canonical, base) or (base if base.startswith(("http://", "https://")) else "")


def _absolute(address: str, base: str) -> str:
    try:
        joined = urljoin(base, address) if address else ""
        return joined if urlsplit(joined).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _records(tree: _Element) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in str(script.get("type", "")) or not script.text or len(script.text) > _MOST_JSON:
            continue
        try:
            yield from _flat(json.loads(script.text, strict=False))
        except (ValueError, RecursionError):
            continue


def _flat(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        yield value
        yield from _flat(value.get("@graph", []))


def _types(record: dict[str, Any]) -> list[str]:
    kind = record.get("@type", [])
    return [str(k) for k in kind] if isinstance(kind, list) else [str(kind)]


def _pieces(tree: _Element, base: str) -> Iterator[Piece]:
    for element in tree.iter("p", "h2", "h3", "h4", "figcaption", "blockquote"):
        if element.tag == "blockquote":
            yield from _quoted(element)
            continue
        if element.tag == "p" and any(True for _ in element.iterancestors("blockquote")):
            continue
        text = _visible(element)
        if not text or len(text) > _LONGEST_PIECE:
            continue
        around = element.getparent()
        place = f"{around.tag} {around.get('class', '')}" if around is not None else ""
        links = sum(len(_visible(link)) for link in element.iter("a")) if element.find(".//a") is not None else 0
        captioned = any(True for _ in element.iterancestors("figcaption"))
        inside = frozenset(_folded_inside(element)) if element.tag == "figcaption" else frozenset()
        image = _pictured(element, base) if element.tag == "figcaption" else ""
        yield Piece(str(element.tag), text, fold(text), place, links / len(text), captioned, inside, image)


def _pictured(caption: _Element, base: str) -> str:
    """The address of the picture that a caption stands under; `src` may be a placeholder that scripts replace."""
    figure = next(caption.iterancestors("figure"), None)
    if figure is None:
        return ""
    named = (str(image.get(name, "")) for image in figure.iter("img") for name in ("data-src", "src"))
    return next((address for name in named if (address := _absolute(name.strip(), base))), "")


def _folded_inside(caption: _Element) -> Iterator[str]:
    """The words and the credit of a caption, each alone: extractors take them for paragraphs."""
    for element in caption.iter():
        for text in (_visible(element), element.text, element.tail if element is not caption else ""):
            if isinstance(element.tag, str) and text and (words := fold(text)):
                yield words


def _quoted(element: _Element) -> Iterator[Piece]:
    """A quotation's paragraphs, and the loose text around them: the name under a quoted post."""
    texts = [element.text or ""]
    for child in element:
        if child.tag in ("p", "div"):
            texts += [_visible(child), child.tail or ""]
        else:
            texts[-1] += " " + (_visible(child) if isinstance(child.tag, str) else "") + (child.tail or "")
    for text in texts:
        words = " ".join(text.split())
        if words and len(words) < _LONGEST_PIECE:
            yield Piece("blockquote", words, fold(words), "blockquote")


def best_title(found: str, page: Page, site: str, host: str) -> str:
    """The headline: the h1 that shares most words with the titles in the metadata, else one of those titles.

    The metadata often holds a headline written for search engines; the h1 is what a reader sees over the text.
    """
    titles = [" ".join(title.split()) for title in (found, page.social_title, page.title_tag) if title.strip()]
    best, heading = max(((_overlap(h, titles), h) for h in page.headings), default=(0.0, ""))
    if best >= _SHARED_WORDS:
        return heading
    return _without_site(titles[0], page, site, host) if titles else ""


def _overlap(heading: str, titles: list[str]) -> float:
    """Largest Dice coefficient of the words over three letters; 0 for a heading that is no headline."""
    words = {word for word in fold(heading).split() if len(word) > 3}
    if len(words) < 2 or len(heading) > 250:
        return 0.0
    theirs = [{word for word in fold(title).split() if len(word) > 3} for title in titles]
    return max((2 * len(words & other) / (len(words) + len(other)) for other in theirs if other), default=0.0)


def _without_site(title: str, page: Page, site: str, host: str) -> str:
    names = {fold(site), *host.lower().removeprefix("www.").split(".")[:1]} - {""}
    for match in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: match.start()].strip(), fold(title[match.end() :])
        squeezed = tail.replace(" ", "")
        if len(head) >= 8 and tail and any(n in tail or n.replace(" ", "") in squeezed or squeezed in n for n in names):
            title = head
    return title
