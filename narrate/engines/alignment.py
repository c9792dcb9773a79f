"""From phonemes with times to words with times, for neural voices whose models tell how long each phoneme lasts."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrate.model import WordTime

WORD = re.compile(r"\[\[.*?\]\]|[$£€]?\w+(?:[.,:/&@'’‑-]\w+)*", re.DOTALL)
"""A word of the text, or a passage in IPA."""
_STRESS = "ˈˌ"


@dataclass(frozen=True)
class TimedPhoneme:
    """A symbol of the phonetic alphabet, a space or a mark, and the frames in which it sounds."""

    symbol: str
    start_frames: int
    end_frames: int


def word_times(text: str, phonemes: Iterable[TimedPhoneme], spell: Callable[[str], str]) -> tuple[WordTime, ...]:
    """The words of `text` and when they sound.

    Parameters
    ----------
    text : str
        The text as it was given to the engine.
    phonemes : iterable of TimedPhoneme
        What the model spoke, in order.
    spell : callable
        A word -> its phonemes when it is said alone. In the sentence they may differ ("the" before a vowel) and words
        may run together ("ʌvðə"); the two sequences are laid side by side where they are the same.

    Returns
    -------
    tuple of WordTime
        Ordered, without overlap. A word of which nothing was found again is left out.
    """
    heard = list(_sounds(phonemes))
    letters = [sound.symbol for sound in heard]
    spans, starts, spelled = [], [], ""
    for word in WORD.finditer(text):
        own = _letters(spell(word.group()))
        if own:
            spans.append(word.span())
            starts.append(len(spelled))
            spelled += own
    place = _places(spelled, letters)
    bounds = [place(start) for start in [*starts, len(spelled)]]
    return tuple(
        WordTime(*span, heard[first].start_frames, heard[last - 1].end_frames)
        for span, first, last in zip(spans, bounds, bounds[1:], strict=False)
        if first < last
    )


def _is_letter(symbol: str) -> bool:
    return unicodedata.category(symbol[0]) in ("Ll", "Lu", "Lo") if symbol else False


def _letters(phonemes: str) -> str:
    return "".join(filter(_is_letter, unicodedata.normalize("NFD", phonemes)))


def _sounds(phonemes: Iterable[TimedPhoneme]) -> Iterable[TimedPhoneme]:
    """Letters only; a stress mark's time goes to the sound behind it, that of other marks to the sound before it."""
    stress: TimedPhoneme | None = None
    sound: TimedPhoneme | None = None
    for each in phonemes:
        if _is_letter(each.symbol):
            if sound:
                yield sound
            start = stress.start_frames if stress else each.start_frames
            sound, stress = TimedPhoneme(each.symbol[0], start, each.end_frames), None
        elif each.symbol and each.symbol in _STRESS:
            stress = each
        elif sound and unicodedata.category(each.symbol[:1] or " ")[0] in "LM":
            sound = TimedPhoneme(sound.symbol, sound.start_frames, each.end_frames)
    if sound:
        yield sound


def _places(spelled: str, heard: Sequence[str]) -> Callable[[int], int]:
    """From an index into the spelled words to one into what was heard, straight lines between what is the same."""
    pairs = [(0, 0)]
    for block in SequenceMatcher(None, spelled, heard, autojunk=False).get_matching_blocks():
        pairs += [(block.a, block.b), (block.a + block.size, block.b + block.size)]
    known = sorted(set(pairs))

    def place(index: int) -> int:
        at = bisect_right(known, (index, len(heard))) - 1
        (low, low_heard) = known[at]
        if low == index or at + 1 == len(known):
            # At a gap both its ends are known: the later one begins what is the same again.
            return low_heard
        high, high_heard = known[at + 1]
        return low_heard + round((high_heard - low_heard) * (index - low) / (high - low))

    return place
