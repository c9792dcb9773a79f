"""A target whose writes stay in memory: a dry run is the real run on top of it."""

from __future__ import annotations

import contextlib
import hashlib
from contextlib import AbstractContextManager

from narrate.publishing.targets.base import Changed, Found, Stored, Target, Upload, check_key, digest_of


class RehearsalTarget:
    """Reads through to another target; what is written is seen by later reads and then forgotten."""

    def __init__(self, inner: Target) -> None:
        self._inner = inner
        self._written: dict[str, Upload | None] = {}

    @property
    def where(self) -> str:
        return self._inner.where

    def get(self, key: str) -> Stored | None:
        if key not in self._written:
            return self._inner.get(key)
        upload = self._written[key]
        if upload is None:
            return None
        data = b"".join(upload.chunks())
        return Stored(data, "rehearsed:" + hashlib.sha256(data).hexdigest())

    def stat(self, key: str) -> Found | None:
        if key not in self._written:
            return self._inner.stat(key)
        upload = self._written[key]
        return Found(upload.length, upload.media_type) if upload else None

    def sha256(self, key: str) -> str:
        if key not in self._written:
            return self._inner.sha256(key)
        upload = self._written[key]
        return digest_of(upload.chunks()) if upload else ""

    def put_new(self, key: str, upload: Upload) -> bool:
        if self.stat(check_key(key)) is not None:
            return False
        self._written[key] = upload
        return True

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        stored = self.get(check_key(key))
        if (stored.tag if stored else None) != tag:
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
