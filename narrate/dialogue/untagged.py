"""Who is described without a verb of speech: offices, companies, people without a name, for "he" may mean them."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Scene, is_verb
from narrate.dialogue.nameparts import bare
from narrate.dialogue.phrases import nominal, phrase_ending
from narrate.dialogue.tokens import Token


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
            if tokens[at].run >= 0 or not tokens[at].text[0].islower() or at in scene.ending:
                break
            word = tokens[at].lower
            if word in lexicon.prepositions or word in lexicon.finite or word in lexicon.other_verbs:
                break
            if _is_person(tokens[at], lexicon) and not _is_person(tokens[at + 1], lexicon):
                if lexicon.language != "en" and at + 1 in scene.beginning:
                    break  # O comandante Nuno Prado is the name
                nominal(scene, start, at, lexicon)
                break


def _is_person(token: Token, lexicon: Lexicon) -> bool:
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
