"""Who says what: predictions for labelled articles, the figures, and whether time grows with length.

usage: python benchmarks/attribution.py GOLD.jsonl [--pred OUT.jsonl] [--scorer score.py] [--speed]
       python benchmarks/attribution.py --smoke

Each record's `text` and `lang` are the only input. A prediction is {id, quotes: [{start, end, kind, speaker,
speaker_entity, speaker_spans, cue, confidence, evidence}]}: what is heard in another voice.

--fragments adds quoted words within the narrator's sentence (called it “a day of joy”), which the narrator reads, and
--no-fragments leaves them out. By default German records have them and no others: German news quotes mostly so, and
the labels of German Wikinews count them among its direct quotations, while those of English and French label them as
something else or not at all.

A piece is one paragraph of a quotation; it is found if it overlaps by 0.8 (Jaccard). Quotations in doubled apostrophes
('' '') are left out, as no gold labels them, and counted; --doubled keeps them. For gold that labels quoted words
alone, --marked leaves out what is known by the label of an interview or the signature of a post.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation

Record = Mapping[str, Any]
Span = tuple[int, int]
DATA = Path(__file__).parent.parent / "tests" / "data" / "dialogue"
_WITH_FRAGMENTS = frozenset(["de"])  # languages whose labels count fragments as direct quotations
_EDGE = "\"“”„‟«»‹›‘’'` \t\u00a0\u2009\u200a\u202f"
_TAIL = _EDGE + ".,;:!?…—–-"
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who", "er", "sie", "il", "elle"])
_SIZES = (1_000, 10_000, 50_000, 200_000)
_BUDGET_MS = 50.0  # of 1,000 words
_LINEAR = 2.0  # times as long for each word, at most, when a text grows; what is quadratic takes 20 times as long
_HARD = (5_000, 100_000)  # words


def predict(
    record: Record, fragments: bool | None = None, doubled: bool = False, marked: bool = False
) -> dict[str, Any]:
    """The prediction for one record, from its text and language alone.

    Parameters
    ----------
    record : mapping
        `id`, `text` and `lang`.
    fragments : bool, optional
        Also quoted fragments that are somebody's words; without them, what a listener hears in another voice. None:
        as the labels of the record's language have it.
    doubled : bool
        Keep quotations in doubled apostrophes.
    marked : bool
        Leave out paragraphs of interviews and posts, known by a label or a signature and not by quotation marks.
    """
    language = record.get("lang", "en")
    article = article_of(record["text"], language)
    if fragments is None:
        fragments = language.split("-")[0].lower() in _WITH_FRAGMENTS
    dialogue = find_quotations(article, DialogueSettings(min_confidence=0.0))
    kinds = ("speech", "fragment") if fragments else ("speech",)
    found = [q for q in dialogue.quotations if q.kind in kinds]
    kept = [q for q in found if doubled or not record["text"].startswith("''", q.start)]
    kept = [q for q in kept if not (marked and q.evidence in ("labelled", "signed"))]
    return {"id": record["id"], "quotes": [_entry(q) for q in kept], "left_out": len(found) - len(kept)}


def _entry(quotation: Quotation) -> dict[str, Any]:
    return {
        "start": quotation.start,
        "end": quotation.end,
        "kind": quotation.kind,
        "speaker": quotation.speaker,
        "speaker_entity": quotation.speaker,
        "speaker_spans": [list(quotation.mention)] if quotation.mention else [],
        "cue": list(quotation.cue) if quotation.cue else None,
        "confidence": quotation.confidence,
        "evidence": quotation.evidence,
    }


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A quotation cut at line breaks, marks and closing punctuation off."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        a, b = start + match.start(), start + match.end()
        while a < b and text[a] in _EDGE:
            a += 1
        while b > a and text[b - 1] in _TAIL:
            b -= 1
        if b > a:
            yield a, b


def overlap(one: Span, other: Span) -> float:
    """Jaccard of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def count(record: Record, prediction: Mapping[str, Any]) -> Counter[str]:
    """What was found, missed, and given to the right person in one record."""
    text, counts = record["text"], Counter[str]()
    gold = [(p, q) for q in record["quotes"] if _is_direct(q) for p in pieces(text, q["start"], q["end"])]
    optional = [p for q in record["quotes"] if not _is_direct(q) for p in pieces(text, q["start"], q["end"])]
    others = [p for span in record.get("non_quotes", ()) for p in pieces(text, *span)]
    free = [(p, q) for q in prediction["quotes"] for p in pieces(text, q["start"], q["end"])]
    counts["others"], counts["fragments"] = len(others), len(optional)
    counts["fragments voiced"] = sum(
        any(quote["kind"] == "speech" and overlap(piece, p) >= 0.8 for piece, quote in free) for p in optional
    )
    for piece, quote in gold:
        counts["gold"] += 1
        counts["known"] += bool(quote.get("speaker") or quote.get("speaker_spans"))
        match = max(free, key=lambda item: overlap(piece, item[0]), default=None)
        if match is None or overlap(piece, match[0]) < 0.8:
            continue
        free.remove(match)
        counts["found"] += 1
        if quote.get("speaker") or quote.get("speaker_spans"):
            counts.update(_speaker_counts(record, quote, match[1]))
    for piece, quote in free:
        if any(overlap(piece, p) >= 0.8 for p in optional):
            continue
        counts["false"] += 1
        counts["false on others"] += quote["kind"] == "speech" and any(overlap(piece, p) >= 0.5 for p in others)
    return counts


