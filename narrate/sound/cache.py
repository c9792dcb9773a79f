"""The cache: entries addressed by content, checked by digest, safe against other processes, kill -9 and a full disk."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from narrate.errors import OutputError
from narrate.sound.entries import LINE_BYTES, opened, packed

KINDS = ("takes", "clips", "mixes", "pieces")
_LEFTOVER_SECONDS = 3600  # a temporary file this old belongs to a process that was killed
_TOUCH_SECONDS = 3600.0
_HOLE_BYTES, _LOOK_BYTES = 16_384, 64
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class CacheInfo:
    """What a cache holds."""

    path: Path
    takes: int
    pieces: int
    total_bytes: int
    leftovers: int  # temporary files of runs that were killed


@dataclass(frozen=True)
class CacheCheck:
    """What `verify` found; damaged entries are removed and made again by the next run."""

    sound: int
    damaged: tuple[str, ...]


class Unusable(Exception):
    """An entry that is absent or damaged: the caller makes it again."""

    def __init__(self, kind: str, key: str, damaged: bool) -> None:
        super().__init__(kind, key, damaged)
        self.kind, self.key, self.damaged = kind, key, damaged


def key_of(*parts: Any) -> str:
    """The key of whatever these JSON values decide."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:40]


class Store(Protocol):
    """Where entries are kept: a JSON head and a binary body each, under a kind and a key made from their content."""

    def has(self, kind: str, key: str) -> bool: ...

    def head(self, kind: str, key: str) -> dict[str, Any]:
        """The head alone. Raises Unusable."""
        ...

    def read(self, kind: str, key: str) -> tuple[dict[str, Any], memoryview]:
        """Head and body. Raises Unusable."""
        ...

    def write(self, kind: str, key: str, head: dict[str, Any], body: bytes | memoryview) -> None: ...

    def raw(self, kind: str, key: str) -> bytes | memoryview:
        """An entry as it travels, unchecked. Raises Unusable."""
        ...

    def put(self, kind: str, key: str, parts: Sequence[bytes | memoryview]) -> None:
        """Keep an entry that travelled."""
        ...


