"""Dialogue by dashes (French, Russian, Spanish, Polish ...) and the tag inside of speech (the French incise).

« Nous avons attendu, explique Marc Petit, et personne n'est venu. » is speech, a tag, speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.narrator import speech_end, told
from narrate.dialogue.runs import Run

DASH_LANGUAGES = frozenset([
    "fr", "es", "pt", "it", "ru", "uk", "pl", "ro", "ca", "bg", "el", "tr", "sv", "da", "no", "fi"
])  # fmt: skip
_DASH = re.compile(
    r"(?:^|(?<=[.!?…:»\"”]\s)|(?<=[.!?…:»\"”]\s\s))[ \t\u00a0]*"
    r"(?P<dash>—|–|―|--|-(?=[ \u00a0]))[ \u00a0]*(?=\S)"
)
_CLOSER = re.compile(r"[,.!?…;][ \u00a0]*(?P<dash>—|–|―|--)[ \u00a0]*")
# Polish sets no comma before the dash of a tag: – Nie wiem – mówi Anna.
_BARE = re.compile(
    r"[^,.!?…;\s][ \u00a0](?P<dash>—|–|―|--|-)[ \u00a0](?P<verb>[^\W\d_]+)(?P<name>(?: się)? [A-ZĄĆĘŁŃÓŚŹŻ])?"
)
# The Spanish raya stands next to the narrator's words: —Nada —dijo—. Nada.
_RAYA = re.compile(r"(?:[ \u00a0](?P<dash>—)(?=\w)|(?<=\w)(?P<end>—)(?=[\s.,;:!?]))")
_RAYA_END = re.compile(r"—[.,;:]?[ \u00a0]+")
_JOINED = re.compile(r"(?:--|[—―])(?=[^\W\d_])")  # elsewhere a dash with a space after it is a list, not speech
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_TITLED = re.compile(r"\b(?:MM?|Mgr|Dr|[A-Z])\.$")  # dit M. Antoine: no end of the tag
_STOP = re.compile(r"[,;:.!?…]+[ \u00a0»]*")
_BEFORE_TAG = re.compile(r"[,?!…][ \u00a0]*|[.] (?=[a-zà-ÿ])")
_TOLD = 2.5  # one simple past or one second person
_MAX_TAG = 300  # characters of a tag inside of speech
_CLITICS = frozenset([
    "lui", "leur", "me", "m'", "m", "nous", "vous", "te", "t'", "t", "se", "s'", "s", "l'", "l", "le", "la",
    "les", "y", "en"
])  # fmt: skip
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|je|on|nous)$")
_PERFECT = re.compile(r"(?:a|ai|avait|avais|ont|avaient)-(?:t-)?(?:il|elle|ils|elles|je|on|nous)$|était-(?:il|elle)$")
_GOES_ON = re.compile(r"(?:[^\W\d_]+ant|[^\W\d_]+ée?s?|en|d['’]\w+|avec|sans|toute?|qui|dont|à|au|aux|comme|puis)\b")
_LED = re.compile(r":[ \u00a0]*«")
_ANGLES = re.compile(r"[«»]")


def dash_runs(text: str, block: int, start: int, end: int, lexicon: Lexicon) -> list[Run]:
    """Speech that dashes introduce in one block; tags between or inside are left to the narrator."""
    if lexicon.language not in DASH_LANGUAGES and not _JOINED.match(text, start):
        return []
    opened = [match for match in _DASH.finditer(text, start, end) if _opens(text, match.end("dash"))]
    if not opened or (lexicon.language not in DASH_LANGUAGES and opened[0].start("dash") != start):
        return []
    runs: list[Run] = []
    quoted = _closings(text, start, end)
    for index, match in enumerate(opened):
        stop = opened[index + 1].start("dash") if index + 1 < len(opened) else end
        around = bisect_left(quoted, (match.start("dash"), 0)) - 1
        if around >= 0 and match.start("dash") < quoted[around][1]:
            stop = min(stop, quoted[around][1])
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
        yield from _by_pairs(text, start, end, _turns(text, start + 2, end, lexicon))
        return
    for a, b in incised(text, start, end, lexicon):
        stop = _stop(text, a, b, a > start, whole)
        if stop > a:
            yield a, _trimmed(text, a, stop)


def _stop(text: str, start: int, end: int, after_tag: bool, whole: bool) -> int:
    """Where a stretch of speech ends: at the mark that closes all, where the narrator goes on, or at the end."""
    other = next((m.start() for m in _LED.finditer(text, start, end)), end)  # words of somebody else prove nothing
    stop = speech_end(text, start, other, after_tag, whole)
    return stop if stop < other else speech_end(text, start, end, after_tag, whole)


def _closings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """From the opening to behind the closing of each outermost « »; a » that nothing opened repeats at a paragraph."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _ANGLES.finditer(text, start, end):
        if match.group() == "«":
            opened.append(match.start())
        elif opened:
            first = opened.pop()
            if not opened:
                found.append((first, match.end()))
    return found


