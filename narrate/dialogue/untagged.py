"""Who is described without a verb of speech: offices, companies, people without a name, for "he" may mean them."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Scene, is_adverb, is_verb
from narrate.dialogue.nameparts import bare
from narrate.dialogue.phrases import nominal, phrase_ending
from narrate.dialogue.tokens import Token

_ACTS = frozenset(["rose", "stood", "sat", "left", "bent", "shook", "went", "came", "fell", "wept", "sang", "ran"])
_BEHIND = ("alone", "here", "himself", "herself", "else", "too", "again")  # a farmer alone knew it


def find_institutions(scene: Scene, lexicon: Lexicon) -> None:
    """Offices and companies that begin their sentence: "Lund's office did not answer" is no act of Lund."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    for at in range(1, len(tokens) - 1):
        token, verb = tokens[at], tokens[at + 1]
        if token.lower not in lexicon.organisations or at in scene.ending or not token.text[0].islower():
            continue
        if verb.lower not in lexicon.auxiliaries and not is_verb(verb, lexicon):
            continue
        start = next((s for s in range(at, max(-1, at - 6), -1) if s == 0 or sentences[s - 1] != sentences[at]), at)
        if tokens[start].lower in lexicon.determiners or bare(tokens[start].text) != tokens[start].text:
            phrase_ending(scene, at, lexicon)


def find_described(scene: Scene, lexicon: Lexicon) -> None:
    """People without a name who begin their sentence: an old man in a lawn chair; "he" may mean them."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    for start, token in enumerate(tokens):
        if token.lower not in lexicon.determiners or (start and sentences[start - 1] == sentences[start]):
            continue
        if token.lower == "another" and start + 1 < len(tokens) and is_verb(tokens[start + 1], lexicon):
            nominal(scene, start, start, lexicon)  # One reader wrote. Another sent a picture.
        for at in range(start + 1, min(start + 5, len(tokens) - 1)):
            if tokens[at].run >= 0 or at in scene.ending:
                break
            if not tokens[at].text[0].islower() and not _is_office_alone(tokens, start, at, lexicon):
                break
            word = tokens[at].lower
            if word in lexicon.prepositions or word in lexicon.finite or word in lexicon.other_verbs:
                break
            if is_person(tokens[at], lexicon) and not is_person(tokens[at + 1], lexicon):
                if lexicon.language != "en" and at + 1 in scene.beginning:
                    break  # O comandante Nuno Prado is the name
                if not _describes_noun(tokens, at, lexicon):
                    nominal(scene, start, at, lexicon)
                break


def _is_office_alone(tokens: list[Token], the: int, at: int, lexicon: Lexicon) -> bool:
    """The General saluted: an office with a capital, which its verb follows."""
    if (
        lexicon.language != "en"
        or tokens[the].lower != "the"
        or at != the + 1
        or tokens[at].lower not in lexicon.titles
    ):
        return False
    verb = tokens[at + 1]
    acts = is_verb(verb, lexicon) or verb.lower in lexicon.finite or verb.lower in lexicon.other_verbs
    return verb.text.islower() and (acts or verb.lower in _ACTS)


def _describes_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a person's noun only tells what the next noun is about: the teacher union, the migrant crisis has."""
    if lexicon.language != "en" or at + 2 >= len(tokens) or tokens[at].lower.endswith("s"):
        return False
    after, verb = tokens[at + 1], tokens[at + 2]
    if not after.is_word or after.run >= 0 or not after.text.islower() or not after.text.isalpha():
        return False
    if after.lower in lexicon.organisations:
        return True
    known = (lexicon.prepositions, lexicon.conjunctions, lexicon.finite, lexicon.auxiliaries, lexicon.other_verbs)
    if any(after.lower in words for words in (*known, lexicon.determiners, lexicon.function_words)):
        return False
    if after.lower in _BEHIND or is_adverb(after.lower) or after.lower.endswith(("ed", "ing", "ly")):
        return False
    if is_verb(after, lexicon):
        return False
    return verb.lower in lexicon.finite or verb.lower in lexicon.other_verbs or is_verb(verb, lexicon)


def is_person(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower
    return word in lexicon.people and word not in lexicon.documents and word not in lexicon.organisations


def drop_nested(scene: Scene) -> None:
    """Take out the names inside of a longer phrase that stands for somebody: Ruiz in "Ruiz's aides"."""
    covered: set[int] = set()
    for mention in scene.mentions:
        if mention.kind == "nominal":
            covered.update(range(mention.first, mention.last))
    if covered:
        scene.mentions = [m for m in scene.mentions if m.kind == "nominal" or m.last not in covered]
