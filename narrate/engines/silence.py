"""An engine of exact, known durations that costs nothing: for tests, benchmarks and dry runs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.errors import VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech, WordTime

SAMPLE_RATE_HZ = 22050
EMPTY_FRAMES = SAMPLE_RATE_HZ // 20
_WORD = re.compile(r"\S{1,16}")

_VOICES = tuple(
    EngineVoice(id=f"silent-{gender}-{number}", name=f"Silence, {gender} {number}", languages=("mul",), gender=gender)
    for gender in ("female", "male")
    for number in range(1, 9)
)


class SilenceEngine:
    """Digital silence in place of speech.

    Every run of characters without white space is a word, or one for each 16 characters begun: no voice says five
    hundred letters in the time of a word. Every word lasts `SAMPLE_RATE_HZ * 60 // rate` frames: at 145 words a minute
    9,124. Words follow each other without pauses. A text without words lasts
    `EMPTY_FRAMES` (50 ms).
    """

    name = "silence"
    capabilities = Capabilities(word_times=True, pitch=True, parallel=True, silent=True)

    def fingerprint(self, voice: CastVoice) -> str:
        """The revision of the formula above: nothing else decides the sound."""
        return "silence 2"

    def voices(self) -> Sequence[EngineVoice]:
        """Eight female and eight male voices for any language, all alike."""
        return _VOICES

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Keep silent for as long as `text` would take.

        Raises
        ------
        VoiceError
            The voice is none of `voices()`.
        """
        if not any(voice.id == offered.id for offered in _VOICES):
            raise VoiceError(f"engine 'silence' has no voice {voice.id!r}", f"voices: {_VOICES[0].id} and its like")
        frames = SAMPLE_RATE_HZ * 60 // max(voice.rate, 1)
        words = tuple(
            WordTime(word.start(), word.end(), index * frames, (index + 1) * frames)
            for index, word in enumerate(_WORD.finditer(text))
        )
        return Speech(bytes(2 * (words[-1].end_frames if words else EMPTY_FRAMES)), SAMPLE_RATE_HZ, words)
