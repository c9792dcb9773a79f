"""How soon narrate answers, against what Python and click take with no program at all.

The limit of a command line is an interpreter that imports click and leaves. It is measured in the same run, in turn
with `narrate --help`, because machines differ and are busy; the best of several runs of each is compared.

    python benchmarks/startup.py            20 runs
    python benchmarks/startup.py --smoke    3 runs: does it still answer?
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

CASES = {
    "python": ["-c", "pass"],
    "python and click": ["-c", "import click"],
    "narrate --help": ["-m", "narrate", "--help"],
    "narrate --version": ["-m", "narrate", "--version"],
    "import narrate": ["-c", "import narrate"],
}
LIMIT_MS = 150
"""What `narrate --help` may take on a machine with nothing else to do; above it, people feel that they wait."""


def seconds(arguments: list[str]) -> float:
    """Wall time of one run of Python."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=env)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="a few runs only")
    runs = 3 if parser.parse_args().smoke else 20
    best = dict.fromkeys(CASES, float("inf"))
    for _ in range(runs):
        for name, arguments in CASES.items():
            best[name] = min(best[name], seconds(arguments))
    limit = best["python and click"]
    for name, found in best.items():
        print(f"{name:>18}  {found * 1000:6.0f} ms  {found / limit:5.2f} of the limit")
    print(f"narrate --help: {'within' if best['narrate --help'] * 1000 <= LIMIT_MS else 'above'} {LIMIT_MS} ms")


if __name__ == "__main__":
    main()
