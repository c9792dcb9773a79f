"""Clauses without words that would show it: which mention to the left of a token is the subject there."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mentions import Mention, Scene, is_adverb, is_verb, uncontracted
from narrate.dialogue.phrases import is_office, phrase_ending
from narrate.dialogue.tokens import Token, is_verse

_MAX_APPOSITION = 45  # tokens
_MAX_PHRASE = 14
_MAX_OBJECT = 7  # tokens of "her longtime personal lawyer," before a name
PERCEIVING = listed("en", "perceiving")
_COUNTING = frozenset(["about", "around", "some", "nearly", "almost", "roughly", "over", "at", "least", "more", "than"])
_CROWDS = frozenset(["dozens", "scores", "hundreds", "thousands"])
_SUBORDINATING = frozenset([
    "that", "which", "who", "whom", "when", "while", "after", "before", "because", "whether", "if", "what", "how",
    "why",
])  # fmt: skip


def clause_subject(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The nearest subject of a clause to the left of token `at` in its sentence, over quotations."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    back = min(at, len(tokens)) - 1
    stop = max(-1, back - _MAX_APPOSITION)
    while back > stop and (sentences[back] == sentences[min(at, len(tokens) - 1)] or tokens[back].run >= 0):
        mention = scene.ending.get(back)
        if mention is not None and heads_clause(tokens, mention, lexicon):
            return mention
        back -= 1
    return None


def main_subject(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the main clause to the left of token `at`: not Lind in "Ruiz regretted that Lind left,"."""
    tokens = scene.paragraph.tokens
    found = nearest = clause_subject(scene, at, lexicon)
    while found is not None:
        first = phrase_first(tokens, found, lexicon)
        if first == 0 or tokens[first - 1].lower not in _SUBORDINATING:
            break
        found = clause_subject(scene, first - 1, lexicon)
    return told_of(scene, at, found or nearest, lexicon)


def told_of(scene: Scene, at: int, found: Mention | None, lexicon: Lexicon) -> Mention | None:
    """The chief, who came from Tarn, Norway, praised them, saying: whom the clause tells of, not what it names."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    first = min(at, len(tokens) - 1)
    for back in range(first - 1, max(1, first - _MAX_APPOSITION), -1):
        if sentences[back] != sentences[first] or tokens[back].run >= 0:
            break
        if tokens[back].lower not in ("who", "which") or tokens[back - 1].text != ",":
            continue
        close = next((here for here in range(back + 1, first) if _closes_relative(tokens, here, lexicon)), None)
        if close is None or (found is not None and found.first > close):
            continue
        return phrase_ending(scene, back - 2, lexicon) or found
    return found or _opening_phrase(scene, first, lexicon)


def _opening_phrase(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The mayor of Tarn in "On Monday, the mayor of Tarn thanked Bo Lind, saying": what the main clause begins with."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    start = at
    while start > max(0, at - _MAX_APPOSITION) and sentences[start - 1] == sentences[at] and tokens[start - 1].run < 0:
        start -= 1
    if tokens[start].lower in lexicon.prepositions and not _counts(tokens, start, lexicon):
        start = next((here + 1 for here in range(start, at) if tokens[here].text == ","), at)
    if start >= at or lexicon.language != "en":
        return None
    if tokens[start].lower not in lexicon.determiners and not _counts(tokens, start, lexicon):
        return None
    reach = range(start + 1, min(start + _MAX_PHRASE, at))
    end = next((here for here in reach if is_verb(tokens[here], lexicon) or not tokens[here].is_word), start)
    if tokens[end].lower in PERCEIVING:
        return None  # the film shows Ruiz, who meets Lind, saying
    while end > start and skips(tokens[end - 1], lexicon):
        end -= 1
    found = phrase_ending(scene, end - 1, lexicon) if end > start + 1 and tokens[end].is_word else None
    return found if found is not None and found.first >= start and found.kind != "pronoun" else None


def _counts(tokens: list[Token], start: int, lexicon: Lexicon) -> bool:
    """Whether the words from `start` on are people without an article: about 200 sailors, more than a dozen clerks."""
    at = start
    while at + 1 < len(tokens) and tokens[at].lower in _COUNTING:
        at += 1
    word = tokens[at].lower
    counted = tokens[at].text[0].isdigit() or word in _CROWDS or (at > start and word in lexicon.determiners)
    nouns = tokens[at + 1 : at + 4] if counted else tokens[at : at + 1] if at == start else []
    return any(token.lower.endswith("s") and token.lower[:-1] in lexicon.people for token in nouns)


def _closes_relative(tokens: list[Token], comma: int, lexicon: Lexicon) -> bool:
    """Whether the main clause goes on with its verb after the comma: , also praised."""
    if tokens[comma].text != ",":
        return False
    verb = comma + 1
    while verb + 1 < len(tokens) and skips(tokens[verb], lexicon):
        verb += 1
    return is_verb(tokens[verb], lexicon)


def heads_clause(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the mention begins a clause and something is told of it: a subject, as far as words alone can tell."""
    if mention.possessive or mention.last + 1 >= len(tokens):
        return False
    if mention.kind == "pronoun" and uncontracted(tokens[mention.first].lower) not in lexicon.nominative:
        return False
    after, first = tokens[mention.last + 1], mention.first
    if not after.is_word and after.text not in ",(—–":
        return False
    if after.lower in lexicon.prepositions or after.lower in ("and", "or") or after.lower in lexicon.people:
        return False
    first = phrase_first(tokens, mention, lexicon) if first else 0
    if _is_enclosed(tokens, first, mention.last, lexicon) or _describes_object(tokens, first, lexicon):
        return False
    if first == 0 or tokens[first - 1].run >= 0:
        return True
    before = tokens[first - 1]
    pair = before.lower in ("and", "or") and first > 1 and tokens[first - 2].is_word
    if pair and tokens[first - 2].text[0].isupper():
        if _names_examples(tokens, first - 2, lexicon):
            return False
        return is_verb(after, lexicon) or (not after.is_word and _opens_pair(tokens, first - 2, lexicon))
    return not before.is_word or before.lower in lexicon.conjunctions


