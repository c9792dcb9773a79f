"""A folder on this machine, or on anything that is mounted here."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from narrate.errors import OutputError, PublishError
from narrate.publishing.settings import TargetSettings
from narrate.publishing.targets.base import (
    STATE,
    Changed,
    Digest,
    Fetching,
    Found,
    Sink,
    Unreachable,
    Upload,
    check_key,
)

_TEMPORARY = ".narrate-part-"
_STALE_S = 86_400  # a temporary file this old belongs to nobody
_LOCK_WAIT_S = 120.0


class FolderTarget(Fetching):
    """Writes by temporary file, fsync and rename, one publisher at a time by a lock the kernel lifts if it dies."""

    def __init__(self, settings: TargetSettings, base: Path) -> None:
        self._root = Path(os.path.abspath(base / Path(settings.path).expanduser()))
        self._command = settings.command
        self._lock = _FolderLock(self._root / STATE / "lock")

    @property
    def where(self) -> str:
        return str(self._root)

    def fetch(self, key: str, into: Sink) -> str | None:
        digest = Digest(into)
        try:
            with self._path(key).open("rb") as file:
                while piece := file.read(1 << 18):
                    digest.write(piece)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._failed("read", key, error) from error
        return digest.hex

    def stat(self, key: str) -> Found | None:
        try:
            path = self._path(key)
            return Found(path.stat().st_size) if path.is_file() else None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def put_new(self, key: str, upload: Upload) -> bool:
        if self.stat(key) is not None:
            return False
        with self._written(key, upload) as part, self._lock:
            if self.stat(key) is not None:
                return False
            self._rename(part, key)
        return True

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        with self._written(key, upload) as part, self._lock:
            if (self.sha256(key) or None) != tag:
                raise Changed(key)
            self._rename(part, key)

    def remove(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise self._failed("remove", key, error) from error

    def keys(self, folder: str) -> list[str]:
        try:
            with os.scandir(self._path(folder)) as entries:
                names = [e.name for e in entries if not e.name.startswith(_TEMPORARY) and e.is_file()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(f"{folder}/{name}" for name in names)

    def exclusive(self) -> _FolderLock:
        return self._lock

    def settle(self) -> None:
        if not self._command:
            return
        command = [part.replace("{folder}", str(self._root)) for part in self._command]
        try:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=3600)
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
            raise Unreachable(f"'{command[0]}' ended with code {error.returncode}: {said[0]}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PublishError(f"'{command[0]}' cannot be run: {error}", "target.command in podcast.yaml") from error

    def close(self) -> None:
        return None

    def _path(self, key: str) -> Path:
        """The key's path; refused where a symbolic link on the way leads out of the root."""
        path = self._root / check_key(key)
        real_root = os.path.realpath(self._root)
        if os.path.commonpath([os.path.realpath(path), real_root]) != real_root:
            raise PublishError(f"{path} leads out of {self._root}", "remove the symbolic link")
        return path

    @contextlib.contextmanager
    def _written(self, key: str, upload: Upload) -> Iterator[Path]:
        """The upload in a temporary file beside its place, on the disk for certain; gone again in the end."""
        path = self._path(key)
        part: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if key.startswith(STATE):
                (self._root / STATE).chmod(0o750)
            handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
            part = Path(name)
            with os.fdopen(handle, "wb") as file:
                for piece in upload.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.chmod((0o640 if key.startswith(STATE) else 0o644) & ~_UMASK)
            yield part
        except OSError as error:
            raise self._failed("write", key, error) from error
        finally:
            if part is not None:
                part.unlink(missing_ok=True)

    def _rename(self, part: Path, key: str) -> None:
        path = self._path(key)
        for attempt in range(50):
            try:
                os.replace(part, path)
                break
            except PermissionError:
                # Windows does not replace a file that a web server is just reading.
                if sys.platform != "win32" or attempt == 49:
                    raise
                time.sleep(0.02)
        _sync_folder(path.parent)

    def sweep(self) -> None:
        now = time.time()
        for part in self._root.rglob(f"{_TEMPORARY}*"):
            with contextlib.suppress(OSError):
                if now - part.lstat().st_mtime > _STALE_S:
                    part.unlink()

    def _failed(self, verb: str, key: str, error: OSError) -> OutputError:
        return OutputError(
            f"cannot {verb} {self._root / key}: {error.strerror or error}",
            "nothing was lost: make room or give access, then publish again",
        )


def _sync_folder(folder: Path) -> None:
    # The rename itself is on the disk only when the folder is; Windows has no such call.
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_UMASK = _umask()  # read once: os.umask sets before it tells, for the whole process


class _FolderLock:
    """An exclusive lock on a file, held once however often this process asks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._handle = -1

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._depth == 0:
                self._acquire()
            self._depth += 1
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            os.close(self._handle)  # lifts the lock
            self._handle = -1
        self._threads.release()

    def _acquire(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o660)
        except OSError as error:
            raise OutputError(f"cannot write {self._path}: {error.strerror}", "choose another target") from error
        give_up = time.monotonic() + _LOCK_WAIT_S
        while not _try_lock(self._handle):
            if time.monotonic() > give_up:
                os.close(self._handle)
                raise PublishError(f"{self._path} is held by another publisher", "wait for it to end, then try again")
            time.sleep(0.02)


def _try_lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
