"""Everyone whom the narrator mentions: names, pronouns, and the noun phrases that are the subject of a reporting verb."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.names import Name, bare
from narrate.dialogue.tokens import Paragraph, Token
from narrate.model import Gender

MentionKind = Literal["name", "pronoun", "nominal"]
_MAX_APPOSITION = 45
_MAX_PHRASE = 14


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
    tags: list[Tag] = field(default_factory=list)
    beginning: dict[int, Mention] = field(default_factory=dict)  # names and pronouns by their first token
    ending: dict[int, Mention] = field(default_factory=dict)  # and by their last

    def add(self, mention: Mention) -> Mention:
        self.mentions.append(mention)
        if mention.kind != "nominal":
            self.beginning[mention.first] = mention
            self.ending[mention.last] = mention
        return mention


def scene_of(paragraph: Paragraph, names: list[tuple[Name, int]], lexicon: Lexicon) -> Scene:
    """Mentions and tags of one paragraph; `names` come with the number of their person."""
    scene = Scene(paragraph)
    inside: set[int] = set()
    for name, person in names:
        scene.add(_name_mention(paragraph, name, person))
        inside.update(range(name.first, name.last + 1))
    for at, token in enumerate(paragraph.tokens):
        if token.run < 0 and at not in inside and uncontracted(token.lower) in lexicon.pronouns:
            scene.add(_pronoun(paragraph, at, lexicon))
    _find_tags(scene, lexicon)
    _find_lead_ins(scene, lexicon)
    drop_nested(scene)
    scene.mentions.sort(key=lambda mention: (mention.first, mention.last))
    return scene


def _name_mention(paragraph: Paragraph, name: Name, person: int) -> Mention:
    tokens = paragraph.tokens
    end = tokens[name.last].start + len(bare(tokens[name.last].text))
    start = tokens[name.first].start
    return Mention(
        paragraph.index, name.first, name.last, "name", start, end, person, name.gender, False, name.possessive, name.group
    )


def _pronoun(paragraph: Paragraph, at: int, lexicon: Lexicon) -> Mention:
    token = paragraph.tokens[at]
    word = uncontracted(token.lower)
    return Mention(
        paragraph.index,
        at,
        at,
        "pronoun",
        token.start,
        token.start + len(word),
        gender=lexicon.pronouns[word],
        plural=word in ("they", "we", "them"),
        possessive=word in ("his", "hers", "their", "our", "my"),
    )


def uncontracted(word: str) -> str:
    """He's, they've, I'm: the pronoun alone."""
    return word.replace("’", "'").split("'")[0] if "'" in word or "’" in word else word


def _find_tags(scene: Scene, lexicon: Lexicon) -> None:
    tokens = scene.paragraph.tokens
    for at, token in enumerate(tokens):
        if token.run >= 0:
            continue
        if token.lower in lexicon.verbs and not _is_noun(tokens, at, lexicon):
            strength = 2 if token.lower in lexicon.strong_verbs else 1
            before = None if _is_passive(tokens, at) else subject_before(scene, at, lexicon)
            if before is not None:
                scene.tags.append(Tag(at, before, "sv", strength))
            after = None
            if at + 1 < len(tokens) and tokens[at + 1].lower == "by":
                after = subject_after(scene, at + 2, lexicon)
            elif _may_invert(tokens, at, before):
                after = subject_after(scene, at + 1, lexicon)
            if after is not None:
                scene.tags.append(Tag(at, after, "vs", strength))
        else:
            _find_according(scene, at, lexicon)


def _find_according(scene: Scene, at: int, lexicon: Lexicon) -> None:
    tokens = scene.paragraph.tokens
    for phrase in lexicon.according:
        if tokens[at].lower == phrase[0] and tuple(t.lower for t in tokens[at : at + len(phrase)]) == phrase:
            after = subject_after(scene, at + len(phrase), lexicon)
            if after is not None:
                scene.tags.append(Tag(at, after, "acc", 2))


def _find_lead_ins(scene: Scene, lexicon: Lexicon) -> None:
    """Who leads up to a colon without a reporting verb: "Hoff's letter makes a case:", "Jeremy Lott, author:"."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    tagged = {sentences[tag.verb] for tag in scene.tags}
    for at, token in enumerate(tokens):
        if token.text != ":" or sentences[at] in tagged or (at + 1 < len(tokens) and tokens[at + 1].run < 0):
            continue
        start = at
        while start > 0 and at - start < _MAX_APPOSITION and sentences[start - 1] == sentences[at] and tokens[start - 1].run < 0:
            start -= 1
        verb = next((here for here in range(start, at) if is_verb(tokens[here], lexicon)), None)
        if verb is not None:
            subject = subject_before(scene, verb, lexicon)
        else:
            subject = next((scene.beginning[h] for h in range(start, min(start + 4, at)) if h in scene.beginning), None)
        if subject is not None:
            scene.tags.append(Tag(verb if verb is not None else subject.last, subject, "sv", 1))


def is_verb(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word is plainly a verb, of speech or not."""
    word = token.lower
    if token.run >= 0 or token.text[0].isupper():
        return False
    return word in lexicon.finite or word in lexicon.other_verbs or word in lexicon.verbs or (len(word) > 4 and word.endswith("ed"))


