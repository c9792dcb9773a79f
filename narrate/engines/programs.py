"""Programs that speak: run with a time limit, and never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from narrate.errors import EngineError

_TOLD = 200


class Programs:
    """What one engine runs."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def run(self, arguments: Sequence[str], *, given: bytes, limit_s: float, what: str) -> bytes:
        """Run a program to its end.

        Parameters
        ----------
        arguments : sequence of str
            The program and its arguments; no shell reads them.
        given : bytes
            Its standard input.
        limit_s : float
            Seconds after which it is ended, with everything it started.
        what : str
            Subject of messages: engine, voice and the text's beginning.

        Returns
        -------
        bytes
            Its standard output.

        Raises
        ------
        EngineError
            It is not there, fails, or takes too long.
        """
        if self._ended:
            raise EngineError(f"{what}: the engine was closed")
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that a program's own children can be ended with it
            )
        except OSError as error:
            raise EngineError(f"{what}: cannot run {arguments[0]!r}: {error.strerror}", _missing_hint(error)) from error
        self._running.add(process)
        if self._ended:  # while it started
            _kill(process)
        try:
            output, complaints = process.communicate(given, timeout=limit_s)
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"{what}: {arguments[0]!r} was still busy after {limit_s:.0f} s and was ended") from error
        finally:
            _kill(process)
            process.communicate()
            self._running.discard(process)
        if process.returncode != 0:
            said = complaints.decode("utf-8", "replace").strip().splitlines()
            told = f": {said[-1][:_TOLD]}" if said else ""
            raise EngineError(f"{what}: {arguments[0]!r} failed with code {process.returncode}{told}")
        return output

    def end(self) -> None:
        """End what other threads are running, and run nothing more: they get an EngineError."""
        self._ended = True
        ended = list(self._running)
        for process in ended:
            _kill(process)
        for process in ended:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)


def _missing_hint(error: OSError) -> str:
    return "install it, or give its full path" if isinstance(error, FileNotFoundError) else ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
