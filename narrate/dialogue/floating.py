"""Paragraphs and sentences that are a quotation alone: who goes on, or whom has the narrator just turned to?

One candidate for each person: the previous speaker, the one before, and everyone whom the narrator mentions in the
paragraphs between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from narrate.dialogue.candidates import REACH, Candidate, Situation
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, Tag
from narrate.dialogue.page import nearest
from narrate.dialogue.phrases import is_modifier
from narrate.dialogue.places import place_of

_BACK = 3  # paragraphs above that are looked at
_ROLES = ("closer", "teller", "told", "subject", "lead", "other", "owner")
_SUBJECTS = ("closer", "teller", "told", "subject", "lead")
_TELLERS = ("closer", "teller")
_PERSONS = ("human", "role", "likely")
_WINDOW = 200  # tokens of a paragraph that are looked at: it may be a whole book
_PHRASE = 6  # tokens of "that night the deputy harbour chief"
_PRINTING = frozenset(["reported", "reports", "wrote", "writes"])
_CLOSE = 2  # tokens from a tag to the end of the paragraph or to the speech: They may wait, Ruiz said. "Q."
_SHORT = 80  # characters of a line in a quick exchange
_TAG = 12  # tokens between a speech and the verb of its tag


@dataclass(slots=True)
class _Presence:
    """Where a person stands in the paragraphs above."""

    back: int
    role: str
    mention: Mention
    tag: Tag | None
    count: int = 0


@dataclass(slots=True)
class Surroundings:
    """What the attributor knows beyond the situation."""

    nature: Callable[[int], str]
    leads: Sequence[Sequence[Mention]]  # by paragraph: mentions that look like subjects
    turn: int = -1  # the speaker before the previous one
    exchange: bool = False  # the two spoke in turn in the paragraphs right above
    people: dict[int, _Presence] = field(default_factory=dict)


def floats(situation: Situation) -> bool:
    """Whether the run of a report stands alone: as a paragraph, or as a sentence that no tag follows."""
    tokens, at = situation.scene.paragraph.tokens, situation.at
    if situation.style != "report":
        return False
    if at == 0:
        return not any(token.is_word for token in tokens[:40])
    sentences = situation.scene.paragraph.sentences
    if sentences[at - 1] == sentences[at]:
        return False
    return not any(sentences[tag.verb] <= sentences[at] + 1 for tag in situation.scene.tags_between(at + 1, at + _TAG))


def floating_candidates(situation: Situation, around: Surroundings) -> list[Candidate]:
    """One candidate for each person who comes into question, features filled in."""
    _look_up(situation, around)
    _keep_source(around)
    previous = situation.speaker if situation.previous is not None else -1
    found = []
    if previous >= 0:
        presence = around.people.pop(previous, None)
        features = [*_as_previous(situation, around), *_as_mentioned(situation, around, previous, presence)]
        found.append(Candidate("previous", features=features))
    if around.turn >= 0 and around.turn != previous and previous >= 0:
        presence = around.people.pop(around.turn, None)
        features = [*_as_turn(situation, around), *_as_mentioned(situation, around, around.turn, presence)]
        found.append(Candidate("turn", features=features))
    goes_on = any(_goes_on(situation, presence) for presence in around.people.values())
    for person, presence in around.people.items():
        if goes_on and presence.back > 1:
            continue  # somebody else has the word since
        features = ["new", *_as_mentioned(situation, around, person, presence)]
        found.append(Candidate("mention", presence.mention, presence.tag, features))
    return [*found, *_below(situation, around)]


def _goes_on(situation: Situation, presence: _Presence) -> bool:
    """Whether somebody has gone on to say something just above; not police who only told of a crowd."""
    if presence.tag is None or presence.back > 1 or presence.role not in _TELLERS:
        return False
    tokens = situation.page.scenes[situation.scene.paragraph.index - presence.back].paragraph.tokens
    verb = presence.tag.verb
    if not situation.run.closed and presence.mention.group and tokens[verb].lower in _PRINTING:
        return True  # Gull Radio reported that the ferry sank: what follows in several paragraphs is quoted from it
    return verb > 1 and [token.lower for token in tokens[verb - 2 : verb]] == ["on", "to"]


def _keep_source(around: Surroundings) -> None:
    """Leave out whom the sentence above only tells of: The bill adds a tax, according to Ruiz. "Q."."""
    sources = [
        number
        for number, seen in around.people.items()
        if seen.back == 0 and seen.role in _TELLERS and seen.tag is not None and seen.tag.order == "acc"
    ]
    if not sources:
        return
    for number, seen in list(around.people.items()):
        tells = seen.back == 0 and seen.tag is not None and around.nature(number) in _PERSONS
        if number not in sources and not tells:
            del around.people[number]


def _look_up(situation: Situation, around: Surroundings) -> None:
    """Note everyone whom the narrator mentions since the previous speech, and how."""
    index = situation.scene.paragraph.index
    spoken = situation.previous[0] if situation.previous is not None else -1
    for back in range(_BACK + 1):
        if index - back < max(spoken, 0):
            return
        scene = situation.page.scenes[index - back]
        stop = situation.at if back == 0 else len(scene.paragraph.tokens)
        if scene.paragraph.kind in ("title", "heading"):
            return
        if scene.paragraph.kind == "caption":
            continue
        leads = {id(mention) for mention in nearest(around.leads[index - back], stop, _WINDOW)}
        told = _reported_clauses(scene, stop, situation.page.lexicon) if back else {}
        after = _after_speech(situation, scene) if index - back == spoken else -1
        for mention in nearest(scene.mentions, stop, _WINDOW):
            if not after < mention.first < stop:
                continue
            person = situation.resolved.get(id(mention), -1)
            if person < 0:
                continue
            tag = next(reversed(scene.tagged.get(id(mention), ())), None)
            if back and mention.first >= told.get(scene.paragraph.sentences[mention.first], stop):
                continue
            role = _role(scene, mention, tag, leads, stop, situation.page.lexicon)
            _attend(around, person, _Presence(back, role, mention, tag))


def _after_speech(situation: Situation, scene: Scene) -> int:
    """The last token of the previous speech with its tag: who is named there is no news."""
    assert situation.previous is not None
    paragraph, at = scene.paragraph, situation.previous[1]
    last = max((tag.verb for tag in scene.tags_between(at + 1, at + _TAG)), default=at)
    sentence, stop = paragraph.sentences[last], min(len(paragraph.tokens), last + REACH)
    while last + 1 < stop and paragraph.sentences[last + 1] == sentence:
        last += 1
    return last


def _attend(around: Surroundings, person: int, seen: _Presence) -> None:
    known = around.people.setdefault(person, seen)
    known.count += 1
    better = seen.back == known.back and _ROLES.index(seen.role) < _ROLES.index(known.role)
    if better:
        seen.count = known.count
        around.people[person] = seen


def _role(scene: Scene, mention: Mention, tag: Tag | None, leads: set[int], stop: int, lexicon: Lexicon) -> str:
    sentences = scene.paragraph.sentences
    last = sentences[mention.first] == sentences[stop - 1]
    if tag is not None:
        closes = stop - max(tag.verb, mention.last) <= _CLOSE
        if _is_reported(scene, mention, tag, lexicon):
            return "told"
        return ("closer" if closes else "teller") if last else "told"
    if is_modifier(scene, mention, lexicon):
        return "owner"
    if id(mention) in leads and place_of(scene, mention, lexicon) != "sub":
        if mention.kind == "pronoun" and not mention.gender:
            return "other"
        return "subject" if last else "lead"
    return "owner" if mention.possessive else "other"


def _reported_clauses(scene: Scene, stop: int, lexicon: Lexicon) -> dict[int, int]:
    """Where, by sentence, what somebody else tells has its subject: Lind in "the Gull reported that Lind warned"."""
    tags = scene.tags_between(stop - _WINDOW, stop)
    reported = [tag.mention.first for tag in tags if _is_reported(scene, tag.mention, tag, lexicon)]
    return {scene.paragraph.sentences[first]: first for first in sorted(reported, reverse=True)}


def _is_reported(scene: Scene, mention: Mention, tag: Tag, lexicon: Lexicon) -> bool:
    """Whether somebody else tells of what the mention says: the paper reported that one group warned of it."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if mention.first == 0:
        return False
    before = scene.tags_between(mention.first - REACH, mention.first)
    if tokens[mention.first - 1].lower != "that":
        return any(o.mention is not mention and _opens_report(scene, o, mention, lexicon) for o in before)
    return any(o.mention is not mention and sentences[o.verb] == sentences[tag.verb] for o in before)


