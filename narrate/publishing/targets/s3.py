"""S3 and what speaks its language: R2, MinIO, B2 ... Writes are conditional, so that no publisher overwrites another.

Credentials are boto3's own: environment, ~/.aws/credentials, or the machine's role.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import botocore.exceptions  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]

from narrate.errors import PublishError
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

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_REFUSED = {"PreconditionFailed", "412"}
_CONFLICT = {"ConditionalRequestConflict", "OperationAborted", "409"}
_LATER = {
    "SlowDown",
    "InternalError",
    "ServiceUnavailable",
    "RequestTimeout",
    "Throttling",
    "503",
    "500",
    "502",
    "504",
    "429",
}
_TORN = (
    botocore.exceptions.HTTPClientError,
    botocore.exceptions.ConnectionError,
    botocore.exceptions.IncompleteReadError,
)


class S3Target(Fetching):
    """Conditional writes are the compare-and-swap: If-None-Match creates, If-Match replaces."""

    def __init__(self, settings: TargetSettings, base: Path) -> None:
        self._bucket = settings.bucket
        self._prefix = f"{settings.path.strip('/')}/" if settings.path else ""
        self._conditional = settings.conditional
        self._probed = not settings.conditional
        try:
            session = boto3.session.Session(profile_name=settings.profile or None)
            self._client: Any = session.client(
                "s3",
                endpoint_url=settings.endpoint or None,
                region_name=settings.region or session.region_name or "us-east-1",
                config=Config(
                    connect_timeout=10,
                    read_timeout=60,
                    retries={"mode": "standard", "total_max_attempts": 2},
                    # Checksums in trailers are unknown to many services that are not Amazon's.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )
        except (botocore.exceptions.BotoCoreError, ValueError) as error:
            raise PublishError(f"s3://{self._bucket}: {error}", "target: in podcast.yaml") from error

    @property
    def where(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def fetch(self, key: str, into: Sink) -> str | None:
        with self._told(key):
            answer = self._unless_absent(self._client.get_object, key)
            if not answer:
                return None
            for piece in answer["Body"].iter_chunks(1 << 18):
                into.write(piece)
            return str(answer["ETag"])

    def stat(self, key: str) -> Found | None:
        with self._told(key):
            answer = self._unless_absent(self._client.head_object, key)
            return Found(answer["ContentLength"], answer.get("ContentType", "")) if answer else None

    def put_new(self, key: str, upload: Upload) -> bool:
        self._probe()
        if not self._conditional and self.stat(key) is not None:
            return False
        try:
            with self._told(key):
                self._put(key, upload, {"IfNoneMatch": "*"})
        except Changed:
            return False
        return True

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        self._probe()
        if not self._conditional and self.fetch(key, Digest()) != tag:
            raise Changed(key)
        with self._told(key):
            self._put(key, upload, {"IfMatch": tag} if tag else {"IfNoneMatch": "*"})

    def remove(self, key: str) -> None:
        with self._told(key):
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def keys(self, folder: str) -> list[str]:
        prefix = f"{self._name(folder)}/"
        found: list[str] = []
        with self._told(folder):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix, Delimiter="/"
            )
            for page in pages:
                found += [str(entry["Key"])[len(self._prefix) :] for entry in page.get("Contents", ())]
        return sorted(found)

    def exclusive(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()

    def settle(self) -> None:
        return None

    def sweep(self) -> None:
        return None

    def close(self) -> None:
        self._client.close()

    def _name(self, key: str) -> str:
        return self._prefix + check_key(key)

    def _unless_absent(self, call: Any, key: str) -> Any:
        try:
            return call(Bucket=self._bucket, Key=self._name(key))
        except botocore.exceptions.ClientError as error:
            if str(error.response.get("Error", {}).get("Code", "")) in _ABSENT:
                return None
            raise

    def _put(self, key: str, upload: Upload, condition: dict[str, str]) -> None:
        more = condition if self._conditional else {}
        with contextlib.ExitStack() as stack:
            source = upload.source
            body = source if isinstance(source, bytes) else stack.enter_context(source.open("rb"))
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._name(key),
                Body=body,
                ContentType=upload.media_type,
                CacheControl=upload.cache_control,
                **more,
            )

    def _probe(self) -> None:
        """Make sure, once a run, that the service keeps to If-None-Match: one that ignores it loses episodes."""
        if self._probed:
            return
        self._probed = True
        key = f"{STATE}/probe"
        for _ in range(2):
            try:
                with self._told(key):
                    self._put(key, Upload(b"narrate", "text/plain"), {"IfNoneMatch": "*"})
            except Changed:
                return
        message = f"{self.where}: the service ignores If-None-Match: publishers could overwrite each other"
        raise PublishError(message, "conditional: false in the target, if only one machine ever publishes")

    @contextlib.contextmanager
    def _told(self, key: str) -> Iterator[None]:
        """boto3's errors in our words."""
        where = f"{self.where}/{key}"
        try:
            yield
        except botocore.exceptions.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
            if {code, status} & (_REFUSED | _CONFLICT) or code in _ABSENT:
                raise Changed(key) from error
            if {code, status} & _LATER:
                raise Unreachable(f"{where}: {code or status}") from error
            hint = "credentials: AWS_PROFILE, AWS_ACCESS_KEY_ID or ~/.aws/credentials" if status == "403" else ""
            raise PublishError(f"{where}: the service answers {code or status}", hint) from error
        except (botocore.exceptions.NoCredentialsError, botocore.exceptions.PartialCredentialsError) as error:
            raise PublishError(
                f"{where}: no credentials", "AWS_PROFILE, AWS_ACCESS_KEY_ID or ~/.aws/credentials"
            ) from error
        except (*_TORN, OSError) as error:
            raise Unreachable(f"{where}: {type(error).__name__}") from error
        except botocore.exceptions.BotoCoreError as error:
            raise PublishError(f"{where}: {error}") from error
