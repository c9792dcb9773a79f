"""How much of an article is read, and how much of what surrounds it: against other ways of doing the same job.

    python benchmarks/reading.py --smoke             scraped text only, a few seconds
    python benchmarks/reading.py                     the same over every layout
    python benchmarks/reading.py --pages FOLDER      also HTML pages with their true text, not part of this repository

FOLDER holds one folder a page: page.html.gz, gold.txt (blank lines between paragraphs; those in square brackets may or
may not be read) and meta.json (url). F1 counts shingles of four words; "exact" is the share of pages whose words are
right to the last; "ratio" is time against trafilatura alone, measured in turns in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from narrate.model import Raw, ReadingSettings
from narrate.reading import read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "reading"
_WORD = re.compile(r"\w+")
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


def pages_in(folder: Path) -> Iterator[GoldPage]:
    """The pages of a folder, in order of name."""
    for place in sorted(path for path in folder.iterdir() if (path / "gold.txt").exists()):
        paragraphs = (place / "gold.txt").read_text(encoding="utf-8").strip().split("\n\n")
        brackets = [p.strip().startswith("[") and p.strip().endswith("]") for p in paragraphs]
        yield GoldPage(
            place.name,
            gzip.decompress((place / "page.html.gz").read_bytes()),
            "\n\n".join(p for p, bracket in zip(paragraphs, brackets, strict=True) if not bracket),
            tuple(p.strip()[1:-1] for p, bracket in zip(paragraphs, brackets, strict=True) if bracket),
            json.loads((place / "meta.json").read_text(encoding="utf-8")).get("url", ""),
        )


def narrate_page(page: GoldPage) -> str:
    """This project; tables read, as the true texts hold them."""
    article = read(Raw(page.url, page.html), ReadingSettings(tables="read"))
    return "\n".join(
        article.text[block.start : block.end] for block in article.blocks if block.kept and block.kind != "title"
    )


def trafilatura_page(page: GoldPage) -> str:
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
    return "\n".join("".join(element.itertext()) for element in body) if body is not None else ""


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


def compare_on_pages(folder: Path, rounds: int) -> None:
    """Print F1, exact pages and time against trafilatura alone."""
    pages = list(pages_in(folder))
    ways = {"narrate": narrate_page, "trafilatura": trafilatura_page}
    times: dict[str, list[float]] = {name: [] for name in ways}
    scores: dict[str, list[Score]] = {name: [] for name in ways}
    for turn in range(rounds):
        for page in pages:
            for name, way in ways.items():
                started = time.perf_counter()
                text = way(page)
                times[name].append(time.perf_counter() - started)
                if turn == 0:
                    scores[name].append(score_of(without_optional(text, page.optional), page.gold))
    print(f"\n{folder.name + f' ({len(pages)})':18} {'F1':>6} {'P':>6} {'R':>6} {'exact':>6} {'ms':>7} {'ratio':>6}")
    alone = statistics.median(times["trafilatura"])
    for name, found in scores.items():
        figures = [
            statistics.mean(getattr(s, field) for s in found) for field in ("f1", "precision", "recall", "exact")
        ]
        middle = statistics.median(times[name])
        print(f"{name:18} " + " ".join(f"{f:6.3f}" for f in figures) + f" {middle * 1000:7.1f} {middle / alone:6.2f}")


def main() -> None:
    """Run the comparisons asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="one layout, a few seconds")
    parser.add_argument(
        "--pages", type=Path, action="append", default=[], metavar="FOLDER", help="pages with true text"
    )
    parser.add_argument("--rounds", type=int, default=2, help="times each page is read, for the ratio")
    options = parser.parse_args()
    compare_on_scraped_text(["blank lines"] if options.smoke else list(_LAYOUTS))
    for folder in options.pages:
        compare_on_pages(folder, options.rounds)


if __name__ == "__main__":
    main()
