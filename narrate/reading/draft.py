"""The workbench of the reading rules: passages, and the verdict on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from narrate.model import Block, BlockKind, Removal

from .lexicon import Phrases
from .passages import Passage


@dataclass
class Draft:
    """Passages of one article with their blocks, which the rules change in place, one after the other."""

    text: str
    passages: list[Passage]
    phrases: Phrases
    blocks: list[Block] = field(default_factory=list)
    cuts: list[Removal] = field(default_factory=list)
    title: int | None = None  # index of the headline

    def __post_init__(self) -> None:
        if not self.blocks:
            self.blocks = [Block("paragraph", passage.start, passage.end) for passage in self.passages]

    def label(self, index: int, kind: BlockKind, reason: str = "", level: int = 0) -> None:
        self.blocks[index] = replace(self.blocks[index], kind=kind, reason=reason, level=level)

    def drop(self, index: int, reason: str, kind: BlockKind = "boilerplate") -> None:
        self.blocks[index] = replace(self.blocks[index], kind=kind, kept=False, reason=reason, level=0)

    def kept(self) -> Iterator[tuple[int, Passage]]:
        """Passages not dropped so far, with their index."""
        return ((i, p) for i, p in enumerate(self.passages) if self.blocks[i].kept)

    def judged(self) -> Iterator[tuple[Passage, Block]]:
        """Passages with the verdict so far."""
        return zip(self.passages, self.blocks, strict=True)

    def next_kept(self, index: int) -> Passage | None:
        """The first kept passage after an index."""
        for later in range(index + 1, len(self.passages)):
            if self.blocks[later].kept:
                return self.passages[later]
        return None

    def is_kept(self, index: int) -> bool:
        return self.blocks[index].kept

    def prose_words(self) -> int:
        """Words in kept prose."""
        return sum(passage.words for _, passage in self.kept() if passage.is_prose)
