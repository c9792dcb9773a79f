"""How exact the IPA table of narrate.engines.ipa is, and the derivation it came from.

    python benchmarks/ipa.py [--smoke] [WORDS.txt]

espeak-ng prints each word twice, as IPA and in its own mnemonics, with a separator between phonemes: symbol by symbol
that gives the table (--derive). Measured is the way back on words that the derivation did not see: IPA -> mnemonics ->
espeak-ng -> IPA, the share that comes back exactly. Without a list the words are those of narrate's own source.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from narrate.engines.ipa import ipa_to_mnemonics

VOICES = ("en-us", "en-gb", "en-gb-x-rp")
TRAINED, MEASURED = 1500, 400
REQUIRED = 0.98


def espeak(voice: str, lines: Sequence[str], *options: str) -> list[str]:
    """What espeak-ng prints for each line."""
    done = subprocess.run(
        ["espeak-ng", "-q", "-v", voice, *options],
        input="\n".join(lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line.strip() for line in done.stdout.splitlines()][: len(lines)]


def derive(voice: str, words: Sequence[str]) -> dict[str, Counter[str]]:
    """IPA symbol -> mnemonics that espeak-ng printed at the same place, with counts."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    shown = zip(espeak(voice, words, "--ipa", "--sep=_"), espeak(voice, words, "-x", "--sep=_"), strict=True)
    for ipa, mnemonics in shown:
        symbols, names = ipa.split("_"), mnemonics.split("_")
        if len(symbols) == len(names):
            for symbol, name in zip(symbols, names, strict=True):
                table[symbol.strip("ˈˌ")][name.strip("',")] += 1
    return table


def round_trip(voice: str, words: Sequence[str]) -> list[tuple[str, str, str]]:
    """Words that do not come back exactly: word, IPA, IPA after the way there and back."""
    there = espeak(voice, words, "--ipa")
    back = espeak(voice, [f"[[{ipa_to_mnemonics(ipa)}]]" for ipa in there], "--ipa")
    return [(w, a, b) for w, a, b in zip(words, there, back, strict=True) if a != b]


def word_list(path: Path | None) -> list[str]:
    """Distinct lower-case words in a fixed random order."""
    if path:
        text = path.read_text(encoding="utf-8")
    else:
        root = Path(__file__).resolve().parent.parent
        text = " ".join(p.read_text(encoding="utf-8") for p in sorted(root.glob("**/*.py")) if ".venv" not in p.parts)
    words = sorted({w for w in re.findall(r"\b[a-z]{3,14}\b", text) if re.search("[aeiouy]", w)})
    random.Random(1).shuffle(words)
    return words


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="?", type=Path)
    parser.add_argument("--smoke", action="store_true", help="50 words, one voice")
    parser.add_argument("--derive", action="store_true", help="print the aligned table too")
    options = parser.parse_args()
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is not installed: nothing to compare with")
        return 0
    words = word_list(options.words)
    worst = 1.0
    for voice in VOICES[:1] if options.smoke else VOICES:
        if options.derive:
            for symbol, names in sorted(derive(voice, words[:TRAINED]).items()):
                print(voice, symbol, dict(names))
        chosen = words[-50:] if options.smoke else words[TRAINED : TRAINED + MEASURED]
        wrong = round_trip(voice, chosen)
        share = 1 - len(wrong) / len(chosen)
        worst = min(worst, share)
        print(f"{voice}: {len(chosen) - len(wrong)} of {len(chosen)} words exact ({share:.1%})")
        for word, there, back in wrong:
            print(f"    {word}: {there} came back as {back}")
    return 0 if worst >= REQUIRED else 1


if __name__ == "__main__":
    raise SystemExit(main())
