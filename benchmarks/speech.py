"""How well and how fast written text becomes spoken words.

    python benchmarks/speech.py [--smoke] [--misses] [--nemo FOLDER] [--news FILE.tsv] [--oracle SENTENCES.txt]

Without options: the phrases of tests/data/speech, next to two other ways of doing the same job: number words alone
(num2words, if installed) and espeak-ng on its own (its phonemes for the written text against those for an accepted
reading). Then speed, against a limit of 1 MB of text a second.

--nemo    the folder `tests/nemo_text_processing/en/data_text_normalization/test_cases` of NVIDIA's
          NeMo-text-processing (Apache-2.0), measured where it lies; web addresses are read in full there, because
          those cases ask for it.
--news    a table in the format of tests/data/speech/phrases.tsv, or with three columns (class, written, accepted).
--oracle  prints each sentence of a file where NeMo (if installed in this environment) says something else.

exact: casefolded. loose: also without punctuation, hyphens, "and", "the", and the spacing of spelled letters.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from narrate.model import SpeechSettings
from narrate.speech import Verbalizer

ROOT = Path(__file__).resolve().parent.parent
PHRASES = ROOT / "tests" / "data" / "speech" / "phrases.tsv"
NEMO = ROOT / "benchmarks" / "nemo.tsv"
CONTINENTAL = PHRASES.with_name("continental.tsv")
VOICES = {"en-US": "en-us", "en-GB": "en-gb", "en-AU": "en-gb", "es-MX": "es-419"}
"""espeak-ng's voices where they are not called like the language."""
LEAST_BYTES_A_SECOND = 1_000_000
CONTRADICTORY = {
    "13000": "digit by digit, where $15000 and 1000000th of the same set are read as numbers",
    "123000": "digit by digit, as above",
    "from 2-10": '"two - ten" leaves the dash to the engine; 2-5lb of the same set is "two to five"',
    "2-5": "as above",
    "2x8": '"two x eight", but 2x8 m2 of the same set is "two by eight"',
    "170 - 45190": "a dash between blanks with a five-digit number digit by digit",
    "1961–1965 and (2006–2012)": 'no word for the dash, but 1980-1986 of the same set has "to"',
    "We have seen YoY growth in 2Q22": '"of twenty two" for the year 2022',
    "3 cc/s": '"per S" for a second',
    "Main St.": "unchanged, but Elm St. of the same set is Street",
    "111st": '"one one one st" for a slip of the pen',
    "2*8": '"asterisk" between two figures',
    "$12@12%": '"dollar twelve", where $12 is twelve dollars elsewhere',
    "1-8090": '"one - eight thousand and ninety": as 2-5',
    "<pitch=-.3>123?123</pitch>": "markup is kept: an engine would obey it",
    "<pitch=-.3>123 123</pitch>": "as above",
    "<singing> haleluja </singing>": "as above",
    "go <noise/> home": "as above",
    "go<noise/>home": "as above",
    "[HH AH0 L OW1]": "phonemes in brackets are kept: an engine would read them",
    '"text 7" text ".': "a closing quotation mark taken for inches",
    "dfsd$$sfgsfd$": "a currency mark between letters",
}  # fmt: skip
"""NeMo's cases that contradict other cases of its own, or what a listener of news needs, with the reason."""
UNSCORED = {"normalize_with_audio"}  # several readings of one input
Way = Callable[[str, str], str]


@dataclass(frozen=True)
class Case:
    kind: str
    language: str
    written: str
    accepted: tuple[str, ...]


def phrases(path: Path) -> Iterator[Case]:
    """Cases of a table."""
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 3 and not line.startswith("#"):
            columns.insert(1, "en-US")
        if len(columns) == 4 and not line.startswith("#"):
            yield Case(columns[0], columns[1], columns[2], tuple(columns[3].split("|")))


def nemo(folder: Path) -> Iterator[Case]:
    """NeMo's English cases."""
    for path in sorted(folder.glob("test_cases_*.txt")):
        kind = path.stem.removeprefix("test_cases_")
        for line in path.read_text(encoding="utf-8").splitlines():
            written, *accepted = line.split("~")
            if kind not in UNSCORED and accepted and written.strip():
                yield Case(kind, "en-US", written, tuple(accepted))


