"""How much of an article is read, and how much of what surrounds it: against other ways of doing the same job.

    python benchmarks/reading.py --smoke             scraped text only, a few seconds
    python benchmarks/reading.py                     the same over every layout
    python benchmarks/reading.py --pages FOLDER      also HTML pages with their true text, not part of this repository

FOLDER holds one folder a page: page.html.gz, gold.txt (blank lines between paragraphs; those in square brackets may or
may not be read) and meta.json (url). F1 counts shingles of four words; "exact" is the share of pages whose words are
right to the last; "head" and "quote" are the shares of headings and block quotes that come back with their label,
"caption" the share of captions that is read aloud; "ratio" is time against trafilatura alone, in turns in one run.
"clean kept" is what survives of the true text alone, "page F1" the whole page pasted as text. `--part held-out` takes
three pages in ten, by a digest of their names: the part that no rule was tuned on.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.model import Raw
from narrate.reading import read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "reading"
_WORD = re.compile(r"[^\W_]+")  # a rule of underscores is no word
_LAYOUTS: dict[str, Callable[[str], str]] = {
    "blank lines": lambda text: text,
    "no blank lines": lambda text: re.sub(r"\n+", "\n", text),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "double-spaced": lambda text: text.replace("\n", "\n\n"),
}


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1."""

    precision: float
    recall: float
    exact: bool

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def words_of(text: str) -> list[str]:
    """Caseless words."""
    return _WORD.findall(text.casefold())


def shingles(words: list[str], size: int = 4) -> Counter[tuple[str, ...]]:
    """Runs of `size` words with their number."""
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def score_of(text: str, gold: str) -> Score:
    """Compare a reading with the true text."""
    ours, theirs = words_of(text), words_of(gold)
    a, b = shingles(ours), shingles(theirs)
    common = sum((a & b).values())
    return Score(common / max(1, sum(a.values())), common / max(1, sum(b.values())), ours == theirs)


# ------------------------------------------------------------------------------------------------- ways of reading


def narrate_text(text: str) -> str:
    """This project."""
    article = read(Raw("scraped.txt", text.encode()))
    return "\n".join(article.text[block.start : block.end] for block in article.blocks if block.kept)


def everything(text: str) -> str:
    """Keep all."""
    return text


def c4_rule(text: str) -> str:
    """C4: lines of at least five words that end like a sentence (Raffel et al. 2020, section 2.2)."""
    lines = text.splitlines()
    return "\n".join(
        line for line in lines if line.rstrip().endswith((".", "!", "?", '"', "”")) and len(line.split()) >= 5
    )


def justext_rule(text: str) -> str:
    """jusText on the lines as paragraphs, in its four languages, with lengths halved for the short ones of news."""
    import html

    import justext  # type: ignore[import-untyped]

    markup = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    stop_words = frozenset().union(*(justext.get_stoplist(name) for name in ("English", "German", "French", "Spanish")))
    paragraphs = justext.justext(markup, stop_words, length_low=35, length_high=100)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


WAYS: dict[str, Callable[[str], str]] = {
    "narrate": narrate_text,
    "keep all": everything,
    "C4 rule": c4_rule,
    "jusText": justext_rule,
}


# ---------------------------------------------------------------------------------------------------- scraped text


def scraped() -> Iterator[tuple[str, str]]:
    """Every article with every tail in its language."""
    for article in sorted((DATA / "articles").glob("*.txt")):
        for tail in sorted((DATA / "tails").glob("*.txt")):
            if article.name[:2] == tail.name[:2]:
                yield article.read_text(encoding="utf-8").strip(), tail.read_text(encoding="utf-8").strip()


def compare_on_scraped_text(layouts: list[str]) -> None:
    """Print what each way keeps of the articles and removes of the tails."""
    print(f"{'scraped text':18} {'article kept':>13} {'tail removed':>13} {'worst article':>14}")
    for name, way in WAYS.items():
        kept, removed = [], []
        for layout in layouts:
            for article, tail in scraped():
                whole = shingles(words_of(way(_LAYOUTS[layout](article + "\n\n" + tail))), 2)
                inside, outside = shingles(words_of(article), 2), shingles(words_of(tail), 2)
                kept.append(sum((inside & whole).values()) / sum(inside.values()))
                removed.append(1 - sum((outside & (whole - inside)).values()) / sum(outside.values()))
        print(f"{name:18} {statistics.mean(kept):13.3f} {statistics.mean(removed):13.3f} {min(kept):14.3f}")


