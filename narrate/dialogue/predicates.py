"""The main clause read from its beginning: its subject, what is inserted after it, and its verb."""

from __future__ import annotations

from narrate.dialogue.authors import speaks_for_itself
from narrate.dialogue.clausestarts import TIMES, clause_start, subject_start
from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mainclause import PERCEIVING, phrase_first
from narrate.dialogue.mentions import Mention, Scene, is_adverb, is_verb
from narrate.dialogue.phrases import (
    COUNTED,
    is_adjective_after_noun,
    is_done_to,
    is_office,
    is_partitive,
    nominal,
    phrase_ending,
)
from narrate.dialogue.tokens import Token

_MAX_PHRASE = 14
_MAX_TITLES = 4  # tokens of "Rear Adm." before a name
_JOINING = frozenset(["and", "but", "or", "then"])
_DASHES = ("—", "–", "--", "-")
_RELATIVES = ("who", "which", "whose", "whom")
_STOPS = (";", ":", "?", "!", ".", "…", "...")
_TELLING = listed("en", "telling")


def plain_subject(scene: Scene, verb: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the sentence if the verb at token `verb` is plainly one of its predicates, else None.

    Ruiz, who hails from Tarn, Norway, also praised Lind on the radio, saying. The nurse in Tarn, Norway, told us.
    What is inserted between commas is passed over as a whole, whoever is named in it. English only; at most 70 tokens.
    """
    if lexicon.language != "en":
        return None
    known = len(scene.mentions)
    return _settled(scene, known, _subject_of(scene, verb, lexicon))


def announcing_subject(scene: Scene, colon: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the clause that ends at a colon: Ruiz, flanked by Lind, did not hold back:."""
    known = len(scene.mentions)
    start = clause_start(scene, colon - 1) if lexicon.language == "en" else None
    subject = None if start is None else _subject_from(scene, start, colon, lexicon)
    main = None if subject is None else _main_verb(scene, subject.last + 1, colon, lexicon)[0]
    announces = main is not None and _is_one_clause(scene, main, colon, lexicon)
    return _settled(scene, known, subject if announces else None)


def _settled(scene: Scene, known: int, found: Mention | None) -> Mention | None:
    """What was found; if nothing was, the phrases read on the way are no mentions."""
    if found is None:
        scene.forget(known)
    return found


def _subject_of(scene: Scene, verb: int, lexicon: Lexicon) -> Mention | None:
    start = clause_start(scene, verb)
    subject = None if start is None else _subject_from(scene, start, verb, lexicon)
    if subject is None:
        return None
    main, loose = _main_verb(scene, subject.last + 1, verb, lexicon)
    if main is None or (main != verb and not _continues(scene, verb, lexicon)):
        return None
    listed = loose and scene.paragraph.tokens[verb - 1].text == "," and not _is_gerund(scene.paragraph.tokens[verb])
    if main == verb or listed:
        return subject  # Ruiz, who met Lind, came home, rested and, some days later, said
    return subject if _is_one_clause(scene, main, verb, lexicon) else None


def _subject_from(scene: Scene, start: int, stop: int, lexicon: Lexicon) -> Mention | None:
    """The noun phrase with which the clause begins at token `start`, after what may lead up to it."""
    tokens = scene.paragraph.tokens
    start = subject_start(tokens, start, stop, lexicon)
    if start >= stop:
        return None
    found = _phrase_at(scene, start, stop, lexicon)
    if found is None or found.possessive or (found.kind == "nominal" and _tells_when(tokens, found, lexicon)):
        return None
    return _holder(scene, found, lexicon)


def _phrase_at(scene: Scene, start: int, stop: int, lexicon: Lexicon) -> Mention | None:
    """The name, pronoun or noun phrase that begins at token `start`."""
    tokens = scene.paragraph.tokens
    first = scene.beginning.get(start)
    if first is not None and first.kind == "pronoun" and not first.possessive:
        return first if tokens[start].lower in lexicon.nominative else None
    parts = (at for at in range(start, min(start + _MAX_TITLES + 1, stop)) if is_partitive(tokens, at))
    at = start = next(parts, start - 1) + 1
    while at < min(start + _MAX_PHRASE, stop):
        named = scene.beginning.get(at)
        office = named is not None and is_office(tokens, named.last + 1, lexicon)
        if named is not None and named.kind == "name" and not named.possessive and not office:
            whole = at == start or phrase_first(tokens, named, lexicon) <= start
            return named if whole or (at == start + 3 and _is_graded(tokens, start + 1, lexicon)) else None
        if is_office(tokens, at, lexicon):
            at += 2
            continue
        if named is not None and named.kind == "name":
            at = named.last + 1
            continue
        graded = at == start + 1 and _is_graded(tokens, at, lexicon)
        if not tokens[at].is_word or (at > start and not graded and _ends_noun_phrase(tokens[at], lexicon)):
            break
        at += 1
    if at == start or tokens[at].run >= 0:
        return None
    if tokens[at].lower == "of" and tokens[at - 1].lower in COUNTED:
        return None  # one of the officials
    if is_adjective_after_noun(tokens, at - 1, start, lexicon):
        at -= 1
    found = phrase_ending(scene, at - 1, lexicon)
    if found is not None and found.kind == "nominal" and found.first < start and scene.mentions[-1] is found:
        del scene.phrases[found.first, found.last]  # last week police
        scene.mentions.pop()
        found = nominal(scene, start, at - 1, lexicon)
    return found if found is not None and found.first <= start and found.last == at - 1 else None


def _is_graded(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether an adverb belongs to the adjective after it: a visibly irritated Ruiz."""
    return is_adverb(tokens[at].lower) and tokens[at - 1].lower in lexicon.determiners


def _ends_noun_phrase(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.lower in lexicon.prepositions
        or token.lower in lexicon.conjunctions
        or token.lower in lexicon.finite
        or (is_verb(token, lexicon) and not _may_be_noun(token, lexicon))
        or is_adverb(token.lower)
    )


def _may_be_noun(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word that looks like a verb may be part of a phrase: the united board, the report."""
    return token.lower.endswith("ed") or token.lower in lexicon.people or token.lower in lexicon.documents


def _tells_when(tokens: list[Token], found: Mention, lexicon: Lexicon) -> bool:
    word = tokens[found.last].lower
    return word in TIMES or word in lexicon.calendar or word in lexicon.time_words


def _holder(scene: Scene, found: Mention, lexicon: Lexicon) -> Mention | None:
    """Ruiz in "the head of the mill, Ana Ruiz, said"; nobody in "the first year, Ana Ruiz said"."""
    tokens = scene.paragraph.tokens
    if found.kind != "nominal":
        return found
    comma = found.last + 1
    while comma < min(found.last + _MAX_PHRASE, len(tokens)) and tokens[comma].is_word and tokens[comma].run < 0:
        if is_verb(tokens[comma], lexicon):
            return found
        comma += 1
    name = _name_alone(scene, comma, lexicon) if comma < len(tokens) and tokens[comma].text == "," else None
    if name is None or tokens[name.last].lower in lexicon.places:
        return found
    apposed = tokens[name.last + 1].text in (",", "(") or tokens[name.last + 1].lower == "of"
    return name if apposed and tokens[found.last].lower in lexicon.people and not name.group else None


def _name_alone(scene: Scene, comma: int, lexicon: Lexicon) -> Mention | None:
    """The name that, with its titles, begins right after a comma."""
    tokens = scene.paragraph.tokens
    for at in range(comma + 1, min(comma + _MAX_TITLES, len(tokens) - 1)):
        name = scene.beginning.get(at)
        if name is not None and name.kind == "name":
            alone = not name.possessive and phrase_first(tokens, name, lexicon) == comma + 1
            return name if alone and name.last + 1 < len(tokens) else None
    return None


def _main_verb(scene: Scene, at: int, stop: int, lexicon: Lexicon) -> tuple[int | None, bool]:
    """The verb up to `stop` of the clause whose subject ends before token `at`; whether a "who" follows it."""
    tokens = scene.paragraph.tokens
    loose = False
    while at <= stop:
        token = tokens[at]
        if token.run >= 0 or token.text in _STOPS:
            return None, False
        if token.text in ("(", ",") or token.text in _DASHES:
            if at + 1 < len(tokens):
                loose = loose or tokens[at + 1].lower in _RELATIVES
            end = _insertion_end(scene, at, stop, lexicon)
            if end is None:
                return None, False
            at = end
        elif at != stop and (token.lower in ("who", "that") or _is_gerund(token) or is_done_to(tokens, at, lexicon)):
            end = _insertion_end(scene, at, stop, lexicon)  # protesters who had met in Tarn, Norway, chanted
            if end is None:
                return None, False
            at, loose = end, True
        elif at != stop and token.lower in lexicon.prepositions:
            at += 1
            while at < stop and tokens[at].is_word and tokens[at].run < 0 and not _is_finite(tokens, at, lexicon):
                at += 1
        elif _is_finite(tokens, at, lexicon):
            return at, loose
        elif _is_between(tokens, at, lexicon):
            at += 1
        else:
            return None, False
    return None, False


def _insertion_end(scene: Scene, opening: int, stop: int, lexicon: Lexicon) -> int | None:
    """The token after what a sign opens: the next one of its kind, after a comma the first that a verb follows."""
    tokens = scene.paragraph.tokens
    sign = "," if tokens[opening].is_word else tokens[opening].text
    closing = ")" if sign == "(" else sign
    if sign == "," and (open_ended := _after_adjunct(scene, opening + 1, stop, lexicon)) is not None:
        return open_ended
    for at in range(opening + 1, stop):
        if tokens[at].text in _STOPS:
            return None
        within = tokens[at].run >= 0 and tokens[at].text.rstrip("”’\"'").endswith(closing)  # on the “Low Tide,”
        if tokens[at].text != closing and not within:
            continue
        phrase_ending(scene, at - 1, lexicon)  # the Elm Post writer: one phrase, in which no Elm Post is named
        if sign != ",":
            return at + 1
        verb = at + 1
        while verb < stop and _is_between(tokens, verb, lexicon):
            verb += 1
        if _is_finite(tokens, verb, lexicon):
            return verb
        if (open_ended := _after_adjunct(scene, verb, stop, lexicon)) is not None:
            return open_ended
    return None


def _after_adjunct(scene: Scene, at: int, stop: int, lexicon: Lexicon) -> int | None:
    """The verb after a phrase that no comma closes: , in a note to the board last week wrote; not in a note Ruiz wrote.

    None where no such phrase begins at token `at`.
    """
    tokens = scene.paragraph.tokens
    if tokens[at].lower not in lexicon.prepositions or at + 1 >= stop:
        return None
    for verb in range(at + 1, stop + 1):
        if not tokens[verb].is_word or tokens[verb].run >= 0 or tokens[verb].lower in lexicon.conjunctions:
            return None
        if _is_finite(tokens, verb, lexicon):
            before = phrase_ending(scene, verb - 1, lexicon)
            if before is None or (before.kind == "nominal" and tokens[before.last].lower not in lexicon.people):
                return verb
            return verb if tokens[before.first - 1].lower in lexicon.prepositions else None
    return None


def _is_between(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word may stand before a verb: also, later, on Tuesday."""
    word = tokens[at].lower
    if word in lexicon.prepositions:
        return tokens[at + 1].lower in lexicon.calendar
    return word in lexicon.adverbs or is_adverb(word) or word in lexicon.calendar


def _is_finite(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word is a verb here and no noun: not "the report", nor "saying"."""
    if not is_verb(tokens[at], lexicon) or tokens[at].lower.endswith("ing"):
        return False
    before = tokens[at - 1].lower if at else ""
    return (
        before not in lexicon.determiners and before not in lexicon.prepositions and not before.endswith(("'s", "’s"))
    )


def _is_gerund(token: Token) -> bool:
    return token.lower.endswith("ing")


def _continues(scene: Scene, verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb after the main one has the same subject: , saying; and said; a statement calling."""
    tokens = scene.paragraph.tokens
    at = verb - 1
    while at > 0 and (tokens[at].lower in lexicon.adverbs or is_adverb(tokens[at].lower)):
        at -= 1
    if _is_gerund(tokens[verb]):
        released = tokens[at].lower in lexicon.documents and not speaks_for_itself(tokens, at, lexicon)
        return released or tokens[at].text == ","
    if tokens[at].lower in lexicon.finite and at:
        at -= 1
    return tokens[at].lower in _JOINING or tokens[at].text == ","


def _is_one_clause(scene: Scene, main: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether nobody else is the subject of a verb between the main verb and the one at `stop`."""
    tokens = scene.paragraph.tokens
    told = tokens[main].lower in lexicon.verbs or tokens[main].lower in _TELLING
    if tokens[main].lower in PERCEIVING or (told and _tells_clause(scene, main, stop, lexicon)):
        return False
    for at in range(main + 1, stop):
        if tokens[at].text in _STOPS or tokens[at].lower in ("who", "which", "whom", "where", "that", "because"):
            return False
        if tokens[at].lower in _JOINING and not _goes_on(scene, at, lexicon):
            return False
        if not _is_finite(tokens, at, lexicon):
            continue
        back = at - 1
        while back > main and (tokens[back].lower == "not" or _is_between(tokens, back, lexicon)):
            back -= 1
        before = tokens[back]
        if not (before.lower in _JOINING or before.lower == "to" or before.text == "," or is_verb(before, lexicon)):
            return False
    return True


def _tells_clause(scene: Scene, main: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether the verb tells a clause with a subject of its own: said Ruiz, 42, yelled, said the mill would close."""
    tokens = scene.paragraph.tokens
    after = main + 1
    begins = after in scene.beginning or tokens[after].lower in lexicon.determiners
    if begins and after < stop and tokens[main].lower in _TELLING and not _is_gerund(tokens[stop]):
        return True
    return any(_is_finite(tokens, at, lexicon) and tokens[at - 1].lower not in _JOINING for at in range(main + 1, stop))


def _goes_on(scene: Scene, joint: int, lexicon: Lexicon) -> bool:
    """Whether no new clause begins after "and": a comma or a quotation before it and a subject after it make one."""
    tokens = scene.paragraph.tokens
    before = tokens[joint - 1]
    if before.is_word and before.run < 0:
        return True
    begins = joint + 1 in scene.beginning or tokens[joint + 1].lower in lexicon.determiners
    return not begins