def continental() -> Iterator[Case]:
    """German, French and Spanish phrases, by language."""
    for line in CONTINENTAL.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, written, accepted = line.split("\t")
            yield Case(language, language, written, tuple(accepted.split("|")))


def exact(text: str) -> str:
    return " ".join(text.casefold().split())


def same_words(said: str, accepted: str) -> bool:
    """Whether two texts sound the same, as far as letters tell."""
    letters = ["".join(c for c in text.casefold() if c.isalnum()) for text in (said, accepted)]
    return letters[0] == letters[1] or loose(said) == loose(accepted)


def loose(text: str) -> str:
    plain = re.sub(r"[^\w\s']", " ", exact(text).replace("’", "'"))
    words = " ".join(w for w in plain.split() if w not in ("and", "the")) + " "
    words = re.sub(r"\bper cent\b", "percent", words).replace("metre", "meter")
    return re.sub(r"\b(?:\w )+(?=\w\b)", lambda m: m.group().replace(" ", ""), words).strip()


@lru_cache(maxsize=16)
def verbalizer(language: str, full: bool) -> Verbalizer:
    return Verbalizer(language, SpeechSettings(urls="full" if full else "domain"))


def narrate(text: str, language: str) -> str:
    return verbalizer(language, False).say(text).text


def narrate_full(text: str, language: str) -> str:
    return verbalizer(language, True).say(text).text


def number_words(text: str, language: str) -> str:
    """What num2words alone makes of it."""
    from num2words import num2words  # type: ignore[import-not-found, import-untyped, unused-ignore]

    return re.sub(r"\d+(?:\.\d+)?", lambda m: f" {num2words(m.group())} ", text.replace(",", ""))


@lru_cache(maxsize=4096)
def phonemes(text: str, language: str) -> str:
    voice = VOICES.get(language, language)
    done = subprocess.run(
        ["espeak-ng", "-q", "-v", voice, "-x", "--", text], capture_output=True, encoding="utf-8", check=True
    )
    return re.sub(r"[\s,'_:;|]|\(\w+\)", "", done.stdout)


def tally(cases: Sequence[Case], way: Way) -> dict[str, list[int]]:
    """By class: exact, loose (or the same letters and figures), number of cases."""
    table: dict[str, list[int]] = {}
    for case in cases:
        row = table.setdefault(case.kind, [0, 0, 0])
        said = way(case.written, case.language)
        same = any(exact(said) == exact(a) for a in case.accepted)
        row[0] += same
        row[1] += same or any(same_words(said, a) for a in case.accepted)
        row[2] += 1
    return table


def tally_espeak(cases: Sequence[Case]) -> dict[str, list[int]]:
    """The same for espeak-ng alone, by phonemes."""
    table: dict[str, list[int]] = {}
    for case in cases:
        row = table.setdefault(case.kind, [0, 0, 0])
        heard = phonemes(case.written, case.language)
        row[1] += any(heard == phonemes(a, case.language) for a in case.accepted)
        row[2] += 1
    return table


def show(title: str, cases: Sequence[Case], way: Way, *, others: bool, misses: bool) -> float:
    """Print the table; returns the loose share."""
    ours = tally(cases, way)
    columns = {"narrate": ours}
    if others and has_num2words() and all(case.language.startswith("en") for case in cases):
        columns["num2words"] = tally(cases, number_words)
    if others and shutil.which("espeak-ng"):
        columns["espeak-ng"] = tally_espeak(cases)
    print(f"\n{title}: exact/loose of n")
    print(f"{'':26}{'n':>5}" + "".join(f"{name:>12}" for name in columns))
    for kind, row in ours.items():
        print(f"{kind:26}{row[2]:>5}" + "".join(f"{f'{t[kind][0]}/{t[kind][1]}':>12}" for t in columns.values()))
    total = sum(r[2] for r in ours.values())
    sums = [(sum(r[0] for r in t.values()), sum(r[1] for r in t.values())) for t in columns.values()]
    print(f"{'all':26}{total:>5}" + "".join(f"{f'{a}/{b}':>12}" for a, b in sums))
    if misses:
        for case in cases:
            said = way(case.written, case.language)
            if not any(same_words(said, a) for a in case.accepted):
                why = CONTRADICTORY.get(case.written, "")
                print(f"  {case.kind}: {case.written!r} -> {said!r}, wanted {case.accepted[0]!r} {why and f'[{why}]'}")
    return sums[0][1] / total


