"""What every target can do, and the table of targets."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from narrate.errors import PublishError
from narrate.publishing.settings import TargetSettings

STATE = ".narrate"
"""The folder of records on a target. Its name starts with a dot: web servers commonly do not serve it."""


class Changed(Exception):
    """The file is not the one that was read before: somebody else wrote it. Read again and redo."""


class Unreachable(Exception):
    """The target did not answer, or not now: worth another attempt."""


@dataclass(frozen=True)
class Stored:
    """A file's bytes and the tag that `replace` compares."""

    data: bytes
    tag: str


@dataclass(frozen=True)
class Found:
    """What is known of a file without reading it."""

    bytes: int
    media_type: str = ""  # empty: the target does not store it


@dataclass(frozen=True)
class Upload:
    """Bytes, or a file, on their way to a target."""

    source: bytes | Path
    media_type: str
    immutable: bool = True  # may be cached for ever: its name changes with its content

    @property
    def length(self) -> int:
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @property
    def cache_control(self) -> str:
        return "public, max-age=31536000, immutable" if self.immutable else "public, max-age=120"

    def chunks(self, size: int = 1 << 20) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.open("rb") as file:
            while piece := file.read(size):
                yield piece


class Sink(Protocol):
    """Where a file's bytes may be put: an open file, or a hash."""

    def write(self, data: bytes, /) -> object: ...


class Target(Protocol):
    """A place for files. Keys are relative paths of ASCII names, "evening/council-3fa9c1.mp3".

    Every call may raise `Unreachable` (try again) and PublishError (does not help).
    """

    @property
    def where(self) -> str:
        """For messages; never holds a secret."""
        ...

    def fetch(self, key: str, into: Sink) -> str | None:
        """Copy a file, a piece at a time; its tag, or None if there is no file."""
        ...

    def get(self, key: str) -> Stored | None:
        """A small file whole."""
        ...

    def stat(self, key: str) -> Found | None: ...
    def sha256(self, key: str) -> str:
        """The hash of the bytes that come back when the file is read; empty if there is no file."""
        ...

    def put_new(self, key: str, upload: Upload) -> bool:
        """Create a file whole or not at all; False if there is one already."""
        ...

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        """Put a file in the place of the one with this tag (None: of none). `Changed` if another one is there."""
        ...

    def remove(self, key: str) -> None:
        """Remove a file; not there is fine."""
        ...

    def keys(self, folder: str) -> list[str]:
        """The keys directly below a folder, sorted."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Keeps other publishers waiting where the place can do that; correctness rests on `replace` alone."""
        ...

    def settle(self) -> None:
        """Bring what was written so far to where listeners fetch it."""
        ...

    def sweep(self) -> None:
        """Remove temporary files that killed publishers left behind."""
        ...

    def close(self) -> None: ...


class Fetching:
    """The calls that read, made of `fetch`."""

    def fetch(self, key: str, into: Sink) -> str | None:
        raise NotImplementedError

    def get(self, key: str) -> Stored | None:
        whole = io.BytesIO()
        tag = self.fetch(key, whole)
        return None if tag is None else Stored(whole.getvalue(), tag)

    def sha256(self, key: str) -> str:
        digest = Digest()
        return "" if self.fetch(key, digest) is None else digest.hex


class Digest:
    """A sink that keeps the SHA-256 and the number of the bytes, and hands them on to another one."""

    def __init__(self, into: Sink | None = None) -> None:
        self._into = into
        self.restart()

    def restart(self) -> None:
        self._digest = sha256()
        self.bytes = 0

    def write(self, data: bytes, /) -> None:
        self._digest.update(data)
        self.bytes += len(data)
        if self._into is not None:
            self._into.write(data)

    @property
    def hex(self) -> str:
        return self._digest.hexdigest()


TARGETS: Mapping[str, str] = {
    "folder": "narrate.publishing.targets.folder:FolderTarget",
    "s3": "narrate.publishing.targets.s3:S3Target",
    "sftp": "narrate.publishing.targets.sftp:SftpTarget",
    "webdav": "narrate.publishing.targets.webdav:WebdavTarget",
}


def open_target(settings: TargetSettings, base: Path) -> Target:
    """The target that settings describe; relative folders start at `base`. PublishError with the pip line if an
    extra is missing."""
    module, _, name = TARGETS[settings.kind].partition(":")
    try:
        make = getattr(importlib.import_module(module), name)
    except ImportError as error:
        message = f"publishing to {settings.kind} needs the package {error.name}"
        raise PublishError(message, f'pip install "narrate-audio[{settings.kind}]"') from error
    target: Target = make(settings, base)
    return target


_KEY = re.compile(r"[A-Za-z0-9_.-]{1,150}(/[A-Za-z0-9_.-]{1,150}){0,7}")


def check_key(key: str) -> str:
    """The key itself. PublishError for one that could lead out of the target."""
    if not _KEY.fullmatch(key) or any(part in (".", "..") for part in key.split("/")):
        raise PublishError(f"'{key}' is not a name that can be published", "letters, digits, '.', '_' and '-' only")
    return key
