"""Fixtures that several rooms' tests share: the command line in this process, with an engine that costs nothing."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A runner in the background starts us with Ctrl-C ignored, and whatever we start would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def work(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a voices.yaml whose engine makes silence of exact length, and a cache of its own."""
    (tmp_path / "voices.yaml").write_text("engine: silence\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NARRATE_CACHE", str(tmp_path / "cache"))
    own = tmp_path_factory.mktemp("own") / "lexicon.yaml"
    own.write_text("", encoding="utf-8")  # whoever runs the tests may have one
    monkeypatch.setenv("NARRATE_LEXICON", str(own))
    return tmp_path


@pytest.fixture
def narrate(work: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in the working folder."""
    from narrate.cli import run

    def call(*arguments: object) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> Path:
    """Each article of examples/ in turn."""
    path: Path = request.param
    return path
