"""Which utterances the cache cannot say yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from narrate.model import CastVoice, Utterance
from narrate.sound.cache import Cache
from narrate.sound.keys import take_key


def missing_takes(
    utterances: Sequence[Utterance], fingerprint: Callable[[CastVoice], str], cache: Path
) -> tuple[Utterance, ...]:
    """The utterances that an engine would have to speak now.

    Parameters
    ----------
    fingerprint : what, besides words and voice settings, decides a voice's sound: `Engine.fingerprint`
    """
    takes = Cache(cache)

    def is_missing(utterance: Utterance) -> bool:
        of_voice = "" if utterance.bleep_ms else fingerprint(utterance.voice)
        return not takes.has("takes", take_key(utterance, of_voice))

    return tuple(filter(is_missing, utterances))
