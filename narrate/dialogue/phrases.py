"""Noun phrases: where one begins and ends, and which of its words stands for somebody."""

from __future__ import annotations

import re

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, is_adverb, uncontracted
from narrate.dialogue.nameparts import bare, is_national
from narrate.dialogue.tokens import Token

AGE = re.compile(r"\d{1,3}-years?-old")
_MAX_PHRASE = 14  # tokens
_MAX_POST = 3  # words of "harbour works" in a post before a name
_CHIEFS = ("chief", "master")  # of staff, of ceremonies: elsewhere mostly no nouns
COUNTED = frozenset([
    "one", "some", "many", "most", "several", "none", "all", "both", "each", "few", "two", "three", "four", "five",
    "another", "half",
])  # fmt: skip
_PARTITIVES = frozenset([  # of a text, which speaks
    "part", "parts", "portion", "portions", "section", "sections", "excerpt", "excerpts", "passage", "passages", "line",
    "lines", "paragraph", "paragraphs", "page", "pages", "chapter", "copy", "copies", "draft", "drafts", "version",
])  # fmt: skip
_DONE_TO = ("found", "left", "held", "written", "sent", "hung", "seen", "taken", "put", "kept", "drawn")
_EMPHATIC = ("himself", "herself", "themselves")
_OBLIQUE = frozenset(["den", "dem", "einen", "einem", "diesen", "diesem", "seinen", "seinem", "ihren", "ihrem"])
_GENITIVES = frozenset(["der", "des", "eines", "einer", "von", "vom", "seiner", "ihrer", "seines", "ihres"])


def phrase_ending(scene: Scene, at: int, lexicon: Lexicon, near: bool = False) -> Mention | None:
    """The noun phrase that ends at token `at`: a pronoun, a name, or the head of what stands there.

    With `near` the phrase begins at its last determiner: "spoke to a man who" is a man.
    """
    tokens = scene.paragraph.tokens
    if at < 0 or tokens[at].run >= 0 or not tokens[at].is_word:
        return None
    known = scene.ending.get(at)
    if known is not None and known.kind == "pronoun":
        if _is_whole(tokens, at - 2):
            return nominal(scene, at - 2, at, lexicon)
        before = scene.ending.get(at - 1)
        if tokens[at].lower in _EMPHATIC and before is not None and not before.possessive:
            return before  # Ruiz herself said
        return known if uncontracted(tokens[at].lower) in ("i", "we", *lexicon.pronouns) else None
    if known is not None and lexicon.language != "en" and not lexicon.definite:
        return known  # министр Иван Рощин: no article tells where a phrase begins
    named = known is not None and known.last > known.first  # Al From: no preposition, part of a name
    begin = known.first if named and known is not None else at
    start = _phrase_start(tokens, begin, scene.paragraph.sentences, near, lexicon)
    head = head_of_phrase(tokens, _after_body(scene, start, at), at, lexicon)
    if known is not None and (head >= known.first or known.first == start):
        return known
    if lexicon.language != "en" and not lexicon.capital_nouns:
        names = [scene.ending[here] for here in range(start, at) if here in scene.ending]
        if names and names[-1].kind == "name":
            return names[-1]  # O prefeito Lauro Bastos decretou: what follows a name is no noun
    if known is not None and known.kind == "name" and _follows_opener(tokens, known, head, lexicon):
        return known
    inside = scene.ending.get(head)
    if inside is not None and inside.kind == "name" and not inside.possessive:
        return inside
    return nominal(scene, start, head, lexicon) or (known if near else None)  # says to Ruiz, who


def _after_body(scene: Scene, start: int, at: int) -> int:
    """The last word of a body's name before the noun at `at`: its "for" ends no phrase, a Row for Lund volunteer."""
    body = scene.ending.get(at - 1)
    return body.last if body is not None and body.kind == "name" and body.first > start and body.group else start


