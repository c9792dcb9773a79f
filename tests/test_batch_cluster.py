"""Facts about work on a Dask cluster: a real scheduler and real workers, on this machine's loopback."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import Run
from test_batch_build import article, editions, record, wait_for

ROOT = Path(__file__).parent.parent
SHIM = """
import sys
import narrate
narrate.__version__ = "0.0.9"
"""


@dataclass
class Yard:
    """A scheduler and its workers as processes."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text(encoding="utf-8"))["address"])

    def start(self, *arguments: str, path: Path | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self.folder / "scheduler.json")]
        ours = os.pathsep.join(str(each) for each in (path, ROOT, Path(__file__).parent) if each)
        environment = os.environ | {"PYTHONPATH": ours, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self.folder)
        log.close()
        self.processes.append(process)
        return process

    def scheduler(self) -> subprocess.Popen[bytes]:
        process = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        deadline = time.monotonic() + 60
        while not (self.folder / "scheduler.json").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return process

    def worker(self, path: Path | None = None) -> subprocess.Popen[bytes]:
        local = str(self.folder / "local")
        options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", local)
        return self.start("worker", "--host", "127.0.0.1", *options, path=path)

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def yard_in(folder: Path) -> Yard:
    if importlib.util.find_spec("distributed") is None:
        if os.environ.get("CI"):
            pytest.fail("distributed is missing on CI")
        pytest.skip("distributed is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    return Yard(folder)


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """A scheduler with two workers, for all tests that leave them alive."""
    made = yard_in(tmp_path_factory.mktemp("yard"))
    made.scheduler()
    made.worker()
    made.worker()
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Yard]:
    """A yard of one's own, to be broken."""
    made = yard_in(tmp_path / "yard")
    made.scheduler()
    yield made
    made.close()


