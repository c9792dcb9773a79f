"""Proper names in the narrator's words: where they begin and end, and what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrate.dialogue.adverts import end_of_advert, length_of_call
from narrate.dialogue.bodies import (
    HOUSES,
    JOINING,
    begins_body,
    has_article,
    is_made,
    joins_body,
    owns_body,
    starts_body,
)
from narrate.dialogue.habits import Habits, is_small_surname
from narrate.dialogue.kinship import MAX_RELATION, OLDER, is_parent, relation
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.nameparts import (
    FULL,
    MENS,
    WOMENS,
    bare,
    ends_name,
    gender_of_surname,
    is_code,
    is_letter,
    is_name_word,
    is_number,
    is_office_alone,
    is_title,
    pair_of,
)
from narrate.dialogue.offices import office_before_name
from narrate.dialogue.openings import may_start
from narrate.dialogue.tokens import Paragraph, Token, is_state
from narrate.model import Gender

_FIELDS = frozenset([
    "age", "born", "city", "town", "hometown", "home", "job", "occupation", "profession", "position", "party", "state",
    "location", "address", "phone", "email", "date", "country", "school", "company", "employer", "residence", "status",
])  # fmt: skip
_MAX_NAME = 12  # tokens
_SUFFIXES = frozenset([
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "md", "m.d.", "phd", "ph.d.", "qc", "kc", "sc", "mp", "mep",
    "obe", "mbe", "cbe", "esq"
])  # fmt: skip


_OWNING = (
    "ru",
    "uk",
    "pl",
    "cs",
    "sk",
    "bg",
)  # whose places stand between an office and the name: мэр Лужска Анна Волкова
_PATRONYMICS = ("вич", "вна", "чна")  # end a name that begins with the family name
_HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr"])  # before a family name: Mr. Mayor is somebody
_BODIES_ALONE = frozenset([
    "foundation", "university", "committee", "commission", "council", "association", "institute", "corporation",
    "department", "ministry", "county", "society", "federation", "authority", "administration", "campaign",
])  # fmt: skip
_DEPARTMENTS = ("department", "ministry", "office", "committee")  # the Justice Department is no Justice
_ROLES = frozenset([
    "secretary", "minister", "president", "senator", "governor", "mayor", "chairman", "chairwoman", "ambassador",
    "attorney", "commissioner", "director", "representative", "congressman", "congresswoman", "professor", "general",
    "undersecretary", "superintendent", "nominee", "candidate", "lady",
])  # fmt: skip
_AGENCIES = frozenset(["AP", "Getty", "Reuters", "AFP", "EPA", "Bloomberg"])  # whose pictures news shows


@dataclass(slots=True)
class Name:
    """One occurrence of a name: tokens first..last of a paragraph, titles included."""

    paragraph: int
    first: int
    last: int
    words: tuple[str, ...]  # without titles and possessive ending
    title: str = ""
    gender: Gender = ""
    given: bool = False  # begins with a known given name
    possessive: bool = False
    group: bool = False  # an organisation, a place, a plural
    suffix: str = ""  # Jr., Sr.
    elder: bool = False  # "the elder Lind": the other one than "Lind" alone
    kin: bool = False  # "his wife, Ana Ruiz": the family name alone goes on to mean whom it meant before


def names_in(paragraph: Paragraph, lexicon: Lexicon, habits: Habits) -> list[Name]:
    """The names in one paragraph, in order."""
    tokens, found, at = paragraph.tokens, [], 0
    while at < len(tokens):
        past = end_of_advert(paragraph, at, lexicon)
        past = past if past > at else at + length_of_call(paragraph, at, lexicon)
        if past > at:
            at = past
            continue
        held = office_before_name(paragraph, at, lexicon)
        stop = _capitals(paragraph, at, lexicon, habits) if held is None else held[2]
        if held is not None:
            noun, first, stop = held
            holder = _name(paragraph.index, tokens, first, stop, tokens[noun], lexicon)
            holder.first, holder.group = at, False
            found.append(holder)
            at = stop
        elif stop > at:
            if not is_office_alone(tokens, at, stop, lexicon):
                found.extend(_split(paragraph.index, tokens, at, stop, lexicon))
            at = stop
        else:
            at += 1
    return found


def _capitals(paragraph: Paragraph, at: int, lexicon: Lexicon, habits: Habits) -> int:
    """End of the run of name words that begins at `at`, or `at`."""
    tokens = paragraph.tokens
    small = tokens[at].text[0].islower() and tokens[at].text[2:3] != "-"  # al-Sabri
    if small or is_state(tokens, at):
        return at
    named = is_name_word(tokens[at], lexicon) or _is_christian_name(tokens, at, lexicon)
    named = named or begins_body(tokens, at, lexicon)
    opens = starts_body(tokens, at, lexicon)
    if (
        not opens
        and not (named and may_start(paragraph, at, lexicon, habits))
        and not _is_known_surname(tokens, at, lexicon, habits)
    ):
        return at
    stop = at + 1
    while stop < len(tokens) and stop - at < _MAX_NAME:
        if stop - at > 1 and _is_field(tokens, stop):
            break
        if ends_name(tokens[stop - 1]) and not owns_body(tokens, stop, lexicon):
            break
        if not _goes_on(tokens, stop, at, lexicon, habits):
            break
        stop += 1
    return stop


def _is_field(tokens: Sequence[Token], at: int) -> bool:
    """Name: Ana Ruiz Age: 27, the fields of a form run together: the next one is no part of the name."""
    return tokens[at].lower in _FIELDS and at + 1 < len(tokens) and tokens[at + 1].text == ":"


def _is_known_surname(tokens: Sequence[Token], at: int, lexicon: Lexicon, habits: Habits) -> bool:
    """From said, Mrs May's: the family name alone; not the month, nor the word that begins a sentence."""
    token = tokens[at]
    if bare(token.lower) not in habits.surnames or not token.text[0].isupper():
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if bare(token.text) != token.text or (at and is_title(tokens[at - 1], lexicon)):
        return True
    tells = following is not None and (following.lower in lexicon.verbs or following.lower in lexicon.finite)
    return tells or (at > 0 and tokens[at - 1].lower in lexicon.verbs)