def _is_direct(quote: Record) -> bool:
    return bool(quote.get("kind", "direct") == "direct")


def _speaker_counts(record: Record, quote: Record, entry: Record) -> Counter[str]:
    right = is_right(record, quote, entry)
    counts = Counter({"judged": 1, "right": int(right)})
    if entry["confidence"] >= 0.9:
        counts.update({"sure": 1, "sure right": int(right)})
    if quote.get("speaker_resolved"):
        counts.update({"resolved": 1, "resolved right": int(_agree(entry["speaker"], quote["speaker_resolved"]))})
    return counts


def is_right(record: Record, quote: Record, entry: Record) -> bool:
    """Whether the name agrees with one of the speaker's names, or the mention lies within a gold mention."""
    entity = (record.get("entities") or {}).get(quote.get("speaker_entity")) or {}
    names = [quote.get("speaker"), quote.get("speaker_resolved"), entity.get("name"), *entity.get("aliases", ())]
    if any(name and _agree(entry["speaker"], name) for name in names):
        return True
    spans = [*(quote.get("speaker_spans") or ()), *entity.get("mentions", ())]
    return any(a < d and c < b for a, b in entry["speaker_spans"] for c, d in spans)


def _agree(predicted: str | None, gold: str) -> bool:
    if predicted is None or gold.lower() in _PRONOUNS:
        return False
    one, other = _words(predicted), _words(gold)
    return bool(one and other) and (one == other or one[-1] == other[-1] or one[-1] in other)


def _words(name: str) -> list[str]:
    head = re.split(r",| who | for | of |\(", name)[0]
    return [word.lower() for word in re.findall(r"[^\W_]+(?:[’'.-][^\W_]+)*", re.sub(r"[’']s\b", "", head))]


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}" if whole else "    -"


