"""Dialogue by dashes (French, Russian, Spanish, Polish ...) and the tag inside of speech (the French incise).

« Nous avons attendu, explique Marc Petit, et personne n'est venu. » is speech, a tag, speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.runs import Run

DASH_LANGUAGES = frozenset([
    "fr", "es", "pt", "it", "ru", "uk", "pl", "ro", "ca", "bg", "el", "tr", "sv", "da", "no", "fi"
])  # fmt: skip
_DASH = re.compile(
    r"(?:^|(?<=[.!?…:»\"”]\s)|(?<=[.!?…:»\"”]\s\s))[ \t\u00a0]*"
    r"(?P<dash>—|–|―|--|-(?=[ \u00a0]))[ \u00a0]*(?=\S)"
)
_CLOSER = re.compile(r"[,.!?…;][ \u00a0]*(?P<dash>—|–|―|--)[ \u00a0]*")
# The Spanish raya stands next to the narrator's words: —Nada —dijo—. Nada.
_RAYA = re.compile(r"(?:[ \u00a0](?P<dash>—)(?=\w)|(?<=\w)(?P<end>—)(?=[\s.,;:!?]))")
_JOINED = re.compile(r"(?:--|[—―])(?=[^\W\d_])")  # elsewhere a dash with a space after it is a list, not speech
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…]*(?:[.!?…]+[ \u00a0]*(?:»|\")?|$)")
_TITLED = re.compile(r"\b(?:MM?|Mgr|Dr|[A-Z])\.$")  # dit M. Antoine: no end of the tag
_STOP = re.compile(r"[,;:.!?…]+[ \u00a0»]*")
_BEFORE_TAG = re.compile(r"[,?!…][ \u00a0]*|[.] (?=[a-zà-ÿ])")
_MAX_TAG = 300  # characters of a tag inside of speech
_CLITICS = frozenset([
    "lui", "leur", "me", "m'", "m", "nous", "vous", "te", "t'", "t", "se", "s'", "s", "l'", "l", "le", "la",
    "les", "y", "en"
])  # fmt: skip
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|je|on|nous)$")
_GOES_ON = re.compile(r"(?:[^\W\d_]+ant|[^\W\d_]+ée?s?|en|d['’]\w+|avec|sans|toute?|qui|dont|son|sa|ses)\b")
_NARRATIVE = re.compile(
    r"\b\w+(?:èrent|irent|urent)\b|"
    r"\b(?:il|elle|ils|elles|on|se|s['’]|l['’]|le|la|un|une|ce|cet|[A-ZÀ-Þ]\w+)[ \u00a0]*"
    r"(?:\w+['’]|ne |n['’]|se |s['’]|lui |y |en |l['’])*"
    r"\w+(?:(?<!r)a|(?<!r)ait|it|ut|int|èrent|irent|urent|(?<!r)aient)\b"
)
_TELLING = re.compile(
    r"\s*(?:Le|La|Les|L['’]|Un|Une|Madame|Monsieur|Mademoiselle|En \w+ant|Au moment|Et (?:le|la|les|l['’]|il|elle))"
    r"[^.!?…]*\w(?:(?<!r)ait|(?<!r)aient|it|ut|[^rv]a|èrent|irent)\b"
)
_PAST = re.compile(r"\b[^\W\d_]{3,}(?:(?<![oa])ut|int|[^aeoru]it|[^rv]a)\b")
_SPEAKING = re.compile(
    r"\b(?:je|j['’]|tu|vous|nous|moi|toi|mon|ma|mes|ton|ta|tes|votre|vos|notre|nos|me|m['’]|te|t['’])(?=\b|\w)", re.I
)


def dash_runs(text: str, block: int, start: int, end: int, lexicon: Lexicon) -> list[Run]:
    """Speech that dashes introduce in one block; tags between or inside are left to the narrator."""
    if lexicon.language not in DASH_LANGUAGES and not _JOINED.match(text, start):
        return []
    opened = [match for match in _DASH.finditer(text, start, end) if _opens(text, match.end("dash"))]
    if not opened or (lexicon.language not in DASH_LANGUAGES and opened[0].start("dash") != start):
        return []
    runs: list[Run] = []
    for index, match in enumerate(opened):
        stop = opened[index + 1].start("dash") if index + 1 < len(opened) else end
        alone = len(opened) == 1 and match.start("dash") == start
        for a, b in _speech(text, match.start("dash"), stop, alone, lexicon):
            runs.append(Run(block, a, b, family="dash"))
    return runs


def _opens(text: str, at: int) -> bool:
    following = text[at : at + 4].lstrip(' \u00a0«"“*_')
    return bool(following) and (following[0].isupper() or following[0] in "¡¿….[" or following[0].isdigit())


def _speech(text: str, start: int, end: int, whole: bool, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The spoken stretches between a dash and the end of its turn."""
    if lexicon.language != "fr":
        yield from _by_pairs(text, start, end, _CLOSER if _CLOSER.search(text, start + 2, end) else _RAYA)
        return
    for a, b in incised(text, start, end, lexicon):
        stop = b if whole and a == start else _until_narrator(text, a, b, after_tag=a > start)
        if stop > a:
            yield a, _trimmed(text, a, stop)


