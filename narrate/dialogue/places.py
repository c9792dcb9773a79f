"""Where in its sentence a mention stands, which tells how present somebody is to the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mainclause import heads_clause
from narrate.dialogue.mentions import Mention, Scene, begins_clause, is_verb
from narrate.dialogue.nameparts import bare
from narrate.dialogue.offices import SPHERED
from narrate.dialogue.tokens import Token

PLACES = ("topic", "main", "asked", "sub", "other", "after", "owner")
_ENDS = (".", ";", ":", "?", "!", "…")  # of a sentence
_MAX_APPOSITION = 6  # tokens after the comma that may name a role
_MAX_CLAUSE = 40  # tokens looked back for the word that opens a clause
_MAX_SERVING = 4  # tokens of "'s own senior campaign aides"
_BEFORE_NAMES = ("the", "former", "then")
_ASKING = frozenset(["asked", "asks", "asking", "pressed", "questioned"])
_SUBORDINATE = frozenset([
    "when", "while", "as", "after", "before", "if", "because", "although", "though", "since", "whether", "until",
    "unless", "that", "which", "who", "than", "where",
])  # fmt: skip


def statements_in(scene: Scene, lexicon: Lexicon) -> dict[int, str]:
    """Sentences that tell of words made public: Ruiz, in a statement, said ...; by number, the noun."""
    tokens = scene.paragraph.tokens
    return {
        scene.paragraph.sentences[at]: tokens[at].lower
        for at in range(2, len(tokens))
        if tokens[at].lower in lexicon.documents
        and tokens[at - 1].lower in ("a", "an")
        and tokens[at - 2].lower == "in"
    }


def words_describing(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> list[Token]:
    """The words of a role before a name, and of the apposition after it: mayor of Elm in "Ruiz, mayor of Elm,"."""
    inserted = begins_clause(tokens, mention) or _is_put_in(tokens, mention, lexicon)
    before = [] if inserted else words_before(tokens, mention.first, lexicon)
    found = before + _own_office(tokens, mention)
    if mention.last + 1 < len(tokens) and tokens[mention.last + 1].text == ",":
        found = [*found, *_apposed(tokens, mention.last + 2, lexicon)]
    return [token for token in found if token.run < 0]


def _own_office(tokens: list[Token], mention: Mention) -> list[Token]:
    """Former Secretary in "Former Secretary of State Ana Ruiz", where the office is part of the mention."""
    span = range(mention.first + 1, mention.last) if mention.kind == "name" and not mention.group else range(0)
    joint = next((at for at in span if tokens[at].lower in SPHERED), mention.first)
    return tokens[mention.first : joint]


def _apposed(tokens: list[Token], first: int, lexicon: Lexicon) -> list[Token]:
    """The words of an apposition that begins at `first`; none in "they laughed at Ruiz, the mayor said."."""
    stop = min(first + _MAX_APPOSITION, len(tokens))
    for at in range(first, stop):
        token = tokens[at]
        if token.lower in lexicon.verbs and at > first + 1 and not tokens[min(at + 1, len(tokens) - 1)].is_word:
            return []
        if not token.is_word or is_verb(token, lexicon) or token.lower in lexicon.prepositions:
            return tokens[first:at]
    return tokens[first:stop]


def _is_put_in(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name is the subject of a tag between commas: a nurse, Ruiz said, had called."""
    first, verb = mention.first, mention.last + 1
    if first == 0 or verb + 1 >= len(tokens) or tokens[first - 1].text != "," or lexicon.language != "en":
        return False
    return tokens[verb].lower in lexicon.verbs and tokens[verb + 1].text == ","


def nouns_serving(tokens: list[Token], mention: Mention, lexicon: Lexicon) -> Iterator[str]:
    """The nouns of people whom a name only tells apart: a Ruiz aide, Ruiz's own lawyers, a critic of Mayor Ruiz."""
    if lexicon.language != "en":
        return
    for at in range(mention.last + 1, min(mention.last + 1 + _MAX_SERVING, len(tokens))):
        word = tokens[at].lower
        if not tokens[at].text[0].islower() or word in lexicon.prepositions or is_verb(tokens[at], lexicon):
            break
        noun = _one_of(word, lexicon)
        if noun:
            yield noun
    stop = max(0, mention.first - _MAX_SERVING)
    for at in range(mention.first - 1, stop, -1):
        word = tokens[at].lower
        if word in ("of", "to", "for"):
            noun = _one_of(tokens[at - 1].lower, lexicon)
            if noun:
                yield noun
            return
        if bare(word).rstrip(".") not in lexicon.titles and word not in (*lexicon.people, *_BEFORE_NAMES):
            return


def _one_of(word: str, lexicon: Lexicon) -> str:
    """The noun for one person: aide of aides; empty for other words."""
    single = word[:-1] if word.endswith("s") and word[:-1] in lexicon.people else word
    return single if single in lexicon.people else ""


