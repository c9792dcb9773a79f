"""Who cannot be meant by the subject of a verb of speech: who is told, and who has just asked."""

from __future__ import annotations

import re
from typing import Literal

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, Tag, is_verb
from narrate.dialogue.page import Page
from narrate.dialogue.people import Person
from narrate.dialogue.phrases import is_modifier
from narrate.dialogue.tokens import Token

_ASKING = frozenset(["asked", "asks"])
_QUESTIONING = frozenset(
    ["asked", "asks", "pressed", "presses", "questioned", "grilled", "challenged", "interviewed", "quizzed"]
)
_OPEN = frozenset(
    ["if", "whether", "what", "when", "where", "why", "how", "who", "whom", "which"]
)  # indirect questions
_MAX_REACTION = 5  # tokens of "She only shrugged."
_ADDRESSING = ("asked", "asks", "told", "tells")  # somebody, who then answers
_MAX_QUESTION = 80  # tokens of the sentence with the question
_MIN_REPORT = 3  # tokens of the shortest clause: Lind left, he said
_NEAR = 12  # tokens around an asking verb in which a quotation is what was asked
_VOCATIVE = re.compile(
    r"\b(?:[Yy]ou|[Kk]now|[Ll]ook|[Ww]ell|[Tt]hanks|[Tt]hank you|[Ss]orry|[Nn]o|[Yy]es|[Ll]isten)\b"
    r"[^.?!,\n]{0,30}, (?:M[rs]s?\. )?([A-Z][a-z]+)[.?!,]"
)
_CALLED_FIRST = re.compile(
    r"[\"“‘']?([A-Z][a-z]+), (?:you|your|we|I|it's|it’s|please|do|don't|don’t|this|that's|that’s)\b"
)
_OFFICE_CALLED = re.compile(
    r"(?:Mr\.?|Mister|Madam|Madame|Mrs\.|Ms\.) ([A-Z][a-z]+)(?=[,.?!])"
    r"|\A[\"“‘']?(Senator|Governor|Mayor|Congressman|Congresswoman|General|Captain|Sheriff|Judge|Doctor|Professor), "
)
_SIR, _MADAM = ("Mr.",), ("Mrs.", "Ms.")
_MAX_BESIDE = 30  # tokens behind a pronoun in which its clause may name others
_SUFFERING = ("him", "her", "them")
_MAX_ACT = 6  # tokens from who acts to whom: had never once met
_GOING_ON = frozenset(["added", "adds", "continued", "continues", "concluded", "concludes"])
_REPLYING = frozenset(["replied", "replies", "answered", "answers", "responded", "responds"])


def hearer_of(mention: Mention, scene: Scene) -> Mention | None:
    """Who is told something by the mention: he told Lind is not Lind."""
    for tag in scene.tagged.get(id(mention), ()):
        told = scene.beginning.get(tag.verb + 1)
        if tag.order == "sv" and told is not None and told.kind == "name" and not told.possessive:
            return told
    return None


def is_going_on(mention: Mention, scene: Scene) -> bool:
    """Whether a tag tells that the mention has spoken before: he added, she went on."""
    tokens = scene.paragraph.tokens
    for tag in scene.tagged.get(id(mention), ()):
        went = tokens[tag.verb].lower in ("went", "goes") and [
            t.lower for t in tokens[tag.verb + 1 : tag.verb + 2]
        ] == ["on"]
        if went or tokens[tag.verb].lower in _GOING_ON:
            return True
    return False


def reported_of(mention: Mention, scene: Scene) -> Mention | None:
    """Of whom a pronoun reports without marks: Lind is no friend of the sea, he said. "Q." is not Lind."""
    tokens, sentences, first = scene.paragraph.tokens, scene.paragraph.sentences, mention.first
    if not mention.gender or first < _MIN_REPORT or tokens[first - 1].text != ",":
        return None
    tags = scene.tagged.get(id(mention), ())
    if not any(
        tag.verb == first + 1 and tokens[first + 2 : first + 3] and tokens[first + 2].text == "." for tag in tags
    ):
        return None
    start = first - 1
    while start > max(0, first - _MAX_QUESTION) and sentences[start - 1] == sentences[first]:
        start -= 1
        if tokens[start].run >= 0:
            return None
    start += 2 if tokens[start + 1].text == "," else 0  # Also, Lind is
    named = scene.beginning.get(start)
    return named if named is not None and named.kind == "name" and not named.possessive else None


