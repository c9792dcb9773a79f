"""Names of bodies: which words begin them, and which small words join them."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import is_verb
from narrate.dialogue.nameparts import bare, ends_name, is_name_word, is_title
from narrate.dialogue.tokens import Token

JOINING = ("of", "for", "without", "against", "on", "to")
_MAX_BODY = 6  # tokens
_NATIONAL = frozenset([
    "airlines", "airways", "cross", "crescent", "legion", "brotherhood", "embassy", "consulate", "coalition", "caucus",
    "front", "guard", "railways", "telecom", "academy", "assembly", "alliance", "movement",
])  # fmt: skip
_BODIES = frozenset(["citizens", "americans", "center", "centre", "centers", "friends", "mothers", "doctors", "women"])
_AIMED = frozenset([  # bodies named after what they are for: Council on Tides, Center for the Study of Tides
    "council", "center", "centre", "committee", "commission", "institute", "coalition", "campaign", "foundation",
    "society", "association", "project", "initiative", "alliance", "task", "panel", "conference", "subcommittee",
])  # fmt: skip
_ACTING = _AIMED | frozenset([  # not acts, meetings and places, which go by initials too
    "administration", "agency", "army", "authority", "board", "bureau", "club", "company", "corporation", "department",
    "federation", "force", "guard", "league", "ministry", "movement", "network", "office", "organisation",
    "organization", "party", "service", "union", "university", "workers",
]) - {"conference"}  # fmt: skip
_GROUPS = _AIMED - {"conference", "panel"} | {
    "action", "americans", "caucus", "citizens", "club", "federation", "friends", "front", "fund", "league", "movement",
    "mothers", "network", "pac", "trust", "union",
}  # fmt: skip
_AGENCIES = frozenset([
    "administration", "agency", "authority", "board", "bureau", "commission", "department", "ministry", "office",
    "service",
])  # fmt: skip
_PAPERS = frozenset([
    "advertiser", "bee", "chronicle", "courier", "dispatch", "examiner", "gazette", "globe", "guardian", "herald",
    "inquirer", "journal", "ledger", "mail", "news", "observer", "post", "record", "register", "review", "sentinel",
    "standard", "star", "sun", "telegraph", "times", "tribune",
])  # fmt: skip
# What a body may be called once it has been named: the words of its name that allow it.
CALLED = {
    "group": _GROUPS, "organization": _GROUPS, "organisation": _GROUPS, "nonprofit": _GROUPS, "charity": _GROUPS,
    "agency": _AGENCIES, "newspaper": _PAPERS, "paper": _PAPERS,
    "school": frozenset(["academy", "college", "university", "high"]),
}  # fmt: skip
_PEOPLES = ("an", "ese", "ish", "i", "ane", "ede", "ole", "eek", "urk", "rab")  # a Pakistani, a Dane, a Swede, a Pole
_MADE = frozenset([  # texts, plans and meetings; not those whose words are family names, too: page, story, wills
    "accord", "accords", "agenda", "agreement", "budget", "bulletin", "charter", "deal", "debate", "edition",
    "guidelines", "index", "manifesto", "memo", "memos", "papers", "files", "pact", "plan", "poll", "protocol",
    "report", "reports", "review", "statement", "strategy", "studies", "study", "summit", "survey", "treaty", "update",
])  # fmt: skip
_INSTITUTIONS = frozenset(["college", "university", "hospital", "church", "school"])  # King's College London
HOUSES = frozenset([  # named after people, and nobody's family names: Queen Ana Hospital, Bo Lind Elementary School
    "academy", "airport", "cathedral", "clinic", "college", "hospital", "infirmary", "library", "museum", "orphanage",
    "school", "stadium", "university",
])  # fmt: skip


def begins_body(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a nationality or a party begins the name of a body: Republican National Committee, American Airlines."""
    if tokens[at].run >= 0 or tokens[at].lower not in lexicon.demonyms or not tokens[at].text[0].isupper():
        return False
    last = at
    while last + 1 < len(tokens) and last - at < _MAX_BODY and _may_name_body(tokens[last + 1], lexicon):
        last += 1
        if ends_name(tokens[last]):
            break
    word = bare(tokens[last].lower)
    return last > at and (word in lexicon.organisations or word in _NATIONAL)


