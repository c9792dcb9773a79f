"""The language of a text, by its function words."""

from __future__ import annotations

import re

from .lexicon import LANGUAGES, lexicon_of

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 40_000  # characters


def language_of(text: str, default: str = "en") -> str:
    """The lexicon language with the largest share of function words; `default` if none reaches a tenth."""
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if not words:
        return default
    shares = {name: sum(word in lexicon_of(name).words for word in words) / len(words) for name in LANGUAGES}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.1 else default
