"""Who speaks a run? Candidates with features, and a linear model over them.

Candidates are the mentions near the run, the previous speaker (`previous`) and the one before (`turn`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, Tag, is_modifier, is_object, is_verb
from narrate.dialogue.page import Page, nearest
from narrate.dialogue.runs import Run
from narrate.dialogue.tokens import Paragraph, Token

_REACH = 60  # tokens on each side of a quotation
_NEAR = 3  # tokens between a run and a tag that plainly belongs to it
_CLEAR = 25  # tokens that may stand between if none of them is a verb
_SHARED = 14  # tokens between a run and the tag of the run before: "Q," she said on Monday. "Q."
_PLAIN = frozenset(
    "A|comma|near A|ask|near A|none|near A|stop|near B|:|near B|,|near B|that|near B|word|near B|:|far above".split()
)
_PLAIN_BONUS = 7.0  # a plain tag is right in 97 of 100 cases of news, whatever else stands nearby
_EARLIER = 8  # mentions taken from each earlier paragraph
_MARKS = "\"“”„‟«»‹›‘’'`″ \t\u00a0\u202f\u2009"


@dataclass(slots=True)
class Candidate:
    """Someone who may have said the words."""

    kind: Literal["mention", "previous", "turn"]
    mention: Mention | None = None
    tag: Tag | None = None
    features: list[str] = field(default_factory=list)
    score: float = 0.0
    fit: str = ""  # how its tag stands to the run: side, punctuation, distance


@dataclass(slots=True)
class Situation:
    """What the features ask about a run."""

    page: Page
    run: Run
    scene: Scene
    at: int  # token of the run
    previous: tuple[int, int] | None  # (paragraph, token) of the speech before
    tagged_before: bool  # whether that one had a tag of its own
    has_turn: bool
    style: str  # "dialogue" | "report"
    intro: Mention | None = None  # subject of the clause that leads up to the run
    focus: str = "none"  # who is in focus since the previous speech: none | same | other
    speaker: int = -1  # the person who spoke before
    resolved: Mapping[int, int] = field(default_factory=dict)  # identity of a mention -> person


def candidates_of(situation: Situation) -> list[Candidate]:
    """All candidates for a run, features filled in."""
    scene = situation.scene
    tags = _tags_by_mention(scene)
    found = [_near(situation, mention, tags) for mention in nearest(scene.mentions, situation.at, _REACH)]
    index = scene.paragraph.index
    for back in (1, 2):
        if index - back >= 0:
            found.extend(_earlier(situation, situation.page.scenes[index - back], back))
    if index + 1 < len(situation.page.scenes) and len(scene.paragraph.tokens) == 1:
        found.extend(_later(situation, situation.page.scenes[index + 1]))
    if situation.previous is not None:
        found.append(_previous(situation, "previous"))
        if situation.has_turn and situation.style == "dialogue":
            found.append(_previous(situation, "turn"))
    return found


def is_plain(candidate: Candidate) -> bool:
    """Whether the candidate stands in a tag that plainly belongs to the run: next to it, in the same sentence."""
    return candidate.tag is not None and candidate.fit in _PLAIN


def _tags_by_mention(scene: Scene) -> dict[int, list[Tag]]:
    tags: dict[int, list[Tag]] = {}
    for tag in scene.tags:
        tags.setdefault(id(tag.mention), []).append(tag)
    return tags


def _near(situation: Situation, mention: Mention, tags: Mapping[int, Sequence[Tag]]) -> Candidate:
    at, paragraph = situation.at, situation.scene.paragraph
    best: Tag | None = None
    for tag in tags.get(id(mention), ()):
        if best is None or _gap(at, mention, tag) < _gap(at, mention, best):
            best = tag
    side = "A" if mention.first > at else "B"
    gap = _gap(at, mention, best)
    edge = _edge(at, mention, best)
    between = _quotes_between(paragraph, at, edge)
    breaks = abs(paragraph.sentences[at] - paragraph.sentences[edge])
    rel = _relation(situation.scene, mention, best, situation.page.lexicon)
    where = f"{side}|{rel}"
    fit = f"{side}|{_fit(situation, side, gap, breaks, between, _is_clear(situation, mention, best))}"
    features = [
        f"!{fit}|{'tag' if best is not None else rel}",
        f"!{mention.kind}|{rel}",
        where,
        f"{where}|gap={_bucket(gap)}",
        f"{where}|s{min(breaks, 2)}|q{min(between, 2)}",
        f"{where}|end={_ending(situation)}|s{min(breaks, 1)}q{min(between, 1)}",
        f"{where}|pre={_lead_in(situation)}|s{min(breaks, 1)}q{min(between, 1)}",
        f"kind={mention.kind}|{rel}",
        f"{mention.kind}|{side}|s{min(breaks, 1)}q{min(between, 1)}",
    ]
    features.append(f"next={_class_after(situation, mention)}|{rel}")
    features.append(f"prev={_class_before(situation, mention)}|{rel}")
    if mention is situation.intro:
        features.append(f"intro|pre={_lead_in(situation)}|{rel}")
        features.append(f"intro|{mention.kind}")
    if best is not None:
        features.append(f"strength={best.strength}|{where}|gap={_bucket(gap)}")
    if rel == "none" and _first_of_sentence(situation.scene, mention):
        features.append(f"lead|{side}|s{min(breaks, 2)}|q{min(between, 1)}")
    features.extend(_own(situation, mention, rel))
    return Candidate("mention", mention, best, features, fit=fit)


def _fit(situation: Situation, side: str, gap: int, breaks: int, between: int, clear: bool) -> str:
    """How a tag stands to the run, in the few shapes that news prose has."""
    if between:
        return "shared" if between == 1 and breaks <= 1 and gap <= _SHARED else "distant"
    if breaks:
        return "next" if breaks == 1 else "distant"
    mark = _ending(situation) if side == "A" else _lead_in(situation)
    near = gap <= _NEAR or (clear and gap <= _CLEAR)
    return f"{mark}|{'near' if near else 'far'}"


def _is_clear(situation: Situation, mention: Mention, tag: Tag | None) -> bool:
    """Whether no other verb stands between the run and the tag."""
    if tag is None:
        return False
    tokens, at = situation.scene.paragraph.tokens, situation.at
    if tag.verb > at:
        between = tokens[at + 1 : min(tag.verb, at + _CLEAR)]
    else:
        between = tokens[max(tag.verb + 1, at - _CLEAR) : at]
    lexicon = situation.page.lexicon
    return not any(is_verb(token, lexicon) or token.text == ";" or token.run >= 0 for token in between)


def _class_after(situation: Situation, mention: Mention) -> str:
    tokens = situation.scene.paragraph.tokens
    if mention.last + 1 >= len(tokens):
        return "edge"
    return _word_class(situation, tokens[mention.last + 1])


def _class_before(situation: Situation, mention: Mention) -> str:
    if mention.first == 0:
        return "edge"
    return _word_class(situation, situation.scene.paragraph.tokens[mention.first - 1])


def _word_class(situation: Situation, token: Token) -> str:
    lexicon = situation.page.lexicon
    if token.run >= 0:
        return "quote"
    if not token.is_word:
        return token.text if token.text in ",.:()" else "sign"
    word = token.lower
    if word in lexicon.prepositions:
        return "prep"
    if word in lexicon.verbs:
        return "verb"
    if word in lexicon.people or word in lexicon.documents:
        return "noun"
    if word in lexicon.determiners:
        return "det"
    if word in ("and", "or"):
        return "and"
    if word.endswith("ed"):
        return "ed"
    return "upper" if token.text[0].isupper() else "word"


def _gap(at: int, mention: Mention, tag: Tag | None) -> int:
    low, high = mention.first, mention.last
    if tag is not None:
        low, high = min(low, tag.verb), max(high, tag.verb)
    return max(low - at - 1, at - high - 1, 0)


def _edge(at: int, mention: Mention, tag: Tag | None) -> int:
    """The token of mention or tag that lies nearest to the run."""
    if mention.first > at:
        return mention.first if tag is None else max(at + 1, min(mention.first, tag.verb))
    return mention.last if tag is None else min(at - 1, max(mention.last, tag.verb))


def _quotes_between(paragraph: Paragraph, at: int, edge: int) -> int:
    quotes = paragraph.quotes
    return abs(bisect_left(quotes, edge) - bisect_left(quotes, at)) - (1 if edge > at else 0)


def _relation(scene: Scene, mention: Mention, tag: Tag | None, lexicon: Lexicon) -> str:
    paragraph = scene.paragraph
    if tag is not None:
        return tag.order
    if mention.possessive:
        return "poss"
    if is_modifier(scene, mention, lexicon):
        return "mod"
    if is_object(paragraph.tokens, mention, lexicon):
        return "obj"
    if mention.first and paragraph.tokens[mention.first - 1].lower in lexicon.prepositions:
        return "prep"
    return "none"


def _bucket(gap: int) -> str:
    for limit in (0, 1, 2, 4, 8, 15, 30):
        if gap <= limit:
            return str(limit)
    return "far"


def _ending(situation: Situation) -> str:
    inner = situation.page.text[situation.run.start : situation.run.end].rstrip(_MARKS)
    last = inner[-1:]
    tokens = situation.scene.paragraph.tokens
    after = tokens[situation.at + 1].text if situation.at + 1 < len(tokens) else ""
    if last == "," or (after == "," and last not in ".?!"):
        return "comma"
    if last in "?!":
        return "ask"
    if last in ".…—-":
        return "stop"
    return "edge" if not after else ("stop" if after in ".;" else "none")


def _lead_in(situation: Situation) -> str:
    if situation.at == 0:
        return "edge"
    before = situation.scene.paragraph.tokens[situation.at - 1]
    if before.run >= 0:
        return "quote"
    if before.text in ",:":
        return before.text
    if before.text in ".?!…)":
        return "stop"
    return "that" if before.lower == "that" else "word"


def _first_of_sentence(scene: Scene, mention: Mention) -> bool:
    sentences = scene.paragraph.sentences
    at = mention.first
    while at > 0 and sentences[at - 1] == sentences[mention.first]:
        at -= 1
        if at in scene.beginning:
            return False
    return True


def _own(situation: Situation, mention: Mention, rel: str) -> list[str]:
    """Features of the mention itself."""
    found = []
    if mention.group:
        found.append(f"group|{rel}")
    if mention.kind == "pronoun":
        word = situation.page.text[mention.start : mention.end].lower()
        found.append(f"word={word if mention.gender else 'neutral'}|{rel}")
        found.append(f"word={word}")
    if mention.kind == "name":
        person = situation.page.people[mention.person]
        if person.words[-1] in situation.page.text[situation.run.start : min(situation.run.end, situation.run.start + 2000)]:
            found.append("addressed")
        if person.given or person.titled:
            found.append("human")
    return found


def _earlier(situation: Situation, scene: Scene, back: int) -> list[Candidate]:
    """Mentions of an earlier paragraph, the latest ones."""
    found = []
    tagged = {id(tag.mention): tag for tag in scene.tags}
    last = scene.paragraph.sentences[-1] if scene.paragraph.sentences else 0
    ends = scene.paragraph.tokens[-1].text if scene.paragraph.tokens else ""
    for mention in scene.mentions[-_EARLIER:]:
        tag = tagged.get(id(mention))
        rel = "tag" if tag is not None else _relation(scene, mention, None, situation.page.lexicon)
        breaks = min(last - scene.paragraph.sentences[mention.first], 2)
        lead = _first_of_sentence(scene, mention)
        shape = _shape(situation)
        who = _compared(situation, mention)
        features = [
            f"!back={back}|{who}|{shape}|lead={lead}|{situation.style}",
            f"back={back}|{rel}",
            f"back={back}|{rel}|s{breaks}|lead={lead}",
            f"back={back}|{shape}|lead={lead}|{situation.style}",
            f"back={back}|{mention.kind}",
        ]
        above = ends == ":" and back == 1 and situation.at == 0
        if above:
            features.append(f"colon-above|lead={lead}|s{breaks}")
        quoted = "quoted" if scene.paragraph.quotes else "bare"
        features.append(f"back={back}|{who}|lead={lead}|{quoted}|s{breaks}")
        features.append(f"back={back}|{who}|{shape}|{situation.style}")
        features.extend(_own(situation, mention, f"back|{rel}"))
        fit = "above" if above and tag is not None and breaks == 0 else ""
        found.append(Candidate("mention", mention, tag, features, fit=fit))
    return found


def _is_signature(tokens: Sequence[Token]) -> bool:
    """A line under a quotation that names who said it: "- Ana Ruiz, farmer"."""
    if not tokens or len(tokens) > 24:
        return False
    return tokens[0].text[0] in "—–-" or tokens[-1].text[0] in "\"”’'»"


def _compared(situation: Situation, mention: Mention) -> str:
    """Whether the mention stands for the previous speaker."""
    person = situation.resolved.get(id(mention), -1)
    if person < 0:
        return "open"
    return "same" if person == situation.speaker else "other"


def _later(situation: Situation, scene: Scene) -> list[Candidate]:
    found = []
    tokens = scene.paragraph.tokens
    signed = "signed" if _is_signature(tokens) else "plain"
    for mention in scene.mentions[:3]:
        lead = _first_of_sentence(scene, mention) and scene.paragraph.sentences[mention.first] == 0
        first = mention.first <= 2
        features = [
            f"!next|{signed}|first={first}",
            f"next|{mention.kind}|lead={lead}",
            f"next|lead={lead}|{situation.style}",
        ]
        found.append(Candidate("mention", mention, None, features + _own(situation, mention, "next")))
    return found


def _shape(situation: Situation) -> str:
    """How the run stands in its paragraph."""
    tokens = situation.scene.paragraph.tokens
    words = sum(token.is_word for token in tokens[:60])
    if len(tokens) == 1:
        return "whole"
    if situation.at == 0:
        return "first" if words else "first-bare"
    return "inside"


def _previous(situation: Situation, kind: Literal["previous", "turn"]) -> Candidate:
    assert situation.previous is not None
    paragraph, token = situation.previous
    here = situation.scene.paragraph.index
    distance = here - paragraph
    shape = _shape(situation)
    if distance == 0:
        tokens = situation.scene.paragraph.tokens[token + 1 : situation.at]
        words = sum(t.is_word for t in tokens)
        place = "same|bare" if words == 0 else "same|words"
    else:
        place = f"par{min(distance, 4)}"
    others = _others(situation)
    features = [
        f"!{kind}|{place}|{shape}|{situation.focus}|{situation.style}",
        f"{kind}|{place}|{shape}|{situation.style}",
        f"{kind}|{place}|tagged={situation.tagged_before}|{situation.style}",
        f"{kind}|{place}|lead={_lead_in(situation)}|end={_ending(situation)}",
        f"{kind}|{place}|{others}",
        f"{kind}|{place}|focus={situation.focus}|{shape}|{situation.style}",
        f"{kind}|focus={situation.focus}|{situation.style}",
        f"{kind}|{shape}",
    ]
    return Candidate(kind, None, None, features)


def _others(situation: Situation) -> str:
    """Whether this paragraph mentions anyone outside of the quotation."""
    mentions = nearest(situation.scene.mentions, situation.at, _REACH)
    if not mentions:
        return "nobody"
    return "somebody" if any(m.kind != "pronoun" for m in mentions) else "pronouns"


def rank(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[tuple[Candidate, float]]:
    """Candidates with their share of the belief, best first."""
    if not candidates:
        return []
    for candidate in candidates:
        candidate.score = sum(weights.get(feature, 0.0) for feature in candidate.features)
        candidate.score += _PLAIN_BONUS if is_plain(candidate) else 0.0
    top = max(candidate.score for candidate in candidates)
    shares = [math.exp(max(-50.0, candidate.score - top)) for candidate in candidates]
    total = sum(shares)
    order = sorted(range(len(candidates)), key=lambda i: -shares[i])
    return [(candidates[i], shares[i] / total) for i in order]