def named_beside(mention: Mention, scene: Scene, lexicon: Lexicon) -> list[Mention]:
    """Who is named in the same clause behind a pronoun that is its subject, and so is somebody else.

    Not Lind: "Q," he said as Lind came in, she told us before Lind rose. Asked by Lind how he felt, he said.
    A name that only describes a noun, or owns one, may be the speaker's own: he said at a Lind rally, in Lind's hall.
    """
    if not mention.gender or lexicon.language != "en":
        return []
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    found: list[Mention] = []
    for at in range(mention.last + 1, min(mention.last + 1 + _MAX_BESIDE, len(tokens))):
        if tokens[at].run >= 0 or sentences[at] != sentences[mention.last]:
            break
        name = scene.beginning.get(at)
        if name is not None and _is_somebody_else(scene, name, lexicon):
            found.append(name)
    by = _agent_before(scene, mention)
    return found if by is None else [*found, by]


def _is_somebody_else(scene: Scene, name: Mention, lexicon: Lexicon) -> bool:
    return name.kind == "name" and not name.group and not name.possessive and not is_modifier(scene, name, lexicon)


def _agent_before(scene: Scene, mention: Mention) -> Mention | None:
    """Lind in "Asked by Lind how he felt, he said": by whom something was done to the subject."""
    tokens, sentences, first = scene.paragraph.tokens, scene.paragraph.sentences, mention.first
    if first < _MIN_REPORT or tokens[first - 1].text != ",":
        return None
    start = first - 1
    while start > max(0, first - _MAX_QUESTION) and sentences[start - 1] == sentences[first]:
        start -= 1
    done = tokens[start].lower.endswith("ed") and tokens[start + 1].lower == "by"
    return scene.beginning.get(start + 2) if done else None


def asker_of(mention: Mention, scene: Scene, page: Page) -> Mention | None:
    """Who has just asked what the mention replies to: "Q?" Lind asked Ruiz. "Q," he replied is not Lind."""
    tokens = scene.paragraph.tokens
    answers = (tag for tag in scene.tagged.get(id(mention), ()) if tag.order == "sv")
    if not any(tokens[tag.verb].lower in _REPLYING for tag in answers):
        return _questioner(mention, scene, page)
    before = list(scene.tags_between(0, mention.first - 1)[-1:])
    if not before and scene.paragraph.index:
        scene = page.scenes[scene.paragraph.index - 1]
        before = scene.tags[-1:]
    asked = before and scene.paragraph.tokens[before[0].verb].lower in _ADDRESSING
    return before[0].mention if asked else None


def _questioner(mention: Mention, scene: Scene, page: Page) -> Mention | None:
    """Who puts a question to somebody, in the narrator's words, in the sentence before: Holt asked Lind if he knew."""
    sentences, at = scene.paragraph.sentences, mention.first
    pronoun = page.text[mention.start : mention.end].lower()
    number = sentences[at] - 1
    if number < 0:
        if scene.paragraph.index == 0:
            return None
        scene = page.scenes[scene.paragraph.index - 1]
        sentences, at = scene.paragraph.sentences, len(scene.paragraph.tokens)
        number = sentences[-1] if sentences else -1
    tokens, low = scene.paragraph.tokens, at
    while low > max(0, at - _MAX_QUESTION) and sentences[low - 1] >= number:
        low -= 1
    question = [here for here in range(low, at) if sentences[here] == number]
    if 1 < len(question) <= _MAX_REACTION and tokens[question[0]].lower == pronoun:
        earlier = range(max(0, question[0] - _MAX_QUESTION), question[0])
        question = [here for here in earlier if sentences[here] == number - 1]  # She shrugged.
        low = question[0] if question else low
    for verb in question:
        if not _puts_question(scene, verb, pronoun):
            continue
        asker = next((scene.beginning[here] for here in question if here < verb and here in scene.beginning), None)
        first = low if asker is None else max(low, asker.first - 1)  # on “Harbour Today,” host Bo Lind asked Holt
        return None if any(tokens[here].run >= 0 for here in question if here >= first) else asker
    return None


def _puts_question(scene: Scene, verb: int, pronoun: str) -> bool:
    """Whether somebody is asked there who may reply as `pronoun`: asked Lind about it, asked whether she knew.

    A request is no question: who asked Lind to leave may go on. Nor is one that asks about something else.
    """
    tokens = scene.paragraph.tokens
    word, after = tokens[verb].lower, verb + 1
    wanted = word == "know" and verb > 1 and tokens[verb - 2].lower in ("wanted", "wants")
    if after + 1 >= len(tokens) or not (wanted or word in _QUESTIONING):
        return False
    asked = scene.beginning.get(after)
    if asked is not None and asked.kind == "name" and not asked.possessive and not wanted:
        return asked.last + 1 >= len(tokens) or tokens[asked.last + 1].lower != "to"
    after += tokens[after].lower in _SUFFERING
    return tokens[after].lower in _OPEN and after + 1 < len(tokens) and tokens[after + 1].lower == pronoun


