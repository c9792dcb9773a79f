"""Nouns that say: whose answer was “Q”, whose famous line leads up to it, what the first thing was that one said."""

from __future__ import annotations

from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.nameparts import bare
from narrate.dialogue.tokens import Paragraph, Token

COPULAS = ("is", "was", "are", "were", "be", "been")
_OWNERS = ("his", "her", "their", "my", "our")
_LIPS = ("mouth", "lips")
_CLEFT = frozenset(["thing", "things", "what", "all", "words", "sentence", "question"])  # the first thing she said
_CLAIMS = listed("en", "claims")
_MAX_SAYING = 5  # tokens of a saying with its owner: Ruiz's once much quoted line
_MAX_PREDICATE = 3  # tokens between the copula and the colon: was short and clear:
_MAX_SUBJECT = 24  # tokens
_WORKS = listed("en", "works")  # a motto is nobody's utterance


def saying_before(paragraph: Paragraph, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Whose saying leads up to the run at token `at`: the last token of the owner, and that of the noun or copula.

    Quoting Ruiz's famous line, "Q"; Ruiz's answer was: "Q"; the first thing out of her mouth was "Q".
    """
    tokens = paragraph.tokens
    lead = at - 1
    while lead > 0 and (tokens[lead].text in (",", ":") or tokens[lead].lower == "that"):
        lead -= 1
    if lead < 1 or tokens[lead].run >= 0 or paragraph.sentences[lead] != paragraph.sentences[at - 1]:
        return None
    if lead < at - 1 and tokens[lead].lower in lexicon.sayings:
        if tokens[lead].lower in _CLAIMS and tokens[at - 1].lower != "that":
            return None  # Lind hit back at Ruiz's claim: what Lind hit back with
        owner = _owner(tokens, lead, 0, lexicon)
        return None if owner is None else (owner, lead)
    if tokens[at - 1].lower == "that" or lexicon.language != "en":
        return None
    return _of_copula(paragraph, lead, at, lexicon)


def is_said_to_be(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the run is what somebody's answer or the first thing somebody said is said to be."""
    found = saying_before(paragraph, at, lexicon)
    return found is not None and paragraph.tokens[found[1]].lower in COPULAS


def _of_copula(paragraph: Paragraph, lead: int, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The owner of the subject of a copula: Her message to voters was clear: "Q"."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    copula = lead
    while copula > 1 and tokens[copula].lower not in COPULAS:
        apart = lead - copula < _MAX_PREDICATE and tokens[copula].text.islower()
        if not apart or (tokens[copula].lower not in lexicon.adverbs and lead == at - 1):
            return None
        copula -= 1
    start = copula
    while start > max(0, copula - _MAX_SUBJECT) and sentences[start - 1] == sentences[copula]:
        if tokens[start - 1].run >= 0:
            break
        start -= 1
    owners = (
        _of_lips(tokens, copula),
        _of_noun(tokens, start, copula, lexicon),
        _of_cleft(tokens, start, copula, lexicon),
    )
    return next(((owner, copula) for owner in owners if owner is not None), None)


def _of_lips(tokens: list[Token], copula: int) -> int | None:
    """The first words out of her mouth were."""
    owned = copula > 3 and tokens[copula - 1].lower in _LIPS and tokens[copula - 3].lower in ("of", "from")
    return copula - 2 if owned and _owns(tokens[copula - 2]) else None


def _of_noun(tokens: list[Token], start: int, copula: int, lexicon: Lexicon) -> int | None:
    """Ruiz's in "one of Ruiz's favorite answers to all who ask is": the owner of the head of the subject."""
    for at in range(start, copula):
        word = tokens[at].lower
        singular = word in lexicon.sayings or (word[-1] == "s" and word[:-1] in lexicon.sayings)
        if singular and word not in _WORKS:
            follows = tokens[at + 1]
            small = (lexicon.prepositions, lexicon.adverbs, lexicon.conjunctions)
            ends = at + 1 == copula or not follows.is_word or any(follows.lower in words for words in small)
            return _owner(tokens, at, start, lexicon) if ends else None
        if word in lexicon.finite or word in lexicon.strong_verbs:
            return None
    return None


def _of_cleft(tokens: list[Token], start: int, copula: int, lexicon: Lexicon) -> int | None:
    """She in "what she told them was", "all she would say was"."""
    for verb in range(start + 2, copula):
        if tokens[verb].lower not in lexicon.strong_verbs:
            continue
        subject = verb - 1
        while subject > start and tokens[subject].lower in (*lexicon.auxiliaries, *lexicon.adverbs):
            subject -= 1
        first = subject
        if tokens[subject].lower not in lexicon.nominative:
            while first > start and tokens[first - 1].text[0].isupper() and tokens[first - 1].lower not in _CLEFT:
                first -= 1
            if not tokens[first].text[0].isupper():
                return None
        first -= tokens[first - 1].lower == "that"
        cleft = first > start and tokens[first - 1].lower in _CLEFT
        return subject if cleft else None
    return None


def _owner(tokens: list[Token], noun: int, start: int, lexicon: Lexicon) -> int | None:
    for back in range(noun - 1, max(start - 1, noun - _MAX_SAYING - 1), -1):
        if _owns(tokens[back]):
            return back
        if not tokens[back].text.islower() or tokens[back].lower in lexicon.prepositions:
            return None
    return None


def _owns(token: Token) -> bool:
    return token.run < 0 and (token.lower in _OWNERS or (token.is_word and bare(token.text) != token.text))