def _is_enclosed(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """The film he made with his brother, Lind, and said: between two commas and no verb of its own."""
    if last + 2 >= len(tokens) or first == 0 or tokens[first - 1].text != "," or tokens[last + 1].text != ",":
        return False
    return tokens[last + 2].lower in ("and", "but") and tokens[first - 2].lower in lexicon.people


def _describes_object(tokens: list[Token], first: int, lexicon: Lexicon) -> bool:
    """Ruiz met her lawyer, Bo Lind, in May; spoke with the mayor, Bo Lind: a name for whom the verb acts on."""
    if first < 3 or tokens[first - 1].text != "," or tokens[first - 2].lower not in lexicon.people:
        return False
    at = first - 2
    while at > max(1, first - _MAX_OBJECT) and tokens[at].lower not in lexicon.determiners:
        if not tokens[at].is_word or tokens[at].lower in lexicon.prepositions or tokens[at].run >= 0:
            return False
        at -= 1
    before = tokens[at - 1]
    if tokens[at].lower not in lexicon.determiners or before.run >= 0 or lexicon.language != "en":
        return False
    acts = is_verb(before, lexicon) and before.lower not in lexicon.strong_verbs and before.lower not in lexicon.finite
    governed = before.lower in lexicon.prepositions and at > 1 and is_verb(tokens[at - 2], lexicon)
    return acts or governed


def _precedes_name(token: Token, lexicon: Lexicon) -> bool:
    """Titles, roles and descriptions that stand before a name: "former Vermont governor"."""
    if not token.is_word or token.lower in lexicon.prepositions or token.lower in lexicon.conjunctions:
        return False
    return (
        token.text[0].isupper()
        or token.lower in lexicon.people
        or token.lower in (*lexicon.determiners, "former", "then")
    )


def phrase_first(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> int:
    """The first token of the phrase that a name ends: titles and descriptions stand before it."""
    first = mention.first
    stop = max(0, first - _MAX_PHRASE)
    while first > stop:
        if is_office(tokens, first - 1, lexicon):
            first -= 2
        elif _is_compound(tokens, first - 1, lexicon) or _precedes_name(tokens[first - 1], lexicon):
            first -= 1
        else:
            break
    return first


def skips(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.lower in lexicon.adverbs
        or token.lower in lexicon.auxiliaries
        or (is_adverb(token.lower) and token.text[0].islower())
        or token.lower.endswith(lexicon.adverb_endings)
        or is_verse(token)
    )


def _opens_pair(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether two names joined by "and", the first of which ends at token `at`, are a subject: not in Peru and Chad."""
    while at >= 0 and _precedes_name(tokens[at], lexicon):
        at -= 1
    return at < 0 or not tokens[at].is_word or tokens[at].lower in lexicon.conjunctions


def _names_examples(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Series including Ada Holt and Bo Lind were shot there: names that only tell which; the first ends at `at`."""
    while at > 0 and tokens[at].is_word and tokens[at].text[0].isupper():
        at -= 1
    such = tokens[at].lower == "like" or (at > 0 and tokens[at - 1].lower == "such")
    return lexicon.language == "en" and (such or tokens[at].lower in ("including", "of", "from"))


def _is_compound(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a noun stands before the noun of a role: press secretary Ana Ruiz."""
    word, after = tokens[at], tokens[at + 1]
    if (
        not word.text.isalpha()
        or not word.text.islower()
        or word.text.endswith("ing")  # causing viewers to ask
        or after.lower not in lexicon.people
        or after.text[0].isupper()
    ):
        return False
    small = (lexicon.function_words, lexicon.adverbs, lexicon.prepositions, lexicon.conjunctions, lexicon.time_words)
    return not (is_verb(word, lexicon) or is_adverb(word.lower) or any(word.lower in words for words in small))