def start(work: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "narrate", "build", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def ran(work: Path, *arguments: object) -> tuple[int | None, str, str]:
    process = start(work, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_a_cluster_gives_the_bytes_of_this_machine(narrate: Run, work: Path, yard: Yard) -> None:
    (work / "voices.yaml").write_text("engine: pyttsx3\n", encoding="utf-8")
    for n in range(3):
        article(work, n)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    code, out, err = ran(work, "in", "--cluster", yard.address)
    assert (code, err) == (0, ""), out
    assert editions(work / "out") == editions(work / "here")
    assert any(path.is_file() for path in (work / "cache" / "takes").rglob("*"))
    shutil.rmtree(work / "out")
    (work / "voices.yaml").write_text(f"engine: pyttsx3\ncluster: {{address: '{yard.address}'}}\n", encoding="utf-8")
    code, out, _ = ran(work, "in")
    assert code == 0
    assert " 0 spoken" in out
    assert editions(work / "out") == editions(work / "here")


def test_long_articles_are_shared_among_the_workers_of_a_cluster_too(
    narrate: Run, work: Path, yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(2):
        article(work, n, paragraphs=12)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    monkeypatch.setattr("narrate.workers.schedule._LITTLE_MS", 0)
    monkeypatch.setattr("narrate.batch.production.produce_elsewhere", None)  # nobody may be sent it
    assert narrate("build", "in", "--cluster", yard.address).code == 0
    assert editions(work / "out") == editions(work / "here")


def test_what_the_cache_has_of_an_article_is_not_made_again_elsewhere(narrate: Run, work: Path, yard: Yard) -> None:
    article(work, 0)
    narrate("build", "in", "-o", "first")
    shutil.rmtree(work / "cache" / "pieces")
    takes = {path: path.stat().st_mtime_ns for path in (work / "cache" / "takes").rglob("*") if path.is_file()}
    article(work, 0, paragraphs=5)  # longer now, so that most of it is new
    assert narrate("build", "in", "--cluster", yard.address).code == 0
    (row,) = record(work)["articles"]
    assert row["cached"] >= 3
    assert all(path.stat().st_mtime_ns == before for path, before in takes.items())
    pieces = [path for path in (work / "cache" / "pieces").rglob("*") if path.is_file()]
    shutil.move(work / "out", work / "elsewhere")
    assert pieces
    assert narrate("build", "in", "--force").code == 0
    assert editions(work / "out") == editions(work / "elsewhere")


def test_a_damaged_take_of_the_cache_is_made_again_elsewhere(narrate: Run, work: Path, yard: Yard) -> None:
    article(work, 0)
    narrate("build", "in", "-o", "first")
    for path in (work / "cache" / "takes").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"x")
    article(work, 0, paragraphs=5)
    assert narrate("build", "in", "--cluster", yard.address).code == 0
    shutil.move(work / "out", work / "elsewhere")
    shutil.rmtree(work / "cache")
    assert narrate("build", "in").code == 0
    assert editions(work / "out") == editions(work / "elsewhere")


def test_music_reaches_workers_that_do_not_see_its_file(narrate: Run, work: Path, yard: Yard) -> None:
    import numpy as np
    import soundfile

    seconds = np.arange(44100 * 9) / 44100
    soundfile.write(work / "bed.wav", 0.2 * np.sin(2 * np.pi * 220 * seconds), 44100)
    settings = "engine: silence\nmusic: {bed: {file: bed.wav}, intro: {file: bed.wav}}\n"
    (work / "voices.yaml").write_text(settings, encoding="utf-8")
    article(work, 1)
    assert narrate("build", "in", "-o", "here").code == 0
    shutil.rmtree(work / "cache")
    code, out, err = ran(work, "in", "--cluster", yard.address)
    assert (code, err) == (0, ""), out
    assert editions(work / "out") == editions(work / "here")


def test_a_line_that_fails_on_a_worker_is_named(work: Path, yard: Yard) -> None:
    article(work, 1)
    (work / "voices.yaml").write_text(
        "engine: silence\nvoices: {Anna: {engine: command, names: {command: 'false {text_file} {wav}'}}}\n", "utf-8"
    )
    code, _, err = ran(work, "in", "--cluster", yard.address)
    assert code == 1
    assert "in/a001.txt: line 1" in err.replace(os.sep, "/")


def test_a_scheduler_that_does_not_answer_is_named(work: Path) -> None:
    yard_in(work / "yard")
    article(work, 1)
    environment = "tcp://127.0.0.1:9"
    code, _, err = ran(work, "in", "--cluster", environment)
    assert code == 1
    assert err.startswith("narrate: tcp://127.0.0.1:9: no Dask scheduler answers there")
    assert "dask scheduler" in err
    assert ran(work, "in", "--cluster", "nonsense://x")[0] == 1


def test_a_scheduler_without_workers_is_named(work: Path, own: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    from narrate.errors import ClusterError
    from narrate.workers import cluster

    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)

    class Nobody:
        def wait_for_workers(self, count: int, timeout: float) -> None:
            raise TimeoutError

    with pytest.raises(ClusterError, match="no worker has joined") as told:
        cluster._threads_of(Nobody(), own.address)
    assert f"dask worker {own.address}" in told.value.hint


def test_a_worker_of_another_version_is_named_before_work_starts(work: Path, own: Yard) -> None:
    shim = own.folder / "shim"
    shim.mkdir()
    (shim / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
    own.worker()
    own.worker(path=shim)
    wait_for_workers(own, 2)
    article(work, 1)
    code, _, err = ran(work, "in", "--cluster", own.address)
    assert code == 1
    assert "narrate is 0.0.9 there and" in err
    assert "worker tcp://" in err
    assert not list((work / "out").glob("*/episode.mp3"))


def test_a_worker_without_the_voice_is_named_before_work_starts(work: Path, own: Yard) -> None:
    shim = own.folder / "shim"
    shim.mkdir()
    other = "import narrate.engines.silence as s\ns.SilenceEngine.fingerprint = lambda self, voice: 'silence 99'\n"
    (shim / "sitecustomize.py").write_text(other, encoding="utf-8")
    own.worker()
    own.worker(path=shim)
    wait_for_workers(own, 2)
    article(work, 1)
    code, _, err = ran(work, "in", "--cluster", own.address)
    assert code == 1
    assert "voice Anna is" in err
    assert "silence 99" in err


def wait_for_workers(yard: Yard, count: int) -> None:
    code = (
        "import sys\nfrom distributed import Client\n"
        "with Client(sys.argv[1], timeout=30) as client:\n    client.wait_for_workers(int(sys.argv[2]), timeout=60)\n"
    )
    subprocess.run([sys.executable, "-c", code, yard.address, str(count)], check=True, capture_output=True)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_is_killed_costs_nothing(narrate: Run, work: Path, own: Yard) -> None:
    for n in range(8):
        article(work, n, paragraphs=4)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    first = own.worker()
    own.worker()
    wait_for_workers(own, 2)
    build = start(work, "in", "--cluster", own.address)
    wait_for(1, "[!.]*/edition.json", work / "out")
    first.send_signal(signal.SIGKILL)
    out, err = build.communicate(timeout=120)
    assert (build.returncode, err) == (0, ""), out
    assert editions(work / "out") == editions(work / "here")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_scheduler_that_is_killed_stops_the_run_and_a_second_one_completes_it(
    narrate: Run, work: Path, own: Yard
) -> None:
    for n in range(8):
        article(work, n, paragraphs=4)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    own.worker()
    wait_for_workers(own, 1)
    build = start(work, "in", "--cluster", own.address)
    wait_for(1, "[!.]*/edition.json", work / "out")
    own.processes[0].kill()
    _, err = build.communicate(timeout=120)
    assert build.returncode == 1
    assert "the scheduler is gone" in err
    assert record(work)["finished"] is False
    stood = {path: path.stat().st_mtime_ns for path in (work / "out").glob("[!.]*/edition.json")}
    again = yard_in(own.folder / "again")
    own.processes.append(again.scheduler())
    own.processes.append(again.worker())
    code, out, err = ran(work, "in", "--cluster", again.address)
    assert (code, err) == (0, ""), out
    assert all(path.stat().st_mtime_ns == before for path, before in stood.items())
    assert editions(work / "out") == editions(work / "here")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_coordinator_that_is_killed_leaves_what_a_second_one_goes_on_from(
    narrate: Run, work: Path, yard: Yard
) -> None:
    for n in range(8):
        article(work, n, paragraphs=4)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    build = start(work, "in", "--cluster", yard.address)
    wait_for(2, "[!.]*/edition.json", work / "out")
    build.send_signal(signal.SIGKILL)
    build.communicate(timeout=30)
    stood = {path: path.stat().st_mtime_ns for path in (work / "out").glob("[!.]*/edition.json")}
    code, out, err = ran(work, "in", "--cluster", yard.address)
    assert (code, err) == (0, ""), out
    assert record(work)["totals"]["unchanged"] == len(stood)
    assert all(path.stat().st_mtime_ns == before for path, before in stood.items())
    assert editions(work / "out") == editions(work / "here")
