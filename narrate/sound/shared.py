"""A cache that many machines share, in S3-compatible storage, with the folder of this machine in front of it.

Entries are named by what decides them, and the first one written stays: two coordinators that make the same take at the
same time go on with one and the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrate.errors import OutputError
from narrate.sound.cache import Cache, Unusable

_ABSENT = ("404", "NoSuchKey", "NotFound")
_THERE = ("412", "PreconditionFailed", "409", "ConditionalRequestConflict")
_NOT_KNOWN = ("501", "NotImplemented", "400", "InvalidArgument")  # storage without conditional writes


@dataclass(frozen=True)
class SharedCache:
    """A bucket, or a part of one, that several coordinators and their workers use.

    Credentials and the storage's address are boto3's own: environment (AWS_ENDPOINT_URL), ~/.aws, the machine's role.
    """

    url: str  # s3://bucket/prefix
    folder: Path | None = None  # for what was fetched or made on this machine; None: the user's cache folder

    def __post_init__(self) -> None:
        if not self.url.startswith("s3://") or not self.url.removeprefix("s3://").strip("/"):
            raise OutputError(f"{self.url!r} is no shared cache", "write cluster: {cache: 's3://bucket/prefix'}")

    @property
    def root(self) -> str:
        return self.url

    @property
    def _near(self) -> Cache:
        return Cache(self.folder or _own_folder())

    def has(self, kind: str, key: str) -> bool:
        if self._near.has(kind, key):
            return True
        return self._ask("head_object", kind, key) is not None

    def head(self, kind: str, key: str) -> dict[str, Any]:
        self._fetch(kind, key)
        return self._near.head(kind, key)

    def read(self, kind: str, key: str) -> tuple[dict[str, Any], memoryview]:
        self._fetch(kind, key)
        try:
            return self._near.read(kind, key)
        except Unusable as unusable:
            if unusable.damaged:  # it may have come so
                self._ask("delete_object", kind, key)
            raise

    def raw(self, kind: str, key: str) -> bytes:
        self._fetch(kind, key)
        return self._near.raw(kind, key)

    def write(self, kind: str, key: str, head: dict[str, Any], body: bytes | memoryview) -> None:
        self._near.write(kind, key, head, body)
        self._send(kind, key)

    def put(self, kind: str, key: str, parts: Sequence[bytes | memoryview]) -> None:
        self._near.put(kind, key, parts)
        self._send(kind, key)

    def _fetch(self, kind: str, key: str) -> None:
        if self._near.has(kind, key):
            return
        answer = self._ask("get_object", kind, key)
        if answer is None:
            raise Unusable(kind, key, damaged=False)
        self._near.put(kind, key, (answer["Body"].read(),))

    def _send(self, kind: str, key: str) -> None:
        """The first one stays: whoever comes later takes it instead of its own."""
        data = self._near.raw(kind, key)
        if self._ask("put_object", kind, key, Body=data, IfNoneMatch="*") is None:
            theirs = self._ask("get_object", kind, key)
            if theirs is not None:
                self._near.put(kind, key, (theirs["Body"].read(),))

    def _ask(self, verb: str, kind: str, key: str, **more: Any) -> Any:
        """The answer of the storage; None for what is not there, or stands there already. OutputError."""
        bucket, _, prefix = self.url.removeprefix("s3://").partition("/")
        place = "/".join(filter(None, (prefix.strip("/"), kind, key[:2], key)))
        client, client_error, torn = _client()
        try:
            return getattr(client, verb)(Bucket=bucket, Key=place, **more)
        except client_error as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _ABSENT or (more and code in _THERE):
                return None
            if "IfNoneMatch" in more and code in _NOT_KNOWN:
                return self._ask(verb, kind, key, Body=more["Body"])
            raise OutputError(f"the shared cache {self.url} cannot be used: {error}", _HINT) from error
        except torn as error:
            raise OutputError(f"the shared cache {self.url} cannot be used: {error}", _HINT) from error


def _own_folder() -> Path:
    import platformdirs

    named = os.environ.get("NARRATE_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("narrate", appauthor=False)


_HINT = "look at the address, AWS_ENDPOINT_URL and the credentials, on this machine and on the workers"


@lru_cache(1)
def _client() -> tuple[Any, Any, Any]:
    """boto3's client, which threads may share, and the errors that it raises."""
    try:
        import boto3  # type: ignore[import-untyped]
        from botocore.config import Config  # type: ignore[import-untyped]
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
    except ImportError:
        raise OutputError(
            "a shared cache needs boto3, which is not installed", "pip install 'narrate-audio[s3]'"
        ) from None
    # Checksums in trailers are unknown to many services that are not Amazon's.
    plain = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    retries = {"mode": "standard", "total_max_attempts": 4}
    settings = Config(connect_timeout=10, read_timeout=60, retries=retries, max_pool_connections=32, **plain)
    return boto3.client("s3", config=settings), ClientError, BotoCoreError
