"""Copies of feeds as they were last sent, so that a feed that has not changed is not sent again."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from narrate.model import Raw


@dataclass(frozen=True)
class FeedCopy:
    """A feed as a server sent it, with what the server needs to say that it is still the same."""

    asked: str  # the address that was asked for
    url: str  # the address after redirects
    data: bytes
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def raw(self) -> Raw:
        return Raw(self.url, self.data, self.media_type)


def load_copy(folder: Path, url: str) -> FeedCopy | None:
    """The copy of a feed in a folder; None if there is none, or it cannot be read."""
    try:
        head, _, data = _path(folder, url).read_bytes().partition(b"\n")
        fields = {str(key): str(value) for key, value in json.loads(head).items()}
        copy = FeedCopy(data=data, **fields)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return copy if copy.asked == url and data else None


def save_copy(folder: Path, copy: FeedCopy) -> None:
    """Keep a copy, whole or not at all; a folder that cannot be written only costs the next fetch."""
    fields = {key: value for key, value in asdict(copy).items() if key != "data"}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".copy-", dir=folder)
        try:
            with open(handle, "wb") as file:
                file.write(json.dumps(fields).encode("ascii") + b"\n" + copy.data)
            os.replace(name, _path(folder, copy.asked))
        except OSError:
            os.unlink(name)


def _path(folder: Path, url: str) -> Path:
    return folder / f"{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.feed"
