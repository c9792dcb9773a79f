"""An archive: articles a minute with one and two workers, on a cluster, and what a line costs over a plain call.

Every way does the same articles with the same engine, one after the other in this run, from an empty cache. What counts
are ratios. On a machine that others use, those of wall time say little; the processor time of coordinator, workers and
scheduler holds even there: both are shown, with the load. The model says what 100,000 articles take on N workers, from
the processor time measured with two, and is checked against the wall time of the same run.

    python benchmarks/archive.py                  500 articles of silence, 50 with espeak-ng
    python benchmarks/archive.py --articles 60    fewer
    python benchmarks/archive.py --smoke          some seconds: does it all still run?
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

GOALS = {"scaling": 1.8, "cluster": 1.15, "line_ms": 3.0, "memory": 1.25}
ARCHIVE = 100_000
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""As Dask's nannies and narrate's own workers have it: threads that wait for each other would count as work."""
NOUNS = ("council", "harbour", "bridge", "market", "school", "hospital", "river", "station", "library", "theatre")
VERBS = ("opened", "closed", "questioned", "repaired", "approved", "delayed", "measured", "described", "defended")
NAMES = ("Ada Brook", "Tomas Hale", "Ines Calder", "Victor Stone", "Mina Farrow")


@dataclass(frozen=True)
class Run:
    """A batch, measured from outside."""

    articles: int
    lines: int
    seconds: float  # wall, of all but the start of the process
    own_cpu: float  # of the coordinator
    work_cpu: float  # of all others
    peak_mb: float  # of the coordinator

    @property
    def a_minute(self) -> float:
        return 60 * self.articles / self.seconds

    @property
    def cpu(self) -> float:
        return self.own_cpu + self.work_cpu


def article(number: int) -> str:
    """About 300 words, half of them quoted; no two articles share a sentence."""
    pick = random.Random(number)

    def sentence(part: int) -> str:
        words = f"the {pick.choice(NOUNS)} near the {pick.choice(NOUNS)} {pick.choice(VERBS)} what"
        return f"{words} the {pick.choice(NOUNS)} {pick.choice(VERBS)} in year {number} of part {part}"

    rows = [f"The {pick.choice(NOUNS)} {pick.choice(VERBS)} number {number}"]
    for part in range(0, 16, 2):
        name = pick.choice(NAMES)
        rows.append(f"“{sentence(part).capitalize()},” said {name}. {sentence(part + 1).capitalize()}.")
    return "\n\n".join(rows) + "\n"


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:05d}.txt").write_text(article(number), encoding="utf-8")


# ---------------------------------------------------------------------------------------------- what the child measures


def measure_batch(folder: Path, engine: str, workers: int, address: str) -> None:
    """Build a folder; prints JSON. Peak memory is taken at a fifth of the way, and at the end."""
    import resource

    from narrate import batch, lookup
    from narrate.cli.many import Wishes, pool_for
    from narrate.intake import Intake

    (folder / "voices.yaml").write_text(f"engine: {engine}\n", encoding="utf-8")
    settings = lookup.load_settings(folder / "voices.yaml")
    orders = batch.Orders(settings, folder / "out", folder / "cache")
    sources = list(batch.gather([str(folder / "in")], folder / "out"))
    making = batch.Batch(orders, shared_disk=not address)
    lines = done = 0
    early_mb = 0.0
    with pool_for(orders, Wishes(workers, address)) as pool:
        before = cpu_of(resource.RUSAGE_SELF)
        start = time.perf_counter()
        for row in batch.run(sources, making, Intake(), pool):
            if row.state != "built":
                raise SystemExit(f"{row.source}: {row.state}: {row.why}")
            done += 1
            lines += row.spoken
            if done == max(1, len(sources) // 5):
                early_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own, others = cpu_of(resource.RUSAGE_SELF), cpu_of(resource.RUSAGE_CHILDREN)
    print(json.dumps([done, lines, seconds, own - before, others, peak, early_mb]))


def cpu_of(who: int) -> float:
    import resource

    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def measure_plain(folder: Path, engine: str) -> None:
    """The same articles by plain calls, one after the other in one process; prints JSON."""
    from narrate import flow, lookup

    (folder / "voices.yaml").write_text(f"engine: {engine}\n", encoding="utf-8")
    settings = lookup.load_settings(folder / "voices.yaml")
    sources = sorted((folder / "in").iterdir())
    start, before = time.perf_counter(), time.process_time()
    lines = 0
    for source in sources:
        written = flow.write_script(str(source), settings).script
        lines += flow.perform(written, settings, folder / "out", cache=folder / "cache", workers=0).recording.spoken
    print(json.dumps([len(sources), lines, time.perf_counter() - start, 0.0, time.process_time() - before, 0.0, 0.0]))


def child(*arguments: str) -> tuple[Run, float]:
    command = [sys.executable, __file__, "--child", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ | ONE_THREAD)
    *facts, early = json.loads(done.stdout.splitlines()[-1])
    return Run(*facts), early


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """A real scheduler and real workers on the loopback; its address, and what they have used of the processors."""
    psutil: Any = import_module("psutil")  # comes with distributed

    dask, file = [sys.executable, "-m", "dask"], folder / "scheduler.json"
    advised = {  # by docs/cluster.md
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
        "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "10",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": os.environ | ONE_THREAD | advised}
    named = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
    processes = [subprocess.Popen([*dask, "scheduler", "--port", "0", *named], **quiet)]  # type: ignore[call-overload]
    try:
        while not file.exists():
            time.sleep(0.05)
        options = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder / "local")]
        for _ in range(workers):
            processes.append(subprocess.Popen([*dask, "worker", *named, *options], **quiet))  # type: ignore[call-overload]
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        wait = "from distributed import Client; import sys; Client(sys.argv[1]).wait_for_workers(int(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", wait, address, str(workers)], check=True, capture_output=True)

        def used() -> float:
            times = [psutil.Process(process.pid).cpu_times() for process in processes]
            return float(sum(each.user + each.system for each in times))

        yield address, used
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


