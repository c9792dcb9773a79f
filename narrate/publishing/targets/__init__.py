"""Where feeds live: a handful of calls that a folder, S3, SFTP and WebDAV can all do safely.

A target is one of two extension points of narrate; a new one is a class with the calls of `Target` and a line in
`TARGETS`.
"""

from __future__ import annotations

from narrate.publishing.targets.base import (
    Changed,
    Digest,
    Fetching,
    Found,
    Sink,
    Stored,
    Target,
    Unreachable,
    Upload,
    check_key,
    open_target,
)

__all__ = [
    "Changed",
    "Digest",
    "Fetching",
    "Found",
    "Sink",
    "Stored",
    "Target",
    "Unreachable",
    "Upload",
    "check_key",
    "open_target",
]
