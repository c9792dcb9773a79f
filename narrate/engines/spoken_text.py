"""Between a text and espeak: characters that must not reach it, IPA, and words found again in its events."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.engines.espeak import SAMPLE_RATE_HZ, Mark, Sound
from narrate.engines.ipa import ipa_to_mnemonics
from narrate.model import WordTime

# A curly-quoted word gets an event of length 0; one character for one, so that positions stay.
_CHARACTERS = dict.fromkeys(map(ord, "“”„‟«»"), '"')
# Control characters are commands to espeak ("\x0150P" sets the pitch), NUL ends the text, a lone surrogate is no text.
_CHARACTERS |= dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), " ")

_IPA = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BRACKETS = re.compile(r"\[\[|\]\]")  # with phoneme input switched on, these would start and end it
_WORD = re.compile(r"\[\[.*?\]\]|[$£€]?\w+(?:[.,:/&@'’‑-]\w+)*", re.DOTALL)

_QUIET = 200  # of 32,768: -44 dB; voices with an echo never fall to zero within a pause
_WINDOW_FRAMES = SAMPLE_RATE_HZ // 50


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that espeak gets, and where it stands in the text given."""

    start: int  # in the prepared text
    given: int  # in the text given
    is_ipa: bool = False


@dataclass(frozen=True)
class Prepared:
    """A text as espeak gets it: the given one character for character, but for IPA."""

    text: str
    pieces: tuple[Piece, ...] = (Piece(0, 0),)

    @property
    def has_phonemes(self) -> bool:
        return any(piece.is_ipa for piece in self.pieces)

    def given(self, position: int) -> int:
        """Where a character of the prepared text stands in the text given; all of an IPA passage at its start."""
        piece = self.pieces[max(0, bisect_right(self.pieces, position, key=lambda piece: piece.start) - 1)]
        return piece.given if piece.is_ipa else piece.given + position - piece.start


def prepared(text: str, *, ipa: bool = True) -> Prepared:
    """Make a text ready for espeak.

    Parameters
    ----------
    text : str
        Any text at all.
    ipa : bool
        Whether `[[...]]` holds IPA to be spoken; otherwise brackets are only brackets.
    """
    plain = text.translate(_CHARACTERS)
    passages = list(_IPA.finditer(plain)) if ipa else []
    return _with_phonemes(plain, passages) if passages else Prepared(plain)


def _with_phonemes(plain: str, passages: Iterable[re.Match[str]]) -> Prepared:
    parts: list[str] = []
    pieces: list[Piece] = []
    length = given = 0

    def add(part: str, is_ipa: bool, source: int) -> None:
        nonlocal length
        pieces.append(Piece(length, source, is_ipa))
        parts.append(part)
        length += len(part)

    for passage in passages:
        add(_BRACKETS.sub("  ", plain[given : passage.start()]), False, given)
        add(f"[[{ipa_to_mnemonics(passage.group(1))}]]", True, passage.start())
        given = passage.end()
    add(_BRACKETS.sub("  ", plain[given:]), False, given)
    return Prepared("".join(parts), tuple(pieces))


def is_speakable(text: str) -> bool:
    """Whether anything in `text` is to be heard; of punctuation alone espeak says the names ("exclamation")."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def word_times(text: str, prepared_text: Prepared, sound: Sound) -> tuple[WordTime, ...]:
    """The words of `text` and when they sound.

    A word begins with its first event; espeak gives several to one like "42,000". It ends where the next one begins,
    or before a pause where it falls silent, to 20 ms.
    """
    frames = len(sound.pcm) // 2
    pauses = [mark.frame for mark in sound.marks if not mark.is_word]
    samples = memoryview(sound.pcm).cast("h")
    starts = [*_starts(text, prepared_text, sound.marks), (len(text), len(text), frames)]
    times: list[WordTime] = []
    for (start, end, frame), (_, _, until) in pairwise(starts):
        before_pause = bisect_right(pauses, until) > bisect_right(pauses, frame)
        times.append(WordTime(start, end, frame, _sounding_end(samples, frame, until) if before_pause else until))
    return tuple(times)


def _starts(text: str, prepared_text: Prepared, marks: Iterable[Mark]) -> Iterator[tuple[int, int, int]]:
    words = [word.span() for word in _WORD.finditer(text)]
    index = 0
    taken = -1
    for mark in marks:
        if not mark.is_word:
            continue
        position = prepared_text.given(mark.position)
        # An event may stand on the mark or space before its word, never behind its end.
        while index < len(words) and words[index][1] <= position:
            index += 1
        if index < len(words) and index != taken:
            taken = index
            yield (*words[index], mark.frame)


def _sounding_end(samples: Sequence[int], start: int, end: int) -> int:
    while end - start > 2 * _WINDOW_FRAMES:
        # Every fourth sample is enough to see whether a window is loud.
        window = samples[end - _WINDOW_FRAMES : end : 4]
        if max(window) > _QUIET or min(window) < -_QUIET:
            break
        end -= _WINDOW_FRAMES
    return end
