"""How a page of a feed was made, so that the next one reuses its items instead of parsing and making 5,000 anew.

An imprint holds the hash of the page's bytes. While it agrees, the page is exactly what was made of the records it
lists, and nobody has edited it since: each item can be cut out of it, and what was added by hand before is known. Where
it does not agree, the page is read anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from narrate.errors import NarrateError
from narrate.publishing.channel import Channel
from narrate.publishing.feed import Kept
from narrate.publishing.targets import Changed, Unreachable, Upload

_MAKERS = ("elements.py", "feed.py", "feeditem.py", "masthead.py", "text.py")


class Printed(NamedTuple):
    """Where an item stands in a page, and of which revision of its record it was made; 0: of none."""

    guid: str
    revision: int
    start: int
    length: int


@dataclass(frozen=True)
class Page:
    """A page in a temporary file."""

    path: Path
    sha256: str
    tag: str = ""  # of the target; empty: made here
    recipe: str = ""  # stands for all that it was made of; empty: not known
    items: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Imprint:
    """What the page that stands on the target was made of."""

    items: Sequence[Printed]
    kept: Kept
    recipe: str  # stands for all that the page was made of
    current: bool  # today's settings and code would make the same items of the same records


def imprint_of(channel: Channel, key: str, sha256: str) -> Imprint | None:
    """The imprint of a page with this hash; None if there is none, or the page was changed since it was made."""
    facts, lines = _read(channel, key)
    with contextlib.suppress(ValueError, KeyError, TypeError):
        if facts["sha256"] != sha256:
            return None
        items = list(_items(lines, int(facts["head"])))
        return Imprint(items, Kept.of(facts["kept"]), str(facts["recipe"]), facts["maker"] == maker_of(channel))
    return None


def printed_bytes(channel: Channel, key: str) -> int:
    """How long the page was when it was made; -1 if that is not known."""
    facts, _ = _read(channel, key)
    size = facts.get("bytes")
    return size if isinstance(size, int) else -1


def _read(channel: Channel, key: str) -> tuple[dict[str, Any], Iterator[bytes]]:
    """A line of JSON that tells of the page, and one of each item; nothing where they are damaged."""
    stored = channel.target.get(_key(channel, key))
    lines = io.BytesIO(stored.data if stored else b"")
    with contextlib.suppress(ValueError):
        facts = json.loads(lines.readline())
        if isinstance(facts, dict):
            return facts, lines
    return {}, iter(())


def _items(lines: Iterable[bytes], start: int) -> Iterator[Printed]:
    for line in lines:
        guid, revision, length = json.loads(line)
        yield Printed(str(guid), int(revision), start, int(length))
        start += int(length)


def keep_imprint(channel: Channel, key: str, page: Page, kept: Kept) -> None:
    """Remember how a page was made; failing to costs time and nothing else."""
    facts = {
        "sha256": page.sha256,
        "bytes": page.path.stat().st_size,
        "maker": maker_of(channel),
        "recipe": page.recipe,
        "head": page.items[0].start if page.items else 0,
        "kept": kept.facts(),
    }
    with contextlib.suppress(Changed, Unreachable, NarrateError):
        name = _key(channel, key)
        before = channel.target.get(name)
        lines = (json.dumps((item.guid, item.revision, item.length)) for item in page.items)
        data = "\n".join([json.dumps(facts, separators=(",", ":")), *lines]).encode()
        upload = Upload(data, "application/json", immutable=False)
        channel.target.replace(name, upload, before.tag if before else None)


def forget_imprint(channel: Channel, key: str) -> None:
    """Remove the imprint of a page that is gone."""
    channel.target.remove(_key(channel, key))


def _key(channel: Channel, page: str) -> str:
    # The page of a private feed has its secret in its name, which must not stand among the records.
    return f"{channel.state}/imprints/{hashlib.sha256(page.encode()).hexdigest()[:24]}.json"


def maker_of(channel: Channel) -> str:
    """Stands for everything besides the record that decides how an item reads."""
    return hashlib.sha256(f"{_code()}\n{channel.show!r}".encode()).hexdigest()


@functools.cache
def _code() -> str:
    folder = resources.files("narrate.publishing")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _MAKERS)).hexdigest()
