"""Characters that no engine should see, replaced before anything else looks at the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from narrate.model import Spoken
from narrate.speech.tiling import Edit, apply_edits

DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffd\ufdd0-\ufdef\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
"""Controls, invisible marks, variation selectors, private use and lone surrogates (which cannot be encoded)."""
RULE = "characters"
COMBINING = "\u0300-\u036f\u20d0-\u20ff"
PLAIN = {
    **dict.fromkeys(
        "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "
    ),
    **dict.fromkeys("“”„‟«»″❝❞〝〞`´", '"'),
    **dict.fromkeys("‘’‚‛‹›ʼʹ′❛❜", "'"),
    **dict.fromkeys("‐‑−﹣－", "-"),
    "‒": "–",
    "―": "—",
    "⁄": "/",
    "∶": ":",
    "､": ",",
}
"""Look-alikes and what engines read well instead, one character for one."""
COMPATIBLE = (
    "\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff\u2100-\u2101\u2103\u2109\u33a0-\u33a3\u339c-\u339e\u338e-\u338f"
)
"""Full-width forms, ligatures, mathematical letters and squared units: read as what they look like."""
JUNK = DROPPED + COMBINING
ODD = re.compile(
    rf"[{JUNK}]+(?:[^{JUNK}][{COMBINING}]*)?"
    rf"|[^\W\d_][{COMBINING}]+"
    rf"|``"
    rf"|[{COMPATIBLE}{re.escape(''.join(PLAIN))}]"
)
"""What is dropped goes together with the character behind it, so that no span has an empty spoken side."""


def clean(text: str) -> Spoken:
    """Text with plain spaces, straight quotes and composed letters, and the exact map back.

    Control characters, invisible marks and lone surrogates go. Twice is the same as once.
    """
    return apply_edits(text, _edits(text))


def cleaned(text: str) -> str:
    """The words of `clean` alone."""
    return clean(text).text


def _edits(text: str) -> Iterator[Edit]:
    waiting: Edit | None = None
    for match in ODD.finditer(text):
        said = _replacement(match.group())
        if said or match.start() == 0:
            if waiting:
                yield waiting
            waiting = Edit(match.start(), match.end(), said, RULE)
        elif waiting and waiting.end == match.start():
            waiting = Edit(waiting.start, match.end(), waiting.spoken, RULE)
        else:
            if waiting:
                yield waiting
            waiting = Edit(match.start() - 1, match.end(), text[match.start() - 1], RULE)
    if waiting:
        yield waiting


def _replacement(odd: str) -> str:
    if odd == "``":
        return '"'
    kept = unicodedata.normalize("NFC", re.sub(f"[{DROPPED}]", "", odd))
    return "".join(_plain(c) for c in re.sub(f"[{COMBINING}]", "", kept))


def _plain(character: str) -> str:
    if character in PLAIN:
        return PLAIN[character]
    return unicodedata.normalize("NFKC", character) if re.match(f"[{COMPATIBLE}]", character) else character
