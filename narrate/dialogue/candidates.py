"""Candidates for the speaker of a run, and the situation they are judged in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, Tag, is_object
from narrate.dialogue.page import Page, nearest
from narrate.dialogue.phrases import is_modifier
from narrate.dialogue.runs import Run

REACH = 60  # tokens on each side of a quotation
_MARKS = "\"“”„‟«»‹›‘’'`″ \t\u00a0\u202f\u2009"
_MAX_SENTENCE = 80  # tokens looked back for the start of a sentence


@dataclass(slots=True)
class Candidate:
    """Someone who may have said the words."""

    kind: Literal["mention", "previous", "turn"]
    mention: Mention | None = None
    tag: Tag | None = None
    features: list[str] = field(default_factory=list)
    score: float = 0.0
    fit: str = ""  # how its tag stands to the run: side, punctuation, distance
    gap: int = 0  # tokens between the run and its tag


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
    ending: str = field(init=False)  # how the run ends: comma | ask | stop | edge | none
    lead_in: str = field(init=False)  # what stands before it: a mark, a word, another run or nothing

    def __post_init__(self) -> None:
        # Once for a run, not for each of its candidates: a paragraph may hold many.
        self.ending, self.lead_in = _ending(self), _lead_in(self)


def relation(scene: Scene, mention: Mention, tag: Tag | None, lexicon: Lexicon) -> str:
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
    if before.text == ";":  # the mayor said; "Q": as good as a colon; said one; "Q," said another: a new sentence
        return ":" if before_verb(situation) else "stop"
    if before.text in ".?!…)":
        return "stop"
    return "that" if before.lower == "that" else "word"


def before_verb(situation: Situation) -> bool:
    """Whether a verb of speech stands before the mark that leads up to the run."""
    tokens, at = situation.scene.paragraph.tokens, situation.at
    return at > 1 and tokens[at - 2].lower in situation.page.lexicon.verbs


def first_of_sentence(scene: Scene, mention: Mention) -> bool:
    sentences = scene.paragraph.sentences
    at = mention.first
    while at > 0 and mention.first - at < _MAX_SENTENCE and sentences[at - 1] == sentences[mention.first]:
        at -= 1
        if at in scene.beginning:
            return False
    return True


def own_features(situation: Situation, mention: Mention, rel: str) -> list[str]:
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
        if (
            person.words[-1]
            in situation.page.text[situation.run.start : min(situation.run.end, situation.run.start + 2000)]
        ):
            found.append("addressed")
        if person.given or person.titled:
            found.append("human")
    return found


def compared(situation: Situation, mention: Mention) -> str:
    """Whether the mention stands for the previous speaker."""
    person = situation.resolved.get(id(mention), -1)
    if person < 0:
        return "open"
    return "same" if person == situation.speaker else "other"


def shape_of(situation: Situation) -> str:
    """How the run stands in its paragraph."""
    tokens = situation.scene.paragraph.tokens
    words = sum(token.is_word for token in tokens[:60])
    if len(tokens) == 1:
        return "whole"
    if situation.at == 0:
        return "first" if words else "first-bare"
    return "inside"


def others(situation: Situation) -> str:
    """Whether this paragraph mentions anyone outside of the quotation."""
    mentions = nearest(situation.scene.mentions, situation.at, REACH)
    if not mentions:
        return "nobody"
    return "somebody" if any(m.kind != "pronoun" for m in mentions) else "pronouns"
