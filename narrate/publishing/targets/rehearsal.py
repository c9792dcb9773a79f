"""A target whose writes stay in memory: a dry run is the real run on top of it."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager

from narrate.publishing.targets.base import Changed, Digest, Fetching, Found, Sink, Target, Upload, check_key


class RehearsalTarget(Fetching):
    """Reads through to another target; what is written is seen by later reads and then forgotten."""

    def __init__(self, inner: Target) -> None:
        self._inner = inner
        self._written: dict[str, Upload | None] = {}

    @property
    def where(self) -> str:
        return self._inner.where

    def fetch(self, key: str, into: Sink) -> str | None:
        if key not in self._written:
            return self._inner.fetch(key, into)
        upload = self._written[key]
        if upload is None:
            return None
        digest = Digest(into)
        for piece in upload.chunks():
            digest.write(piece)
        return f"rehearsed:{digest.hex}"

    def stat(self, key: str) -> Found | None:
        if key not in self._written:
            return self._inner.stat(key)
        upload = self._written[key]
        return Found(upload.length, upload.media_type) if upload else None

    def put_new(self, key: str, upload: Upload) -> bool:
        if self.stat(check_key(key)) is not None:
            return False
        self._written[key] = upload
        return True

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        if self.fetch(check_key(key), Digest()) != tag:
            raise Changed(key)
        self._written[key] = upload

    def remove(self, key: str) -> None:
        self._written[check_key(key)] = None

    def keys(self, folder: str) -> list[str]:
        found = set(self._inner.keys(folder))
        for key, upload in self._written.items():
            if key.rpartition("/")[0] == folder:
                found = found | {key} if upload else found - {key}
        return sorted(found)

    def exclusive(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()

    def settle(self) -> None:
        return None

    def sweep(self) -> None:
        return None

    def close(self) -> None:
        self._inner.close()