def _opens_report(scene: Scene, tag: Tag, mention: Mention, lexicon: Lexicon) -> bool:
    """The Courier reported that night harbour chief Lind warned: nothing but a phrase stands before the mention."""
    between = scene.paragraph.tokens[tag.verb + 1 : mention.first]
    if tag.order != "sv" or len(between) > _PHRASE:
        return False
    small = (lexicon.prepositions, lexicon.conjunctions - {"that"}, lexicon.finite, lexicon.verbs)
    return all(token.is_word and not any(token.lower in words for words in small) for token in between)


def _as_previous(situation: Situation, around: Surroundings) -> Iterator[str]:
    assert situation.previous is not None
    gap = min(situation.scene.paragraph.index - situation.previous[0], 4)
    yield f"previous|gap={gap}"
    yield f"previous|gap={gap}|ends={_ending(situation)}"
    yield f"previous|focus={situation.focus}"
    yield f"previous|focus={situation.focus}|gap={gap}"
    if around.exchange and gap == 1:
        yield f"previous|exchange|asked={_asked(situation)}"
        yield f"previous|exchange|repartee={_is_repartee(situation)}"


def _as_turn(situation: Situation, around: Surroundings) -> Iterator[str]:
    assert situation.previous is not None
    gap = min(situation.scene.paragraph.index - situation.previous[0], 4)
    yield f"turn|gap={gap}"
    if around.exchange and gap == 1:
        yield f"turn|exchange|asked={_asked(situation)}"
        yield f"turn|exchange|repartee={_is_repartee(situation)}"


