"""Subjects: whose verb is it? To the left over adverbs, appositions, relative clauses; a participle's clause."""

from __future__ import annotations

from narrate.dialogue.appositions import before_bracket, before_marks, is_adjunct, is_named_in_marks, over_apposition
from narrate.dialogue.authors import speaks_for_itself
from narrate.dialogue.joined import described_subject
from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mainclause import PERCEIVING, clause_subject, main_subject, phrase_first, skips, told_of
from narrate.dialogue.mentions import Mention, Scene, is_verb
from narrate.dialogue.phrases import is_oblique, phrase_ending, without_participle
from narrate.dialogue.predicates import plain_subject
from narrate.dialogue.tokens import Token

_MAX_APPOSITION = 45  # tokens
_MAX_PHRASE = 14
_RELATIVES = ("who", "which", "that", "whose")
_CLAIMING = ("claims", "says", "alleges", "recalls", "remembers")
_GOING_ON = listed("en", "going on")
_OBJECTS = ("him", "her", "them")
_BEING = ("be", "is", "are", "was", "were", "been", "being")
_DAYTIMES = frozenset(["night", "morning", "afternoon", "evening", "today", "yesterday", "late", "early"])


def subject_before(scene: Scene, verb: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the verb at token `verb`, looking to its left over adverbs, appositions and relative clauses."""
    tokens = scene.paragraph.tokens
    participle = tokens[verb].lower.endswith("ing")
    plain = plain_subject(scene, verb, lexicon)
    at = verb - 1
    while at >= 0 and verb - at < 8 and tokens[at].run < 0 and skips(tokens[at], lexicon):
        if tokens[at].lower == "to" and at and (not skips(tokens[at - 1], lexicon) or tokens[at - 1].lower in _BEING):
            return None  # declined to say, rose to answer, is to say: not said yet
        at -= 1
    if participle and verb > 1 and tokens[verb - 1].lower == "as":
        cited = _cited_before(scene, verb - 1)
        if cited is not None:
            return cited
    if plain is not None:
        return plain
    if at > 0 and tokens[at].text == "," and not participle and any(t.lower == "then" for t in tokens[at + 1 : verb]):
        return main_subject(scene, at, lexicon)  # Ruiz tears up his letter and his map, then says
    if participle and at > 0 and tokens[at].lower in PERCEIVING and tokens[at - 1].lower in _BEING:
        return subject_before(scene, at, lexicon)  # Ruiz can be heard saying
    if at >= 0 and not participle and is_named_in_marks(tokens, at, lexicon):
        return before_marks(scene, at, lexicon)
    if at < 0 or tokens[at].run >= 0:
        return main_subject(scene, verb, lexicon) if participle and at >= 0 else None
    if tokens[at].lower in ("and", "und", "but", "by", "before", "then", "while", "when"):
        if not participle:
            return _joined_subject(scene, at, verb, lexicon)
        return _accompanying(scene, at, lexicon) or main_subject(scene, at, lexicon)
    if participle:
        at = _before_time(tokens, at, lexicon)
        if _is_loose(tokens, at, lexicon):
            if tokens[at].text == ",":
                return main_subject(scene, at, lexicon)
            return told_of(scene, at, clause_subject(scene, at, lexicon), lexicon)
        named = scene.ending.get(at)
        if named is not None and named.kind == "name" and named.first:
            first = phrase_first(tokens, named, lexicon)
            accompanies = first > 0 and (_brings(tokens[first - 1], named))
            return named if accompanies else told_of(scene, at + 1, clause_subject(scene, at + 1, lexicon), lexicon)
        if tokens[at].lower in lexicon.prepositions and lexicon.language == "en":
            accused = scene.ending.get(at - 1) if tokens[at].lower == "of" else None
            return accused or clause_subject(scene, at, lexicon)  # Lind tells why they shy away from calling it so:
    if tokens[at].lower in ("who", "which", "that") and at > 0:
        return _antecedent(scene, at, lexicon)
    if tokens[at].text == ")":
        at = before_bracket(tokens, at)
        return phrase_ending(scene, at, lexicon)
    if tokens[at].text == ",":
        return over_apposition(scene, at, lexicon, {","})
    if tokens[at].text in ("—", "–", "--", "-"):
        return over_apposition(scene, at, lexicon, {tokens[at].text})
    described = _over_relative(scene, at, lexicon)
    if described is not None:
        return described
    name = scene.ending.get(at)
    if name is not None and name.kind == "name" and name.first and tokens[name.first - 1].lower in ("after", "before"):
        return name  # came shortly after Holt warned
    found = phrase_ending(scene, at, lexicon)
    if found is not None and found.first and (found.kind == "name" or lexicon.language != "en"):
        before = tokens[found.first - 1].lower
        found = None if before in lexicon.prepositions else found
    if found is not None and lexicon.capital_nouns and _is_object(tokens, found, lexicon):
        return None
    if found is not None and participle and lexicon.language == "en":
        found = without_participle(scene, found, lexicon)
    return _before_open_apposition(scene, found, verb, lexicon) or found


def _cited_before(scene: Scene, at: int) -> Mention | None:
    """Ruiz in "the Gazette quotes Ruiz, or her lawyer, Ruiz, as saying"; not the Gazette in "quoted by the Gazette"."""
    tokens = scene.paragraph.tokens
    named = scene.ending.get(at - 1) or (scene.ending.get(at - 2) if tokens[at - 1].text == "," else None)
    if named is None or named.kind != "name" or named.first == 0 or tokens[named.first - 1].lower == "by":
        return None
    return named


def _brings(token: Token, named: Mention) -> bool:
    """The film shows Ruiz asking, a letter from Lind saying: who is seen, heard and read speaks."""
    return token.lower in ("with", "of") or token.lower in PERCEIVING or (token.lower == "from" and not named.group)


def _accompanying(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """Lind in "with Lind calling it a mess and asking": whose second participle follows the "and" at token `at`."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    for back in range(at - 1, max(0, at - _MAX_APPOSITION), -1):
        if sentences[back] != sentences[at]:
            return None
        named = scene.ending.get(back - 1) if tokens[back].lower.endswith("ing") else None
        if named is not None and named.kind == "name":
            first = phrase_first(tokens, named, lexicon)
            return named if first and tokens[first - 1].lower == "with" else None
    return None


def _joined_subject(scene: Scene, at: int, verb: int, lexicon: Lexicon) -> Mention | None:
    """Whose second verb follows "and": Der Betreiber räumte Fehler ein und sagte."""
    found = clause_subject(scene, at, lexicon)
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    described = described_subject(scene, found, at, lexicon)
    if described is not None:
        return described
    if found is not None and lexicon.language == "en":
        return _of_two_clauses(scene, found, at, verb, lexicon)
    if found is not None or not lexicon.capital_nouns:
        return found
    first = at
    while first > max(0, at - _MAX_APPOSITION) and sentences[first - 1] == sentences[at] and tokens[first - 1].run < 0:
        first -= 1
    if tokens[first].lower not in lexicon.determiners or is_oblique(tokens[first], lexicon):
        return None
    noun = next((here for here in range(first + 1, at) if tokens[here].text[0].isupper()), None)
    while noun is not None and noun + 1 < at and tokens[noun + 1].is_word and tokens[noun + 1].text[0].isupper():
        noun += 1  # Der Reeder Arne Voss
    return None if noun is None else phrase_ending(scene, noun, lexicon)


def _of_two_clauses(scene: Scene, found: Mention, at: int, verb: int, lexicon: Lexicon) -> Mention:
    """Which of two subjects has the verb after the "and" at token `at`; `found` is the nearer one.

    Holm said that Lind was late and said, "Q", or added, "Q": Holm. Holm said that Lind came in and said, "Q": Lind. So
    does the tense tell: Holm claims Lind came in and said, "Q".
    """
    tokens = scene.paragraph.tokens
    doing = _doing_to(scene, found, at, lexicon) if tokens[verb].lower not in _GOING_ON else None
    if doing is not None:
        return doing
    told = tokens[min(found.last + 1, len(tokens) - 1)].lower
    inner = scene.beginning.get(found.last + 2)
    if told in _CLAIMING and inner is not None and inner.last + 1 < at and tokens[verb].lower.endswith(("d", "told")):
        tells = inner.kind == "name" and is_verb(tokens[inner.last + 1], lexicon)
        return inner if tells else found
    main = main_subject(scene, at, lexicon)
    if main is None or tokens[min(main.last + 1, at)].lower in PERCEIVING:
        return found  # Holm remembers that Lind was late and said
    goes_on = tokens[verb].lower in _GOING_ON or _is_state(tokens, found.last + 1, verb, lexicon)
    return main if goes_on else found


def _is_state(tokens: list[Token], at: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether the clause at `at` tells no act: was a liar, would run, had no plan; not had come up to her."""
    if at + 1 >= len(tokens) or tokens[at].lower not in (*lexicon.finite, "have", "be"):
        return False
    if tokens[at].lower == "had":
        return tokens[at + 1].lower in lexicon.determiners
    acts = tokens[at].lower in _BEING and tokens[at + 1].lower.endswith(("ed", "ing"))
    return not acts and tokens[verb].lower not in ("told", "tells")


def _doing_to(scene: Scene, found: Mention, at: int, lexicon: Lexicon) -> Mention | None:
    """The guards in "Ruiz said that two guards stopped her at the gate and told": who does something to her."""
    tokens = scene.paragraph.tokens
    claim = next((here for here in range(found.last + 1, at) if tokens[here].lower in lexicon.strong_verbs), at)
    for here in range(claim + 3, at):
        if tokens[here].lower not in _OBJECTS or tokens[here + 1].text[0].isupper():
            continue
        verb = here - 1
        if not is_verb(tokens[verb], lexicon) or not tokens[verb].lower.endswith("ed"):
            return None
        while verb > claim + 1 and skips(tokens[verb - 1], lexicon):
            verb -= 1
        doing = phrase_ending(scene, verb - 1, lexicon, near=True)
        human = doing is not None and (doing.kind == "name" or tokens[doing.last].lower in lexicon.people)
        return doing if doing is not None and human and doing.first > claim else None
    return None


def _is_object(tokens: list[Token], found: Mention, lexicon: Lexicon) -> bool:
    """Gegenüber den Medien erklärte, den Plan nannte: the subject follows the verb."""
    near = tokens[max(0, found.first - 1) : found.first + 1]
    return (
        near[0].lower == "als"
        or any(is_oblique(token, lexicon) for token in near)
        or is_adjunct(tokens, found, lexicon)
    )


def _before_open_apposition(scene: Scene, found: Mention | None, verb: int, lexicon: Lexicon) -> Mention | None:
    """Lind, president of the league said: the name, although no comma closes its description."""
    tokens = scene.paragraph.tokens
    if found is None or (found.kind == "name" and tokens[verb - 1].lower not in lexicon.people):
        return None
    comma = next((at for at in range(found.first - 1, max(0, found.first - 6), -1) if tokens[at].text == ","), None)
    name = scene.ending.get(comma - 1) if comma is not None else None
    if name is None or name.kind != "name":
        return None
    if found.kind == "nominal" and tokens[name.last + 2].lower not in lexicon.people:
        return None
    sentences = scene.paragraph.sentences
    before = tokens[name.first - 1] if name.first else None
    opens = before is None or before.run >= 0 or sentences[name.first - 1] != sentences[name.first]
    return name if opens else None


def _is_loose(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a participle belongs to the subject of the clause: ", saying" or "sent out a statement saying"."""
    if tokens[at].lower in lexicon.documents:
        return not speaks_for_itself(tokens, at, lexicon)
    return tokens[at].text == "," or tokens[at].lower in ("reporters", "supporters")


def _before_time(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    """A statement Thursday night condemning: the token before words that tell when."""
    back = at
    while back > 0 and (tokens[back].lower in lexicon.calendar or tokens[back].lower in _DAYTIMES):
        back -= 1
    return back


def _antecedent(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """Whom a relative pronoun at token `at` stands for: "a man who knew him who described" is the man."""
    tokens = scene.paragraph.tokens
    back = at - 2 if tokens[at - 1].text == "," else at - 1
    if back >= 0 and tokens[back].lower in lexicon.subject_pronouns:
        stop = max(0, back - _MAX_PHRASE)
        relative = next((here for here in range(back, stop, -1) if tokens[here].lower == "who"), None)
        return None if relative is None else phrase_ending(scene, relative - 1, lexicon, near=True)
    found = phrase_ending(scene, back, lexicon, near=True)
    return (_somebody_before(scene, found, back, lexicon) if tokens[at].lower == "who" else None) or found


def _somebody_before(scene: Scene, found: Mention | None, back: int, lexicon: Lexicon) -> Mention | None:
    """The guests in "the guests in the hall who sang", Lind in "a note from Lind, who": no thing is meant by "who"."""
    tokens = scene.paragraph.tokens
    if found is None or found.kind != "nominal":
        return None
    head = tokens[found.last].lower
    if head in lexicon.people and head not in lexicon.documents:
        return None
    named = scene.ending.get(back)
    if named is not None and named.kind == "name" and not named.group and named.first > found.last:
        return named
    if found.first < 2:
        return None
    noun = tokens[found.first - 2].lower
    if tokens[found.first - 1].lower not in lexicon.prepositions or not (noun in lexicon.people or noun.endswith("s")):
        return None
    return phrase_ending(scene, found.first - 2, lexicon, near=True)


def _over_relative(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """A pilot who has read both logs described: the phrase before a relative clause that no comma closes at `at`."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    if tokens[at].lower in lexicon.nominative and tokens[at].lower != "it":
        return None
    back = at
    while back > max(0, at - _MAX_PHRASE) and tokens[back].lower not in _RELATIVES:
        if not tokens[back].is_word or sentences[back] != sentences[at] or _opens_clause(tokens[back], lexicon):
            return None
        back -= 1
    apposed = back > 0 and tokens[back - 1].text == "," and tokens[back].lower == "who"
    if back == 0 or tokens[back].lower not in _RELATIVES or not (tokens[back - 1].is_word or apposed):
        return None
    verb = next((here for here in range(back + 1, at) if not skips(tokens[here], lexicon)), at)
    if tokens[back].lower == "whose":
        acts = any(is_verb(token, lexicon) for token in tokens[back + 2 : at + 1])  # a man whose hives were stolen told
    else:
        acts = verb != at and (is_verb(tokens[verb], lexicon) or verb > back + 1)
    if not acts:
        return None
    whole = over_apposition(scene, back - 1, lexicon, {","}) if apposed else None  # Ruiz, 31, who was here said
    return whole or _antecedent(scene, back, lexicon)


def _opens_clause(token: Token, lexicon: Lexicon) -> bool:
    """Who says the mayor lied: the words after a reporting verb or a conjunction may have a subject of their own."""
    return token.lower in lexicon.strong_verbs or (
        token.lower in lexicon.conjunctions and token.lower not in ("and", "or")
    )
