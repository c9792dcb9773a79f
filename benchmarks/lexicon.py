"""What espeak-ng makes of each entry of the shipped lexicon, and of the plain word.

    python benchmarks/lexicon.py [--smoke] [--all]

Prints the entries that change nothing (espeak-ng says the plain word with the same phonemes), and with --all both
pronunciations of every entry, for reading through. Entries bound to neighbour words are shown, not judged.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess

from narrate.engines.ipa import ipa_to_mnemonics
from narrate.speech.lexicon import shipped_lexicon


def phonemes(text: str) -> str:
    """espeak-ng's phonemes in IPA, American English."""
    done = subprocess.run(
        ["espeak-ng", "-q", "-v", "en-us", "--ipa", text], capture_output=True, encoding="utf-8", check=True
    )
    return " ".join(done.stdout.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="the first 30 entries")
    parser.add_argument("--all", action="store_true", help="print both pronunciations of every entry")
    options = parser.parse_args()
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is not installed: nothing to compare with")
        return 0
    entries = [e for e in shipped_lexicon("en") if e.ipa]
    idle = 0
    for entry in entries[:30] if options.smoke else entries:
        said = phonemes(f"[[{ipa_to_mnemonics(entry.ipa)}]]")
        for form in entry.match:
            plain = phonemes(form)
            same = plain == said and not (entry.before or entry.after)
            idle += same
            if options.all or same:
                print(f"{'needless' if same else '':9}{form:28}{plain:28}{said}")
    print(f"{len(entries)} entries with IPA, {idle} forms that espeak-ng says so by itself")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
