"""Facts about a cache in S3 that several machines share, on a server that others wrote."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from publishing_servers import optional, running, serve_s3
from test_batch_build import article, editions, record
from test_batch_cluster import Yard, wait_for_workers, yard_in

from narrate.errors import OutputError
from narrate.sound import SharedCache
from narrate.sound.cache import Unusable

URL = "s3://takes/ours"


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    optional("moto")
    boto3 = optional("boto3")
    from narrate.sound import shared

    shared._client.cache_clear()
    with running(serve_s3, tmp_path / "server") as port:
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ):
            monkeypatch.setenv(name, value)
        boto3.client("s3").create_bucket(Bucket="takes")
        yield
    shared._client.cache_clear()


@pytest.mark.usefixtures("storage")
def test_what_one_machine_makes_another_one_has(tmp_path: Path) -> None:
    here, there = SharedCache(URL, tmp_path / "here"), SharedCache(URL, tmp_path / "there")
    assert not there.has("takes", "abc")
    with pytest.raises(Unusable):
        there.head("takes", "abc")
    here.write("takes", "abc", {"rate": 8000}, b"sound")
    assert there.has("takes", "abc")
    assert there.head("takes", "abc") == {"rate": 8000}
    assert bytes(there.read("takes", "abc")[1]) == b"sound"
    assert (tmp_path / "there" / "takes" / "ab" / "abc").exists()


@pytest.mark.usefixtures("storage")
def test_the_first_of_two_entries_stays_and_both_machines_go_on_with_it(tmp_path: Path) -> None:
    here, there = SharedCache(URL, tmp_path / "here"), SharedCache(URL, tmp_path / "there")
    here.write("takes", "abc", {"n": 1}, b"first")
    there.write("takes", "abc", {"n": 2}, b"second")
    assert bytes(there.read("takes", "abc")[1]) == b"first"
    assert bytes(here.read("takes", "abc")[1]) == b"first"


@pytest.mark.usefixtures("storage")
def test_an_entry_that_is_damaged_in_the_storage_is_made_again(tmp_path: Path) -> None:
    import boto3

    here, there = SharedCache(URL, tmp_path / "here"), SharedCache(URL, tmp_path / "there")
    here.write("takes", "abc", {"n": 1}, b"first")
    boto3.client("s3").put_object(Bucket="takes", Key="ours/takes/ab/abc", Body=b"narrate-1 rubbish")
    with pytest.raises(Unusable):
        there.read("takes", "abc")
    there.write("takes", "abc", {"n": 1}, b"first")
    assert bytes(SharedCache(URL, tmp_path / "new").read("takes", "abc")[1]) == b"first"


@pytest.mark.usefixtures("storage")
def test_storage_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="s3://nowhere/x cannot be used"):
        SharedCache("s3://nowhere/x", tmp_path).write("takes", "abc", {}, b"")
    with pytest.raises(OutputError, match="is no shared cache"):
        SharedCache("/tmp/cache", tmp_path)


def settings(work: Path, address: str = "") -> None:
    cluster = f"cluster: {{cache: '{URL}', address: '{address}'}}"
    (work / "voices.yaml").write_text(f"engine: silence\n{cluster}\n", encoding="utf-8")


@pytest.mark.usefixtures("storage")
def test_two_coordinators_at_the_same_time_make_the_same_editions(narrate: Run, work: Path) -> None:
    for n in range(4):
        article(work, n)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    settings(work)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "narrate", "build", "in", "--quiet"]
    runs = [
        subprocess.Popen([*command, "-o", name, "--cache", f"cache-{name}"], cwd=work, env=environment) for name in "ab"
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert editions(work / "a") == editions(work / "b") == editions(work / "here")
    ran = narrate("build", "in", "-o", "c", "--cache", "cache-c")
    assert (ran.code, ran.out.count(" 0 spoken")) == (0, 4)
    assert editions(work / "c") == editions(work / "here")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Yard]:
    made = yard_in(tmp_path / "yard")
    made.scheduler()
    yield made
    made.close()


@pytest.mark.usefixtures("storage")
def test_workers_of_a_cluster_use_the_shared_cache_themselves(narrate: Run, work: Path, own: Yard) -> None:
    for n in range(2):
        article(work, n)
    narrate("build", "in", "-o", "here")
    shutil.rmtree(work / "cache")
    own.worker()
    wait_for_workers(own, 1)
    settings(work, own.address)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "narrate", "build", "in", "--cache", "near"]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert editions(work / "out") == editions(work / "here")
    assert record(work)["totals"] == {"built": 2}