# ------------------------------------------------------------------------------------------------------------ pages


@dataclass(frozen=True)
class GoldPage:
    """A page with its true text."""

    name: str
    html: bytes
    gold: str
    optional: tuple[str, ...]
    url: str
    titles: frozenset[str]  # folded: any of them is right


def pages_in(folder: Path, part: str) -> Iterator[GoldPage]:
    """The pages of a folder, in order of name; a page is held out if the digest of its name says so (3 of 10)."""
    for place in sorted(path for path in folder.iterdir() if (path / "gold.txt").exists()):
        held_out = int(hashlib.sha256(place.name.encode()).hexdigest(), 16) % 10 < 3
        if part != "all" and held_out != (part == "held-out"):
            continue
        paragraphs = (place / "gold.txt").read_text(encoding="utf-8").strip().split("\n\n")
        brackets = [p.strip().startswith("[") and p.strip().endswith("]") for p in paragraphs]
        meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
        html = gzip.decompress((place / "page.html.gz").read_bytes())
        headlines = meta.get("h1") or [str(h.text_content()) for h in tree_of(html).iter("h1")]
        yield GoldPage(
            place.name,
            html,
            "\n\n".join(p for p, bracket in zip(paragraphs, brackets, strict=True) if not bracket),
            tuple(p.strip()[1:-1] for p, bracket in zip(paragraphs, brackets, strict=True) if bracket),
            meta.get("url", ""),
            frozenset(fold(title) for title in headlines if fold(title)) or frozenset([fold(meta.get("og_title", ""))]),
        )


@dataclass(frozen=True)
class Reading:
    """What a way makes of a page: its title, and the blocks it reads with their kind."""

    title: str
    blocks: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.blocks)


def narrate_page(page: GoldPage) -> Reading:
    """This project, with its default settings."""
    article = read(Raw(page.url, page.html))
    kept = ((block.kind, article.text[block.start : block.end]) for block in article.blocks if block.kept)
    return Reading(article.title, tuple((kind, text) for kind, text in kept if kind != "title"))


def trafilatura_page(page: GoldPage) -> Reading:
    """trafilatura alone, with the options and the metadata that narrate asks of it."""
    import trafilatura

    found = trafilatura.bare_extraction(
        page.html,
        url=page.url,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
    )
    body = getattr(found, "body", None)
    kinds = {"head": "heading", "quote": "block_quote", "list": "list_item"}
    blocks = (
        (kinds.get(str(element.tag), "paragraph"), "".join(child.itertext()))
        for element in (body if body is not None else ())
        for child in (element if element.tag in ("quote", "list") and len(element) else [element])
    )
    return Reading(str(getattr(found, "title", "") or ""), tuple(blocks))


def justext_page(page: GoldPage) -> Reading:
    """jusText with its defaults, in English; it finds no title."""
    import justext
    from lxml.etree import ParserError

    try:
        paragraphs = justext.justext(page.html, justext.get_stoplist("English"))
    except ParserError:  # a page without text
        paragraphs = []
    kept = [p for p in paragraphs if not p.is_boilerplate]
    return Reading("", tuple(("heading" if p.is_heading else "paragraph", p.text) for p in kept))


def without_optional(text: str, optional: tuple[str, ...]) -> str:
    """The reading without the paragraphs that may or may not be read."""
    words = words_of(text)
    for paragraph in optional:
        out = words_of(paragraph)
        for start in range(len(words) - len(out) + 1):
            if out and words[start : start + len(out)] == out:
                del words[start : start + len(out)]
                break
    return " ".join(words)


def labels_of(page: GoldPage, reading: Reading) -> Counter[tuple[str, bool]]:
    """Headings, quotations and captions of a page: (what, kept with its label); of captions: (what, read aloud)."""
    counts: Counter[tuple[str, bool]] = Counter()
    gold, heard = fold(page.gold), fold(reading.text)
    kinds = {fold(text): kind for kind, text in reversed(reading.blocks)}
    for element in tree_of(page.html).iter("h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption"):
        what = {"blockquote": "quote", "figcaption": "caption"}.get(str(element.tag), "heading")
        inside = list(element.iter("p")) if what == "quote" else []
        for text in [fold(piece.text_content()) for piece in inside or [element]]:
            if what == "caption":
                if len(text.split()) >= 3 and text not in gold:
                    counts[what, text in heard] += 1
            elif len(text.split()) >= 2 and text in gold:
                counts[what, kinds.get(text) == {"quote": "block_quote"}.get(what, what)] += 1
    return counts


