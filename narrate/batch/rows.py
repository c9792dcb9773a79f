"""What became of each source, and batch.json, which tells it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

from narrate import folder

BATCH = "batch.json"

State = Literal[
    "built",
    "unchanged",  # neither source nor settings changed since it was built
    "edited",  # its script was edited by hand, and its source did not change: what stands there is left alone
    "same",  # another source of this run is the same article
    "skipped",  # no article by its name, in a folder that holds other things too
    "failed",
]


@dataclass(frozen=True)
class Row:
    """What became of one article."""

    source: str
    state: State
    slug: str = ""  # the name of its edition folder
    title: str = ""
    seconds: float = 0.0  # of the episode
    spoken: int = 0  # takes made in this run
    cached: int = 0  # takes that were there
    why: str = ""
    hint: str = ""
    warnings: tuple[str, ...] = ()
    exit_code: int = 0


class BatchFile:
    """batch.json in the making: a row at a time, so that a hundred thousand need no memory; whole or not at all.

    A run that is interrupted leaves the file with what was done, and "finished": false.
    """

    def __init__(self, out: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0
        self.path = out / BATCH
        self._part = out / f".{BATCH}.part"
        self._file: IO[str] | None = None

    def __enter__(self) -> BatchFile:
        with folder.explained(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("w", encoding="utf-8")
            self._file.write('{"version": 1, "articles": [')
        return self

    def add(self, row: Row) -> None:
        assert self._file is not None
        with folder.explained(self.path):
            self._file.write(("," if self.counts else "") + "\n" + json.dumps(plain(row), ensure_ascii=False))
        self.counts[row.state] += 1
        self.seconds += row.seconds

    def totals(self) -> Mapping[str, int]:
        return dict(self.counts)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._file is not None
        facts = {"finished": kind is None, "totals": self.totals(), "seconds": round(self.seconds, 3)}
        with folder.explained(self.path):
            self._file.write("\n]," + json.dumps(facts)[1:] + "\n")
            self._file.close()
            self._part.replace(self.path)


def plain(row: Row) -> dict[str, object]:
    """A row as JSON tells it: what is empty is left out."""
    facts = {key: value for key, value in asdict(row).items() if value or key in ("source", "state")}
    facts.pop("exit_code", None)
    return facts
