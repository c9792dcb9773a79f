"""Where the narrator takes over within a French paragraph of dialogue, when neither mark nor line break says so.

« — Je viens. Il prit son chapeau. » holds one sentence of speech and one that tells of it. What French grammars say of
the tenses decides: the simple past and the third person tell; the first two persons, the present and the future speak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.dialogue.lexicon import listed

_SENTENCE = re.compile(r"[^.!?…]*(?:[.!?…]+[ \u00a0]*(?:»|\")?[ \u00a0]*|$)")
_CAPITAL = re.compile(r"[^\w.!?…]*(?=[A-ZÀ-ÞŒ0-9])")
_TITLED = re.compile(r"(?:\b(?:MM?|Mgr|Dr|St|Mme|Mlle)|\b[A-Z])\.[ \u00a0]*$")
_WORD = re.compile(r"[^\W\d_]+")

# Endings of the simple past: -a but for futures (viendra), and the plural. In -it, -ut and -int nouns and presents end
# too (bruit, peut, point), so these are listed.
_SIMPLE_PAST = re.compile(
    r"[^\W\d_]+(?:èrent|irent|urent|inrent|[^\W_r]a|[éaoyu]ra)|(?:re|ob|sou|main|con|dé|appar)?tint"
)
_IN_A = listed("fr", "told not in a")
_LISTED = listed("fr", "told")
# The imperfect, but for the conditional (viendrait), which speaks.
_IMPERFECT = re.compile(r"[^\W\d_]+(?:[^\W_r]|[éuoat]r|vr)(?:ait|aient)")
_IN_AIT = listed("fr", "told not in ait")

_TO_YOU = listed("fr", "spoken persons")
_TO_US = listed("fr", "spoken we")
_PRESENT = listed("fr", "spoken")
_FUTURE = re.compile(r"[^\W\d_]{2,}(?:[^\W_h]ez|rons|rai|ras|era|ira|dra|vra|eront|iront|dront)")
_PERFECT = re.compile(r"\b(?:il y|il|elle|on|n['’]y) a\b|\ba (?:pas|plus|été|\w{2,}é)\b", re.I)
_CALLING = re.compile(
    r"(?:^|, )(?:monsieur|madame|mademoiselle|messieurs|mesdames|monseigneur|sire|docteur|mon (?:ami|cher|enfant)"
    r"|ma (?:chère|fille|petite)|mes (?:amis|enfants))\b",
    re.I,
)
_EXCLAIMING = re.compile(
    r"\W*(?:ah|oh|eh|hé|ô|oui|non|si|bah|allons|tiens|tenez|voyons|merci|parbleu|pardieu|diable|adieu|bon|bien|certes"
    r"|soit|hélas|peste|morbleu|ma foi|pardon|chut|silence|vite|quoi|comment|pourquoi|qui|que|qu['’]|quel|quelle|où"
    r"|est-ce|jamais|sans doute|certainement|assurément|parfaitement|entendu|impossible|mais)\b",
    re.I,
)
_TELLING = re.compile(
    r"\W*(?:puis|alors|cependant|aussitôt|soudain|tout à coup|en (?=\w+ant\b)|au moment|à ces mots|à cette|là-dessus"
    r"|et (?=(?:il|elle|ils|elles|se|s['’]|le|la|les|l['’])\b)|il (?=se|s['’])|elle (?=se|s['’])|tous|tandis"
    r"|pendant que|une fois|après)\b",
    re.I,
)
_BY_END = {"?": -2.0, "!": -1.5, "…": -0.7, ":": 2.0}
_WHOLE = 5.0  # a paragraph that begins with its only dash is mostly speech to its end
_TAGGED = 2.0  # less so once the narrator has had a word: two verbs in the imperfect


def told(sentence: str) -> float:
    """How much a sentence looks told rather than spoken: above zero it does, 3 stands for one simple past."""
    words = [match.group() for match in _WORD.finditer(sentence)]
    small = [word.lower() for word in words]
    past = sum(_is_past(word) for word in words)
    imperfect = sum(word not in _IN_AIT and _IMPERFECT.fullmatch(word) is not None for word in small)
    present = sum(word in _PRESENT or _FUTURE.fullmatch(word) is not None for word in small)
    present += len(_PERFECT.findall(sentence))
    score = 3.0 * min(past, 2) + 1.2 * min(imperfect, 3) - 1.2 * min(present, 3)
    score -= 2.5 * min(sum(word in _TO_YOU for word in small), 3) + min(sum(word in _TO_US for word in small), 2)
    score -= 2.0 * (_EXCLAIMING.match(sentence) is not None) + 1.5 * (_CALLING.search(sentence) is not None)
    score += 1.5 * (_TELLING.match(sentence) is not None)
    end = sentence.rstrip(' \u00a0»"')
    return score + _BY_END.get("…" if end.endswith("...") else end[-1:], 0.0)


def _is_past(word: str) -> bool:
    return word in _LISTED or (word not in _IN_A and word.islower() and _SIMPLE_PAST.fullmatch(word) is not None)


def speech_end(text: str, start: int, end: int, after_tag: bool = False, whole: bool = False) -> int:
    """Where speech that begins at `start` ends and the narrator takes over; `end` if he does not.

    Parameters
    ----------
    text : str
    start, end : int
        Half-open offsets of a turn, or of what follows a tag within it.
    after_tag : bool
        The first sentence may be the narrator's already.
    whole : bool
        The paragraph is one turn.
    """
    sentences = list(_sentences(text, start, end))
    first = 0 if after_tag and text[start : start + 1].isupper() else 1
    best, stop, gain = (_TAGGED if after_tag else _WHOLE) if whole else 0.0, end, 0.0
    for a, b in reversed(sentences[first:]):
        gain += told(text[a:b])
        if gain > best:
            best, stop = gain, a
    return stop


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, one that begins in lower case joined to the one before: Hélas ! cousine, il est mort."""
    begun = at = start
    for match in _SENTENCE.finditer(text, start, end):
        at = match.end()
        if at < end and (not _CAPITAL.match(text, at, end) or _TITLED.search(text, max(begun, at - 8), at)):
            continue
        if at > begun:
            yield begun, at
        begun = at