def show_verdicts(*, misses: bool) -> None:
    """Our sentences beside what NeMo says of them, and who is right where the two differ."""
    table: dict[str, int] = {}
    stale = 0
    for line in NEMO.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        verdict, sentence, theirs, why = (*line.split("\t"), "")[:4]
        ours = narrate(sentence, "en-US")
        agree = same_words(ours, theirs)
        stale += agree != (verdict == "agree")
        table[verdict] = table.get(verdict, 0) + 1
        if misses and verdict != "agree":
            print(f"\n{sentence}\n  narrate: {ours}\n  NeMo:    {theirs}\n  right: {verdict} {why}".rstrip())
    rows = ", ".join(f"{verdict} {count}" for verdict, count in sorted(table.items()))
    print(f"\n{sum(table.values())} sentences beside NeMo, who is right: {rows}; {stale} verdicts to judge anew")


def has_num2words() -> bool:
    try:
        import num2words  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: F401
    except ImportError:
        return False
    return True


def speed(cases: Sequence[Case], seconds: float) -> float:
    """Bytes of text a second, by processor time."""
    prose = "The council met again after a long break, and those who spoke said little that was new to anyone there. "
    # News has something to change every 200 characters or so (counted over 127 pages).
    text = " ".join(prose * 2 + case.written + "." for case in cases if case.language == "en-US")
    lines = re.findall(r".{1,900}(?:\s|$)", text)
    say = Verbalizer("en-US", SpeechSettings()).say
    size, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for one in lines:
            say(one)
            size += len(one.encode())
    return size / (time.process_time() - start)


def import_seconds() -> float:
    """Processor seconds that importing the package adds to Python's own start."""
    code = "import time; a = time.process_time(); import narrate.speech; print(time.process_time() - a)"
    return min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout)
        for _ in range(5)
    )


def oracle(path: Path) -> None:
    """Sentences on which NeMo says something else."""
    from nemo_text_processing.text_normalization.normalize import (  # type: ignore[import-not-found, unused-ignore]
        Normalizer,
    )

    normalizer = Normalizer(input_case="cased", lang="en")
    sentences = [s for s in path.read_text(encoding="utf-8").splitlines() if s.strip()]
    agreed = 0
    for sentence in sentences:
        ours, theirs = narrate(sentence, "en-US"), normalizer.normalize(sentence)
        if loose(ours) == loose(theirs):
            agreed += 1
        else:
            print(f"\n{sentence}\n  narrate: {ours}\n  NeMo:    {theirs}")
    print(f"\nagreed on {agreed} of {len(sentences)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few seconds: own phrases and a short speed run")
    parser.add_argument("--misses", action="store_true", help="print what was said otherwise")
    parser.add_argument("--nemo", type=Path)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--oracle", type=Path)
    options = parser.parse_args()
    own = list(phrases(PHRASES))
    others = not options.smoke
    share = show("own phrases", own, narrate, others=others, misses=options.misses)
    show("German, French, Spanish", list(continental()), narrate, others=others, misses=options.misses)
    show_verdicts(misses=options.misses)
    if options.news:
        show("news", list(phrases(options.news)), narrate, others=others, misses=options.misses)
    if options.nemo:
        cases = list(nemo(options.nemo))
        show("NeMo", cases, narrate_full, others=others, misses=options.misses)
        fair = [c for c in cases if c.written not in CONTRADICTORY]
        show("NeMo without contradictory cases", fair, narrate_full, others=False, misses=False)
    rate = speed(own, 0.5 if options.smoke else 3.0)
    print(f"\nspeed: {rate / LEAST_BYTES_A_SECOND:.2f} of the limit (1 MB of text a processor second)")
    print(f"import: {import_seconds() * 1000:.0f} ms of processor time")
    if options.oracle:
        oracle(options.oracle)
    return 0 if share == 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