def _until_narrator(text: str, start: int, end: int, after_tag: bool) -> int:
    """Where the narrator takes over again within a paragraph: at the first sentence that tells of a past event."""
    stop = start
    for match in _SENTENCE.finditer(text, start, end):
        if (stop > start or (after_tag and text[start : start + 1].isupper())) and _is_narrative(match.group()):
            break
        stop = match.end()
    return stop


def _by_pairs(text: str, start: int, end: int, dash: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Speech and narrator take turns at every dash after punctuation: — Да, — сказал он. — Иду."""
    marks = [match.start(match.lastgroup or 0) for match in dash.finditer(text, start + 2, end)]
    bounds = [start, *marks, end]
    for index in range(0, len(bounds) - 1, 2):
        yield bounds[index], _trimmed(text, bounds[index], bounds[index + 1])


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \u00a0\t\n":
        end -= 1
    return end


def incised(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Cut speech around its tags: "Oui, dit-il, je viens." gives two stretches."""
    found: list[tuple[int, int]] = []
    at = start
    for tag_start, tag_end in _incises(text, start, end, lexicon):
        if tag_start > at:
            found.append((at, tag_start))
        at = tag_end
    if at < end:
        found.append((at, end))
    return [(a, _trimmed(text, a, b)) for a, b in found if any(c.isalnum() for c in text[a:b])]


def _incises(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BEFORE_TAG.finditer(text, start, end):
        here = match.end()
        if here < at or not _is_tag(text, here, end, lexicon):
            continue
        stop = _tag_end(text, here, end)
        yield here, stop
        at = stop


def _is_tag(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    words = [_unclitic(match.group()) for match in _WORD.finditer(text, at, min(end, at + 90))][:8]
    while words and words[0].lower() in _CLITICS:
        words = words[1:]
    if len(words) > 1 and words[0] in ("avait", "a", "avais", "ai") and words[1] in lexicon.verbs:
        words = words[1:]
    if not words or words[0][:1].isupper():
        return False
    verb = words[0].lower()
    if verb in ("dit-on", "disait-on"):
        return False  # hearsay within the speech
    if _INVERTED.search(verb):
        return _INVERTED.sub("", verb) in lexicon.verbs or verb in lexicon.verbs
    return verb in lexicon.verbs and any(_is_subject(word, lexicon) for word in words[1:6])


def _unclitic(word: str) -> str:
    """S'écria: the verb alone; l'abbé keeps its article apart."""
    return re.sub(r"^(?:s|m|t|n)['’]", "", word)


def _is_subject(word: str, lexicon: Lexicon) -> bool:
    lower = word.lower().replace("’", "'")
    return word[:1].isupper() or lower in lexicon.determiners or lower.startswith("l'") or lower in lexicon.titles


def _tag_end(text: str, at: int, end: int) -> int:
    """Where speech goes on after a tag: after its full stop, or after the comma that no description follows."""
    for match in _STOP.finditer(text, at, min(end, at + _MAX_TAG)):
        here = match.end()
        if match.group()[0] == "." and _TITLED.search(text, at, match.start() + 1):
            continue
        if match.group()[0] != "," or not _GOES_ON.match(text, here, end):
            return here
    return end


def _is_narrative(sentence: str) -> bool:
    if _SPEAKING.search(sentence):
        return False
    if _NARRATIVE.search(sentence) or _TELLING.match(sentence):
        return True
    return bool(_PAST.search(sentence) and not re.search(r"[?!…]", sentence))