def compare_on_pages(pages: list[GoldPage], name: str, rounds: int) -> None:
    """Print F1, exact pages, titles, labels, captions and time against trafilatura alone and jusText."""
    ways = {"narrate": narrate_page, "trafilatura": trafilatura_page, "jusText": justext_page}
    times: dict[str, list[float]] = {way: [] for way in ways}
    scores: dict[str, list[Score]] = {way: [] for way in ways}
    labels: dict[str, Counter[tuple[str, bool]]] = {way: Counter() for way in ways}
    titles: Counter[str] = Counter()
    for turn in range(rounds):
        for page in pages:
            for way, function in ways.items():
                started = time.perf_counter()
                reading = function(page)
                times[way].append(time.perf_counter() - started)
                if turn == 0:
                    scores[way].append(score_of(without_optional(reading.text, page.optional), page.gold))
                    labels[way] += labels_of(page, reading)
                    titles[way] += fold(reading.title) in page.titles
    columns = ["F1", "P", "R", "exact", "title", "head", "quote", "caption", "ms", "ratio"]
    print(f"\n{name + f' ({len(pages)})':18} " + " ".join(f"{column:>7}" for column in columns))
    alone = statistics.median(times["trafilatura"])
    for way, found in scores.items():
        row = [statistics.mean(getattr(s, field) for s in found) for field in ("f1", "precision", "recall", "exact")]
        row.append(titles[way] / len(pages))
        row += [labels[way][what, True] / max(1, _total(labels[way], what)) for what in ("heading", "quote", "caption")]
        middle = statistics.median(times[way])
        print(f"{way:18} " + " ".join(f"{f:7.3f}" for f in row) + f" {middle * 1000:7.1f} {middle / alone:7.2f}")


def _total(labels: Counter[tuple[str, bool]], what: str) -> int:
    return labels[what, True] + labels[what, False]


def compare_on_page_text(pages: list[GoldPage]) -> None:
    """Print what is kept of the true texts alone, and F1 on the whole page as text, as a browser copies it."""
    try:
        from inscriptis import Inscriptis  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        print("pages as text: pip install inscriptis")
        return
    print(f"{'as text':18} {'clean kept':>11} {'clean F1':>9} {'worst':>6} {'page F1':>8}")
    for name, way in WAYS.items():
        kept, clean, whole = [], [], []
        for page in pages:
            gold = "\n\n".join([page.gold, *page.optional])
            title = max(page.titles, key=len)
            alone = score_of(way(f"{title}\n\n{gold}"), f"{title}\n\n{gold}")
            kept.append(alone.recall)
            clean.append(alone.f1)
            text = way(Inscriptis(tree_of(page.html)).get_text())
            text = "\n".join(line for line in text.splitlines() if fold(line) not in page.titles)
            whole.append(score_of(without_optional(text, page.optional), page.gold).f1)
        kept_share, clean_f1, page_f1 = (statistics.mean(figures) for figures in (kept, clean, whole))
        print(f"{name:18} {kept_share:11.4f} {clean_f1:9.3f} {min(kept):6.2f} {page_f1:8.3f}")


def tree_of(html: bytes) -> Any:
    """A page parsed as HTML, decoded leniently: its true text decides what counts."""
    from trafilatura.utils import load_html

    return load_html(html.decode("utf-8", "replace"))


def fold(text: str) -> str:
    """Caseless words, one space between them."""
    return " ".join(words_of(text))


def main() -> None:
    """Run the comparisons asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="one layout, a few seconds")
    parser.add_argument(
        "--pages", type=Path, action="append", default=[], metavar="FOLDER", help="pages with true text"
    )
    parser.add_argument("--part", choices=("all", "dev", "held-out"), default="all", help="of the pages")
    parser.add_argument("--rounds", type=int, default=2, help="times each page is read, for the ratio")
    options = parser.parse_args()
    compare_on_scraped_text(["blank lines"] if options.smoke else list(_LAYOUTS))
    for folder in options.pages:
        pages = list(pages_in(folder, options.part))
        compare_on_pages(pages, folder.name, options.rounds)
        compare_on_page_text(pages)


if __name__ == "__main__":
    main()
