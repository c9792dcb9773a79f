"""Who speaks a run? A linear model over the candidates.

Candidates are the mentions near the run, the previous speaker (`previous`) and the one before (`turn`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Literal

from narrate.dialogue.adjacent import near_candidate
from narrate.dialogue.candidates import (
    REACH,
    Candidate,
    Situation,
    compared,
    first_of_sentence,
    others,
    own_features,
    relation,
    shape_of,
)
from narrate.dialogue.mentions import Mention, Scene, Tag
from narrate.dialogue.page import nearest
from narrate.dialogue.tokens import Token

_TOPICS = ("On", "About", "Of", "Regarding")
_TOPIC = 3  # tokens of the shortest: On fish:
_LONGEST_TOPIC = 12
_PLAIN = frozenset(
    [
        "A|comma|near",
        "A|ask|near",
        "A|none|near",
        "A|stop|near",
        "B|:|near",
        "B|,|near",
        "B|that|near",
        "B|word|near",
        "B|:|far",
        "above",
    ]
)
_PLAIN_BONUS = 7.0  # a plain tag is right in 97 of 100 cases of news, whatever else stands nearby
_PLAIN_ABROAD = 10.0  # more, where the models know none of the words around
_LEADING = ("B|,|near", "B|:|near")
_LED = 3.0  # for the tag that leads up to a run, against one of the run before: "Q," Ruiz said as Lind cut in, "Q."
_PER_TOKEN = 0.15  # of two plain tags the nearer one
_LOOKED = 6  # paragraphs among which the two above stand, with captions between
_EARLIER = 8  # mentions taken from each earlier paragraph


def candidates_of(situation: Situation) -> list[Candidate]:
    """All candidates for a run, features filled in."""
    scene = situation.scene
    around = nearest(scene.mentions, situation.at, REACH)
    found = [near_candidate(situation, m, scene.tagged) for m in around if _may_speak(scene, m)]
    index = scene.paragraph.index
    for back, above in enumerate(_above(situation.page.scenes, index), 1):
        found.extend(_earlier(situation, above, back))
    if index + 1 < len(situation.page.scenes) and len(scene.paragraph.tokens) == 1:
        found.extend(_later(situation, situation.page.scenes[index + 1]))
    if situation.previous is not None:
        found.append(_previous(situation, "previous"))
        if situation.has_turn and situation.style == "dialogue":
            found.append(_previous(situation, "turn"))
    return found


def _above(scenes: Sequence[Scene], index: int) -> list[Scene]:
    """The two paragraphs before the one at `index`, captions aside."""
    near = [scene for scene in scenes[max(0, index - _LOOKED) : index] if scene.paragraph.kind != "caption"]
    return near[:-3:-1]


def _may_speak(scene: Scene, mention: Mention) -> bool:
    """Whether a mention comes into question: "it" and "they" only beside a verb of speech ("it rained")."""
    return mention.kind != "pronoun" or bool(mention.gender) or id(mention) in scene.tagged


def is_plain(candidate: Candidate) -> bool:
    """Whether the candidate stands in a tag that plainly belongs to the run: next to it, in the same sentence."""
    if candidate.fit == "signed":
        return True
    if candidate.tag is None:
        return False
    return candidate.fit in _PLAIN or (candidate.tag.order == "acc" and candidate.fit == "B|,|far")


def goes_on(candidate: Candidate) -> bool:
    """Whether the run plainly goes on with the one before, unless it has a tag of its own."""
    return candidate.fit == "bare" or (candidate.tag is not None and candidate.fit == "B|follows")


def _earlier(situation: Situation, scene: Scene, back: int) -> list[Candidate]:
    """Mentions of an earlier paragraph, the latest ones."""
    found = []
    last = scene.paragraph.sentences[-1] if scene.paragraph.sentences else 0
    ends = scene.paragraph.tokens[-1].text if scene.paragraph.tokens else ""
    shape = shape_of(situation)
    for mention in scene.mentions[-_EARLIER:]:
        if not _may_speak(scene, mention):
            continue
        tag = next(reversed(scene.tagged.get(id(mention), ())), None)
        rel = "tag" if tag is not None else relation(scene, mention, None, situation.page.lexicon)
        breaks = min(last - scene.paragraph.sentences[mention.first], 2)
        lead = first_of_sentence(scene, mention)
        who = compared(situation, mention)
        features = [
            f"!back={back}|{who}|{shape}|lead={lead}|{situation.style}",
            f"back={back}|{rel}",
            f"back={back}|{rel}|s{breaks}|lead={lead}",
            f"back={back}|{shape}|lead={lead}|{situation.style}",
            f"back={back}|{mention.kind}",
        ]
        above = ends in (":", ",") and back == 1 and situation.at == 0  # Ruiz said, and the quotation below
        if above and ends == ":":
            features.append(f"colon-above|lead={lead}|s{breaks}")
        quoted = "quoted" if scene.paragraph.quotes else "bare"
        features.append(f"back={back}|{who}|lead={lead}|{quoted}|s{breaks}")
        features.append(f"back={back}|{who}|{shape}|{situation.style}")
        features.extend(own_features(situation, mention, f"back|{rel}"))
        fit = "above" if above and tag is not None and breaks == 0 and _is_last(tag, scene) else ""
        found.append(Candidate("mention", mention, tag, features, fit=fit))
    return found


def _is_last(tag: Tag, scene: Scene) -> bool:
    """Whether nobody else has a tag nearer to the end: Lind says it is a lie, according to Ruiz, who told us:"""
    after = scene.tags_between(tag.verb + 1, len(scene.paragraph.tokens))
    return all(other.mention is tag.mention for other in after)


def _is_signature(tokens: Sequence[Token]) -> bool:
    """A line under a quotation that names who said it: "- Ana Ruiz, farmer"."""
    if not tokens or len(tokens) > 24 or tokens[0].run >= 0:
        return False
    return tokens[0].text[0] in "—–-" or (tokens[-1].run < 0 and tokens[-1].text[0] in "\"”’'»")


def _later(situation: Situation, scene: Scene) -> list[Candidate]:
    found = []
    tokens = scene.paragraph.tokens
    signed = "signed" if _is_signature(tokens) else "plain"
    for mention in scene.mentions[:3]:
        lead = first_of_sentence(scene, mention) and scene.paragraph.sentences[mention.first] == 0
        first = mention.first <= 2
        features = [
            f"!next|{signed}|first={first}",
            f"next|{mention.kind}|lead={lead}",
            f"next|lead={lead}|{situation.style}",
        ]
        fit = "signed" if signed == "signed" and first and mention.kind == "name" else ""
        found.append(Candidate("mention", mention, None, features + own_features(situation, mention, "next"), fit=fit))
    return found


def _previous(situation: Situation, kind: Literal["previous", "turn"]) -> Candidate:
    assert situation.previous is not None
    paragraph, token = situation.previous
    here = situation.scene.paragraph.index
    distance = here - paragraph
    shape = shape_of(situation)
    if distance == 0:
        tokens = situation.scene.paragraph.tokens[token + 1 : situation.at]
        words = sum(t.is_word for t in tokens)
        place = "same|bare" if words == 0 else "same|words"
    else:
        place = f"par{min(distance, 4)}"
    features = [
        f"!{kind}|{place}|{shape}|{situation.focus}|{situation.style}",
        f"{kind}|{place}|{shape}|{situation.style}",
        f"{kind}|{place}|tagged={situation.tagged_before}|{situation.style}",
        f"{kind}|{place}|lead={situation.lead_in}|end={situation.ending}",
        f"{kind}|{place}|{others(situation)}",
        f"{kind}|{place}|focus={situation.focus}|{shape}|{situation.style}",
        f"{kind}|focus={situation.focus}|{situation.style}",
        f"{kind}|{shape}",
    ]
    bare = place == "same|bare" or _has_topic(situation)
    goes = kind == "previous" and bare and situation.style == "report"
    return Candidate(kind, None, None, features, fit="bare" if goes else "")


def _has_topic(situation: Situation) -> bool:
    """On the harbour: "Q", in a list of what somebody said, each with its topic."""
    tokens, at = situation.scene.paragraph.tokens, situation.at
    if at < _TOPIC or tokens[at - 1].text != ":" or situation.page.lexicon.language != "en":
        return False
    start = at - 1
    while start > max(0, at - _LONGEST_TOPIC) and tokens[start - 1].is_word and tokens[start - 1].run < 0:
        start -= 1
    return start < at - 1 and tokens[start].text in _TOPICS


def rank(
    candidates: Sequence[Candidate], weights: Mapping[str, float], language: str = "en"
) -> list[tuple[Candidate, float]]:
    """Candidates with their share of the belief, best first."""
    if not candidates:
        return []
    bonus = _PLAIN_BONUS if language == "en" else _PLAIN_ABROAD
    tagged = any(is_plain(candidate) for candidate in candidates)
    led = any(candidate.fit in _LEADING and candidate.tag is not None for candidate in candidates)
    for candidate in candidates:
        candidate.score = sum(map(weights.get, candidate.features, repeat(0.0)))
        if led and candidate.fit == "B|shared":
            candidate.score -= _LED
        if led and candidate.fit == "A|ask|near" and candidate.tag is not None and candidate.tag.order == "sv":
            candidate.score -= _LED  # A man yelled: "Q!" Ruiz turned round and said, "Q"
        if candidate.tag is not None and candidate.tag.order == "acc" and candidate.fit in _LEADING:
            candidate.score += _LED
        if is_plain(candidate) or (goes_on(candidate) and not tagged):
            candidate.score += bonus - _PER_TOKEN * min(candidate.gap, 20)
    top = max(candidate.score for candidate in candidates)
    shares = [math.exp(max(-50.0, candidate.score - top)) for candidate in candidates]
    total = sum(shares)
    order = sorted(range(len(candidates)), key=lambda i: -shares[i])
    return [(candidates[i], shares[i] / total) for i in order]
