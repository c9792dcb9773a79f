"""How a page of a feed was made, so that the next one reuses its items instead of parsing and making 5,000 anew.

An imprint holds the hash of the page's bytes. While it agrees, the page is exactly what was made of the records it
lists, nobody has edited it since, and each item can be cut out of the bytes. Where it does not, nothing is reused.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from narrate.errors import NarrateError
from narrate.publishing.channel import Channel
from narrate.publishing.episodes import Episode
from narrate.publishing.targets import Changed, Stored, Unreachable, Upload

Printed = Mapping[tuple[str, int], bytes]
"""GUID and revision -> the item's bytes."""
_ITEM = b"    <item>\n"  # nowhere else: text and CDATA have their "<" escaped, and foreign elements make no imprint
_MAKERS = ("elements.py", "feed.py", "feeditem.py", "text.py")


@dataclass(frozen=True)
class Imprint:
    """What the page that stands on the target was made of."""

    guids: frozenset[str]
    printed: Printed


def imprint_of(channel: Channel, key: str, stored: Stored) -> Imprint | None:
    """The imprint of a stored page; None if there is none or anything has changed since it was made."""
    kept = channel.target.get(_key(channel, key))
    with contextlib.suppress(ValueError, KeyError, TypeError):
        facts = json.loads(kept.data) if kept else {}
        if facts["sha256"] != hashlib.sha256(stored.data).hexdigest() or facts["maker"] != _maker(channel):
            return None
        records = [(str(guid), int(revision)) for guid, revision in facts["records"]]
        items = list(_cut(stored.data))
        if len(items) == len(records):
            return Imprint(frozenset(guid for guid, _ in records), dict(zip(records, items, strict=True)))
    return None


def keep_imprint(channel: Channel, key: str, data: bytes, episodes: Sequence[Episode]) -> None:
    """Remember how a page was made; failing to costs time and nothing else."""
    newest_first = sorted(episodes, key=lambda episode: (episode.published, episode.guid), reverse=True)
    facts = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "maker": _maker(channel),
        "records": [[episode.guid, episode.revision] for episode in newest_first],
    }
    with contextlib.suppress(Changed, Unreachable, NarrateError):
        name = _key(channel, key)
        before = channel.target.get(name)
        upload = Upload(json.dumps(facts, separators=(",", ":")).encode(), "application/json", immutable=False)
        channel.target.replace(name, upload, before.tag if before else None)


def _key(channel: Channel, page: str) -> str:
    # The page of a private feed has its secret in its name, which must not stand among the records.
    return f"{channel.state}/imprints/{hashlib.sha256(page.encode()).hexdigest()[:24]}.json"


def _cut(data: bytes) -> Iterator[bytes]:
    end = data.rindex(b"  </channel>")
    start = data.find(_ITEM)
    while start != -1:
        following = data.find(_ITEM, start + 1)
        yield data[start : following if following != -1 else end]
        start = following


def _maker(channel: Channel) -> str:
    """Stands for everything besides the record that decides how an item reads."""
    return hashlib.sha256(f"{_code()}\n{channel.show!r}".encode()).hexdigest()


@functools.cache
def _code() -> str:
    folder = resources.files("narrate.publishing")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _MAKERS)).hexdigest()
