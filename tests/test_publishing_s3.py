"""What S3 services answer, in our words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from publishing_editions import optional

from narrate.errors import PublishError
from narrate.publishing.settings import TargetSettings
from narrate.publishing.targets import Changed, Unreachable, Upload

UPLOAD = Upload(b"data", "text/vtt")


class Service:
    """A client that gives one answer to every call, and remembers what it was asked."""

    def __init__(self, code: str = "", status: int = 200) -> None:
        self.asked: list[dict[str, Any]] = []
        self.code, self.status = code, status

    def __getattr__(self, name: str) -> Any:
        def call(**values: Any) -> dict[str, Any]:
            self.asked.append(values)
            if self.code:
                answer = {"Error": {"Code": self.code}, "ResponseMetadata": {"HTTPStatusCode": self.status}}
                raise optional("botocore.exceptions").ClientError(answer, name)
            return {}

        return call


@pytest.fixture
def target(monkeypatch: pytest.MonkeyPatch) -> Any:
    optional("boto3")
    from narrate.publishing.targets.s3 import S3Target

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    made = S3Target(TargetSettings(kind="s3", bucket="podcasts", endpoint="http://127.0.0.1:9"), Path())
    made.close()
    made._probed = True
    return made


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("PreconditionFailed", 412, Changed),
        ("ConditionalRequestConflict", 409, Changed),
        ("NoSuchKey", 404, Changed),
        ("SlowDown", 503, Unreachable),
        ("InternalError", 500, Unreachable),
        ("Whatever", 502, Unreachable),
        ("AccessDenied", 403, PublishError),
        ("NoSuchBucket", 404, PublishError),
        ("NotImplemented", 501, PublishError),
    ],
)
def test_every_answer_to_a_swap_is_a_change_a_retry_or_an_error(
    target: Any, code: str, status: int, expected: type[Exception]
) -> None:
    target._client = Service(code, status)
    with pytest.raises(expected):
        target.replace("feed.xml", UPLOAD, '"tag"')


def test_writes_are_conditional_and_carry_type_and_caching(target: Any) -> None:
    target._client = service = Service()
    target.replace("feed.xml", Upload(b"<rss/>", "application/rss+xml", immutable=False), '"tag"')
    target.put_new("evening/one.vtt", UPLOAD)
    swap, new = service.asked
    assert (swap["IfMatch"], swap["ContentType"], swap["CacheControl"]) == (
        '"tag"',
        "application/rss+xml",
        "public, max-age=120",
    )
    assert (new["IfNoneMatch"], new["ContentType"]) == ("*", "text/vtt")
    assert "immutable" in new["CacheControl"]


def test_a_service_that_ignores_conditions_is_refused(target: Any) -> None:
    target._client, target._probed = Service(), False
    with pytest.raises(PublishError) as caught:
        target.put_new("evening/one.vtt", UPLOAD)
    assert "conditional: false" in caught.value.hint


def test_nobody_at_the_endpoint_is_worth_another_attempt(target: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from narrate.publishing.targets.s3 import S3Target

    fresh = S3Target(TargetSettings(kind="s3", bucket="podcasts", endpoint="http://127.0.0.1:9"), Path())
    with pytest.raises(Unreachable):
        fresh.get("feed.xml")
    fresh.close()


def test_refused_access_names_where_credentials_come_from(target: Any) -> None:
    target._client = Service("AccessDenied", 403)
    with pytest.raises(PublishError) as caught:
        target.put_new("evening/one.vtt", UPLOAD)
    assert "AWS_PROFILE" in caught.value.hint
