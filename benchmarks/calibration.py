"""How sure is sure? Speakers of articles that the models did not learn from, by kind of evidence.

usage: python benchmarks/calibration.py GOLD.jsonl[=WEIGHT]... [--only NAME] | --smoke

The records are dealt into five parts; each part is read with models trained on the other four, and what came out is
compared with the labels: how many speakers were given at 0.9 or more, and how many of those were right. `--only NAME`
counts the records whose id begins with NAME, and learns from all. Needs numpy.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import attribution
import train_dialogue

from narrate.dialogue.attribution import Attributor
from narrate.dialogue.confidence import confidence_of, evidence_kind
from narrate.dialogue.model import Weights
from narrate.dialogue.page import article_of, page_of
from narrate.dialogue.quotations import shown_names

_PARTS = 5
_SURE = 0.9


def part_of(record: train_dialogue.Record) -> int:
    """The part a record is dealt into, the same on every machine."""
    return int(hashlib.sha256(str(record["id"]).encode()).hexdigest(), 16) % _PARTS


def judged(record: train_dialogue.Record, weights: Weights) -> Iterator[tuple[str, bool, bool]]:
    """For each quotation found: kind of evidence, whether it was sure, whether the speaker is right."""
    text = record["text"]
    page = page_of(article_of(text, record.get("lang", "en")))
    found = Attributor(page, weights).attribute()
    names = shown_names(page.people)
    gold = [
        (piece, quote)
        for quote in record["quotes"]
        if quote.get("kind", "direct") == "direct" and (quote.get("speaker") or quote.get("speaker_spans"))
        for piece in attribution.pieces(text, quote["start"], quote["end"])
    ]
    for run, choice in zip(page.runs, found, strict=True):
        if choice.kind != "speech" or choice.person is None:
            continue
        spans = list(attribution.pieces(text, run.start, run.end))
        quote = next((q for piece, q in gold if any(attribution.overlap(piece, s) >= 0.8 for s in spans)), None)
        if quote is None:
            continue
        mention = [[choice.mention.start, choice.mention.end]] if choice.mention is not None else []
        entry = {"speaker": names[choice.person], "speaker_spans": mention}
        sure = confidence_of(choice, record.get("lang", "en")) >= _SURE
        yield evidence_kind(choice), sure, attribution.is_right(record, quote, entry)


def measure(files: Sequence[tuple[list[train_dialogue.Record], float]], only: str) -> dict[str, Counter[str]]:
    """Counts by kind of evidence, over all parts; "all" sums them up."""
    counts: dict[str, Counter[str]] = {"all": Counter()}
    for part in range(_PARTS):
        lessons = train_dialogue.Lessons()
        for records, weight in files:
            train_dialogue.learn([record for record in records if part_of(record) != part], weight, lessons)
        weights = Weights(**train_dialogue.train(lessons))
        held = [r for records, _ in files for r in records if part_of(r) == part and str(r["id"]).startswith(only)]
        for record in held:
            for kind, sure, right in judged(record, weights):
                for key in (kind, "all"):
                    counts.setdefault(key, Counter()).update(
                        {"judged": 1, "right": right, "sure": sure, "sure right": sure and right}
                    )
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", help="JSONL file, with an optional weight: file.jsonl=0.5")
    parser.add_argument("--only", default="", help="count the records whose id begins so")
    parser.add_argument("--smoke", action="store_true", help="a small file of the tests")
    options = parser.parse_args(arguments)
    if not options.gold and not options.smoke:
        parser.error("name the labelled files, or --smoke")
    names = [str(attribution.DATA / "phenomena.jsonl")] if options.smoke else options.gold
    counts = measure([train_dialogue.read(name) for name in names], options.only)
    print(f"{'evidence':16} {'judged':>7} {'right':>6}   {f'at {_SURE} or more':>14} {'right':>6}")
    for kind, seen in sorted(counts.items()):
        right, sure = attribution.share(seen["right"], seen["judged"]), seen["sure"]
        print(f"{kind:16} {seen['judged']:7d} {right:>6}   {sure:14d} {attribution.share(seen['sure right'], sure):>6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