def asked_by(tag: Tag, scene: Scene, at: int, question: bool) -> Mention | Literal["nobody"] | None:
    """Who answers where a tag of an earlier sentence asks: "Lind" after "Holt asked Lind about it."; None if none asks.

    At token `at` stands the run that may be the answer; with `question` it asks itself.
    """
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if question or tag.verb >= at or tokens[tag.verb].lower not in _ASKING or sentences[tag.verb] == sentences[at]:
        return None
    if any(tokens[here].run >= 0 for here in range(max(0, tag.verb - _NEAR), at)):
        return None
    asked = scene.beginning.get(tag.verb + 1) if tag.order == "sv" else None
    return asked if asked is not None and not asked.possessive else "nobody"


def asks_in(scene: Scene, at: int, lexicon: Lexicon) -> Mention | Literal["nobody"] | None:
    """Who asks the question at token `at` that a verb of asking leads up to; nobody: when asked, "Q?" Lind replied."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if at == 0 or tokens[at - 1].run >= 0:
        return None
    for back in range(at - 1, max(-1, at - _NEAR), -1):
        if tokens[back].run >= 0 or sentences[back] != sentences[at - 1]:
            return None
        if tokens[back].lower in _QUESTIONING:
            return next((tag.mention for tag in scene.tags_between(back, back)), "nobody")
        dated = tokens[back + 1].lower in lexicon.calendar
        topic = tokens[back].lower in lexicon.prepositions and tokens[back].lower != "by" and not dated
        if topic or is_verb(tokens[back], lexicon) or tokens[back].lower in lexicon.nominative:
            return None  # Lind, asked about the bridge: "Q?"
    return None


def is_hearer_first(scene: Scene, at: int) -> bool:
    """Whether the subject was told it first: Told "Q", Ruiz replied. Who replies has not said it."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    verb = at - 2 if at > 1 and tokens[at - 1].text == "," else at - 1
    if verb < 0 or tokens[verb].lower not in ("told", "reminded", "warned"):
        return False
    before = verb - 1 if verb and tokens[verb - 1].lower in ("when", "being") else verb
    return before == 0 or sentences[before - 1] != sentences[before]


def addressed_in(speech: str) -> set[str]:
    """Who is spoken to by name: You know me, Bo. Bo, you know me."""
    found = set(_VOCATIVE.findall(speech))
    opening = _CALLED_FIRST.match(speech)
    return found | {opening.group(1)} if opening is not None else found


def office_addressed(speech: str) -> str:
    """The office by which somebody is spoken to: president in "Mr. President, we must act"; or an empty string."""
    called = _OFFICE_CALLED.search(speech)
    if called is None:
        return ""
    return next(group for group in called.groups() if group).lower()


def names_in_third_person(speech: str, person: Person) -> bool:
    """Whether a speech speaks of somebody by his full name, as who gives it hardly does: Mr. Lind will win."""
    titles = {"male": _SIR, "female": _MADAM}.get(person.gender, _SIR + _MADAM)
    first, last = person.words[0], person.words[-1]
    full = len(person.words) > 1 and f"{first} {last}" in speech
    return full or any(f"{title} {last}" in speech for title in titles)


def subject_acting_on(mention: Mention, scene: Scene, lexicon: Lexicon) -> Mention | None:
    """Whose act a pronoun suffers, so that it means somebody else: Lind in "Lind introduced her to the board"."""
    tokens, at = scene.paragraph.tokens, mention.first
    word = tokens[at].lower
    if word not in _SUFFERING or lexicon.language != "en" or (word == "her" and _is_owner(tokens, at, lexicon)):
        return None
    for back in range(at - 1, max(0, at - _MAX_ACT), -1):
        if tokens[back].run >= 0 or not tokens[back].is_word or tokens[back].lower in lexicon.conjunctions:
            return None
        subject = scene.ending.get(back)
        if subject is not None:
            return subject if is_verb(tokens[back + 1], lexicon) and not subject.possessive else None
    return None


def _is_owner(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Her boat, her own old boat; not "met her on Monday"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or not after.is_word or after.run >= 0 or after.lower in lexicon.prepositions:
        return False
    return after.lower not in lexicon.conjunctions and after.lower not in lexicon.determiners