def _as_mentioned(situation: Situation, around: Surroundings, person: int, presence: _Presence | None) -> Iterator[str]:
    nature = around.nature(person)
    yield f"nature={nature}"
    if presence is None:
        yield "unmentioned"
        return
    yield f"back={presence.back}|{presence.role}"
    yield f"{presence.role}|{nature}"
    yield f"{presence.mention.kind}|{nature}"
    yield f"count={min(presence.count, 3)}"
    if presence.back > 1:
        yield f"crossed={_crossed(around, presence.back)}"
    rivals = sum(
        other.back <= presence.back and other.role in _SUBJECTS
        for number, other in around.people.items()
        if number != person and around.nature(number) in _PERSONS
    )
    yield f"rivals={min(rivals, 2)}|{presence.role}"


def _crossed(around: Surroundings, back: int) -> bool:
    """Whether somebody else is a subject nearer by."""
    return any(
        other.back < back and other.role in _SUBJECTS and around.nature(number) == "human"
        for number, other in around.people.items()
    )


def _ending(situation: Situation) -> str:
    """How the paragraph of the previous speech ends: with it, with its tag, or with more."""
    assert situation.previous is not None
    paragraph = situation.page.scenes[situation.previous[0]].paragraph
    rest = paragraph.tokens[situation.previous[1] + 1 : situation.previous[1] + REACH]
    if not any(token.is_word for token in rest):
        return "speech"
    same = paragraph.sentences[-1] - paragraph.sentences[situation.previous[1]] <= 1
    return "tag" if same else "more"


def _asked(situation: Situation) -> bool:
    assert situation.previous is not None
    token = situation.page.scenes[situation.previous[0]].paragraph.tokens[situation.previous[1]]
    return "?" in token.text[-3:]


def _is_repartee(situation: Situation) -> bool:
    """Whether this speech and the one before are both short, as when two people talk to each other."""
    assert situation.previous is not None
    before = situation.page.scenes[situation.previous[0]].paragraph.tokens[situation.previous[1]]
    return max(before.end - before.start, situation.run.end - situation.run.start) < _SHORT


def _below(situation: Situation, around: Surroundings) -> Iterator[Candidate]:
    """Whom the next paragraph begins with, if nobody has spoken yet: "That was how Ana Ruiz described the night"."""
    index = situation.scene.paragraph.index + 1
    if situation.previous is not None or index >= len(situation.page.scenes):
        return
    scene = situation.page.scenes[index]
    for mention in nearest(scene.mentions, 0, _WINDOW):
        if mention.kind != "name" or scene.paragraph.sentences[mention.first] or mention.possessive:
            continue
        tag = next(iter(scene.tagged.get(id(mention), ())), None)
        nature = around.nature(mention.person)
        role = "tag" if tag is not None else ("lead" if mention.first < 3 else "other")
        yield Candidate("mention", mention, tag, [f"below|{role}", f"below|{nature}", f"below|{role}|{nature}"])