def _turns(text: str, start: int, end: int, lexicon: Lexicon) -> list[int]:
    """The dashes at which speech and narrator take turns."""
    closers = [match.start("dash") for match in _CLOSER.finditer(text, start, end)]
    bare = _BARE.finditer(text, start, end)
    tags = [m.start("dash") for m in bare if m.group("verb") in lexicon.verbs or m.group("name") is not None]
    found = sorted({*closers, *tags})
    return found or [match.start(match.lastgroup or 0) for match in _RAYA.finditer(text, start, end)]


def _by_pairs(text: str, start: int, end: int, marks: list[int]) -> Iterator[tuple[int, int]]:
    """Speech and narrator take turns: — Да, — сказал он. — Иду."""
    bounds = [start, *marks, end]
    for index in range(0, len(bounds) - 1, 2):
        # A raya that ends the narrator's words is not said: —Nada —dijo Ana—. Nada.
        begin = _RAYA_END.match(text, bounds[index], bounds[index + 1]) if index else None
        yield begin.end() if begin else bounds[index], _trimmed(text, bounds[index], bounds[index + 1])


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
        stop = _tag_end(text, here, end, lexicon)
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
    if _PERFECT.match(verb):
        return len(words) > 1 and words[1] in lexicon.verbs  # avait-elle répondu
    if _INVERTED.search(verb):
        return _INVERTED.sub("", verb) in lexicon.verbs or verb in lexicon.verbs
    return verb in lexicon.verbs and any(_is_subject(word, lexicon) for word in words[1:6])


def _unclitic(word: str) -> str:
    """S'écria: the verb alone; l'abbé keeps its article apart."""
    return re.sub(r"^(?:s|m|t|n)['’]", "", word)


def _is_subject(word: str, lexicon: Lexicon) -> bool:
    lower = word.lower().replace("’", "'")
    return word[:1].isupper() or lower in lexicon.determiners or lower.startswith("l'") or lower in lexicon.titles


def _tag_end(text: str, at: int, end: int, lexicon: Lexicon) -> int:
    """Where speech goes on after a tag: after its full stop, or after the comma that no description follows."""
    for match in _STOP.finditer(text, at, min(end, at + _MAX_TAG)):
        here = match.end()
        if match.group()[0] == "." and _TITLED.search(text, at, match.start() + 1):
            continue
        if match.group()[0] != "," or not _describes(text, here, end, lexicon):
            return here
    return end


def _describes(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words after a comma within a tag still describe: dit Anne, en riant; not: dit Anne, vous riez ?"""
    stop = _STOP.search(text, at, min(end, at + _MAX_TAG))
    clause = text[at : stop.end() if stop is not None else min(end, at + _MAX_TAG)]
    score = told(clause)
    if score >= _TOLD:
        return True
    return score > -_TOLD and (_GOES_ON.match(clause) is not None or _is_apposition(clause, lexicon))


def _is_apposition(clause: str, lexicon: Lexicon) -> bool:
    """Le maire de Valmont, sa voisine: somebody who is described by an office, and no sentence about one."""
    words = [word for match in _WORD.finditer(clause) for word in re.split(r"['’]", match.group().lower())]
    role = next((at for at, word in enumerate(words[:3]) if word in lexicon.people or word in lexicon.titles), None)
    if role is None or any(word not in lexicon.determiners and word != "l" for word in words[:role]):
        return False
    return words[role + 1 : role + 2] == [] or (
        words[role + 1] in lexicon.prepositions
        or words[role + 1].endswith(("al", "ale", "ain", "aine", "ier", "ière", "ique"))
    )