def _is_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """The claim, a report, his answer: the same letters, no verb."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.lower in lexicon.determiners and before.lower not in ("that", "one", "both", "some", "many", "most", "others"):
        return before.lower != "her" or tokens[at].lower[-1] != "d"
    return bare(before.text) != before.text and before.text[-1] in "sS'’" and not tokens[at].lower.endswith("ed")


def _is_passive(tokens: list[Token], at: int) -> bool:
    """Sanders was asked: the subject is spoken to."""
    if not tokens[at].lower.endswith(("ed", "told")) or tokens[at].lower == "quoted":
        return False
    back = at - 1
    while back > 0 and (tokens[back].lower.endswith("ly") or tokens[back].lower in ("also", "then", "not", "once")):
        back -= 1
    return back >= 0 and tokens[back].lower in ("was", "were", "been", "being", "be", "is", "are")


def _may_invert(tokens: list[Token], at: int, before: Mention | None) -> bool:
    """Whether the subject may follow the verb: after a quotation, or at the start of a clause without a subject."""
    if tokens[at].lower in ("told", "tells", "tell", "telling", "saying", "adding", "to"):
        return False
    back = at - 1
    while back >= 0 and tokens[back].lower.endswith("ly"):
        back -= 1
    if back < 0:
        return True
    previous = tokens[back]
    return previous.run >= 0 or (previous.text in ",—–--" and before is None) or previous.lower in ("so", "thus", "and")


def subject_before(scene: Scene, verb: int, lexicon: Lexicon) -> Mention | None:
    """The subject of the verb at token `verb`, looking to its left over adverbs, appositions and relative clauses."""
    tokens = scene.paragraph.tokens
    at = verb - 1
    while at >= 0 and verb - at < 8 and tokens[at].run < 0 and _skips(tokens[at], lexicon):
        at -= 1
    if at < 0 or tokens[at].run >= 0:
        return clause_subject(scene, verb, lexicon) if tokens[verb].lower.endswith("ing") and at >= 0 else None
    if tokens[at].lower in ("and", "but", "by", "before", "then", "while", "when"):
        return clause_subject(scene, at, lexicon)
    if tokens[verb].lower.endswith("ing") and _is_loose(tokens, at, lexicon):
        return clause_subject(scene, at, lexicon)
    if tokens[at].lower in ("who", "which", "that") and at > 0:
        return _antecedent(scene, at, lexicon)
    if tokens[at].text == ")":
        at = _before_bracket(tokens, at)
        return _phrase_ending(scene, at, lexicon)
    if tokens[at].text == ",":
        return _over_apposition(scene, at, lexicon, {","})
    if tokens[at].text in ("—", "–", "--", "-"):
        return _over_apposition(scene, at, lexicon, {tokens[at].text})
    found = _phrase_ending(scene, at, lexicon)
    return _before_open_apposition(scene, found, lexicon) or found


def _before_open_apposition(scene: Scene, found: Mention | None, lexicon: Lexicon) -> Mention | None:
    """Anton, president of the association said: the name, although no comma closes its description."""
    tokens = scene.paragraph.tokens
    if found is None or found.kind != "nominal" or found.first < 2 or tokens[found.first - 1].text != ",":
        return None
    name = scene.ending.get(found.first - 2)
    starts = name is not None and (name.first == 0 or scene.paragraph.sentences[name.first - 1] != scene.paragraph.sentences[name.first])
    lower = tokens[found.first].text[0].islower() and tokens[found.first].lower in lexicon.people
    return name if name is not None and name.kind == "name" and starts and lower else None


def _is_loose(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a participle belongs to the subject of the clause: ", saying" or "sent out a statement saying"."""
    return tokens[at].text == "," or tokens[at].lower in lexicon.documents or tokens[at].lower in ("reporters", "supporters")


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
    while first > 0 and _precedes_name(tokens[first - 1], lexicon):
        first -= 1
    if first == 0 or tokens[first - 1].run >= 0:
        return True
    before = tokens[first - 1]
    return not before.is_word or before.lower in lexicon.conjunctions