def words_before(tokens: list[Token], at: int, lexicon: Lexicon) -> list[Token]:
    """The words that may describe the name at token `at`: not "president" in "president of the Harbour League"."""
    start = at
    while start > max(0, at - 3) and tokens[start - 1].lower not in lexicon.prepositions:
        if is_verb(tokens[start - 1], lexicon) or tokens[start - 1].text in _ENDS:
            break  # the mayor said the Harbour League; they met the mayor. Ana Ruiz
        start -= 1
    return tokens[start:at]


def is_age(tokens: Sequence[Token]) -> bool:
    """Whether an apposition is an age alone: ", 88," or ", 88."."""
    return len(tokens) == 2 and tokens[0].text.isdigit() and len(tokens[0].text) < 4 and tokens[1].text in ",.;:)—–"


def distance_of(sentences: int) -> str:
    return str(sentences) if sentences < 4 else ("5" if sentences < 6 else ("9" if sentences < 10 else "far"))


def place_of(scene: Scene, mention: Mention, lexicon: Lexicon) -> str:
    """Where in its sentence the mention stands: subject of the main clause or of another one, asked, or else."""
    tokens, first = scene.paragraph.tokens, mention.first
    if first and tokens[first - 1].lower in _ASKING:
        return "asked"
    source = _source_in(scene, mention)
    if source is mention:
        return "topic" if scene.paragraph.sentences[first] == 0 else "main"
    if not heads_clause(tokens, mention, lexicon) and not _tells(scene, mention):
        if mention.possessive:
            return "owner"
        if mention.last + 1 < len(tokens) and is_verb(tokens[mention.last + 1], lexicon):
            return "sub"
        return "after" if first and tokens[first - 1].lower in lexicon.prepositions else "other"
    first = _clause_start(tokens, first, lexicon)
    if source is not None or (first > 0 and tokens[first - 1].lower in _SUBORDINATE):
        return "sub"
    return "topic" if scene.paragraph.sentences[mention.first] == 0 else "main"


def _clause_start(tokens: list[Token], first: int, lexicon: Lexicon) -> int:
    """Where the clause begins whose subject ends with the name at `first`: not at "and" in "that he and Ruiz"."""
    stop = max(0, first - _MAX_CLAUSE)
    if first > 1 and tokens[first - 1].text == "," and lexicon.language == "en":
        noun = tokens[first - 2].lower in lexicon.people and tokens[first - 2].text[0].islower()
        first -= 2 * noun  # that his brother, Bo Lind, had
    while first > stop and tokens[first - 1].is_word and tokens[first - 1].lower not in _SUBORDINATE:
        if tokens[first - 1].lower in ("and", "but", "or") and not _joins_subjects(tokens, first - 1, stop, lexicon):
            break
        first -= 1
    return first


def _joins_subjects(tokens: list[Token], joint: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether nothing but a noun phrase stands between "that" and the "and" at token `joint`."""
    if lexicon.language != "en":
        return False
    for at in range(joint - 1, stop, -1):
        if tokens[at].lower in _SUBORDINATE:
            return at < joint - 1
        if not tokens[at].is_word or tokens[at].run >= 0 or is_verb(tokens[at], lexicon):
            return False
    return False


def _source_in(scene: Scene, mention: Mention) -> Mention | None:
    """Who tells what the mention's sentence says: according to Ruiz, Lind left, as much as Ruiz said that Lind left."""
    sentences = scene.paragraph.sentences
    for tag in scene.tags_between(mention.first - _MAX_CLAUSE, mention.last + _MAX_CLAUSE):
        told = tag.mention
        if tag.order == "acc" and sentences[tag.verb] == sentences[mention.first] and told.kind == "name":
            return told if told.gender and not told.group and not told.possessive else None
    return None


def _tells(scene: Scene, mention: Mention) -> bool:
    """Whether somebody without a name begins the sentence and reports what it says: A cousin of Lind said."""
    sentences, first = scene.paragraph.sentences, mention.first
    if mention.kind != "nominal" or (first and sentences[first - 1] == sentences[first]):
        return False
    return any(
        tag.order == "sv" and sentences[tag.verb] == sentences[first] for tag in scene.tagged.get(id(mention), ())
    )


def subjects_of(scene: Scene, lexicon: Lexicon) -> set[int]:
    """Identities of the mentions that look like a subject: the first of its sentence, not after a preposition."""
    found: set[int] = set()
    seen: set[int] = set()
    for mention in _named(scene):
        sentence = scene.paragraph.sentences[mention.first]
        before = scene.paragraph.tokens[mention.first - 1].lower if mention.first else ""
        if sentence not in seen and not mention.possessive and before not in lexicon.prepositions:
            seen.add(sentence)
            found.add(id(mention))
    return found


def _named(scene: Scene) -> Iterator[Mention]:
    return (mention for mention in scene.mentions if mention.kind != "nominal" or not mention.plural)
