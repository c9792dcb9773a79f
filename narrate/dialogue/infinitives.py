"""Subjects of an infinitive: prompted Lind to say, took the stage to say; not declined to say."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mainclause import phrase_first
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.phrases import phrase_ending, without_participle
from narrate.dialogue.subjects import subject_before

_CAUSING = listed("en", "causing")
_RISING = listed("en", "rising")
_CONNECTING = ("and", "but", "or", "as", "who", "that", "which", "while", "for")
_REACH = 8  # tokens of "took the stage in the great hall"


def infinitive_subject(scene: Scene, to: int, lexicon: Lexicon) -> Mention | None:
    """Who says what an infinitive reports, whose "to" is token `to`: whom somebody brings to it, or who rises to it.

    None where nobody may have said it yet: wanted to say, declined to say.
    """
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    known = len(scene.mentions)
    brought = phrase_ending(scene, to - 1, lexicon, near=True)
    if brought is not None:
        brought = without_participle(scene, brought, lexicon)
        first = phrase_first(tokens, brought, lexicon)
        if first and tokens[first - 1].lower in _CAUSING:
            return brought if _is_somebody(scene, brought, lexicon) else None
    scene.forget(known)  # Mayor Lind tends to agree: no phrase ends before "to"
    for at in range(to - 1, max(-1, to - 1 - _REACH), -1):
        if tokens[at].run >= 0 or not tokens[at].is_word or sentences[at] != sentences[to]:
            return None
        if tokens[at].lower in _RISING:
            return subject_before(scene, at, lexicon)
        if tokens[at].lower in _CONNECTING:
            return None  # went home and refused to say
        after = tokens[at + 1]
        if tokens[at].lower == "to" and after.text.islower() and after.lower not in lexicon.determiners:
            return None  # went to court to get her to say
    return None


def _is_somebody(scene: Scene, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a phrase may say something: viewers, the crowd; not an effort, the charge."""
    return mention.kind != "nominal" or scene.paragraph.tokens[mention.last].lower in lexicon.people
