"""PDF pages to an article: paragraphs joined over lines and pages, running heads left out, headings by their size."""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from narrate.errors import SourceError
from narrate.model import Article, Raw, ReadingSettings

from .columns import PageLine, lines_of
from .compose import Facts, compose
from .parts import Part
from .passages import Passage
from .streams import refuse_stream_bombs

MOST_PAGES = 400
_RUNNING = 3  # pages on which a line must recur to be a running head
_HEADING = 1.12  # size of a heading over that of the text
_SAME_SIZE = 0.08  # of it, by which two lines of one paragraph may differ
_GAP = 1.35  # over the usual distance of two lines
_INDENT = 0.7  # of a size
_SHORT = 0.15  # of a column that a last line leaves free
_LEADER = re.compile(r"(?:\. ?){6,}\s*\w{0,6}$")  # "Introduction . . . . . 7"
_BULLET = re.compile(r"[•▪‣◦●–-]\s+(?=\S)")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.|s\.|pagina|página)? ?[-–—|]? ?0 ?[-–—|]?(?: ?(?:of|/|von|sur|de|di|van) ?0)?", re.IGNORECASE
)
_BREAK = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]\n([^\W\d_]+)")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_WHOLE = re.compile(r"[^\W\d_]{3,}")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_END = re.compile(r"[.!?:…][\"'’”»)\]]*$")


@dataclass(frozen=True)
class _Box:
    text: str  # lines still apart
    size: float  # points
    page: int
    bold: bool


def read_pdf(raw: Raw, settings: ReadingSettings) -> Article:
    """Read a PDF with text in it.

    Raises
    ------
    SourceError
        Locked, damaged, too long, or scanned pictures without text.
    """
    refuse_stream_bombs(raw.data, raw.origin)
    lines, facts = _read(raw)
    heads = _running_heads(lines)
    left_out = dict.fromkeys(heads, "running head") | {line: "contents" for line in lines if _LEADER.search(line.text)}
    boxes = list(_boxes([line for line in lines if line not in left_out]))
    spelling = Spelling.of("\n".join(box.text for box in boxes))
    parts = list(_parts(boxes, spelling))
    if not parts:
        raise SourceError(
            f"{raw.origin}: there is no text in this PDF, only pictures of it", "run it through text recognition first"
        )
    if parts[0].kind == "title":
        facts = replace(facts, title=parts[0].text)
    elif facts.title:
        parts = [Part("title", facts.title, 1), *parts]
    parts += [Part("boilerplate", line.text, reason=why) for line, why in left_out.items()]
    return compose(parts, facts, settings, raw.origin)


def _read(raw: Raw) -> tuple[list[PageLine], Facts]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd font
    try:
        facts = _facts(PDFDocument(PDFParser(io.BytesIO(raw.data))))
        return list(_lines(raw.data)), facts
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


def _lines(data: bytes) -> Iterator[PageLine]:
    layout = LAParams(boxes_flow=None)
    for number, page in enumerate(extract_pages(io.BytesIO(data), maxpages=MOST_PAGES, laparams=layout)):
        yield from lines_of(page, number)


def _running_heads(lines: list[PageLine]) -> frozenset[PageLine]:
    """Lines at the edges of pages that recur, their numbers aside, and page numbers."""

    def mask(line: PageLine) -> str:
        return re.sub(r"\d+", "0", line.text)

    pages = len({line.page for line in lines})
    counts = Counter(
        (mask(line), round(line.size)) for line in lines if line.edge
    )  # a headline is larger than its echo
    running = {head for head, count in counts.items() if count >= min(_RUNNING, max(2, pages))}
    return frozenset(
        line
        for line in lines
        if line.edge and ((mask(line), round(line.size)) in running or _PAGE_NUMBER.fullmatch(mask(line)))
    )


def _boxes(lines: list[PageLine]) -> Iterator[_Box]:
    """Lines to paragraphs: a gap, an indent, another size or a short last line parts them."""
    pitch = _pitch(lines)
    group: list[PageLine] = []
    for line in lines:
        if group and _starts_paragraph(group[-1], line, pitch):
            yield _box(group)
            group = []
        group.append(line)
    if group:
        yield _box(group)