def table(name: str, counts: Counter[str], left_out: int) -> str:
    """The figures as text."""
    predicted = counts["found"] + counts["false"]
    precision, recall = counts["found"] / max(predicted, 1), counts["found"] / max(counts["gold"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    sure = f"{share(counts['sure'], counts['judged'])} %, right {share(counts['sure right'], counts['sure'])} %"
    rows = [
        f"{name}: {counts['gold']} pieces of direct quotation",
        f"  detection         precision {100 * precision:5.1f}  recall {100 * recall:5.1f}  F1 {100 * f1:5.1f}",
        f"  speaker if found  {share(counts['right'], counts['judged'])} %",
        f"  end to end        {share(counts['right'], counts['known'])} %",
        f"  pronouns resolved {share(counts['resolved right'], counts['resolved'])} %  of {counts['resolved']}",
        f"  non-quotes voiced {counts['false on others']} of {counts['others']}",
        f"  fragments voiced  {counts['fragments voiced']} of {counts['fragments']}",
        f"  sure (>= 0.9)     {sure}",
    ]
    if left_out:
        rows.append(f"  left out          {left_out} in doubled apostrophes, or without marks (--marked)")
    return "\n".join(rows)


def measure(records: Sequence[Record], name: str, options: argparse.Namespace) -> Counter[str]:
    """Predict, write, count, print."""
    start = time.perf_counter()
    predictions = [predict(record, options.fragments, options.doubled, options.marked) for record in records]
    seconds = time.perf_counter() - start
    if options.pred:
        lines = (json.dumps(prediction, ensure_ascii=False) for prediction in predictions)
        Path(options.pred).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    counts: Counter[str] = Counter()
    for record, prediction in zip(records, predictions, strict=True):
        counts.update(count(record, prediction))
    words = sum(len(record["text"].split()) for record in records)
    print(table(name, counts, sum(p["left_out"] for p in predictions)))
    print(f"  time              {1e6 * seconds / max(words, 1):.1f} ms for 1,000 words\n")
    return counts


def hard_cases(size: int) -> Iterator[tuple[str, str]]:
    """Texts of about `size` words in shapes that tempt to look back too far: what each is, and the text."""
    lines = range(size // 8)
    yield "one paragraph", " ".join(f'"We saw it {n}," said Ana Ruiz. He walked on.' for n in lines)
    yield "a new name in each line", "\n\n".join(f'"It was late {n}," said {_name(n)} of Elm.' for n in lines)
    yield "quotations never closed", "\n\n".join(f'"It was day {n} and nobody came.' for n in lines)
    yield "pronouns alone", "\n\n".join(f'"No, {n}," {("he", "she", "they")[n % 3]} said to them.' for n in lines)
    yield "a new label in each line", "\n\n".join(f"{_name(n // 2)}: It is day {n} of it." for n in lines)
    yield "a new signature in each line", "\n\n".join(f"— {_name(n)} (@h{n}) May 4, 2019" for n in lines)
    yield "marks alone", "\" “ ‘ ’ ” ' « » " * (size // 8)


def _name(number: int) -> str:
    """A name of two words, another one for each number."""
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    return f"{letters.capitalize()} Holt{letters[::-1]}"


def hard(sizes: tuple[int, int]) -> bool:
    """Whether the time for each word stays the same where texts grow in the shapes of `hard_cases`."""
    linear = True
    small, large = ([(name, text, _milliseconds(text)) for name, text in hard_cases(size)] for size in sizes)
    for (name, _, before), (_, text, after) in zip(small, large, strict=True):
        ratio = after / max(before, 1e-9)
        linear = linear and ratio <= _LINEAR
        print(f"  {name:28s} {len(text.split()):7d} words  {after:5.1f} ms for 1,000  ({ratio:.2f} of the short one)")
    return linear


def _milliseconds(text: str) -> float:
    """Time for 1,000 words."""
    start = time.process_time()
    find_quotations(article_of(text), DialogueSettings())
    return 1e6 * (time.process_time() - start) / len(text.split())


def speed(text: str, sizes: Sequence[int]) -> bool:
    """Whether the time for 1,000 words stays within the budget and does not grow with the length of the text."""
    words = len(text.split())
    per_thousand: list[float] = []
    for size in sizes:
        repeated = (text + "\n\n") * max(1, round(size / words))
        length = len(repeated.split())
        per_thousand.append(_milliseconds(repeated))
        ratio = per_thousand[-1] / per_thousand[0]
        print(f"  {length:7d} words  {per_thousand[-1]:5.1f} ms for 1,000  ({ratio:.2f} of the first)")
    linear = per_thousand[-1] <= _LINEAR * per_thousand[0]
    print(f"  budget {_BUDGET_MS:.0f} ms: {'kept' if max(per_thousand) < _BUDGET_MS else 'BROKEN'}; linear: {linear}")
    return linear and max(per_thousand) < _BUDGET_MS


def load(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def smoke(options: argparse.Namespace) -> int:
    for path in sorted(DATA.glob("*.jsonl")):
        measure(load(path), path.stem, options)
    # Told, not judged: a machine that does other things at the same time is no fault of the code.
    speed(load(DATA / "articles.jsonl")[0]["text"], _SIZES[:2])
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--pred", help="write the predictions here")
    parser.add_argument("--scorer", help="another scorer, called with GOLD and PRED")
    parser.add_argument(
        "--fragments",
        action=argparse.BooleanOptionalAction,
        help="quoted fragments, which the narrator reads: with or without (default: with them in German only)",
    )
    parser.add_argument("--doubled", action="store_true", help="keep quotations in doubled apostrophes")
    parser.add_argument("--marked", action="store_true", help="leave out interviews and posts, which bear no marks")
    parser.add_argument("--speed", action="store_true", help="also measure time against length")
    parser.add_argument("--smoke", action="store_true", help="the data of the tests, a few seconds")
    options = parser.parse_args(arguments)
    if options.smoke or options.gold is None:
        options.pred = None
        return smoke(options)
    measure(load(options.gold), options.gold.stem, options)
    if options.scorer and options.pred:
        subprocess.run([sys.executable, options.scorer, str(options.gold), options.pred], check=True)
    if options.speed:
        kept = speed(load(DATA / "articles.jsonl")[0]["text"], _SIZES)
        return 0 if hard(_HARD) and kept else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
