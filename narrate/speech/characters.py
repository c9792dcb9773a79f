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
COMBINING = "\u0300-\u036f\u20d0-\u20ff"
PLAIN = {
    **dict.fromkeys(
        "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "
    ),
    **dict.fromkeys("“”„‟«»″❝❞〝〞", '"'),
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
ODD = re.compile(
    rf"[{DROPPED}]+[^{DROPPED}]?[{COMBINING}]*"
    rf"|[^\W\d_][{COMBINING}]+"
    rf"|[{COMBINING}]+"
    rf"|``|''|[`´]"
    rf"|[{COMPATIBLE}{re.escape(''.join(PLAIN))}]"
)
LAST_DROPPED = re.compile(rf".?[{DROPPED}{COMBINING}]+\Z", re.DOTALL)


def clean(text: str) -> Spoken:
    """Text with plain spaces, straight quotes and composed letters, and the exact map back.

    Control characters, invisible marks and lone surrogates go. Twice is the same as once.
    """
    return apply_edits(text, _edits(text))


def cleaned(text: str) -> str:
    """The words of `clean` alone."""
    return clean(text).text


def _edits(text: str) -> Iterator[Edit]:
    tail = LAST_DROPPED.search(text)
    stop = tail.start() if tail and _replacement(tail.group()) != tail.group() else len(text)
    for match in ODD.finditer(text, 0, stop):
        yield Edit(match.start(), match.end(), _replacement(match.group()), "characters")
    if tail and stop < len(text):
        # A dropped character goes together with a neighbour, so that no span has an empty spoken side.
        yield Edit(stop, len(text), _replacement(tail.group()), "characters")


def _replacement(odd: str) -> str:
    if odd in ("``", "''", "`", "´"):
        return '"'
    kept = unicodedata.normalize("NFC", re.sub(f"[{DROPPED}]", "", odd))
    kept = re.sub(f"[{COMBINING}]", "", kept)
    return "".join(
        PLAIN.get(c) or (unicodedata.normalize("NFKC", c) if re.match(f"[{COMPATIBLE}]", c) else c) for c in kept
    )