def _pitch(lines: Sequence[PageLine]) -> float:
    """The usual distance of two lines in a column, in sizes of their type."""
    steps = [
        (above.y0 - below.y0) / above.size
        for above, below in pairwise(lines)
        if above.page == below.page and above.left == below.left and above.size == below.size and above.size
    ]
    return statistics.median([step for step in steps if 0.5 < step < 3] or [1.2])


def _starts_paragraph(above: PageLine, line: PageLine, pitch: float) -> bool:
    size = max(line.size, 1.0)
    if abs(line.size - above.size) > _SAME_SIZE * size:
        return True
    if above.page != line.page or line.y0 > above.y0:
        return True  # the next column or page: whether the sentence goes on is for the words to say
    if _BULLET.match(line.text):
        return True
    if above.y0 - line.y0 > _GAP * pitch * size:
        return True
    if line.x0 - line.left > _INDENT * size and above.x0 - above.left <= _INDENT * size:
        return True
    return bool(_END.search(above.text)) and above.right - above.x1 > _SHORT * (above.right - above.left)


def _box(group: Sequence[PageLine]) -> _Box:
    sizes = [line.size for line in group]
    bold = all(line.bold for line in group)
    return _Box("\n".join(line.text for line in group), statistics.median_low(sizes), group[0].page, bold)


def _parts(boxes: list[_Box], spelling: Spelling) -> Iterator[Part]:
    if not boxes:
        return
    weights: Counter[tuple[float, bool]] = Counter()
    for box in boxes:
        weights[box.size, box.bold] += len(box.text)
    body, bold = weights.most_common(1)[0][0]
    first = [box for box in boxes if box.page == boxes[0].page]
    largest = max(first, key=lambda box: box.size)
    title = largest if largest.size >= _HEADING * body and len(largest.text.split()) <= 32 else None
    if title is not None:
        yield Part("title", spelling.joined(title.text), 1)
    pending = ""
    for box in boxes:
        if box is title:
            continue
        heading = _is_heading(box, body, bold)
        if pending and not heading and (box.text[:1].islower() or _HYPHEN.search(pending)):
            pending = f"{pending}\n{box.text}"
            continue
        if pending:
            yield _paragraph(spelling.joined(pending))
        pending = ""
        if heading:
            yield Part("heading", spelling.joined(box.text), 2)
        elif _END.search(box.text) or Passage(0, 0, box.text).words < 8:
            yield _paragraph(spelling.joined(box.text))
        else:
            pending = box.text
    if pending:
        yield _paragraph(spelling.joined(pending))


def _paragraph(text: str) -> Part:
    bullet = _BULLET.match(text)
    return Part("list_item", text[bullet.end() :]) if bullet else Part("paragraph", text)


def _is_heading(box: _Box, body: float, bold: bool) -> bool:
    stands_out = box.size >= _HEADING * body or (box.bold and not bold and box.size >= 0.95 * body)
    return stands_out and len(box.text.split()) <= 14 and not box.text.endswith((".", ","))


@dataclass(frozen=True)
class Spelling:
    """The words of a document, with and without hyphens: they say which hyphens at line ends belong to the words."""

    whole: Counter[str]
    hyphenated: Counter[str]

    @classmethod
    def of(cls, text: str) -> Spelling:
        words = text.casefold()
        return cls(Counter(_WHOLE.findall(words)), Counter(_HYPHENATED.findall(words)))

    def joined(self, text: str) -> str:
        """Lines joined; a hyphen at a line's end stays if the document writes it within a line, too."""

        def join(match: re.Match[str]) -> str:
            before, after = match[1], match[2]
            whole = self.whole[(before + after).casefold()]
            hyphenated = self.hyphenated[f"{before}-{after}".casefold()]
            stays = hyphenated > whole or not after[:1].islower()
            return f"{before}-{after}" if stays else before + after

        return " ".join(_BREAK.sub(join, text).split())
