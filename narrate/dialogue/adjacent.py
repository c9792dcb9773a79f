"""Mentions in the paragraph of a run: how their tags stand to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from narrate.dialogue.candidates import (
    REACH,
    Candidate,
    Situation,
    before_verb,
    first_of_sentence,
    own_features,
    relation,
)
from narrate.dialogue.mentions import VERB_SECOND, Mention, Tag, is_verb
from narrate.dialogue.tokens import Paragraph, Token

_WHEN = ("when", "as", "after", "before", "while", "once", "until")
_NEAR = 3  # tokens between a run and a tag that plainly belongs to it
_CLEAR = 25  # tokens that may stand between if none of them is a verb
_LONG_TAG = 12  # tokens of "the long-serving harbour press officer Ana Ruiz told visitors"
_ADDRESSED = 6  # tokens from a verb to the run it leads to: told the younger man, "Q"
_SHARED = 14  # tokens between a run and the tag of the run before: "Q," she said on Monday. "Q."


def near_candidate(situation: Situation, mention: Mention, tags: Mapping[int, Sequence[Tag]]) -> Candidate:
    at, paragraph = situation.at, situation.scene.paragraph
    best: Tag | None = None
    for tag in tags.get(id(mention), ()):
        if best is None or _gap(at, mention, tag) < _gap(at, mention, best):
            best = tag
    side = "A" if mention.first > at else "B"
    gap = _gap(at, mention, best)
    edge = _edge(at, mention, best)
    between = _quotes_between(paragraph, at, edge)
    breaks = abs(paragraph.sentences[at] - paragraph.sentences[edge])
    rel = relation(situation.scene, mention, best, situation.page.lexicon)
    where = f"{side}|{rel}"
    apart = f"s{min(breaks, 1)}q{min(between, 1)}"
    fit = f"{side}|{_fit(situation, side, gap, best, breaks, between, _is_clear(situation, mention, best))}"
    features = [
        f"!{fit}|{'tag' if best is not None else rel}",
        f"!{mention.kind}|{rel}",
        where,
        f"{where}|gap={_bucket(gap)}",
        f"{where}|s{min(breaks, 2)}|q{min(between, 2)}",
        f"{where}|end={situation.ending}|{apart}",
        f"{where}|pre={situation.lead_in}|{apart}",
        f"kind={mention.kind}|{rel}",
        f"{mention.kind}|{side}|{apart}",
    ]
    features.append(f"next={_class_after(situation, mention)}|{rel}")
    features.append(f"prev={_class_before(situation, mention)}|{rel}")
    if mention is situation.intro:
        features.append(f"intro|pre={situation.lead_in}|{rel}")
        features.append(f"intro|{mention.kind}")
    if best is not None:
        features.append(f"strength={best.strength}|{where}|gap={_bucket(gap)}")
    if rel == "none" and first_of_sentence(situation.scene, mention):
        features.append(f"lead|{side}|s{min(breaks, 2)}|q{min(between, 1)}")
    features.extend(own_features(situation, mention, rel))
    return Candidate("mention", mention, best, features, fit=fit, gap=gap)


def _fit(situation: Situation, side: str, gap: int, best: Tag | None, breaks: int, between: int, clear: bool) -> str:
    """How a tag stands to the run, in the few shapes that news prose has."""
    if between:
        return "shared" if between == 1 and breaks <= 1 and gap <= _SHARED else "distant"
    if breaks:
        if side == "A" and _is_credited(situation, best):
            return f"{situation.ending}|near"
        if side == "B" and situation.style == "report" and (_follows(situation, best) or _closes(situation, best)):
            return "follows"
        return "next" if breaks == 1 else "distant"
    mark = situation.ending if side == "A" else situation.lead_in
    if side == "A" and best is not None and best.order == "sv" and _is_said_within(situation):
        return f"{mark}|far"
    if side == "A" and best is not None and mark in ("ask", "stop") and _leads_on(situation, best):
        return f"{mark}|far"
    if side == "A" and best is not None and _is_clause_of_its_own(situation, best, mark):
        return f"{mark}|far"
    if side == "B" and best is not None and best.order == "acc" and situation.page.lexicon.language in VERB_SECOND:
        return ",|far"  # Nach den Worten Reuters handelt es sich um „Q“: no comma parts what reports from the verb
    if side == "B" and mark == ":" and gap > _NEAR and _is_behind(situation, best):
        return f"{mark}|behind"
    near = gap <= _NEAR or (clear and gap <= _CLEAR) or _is_lone(situation, side, mark, best)
    return f"{mark}|{'near' if near else 'far'}"


def _is_credited(situation: Situation, tag: Tag | None) -> bool:
    """Whether the sentence after the run tells whose it is: "Q." That quote from Ana Ruiz. "Q." — Ana Ruiz."""
    if tag is None or tag.order != "acc":
        return False
    sign = not situation.scene.paragraph.tokens[tag.verb].is_word
    return tag.verb == situation.at + (1 if sign else 2) and tag.verb < tag.mention.first


def _is_clause_of_its_own(situation: Situation, tag: Tag, mark: str) -> bool:
    """Whether a subject after the quotation begins a clause: outside English a tag there begins with its verb.

    „Q“, Reuter sagte etwas anderes. — Q ? Le gendarme fit le tour de la salle. — "Q!" Ruiz says that she saw it.
    """
    language = situation.page.lexicon.language
    if tag.order != "sv":
        return False
    if language == "en":
        return mark in ("ask", "stop") and _tells_that(situation, tag)
    if language in VERB_SECOND:
        return True
    return mark in ("ask", "stop") and tag.mention.kind != "pronoun"


def _leads_on(situation: Situation, tag: Tag) -> bool:
    """ "Is it late?" Shaking her head, Ruiz said, "No.": a sentence that begins after the run and leads to the next."""
    tokens, at = situation.scene.paragraph.tokens, situation.at
    first = tokens[at + 1]
    if tag.order != "sv" or tag.mention.first <= at + 1 or not first.is_word or not first.text[0].isupper():
        return False
    ahead = range(tag.verb + 2, min(tag.verb + _ADDRESSED, len(tokens)))
    return any(tokens[place].run >= 0 and tokens[place - 1].text in (",", ":") for place in ahead)


def _tells_that(situation: Situation, tag: Tag) -> bool:
    """Whether the verb has a clause of its own to tell: says that she saw it; not: said that night."""
    lexicon = situation.page.lexicon
    that, follows = [*situation.scene.paragraph.tokens[tag.verb + 1 : tag.verb + 3], None, None][:2]
    if that is None or follows is None or that.lower != "that" or follows.run >= 0:
        return False
    if follows.lower in lexicon.calendar:
        return False
    return follows.text[0].isupper() or follows.lower in lexicon.determiners or follows.lower in lexicon.nominative


def _is_said_within(situation: Situation) -> bool:
    """When somebody shouted, "Q," Ruiz laughed: the run belongs to the clause before it, and Ruiz to the main one."""
    tokens, sentences, at = situation.scene.paragraph.tokens, situation.scene.paragraph.sentences, situation.at
    if situation.page.lexicon.language != "en" or situation.lead_in not in (",", ":") or not before_verb(situation):
        return False
    first = at - 1
    while first > max(0, at - _CLEAR) and sentences[first - 1] == sentences[at] and tokens[first - 1].run < 0:
        first -= 1
    if tokens[first].lower not in _WHEN:
        return False
    return all(token.text != "," for token in tokens[first : at - 1])


def _is_behind(situation: Situation, tag: Tag | None) -> bool:
    """Lind said to Ruiz, who replied: the tag of somebody else stands nearer to the colon."""
    if tag is None:
        return False
    nearer = situation.scene.tags_between(tag.verb + 1, situation.at - 1)
    sentences = situation.scene.paragraph.sentences
    return any(o.mention is not tag.mention and sentences[o.verb] == sentences[tag.verb] for o in nearer)


def _is_lone(situation: Situation, side: str, mark: str, tag: Tag | None) -> bool:
    """Ruiz was asked by Bo Lind, who had come late, "Q?": the only tag of a sentence that leads up to the run."""
    reported = situation.page.lexicon.capital_nouns  # Ruiz nannte den Plan nach langem Zögern „Q“
    if tag is None or side != "B" or not (mark in (",", ":") or reported) or situation.style != "report":
        return False
    sentences = situation.scene.paragraph.sentences
    sentence = sentences[tag.verb]
    near = situation.scene.tags_between(tag.verb - REACH, situation.at if reported else tag.verb + REACH)
    return all(other.mention is tag.mention for other in near if sentences[other.verb] == sentence)


def _follows(situation: Situation, tag: Tag | None) -> bool:
    """Whether the run goes on right after the tag of the run before: "Q," said Ana Ruiz, a nurse. "Q."."""
    paragraph, at = situation.scene.paragraph, situation.at
    place = bisect_left(paragraph.quotes, at)
    if tag is None or not place:
        return False
    before = paragraph.quotes[place - 1]
    if tag.verb - before > _LONG_TAG or at - before < 2:
        return False
    if any(other.mention is not tag.mention for other in situation.scene.tags_between(before + 1, tag.verb - 1)):
        return False
    sentence = paragraph.sentences[at - 1]
    return all(number == sentence for number in paragraph.sentences[before + 1 : at])


def _closes(situation: Situation, tag: Tag | None) -> bool:
    """Whether the run goes on after words reported without marks: The wall leaks, the board writes. "Q."."""
    tokens, sentences, at = situation.scene.paragraph.tokens, situation.scene.paragraph.sentences, situation.at
    if tag is None or tag.verb != at - 2 or tokens[at - 1].text != "." or tag.order != "sv":
        return False
    verb = tokens[tag.verb].lower
    if not (tag.mention.plural or verb.endswith(("s", "d")) or verb in ("wrote", "thought")):
        return False  # in Toledo, his home state
    first = tag.mention.first
    return 0 < first <= tag.verb - 1 and tokens[first - 1].text == "," and sentences[first - 1] == sentences[tag.verb]


def _is_clear(situation: Situation, mention: Mention, tag: Tag | None) -> bool:
    """Whether no other verb stands between the run and the tag."""
    if tag is None:
        return False
    tokens, at = situation.scene.paragraph.tokens, situation.at
    nearest = tag.verb if tag.order != "sv" else mention.first  # the baker Bo Lind, who runs it, said
    low, high = (at + 1, min(nearest, at + _CLEAR)) if tag.verb > at else (max(tag.verb + 1, at - _CLEAR), at)
    lexicon = situation.page.lexicon
    return not any(is_verb(token, lexicon) or token.text == ";" or token.run >= 0 for token in tokens[low:high])


def _class_after(situation: Situation, mention: Mention) -> str:
    tokens = situation.scene.paragraph.tokens
    if mention.last + 1 >= len(tokens):
        return "edge"
    return _word_class(situation, tokens[mention.last + 1])


def _class_before(situation: Situation, mention: Mention) -> str:
    if mention.first == 0:
        return "edge"
    return _word_class(situation, situation.scene.paragraph.tokens[mention.first - 1])


def _word_class(situation: Situation, token: Token) -> str:
    lexicon = situation.page.lexicon
    if token.run >= 0:
        return "quote"
    if not token.is_word:
        return token.text if token.text in ",.:()" else "sign"
    word = token.lower
    if word in lexicon.prepositions:
        return "prep"
    if word in lexicon.verbs:
        return "verb"
    if word in lexicon.people or word in lexicon.documents:
        return "noun"
    if word in lexicon.determiners:
        return "det"
    if word in ("and", "or"):
        return "and"
    if word.endswith("ed"):
        return "ed"
    return "upper" if token.text[0].isupper() else "word"


def _gap(at: int, mention: Mention, tag: Tag | None) -> int:
    low, high = mention.first, mention.last
    if tag is not None:
        low, high = min(low, tag.verb), max(high, tag.verb)
    return max(low - at - 1, at - high - 1, 0)


def _edge(at: int, mention: Mention, tag: Tag | None) -> int:
    """The token of mention or tag that lies nearest to the run."""
    if mention.first > at:
        return mention.first if tag is None else max(at + 1, min(mention.first, tag.verb))
    return mention.last if tag is None else min(at - 1, max(mention.last, tag.verb))


def _quotes_between(paragraph: Paragraph, at: int, edge: int) -> int:
    quotes = paragraph.quotes
    return abs(bisect_left(quotes, edge) - bisect_left(quotes, at)) - (1 if edge > at else 0)


def _bucket(gap: int) -> str:
    for limit in (0, 1, 2, 4, 8, 15, 30):
        if gap <= limit:
            return str(limit)
    return "far"
