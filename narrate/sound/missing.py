"""Which utterances the cache cannot say yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from narrate.model import CastVoice, Utterance
from narrate.sound.cache import Cache
from narrate.sound.keys import take_key


def takes_of(utterances: Sequence[Utterance], fingerprint: Callable[[CastVoice], str]) -> tuple[tuple[int, str], ...]:
    """The line of every utterance, and the key of its take; `fingerprint` as in missing_takes."""
    return tuple((each.line, take_key(each, "" if each.bleep_ms else fingerprint(each.voice))) for each in utterances)


def missing_takes(
    utterances: Sequence[Utterance], fingerprint: Callable[[CastVoice], str], cache: Path
) -> tuple[Utterance, ...]:
    """The utterances that an engine would have to speak now.

    Parameters
    ----------
    fingerprint : what, besides words and voice settings, decides a voice's sound: `Engine.fingerprint`
    """
    takes = Cache(cache)
    keyed = zip(utterances, takes_of(utterances, fingerprint), strict=True)
    return tuple(utterance for utterance, (_, key) in keyed if not takes.has("takes", key))