# -------------------------------------------------------------------------------------------------------------- tables


def compare(engine: str, count: int, judging: bool) -> None:
    print(f"\n{engine}: {count} articles, load {load():.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        plain, _ = way(Path(name) / "plain", engine, count, "plain")
        show("plain calls in one process", plain)
        one, _ = way(Path(name) / "one", engine, count, "1")
        show("1 worker", one)
        two, early = way(Path(name) / "two", engine, count, "2")
        show("2 workers", two)
        if find_spec("distributed") is None:
            print("  without a cluster: pip install 'narrate-audio[cluster]'")
            far, far_early = two, early
        else:
            far, far_early = on_a_cluster(Path(name), engine, count)
            show("2 workers of a Dask cluster", far)

    lines = max(1, one.lines)
    judge("2 workers over 1, articles a minute", two.a_minute / one.a_minute, GOALS["scaling"], judging, at_least=True)
    possible = 2 * two.work_cpu / (two.work_cpu + two.own_cpu)
    judge("  possible on 2 idle processors", possible, GOALS["scaling"], judging, at_least=True)
    judge("cluster over local, time", far.seconds / two.seconds, GOALS["cluster"], judging)
    judge("  processor time", far.cpu / two.cpu, GOALS["cluster"], judging)
    judge(
        "1 worker over plain calls, ms a line", 1000 * (one.seconds - plain.seconds) / lines, GOALS["line_ms"], judging
    )
    judge("  processor ms a line", 1000 * (one.cpu - plain.cpu) / lines, GOALS["line_ms"], judging)
    judge("coordinator's memory, end over a fifth", two.peak_mb / max(early, 1e-9), GOALS["memory"], judging)
    judge("  on the cluster", far.peak_mb / max(far_early, 1e-9), GOALS["memory"], judging)
    model(two)


def on_a_cluster(folder: Path, engine: str, count: int) -> tuple[Run, float]:
    with cluster(folder, 2) as (address, used):
        before = used()
        far, early = way(folder / "far", engine, count, "2", address)
        return replace(far, work_cpu=used() - before), early


def way(folder: Path, engine: str, count: int, workers: str, address: str = "") -> tuple[Run, float]:
    write_articles(folder / "in", count)
    return child(str(folder), engine, workers, address)


def show(name: str, run: Run) -> None:
    cpu = f"{1000 * run.cpu / run.articles:5.0f} ms of processors each"
    own = (
        f", {1000 * run.own_cpu / run.articles:.0f} of them the coordinator's, {run.peak_mb:.0f} MB"
        if run.peak_mb
        else ""
    )
    print(f"  {name:28}{run.a_minute:6.0f} articles a minute, {run.lines} lines, {cpu}{own}", flush=True)


def load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def judge(name: str, value: float, goal: float, judging: bool, at_least: bool = False) -> None:
    met = value >= goal if at_least else value <= goal
    verdict = f"{'>=' if at_least else '<='} {goal} {'ok' if met else 'MISSED'}" if judging else ""
    print(f"  {name:44}{value:8.2f}  {verdict}")


def model(two: Run) -> None:
    """What N workers take for an archive: their work shared, but never less than the coordinator's own.

    Every worker has a processor, and the coordinator one; here they share what there is.
    """
    work, own = two.work_cpu / two.articles, two.own_cpu / two.articles
    print(f"  model: {work:.3f} s of work and {own:.3f} s of the coordinator for an article", end="; ")
    here = max(work / 2, own, (work + own) / (os.cpu_count() or 1))
    print(f"2 workers here should take {here:.3f} s, took {two.seconds / two.articles:.3f} s")
    for workers in (1, 8, 32, 128):
        hours = ARCHIVE * max(work / workers, own) / 3600
        print(f"    {ARCHIVE:,} articles on {workers:3d} workers: {hours:6.1f} h")
    print(f"    {ARCHIVE * (work + own) / 3600:.0f} processor hours; more than {int(work / own)} workers do not help")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500, help="of silence; a tenth of them with espeak-ng")
    parser.add_argument("--engine", choices=["silence", "pyttsx3"], help="only this one")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        folder, engine, workers, address = options.child
        if workers == "plain":
            measure_plain(Path(folder), engine)
        else:
            measure_batch(Path(folder), engine, int(workers), address)
        return
    counts = {"silence": 4, "pyttsx3": 2} if options.smoke else None
    for engine in (options.engine,) if options.engine else ("silence", "pyttsx3"):
        share = 1 if engine == "silence" else 10
        compare(engine, counts[engine] if counts else max(2, options.articles // share), not options.smoke)


if __name__ == "__main__":
    main()