def owner_ending(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The mayor in "the mayor's answer was": who is described and owns what follows token `at`."""
    tokens = scene.paragraph.tokens
    noun = bare(tokens[at].lower)
    start = _phrase_start(tokens, at, scene.paragraph.sentences, True, lexicon)
    if tokens[start].lower not in lexicon.determiners:
        return None
    return _describe(scene, start, at, lexicon) if noun in lexicon.people or noun in lexicon.organisations else None


def _follows_opener(tokens: list[Token], name: Mention, head: int, lexicon: Lexicon) -> bool:
    """Instead of a reply to the charge Ruiz smiled: a name after a noun that is no role begins the clause."""
    if lexicon.language != "en" or head >= name.first or tokens[name.first - 1].run >= 0:
        return False
    before = tokens[name.first - 1]
    roles = (lexicon.people, lexicon.documents, lexicon.organisations, lexicon.callings, lexicon.titles)
    if any(tokens[at].lower in words for at in (head, name.first - 1) for words in roles):
        return False
    small = (lexicon.function_words, lexicon.prepositions, lexicon.determiners)
    return before.text.islower() and before.text.isalpha() and not any(before.lower in words for words in small)


def _phrase_start(tokens: list[Token], at: int, sentences: list[int], near: bool, lexicon: Lexicon) -> int:
    start = at
    while start > 0 and at - start < _MAX_PHRASE:
        before = tokens[start - 1]
        if _is_work(tokens, start - 1, lexicon):
            start -= 1
            continue
        if before.run >= 0 or not before.is_word or sentences[start - 1] != sentences[at]:
            break
        if is_partitive(tokens, start - 1):
            break  # part of the leaflet says: the leaflet does
        if _breaks(before, lexicon) and not (before.lower == "and" and _joins_capitals(tokens, start - 1)):
            break
        joined = before.lower in lexicon.determiners or (before.lower in lexicon.prepositions and not near)
        joined = joined or is_genitive(tokens, start, lexicon)
        if tokens[start].lower in lexicon.determiners and not joined:
            break
        start -= 1
    for words in lexicon.according:  # "according to harbour chief Ana Ruiz, who told" begins with the chief
        if start + len(words) <= at and tuple(t.lower for t in tokens[start : start + len(words)]) == words:
            start += len(words)
    while start < at and tokens[start].lower in lexicon.prepositions:
        start += 1
    return start


def _is_work(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """The “Low Tide” actor: a title in marks within the phrase."""
    return tokens[at].run >= 0 and at > 0 and tokens[at - 1].lower in lexicon.determiners


def is_partitive(tokens: list[Token], at: int) -> bool:
    """Whether the word at `at` leads from a part to the text it is of: a section of the memo."""
    return at > 0 and tokens[at].lower in ("of", "from") and tokens[at - 1].lower in _PARTITIVES


def _joins_capitals(tokens: list[Token], at: int) -> bool:
    """Science and International Security; David Albright and Serena Keller."""
    return at > 0 and at + 1 < len(tokens) and tokens[at - 1].text[0].isupper() and tokens[at + 1].text[0].isupper()


def _breaks(token: Token, lexicon: Lexicon) -> bool:
    if token.lower in lexicon.other_verbs or token.lower in ("said", "says"):
        return True
    if _opens_noun(token, lexicon):
        return False
    return token.lower in lexicon.conjunctions or token.lower in lexicon.finite or _is_pronoun(token, lexicon)


def _is_pronoun(token: Token, lexicon: Lexicon) -> bool:
    """Us, not US."""
    return token.lower in lexicon.subject_pronouns and token.text != "US"


def _is_whole(tokens: list[Token], start: int) -> bool:
    """One of them, some of us: not they, and not we."""
    if start < 0 or start + 2 >= len(tokens) or tokens[start + 1].lower != "of":
        return False
    return tokens[start].lower in COUNTED and tokens[start + 2].lower in ("them", "us", "you")


def head_of_phrase(tokens: list[Token], start: int, at: int, lexicon: Lexicon) -> int:
    if _is_whole(tokens, start):
        return start + 2
    begin = start
    if at - start > 2 and tokens[start + 1].lower == "of" and tokens[start].lower in lexicon.determiners:
        begin = start + 2
    if lexicon.language != "en" and not lexicon.definite:
        return next((here for here in range(begin, at + 1) if tokens[here].lower in lexicon.people), at)
    for here in range(begin + 1, at + 1):
        if is_office(tokens, here, lexicon):
            continue
        if tokens[here].lower in lexicon.prepositions or is_genitive(tokens, here, lexicon):
            return here - 2 if is_adjective_after_noun(tokens, here - 1, begin, lexicon) else here - 1
        if begins_reduced_relative(tokens, here, lexicon):
            return here - 1
    return at


def is_adjective_after_noun(tokens: list[Token], at: int, start: int, lexicon: Lexicon) -> bool:
    """A person close to the mayor: the noun is the head."""
    if lexicon.language != "en" or at - 1 <= start or not tokens[at].text.islower():
        return False
    if tokens[at + 1].lower not in ("to", "with"):
        return False  # the police chief of Elm
    roles = (lexicon.people, lexicon.documents, lexicon.organisations)
    return tokens[at - 1].lower in lexicon.people and not any(tokens[at].lower in words for words in roles)


def begins_reduced_relative(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """An adviser granted anonymity, an officer given leave: the noun before the participle is the head."""
    if is_done_to(tokens, at, lexicon):
        return True
    participle = is_participle(tokens[at]) or tokens[at].text in ("given", "known", "shown", "told")
    if participle and is_national(tokens[at - 1].lower, lexicon) and at + 1 < len(tokens):
        return tokens[at + 1].lower in lexicon.prepositions  # an American living in Elm; not a visiting professor
    return participle and _names_somebody(tokens[at - 1], lexicon)


def is_done_to(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A note found at the scene, a sign held by a boy: no text finds or holds."""
    if tokens[at].text not in _DONE_TO or at + 1 >= len(tokens):
        return False
    return tokens[at - 1].lower in lexicon.documents and tokens[at + 1].lower in lexicon.prepositions


def is_office(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the "of" at token `at` is part of an office before a name: Secretary of State Ana Ruiz."""
    if tokens[at].lower != "of" or at == 0 or at + 2 >= len(tokens):
        return False
    if _is_post(tokens, at, lexicon):
        return True
    if not tokens[at + 2].text[0].isupper():
        return False
    placed = tokens[at + 1].lower in lexicon.places and tokens[at + 2].lower in lexicon.given
    if tokens[at + 1].lower not in lexicon.offices and not placed:
        return False
    before = tokens[at - 1]
    return before.text[0].isupper() and (before.lower in lexicon.people or before.lower in lexicon.titles)


def _is_post(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Chief of staff Ana Ruiz, director of harbour works Bo Lind: no article, and a name ends what follows."""
    head = tokens[at - 1].lower
    if lexicon.language != "en" or not (head in _CHIEFS or (head in lexicon.people and not head.endswith("s"))):
        return False
    if any(token.lower in lexicon.determiners for token in tokens[max(0, at - 3) : at]):
        return False
    for here in range(at + 1, min(at + 2 + _MAX_POST, len(tokens))):
        word = tokens[here]
        if not word.text[0].islower():
            full = word.lower in lexicon.given or (here + 1 < len(tokens) and tokens[here + 1].text[0].isupper())
            return here > at + 1 and word.text[0].isupper() and full
        if word.lower in lexicon.people or word.lower in lexicon.determiners or word.lower in lexicon.prepositions:
            return False
    return False


def is_participle(token: Token) -> bool:
    return token.text[0].islower() and token.lower.endswith(("ed", "ing"))


def _names_somebody(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.people or token.lower in lexicon.documents


def nominal(scene: Scene, start: int, head: int, lexicon: Lexicon) -> Mention | None:
    """The mention of somebody who is described by the tokens start..head, unless the head is no noun."""
    tokens = scene.paragraph.tokens
    word = tokens[head].lower
    if tokens[head].run >= 0:
        return None
    if AGE.fullmatch(word) or (head == start + 2 and _is_whole(tokens, start)):
        return _describe(scene, start, head, lexicon)
    if lexicon.capital_nouns and not tokens[head].text[0].isupper():
        return None
    if (
        word in lexicon.function_words
        and word not in lexicon.someone
        and word not in ("other", "others", "many", "some", "one", "both", "another")
    ):
        return None
    if word in lexicon.calendar or not word[0].isalpha() or word in lexicon.other_verbs or word in lexicon.adverbs:
        return None
    if word.endswith("ed") and word not in lexicon.people and tokens[head - 1].lower != "the":
        return None
    if word in lexicon.verbs and word not in lexicon.people and word not in lexicon.documents:
        return None
    if not _may_stand_alone(tokens, start, head, lexicon):
        return None
    return _describe(scene, start, head, lexicon)


def _may_stand_alone(tokens: list[Token], start: int, head: int, lexicon: Lexicon) -> bool:
    """Whether words without an article describe somebody: police, campaign officials; not notorious, addition."""
    word, first = tokens[head].lower, tokens[start]
    if lexicon.language != "en" or first.text[0].isupper() or first.lower in lexicon.determiners or first.run >= 0:
        return True
    known = (lexicon.people, lexicon.documents, lexicon.organisations, lexicon.function_words, lexicon.openers)
    return any(word in words for words in known) or (word.endswith("s") and not word.endswith(("ss", "ous")))


def without_participle(scene: Scene, found: Mention, lexicon: Lexicon) -> Mention:
    """Signs in "carrying signs saying": the object alone, where what was taken for its adjective is a verb."""
    first = scene.paragraph.tokens[found.first]
    if found.kind != "nominal" or found.first == found.last or not _is_participle_before_object(first):
        return found
    shorter = nominal(scene, found.first + 1, found.last, lexicon)
    if shorter is None:
        return found
    at = next(here for here in range(len(scene.mentions) - 1, -1, -1) if scene.mentions[here] is found)
    del scene.mentions[at]  # among the last: a paragraph may be a whole book
    del scene.phrases[found.first, found.last]
    return shorter


def _is_participle_before_object(token: Token) -> bool:
    return token.lower.endswith("ing") and token.text[0].islower()


def _describe(scene: Scene, start: int, head: int, lexicon: Lexicon) -> Mention:
    tokens = scene.paragraph.tokens
    word = bare(tokens[head].lower)
    if (start, head) in scene.phrases:
        return scene.phrases[start, head]  # subject of two verbs, one person
    mention = Mention(
        scene.paragraph.index,
        start,
        head,
        "nominal",
        tokens[start].start,
        tokens[head].start + len(bare(tokens[head].text)),
        gender=lexicon.people.get(word, "") or lexicon.articles.get(tokens[start].lower, ""),
        plural=word.endswith("s") and not word.endswith("ss"),
    )
    return scene.add(mention)


def is_oblique(token: Token, lexicon: Lexicon) -> bool:
    """Whether an article shows that its noun is no subject: nannte den Plan, folgte dem Rat."""
    return lexicon.capital_nouns and token.lower in _OBLIQUE


def phrase_stop(scene: Scene, at: int, lexicon: Lexicon) -> int:
    """End of the noun phrase that begins at `at`: punctuation, a preposition, a verb, an adverb or a time ends it."""
    tokens = scene.paragraph.tokens
    stop = at
    if _is_whole(tokens, at):
        return at + 3
    if at + 1 < len(tokens) and tokens[at + 1].lower == "of" and tokens[at].lower in lexicon.determiners:
        stop = at + 2
    while stop < len(tokens) and stop - at < _MAX_PHRASE:
        name = scene.beginning.get(stop)
        if name is not None and name.kind == "name":
            stop = name.last + 1  # Player I is no pronoun, Bo Fell no verb
            if stop < len(tokens) and tokens[stop].lower in _GENITIVES and not name.group:
                break  # sagte Arne Voss der Zeitung
        elif is_office(tokens, stop, lexicon):
            stop += 1
        elif _ends_phrase(tokens, stop, at, lexicon):
            break
        else:
            stop += 1
    return min(stop, len(tokens))


def _ends_phrase(tokens: list[Token], here: int, at: int, lexicon: Lexicon) -> bool:
    token = tokens[here]
    preposition = token.lower in lexicon.prepositions and not (here == at and token.lower in lexicon.determiners)
    if token.run >= 0 or not token.is_word or preposition:
        return True
    if token.lower in lexicon.conjunctions and not _opens_noun(token, lexicon):
        return not (token.lower == "and" and here + 1 < len(tokens) and _joins_capitals(tokens, here))
    if here == at:
        return False
    if lexicon.capital_nouns and _follows_noun(tokens, here, lexicon):
        return True
    if token.lower in lexicon.calendar or token.lower in lexicon.time_words:
        return tokens[here - 1].lower not in lexicon.determiners
    if token.lower in lexicon.determiners and here + 1 < len(tokens) and tokens[here + 1].lower in lexicon.calendar:
        return lexicon.language != "en"  # a dit le maire ce lundi
    if (is_adverb(token.lower) and token.text[0].islower()) or token.lower in lexicon.auxiliaries:
        return True
    if token.lower == "first" and _names_somebody(tokens[here - 1], lexicon):
        return here + 1 < len(tokens) and is_participle(tokens[here + 1])  # an email first reported by
    if _is_pronoun(token, lexicon):
        return True
    if token.lower in lexicon.people:
        return False
    return token.lower in lexicon.verbs or token.lower in lexicon.other_verbs


def _opens_noun(token: Token, lexicon: Lexicon) -> bool:
    """Der, die, das: relative pronouns too, but far more often articles."""
    return lexicon.capital_nouns and token.lower in lexicon.determiners


def is_genitive(tokens: list[Token], here: int, lexicon: Lexicon) -> bool:
    """Der Sprecher der Polizei: an article after a noun begins a phrase that belongs to it."""
    if not lexicon.capital_nouns or here == 0 or tokens[here].lower not in _GENITIVES:
        return False
    before = tokens[here - 1]
    return before.is_word and before.text[0].isupper() and before.lower not in lexicon.determiners


def _follows_noun(tokens: list[Token], here: int, lexicon: Lexicon) -> bool:
    """Whether a German phrase is over: after its noun stands a small word that is no article of a genitive."""
    if not tokens[here - 1].text[0].isupper() or tokens[here - 1].lower in lexicon.determiners:
        return False
    if here + 1 < len(tokens) and tokens[here + 1].run >= 0:
        return True  # sagte die Leiterin der „Neuen Zeitung“
    return tokens[here].text[0].islower() and tokens[here].lower not in _GENITIVES


def is_modifier(scene: Scene, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the name only describes what follows: Elm Park spokesman, Ruiz's office, the Lindgren actor."""
    tokens, after = scene.paragraph.tokens, mention.last + 1
    if mention.kind != "name" or after >= len(tokens) or not tokens[after].is_word:
        return False
    if mention.possessive:
        return True
    word = tokens[after].lower
    if word in lexicon.people or word in lexicon.documents:
        return True
    if _ends_phrase(tokens, after, mention.first, lexicon) or word.endswith(("ed", "s", "ing")):
        return False
    return tokens[after].text[0].islower()
