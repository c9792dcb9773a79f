"""A passage is a run of text that may be a block: the unit that the reading rules judge."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_TERMINAL = re.compile(r"[.!?…。！？।][\"'’”»«“)\]\s]*$")
_KEY_VALUE = re.compile(r"\s*([^\W\d_][^:\n]{0,40}?)\s*:(?:\s+(.*))?$", re.DOTALL)


def fold(text: str) -> str:
    """Words only, NFKC, caseless, one space between them: what two writings of one line share."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("'", " ").replace("’", " ")))


@dataclass(frozen=True)
class Passage:
    """A run of the clean text, with what the rules ask of it."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> int:
        return len(_WORD.findall(self.text)) + len(_IDEOGRAPH.findall(self.text)) // 2

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def phrase(self) -> str:
        """The folded line without bare numbers: "12 Comments" is "comments"."""
        return " ".join(word for word in self.folded.split() if not word.isdigit())

    @cached_property
    def is_sentence(self) -> bool:
        return bool(_TERMINAL.search(self.text))

    @cached_property
    def is_prose(self) -> bool:
        return (self.is_sentence and self.words >= 5) or self.words >= 25

    @cached_property
    def is_long(self) -> bool:
        return self.is_prose and self.words >= 20

    @cached_property
    def key(self) -> str:
        """The folded key of a "key: value" line, else empty."""
        match = _KEY_VALUE.match(self.text)
        return fold(match[1]) if match else ""
