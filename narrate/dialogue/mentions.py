"""Everyone whom the narrator mentions, and the tags that say who speaks: the types, and small questions about them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.tokens import Paragraph, Token
from narrate.model import Gender

_NOUNS_IN_LY = frozenset([
    "ally", "anomaly", "assembly", "belly", "bully", "butterfly", "daily", "emily", "family", "italy", "july", "kelly",
    "molly", "monopoly", "monthly", "quarterly", "rally", "reilly", "reply", "sally", "supply", "weekly",
])  # fmt: skip
# "Am Montag sagte Holm": the verb is the second phrase of its sentence, the subject may follow anywhere.
VERB_SECOND = ("de", "nl", "sv", "da", "no")
_MAX_SOURCE = 12  # tokens of "according to the skipper of the last boat,"
MentionKind = Literal["name", "pronoun", "nominal"]


@dataclass(slots=True)
class Mention:
    """Words of the narrator that stand for someone: tokens first..last of a paragraph; `last` is the head."""

    paragraph: int
    first: int
    last: int
    kind: MentionKind
    start: int
    end: int
    person: int = -1  # number of the person, for names
    gender: Gender = ""
    plural: bool = False
    possessive: bool = False
    group: bool = False
    unsaid: bool = False  # a verb without its subject: «Q», añadió


@dataclass(slots=True)
class Tag:
    """A reporting verb (or "according to") and whose words it reports."""

    verb: int  # token
    mention: Mention
    order: Literal["sv", "vs", "acc"]
    strength: int = 1  # 2: a verb that hardly does anything else


@dataclass(slots=True)
class Scene:
    """One paragraph with its mentions, in order, and its tags."""

    paragraph: Paragraph
    mentions: list[Mention] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)  # by verb, once the scene is complete
    beginning: dict[int, Mention] = field(default_factory=dict)  # names and pronouns by their first token
    ending: dict[int, Mention] = field(default_factory=dict)  # and by their last
    phrases: dict[tuple[int, int], Mention] = field(default_factory=dict)  # nominals by first and last token
    tagged: dict[int, list[Tag]] = field(default_factory=dict)  # the tags by identity of their mention

    def tag(self, verb: int, mention: Mention, order: Literal["sv", "vs", "acc"], strength: int) -> None:
        tag = Tag(verb, mention, order, strength)
        self.tags.append(tag)
        self.tagged.setdefault(id(mention), []).append(tag)

    def tags_between(self, low: int, high: int) -> Sequence[Tag]:
        """The tags whose verb stands at low..high: a paragraph may be a whole book."""
        start = bisect_left(self.tags, low, key=lambda tag: tag.verb)
        return self.tags[start : bisect_right(self.tags, high, key=lambda tag: tag.verb)]

    def add(self, mention: Mention) -> Mention:
        self.mentions.append(mention)
        if mention.kind != "nominal":
            self.beginning[mention.first] = mention
            self.ending[mention.last] = mention
        else:
            self.phrases[mention.first, mention.last] = mention
        return mention

    def forget(self, known: int) -> None:
        """Take back the phrases that were read after the first `known` mentions, in a search that found nobody."""
        for mention in self.mentions[known:]:
            del self.phrases[mention.first, mention.last]
        del self.mentions[known:]


def uncontracted(word: str) -> str:
    """He's, they've, I'm: the pronoun alone."""
    return word.replace("’", "'").split("'")[0] if "'" in word or "’" in word else word


def is_verb(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word is plainly a verb, of speech or not."""
    word = token.lower
    if token.run >= 0 or token.text[0].isupper():
        return False
    if word in lexicon.finite or word in lexicon.other_verbs or word in lexicon.verbs:
        return True
    return len(word) > 4 and word.endswith("ed")


def is_adverb(word: str) -> bool:
    """Softly, angrily; not ally, family."""
    return word.endswith("ly") and len(word) > 4 and word not in _NOUNS_IN_LY


def begins_clause(tokens: Sequence[Token], name: Mention) -> bool:
    """Whether a name behind "according to the skipper," is a subject: Ruiz left, or Ruiz, Lind and Holt left.

    A comma closes the name that tells who the skipper is: according to the skipper, Ana Ruiz, the boat left.
    """
    at, after = name.first - 1, name.last + 1
    if at < 1 or tokens[at].text != "," or after + 1 >= len(tokens):
        return False
    for back in range(at - 1, max(0, at - _MAX_SOURCE), -1):
        if not tokens[back].is_word or tokens[back].run >= 0:
            return False
        if tokens[back].lower == "to" and tokens[back - 1].lower == "according":
            listed = tokens[after + 1].text[0].isupper() and tokens[min(after + 2, len(tokens) - 1)].text == ","
            return tokens[after].is_word if tokens[after].text != "," else listed
    return False


def is_object(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the mention is spoken to: "told Jones"."""
    return mention.first > 0 and tokens[mention.first - 1].lower in lexicon.object_verbs