def _is_christian_name(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Christian Holm and April Holm, not Christian voters, the Christian Coalition, or in April Holm."""
    word = tokens[at].lower
    if word not in lexicon.given or tokens[at].run >= 0 or at + 1 == len(tokens):
        return False
    before, after = tokens[at - 1].lower if at else "", bare(tokens[at + 1].lower)
    if word in lexicon.calendar:
        dated = before.isdigit() or before in lexicon.prepositions | lexicon.time_words | lexicon.determiners
        return not dated and after not in ("day", "fools") and is_name_word(tokens[at + 1], lexicon)
    if word not in lexicon.demonyms or before in lexicon.determiners:
        return False
    if after in lexicon.organisations or after in lexicon.people:
        return False
    return is_name_word(tokens[at + 1], lexicon) and not after.endswith("s")


def _goes_on(tokens: Sequence[Token], stop: int, at: int, lexicon: Lexicon, habits: Habits) -> bool:
    """Whether the token at `stop` belongs to the name that began at `at`."""
    token = tokens[stop]
    if (is_letter(token) or is_number(token)) and pair_of(tokens, stop) in habits.codes:
        return True
    if is_name_word(token, lexicon) or (is_title(token, lexicon) and token.text[0].isupper()):
        return True
    if is_small_surname(tokens, stop, lexicon):
        return True
    if token.lower in lexicon.demonyms and token.lower in lexicon.given and is_title(tokens[stop - 1], lexicon):
        return True  # Capt. Christian Holm
    if begins_body(tokens, stop, lexicon):
        return True  # Iowa Democratic Party
    if token.text.isdigit():
        return len(token.text) < 4 and stop == at + 1
    if token.lower in ("der", "den") and tokens[stop - 1].lower == "von":
        return True
    if joins_body(tokens, at, stop, lexicon):
        return True
    return token.lower in lexicon.particles and _particle_joins(tokens, stop, lexicon)


def _particle_joins(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    ahead = tokens[at + 1 : at + 3]
    if not ahead or (lexicon.capital_nouns and not _is_nobiliary(tokens, at, lexicon)):
        return False
    if (ahead[0].lower in lexicon.particles or ahead[0].lower in ("der", "den")) and len(ahead) > 1:
        return is_name_word(ahead[1], lexicon)
    return is_name_word(ahead[0], lexicon)


def _is_nobiliary(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Alma von Reuter, Jan van der Meer; not the articles and prepositions between two German nouns."""
    if tokens[at].lower in lexicon.determiners:
        return tokens[at - 1].lower in lexicon.particles
    return tokens[at].lower not in lexicon.prepositions or tokens[at - 1].lower in lexicon.given


def _split(paragraph: int, tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> list[Name]:
    """Titles off; "Yard Manager Ana Ruiz" is cut before the given name."""
    start = _after_credit(tokens, start, stop)
    if start == stop:
        return []
    if stop - start > FULL and bare(tokens[stop - 1].lower) in HOUSES and lexicon.language == "en":
        return [_name(paragraph, tokens, start, stop, None, lexicon)]
    first = _after_office(tokens, start, stop, lexicon)
    for at in range(first, stop):
        if at + 1 >= stop or tokens[at + 1].lower in _DEPARTMENTS:
            continue
        described = is_title(tokens[at], lexicon) or _is_role(tokens, at, stop, lexicon)
        if described and not begins_body(tokens, at, lexicon) and not _is_coded(tokens, at, stop):
            first = at + 1
    title_at = first - 1 if first > start else None
    after = _after_noun(tokens, first, stop, lexicon)
    if after > first:
        first, title_at = after, after - 1 if lexicon.capital_nouns else title_at
    for at in range(stop - 2, first, -1):
        if tokens[at].lower in lexicon.given and _ends_description(tokens, first, at, lexicon):
            first, title_at = at, None
            break
    return [_name(paragraph, tokens, first, stop, tokens[title_at] if title_at is not None else None, lexicon)]


def _after_credit(tokens: Sequence[Token], start: int, stop: int) -> int:
    """| AP Photo Ruiz meets Lind: the name begins after the agency whose picture stands above."""
    if start and tokens[start - 1].text == "|" and tokens[start].text in _AGENCIES:
        while start < stop and (tokens[start].text in _AGENCIES or tokens[start].text in ("Photo", "Images", "Photos")):
            start += 1
    return start


def _after_office(tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Secretary of State Ana Ruiz: the name begins after the office."""
    if start < 2 or tokens[start - 1].lower != "of" or not tokens[start - 2].text[0].isupper():
        return start
    if tokens[start - 2].lower not in lexicon.people and not is_title(tokens[start - 2], lexicon):
        return start
    first = start
    while first + 1 < stop and tokens[first].lower in lexicon.offices:
        first += 1
    placed = first + 2 < stop and tokens[first].lower in lexicon.places and tokens[first + 1].lower in lexicon.given
    return first + 1 if placed else first


def _after_noun(tokens: Sequence[Token], first: int, stop: int, lexicon: Lexicon) -> int:
    """Ihr Vorgänger Holger Runge, burmistrz Zakrzewa Anna Wilk: the noun before a full name is no part of it."""
    if first == 0 or stop - first < FULL + 1 or tokens[first].lower in lexicon.given:
        return first
    before, word, given = tokens[first - 1].lower, tokens[first].lower, tokens[first + 1].lower in lexicon.given
    if lexicon.capital_nouns:
        # die Freie Küstenbahn Nord: an adjective begins the name of a body
        adjective = word.endswith(("e", "en")) and not given
        body = any(token.lower in lexicon.organisations for token in tokens[first:stop])
        return first + (before in lexicon.determiners and not adjective and not body)
    if lexicon.language in _OWNING and (given or tokens[stop - 1].lower.endswith((*WOMENS, *MENS))):
        patronymic = any(token.lower.endswith(_PATRONYMICS) for token in tokens[first + 1 : stop])
        return first + (not patronymic and (before in lexicon.people or before in lexicon.titles))
    return first


def without_offices(names: Sequence[Name]) -> list[Name]:
    """All but an office alone, Foreign Secretary or Prime Minister, unless somebody has that family name."""
    families = {name.words[-1].lower() for name in names if len(name.words) > 1 and (name.given or name.title)}
    return [
        name
        for name in names
        if (name.title in _HONORIFICS)
        or name.given
        or name.words[-1].lower() not in _ROLES
        or name.words[-1].lower() in families
    ]


def _is_role(tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    if tokens[at].lower in lexicon.organisations or (at + 1 < stop and tokens[at + 1].lower in JOINING):
        return False  # Harlan Police Department, Pilots Without Borders
    return tokens[at].lower in lexicon.people


def _is_coded(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Officer A, Soldier X, Witness 4: a calling and a letter are the whole name; not Mr. T."""
    return at + 2 == stop and tokens[at].text.isalpha() and is_code(bare(tokens[at + 1].text))


def _ends_description(tokens: Sequence[Token], first: int, at: int, lexicon: Lexicon) -> bool:
    """Whether the words before a given name describe: Campaign Manager Robby, not Jamie Lee."""
    before = tokens[at - 1]
    if before.lower in lexicon.given or _initial(before):
        return False
    word = bare(before.lower)
    if lexicon.capital_nouns and first and tokens[first - 1].lower in lexicon.determiners:
        return True  # der Reeder Arne Voss
    return at - first > 1 or word in lexicon.people or word in lexicon.organisations or word in lexicon.titles


def _initial(token: Token) -> bool:
    return len(token.text.rstrip(".")) == 1


def _name(
    paragraph: int, tokens: Sequence[Token], first: int, stop: int, title: Token | None, lexicon: Lexicon
) -> Name:
    last = core = stop - 1
    while core > first and tokens[core].lower in _SUFFIXES:
        core -= 1
    words = tuple([token.text for token in tokens[first:core]] + [bare(tokens[core].text)])
    lowered = words[0].lower()
    title_word = title.lower.rstrip(".") if title is not None else ""
    gender: Gender = (
        lexicon.titles.get(title_word, "")
        or lexicon.people.get(title_word, "")
        or lexicon.given.get(lowered, "")
        or (lexicon.given.get(lowered.split("-")[0], ""))
        or gender_of_surname(words, lexicon)
    )
    given = lowered in lexicon.given and not _is_named_after(words, title_word, lexicon)
    if not given and not title_word:
        gender = ""
    thing = len(words) == 1 and _is_thing(tokens, first, last, lexicon)
    thing = thing or has_article(tokens, first, last, lexicon)
    group = not given and not title_word and (thing or _is_group(words, lexicon))
    possessive = bare(tokens[last].text) != tokens[last].text
    noun = relation(tokens[max(0, first - MAX_RELATION) : first], lexicon)
    gender = lexicon.people.get(noun, "") or gender
    kin = bool(noun) or is_parent(tokens[max(0, first - MAX_RELATION) : first])
    after = tokens[core + 1].text if core < last else ""
    suffix = f"{after.rstrip('.')}." if after.lower().rstrip(".") in ("jr", "sr") else ""
    elder = len(words) == 1 and first > 0 and tokens[first - 1].lower in OLDER
    return Name(paragraph, first, last, words, title_word, gender, given, possessive, group, suffix, elder, kin)


def _is_thing(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a word with a capital is a kind of things: in a Lindwagen, with a Tudor."""
    if lexicon.language != "en" or first == 0 or tokens[first - 1].lower not in ("a", "an"):
        return False
    return last + 1 >= len(tokens) or (not tokens[last + 1].is_word and tokens[last + 1].run < 0)


def _is_named_after(words: tuple[str, ...], title: str, lexicon: Lexicon) -> bool:
    """The Lincoln Foundation, Virginia: a body or a place that bears a given name."""
    if len(words) == 1:
        return not title and words[0].lower() in lexicon.places
    return words[-1].lower() in _BODIES_ALONE or words[-1].lower() in HOUSES


def _is_group(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    house = len(words) > 1 and words[-1].lower() in HOUSES
    if house or any(word in JOINING for word in words) or is_made(words):
        return True
    last = words[-1].lower().rstrip(".")
    if len(words) > 1 and words[0].lower() in lexicon.demonyms:
        return True
    if words[0].lower().rstrip("s") in lexicon.people and words[0].lower().endswith("s"):
        return True
    if len(words) == 1:
        return last in lexicon.places or last in lexicon.organisations or (words[0].isupper() and len(words[0]) > 1)
    if any(word.lower() in lexicon.organisations for word in words[1:-1]):
        return True  # Harbour Council Local
    return last in lexicon.organisations or last in lexicon.places or words[0].lower() in lexicon.places
