"""Words that an article quotes a second time: Note what Ruiz promises: “We never sail in fog.”"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_FEWEST = 5  # words in a row that nobody else says by chance
_LONGEST = 300  # words of a speech that are kept


class Repetition:
    """Knows who was the first to say what stands in later marks again."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, ...], int] = {}

    def note(self, number: int, speech: str) -> None:
        """Remember the words of run `number`."""
        words = _words(speech)[:_LONGEST]
        for at in range(len(words) - _FEWEST + 1):
            self._first.setdefault(words[at : at + _FEWEST], number)

    def source(self, speech: str) -> int | None:
        """The run that said the words before: the same one for those that begin and for those that end the speech."""
        words = _words(speech)
        if len(words) < _FEWEST:
            return None
        found = self._first.get(words[:_FEWEST])
        return found if found is not None and self._first.get(words[-_FEWEST:]) == found else None


def _words(speech: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(speech))