def _may_name_body(token: Token, lexicon: Lexicon) -> bool:
    word = bare(token.lower)
    people = word in lexicon.people and word not in lexicon.organisations
    return is_name_word(token, lexicon) and not is_title(token, lexicon) and not people


def joins_body(tokens: Sequence[Token], first: int, at: int, lexicon: Lexicon) -> bool:
    """Whether a small word at token `at` joins the name of a body that begins at `first`.

    University of Harlan, Citizens for Open Roads, Center for the Study of Tides, Department of Fish and Wildlife.
    """
    if at + 1 >= len(tokens):
        return False
    word, before, after = tokens[at].lower, tokens[at - 1].lower, tokens[at + 1]
    if word == "the":
        return before in JOINING and is_name_word(after, lexicon)
    if word == "and":
        return after.lower in lexicon.offices and is_name_word(after, lexicon) and _is_joined(tokens, first, at)
    if word not in JOINING:
        return False
    if _describes_member(tokens, first, at, lexicon):
        return True
    body = before in lexicon.organisations or (before in lexicon.people and before.endswith("s")) or before in _BODIES
    if word in ("on", "to") or (word == "for" and after.lower == "the"):
        body = before in _AIMED
    if after.lower == "the" and at + 2 < len(tokens):
        after = tokens[at + 2]
    return (body or (word == "of" and _is_joined(tokens, first, at))) and is_name_word(after, lexicon)


def starts_body(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the name of a body opens a sentence with a noun for people: Citizens for Open Roads said."""
    if lexicon.language != "en" or tokens[at].lower not in _BODIES or not tokens[at].text[0].isupper():
        return False
    joined = tokens[at + 1].lower if at + 2 < len(tokens) else ""
    return joined in ("for", "against", "without") and is_name_word(tokens[at + 2], lexicon)


def _describes_member(tokens: Sequence[Token], first: int, at: int, lexicon: Lexicon) -> bool:
    """Whether a name with "for" or "of" tells of whom a noun for people tells: a fellow Row for Lund volunteer."""
    if lexicon.language != "en" or at != first + 1 or first == 0 or tokens[at].lower not in ("for", "against"):
        return False
    before, here = tokens[first - 1], at + 1
    while here + 1 < len(tokens) and here - at < _MAX_BODY and is_name_word(tokens[here], lexicon):
        here += 1
    led = not is_verb(before, lexicon) or (here + 1 < len(tokens) and is_name_word(tokens[here + 1], lexicon))
    described = before.text[0].islower() and before.lower not in lexicon.prepositions and led
    return described and here > at + 1 and tokens[here].text[0].islower() and tokens[here].lower in lexicon.people


def _is_joined(tokens: Sequence[Token], first: int, at: int) -> bool:
    return any(token.lower in JOINING for token in tokens[first + 1 : at])


def has_article(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a name bears an article of its own, as papers, ships and offices do: said the Gazette; not the Lind boat.

    The Queen, the Pakistani and the Dane are people.
    """
    if lexicon.language != "en" or first == 0 or tokens[first - 1].lower != "the":
        return False
    word = tokens[last].lower
    if word in lexicon.people or is_title(tokens[last], lexicon) or (first == last and word.endswith(_PEOPLES)):
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is None or not after.is_word or after.run >= 0:
        return True
    small = (lexicon.auxiliaries, lexicon.prepositions, lexicon.conjunctions)
    return is_verb(after, lexicon) or any(after.lower in words for words in small)


def is_body(words: Sequence[str]) -> bool:
    """Whether a full name is that of a body which may speak: the Lund Port Authority, the Council on Foreign Tides."""
    return words[0].lower() in _ACTING or words[-1].lower() in _ACTING


def is_made(words: Sequence[str]) -> bool:
    """Whether a full name is that of a text, a plan or a meeting, which no "he" and no "chairman" means."""
    return len(words) > 1 and words[-1].lower() in _MADE


def owns_body(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a body that bears its owner's name stands at token `at`: King's College, Pilots' Association."""
    if tokens[at].lower in _INSTITUTIONS and tokens[at].text[0].isupper():
        return True
    many = tokens[at - 1].text.endswith(("s'", "s’"))
    return many and tokens[at].text[0].isupper() and tokens[at].lower in lexicon.organisations
