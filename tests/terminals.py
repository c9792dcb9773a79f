"""Real terminals for tests: a child process on a pseudo-terminal of a given width."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def spawn(columns: int, *arguments: object, **environment: str) -> Any:
    """The command line on a terminal; `pexpect` drives it."""
    if os.name == "nt":
        pytest.skip("pseudo-terminals are POSIX's")
    pexpect = pytest.importorskip("pexpect", reason="pip install pexpect")
    command = ["-m", "narrate", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}
    return pexpect.spawn(sys.executable, command, dimensions=(50, columns), env=env, encoding="utf-8", timeout=60)


def finish(child: Any) -> int:
    """Wait for the end of the child; its exit code."""
    import pexpect

    child.expect(pexpect.EOF)
    child.close()
    code: int = child.exitstatus
    return code
