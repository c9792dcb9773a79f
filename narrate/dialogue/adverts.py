"""Advertisements inside of articles, and words that call the reader to act."""

from __future__ import annotations

from narrate.dialogue.habits import starts_sentence
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.openings import IMPERATIVES
from narrate.dialogue.tokens import Paragraph

_CALLING = frozenset([  # readers to do something, beside the article
    "add", "apply", "book", "buy", "click", "donate", "download", "find", "get", "join", "learn", "listen", "order",
    "pre-order", "preorder", "read", "register", "save", "see", "share", "shop", "sign", "start", "subscribe", "try",
    "view", "watch",
])  # fmt: skip
_CALLED_FOR = frozenset([
    "cart", "free", "here", "it", "more", "next", "now", "out", "this", "to", "today", "up", "yours",
])  # fmt: skip
_MAX_CALL = 4  # words
_MAX_ADVERT = 120  # tokens
_SELLING = ("buy", "order", "pre-order", "preorder", "shop")
_CLOSING_SIGNS = ("×", "✕", "✖")  # the button that takes an advertisement away


def length_of_call(paragraph: Paragraph, at: int, lexicon: Lexicon) -> int:
    """How many words from token `at` call the reader to act, as buttons do: Buy Now, Sign Up Here, Read More."""
    tokens = paragraph.tokens
    if lexicon.language != "en" or tokens[at].lower not in _CALLING or not starts_sentence(paragraph, at):
        return 0
    stop = at + 1
    while stop < min(len(tokens), at + _MAX_CALL) and tokens[stop].lower in _CALLED_FOR and tokens[stop].text.istitle():
        stop += 1
    again = stop < len(tokens) and (tokens[stop].lower in IMPERATIVES or tokens[stop].lower in _CALLING)
    return stop + again - at if stop > at + 1 else 0


def end_of_advert(paragraph: Paragraph, at: int, lexicon: Lexicon) -> int:
    """Where the advertisement ends that begins at token `at`, or `at`: × Low Tide by Bo Lind. A fine book. Buy Now.

    It begins with its sign, or with the paragraph if nothing is quoted there before the call to buy.
    """
    tokens = paragraph.tokens
    if lexicon.language != "en" or (at and tokens[at].text not in _CLOSING_SIGNS):
        return at
    for here in range(at, min(len(tokens), at + _MAX_ADVERT)):
        if tokens[here].run >= 0:
            return at
        called = length_of_call(paragraph, here, lexicon) if tokens[here].lower in _SELLING else 0
        if called:
            return here + called
    return at