def _precedes_name(token: Token, lexicon: Lexicon) -> bool:
    """Titles, roles and descriptions that stand before a name: "former Vermont governor"."""
    if not token.is_word or token.lower in lexicon.prepositions or token.lower in lexicon.conjunctions:
        return False
    return token.text[0].isupper() or token.lower in lexicon.people or token.lower in (*lexicon.determiners, "former", "then")


def _antecedent(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """Whom a relative pronoun at token `at` stands for: "a man who knew him who described" is the man."""
    tokens = scene.paragraph.tokens
    back = at - 2 if tokens[at - 1].text == "," else at - 1
    if back >= 0 and tokens[back].lower in lexicon.subject_pronouns:
        stop = max(0, back - _MAX_PHRASE)
        relative = next((here for here in range(back, stop, -1) if tokens[here].lower == "who"), None)
        return None if relative is None else _phrase_ending(scene, relative - 1, lexicon, near=True)
    return _phrase_ending(scene, back, lexicon, near=True)


def _skips(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.adverbs or token.lower in lexicon.auxiliaries or (
        token.lower.endswith("ly") and token.text[0].islower()
    )


def _before_bracket(tokens: list[Token], at: int) -> int:
    back = at - 1
    while back >= 0 and tokens[back].text != "(" and at - back < 15:
        back -= 1
    return back - 1


def _over_apposition(scene: Scene, comma: int, lexicon: Lexicon, signs: set[str]) -> Mention | None:
    """NAME, [anything], VERB: the phrase before the comma that opens the apposition."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    best: Mention | None = None
    inner = _phrase_ending(scene, comma - 1, lexicon)
    back = comma - 1
    while back > 0 and comma - back < _MAX_APPOSITION and sentences[back] == sentences[comma] and tokens[back].run < 0:
        if tokens[back].text in signs:
            end = _before_bracket(tokens, back - 1) if tokens[back - 1].text == ")" else back - 1
            outer = _phrase_ending(scene, end, lexicon)
            if outer is not None and not outer.possessive and not _is_adjunct(tokens, outer, lexicon) and _opens_apposition(tokens, back + 1, outer, lexicon):
                best = outer
                if outer.kind == "name" and not outer.group:
                    break
        back -= 1
    if inner is not None and inner.kind == "name" and not inner.group and inner.first >= back + 1:
        whole = inner.first - 1
        if whole >= 0 and tokens[whole].text in signs and (best is None or best.kind == "nominal"):
            return inner
    return best


def _is_adjunct(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """In a statement, after the vote: a phrase that begins with a preposition is no subject."""
    at = mention.first - 1
    while at >= 0 and (tokens[at].lower in lexicon.determiners or (tokens[at].is_word and tokens[at].text[0].isupper())):
        if tokens[at].lower in lexicon.prepositions:
            return True
        at -= 1
    return at >= 0 and tokens[at].lower in lexicon.prepositions


def _opens_apposition(tokens: list[Token], at: int, outer: Mention, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if token.lower in lexicon.relatives or token.text[0].isdigit() or token.text[0].islower() or token.text[0] in "@#":
        return True
    return outer.kind == "name" and not outer.group


def _phrase_ending(scene: Scene, at: int, lexicon: Lexicon, near: bool = False) -> Mention | None:
    """The noun phrase that ends at token `at`: a pronoun, a name, or the head of what stands there.

    With `near` the phrase begins at its last determiner: "spoke to a man who" is a man.
    """
    tokens = scene.paragraph.tokens
    if at < 0 or tokens[at].run >= 0 or not tokens[at].is_word:
        return None
    known = scene.ending.get(at)
    if known is not None and known.kind == "pronoun":
        return known if tokens[at].lower in ("he", "she", "they", "it", "i", "we", "who", *lexicon.pronouns) else None
    start = _phrase_start(tokens, at, scene.paragraph.sentences, near, lexicon)
    head = _head(tokens, start, at, lexicon)
    if known is not None and (head >= known.first or known.first == start):
        return known
    inside = scene.ending.get(head)
    if inside is not None and inside.kind == "name" and not inside.possessive:
        return inside
    return _nominal(scene, start, head, lexicon)


def _phrase_start(tokens: list[Token], at: int, sentences: list[int], near: bool, lexicon: Lexicon) -> int:
    start = at
    while start > 0 and at - start < _MAX_PHRASE:
        before = tokens[start - 1]
        if before.run >= 0 or not before.is_word or sentences[start - 1] != sentences[at]:
            break
        if _breaks(before, lexicon) and not (before.lower == "and" and _joins_capitals(tokens, start - 1)):
            break
        joined = before.lower in lexicon.determiners or (before.lower in lexicon.prepositions and not near)
        if tokens[start].lower in lexicon.determiners and not joined:
            break
        start -= 1
    while start < at and tokens[start].lower in lexicon.prepositions:
        start += 1
    return start


def _joins_capitals(tokens: list[Token], at: int) -> bool:
    """Science and International Security; David Albright and Serena Keller."""
    return at > 0 and at + 1 < len(tokens) and tokens[at - 1].text[0].isupper() and tokens[at + 1].text[0].isupper()


def _breaks(token: Token, lexicon: Lexicon) -> bool:
    if token.lower in lexicon.other_verbs:
        return True
    return token.lower in lexicon.conjunctions or token.lower in lexicon.subject_pronouns or token.lower in lexicon.finite


def _head(tokens: list[Token], start: int, at: int, lexicon: Lexicon) -> int:
    begin = start
    if at - start > 2 and tokens[start + 1].lower == "of" and tokens[start].lower in lexicon.determiners:
        begin = start + 2
    for here in range(begin + 1, at + 1):
        if tokens[here].lower in lexicon.prepositions:
            return here - 1
    return at


def _nominal(scene: Scene, start: int, head: int, lexicon: Lexicon) -> Mention | None:
    tokens = scene.paragraph.tokens
    word = tokens[head].lower
    if word in lexicon.function_words and word not in ("others", "many", "some", "one", "both", "another"):
        return None
    if word in lexicon.calendar or (word in lexicon.verbs and word not in lexicon.people) or not word[0].isalpha():
        return None
    mention = Mention(
        scene.paragraph.index,
        start,
        head,
        "nominal",
        tokens[start].start,
        tokens[head].start + len(bare(tokens[head].text)),
        gender=lexicon.people.get(word, ""),
        plural=word.endswith("s") and not word.endswith("ss"),
    )
    return scene.add(mention)


def subject_after(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The noun phrase that begins at token `at`, as after "said" or "according to"."""
    tokens = scene.paragraph.tokens
    while at < len(tokens) and tokens[at].lower in ("also", "then", "again"):
        at += 1
    if at >= len(tokens) or tokens[at].run >= 0 or not tokens[at].is_word:
        return None
    stop = _phrase_stop(scene, at, lexicon)
    ending = scene.ending.get(stop - 1)
    if ending is not None and ending.kind == "name" and ending.first >= at:
        return ending
    pronoun = scene.beginning.get(at)
    if pronoun is not None and pronoun.kind == "pronoun" and (stop == at + 1 or not pronoun.possessive):
        return pronoun if tokens[at].lower not in ("him", "them", "who", "himself", "herself") else None
    if stop == at or tokens[at].lower in lexicon.prepositions:
        return None
    names = [here for here in range(at, stop) if here in scene.beginning]
    if tokens[at].lower in lexicon.determiners or tokens[stop - 1].lower in lexicon.people or names:
        return _nominal(scene, at, stop - 1, lexicon)
    return None


def _phrase_stop(scene: Scene, at: int, lexicon: Lexicon) -> int:
    """End of the noun phrase that begins at `at`: punctuation, a preposition, a verb, an adverb or a time ends it."""
    tokens = scene.paragraph.tokens
    stop = at
    if at + 1 < len(tokens) and tokens[at + 1].lower == "of" and tokens[at].lower in lexicon.determiners:
        stop = at + 2
    while stop < len(tokens) and stop - at < _MAX_PHRASE and not _ends_phrase(tokens, stop, at, lexicon):
        stop += 1
    return stop


def _ends_phrase(tokens: list[Token], here: int, at: int, lexicon: Lexicon) -> bool:
    token = tokens[here]
    if token.run >= 0 or not token.is_word or token.lower in lexicon.prepositions:
        return True
    if token.lower in lexicon.conjunctions:
        return not (token.lower == "and" and here + 1 < len(tokens) and _joins_capitals(tokens, here))
    if here == at:
        return False
    if token.lower in lexicon.calendar or token.lower in lexicon.time_words:
        return tokens[here - 1].lower not in lexicon.determiners
    if token.lower.endswith("ly") or token.lower in lexicon.auxiliaries or token.lower in lexicon.subject_pronouns:
        return True
    if token.lower in lexicon.people:
        return False
    return token.lower in lexicon.verbs or token.lower in lexicon.other_verbs


def is_modifier(scene: Scene, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the name only describes what follows: White House spokesman, Powell's office, the Lincoln actor."""
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


def drop_nested(scene: Scene) -> None:
    """Take out the names inside of a longer phrase that stands for somebody: Obama in "Obama's aides"."""
    covered: set[int] = set()
    for mention in scene.mentions:
        if mention.kind == "nominal":
            covered.update(range(mention.first, mention.last))
    if covered:
        scene.mentions = [m for m in scene.mentions if m.kind == "nominal" or m.last not in covered]


def is_object(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the mention is spoken to: "told Jones"."""
    return mention.first > 0 and tokens[mention.first - 1].lower in lexicon.object_verbs
