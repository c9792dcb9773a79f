"""PDF pages to an article: paragraphs joined over lines and pages, running heads left out, headings by their size."""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .compose import Facts, compose
from .parts import Part
from .passages import Passage
from .streams import refuse_stream_bombs

MOST_PAGES = 400
_RUNNING = 3  # pages on which a line must recur to be a running head
_HEADING = 1.12  # size of a heading over that of the text
_BREAK = re.compile(r"(\w)[-\u00ad\u2010]\n(\w)")
_END = re.compile(r"[.!?:…][\"'’”»)\]]*$")


@dataclass(frozen=True)
class _Box:
    page: int
    text: str  # lines still apart
    size: float  # points
    edge: bool  # first or last on its page


def read_pdf(raw: Raw, settings: ReadingSettings) -> Article:
    """Read a PDF with text in it.

    Raises
    ------
    SourceError
        Locked, damaged, too long, or scanned pictures without text.
    """
    refuse_stream_bombs(raw.data, raw.origin)
    boxes, facts = _read(raw)
    boxes = _without_running_heads(boxes)
    words = Counter(re.findall(r"[^\W\d_]{3,}", " ".join(box.text for box in boxes).casefold()))
    parts = list(_parts(boxes, words))
    if not parts:
        raise SourceError(
            f"{raw.origin}: there is no text in this PDF, only pictures of it", "run it through text recognition first"
        )
    if parts[0].kind == "title":
        facts = replace(facts, title=parts[0].text)
    elif facts.title:
        parts = [Part("title", facts.title, 1), *parts]
    return compose(parts, facts, settings, raw.origin)


def _read(raw: Raw) -> tuple[list[_Box], Facts]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd font
    try:
        facts = _facts(PDFDocument(PDFParser(io.BytesIO(raw.data))))
        return list(_boxes(raw.data)), facts
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise SourceError(f"{raw.origin}: this PDF is locked by a password", "save it without a password") from None
    except MemoryError:
        raise
    except Exception as error:
        raise SourceError(
            f"{raw.origin}: this PDF is damaged or cut short", "fetch or export the file again"
        ) from error


def _facts(document: PDFDocument) -> Facts:
    found: dict[str, str] = {}
    for info in document.info:
        for name in ("Title", "Author"):
            value = info.get(name)
            if isinstance(value, bytes):
                mark = value.startswith((b"\xfe\xff", b"\xff\xfe"))
                found[name] = value.decode("utf-16" if mark else "cp1252", "replace").strip("\x00 ")
    title = found.get("Title", "")
    named = re.search(r"\.(?:docx?|indd|pdf|tex|qxd)$|^(?:untitled|microsoft word)", title, re.IGNORECASE)
    return Facts(title="" if named else title, author=found.get("Author", ""))


def _boxes(data: bytes) -> Iterator[_Box]:
    for number, page in enumerate(extract_pages(io.BytesIO(data), maxpages=MOST_PAGES, laparams=LAParams())):
        boxes = [box for box in page if isinstance(box, LTTextBox) and box.get_text().strip()]
        heights = sorted(((box.y0 + box.y1) / 2, index) for index, box in enumerate(boxes))
        edges = {index for _, index in heights[:2] + heights[-2:]}
        for index, box in enumerate(boxes):
            yield _Box(number, box.get_text().strip(), _size(box), index in edges)


def _size(box: Iterable[object]) -> float:
    sizes = [
        character.size
        for line in box
        if isinstance(line, LTTextLine)
        for character in line
        if isinstance(character, LTChar)
    ]
    return round(statistics.median(sizes), 1) if sizes else 0.0


def _without_running_heads(boxes: list[_Box]) -> list[_Box]:
    def mask(box: _Box) -> str:
        return re.sub(r"\d+", "0", " ".join(box.text.split()))

    counts = Counter(mask(box) for box in boxes if box.edge)
    return [box for box in boxes if not (box.edge and (counts[mask(box)] >= _RUNNING or mask(box) in ("0", "- 0 -")))]


def _parts(boxes: list[_Box], words: Counter[str]) -> Iterator[Part]:
    if not boxes:
        return
    weights: Counter[float] = Counter()
    for box in boxes:
        weights[box.size] += len(box.text)
    body = weights.most_common(1)[0][0]
    first = [box for box in boxes if box.page == boxes[0].page]
    largest = max(first, key=lambda box: box.size)
    title = largest if largest.size >= _HEADING * body and len(largest.text.split()) <= 32 else None
    if title is not None:
        yield Part("title", _joined(title.text, words), 1)
    pending = ""
    for box in boxes:
        if box is title:
            continue
        text = _joined(box.text, words)
        heading = box.size >= _HEADING * body and len(text.split()) <= 14 and not text.endswith((".", ","))
        if pending and not heading and text[:1].islower():
            pending = f"{pending[:-1]}{text}" if pending.endswith("-") else f"{pending} {text}"
            continue
        if pending:
            yield Part("paragraph", pending)
        pending = ""
        if heading:
            yield Part("heading", text, 2)
        elif _END.search(text) or Passage(0, 0, text).words < 8:
            yield Part("paragraph", text)
        else:
            pending = text
    if pending:
        yield Part("paragraph", pending)


def _joined(text: str, words: Counter[str]) -> str:
    """Lines joined; a hyphen at a line's end goes if the document knows the word without it."""

    def join(match: re.Match[str]) -> str:
        start, end = match.start(), match.end()
        before = re.search(r"[^\W\d_]+$", text[: start + 1])
        after = re.match(r"[^\W\d_]+", text[end - 1 :])
        whole = (before[0] if before else "") + (after[0] if after else "")
        split = f"{before[0] if before else ''}-{after[0] if after else ''}"
        known = words[whole.casefold()] > 0 or split not in text
        return match[1] + ("" if known and match[2].islower() else "-") + match[2]

    return " ".join(_BREAK.sub(join, text).split())