class Cache:
    """Entries of a JSON head and a binary body under `root`, written through a temporary file and a rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, kind: str, key: str) -> Path:
        return self.root / kind / key[:2] / key

    def has(self, kind: str, key: str) -> bool:
        return os.path.exists(self.place(kind, key))

    def head(self, kind: str, key: str) -> dict[str, Any]:
        """The head alone, checked; the body is only known to be of the right length."""
        return self._open(kind, key, with_body=False)[0]

    def read(self, kind: str, key: str) -> tuple[dict[str, Any], memoryview]:
        """Head and body, both checked. Raises Unusable, after removing a damaged entry."""
        return self._open(kind, key, with_body=True)

    def _open(self, kind: str, key: str, with_body: bool) -> tuple[dict[str, Any], memoryview]:
        path = self.place(kind, key)
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                if time.time() - status.st_mtime > _TOUCH_SECONDS:
                    _touch(path)
                return opened(file.readline(LINE_BYTES), file.read, status.st_size, with_body)
        except FileNotFoundError:
            raise Unusable(kind, key, damaged=False) from None
        except ValueError:
            path.unlink(missing_ok=True)
            raise Unusable(kind, key, damaged=True) from None
        except OSError as error:
            raise _trouble(error, path) from error

    def write(self, kind: str, key: str, head: dict[str, Any], body: bytes | memoryview) -> None:
        """Keep an entry; the first one stays, as two takes of one key need not be the same, and it may be in use.

        Raises OutputError; a failed write leaves nothing behind.
        """
        if not self.has(kind, key):
            self.put(kind, key, packed(head, body))

    def raw(self, kind: str, key: str) -> bytes:
        """An entry as it stands in its file, unchecked, for somebody who checks it. Raises Unusable."""
        path = self.place(kind, key)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise Unusable(kind, key, damaged=False) from None
        except OSError as error:
            raise _trouble(error, path) from error

    def put(self, kind: str, key: str, parts: Sequence[bytes | memoryview]) -> None:
        """Keep an entry that was packed elsewhere; whoever reads it checks it."""
        path = self.place(kind, key)
        temporary = path.with_name(f".{key[:12]}.{os.getpid()}.{time.monotonic_ns():x}.tmp")
        try:
            with _new(temporary) as file:
                for part in parts:
                    _write(file, part)
            _replace(temporary, path)
        except BaseException as error:
            _forget(temporary)
            if isinstance(error, OSError):
                raise _trouble(error, path) from error
            raise


def _new(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:  # the first of its folder
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _write(file: BinaryIO, part: bytes | memoryview) -> None:
    """Write bytes; digital silence as a hole, so that a trial of an archive with engine `silence` fills no disk."""
    size = len(part)
    looks_silent = size > _HOLE_BYTES and not any(part[:_LOOK_BYTES]) and not any(part[size // 2 :][:_LOOK_BYTES])
    if looks_silent and bytes(part).startswith(bytes(size)):
        file.truncate(file.seek(size, os.SEEK_CUR))
    else:
        file.write(part)


def _forget(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def _replace(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except PermissionError:
        # Windows refuses to replace a file that another process reads; that process holds the same content.
        if not path.exists():
            raise
        _forget(temporary)


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # a read-only cache still serves; only the order of pruning suffers


def _trouble(error: OSError, path: Path) -> OutputError:
    if error.errno in _FULL:
        return OutputError(
            f"no space left on the disk of the cache ({path.parent.parent.parent})",
            "make room, run `narrate cache prune`, or give another folder with --cache",
        )
    reason = error.strerror or str(error)
    return OutputError(f"the cache cannot be used: {path}: {reason}", "give another folder with --cache")


def _files(path: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    for kind in KINDS:
        try:
            folders = sorted(os.scandir(path / kind), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for folder in folders:
            if folder.is_dir(follow_symlinks=False):
                yield from ((kind, entry) for entry in os.scandir(folder.path) if entry.is_file(follow_symlinks=False))


def _is_leftover(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".") and entry.name.endswith(".tmp")


def cache_info(path: Path) -> CacheInfo:
    """Count what the cache at `path` holds; a missing folder is an empty cache."""
    counts = dict.fromkeys(KINDS, 0)
    total_bytes = leftovers = 0
    for kind, entry in _files(path):
        total_bytes += entry.stat().st_size
        if _is_leftover(entry):
            leftovers += 1
        else:
            counts[kind] += 1
    return CacheInfo(path, counts["takes"], counts["pieces"], total_bytes, leftovers)


def prune(path: Path, max_bytes: int) -> int:
    """Remove leftovers, then the entries used longest ago, until at most `max_bytes` remain; give the bytes freed.

    Safe while other processes build: an entry that vanishes under them is made again.
    """
    entries = []
    freed = 0
    for _, entry in _files(path):
        status = entry.stat()
        if _is_leftover(entry):
            if time.time() - status.st_mtime > _LEFTOVER_SECONDS:
                freed += _remove(entry.path, status.st_size)
        else:
            entries.append((status.st_mtime, entry.path, status.st_size))
    total_bytes = sum(size for _, _, size in entries)
    for _, name, size in sorted(entries):
        if total_bytes <= max_bytes:
            break
        freed += _remove(name, size)
        total_bytes -= size
    return freed


def _remove(name: str, size: int) -> int:
    try:
        os.unlink(name)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _trouble(error, Path(name)) from error
    return size


def verify(path: Path) -> CacheCheck:
    """Read every entry and check its digests; damaged ones are removed."""
    cache = Cache(path)
    sound = 0
    damaged: list[str] = []
    for kind, entry in list(_files(path)):
        if _is_leftover(entry):
            continue
        try:
            cache.read(kind, entry.name)
            sound += 1
        except Unusable as unusable:
            if unusable.damaged:
                damaged.append(f"{kind}/{entry.name}")
    return CacheCheck(sound, tuple(damaged))
